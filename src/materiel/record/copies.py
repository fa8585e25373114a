"""Copies: which texts were made from one another, found from sketches small enough to keep with each text.

A sketch holds hashes of runs of five words. A long text keeps only those that are a multiple of ``2 ** level``, so that
a sketch has about a hundred hashes whatever the text's length, and two sketches can still be compared at the coarser
of their levels: the share of the shorter text's runs that the longer one has too is estimated without bias.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

RUN = 5
"""Words in a run. Shorter runs take common turns of phrase for copies; longer ones miss edited copies."""

KEPT = 96
"""Hashes a sketch keeps at most, about: twice as many halve the error's square and double the room."""

SHARE = 0.6
"""Share of the shorter text's runs from which on two texts are copies."""

LEAST = 8
"""Hashes that the smaller of two sketches must hold for a comparison; below, chance decides."""

_NEAR = 8  # how many texts with the same hash are compared with each other; the rest are compared with these
_WORD = re.compile(r"\w+")
_PRIME = (1 << 61) - 1
_BASE = 1_000_003
_LAST = pow(_BASE, RUN, _PRIME)


def sketch(text: str) -> bytes:
    """The sketch of ``text``: one byte of level, then the kept hashes, each eight bytes, sorted."""
    runs = set(_runs(_WORD.findall(text.casefold())))
    level = max(0, (len(runs) // KEPT).bit_length())
    mask = (1 << level) - 1
    kept = array("Q", sorted(run for run in runs if not run & mask))
    if sys.byteorder == "big":
        kept.byteswap()
    return bytes([level]) + kept.tobytes()


def copies(sketches: Mapping[str, bytes]) -> dict[str, str]:
    """Each key of ``sketches`` to the smallest key among the texts that it is a copy of, over any number of steps.

    Give keys that sort in the order of publication, and the original of each group is its first. The result does not
    depend on the mapping's order.
    """
    keys = sorted(sketches)
    unpacked = [_unpacked(sketches[key]) for key in keys]
    home = list(range(len(keys)))
    for one, other in _candidates([hashes for _, hashes in unpacked]):
        a, b = _root(home, one), _root(home, other)
        if a != b and share(unpacked[one], unpacked[other]) >= SHARE:
            home[max(a, b)] = min(a, b)
    return {key: keys[_root(home, index)] for index, key in enumerate(keys)}


def share(one: tuple[int, frozenset[int]], other: tuple[int, frozenset[int]]) -> float:
    """Estimated share of the shorter text's runs that the longer has too; 0 where there is too little to compare."""
    mask = (1 << max(one[0], other[0])) - 1
    a = {run for run in one[1] if not run & mask}
    b = {run for run in other[1] if not run & mask}
    least = min(len(a), len(b))
    return len(a & b) / least if least >= LEAST else 0.0


def likeness(one: bytes, other: bytes) -> float:
    """``share`` of two sketches."""
    return share(_unpacked(one), _unpacked(other))


def _candidates(sets: Sequence[frozenset[int]]) -> Iterator[tuple[int, int]]:
    """Pairs that share enough hashes to be worth a comparison, in a fixed order.

    One sorted list of (hash, text) numbers instead of a table of lists: a tenth of the memory at 100,000 texts.
    """
    width = max(1, len(sets).bit_length())
    posted = sorted((run << width) | index for index, runs in enumerate(sets) for run in runs)
    mask = (1 << width) - 1
    shared: Counter[tuple[int, int]] = Counter()
    start = 0
    for end in range(1, len(posted) + 1):
        if end < len(posted) and posted[end] >> width == posted[start] >> width:
            continue
        if end - start > 1:
            texts = [number & mask for number in posted[start:end]]
            for place, other in enumerate(texts):
                shared.update((one, other) for one in texts[: min(place, _NEAR)])
        start = end
    return iter(sorted(pair for pair, count in shared.items() if count >= LEAST // 2))


def _root(home: list[int], index: int) -> int:
    while home[index] != index:
        home[index] = home[home[index]]
        index = home[index]
    return index


def _runs(words: Sequence[str]) -> Iterator[int]:
    """A hash for each run of words, rolling; mixed, because a multiple of a power of two must be a matter of chance."""
    rolling = 0
    hashes = [_hash(word) for word in words]
    for index, word in enumerate(hashes):
        gone = hashes[index - RUN] if index >= RUN else 0
        rolling = (rolling * _BASE + word - gone * _LAST) % _PRIME
        if index >= RUN - 1:
            mixed = (rolling * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
            yield mixed ^ (mixed >> 32)


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=7).digest(), "little")


def _unpacked(packed: bytes) -> tuple[int, frozenset[int]]:
    kept = array("Q")
    kept.frombytes(packed[1:])
    if sys.byteorder == "big":
        kept.byteswap()
    return packed[0], frozenset(kept)
