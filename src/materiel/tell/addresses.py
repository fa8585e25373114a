"""Addresses: every page of a published site, each with a stamp of what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from itertools import chain

from materiel.packs import CATEGORIES
from materiel.record import browse
from materiel.record.stamps import Stamps, stamps
from materiel.record.store import Register
from materiel.record.view import slug
from materiel.tell import brief, feeds, params, regions, shelves, topics
from materiel.tell import words as say
from materiel.weigh.holdings import Holdings
from materiel.weigh.reference import Reference

NOT_FOUND = "/404.html"
FILES = (".json", ".jsonl", ".csv", ".xml", ".txt", ".html", ".css", ".js", ".svg", ".woff2")
"""How the names of files end that are the same in every language."""

Stamped = tuple[str, str]
"""An address and the stamp of what its page rests on."""


def addresses(register: Register, own: str, tongues: Sequence[str]) -> Iterator[Stamped]:
    """Every page with its stamp, with the user's ``own`` regions; those for people again in each further language."""
    found = _held_against(stamps(register), Reference(register))
    for path, stamp in chain(_lists(register, found), _things(found), _topics(register, found, own), _calendar(found)):
        yield path, stamp
        if tongues and not path.endswith(FILES):
            yield from ((f"/{code}{path}", stamp) for code in tongues)


def _held_against(found: Stamps, reference: Reference) -> Stamps:
    """Stamps that also change with the reference data: what is weighed and the figures of documents rest on them."""
    told = "".join(f" {one.kind} {one.label}" for one in reference.editions())
    documents = {name: stamp + told for name, stamp in found.documents.items()}
    return replace(found, documents=documents, whole=found.whole + told) if told else found


def _lists(register: Register, found: Stamps) -> Iterator[Stamped]:
    """The front page, the long lists and what stands beside them."""
    names = ("/", "/deals", "/documents", "/about", "/calendar", "/feed.atom", *(f"/{kind}" for kind in shelves.KINDS))
    lists = [f"/{it}{end}" for it in ("deals", "documents", "calendar", *shelves.KINDS) for end in (".json", ".csv")]
    files_ = (*lists, "/deals.jsonl", "/documents.jsonl", "/feed.json", "/sitemap.xml", "/robots.txt")
    yield from ((path, found.whole) for path in (*names, *files_))
    yield NOT_FOUND, ""
    yield from ((f"/static/{file.name}", "") for file in (files("materiel.tell") / "static").iterdir())
    yield from _pages("/deals", browse.count(register), found.whole)
    yield from _pages("/documents", len(found.documents), found.whole)
    every = len(found.deals) + len(found.documents) + 500  # at least as many as the addresses of all sitemaps
    yield from ((f"/sitemap-{it}.xml", found.whole) for it in range(1, -(-every // feeds.PER_MAP) + 1))


def _things(found: Stamps) -> Iterator[Stamped]:
    """A page and its data for each deal and document."""
    named = [(f"/deals/{say.segment(name)}", stamp) for name, stamp in found.deals.items()]
    for path, stamp in (*named, *((f"/documents/{name}", stamp) for name, stamp in found.documents.items())):
        yield path, stamp
        yield f"{path}.json", stamp


def _topics(register: Register, found: Stamps, own: str) -> Iterator[Stamped]:
    """The pages of every topic, with feeds and data; also those without a deal that others lead to."""
    beside = {kind: _beside(kind, tuple(browse.counts(register, term))) for kind, term in topics.LISTED.items()}
    for topic, number in _every_topic(register, own):
        stamp = _digest([*_told(found, topic), *beside.get(topic.kind, {}).get(topic.key, ())])
        yield topic.path, stamp
        if number or topic.kind != "pair":  # of two states without a deal there is only the page
            yield from ((f"{topic.path}{ending}", stamp) for ending in (".json", ".csv", ".atom", ".feed.json"))
        yield from _pages(topic.path, number, stamp)
        if topic.kind in ("state", "region") and topic.is_weighed:
            weighed = _digest([stamp, *_weighed(register, found, topic)])
            yield f"{topic.path}/weighed", weighed
            month = brief.last_month(register, topic)
            yield from ((f"/briefs{topic.path}/{month}{ending}", weighed) for ending in ("", ".md") if month)


def _weighed(register: Register, found: Stamps, topic: topics.Topic) -> Iterator[str]:
    """What the indicators and the brief of a topic rest on: what its states and those around them ever bought and sold,
    who reacted, and the reference data."""
    held = Holdings(register)
    states = brief.states_of(topic)
    yield from (found.parties.get(code, "") for code in sorted(held.around(states)))
    yield from (found.reactions.get(code, "") for code in states)
    yield from (one.label for one in held.reference.editions())


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
        every = _digest(sorted(keys))
        return {key: [every] for key in order}
    return {key: [link[0] for link in links if link] for key, links in order.items()}


def _digest(parts: Iterable[str]) -> str:
    return sha256(" ".join(parts).encode()).hexdigest()[:12]


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
    for day, stamp in sorted(found.days.items()):
        for key in {day[:7], day} if day else ():
            parts.setdefault(key, []).append(stamp)
    for length in (4, 7, 10):
        keys = ["", *sorted(key for key in parts if len(key) == length), ""]
        for before, key, after in zip(keys, keys[1:], keys[2:], strict=False):  # a page leads to those beside it
            yield f"/calendar/{key}", " ".join([before, *parts[key], after])


def _pages(path: str, number: int, stamp: str) -> Iterator[Stamped]:
    """The second and further pages of a list."""
    return ((f"{path}/page/{it}", stamp) for it in range(2, -(-number // params.PER_PAGE) + 1))
