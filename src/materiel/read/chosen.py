"""Chosen: what a clause tells to be dealt in, without what was passed over and what is only open to be bought.

"Peru picked the Gripen over the Rafale", "won the tender, beating yards from Spain": the losers of a contest are
neither goods nor parties of the deal. "With an option on 20 more": an option is no order until it is taken up.
"""

from __future__ import annotations

from dataclasses import replace

from materiel.read.clause import Event
from materiel.read.lexicon import Lexicon


def chosen(event: Event, lexicon: Lexicon) -> Event:
    """The clause without the losers of a contest and without options; as it is where it names none."""
    return _ordered(_won(event, lexicon))


def _won(event: Event, lexicon: Lexicon) -> Event:
    """The clause without what stands behind a word of winning over others."""
    sentence = event.sentence
    told = event.rules[0].last if event.rules else event.last
    classes = ("beaten", "over") if any(lexicon.rules[m.value].get("choice") for m in event.rules) else ("beaten",)
    beaten = next((at for at in sentence.where(*classes) if told < at <= event.last), None)
    if beaten is None or any(number.first == beaten + 1 for number in sentence.numbers):
        return event  # "over 40 tanks"
    goods = [one for one in event.goods if one.first < beaten]
    return replace(event, goods=goods, actors=[one for one in event.actors if one.first < beaten])


def _ordered(event: Event) -> Event:
    """The clause without the goods of an option that nobody takes up."""
    sentence = event.sentence
    option = next((at for at in sentence.where("option") if event.first <= at <= event.last), None)
    if option is None or sentence.holds(max(event.first, option - 4), option, "taken_up"):
        return event
    goods = [one for one in event.goods if one.last < option]
    if len(goods) == len(event.goods):
        return event
    return replace(event, goods=goods, rules=event.rules if goods else [])
