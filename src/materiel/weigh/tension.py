"""Tension of a pair of states: what they did to one another of late, conflict above cooperation, the older the less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from materiel import packs
from materiel.late import Late
from materiel.weigh.chart import Picture
from materiel.weigh.indicator import Indicator, Missing
from materiel.weigh.reactions import Event

if TYPE_CHECKING:
    import numpy as np
else:
    np = Late("numpy")

HALF_LIFE = 90.0
"""Days in which an event loses half its weight."""

DRAWS = 2000
SEED = 20240229
"""The bootstrap's draws and seed: the same events give the same interval."""

WINDOW = 30
"""Days within which reports of one kind of act of one state towards another are taken for one event."""

LEAST_ORIGINS = 5
"""Origins below which an interval says little."""


TESTED = (
    "untested against disputes; in the one month of events that could be tested it ordered pairs by coming conflict no "
    "better than their plain number of events does (bench/README.md)"
)


def tension(
    told: Sequence[Event], pair: tuple[str, str], day: str | None = None, half_life: float = HALF_LIFE
) -> Indicator:
    """The tension of ``pair`` on ``day`` (the day of the latest event, where None).

    The sum over distinct events until then of -intensity * 2^(-age / half_life), age in days: positive where conflict
    prevails, 0 where nothing happened or both cancel out. Reports of one act (actor, target, PLOVER event, at most
    ``WINDOW`` days apart) are one event; its weight is shared equally by the independent origins that tell it, so that
    copies do not count. The interval (95 %) is the percentile bootstrap over origins: the origins are drawn anew with
    replacement (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, 13.3). Rows: an event each. ``assumed``
    shows the value under half and double the half-life. ``Missing`` without any event.
    """
    if not told:
        names = " and ".join(packs.state_name(state) for state in pair)
        raise Missing(
            f"nothing is known of what {names} did to one another; read reports of it, or import events with "
            "`materiel import gdelt FILE`"
        )
    at = date.fromisoformat(day or max(one.day for one in told))
    held = [one for one in distinct(told) if date.fromisoformat(one["day"]) <= at]
    parts = shares(held, at, half_life)
    value = sum(parts.values())
    low, high = bootstrap(parts)
    few = len(parts) < LEAST_ORIGINS
    warnings = ["what newsrooms wrote, not what was done: quiet and unreported look the same", TESTED]
    if few:
        several = f"only {len(parts)} independent origins: the interval understates the doubt"
        warnings.append(several if len(parts) > 1 else "a single independent origin: no interval can be given")
    sides = {str(half_life * factor): sum(shares(held, at, half_life * factor).values()) for factor in (0.5, 2)}
    rows = [{**one, "weight": _weight(at, one["day"], half_life)} for one in held]
    return Indicator(
        name="tension",
        about=pair,
        value=value,
        low=low if len(parts) > 1 else None,
        high=high if len(parts) > 1 else None,
        unit="decayed sum of event intensities, higher is worse",
        method="time-decayed sum over distinct events; interval by bootstrap over independent origins",
        period=(min(one.day for one in told), at.isoformat()),
        rows=tuple(rows),
        rests_on=tuple(dict.fromkeys(one.document for one in told if one.document)),
        warnings=tuple(warnings),
        assumed=(
            ("half_life_days", half_life),
            *((f"value_with_half_life_{float(days):g}", amount) for days, amount in sides.items()),
        ),
        picture=_picture(told, held, at, half_life),
    )


def level(told: Sequence[Event], half_life: float = HALF_LIFE) -> float:
    """The tension on the day of the latest of these events, as a number alone; at least one event must be given."""
    at = date.fromisoformat(max(one.day for one in told))
    return sum(shares(distinct(told), at, half_life).values())


