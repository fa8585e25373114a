"""Fold and cut: text becomes words that compare equal however they were written.

Folding maps letter to letter (case, accents, Turkish dotless i, quotes), so it never moves an offset; soft hyphens
and combining marks are kept out of the folded word, not out of the text. A word is a run of letters or a run of
digits: ``F-16``, ``F16`` and ``F 16`` are the same two words.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from materiel.read.words.mixed import skeleton

# Letters that NFKD leaves whole and that news writes both ways.
_ALIKE = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "æ": "a", "œ": "o", "ς": "σ", "ħ": "h"}
_SKIP = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARKS = rf"{_SKIP}\u0300-\u036f"
_WORD = re.compile(  # plain small letters, of which most words are, come first because they are found fastest
    rf"[a-z]+(?![\w{_MARKS}])|[^\W\d_]+(?:[{_MARKS}][^\W\d_]*)*|\d+|[^\w\s]|_", re.UNICODE
)


class Word(NamedTuple):
    """A run of letters, a run of digits, or one sign; ``low`` is its folded form."""

    start: int
    end: int
    low: str
    kind: str  # a letters, 0 digits, . sign
    upper: bool  # begins with a capital letter


class _Folded(dict[int, str]):
    """Code point to its folded letter, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        low = "" if letter in _SKIP or unicodedata.combining(letter) else letter.lower()[:1]
        self[code] = folded = _ALIKE.get(low) or unicodedata.normalize("NFKD", low)[:1]
        return folded


_FOLDED = _Folded()


def fold(word: str) -> str:
    """Lower case without accents, letter by letter; signs and digits stay."""
    return word.lower() if word.isascii() else word.translate(_FOLDED)


class _Looks(dict[str, tuple[str, str, bool]]):
    """A run of letters, of digits, or a sign to its folded form, its kind and whether it begins with a capital."""

    def __missing__(self, exact: str) -> tuple[str, str, bool]:
        if len(self) >= _REMEMBERED:
            self.clear()
        first = exact[0]
        kind = "a" if first.isalpha() else "0" if first.isdigit() else "."
        self[exact] = looks = (skeleton(fold(exact)), kind, first.isupper())
        return looks


_REMEMBERED = 1 << 16
_LOOKS = _Looks()


def words(text: str, start: int, end: int) -> list[Word]:
    """The words and signs of ``text[start:end]``, with offsets into ``text``."""
    looks, made = _LOOKS, tuple.__new__
    return [made(Word, (*match.span(), *looks[match[0]])) for match in _WORD.finditer(text, start, end)]


def exact(text: str, start: int, end: int) -> list[str]:
    """The words and signs of ``text[start:end]`` as they are written."""
    return _WORD.findall(text, start, end)


def keys(name: str) -> tuple[str, ...]:
    """The folded words of a name as the lexicon keys it: signs are left out, ``*`` marks a stem."""
    out: list[str] = []
    for exact in _WORD.findall(name):
        if exact == "*" and out:
            out[-1] += "*"
        elif exact[0].isalpha() or exact[0].isdigit() or exact == "*":
            out.append(fold(exact))
    return tuple(out)
