"""Thereof: numbers that count the goods spoken of before, which the words leave out.

"La Norvège en livrera sept", "Estonia takes twelve units": the number stands for goods that an earlier clause names.
"Sweden will send six tanks and Denmark three" leaves out the verb as well. Only where the clause names a party, since
"the first four units will come in May" is told of the same deal. Where a sentence shares goods out, the number needs no
such word: "six jets from Peru and another four from Chile".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from materiel.read.clauses.clause import Event
from materiel.read.who.actor import Actor
from materiel.read.words.numbers import Number
from materiel.read.words.phrases import Goods
from materiel.read.words.tag import Sentence

_REACH = 7
"""Words between the pronoun that stands for the goods and their number."""


def stand_ins(sentence: Sentence, found: list[Goods], parties: Sequence[Actor], before: Goods | None) -> list[Goods]:
    """The goods of a sentence with those that only a number stands for, in order."""
    if not (sentence.numbers or "alike" in sentence.said) or not sentence.of("rule"):
        return found
    out = list(found)
    for number in sentence.numbers:
        spoken = next((one for one in reversed(found) if one.last < number.first), before)
        last = _counts(sentence, number)
        if last is None and (spoken in found or any(one.thereof for one in out)):
            last = _gapped(sentence, number, parties)
        if spoken is None or any(one.first <= number.first <= one.last for one in found):
            continue
        subject = any(actor.last < number.first and not actor.marker for actor in parties)
        if last is not None and not subject and sentence.has(last, "thing"):
            last = None  # "fifteen of these came"
        lot = _further_lot(sentence, number)
        if spoken in found and spoken.quantity and _shared_out(sentence, number, spoken, parties):
            last = number.last
        elif lot is not None and spoken not in found:
            last = lot
        elif last is None or not any(actor.form != "city" and _near(sentence, actor, number) for actor in parties):
            continue
        words = sentence.words
        start, end = words[number.first].start, words[last].end
        out.append(
            replace(spoken, first=number.first, last=last, head=number.first, start=start, end=end, vague=None,
                    quantity=int(number.value or 0), qualifier=number.bound or "exact",
                    number=(number.start, number.end), begin=-1, plural=True, thereof=True)
        )  # fmt: skip
    out += _alike(sentence, found, parties, before)
    return sorted(out, key=lambda one: one.first)


def _alike(sentence: Sentence, found: Sequence[Goods], parties: Sequence[Actor], before: Goods | None) -> list[Goods]:
    """What "a similar agreement" is about, where the clause names a party and no goods: those told before."""
    at = next(iter(sentence.where("alike")), None)
    if at is None or before is None or found or not parties:
        return []
    return [replace(before, first=at, last=at, head=at, quantity=None, qualifier=None, vague=None, number=None,
                    total=None, thereof=True)]  # fmt: skip


def _shared_out(sentence: Sentence, number: Number, goods: Goods, parties: Sequence[Actor]) -> bool:
    """Whether the number stands right beside a party as the goods before it stand beside another with the same marker:
    "with Oman over six jets and with Qatar over another dozen"."""
    if not _whole(sentence, number) or goods.last > number.first:
        return False
    for actor in parties:
        behind = actor.first > number.last
        gap = range(number.last + 1, actor.first) if behind else range(actor.last + 1, number.first)
        words = [at for at in gap if sentence.words[at].kind != "."]
        joined = all(sentence.has(at, *(_LED if behind else _OVER)) for at in words)
        if not actor.marker or len(gap) > 4 or not joined or (not behind and _named(sentence, number.last + 1)):
            continue
        ahead = range(goods.last + 1, number.first) if behind else range(goods.first)
        others = (one for one in parties if one.code != actor.code and one.marker == actor.marker)
        first = number.first if behind else actor.first
        if any(one.first in ahead and _joined(sentence, one.last + 1, first) for one in others):
            return True
    return False


def _joined(sentence: Sentence, first: int, last: int) -> bool:
    """Whether "and" or a comma stands between."""
    return sentence.holds(first, last, "and") or any(word.low == "," for word in sentence.words[first:last])


_LED = ("more", "det", "one", "from", "to", "for", "with", "dative")
_OVER = ("more", "det", "one", "in", "over", "about", "for", "of")
"""Words between a number and the party behind it, and between a party and its number."""


def _named(sentence: Sentence, at: int) -> bool:
    """Whether the word is neither a sign nor the next part of the sentence, so that the number may count it."""
    words = sentence.words
    goes_on = ("and", "to", "for", "from", "by", "in", "of", "more", "stop", "relative")
    return at < len(words) and words[at].kind != "." and not sentence.has(at, *goes_on)


def _whole(sentence: Sentence, number: Number) -> bool:
    """Whether the number can count goods: whole, no money, measure, rate or date."""
    value = number.value
    if number.currency or value is None or value != int(value) or value < 1:
        return False
    dated = any(date.first <= number.first <= date.last for date in sentence.dates)
    return not (dated or sentence.has(number.last + 1, "unit", "rate"))


def _counts(sentence: Sentence, number: Number) -> int | None:
    """The last word of what a number counts without naming it; None where it counts something named, or nothing."""
    after = number.last + 1
    if not _whole(sentence, number):
        return None
    if sentence.has(after, "of") and sentence.has(after + 1, "thing"):
        return after + 1  # "28 of them"
    piece = next((at for at in (after, after + 1) if sentence.has(at, "piece")), None)
    if piece is not None and not sentence.has(piece + 1, "of"):
        return piece
    stands = sentence.holds(max(0, number.first - _REACH), number.first, "thereof")
    return number.last if stands and not _named(sentence, after) else None


def _further_lot(sentence: Sentence, number: Number) -> int | None:
    """The last word of a further lot of what was told before: "ten more will follow", "a second batch of four"."""
    after = number.last + 1
    if not _whole(sentence, number):
        return None
    if sentence.has(after, "more") and sentence.has(after + 1, "be", "future", "modal"):
        return after
    if sentence.has(number.first - 1, "more") and not _named(sentence, after) and _acts_on(sentence, number):
        return number.last  # "Nizozemska je obećala još 24"
    led = sentence.has(number.first - 1, "of") and sentence.has(number.first - 2, "lot")
    again = sentence.holds(max(0, number.first - 4), number.first - 2, "nth", "more")
    goes_on = sentence.has(after, "be", "future", "modal") or not _named(sentence, after)
    return number.last if led and again and goes_on else None


def _acts_on(sentence: Sentence, number: Number) -> bool:
    """Whether a form stands right before the number that is its object."""
    return any(0 < number.first - m.last <= 3 for m in sentence.of("rule"))


def _gapped(sentence: Sentence, number: Number, parties: Sequence[Actor]) -> int | None:
    """The last word of a number right behind a party whose verb is left out: "and Denmark three"."""
    actor = next((one for one in parties if one.last + 1 == number.first and not one.marker), None)
    if actor is None or not _whole(sentence, number) or sentence.pack.get("verb_final"):
        return None
    led = next(at for at in range(actor.first - 1, -2, -1) if at < 0 or not sentence.has(at, "det"))
    led -= led >= 0 and sentence.words[led].low in ("'", "’") and sentence.has(led - 1, "det")
    led -= led >= 0 and sentence.has(led, "det")
    joined = led >= 0 and (sentence.words[led].low == "," or sentence.has(led, "and"))
    words, after = sentence.words, number.last + 1
    ends = after >= len(words) or words[after].kind == "." or sentence.has(after, "and")
    return number.last if joined and ends else None


def gaps(event: Event) -> list[Event]:
    """The clause, and one more for each party whose verb is left out: its subject then stands where the first one's
    does."""
    verb = next((m.first for m in event.rules), None)
    subject = next((a for a in event.actors if verb is not None and a.last < verb and not a.marker), None)
    beside = {one.first - 1: one for one in event.goods if one.thereof}
    found = [(a, beside[a.last]) for a in event.actors if subject and a is not subject and a.last in beside]
    found = [(a, one) for a, one in found if not a.marker and verb is not None and a.first > verb]
    if subject is None or not found:
        return [event]
    left = [a for a, _ in found]
    others = [a for a in event.actors if a not in left]
    lots = [one for one in event.goods if one not in [lot for _, lot in found]]
    out = [replace(event, goods=lots, actors=others, counted=(event.first, found[0][1].first - 1))]
    for actor, lot in found:
        stands = replace(actor, first=subject.first, last=subject.last)
        actors = [stands if a is subject else a for a in others]
        out.append(replace(event, goods=[lot], actors=actors, counted=(lot.first, lot.last)))
    return out


def left_out(event: Event, before: Event) -> Event | None:
    """The clause with the verb of the one before it, which it leaves out: "Spain sends 200 Stingers, and Sweden 5,000
    AT4"; None where it leaves out none."""
    actor = next((a for a in event.actors if not a.marker), None)
    verb = next((m.first for m in before.rules), None)
    subject = next((a for a in before.actors if verb is not None and a.last < verb and not a.marker), None)
    if actor is None or subject is None or event.rules or before.sentence is not event.sentence or not event.goods:
        return None
    opens = actor.first - event.first <= 1 and event.goods[0].first == actor.last + 1
    if not opens or event.goods[0].quantity is None:
        return None
    stands = replace(actor, first=subject.first, last=subject.last)
    actors = [stands if a is subject else a for a in before.actors]
    lots = [one for one in event.goods if one.quantity is not None]
    return replace(before, goods=lots, actors=actors, counted=(event.first, event.last), votes=[], steps=[], modes=[])


def _near(sentence: Sentence, actor: Actor, number: Number) -> bool:
    """Whether a party stands in the clause of the number."""
    first, last = sorted((actor.first, number.first))
    return last - first <= 12 and not sentence.holds(first + 1, last, "stop") and not any(
        word.low == ";" for word in sentence.words[first:last]
    )  # fmt: skip
