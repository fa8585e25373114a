"""Shares: one clause that tells of several deals, each party with goods of its own.

"18 French howitzers and 44 German tanks", "tanks from China and jets from Brazil", "with France for six jets and with
Italy for two frigates": each share is told by a clause of its own that shares verb and other party.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from materiel.read.clauses.clause import Event
from materiel.read.clauses.lots import listed, wanted
from materiel.read.who.actor import Actor
from materiel.read.words.numbers import Number
from materiel.read.words.phrases import Goods
from materiel.read.words.tag import Sentence

Share = tuple[Actor, list[Goods]]
"""A party and its goods."""

_MARKERS = ("from", "to", "for", "with")
_CASES = ("abl", "dat", "comitative")
"""The markers of parties that have goods of their own, and those where verbs stand last."""


def shares(event: Event) -> list[Event]:
    """The clause, or one for each party where each has goods of its own."""
    if len(event.goods) == 1 and (lots := _counted_each(event)):
        parties = [actor for actor, _ in lots]
        return [_part(event, number, lots, parties) for number in range(len(lots))]
    if len(event.goods) < 2 or len(event.actors) < 2:
        return [event]
    markers = _CASES if event.sentence.pack.get("verb_final") else _MARKERS
    held = _beside(event) or next(filter(None, (_marked(event, marker) for marker in markers)), [])
    parties = [actor for actor, _ in held]
    return [_part(event, number, held, parties) for number in range(len(held))] or [event]


def _counted_each(event: Event) -> list[Share]:
    """The parties before goods that are named once, where each has a number of its own: "Peru'dan 9, Şili ve
    Brezilya'dan 4'er uçak"."""
    one, sentence = event.goods[0], event.sentence
    if not sentence.pack.get("verb_final") or one.quantity is None:
        return []
    for marker in ("abl", "dat"):
        parties = [actor for actor in event.actors if actor.marker == marker and actor.last < one.head]
        numbers = [n for n in event.numbers() if n.value and not n.currency and n.first <= one.head]
        told = [next((n for n in numbers if n.first > actor.last), None) for actor in parties]
        each = tuple(sentence.pack["numbers"].get("distributive", ()))
        out: list[Share] = []
        for actor, number in zip(parties, told, strict=True):
            shared = sum(other is number for other in told) > 1
            if number is None or (shared and not _follows(sentence, number, each)):
                return []
            out.append((actor, [replace(one, quantity=int(number.value or 0), number=(number.start, number.end))]))
        if len({actor.code for actor in parties}) > 1:
            return out
    return []


def _follows(sentence: Sentence, number: Number, endings: Sequence[str]) -> bool:
    """Whether one of the endings stands behind the number, after an apostrophe: 4'er."""
    words = sentence.words[number.last + 1 : number.last + 3]
    return len(words) == 2 and words[0].low in ("'", "’") and words[1].low in endings


def _part(event: Event, number: int, held: Sequence[Share], parties: Sequence[Actor]) -> Event:
    """The clause of one share, with the numbers that stand by it."""
    actor, lot = held[number]
    other = {one.first for one in event.goods if one not in lot}
    theirs = {one.code for one in parties if one.code != actor.code}  # "deals with Berlin and Paris: one with TKMS"
    kept = [one for one in event.actors if one is actor or one not in parties]
    kept = [one for one in kept if one.marker != actor.marker or one.code not in theirs]
    kept = [one for one in kept if not (one.marker == "adjective" and _leads(event, one, other))]
    first = event.first if number == 0 else _begins(event, held, number)
    last = event.last if number == len(held) - 1 else _begins(event, held, number + 1) - 1
    return replace(event, goods=lot, actors=kept, counted=(first, last))


def _begins(event: Event, held: Sequence[Share], number: int) -> int:
    """The first word of a share: behind the last comma or "and" before its goods, if there is one, which leaves the
    price before goods to them: "and a $500 million sale of"."""
    (actor, before), (_, lot) = held[number - 1 : number + 1]
    end = max(at for at in (actor.last, before[-1].last) if at < lot[0].first) if before[-1].last < lot[0].first else 0
    joints = [at for at in range(end + 1, lot[0].first) if event.sentence.words[at].low in ",;"
              or event.sentence.has(at, "and")]  # fmt: skip
    return joints[-1] if end and joints else lot[0].first


