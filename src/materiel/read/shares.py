"""Shares: a clause whose parties each have goods of their own is told once for each: "tanks from China and jets from
Brazil", "with France for six jets and with Italy for two frigates"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from materiel.read.actors import Actor
from materiel.read.clause import Event
from materiel.read.phrases import Goods

_MARKERS = ("from", "to", "for", "with")


def shares(event: Event) -> list[Event]:
    """The clause, or one for each party where parties and goods take turns."""
    if len(event.goods) < 2 or len(event.actors) < 2:
        return [event]
    for marker in _MARKERS:
        parties = [actor for actor in event.actors if actor.marker == marker]
        if len({actor.code for actor in parties}) == len(parties) >= 2:
            lots = _before(event, parties) or _behind(event, parties)
            if lots:
                return [_part(event, lot, actor, parties) for lot, actor in zip(lots, parties, strict=True)]
    return [event]


def _part(event: Event, lot: list[Goods], actor: Actor, parties: Sequence[Actor]) -> Event:
    held = [one for one in event.actors if one not in parties or one is actor]
    other = {one.first for one in event.goods if one not in lot}
    held = [one for one in held if not (one.marker == "adjective" and _leads(event, one, other))]
    return replace(event, goods=lot, actors=held)


def _leads(event: Event, actor: Actor, heads: set[int]) -> bool:
    """Whether an adjective stands before goods of another share."""
    behind = [one.first for one in event.goods if one.last > actor.first]
    return bool(behind) and min(behind) in heads


def _before(event: Event, parties: Sequence[Actor]) -> list[list[Goods]]:
    """The goods before each party, where each has some and "and" or a comma parts them from the party before."""
    ends = [-1, *(actor.last for actor in parties)]
    return _lots(event, [(left, actor.first) for left, actor in zip(ends, parties, strict=False)], parties, 1)


def _behind(event: Event, parties: Sequence[Actor]) -> list[list[Goods]]:
    """The goods behind each party, where each has some."""
    starts = [*(actor.first for actor in parties[1:]), event.last + 1]
    return _lots(event, [(actor.last, stop) for actor, stop in zip(parties, starts, strict=True)], parties, 0)


def _lots(event: Event, gaps: Sequence[tuple[int, int]], parties: Sequence[Actor], joined: int) -> list[list[Goods]]:
    lots = [[one for one in event.goods if left < one.first and one.last < right] for left, right in gaps]
    held = sum(map(len, lots)) == len(event.goods) and all(lots)
    for (left, right), lot, actor in list(zip(gaps, lots, parties, strict=True))[joined:] if held else ():
        begin, end = (left, lot[0].first) if joined else (lot[-1].last, right)
        follows = joined or actor is not parties[-1]
        if follows and not any(event.sentence.words[at].low in ",;" or event.sentence.has(at, "and")
                               for at in range(begin + 1, end)):  # fmt: skip
            return []
    return lots if held else []
