"""Downloads: whole lists as CSV and JSON Lines, and the lists of topics and days as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from materiel.record.query import CARD
from materiel.tell import params, render, shelves
from materiel.tell.rows import Row
from materiel.tell.source import Source, source
from materiel.tell.tongue import told

CHUNK = 1000
NAMED = ("name", "group", "deals", "url")
DAY = ("date", "deals")

_PLAIN: Mapping[str, Any] = {"ensure_ascii": False, "allow_nan": False, "separators": (",", ":")}


def deals_csv(request: Request) -> Response:
    """The deals that the filter lets through as CSV: all, or the page that is asked for."""
    found = _deals(request)
    return found if isinstance(found, Response) else file(render.table(found), "deals.csv", "text/csv")


def deals_lines(request: Request) -> Response:
    """The same as JSON Lines."""
    found = _deals(request)
    return found if isinstance(found, Response) else file(_lines(found), "deals.jsonl", "application/jsonl")


def documents_csv(request: Request) -> Response:
    """All reports that were read as CSV."""
    return file(render.sheet(CARD, _documents(source(request))), "reports.csv", "text/csv")


def documents_lines(request: Request) -> Response:
    """The same as JSON Lines."""
    return file(_lines(_documents(source(request))), "reports.jsonl", "application/jsonl")


def topic_csv(request: Request) -> Response:
    """All deals of a topic as CSV."""
    found = shelves.asked(request)
    rows = found.deals(source(request))
    if not rows and not found.is_known:
        raise HTTPException(404, told("The register holds no deal of this."))
    return file("".join(render.table(rows)), f"{found.key.replace('/', '-')}.csv", "text/csv")


def index_json(request: Request) -> Response:
    """All topics of a kind as JSON."""
    return render.data(request, {"next": None, "names": list(_named(request))})


def index_csv(request: Request) -> Response:
    """All topics of a kind as CSV."""
    return file(render.sheet(NAMED, _named(request)), f"{_kind(request)}.csv", "text/csv")


def days_json(request: Request) -> Response:
    """Every day on which a deal was last reported, as JSON."""
    return render.data(request, {"next": None, "days": _days(request)})


def days_csv(request: Request) -> Response:
    """The same as CSV."""
    return file(render.sheet(DAY, _days(request)), "calendar.csv", "text/csv")


def every(held: Source, asked: params.Asked) -> Iterator[Mapping[str, Any]]:
    """All deals that a query lets through, page or none."""
    offset = 0
    while rows := held.deals(asked, CHUNK, offset):
        yield from rows
        offset += CHUNK
        if len(rows) < CHUNK:
            return


def _deals(request: Request) -> Iterable[Mapping[str, Any]] | Response:
    """The rows that are asked for, or what is wrong with the question."""
    query = params.parse(request.query_params.multi_items())
    if query.faults:
        faults = "".join(f"{name}: {fault}\n" for name, fault in query.faults.items())
        return render.answer(faults, "text/plain", 400)
    held = source(request)
    if "page" in query.typed:
        return held.deals(query.asked, params.PER_PAGE, (query.asked.page - 1) * params.PER_PAGE)
    return every(held, query.asked)


def _documents(held: Source) -> Iterator[Mapping[str, Any]]:
    offset = 0
    while rows := held.documents(CHUNK, offset):
        yield from rows
        offset += CHUNK


def _kind(request: Request) -> str:
    return request.url.path.strip("/").partition(".")[0].rpartition("/")[2]


def _named(request: Request) -> Iterator[Mapping[str, Any]]:
    for group, links in shelves.groups(request, _kind(request)):
        for url, name, deals in links:
            yield {"name": name, "group": group or None, "deals": deals, "url": url}


def _days(request: Request) -> list[Mapping[str, Any]]:
    return [{"date": day, "deals": number} for day, number in source(request).days().items()]


def _lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A piece for some hundred rows: each is sent by a thread of its own."""
    waiting = iter(rows)
    while some := list(islice(waiting, 500)):
        yield "".join(f"{row.packed}\n" if isinstance(row, Row) else f"{json.dumps(row, **_PLAIN)}\n" for row in some)


def file(body: Iterable[str] | str, name: str, media_type: str) -> Response:
    """A body, sent as it is made where it comes in pieces, to be kept under a name."""
    shown = "".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign in ".-_")) or "deals"
    headers = {"Cache-Control": render.KEEP_ASKING, "Content-Disposition": f'attachment; filename="{shown}"'}
    if isinstance(body, str):
        return Response(body.encode("utf-8", "replace"), 200, headers, media_type)
    pieces = (piece.encode("utf-8", "replace") for piece in body)
    return StreamingResponse(pieces, 200, headers, media_type)