def _leads(event: Event, actor: Actor, heads: set[int]) -> bool:
    """Whether an adjective stands before goods of another share."""
    behind = [one.first for one in event.goods if one.last > actor.first]
    return bool(behind) and min(behind) in heads


def _beside(event: Event) -> list[Share]:
    """The goods of a list with who gives each, where all are told by adjectives or makers beside them.

    One without a giver leaves the list one deal: then nothing says that the second is not the first one's partner.
    A headline lists what the text is about, uncounted too: "American helicopters and Turkish carriers for Chad".
    """
    titled = event.sentence.kind == "heading" and not event.rules
    lots = sorted((one for one in wanted(event) if one.quantity or one.designation or titled), key=lambda o: o.first)
    if len(lots) < 2 or event.sentence.pack.get("verb_final") or lots != listed(event, lots):
        return []
    givers = [_giver(event, lots, number) for number in range(len(lots))]
    found = [(giver, [lot]) for giver, lot in zip(givers, lots, strict=True) if giver is not None]
    several = len({giver.code for giver, _ in found}) == len(found) > 1
    return found if several and (titled or len(found) == len(lots)) else []


def _giver(event: Event, lots: Sequence[Goods], number: int) -> Actor | None:
    """Whom the words of one lot name as its giver: an adjective in or before it, or a maker behind it."""
    lot = lots[number]
    begin = lots[number - 1].last + 1 if number else max(event.first, lot.first - 4)
    end = lots[number + 1].first if number + 1 < len(lots) else lot.last + 7
    for actor in event.actors:
        inside = begin <= actor.first <= lot.last and actor.marker == "adjective"
        if inside or (lot.last < actor.first < end and actor.form == "maker"):
            return actor
    return None


def _marked(event: Event, marker: str) -> list[Share]:
    """The parties that a marker names, with their goods, where parties and goods take turns."""
    parties = [actor for actor in event.actors if actor.marker == marker]
    if len(parties) < 2 or len({actor.code for actor in parties}) < len(parties):
        return []
    lots = _before(event, parties) or _behind(event, parties)
    return list(zip(parties, lots, strict=True)) if lots else []


def _before(event: Event, parties: Sequence[Actor]) -> list[list[Goods]]:
    """The goods before each party, where each has some and "and" or a comma parts them from the party before."""
    ends = [-1, *(actor.last for actor in parties)]
    return _lots(event, [(left, actor.first) for left, actor in zip(ends, parties, strict=False)], parties, 1)


def _behind(event: Event, parties: Sequence[Actor]) -> list[list[Goods]]:
    """The goods behind each party, where each has some."""
    starts = [*(actor.first for actor in parties[1:]), event.last + 1]
    return _lots(event, [(actor.last, stop) for actor, stop in zip(parties, starts, strict=True)], parties, 0)


def _lots(event: Event, gaps: Sequence[tuple[int, int]], parties: Sequence[Actor], joined: int) -> list[list[Goods]]:
    """The goods in each gap, where all of them stand in one and "and" or a comma joins one share to the next."""
    lots = [[one for one in event.goods if left < one.first and one.last < right] for left, right in gaps]
    held = sum(map(len, lots)) == len(event.goods) and all(lots)
    for (left, right), lot, actor in list(zip(gaps, lots, parties, strict=True))[joined:] if held else ():
        begin, end = (left, lot[0].first) if joined else (lot[-1].last, right)
        follows = joined or actor is not parties[-1]
        joins = ("and", "comitative") if event.sentence.pack.get("verb_final") else ("and",)
        if follows and not any(event.sentence.words[at].low in ",;" or event.sentence.has(at, *joins)
                               for at in range(begin + 1, end)):  # fmt: skip
            return []
    return lots if held else []
