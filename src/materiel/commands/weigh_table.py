"""Rows of an answer of ``materiel weigh`` as a table for the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from materiel import packs
from materiel.commands import grid
from materiel.weigh.chart import short
from materiel.weigh.indicator import UNTOLD

Row = Mapping[str, Any]

MOST = 24
"""Rows of a table on the screen; ``--format json`` has all."""

FEW, MANY = 3, 9
"""Up to so few rows of more columns than so many stand side by side, a line a column, as they would not fit."""

CODES = {"country", "state", "supplier", "recipient", "actor", "target", "states"}
"""Columns of codes, which people read as names."""

YEARS = {"year", "last"}
"""Columns of years, which are written without a comma."""

LABELS = {
    "stock": "neighbours' stock",
    "k": "k reaction",
    "a": "a fatigue",
    "g": "g grievance",
    "t": "t of k",
    "p": "p of k",
    "gain": "gain by k",
    "durbin_watson": "Durbin-Watson",
    "serial": "p, Breusch-Godfrey",
    "flipped": "index if turned",
    "explained": "R²",
    "control_hits": "their controls",
    "pair_hits": "of these hits",
    "gdp": "GDP",
    "spending.current": "US$",
    "spending.constant": "constant US$",
    "spending.local": "own currency",
    "spending.share": "% of GDP",
    "spending.per_head": "a head",
    "spending.per_soldier": "a soldier",
    "spending.growth": "growth, %",
}
"""What columns are called on the screen, where their name does not tell a reader; of one answer alone, after its name.
"""


def table(answer: str, rows: Sequence[Row]) -> None:
    """Prints the rows of an answer that fit a screen; a value with bounds is one cell."""
    held = _outcomes(rows)
    bounds = {f"{name}_{end}" for name in held[0] for end in ("low", "high") if f"{name}_{end}" in held[0]}
    codes = {"country", "state", "supplier"} if "name" in held[0] else set()
    told = [name for name in held[0] if name not in UNTOLD | bounds | codes]
    columns = [name for name in told if any(row.get(name) not in (None, "", [], ()) for row in held)]
    heads = [LABELS.get(f"{answer}.{name}") or LABELS.get(name, name.replace("_", " ")) for name in columns]
    right = [any(_is_number(row.get(name)) for row in held) for name in columns]
    lines = [[_cell(name, row) for name in columns] for row in held[:MOST]]
    if len(held) <= FEW and len(columns) > MANY:
        names, *lines = map(list, zip(heads, *lines, strict=True))
        names[0] = ""
        heads, right = names, [False] + [True] * len(held)
    grid.table(heads, right, [[(cell, "") for cell in line] for line in lines])


def _outcomes(rows: Sequence[Row]) -> Sequence[Row]:
    """Rows that hold several outcomes, each with its change and how sure that is, as a row an outcome."""
    names = [name for name in rows[0] if f"{name}_change" in rows[0] and f"{name}_sure" in rows[0]]
    if not names:
        return rows
    return [
        {"course": row["outcome"]}
        | {"outcome": name, "level": row[name], "impact": row[f"{name}_change"], "how sure": row[f"{name}_sure"]}
        | {f"level_{end}": row.get(f"{name}_{end}") for end in ("low", "high")}
        for row in rows
        for name in names
    ]


def number(value: Any) -> str:
    """A number as tables show it: 1.23bn, 0.354, 1,150."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer() and abs(value) < 1e5):
        return f"{value:,.0f}"
    if isinstance(value, list | tuple):
        return ", ".join(number(one) for one in value)
    return short(value) if isinstance(value, float) else str(value)


def _cell(name: str, row: Mapping[str, Any]) -> str:
    value = row.get(name)
    if value is None:
        return "–"
    if name in CODES:
        return _named(str(value))
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    told = str(value) if name in YEARS else number(value)
    ends = [row.get(f"{name}_{end}") for end in ("low", "high")]
    return told if None in ends else f"{told} ({number(ends[0])} to {number(ends[1])})"


def _named(codes: str) -> str:
    """Codes as names: ``SRB XKX`` and ``FRA, ITA`` too."""
    joint = ", " if ", " in codes else " "
    known = [packs.state_name(code) if code in packs.states() else code for code in codes.split(joint)]
    return (", " if joint == ", " else " – ").join(known)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
