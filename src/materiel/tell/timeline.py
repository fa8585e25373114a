"""Timelines as plain numbers: each deal a line from order to delivery, over the time in which it was reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from materiel.record.days import first, last
from materiel.record.ladder import STOPS
from materiel.tell import words as say
from materiel.tell.tongue import told

Row = Mapping[str, Any]
MOST = 12
"""Deals that are drawn; the list below the timeline has all."""

TICKS = 8
"""Years that are written under a timeline at most."""

LATEST = 2200
"""A year from which a date is no plan but a slip; it would leave no room for the others."""


@dataclass(frozen=True, slots=True)
class Line:
    """A deal; places are per cent of the width, None where a date is not told. ``words`` says the same."""

    deal: Row
    reported: tuple[float, float] | None
    course: tuple[float, float] | None
    order: float | None
    delivery: float | None
    stop: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lines from the earliest down, and the beginnings of years that are written: (place, year)."""

    lines: tuple[Line, ...]
    years: tuple[tuple[float, str], ...]


def of(rows: Sequence[Row]) -> Timeline | None:
    """The timeline of the deals last reported; None where fewer than two have a date."""
    held = list(islice(((row, days) for row in rows if (days := _days(row))), MOST))
    if len(held) < 2:
        return None
    every = [day for _, days in held for day in days.values()]
    begin, end = min(every).year, max(every).year + 1
    start, span = date(begin, 1, 1).toordinal(), date(end, 1, 1).toordinal() - date(begin, 1, 1).toordinal()
    lines = [
        _line(row, {name: round((day.toordinal() - start) / span * 100, 2) for name, day in days.items()})
        for row, days in sorted(held, key=lambda one: (min(one[1].values()), one[0]["id"]))
    ]
    step = -(-(end - begin) // TICKS)
    years = range(begin, end, step)
    places = (round((date(year, 1, 1).toordinal() - start) / span * 100, 2) for year in years)
    return Timeline(tuple(lines), tuple(zip(places, map(str, years), strict=True)))


def _days(row: Row) -> dict[str, date]:
    """The days of a deal that are told, a month or year at its beginning, the ends of ranges at their end."""
    found: dict[str, date] = {}
    for name in ("order_date", "delivery_date", "first_reported", "last_reported"):
        begin, _, end = (row.get(name) or "").partition("/")
        found |= {name: date.fromisoformat(first(begin))} if begin else {}
        found |= {f"{name}_end": date.fromisoformat(last(end))} if end else {}
    return {name: day for name, day in found.items() if day.year < LATEST}


def _line(row: Row, at: Mapping[str, float]) -> Line:
    order, delivery = at.get("order_date"), at.get("delivery_date_end", at.get("delivery_date"))
    reported = (at["first_reported"], at["last_reported"]) if "last_reported" in at else None
    begin = order if order is not None else at.get("delivery_date")
    course = (min(begin, delivery), max(begin, delivery)) if begin is not None and delivery is not None else None
    stop = at.get("last_reported") if row["status"] in STOPS else None
    return Line(row, reported, course, order, None if stop else delivery, stop, _words(row))


def _words(row: Row) -> str:
    parts = [told("ordered") + f" {say.day(row['order_date'])}"] if row["order_date"] else []
    if row["delivery_date"]:
        word = told("delivered") if row["status"] == "delivered" else told("delivery")
        parts.append(f"{word} {say.day(row['delivery_date'])}")
    if row["first_reported"]:
        days = dict.fromkeys((row["first_reported"], row["last_reported"]))
        parts.append(told("reported") + " " + " – ".join(map(say.day, days)))
    return "; ".join([say.word("status", row["status"]), *parts])
