"""Spelled: number words as they are written - parted by an apostrophe, or alike another word but for an accent."""

from __future__ import annotations

from collections.abc import Sequence

from materiel.read.words.fold import Word
from materiel.read.words.numerals import Way

_APOSTROPHES = frozenset("'’ʼ`‘")


def spelled(text: str, words: Sequence[Word], how: Way) -> tuple[Sequence[Word], Sequence[int]]:
    """The words with those of a number word that an apostrophe parts made one (Ukrainian five, nine, fifty), and where
    each, and the end, stands in ``words``. Words that only look like a number without their accents lose it."""
    if how.exact:
        words = [
            word._replace(low="\0")
            if word.low in how.exact and text[word.start : word.end].lower() not in how.exact[word.low]
            else word
            for word in words
        ]
    if not how.parted:
        return words, range(len(words) + 1)
    out: list[Word] = []
    places: list[int] = []
    at = 0
    while at < len(words):
        places.append(at)
        last = words[at + 2] if at + 2 < len(words) and words[at + 1].low in _APOSTROPHES else None
        low = f"{words[at].low}'{last.low}" if last and words[at].end + 1 == last.start else ""
        if last and low in how.parted:
            out.append(words[at]._replace(end=last.end, low=low))
            at += 3
        else:
            out.append(words[at])
            at += 1
    return out, [*places, len(words)]
