"""Columns: tables that plain text draws with bars, spaces, dots or dashes."""

from __future__ import annotations

import re

from materiel.read.page.unit import BULLET, LONGEST, RULE, Line, Unit

GAP = re.compile(r"\t+|[ \u00a0]{2,}| ?\.{4,} ?")
_CELL = re.compile(r"[^|]+")
_FIGURE = re.compile(r"\d")
_PARTS = re.compile(r" +[-–—] +|: +|; *")
_AMOUNT = re.compile(r"[^\w\s]{0,3} ?\d[\d.,\u00a0 ]*(?:%|[^\d]{0,30})$")


def table(text: str, run: list[Line], at: int) -> list[Unit]:
    """The rows of the table that begins at line ``at`` of ``run``; a line without words gives a row without cells."""
    for cut in (_barred, _piped, _spaced, _parted):
        rows: list[Unit] = []
        width = 0
        for number in range(at, len(run)):
            line = run[number]
            cells = cut(text, line)
            if cells is None or (cut is not _barred and cells and width and len(cells) != width):
                break
            width = width or len(cells)
            start, end = (cells[0][0], cells[-1][1]) if cells else (line.start, line.start)
            rows.append(Unit("row", start, end, line.run, cells=cells))
        filled = [row for row in rows if row.cells]
        counted = cut is not _piped or all(_FIGURE.search(text, row.cells[1][0], row.end) for row in filled[1:])
        if cut is _parted:
            body = [row for row in filled if _amounts(text, row.cells)]
            counted = len(body) >= 3 and filled[-len(body) :] == body and len(filled) - len(body) <= 1
        if len(filled) >= 2 and counted:
            return rows
    return []


def _amounts(text: str, cells: tuple[tuple[int, int], ...]) -> bool:
    """Whether a name and amounts beside it are all that the cells hold."""
    name, *rest = (text[start:end] for start, end in cells)
    return len(name) <= 40 and not _FIGURE.search(name) and all(map(_AMOUNT.match, rest))


def _barred(text: str, line: Line) -> tuple[tuple[int, int], ...] | None:
    """The cells of ``| a | b |``; nothing for a line of dashes; None for what is no row."""
    exact = text[line.start : line.end]
    if RULE.match(exact):
        return () if "|" in exact or "+" in exact else None
    if not (exact[0] == "|" and exact[-1] == "|" and exact.count("|") > 2):
        return None
    return tuple(_trimmed(text, line.start + cell.start(), line.start + cell.end()) for cell in _CELL.finditer(exact))


def _piped(text: str, line: Line) -> tuple[tuple[int, int], ...] | None:
    """The cells of ``a | b``, as ``_barred``; a menu looks like it, but holds no figures in line after line."""
    exact = text[line.start : line.end]
    if RULE.match(exact):
        return () if "|" in exact else None
    if "|" not in exact or exact[0] == "|" or exact[-1] == "|" or len(exact) > LONGEST * 2:
        return None
    return tuple(_trimmed(text, line.start + cell.start(), line.start + cell.end()) for cell in _CELL.finditer(exact))


def _spaced(text: str, line: Line) -> tuple[tuple[int, int], ...] | None:
    """The cells of a line in columns set off by tabs, several spaces or dots."""
    exact = text[line.start : line.end]
    if len(exact) > 200 or "|" in exact or not ("\t" in exact or "  " in exact or "...." in exact):
        return None
    cells, at = [], 0
    for gap in [*GAP.finditer(exact), None]:
        end = gap.start() if gap else len(exact)
        if end > at:
            cells.append((line.start + at, line.start + end))
        at = gap.end() if gap else end
    if len(cells) < 2 or BULLET.match(exact):
        return None
    return tuple(cells)


def _parted(text: str, line: Line) -> tuple[tuple[int, int], ...] | None:
    """The cells of ``a - b - c``, ``a: b`` or ``a; b; c``, with a bullet or without."""
    exact = text[line.start : line.end]
    if len(exact) > LONGEST or exact[-1] in ".!?:" or not _PARTS.search(exact):
        return None
    mark = BULLET.match(exact)
    start = line.start + (mark.end() if mark else 0)
    gaps = list(_PARTS.finditer(text, start, line.end))
    cells = tuple(zip([start, *(gap.end() for gap in gaps)], [*(gap.start() for gap in gaps), line.end], strict=True))
    return cells if len(cells) > 1 and all(begin < end for begin, end in cells) else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    held = text[start:end]
    left = len(held) - len(held.lstrip())
    return (
        (start + left, start + len(held.rstrip()))
        if held.strip()
        else (start + min(1, len(held)), start + min(1, len(held)))
    )
