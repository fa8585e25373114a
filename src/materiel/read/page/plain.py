"""Plain text and Markdown: where its headings, paragraphs, items, quotes and table rows stand.

The text itself is never touched; a block is a place in it. Lines that were wrapped at a column belong to one
paragraph; lines that were ended on purpose stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from materiel.packs import toml
from materiel.read.page.columns import GAP, table
from materiel.read.page.furniture import groups
from materiel.read.page.published import dates
from materiel.read.page.unit import BULLET, LONGEST, RULE, Line, Unit, lines
from materiel.types import Block

_HASHES = re.compile(r"#{1,6}[ \t]+")
_QUOTED = re.compile(r"[>|][ \t]+(?=\S)")
_MARKUP = re.compile(r"</p>(?:[^<]{0,200}(?=<p>))?|</?(?:p|br|div|h\d|ul|li)(?:\s[^<>]*)?/?>", re.I)
_END = re.compile(r"[.!?…:;][\"”»“’')\]]*$")
_WORDS = re.compile(r"\w+")
_SITE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,10}(?:\s|$)")
_SENTENCE = re.compile(r"(?:\w{2}|[)\]\d%\"”»’])[.!?…][\"”»“’')\]]*(?:\s+[^\sa-z]|\s*$)")
_FENCE = re.compile(r"```|~~~")
_OPENING = re.compile(r"\A[\s.]+")


def units(text: str) -> list[Unit]:
    """The units of ``text`` in order, those around the article too."""
    found = lines(text)
    width = _width(found)
    out: list[Unit] = []
    tables = 0
    for run in _runs(found):
        at = 0
        while at < len(run):
            rows = table(text, run, at)
            if rows:
                out += [replace(row, table=tables) for row in rows if row.cells]
                tables += 1
                at += len(rows)
                continue
            end = at + 1
            while end < len(run) and _wrapped(text, run, end, width) and not table(text, run, end):
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
    if _starts_anew(text, line) or RULE.match(text[before.start : before.end]):
        return False
    first = text[line.start : line.end].split(None, 1)[0]
    length = before.end - before.start + before.indent
    if width and length <= LONGEST and length + 1 + len(first) > width:
        return True
    return first[0].islower() and not _END.search(text[before.start : before.end]) and length > 20


def _starts_anew(text: str, line: Line) -> bool:
    exact = text[line.start : line.end]
    if BULLET.match(exact) or _HASHES.match(exact) or _QUOTED.match(exact) or RULE.match(exact):
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
    if RULE.match(exact) or _FENCE.match(exact) or not any(map(str.isalnum, exact)):
        return []
    if len(held) == 1 and (mark := _HASHES.match(exact)):
        return [Unit("heading", start + mark.end(), end, run)]
    kind = "paragraph"
    if mark := BULLET.match(exact):
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
    return shape and exact[-1] not in ".,;:)" and not exact[0].islower() and not GAP.search(exact) and "|" not in exact


def prose(exact: str) -> bool:
    """Whether words read as running text: long enough, and with the end of a sentence in them."""
    count = len(exact.split())
    return count >= 8 and (count >= 25 or bool(_SENTENCE.search(exact)) or (count >= 12 and exact.endswith(":")))
