"""A map of transfers: land as a grid of dots, deals as curves from the supplier's capital to the recipient's.

Everything here is plain numbers for the template; no markup is made in code.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from importlib.resources import files
from math import hypot, sqrt
from typing import Any

WIDTH, HEIGHT = 1000, 470
WEST, EAST, NORTH, SOUTH = -170.0, 180.0, 75.0, -57.0
STEP = 2.6  # degrees between dots
MOST = 40
"""Curves that are drawn at most; more would hide one another."""

ROOM = 70
"""Units left around the places that are shown."""

LEAST = 0.4
"""The part of the world's width that is shown at least; less would be a map without a coast to tell it by."""

LABELS = 14
LETTERS = 14
"""Size of the letters of a label, in units of the drawing of the whole world; on a phone they are twice as large."""

_WIDE = 0.56  # a letter's mean width, measured by its size


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
    """A state on the map: where, how large, whether it receives, on which side its name stands ("" on none), and
    whether that has room on a phone too."""

    code: str
    x: float
    y: float
    radius: float
    receives: bool
    anchor: str
    is_roomy: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that is shown, in units of the drawing."""

    left: float
    top: float
    width: float
    height: float

    @property
    def scale(self) -> float:
        """How wide it is, measured by the world."""
        return self.width / WIDTH


@dataclass(frozen=True, slots=True)
class Map:
    """What the template draws; ``land`` is the path of the dots."""

    flows: tuple[Flow, ...]
    marks: tuple[Mark, ...]
    land: str
    frame: Frame

    @property
    def letter(self) -> float:
        """The size of the letters in units of the drawing: the same however much of the world is shown."""
        return round(LETTERS * self.frame.scale, 1)


def of(pairs: Mapping[tuple[str, str], int], name: Any) -> Map:
    """The map of (supplier, recipient) pairs with their number of deals; ``name`` gives a state's name by code."""
    kept = shown(pairs)
    most = max((number for _, number in kept), default=1)
    flows = tuple(Flow(*pair, number, _curve(*pair), round(1 + 3 * sqrt(number / most), 1)) for pair, number in kept)
    seen = frame([places()[code] for pair, _ in kept for code in pair])
    return Map(flows, tuple(_marks(kept, name, seen)), land(), seen)


def shown(pairs: Mapping[tuple[str, str], int]) -> list[tuple[tuple[str, str], int]]:
    """The pairs of two places that are drawn, the most frequent first, with their number of deals."""
    known = places()
    kept = ((pair, number) for pair, number in pairs.items() if pair[0] in known and pair[1] in known)
    return nsmallest(MOST, (one for one in kept if one[0][0] != one[0][1]), key=lambda one: (-one[1], one[0]))


def frame(held: Sequence[tuple[float, float]]) -> Frame:
    """A part of the world of its own proportions that holds some places with room around them for curves and names."""
    if not held:
        return Frame(0, 0, WIDTH, HEIGHT)
    (left, right), (top, bottom) = (sorted(held, key=lambda at: at[axis])[:: len(held) - 1 or 1] for axis in (0, 1))
    width = max(right[0] - left[0] + 2 * ROOM, (bottom[1] - top[1] + 1.4 * ROOM) * WIDTH / HEIGHT, LEAST * WIDTH)
    width = min(width, WIDTH)
    height = width * HEIGHT / WIDTH
    x = min(max((left[0] + right[0] - width) / 2, 0), WIDTH - width)
    y = min(max((top[1] + bottom[1] - height) / 2, 0), HEIGHT - height)
    return Frame(round(x, 1), round(y, 1), round(width, 1), round(height, 1))


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
        shores = [_crossings(latitude, one) for one in outlines]
        banks = [_crossings(latitude, one) for one in water]
        while longitude < EAST:
            if _is_inside(longitude, shores) and not _is_inside(longitude, banks):
                x, y = point(longitude, latitude)
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


def _crossings(y: float, outline: Sequence[tuple[float, float]]) -> list[float]:
    """Where a line from west to east crosses an outline."""
    edges = zip(outline, (*outline[1:], outline[0]), strict=True)
    return sorted((bx - ax) * (y - ay) / (by - ay) + ax for (ax, ay), (bx, by) in edges if (ay > y) != (by > y))


def _is_inside(x: float, crossed: Iterable[Sequence[float]]) -> bool:
    """Whether a place on such a line has an odd number of crossings with any of the outlines to the east of it."""
    return any((len(one) - bisect_right(one, x)) % 2 for one in crossed)


def _curve(supplier: str, recipient: str) -> str:
    """A curve that bends to its left, so that the two directions between two states stay apart."""
    (ax, ay), (bx, by) = places()[supplier], places()[recipient]
    length = hypot(bx - ax, by - ay) or 1
    bend = min(0.28 * length, 70) / length
    mx, my = (ax + bx) / 2 + (by - ay) * bend, (ay + by) / 2 - (bx - ax) * bend
    return f"M{ax} {ay}Q{mx:.1f} {my:.1f} {bx} {by}"


def _marks(kept: Iterable[tuple[tuple[str, str], int]], name: Any, shown: Frame) -> list[Mark]:
    weight: dict[str, int] = {}
    receives: set[str] = set()
    for (supplier, recipient), number in kept:
        weight[supplier] = weight.get(supplier, 0) + number
        weight[recipient] = weight.get(recipient, 0) + number
        receives.add(recipient)
    order = sorted(weight, key=lambda code: (-weight[code], code))
    dot = 3 * shown.scale
    taken = [_box(places()[code], dot, dot) for code in order]
    roomy = list(taken)
    marks = []
    for number, code in enumerate(order):
        x, y = places()[code]
        wide = len(str(name(code))) * _WIDE * LETTERS * shown.scale
        anchor = _room(x, y, wide, taken, shown) if number < LABELS else ""
        is_roomy = bool(anchor) and _room(x, y, 2 * wide, roomy, shown, (anchor,)) != ""
        radius = round((2.2 + min(weight[code], 12) * 0.18) * shown.scale**0.5, 1)
        marks.append(Mark(code, x, y, radius, code in receives, anchor, is_roomy))
    return marks


def _box(at: tuple[float, float], wide: float, high: float) -> tuple[float, float, float, float]:
    return at[0] - wide, at[1] - high, at[0] + wide, at[1] + high


def _room(
    x: float,
    y: float,
    wide: float,
    taken: list[tuple[float, float, float, float]],
    shown: Frame,
    sides: tuple[str, ...] = ("start", "end"),
) -> str:
    """On which side of a mark a name has room: start, end, or ""; the room is taken then."""
    gap = 6 * shown.scale
    for anchor in sides:
        left = x + gap if anchor == "start" else x - gap - wide
        box = (left, y - gap, left + wide, y + gap)
        free = all(box[2] < it[0] or it[2] < box[0] or box[3] < it[1] or it[3] < box[1] for it in taken)
        if free and box[0] >= shown.left and box[2] <= shown.left + shown.width:
            taken.append(box)
            return anchor
    return ""
