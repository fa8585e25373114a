"""National Material Capabilities (Correlates of War): military spending, personnel, and the composite index."""

from __future__ import annotations

from pathlib import Path

from materiel.weigh.importers.imported import Imported, has, number, refused, table, unknown
from materiel.weigh.importers.names import cow

MEASURES = (
    ("milex", "military spending nmc", "thousand"),
    ("milper", "personnel nmc", "thousand persons"),
    ("cinc", "capability", "share"),
)


def read(path: Path) -> Imported:
    """Three series a state: spending (thousand pounds until 1913, thousand US dollars since), personnel (thousand) and
    the composite index (share). -9 and empty cells are missing. Where two numbers of one source are one state of ours
    (Korea, Yemen), the first row of a year stands and the others are counted."""
    names, rows = table(path)
    if not has(names, "ccode", "year", "milex", "milper", "cinc"):
        raise refused(path, "national capabilities", "columns ccode, year, milex, milper, cinc")
    found = Imported("nmc", "COW National Material Capabilities")
    strange: list[str] = []
    seen: set[tuple[str, int]] = set()
    version = ""
    for row in rows:
        version = row.get("version", "") or version
        country, year = cow(row["ccode"]), int(float(row["year"]))
        if country is None:
            strange.append(row["ccode"])
            continue
        if (country, year) in seen:
            found.count("rows of a second number of a state")
            continue
        seen.add((country, year))
        found.count("rows")
        for column, measure, unit in MEASURES:
            value = number(row[column])
            flag = "missing" if value is None else ""
            found.series.append(
                {"measure": measure, "country": country, "year": year, "value": value, "unit": unit, "flag": flag}
            )
    if strange:
        raise unknown(path, strange, "the numbers to data/reference/cow.csv")
    found.title += f" {min(year for _, year in seen)}-{max(year for _, year in seen)}"
    if version:
        found.title += f", version {version}"
    return found
