"""Grid: rows of text as a table for the screen, whose columns give way between words before they cut one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from materiel.commands.screen import clean, console, styled
from materiel.late import Late

if TYPE_CHECKING:
    from rich import box as boxes
    from rich import cells
    from rich import table as tables
else:
    boxes, cells, tables = Late("rich.box"), Late("rich.cells"), Late("rich.table")

Cell = tuple[str, str]
"""A text and its style, which may be empty."""


def say(text: str, style: str = "") -> None:
    """Prints a text, cleaned and folded to the screen."""
    console().print(styled(text, style))


def table(heads: Sequence[str], rooms: Sequence[bool], rows: Iterable[Sequence[Cell]]) -> None:
    """Prints a table: the head of each column, whether its cells stand at the right, and the rows."""
    held = [list(row) for row in rows]
    out = console()
    columns = [[clean(text) for text in (head, *(row[at][0] for row in held))] for at, head in enumerate(heads)]
    longest = [max(cells.cell_len(word) for text in own for word in text.split() or [""]) for own in columns]
    whole = [max(map(cells.cell_len, own)) for own in columns]
    widths = _widths(longest, whole, out.width - 2 * len(heads))
    shown = tables.Table(box=boxes.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for head, right, width in zip(heads, rooms, widths, strict=True):
        side: Literal["left", "right"] = "right" if right else "left"
        shown.add_column(head, justify=side, overflow="fold", width=width)
    for row in held:
        shown.add_row(*(styled(text, style) for text, style in row))
    out.print(shown)


def folded(heads: Iterable[str], rows: Iterable[Iterable[Cell]]) -> tables.Table:
    """A table whose columns fold what does not fit."""
    shown = tables.Table(box=boxes.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for head in heads:
        shown.add_column(head, overflow="fold")
    for row in rows:
        shown.add_row(*(styled(text, style) for text, style in row))
    return shown


def listing(heads: Iterable[str], rows: Iterable[Iterable[Cell]], caption: str) -> None:
    """Prints a ``folded`` table, where it has rows, and a line on it."""
    shown = folded(heads, rows)
    if shown.row_count:
        console().print(shown)
    say(caption, "dim")


def plain(*texts: object) -> list[Cell]:
    """Cells without a style."""
    return [(str(text), "") for text in texts]


def _widths(longest: Sequence[int], whole: Sequence[int], room: int) -> list[int | None]:
    """How wide each column is: no word is cut where all fit in ``room``, and columns that need little more than their
    longest word have it first. None for all, which lets the library decide, where the words do not fit."""
    spare = room - sum(longest)
    if spare < 0:
        return [None] * len(longest)
    found = list(longest)
    for left, at in zip(
        range(len(found), 0, -1), sorted(range(len(found)), key=lambda at: whole[at] - longest[at]), strict=True
    ):
        more = min(whole[at] - longest[at], spare // left)
        found[at] += more
        spare -= more
    return list(found)
