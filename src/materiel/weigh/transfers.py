"""Transfers: the deals of the register as indicators count them, one line a kind of goods."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select

from materiel.record import tables
from materiel.record.arms import same_family
from materiel.record.store import Register
from materiel.weigh.reference import Reference

REGISTER = "the register of news reports"
"""What answers call the deals that were read from pages."""

STOPPED = {"suspended", "cancelled", "refused"}
FIRM = {"ordered", "delivered"}
"""Steps from which on a transfer counts as agreed; what is only considered or talked about does not."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Goods of one kind from suppliers to recipients.

    ``quantity`` is the number ordered (or delivered, where no other is known), None where it is unknown. ``year`` is
    the year of the order, else of the first delivery, else of the first report; ``delivered`` holds the years of
    deliveries. ``source`` is the register or the edition it was imported from; ``id`` is its name there. ``volume`` is
    the source's own measure of size, where it has one.
    """

    id: str
    source: str
    supplier: tuple[str, ...]
    recipient: tuple[str, ...]
    designation: str
    category: str
    status: str
    year: int | None
    delivered: tuple[int, ...] = ()
    quantity: int | None = None
    volume: float | None = None

    @property
    def firm(self) -> bool:
        """Whether it was ordered or delivered, and not stopped."""
        return self.status in FIRM

    @property
    def first(self) -> int | None:
        """The first year of delivery, else the year of the order."""
        return self.delivered[0] if self.delivered else self.year


def of_register(register: Register, countries: Iterable[str] | None = None) -> list[Transfer]:
    """The deals of the register with one of ``countries`` as a party (all, where None), background told included."""
    deals, shown, terms = tables.deals, tables.deal_rows, tables.deal_terms
    chosen = select(deals.c.id, deals.c.since).where(deals.c.until == tables.FOREVER)
    if countries is not None:
        of_any = select(terms.c.deal, terms.c.since).where(
            terms.c.kind == "country", terms.c.term.in_(sorted(set(countries)))
        )
        parties = of_any.distinct().subquery()  # one query for all states: a deal between two of them comes once
        chosen = chosen.join(parties, (parties.c.deal == deals.c.id) & (parties.c.since == deals.c.since))
    found = chosen.subquery()
    query = select(shown.c.row).join(found, (found.c.id == shown.c.id) & (found.c.since == shown.c.since))
    with register.reading() as connection:
        rows = [json.loads(row) for row in connection.execute(query.order_by(shown.c.id)).scalars()]
    return [one for row in rows for one in of_deal(row)]


def of_deal(row: Mapping[str, Any]) -> list[Transfer]:
    """The transfers of one deal of the register; services (upgrade, training) bring no new goods and are left out.

    What is told as future, hypothetical or denied is not firm, whatever its step.
    """
    status = row["status"] if row["modality"] in ("asserted", "hedged") or row["status"] in STOPPED else "considered"
    delivered = _years(row["delivery_date"]) if status == "delivered" else ()
    dated = row["order_date"] or row["delivery_date"] or row["first_reported"] or ""
    year = int(dated[:4]) if dated[:4].isdigit() else None
    return [
        Transfer(
            id=row["id"],
            source=REGISTER,
            supplier=tuple(row["supplier"]),
            recipient=tuple(row["recipient"]),
            designation=weapon["designation"] or weapon["name"] or weapon["category"],
            category=weapon["category"],
            status=status,
            year=year,
            delivered=delivered,
            quantity=weapon["quantity"],
        )
        for weapon in row["weapons"]
        if not weapon.get("service")
    ]


def of_import(
    reference: Reference, countries: Iterable[str] | None = None, category: str | None = None
) -> list[Transfer]:
    """The deals of the trade register imported last: with one of ``countries`` as a party, of a category, or all.

    What has no year of delivery yet is ordered; such a register lists nothing that was not.
    """
    edition, rows = reference.transfers(countries, category)
    found = []
    for row in rows:
        years = _delivered(row.delivered)
        found.append(
            Transfer(
                id=row.name,
                source=edition,
                supplier=(row.supplier,) if row.supplier else (),
                recipient=(row.recipient,) if row.recipient else (),
                designation=row.designation,
                category=row.category,
                status="delivered" if years else "ordered",
                year=row.ordered or (years[0] if years else None),
                delivered=years,
                quantity=row.number,
                volume=row.volume,
            )
        )
    return found


@cache
def _delivered(told: str) -> tuple[int, ...]:
    """The years of deliveries as an import keeps them; thousands of transfers have the same few."""
    return tuple(sorted(int(year) for year in json.loads(told)))


def alike(one: Transfer, other: Transfer) -> bool:
    """Whether two transfers are of one system: one category, designations of one family."""
    return one.category == other.category and same_family(one.designation, other.designation)


def merged(reported: Sequence[Transfer], imported: Sequence[Transfer]) -> list[Transfer]:
    """Transfers of both sources without those of the register that the import has too: same parties and system, and
    years of order at most one apart. The import comes first: it covers decades, the register what was read."""
    known: dict[tuple[str, str], list[Transfer]] = {}
    for one in imported:
        for supplier in one.supplier:
            for recipient in one.recipient:
                known.setdefault((supplier, recipient), []).append(one)

    def told(one: Transfer) -> bool:
        pairs = [(supplier, recipient) for supplier in one.supplier for recipient in one.recipient]
        return any(
            alike(one, other) and one.year is not None and other.year is not None and abs(one.year - other.year) <= 1
            for pair in pairs
            for other in known.get(pair, ())
        )

    return [*imported, *(one for one in reported if not told(one))]


def _years(told: str | None) -> tuple[int, ...]:
    """The years of a date or range (``2027/2030``)."""
    parts = [part[:4] for part in (told or "").split("/") if part[:4].isdigit()]
    return tuple(range(int(parts[0]), int(parts[-1]) + 1)) if parts else ()
