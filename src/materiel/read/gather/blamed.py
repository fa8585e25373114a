"""Blamed: who supplies a deal of which only the recipient is told, by the protest in the same sentence.

"Athens protested to Paris over the sale of two radars to Tirana": at whom a protest over a transfer to somebody else is
aimed hands over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from materiel import packs
from materiel.read.gather.draft import Draft
from materiel.types import Deal, Reaction

_PROTESTS = ("ACCUSE", "REQUEST", "THREATEN")


def blamed(told: Sequence[tuple[Draft, Deal]], said: Sequence[Reaction]) -> list[tuple[Draft, Deal]]:
    """The deals, each that lacks a supplier with the one whom a protest in its sentences is aimed at."""
    return [(draft, _with_supplier(draft, deal, said)) for draft, deal in told]


def _with_supplier(draft: Draft, deal: Deal, said: Sequence[Reaction]) -> Deal:
    if deal.supplier or not deal.recipient:
        return deal
    places = [(event.sentence.start, event.sentence.end) for event in draft.events]
    for reaction in said:
        quotes = reaction.evidence.get("target", ())
        near = any(start <= quote.start < end for quote in quotes for start, end in places)
        third = reaction.target in packs.states() and reaction.target not in (*deal.recipient, reaction.actor)
        if near and third and reaction.plover in _PROTESTS and reaction.actor not in deal.recipient:
            assert reaction.target is not None
            return replace(deal, supplier=(reaction.target,), evidence={**deal.evidence, "supplier": quotes})
    return deal
