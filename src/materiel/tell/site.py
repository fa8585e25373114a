"""The pages: each takes a request, asks the source once or twice and hands plain data to a template, JSON or CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from materiel import packs
from materiel.record import around
from materiel.tell import card, checked, marks, params, render
from materiel.tell import words as say
from materiel.tell.beside import beside
from materiel.tell.downloads import every
from materiel.tell.feeds import base
from materiel.tell.shelves import number
from materiel.tell.source import Source, source
from materiel.tell.tongue import at, current, told


def register(request: Request) -> Response:
    """The register as a page."""
    query = params.parse(request.query_params.multi_items())
    if query.faults:
        return render.page(request, "register.html", _list(source(request), query) | _no_list(), 400)
    if not query.is_clean:
        return RedirectResponse(at(_list_at(query.asked)), 302)
    if "page" in request.path_params:
        query = replace(query, asked=replace(query.asked, page=number(request)))
    listed = _listed(request, query.asked)
    return render.page(request, "register.html", _list(source(request), query) | listed)


def register_json(request: Request) -> Response:
    """The register as JSON, a page at a time."""
    query = params.parse(request.query_params.multi_items())
    if query.faults:
        return render.data(request, {"error": "The query is not understood.", "faults": dict(query.faults)}, 400)
    if request.app.state.is_static:  # a file cannot be asked for its next page
        rows = list(every(source(request), params.Asked()))
        return render.data(request, {"count": len(rows), "next": None, "deals": rows})
    asked, listed = query.asked, _listed(request, query.asked)
    more = asked.page < listed["pages"]
    shown: dict[str, Any] = {"query": asked.narrows | {"background": asked.background, "sort": asked.sort}}
    shown |= {"count": listed["count"], "page": asked.page, "pages": listed["pages"], "per_page": params.PER_PAGE}
    shown["next"] = _at("/deals.json", asked.query(page=asked.page + 1)) if more else None
    return render.data(request, shown | {"deals": listed["deals"]})


def deal(request: Request) -> Response:
    """One deal: its cells with their sentences."""
    found, as_of = _deal(request)
    if found["id"] != _id(request):
        return RedirectResponse(_at(at(f"/deals/{say.segment(found['id'])}"), request.url.query), 302)
    cells = [{**cell, "group": say.place(cell["field"])[0]} for cell in _ordered(found["cells"])]
    differing = [cell for cell in cells if len(cell["values"]) > 1 and say.can_differ(cell["field"])]
    values: dict[str, Any] = {"deal": found, "cells": cells, "differing": differing, "as_of": as_of}
    values |= {"known_states": packs.states(), "has_card": card.is_there()}
    values |= {"reached": _reached(found)}
    address = f"{base(request)}/deals/{say.segment(found['id'])}"
    values |= {"address": address} | beside(source(request), found, address)
    values |= {"around": (None, None) if as_of else source(request).ask(around.deal, found["id"])}
    return render.page(request, "deal.html", values)


def deal_json(request: Request) -> Response:
    """One deal as JSON."""
    return render.data(request, _deal(request)[0])


def documents(request: Request) -> Response:
    """All reports that were read, with or without a deal."""
    return render.page(request, "documents.html", _documents(request))


def documents_json(request: Request) -> Response:
    """All reports as JSON, a page at a time."""
    if request.app.state.is_static:
        every = source(request).documents(params.FARTHEST * params.PER_PAGE, 0)
        return render.data(request, {"count": len(every), "next": None, "documents": every})
    listed = _documents(request)
    following = _at("/documents.json", params.Asked(page=listed["page"] + 1).query()) if listed["more"] else None
    return render.data(request, {"page": listed["page"], "next": following, "documents": listed["documents"]})


def document(request: Request) -> Response:
    """One document with its quotes marked."""
    found = _found(source(request).document(_id(request)), told("The register holds no report of this name."))
    text = found["text"]
    spans = marks.spans(_uses(found), len(text))
    if request.app.state.is_static:
        groups = marks.excerpts(text, found["blocks"], spans)
    else:
        groups = marks.groups(text, found["blocks"], spans)
    headline, rest = _headline(found["title"], groups)
    values = {"document": found, "headline": headline, "groups": rest, "spans": spans}
    values |= {"checked": source(request).ask(checked.figures, found["figures"], found["published"])}
    values |= {"address": f"{base(request)}{at('/documents/')}{say.segment(found['id'])}"}
    values |= {"contents": marks.contents(rest), "around": source(request).ask(around.document, found["id"])}
    return render.page(request, "document.html", values | {"issues": [_issue(text, it) for it in found["issues"]]})


def document_json(request: Request) -> Response:
    """One document as JSON; its text only where it is not published."""
    found = dict(_found(source(request).document(_id(request)), told("The register holds no report of this name.")))
    if request.app.state.is_static:
        text = found.pop("text")
        found.pop("blocks")
        found["quotes"] = [one | {"exact": text[one["start"] : one["end"]]} for one in found["quotes"]]
        found["issues"] = [{**one, "message": one["kind"]} for one in found["issues"]]
    return render.data(request, found)


def not_found(request: Request) -> Response:
    """What a web host shows where there is no page."""
    raise HTTPException(404, told("The address leads nowhere."))


def about(request: Request) -> Response:
    """What the register is and how to read it."""
    return render.page(request, "about.html", {})


def health(request: Request) -> Response:
    """Whether the register can be read."""
    return render.data(request, {"status": "ok", "deals": source(request).count(params.Asked(background=True))})


def _deal(request: Request) -> tuple[Mapping[str, Any], str]:
    """The deal that is asked for, and the day as of which; later reports may have renamed it."""
    query = params.parse(request.query_params.multi_items())
    if query.faults.get("as_of"):
        raise HTTPException(400, query.faults["as_of"])
    as_of = query.asked.as_of
    return _found(source(request).deal(_id(request), as_of), told("The register holds no deal of this name.")), as_of


def _reached(found: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Each step that was told, with its day and where that is told: the register's own date of an order or a delivery,
    else the first report of the step."""
    steps = {it["status"]: (it["day"], at(f"/documents/{it['document']}")) for it in found["life"] if it["day"]}
    dated = {"ordered": "order_date", "delivered": "delivery_date"}
    own = {step: (found[name], f"#{name}") for step, name in dated.items() if found[name] and step in steps}
    return steps | own


