"""Shelves: the pages of topics and the pages that list topics, as HTML and JSON."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from materiel import packs
from materiel.record.view import slug
from materiel.tell import facts, params, regions, render, tongue, topics
from materiel.tell import words as say
from materiel.tell.source import source
from materiel.tell.tongue import told

Link = topics.Link
KINDS = {"states": "state", "regions": "region", "weapons": "weapon", "makers": "maker", "categories": "category"}
"""The first part of an address to the kind of topic that it lists."""


LONG = 300
"""Names of an index beyond which its letters are closed at first."""


def topic(request: Request) -> Response:
    """A topic's page: what is to be said of its deals, and a page of their list."""
    found = asked(request)
    held = source(request)
    tally = held.last("tally", found, lambda: found.tally(held))
    count, page = tally.get("deals", {}).get("", 0), number(request)
    pages = max(1, -(-count // params.PER_PAGE))
    if page > pages:
        raise HTTPException(404, told("The list has fewer pages."))
    if not count and not found.is_known:
        raise HTTPException(404, told("The register holds no deal of this."))
    rows = found.some(held, params.PER_PAGE, (page - 1) * params.PER_PAGE)
    values = {"topic": found, "deals": rows, "count": count, "page": page, "pages": pages, "per_page": params.PER_PAGE}
    values |= {"beside": beside(request, found)} | facts.facts(found, tally, own(request))
    if count and page == 1:
        values |= facts.overview(found, tally, rows)
    return render.page(request, "topic.html", values)


def beside(request: Request, found: topics.Topic) -> tuple[topics.Plain | None, topics.Plain | None]:
    """Address and name of the topics before and after one in the order of names; none for pairs, regions and days."""
    term, held = topics.LISTED.get(found.kind), source(request)
    if not term:
        return None, None
    order = held.once(("order", tongue.current(), term), lambda: topics.order(found.kind, held.counts(term)))
    return order.get(found.key, (None, None))


def topic_json(request: Request) -> Response:
    """A topic's deals as JSON, a page at a time."""
    found = asked(request)
    held, page = source(request), number(request)
    first, count = (page - 1) * params.PER_PAGE, held.number(found.terms)
    if page > 1 and first >= count:
        raise HTTPException(404, told("The list has fewer pages."))
    shown = {"kind": found.kind, "key": found.key, "name": found.name, "count": count}
    if request.app.state.is_static:  # a file cannot be asked for its next page
        return render.data(request, {**shown, "next": None, "deals": found.deals(held)})
    more = f"{found.path}.json?page={page + 1}" if first + params.PER_PAGE < count else None
    rows = found.some(held, params.PER_PAGE, first)
    return render.data(request, {**shown, "page": page, "next": more, "deals": rows})


def asked(request: Request) -> topics.Topic:
    """The topic that an address names; states and groups may be written small."""
    kind = request.url.path.removeprefix("/briefs").strip("/").split("/")[0]
    parts = request.path_params
    key = f"{parts['supplier']}/{parts['recipient']}".upper() if kind == "pairs" else str(parts["key"])
    found = topics.find(
        "pair" if kind == "pairs" else KINDS[kind], key.upper() if kind == "states" else key, own(request)
    )
    if found is None:
        raise HTTPException(404, told("The register knows nothing of this name."))
    return found


def number(request: Request) -> int:
    """The number of the page that is asked for, in the path or behind the question mark."""
    typed = request.path_params.get("page") or request.query_params.get("page", "")
    query = params.parse([("page", str(typed))])
    if query.faults:
        raise HTTPException(404 if "page" in request.path_params else 400, query.faults["page"])
    return query.asked.page


def own(request: Request) -> str:
    """The path of the user's own regions; "" where there is none."""
    return str(request.app.state.regions)


def index(request: Request) -> Response:
    """All topics of a kind with the number of their deals."""
    kind = request.url.path.rstrip("/").rpartition("/")[2]
    found = groups(request, kind)
    is_long = kind != "states" and sum(len(links) for _, links in found) > LONG
    anchors = {name: f"part-{number}" for number, (name, _) in enumerate(found, 1)}
    return render.page(request, "index.html", {"kind": kind, "groups": found, "anchors": anchors, "is_long": is_long})


def groups(request: Request, kind: str) -> list[tuple[str, list[Link]]]:
    """Named groups of links; states stand under their region, the rest in order of number or name."""
    counts = source(request).counts
    if kind == "states":
        return _states(counts("country"))
    if kind == "regions":
        held, every = source(request), regions.regions(own(request)).values()
        counted, known = counts("region"), packs.regions()
        links = []
        for it in every:
            is_counted = it.key in known and list(it.states) == list(known[it.key]["states"])
            number = counted.get(it.key, 0) if is_counted else held.number({"recipient": it.states})
            links.append((f"/regions/{it.key}", told(it.name), number))
        return [("", links)]
    counted = counts(KINDS[kind])
    if kind == "categories":
        return [
            ("", [(f"/categories/{slug(it)}", say.word("category", it), counted.get(it, 0)) for it in packs.CATEGORIES])
        ]
    found = [topics.find(KINDS[kind], key) for key in counted]
    named = [(it.path, it.name, counted[it.key]) for it in found if it]
    return _alphabet(named)


def _states(counted: Mapping[str, int]) -> list[tuple[str, list[Link]]]:
    groups: dict[str, list[Link]] = {}
    for code, deals in counted.items():
        found = topics.state(code)
        if found:
            where = packs.states()[code]["region"] if code in packs.states() else "Organisations and groups"
            groups.setdefault(told(where), []).append((found.path, found.name, deals))
    ordered = sorted(groups.items(), key=lambda group: say.sorting(group[0]))
    return [(name, sorted(links, key=lambda link: say.sorting(link[1]))) for name, links in ordered]


def _alphabet(links: list[Link]) -> list[tuple[str, list[Link]]]:
    groups: dict[str, list[Link]] = {}
    for link in sorted(links, key=lambda link: say.sorting(link[1])):
        letter = say.sorting(link[1])[:1].upper()
        groups.setdefault(letter if letter.isalpha() else "0–9", []).append(link)
    return list(groups.items())
