"""Origin: whom a document goes back to - the agency, newsroom, ministry or maker - and whether it is a copy.

Reports with one origin count as one source. A document's origin is the one that its page names ("(Reuters)"), else an
agency that its byline names, else its outlet - the one that its canonical address belongs to, where that is another -
else the host of its address, else the document itself. Copies of one text share one origin: the one that any
of them names, the first published before the rest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from materiel import packs
from materiel.record.arms import plain
from materiel.record.copies import copies


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a document's source. ``named`` is the origin that its page names."""

    document: str
    published: str | None
    named: str | None
    outlet: str | None
    url: str | None
    sketch: bytes
    byline: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom a document goes back to; ``kind`` is the kind of the outlet (agency, ministry, ...) where it is known, and
    ``copy_of`` the first published document of the same text, where that is another one."""

    name: str
    kind: str | None = None
    copy_of: str | None = None

    @property
    def primary(self) -> bool:
        """Whether this is a party that speaks of its own deal, not somebody who heard of it."""
        return self.kind in packs.toml("codebook", "origins.toml")["primary"]


_BYLINE = re.compile(r"\s*(?:[,/;|&+]|\band\b|\bi\b|\bи\b|\bve\b|\bund\b|\bet\b)\s*")


def origins(sources: Iterable[Source]) -> dict[str, Origin]:
    """The origin of each document, by its digest. The order of ``sources`` does not matter."""
    by_key = {f"{source.published or '9999'} {source.document}": source for source in sources}
    groups: dict[str, list[Source]] = defaultdict(list)
    first = copies({key: source.sketch for key, source in by_key.items()})
    for key in sorted(by_key):
        groups[first[key]].append(by_key[key])
    found = {}
    for group in groups.values():
        name, kind = _of(group)
        for source in group:
            copy_of = None if source is group[0] else group[0].document
            found[source.document] = Origin(name, kind, copy_of)
    return found


def outlet(name: str | None, url: str | None = None) -> tuple[str, str | None] | None:
    """(name, kind) of an outlet by its name, else by its address; None where neither tells anything.

    An outlet that no gazetteer knows keeps its name; its kind is told by a word in it ("ministry") or unknown.
    """
    if name and plain(name):
        return _known().get(plain(name)) or (name.strip(), _kind(name))
    name = host(url)
    if not name:
        return None
    parts = name.split(".")
    domains = (".".join(parts[start:]) for start in range(len(parts) - 1))
    return next((_domains()[domain] for domain in domains if domain in _domains()), (name, None))


def _of(group: Sequence[Source]) -> tuple[str, str | None]:
    """The origin of a group of copies, which are in the order of their publication."""
    named = [source for source in group if source.named and plain(source.named)]
    if named:
        return outlet(named[0].named) or ("", None)
    agencies = (agency for source in group if (agency := _agency(source.byline)))
    return next(agencies, None) or _publisher(group[0]) or (group[0].document[:12], None)


def _agency(byline: str | None) -> tuple[str, str | None] | None:
    """The agency that a byline names ("Reuters", "AFP and staff", "Tanjug/Beta")."""
    for part in _BYLINE.split(byline or ""):
        known = _known().get(plain(part)) if plain(part) else None
        if known and known[1] == "agency":
            return known
    return None


def _publisher(source: Source) -> tuple[str, str | None] | None:
    """The outlet that a page names, or the one whose address the page calls its own where that is a known other."""
    named, at = outlet(source.outlet), outlet(None, source.url)
    elsewhere = at is not None and at[0] in _domain_names()
    if named and elsewhere and plain(named[0]) not in _known():
        return at
    return named or at


def host(url: str | None) -> str:
    """The host of an address without "www."; "" where there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@cache
def _known() -> Mapping[str, tuple[str, str | None]]:
    """Outlets by every name they go by, folded; makers are outlets too."""
    found: dict[str, tuple[str, str | None]] = {plain(name): (name, "maker") for name in packs.makers()}
    for row in packs.table("gazetteer", "outlets.csv"):
        for name in (row["name"], *packs.lines(row["aliases"])):
            found[plain(name)] = (row["name"], row["kind"])
    return found


@cache
def _domain_names() -> frozenset[str]:
    return frozenset(name for name, _ in _domains().values())


@cache
def _domains() -> Mapping[str, tuple[str, str | None]]:
    rows = packs.table("gazetteer", "outlets.csv")
    return {domain: (row["name"], row["kind"]) for row in rows for domain in packs.lines(row["domains"])}


def _kind(name: str) -> str | None:
    """The kind that a word of the name tells, in any of the languages of ``codebook/origins.toml``."""
    low = name.casefold()
    return next((kind for kind, words in _kinds() if words.search(low)), None)


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = packs.toml("codebook", "origins.toml")["words"]
    return tuple((kind, re.compile(rf"\b(?:{'|'.join(map(re.escape, some))})")) for kind, some in words.items())
