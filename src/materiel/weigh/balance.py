"""Balance: networks of friends and rivals - triads out of balance, and the exact frustration index.

A triad with one or three hostile relations is out of balance (Cartwright and Harary, Psychological Review 63, 1956,
277). The frustration index is the least number of relations whose removal, or change of sign, leaves a network in
balance (Harary 1959; Aref, Mason and Wilson, Networks 75, 2020, 95).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Signed = Mapping[frozenset[str], int]
"""Pairs of states with +1 (friends) or -1 (rivals)."""


def unbalanced(signs: Signed) -> list[tuple[str, str, str]]:
    """The triads whose three relations have a negative product, each sorted, in order."""
    return [triad for triad in _triads(signs) if _product(triad, signs) < 0]


def frustration(signs: Signed) -> int:
    """The frustration index, exact: branch and bound over the two camps, block by block.

    A network is in balance exactly if each of its blocks (parts that no single state holds together) is, so that the
    index is the sum of theirs.
    """
    return sum(_index(_plan(block), list(block.values())) for block in blocks(signs))


def flips(signs: Signed) -> dict[frozenset[str], int]:
    """The frustration index were one relation turned round, for each; only its own block has to be counted anew."""
    parts = [(block, _plan(block)) for block in blocks(signs)]
    costs = [_index(plan, list(block.values())) for block, plan in parts]
    whole, found = sum(costs), {}
    for (block, plan), cost in zip(parts, costs, strict=True):
        held = list(block.values())
        for number, pair in enumerate(block):
            held[number] = -held[number]
            found[pair] = whole - cost + _index(plan, held, cost)
            held[number] = -held[number]
    return found


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


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a block is counted, whatever its signs: its relations are numbered, and its states stand in an order.

    ``back`` has for each state its relations to those before it, (place of the other, number of the relation);
    ``triads`` the relations of each triad and the place of its second state, the latest first.
    """

    back: tuple[tuple[tuple[int, int], ...], ...]
    triads: tuple[tuple[tuple[int, int, int], int], ...]


def _plan(block: Signed) -> _Plan:
    place = {state: index for index, state in enumerate(_order(block))}
    number = {pair: index for index, pair in enumerate(block)}
    back: list[list[tuple[int, int]]] = [[] for _ in place]
    for pair, index in number.items():
        one, other = sorted(place[state] for state in pair)
        back[other].append((one, index))
    held = []
    for triad in _triads(block):
        a, b, c = (number[frozenset(side)] for side in combinations(triad, 2))
        held.append(((a, b, c), sorted(place[state] for state in triad)[1]))
    held.sort(key=lambda one: -one[1])
    return _Plan(tuple(map(tuple, back)), tuple(held))


def _index(plan: _Plan, signs: Sequence[int], beside: int | None = None) -> int:
    """The index of one block under these signs; ``beside`` is that of the block with one relation turned round, from
    which it differs by one at most: what no division can go below, and what one division reaches."""
    if len(signs) < 3:
        return 0
    rest = _bound(plan, signs)
    best = _greedy(plan, signs) if beside is None else min(_greedy(plan, signs), beside + 2)
    least = 0 if beside is None else beside - 1
    camp = [0] * len(plan.back)

    def go(index: int, cost: int) -> None:
        nonlocal best
        if cost + rest[index] >= best or best <= least:
            return
        if index == len(camp):
            best = cost
            return
        costs = _costs(plan.back[index], camp, signs)
        for side in sorted((0, 1), key=costs.__getitem__):
            if index == 0 and side == 1:
                continue
            camp[index] = side
            go(index + 1, cost + costs[side])

    go(0, 0)
    return best


def _costs(ties: Sequence[tuple[int, int]], camp: Sequence[int], signs: Sequence[int]) -> tuple[int, int]:
    """How many of a state's relations to those before it are frustrated in the first camp, and in the second."""
    first = sum(camp[one] != (signs[number] < 0) for one, number in ties)
    return first, len(ties) - first


def _bound(plan: _Plan, signs: Sequence[int]) -> list[int]:
    """For each position, how many relations must still be frustrated: unbalanced triads without a common relation, each
    of whose relations is decided from there on."""
    found = [0] * (len(plan.back) + 1)
    used = [False] * len(signs)
    for (a, b, c), second in plan.triads:
        if signs[a] * signs[b] * signs[c] < 0 and not (used[a] or used[b] or used[c]):
            used[a] = used[b] = used[c] = True
            for index in range(second + 1):
                found[index] += 1
    return found


def _greedy(plan: _Plan, signs: Sequence[int]) -> int:
    """One more than the frustration of a quick division, as the first bound."""
    camp, cost = [0] * len(plan.back), 0
    for index, ties in enumerate(plan.back):
        costs = _costs(ties, camp, signs)
        camp[index] = costs.index(min(costs))
        cost += min(costs)
    return cost + 1


def _order(block: Signed) -> list[str]:
    """The states, each tied as much as can be to those before it, so that costs show early."""
    near = _neighbours(block)
    left, order = set(near), list[str]()
    while left:
        chosen = min(left, key=lambda state: (-len(near[state] - left), -len(near[state]), state))
        order.append(chosen)
        left.remove(chosen)
    return order


def _triads(signs: Signed) -> Iterator[tuple[str, str, str]]:
    """The triads of three relations, each sorted, in order."""
    near = _neighbours(signs)
    for a in sorted(near):
        for b, c in combinations(sorted(state for state in near[a] if state > a), 2):
            if c in near[b]:
                yield a, b, c


def _product(triad: Sequence[str], signs: Signed) -> int:
    one, two, three = (signs[frozenset(side)] for side in combinations(triad, 2))
    return one * two * three


def _neighbours(signs: Signed) -> dict[str, set[str]]:
    near: dict[str, set[str]] = defaultdict(set)
    for pair in signs:
        one, other = pair
        near[one].add(other)
        near[other].add(one)
    return near
