"""``materiel deals``: the register as a table, or as data."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from textwrap import shorten
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from materiel.commands import grid
from materiel.commands.screen import Refused, console, several, styled
from materiel.record import query
from materiel.record.filters import Filter
from materiel.record.lines import FIELDS, lines
from materiel.record.safe import harmless
from materiel.record.store import Register
from materiel.tell import things
from materiel.tell import words as say

Row = Mapping[str, Any]

MOST = 64
"""Characters of the goods of a deal in a table, at most: two lines."""

STYLES = {"delivered": "green", "ordered": "cyan", "suspended": "yellow", "cancelled": "red", "refused": "red"}


def show(place: str, asked: Mapping[str, Any], form: str, by_line: bool = False) -> int:
    """Prints the deals that ``asked`` (fields of ``Filter``) lets through, as a table or in one of ``FORMS``; with
    ``by_line`` in the form of trade registers, one line for each kind of goods."""
    wanted = Filter(**asked)
    with Register.open(place, create=False) as register:
        register.refresh()
        rows = query.deals(register, wanted)
        if by_line:
            _lines(rows, form)
        elif form == "table":
            every = query.count(register, Filter(**{**asked, "background": True}))
            table(rows, every - len(rows), console())
        else:
            FORMS[form](rows)
    return 0


def table(rows: Sequence[Row], hidden: int, out: Console) -> None:
    """The register for people, one line a deal; ``hidden`` deals are background and not among ``rows``."""
    shown = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    for name, options in COLUMNS:
        shown.add_column(name, **options)
    for row in rows:
        shown.add_row(*_line(row))
    if rows:
        out.print(shown)
    out.print(styled(_caption(rows, hidden), "dim"))


COLUMNS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Deal", {"no_wrap": True, "style": "bold"}),
    ("Supplier", {"max_width": 15}),
    ("Recipient", {"max_width": 15}),
    ("Goods and value", {"ratio": 1}),
    ("Status", {"max_width": 13}),
    ("Reports", {"no_wrap": True}),
    ("Last", {"no_wrap": True, "min_width": 10}),
)


def _line(row: Row) -> list[Any]:
    goods = ", ".join(part for part in (things.goods(row["weapons"], 2), say.money(row["value"])) if part)
    reports = f"{row['reports']}/{row['origins']}" + (" ≠" if row["disputed"] else "")
    return [
        styled(row["id"].rpartition("-")[2]),
        styled(say.states(row["supplier"])),
        styled(say.states(row["recipient"])),
        styled(shorten(goods, MOST, placeholder=" …")),
        styled(_status(row), STYLES.get(row["status"], "")),
        styled(reports),
        styled(row["last_reported"] or ""),
    ]


def _status(row: Row) -> str:
    """Where the deal stands, and with what reserve that is told."""
    reserve = say.words()["modality_suffix"].get(row["modality"])
    status = say.word("status", row["status"])
    return f"{status}, {reserve}" if reserve else status


def _caption(rows: Sequence[Row], hidden: int) -> str:
    if not rows:
        return "No deals" + (f"; {hidden} told only to explain others (--all shows them)" if hidden else "")
    parts = [several(len(rows), "deal"), "Reports: all/independent"]
    if any(row["disputed"] for row in rows):
        parts.append("≠ reports disagree")
    if hidden:
        parts.append(f"--all adds {hidden} told as background")
    return "; ".join(parts)


def _lines(rows: Sequence[Row], form: str) -> None:
    """Deals as trade registers print them: supplier, recipient, number ordered, designation, year of order, ..."""
    told = lines(rows)
    if form == "table":
        out = console()
        shown = grid.folded(LINE_COLUMNS, (grid.plain(*_line_cells(line)) for line in told))
        shown.expand = True
        out.print(shown)
        out.print(styled(f"{several(len(told), 'line')}; (n) is uncertain", "dim"))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(FIELDS)
        for line in told:
            packed = ["; ".join(map(str, value)) if isinstance(value, list) else value for value in line.values()]
            writer.writerow([harmless(value) for value in packed])
    elif form == "parquet":
        raise Refused("--lines has no Parquet; use --format csv or jsonl")
    else:
        FORMS[form](told)


LINE_COLUMNS = ("Supplier", "Recipient", "No.", "Designation", "Description", "Year of order", "Delivered in", "No.",
                "Comments")  # fmt: skip


def _line_cells(line: Row) -> tuple[str, ...]:
    def number(name: str) -> str:
        value = line[name]
        shown = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
        return f"({shown})" if shown and name in line["doubts"] else shown

    parties = say.states(line["supplier"]), say.states(line["recipient"])
    goods = line["designation"], line["description"]
    told = number("order_year"), number("delivery_years"), number("delivered"), line["comments"]
    return *parties, number("ordered"), *goods, *told


def _csv(rows: Sequence[Row]) -> None:
    from materiel.tell.render import table  # only here: it brings the site's templates with it

    for line in table(rows):
        print(line, end="")


def _json(rows: Sequence[Row]) -> None:
    print(json.dumps(list(rows), ensure_ascii=False, indent=1))


def _jsonl(rows: Sequence[Row]) -> None:
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def _parquet(rows: Sequence[Row]) -> None:
    if sys.stdout.isatty():
        raise Refused("Parquet is no text for a terminal; send it to a file with > deals.parquet")
    try:
        polars = import_module("polars")
    except ImportError:
        raise Refused("--format parquet needs polars; pip install 'materiel[parquet]', or use --format csv") from None
    packed = io.BytesIO()
    told = [{**row, "weapons": [_entry(one) for one in row["weapons"]]} for row in rows]
    polars.DataFrame(told, infer_schema_length=None).write_parquet(packed)
    sys.stdout.flush()
    sys.stdout.buffer.write(packed.getvalue())


def _entry(weapon: Row) -> dict[str, Any]:
    """A weapon whose fields have one type in all rows: a split by state is a list."""
    return {**weapon, "split": [{"party": party, "quantity": number} for party, number in weapon["split"].items()]}


FORMS = {"csv": _csv, "json": _json, "jsonl": _jsonl, "parquet": _parquet}
