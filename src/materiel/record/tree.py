"""Tree: who copied whom among the copies of one text, and what each changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from materiel.record.copies import runs

SHOWN = 5
"""Sentences that are named as added or left out, at most."""

_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Branch:
    """A text of a group of copies. ``parent`` is the number of the earlier text that it is most like, None for the
    first; ``kept`` is the share of its own runs of words that stand there; ``change`` is same, cut, extended or
    rewritten; ``added`` and ``removed`` are sentences, the longest first."""

    parent: int | None
    kept: float
    change: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def tree(texts: Sequence[str]) -> list[Branch]:
    """The branch of each of ``texts``, which are copies of one another in the order of their publication."""
    held = [set(runs(text).tolist()) for text in texts]
    found = []
    for index in range(len(texts)):
        if not index:
            found.append(Branch(None, 1.0, "first"))
            continue
        parent = max(range(index), key=lambda other: (_alike(held[index], held[other]), -other))
        found.append(_branch(texts, held, index, parent))
    return found


def _branch(texts: Sequence[str], held: Sequence[set[int]], index: int, parent: int) -> Branch:
    own, other = held[index], held[parent]
    kept = len(own & other) / len(own) if own else 0.0
    left = len(own & other) / len(other) if other else 0.0
    if texts[index] == texts[parent] or (kept == left == 1.0):
        change = "same"
    elif kept >= 0.95 and left < 0.95:
        change = "cut"
    else:
        change = "extended" if left >= 0.95 else "rewritten"
    here, there = Counter(_sentences(texts[index])), Counter(_sentences(texts[parent]))
    return Branch(parent, round(kept, 3), change, _longest(here - there), _longest(there - here))


def _alike(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def _sentences(text: str) -> list[str]:
    return [" ".join(part.split()) for part in _SENTENCE.split(text) if part.strip()]


def _longest(sentences: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(sentences, key=lambda one: (-len(one), one))[:SHOWN])
