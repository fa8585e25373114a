"""Pieces: the text of a page in blocks, by the loops in C (``_pieces.c``) where they were compiled.

They walk over the page as the parser writes it out, which is regular, and give what ``html.walked`` gives.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from selectolax.lexbor import LexborHTMLParser

from materiel.read.page import html, native
from materiel.read.page.html import BLOCKS, DROPPED, Element, Piece

_VOID = ("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
         "meta", "param", "source", "track", "wbr")  # fmt: skip
_RAW = ("script", "style", "iframe")
_STRANGE = ("xmp", "noembed", "noframes", "plaintext")


def _bits(tag: str) -> int:
    """What ``_pieces.c`` asks of a tag: a block, empty, left out, without markup, or too strange for it."""
    return sum((tag in names) << bit for bit, names in enumerate((BLOCKS, _VOID, DROPPED, _RAW, _STRANGE)))


_TAGS = "\n".join(
    f"{chr(ord('0') + _bits(tag))}{tag}" for tag in sorted({*BLOCKS, *_VOID, *DROPPED, *_STRANGE})
).encode()


def pieces(page: LexborHTMLParser, noscript: bool = False) -> list[Piece]:
    """The pieces of ``page`` in order, those for browsers without scripts too if ``noscript``.

    May take scripts, forms and pictures out of ``page``.
    """
    root = page.body
    if root is not None and native.there() and not noscript:
        written = (root.html or "").encode("utf-8", "replace")
        told = native.pieces(written, _TAGS)
        if told is not None:
            return _Told(*told, written).pieces()
    return html.walked(page, noscript)


class _Told:
    """Pieces as the loops in C tell them; of the elements those are made that hold one."""

    def __init__(
        self, elements: npt.NDArray[np.int32], found: Sequence[Sequence[int]], text: bytes, written: bytes
    ) -> None:
        self._elements, self._found, self._text, self._written = elements, found, text, written
        self._made: dict[int, Element] = {}

    def pieces(self) -> list[Piece]:
        out: list[Piece] = []
        for number, start, size, _, linked, words in self._found:
            text = self._text[start : start + size].decode("utf-8", "replace")
            if words >= 0:
                out.append(Piece(self._element(number), text, min(linked, len(text))))
            else:
                out += html.cut(self._element(number), text, linked)
        return out

    def _element(self, number: int) -> Element:
        found = self._made.get(number)
        if found is not None:
            return found
        parent, tag, length, names, size, depth, column, table, row, cell, block, flags, cells, _ = self._elements[
            number
        ].tolist()
        held = self._element(parent) if parent >= 0 else None
        found = self._made[number] = Element.__new__(Element)
        found.tag, found.number, found.parent = self._written[tag : tag + length].decode(), number + 1, held
        found.names = self._text[names : names + size].decode("utf-8", "replace") if size else ""
        found.depth, found.column, found.cells = depth, column, cells
        found.link, found.hidden = bool(flags & 1), bool(flags & 2)
        found.block = found if block == number else self._element(block)
        found.table = self._element(table) if table >= 0 else None
        found.row = self._element(row) if row >= 0 else None
        found.cell = self._element(cell) if cell >= 0 else None
        return found
