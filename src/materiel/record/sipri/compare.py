"""Compare: the register against SIPRI's - what both have, what only one has, and where cells differ.

Deals are paired by the features that join reports, the likest first, each once. This is what an analyst does by hand
each year: every difference comes with the sentences that speak for our value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from materiel import packs
from materiel.record.arms import plain, same_family
from materiel.record.lines import lines
from materiel.record.reports import Report
from materiel.record.resolve import score
from materiel.record.sipri.transfer import Transfer
from materiel.types import Deal, Weapon

Row = Mapping[str, Any]
Line = Mapping[str, Any]

OUT_OF_SCOPE = ("small arms", "ammunition", "other")
"""Categories that SIPRI's register leaves out, wholly or but for what has guidance or a large calibre."""

CELLS = {"ordered": "quantity", "order_year": "order_date", "delivered": "quantity", "delivery_years": "delivery_date"}
"""Each compared field to the field of the register whose sentences speak for it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of ours and a deal of theirs; ``differing`` maps fields to (ours, theirs)."""

    line: Line
    transfer: Transfer
    score: float
    differing: Mapping[str, tuple[Any, Any]]


@dataclass(slots=True)
class Compared:
    """``pairs`` in both; ``ours`` only in the news, each with why SIPRI may leave it out ("" where nothing says so);
    ``theirs`` only in SIPRI."""

    pairs: list[Pair] = field(default_factory=list)
    ours: list[tuple[Line, str]] = field(default_factory=list)
    theirs: list[Transfer] = field(default_factory=list)


def compare(rows: Sequence[Row], transfers: Sequence[Transfer]) -> Compared:
    """Pairs the lines of our deals with SIPRI's transfers."""
    ours = [(row, line) for row in rows for line in lines([row])]
    scored = sorted(_scores(ours, transfers), key=lambda one: (-one[0], one[1], one[2]))
    used_ours: set[int] = set()
    used_theirs: set[int] = set()
    found = Compared()
    for told, here, there in scored:
        if here in used_ours or there in used_theirs:
            continue
        used_ours.add(here)
        used_theirs.add(there)
        line, transfer = ours[here][1], transfers[there]
        found.pairs.append(Pair(line, transfer, round(told, 2), dict(differing(line, transfer))))
    found.ours = [(line, _why(row, line)) for at, (row, line) in enumerate(ours) if at not in used_ours]
    found.theirs = [one for at, one in enumerate(transfers) if at not in used_theirs]
    return found


def differing(line: Line, transfer: Transfer) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The fields that both tell and that differ: (field, (ours, theirs)). Years differ where none is common."""
    for name in ("ordered", "delivered"):
        ours, theirs = line[name], getattr(transfer, name)
        if ours is not None and theirs is not None and ours != theirs:
            yield name, (ours, theirs)
    if line["order_year"] and transfer.order_year and line["order_year"] != transfer.order_year:
        yield "order_year", (line["order_year"], transfer.order_year)
    ours, theirs = set(line["delivery_years"]), set(transfer.delivery_years)
    if ours and theirs and not ours & theirs:
        yield "delivery_years", (sorted(ours), sorted(theirs))
    if not same_family(canonical(line["designation"]), canonical(transfer.designation)):
        yield "designation", (line["designation"], transfer.designation)


def canonical(designation: str) -> str:
    """The name that the gazetteer of weapons gives a designation; itself where it knows none."""
    known = _aliases()
    for part in (designation, *designation.split("/")):
        if plain(part) in known:
            return known[plain(part)]
    return designation


def _scores(ours: Sequence[tuple[Row, Line]], transfers: Sequence[Transfer]) -> Iterator[tuple[float, int, int]]:
    """(score, number of ours, number of theirs) of the pairs that are alike as two reports are that are joined."""
    rules = packs.toml("codebook", "resolve.toml")
    by_recipient: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(transfers):
        by_recipient[one.recipient].append(at)
    made = [_of_transfer(one, at) for at, one in enumerate(transfers)]
    for here, (row, line) in enumerate(ours):
        report = _of_line(row, line, here)
        for party in row["recipient"]:
            for there in by_recipient.get(party, ()):
                if row["supplier"] and transfers[there].supplier not in row["supplier"]:
                    continue
                told = score(report, made[there], rules["weights"])
                if told >= rules["join"] and _year_apart(line, transfers[there]) <= 2:
                    yield told, here, there


def _year_apart(line: Line, transfer: Transfer) -> int:
    """Years between the two orders; 0 where one is not told."""
    if not line["order_year"] or not transfer.order_year:
        return 0
    return abs(int(line["order_year"]) - transfer.order_year)


def _of_line(row: Row, line: Line, at: int) -> Report:
    weapon = Weapon(
        line["designation"],
        canonical(line["designation"]),
        line["description"],
        quantity=line["ordered"] if line["ordered"] is not None else line["delivered"],
    )
    deal = Deal(
        supplier=tuple(row["supplier"]),
        recipient=tuple(row["recipient"]),
        weapons=(weapon,),
        order_date=row["order_date"],
        delivery_date=row["delivery_date"],
        status=row["status"],
    )
    return Report(f"ours {at}", "deal/0", deal, ())


def _of_transfer(one: Transfer, at: int) -> Report:
    quantity = one.ordered if one.ordered is not None else one.delivered
    weapon = Weapon(one.designation, canonical(one.designation), one.category, quantity=quantity)
    years = f"{one.delivery_years[0]}/{one.delivery_years[-1]}" if one.delivery_years else None
    deal = Deal(
        supplier=(one.supplier,) if one.supplier else (),
        recipient=(one.recipient,) if one.recipient else (),
        weapons=(weapon,),
        order_date=str(one.order_year) if one.order_year else None,
        delivery_date=years,
        status="delivered" if one.delivered else "ordered",
    )
    return Report(f"theirs {at}", "deal/0", deal, ())


def _why(row: Row, line: Line) -> str:
    """Why a deal of ours may not be in SIPRI's register."""
    if row["background"]:
        return "told only as background"
    if row["status"] not in ("ordered", "delivered", "suspended"):
        return f"not ordered: {row['status']}"
    if line["description"] in OUT_OF_SCOPE:
        return f"out of its scope: {line['description']}"
    return ""


@cache
def _aliases() -> Mapping[str, str]:
    """Every name of a weapon of the gazetteer, folded, to its designation."""
    found: dict[str, str] = {}
    for name, row in packs.weapons().items():
        for one in (name, *packs.lines(row["aliases"])):
            found.setdefault(plain(one), name)
    return found


def within(transfers: Iterable[Transfer], countries: set[str], years: tuple[int | None, int | None]) -> list[Transfer]:
    """The transfers of these parties (all where there are none) that were ordered or delivered in these years."""
    first, last = years
    found = []
    for one in transfers:
        told = {year for year in (one.order_year, *one.delivery_years) if year}
        fits = any((first is None or year >= first) and (last is None or year <= last) for year in told)
        if (not countries or {one.supplier, one.recipient} & countries) and (fits or not told):
            found.append(one)
    return found
