"""Chart: rows as a small SVG picture, with the names on the lines and gaps left as gaps. No script, no font, no net."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from materiel.weigh.columns import columns
from materiel.weigh.ink import (
    BOTTOM,
    COLOURS,
    FLOOR,
    GRID,
    HEIGHT,
    INK,
    LEFT,
    PALE,
    RIGHT,
    TOP,
    WIDTH,
    Picture,
    Row,
    Scale,
    apart,
    axis,
    below,
    nothing,
    number,
    scale,
    short,
    ticks,
)
from materiel.weigh.network import network

__all__ = ["Picture", "draw", "short", "ticks"]

MOST = 14
"""Bars that a picture holds; tables have the rest."""

NOTE = 140
"""Letters of a note that a picture has room for."""

BAR = 38
"""The room of a bar where there are few."""

LABEL = 52
"""Letters of a bar's name that it has room for."""


def draw(picture: Picture, rows: Sequence[Row], note: str = "") -> str:
    """The picture of ``rows`` (or of its own) as one SVG document; a row without a value is a gap. ``note`` stands at
    its foot, cut where the sheet ends."""
    height = _floor(picture, rows) + BOTTOM
    drawn = {"bars": _bars, "lines": _lines, "columns": columns, "network": network}[picture.kind]
    body = drawn(picture, picture.rows or rows)
    title = f'<text x="16" y="26" font-size="16" font-weight="600">{escape(picture.title)}</text>'
    if picture.unit:
        title += f'<text x="16" y="42" font-size="11" fill="{PALE}">{escape(picture.unit)}</text>'
    if note:
        told = _cut(note, NOTE)
        title += f'<text x="16" y="{height - 8:g}" font-size="10" fill="{PALE}">{escape(told)}</text>'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}" '
        f'role="img" aria-label="{escape(picture.title, quote=True)}" font-family="sans-serif" fill="{INK}">'
    )
    return f'{head}<rect width="100%" height="100%" fill="#fff"/>{title}{body}</svg>\n'


def _floor(picture: Picture, rows: Sequence[Row]) -> float:
    """Where the horizontal axis lies: pictures of few bars are low."""
    if picture.kind != "bars":
        return FLOOR
    many = sum(number(row.get(picture.y)) is not None for row in picture.rows or rows)
    return min(FLOOR, TOP + 12 + BAR * max(many, 2))


def _lines(picture: Picture, rows: Sequence[Row]) -> str:
    points = [(x, row) for row in rows if (x := number(row.get(picture.x))) is not None]
    names = [name for name in (picture.y, picture.low, picture.high) if name]
    values = [value for _, row in points for name in names if (value := number(row.get(name))) is not None]
    if not values:
        return nothing()
    xs = [x for x, _ in points]
    left, right = min(xs), max(xs)
    marks = ticks(min([*values, 0.0] if picture.zero else values), max(values))
    across = scale(left, right if right > left else left + 1, LEFT, WIDTH - RIGHT)
    up = scale(marks[0], marks[-1], HEIGHT - BOTTOM, TOP + 12)
    parts = [axis(marks, up)]
    parts += [below(across(mark), _when(mark, picture.months)) for mark in _marks(left, right, picture.months)]
    told = list(dict.fromkeys(str(row.get(picture.by, "")) if picture.by else "" for _, row in points))
    labels = []
    for index, name in enumerate(told):
        own = [(x, row) for x, row in points if not picture.by or str(row.get(picture.by, "")) == name]
        own.sort(key=lambda one: one[0])
        colour = COLOURS[index % len(COLOURS)]
        if picture.low and picture.high:
            parts.append(_band(own, (picture.low, picture.high), (across, up), colour))
        runs = _runs([(x, number(row.get(picture.y))) for x, row in own])
        for run in runs:
            parts.append(_line([(across(x), up(y)) for x, y in run], colour))
        if runs:
            x, y = runs[-1][-1]
            labels.append((up(y), across(x), name, colour))
    return "".join(parts) + "".join(_labels(labels))


def _marks(left: float, right: float, months: bool) -> list[float]:
    """Years to mark; at most two years long, parts of the year too."""
    if months and right - left < 2:
        step = next(step for step in (1 / 12, 2 / 12, 3 / 12, 6 / 12) if (right - left) / step <= 8 or step == 6 / 12)
        first = int(left / step)
        held = [round(index * step, 6) for index in range(first, int(right / step) + 2)]
    else:
        held = [mark for mark in ticks(left, right, 7) if mark == int(mark)]
    return [mark for mark in held if left - 1e-6 <= mark <= right + 1e-6] or [left]


