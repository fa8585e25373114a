"""Charts as plain numbers: columns by year for the template to draw. A table with the same numbers stands behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT, HEAD = 640, 180, 22, 16
MOST = 40
"""Columns that have room; earlier years are left out of the drawing, not of the table."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a column: its series, number and place."""

    series: int
    number: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """A year with the number of each series, its bars from the bottom up, and whether its name has room under it."""

    label: str
    numbers: tuple[int, ...]
    total: int
    bars: tuple[Bar, ...]
    middle: float
    top: float
    is_named: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns by year; ``series`` are the names of their parts, ``width`` is that of all columns."""

    title: str
    series: tuple[str, ...]
    columns: tuple[Column, ...]
    width: float


def columns(title: str, series: Mapping[str, Mapping[str, int]]) -> Chart | None:
    """How many of each of the ``series``, numbers by date, fall into each year; what begins with none is left out.

    None where there is nothing to draw.
    """
    counted = [_by_year(dates) for dates in series.values()]
    years = sorted({int(year) for one in counted for year in one})[-MOST:]
    if not years:
        return None
    told = [str(year) for year in range(max(years[0], years[-1] - MOST + 1), years[-1] + 1)]
    stacks = [[one[year] for one in counted] for year in told]
    most = max(sum(stack) for stack in stacks)
    made = tuple(_column(at, told, stack, most) for at, stack in enumerate(stacks))
    return Chart(title, tuple(series), made, round(_wide(told) * len(told), 1))


def _by_year(dates: Mapping[str, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for date, number in dates.items():
        if date[:4].isdigit():
            found[date[:4]] += number
    return found


def _column(at: int, told: Sequence[str], stack: Sequence[int], most: int) -> Column:
    wide = _wide(told)
    room = HEIGHT - FOOT - HEAD
    x, y = at * wide + wide * 0.14, float(HEIGHT - FOOT)
    bars = []
    for series, number in enumerate(stack):
        height = number / most * room
        y -= height
        if number:
            bars.append(Bar(series, number, round(x, 1), round(y, 1), round(wide * 0.72, 1), round(height, 1)))
    step = max(1, -(-50 // int(wide)))  # room for a year in the letters of a phone
    named = (len(told) - 1 - at) % step == 0
    middle = round(at * wide + wide / 2, 1)
    return Column(told[at], tuple(stack), sum(stack), tuple(bars), middle, round(y, 1), named)


def _wide(told: Sequence[str]) -> float:
    return min(WIDTH / len(told), 64)
