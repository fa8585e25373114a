"""View: the pieces of a page as seen before any is judged: words, links, holders, and where most of the prose is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from materiel.read.page.furniture import groups
from materiel.read.page.html import Element, Piece

END = re.compile(r"[.!?…][\"”»“’')\]]*$")
"""How prose ends."""
_GAPS = re.compile(r"\W+")


@dataclass(slots=True)
class Look:
    """What the signs of one piece are drawn from."""

    piece: Piece
    words: int
    share: float
    """Linked characters of all."""
    good: int
    """Words, where the piece reads like prose, else 0."""
    form: str
    """The piece as its neighbours see it: link, short, medium or long."""
    groups: tuple[str, ...]
    """Groups of words of page furniture that it opens with or holds."""
    holder: Element
    """The element that holds the piece's own."""


@dataclass(slots=True)
class Sums:
    """What an element holds: words of prose, words, linked words, pieces."""

    good: float = 0
    words: float = 0
    linked: float = 0
    pieces: int = 0


@dataclass(slots=True)
class View:
    """All pieces of a page with what is known of the page as a whole."""

    looks: list[Look]
    sums: dict[int, Sums]
    total: float
    """Words of prose on the page, at least 1."""
    main: int = -1
    """The number of the innermost element that holds most of the prose."""
    body: list[str] | None = None
    """For each piece whether the page's own ``articleBody`` holds it: hit or miss."""
    first: int | None = None
    """The piece that is the first ``h1``."""
    titles: frozenset[str] = frozenset()
    often: Counter[str] = field(default_factory=Counter)
    own: list[list[str]] = field(default_factory=list)
    """The signs of each piece alone."""
    places: dict[int, list[str]] = field(default_factory=dict)
    """The signs that the pieces of a holder share, by its number."""
    above: dict[int, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    """The words in the names, and the tags, at and above an element, by its number."""


def look(piece: Piece) -> Look:
    """What one piece shows by itself."""
    text = piece.text
    count = max(len(text.split()), len(text) // 12)
    share = piece.linked / len(text)
    good = count if count >= 10 and share < 0.5 and END.search(text[-6:]) else 0
    form = "link" if share > 0.6 else "short" if count < 8 else "medium" if count < 25 else "long"
    return Look(piece, count, share, good, form, groups(text), piece.element.parent or piece.element)


def sums_of(looks: list[Look]) -> dict[int, Sums]:
    """What each element holds, from the innermost out: an element has a greater number than what holds it."""
    sums: dict[int, Sums] = {}
    waiting: dict[int, Element] = {}
    for one in looks:
        element = one.piece.element
        held = sums.get(element.number) or sums.setdefault(element.number, Sums())
        waiting[element.number] = element
        held.good += one.good
        held.words += one.words
        held.linked += one.share * one.words
        held.pieces += 1
        holder = element.parent
        while holder is not None and holder.number not in waiting:
            waiting[holder.number] = holder
            holder = holder.parent
    for number in sorted(waiting, reverse=True):
        holder, held = waiting[number].parent, sums[number]
        if holder is not None:
            above = sums.get(holder.number) or sums.setdefault(holder.number, Sums())
            above.good += held.good
            above.words += held.words
            above.linked += held.linked
            above.pieces += held.pieces
    return sums


def main_of(view: View) -> int:
    """The number of the innermost element that holds most of the prose, -1 where none does."""
    best, depth, seen = -1, -1, set()
    for one in view.looks:
        if one.good:
            for element in one.piece.element.up():
                if element.number in seen:
                    break
                seen.add(element.number)
                if element.depth > depth and view.sums[element.number].good >= 0.6 * view.total:
                    best, depth = element.number, element.depth
    return best


def hits_of(looks: list[Look], body: str) -> list[str] | None:
    """For each piece whether the stated body holds it: hit or miss; None where it holds fewer than 80 words of all."""
    hits = []
    for one in looks:
        exact = letters(one.piece.text)
        hits.append("hit" if exact and exact in body else "miss")
    found = sum(one.words for one, hit in zip(looks, hits, strict=True) if hit == "hit")
    return hits if found >= 80 else None


def letters(text: str) -> str:
    """The letters and figures of a text, by which two writings of it are compared: no spaces, no signs."""
    return _GAPS.sub("", text)
