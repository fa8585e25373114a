"""Furniture: words that tell what stands around an article (share, related, comments, ...)."""

from __future__ import annotations

import re
from functools import cache

from materiel.read.words import words


def groups(text: str) -> tuple[str, ...]:
    """The groups of ``data/text/furniture.toml`` whose words ``text`` opens with or holds in its first 200 characters."""
    head = text[:200].casefold()
    return tuple(name for name, pattern in _patterns() if pattern.search(head))


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    out = []
    for name, entry in words("furniture").items():
        starts = "|".join(map(re.escape, sorted(map(str.casefold, entry.get("starts", ())), key=len, reverse=True)))
        holds = "|".join(map(re.escape, map(str.casefold, entry.get("holds", ()))))
        out.append((name, re.compile("|".join(filter(None, (starts and rf"^\W*(?:{starts})(?!\w)", holds))))))
    return out
