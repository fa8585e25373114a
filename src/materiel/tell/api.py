"""API: every address for programs, in one table that the router and the OpenAPI description are both made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from materiel import __version__, packs
from materiel.record.filters import SORTS
from materiel.tell import downloads, feeds, params, render, seek, shelves, site, weighed
from materiel.tell.live.ways import WAYS
from materiel.tell.shapes import SHAPES

JSON, CSV, LINES, ATOM = "application/json", "text/csv", "application/jsonl", "application/atom+xml"
VERSION = "1"
"""Grows when an address or a field goes; new ones may come at any time."""


@dataclass(frozen=True, slots=True)
class Call:
    """An address for programs: ``answer`` is a media type, for JSON with the name of its shape behind a colon."""

    path: str
    view: Callable[[Request], Response]
    told: str
    answer: str
    asks: tuple[str, ...] = ()


_FILTER = ("text", "country", "role", "category", "status", "since", "until", "as_of", "background", "sort", "page")

CALLS = (
    Call("/deals.json", site.register_json, "The register, a page at a time", f"{JSON}:Deals", _FILTER),
    Call("/deals.csv", downloads.deals_csv, "The register as a table, all of it or one page", CSV, _FILTER),
    Call("/deals.jsonl", downloads.deals_lines, "The register, a deal a line", LINES, _FILTER),
    Call("/deals/{id}.json", site.deal_json, "One deal with its cells and their sentences", f"{JSON}:WholeDeal",
         ("as_of",)),
    Call("/deals/{id}/weighed.json", weighed.deal, "Before and after a deal", f"{JSON}:Weighed"),
    Call("/documents.json", site.documents_json, "All reports, a page at a time", f"{JSON}:Reports", ("page",)),
    Call("/documents.csv", downloads.documents_csv, "All reports as a table", CSV),
    Call("/documents.jsonl", downloads.documents_lines, "All reports, one a line", LINES),
    Call("/documents/{id}.json", site.document_json, "One report with what rests on it", f"{JSON}:WholeReport"),
    Call("/search.json", seek.page_json, "Names, deals and reports for some words", f"{JSON}:Found",
         ("text", "lang", "since", "until", "page")),
    Call("/calendar.json", downloads.days_json, "Days on which deals were last reported", f"{JSON}:Days"),
    Call("/calendar.csv", downloads.days_csv, "The same as a table", CSV),
    Call("/feed.json", feeds.json_feed, "The latest deals as JSON Feed", f"{JSON}:Feed"),
    Call("/feed.atom", feeds.atom, "The latest deals as Atom", ATOM),
    *(Call(f"/{at}/weighed.json", weighed.topic, "What is weighed of these parties", f"{JSON}:Weighed")
      for at in ("states/{key}", "regions/{key}", "pairs/{supplier}/{recipient}")),
    Call("/healthz", site.health, "Whether the register can be read", f"{JSON}:Health"),
    *(it for kind in shelves.KINDS for it in (
        Call(f"/{kind}.json", downloads.index_json, f"All {kind} with deals", f"{JSON}:Names"),
        Call(f"/{kind}.csv", downloads.index_csv, "The same as a table", CSV),
    )),
    *(it for kind in (*(f"{kind}/{{key}}" for kind in shelves.KINDS), "pairs/{supplier}/{recipient}") for it in (
        Call(f"/{kind}.feed.json", feeds.json_feed, "The latest of these deals as JSON Feed", f"{JSON}:Feed"),
        Call(f"/{kind}.atom", feeds.atom, "The latest of these deals as Atom", ATOM),
        Call(f"/{kind}.csv", downloads.topic_csv, "These deals as a table", CSV),
        Call(f"/{kind}.json", shelves.topic_json, "These deals, a page at a time", f"{JSON}:Topic", ("page",)),
    )),
)  # fmt: skip

LIVE = {
    "/review.json": ("Questions", ("kind", "page")),
    "/audit.json": ("Acts", ("before",)),
    "/audit.csv": ("", ("before",)),
}
"""Of the addresses that only a running site has, those for programs: shape and what they ask."""


def describe(request: Request) -> Response:
    """The description (OpenAPI 3.1)."""
    return render.data(request, description(is_static=bool(request.app.state.is_static)))


def description(is_static: bool = False) -> dict[str, Any]:
    """Every address of ``CALLS`` with what it takes and answers; those of ``LIVE`` where the site is a running one."""
    paths = {call.path: {"get": _operation(call)} for call in CALLS}
    if not is_static:
        for way in WAYS:
            if way.path in LIVE:
                shape, asks = LIVE[way.path]
                kind = f"{JSON}:{shape}" if shape else CSV
                told = f"{(way.answer.__doc__ or '').split('.')[0]} (for the role {way.role})"
                paths[way.path] = {"get": _operation(Call(way.path, way.answer, told, kind, asks), "403")}
    about = "The register of arms transfers of this site. Lists are paged: `next` is the address of the next page."
    return {
        "openapi": "3.1.0",
        "info": {"title": "materiel", "version": f"{VERSION} (materiel {__version__})", "description": about},
        "servers": [{"url": "/"}],
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {"schemas": dict(SHAPES), "securitySchemes": {"token": _TOKEN}},
    }


def _operation(call: Call, *more: str) -> dict[str, Any]:
    names = [part.partition("}")[0] for part in call.path.split("{")[1:]]
    takes = [{"name": it, "in": "path", "required": True, "schema": {"type": "string"}} for it in names]
    takes += [{"name": it, "in": "query", "required": False, **_TAKES[it]} for it in call.asks]
    media, _, shape = call.answer.partition(":")
    codes = {"200", "400", "401", "404", "414", "503", *more}
    return {
        "operationId": call.path.strip("/").translate(_NAMES),
        "summary": call.told,
        "parameters": takes,
        "responses": {code: _answered(code, media, shape) for code in sorted(codes)},
    }


def _answered(code: str, media: str, shape: str) -> Mapping[str, Any]:
    if code == "200":
        schema = {"$ref": f"#/components/schemas/{shape}"} if shape else {"type": "string"}
        return {"description": "The answer.", "content": {media: {"schema": schema}}}
    fault = {"schema": {"$ref": "#/components/schemas/Fault"}}
    plain = {"text/plain": {"schema": {"type": "string"}}}
    return {"description": _CODES[code], "content": {JSON: fault, **plain} if media == JSON else plain}


_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "where a site has accounts: `materiel accounts token NAME`",
}
_CODES = {
    "400": "The question is not understood.",
    "401": "Log in first.",
    "403": "This is for accounts with another role.",
    "404": "There is nothing of this name, or no such page.",
    "414": "The address is too long.",
    "503": "The register cannot be read now.",
}
_NAMES = str.maketrans({"/": "-", ".": "-", "{": None, "}": None})


def _choice(told: str, choices: Iterable[str]) -> Mapping[str, Any]:
    return {"description": told, "schema": {"type": "string", "enum": ["", *choices]}}


_DAY = {"type": "string", "description": "YYYY, YYYY-MM or YYYY-MM-DD"}
_TAKES: Mapping[str, Mapping[str, Any]] = {
    "text": {"description": "words", "schema": {"type": "string", "maxLength": params.LONGEST}},
    "country": {"description": "code or name of a party", "schema": {"type": "string", "maxLength": params.LONGEST}},
    "role": _choice("the role of that party", params.ROLES),
    "category": _choice("kind of goods", packs.CATEGORIES),
    "status": _choice("how far the deal has come", packs.STATUSES),
    "since": {"description": "last reported on or after this day", "schema": _DAY},
    "until": {"description": "last reported on or before this day", "schema": _DAY},
    "as_of": {"description": "as it was known at the end of this day", "schema": _DAY},
    "before": {"description": "the moment from which the list goes back", "schema": {"type": "string"}},
    "lang": {"description": "language of the reports (ISO 639-1)", "schema": {"type": "string"}},
    "kind": {"description": "kind of question", "schema": {"type": "string"}},
    "background": _choice("1: also deals that are told only to explain another", ("0", "1")),
    "sort": _choice("- before it for the highest first", (s + n for n in SORTS for s in ("", "-"))),
    "page": {"description": "from 1", "schema": {"type": "integer", "minimum": 1, "maximum": params.FARTHEST}},
}
