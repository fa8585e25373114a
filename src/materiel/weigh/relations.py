"""Relations: states as friends and rivals of one another - who is pulled between friends, and what would relieve it.

The signs of relations are made of evidence here; what they make of the network is in ``balance``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any

from materiel import packs
from materiel.weigh.balance import Signed, flips, frustration, unbalanced
from materiel.weigh.chart import Picture
from materiel.weigh.indicator import Indicator, Missing
from materiel.weigh.reactions import Event
from materiel.weigh.reference import Reference, Tie
from materiel.weigh.transfers import REGISTER, Transfer

MOST = 40
"""States above which the exact index is refused: it takes time that grows with each."""

WEIGHTS = {
    "alliance": 2.0,
    "entente": 1.0,
    "rivalry": -3.0,
    "dispute": -2.0,
    "supply": 1.0,
    "cooperation": 1.0,
    "conflict": -1.0,
}
"""What each kind of evidence counts towards the sign of a relation; shown with every answer."""

RECENT = 10
"""Years back from the year asked about in which a dispute or a supply counts."""


def relations(
    reference: Reference, states: Sequence[str], transfers: Sequence[Transfer], told: Sequence[Event], year: int
) -> Indicator:
    """The signed network of ``states`` in ``year``: a row a relation, with its evidence and what its change would do.

    The value is the frustration index. ``rows`` also say in how many unbalanced triads a relation stands, and the index
    were it flipped (``flipped``). ``Missing`` without any relation, or with more than ``MOST`` states.
    """
    if len(states) > MOST:
        raise Missing(f"{len(states)} states are too many for the exact index; ask about {MOST} or fewer")
    evidence = weigh(reference, states, transfers, told, year)
    signs = {pair: 1 if sum(parts.values()) > 0 else -1 for pair, parts in evidence.items() if sum(parts.values())}
    if not signs:
        raise Missing(
            "no relation between these states is known; import `materiel import alliances FILE` and `rivalries`, or "
            "read reports of transfers and reactions"
        )
    index, after = frustration(signs), flips(signs)
    triads = unbalanced(signs)
    rows: list[dict[str, Any]] = []
    for pair in sorted(signs, key=sorted):
        one, other = sorted(pair)
        rows.append(
            {
                "states": f"{one} {other}",
                "sign": signs[pair],
                "weight": sum(evidence[pair].values()),
                "evidence": ", ".join(f"{name} {amount:+g}" for name, amount in sorted(evidence[pair].items())),
                "unbalanced": sum(pair <= set(triad) for triad in triads),
                "flipped": after[pair],
            }
        )
    rows.sort(key=lambda row: (row["flipped"], -row["unbalanced"], row["states"]))
    best = [row["states"] for row in rows if row["flipped"] == min(one["flipped"] for one in rows) < index]
    warnings = ["signs are sums of unlike evidence under the weights shown; other weights may turn weak ones round"]
    lists = [one for one in reference.editions() if one.kind in ("alliances", "rivalries", "disputes")]
    if lists:
        warnings.append(f"ties that their list leaves open are taken to last until {year}, which it may not reach")
    if not any(one.kind in ("alliances", "rivalries") for one in lists):
        warnings.append("no alliances or rivalries are imported: the network rests on supplies and reactions alone")
    return Indicator(
        name="relations",
        about=tuple(states),
        value=float(index),
        unit="frustration index: relations to change until all triads are in balance",
        method="signed network; triads after Cartwright and Harary 1956, exact index after Aref, Mason and Wilson 2020",
        period=(str(year), str(year)),
        rows=tuple(rows),
        rests_on=tuple("-".join(triad) for triad in triads),
        editions=tuple(dict.fromkeys((*(one.label for one in lists), *_sources(transfers, told)))),
        warnings=tuple(warnings),
        assumed=tuple(WEIGHTS.items()),
        findings=(*shown(triads, signs, _arms(transfers, year)), *_relief(best, signs, index)),
        picture=Picture(
            "network",
            "Friends and rivals",
            "states",
            "sign",
            unit=f"{year}; broken lines are rivalries",
            names=tuple((state, packs.state_name(state)) for state in states),
        ),
    )


def _sources(transfers: Sequence[Transfer], told: Sequence[Event]) -> list[str]:
    return [one.source for one in transfers] + [REGISTER for _ in told[:1]]


def _arms(transfers: Sequence[Transfer], year: int) -> set[tuple[str, str]]:
    """(supplier, recipient) of the supplies that count."""
    return {(one, other) for one, other, _ in _of_transfers(transfers, year)}


def _relief(best: Sequence[str], signs: Signed, index: int) -> Iterator[str]:
    """Which relations, turned round, would relieve most."""
    for pair in best:
        one, other = pair.split()
        turn = "rivals" if signs[frozenset((one, other))] > 0 else "friends"
        names = f"{packs.state_name(one)} and {packs.state_name(other)}"
        yield f"were {names} {turn}, {index - 1} relations would be left to change instead of {index}"


def weigh(
    reference: Reference, states: Sequence[str], transfers: Sequence[Transfer], told: Sequence[Event], year: int
) -> dict[frozenset[str], dict[str, float]]:
    """What speaks for and against friendship of each pair among ``states``, each kind of evidence once."""
    found: dict[frozenset[str], dict[str, float]] = defaultdict(dict)
    inside = set(states)
    kinds = [*_of_ties(reference, states, year), *_of_transfers(transfers, year), *_of_events(told, year)]
    for one, other, kind in kinds:
        if one != other and {one, other} <= inside:
            found[frozenset((one, other))][kind] = WEIGHTS[kind]
    return dict(found)


def _of_ties(reference: Reference, states: Sequence[str], year: int) -> Iterator[tuple[str, str, str]]:
    """(one, other, kind of evidence) of the ties in force, and of recent disputes."""
    for tie in reference.ties("alliance", states):
        if lasts(tie, year):
            yield tie.a, tie.b, "alliance" if tie.level == 2 else "entente"
    for tie in reference.ties("rivalry", states):
        if lasts(tie, year):
            yield tie.a, tie.b, "rivalry"
    for tie in reference.ties("dispute", states):
        if year - RECENT < int(tie.start[:4]) <= year:
            yield tie.a, tie.b, "dispute"


def _of_transfers(transfers: Iterable[Transfer], year: int) -> Iterator[tuple[str, str, str]]:
    for one in transfers:
        if one.firm and one.first is not None and year - RECENT < one.first <= year:
            for supplier, recipient in product(one.supplier, one.recipient):
                yield supplier, recipient, "supply"


def _of_events(told: Iterable[Event], year: int) -> Iterator[tuple[str, str, str]]:
    """The sign of the sum of what two states did to one another of late."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for event in told:
        if event.target and year - RECENT < int(event.day[:4]) <= year:
            one, other = sorted((event.actor, event.target))
            sums[one, other] += event.intensity
    for (one, other), amount in sums.items():
        if amount:
            yield one, other, "cooperation" if amount > 0 else "conflict"


