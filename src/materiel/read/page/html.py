"""HTML: a page becomes pieces of text in reading order, each knowing where in the page it stands.

A piece is the text of one block (paragraph, heading, item, table row, ...) with its white space collapsed. Which of
them are the article is another question (``article.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

DROPPED = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "canvas",
    "audio",
    "video",
    "object",
    "embed",
    "map",
    "head",
    "select",
    "textarea",
    "button",
    "input",
    "datalist",
    "math",
    "progress",
    "meter",
    "dialog",
]
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
        "label",
        "legend",
    ]
)
_KINDS = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading", "li": "item",
    "dt": "item", "dd": "item", "blockquote": "quote", "figcaption": "caption", "caption": "caption",
}  # fmt: skip
DEPTH = 200
"""Levels of nesting that are told apart; what lies deeper counts as lying there."""

_SPACE = re.compile(r"[ \t\r\f\v\u00a0]{2,}|[\t\r\f\v\u00a0]")
_UNSEEN = re.compile(r"[\u00ad\u200b\u200e\u200f\u2060\ufeff]+")
_BREAK = re.compile(r" ?\n[ \n]*")
_BLANK = re.compile(r"\n[ \t\r]*\n\s*")
_CAPTION = re.compile(r"caption|photo-?credit|image-?credit", re.I)
_NAMES = frozenset(("class", "id", "itemprop", "role"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


class Element:
    """An element of the page: its tag, its names (class, id, role), what holds it, and what is known by that."""

    __slots__ = (
        "block",
        "cell",
        "cells",
        "column",
        "depth",
        "hidden",
        "link",
        "names",
        "number",
        "parent",
        "row",
        "table",
        "tag",
    )

    def __init__(self, tag: str, number: int, parent: Element | None, names: str) -> None:
        self.tag = tag
        self.number = number
        self.parent = parent
        self.names = names
        self.block = self
        self.depth = 0
        self.link = tag == "a"
        self.hidden = False
        self.table: Element | None = None
        self.row: Element | None = None
        self.cell: Element | None = None
        self.cells = 0
        """Columns that a table row has so far."""
        self.column = 0
        """Of a table cell: its column, counted from 0."""
        if parent is not None:
            if parent.depth == DEPTH:
                self.parent = parent.parent
            self.depth = min(parent.depth + 1, DEPTH)
            self.link = self.link or parent.link
            self.hidden = parent.hidden
            self.table, self.row, self.cell = parent.table, parent.row, parent.cell
            if tag not in BLOCKS:
                self.block = parent.block
        if tag == "table":
            self.table, self.row, self.cell = self, None, None
        elif tag == "tr":
            self.row, self.cell = self, None
        elif tag in ("td", "th"):
            self.cell = self

    def up(self) -> Iterator[Element]:
        """The element and what holds it, innermost first."""
        here: Element | None = self
        while here is not None:
            yield here
            here = here.parent


@dataclass(slots=True, eq=False)
class Piece:
    """The text of one block; ``linked`` counts its characters that are links, ``cells`` spans the cells of a row."""

    element: Element
    text: str
    linked: int = 0
    cells: tuple[tuple[int, int], ...] = ()
    table: int | None = None


def walked(page: LexborHTMLParser, noscript: bool = False) -> list[Piece]:
    """The pieces of ``page`` in order, those for browsers without scripts too if ``noscript``.

    Takes scripts, forms and pictures out of ``page``. ``pieces.py`` gives the same, quicker where it can.
    """
    page.strip_tags([tag for tag in DROPPED if tag != "noscript" or not noscript])
    return _Walk().run(page.body) if page.body is not None else []


def kind(piece: Piece) -> str:
    """The kind of block that ``piece`` is (``types.Block``)."""
    if piece.table is not None:
        return "row"
    for level, element in enumerate(piece.element.up()):
        if element.tag in _KINDS and (level < 3 or element.tag == "blockquote"):
            return _KINDS[element.tag]
        if level < 3 and _CAPTION.search(element.names):
            return "caption"
        if level > 5:
            break
    return "paragraph"


class _Walk:
    """One pass over the page that gathers text until a block begins or ends."""

    def __init__(self) -> None:
        self.found: list[Piece] = []
        self.parts: list[str] = []
        self.linked = 0
        self.block: Element | None = None
        self.count = 0

    def run(self, root: Any) -> list[Piece]:
        stack: list[tuple[int, Element]] = []
        for node in root.traverse(include_text=True):
            if stack:
                holder = node.parent.mem_id
                while len(stack) > 1 and stack[-1][0] != holder:
                    stack.pop()
            tag = node.tag
            if tag == "-text":
                if stack:
                    self.text(node.text_content, stack[-1][1])
            elif tag == "br":
                self.parts.append("\n")
            elif tag and tag[0] not in "-!":
                stack.append((node.mem_id, self.enter(tag, node.attributes, stack[-1][1] if stack else None)))
        self.flush()
        return self.found

    def text(self, text: str | None, holder: Element) -> None:
        if not text:
            return
        if holder.block is not self.block:
            if text.isspace():
                return
            self.flush()
            self.block = holder.block
        self.parts.append(text if holder.block.tag == "pre" else text.replace("\n", " "))
        if holder.link:
            self.linked += len(text)

    def enter(self, tag: str, attributes: dict[str, str | None], parent: Element | None) -> Element:
        self.count += 1
        names = ""
        if attributes:
            names = " ".join([value for key, value in attributes.items() if key in _NAMES and value])
        element = Element(tag, self.count, parent, names)
        if "hidden" in attributes or ("style" in attributes and _HIDDEN.search(attributes["style"] or "")):
            element.hidden = True
        if element.block is element:
            self.flush()
            self.block = element
            if element.cell is element and element.row is not None:
                element.column = element.row.cells
                element.row.cells += _span(attributes.get("colspan"))
        return element

    def flush(self) -> None:
        """End the piece at hand."""
        if not self.parts:
            return
        if self.block is not None:
            self.found += cut(self.block, "".join(self.parts), self.linked)
        self.parts, self.linked = [], 0


def cut(block: Element, whole: str, linked: int) -> list[Piece]:
    """The pieces of the text of a block, white space collapsed; two line breaks in a row end a piece."""
    if not whole.isascii():
        whole = _UNSEEN.sub("", whole)
    if "\n" in whole:
        parts = _BLANK.split(_SPACE.sub(" ", whole).strip())
        found = [text for part in parts if (text := _BREAK.sub("\n", part).strip())]
    else:
        found = [text] if (text := " ".join(whole.split())) else []
    total = sum(map(len, found))
    return [Piece(block, text, min(linked, total) * len(text) // total) for text in found]


def _span(text: str | None) -> int:
    return min(int(text), 50) if text and text.isdecimal() and len(text) < 4 else 1
