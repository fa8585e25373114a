"""Lines: the register in the form of trade registers, one line for each kind of goods of a deal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from materiel import packs

Row = Mapping[str, Any]

FIELDS = (
    "deal", "supplier", "recipient", "ordered", "designation", "description", "order_year", "delivery_years",
    "delivered", "comments", "doubts",
)  # fmt: skip


def lines(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The lines of deals given by their rows (query.deals).

    ``doubts`` names the fields that are uncertain: disputed, rough, hedged or never told as a fact. Numbers that are
    not told are None; ``delivery_years`` is a list of years. ``comments`` say value, mode, status and by how many
    independent origins it is told.
    """
    found = []
    for row in rows:
        handed = {one["weapon"]: one for one in row.get("deliveries") or ()}
        for index, weapon in enumerate(row["weapons"] or ({},)):
            found.append(_line(row, index, weapon, handed.get(index, {})))
    return found


def _line(row: Row, index: int, weapon: Row, handed: Row) -> dict[str, Any]:
    delivered = handed.get("delivered")
    ordered = handed.get("ordered")
    if ordered is None and delivered is None and row["status"] not in ("considered", "requested", "refused"):
        ordered = weapon.get("quantity")
    years = handed.get("years") or (
        [row["delivery_date"][:4]] if delivered is not None and row["delivery_date"] else []
    )
    disputed = set(row["disputed"])
    rough = weapon.get("quantity_qualifier") in packs.ROUGH or f"weapons[{index}].quantity" in disputed
    hedged = row["modality"] != "asserted"
    marks = {
        "ordered": ordered is not None and (rough or hedged),
        "delivered": delivered is not None and (rough or hedged or handed.get("adds_up") == "over"),
        "order_year": "order_date" in disputed,
        "delivery_years": "delivery_date" in disputed,
    }
    return {
        "deal": row["id"],
        "supplier": list(row["supplier"]),
        "recipient": list(row["recipient"]),
        "ordered": ordered,
        "designation": weapon.get("designation") or weapon.get("name") or "",
        "description": weapon.get("category") or "",
        "order_year": int(row["order_date"][:4]) if row["order_date"] else None,
        "delivery_years": [int(year) for year in years],
        "delivered": delivered,
        "comments": "; ".join(_comments(row, weapon, handed)),
        "doubts": [name for name, marked in marks.items() if marked],
    }


def _comments(row: Row, weapon: Row, handed: Row) -> Iterable[str]:
    if row["value"]:
        yield f"{row['value']['currency']} {row['value']['amount']:,} deal"
    if weapon.get("service"):
        yield str(weapon["service"])
    if row["mode"] != "unknown":
        yield str(row["mode"])
    if row["status"] not in ("ordered", "delivered"):
        yield str(row["status"])
    if row["modality"] != "asserted":
        yield f"told as {row['modality']}"
    if row["origin"]:
        yield f"made in {', '.join(packs.state_name(code) for code in row['origin'])}"
    if handed.get("adds_up") == "over":
        yield "more told as delivered than as ordered"
    yield f"reports: {row['reports']}, independent origins: {row['origins']}"
