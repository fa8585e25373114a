"""Resolve: reports that tell the same deal are joined; where two joins are equally good, none is made.

The result is a function of the set of reports: neither their order nor when they were read changes it. Reports of one
document are never joined with each other, because their reader told them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import combinations

from materiel import packs
from materiel.record.features import FEATURES, mixed
from materiel.record.reports import Report

APART = -100.0
"""The score of a pair that may never be joined."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tie:
    """Reports that fit two deals equally well: a person decides."""

    report: Report
    candidates: tuple[Report, ...]


def resolve(reports: Iterable[Report]) -> tuple[list[list[Report]], list[Tie]]:
    """The deals, each as the list of its reports, and the ties that were left; both in a fixed order."""
    ordered = sorted(reports, key=lambda report: report.order)
    rules = packs.toml("codebook", "resolve.toml")
    scores = {(i, j): score(ordered[i], ordered[j], rules["weights"]) for i, j in sorted(_candidates(ordered))}
    joined: list[list[int]] = []
    ties: list[Tie] = []
    for members in _components(len(ordered), (pair for pair, told in scores.items() if told >= rules["join"])):
        groups, refused = _agglomerate(members, scores, rules["join"], rules["tie"])
        joined += groups
        ties += [Tie(ordered[one], tuple(ordered[other] for other in others)) for one, others in refused]
    return [[ordered[index] for index in group] for group in sorted(joined)], ties


def score(a: Report, b: Report, weights: Mapping[str, Mapping[str, float]]) -> float:
    """How much two reports speak for telling the same deal (``data/codebook/resolve.toml`` explains the scale)."""
    if a.document == b.document:
        return APART
    return sum(part for _, part in explain(a, b, weights))


def explain(a: Report, b: Report, weights: Mapping[str, Mapping[str, float]]) -> list[tuple[str, float]]:
    """The parts of a score by feature: why two reports were joined, or were not."""
    told = [(name, feature(a, b)) for name, feature in FEATURES.items()]
    return [(name, by * weights[name]["same" if by > 0 else "different"]) for name, by in told if by]


def _candidates(reports: Sequence[Report]) -> set[Pair]:
    """Pairs worth a score: a party and a kind of goods in common."""
    blocks: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, report in enumerate(reports):
        roles = (("recipient", report.deal.recipient), ("supplier", report.deal.supplier))
        for role, party in ((role, party) for role, parties in roles for party in parties):
            for kind in _kinds(report):
                blocks[role, party, kind].append(index)
    found: set[Pair] = set()
    for (role, _, _), indexes in blocks.items():
        for i, j in combinations(indexes, 2):
            # Two reports that both name recipients meet at the recipient; the supplier is for those that name none.
            if role == "recipient" or not (reports[i].deal.recipient and reports[j].deal.recipient):
                found.add((i, j))
    return found


def _kinds(report: Report) -> set[str]:
    """The categories under which a report meets others; goods without a designation also under those mixed up."""
    found = {weapon.category for weapon in report.deal.weapons}
    vague = {weapon.category for weapon in report.deal.weapons if not weapon.designation}
    return found | {other for pair in mixed() for other in pair if pair & vague} or {""}


def _components(size: int, edges: Iterable[Pair]) -> Iterator[list[int]]:
    home = list(range(size))

    def root(index: int) -> int:
        while home[index] != index:
            home[index] = home[home[index]]
            index = home[index]
        return index

    for i, j in edges:
        a, b = root(i), root(j)
        home[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(size):
        groups[root(index)].append(index)
    yield from groups.values()


class _Groups:
    """Groups of reports and the sums of their pairs' scores, so that an average is one division."""

    def __init__(self, members: Sequence[int], scores: Mapping[Pair, float]) -> None:
        self.members = {index: [index] for index in members}
        self.sums = {pair: scores.get(pair, APART) for pair in combinations(sorted(members), 2)}

    def average(self, one: int, other: int) -> float:
        """The mean score of the pairs between two groups."""
        pair = (one, other) if one < other else (other, one)
        return self.sums[pair] / (len(self.members[one]) * len(self.members[other]))

    def merge(self, one: int, other: int) -> None:
        """Puts the second group into the first."""
        self.members[one] = sorted(self.members[one] + self.members.pop(other))
        del self.sums[min(one, other), max(one, other)]
        for third in self.members:
            if third != one:
                gone = self.sums.pop((min(other, third), max(other, third)))
                self.sums[min(one, third), max(one, third)] += gone

    def rivals(self, one: int, other: int, least: float, join: float) -> list[int]:
        """Groups that fit ``one`` with at least ``least`` though they do not fit ``other``."""
        others = (group for group in self.members if group not in (one, other))
        return [group for group in others if self.average(one, group) >= least and self.average(other, group) < join]


def _agglomerate(
    members: Sequence[int], scores: Mapping[Pair, float], join: float, tie: float
) -> tuple[list[list[int]], list[tuple[int, list[int]]]]:
    """Joins the likest two groups again and again while their average score reaches ``join``.

    A join is refused where one of the two has another partner within ``tie`` of the score that may not be joined with
    the first: whichever were chosen would be a guess.
    """
    groups = _Groups(members, scores)
    refused: dict[int, list[int]] = {}
    queue = [(-groups.average(*pair), *pair) for pair in groups.sums if groups.average(*pair) >= join]
    heapify(queue)
    while queue:
        best, one, other = heappop(queue)
        gone = one not in groups.members or other not in groups.members
        if gone or refused.keys() & {one, other} or groups.average(one, other) != -best:
            continue
        torn = {
            here: [there, *rivals]
            for here, there in ((one, other), (other, one))
            if (rivals := groups.rivals(here, there, -best - tie, join))
        }
        if torn:
            refused.update(torn)
            continue
        groups.merge(one, other)
        for third in groups.members:
            if third != one and (told := groups.average(one, third)) >= join:
                heappush(queue, (-told, min(one, third), max(one, third)))
    first = {one: groups.members[one][0] for one in groups.members}
    return list(groups.members.values()), [(one, [first.get(k, k) for k in others]) for one, others in refused.items()]
