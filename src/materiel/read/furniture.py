"""Furniture: words that tell what stands around an article (share, related, comments, ...)."""

from __future__ import annotations

import re
from functools import cache

from materiel.packs import toml


def groups(text: str) -> tuple[str, ...]:
    """The groups of ``data/text/furniture.toml`` that ``text`` opens with or holds in its first 200 characters."""
    head = folded(text[:200])
    return tuple(name for name, pattern in _patterns() if pattern.search(head))


def folded(text: str) -> str:
    """``text`` in small letters, the dotted and dotless i of Turkish made one."""
    return text.casefold().replace("i\u0307", "i").replace("ı", "i")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    out = []
    for name, entry in toml("text", "furniture.toml").items():
        starts = _either(entry["starts"])
        holds = _either(entry["holds"])
        before = r"[\W\d_]*" if name == "comments" else r"[\W_]*"  # "2 COMMENTS", but not "24 MORE FROM THE GULF"
        pattern = rf"^{before}(?:{starts})(?!\w)" + (f"|{holds}" if holds else "")
        out.append((name, re.compile(pattern)))
    return tuple(out)


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(map(folded, words), key=len, reverse=True))
