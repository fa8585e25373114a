"""Figures: military spending, its share of GDP, and personnel, as sentences tell them.

Tables are read in ``tables``. Increases, shares of something else, prices and troops in an exercise are no figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from materiel.read.numbers import Number
from materiel.read.tag import Mention, Sentence
from materiel.types import Figure, Quote

SPENDING, SHARE, PERSONNEL = "military spending", "gdp share", "personnel"


_SAYS = {SPENDING: ("defence", "spending"), SHARE: ("gdp",), PERSONNEL: ("personnel", "strength")}


@dataclass(frozen=True, slots=True)
class Topic:
    """What the sentences before speak of: the state named last, and whether of military spending."""

    state: Mention | None = None
    spending: bool = False


def figures(text: str, sentences: Sequence[Sentence]) -> list[Figure]:
    """The figures of a document's prose, in order."""
    out: list[Figure] = []
    topic = Topic()
    for sentence in sentences:
        if sentence.kind == "row":
            continue
        states = named(sentence)
        spending = _any(sentence, 0, len(sentence.words), "defence")
        for number in sentence.numbers:
            measure = _measure(sentence, number, spending or topic.spending)
            state = _state(number, states) or topic.state
            if measure is not None and state is not None:
                out.append(_figure(text, sentence, number, measure, state))
        topic = Topic(states[-1] if states else topic.state, spending or (topic.spending and bool(states)))
    return out


def named(sentence: Sentence) -> list[Mention]:
    """The states and organisations of a sentence, each place once."""
    places: dict[int, Mention] = {}
    for mention in sentence.of("state", "group"):
        if mention.entry.form != "city":
            places.setdefault(mention.first, mention)
    return [places[first] for first in sorted(places)]


def _any(sentence: Sentence, first: int, last: int, *names: str) -> bool:
    return any(sentence.has(at, *names) for at in range(max(0, first), min(last, len(sentence.words))))


def percent(sentence: Sentence, number: Number) -> bool:
    """Whether the number is a percentage."""
    around = (number.last + 1, number.first - 1)
    return any(
        0 <= at < len(sentence.words) and (sentence.words[at].low == "%" or sentence.has(at, "percent"))
        for at in around
    )


def _measure(sentence: Sentence, number: Number, spending: bool) -> str | None:
    """What the number measures, by the words around it."""
    if number.value is None or _any(sentence, number.first - 4, number.first, "change"):
        return None
    if percent(sentence, number):
        share = _any(sentence, number.first - 6, number.last + 9, "gdp")
        return SHARE if share and spending and number.value <= 50 else None
    near = _any(sentence, number.first - 16, number.last + 14, "defence")
    if number.currency:
        priced = _any(sentence, number.first - 4, number.last + 5, "trade")
        return SPENDING if near and not priced and number.value >= 1e6 else None
    return PERSONNEL if number.value >= 1000 and _strength(sentence, number) else None


def _strength(sentence: Sentence, number: Number) -> bool:
    """Whether the number counts the armed forces of a state: "an army of 35,000", "28,000 active personnel"."""
    if _any(sentence, 0, len(sentence.words), "exercise", "casualty"):
        return False
    return _any(sentence, number.last + 1, number.last + 4, "personnel") and _any(
        sentence, number.first - 8, number.last + 6, "strength"
    )


def _state(number: Number, states: Sequence[Mention]) -> Mention | None:
    """The state nearest before the number, else the first behind it."""
    before = [state for state in states if state.last < number.first]
    return before[-1] if before else next(iter(states), None)


def _figure(text: str, sentence: Sentence, number: Number, measure: str, state: Mention) -> Figure:
    years = [date for date in sentence.dates if date.value and "/" not in date.value]
    year = min(years, key=lambda date: abs(date.first - number.first), default=None)
    evidence = {
        "country": (Quote.of(text, state.start, state.end),),
        "amount": (Quote.of(text, number.start, number.end),),
    }
    if year is not None:
        evidence["year"] = (Quote.of(text, year.start, year.end),)
    currency = number.currency if measure == SPENDING else None
    assert number.value is not None
    words = [at for at in range(len(sentence.words)) if sentence.has(at, *_SAYS[measure])]
    nearest = min(words, key=lambda at: abs(at - number.first), default=number.first)
    evidence["measure"] = (Quote.of(text, sentence.words[nearest].start, sentence.words[nearest].end),)
    if currency:
        evidence["currency"] = evidence["amount"]
    return Figure(state.value, measure, number.value, currency, int(year.value[:4]) if year else None, evidence)
