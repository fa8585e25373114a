"""A document's text with its quotes marked: where quotes overlap, the text is cut at every start and end.

Everything here is plain data for the templates; no markup is made in code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any

from materiel.record.quotes import bounds
from materiel.types import Block


@dataclass(frozen=True, slots=True)
class Use:
    """What a quote is there for: an address and what to call it."""

    href: str
    label: str


@dataclass(slots=True)
class Span:
    """Words from ``start`` to ``end`` (code points) and everything that rests on them."""

    start: int
    end: int
    uses: list[Use] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The span's address within the page."""
        return f"c{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same spans, the narrowest first; ``begins`` are those first shown here."""

    text: str
    spans: tuple[Span, ...] = ()
    begins: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A block ready to be shown: pieces of text, or the cells of a table's row."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    cells: tuple[tuple[Piece, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that belong together: a list's items, a table's rows, or one part alone."""

    kind: str
    parts: tuple[Part, ...]


def spans(quotes: Iterable[tuple[int, int, Use]], length: int) -> list[Span]:
    """Quotes as spans in reading order, one a place; quotes outside the text are left out."""
    found: dict[tuple[int, int], Span] = {}
    for start, end, use in quotes:
        if 0 <= start < end <= length:
            uses = found.setdefault((start, end), Span(start, end)).uses
            if use not in uses:
                uses.append(use)
    return [found[key] for key in sorted(found)]


class Marker:
    """Cuts ranges of a text into pieces; ranges must be asked for in reading order."""

    def __init__(self, text: str, marked: Sequence[Span]) -> None:
        self._text, self._marked = text, marked
        self._next, self._open, self._begun = 0, list[Span](), set[str]()

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces of ``text[start:end]``."""
        self._open = [span for span in self._open if span.end > start]
        while self._next < len(self._marked) and self._marked[self._next].start < end:
            if self._marked[self._next].end > start:
                self._open.append(self._marked[self._next])
            self._next += 1
        live = [span for span in self._open if span.start < end]
        edges = {edge for span in live for edge in (span.start, span.end) if start < edge < end}
        cuts = sorted({start, end} | edges)
        return tuple(self._piece(left, right, live) for left, right in pairwise(cuts))

    def _piece(self, left: int, right: int, live: Sequence[Span]) -> Piece:
        over = sorted((span for span in live if span.start <= left and span.end >= right), key=_width)
        begins = tuple(span for span in over if span.anchor not in self._begun)
        self._begun.update(span.anchor for span in begins)
        return Piece(self._text[left:right], tuple(over), begins)


def _width(span: Span) -> tuple[int, int]:
    return span.end - span.start, span.start


def groups(text: str, blocks: Sequence[Mapping[str, Any]], marked: Sequence[Span]) -> list[Group]:
    """The whole text as groups in reading order; text that no block holds is shown as paragraphs."""
    marker = Marker(text, marked)
    parts = [(key, _part(marker, block)) for key, block in _keyed(_covering(text, blocks))]
    return [Group(key[0], tuple(part for _, part in run)) for key, run in groupby(parts, key=lambda pair: pair[0])]


CHAPTERS = 3
"""Headings from which a text has a table of contents."""


def contents(shown: Sequence[Group]) -> list[tuple[str, str]]:
    """(anchor, heading) of a text long enough to need a table of contents; else nothing."""
    heads = [(f"part-{number}", group) for number, group in enumerate(shown, 1) if group.kind == "heading"]
    if len(heads) < CHAPTERS:
        return []
    return [(anchor, "".join(piece.text for piece in group.parts[0].pieces)) for anchor, group in heads]


def excerpts(text: str, blocks: Sequence[Mapping[str, Any]], marked: Sequence[Span]) -> list[Group]:
    """Only the sentences (or rows) in which words are quoted, each a paragraph; the rest is left out."""
    held = [Block(one["kind"], one["start"], one["end"], one["table"]) for one in blocks]
    kept: list[list[int]] = []
    for start, end in sorted(bounds(text, held, span.start, span.end) for span in marked):
        if kept and start < kept[-1][1]:
            kept[-1][1] = max(kept[-1][1], end)
        else:
            kept.append([start, end])
    marker = Marker(text, marked)
    return [Group("excerpt", (Part("excerpt", marker.pieces(start, end)),)) for start, end in kept]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the words in it that are quoted; ``quote`` is the first of its quotes."""

    quote: Mapping[str, Any]
    pieces: tuple[Piece, ...]


def sentences(quotes: Iterable[Mapping[str, Any]]) -> list[Sentence]:
    """Quotes with the rest of their sentence ("before", "exact", "after"); those of one sentence share it."""
    found: dict[tuple[str, int, str], list[Mapping[str, Any]]] = {}
    for quote in quotes:
        whole = f"{quote['before']}{quote['exact']}{quote['after']}"
        found.setdefault((quote["document"], quote["start"] - len(quote["before"]), whole), []).append(quote)
    return [_sentence(whole, base, told) for (_, base, whole), told in found.items()]


def _sentence(whole: str, base: int, told: Sequence[Mapping[str, Any]]) -> Sentence:
    if len(told) == 1 and told[0]["exact"] and told[0]["end"] - told[0]["start"] == len(told[0]["exact"]):
        quote = told[0]  # as nearly all are
        marked = Piece(quote["exact"], (Span(quote["start"] - base, quote["end"] - base),))
        around = (Piece(quote["before"]), marked, Piece(quote["after"]))
        return Sentence(quote, tuple(piece for piece in around if piece.text))
    places = ((quote["start"] - base, quote["end"] - base, Use("", "")) for quote in told)
    return Sentence(told[0], Marker(whole, spans(places, len(whole))).pieces(0, len(whole)))


def _keyed(blocks: Iterable[Mapping[str, Any]]) -> Iterator[tuple[tuple[str, int], Mapping[str, Any]]]:
    """Each block with the group it belongs to: list items and a table's rows in a run share one."""
    for number, block in enumerate(blocks):
        kind = block["kind"]
        if kind == "row" and block.get("cells"):
            yield ("table", -1 - int(block.get("table") or 0)), block
        elif kind == "item":
            yield ("list", -1), block
        else:
            yield (kind, number), block


def _part(marker: Marker, block: Mapping[str, Any]) -> Part:
    if block["kind"] == "row" and block.get("cells"):
        cells = [marker.pieces(start, end) if start < end else () for start, end in block["cells"]]
        return Part("row", cells=tuple(cells))
    return Part(block["kind"], marker.pieces(block["start"], block["end"]))


def _covering(text: str, blocks: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The blocks in order with what lies between them as paragraphs; a block that overlaps one before is cut."""
    at = 0
    for block in sorted(blocks, key=lambda block: (block["start"], block["end"])):
        start, end = max(block["start"], at), min(block["end"], len(text))
        yield from _paragraphs(text, at, start)
        if start < end:
            yield {**block, "start": start, "end": end}
        at = max(at, end)
    yield from _paragraphs(text, at, len(text))


def _paragraphs(text: str, start: int, end: int) -> Iterator[Mapping[str, Any]]:
    """The lines between two places that hold a letter or a digit, and not only the dash of a list or a table's rule."""
    at = start
    for line in text[start:end].splitlines(keepends=True):
        if any(sign.isalnum() for sign in line):
            yield {"kind": "paragraph", "start": at, "end": at + len(line.rstrip())}
        at += len(line)
