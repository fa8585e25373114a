"""Network: friends and rivals as a picture - states on a circle, solid lines of friends, broken lines of rivals."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin

from materiel.weigh.ink import COLOURS, HEIGHT, TOP, WIDTH, Picture, Row, nothing, number

FRIENDS, RIVALS = COLOURS[0], COLOURS[1]


def network(picture: Picture, rows: Sequence[Row]) -> str:
    """The body of the picture; rows without two states or a sign are left out."""
    told = ((_two(row.get(picture.x)), number(row.get(picture.y))) for row in rows)
    ties = [(*names, sign) for names, sign in told if names and sign]
    states = sorted({state for one, other, _ in ties for state in (one, other)})
    if not states:
        return nothing()
    middle, centre, reach = WIDTH / 2, (HEIGHT + TOP) / 2, (HEIGHT - TOP) / 2 - 34
    at = {
        state: (
            middle + 1.5 * reach * sin(2 * pi * index / len(states)),
            centre - reach * cos(2 * pi * index / len(states)),
        )
        for index, state in enumerate(states)
    }
    parts = []
    for one, other, sign in ties:
        (x, y), (z, w) = at[one], at[other]
        style = f'stroke="{FRIENDS}"' if sign > 0 else f'stroke="{RIVALS}" stroke-width="2" stroke-dasharray="6 4"'
        parts.append(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{z:.1f}" y2="{w:.1f}" {style}/>')
    for state, (x, y) in at.items():
        parts.append(
            f'<rect x="{x - 20:.1f}" y="{y - 11:.1f}" width="40" height="22" rx="4" fill="#fff" stroke="#5b6472"/>'
            f'<text x="{x:.1f}" y="{y + 4:.1f}" font-size="12" text-anchor="middle">{escape(state)}</text>'
        )
    return "".join(parts)


def _two(told: object) -> tuple[str, str] | None:
    names = str(told or "").split()
    return (names[0], names[1]) if len(names) == 2 else None
