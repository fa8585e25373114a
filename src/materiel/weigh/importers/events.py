"""Events: who did what to whom, as machines coded it from the news - GDELT, POLECAT, and PLOVER's own JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from materiel import packs
from materiel.record.origin import host
from materiel.weigh.importers.imported import Imported, refused, text, unknown
from materiel.weigh.importers.names import state
from materiel.weigh.reactions import intensity

GDELT_1 = 57
GDELT_1_URL = 58
GDELT_2 = 61
"""Columns of a GDELT file without a header: version 1 without and with the address of the source, version 2."""

_PLACES_1 = {"id": 0, "day": 1, "actor": 7, "target": 17, "code": 26, "goldstein": 30, "url": 57}
_PLACES_2 = _PLACES_1 | {"url": 60}
_NAMES = {
    "id": "GLOBALEVENTID", "day": "SQLDATE", "actor": "Actor1CountryCode", "target": "Actor2CountryCode",
    "code": "EventCode", "goldstein": "GoldsteinScale", "url": "SOURCEURL",
}  # fmt: skip


def gdelt(path: Path) -> Imported:
    """GDELT events between two states: versions 1 and 2, with or without header, tabs or commas.

    The intensity is Goldstein's scale of the CAMEO code, as the file gives it; the event is PLOVER's for the code's
    root. The origin is the host of the source's address; where the file gives none, each event stands for itself. Rows
    without two different states are counted and left out. Raises ``Missing`` for other files and for a code of no
    state, region or group of CAMEO's.
    """
    found = Imported("gdelt", "GDELT events")
    known = packs.toml("reference", "cameo.toml")
    strange: list[str] = []
    days: list[str] = []
    for row in _gdelt(path):
        codes = [row["actor"].strip(), row["target"].strip()]
        if any(code in ("", "NA") for code in codes):
            found.count("rows without two countries")
            continue
        if any(code in known["regions"]["codes"] for code in codes):
            found.count("rows with a region for a state")
            continue
        states = [state(known["codes"].get(code, code)) for code in codes]
        if None in states:
            strange += [code for code, one in zip(codes, states, strict=True) if one is None]
            continue
        if states[0] == states[1]:
            found.count("rows inside one state")
            continue
        root = packs.toml("reference", "plover.toml")["cameo"].get(row["code"][:2])
        if root is None or not row["goldstein"].strip() or row["goldstein"] == "NA":
            found.count("rows without a code or scale")
            continue
        found.count("events between states")
        day = f"{row['day'][:4]}-{row['day'][4:6]}-{row['day'][6:8]}"
        days.append(day)
        found.events.append(
            {
                "day": day,
                "actor": states[0],
                "target": states[1],
                "event": root,
                "code": row["code"],
                "intensity": float(row["goldstein"]),
                "origin": host(row["url"]) or f"GDELT {row['id']}",
            }
        )
    if strange:
        raise unknown(path, strange, "the code to data/reference/cameo.toml")
    if not found.counts:
        raise refused(path, "GDELT", "a header with GLOBALEVENTID, or 57, 58 or 61 tab-separated columns")
    found.title += f" {min(days, default='')} to {max(days, default='')}"
    return found


def plover(path: Path) -> Imported:
    """PLOVER events: POLECAT's tab-separated files, and JSON (a list, or an object a line) in PLOVER's own fields.

    The intensity is the file's (``Intensity``, ``event_scale``), else that of data/reference/plover.toml. Events
    without an actor and a recipient state, of unknown type, historical or only possible, are counted and left out.
    POLECAT rows with too many cells are counted as malformed.
    """
    whole = text(path)
    found = Imported("plover", "PLOVER events")
    if whole.lstrip()[:1] in ("[", "{"):
        told = _json(whole)
    else:
        found.title = "POLECAT events"
        told = _polecat(path, whole, found)
    scale = packs.toml("reference", "plover.toml")["event"]
    for row in told:
        event = row["event"].upper()
        pairs = [(one, other) for one in _codes(row["actor"]) for other in _codes(row["target"]) if one != other]
        if event not in scale:
            found.count("events of an unknown type")
        elif not pairs:
            found.count("events without two states")
        elif not row["day"]:
            found.count("events without a date")
        else:
            found.count("events between states")
            for one, other in pairs:
                found.events.append(
                    {
                        "day": row["day"],
                        "actor": one,
                        "target": other,
                        "event": event,
                        "code": row["mode"],
                        "intensity": row["scale"] if row["scale"] is not None else intensity(event, row["mode"]),
                        "origin": row["origin"],
                    }
                )
    if not found.counts:
        raise refused(path, "PLOVER", "POLECAT's columns 'Event Type', 'Actor Country', 'Recipient Country', or JSON")
    days = [row["day"] for row in found.events]
    found.title += f" {min(days, default='')} to {max(days, default='')}"
    return found


def _gdelt(path: Path) -> Iterator[dict[str, str]]:
    whole = text(path)
    head = whole.partition("\n")[0]
    comma = "\t" if head.count("\t") > head.count(",") else ","
    rows = csv.reader(
        io.StringIO(whole), delimiter=comma, quoting=csv.QUOTE_MINIMAL if comma == "," else csv.QUOTE_NONE
    )
    places: dict[str, int] = {}
    for cells in rows:
        if not cells:
            continue
        if not places:
            names = [cell.strip() for cell in cells]
            if "GLOBALEVENTID" in names:
                if not set(_NAMES.values()) - {"SOURCEURL"} <= set(names):
                    return
                places = {name: names.index(column) for name, column in _NAMES.items() if column in names}
                continue
            if len(cells) not in (GDELT_1, GDELT_1_URL, GDELT_2):
                return
            places = _PLACES_2 if len(cells) == GDELT_2 else _PLACES_1
        yield {name: cells[index] if (index := places.get(name, -1)) in range(len(cells)) else "" for name in _NAMES}


def _json(whole: str) -> Iterator[dict[str, Any]]:
    """Events of PLOVER's JSON, one for each of a record's events."""
    records = (
        json.loads(whole) if whole.lstrip().startswith("[") else [json.loads(one) for one in whole.splitlines() if one]
    )
    for record in records:
        modes = _list(record.get("mode"))
        cite = record.get("cite_info") or {}
        for event in _list(record.get("event")):
            yield {
                "event": str(event),
                "actor": [_code(one) for one in _list(record.get("actor"))],
                "target": [_code(one) for one in _list(record.get("recipient"))],
                "day": str(record.get("date") or "")[:10],
                "mode": str(modes[0]) if modes else "",
                "scale": _float(record.get("event_scale")),
                "origin": str(cite.get("publication") or host(cite.get("url")) or f"PLOVER {record.get('id')}"),
            }


def _polecat(path: Path, whole: str, found: Imported) -> Iterator[dict[str, Any]]:
    rows = csv.reader(io.StringIO(whole), delimiter="\t", quoting=csv.QUOTE_NONE)
    names = [name.strip() for name in next(rows, [])]
    if not {"Event Type", "Event Date", "Actor Country", "Recipient Country"} <= set(names):
        raise refused(path, "PLOVER", "POLECAT's columns 'Event Type', 'Actor Country', 'Recipient Country', or JSON")
    for cells in rows:
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            found.count("malformed rows")
            continue
        row = dict(zip(names, cells, strict=False))
        yield {
            "event": row.get("Event Type", ""),
            "actor": row.get("Actor Country", "").split(";"),
            "target": row.get("Recipient Country", "").split(";"),
            "day": row.get("Event Date", "")[:10],
            "mode": row.get("Event Mode", ""),
            "scale": _float(row.get("Intensity")),
            "origin": row.get("Publisher") or row.get("Source") or f"POLECAT {row.get('Event ID', '')}",
        }


def _codes(names: Iterable[str]) -> list[str]:
    """The states among actors, in PLOVER's codes: ISO 3166-1 alpha-3, with KOS for Kosovo."""
    found = []
    for name in names:
        code = state("XKX" if name.strip() in ("KOS", "KSV") else name.strip()) if name.strip() else None
        if code and code not in found:
            found.append(code)
    return found


def _code(entity: Any) -> str:
    return str(entity.get("code") or "")[:3] if isinstance(entity, Mapping) else str(entity)[:3]


def _list(told: Any) -> list[Any]:
    return told if isinstance(told, list) else [] if told in (None, "") else [told]


def _float(told: Any) -> float | None:
    try:
        return float(told)
    except (TypeError, ValueError):
        return None
