"""World Bank, World Development Indicators: every shape in which its tables are handed around."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

from materiel import packs
from materiel.weigh.importers.imported import Imported, number, refused, text, unknown
from materiel.weigh.importers.names import state

LAYOUTS = "a header with 'Country Code' and years, or with 'Country Code', 'Year' and indicators"
_YEAR = re.compile(r"(\d{4})(?: \[YR\d{4}\])?")


def read(path: Path) -> Imported:
    """Figures of the indicators in data/reference/wdi.toml as series; cells of others are counted and left out.

    Knows the download of one state or one indicator (with its lines above the header), the bulk file, DataBank's table,
    a table of years without a column for the indicator (told by the file's name) and the long table with a column an
    indicator. Raises ``Missing`` for other files and for a state that is unknown.
    """
    names, rows = _table(path)
    found = Imported("wdi", "World Bank, World Development Indicators")
    known = packs.toml("reference", "wdi.toml")
    strange: list[str] = []
    told: Iterable[tuple[str, str, int, str]]
    years = {name: int(place[1]) for name in names if (place := _YEAR.fullmatch(name))}
    if "Country Code" not in names:
        raise refused(path, "World Bank", LAYOUTS)
    if years:
        told = _wide(rows, years, _indicator(path, names))
    elif "Year" in names:
        told = _long(rows, names)
    else:
        raise refused(path, "World Bank", LAYOUTS)
    seen: set[tuple[str, str, int]] = set()
    for code, indicator, year, cell in told:
        measure = _measure(indicator, known["indicator"])
        country = state(code)
        why = _left_out(code, measure, cell, known["aggregates"]["codes"])
        if why is None and (country is None or measure is None):
            strange.append(code)
        elif why is None and (measure, country, year) in seen:
            found.count("repeated cells")
        elif why is not None:
            found.count(why)
        else:
            assert country and measure
            seen.add((measure, country, year))
            found.count("figures")
            unit = packs.toml("reference", "measures.toml")["measure"][measure]["unit"]
            found.series.append(
                {"measure": measure, "country": country, "year": year, "value": number(cell), "unit": unit, "flag": ""}
            )
    if strange:
        raise unknown(
            path, strange, "them to data/reference/names.csv, or to the aggregates of data/reference/wdi.toml"
        )
    if not found.series:
        raise refused(path, "World Bank", f"it holds none of the indicators {', '.join(known['indicator'])}")
    last = max(row["year"] for row in found.series)
    found.title += f", {', '.join(sorted({row['measure'] for row in found.series}))} to {last}"
    return found


def _left_out(code: str, measure: str | None, cell: str, groups: Container[str]) -> str | None:
    """Why a cell is no figure of a state; None where it is one."""
    if measure is None:
        return "cells of other indicators"
    if not code.strip():
        return "lines without a state"
    if code in groups:
        return "cells of groups of states and of territories"
    return "empty cells" if number(cell) is None else None


def _table(path: Path) -> tuple[list[str], Iterator[dict[str, str]]]:
    """(column names, rows), with the lines above the header left out."""
    lines = list(csv.reader(io.StringIO(text(path))))
    start = next(
        (index for index, cells in enumerate(lines[:12]) if "Country Code" in [one.strip() for one in cells]), None
    )
    if start is None:
        raise refused(path, "World Bank", LAYOUTS)
    names = [name.strip() for name in lines[start]]
    return names, (dict(zip(names, cells, strict=False)) for cells in lines[start + 1 :] if any(cells))


def _wide(
    rows: Iterable[Mapping[str, str]], years: Mapping[str, int], told: str | None
) -> Iterator[tuple[str, str, int, str]]:
    for row in rows:
        indicator = told or row.get("Indicator Code") or row.get("Series Code") or ""
        for name, year in years.items():
            yield row.get("Country Code") or "", indicator, year, row.get(name) or ""


def _long(rows: Iterable[Mapping[str, str]], names: list[str]) -> Iterator[tuple[str, str, int, str]]:
    columns = [name for name in names if name not in ("Country Name", "Country Code", "Year")]
    for row in rows:
        for name in columns:
            yield row["Country Code"], name, int(float(row["Year"])), row.get(name) or ""


def _indicator(path: Path, names: list[str]) -> str | None:
    """The indicator of a table that has no column for it, told by the file's name; None where a column tells it."""
    if {"Indicator Code", "Series Code"} & set(names):
        return None
    low = re.sub(r"[^a-z]+", " ", path.name.casefold())
    found = [code for code, one in packs.toml("reference", "wdi.toml")["indicator"].items() if one.get("file") in low]
    if len(found) != 1:
        raise refused(
            path, "World Bank", "no column and no word of the file's name tells the indicator: name it GDP.csv"
        )
    return str(found[0])


def _measure(indicator: str, known: Mapping[str, Mapping[str, str]]) -> str | None:
    """The measure of an indicator's code or name."""
    if indicator in known:
        return known[indicator]["measure"]
    return next((one["measure"] for one in known.values() if one["name"] == indicator), None)
