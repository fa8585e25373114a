"""Chosen: what a buyer chose, and not what it was chosen over.

"Peru picked the Gripen over the Rafale", "won the tender, beating yards from Spain": the losers of a contest are
neither goods nor parties of the deal.
"""

from __future__ import annotations

from dataclasses import replace

from materiel.read.clause import Event
from materiel.read.lexicon import Lexicon


def chosen(event: Event, lexicon: Lexicon) -> Event:
    """The clause without what stands behind a word of winning over others; as it is where none does."""
    sentence = event.sentence
    told = event.rules[0].last if event.rules else event.last
    classes = ("beaten", "over") if any(lexicon.rules[m.value].get("choice") for m in event.rules) else ("beaten",)
    beaten = next((at for at in sentence.where(*classes) if told < at <= event.last), None)
    if beaten is None or any(number.first == beaten + 1 for number in sentence.numbers):
        return event  # "over 40 tanks"
    losers = [one for one in event.actors if one.first > beaten]
    goods = [one for one in event.goods if one.first < beaten]
    if not losers and len(goods) == len(event.goods):
        return event
    return replace(event, goods=goods, actors=[one for one in event.actors if one.first < beaten])
