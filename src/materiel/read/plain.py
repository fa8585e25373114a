"""Plain text and Markdown: where its headings, paragraphs, items, quotes and table rows stand.

The text itself is never touched; a block is a place in it. Lines that were wrapped at a column belong to one
paragraph; lines that were ended on purpose stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from materiel.packs import toml
from materiel.read.furniture import groups
from materiel.read.published import dates
from materiel.types import Block

_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"\r\n|\n|\r")
_BULLET = re.compile(r"(?:[-*+•▪◦‣●■□→–·»]|\(?(?:\d{1,2}|[a-z])[.)])[ \t\u00a0]+(?=\S)")
_HASHES = re.compile(r"#{1,6}[ \t]+")
_QUOTED = re.compile(r"[>|][ \t]+(?=\S)")
_RULE = re.compile(r"[-=_*~#+|: \t]{3,}$")
_CELL = re.compile(r"[^|]+")
_FIGURE = re.compile(r"\d")
_PARTS = re.compile(r" +[-–—] +|: +|; *")
_AMOUNT = re.compile(r"[^\w\s]{0,3} ?\d[\d.,\u00a0 ]*(?:%|[^\d]{0,30})$")
_COLUMN = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_GAP = re.compile(r"\t+|[ \u00a0]{2,}| ?\.{4,} ?")
_MARKUP = re.compile(r"</p>(?:[^<]{0,200}(?=<p>))?|</?(?:p|br|div|h\d|ul|li)(?:\s[^<>]*)?/?>", re.I)
_END = re.compile(r"[.!?…:;][\"”»“’')\]]*$")
_WORDS = re.compile(r"\w+")
_SITE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,10}(?:\s|$)")
_SENTENCE = re.compile(r"(?:\w{2}|[)\]\d%\"”»’])[.!?…][\"”»“’')\]]*(?:\s+[^\sa-z]|\s*$)")
_FENCE = re.compile(r"```|~~~")
_OPENING = re.compile(r"\A[\s.]+")
LONGEST = 100
"""Characters of a line above which it was not wrapped by hand or program."""


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


def units(text: str) -> list[Unit]:
    """The units of ``text`` in order, those around the article too."""
    found = lines(text)
    width = _width(found)
    out: list[Unit] = []
    tables = 0
    for run in _runs(found):
        at = 0
        while at < len(run):
            rows = _table(text, run, at)
            if rows:
                out += [replace(row, table=tables) for row in rows if row.cells]
                tables += 1
                at += len(rows)
                continue
            end = at + 1
            while end < len(run) and _wrapped(text, run, end, width) and not _table(text, run, end):
                end += 1
            out += _piece(text, run[at:end])
            at = end
    return _headings(text, _listed(text, _mended(text, out)))


def blocks(kept: list[Unit]) -> tuple[Block, ...]:
    """The blocks of the units that were kept; tables are numbered from 0."""
    numbers: dict[int, int] = {}
    for unit in kept:
        if unit.table is not None:
            numbers.setdefault(unit.table, len(numbers))
    return tuple(replace(unit.block(), table=None if unit.table is None else numbers[unit.table]) for unit in kept)


def _runs(found: list[Line]) -> Iterator[list[Line]]:
    start = 0
    for at in range(1, len(found) + 1):
        if at == len(found) or found[at].run != found[start].run:
            yield found[start:at]
            start = at


def _width(found: list[Line]) -> int:
    """The column at which the text was wrapped; 0 where it was not."""
    sizes = [line.end - line.start + line.indent for line in found]
    if sum(size for size in sizes if size > LONGEST) * 3 > sum(sizes):
        return 0
    full = sorted(
        sizes[at] for at, line in enumerate(found[:-1]) if found[at + 1].run == line.run and sizes[at] <= LONGEST
    )
    return full[len(full) * 9 // 10] if len(full) > 3 and full[len(full) // 2] >= 40 else 0


def _wrapped(text: str, run: list[Line], at: int, width: int) -> bool:
    """Whether line ``at`` of ``run`` goes on where the line before it was wrapped."""
    before, line = run[at - 1], run[at]
    if _starts_anew(text, line) or _RULE.match(text[before.start : before.end]):
        return False
    first = text[line.start : line.end].split(None, 1)[0]
    length = before.end - before.start + before.indent
    if width and length <= LONGEST and length + 1 + len(first) > width:
        return True
    return first[0].islower() and not _END.search(text[before.start : before.end]) and length > 20


def _starts_anew(text: str, line: Line) -> bool:
    exact = text[line.start : line.end]
    if _BULLET.match(exact) or _HASHES.match(exact) or _QUOTED.match(exact) or _RULE.match(exact):
        return True
    return bool(_SITE.match(exact)) or dated(exact)


def dated(exact: str) -> bool:
    """Whether a line is a date and little else."""
    found = dates(exact) if len(exact) <= 60 and exact[-1] != "." else []
    return bool(found) and len(exact) - (found[0].end - found[0].start) <= 20


def _piece(text: str, held: list[Line]) -> list[Unit]:
    """The unit of wrapped lines; markup that is left in a text cuts it, and a rule of signs is none."""
    start, end, run = held[0].start, held[-1].end, held[0].run
    exact = text[start:end]
    if _RULE.match(exact) or _FENCE.match(exact) or not any(map(str.isalnum, exact)):
        return []
    if len(held) == 1 and (mark := _HASHES.match(exact)):
        return [Unit("heading", start + mark.end(), end, run)]
    kind = "paragraph"
    if mark := _BULLET.match(exact):
        kind, start = "item", start + mark.end()
    elif mark := _QUOTED.match(exact):
        kind, start = "quote", start + mark.end()
    elif exact[0] in "([" and exact[-1] in ")]" and len(exact) < 300 and len(_WORDS.findall(exact)) > 3:
        kind = "caption"
    if "<" not in exact:
        return [Unit(kind, start, end, run)]
    out, at = [], start
    for match in [*_MARKUP.finditer(text, start, end), None]:
        stop = match.start() if match else end
        begin = stop - len(_OPENING.sub("", text[at:stop]))
        if part := text[begin:stop].rstrip():
            out.append(Unit(kind, begin, begin + len(part), run))
        at = match.end() if match else end
    return out


# Tables


def _table(text: str, run: list[Line], at: int) -> list[Unit]:
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
    if _RULE.match(exact):
        return () if "|" in exact or "+" in exact else None
    if not (exact[0] == "|" and exact[-1] == "|" and exact.count("|") > 2):
        return None
    return tuple(_trimmed(text, line.start + cell.start(), line.start + cell.end()) for cell in _CELL.finditer(exact))


def _piped(text: str, line: Line) -> tuple[tuple[int, int], ...] | None:
    """The cells of ``a | b``, as ``_barred``; a menu looks like it, but holds no figures in line after line."""
    exact = text[line.start : line.end]
    if _RULE.match(exact):
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
    for gap in [*_GAP.finditer(exact), None]:
        end = gap.start() if gap else len(exact)
        if end > at:
            cells.append((line.start + at, line.start + end))
        at = gap.end() if gap else end
    if len(cells) < 2 or _BULLET.match(exact):
        return None
    return tuple(cells)


def _parted(text: str, line: Line) -> tuple[tuple[int, int], ...] | None:
    """The cells of ``a - b - c``, ``a: b`` or ``a; b; c``, with a bullet or without."""
    exact = text[line.start : line.end]
    if len(exact) > LONGEST or exact[-1] in ".!?:" or not _PARTS.search(exact):
        return None
    mark = _BULLET.match(exact)
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


# What belongs together across blank lines, and what is a heading


def _mended(text: str, found: list[Unit]) -> list[Unit]:
    """``found`` with the halves of sentences joined that a blank line cut."""
    joining = frozenset(toml("text", "joining.toml")["words"])
    out: list[Unit] = []
    for unit in found:
        last = out[-1] if out else None
        if last and last.kind == unit.kind == "paragraph" and unit.run == last.run + 1 and len(out) > 1:
            before, after = text[last.start : last.end], text[unit.start : unit.end]
            if len(before) >= 60 and not _END.search(before) and before[-1].isalnum():
                word = _WORDS.findall(before[-40:])[-1].lower()
                if not groups(after) and (after[0].islower() or (word in joining and len(after) > 40)):
                    out[-1] = replace(last, end=unit.end, run=unit.run)
                    continue
        out.append(unit)
    return out


def _listed(text: str, found: list[Unit]) -> list[Unit]:
    """``found`` with short indented lines that follow one another as items."""
    out = list(found)
    for at, unit in enumerate(found):
        near = [found[i] for i in (at - 1, at + 1) if 0 <= i < len(found) and found[i].run == unit.run]
        if _indented(text, unit) and any(_indented(text, other) for other in near):
            out[at] = replace(unit, kind="item")
    return out


def _indented(text: str, unit: Unit) -> bool:
    return unit.kind == "paragraph" and text[unit.start - 2 : unit.start] == "  " and unit.end - unit.start <= LONGEST


def _headings(text: str, found: list[Unit]) -> list[Unit]:
    out = []
    for at, unit in enumerate(found):
        exact = text[unit.start : unit.end]
        if unit.kind == "paragraph":
            after = found[at + 1] if at + 1 < len(found) else None
            if at == 0 and headline(exact) and after is not None:
                unit = replace(unit, kind="heading")
            elif "credit" in groups(exact) and len(exact) <= 200:
                unit = replace(unit, kind="caption")
            elif (
                after and found[at - 1].run != unit.run and _subheading(exact) and prose(text[after.start : after.end])
            ):
                unit = replace(unit, kind="heading")
        out.append(unit)
    return out


def headline(exact: str) -> bool:
    """Whether the first unit of a text can be its headline."""
    return len(exact) <= 200 and exact[-1] not in ".,;" and not dated(exact)


def _subheading(exact: str) -> bool:
    letters = sum(map(str.isalpha, exact))
    shape = len(exact) <= 90 and len(exact.split()) <= 12 and letters * 2 > len(exact) and not dated(exact)
    return shape and exact[-1] not in ".,;:)" and not exact[0].islower() and not _GAP.search(exact) and "|" not in exact


def prose(exact: str) -> bool:
    """Whether words read as running text: long enough, and with the end of a sentence in them."""
    count = len(exact.split())
    return count >= 8 and (count >= 25 or bool(_SENTENCE.search(exact)) or (count >= 12 and exact.endswith(":")))
