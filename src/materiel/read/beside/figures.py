"""Figures: military spending, its share of GDP, and personnel, as sentences tell them.

Tables are read in ``tables``. A figure is the level that a state has, had or will have: increments, former levels,
targets, parts of a budget, conversions, prices and troops in an exercise are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from materiel import packs
from materiel.read.words.dates import Date
from materiel.read.words.numbers import Number
from materiel.read.words.tag import Mention, Sentence
from materiel.types import Figure, Quote

SPENDING, SHARE, PERSONNEL = "military spending", "gdp share", "personnel"
HIGHEST = 50
"""Per cent of GDP above which a share is no military spending."""

_SAYS = {SPENDING: ("defence", "spending"), SHARE: ("gdp",), PERSONNEL: ("personnel", "strength")}
_OBLIQUE = ("from", "to", "with", "former", "against", "via", "about")


@dataclass(frozen=True, slots=True)
class Topic:
    """What the sentences before speak of: a state, military spending, its share of GDP, and a year."""

    state: Mention | None = None
    spending: bool = False
    share: bool = False
    year: Date | None = None


def figures(text: str, sentences: Sequence[Sentence]) -> list[Figure]:
    """The figures of a document's prose, in order."""
    out: list[Figure] = []
    topic = Topic()
    for sentence in sentences:
        if sentence.kind == "row":
            continue
        states = named(sentence)
        here = _topic(sentence, states, topic)
        for number in _listed(sentence, states, here):
            measure = _measure(sentence, number, here, topic)
            if measure is None or not _level(sentence, number):
                continue
            state = _owner(_state(sentence, number, states, topic), number, sentences)
            if state is not None:
                out.append(_figure(text, sentence, number, measure, (state, here.year)))
        topic = here
    return out


def _topic(sentence: Sentence, states: Sequence[Mention], before: Topic) -> Topic:
    """What the sentence speaks of, where it says nothing of its own what the one before did."""
    bare = [state for state in states if state.kind == "state" and not _oblique(sentence, state)]
    spending = bool(_defence(sentence))
    other = sentence.of("weapon", "goods", "rule") and not _any(sentence, 0, 2, "pronoun")
    goes_on = before.spending and not other
    years = [date for date in sentence.dates if _year(date)]
    return Topic(
        bare[0] if bare else before.state,
        spending or goes_on,
        _any(sentence, 0, len(sentence.words), "gdp") or (before.share and goes_on and not spending),
        years[-1] if years else before.year if goes_on or spending else None,
    )


def named(sentence: Sentence) -> list[Mention]:
    """The states and organisations of a sentence, each place once."""
    places: dict[int, Mention] = {}
    for mention in sentence.of("state", "group"):
        if mention.entry.form != "city" and not sentence.has(mention.first, "no_name"):
            places.setdefault(mention.first, mention)
    return [places[first] for first in sorted(places)]


def _any(sentence: Sentence, first: int, last: int, *names: str) -> bool:
    return sentence.holds(first, last, *names)


def _year(date: Date) -> int | None:
    """The year of a date; None for a range or a date without one."""
    return int(date.value[:4]) if date.value and "/" not in date.value else None


def _defence(sentence: Sentence) -> Sequence[int]:
    """Where the sentence speaks of military spending: a word for it, or spending and, soon behind it, "its defence"."""
    out = sentence.where("defence")
    if out:
        return out
    own = [at for at in sentence.where("military") if sentence.has(at - 1, "own")]
    return [
        at
        for at in own
        if _any(sentence, at - 6, at, "spending") or any(0 < at - one.last <= 6 for one in sentence.numbers)
    ]


def percent(sentence: Sentence, number: Number) -> bool:
    """Whether the number is a percentage."""
    around = (number.last + 1, number.first - 1)
    return any(
        0 <= at < len(sentence.words) and (sentence.words[at].low == "%" or sentence.has(at, "percent"))
        for at in around
    )


# What a number measures


def _measure(sentence: Sentence, number: Number, here: Topic, before: Topic) -> str | None:
    """What the number measures, by the words around it."""
    if number.value is None:
        return None
    if percent(sentence, number):
        near = _any(sentence, number.first - 8, number.last + 9, "gdp") or (
            here.share and before.share and not _any(sentence, 0, len(sentence.words), "gdp")
        )
        return SHARE if near and (here.spending or before.spending) and number.value <= HIGHEST else None
    if number.currency:
        near = any(-16 <= at - number.first <= 14 for at in _defence(sentence))
        goes_on = here.spending and (_any(sentence, 0, number.first, "spending", "level") or before.spending)
        priced = _any(sentence, number.first - 4, number.last + 5, "trade")
        return SPENDING if (near or goes_on) and not priced and number.value >= 1e6 else None
    return PERSONNEL if number.value >= 500 and _strength(sentence, number) else None


def _strength(sentence: Sentence, number: Number) -> bool:
    """Whether the number counts the armed forces of a state: "an army of 35,000", "28,000 active personnel"."""
    if _any(sentence, 0, len(sentence.words), "exercise", "casualty"):
        return False
    if _any(sentence, number.last + 1, number.last + 4, "personnel"):
        return _any(sentence, number.first - 8, number.last + 6, "strength")
    after = sentence.words[number.last + 1] if number.last + 1 < len(sentence.words) else None
    return (after is None or after.kind == ".") and _any(sentence, number.first - 2, number.first, "strength")


