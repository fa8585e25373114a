"""SIPRI's trade register as CSV: a line a deal (16 columns, 2023 on) or a line a deal and year (17 columns, 2025
on)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from materiel import packs
from materiel.weigh.importers.imported import Imported, refused, text, unknown
from materiel.weigh.importers.names import state

LAYOUTS = "lines of 16 columns from 'Recipient' to 'SIPRI TIV of delivered weapons', or 17 from 'SIPRI AT Database ID'"
_DEALS = ("recipient", "supplier", "year of order")
_YEARS = ("sipri at database id", "supplier", "recipient")
_NOBODY = re.compile(r"unknown (supplier|recipient)", re.I)
_STARS = re.compile(r"\*+$")


def read(path: Path) -> Imported:
    """The register's deals as transfers; ``counts`` counts its lines.

    A deal has supplier and recipient as codes (armed groups and organisations by name), the category of the codebook
    that its description tells, numbers ordered and delivered, the years of delivery and the source's volume of
    deliveries. Lines broken by a line break within are mended; what stays too short is counted. Raises ``Missing`` for
    other files and for a state that no table knows.
    """
    found = Imported("sipri", "SIPRI Arms Transfers Database, trade register")
    lines = text(path)
    names, rows, generated = _table(path, lines)
    strange: list[str] = []
    deals: dict[str, dict[str, Any]] = {}
    make = _of_year if names[0] == _YEARS[0] else _of_deal
    for place, row in enumerate(rows):
        if row is None:
            found.count("broken lines")
            continue
        parties = [_party(row[name], strange) for name in ("supplier", "recipient")]
        found.count("lines")
        make(deals, place, row, parties)
    if strange:
        raise unknown(path, strange, "them to data/reference/names.csv")
    found.transfers = [{**one, "delivered": json.dumps(one["delivered"])} for one in deals.values()]
    years = [int(year) for one in deals.values() for year in one["delivered"]]
    found.title += f" {min(years, default=0)}-{max(years, default=0)}"
    found.title += f", generated {generated}" if generated else ""
    return found


def category(description: str) -> str:
    """The category of the codebook for a description such as ``armoured personnel carrier``."""
    low = f" {description.casefold()} "
    for rule in packs.toml("reference", "arms.toml")["rule"]:
        if any(word in low for word in rule["words"]) and not any(word in low for word in rule.get("unless", ())):
            return str(rule["category"])
    return "other"


def _table(path: Path, lines: str) -> tuple[list[str], Iterator[dict[str, str] | None], str]:
    """(column names in small letters, lines by column name or None where broken, day of generation if told)."""
    told = re.search(r"(\d{1,2} \w+ \d{4})", lines[:3000])
    rows = csv.reader(io.StringIO(lines))
    for cells in rows:
        names = [cell.strip().rstrip(";").casefold() for cell in cells]
        if tuple(names[:3]) in (_DEALS, _YEARS):
            break
    else:
        raise refused(path, "SIPRI trade register", LAYOUTS)
    return names, _lines(rows, names), told[1] if told else ""


def _lines(rows: Iterator[list[str]], names: list[str]) -> Iterator[dict[str, str] | None]:
    before: list[str] = []
    for cells in rows:
        if not any(cell.strip(" ;") for cell in cells):
            continue
        if before:
            cells = [*before[:-1], f"{before[-1]} {cells[0]}", *cells[1:]]
            before = []
        if len(cells) < len(names):
            before = cells
            continue
        if _number(cells[1]) is not None:  # the torn-off end of the line before, filled up to the full width
            yield None
            continue
        row: dict[str, str] = {}
        for index, name in enumerate(names):
            row.setdefault(name or f"mark of {names[index - 1]}", cells[index].strip().rstrip(";"))
        yield row
    if before:
        yield None


def _of_deal(deals: dict[str, dict[str, Any]], place: int, row: Mapping[str, str], parties: list[str]) -> None:
    delivered = row.get("number delivered", row.get("deliveries in the year range", ""))
    years = [year for year in re.split(r"[;,\s]+", row["year(s) of delivery"]) if year.isdigit()]
    volume = _number(row["sipri tiv of delivered weapons"])
    deals[str(place)] = {
        "name": f"line {place + 1}",
        "supplier": parties[0],
        "recipient": parties[1],
        "designation": row["weapon designation"],
        "category": category(row["weapon description"]),
        "ordered": _whole(row["year of order"]),
        "number": _whole(row["number ordered"]) or _whole(delivered),
        "delivered": dict.fromkeys(years),
        "volume": volume,
    }


def _of_year(deals: dict[str, dict[str, Any]], place: int, row: Mapping[str, str], parties: list[str]) -> None:
    name = row["sipri at database id"]
    deal = deals.setdefault(
        name,
        {
            "name": name,
            "supplier": parties[0],
            "recipient": parties[1],
            "designation": row["designation"],
            "category": category(row["description"]),
            "ordered": _whole(row["order date"]),
            "number": None,
            "delivered": {},
            "volume": None,
        },
    )
    number, volume, year = _whole(row["numbers delivered"]), _number(row["tiv delivery values"]), row["delivery year"]
    if year.isdigit():
        deal["delivered"][year] = (deal["delivered"].get(year) or 0) + (number or 0)
    if number is not None:
        deal["number"] = (deal["number"] or 0) + number
    if volume is not None:
        deal["volume"] = (deal["volume"] or 0) + volume


def _party(name: str, strange: list[str]) -> str:
    """The code of a party; empty for an unknown one; the name of an armed group or organisation (with its stars
    off)."""
    name = name.strip()
    if not name or _NOBODY.match(name):
        return ""
    if name.endswith("*"):
        bare = _STARS.sub("", name)
        return next((code for code, row in packs.groups().items() if row["name"] == bare or code == bare), bare)
    found = state(name)
    if found is None:
        strange.append(name)
    return found or ""


def _whole(cell: str) -> int | None:
    number = _number(cell)
    return None if number is None else int(number)


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None
