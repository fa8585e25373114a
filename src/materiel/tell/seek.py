"""The search page: names, deals and reports for some words, in whatever script they are typed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from materiel import packs
from materiel.record import search
from materiel.record.writing import folded
from materiel.tell import params, render, tongue, topics
from materiel.tell.source import Source, source

Writings = tuple[Sequence[str], str, Sequence[int]]

PER_PAGE = 20
DEALS, NAMES = 8, 12


def page(request: Request) -> Response:
    """What is found for ``text``; ``lang``, ``since`` and ``until`` narrow the reports."""
    query = params.parse(request.query_params.multi_items())
    lang = request.query_params.get("lang", "")[:3].lower()
    values = {"asked": query.asked, "typed": dict(query.typed), "faults": query.faults, "lang": lang}
    values |= {"languages": packs.languages(), "per_page": PER_PAGE}
    if query.faults or not query.asked.text:
        nothing: dict[str, Any] = {"names": [], "deals": [], "more_deals": "", "found": [], "count": None, "pages": 1}
        return render.page(request, "search.html", values | nothing, 400 if query.faults else 200)
    return render.page(request, "search.html", values | _found(source(request), query.asked, lang))


def page_json(request: Request) -> Response:
    """The same as JSON."""
    query = params.parse(request.query_params.multi_items())
    if query.faults:
        return render.data(request, {"error": "The query is not understood.", "faults": dict(query.faults)}, 400)
    lang = request.query_params.get("lang", "")[:3].lower()
    found = _found(source(request), query.asked, lang)
    following = urlencode({**dict(query.typed), **({"lang": lang} if lang else {}), "page": query.asked.page + 1})
    more = f"/search.json?{following}" if query.asked.page < found["pages"] else None
    named = [{"url": path, "name": name, "deals": number} for path, name, number in found["names"]]
    told = {"text": query.asked.text, "count": found["count"], "page": query.asked.page, "pages": found["pages"]}
    told |= {"next": more}
    return render.data(request, told | {"names": named, "deals": found["deals"], "documents": found["found"]})


def _found(held: Source, asked: params.Asked, lang: str) -> dict[str, Any]:
    wanted = search.Wanted(asked.text, lang, asked.since, asked.until)
    number, rows = held.ask(search.find, wanted, PER_PAGE, (asked.page - 1) * PER_PAGE)
    of_deals = params.Asked(text=asked.text, since=asked.since, until=asked.until)
    names = _names(held, asked.text) if asked.page == 1 else []
    deals = held.deals(of_deals, DEALS + 1, 0) if asked.page == 1 else []
    more = f"/deals?{of_deals.query()}"
    if names and not deals:  # the words are written otherwise than in the register: the first name that they mean
        deals, more = held.latest(names[0][0].terms, DEALS + 1), names[0][0].path
    return {
        "names": [(topic.path, topic.name, number) for topic, number in names],
        "deals": deals[:DEALS],
        "more_deals": more if len(deals) > DEALS else "",
        "found": rows,
        "count": min(number, search.COUNTED),
        "is_more": number > search.COUNTED,
        "pages": max(1, -(-min(number, search.RANKED) // PER_PAGE)),
    }


def _names(held: Source, typed: str) -> list[tuple[topics.Topic, int]]:
    """States, weapons and makers of the register that are called so; a beginning is enough."""
    wanted = f" {folded(typed)}"
    if len(wanted) < 3:
        return []
    found = []
    for kind, terms in (("state", "country"), ("weapon", "weapon"), ("maker", "maker")):
        counted = held.counts(terms)
        every = held.once(("writings", tongue.current(), kind), partial(_every, kind, counted))
        for key in _with(every, wanted):
            if topic := topics.find(kind, key):
                found.append((topic, counted[key]))
    return sorted(found, key=lambda one: (-one[1], one[0].name))[:NAMES]


def _with(writings: Writings, wanted: str) -> Iterator[str]:
    """Those keys in whose writings the wanted words stand: one text of all is looked through, not each."""
    keys, every, begins = writings
    at, place = -1, every.find(wanted)
    while place >= 0:
        if (found := bisect_right(begins, place) - 1) != at:
            at = found
            yield keys[at]
        place = every.find(wanted, begins[at + 1])


def _every(kind: str, keys: Iterable[str]) -> Writings:
    """The names, their writings in one text, and where those of each begin, with the end."""
    forms = [f"{_forms(kind, key)}\n" for key in keys]
    return tuple(keys), "".join(forms), [0, *accumulate(map(len, forms))]


@lru_cache(maxsize=20_000)
def _forms(kind: str, key: str) -> str:
    """Every writing of a name, folded, each with a gap before it; what no gazetteer knows has its own alone."""
    topic = topics.find(kind, key)
    if topic is None:
        return ""
    held = {"state": packs.groups(), "weapon": packs.weapons(), "maker": packs.makers()}[kind]
    row = held.get(key if kind == "state" else topic.name)
    names = [topic.name, key, packs.state_name(key), *(packs.lines(row["aliases"]) if row else ())]
    return "".join(f" {folded(name)} |" for name in names)
