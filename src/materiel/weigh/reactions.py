"""Reactions: who supported, criticised, threatened or acted on a deal, as PLOVER events with their sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from materiel import packs
from materiel.record import rows, tables
from materiel.record.backend import fetch
from materiel.record.quotes import quote
from materiel.record.store import Register
from materiel.types import Quote
from materiel.weigh.chart import Picture
from materiel.weigh.indicator import Indicator, Missing
from materiel.weigh.transfers import REGISTER

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Event:
    """What ``actor`` did to ``target`` on a day (YYYY-MM-DD, the latest that its source may mean), as ``origin`` tells.

    ``event`` is PLOVER's; ``intensity`` is on its scale, -10 conflict to +10 cooperation. ``deal`` is the deal it is
    about, if any, ``document`` where it stands, ``sentence`` what stands there.
    """

    day: str
    actor: str
    target: str | None
    event: str
    intensity: float
    origin: str
    deal: str | None = None
    document: str | None = None
    sentence: str = ""


def intensity(event: str, mode: str = "") -> float:
    """The intensity of a PLOVER event, of its mode where that has one (data/reference/plover.toml); 0 if unknown."""
    scale = packs.toml("reference", "plover.toml")
    return float(scale["mode"].get(f"{event}/{mode}", scale["event"].get(event, 0.0)))


def events(register: Register, states: Iterable[str] | None = None, deal: str | None = None) -> list[Event]:
    """The reactions that reports tell: of or to any of ``states``, or those about ``deal``; by day.

    A reaction without a target is towards the parties of the deal; it has target None here.
    """
    with register.reading() as connection:
        found = _told(connection, states, deal)
        texts = _texts(connection, {one["document"] for one in found})
    made = [_event(one, texts) for one in found]
    return sorted(made, key=lambda one: (one.day, one.actor, one.target or "", one.event, one.origin, one.sentence))


def reactions(told: Sequence[Event], about: Sequence[str]) -> Indicator:
    """Who reacted: a row an actor, target and event, with the number of independent origins and a sentence.

    The value is the mean intensity of the distinct reactions (an event told by many counts once). ``Missing`` where no
    report tells a reaction.
    """
    if not told:
        names = ", ".join(packs.state_name(one) for one in about)
        raise Missing(f"no reaction about {names} is in the register; read reports of some with `materiel read PATH`")
    groups: dict[tuple[str, str | None, str, str | None], list[Event]] = {}
    for one in told:
        groups.setdefault((one.actor, one.target, one.event, one.deal), []).append(one)
    table: list[dict[str, Any]] = [
        {
            "label": f"{_whom(actor, target)}: {event.lower()}, {own[0].day[:7]}",
            "actor": actor,
            "target": target,
            "event": event,
            "intensity": own[0].intensity,
            "first": own[0].day,
            "last": own[-1].day,
            "origins": len({one.origin for one in own}),
            "reports": len(own),
            "deal": deal,
            "sentence": own[0].sentence,
        }
        for (actor, target, event, deal), own in groups.items()
    ]
    table.sort(key=lambda row: (row["intensity"], -row["origins"], row["actor"], str(row["target"])))
    mean = sum(float(row["intensity"]) for row in table) / len(table)
    few = len({one.origin for one in told}) < 3
    return Indicator(
        name="reactions",
        about=tuple(about),
        value=mean,
        unit="PLOVER intensity, -10 conflict to +10 cooperation",
        method="mean over distinct reactions (actor, target, event, deal); PLOVER manual, draft 2.0, with ACCUSE at -3",
        period=(min(one.day for one in told), max(one.day for one in told)),
        rows=tuple(table),
        rests_on=tuple(dict.fromkeys(one.document for one in told if one.document)),
        editions=(REGISTER,),
        warnings=("fewer than three independent origins",) if few else (),
        picture=Picture("bars", "Reactions", "label", "intensity", unit="PLOVER intensity, -10 to +10"),
    )


@lru_cache(10_000)
def _value(told: str) -> Any:
    """A statement's value; thousands of reactions have the same few."""
    return json.loads(told)


def _whom(actor: str, target: str | None) -> str:
    return packs.state_name(actor) + (f" to {packs.state_name(target)}" if target else "")


def _told(connection: Connection, states: Iterable[str] | None, deal: str | None) -> list[dict[str, Any]]:
    """Reactions in force as plain rows: document, subject, its properties, what the report says of itself."""
    said, report = tables.statements, tables.reports
    reaction = said.c.subject.startswith("reaction/")
    chosen = select(said.c.reading, said.c.subject).where(reaction)
    if states is not None:
        codes = [json.dumps(state) for state in sorted(set(states))]
        chosen = chosen.where(said.c.property.in_(("actor", "target")), said.c.value.in_(codes)).distinct()
    if deal is not None:
        member = tables.deal_members
        of_deal = select(report.c.reading).join(member, member.c.document == report.c.document)
        chosen = chosen.where(said.c.reading.in_(of_deal.where(member.c.deal == deal)))
    picked = chosen.distinct().subquery()
    shown = (report.c.document, report.c.known, report.c.origin, said.c.subject, said.c.property, said.c.value)
    query = (
        select(*shown, said.c.quotes)
        .join(picked, (picked.c.reading == said.c.reading) & (picked.c.subject == said.c.subject))
        .join(report, report.c.reading == said.c.reading)
    )
    made: dict[tuple[str, str], dict[str, Any]] = {}
    for document, day, origin, subject, name, value, quotes in connection.execute(query).all():
        one = made.get((document, subject))
        if one is None:
            one = made[document, subject] = {"document": document, "day": day, "origin": origin, "quotes": []}
        one[name] = _value(value)
        one["quotes"] += json.loads(quotes)
    deals = _deals(connection, {document for document, _ in made})
    for (document, _), one in made.items():
        index = one.get("about_deal")
        one["deal"] = None if index is None else deals.get((document, f"deal/{index}"))
    return [one for one in made.values() if deal is None or one["deal"] == deal]


def _deals(connection: Connection, documents: Iterable[str]) -> dict[tuple[str, str], str]:
    table, wanted = tables.deal_members, sorted(documents)
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(table).where(table.c.document.in_(wanted[start : start + _AT_ONCE]))
        found |= {(row["document"], row["subject"]): row["deal"] for row in fetch(connection, query)}
    return found


def _texts(connection: Connection, documents: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    table, wanted = tables.documents, sorted(documents)
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        shown = (table.c.digest, table.c.id, table.c.text, table.c.blocks)
        query = select(*shown).where(table.c.digest.in_(wanted[start : start + _AT_ONCE]))
        found |= {row["digest"]: {**row, "blocks": rows.blocks(row["blocks"])} for row in fetch(connection, query)}
    return found


def _event(one: Mapping[str, Any], texts: Mapping[str, Mapping[str, Any]]) -> Event:
    held = texts[one["document"]]
    first = min(one["quotes"], default=None)
    told = quote(held["text"], held["blocks"], Quote(*first)) if first else {}
    return Event(
        day=one["day"],
        actor=one["actor"],
        target=one.get("target"),
        event=one["plover"],
        intensity=intensity(one["plover"]),
        origin=one["origin"],
        deal=one["deal"],
        document=held["id"],
        sentence=" ".join(f"{told['before']}{told['exact']}{told['after']}".split()) if told else "",
    )
