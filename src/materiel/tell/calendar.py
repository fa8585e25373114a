"""The calendar archive: years, a month as a grid of days, a day's deals."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from materiel.record import browse
from materiel.tell import facts, render, rows, topics
from materiel.tell import words as say
from materiel.tell.source import source
from materiel.tell.tongue import told

MOST = 200
"""Deals that the page of a month lists; those of its days have all."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month's grid; ``number`` is 0 for one of another month."""

    number: int
    date: str
    deals: int


def years(request: Request) -> Response:
    """Every year with its months and how many deals were last reported in each."""
    counted = _months(source(request).days())
    told_years = sorted({month[:4] for month in counted}, reverse=True)
    grid = [
        (year, [(f"{year}-{it:02}", counted.get(f"{year}-{it:02}", 0)) for it in range(1, 13)]) for year in told_years
    ]
    undated = {year: counted.get(year, 0) for year in told_years}
    return render.page(
        request, "years.html", {"years": grid, "undated": undated, "most": max(counted.values(), default=1)}
    )


def date(request: Request) -> Response:
    """A month as a grid, or a day (or a year of which no more is known) as a list."""
    key = str(request.path_params["key"])
    if not say.is_date(key):
        raise HTTPException(404, told("This is no date of the calendar."))
    counted = source(request).days()
    if len(key) == 7:
        return _month(request, key, counted)
    found = topics.find("day", key)
    deals = found.deals(source(request)) if found else []
    if not found or not deals:
        raise HTTPException(404, told("No deal was last reported on this day."))
    known = [day for day in counted if len(day) == len(key)]
    around = _around(key, known)
    values = {"topic": found, "deals": deals, "count": len(deals), "page": 1, "pages": 1, "per_page": len(deals)}
    return render.page(
        request, "topic.html", values | facts.facts(found, found.tally(source(request))) | {"around": around}
    )


def _month(request: Request, key: str, counted: Mapping[str, int]) -> Response:
    known = sorted(month for month in _months(counted) if len(month) == 7)
    if key not in known:
        raise HTTPException(404, told("No deal was last reported in this month."))
    year, month = int(key[:4]), int(key[5:])
    weeks = [
        [Day(it, f"{key}-{it:02}", counted.get(f"{key}-{it:02}", 0)) for it in week]
        for week in months.Calendar().monthdayscalendar(year, month)
    ]
    found = rows.rows(source(request).ask(browse.packed_deals, {}, (key, f"{key}-99"), MOST))
    values = {"month": key, "weeks": weeks, "deals": found, "around": _around(key, known)}
    return render.page(request, "month.html", values | {"undated": counted.get(key, 0), "count": _months(counted)[key]})


def _months(counted: Mapping[str, int]) -> Mapping[str, int]:
    """Deals by month, and by year for those of which only the year is known."""
    found: dict[str, int] = {}
    for day, number in counted.items():
        found[day[:7]] = found.get(day[:7], 0) + number
    return found


def _around(key: str, known: Sequence[str]) -> tuple[str | None, str | None]:
    """The one before and the one after."""
    at = known.index(key)
    return (known[at - 1] if at else None), (known[at + 1] if at + 1 < len(known) else None)
