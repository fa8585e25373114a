"""Furniture: words that tell what stands around an article (share, related, comments, ...)."""

from __future__ import annotations

import re
from functools import cache

from ahocorasick_rs import AhoCorasick

from materiel.packs import toml

HEAD = 200
"""Characters of a text that are looked at."""

_LEAD = re.compile(r"[\W_]*")
_COUNT = re.compile(r"[\W\d_]*")


def groups(text: str) -> tuple[str, ...]:
    """The groups of ``data/text/furniture.toml`` that ``text`` opens with or holds in its first 200 characters.

    ``text`` opens with a word after any signs; before a word of ``comments`` a number may stand ("2 COMMENTS").
    """
    head = folded(text[:HEAD])
    search, entries = _words()
    found: set[str] = set()
    lead = count = -1
    for index, start, end in search.find_matches_as_indexes(head, overlapping=True):
        for name, anywhere in entries[index]:
            if anywhere:
                found.add(name)
                continue
            if lead < 0:
                lead, count = _end(_LEAD, head), _end(_COUNT, head)
            opens = start <= (count if name == "comments" else lead)
            if opens and not (end < len(head) and _is_word(head[end]) and _is_word(head[end - 1])):
                found.add(name)
    return tuple(sorted(found)) if found else ()


def folded(text: str) -> str:
    """``text`` in small letters, the dotted and dotless i of Turkish made one."""
    return text.casefold().replace("i\u0307", "i").replace("ı", "i")


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _end(pattern: re.Pattern[str], head: str) -> int:
    match = pattern.match(head)
    return match.end() if match else 0


@cache
def _words() -> tuple[AhoCorasick, list[list[tuple[str, bool]]]]:
    """All words at once, and for each its groups and whether it counts anywhere in a text."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for name, entry in toml("text", "furniture.toml").items():
        for key in ("starts", "holds"):
            for word in entry[key]:
                found.setdefault(folded(word), []).append((name, key == "holds"))
    return AhoCorasick(list(found)), list(found.values())
