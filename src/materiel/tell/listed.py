"""Listed: the front page, the long lists and what stands beside them, each with a stamp of just what it shows.

A page of a list rests on its own fifty rows: a deal that is told anew changes the page on which it stands and no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from importlib.resources import files

from materiel.record import browse, query
from materiel.record.store import Register
from materiel.tell import feeds, params, shelves

NOT_FOUND = "/404.html"

Stamped = tuple[str, str]
"""An address and the stamp of what its page rests on."""

_COUNTED: Mapping[str, str] = {kind: "country" if kind == "states" else one for kind, one in shelves.KINDS.items()}
"""What an index lists, to the kind of term by which its deals are counted."""

_WHOLE = (".json", ".csv", ".jsonl")


def stamp(told: Iterable[object]) -> str:
    """A digest of plain data."""
    return blake2b("\0".join(map(str, told)).encode("utf-8", "replace"), digest_size=12).hexdigest()


def lists(register: Register, whole: str, own: str) -> Iterator[Stamped]:
    """The pages of no single thing or topic; ``whole`` is the stamp of everything, ``own`` the user's own regions."""
    yield "/", whole
    yield from ((path, "") for path in ("/about", "/robots.txt", NOT_FOUND))
    yield from ((f"/static/{file.name}", "") for file in (files("materiel.tell") / "static").iterdir())
    yield from _deals(register, whole)
    yield from _documents(register)
    yield from _ended("/calendar", stamp(browse.days(register)))
    for kind, term in _COUNTED.items():  # a region of the user's own has a number that no count tells
        told = whole if own and kind == "regions" else stamp(browse.counts(register, term).items())
        yield from _ended(f"/{kind}", told)


def maps(register: Register, topics: Sequence[str]) -> Iterator[Stamped]:
    """The maps of the site for programs; ``topics`` are the addresses of those with deals, without pairs."""
    named = [*browse.names(register), *browse.document_names(register)]
    months = {day[:7] for day, _ in browse.days(register)}
    told = stamp([*named, *sorted(topics), *sorted(months)])
    every = len(feeds.FIRST) + len(named) + len(topics) + len(months)
    yield "/sitemap.xml", told
    yield from ((f"/sitemap-{it}.xml", told) for it in range(1, -(-every // feeds.PER_MAP) + 1))


def _ended(path: str, told: str, endings: Sequence[str] = ("", ".json", ".csv")) -> Iterator[Stamped]:
    """A list as a page and as data, which show all of it."""
    return ((f"{path}{ending}", told) for ending in endings)


def _deals(register: Register, whole: str) -> Iterator[Stamped]:
    rows = query.packed_deals(register)
    yield from _ended("/deals", stamp(rows), _WHOLE)
    # each says of how many it shows some; a list of none says what there is instead
    yield from _pages("/deals", rows, len(rows) or whole)
    latest = stamp(browse.packed_deals(register, limit=feeds.ENTRIES))
    yield from (("/feed.atom", latest), ("/feed.json", latest))


def _documents(register: Register) -> Iterator[Stamped]:
    rows = [str(row) for row in query.documents(register)]
    yield from _ended("/documents", stamp(rows), _WHOLE)
    yield from _pages("/documents", rows)


def _pages(path: str, rows: Sequence[str], told: object = "") -> Iterator[Stamped]:
    """The pages of a list by their rows, whether more follow, and what else each tells."""
    for start in range(0, max(1, len(rows)), params.PER_PAGE):
        end, number = start + params.PER_PAGE, start // params.PER_PAGE + 1
        yield f"{path}/page/{number}" if start else path, stamp([told, len(rows) > end, *rows[start:end]])
