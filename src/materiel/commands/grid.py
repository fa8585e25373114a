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
    longest = [
        max(
            cells.cell_len(word)
            for text in (head, *(row[at][0] for row in held))
            for word in clean(text).split() or [""]
        )
        for at, head in enumerate(heads)
    ]
    fits = sum(longest) + 2 * len(heads) <= out.width
    shown = tables.Table(box=boxes.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for head, right, least in zip(heads, rooms, longest, strict=True):
        side: Literal["left", "right"] = "right" if right else "left"
        shown.add_column(head, justify=side, overflow="fold", min_width=least if fits else None)
    for row in held:
        shown.add_row(*(styled(text, style) for text, style in row))
    out.print(shown)
