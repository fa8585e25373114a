"""``materiel check``: the figures and claims of a text against reference series and register."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from materiel.commands.grid import Cell, say, table
from materiel.commands.pool import readings
from materiel.commands.screen import fail, several
from materiel.commands.weigh_table import number
from materiel.record.store import Register
from materiel.types import Discarded, Failure
from materiel.weigh.check import check
from materiel.weigh.reference import BUNDLED, Reference

NAMED = 3
"""Names of others that are shown."""

STYLES = {"agrees": "green", "differs": "yellow", "unknown": "dim"}


def show(paths: Sequence[str], place: str | None, usual: str, form: str) -> int:
    """Prints the claims of the texts behind ``paths`` with their verdicts. ``place`` is the register to hold them
    against; where None, the usual one if there is one, else the bundled table alone."""
    there = place or (usual if "://" in usual or Path(usual).is_file() else None)
    register = Register.open(there, create=False) if there else None
    failed, rows = 0, list[Mapping[str, Any]]()
    try:
        if register:
            register.refresh()
        reference = Reference(register)
        for result in readings(paths, 1):
            if isinstance(result, Failure):
                failed += 1
                fail(result)
            elif not isinstance(result, Discarded):
                rows += check(result[1], reference, register)
    finally:
        if register:
            register.close()
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _table(rows, None if register else f"no register: held against {BUNDLED} alone")
    return 1 if failed else 0


def _table(rows: Sequence[Mapping[str, Any]], note: str | None) -> None:
    if rows:
        heads = ("Claim", "Stated", "Known", "Verdict", "Source")
        table(heads, [name in ("Stated", "Known") for name in heads], [_cells(row) for row in rows])
    agree, differ, unknown = (sum(row["verdict"] == name for row in rows) for name in STYLES)
    told = f"{agree} agree{'s' if agree == 1 else ''}, {differ} differ{'s' if differ == 1 else ''}"
    say(f"{several(len(rows), 'claim')}: {told}, {unknown} cannot be checked", "dim")
    if note:
        say(note, "dim")


def _cells(row: Mapping[str, Any]) -> list[Cell]:
    """A claim as a row of the table."""
    year = f" ({row['year']})" if row["year"] and not str(row["known"]).startswith(str(row["year"])) else ""
    return [
        (row["claim"], ""),
        (f"{number(row['stated'])} {row['unit']}".strip(), ""),
        ("–" if row["known"] is None else number(row["known"]) + year, ""),
        (_verdict(row), STYLES[row["verdict"]]),
        (f"{row['source']} ({_says(row)})" if row["says"] else row["source"], ""),
    ]


def _says(row: Mapping[str, Any]) -> str:
    """Who else says so: the first names, and how many more; other editions with their figures."""
    names = ", ".join(row["says"][:NAMED])
    more = f", {len(row['says']) - NAMED} more" if len(row["says"]) > NAMED else ""
    if row["origins"] is None:
        return f"also {names}{more}"
    return f"{several(row['origins'], 'independent origin')}: {names}{more}"


def _verdict(row: Mapping[str, Any]) -> str:
    if row["verdict"] == "unknown":
        return "cannot be checked"
    if row["by"] is None or row["verdict"] == "agrees":
        return str(row["verdict"])
    if "date" in row["claim"].rpartition(":")[2]:
        return f"differs by {several(abs(row['by']), 'year')}"
    return f"differs by {row['by']:+.1%}" if abs(row["by"]) < 0.1 else f"differs by {row['by']:+.0%}"
