"""Supply: who arms whom, how much a state depends on one supplier, and what is new in a region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from materiel import packs
from materiel.weigh.chart import Picture
from materiel.weigh.indicator import Indicator, Missing
from materiel.weigh.transfers import FIRM, Transfer, alike

BRING = "read pages with `materiel read PATH` or import a trade register with `materiel import sipri FILE`"

CONCENTRATED = 0.25
"""Above this index a market is called highly concentrated (US Horizontal Merger Guidelines 2010, 5.3: 2,500 of 10,000).
"""


def supply(transfers: Sequence[Transfer], country: str) -> Indicator:
    """Who supplies ``country``: a row a supplier, with its agreed transfers and share.

    The value is the Herfindahl-Hirschman index of the suppliers' shares, 1 for a single supplier (the sum of squared
    shares: Hirschman, American Economic Review 54, 1964, 761). A transfer of several suppliers counts for each in
    equal parts. Transfers count by the volume that their source gives where all have one, else by number. ``Missing``
    where nothing agreed is known.
    """
    own = [one for one in transfers if country in one.recipient and one.firm and one.supplier]
    if not own:
        raise Missing(f"no agreed transfer to {packs.state_name(country)} is known; {BRING}")
    by_volume = all(one.volume is not None for one in own) and any(one.volume for one in own)
    parts: dict[str, float] = defaultdict(float)
    number: dict[str, int] = defaultdict(int)
    for one in own:
        for supplier in one.supplier:
            parts[supplier] += (float(one.volume or 0) if by_volume else 1.0) / len(one.supplier)
            number[supplier] += 1
    whole = sum(parts.values())
    rows = [
        {
            "supplier": supplier,
            "name": packs.state_name(supplier),
            "transfers": number[supplier],
            "share": part / whole,
            "categories": _categories(own, supplier),
            "last": max((one.first or 0 for one in own if supplier in one.supplier), default=0) or None,
        }
        for supplier, part in sorted(parts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    years = [year for one in own if (year := one.first)]
    index = concentration(parts.values())
    warnings = ["a register of transfers is no inventory: own production and older stock are not in it"]
    if len(own) < 10:
        warnings.append(f"shares of so few transfers ({len(own)}) say little")
    if index > CONCENTRATED:
        warnings.append(f"highly concentrated: {rows[0]['name']} supplies {rows[0]['share']:.0%}")
    return Indicator(
        name="supply",
        about=(country,),
        value=index,
        unit="Herfindahl-Hirschman index, 0 to 1",
        method=f"sum of squared shares of suppliers by {'volume' if by_volume else 'number'} of agreed transfers",
        period=(str(min(years)), str(max(years))) if years else None,
        rows=tuple(rows),
        rests_on=tuple(dict.fromkeys(one.id for one in own)),
        editions=tuple(dict.fromkeys(one.source for one in own)),
        warnings=tuple(warnings),
        picture=Picture(
            "bars", f"Who supplies {packs.state_name(country)}", "name", "share", unit="share of agreed transfers"
        ),
    )


def concentration(parts: Iterable[float]) -> float:
    """The Herfindahl-Hirschman index of sizes, from 1/n for n equal ones to 1 for a single one."""
    sizes = [part for part in parts if part > 0]
    whole = sum(sizes)
    return sum((part / whole) ** 2 for part in sizes) if whole else 0.0


def flows(transfers: Sequence[Transfer], states: Sequence[str]) -> Indicator:
    """Orders and deliveries to ``states`` by category and year: a row each, the latest first, agreed transfers alone.

    ``orders`` counts transfers by the year of order, ``deliveries`` those with deliveries in the year; ``pieces`` sums
    the ordered pieces whose number is known, ``unknown`` counts transfers without one. The value is the number of
    agreed transfers. ``Missing`` where there is none.
    """
    own = [one for one in transfers if one.firm and set(states) & set(one.recipient)]
    if not own:
        names = ", ".join(packs.state_name(state) for state in states)
        raise Missing(f"no agreed transfer to {names} is known; {BRING}")
    table: dict[tuple[str, int], dict[str, int]] = defaultdict(
        lambda: {"orders": 0, "deliveries": 0, "pieces": 0, "unknown": 0}
    )
    for one in own:
        if one.year is not None:
            cell = table[one.category, one.year]
            cell["orders"] += 1
            cell["pieces"] += one.quantity or 0
            cell["unknown"] += one.quantity is None
        for year in one.delivered:
            table[one.category, year]["deliveries"] += 1
    latest = sorted(table.items(), key=lambda cell: (-cell[0][1], cell[0][0]))
    rows = [{"category": category, "year": year, **cell} for (category, year), cell in latest]
    years = sorted(year for _, year in table)
    undated = sum(one.year is None for one in own)
    return Indicator(
        name="flows",
        about=tuple(states),
        value=float(len(own)),
        unit="agreed transfers",
        method="counted by year of order and years of delivery",
        period=(str(years[0]), str(years[-1])) if years else None,
        rows=tuple(rows),
        rests_on=tuple(dict.fromkeys(one.id for one in own)),
        editions=tuple(dict.fromkeys(one.source for one in own)),
        warnings=(f"{undated} transfers without a year are not in the table",) if undated else (),
        picture=Picture("columns", "Orders by year", "year", "orders", "category", "agreed transfers"),
    )


def new(
    transfers: Sequence[Transfer],
    country: str,
    region: Sequence[str],
    since: int | None = None,
    neighbours: Sequence[str] = (),
) -> Indicator:
    """What transfers brought ``country`` for the first time: a row a transfer, the latest first.

    ``first`` lists in what it is the first: kind - no earlier transfer of the category to the state is known; system -
    none of the designation's family; region - none of the category to any state of ``region``. ``stock`` is the number
    of pieces of the category known to have gone to the ``neighbours`` until then (where none are named, to the other
    states of the region), ``ratio`` the transfer's pieces against it. The value is the number of agreed ones that are
    first in something; what is only considered, or was stopped, is in the table with its status.
    """
    own = [one for one in transfers if country in one.recipient and one.first is not None and one.status != "refused"]
    own = [one for one in own if since is None or (one.first or 0) >= since]
    if not own:
        raise Missing(f"no dated transfer to {packs.state_name(country)} is known; {BRING}")
    others = [one for one in transfers if one.firm and one.first is not None]
    beside = {state for state in neighbours or region if state != country}
    near = {country, *region, *beside}
    alike_kind: dict[str, list[Transfer]] = defaultdict(list)
    for one in others:
        if near & set(one.recipient):
            alike_kind[one.category].append(one)
    rows = [_novelty(one, country, region, beside, alike_kind[one.category]) for one in own]
    rows.sort(key=lambda row: (-row["year"], row["id"], row["designation"]))
    starts = [one.first for one in others if country in one.recipient and one.first]
    warnings = ["first known to the register: what a state had before the register begins, or built itself, is unseen"]
    if starts:
        warnings.append(f"transfers to {packs.state_name(country)} are known since {min(starts)}")
    if not neighbours:
        warnings.append(
            "no list of borders is imported: the region stands for the neighbours (`materiel import contiguity`)"
        )
    warnings.append(
        "a neighbours' stock is what is known to have been delivered to them; unknown numbers count as none"
    )
    return Indicator(
        name="new",
        about=(country,),
        value=float(sum(bool(row["first"]) and row["status"] in FIRM for row in rows)),
        unit="agreed transfers that are the first of their kind, system or region",
        method="compared with every earlier agreed transfer to the state and to its region",
        period=(str(rows[-1]["year"]), str(rows[0]["year"])),
        rows=tuple(rows),
        rests_on=tuple(dict.fromkeys(one.id for one in own)),
        editions=tuple(dict.fromkeys(one.source for one in transfers)),
        warnings=tuple(warnings),
        findings=(f"region: {_names(region)}; neighbours: {_names(sorted(beside))}",),
        picture=Picture(
            "columns",
            "What came for the first time",
            "year",
            "number",
            "category",
            "agreed transfers",
            rows=_firsts(rows),
        ),
    )


def _firsts(rows: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """The number of agreed transfers that were first in something, by year and category."""
    number: dict[tuple[int, str], int] = defaultdict(int)
    for row in rows:
        if row["first"] and row["status"] in FIRM:
            number[row["year"], row["category"]] += 1
    return tuple({"year": year, "category": kind, "number": held} for (year, kind), held in sorted(number.items()))


def _names(states: Iterable[str]) -> str:
    return packs.state_names(states) or "none known"


def _novelty(
    one: Transfer, country: str, region: Sequence[str], beside: Set[str], others: Sequence[Transfer]
) -> Mapping[str, Any]:
    """A transfer against ``others``: those of its category to the state, its region or the states ``beside`` it."""
    year = one.first or 0
    earlier = [other for other in others if other.id != one.id and (other.first or 0) < year]
    to_it = [other for other in earlier if country in other.recipient]
    near = [other for other in earlier if set(region) & set(other.recipient)]
    stock = sum(other.quantity or 0 for other in earlier if beside & set(other.recipient))
    firsts = {
        "kind": not to_it,
        "system": not any(alike(one, other) for other in to_it),
        "region": not near,
    }
    return {
        "id": one.id,
        "year": year,
        "designation": one.designation,
        "category": one.category,
        "supplier": ", ".join(one.supplier),
        "status": one.status,
        "quantity": one.quantity,
        "first": [name for name, holds in firsts.items() if holds],
        "stock": stock,
        "ratio": one.quantity / stock if one.quantity is not None and stock else None,
    }


def _categories(own: Sequence[Transfer], supplier: str) -> str:
    number: dict[str, int] = defaultdict(int)
    for one in own:
        if supplier in one.supplier:
            number[one.category] += 1
    return ", ".join(sorted(number, key=lambda name: (-number[name], name))[:3])
