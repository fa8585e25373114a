"""Imported: what an importer makes of a file - rows for the tables, and a count of what became of each of its rows."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from materiel.weigh.indicator import Missing

Row = dict[str, Any]


@dataclass(slots=True)
class Imported:
    """``counts`` maps what became of the file's rows (or cells, where a row holds many years) to how many; together
    they are all of it. The other lists are rows of the tables of the same name."""

    kind: str
    title: str
    counts: dict[str, int] = field(default_factory=dict)
    series: list[Row] = field(default_factory=list)
    pairs: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    transfers: list[Row] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        """One more (or ``number`` more) rows of which this became."""
        self.counts[what] = self.counts.get(what, 0) + number


def text(path: Path) -> str:
    """The text of a file, unpacked where it is gzip; UTF-8 with or without a mark, else Latin-1."""
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    if b"\x00" in raw[:4096]:
        raise Missing(f"{path.name}: this is no text file; name a CSV or tab-separated file")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def table(path: Path) -> tuple[list[str], Iterator[dict[str, str]]]:
    """(column names, rows by column name) of a file with a header; commas, semicolons or tabs are told by the header.

    Cells beyond the header's are dropped only where they are empty; a row too short has empty cells.
    """
    lines = text(path)
    head = lines.partition("\n")[0]
    comma = max(",;\t", key=head.count)
    found = csv.reader(io.StringIO(lines), delimiter=comma)
    names = [name.strip() for name in next(found, [])]

    def rows() -> Iterator[dict[str, str]]:
        for cells in found:
            if any(cell.strip() for cell in cells[len(names) :]):
                raise Missing(f"{path.name}:{found.line_num}: the row has more cells than the header; mend the file")
            if cells:
                yield dict(zip(names, [*cells, *[""] * (len(names) - len(cells))], strict=False))

    return names, rows()


def number(cell: str) -> float | None:
    """A number of a cell; None where it is empty or the field's sign for "not available" (NA, .., -9)."""
    cell = cell.strip()
    if cell in ("", "NA", "NaN", "nan", "..", ". .", "...", "-9", "-9.0"):
        return None
    return float(cell)


def day(year: float | None, month: float | None = None, date: float | None = None) -> str:
    """YYYY-MM-DD, YYYY-MM or YYYY, as much as is known; empty without a year."""
    if year is None:
        return ""
    if month is None or not 1 <= month <= 12:
        return f"{year:04.0f}"
    return f"{year:04.0f}-{month:02.0f}" + (f"-{date:02.0f}" if date is not None and 1 <= date <= 31 else "")


def unknown(path: Path, names: Sequence[str], where: str) -> Missing:
    """The refusal of an import with names that no table knows."""
    shown = ", ".join(repr(name) for name in sorted(set(names))[:12])
    return Missing(f"{path.name}: no table knows {shown}; add {where} and import again: nothing was kept")


def has(names: Sequence[str], *wanted: str) -> bool:
    """Whether a header has all of these columns."""
    return set(wanted) <= set(names)


def refused(path: Path, kind: str, layouts: Mapping[str, str] | str) -> Missing:
    """The refusal of a file that is of no layout the importer knows."""
    known = layouts if isinstance(layouts, str) else "; ".join(f"{name}: {told}" for name, told in layouts.items())
    return Missing(f"{path.name}: this is no {kind} file of a known layout ({known})")
