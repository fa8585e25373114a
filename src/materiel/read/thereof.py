"""Thereof: numbers that count the goods spoken of before, which the words leave out.

"L'Espagne en livrera six", "Estonia will take twelve units": the number stands for goods that an earlier clause names.
Only where the clause names a party, since "the first four units will come in May" is told of the same deal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from materiel.read.actors import Actor
from materiel.read.numbers import Number
from materiel.read.phrases import Goods
from materiel.read.tag import Sentence

_REACH = 7
"""Words between the pronoun that stands for the goods and their number."""


def stand_ins(sentence: Sentence, found: list[Goods], parties: Sequence[Actor], before: Goods | None) -> list[Goods]:
    """The goods of a sentence with those that only a number stands for, in order."""
    if not {"thereof", "piece"} & sentence.said or not sentence.of("rule"):
        return found
    out = list(found)
    for number in sentence.numbers:
        spoken = next((one for one in reversed(found) if one.last < number.first), before)
        last = _counts(sentence, number)
        if spoken is None or last is None or any(one.first <= number.first <= one.last for one in found):
            continue
        if not any(actor.form != "city" and _near(sentence, actor, number) for actor in parties):
            continue
        words = sentence.words
        start, end = words[number.first].start, words[last].end
        out.append(
            replace(spoken, first=number.first, last=last, head=number.first, start=start, end=end, vague=None,
                    quantity=int(number.value or 0), qualifier=number.bound or "exact",
                    number=(number.start, number.end), begin=-1, plural=True, thereof=True)
        )  # fmt: skip
    return sorted(out, key=lambda one: one.first)


def _counts(sentence: Sentence, number: Number) -> int | None:
    """The last word of what a number counts without naming it; None where it counts something named, or nothing."""
    value, after = number.value, number.last + 1
    if number.currency or value is None or value != int(value) or value < 1 or sentence.has(after, "unit", "rate"):
        return None
    if any(date.first <= number.first <= date.last for date in sentence.dates):
        return None
    piece = next((at for at in (after, after + 1) if sentence.has(at, "piece")), None)
    if piece is not None and not sentence.has(piece + 1, "of"):
        return piece
    stands = sentence.holds(max(0, number.first - _REACH), number.first, "thereof")
    words = sentence.words
    bare = after >= len(words) or words[after].kind == "." or sentence.has(
        after, "and", "to", "for", "from", "by", "in", "of", "more", "stop", "relative"
    )  # fmt: skip
    return number.last if stands and bare else None


def _near(sentence: Sentence, actor: Actor, number: Number) -> bool:
    """Whether a party stands in the clause of the number."""
    first, last = sorted((actor.first, number.first))
    return last - first <= 12 and not sentence.holds(first + 1, last, "stop") and not any(
        word.low == ";" for word in sentence.words[first:last]
    )  # fmt: skip
