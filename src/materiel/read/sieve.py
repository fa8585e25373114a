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
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, Implementation

from materiel.packs import toml
from materiel.read.built import built
from materiel.read.terms import CAREFUL, COMMON, MILITARY, STRONG, TRANSFER, WEAK, bits, endings, terms
from materiel.read.visible import Letters, alphabet, coded, folder, visible

hyperscan: Any = import_module("hyperscan") if find_spec("hyperscan") else None
"""An optional package."""

Search = Callable[[bytes], Iterable[tuple[int, int, int]]]
"""Gives (number of the key, start, end) for each place in the running text, overlapping ones too."""

Hit = tuple[int, int]
"""Where a term stands in the running text, and the bits of its languages."""

_KINDS = (STRONG, WEAK, CAREFUL, TRANSFER, MILITARY, COMMON)
_LANGUAGE = 0.3
"""A language with less than this share of the leading one's common words is not the page's."""
_FEW = 25
"""Common words below which a page is too short to tell its language by them."""
_ROOT = 7
"""Signs of a key that the search looks for; the rest is looked up. So the search stays small enough for a processor's
cache, and is built in an instant."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A search over some of the keys: their roots, the sizes of the keys with a root, and what each key stands for
    (kind, languages, whether it is a name)."""

    search: Search
    sizes: Sequence[Sequence[int]]
    terms: Mapping[str, Sequence[tuple[int, int, int]]]
    endings: Mapping[str, int]

    def hits(self, line: bytes, out: list[list[Hit]], start: int = 0) -> None:
        """Adds where terms stand to the list of their kind; a careful name behind a figure is as good as any."""
        text = line.decode("latin-1")
        for number, at, _ in self.search(line):
            for size in self.sizes[number]:
                if at + size > len(text):
                    break
                for kind, languages, name in self.terms.get(text[at : at + size], ()):
                    if name and text[at + size - 1] != " ":
                        languages &= self._ended(text, at + size)
                        if not languages:
                            continue
                    careful = kind == CAREFUL and not text[at - 1 : at].isdigit()
                    out[WEAK if kind == CAREFUL and not careful else kind].append((start + at, languages))

    def _ended(self, text: str, end: int) -> int:
        """The languages in which a name may end as it does in the text; behind a figure no figure may stand."""
        if text[end - 1 : end] in _FIGURES:
            return 0 if text[end : end + 1] in _FIGURES else -1
        return self.endings.get(text[end : text.find(" ", end)], 0)


@dataclass(frozen=True, slots=True)
class Sieve:
    """The stages, the alphabet of the running text, its common words and the limits of ``text/sieve.toml``."""

    telling: Stage
    goods: Stage
    transfer: Stage
    common: Mapping[bytes, int]
    turn: Letters
    near: Mapping[str, int]

    def passes(self, content: bytes) -> bool:
        """Whether the page is worth parsing."""
        return next(self.places(visible(content, self.turn)), None) is not None

    def places(self, line: bytes) -> Iterator[int]:
        """Where goods stand in running text with a word of transfer beside them."""
        hits: list[list[Hit]] = [[] for _ in _KINDS]
        self.telling.hits(line, hits)
        if not (hits[STRONG] or hits[MILITARY]):
            return
        spoken = self._spoken(line)
        strong = _among(hits[STRONG], spoken)
        company = sorted([*_among(hits[MILITARY], spoken), *strong])
        if not company:
            return
        self.goods.hits(line, hits)
        weak = _among(hits[WEAK], spoken)
        goods = sorted([*strong, *weak])
        careful = [hit for hit in _among(hits[CAREFUL], spoken) if _near(goods, hit, self.near["beside"])]
        general = [hit for hit in [*weak, *careful] if _near(company, hit, self.near["company"])]
        yield from (hit[0] for hit in [*strong, *general] if self._moved(line, hit))

    def _moved(self, line: bytes, hit: Hit) -> bool:
        """Whether a word of transfer stands by the goods."""
        most = self.near["transfer"]
        start = max(0, line.rfind(b" ", 0, max(0, hit[0] - most) + 1))
        found: list[list[Hit]] = [[] for _ in _KINDS]
        self.transfer.hits(line[start : hit[0] + most + _LONGEST], found, start)
        return _near(sorted(found[TRANSFER]), hit, most)

    def _spoken(self, line: bytes) -> int:
        """The languages that the page may be in, by the words that are theirs; all where it has too few to tell."""
        told = Counter(map(self.common.get, line.split()))
        counts = {bit: sum(count for mask, count in told.items() if mask and mask & bit) for bit in bits().values()}
        most = max(counts.values())
        return sum(bit for bit, count in counts.items() if count >= most * _LANGUAGE or most < _FEW)


_LONGEST = 60
"""Signs behind the limit of nearness in which a word of transfer that begins within it ends."""
_FIGURES = frozenset("0123456789")
_STAGES = {"telling": (STRONG, MILITARY), "goods": (WEAK, CAREFUL), "transfer": (TRANSFER,)}


@cache
def sieve(scanner: bool = False) -> Sieve:
    """The sieve of the packs; ``scanner`` asks for hyperscan, which must be installed."""
    told = built("sieve", _made)
    search = _hyperscan if scanner else _automaton
    stages = {
        name: Stage(
            search([root.encode("latin-1") for root in held["roots"]]), held["sizes"], held["terms"], told["endings"]
        )
        for name, held in told["stages"].items()
    }
    common = {word.encode("latin-1"): mask for word, mask in told["common"].items()}
    return Sieve(**stages, common=common, turn=folder(told["letters"]), near=toml("text", "sieve.toml")["near"])


def _made() -> dict[str, Any]:
    """All that a sieve is made of, as plain data; a key has one sign for each byte of running text."""
    ends = endings()
    letters = alphabet(letter for key in (*terms(), *ends) for letter in key)
    found = {coded(key, letters).decode("latin-1"): every for key, every in terms().items()}
    stages = {}
    for name, kinds in _STAGES.items():
        held = {key: [(one.kind, one.languages, int(one.name)) for one in every if one.kind in kinds]
                for key, every in found.items()}  # fmt: skip
        held = {key: kept for key, kept in held.items() if kept}
        roots: dict[str, set[int]] = {}
        for key in held:
            roots.setdefault(key[:_ROOT], set()).add(len(key))
        stages[name] = {"roots": list(roots), "sizes": [sorted(every) for every in roots.values()], "terms": held}
    common = {
        key.strip(): next(term.languages for term in every if term.kind == COMMON)
        for key, every in found.items()
        if key.endswith(" ") and " " not in key.strip() and any(term.kind == COMMON for term in every)
    }
    coded_ends = {coded(ending, letters).decode("latin-1"): mask for ending, mask in ends.items()}
    return {"stages": stages, "endings": coded_ends, "common": common, "letters": letters}


def passes(content: bytes) -> bool:
    """Whether the page is worth parsing."""
    return sieve().passes(content)


def _among(hits: Iterable[Hit], spoken: int) -> list[Hit]:
    """Each of ``hits`` once, in order, with those of its languages that are spoken; none of other languages."""
    return sorted({(at, of & spoken) for at, of in hits if of & spoken})


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
