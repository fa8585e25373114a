"""Doubt: which documents are worth a second reading."""

from __future__ import annotations

from materiel import packs
from materiel.read.words.lexicon import lexicon
from materiel.read.words.tag import tag
from materiel.types import Reading

SURE = 0.8
"""A deal with a score of at least this, and both parties, is not doubtful."""

KEPT, DOUBTFUL = "kept", "doubtful"


def wanted(reading: Reading, send: str = DOUBTFUL) -> bool:
    """Whether a document is sent: ``doubtful`` ones only, or with ``kept`` also every one that has a deal."""
    if reading.document.lang not in packs.languages():
        return False
    if not reading.deals:
        return _nearly(reading)
    return send == KEPT or any(
        deal.score < SURE or not deal.supplier or not deal.recipient for deal in reading.deals if not deal.background
    )


def _nearly(reading: Reading) -> bool:
    """Whether a text without a deal has a sentence with a weapon, a word of transfer and a state or maker."""
    assert reading.document.lang is not None
    return any(
        sentence.of("rule") and sentence.of("weapon", "goods") and sentence.of("state", "group", "maker")
        for sentence in tag(reading.document, lexicon(reading.document.lang))
    )
