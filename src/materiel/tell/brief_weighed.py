"""What a brief takes from the indicators: reactions of some days, what is new, and the last figures of spending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from materiel.record.store import Register
from materiel.tell import words as say
from materiel.weigh import supply
from materiel.weigh.holdings import Holdings
from materiel.weigh.indicator import Missing
from materiel.weigh.places import around
from materiel.weigh.reactions import Event, events
from materiel.weigh.spending import spending

Row = Mapping[str, Any]


def reactions(register: Register, states: Sequence[str], days: tuple[str, str]) -> list[Event]:
    """What these states did about deals, or others to them, from one day to another; each reaction once."""
    found: dict[tuple[str, str | None, str, str | None], Event] = {}
    for one in events(register, states):
        if days[0] <= one.day <= days[1]:
            found.setdefault((one.actor, one.target, one.event, one.deal), one)
    return list(found.values())


def novelties(register: Register, states: Sequence[str], deals: frozenset[str]) -> list[tuple[str, Row]]:
    """(recipient, row of ``supply.new``) of those of ``deals`` that bring a state something for the first time."""
    held = Holdings(register)
    if not deals:
        return []
    transfers = held.transfers(held.around(states))
    told = [one for one in transfers if one.id in deals]
    receiving = {code for one in told for code in one.recipient}
    since = min((one.first or 0 for one in told), default=0)
    found = []
    for state in states:
        if state not in receiving:
            continue
        try:
            rows = supply.new(transfers, state, around(state), since, held.neighbours(state)).rows
        except Missing:
            continue
        found += [(state, row) for row in rows if row["id"] in deals and row["first"]]
    return found


def spent(register: Register, states: Sequence[str]) -> tuple[list[Row], tuple[str, ...]]:
    """The last year's figures of each state that has any, the highest first, and where they come from."""
    try:
        found = spending(Holdings(register).reference, states)
    except Missing:
        return [], ()
    last: dict[str, Row] = {}
    for row in sorted(found.rows, key=lambda row: int(row["year"])):
        if row["current"] is not None or row["share"] is not None:
            last[str(row["country"])] = row
    ranked = sorted(last.values(), key=lambda row: (-(row["current"] or 0), str(row["country"])))
    return ranked, found.editions


def heads() -> tuple[str, ...]:
    """What stands above the columns of a table of spending: state, ``figures`` and year."""
    columns = [("column", "country"), ("column", "spending"), ("measure", "gdp share"), ("column", "growth")]
    words = (say.word(*it) for it in (*columns, ("column", "year")))
    return tuple(it[:1].upper() + it[1:] for it in words)


def figures(row: Row) -> tuple[str, str, str]:
    """A state's spending in a year, its share of GDP and its growth; "" for what is not known."""
    money = say.money({"amount": row["current"], "currency": "USD"}) if row["current"] is not None else ""
    share = say.percent(round(row["share"], 2)) if row["share"] is not None else ""
    if row["growth"] is None:
        return money, share, ""
    return money, share, f"{'+' if row['growth'] > 0 else '−'}{say.percent(abs(round(row['growth'], 1)))}"