def _level(sentence: Sentence, number: Number) -> bool:
    """Whether the number is a level: not an increment, a former level, a target, a part or a conversion."""
    words = sentence.words
    first = next(at for at, word in enumerate(words) if word.start >= number.start)  # "more than" belongs to it
    if _any(sentence, number.last + 1, number.last + 3, "target") or _any(sentence, first - 3, first, "former"):
        return False
    if _converted(sentence, number) or _any(sentence, 0, 3, "part"):
        return False
    reached = _any(sentence, number.last + 1, number.last + 3, "level")
    for at in range(number.last + 1, min(len(words), number.last + 3)):
        if words[at].kind == "." and words[at].low != "%":
            break
        if sentence.has(at, "change") and not reached:
            return False
    for at in range(first - 1, max(-1, first - 9), -1):
        if words[at].low in (";", ":", "("):
            break
        if sentence.has(at, "target", "part"):
            return False
        reached = reached or sentence.has(at, "level")
        if sentence.has(at, "change") and not reached and first - at <= 5:
            return False
    return True


def _converted(sentence: Sentence, number: Number) -> bool:
    """Whether a sum only says the one before it in another currency: "2 billion lari (some $700 million)"."""
    before = [one for one in sentence.numbers if one.last < number.first]
    if not before or not number.currency or not before[-1].currency or before[-1].currency == number.currency:
        return False
    gap = sentence.words[before[-1].last + 1 : number.first]
    return len(gap) <= 5 and any(word.low in ("(", "/", "–", "—") for word in gap[:2])


# Lists: "Latvia 900 million, Estonia 840, Malta 75"


def _listed(sentence: Sentence, states: Sequence[Mention], topic: Topic) -> list[Number]:
    """The numbers of a sentence; in a list of states with a number each, unit and currency hold for all of them."""
    numbers = list(sentence.numbers)
    paired = [number for number in numbers if _paired(sentence, number, states)]
    if not topic.spending or len(paired) < 2:
        return numbers
    currencies = [number.currency for number in numbers if number.currency]
    scale = 1.0
    out: list[Number] = []
    for number in numbers:
        if number in paired and number.value is not None and not percent(sentence, number):
            scale = _scale(sentence, number) or scale
            if not _scale(sentence, number) and number.value < 1e5:
                number = replace(number, value=number.value * scale)
            if number.currency is None and currencies and (number.value or 0) >= 1e6:
                number = replace(number, currency=currencies[-1])
        out.append(number)
    return out


def _paired(sentence: Sentence, number: Number, states: Sequence[Mention]) -> bool:
    """Whether a state stands right before the number, but for signs, function words and an apposition in commas."""
    before = [state for state in states if state.last < number.first]
    if not before or number.value is None:
        return False
    gap = range(before[-1].last + 1, number.first)
    letters = [at for at in gap if sentence.words[at].kind != "." and not sentence.classes.get(at)]
    return len(letters) <= 1


def _scale(sentence: Sentence, number: Number) -> float | None:
    """The magnitude word within a number: million, billion."""
    scales = (("unit_billion", 1e9), ("unit_million", 1e6), ("unit_thousand", 1e3))
    inside = range(number.first, number.last + 1)
    return next((value for name, value in scales if any(sentence.has(at, name) for at in inside)), None)


# Whose figure it is


def _oblique(sentence: Sentence, state: Mention) -> bool:
    """Whether a function word makes the state another's: "bought from France", "more than Croatia"."""
    at = state.first - 1
    while at >= 0 and sentence.has(at, "det", "one"):
        at -= 1
    return at >= 0 and sentence.has(at, *_OBLIQUE)


def _state(sentence: Sentence, number: Number, states: Sequence[Mention], topic: Topic) -> Mention | None:
    """Whose figure the number is: the state nearest before it, else one behind it, else the one spoken of."""
    bare = [state for state in states if not _oblique(sentence, state)]
    own = [state for state in bare if state.kind == "state"] or bare
    before = [state for state in own if state.last < number.first]
    if before:
        return before[-1]
    after = [state for state in own if state.first > number.last]
    if topic.state is not None and _any(sentence, 0, number.first, "pronoun", "own"):
        return topic.state
    if after and after[0].first - number.last <= 12:
        return after[0]
    return topic.state or next(iter(after), None)


def _owner(state: Mention | None, number: Number, sentences: Sequence[Sentence]) -> Mention | None:
    """The state itself, or the one whose money the sum is counted in, where the text names that one."""
    owner = _mints().get(number.currency or "")
    if owner is None or (state is not None and state.value == owner):
        return state
    for sentence in sentences:
        for mention in sentence.of("state"):
            if mention.value == owner and mention.entry.form != "city":
                return mention
    return state


@cache
def _mints() -> dict[str, str]:
    """Currency to the only state that uses it."""
    users: dict[str, list[str]] = {}
    for code, row in packs.states().items():
        users.setdefault(row["currency"], []).append(code)
    return {currency: codes[0] for currency, codes in users.items() if len(codes) == 1}


def _figure(text: str, sentence: Sentence, number: Number, measure: str, of: tuple[Mention, Date | None]) -> Figure:
    """The figure with its quotes; ``of`` is whose it is, and the year told before where the sentence has none."""
    state, told = of
    dated = [date for date in sentence.dates if _year(date)]
    year = min(dated, key=lambda date: abs(date.first - number.first), default=told)
    evidence = {
        "country": (Quote.of(text, state.start, state.end),),
        "amount": (Quote.of(text, number.start, number.end),),
    }
    if year is not None:
        evidence["year"] = (Quote.of(text, year.start, year.end),)
    currency = number.currency if measure == SPENDING else None
    assert number.value is not None
    nearest = min(sentence.where(*_SAYS[measure]), key=lambda at: abs(at - number.first), default=number.first)
    evidence["measure"] = (Quote.of(text, sentence.words[nearest].start, sentence.words[nearest].end),)
    if currency:
        evidence["currency"] = evidence["amount"]
    return Figure(state.value, measure, number.value, currency, _year(year) if year else None, evidence)
