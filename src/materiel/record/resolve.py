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
from materiel.record.judgements import Member
from materiel.record.reports import Report
from materiel.record.roots import root

APART = float("-inf")
"""The score of a pair that may never be joined."""

FAR = -100.0
"""The score of a pair that shares no party and kind of goods, and so was not compared."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Links:
    """What people decided: pairs of members that tell the same deal, and pairs that do not. The pairs come in the order
    of the decisions; of two that cannot both hold, the later one does."""

    decided: tuple[tuple[bool, Member, Member], ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """Reports that fit two deals equally well: a person decides."""

    report: Report
    candidates: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """The deals, each as the list of its reports; the name of the component of each deal; the ties that were left.

    Reports of different components have nothing to do with each other: one is made anew without the others.
    """

    deals: list[list[Report]]
    components: list[str]
    ties: list[Tie]


def resolve(reports: Iterable[Report], links: Links | None = None) -> tuple[list[list[Report]], list[Tie]]:
    """The deals, each as the list of its reports, and the ties that were left; both in a fixed order."""
    found = join(reports, links)
    return found.deals, found.ties


def join(reports: Iterable[Report], links: Links | None = None) -> Joined:
    """``resolve`` with the components."""
    ordered = sorted(reports, key=lambda report: report.order)
    rules = packs.toml("codebook", "resolve.toml")
    scores = {(i, j): score(ordered[i], ordered[j], rules["weights"]) for i, j in sorted(_candidates(ordered))}
    blocks, apart = _decided(ordered, links or Links())
    between = _between(scores, blocks, apart, ordered)
    joined: list[tuple[list[int], str]] = []
    ties: list[Tie] = []
    for members in _components(len(blocks), (pair for pair, told in between.items() if told >= rules["join"])):
        groups, refused = _agglomerate(members, between, rules["join"], rules["tie"])
        first = ordered[min(index for block in members for index in blocks[block])]
        component = f"{first.document}/{first.subject}"
        joined += [(sorted(index for block in group for index in blocks[block]), component) for group in groups]
        ties += [Tie(ordered[blocks[one][0]], tuple(ordered[blocks[k][0]] for k in others)) for one, others in refused]
    joined.sort()
    deals = [[ordered[index] for index in group] for group, _ in joined]
    return Joined(deals, [component for _, component in joined], ties)


def near(report: Report, others: Iterable[Report]) -> list[Report]:
    """Which of ``others`` could be joined with a report: those whose score with it reaches the bound."""
    rules = packs.toml("codebook", "resolve.toml")
    return [other for other in others if score(report, other, rules["weights"]) >= rules["join"]]


def blocks_of(report: Report) -> list[str]:
    """The names under which a report is found by others; those by supplier tell whether it names no recipient."""
    supplier = "supplier" if report.deal.recipient else "open"
    parties = [("recipient", party) for party in report.deal.recipient]
    return _named(report, [*parties, *((supplier, party) for party in report.deal.supplier)])


def meeting(report: Report) -> list[str]:
    """The names of the blocks whose reports are worth a score with this one."""
    parties = [("recipient", party) for party in report.deal.recipient]
    parties += [("open", party) for party in report.deal.supplier]
    if not report.deal.recipient:
        parties += [("supplier", party) for party in report.deal.supplier]
    return _named(report, parties)


def _named(report: Report, parties: Iterable[tuple[str, str]]) -> list[str]:
    kinds = _kinds(report)
    return sorted({f"{role}|{party[:100]}|{kind}" for role, party in parties for kind in kinds})


def _decided(reports: Sequence[Report], links: Links) -> tuple[list[list[int]], set[Pair]]:
    """(blocks of reports that people joined, pairs of blocks that they parted); a report nobody judged is a block."""
    at = {(report.document, report.subject): index for index, report in enumerate(reports)}
    home = list(range(len(reports)))
    parted: set[Pair] = set()
    for same, one, other in reversed(links.decided):
        if one not in at or other not in at:
            continue
        a, b = sorted((root(home, at[one]), root(home, at[other])))
        if same and a != b and (a, b) not in parted:
            home[b] = a
            moved = ((a if x == b else x, a if y == b else y) for x, y in parted)
            parted = {(min(pair), max(pair)) for pair in moved}
        elif not same and a != b:
            parted.add((a, b))
    members: dict[int, list[int]] = defaultdict(list)
    for index in range(len(reports)):
        members[root(home, index)].append(index)
    number = {root: place for place, root in enumerate(members)}
    return list(members.values()), {(number[a], number[b]) for a, b in parted}


def _between(
    scores: Mapping[Pair, float], blocks: Sequence[Sequence[int]], apart: set[Pair], reports: Sequence[Report]
) -> dict[Pair, float]:
    """The scores of pairs of blocks: that of their likest reports, unless people or a document told them apart."""
    block_of = {index: block for block, members in enumerate(blocks) for index in members}
    found: dict[Pair, float] = {}
    for (i, j), told in scores.items():
        a, b = sorted((block_of[i], block_of[j]))
        if a != b:
            found[a, b] = max(told, found.get((a, b), APART))
    documents = {block: {reports[i].document for i in members} for block, members in enumerate(blocks)}
    for a, b in found:
        if (a, b) in apart or documents[a] & documents[b]:
            found[a, b] = APART
    return found | dict.fromkeys(apart, APART)


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
    for i, j in edges:
        a, b = root(home, i), root(home, j)
        home[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(size):
        groups[root(home, index)].append(index)
    yield from groups.values()


class _Groups:
    """Groups of reports and the sums of their pairs' scores, so that an average is one division."""

    def __init__(self, members: Sequence[int], scores: Mapping[Pair, float]) -> None:
        self.members = {index: [index] for index in members}
        self.sums = {pair: scores.get(pair, FAR) for pair in combinations(sorted(members), 2)}

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
