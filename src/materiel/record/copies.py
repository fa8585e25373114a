"""Copies: which texts were made from one another, found from sketches small enough to keep with each text.

A sketch holds hashes of runs of five words. A long text keeps only those that are a multiple of ``2 ** level``, so that
a sketch has about a hundred hashes whatever the text's length, and two sketches can still be compared at the coarser
of their levels: the share of the shorter text's runs that the longer one has too is estimated without bias. (MinHash
that keeps a fraction of the hash space and so estimates containment: Irber et al. 2022, FracMinHash.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from materiel.late import Late
from materiel.record.roots import root

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
else:
    np = Late("numpy")

RUN = 5
"""Words in a run. Shorter runs take common turns of phrase for copies; longer ones miss edited copies."""

KEPT = 96
"""Hashes a sketch keeps at most, about: twice as many halve the error's square and double the room."""

SHARE = 0.5
"""Share of the shorter text's runs from which on two texts are copies: three tenths rewritten, in several places, break
half of the runs."""

LEAST = 8
"""Hashes that the smaller of two sketches must hold for a comparison; below, chance decides."""

_NEAR = 8  # how many texts with the same hash are compared with each other; the rest are compared with these
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2 ** 64
_INVERSE = pow(_BASE, -1, 1 << 64)
_STEP = 0xD6E8FEB86659FD93
_PLANES = 0x40000


def sketch(text: str) -> bytes:
    """The sketch of ``text``: one byte of level, then the kept hashes, each eight bytes, sorted."""
    found = np.unique(runs(text))
    level = max(0, (len(found) // KEPT).bit_length())
    kept = found[found & np.uint64((1 << level) - 1) == 0]
    return bytes([level]) + bytes(kept.astype("<u8").tobytes())


def copies(sketches: Mapping[str, bytes]) -> dict[str, str]:
    """Each key of ``sketches`` to the smallest key among the texts that it is a copy of, over any number of steps.

    Give keys that sort in the order of publication, and the original of each group is its first. The result does not
    depend on the mapping's order.
    """
    keys = sorted(sketches)
    unpacked = [_unpacked(sketches[key]) for key in keys]
    home = list(range(len(keys)))
    for one, other in _candidates([hashes for _, hashes in unpacked]):
        a, b = root(home, one), root(home, other)
        if a != b and share(unpacked[one], unpacked[other]) >= SHARE:
            home[max(a, b)] = min(a, b)
    return {key: keys[root(home, index)] for index, key in enumerate(keys)}


def share(one: tuple[int, Hashes], other: tuple[int, Hashes]) -> float:
    """Estimated share of the shorter text's runs that the longer has too; 0 where there is too little to compare."""
    mask = np.uint64((1 << max(one[0], other[0])) - 1)
    a, b = (hashes[hashes & mask == 0] for _, hashes in (one, other))
    least = min(len(a), len(b))
    return len(np.intersect1d(a, b, assume_unique=True)) / least if least >= LEAST else 0.0


def likeness(one: bytes, other: bytes) -> float:
    """``share`` of two sketches."""
    return share(_unpacked(one), _unpacked(other))


def _candidates(sets: Sequence[Hashes]) -> Iterator[tuple[int, int]]:
    """Pairs that share enough hashes to be worth a comparison, in a fixed order.

    One sorted array of (hash, text): each text is compared with the first few that have the same hash.
    """
    if not sets:
        return
    texts = np.repeat(np.arange(len(sets), dtype=np.uint64), [len(one) for one in sets])
    hashes = np.concatenate(sets)
    order = np.lexsort((texts, hashes))
    hashes, texts = hashes[order], texts[order]
    starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    first = np.repeat(starts, np.diff(np.concatenate((starts, [len(hashes)]))))
    rank = np.arange(len(hashes)) - first
    width = np.uint64(32)
    found = [(texts[first[rank > near] + near] << width) | texts[rank > near] for near in range(_NEAR)]
    pairs, counts = np.unique(np.concatenate(found), return_counts=True)
    for pair in pairs[counts >= LEAST // 2].tolist():
        yield pair >> 32, pair & 0xFFFFFFFF


def runs(text: str) -> Hashes:
    """A hash for each run of words.

    A word's hash is a polynomial of its characters: the difference of two sums over the text, times a power of the
    base's inverse that takes away where in the text it stands.
    """
    codes = np.frombuffer(text.casefold().encode("utf-32-le", "replace"), dtype="<u4")
    inside = np.concatenate(([False], _is_word()[np.minimum(codes, _PLANES - 1)], [False]))
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    begins, ends = edges[::2], edges[1::2]
    if len(begins) < RUN:
        return np.empty(0, np.uint64)
    up, down = _powers(len(codes) + 1)
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum((codes + np.uint64(1)) * up[: len(codes)])))
    words = _mixed((sums[ends] - sums[begins]) * down[begins])
    found = np.zeros(len(words) - RUN + 1, np.uint64)
    for place in range(RUN):
        found = found * np.uint64(_STEP) + words[place : len(words) - RUN + 1 + place]
    return _mixed(found)


def _mixed(hashes: Hashes) -> Hashes:
    """Hashes whose low bits are a matter of chance, because a multiple of a power of two must be one."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


@cache
def _is_word() -> NDArray[np.bool_]:
    """Whether a code point is a letter, a digit or a mark within words; Unicode has none behind the third plane, and
    the last place, which is no character, stands for all of those."""
    out = np.zeros(_PLANES, np.bool_)
    for run in re.finditer(r"\w+", "".join(map(chr, range(_PLANES)))):
        out[run.start() : run.end()] = True
    return out


_kept_powers: list[tuple[Hashes, Hashes]] = []


def _powers(length: int) -> tuple[Hashes, Hashes]:
    """Powers of the base and of its inverse, from 0 on, at least ``length`` of them; kept, since texts are many."""
    if not _kept_powers or len(_kept_powers[0][0]) < length:
        size = max(1 << 14, 1 << length.bit_length())
        made = []
        for base in (_BASE, _INVERSE):
            powers = np.full(size, np.uint64(base), np.uint64)
            powers[0] = 1
            made.append(np.cumprod(powers))
        _kept_powers[:] = [(made[0], made[1])]
    return _kept_powers[0]


def _unpacked(packed: bytes) -> tuple[int, Hashes]:
    return packed[0], np.frombuffer(packed, "<u8", offset=1).astype(np.uint64)
