"""Network: friends and rivals as a picture - states on a circle, solid lines of friends, broken lines of rivals."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin

from materiel.weigh.ink import COLOURS, HEIGHT, INK, TOP, WIDTH, Picture, Row, nothing, number

FRIENDS, RIVALS = COLOURS[0], COLOURS[1]


def network(picture: Picture, rows: Sequence[Row]) -> str:
    """The body of the picture; rows without two states or a sign are left out."""
    told = ((_two(row.get(picture.x)), number(row.get(picture.y))) for row in rows)
    ties = [(*names, sign) for names, sign in told if names and sign]
    states = sorted({state for one, other, _ in ties for state in (one, other)})
    if not states:
        return nothing()
    names = dict(picture.names)
    middle, centre, reach = WIDTH / 2, (HEIGHT + TOP) / 2 - 8, (HEIGHT - TOP) / 2 - 40
    turns = {state: 2 * pi * index / len(states) for index, state in enumerate(states)}
    at = {state: (middle + 1.45 * reach * sin(turn), centre - reach * cos(turn)) for state, turn in turns.items()}
    parts = []
    for one, other, sign in sorted(ties, key=lambda tie: -tie[2]):  # rivalries are few: they are drawn above the rest
        (x, y), (z, w) = at[one], at[other]
        friends = f'stroke="{FRIENDS}" stroke-opacity="0.45"'
        style = friends if sign > 0 else f'stroke="{RIVALS}" stroke-width="2" stroke-dasharray="6 4"'
        parts.append(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{z:.1f}" y2="{w:.1f}" {style}/>')
    for state, (x, y) in at.items():
        side, up = sin(turns[state]), cos(turns[state])
        anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
        out = 0.0 if anchor == "middle" else 10.0 if side > 0 else -10.0
        down = 4 - (14 * up if anchor == "middle" else 6 * up)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{INK}"/>'
            f'<text x="{x + out:.1f}" y="{y + down:.1f}" font-size="12" text-anchor="{anchor}">'
            f"{escape(names.get(state, state))}</text>"
        )
    return "".join(parts)


def _two(told: object) -> tuple[str, str] | None:
    names = str(told or "").split()
    return (names[0], names[1]) if len(names) == 2 else None
