"""Ink: what all pictures share - the sheet, its colours, round marks on axes, numbers as labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from typing import Any

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 76, 150, 48, 44
FLOOR = HEIGHT - BOTTOM
INK = "#1f2430"
PALE = "#5b6472"
GRID = "#e3e6ea"
COLOURS = ("#0b6e99", "#c2410c", "#3f7d20", "#7c3aed", "#b0126b", "#8a6d00", "#00736a", PALE)
"""Told apart by people with the common kinds of colour blindness; after eight the names alone tell."""

Row = Mapping[str, Any]
Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Picture:
    """How rows are drawn: ``kind`` is lines, bars, columns (stacked) or network; ``x``, ``y`` and ``by`` name columns.

    ``low`` and ``high`` columns make a band around a line and a whisker on a bar. ``zero`` starts the vertical axis at
    0. ``months`` says that x is a year with its fraction and marks are months where they fit. ``rows`` are drawn in
    place of the answer's own, where the picture shows another side of it. Of a network, ``x`` holds two states with a
    blank between them, ``y`` the sign of their relation and ``names`` what states are called. Bars are coloured ``by``
    a column.
    """

    kind: str
    title: str
    x: str
    y: str
    by: str | None = None
    unit: str = ""
    low: str | None = None
    high: str | None = None
    zero: bool = True
    months: bool = False
    rows: tuple[Row, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


def short(value: float) -> str:
    """A number as axes and labels show it: 1.2bn, 340m, 15k, 0.35."""
    for size, sign in ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{sign}"
    return f"{value:.3g}"


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers that cover ``low`` to ``high``, in steps of 1, 2 or 5 times a power of ten."""
    if high <= low:
        high = low + 1
    raw = (high - low) / about
    size = 10.0 ** floor(log10(raw))
    step = size * next(one for one in (1, 2, 5, 10) if one * size >= raw * 0.999999)
    return [round(number * step, 12) for number in range(floor(low / step), ceil(high / step) + 1)]


def number(value: Any) -> float | None:
    """A finite number as a float; None for anything else."""
    good = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return float(value) if good else None


def scale(low: float, high: float, start: float, end: float) -> Scale:
    """From values between ``low`` and ``high`` to places between ``start`` and ``end``."""
    return lambda value: start + (value - low) / (high - low) * (end - start)


def axis(marks: Iterable[float], up: Scale) -> str:
    """The lines across at each mark, with its number."""
    lines = []
    for mark in marks:
        y = up(mark)
        lines.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID}"/>'
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" font-size="11" text-anchor="end">{short(mark)}</text>'
        )
    return "".join(lines)


def below(x: float, text: str, floor: float = FLOOR) -> str:
    """A mark of the horizontal axis, which lies at ``floor``."""
    return f'<text x="{x:.1f}" y="{floor + 18:g}" font-size="11" text-anchor="middle">{text}</text>'


def apart(
    places: Sequence[float], step: float = 13.0, low: float = TOP, high: float = HEIGHT - BOTTOM + 4
) -> list[float]:
    """Places of labels, in their order from the top, moved so that none overlaps another or leaves the sheet."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + step if moved else low))
    limit = high
    for index in range(len(moved) - 1, -1, -1):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - step
    return moved


def nothing() -> str:
    """What stands where no row has a value."""
    return f'<text x="{WIDTH / 2}" y="{HEIGHT / 2}" font-size="13" text-anchor="middle">no values to draw</text>'
