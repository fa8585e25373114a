"""Sieve: from the bytes of a page, before any parsing, whether it may tell of an arms transfer.

Three conditions on the page's running text: it must name a weapon, beside it a word of transfer, and within a
sentence's length somebody who may give or get it, all in one language. A word for goods that civil news uses too
("system", "jets") counts only in military company. All are built from the packs. What the sieve discards the reader
would have read no news from: that is tested on the gold sets and measured on real pages (bench/sieve.py). The search is
done by ``_sieve.c`` where it was compiled, else by ahocorasick-rs, or hyperscan where that is asked for; all look for
the same keys and give the same answers.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, Implementation

from materiel.packs import toml
from materiel.read.page import native
from materiel.read.sift import visible
from materiel.read.sift.terms import CAREFUL, COMMON, MILITARY, PARTY, STRONG, TRANSFER, WEAK, endings, terms
from materiel.read.words.built import built

hyperscan: Any = import_module("hyperscan") if find_spec("hyperscan") else None
"""An optional package."""

Search = Callable[[bytes], Iterable[tuple[int, int, int]]]
"""Gives (number of the key, start, end) for each place in the running text, overlapping ones too."""
Places = Callable[[bytes], Sequence[int]]
"""Gives where goods stand in running text that may be told of as moved."""

Hits = dict[int, int]
"""Where terms of a kind begin in the running text, in order, and the bits of their languages."""

_NAME, _SAME, _LANGUAGES = 8, 16, 5
"""A code: the kind of a term, whether it is a name, whether its key is that of the code before, and its languages."""
_ROOT = 7
"""Signs of a key that the search looks for; the rest is looked up. So the search stays small enough for a processor's
cache, and is built in an instant."""
_FIGURES = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Sieve:
    """The alphabet of the running text, and what finds the places in it."""

    turn: bytes
    places: Places

    def found(self, content: bytes, start: int = 0, end: int | None = None) -> tuple[Sequence[int], bytes]:
        """The places of goods in a page that may be told of as moved; where there are any, its plain text too. The page
        may stand anywhere in ``content``."""
        if isinstance(self.places, native.Places):
            span = (start, len(content) if end is None else end)
            found = visible.places(content, span, self.places, self.turn)
            if found is not None:
                return found
        data = visible.plain(content[start:end])
        return self.places(visible.searched(data, self.turn)), data

    def passes(self, content: bytes, start: int = 0, end: int | None = None) -> bool:
        """Whether the page is worth parsing."""
        return bool(self.found(content, start, end)[0])


@dataclass(frozen=True, slots=True)
class Terms:
    """The search in Python: over the roots of the keys, with the sizes of the keys of each root, and what they stand
    for."""

    search: Search
    sizes: Sequence[Sequence[int]]
    codes: Mapping[str, Sequence[int]]
    endings: Mapping[str, int]
    near: Mapping[str, int]

    def __call__(self, line: bytes) -> Sequence[int]:
        """Where goods stand in running text that may be told of as moved."""
        found, spoken = self._found(line.decode("latin-1"), line)
        kinds = [{at: of & spoken for at, of in hits.items() if of & spoken} for hits in found]
        strong, weak, near = kinds[STRONG], kinds[WEAK], self.near
        company = [kinds[MILITARY], strong]
        careful = _beside(kinds[CAREFUL], [strong, weak], near["beside"])
        told = [strong, *(_beside(hits, company, near["company"]) for hits in (weak, careful))]
        moved = [_beside(hits, [kinds[TRANSFER]], near["transfer"]) for hits in told]
        return sorted({at for hits in moved for at in _beside(hits, [kinds[PARTY]], near["party"])})

    def _found(self, text: str, line: bytes) -> tuple[list[Hits], int]:
        """The terms of each kind, and the languages that the page may be in by the words that are theirs; all where it
        has too few to tell. A careful name behind a figure is as good as any."""
        out: list[Hits] = [{} for _ in range(PARTY + 1)]
        told = [0] * 27
        for number, at, _ in sorted(self.search(line), key=_start):
            for size in self.sizes[number]:
                end = at + size
                for code in self.codes.get(text[at:end], ()) if end <= len(text) else ():
                    kind, languages = code & 7, code >> _LANGUAGES
                    if code & _NAME and text[end - 1] != " ":
                        languages &= self._ended(text, end)
                    if kind == COMMON:
                        for bit in range(27):
                            told[bit] += languages >> bit & 1
                    elif languages:
                        if kind == CAREFUL and text[at - 1 : at] in _FIGURES:
                            kind = WEAK
                        out[kind][at] = out[kind].get(at, 0) | languages
        most = max(told)
        share, few = self.near["share"], self.near["few"]
        return out, sum(1 << bit for bit in range(27) if told[bit] * 100 >= most * share or most < few)

    def _ended(self, text: str, end: int) -> int:
        """The languages in which a name may end as it does in the text; behind a figure no figure may stand."""
        if text[end - 1 : end] in _FIGURES:
            return 0 if text[end : end + 1] in _FIGURES else -1
        return self.endings.get(text[end : text.find(" ", end)], 0)


def _start(hit: tuple[int, int, int]) -> int:
    return hit[1]


def _beside(hits: Hits, others: Iterable[Hits], most: int) -> Hits:
    """Those of ``hits`` with one of ``others`` within ``most`` letters, at another place and in the same language."""
    lists = [(sorted(other), other) for other in others]

    def near(at: int, of: int) -> bool:
        for places, languages in lists:
            for number in range(bisect_left(places, at - most), len(places)):
                place = places[number]
                if place > at + most:
                    break
                if place != at and languages[place] & of:
                    return True
        return False

    return {at: of for at, of in hits.items() if near(at, of)}


@cache
def sieve(search: str = "") -> Sieve:
    """The sieve of the packs; ``search`` asks for "ahocorasick" or "hyperscan", which must be installed."""
    told = built("sieve", _made)
    near = toml("text", "sieve.toml")["near"]
    lines, codes, endings, turn = told["keys"], array("I", told["codes"]), told["endings"], told["turn"]
    if not search and native.there():
        limits = [near[name] for name in ("beside", "company", "transfer", "party", "few", "share")]
        return Sieve(turn, native.Places(lines, codes, sorted(endings.items()), limits))
    keys = lines.decode("latin-1").split("\n")
    held = {key: [code for _, code in every] for key, every in groupby(zip(keys, codes, strict=True), lambda x: x[0])}
    roots: dict[str, set[int]] = {}
    for key in held:
        roots.setdefault(key[:_ROOT], set()).add(len(key))
    ends = {ending.decode("latin-1"): mask for ending, mask in endings.items()}
    made = (_hyperscan if search == "hyperscan" else _automaton)([root.encode("latin-1") for root in roots])
    return Sieve(turn, Terms(made, [sorted(every) for every in roots.values()], held, ends, near))


def _made() -> dict[str, Any]:
    """All that a sieve is made of, as plain data; a key has one sign for each byte of running text."""
    ends = endings()
    letters = visible.alphabet(letter for key in (*terms(), *ends) for letter in key)
    found: dict[str, dict[int, int]] = {}
    for key, every in terms().items():
        kinds = found.setdefault(visible.coded(key, letters).decode("latin-1"), {})
        for term in every:
            if term.kind != COMMON or (key.endswith(" ") and " " not in key.strip()):
                kind = term.kind | _NAME * term.name
                kinds[kind] = kinds.get(kind, 0) | term.languages
    pairs = [
        (key, kind | _SAME * (number > 0) | mask << _LANGUAGES)
        for key, kinds in sorted(found.items())
        for number, (kind, mask) in enumerate(sorted(kinds.items()))
    ]
    return {
        "keys": "\n".join(key for key, _ in pairs).encode("latin-1"),
        "codes": array("I", [code for _, code in pairs]).tobytes(),
        "endings": {visible.coded(ending, letters): mask for ending, mask in ends.items()},
        "turn": visible.folder(letters),
    }


def passes(content: bytes, start: int = 0, end: int | None = None) -> bool:
    """Whether the page, which may be a part of ``content``, is worth parsing."""
    return sieve().passes(content, start, end)


def _automaton(patterns: Sequence[bytes]) -> Search:
    search = BytesAhoCorasick(patterns, implementation=Implementation.DFA)
    return lambda line: search.find_matches_as_indexes(line, overlapping=True)


def _hyperscan(patterns: Sequence[bytes]) -> Search:
    database: Any = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    sizes = [len(pattern) for pattern in patterns]
    database.compile(
        expressions=[re.escape(pattern) for pattern in patterns], ids=list(range(len(patterns))), elements=len(patterns)
    )

    def search(line: bytes) -> Iterable[tuple[int, int, int]]:
        out: list[tuple[int, int, int]] = []

        def hit(number: int, start: int, end: int, flags: int, context: object) -> None:
            out.append((number, end - sizes[number], end))

        database.scan(line, match_event_handler=hit)
        return out

    return search
