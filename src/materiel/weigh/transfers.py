"""Transfers: the deals of the register as indicators count them, one line a kind of goods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import orjson

from materiel.record.arms import same_family
from materiel.record.ladder import STOPS
from materiel.record.version import FOREVER
from materiel.record.window import Window
from materiel.weigh.reference import Reference

REGISTER = "the register of news reports"
"""What answers call the deals that were read from pages."""

FIRM = {"ordered", "delivered"}
"""Steps from which on a transfer counts as agreed; what is only considered or talked about does not."""

_ALL = """
    SELECT deal_rows.row FROM deals
    JOIN deal_rows ON deal_rows.id = deals.id AND deal_rows.since = deals.since
    WHERE deals.until = :now ORDER BY deals.id
"""

_OF_ANY = """
    SELECT deal_rows.row FROM deals
    JOIN (SELECT DISTINCT deal, since FROM deal_terms WHERE kind = 'country' AND term IN :countries) parties
        ON parties.deal = deals.id AND parties.since = deals.since
    JOIN deal_rows ON deal_rows.id = deals.id AND deal_rows.since = deals.since
    WHERE deals.until = :now ORDER BY deals.id
"""  # one query for all states: a deal between two of them comes once


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


def of_register(register: Window, countries: Iterable[str] | None = None) -> list[Transfer]:
    """The deals of the register with one of ``countries`` as a party (all, where None), background told included."""
    wanted = None if countries is None else sorted(set(countries))
    found = register.rows(_ALL if wanted is None else _OF_ANY, {"now": FOREVER, "countries": wanted or []})
    return [one for (packed,) in found for one in of_packed(packed)]


@lru_cache(maxsize=16_384)
def of_packed(packed: str) -> tuple[Transfer, ...]:
    """The transfers of a deal by its row as JSON, kept: those of a state are asked for with its neighbours' too."""
    return tuple(of_deal(orjson.loads(packed)))


def of_deal(row: Mapping[str, Any]) -> list[Transfer]:
    """The transfers of one deal of the register; services (upgrade, training) bring no new goods and are left out.

    What is told as future, hypothetical or denied is not firm, whatever its step.
    """
    status = row["status"] if row["modality"] in ("asserted", "hedged") or row["status"] in STOPS else "considered"
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
    for name, supplier, recipient, designation, kind, ordered, number, delivered, volume in rows:
        years = _delivered(delivered)
        found.append(
            Transfer(
                id=name,
                source=edition,
                supplier=(supplier,) if supplier else (),
                recipient=(recipient,) if recipient else (),
                designation=designation,
                category=kind,
                status="delivered" if years else "ordered",
                year=ordered or (years[0] if years else None),
                delivered=years,
                quantity=number,
                volume=volume,
            )
        )
    return found


@cache
def _delivered(told: str) -> tuple[int, ...]:
    """The years of deliveries as an import keeps them; thousands of transfers have the same few."""
    return tuple(sorted(int(year) for year in orjson.loads(told)))


def alike(one: Transfer, other: Transfer) -> bool:
    """Whether two transfers are of one system: one category, designations of one family."""
    return one.category == other.category and same_family(one.designation, other.designation)


def merged(reported: Sequence[Transfer], imported: Sequence[Transfer]) -> list[Transfer]:
    """Transfers of both sources without those of the register that the import has too: same parties and system, and
    years of order at most one apart. The import comes first: it covers decades, the register what was read."""
    if not imported:
        return list(reported)
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
