"""Written: the register of materiel in the 16-column layout of SIPRI's exports.

The three columns of trend-indicator values stay empty: these are SIPRI's, and nothing of ours is called so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from materiel import packs
from materiel.record.lines import lines
from materiel.record.safe import harmless

HEADER = (
    "Recipient", "Supplier", "Year of order", " ", "Number ordered", " ", "Weapon designation", "Weapon description",
    "Number delivered", " ", "Year(s) of delivery", "status", "Comments", "SIPRI TIV per unit",
    "SIPRI TIV for total order", "SIPRI TIV of delivered weapons",
)  # fmt: skip

STATUSES = ("ordered", "delivered", "suspended")
"""A trade register holds what was ordered; offers, requests and refusals are none of its lines."""

Row = Mapping[str, Any]


def written(rows: Iterable[Row]) -> Iterator[str]:
    """The header and a line for each kind of goods of the deals that were ordered, as CSV."""
    yield _csv(HEADER)
    for line in lines(row for row in rows if row["status"] in STATUSES and not row["background"]):
        yield _csv([harmless(cell) for cell in _cells(line)])


def _cells(line: Row) -> list[Any]:
    doubts = set(line["doubts"])

    def marked(name: str) -> list[Any]:
        return ["" if line[name] is None else line[name], "?" if name in doubts else ""]

    return [
        _parties(line["recipient"], "recipient"),
        _parties(line["supplier"], "supplier"),
        *marked("order_year"),
        *marked("ordered"),
        line["designation"],
        line["description"],
        *marked("delivered"),
        "; ".join(map(str, line["delivery_years"])),
        "",
        line["comments"],
        "",
        "",
        "",
    ]


def _parties(codes: Iterable[str], role: str) -> str:
    """Parties by name; armed groups with SIPRI's star, organisations with two."""
    names = []
    for code in codes:
        group = packs.groups().get(code)
        stars = "" if code in packs.states() else "**" if group and group["kind"] == "organisation" else "*"
        names.append(packs.state_name(code) + stars)
    return " / ".join(names) or f"unknown {role}(s)"


def _csv(cells: Iterable[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
