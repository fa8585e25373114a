"""Tallies: in which lists a deal stands, and how many deals of each list tell what.

Pages show both for any state, region, weapon, maker or kind of goods. They are kept beside the deals, in ``listed`` and
``tallies``: a change takes away what its deals told before and adds what they tell now, in its own transaction
(``touch``), so that no page counts the deals of a continent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

from sqlalchemy import Connection, bindparam, delete

from materiel import packs
from materiel.record import tables
from materiel.record.backend import adding
from materiel.record.view import slug

Row = Mapping[str, Any]
Term = tuple[str, str]
Tally = Mapping[str, Mapping[str, int]]
"""What is told (the names of ``told``) to its values, each with the number of deals."""

WHOLE = ("all", "")
"""The list of all deals that are news."""

COUNTED = frozenset(("all", "country", "region", "weapon", "maker", "category"))
"""Kinds of lists whose tallies are kept; others are short."""

LONGEST = 200
"""Letters of a value; names of goods are words of a text and may be longer."""


def terms(row: Row) -> list[Term]:
    """What a deal is found by: (kind, term) of supplier, recipient, country, category, weapon and maker."""
    found = [("supplier", party) for party in row["supplier"]] + [("recipient", party) for party in row["recipient"]]
    found += [("country", party) for name in ("supplier", "recipient", "origin", "refused_by") for party in row[name]]
    found += [("category", weapon["category"]) for weapon in row["weapons"]]
    found += [("weapon", slug(weapon["designation"] or "")) for weapon in row["weapons"]]
    found += [("maker", slug(maker)) for maker in row["manufacturer"]]
    found = [(kind, term) for kind, term in found if term]
    return list(dict.fromkeys(found))


def lists(row: Row) -> list[Term]:
    """The lists in which a deal that is news stands: its terms, its pairs, the regions of its recipients ("region"),
    and ("disputed", "") where reports differ."""
    found = [*terms(row)]
    found += [("pair", f"{one}/{other}") for one, other in product(row["supplier"], row["recipient"])]
    found += [("region", key) for code in row["recipient"] for key in _regions().get(code, ())]
    found += [("disputed", "")] if row["disputed"] else []
    return list(dict.fromkeys(found))


def told(row: Row, kind: str, term: str) -> Iterator[Term]:
    """What a deal adds to the tally of a list: its number ("deals"), its "status", "standing", whether it is
    "disputed", the month of its last report (by what the list tells apart), parties, goods and makers.

    Of the list of a state its months tell as what it stands there ("received", "supplied", "other"), and the parties
    are those on the other side. That of all deals holds its terms and days instead.
    """
    yield "deals", ""
    if (kind, term) == WHOLE:
        yield from lists(row)
        if row["last_reported"]:
            yield "day", row["last_reported"]
        return
    receives, supplies = term in row["recipient"], term in row["supplier"]
    yield "status", row["status"]
    yield "standing", row["standing"]
    if row["disputed"]:
        yield "disputed", ""
    if kind == "country":
        series = "received" if receives else "supplied" if supplies else "other"
    else:
        series = "delivered" if row["status"] == "delivered" else "not delivered"
    yield series, (row["last_reported"] or "")[:7]
    if kind != "country" or receives:
        yield from (("supplier", code) for code in row["supplier"])
    if kind != "country" or supplies:
        yield from (("recipient", code) for code in row["recipient"])
    weapons = row["weapons"]
    yield from (("weapon", name[:LONGEST]) for name in {it["designation"] for it in weapons} if name)
    yield from (("maker", name[:LONGEST]) for name in dict.fromkeys(row["manufacturer"]))
    yield from (("category", name) for name in {it["category"] for it in weapons})


def tally(rows: Iterable[Row], kind: str, term: str) -> Tally:
    """The tally of a list from the rows of its deals."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        for what, value in told(row, kind, term):
            found.setdefault(what, Counter())[value] += 1
    return found


Counted = Counter[tuple[str, str, str, str]]
"""(kind, term, what, value) to the number of deals."""


def counted(rows: Iterable[Row]) -> Counted:
    """The tallies of all lists in which some deals stand; background is in none."""
    found: Counted = Counter()
    for row in rows:
        if not row["background"]:
            for kind, term in (WHOLE, *lists(row)):
                if kind in COUNTED:
                    found.update((kind, term, what, value) for what, value in told(row, kind, term))
    return found


def tally_rows(found: Counted) -> list[dict[str, Any]]:
    """The rows of ``tallies``."""
    return [dict(zip(_KEY, key, strict=True), number=number) for key, number in found.items() if number]


def listed_rows(row: Row, since: str) -> list[dict[str, Any]]:
    """The rows of ``listed`` of a deal as it is known now, from the day ``since`` on; none for background."""
    if row["background"]:
        return []
    one = {"reported": row["last_reported"] or "", "deal": row["id"], "since": since}
    return [{"kind": kind, "term": term, **one} for kind, term in lists(row)]


def change(connection: Connection, gone: Counted, come: Counted) -> None:
    """Takes some deals out of the tallies and others in."""
    table = tables.tallies
    differing = {key: come[key] - gone[key] for key in gone.keys() | come.keys() if come[key] != gone[key]}
    adding(connection, table, tally_rows(Counter(differing)), "number")
    less = [{f"{name}_": part for name, part in zip(_KEY, key, strict=True)} for key in differing if differing[key] < 0]
    if less:
        same = (table.c[name] == bindparam(f"{name}_") for name in _KEY)
        connection.execute(delete(table).where(*same, table.c.number == 0), less)


_KEY = ("kind", "term", "what", "value")


@cache
def _regions() -> Mapping[str, list[str]]:
    """A state's code to the regions that it is in."""
    found: dict[str, list[str]] = {}
    for key, region in packs.regions().items():
        for code in region["states"]:
            found.setdefault(code, []).append(key)
    return found