def lasts(tie: Tie, year: int) -> bool:
    """Whether a tie is in force in a year. An end that is open is open as far as its list reaches."""
    return int(tie.start[:4]) <= year and (not tie.end or int(tie.end[:4]) >= year)


def shown(triads: Iterable[Sequence[str]], signs: Signed, arms: Collection[tuple[str, str]] = ()) -> Iterator[str]:
    """The triads in words, those of two rivals together: "Kosovo and Serbia are rivals with common friends: Türkiye
    (arms Kosovo)". ``arms`` holds suppliers with their recipients."""
    friends: dict[tuple[str, ...], list[str]] = defaultdict(list)
    hostile = []
    for triad in triads:
        negative = [tuple(sorted(side)) for side in combinations(triad, 2) if signs[frozenset(side)] < 0]
        if len(negative) == 1:
            friends[negative[0]].append(next(state for state in triad if state not in negative[0]))
        else:
            hostile.append(triad)
    for rivals, common in friends.items():
        names = " and ".join(packs.state_name(state) for state in rivals)
        told = ", ".join(f"{packs.state_name(state)}{_armed(state, rivals, arms)}" for state in sorted(common))
        yield f"{names} are rivals with common friends: {told}"
    for triad in hostile:
        yield f"{', '.join(packs.state_name(state) for state in triad)} are all rivals"


def _armed(friend: str, rivals: Sequence[str], arms: Collection[tuple[str, str]]) -> str:
    """Whom of the two a friend arms, in brackets."""
    armed = [packs.state_name(state) for state in rivals if (friend, state) in arms]
    return f" (arms {'both' if len(armed) == 2 else armed[0]})" if armed else ""
