"""Unit: the lines of plain text, and the blocks that are made of them.

A line that is not blank stands in a run: lines without a blank one between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from materiel.types import Block

LONGEST = 100
"""Characters of a line above which it was not wrapped by hand or program."""
BULLET = re.compile(r"(?:[-*+•▪◦‣●■□→–·»]|\(?(?:\d{1,2}|[a-z])[.)])[ \t\u00a0]+(?=\S)")
RULE = re.compile(r"[-=_*~#+|: \t]{3,}$")
_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: where its words stand, how far they are indented, and its run.

    A run is lines without a blank one between them; runs are numbered from 0.
    """

    start: int
    end: int
    indent: int
    run: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A block to be, with the run of lines that it stands in and whether it is the first of that run."""

    kind: str
    start: int
    end: int
    run: int
    table: int | None = None
    cells: tuple[tuple[int, int], ...] = ()

    def block(self) -> Block:
        return Block(self.kind, self.start, self.end, self.table, self.cells)


def lines(text: str) -> list[Line]:
    """The lines of ``text`` that are not blank."""
    found: list[Line] = []
    run, last = -1, -1
    for match in _LINE.finditer(text):
        exact = match.group()
        held = exact.strip()
        if not held:
            continue
        start = match.start() + exact.index(held[0])
        between = text[last : match.start()] if last >= 0 else "\n\n"
        run += len(_BREAK.findall(between)) > 1
        last = match.end()
        found.append(Line(start, start + len(held), start - match.start(), run))
    return found
