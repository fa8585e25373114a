"""Audit: who did what and when - decisions, withdrawals and accounts in one list, the latest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from materiel.record import review
from materiel.record.withdraw import withdrawals
from materiel.tell import downloads, render, summary
from materiel.tell import words as say
from materiel.tell.live import forms
from materiel.tell.live.entry import accounts
from materiel.tell.source import source
from materiel.tell.tongue import at

Row = dict[str, Any]
PER_PAGE = 100
COLUMNS = ("made", "who", "what", "about", "deal", "why", "address")


def page(request: Request) -> Response:
    """The list as a page; ``before`` is the moment from which the page goes back."""
    rows, more = _page(request)
    older = at(f"/audit?before={quote(rows[-1]['made'])}") if more else ""
    return forms.page(request, "audit.html", {"rows": rows, "older": older, "is_first": not _before(request)})


def page_json(request: Request) -> Response:
    """The list as JSON, a page at a time."""
    rows, more = _page(request)
    following = f"/audit.json?before={quote(rows[-1]['made'])}" if more else None
    return render.data(request, {"next": following, "acts": rows})


def page_csv(request: Request) -> Response:
    """The whole list as CSV."""
    return downloads.file(render.sheet(COLUMNS, _rows(request)), "audit.csv", "text/csv")


def _page(request: Request) -> tuple[list[Row], bool]:
    rows = _rows(request, PER_PAGE + 1, _before(request))
    return rows[:PER_PAGE], len(rows) > PER_PAGE


def _before(request: Request) -> str:
    return request.query_params.get("before", "")[:40].replace(" ", "+")  # a plus sign that was not written as %2B


def _rows(request: Request, limit: int | None = None, before: str = "") -> list[Row]:
    """What was done, the latest first: everything, or ``limit`` rows from the moment ``before`` back."""
    held = accounts(request)
    ask = source(request).ask
    done = held.acts(limit, before) if held else ()  # log-ins: the list that grows every day
    every = [*_judgements(ask(review.history)), *_withdrawals(ask(withdrawals)), *_acts(done)]
    earlier = [row for row in every if not before or row["made"] < before]
    latest = sorted(earlier, key=lambda row: str(row["made"]), reverse=True)[:limit]
    return [{**dict.fromkeys(COLUMNS), **row} for row in latest]


def _acts(rows: Iterable[Row]) -> Iterator[Row]:
    return ({**row, "what": say.word("act", row["what"])} for row in rows)


def _judgements(rows: list[Row]) -> Iterator[Row]:
    for one in rows:
        told = say.field(one["field"]) if one["field"] else ""
        if one["value"] is not None and one["kind"] != "undo":
            told += f" = {summary.cell(one['field'] or '', one['value'])}"
        yield {
            "made": one["made"],
            "who": one["who"],
            "what": say.word("judgement", one["kind"]),
            "about": told or None,
            "deal": one["deals"][0] if one["deals"] else None,
            "why": one["why"],
        }


def _withdrawals(rows: list[Row]) -> Iterator[Row]:
    for one in rows:
        told = {"made": one["made"], "who": one["who"], "about": one["url"] or one["name"], "why": one["why"]}
        yield told | {"what": say.word("withdrawal", one["kind"])}
