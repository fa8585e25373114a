"""Balance: networks of friends and rivals - triads out of balance, and the exact frustration index.

A triad with one or three hostile relations is out of balance (Cartwright and Harary, Psychological Review 63, 1956,
277). The frustration index is the least number of relations whose removal, or change of sign, leaves a network in
balance (Harary 1959; Aref, Mason and Wilson, Networks 75, 2020, 95).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

Signed = Mapping[frozenset[str], int]
"""Pairs of states with +1 (friends) or -1 (rivals)."""


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
        pair: whole - cost + _of_block({**block, pair: -sign}, cost)
        for block, cost in parts
        for pair, sign in block.items()
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


def _of_block(signs: Signed, beside: int | None = None) -> int:
    """The index of one block; ``beside`` is that of the block with one relation turned round, from which it differs by
    one at most: what no division can go below, and what one division reaches."""
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
    best = _greedy(back) if beside is None else min(_greedy(back), beside + 2)
    least = 0 if beside is None else beside - 1
    camp = [0] * len(order)

    def go(index: int, cost: int) -> None:
        nonlocal best
        if cost + rest[index] >= best or best <= least:
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
