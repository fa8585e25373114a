"""Writing: how words are written alike whatever the script, so that "Bayraktar" finds "Бајрактар"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяѓѕјљњќћџђўё",
        "a b v g g d e e z z i i i i k l m n o p r s t u f h c c s s _ i _ e iu ia g dz i li ni k c dz dj u e".replace(
            "_", ""
        ).split(" "),
        strict=True,
    )
)
_GREEK_LETTERS = [*"avgdez", "i", "t", *"iklmnxoprstif", "h", "ps", "o", "s"]
_GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψως", _GREEK_LETTERS, strict=True))
_LATIN = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "dj",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ı": "i",
    "y": "i",
    "j": "i",
    "w": "v",
}
_LETTERS = str.maketrans(_CYRILLIC | _GREEK | _LATIN)
_DOUBLE = re.compile(r"([a-z])\1+")
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """The words of a text in plain Latin letters with single gaps: no accents, no capitals, one way for y, j and i."""
    return " ".join(fold(word) for word in _WORD.findall(_bare(text)))


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """One word in plain Latin letters; doubled letters count once."""
    return _DOUBLE.sub(r"\1", word.translate(_LETTERS))


def _bare(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
