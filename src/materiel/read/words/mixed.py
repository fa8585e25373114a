"""Mixed: words written half in Latin and half in Cyrillic letters, as a keyboard left in the other script leaves them.

Such a word is read where all its letters of one script have twins in the other, so that it is plain which word is meant
(``Бajрактар``); it is named as an issue in any case, since a person should look at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from materiel.types import Document, Issue

_LATIN, _CYRILLIC = "aceopxyijskmth", "асеорхуіјѕкмтн"  # look alike, the last four as capitals
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_HAS_LATIN = re.compile(r"[a-z]")
_HAS_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_TOKEN = re.compile(  # only from a word's first letter on: else a long word is tried from each of its letters
    r"(?<![A-Za-z\u0400-\u04ff])(?:[A-Za-z]+[\u0400-\u04ff]|[\u0400-\u04ff]+[A-Za-z])[A-Za-z\u0400-\u04ff]*"
)
MOST = 20
"""Words of mixed script that are named of one document."""


def skeleton(low: str) -> str:
    """A folded word in one script where its letters of the other all have twins; else as it is."""
    if low.isascii() or not (_HAS_LATIN.search(low) and _HAS_CYRILLIC.search(low)):
        return low
    cyrillic = low.translate(_TO_CYRILLIC)
    if not _HAS_LATIN.search(cyrillic):
        return cyrillic
    latin = low.translate(_TO_LATIN)
    return low if _HAS_CYRILLIC.search(latin) else latin


def issues(document: Document) -> Iterator[Issue]:
    """One issue for each word of mixed script, where it stands first."""
    seen: set[str] = set()
    if not _HAS_CYRILLIC.search(document.text):
        return
    for match in _TOKEN.finditer(document.text):
        word = match[0]
        if word not in seen and len(seen) < MOST:
            seen.add(word)
            yield Issue("script", f"“{word}” mixes Latin and Cyrillic letters; check how it is spelt", *match.span())
