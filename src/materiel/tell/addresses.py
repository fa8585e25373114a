"""Addresses: every page of a published site, each with a stamp of what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain

import orjson

from materiel.packs import CATEGORIES
from materiel.record import browse, query
from materiel.record.filters import Filter
from materiel.record.stamps import Stamps, stamps
from materiel.record.store import Register
from materiel.record.view import slug
from materiel.tell import brief, params, regions, topics
from materiel.tell import words as say
from materiel.tell.listed import Stamped, lists, maps, stamp
from materiel.weigh.holdings import Holdings
from materiel.weigh.reference import Reference
from materiel.weigh.transfers import of_packed

FILES = (".json", ".jsonl", ".csv", ".xml", ".txt", ".html", ".css", ".js", ".svg", ".woff2")
"""How the names of files end that are the same in every language."""


def addresses(register: Register, own: str, tongues: Sequence[str]) -> Iterator[Stamped]:
    """Every page with its stamp, with the user's ``own`` regions; those for people again in each further language."""
    found = _held_against(stamps(register), Reference(register))
    every = list(_every_topic(register, own))
    with_deals = [topic.path for topic, number in every if number and topic.kind != "pair"]
    parts = lists(register, found.whole, own), _things(found), _topics(register, found, every), _calendar(found)
    for path, told in chain(*parts, maps(register, with_deals)):
        yield path, told
        if tongues and not path.endswith(FILES):
            yield from ((f"/{code}{path}", told) for code in tongues)


def _held_against(found: Stamps, reference: Reference) -> Stamps:
    """Stamps that also change with the reference data: what is weighed and the figures of documents rest on them."""
    told = "".join(f" {one.kind} {one.label}" for one in reference.editions())
    documents = {name: stamp + told for name, stamp in found.documents.items()}
    return replace(found, documents=documents, whole=found.whole + told) if told else found


def _things(found: Stamps) -> Iterator[Stamped]:
    """A page and its data for each deal and document."""
    named = [(f"/deals/{say.segment(name)}", told) for name, told in found.deals.items()]
    for path, told in (*named, *((f"/documents/{name}", told) for name, told in found.documents.items())):
        yield path, told
        yield f"{path}.json", told


def _topics(register: Register, found: Stamps, every: Iterable[tuple[topics.Topic, int]]) -> Iterator[Stamped]:
    """The pages of every topic, with feeds and data; also those without a deal that others lead to."""
    beside = {kind: _beside(kind, tuple(browse.counts(register, term))) for kind, term in topics.LISTED.items()}
    traded, held = _traded(register), Holdings(register)
    for topic, number in every:
        shown = stamp([*_told(found, topic), *beside.get(topic.kind, {}).get(topic.key, ())])
        yield topic.path, shown
        if number or topic.kind != "pair":  # of two states without a deal there is only the page
            yield from ((f"{topic.path}{ending}", shown) for ending in (".json", ".csv", ".atom", ".feed.json"))
        yield from _pages(topic.path, number, shown)
        if topic.kind in ("state", "region") and topic.is_weighed:
            states = brief.states_of(topic)
            around = [traded.get(code, "") for code in sorted(held.around(states))]
            weighed = stamp([topic.path, *around, *_weighed(found, held.reference, states)])
            yield f"{topic.path}/weighed", weighed
            month = brief.last_month(register, topic)
            told = stamp([weighed, *(found.parties.get(code, "") for code in states)])
            yield from ((f"/briefs{topic.path}/{month}{ending}", told) for ending in ("", ".md") if month)


def _traded(register: Register) -> dict[str, str]:
    """By state and group, a digest of the transfers that the register knows of it, as indicators count them."""
    parts: dict[str, list[str]] = {}
    for packed in query.packed_deals(register, Filter(background=True)):
        row = orjson.loads(packed)
        told = str(of_packed(packed))
        for code in {*row["supplier"], *row["recipient"], *row["origin"], *row["refused_by"]}:
            parts.setdefault(code, []).append(told)
    return {code: stamp(told) for code, told in parts.items()}


def _weighed(found: Stamps, reference: Reference, states: Sequence[str]) -> Iterator[str]:
    """What the indicators of states rest on beside transfers: who reacted, the reference data, and the year, by which
    friends and rivals are told."""
    yield from (found.reactions.get(code, "") for code in states)
    yield from (one.label for one in reference.editions())
    yield str(datetime.now(UTC).year)


def _told(found: Stamps, topic: topics.Topic) -> Iterator[str]:
    """The stamps of the deals of a topic."""
    if topic.kind == "pair":
        yield found.terms.get(("pair", topic.key), "")
    else:
        yield from sorted(found.terms.get((kind, term), "") for kind, terms in topic.terms.items() for term in terms)


def _beside(kind: str, keys: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """What the links of each topic to those beside it rest on; the order of states is another in each language."""
    order = topics.order(kind, keys)
    if kind in ("state", "category"):
        every = stamp(sorted(keys))
        return {key: [every] for key in order}
    return {key: [link[0] for link in links if link] for key, links in order.items()}


def _every_topic(register: Register, own: str) -> Iterator[tuple[topics.Topic, int]]:
    wanted: dict[tuple[str, str], int] = {}
    for kind, term in (("state", "country"), ("weapon", "weapon"), ("maker", "maker")):
        wanted |= {(kind, key): number for key, number in browse.counts(register, term).items()}
    for (supplier, recipient), number in browse.pairs(register).items():
        wanted["pair", f"{supplier}/{recipient}"] = number
        for one in (("pair", f"{recipient}/{supplier}"), ("state", supplier), ("state", recipient)):
            wanted.setdefault(one, 0)
    wanted |= {("region", key): -1 for key in regions.regions(own)}
    wanted |= {("category", slug(name)): -1 for name in CATEGORIES}
    for key in [key for kind, key in wanted if kind == "weapon"]:
        made_by = topics.maker_of(key)
        if made_by:
            wanted.setdefault(("maker", made_by), 0)
    for (kind, key), number in wanted.items():
        found = topics.find(kind, key, own)
        if found:
            yield found, browse.count(register, found.terms) if number < 0 else number


def _calendar(found: Stamps) -> Iterator[Stamped]:
    """A page for each month, day and year in which deals were last reported."""
    parts: dict[str, list[str]] = {}
    for day, told in sorted(found.days.items()):
        for key in {day[:7], day} if day else ():
            parts.setdefault(key, []).append(told)
    for length in (4, 7, 10):
        keys = ["", *sorted(key for key in parts if len(key) == length), ""]
        for before, key, after in zip(keys, keys[1:], keys[2:], strict=False):  # a page leads to those beside it
            yield f"/calendar/{key}", " ".join([before, *parts[key], after])


def _pages(path: str, number: int, told: str) -> Iterator[Stamped]:
    """The second and further pages of a list."""
    return ((f"{path}/page/{it}", told) for it in range(2, -(-number // params.PER_PAGE) + 1))
