"""Spending: what states spend on their forces, side by side, with gaps shown as gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from materiel import packs
from materiel.weigh.chart import Picture
from materiel.weigh.indicator import Indicator, Missing
from materiel.weigh.reference import Reference, Series, named

MEASURES = {
    "current": "military spending",
    "constant": "military spending constant",
    "share": "gdp share",
    "gdp": "gdp",
    "population": "population",
    "personnel": "personnel",
}
LOCAL = "military spending local"

SINCE = 10
"""Years that are shown where nothing else is asked for."""


def spending(reference: Reference, states: Sequence[str], since: int | None = None) -> Indicator:
    """What ``states`` spent, a row a state and year; of more than two states the latest year first.

    Columns: ``current`` (US$ of the year), ``constant`` (US$ of the edition's base year), ``local`` (own currency, of
    one state alone), ``share`` (per cent of gross domestic product), ``gdp``, ``per_head`` and ``per_soldier`` (current
    US$), ``growth`` (per cent against the year before, of the constant series where there is one), ``ratio`` (current,
    to the second of two states), ``flag`` (estimate, uncertain, missing, absent). The value is the ratio of two states,
    the spending of one, or the sum of several, in the last year for which all or, failing that, most have a figure.
    ``Missing`` where no state has any.
    """
    held = {name: reference.series(measure, states) for name, measure in MEASURES.items()}
    years = sorted(set(held["current"].years()) | set(held["constant"].years()) | set(held["share"].years()))
    if not years:
        raise Missing(
            f"there are no figures of the spending of {packs.state_names(states)}; import a series with "
            "`materiel import milex FILE` or `materiel import wdi FILE`"
        )
    first = since if since is not None else years[-1] - SINCE
    rows = [_row(state, year, held) for state in states for year in range(first, years[-1] + 1) if year >= years[0]]
    if len(states) == 1:
        held["local"] = reference.series(LOCAL, states)
        rows = [_with_local(row, held["local"]) for row in rows]
    if len(states) == 2:
        rows = [{**row, "ratio": _ratio(row, states, held["current"])} for row in rows]
    if len(states) > 2:
        rows.sort(key=lambda row: (-row["year"], row["country"]))
    value, unit, year, absent = _value(states, held["current"])
    warnings = [f"no figure of {packs.state_names(absent)} for {year}"] if absent and year else []
    if year is not None and year < years[-1]:
        warnings.append(
            f"figures in US dollars end in {year}, shares of GDP in {years[-1]}; an import may reach further"
        )
    if year is None:
        warnings.append(f"no figure of {packs.state_names(states)} in US dollars; shares of GDP alone are known")
    warnings += _doubts(rows)
    return Indicator(
        name="spending",
        about=tuple(states),
        value=value,
        unit=unit,
        method="figures as published; ratios, growth and figures a head are made of figures of the same year",
        period=(str(year), str(year)) if year else None,
        rows=tuple(rows),
        editions=named(one.edition for one in held.values() if one.figures),
        warnings=tuple(warnings),
        picture=_picture(rows),
    )


def _row(state: str, year: int, held: Mapping[str, Series]) -> dict[str, Any]:
    told = {name: series.value(state, year) for name, series in held.items()}
    grown = held["constant"] if held["constant"].value(state, year) is not None else held["current"]
    flags = [held[name].flag(state, year) for name in ("current", "constant", "share")]
    known = [flag for flag in flags if flag != "missing"]
    return {
        "country": state,
        "name": packs.state_name(state),
        "year": year,
        "current": told["current"],
        "constant": told["constant"],
        "share": told["share"],
        "gdp": told["gdp"],
        "per_head": quotient(told["current"], told["population"]),
        "per_soldier": quotient(told["current"], told["personnel"]),
        "growth": growth(grown.value(state, year - 1), grown.value(state, year)),
        "flag": max(known, key=("", "estimate", "uncertain", "absent").index) if known else "missing",
    }


def _with_local(row: Mapping[str, Any], local: Series) -> dict[str, Any]:
    """The row with the amount in the state's own currency, before the shares made of others."""
    told: dict[str, Any] = {}
    for name, value in row.items():
        told[name] = value
        if name == "constant":
            told["local"] = local.value(row["country"], row["year"])
    return told


def quotient(one: float | None, other: float | None) -> float | None:
    """``one`` divided by ``other``; None where either is unknown or the second is nothing."""
    return one / other if one is not None and other else None


def growth(before: float | None, after: float | None) -> float | None:
    """Change in per cent from one year to the next; None where either is unknown."""
    ratio = quotient(after, before)
    return None if ratio is None else 100 * (ratio - 1)


def _ratio(row: Mapping[str, Any], states: Sequence[str], current: Series) -> float | None:
    """The first state's spending of the row's year over the second's; on the rows of the first alone."""
    if row["country"] != states[0]:
        return None
    return quotient(row["current"], current.value(states[1], row["year"]))


def _value(states: Sequence[str], current: Series) -> tuple[float | None, str, int | None, list[str]]:
    """(value, unit, year, states without a figure)."""
    years = current.years()
    if not years:
        return None, "USD", None, []
    told = {year: [state for state in states if current.value(state, year) is not None] for year in years}
    most = max(len(found) for found in told.values())
    year = max(year for year in years if len(told[year]) == most)
    values = [current.value(state, year) for state in told[year]]
    absent = [state for state in states if state not in told[year]]
    if len(states) == 2:
        both = values[0] is not None and len(values) == 2
        name = f"times the spending of {packs.state_name(states[1])}"
        return (quotient(values[0], values[1]) if both else None), name, year, absent
    return sum(value for value in values if value is not None), "USD", year, absent


def _doubts(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    told = []
    for flag, words in (("estimate", "estimates of the source"), ("uncertain", "highly uncertain")):
        years: dict[str, list[int]] = {}
        for row in rows:
            if row["flag"] == flag:
                years.setdefault(row["country"], []).append(row["year"])
        if years:
            parts = (f"{packs.state_name(state)} {_spans(own)}" for state, own in years.items())
            told.append(f"{words}: {'; '.join(parts)}")
    return told


def _spans(years: Sequence[int]) -> str:
    """Years as spans without gaps: 2014-2018, 2020."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], year]
        else:
            spans.append([year])
    return ", ".join("-".join(str(year) for year in span) for span in spans)


def _picture(rows: Sequence[Mapping[str, Any]]) -> Picture:
    column = max(("current", "constant", "share"), key=lambda name: sum(row[name] is not None for row in rows))
    unit = {"current": "US dollars of the year", "constant": "constant US dollars", "share": "per cent of GDP"}[column]
    return Picture("lines", "Military spending", "year", column, "name", unit)
