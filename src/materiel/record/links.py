"""Links: deals that belong to one another and are not one - batches of an order, and orders that follow an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from materiel.record.arms import same_family
from materiel.record.days import begins
from materiel.record.ladder import LADDER

PART_OF, FOLLOWS = "part_of", "follows"

_APPROVED, _PLACED = LADDER.index("approved"), LADDER.index("ordered")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """``deal`` is a batch of ``other`` (part_of), or was ordered after it (follows); ``why`` in words."""

    deal: str
    kind: str
    other: str
    why: str


def links(rows: Iterable[Row], together: Mapping[str, set[str]] | None = None) -> list[Link]:
    """The links among deals given by their rows, in a fixed order.

    A delivered batch is part of the order of the same goods between the same parties that is larger, or of unknown
    number, and was placed before; where the same document tells both (``together`` maps a deal to the documents that
    tell it), that order is meant. Of the orders of the same goods between the same parties, each follows the one placed
    before it. Where two orders could be meant, none is.
    """
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["supplier"] and row["recipient"] and row["weapons"]:
            groups[tuple(row["supplier"]), tuple(row["recipient"])].append(row)
    found: list[Link] = []
    for group in groups.values():
        if len(group) > 1:
            ordered = sorted(group, key=lambda row: row["id"])
            parts = list(_parts(ordered, together or {}))
            found += parts
            inside = {link.deal for link in parts}
            found += _orders([row for row in ordered if row["id"] not in inside])
    return sorted(found, key=lambda link: (link.deal, link.kind, link.other))


def _parts(rows: Sequence[Row], together: Mapping[str, set[str]]) -> Iterator[Link]:
    for batch in rows:
        if batch["status"] != "delivered" or batch["weapons"][0]["quantity"] is None:
            continue
        fitting = [order for order in rows if order is not batch and _is_batch_of(batch, order)]
        beside = [order for order in fitting if together.get(batch["id"], set()) & together.get(order["id"], set())]
        chosen = beside if len(beside) == 1 else fitting
        if len(chosen) == 1:
            order = chosen[0]
            whole = order["weapons"][0]["quantity"]
            of = f"{batch['weapons'][0]['quantity']} of {whole}" if whole else f"{batch['weapons'][0]['quantity']}"
            yield Link(batch["id"], PART_OF, order["id"], f"{of} delivered")


def _is_batch_of(batch: Row, order: Row) -> bool:
    if _step(order) < _PLACED:
        return False
    small, large = batch["weapons"][0]["quantity"], order["weapons"][0]["quantity"]
    if not same_goods(batch, order) or (large is not None and large <= small):
        return False
    if large is None and order["status"] == "delivered":
        return False
    one, other = begins(batch["order_date"]), begins(order["order_date"])
    if one and other and one[:4] != other[:4]:
        return False
    handed = begins(batch["delivery_date"]) or begins(batch["first_reported"])
    return not (other and handed and handed < other)


def _orders(rows: Sequence[Row]) -> Iterator[Link]:
    """Each order of the same goods follows the one before it."""
    placed = [row for row in rows if _step(row) >= _APPROVED and _when(row)]
    placed.sort(key=lambda row: (_when(row), row["id"]))
    for at, later in enumerate(placed):
        before = [row for row in placed[:at] if same_goods(row, later) and _when(row) < _when(later)]
        if before:
            latest = [row for row in before if _when(row) == _when(before[-1])]
            if len(latest) == 1:
                yield Link(later["id"], FOLLOWS, latest[0]["id"], f"ordered after {_when(latest[0])}")


def _step(row: Row) -> int:
    return LADDER.index(row["status"]) if row["status"] in LADDER else -1


def same_goods(one: Row, other: Row) -> bool:
    """Whether the first goods of two deals are of one family, and both are goods or both the same service."""
    a, b = one["weapons"][0], other["weapons"][0]
    return (a["service"] or "") == (b["service"] or "") and same_family(a["designation"], b["designation"])


def _when(row: Row) -> str:
    """The day from which an order stood: its date, else the first report of it; empty where neither is told."""
    return begins(row["order_date"]) or begins(row["first_reported"])