def distinct(told: Sequence[Event]) -> list[dict[str, Any]]:
    """The events, each once: ``{"day", "actor", "target", "event", "intensity", "origins"}``, by day.

    The day is the earliest that tells it, the intensity the mean of what its origins give.
    """
    groups: dict[tuple[str, str | None, str], list[Event]] = defaultdict(list)
    for one in sorted(told, key=lambda one: (one.day, one.origin, one.intensity)):
        groups[one.actor, one.target, one.event].append(one)
    found = []
    for (actor, target, event), own in groups.items():
        run: list[Event] = []
        for one in own:
            if run and (date.fromisoformat(one.day) - date.fromisoformat(run[0].day)).days > WINDOW:
                found.append(_one((actor, target, event), run))
                run = []
            run.append(one)
        found.append(_one((actor, target, event), run))
    return sorted(found, key=lambda one: (one["day"], one["actor"], str(one["target"]), one["event"]))


def shares(held: Sequence[Mapping[str, Any]], at: date, half_life: float) -> dict[str, float]:
    """What each origin adds to the tension at a day: each event's weight in equal parts for those that tell it."""
    parts: dict[str, float] = defaultdict(float)
    for one in held:
        part = -one["intensity"] * _weight(at, one["day"], half_life) / len(one["origins"])
        for origin in one["origins"]:
            parts[origin] += part
    return dict(parts)


def bootstrap(parts: Mapping[str, float], draws: int = DRAWS) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of the sum when the origins are drawn anew with replacement.

    The sum of n draws from n parts has the mean of the sum and n times the variance of the parts.
    """
    amounts = np.sort(np.array(list(parts.values()), dtype=float))
    if not len(amounts):
        return 0.0, 0.0
    sums = np.random.default_rng(SEED).choice(amounts, size=(draws, len(amounts))).sum(axis=1)
    low, high = np.percentile(sums, [2.5, 97.5])
    return float(low), float(high)


def path(told: Sequence[Event], days: Sequence[str], half_life: float = HALF_LIFE) -> list[dict[str, Any]]:
    """The tension on each of ``days``: ``{"day", "tension"}``."""
    held = distinct(told)
    found = []
    for day in days:
        at = date.fromisoformat(day)
        until = [one for one in held if one["day"] <= day]
        found.append({"day": day, "tension": sum(shares(until, at, half_life).values())})
    return found


def _picture(told: Sequence[Event], held: Sequence[Mapping[str, Any]], at: date, half_life: float) -> Picture:
    """The path of the tension: its value on the day of each event and a few days between them."""
    first = date.fromisoformat(min(one["day"] for one in held)) if held else at
    days = {date.fromisoformat(one["day"]).toordinal() for one in held} | {at.toordinal()}
    step = max((at - first).days // 60, 1)
    days |= {day - 1 for day in days if day > first.toordinal()} | set(range(first.toordinal(), at.toordinal(), step))
    path_ = path(told, [date.fromordinal(day).isoformat() for day in sorted(days)], half_life)
    rows = tuple({"when": _decimal(row["day"]), **row} for row in path_)
    unit = f"sum of event intensities, halved every {half_life:g} days; higher is worse"
    return Picture("lines", "Tension", "when", "tension", unit=unit, months=True, rows=rows)


def _decimal(day: str) -> float:
    """A day as a year and its fraction."""
    at = date.fromisoformat(day)
    start = date(at.year, 1, 1).toordinal()
    return at.year + (at.toordinal() - start) / (date(at.year + 1, 1, 1).toordinal() - start)


def _one(what: tuple[str, str | None, str], run: Sequence[Event]) -> dict[str, Any]:
    by_origin: dict[str, list[float]] = defaultdict(list)
    for one in run:
        by_origin[one.origin].append(one.intensity)
    means = [sum(own) / len(own) for own in by_origin.values()]
    return {
        "day": run[0].day,
        "actor": what[0],
        "target": what[1],
        "event": what[2],
        "intensity": sum(means) / len(means),
        "origins": sorted(by_origin),
        "sentence": run[0].sentence,
    }


def _weight(at: date, day: str, half_life: float) -> float:
    return float(2.0 ** (-(at - date.fromisoformat(day)).days / half_life))
