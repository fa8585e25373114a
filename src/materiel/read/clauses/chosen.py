"""Chosen: what a clause tells to be dealt in, without what was passed over and what is only open to be bought.

"Peru picked the Gripen over the Rafale", "Saab beat Dassault to a contract for Peru": the losers of a contest are
neither goods nor parties of the deal. "With an option on 20 more": an option is no order until it is taken up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from materiel.read.clauses.clause import Event
from materiel.read.words.lexicon import Lexicon
from materiel.read.words.tag import Mention


def chosen(event: Event, lexicon: Lexicon) -> Event:
    """The clause without the losers of a contest and without options; as it is where it names none."""
    return _ordered(_won(_reasoned(event), lexicon))


def _reasoned(event: Event) -> Event:
    """The clause without what is only its reason, where verbs stand last: "Rusya'dan S-400 alması nedeniyle"."""
    sentence = event.sentence
    why = next((at for at in sentence.where("cause") if event.first <= at <= event.last), None)
    if why is None or not any(0 < why - m.last <= 2 for m in event.rules) or not sentence.pack.get("verb_final"):
        return event
    actors = [one for one in event.actors if one.last > why or one.marker not in ("abl", "dat", "comitative")]
    return replace(event, actors=actors, rules=[m for m in event.rules if m.first > why])


def _won(event: Event, lexicon: Lexicon) -> Event:
    """The clause without what stands behind a word of winning over others."""
    for first, last in _losers(event, lexicon):
        event = replace(
            event,
            goods=[one for one in event.goods if not first <= one.first <= last],
            actors=[one for one in event.actors if not first <= one.first <= last],
            rules=[m for m in event.rules if not first <= m.first <= last or _wins(event, lexicon, m)],
        )
    return event


def _wins(event: Event, lexicon: Lexicon, form: Mention) -> bool:
    """Whether the word of winning is itself a form that tells of the contract: "beat", "saw off"."""
    return event.sentence.has(form.first, "beaten") and lexicon.rules[form.value].get("takes") == "paper"


def _losers(event: Event, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The words that name losers: from a word of winning to where the sentence comes back to the contract."""
    sentence = event.sentence
    choices = [m for m in event.rules if lexicon.rules[m.value].get("choice")]
    ways = [str(lexicon.rules[m.value]["choice"]) for m in choices]
    places = sentence.where("beaten", *(["over"] if choices else []))
    behind = next((one.last for one in event.goods if choices and one.first > choices[-1].last), event.last)
    if "to" in ways:
        places = sorted({*places, *(at for at in sentence.where("to") if at > behind)})
    for at in places:
        follows = at - 1 in places
        number = any(number.first == at + 1 for number in sentence.numbers)  # "over 40 tanks"
        told = sentence.has(at, "beaten") or choices[0].last < at
        if not event.first <= at <= event.last or follows or number or not told:
            continue
        yield at, _back(event, lexicon, next(end for end in range(at, event.last + 2) if end not in places))


def _back(event: Event, lexicon: Lexicon, at: int) -> int:
    """The last word about the losers whom the words from ``at`` on name: the rest of the clause, unless goods follow
    behind "to", behind a tender that it was, or behind the comma of what opens the clause."""
    sentence = event.sentence
    named = any(one.first < at for one in event.goods)
    opens = all(m.first >= at for m in event.rules) and not any(actor.first < at for actor in event.actors)
    tenders = [m.first for m in event.rules if lexicon.rules[m.value].get("won")]
    for stop in range(at + 1, event.last + 1):
        if opens and sentence.words[stop].low == ",":
            return stop
        in_tender = sentence.has(stop, "in") and any(0 < first - stop <= 4 for first in tenders)
        returns = sentence.has(stop, "to", "infinitive") or in_tender or (not named and sentence.has(stop, "for"))
        if returns and any(one.first > stop for one in event.goods):
            return stop - 1
    return event.last


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
