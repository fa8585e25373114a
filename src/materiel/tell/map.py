"""A map of transfers: land as a grid of dots, deals as curves from the supplier's capital to the recipient's.

Everything here is plain numbers for the template; no markup is made in code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import hypot, sqrt
from typing import Any

WIDTH, HEIGHT = 1000, 470
WEST, EAST, NORTH, SOUTH = -170.0, 180.0, 75.0, -57.0
STEP = 2.6  # degrees between dots
MOST = 40
"""Curves that are drawn at most; more would hide one another."""

LABELS = 14
_LETTER = 6.2  # width of a letter of a label, in units of the drawing


@dataclass(frozen=True, slots=True)
class Flow:
    """Deals from one state to another: the curve's path, its width, and how many."""

    supplier: str
    recipient: str
    deals: int
    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A state on the map: where, how large, whether it receives, and on which side its name stands ("" on none)."""

    code: str
    x: float
    y: float
    radius: float
    receives: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class Map:
    """What the template draws; ``land`` is the path of the dots."""

    flows: tuple[Flow, ...]
    marks: tuple[Mark, ...]
    land: str


def of(pairs: Mapping[tuple[str, str], int], name: Any) -> Map:
    """The map of (supplier, recipient) pairs with their number of deals; ``name`` gives a state's name by code."""
    known = places()
    kept = [(pair, number) for pair, number in pairs.items() if pair[0] in known and pair[1] in known]
    kept = sorted((one for one in kept if one[0][0] != one[0][1]), key=lambda one: (-one[1], one[0]))[:MOST]
    most = max((number for _, number in kept), default=1)
    flows = tuple(Flow(*pair, number, _curve(*pair), round(1 + 3 * sqrt(number / most), 1)) for pair, number in kept)
    return Map(flows, tuple(_marks(kept, name)), land())


@cache
def places() -> Mapping[str, tuple[float, float]]:
    """A state's code to where its capital stands in the drawing."""
    return {code: point(*where) for code, where in _file()["capital"].items()}


def point(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place stands in the drawing."""
    x = (longitude - WEST) / (EAST - WEST) * WIDTH
    y = (NORTH - latitude) / (NORTH - SOUTH) * HEIGHT
    return round(x, 1), round(y, 1)


@cache
def land() -> str:
    """The path of the dots: a line of no length at each; the pen's round end makes the dot."""
    outlines = [_outline(flat) for flat in _file()["land"].values()]
    water = [_outline(flat) for flat in _file()["water"].values()]
    dots = []
    row = 0
    latitude = NORTH
    while latitude > SOUTH:
        longitude = WEST + (STEP / 2 if row % 2 else 0)
        while longitude < EAST:
            here = (longitude, latitude)
            if any(_inside(here, one) for one in outlines) and not any(_inside(here, one) for one in water):
                x, y = point(*here)
                dots.append(f"M{x:.0f} {y:.0f}h0")
            longitude += STEP
        latitude -= STEP * 0.88
        row += 1
    return "".join(dots)


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads((files("materiel.tell") / "places.toml").read_text("utf-8"))


def _outline(flat: Sequence[float]) -> list[tuple[float, float]]:
    return list(zip(flat[::2], flat[1::2], strict=True))


def _inside(here: tuple[float, float], outline: Sequence[tuple[float, float]]) -> bool:
    """Whether a line from here to the east crosses the outline an odd number of times."""
    x, y = here
    inside = False
    for (ax, ay), (bx, by) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _curve(supplier: str, recipient: str) -> str:
    """A curve that bends to its left, so that the two directions between two states stay apart."""
    (ax, ay), (bx, by) = places()[supplier], places()[recipient]
    length = hypot(bx - ax, by - ay) or 1
    bend = min(0.28 * length, 70) / length
    mx, my = (ax + bx) / 2 + (by - ay) * bend, (ay + by) / 2 - (bx - ax) * bend
    return f"M{ax} {ay}Q{mx:.1f} {my:.1f} {bx} {by}"


def _marks(kept: Iterable[tuple[tuple[str, str], int]], name: Any) -> list[Mark]:
    weight: dict[str, int] = {}
    receives: set[str] = set()
    for (supplier, recipient), number in kept:
        weight[supplier] = weight.get(supplier, 0) + number
        weight[recipient] = weight.get(recipient, 0) + number
        receives.add(recipient)
    order = sorted(weight, key=lambda code: (-weight[code], code))
    taken: list[tuple[float, float, float, float]] = [(*_box(places()[code], 3, 3),) for code in order]
    marks = []
    for number, code in enumerate(order):
        x, y = places()[code]
        anchor = _room(x, y, str(name(code)), taken) if number < LABELS else ""
        marks.append(Mark(code, x, y, round(2.2 + min(weight[code], 12) * 0.18, 1), code in receives, anchor))
    return marks


def _box(at: tuple[float, float], wide: float, high: float) -> tuple[float, float, float, float]:
    return at[0] - wide, at[1] - high, at[0] + wide, at[1] + high


def _room(x: float, y: float, name: str, taken: list[tuple[float, float, float, float]]) -> str:
    """On which side of a mark its name has room: start, end, or ""; the room is taken then."""
    wide = len(name) * _LETTER
    for anchor, left in (("start", x + 6), ("end", x - 6 - wide)):
        box = (left, y - 6, left + wide, y + 6)
        free = all(box[2] < it[0] or it[2] < box[0] or box[3] < it[1] or it[3] < box[1] for it in taken)
        if free and box[0] >= 0 and box[2] <= WIDTH:
            taken.append(box)
            return anchor
    return ""
