"""SIPRI's military-expenditure workbook: every sheet of figures, with what its font colours and signs say of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.styles.colors import COLOR_INDEX

from materiel.weigh.importers.imported import Imported, refused, unknown
from materiel.weigh.importers.names import state

SHEETS: tuple[tuple[str, str, str, float], ...] = (
    (r"Constant \((\d{4})\) US\$", "military spending constant", "USD {}", 1e6),
    (r"Current US\$", "military spending", "USD", 1e6),
    (r"Share of GDP", "gdp share", "per cent", 100),
    (r"Per capita", "military spending per head", "USD", 1),
    (r"Share of Govt\. spending", "government share", "per cent", 100),
    (r"Local currency financial years", "military spending local financial", "local currency", 1),
    (r"Local currency calendar years", "military spending local", "local currency", 1),
)
"""(name of the sheet, measure, unit, by what its figures are multiplied to be in that unit)."""

MISSING = {"...", ". .", "..", "…"}
ABSENT = {"xxx"}
LEGEND = ("Front page", "Regional totals", "Footnotes")
_YEAR = re.compile(r"(\d{4})(?:\.0)?")


def read(path: Path) -> Imported:
    """The workbook's figures as series; ``counts`` counts cells of the sheets of states, and headings by row.

    Blue figures are the source's estimates, red ones highly uncertain; ``. .`` is missing, ``xxx`` that there was no
    such state. Raises ``Missing`` for a file that is no such workbook, and where a state's name is unknown.
    """
    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise refused(path, "SIPRI military-expenditure", "an .xlsx workbook with a sheet 'Current US$'") from error
    found = Imported("milex", "SIPRI Military Expenditure Database")
    strange: list[str] = []
    years: set[int] = set()
    for name in book.sheetnames:
        known = next(((rule, place) for rule in SHEETS if (place := re.fullmatch(rule[0], name.strip()))), None)
        if known is None:
            if name.strip() not in LEGEND:
                found.count(f"sheets not read: {name}")
            continue
        (_, measure, unit, scale), place = known
        unit = unit.format(*place.groups())
        for country, year, value, flag in _sheet(book[name], found, strange):
            amount = None if value is None else value * scale
            found.series.append(
                {"measure": measure, "country": country, "year": year, "value": amount, "unit": unit, "flag": flag}
            )
            years.add(year)
    if not found.series:
        raise refused(path, "SIPRI military-expenditure", "an .xlsx workbook with a sheet 'Current US$'")
    if strange:
        raise unknown(path, strange, "them to data/reference/names.csv")
    found.title += f" {min(years)}-{max(years)}"
    return found


def _sheet(sheet: Any, found: Imported, strange: list[str]) -> Iterator[tuple[str, int, float | None, str]]:
    """(state, year, figure, flag) of each cell with a figure or sign."""
    columns: dict[int, int] = {}
    for row in sheet.iter_rows():
        first = str(row[0].value or "").strip() if row else ""
        if not columns:
            if first == "Country":
                columns = _years(row)
            continue
        cells = [(columns[index], row[index]) for index in columns if index < len(row)]
        if not first:
            continue
        if all(cell.value in (None, "") for _, cell in cells):
            found.count("headings and notes")
            continue
        country = state(first)
        if country is None:
            strange.append(first)
            continue
        for year, cell in cells:
            told = _figure(cell)
            found.count(told[2])
            if told[2] != "empty cells":
                yield country, year, told[0], told[1]


def _years(row: Sequence[Any]) -> dict[int, int]:
    """Column to year; years may be numbers or text such as ``1990.0``."""
    found = {}
    for index, cell in enumerate(row):
        place = _YEAR.fullmatch(str(cell.value).strip()) if cell.value is not None else None
        if place:
            found[index] = int(place[1])
    return found


def _figure(cell: Any) -> tuple[float | None, str, str]:
    """(figure, flag, what it counts as) of a cell."""
    value = cell.value
    if isinstance(value, str):
        sign = value.strip()
        if sign in MISSING:
            return None, "missing", "not available (. .)"
        if sign.casefold() in ABSENT:
            return None, "absent", "no such state then (xxx)"
        if not sign:
            return None, "", "empty cells"
        value = float(sign)
    if value is None:
        return None, "", "empty cells"
    flag = _flag(cell)
    return float(value), flag, f"figures, {flag}" if flag else "figures"


def _flag(cell: Any) -> str:
    """What the colour of a figure says: blue is an estimate, red highly uncertain."""
    colour = cell.font.color if cell.font else None
    if colour is None:
        return ""
    told = colour.rgb if colour.type == "rgb" else COLOR_INDEX[colour.indexed] if colour.type == "indexed" else ""
    if not isinstance(told, str) or len(told) < 6:
        return ""
    red, green, blue = (int(told[-6:][start : start + 2], 16) for start in (0, 2, 4))
    if blue > 150 and red < 100 and green < 150:
        return "estimate"
    return "uncertain" if red > 150 and green < 100 and blue < 100 else ""
