"""Columns: counts by year as stacked columns, the largest groups apart and the rest together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from html import escape

from materiel.weigh.ink import (
    BOTTOM,
    COLOURS,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Picture,
    Row,
    apart,
    axis,
    below,
    nothing,
    number,
    scale,
    ticks,
)

MOST = 7
"""Groups that are told apart; with an eighth colour for the rest."""

REST = "all others"


def columns(picture: Picture, rows: Sequence[Row]) -> str:
    """The body of the picture: a column a year, a part a group, the names beside the sheet."""
    parts: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    whole: dict[str, float] = defaultdict(float)
    for row in rows:
        year, value = number(row.get(picture.x)), number(row.get(picture.y))
        if year is not None and value:
            name = str(row.get(picture.by, "")) if picture.by else ""
            parts[int(year)][name] += value
            whole[name] += value
    if not whole:
        return nothing()
    order = sorted(whole, key=lambda name: (-whole[name], name))
    if len(order) > MOST + 1:
        order = [*order[:MOST], REST]
    colours = {name: COLOURS[index] for index, name in enumerate(order)}
    first, last = min(parts), max(parts)
    marks = ticks(0, max(sum(own.values()) for own in parts.values()))
    up = scale(marks[0], marks[-1], HEIGHT - BOTTOM, TOP + 12)
    wide = (WIDTH - RIGHT - LEFT) / (last - first + 1)
    drawn = [axis(marks, up)]
    for year, own in sorted(parts.items()):
        at = 0.0
        for name in order:
            value = sum(amount for one, amount in own.items() if (one if one in colours else REST) == name)
            if value:
                drawn.append(
                    f'<rect x="{LEFT + (year - first + 0.1) * wide:.1f}" y="{up(at + value):.1f}" '
                    f'width="{wide * 0.8:.1f}" height="{up(at) - up(at + value):.1f}" fill="{colours[name]}"/>'
                )
                at += value
    for mark in ticks(first, last, 7):
        if first <= mark <= last and mark == int(mark):
            drawn.append(below(LEFT + (mark - first + 0.5) * wide, f"{mark:.0f}"))
    places = apart([TOP + 20.0 + 18 * index for index in range(len(order))], 18)
    for name, place in zip(order, places, strict=True):
        drawn.append(
            f'<rect x="{WIDTH - RIGHT + 14}" y="{place - 9:.1f}" width="10" height="10" fill="{colours[name]}"/>'
            f'<text x="{WIDTH - RIGHT + 30}" y="{place:.1f}" font-size="12">{escape(name[:20])}</text>'
        )
    return "".join(drawn)
