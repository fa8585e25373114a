"""Grid: rows of text as a table for the screen, folded to its width; a few lines in place of a library that takes a
tenth of a second to start."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from unicodedata import combining, east_asian_width

from materiel.commands.screen import WIDTH, clean

LEAST = 60
"""Columns of the narrowest screen that is written for."""

STYLES = {"bold": "1", "dim": "2", "green": "32", "yellow": "33", "red": "31"}
"""Styles by their codes of a terminal (ECMA-48, select graphic rendition)."""

_WORDS = re.compile(r"\S+\s*")

Cell = tuple[str, str]
"""A text and its style, which may be empty."""


def wide() -> int:
    """The columns of the terminal, or ``WIDTH`` where output goes elsewhere."""
    return max(shutil.get_terminal_size((WIDTH, 24)).columns, LEAST) if sys.stdout.isatty() else WIDTH


def say(text: str, style: str = "") -> None:
    """Prints a text, cleaned and folded to the screen."""
    for line in fold(clean(text), wide()):
        print(_styled(line, style))


def table(heads: Sequence[str], rooms: Sequence[bool], rows: Iterable[Sequence[Cell]]) -> None:
    """Prints a table: the head of each column, whether its cells stand at the right, and the rows."""
    cells = [[(clean(text), style) for text, style in row] for row in rows]
    columns = [[head, *(row[index][0] for row in cells)] for index, head in enumerate(heads)]
    natural = [max(map(length, texts)) for texts in columns]
    least = [max(length(word) for text in texts for word in text.split() or [""]) for texts in columns]
    widths = _fitted(natural, least, wide() - 2 - 2 * (len(heads) - 1))
    whole = sum(widths) + 2 * (len(heads) - 1)
    for line in _lines([(head, "bold") for head in heads], widths, rooms):
        print(line)
    print(f" {'─' * whole}")
    for row in cells:
        for line in _lines(row, widths, rooms):
            print(line)
    print()


def length(text: str) -> int:
    """The columns that a text takes: wide letters two, marks above or below a letter none."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def fold(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns, broken between words, and within those that are longer."""
    if length(text) <= width:
        return [text]
    lines, line = list[str](), ""
    for word in _WORDS.findall(text):
        if line and length(line + word.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        while length(word.rstrip()) > width:
            cut = _cut(word, width)
            lines.append(word[:cut])
            word = word[cut:]
        line += word
    return [*lines, line.rstrip()] if line.strip() else lines


def _cut(word: str, width: int) -> int:
    """How many letters of a word fit into ``width`` columns: at least one."""
    if word.isascii():
        return width
    taken = 0
    for index, letter in enumerate(word):
        taken += length(letter)
        if taken > width:
            return max(index, 1)
    return len(word)


def _fitted(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that fit into ``room``: the widest columns give way, first down to their longest word, then further."""
    widths = list(natural)
    for floors in (least, [1] * len(widths)):
        while sum(widths) > room:
            loose = [index for index, width in enumerate(widths) if width > floors[index]]
            if not loose:
                break
            widths[max(loose, key=widths.__getitem__)] -= 1
    return widths


def _lines(row: Sequence[Cell], widths: Sequence[int], rooms: Sequence[bool]) -> Iterable[str]:
    """The lines of one row of the table."""
    folded = [fold(text, max(width, 1)) for (text, _), width in zip(row, widths, strict=True)]
    for parts in zip_longest(*folded, fillvalue=""):
        told = []
        for part, (_, style), width, right in zip(parts, row, widths, rooms, strict=True):
            blank = " " * (width - length(part))
            told.append(blank + _styled(part, style) if right else _styled(part, style) + blank)
        yield f" {'  '.join(told)}".rstrip()


def _styled(text: str, style: str) -> str:
    if not style or not text or not sys.stdout.isatty() or "NO_COLOR" in os.environ:
        return text
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m"
