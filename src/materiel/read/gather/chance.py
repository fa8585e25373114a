"""Chance: how likely a deal is told as coded, by a few signs whose weights were fitted on the gold sets.

The weights stand in ``data/codebook/score.toml``; ``bench/calibrate.py`` fits them and measures what they are worth.
"""

from __future__ import annotations

from math import exp

from materiel import packs
from materiel.read.gather.draft import Draft
from materiel.types import Deal


def signs(draft: Draft, deal: Deal) -> tuple[str, ...]:
    """The signs that hold for a deal, by their names in the table of weights."""
    weights = [draft.codes(role) for role in ("supplier", "recipient")]
    surest = [max(codes.values(), default=0.0) for codes in weights]
    first = deal.weapons[0]
    found = {
        "supplier": bool(deal.supplier),
        "voted": min(surest) >= 2.0,
        "rival": any(sum(weight >= 1.5 for weight in codes.values()) > 1 for codes in weights),
        "lead": draft.lead,
        "background": deal.background,
        "type": first.designation is not None,
        "counted": first.quantity is not None,
        "asserted": deal.modality == "asserted",
    }
    return tuple(name for name, holds in found.items() if holds)


def chance(draft: Draft, deal: Deal) -> float:
    """The chance, from 0.01 to 0.99, that supplier, recipient and kind of goods are as a careful coder reads them."""
    table = packs.toml("codebook", "score.toml")
    total: float = table["base"] + sum(table["signs"][sign] for sign in signs(draft, deal))
    return round(min(max(1 / (1 + exp(-total)), 0.01), 0.99), 2)
