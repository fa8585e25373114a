"""Ties: alliances (ATOP, COW), rivalries (Thompson and Dreyer; Thompson, Sakuwa and Suhas) and contiguity (COW)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from materiel.weigh.importers.imported import Imported, day, has, number, refused, table, unknown
from materiel.weigh.importers.names import cow

OBLIGATIONS: Mapping[str, Mapping[str, str]] = {
    "ATOP alliances": {f"atop_{name}": name for name in ("defense", "offense", "neutral", "nonagg", "consul")},
    "COW formal alliances": {
        "defense": "defense", "neutrality": "neutral", "nonaggression": "nonagg", "entente": "consul",
    },
}  # fmt: skip
"""The columns of each list of alliances, and what they oblige to."""

STILL = {"td": 2010, "tss": 2020}
"""The last year that each list of rivalries covers: a rivalry that ends then had not ended."""


def alliances(path: Path) -> Imported:
    """Alliances: dyad-years (``ccode1``, ``ccode2``, ``year``) of ATOP (``atop_defense`` ...) or of the Correlates of
    War (``defense``, ``neutrality``, ``nonaggression``, ``entente``), of either direction or both.

    A pair ``alliance`` for each unbroken run of years under the same obligations; ``note`` lists them and ``level`` is
    2 for a duty to defend or attack together, 1 for less. The last year of the file is left open. Rows without any
    obligation are counted apart.
    """
    names, rows = table(path)
    title = next((name for name, duty in OBLIGATIONS.items() if has(names, "ccode1", "ccode2", "year", *duty)), None)
    if title is None:
        layouts = {name: f"columns ccode1, ccode2, year, {', '.join(duty)}" for name, duty in OBLIGATIONS.items()}
        raise refused(path, "alliances", layouts)
    found = Imported("alliances", f"{title}, dyad-years")
    strange: list[str] = []
    held: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for row in rows:
        states = _both(row, strange)
        duties = [told for column, told in OBLIGATIONS[title].items() if number(row[column]) == 1]
        if not duties or states is None:
            found.count("rows without an obligation")
            continue
        found.count("rows with an obligation")
        held[(*sorted(states), ", ".join(duties))].add(int(float(row["year"])))  # type: ignore[index]
    _stop(path, strange)
    last = max((max(years) for years in held.values()), default=0)
    for (one, other, duties_), years in sorted(held.items()):
        for start, end in runs(years):
            level = 2.0 if {"defense", "offense"} & set(duties_.split(", ")) else 1.0
            found.pairs.append(_pair("alliance", (one, other), (start, None if end == last else end), level, duties_))
    found.title += f" to {last}"
    return found


def rivalries(path: Path) -> Imported:
    """Strategic rivalries: the list of Thompson and Dreyer (``rivalryno``) or of Thompson, Sakuwa and Suhas
    (``tssr_id``).

    A pair ``rivalry`` each, open where it lasts to the last year of the list; ``note`` has the types (positional,
    spatial, ideological, interventionary). A rivalry of an extinct state keeps its name.
    """
    names, rows = table(path)
    if has(names, "rivalryno", "styear", "endyear"):
        short, title, start, end = "td", "Thompson and Dreyer, strategic rivalries", "styear", "endyear"
    elif has(names, "tssr_id", "start", "end"):
        short, title, start, end = "tss", "Thompson, Sakuwa and Suhas, strategic rivalries", "start", "end"
    else:
        raise refused(path, "rivalries", "columns rivalryno, styear, endyear or tssr_id, start, end")
    found = Imported("rivalries", title)
    strange: list[str] = []
    for row in rows:
        states = _both(row, strange)
        if states is None:
            continue
        found.count("rivalries")
        years = number(row[start]), number(row[end])
        open_ = years[1] is None or years[1] >= STILL[short]
        kinds = [row[name] for name in ("type1", "type2", "type3") if row.get(name, "NA") not in ("", "NA")]
        kinds += [name for name in ("positional", "spatial", "ideological", "interventionary") if _one(row, name)]
        note = ", ".join(kinds)
        found.pairs.append(
            _pair("rivalry", states, (int(years[0] or 0), None if open_ else int(years[1] or 0)), None, note)
        )
    _stop(path, strange)
    return found


def contiguity(path: Path) -> Imported:
    """Direct contiguity (COW): ``conttype`` 1 is a land border, 2 to 5 water of up to 12, 24, 150 and 400 miles.

    Two layouts: spells (``ccode1``, ``ccode2``, ``stdate``, ``enddate``), or a row a year and direction (``state1no``,
    ``state2no``, ``year``). What lasts to the end of the file is left open.
    """
    names, rows = table(path)
    if has(names, "ccode1", "ccode2", "conttype", "stdate", "enddate"):
        return _spells(path, rows)
    if has(names, "state1no", "state2no", "year", "conttype"):
        return _years(path, rows)
    layouts = {
        "spells": "columns ccode1, ccode2, conttype, stdate, enddate",
        "years": "columns state1no, state2no, year, conttype",
    }
    raise refused(path, "contiguity", layouts)


def _spells(path: Path, rows: Iterable[Mapping[str, str]]) -> Imported:
    found = Imported("contiguity", "COW direct contiguity")
    strange: list[str] = []
    seen: set[tuple[str, str, str]] = set()
    held = list(rows)
    last = max((row["enddate"] for row in held), default="")
    for row in held:
        states = _both(row, strange)
        if states is None:
            continue
        one, other = sorted(states)
        if (one, other, row["stdate"]) in seen:
            found.count("rows of the other direction")
            continue
        seen.add((one, other, row["stdate"]))
        found.count("borders")
        end = "" if row["enddate"] == last else row["enddate"]
        made = _pair("contiguity", (one, other), (0, 0), number(row["conttype"]), "")
        found.pairs.append({**made, "start": row["stdate"], "end": end})
    _stop(path, strange)
    return found


def _years(path: Path, rows: Iterable[Mapping[str, str]]) -> Imported:
    found = Imported("contiguity", "COW direct contiguity, dyad-years")
    strange: list[str] = []
    held: dict[tuple[str, str, float | None], set[int]] = defaultdict(set)
    for row in rows:
        states = _both(row, strange, ("state1no", "state2no"))
        if states is None:
            continue
        one, other = sorted(states)
        known, year = held[one, other, number(row["conttype"])], int(float(row["year"]))
        found.count("rows of the other direction" if year in known else "years of a border")
        known.add(year)
    _stop(path, strange)
    last = max((max(years) for years in held.values()), default=0)
    for (one, other, kind), years in sorted(held.items(), key=lambda pair: pair[0][:2]):
        for start, end in runs(years):
            found.pairs.append(_pair("contiguity", (one, other), (start, None if end == last else end), kind, ""))
    return found


def runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """(first, last) of each unbroken run of years."""
    found: list[tuple[int, int]] = []
    for year in sorted(years):
        if found and found[-1][1] == year - 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def _one(row: Mapping[str, str], name: str) -> bool:
    return number(row.get(name, "")) == 1


def _both(
    row: Mapping[str, str], strange: list[str], names: tuple[str, str] = ("ccode1", "ccode2")
) -> tuple[str, str] | None:
    """The two states of a row; None, with the strange number noted, where one is unknown."""
    codes = cow(row[names[0]]), cow(row[names[1]])
    for name, code in zip(names, codes, strict=True):
        if code is None:
            strange.append(row[name])
    return (codes[0], codes[1]) if codes[0] and codes[1] else None


def _stop(path: Path, strange: list[str]) -> None:
    if strange:
        raise unknown(path, strange, "the numbers to data/reference/cow.csv")


def _pair(
    kind: str, states: Iterable[str], years: tuple[int, int | None], level: float | None, note: str
) -> dict[str, object]:
    one, other = states
    start, end = day(float(years[0])), day(None if years[1] is None else float(years[1]))
    return {"kind": kind, "a": one, "b": other, "start": start, "end": end, "level": level, "note": note}