def _documents(request: Request) -> dict[str, Any]:
    """A page of reports; one more than it holds is asked for, which tells whether there is a next page."""
    page = number(request)
    rows = source(request).documents(params.PER_PAGE + 1, (page - 1) * params.PER_PAGE)
    if page > 1 and not rows:
        raise HTTPException(404, told("The list has fewer pages."))
    return {"documents": rows[: params.PER_PAGE], "page": page, "more": len(rows) > params.PER_PAGE}


def _id(request: Request) -> str:
    name = str(request.path_params["id"])
    if len(name) > params.LONGEST or not name.isprintable():
        raise HTTPException(404, told("The address leads nowhere."))
    return name


def _found(found: Mapping[str, Any] | None, what: str) -> Mapping[str, Any]:
    if found is None:
        raise HTTPException(404, what)
    return found


def _ordered(cells: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(cells, key=lambda cell: say.place(cell["field"]))


def _at(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _list_at(asked: params.Asked) -> str:
    """The address of the list: its pages have one of their own where nothing is filtered, as in static files."""
    if asked.page > 1 and asked == params.Asked(page=asked.page):
        return f"/deals/page/{asked.page}"
    return _at("/deals", asked.query())


def _offset(asked: params.Asked) -> int:
    return (asked.page - 1) * params.PER_PAGE


def _listed(request: Request, asked: params.Asked) -> dict[str, Any]:
    held = source(request)
    count = held.count(asked)
    pages = max(1, -(-count // params.PER_PAGE))
    if asked.page > pages:
        raise HTTPException(404, told("The list has fewer pages."))
    rows = held.deals(asked, params.PER_PAGE, _offset(asked)) if count else []
    empty = not count and not held.count(params.Asked(background=True))
    unread = empty and not held.documents(1, 0)
    return {"deals": rows, "count": count, "pages": pages, "is_empty": empty, "is_unread": unread}


def _no_list() -> dict[str, Any]:
    return {"deals": [], "count": None, "pages": 1, "is_empty": False, "is_unread": False}


def _list(held: Source, query: params.Query) -> dict[str, Any]:
    """What the form and the links of a list need."""
    asked = query.asked
    return {
        "asked": asked,
        "typed": {**{name: _typed(asked, name) for name in params.Asked.__dataclass_fields__}, **query.typed},
        "faults": query.faults,
        "per_page": params.PER_PAGE,
        "link": lambda **changes: at(_list_at(replace(asked, **changes))),
        "as_json": _at("/deals.json", asked.query()),
        "as_lines": _at("/deals.jsonl", asked.query(page=1)),
        "as_csv": _at("/deals.csv", asked.query(page=1)),  # no page: the whole list
        "countries": _countries(held, asked.country),
        "categories": packs.CATEGORIES,
        "statuses": packs.STATUSES,
    }


def _typed(asked: params.Asked, name: str) -> str:
    value = getattr(asked, name)
    return ("1" if value else "") if isinstance(value, bool) else str(value)


def _countries(held: Source, chosen: str) -> Sequence[tuple[str, str]]:
    """Code and name of every state or group of the register, by name, and of the one that is asked for."""
    codes = {code for code, _ in held.parties()} | ({chosen} if chosen else set())
    return _named(current(), frozenset(codes))


@lru_cache(maxsize=50)
def _named(_: str, codes: frozenset[str]) -> Sequence[tuple[str, str]]:
    return sorted(((code, say.name(code)) for code in codes), key=lambda row: (say.sorting(row[1]), row[0]))


def _headline(title: str | None, groups: list[marks.Group]) -> tuple[tuple[marks.Piece, ...], list[marks.Group]]:
    """The text's own first line where it is the title, with its marks, and the groups without it."""
    if groups and groups[0].kind in ("heading", "paragraph"):
        pieces = groups[0].parts[0].pieces
        if "".join(piece.text for piece in pieces).split() == (title or "").split():
            return pieces, groups[1:]
    return (), groups


def _uses(found: Mapping[str, Any]) -> Iterator[tuple[int, int, marks.Use]]:
    """Every quote of a document with what rests on it."""
    titles = {row["id"]: f"{say.states(row['supplier'])} → {say.states(row['recipient'])}" for row in found["deals"]}
    for quote in found["quotes"]:
        label = f"{say.field(quote['field'])}, {titles.get(quote['deal'], quote['deal'])}"
        href = at(f"/deals/{say.segment(quote['deal'])}#{say.anchor(quote['field'])}")
        yield quote["start"], quote["end"], marks.Use(href, label)
    for kind, plural in (("reaction", "reactions"), ("figure", "figures")):
        for index, part in enumerate(found[plural]):
            for quote in part.get("quotes") or ():
                yield quote["start"], quote["end"], marks.Use(f"#{kind}-{index}", say.word("part", kind))


def _issue(text: str, issue: Mapping[str, Any]) -> dict[str, Any]:
    """An issue with the words around its place."""
    start, end = issue.get("start"), issue.get("end")
    around = ""
    if start is not None and end is not None and 0 <= start < end <= len(text):
        around = " ".join(text[max(0, start - 60) : end + 60].split())
    return {**issue, "around": around}
