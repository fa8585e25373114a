"""Parted: one clause that tells of several deals, each lot with a supplier of its own.

"The government approved 18 French howitzers and 44 German tanks", "bought radars from Israel and trucks from Austria":
who gives stands beside each lot, so each lot is told by a clause of its own that shares the verb and the recipient.
"""

from __future__ import annotations

from dataclasses import replace

from materiel.read.actors import Actor
from materiel.read.clause import Event
from materiel.read.lots import listed, wanted
from materiel.read.phrases import Goods

_FROM = ("from", "abl")  # markers of who gives


def parted(event: Event) -> list[Event]:
    """The clause, or one for each of its lots where each lot of a list has a giver of its own beside it."""
    lots = [one for one in wanted(event) if one.quantity is not None or one.designation]
    if len(lots) < 2 or event.sentence.pack.get("verb_final"):
        return [event]
    lots.sort(key=lambda one: one.first)
    if lots != listed(event, lots):
        return [event]
    givers = [_giver(event, lots, number) for number in range(len(lots))]
    codes = [giver.code if giver else "" for giver in givers]
    if "" in codes or len(set(codes)) != len(codes):
        return [event]
    out = []
    for number, (lot, code) in enumerate(zip(lots, codes, strict=True)):
        others = {giver for giver, other in zip(givers, codes, strict=True) if other != code}
        first = event.first if number == 0 else lot.first
        last = event.last if number == len(lots) - 1 else lots[number + 1].first - 1
        kept = [actor for actor in event.actors if actor not in others]
        out.append(replace(event, goods=[lot], actors=kept, counted=(first, last), votes=[], steps=[], modes=[]))
    return out


def _giver(event: Event, lots: list[Goods], number: int) -> Actor | None:
    """Whom the words of one lot name as its giver: an adjective or maker in or before it, or "from" behind it."""
    lot = lots[number]
    begin = lots[number - 1].last + 1 if number else max(event.first, lot.first - 4)
    end = lots[number + 1].first if number + 1 < len(lots) else lot.last + 7
    for actor in event.actors:
        inside = begin <= actor.first <= lot.last and actor.marker == "adjective"
        behind = lot.last < actor.first < end and (actor.marker in _FROM or actor.form == "maker")
        if inside or behind:
            return actor
    return None