def _when(mark: float, months: bool) -> str:
    if not months:
        return f"{mark:.0f}"
    year, month = divmod(int(mark * 12 + 1e-4), 12)
    return f"{year}-{month + 1:02d}" if month else str(year)


def _bars(picture: Picture, rows: Sequence[Row]) -> str:
    """Bars from 0 with their values; an interval is a whisker, and its value a dot where the axis goes below 0."""
    held = [(row, value) for row in rows if (value := number(row.get(picture.y))) is not None]
    told = held[:MOST]
    if not told:
        return nothing()
    spans = [_span(picture, row) for row, _ in told]
    ends = [0.0, *(value for _, value in told), *(end for span in spans if span for end in span)]
    marks = ticks(min(ends), max(ends))
    names = [_cut(str(row.get(picture.x, "")), LABEL) for row, _ in told]
    groups = list(dict.fromkeys(str(row.get(picture.by, "")) if picture.by else "" for row, _ in told))
    room = min(LEFT + 14 + 6.2 * max(len(name) for name in names), WIDTH / 2)
    across = scale(marks[0], marks[-1], room, WIDTH - 70)
    share = picture.unit.startswith("share")
    floor = _floor(picture, rows)
    high = (floor - TOP - 12) / len(told)
    parts = [_upright(across(mark), f"{mark:.0%}" if share else short(mark), mark == 0, floor) for mark in marks]
    for index, ((row, value), name, span) in enumerate(zip(told, names, spans, strict=True)):
        middle, tall = TOP + 12 + (index + 0.5) * high, min(high * 0.66, 46)
        colour = (COLOURS[0], PALE)[groups.index(str(row.get(picture.by, "")) if picture.by else "") % 2]
        start, end = sorted((across(0), across(value)))
        wide = max(end - start, 1)
        parts.append(
            f'<text x="{room - 10:.1f}" y="{middle + 4:.1f}" font-size="11" text-anchor="end">{escape(name)}</text>'
        )
        if span:
            low, most = (across(one) for one in span)
            whisker = (
                f'<path d="M{low:.1f},{middle:.1f}H{most:.1f}M{low:.1f},{middle - 4:.1f}v8M{most:.1f},'
                f'{middle - 4:.1f}v8" stroke="{INK}" fill="none"/>'
            )
            end = max(end, most)
        if span and marks[0] < 0:
            parts.append(f'{whisker}<circle cx="{across(value):.1f}" cy="{middle:.1f}" r="5" fill="{colour}"/>')
        else:
            parts.append(
                f'<rect x="{start:.1f}" y="{middle - tall / 2:.1f}" width="{wide:.1f}" '
                f'height="{tall:.1f}" fill="{colour}"/>{whisker if span else ""}'
            )
        label = f"{value:.0%}" if share else short(value)
        parts.append(f'<text x="{end + 6:.1f}" y="{middle + 4:.1f}" font-size="11">{label}</text>')
    if len(held) > MOST:
        more = f"{len(held) - MOST} more in the table"
        parts.append(f'<text x="{WIDTH - 16}" y="26" font-size="11" fill="{PALE}" text-anchor="end">{more}</text>')
    return "".join(parts)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _upright(x: float, text: str, zero: bool, floor: float) -> str:
    """A line upright through a picture of bars, with its number below."""
    colour = PALE if zero else GRID
    line = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP + 8}" y2="{floor:g}" stroke="{colour}"/>'
    return line + below(x, text, floor)


def _span(picture: Picture, row: Row) -> tuple[float, float] | None:
    """The interval of a bar."""
    if not picture.low or not picture.high:
        return None
    low, high = number(row.get(picture.low)), number(row.get(picture.high))
    return None if low is None or high is None else (low, high)


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


def _band(own: Sequence[tuple[float, Row]], columns: tuple[str, str], scales: tuple[Scale, Scale], colour: str) -> str:
    across, up = scales
    held = [(x, number(row.get(columns[0])), number(row.get(columns[1]))) for x, row in own]
    whole = [(x, low, high) for x, low, high in held if low is not None and high is not None]
    if len(whole) < 2:
        return ""
    edge = [(across(x), up(high)) for x, _, high in whole] + [(across(x), up(low)) for x, low, _ in reversed(whole)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in edge)
    return f'<polygon points="{path}" fill="{colour}" fill-opacity="0.15"/>'


def _labels(labels: Iterable[tuple[float, float, str, str]]) -> Iterable[str]:
    """The names at the ends of their lines, pushed apart where they would overlap."""
    held = sorted(labels)
    for place, (_, x, name, colour) in zip(apart([one[0] for one in held]), held, strict=True):
        yield f'<text x="{x + 6:.1f}" y="{place + 4:.1f}" font-size="12" fill="{colour}">{escape(name[:22])}</text>'
