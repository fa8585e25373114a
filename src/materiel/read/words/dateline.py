"""Dateline: where a story begins behind the place and the day that open it."""

from __future__ import annotations

from collections.abc import Sequence

from materiel.read.words.dates import Date
from materiel.read.words.fold import Word

_REACH = 12
"""Words among which a dateline ends."""


def dateline(words: Sequence[Word], dates: Sequence[Date]) -> int:
    """The first word of the story: "WARSAW, Poland (AP) —", "Rome, 3 mai (agence) -", "New Delhi:" stand before it."""
    aside = {at for date in dates if date.last < _REACH for at in range(date.first, date.last + 1)}
    near = range(min(_REACH, len(words)))
    opened = next((at for at in near if words[at].low == "("), _REACH)
    aside |= set(range(opened, next((at for at in near[opened:] if words[at].low == ")"), opened)))
    for at in near[1:]:
        low = words[at].low
        if low in ("—", "–", "-", ":") and words[at].start > words[at - 1].end - (low == ":"):
            before = enumerate(words[:at])
            return at + 1 if all(word.upper or word.kind != "a" or i in aside for i, word in before) else 0
        if words[at].kind == "a" and not words[at].upper and at not in aside:
            return 0
    return 0
