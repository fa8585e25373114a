"""Reactions: who supported, criticised, threatened or acted on a deal, as PLOVER events with their sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from materiel import packs
from materiel.record import rows
from materiel.record.quotes import quote
from materiel.record.window import Window, chunks
from materiel.types import Block, Quote
from materiel.weigh.chart import Picture
from materiel.weigh.indicator import Indicator, Missing
from materiel.weigh.transfers import REGISTER

_REACTIONS = """
    SELECT reports.document, reports.known, reports.origin, statements.subject, statements.property, statements.value,
        statements.quotes
    FROM (SELECT DISTINCT reading, subject FROM statements WHERE subject LIKE 'reaction/%'{}) picked
    JOIN statements ON statements.reading = picked.reading AND statements.subject = picked.subject
    JOIN reports ON reports.reading = picked.reading
"""

_OF_STATES = " AND property IN ('actor', 'target') AND value IN :codes"

_OF_DEAL = """ AND reading IN (
    SELECT reports.reading FROM reports JOIN deal_members ON deal_members.document = reports.document
    WHERE deal_members.deal = :deal)"""


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


def events(register: Window, states: Iterable[str] | None = None, deal: str | None = None) -> list[Event]:
    """The reactions that reports tell: of or to any of ``states``, or those about ``deal``; by day.

    A reaction without a target is towards the parties of the deal; it has target None here.
    """
    found = _told(register, states, deal)
    texts = _texts(register, {one["document"] for one in found})
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


def _told(register: Window, states: Iterable[str] | None, deal: str | None) -> list[dict[str, Any]]:
    """Reactions in force as plain rows: document, subject, its properties, what the report says of itself."""
    codes = None if states is None else [json.dumps(state) for state in sorted(set(states))]
    query = _REACTIONS.format((_OF_STATES if codes is not None else "") + (_OF_DEAL if deal is not None else ""))
    made: dict[tuple[str, str], dict[str, Any]] = {}
    for document, day, origin, subject, name, value, quotes in register.rows(
        query, {"codes": codes or [], "deal": deal}
    ):
        one = made.get((document, subject))
        if one is None:
            one = made[document, subject] = {"document": document, "day": day, "origin": origin, "quotes": []}
        one[name] = _value(value)
        one["quotes"] += json.loads(quotes)
    deals = _deals(register, {document for document, _ in made})
    for (document, _), one in made.items():
        index = one.get("about_deal")
        one["deal"] = None if index is None else deals.get((document, f"deal/{index}"))
    return [one for one in made.values() if deal is None or one["deal"] == deal]


def _deals(register: Window, documents: Iterable[str]) -> dict[tuple[str, str], str]:
    query = "SELECT document, subject, deal FROM deal_members WHERE document IN :digests"
    return {(document, subject): deal for document, subject, deal in _of(register, query, documents)}


def _texts(register: Window, documents: Iterable[str]) -> dict[str, tuple[str, str, tuple[Block, ...]]]:
    """(identifier, text, blocks) of each document."""
    query = "SELECT digest, id, text, blocks FROM documents WHERE digest IN :digests"
    return {digest: (name, text, rows.blocks(packed)) for digest, name, text, packed in _of(register, query, documents)}


def _of(register: Window, query: str, documents: Iterable[str]) -> Iterator[Any]:
    """The rows of a query about documents, asked for some at a time."""
    for chunk in chunks(sorted(documents)):
        yield from register.rows(query, {"digests": chunk})


def _event(one: Mapping[str, Any], texts: Mapping[str, tuple[str, str, tuple[Block, ...]]]) -> Event:
    name, text, blocks = texts[one["document"]]
    first = min(one["quotes"], default=None)
    told = quote(text, blocks, Quote(*first)) if first else {}
    return Event(
        day=one["day"],
        actor=one["actor"],
        target=one.get("target"),
        event=one["plover"],
        intensity=intensity(one["plover"]),
        origin=one["origin"],
        deal=one["deal"],
        document=name,
        sentence=" ".join(f"{told['before']}{told['exact']}{told['after']}".split()) if told else "",
    )
