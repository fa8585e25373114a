"""Chart: rows as a small SVG picture, with the names on the lines and gaps left as gaps. No script, no font, no net."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, isfinite, log10
from typing import Any

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 76, 150, 48, 44
INK = "#1f2430"
COLOURS = ("#0b6e99", "#c2410c", "#3f7d20", "#7c3aed", "#b0126b", "#8a6d00", "#00736a", "#5b6472")
"""Told apart by people with the common kinds of colour blindness; after eight lines the names alone tell."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """How rows are drawn: ``kind`` is lines or bars; ``x``, ``y`` and ``by`` name columns; ``low`` and ``high`` columns
    make a band around a line. ``zero`` starts the vertical axis at 0."""

    kind: str
    title: str
    x: str
    y: str
    by: str | None = None
    unit: str = ""
    low: str | None = None
    high: str | None = None
    zero: bool = True


def draw(picture: Picture, rows: Sequence[Row]) -> str:
    """The picture of ``rows`` as one SVG document; a row without a value is a gap."""
    body = _bars(picture, rows) if picture.kind == "bars" else _lines(picture, rows)
    title = f'<text x="16" y="26" font-size="16" font-weight="600">{escape(picture.title)}</text>'
    if picture.unit:
        title += f'<text x="16" y="42" font-size="11" fill="#5b6472">{escape(picture.unit)}</text>'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{escape(picture.title, quote=True)}" font-family="sans-serif" fill="{INK}">'
    )
    return f'{head}<rect width="100%" height="100%" fill="#fff"/>{title}{body}</svg>\n'


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


def _number(value: Any) -> float | None:
    good = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return float(value) if good else None


def _lines(picture: Picture, rows: Sequence[Row]) -> str:
    points = [(x, row) for row in rows if (x := _number(row.get(picture.x))) is not None]
    columns = [name for name in (picture.y, picture.low, picture.high) if name]
    values = [value for _, row in points for name in columns if (value := _number(row.get(name))) is not None]
    if not values:
        return _nothing()
    xs = [x for x, _ in points]
    left, right = min(xs), max(xs)
    marks = ticks(min([*values, 0.0] if picture.zero else values), max(values))
    across = _scale(left, right if right > left else left + 1, LEFT, WIDTH - RIGHT)
    up = _scale(marks[0], marks[-1], HEIGHT - BOTTOM, TOP + 12)
    parts = [_axis(marks, up)]
    parts += [_below(across(mark), f"{mark:.0f}") for mark in ticks(left, right, 7) if left <= mark <= right]
    names = list(dict.fromkeys(str(row.get(picture.by, "")) if picture.by else "" for _, row in points))
    labels = []
    for index, name in enumerate(names):
        own = [(x, row) for x, row in points if not picture.by or str(row.get(picture.by, "")) == name]
        own.sort(key=lambda one: one[0])
        colour = COLOURS[index % len(COLOURS)]
        if picture.low and picture.high:
            parts.append(_band(own, (picture.low, picture.high), (across, up), colour))
        runs = _runs([(x, _number(row.get(picture.y))) for x, row in own])
        for run in runs:
            parts.append(_line([(across(x), up(y)) for x, y in run], colour))
        if runs:
            x, y = runs[-1][-1]
            labels.append((up(y), across(x), name, colour))
    return "".join(parts) + "".join(_labels(labels))


def _bars(picture: Picture, rows: Sequence[Row]) -> str:
    told = [(str(row.get(picture.x, "")), value) for row in rows if (value := _number(row.get(picture.y))) is not None]
    told = told[:14]
    if not told:
        return _nothing()
    marks = ticks(min(0.0, *(value for _, value in told)), max(0.0, *(value for _, value in told)))
    across = _scale(marks[0], marks[-1], LEFT + 90, WIDTH - 60)
    high = (HEIGHT - TOP - BOTTOM) / len(told)
    parts = []
    for index, (name, value) in enumerate(told):
        top = TOP + 12 + index * high
        start, end = sorted((across(0), across(value)))
        parts.append(
            f'<text x="{LEFT + 82}" y="{top + high * 0.55:.1f}" font-size="11" text-anchor="end">{escape(name[:26])}'
            f'</text><rect x="{start:.1f}" y="{top + high * 0.12:.1f}" width="{max(end - start, 1):.1f}" '
            f'height="{high * 0.66:.1f}" fill="{COLOURS[0]}"/>'
            f'<text x="{end + 5:.1f}" y="{top + high * 0.55:.1f}" font-size="11">{short(value)}</text>'
        )
    return "".join(parts)


def _scale(low: float, high: float, start: float, end: float) -> Any:
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _axis(marks: Iterable[float], up: Any) -> str:
    lines = []
    for mark in marks:
        y = up(mark)
        lines.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e3e6ea"/>'
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" font-size="11" text-anchor="end">{short(mark)}</text>'
        )
    return "".join(lines)


def _below(x: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" font-size="11" text-anchor="middle">{text}</text>'


def _runs(points: Iterable[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    """The stretches of points without a gap between them."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in points:
        if y is None:
            runs.append([])
        else:
            runs[-1].append((x, y))
    return [run for run in runs if run]


def _line(points: Sequence[tuple[float, float]], colour: str) -> str:
    if len(points) == 1:
        x, y = points[0]
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>'
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'


def _band(own: Sequence[tuple[float, Row]], columns: tuple[str, str], scales: Any, colour: str) -> str:
    across, up = scales
    held = [(x, _number(row.get(columns[0])), _number(row.get(columns[1]))) for x, row in own]
    whole = [(x, low, high) for x, low, high in held if low is not None and high is not None]
    if len(whole) < 2:
        return ""
    edge = [(across(x), up(high)) for x, _, high in whole] + [(across(x), up(low)) for x, low, _ in reversed(whole)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in edge)
    return f'<polygon points="{path}" fill="{colour}" fill-opacity="0.15"/>'


def _labels(labels: Iterable[tuple[float, float, str, str]]) -> Iterable[str]:
    """The names at the ends of their lines, pushed apart where they would overlap."""
    low = 0.0
    for y, x, name, colour in sorted(labels):
        y = max(y, low + 13)
        low = y
        yield f'<text x="{x + 6:.1f}" y="{y + 4:.1f}" font-size="12" fill="{colour}">{escape(name[:22])}</text>'


def _nothing() -> str:
    return f'<text x="{WIDTH / 2}" y="{HEIGHT / 2}" font-size="13" text-anchor="middle">no values to draw</text>'
