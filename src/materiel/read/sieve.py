"""Sieve: from the bytes of a page, before any parsing, whether it may tell of an arms transfer.

Two stages over the page's running text: it must hold a weapon, and beside it, within a sentence's length, a word of
transfer of the same language. A word for goods that civil news uses too ("system", "jets") counts only in military
company. Both are built from the packs. What the sieve discards the reader would have read no news from: that is tested
on the gold sets and measured on real pages (bench/sieve.py). ahocorasick-rs does the search, or hyperscan where that is
asked for; both look for the same bytes and give the same answers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, Implementation

from materiel.packs import toml
from materiel.read.terms import CAREFUL, COMMON, MILITARY, STRONG, TRANSFER, WEAK, Term, bits, endings, terms
from materiel.read.visible import Letters, alphabet, coded, folder, visible

hyperscan: Any = import_module("hyperscan") if find_spec("hyperscan") else None
"""An optional package."""

Search = Callable[[bytes], Iterable[tuple[int, int, int]]]
"""Gives (number of the key, start, end) for each place in the running text, overlapping ones too."""

Hit = tuple[int, int]
"""Where a term stands in the running text, and the bits of its languages."""

_KINDS = (STRONG, WEAK, CAREFUL, TRANSFER, MILITARY, COMMON)
_LANGUAGE = 0.3
"""A language with less than this share of the leading one's common words and words of transfer is not the page's."""


_TELLING = (STRONG, MILITARY)
_OTHERS = (WEAK, CAREFUL, TRANSFER, COMMON)


@dataclass(frozen=True, slots=True)
class Stage:
    """A search over some of the keys, and what each stands for."""

    search: Search
    terms: Sequence[Sequence[Term]]
    endings: Mapping[bytes, int]

    def hits(self, line: bytes, out: list[list[Hit]]) -> None:
        """Adds where terms stand to the list of their kind; a careful name behind a figure is as good as any."""
        for number, start, end in self.search(line):
            for term in self.terms[number]:
                languages, kind = term.languages, term.kind
                if term.name and line[end - 1] != 32:
                    languages &= self._ended(line, end)
                    if not languages:
                        continue
                if kind == CAREFUL and line[start - 1 : start].isdigit():
                    kind = WEAK
                out[kind].append((start, languages))

    def _ended(self, line: bytes, end: int) -> int:
        """The languages in which a name may end as it does in the text; behind a figure no figure may stand."""
        if line[end - 1 : end].isdigit():
            return 0 if line[end : end + 1].isdigit() else -1
        return self.endings.get(line[end : line.index(b" ", end)], 0)


@dataclass(frozen=True, slots=True)
class Sieve:
    """The two stages, the alphabet of the running text and the limits of ``text/sieve.toml``."""

    telling: Stage
    others: Stage
    turn: Letters
    near: Mapping[str, int]

    def passes(self, content: bytes) -> bool:
        """Whether the page is worth parsing."""
        line = visible(content, self.turn)
        hits: list[list[Hit]] = [[] for _ in _KINDS]
        self.telling.hits(line, hits)
        if not (hits[STRONG] or hits[MILITARY]):
            return False
        self.others.hits(line, hits)
        spoken = _spoken([*hits[COMMON], *hits[TRANSFER]])
        found = [sorted({(at, of & spoken) for at, of in hits[kind] if of & spoken}) for kind in _KINDS]
        company = sorted([*found[MILITARY], *found[STRONG]])
        goods = sorted([*found[STRONG], *found[WEAK]])
        careful = [hit for hit in found[CAREFUL] if _near(goods, hit, self.near["beside"])]
        general = [hit for hit in [*found[WEAK], *careful] if _near(company, hit, self.near["company"])]
        return any(_near(found[TRANSFER], hit, self.near["transfer"]) for hit in [*found[STRONG], *general])


@cache
def sieve(scanner: bool = False) -> Sieve:
    """The sieve of the packs; ``scanner`` asks for hyperscan, which must be installed."""
    found = terms()
    ends = endings()
    letters = alphabet(letter for key in (*found, *ends) for letter in key)
    coded_ends = {coded(ending, letters): mask for ending, mask in ends.items()}

    def stage(kinds: Sequence[int]) -> Stage:
        held = {key: [term for term in every if term.kind in kinds] for key, every in found.items()}
        held = {key: kept for key, kept in held.items() if kept}
        patterns = [coded(key, letters) for key in held]
        return Stage((_hyperscan if scanner else _automaton)(patterns), list(held.values()), coded_ends)

    return Sieve(stage(_TELLING), stage(_OTHERS), folder(letters), toml("text", "sieve.toml")["near"])


def passes(content: bytes) -> bool:
    """Whether the page is worth parsing."""
    return sieve().passes(content)


def _spoken(told: Sequence[Hit]) -> int:
    """The languages that the page may be in, by the words that are theirs; all where it has too few to tell."""
    counts = {bit: sum(1 for _, languages in told if languages & bit) for bit in bits().values()}
    most = max(counts.values())
    return sum(bit for bit, count in counts.items() if count >= most * _LANGUAGE)


def _near(hits: Sequence[Hit], hit: Hit, most: int) -> bool:
    """Whether one of ``hits`` (sorted) stands within ``most`` letters, is another word and shares a language."""
    at, languages = hit
    for number in range(bisect_left(hits, (at - most, 0)), len(hits)):
        other, shared = hits[number]
        if other > at + most:
            return False
        if other != at and shared & languages:
            return True
    return False


def _automaton(patterns: Sequence[bytes]) -> Search:
    search = BytesAhoCorasick(patterns, implementation=Implementation.ContiguousNFA)
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
