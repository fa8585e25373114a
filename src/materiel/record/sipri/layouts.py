"""Layouts: SIPRI's register as it is found in the wild, told by its columns, and every row accounted for.

Read are the exports of 2023-24 (16 columns, a line a deal) and of 2025 on (17 columns, a line a deal and year), the
interface of before 2023 (22 columns), copies with other headers, and the old register in RTF (``rtf.py``).
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from materiel.record.safe import plainly
from materiel.record.sipri import rtf
from materiel.record.sipri.transfer import (
    Transfer,
    UnknownName,
    category,
    columns,
    is_marked,
    is_table_of_values,
    party,
)

HEAD = 60
"""Lines in which the header is looked for."""

NEEDED = {"supplier", "recipient", "designation"}
Cells = Mapping[str, str]


@dataclass(slots=True)
class Register:
    """What a file holds. ``counts`` maps what became of its rows to their number: all of them, together. ``faults``
    are rows that could not be read, by line."""

    layout: str
    generated: str | None = None
    transfers: list[Transfer] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)


def read(path: Path) -> Register:
    """The register in a file.

    Raises ``ValueError`` with the way out where the file is none, and ``UnknownName`` where a party is in no table:
    then nothing of it counts.
    """
    text = _text(path)
    if is_table_of_values(text[:200]):
        raise ValueError(
            f"{path.name}: this is a table of trend-indicator values by year; name an export of the register"
        )
    lines = text.splitlines()
    if text.startswith("{\\rtf"):
        found, layout = rtf.rows(text), "register in RTF"
        cells = list(found)
    else:
        layout, cells = _table(path, lines)
    return _made(Register(layout, _generated(lines)), cells)


def _made(register: Register, cells: Sequence[tuple[int, Cells | str]]) -> Register:
    unknown: dict[str, int] = {}
    by_id: dict[str, int] = {}
    for line, row in cells:
        if isinstance(row, str):
            register.faults[line] = row
            continue
        try:
            one = _transfer(line, row, unknown)
        except ValueError as error:
            register.faults[line] = str(error)
            continue
        if one.id and one.id in by_id and _is_by_year(register.layout):
            at = by_id[one.id]
            register.transfers[at] = _added(register.transfers[at], one)
            register.counts["years of a deal above"] = register.counts.get("years of a deal above", 0) + 1
        else:
            by_id[one.id or f"line {line}"] = len(register.transfers)
            register.transfers.append(one)
    if unknown:
        raise UnknownName(unknown)
    register.counts = {"deals": len(register.transfers)} | register.counts
    if register.faults:
        register.counts["rows that could not be read"] = len(register.faults)
    return register


def _text(path: Path) -> str:
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    if b"\x00" in raw[:4096]:
        raise ValueError(f"{path.name}: this is no text file; name the register as CSV or RTF")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _table(path: Path, lines: Sequence[str]) -> tuple[str, list[tuple[int, Cells | str]]]:
    """(layout, (line, cells by field) or (line, fault) of each row that is not empty) of a table of commas."""
    known = columns()
    for at, line in enumerate(lines[:HEAD]):
        names = [name.strip().casefold() for name in next(csv.reader([line.rstrip("; ")]), [])]
        if len({known.get(name) for name in names} & NEEDED) == len(NEEDED):
            fields = _fields(names)
            return _layout(names), list(_rows(lines[at + 1 :], at + 2, fields))
    raise ValueError(
        f"{path.name}: no line names the columns of a register (supplier, recipient, designation); name an export of "
        "SIPRI's arms transfers register, CSV or RTF"
    )


def _fields(names: Sequence[str]) -> list[str | None]:
    """The field of each column; a column of marks without a name of its own belongs to the one before it."""
    known = columns()
    found: list[str | None] = []
    for at, name in enumerate(names):
        told = known.get(name)
        if told is None and name in ("", "uncertain", "?") and at and found[-1]:
            told = f"{found[-1]} doubt" if found[-1] not in ("tiv_delivered", "comments") else "local"
        found.append(told)
    return found


def _rows(lines: Sequence[str], first: int, fields: Sequence[str | None]) -> Iterator[tuple[int, Cells | str]]:
    """The rows by field. A cell broken over lines makes one row; its line is that on which it begins."""
    reader = csv.reader(line + "\n" for line in lines)
    before = 0
    held: tuple[int, list[str]] | None = None
    for cells in reader:
        line, before = first + before, reader.line_num
        if not any(cell.strip("; ") for cell in cells):
            continue
        if held is not None:  # a line break within a cell that nobody quoted tore the row in two
            line, cells = held[0], [*held[1][:-1], f"{held[1][-1].rstrip('; ')} {cells[0].lstrip()}", *cells[1:]]
            held = None
        if len(cells) < len(fields) - 1:
            held = (line, cells)
            continue
        told = {
            name: plainly(cell.strip().rstrip(";").strip()) for name, cell in zip(fields, cells, strict=False) if name
        }
        yield line, told
    if held is not None:
        yield held[0], f"the row has {len(held[1])} cells and the header {len(fields)}"


def _transfer(line: int, row: Cells, unknown: dict[str, int]) -> Transfer:
    if not row.get("designation") and not row.get("description"):
        raise ValueError("the row names no weapon")
    year, year_doubt = _number(row.get("order_year", ""))
    ordered, ordered_doubt = _number(row.get("ordered", ""))
    delivered, delivered_doubt = _number(row.get("delivered", ""))
    years, years_doubt = _years(row.get("delivery_years", ""))
    parties = [_known(row.get(role, ""), line, unknown) for role in ("supplier", "recipient")]
    marked = {"order_year": year_doubt, "ordered": ordered_doubt, "delivered": delivered_doubt}
    doubts = {name for name, told in (marked | {"delivery_years": years_doubt}).items() if told}
    doubts |= {name for name in (*marked, "delivery_years") if is_marked(row.get(f"{name} doubt", ""))}
    values = [_value(row.get(name, "")) for name in ("tiv_unit", "tiv_order", "tiv_delivered")]
    description = row.get("description", "")
    return Transfer(
        rows=(line,),
        supplier=parties[0],
        recipient=parties[1],
        designation=row.get("designation", ""),
        description=description,
        category=category(description),
        id=row.get("id") or None,
        order_year=year,
        ordered=ordered,
        delivered=delivered,
        delivery_years=years,
        condition=row.get("condition", ""),
        comments=row.get("comments", ""),
        local=is_marked(row.get("local", "")),
        doubts=frozenset(doubts),
        tiv=(values[0], values[1], values[2]),
        delivered_in=((years[0], delivered),) if len(years) == 1 else tuple((one, None) for one in years),
    )


def _known(name: str, line: int, unknown: dict[str, int]) -> str:
    if re.fullmatch(r"[\d.]+", name.strip()):
        raise ValueError(f"a number ({name}) stands where a party should; the row is torn")
    found = party(name)
    if found is None:
        unknown.setdefault(name, line)
    return found or ""


def _added(one: Transfer, other: Transfer) -> Transfer:
    """A deal with the deliveries of another year."""
    told = [number for number in (one.delivered, other.delivered) if number is not None]
    volume = [value for value in (one.tiv[2], other.tiv[2]) if value is not None]
    return replace(
        one,
        rows=one.rows + other.rows,
        delivered=sum(told) if told else None,
        delivery_years=tuple(sorted({*one.delivery_years, *other.delivery_years})),
        doubts=one.doubts | other.doubts,
        tiv=(one.tiv[0], one.tiv[1], round(sum(volume), 6) if volume else None),
        delivered_in=tuple(sorted(_by_year((*one.delivered_in, *other.delivered_in)).items())),
    )


def _by_year(told: Iterable[tuple[int, int | None]]) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for year, number in told:
        found[year] = number if found.get(year) is None else (found[year] or 0) + (number or 0)
    return found


def _layout(names: Sequence[str]) -> str:
    if "sipri at database id" in names:
        return "17 columns, a line a deal and year"
    if "tidn" in names:
        return "22 columns of the old interface"
    return "16 columns, a line a deal" if "sipri tiv per unit" in names else f"{len(names)} columns, a copy"


def _is_by_year(layout: str) -> bool:
    return layout.startswith("17")


def _generated(lines: Sequence[str]) -> str | None:
    for line in lines[:HEAD]:
        if told := re.search(r"generated:(?:\\b0)?[^\d]*(\d{1,2} \w+ \d{4})", line, re.I):
            return told[1]
    return None


def _number(cell: str) -> tuple[int | None, bool]:
    """(number, in brackets); brackets and question marks are marks of doubt."""
    bare = cell.strip().strip("()?").strip().replace(",", "")
    doubt = bare != cell.strip().replace(",", "")
    if not bare or bare in ("..", "-", ". ."):
        return None, False
    try:
        return int(float(bare)), doubt
    except ValueError:
        raise ValueError(f"{cell!r} is no number; the row is torn") from None


def _value(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _years(cell: str) -> tuple[tuple[int, ...], bool]:
    """(years, in doubt) of ``2000;2001; 2002``, ``1979-1981`` or ``(1979)``."""
    found: set[int] = set()
    for part in re.split(r"[;,]", cell.replace("–", "-")):
        years = [int(year) for year in re.findall(r"\d{4}", part)]
        if not years and part.strip("()?. -"):
            raise ValueError(f"{cell!r} are no years; the row is torn")
        if years:
            found |= set(range(years[0], years[-1] + 1)) if "-" in part else set(years)
    return tuple(sorted(found)), "(" in cell or "?" in cell
