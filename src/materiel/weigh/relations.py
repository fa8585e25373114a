"""Relations: states as friends and rivals of one another - who is pulled between friends, and what would relieve it.

Structural balance: a triad with one or three hostile relations is out of balance (Cartwright and Harary, Psychological
Review 63, 1956, 277). The frustration index is the least number of relations whose removal, or change of sign, leaves a
network in balance (Harary 1959; Aref, Mason and Wilson, Networks 75, 2020, 95).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from materiel import packs
from materiel.weigh.indicator import Indicator, Missing
from materiel.weigh.reactions import Event
from materiel.weigh.reference import Reference, Tie
from materiel.weigh.transfers import Transfer

Signed = Mapping[frozenset[str], int]
"""Pairs of states with +1 (friends) or -1 (rivals)."""

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
    if not any(one.kind in ("alliances", "rivalries") for one in reference.editions()):
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
        editions=tuple(one.label for one in reference.editions() if one.kind in ("alliances", "rivalries", "disputes")),
        warnings=(*warnings, *((f"to flip, relieving most: {', '.join(best)}",) if best else ())),
        assumed=tuple(WEIGHTS.items()),
    )


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


def unbalanced(signs: Signed) -> list[tuple[str, str, str]]:
    """The triads whose three relations have a negative product, each sorted, in order."""
    states = sorted({state for pair in signs for state in pair})
    near: dict[str, set[str]] = defaultdict(set)
    for pair in signs:
        one, other = sorted(pair)
        near[one].add(other)
        near[other].add(one)
    found = []
    for a in states:
        for b, c in combinations(sorted(state for state in near[a] if state > a), 2):
            if c in near[b]:
                sides = (frozenset((a, b)), frozenset((a, c)), frozenset((b, c)))
                if signs[sides[0]] * signs[sides[1]] * signs[sides[2]] < 0:
                    found.append((a, b, c))
    return found


def frustration(signs: Signed) -> int:
    """The frustration index, exact: branch and bound over the two camps, block by block.

    A network is in balance exactly if each of its blocks (parts that no single state holds together) is, so that the
    index is the sum of theirs.
    """
    return sum(_of_block(block) for block in blocks(signs))


def flips(signs: Signed) -> dict[frozenset[str], int]:
    """The frustration index were one relation turned round, for each; only its own block has to be counted anew."""
    parts = [(block, _of_block(block)) for block in blocks(signs)]
    whole = sum(cost for _, cost in parts)
    return {
        pair: whole - cost + _of_block({**block, pair: -sign}) for block, cost in parts for pair, sign in block.items()
    }


def blocks(signs: Signed) -> list[dict[frozenset[str], int]]:
    """The biconnected parts of a network (Hopcroft and Tarjan, Communications of the ACM 16, 1973, 372)."""
    near: dict[str, list[str]] = defaultdict(list)
    for pair in sorted(signs, key=sorted):
        one, other = sorted(pair)
        near[one].append(other)
        near[other].append(one)
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    held: list[frozenset[str]] = []
    found: list[dict[frozenset[str], int]] = []

    def visit(state: str, parent: str | None) -> None:
        number[state] = low[state] = len(number)
        for other in near[state]:
            edge = frozenset((state, other))
            if other not in number:
                held.append(edge)
                visit(other, state)
                low[state] = min(low[state], low[other])
                if low[other] >= number[state]:
                    place = held.index(edge)
                    found.append({one: signs[one] for one in held[place:]})
                    del held[place:]
            elif other != parent and number[other] < number[state]:
                held.append(edge)
                low[state] = min(low[state], number[other])

    for state in sorted(near):
        if state not in number:
            visit(state, None)
    return found


def _of_block(signs: Signed) -> int:
    if len(signs) < 3:
        return 0
    degree: dict[str, int] = defaultdict(int)
    for pair in signs:
        for state in pair:
            degree[state] += 1
    order = _order(signs, degree)
    place = {state: index for index, state in enumerate(order)}
    back: list[list[tuple[int, int]]] = [[] for _ in order]
    for pair, sign in signs.items():
        one, other = sorted(place[state] for state in pair)
        back[other].append((one, sign))
    rest = _bound(order, place, signs)
    best = _greedy(back)
    camp = [0] * len(order)

    def go(index: int, cost: int) -> None:
        nonlocal best
        if cost + rest[index] >= best:
            return
        if index == len(order):
            best = cost
            return
        costs = [sum((camp[one] ^ side) != (sign < 0) for one, sign in back[index]) for side in (0, 1)]
        for side in sorted((0, 1), key=costs.__getitem__):
            if index == 0 and side == 1:
                continue
            camp[index] = side
            go(index + 1, cost + costs[side])

    go(0, 0)
    return best


def _order(signs: Signed, degree: Mapping[str, int]) -> list[str]:
    """The states, each tied as much as can be to those before it, so that costs show early."""
    left, order = set(degree), list[str]()
    while left:
        ties = {state: sum(frozenset((state, other)) in signs for other in order) for state in left}
        chosen = min(left, key=lambda state: (-ties[state], -degree[state], state))
        order.append(chosen)
        left.remove(chosen)
    return order


def _bound(order: Sequence[str], place: Mapping[str, int], signs: Signed) -> list[int]:
    """For each position, how many relations must still be frustrated: unbalanced triads without a common relation, each
    of whose relations is decided from there on."""
    found = [0] * (len(order) + 1)
    triads = sorted(unbalanced(signs), key=lambda triad: -sorted(place[state] for state in triad)[1])
    used: set[frozenset[str]] = set()
    for triad in triads:
        sides = [frozenset(side) for side in combinations(triad, 2)]
        if not used & set(sides):
            used |= set(sides)
            second = sorted(place[state] for state in triad)[1]
            for index in range(second + 1):
                found[index] += 1
    return found


def _greedy(back: Sequence[Sequence[tuple[int, int]]]) -> int:
    """One more than the frustration of a quick division, as the first bound."""
    camp, cost = [0] * len(back), 0
    for index, ties in enumerate(back):
        costs = [sum((camp[one] ^ side) != (sign < 0) for one, sign in ties) for side in (0, 1)]
        camp[index] = costs.index(min(costs))
        cost += min(costs)
    return cost + 1


def shown(triads: Iterable[Sequence[str]], signs: Signed) -> list[dict[str, Any]]:
    """The triads in words: "Türkiye arms Serbia's rival Kosovo"."""
    told = []
    for triad in triads:
        negative = [tuple(sorted(side)) for side in combinations(triad, 2) if signs[frozenset(side)] < 0]
        if len(negative) == 1:
            one, other = negative[0]
            friend = next(state for state in triad if state not in (one, other))
            names = [packs.state_name(state) for state in (friend, one, other)]
            told.append({"triad": "-".join(triad), "told": f"{names[0]} is a friend of both {names[1]} and {names[2]}"})
        else:
            names = [packs.state_name(state) for state in triad]
            told.append({"triad": "-".join(triad), "told": f"{', '.join(names)} are all rivals"})
    return told
