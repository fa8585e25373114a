"""Conflict: armed conflicts (UCDP/PRIO) and militarised disputes (Correlates of War; Gibler, Miller and Little)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from materiel.weigh.importers.imported import Imported, day, has, number, refused, table, unknown
from materiel.weigh.importers.names import cow

INTERSTATE = ("2", "interstate")
"""UCDP's type of conflicts between states, as number (the file itself) and word (derived tables)."""


def ucdp(path: Path) -> Imported:
    """Episodes of armed conflict between states: UCDP/PRIO Armed Conflict Dataset, a row a conflict and year.

    A pair ``conflict`` for every state of one side with every one of the other (secondary parties too), from the start
    of the episode (``start_date2``) to its end, or to the last year it is listed; ``level`` is the highest intensity (1
    minor, 2 war). Conflicts inside a state are counted and left out. Raises ``Missing`` for other files and unknown
    numbers.
    """
    names, rows = table(path)
    if not has(names, "conflict_id", "gwno_a", "gwno_b", "type_of_conflict", "start_date2", "year"):
        raise refused(path, "UCDP/PRIO", "columns conflict_id, gwno_a, gwno_b, type_of_conflict, start_date2, year")
    found = Imported("ucdp", "UCDP/PRIO Armed Conflict Dataset")
    strange: list[str] = []
    held: dict[tuple[str, str, str], list[float | str]] = {}
    version = ""
    for row in rows:
        version = row.get("version", "").replace(",", ".") or version
        if row["type_of_conflict"].strip() not in INTERSTATE:
            found.count("rows of conflicts inside states")
            continue
        sides = [_states(row, side, strange) for side in ("a", "b")]
        found.count("rows of conflicts between states")
        level, year = number(row["intensity_level"]) or 0.0, row["year"].partition(".")[0]
        for one in sides[0]:
            for other in sides[1]:
                episode = held.setdefault((one, other, row["start_date2"]), [level, "", year])
                episode[0] = max(float(episode[0]), level)
                episode[1] = row.get("ep_end_date") or episode[1]
                episode[2] = max(str(episode[2]), year)
    if strange:
        raise unknown(path, strange, "the numbers to data/reference/cow.csv")
    for (one, other, start), (level_, ended, last) in sorted(held.items()):
        found.pairs.append(
            _pair("conflict", (one, other), (start, str(ended) or str(last)), float(level_), "UCDP/PRIO episode")
        )
    found.title += f" {version}".rstrip()
    return found


def disputes(path: Path) -> Imported:
    """Militarised interstate disputes.

    Two layouts: directed dyad-years (Gibler, Miller and Little: ``ccode1``, ``ccode2``, ``year``, ``midonset``), each
    dispute and pair of opponents once, from the month of its onset; and the list of disputes without parties
    (``cow_mid_disps``), which is refused, because it names no states. ``level`` is the hostility of the dispute: 1
    none, 2 threat, 3 display, 4 use of force, 5 war.
    """
    names, rows = table(path)
    if has(names, "dispnum", "hostlev") and not has(names, "ccode1", "ccode2"):
        raise refused(path, "disputes", "this list names no states: import the table of dyads, with ccode1 and ccode2")
    if not has(names, "dispnum", "ccode1", "ccode2", "year", "midonset"):
        raise refused(path, "disputes", "columns dispnum, ccode1, ccode2, year, midonset")
    found = Imported("disputes", "Militarised interstate disputes, dyads")
    strange: list[str] = []
    version = ""
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        version = row.get("version", "") or version
        one, other = _both(row, strange)
        if number(row["midonset"]) != 1:
            found.count("rows of years after the onset")
            continue
        key = (row["dispnum"], *sorted((one, other)))
        if key in seen:
            found.count("rows of the other direction")
            continue
        seen.add(key)  # type: ignore[arg-type]
        found.count("onsets")
        start = day(number(row["year"]), number(row.get("stmon", "")))
        first = (one, other) if number(row.get("sidea1", "")) != 0 else (other, one)
        note = f"dispute {row['dispnum'].partition('.')[0]}"
        found.pairs.append(_pair("dispute", first, (start, ""), number(row.get("hostlev", "")), note))
    if strange:
        raise unknown(path, strange, "the numbers to data/reference/cow.csv")
    found.title += f" {version}".rstrip()
    return found


def _states(row: Mapping[str, str], side: str, strange: list[str]) -> list[str]:
    """The states of a side, the first party before the secondary ones."""
    told = f"{row[f'gwno_{side}']},{row.get(f'gwno_{side}_2nd', '')}"
    found = []
    for code in re.split(r"[,;]\s*", told):
        if code.strip() and code.strip() != "NA":
            known = cow(code)
            if known is None:
                strange.append(code)
            elif known not in found:
                found.append(known)
    return found


def _both(row: Mapping[str, str], strange: list[str]) -> tuple[str, str]:
    codes = [cow(row["ccode1"]), cow(row["ccode2"])]
    strange.extend(row[name] for name, code in zip(("ccode1", "ccode2"), codes, strict=True) if code is None)
    return codes[0] or "", codes[1] or ""


def _pair(kind: str, states: Iterable[str], days: tuple[str, str], level: float | None, note: str) -> dict[str, object]:
    one, other = states
    return {"kind": kind, "a": one, "b": other, "start": days[0], "end": days[1], "level": level, "note": note}
