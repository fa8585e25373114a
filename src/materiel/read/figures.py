"""Figures: military spending, its share of GDP, and personnel, from sentences and from tables."""

from __future__ import annotations

from collections.abc import Sequence

from materiel.read.numbers import Number
from materiel.read.tag import Mention, Sentence
from materiel.types import Figure, Quote


def figures(text: str, sentences: Sequence[Sentence]) -> list[Figure]:
    """The figures of a document, each once."""
    out: dict[tuple[str, str, float, int | None], Figure] = {}
    context = ""
    for sentence in sentences:
        if sentence.kind == "row":
            continue
        for figure in _spoken(text, sentence):
            out.setdefault((figure.country, figure.measure, figure.amount, figure.year), figure)
    del context
    return list(out.values())


def _spoken(text: str, sentence: Sentence) -> list[Figure]:
    """The figures of one sentence: a measure, a state and a number near one another."""
    defence = [at for at in range(len(sentence.words)) if sentence.has(at, "defence")]
    states = [m for m in sentence.of("state", "group") if m.entry.form != "city"]
    if not states:
        return []
    out = []
    for number in sentence.numbers:
        figure = _figure(text, sentence, number, defence, states)
        if figure is not None:
            out.append(figure)
    return out


def _figure(
    text: str, sentence: Sentence, number: Number, defence: Sequence[int], states: Sequence[Mention]
) -> Figure | None:
    if number.value is None or any(
        sentence.has(at, "change") for at in range(max(0, number.first - 3), number.first)
    ):
        return None
    after = range(number.last + 1, min(len(sentence.words), number.last + 8))
    percent = number.last + 1 < len(sentence.words) and (
        sentence.words[number.last + 1].low == "%" or sentence.words[number.last + 1].low in ("percent", "per")
    )
    measure = None
    if percent and any(sentence.has(at, "gdp") for at in after) and defence:
        measure = "gdp share"
    elif number.currency and defence and number.value >= 1e6:
        measure = "military spending"
    elif not number.currency and not percent and number.value >= 500 and any(
        sentence.has(at, "personnel") for at in range(number.last + 1, min(len(sentence.words), number.last + 4))
    ) and sentence.kind == "row":
        measure = "personnel"
    if measure is None:
        return None
    before = [m for m in states if m.last < number.first]
    state = before[-1] if before else states[0]
    years = [d for d in sentence.dates if "/" not in d.value]
    year = min(years, key=lambda d: abs(d.first - number.first), default=None)
    evidence = {
        "country": (Quote.of(text, state.start, state.end),),
        "amount": (Quote.of(text, number.start, number.end),),
    }
    if year is not None:
        evidence["year"] = (Quote.of(text, year.start, year.end),)
    return Figure(state.value, measure, number.value, number.currency if measure == "military spending" else None,
                  int(year.value[:4]) if year else None, evidence)  # fmt: skip
