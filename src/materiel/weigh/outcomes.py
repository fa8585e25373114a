"""What followed: of the comparable past transfers, after how many a dispute or armed conflict with a rival began.

A base rate, no forecast: transfers and disputes have causes in common, and a share of past cases says nothing of why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from materiel import packs
from materiel.weigh.chart import Picture
from materiel.weigh.importers.names import successor
from materiel.weigh.indicator import Indicator, Missing
from materiel.weigh.reference import Tie
from materiel.weigh.stats import binomial_interval, mcnemar
from materiel.weigh.transfers import Transfer

HORIZONS = (12, 24, 36)
"""Months after the end of the year of first delivery: registers give no month."""

FEW = 20
"""Cases, or matched pairs, below which a share is marked as resting on few."""

APART = 5
"""Years by which a case and its control may differ."""


TESTED = (
    "in SIPRI's register to 2010, first transfers of a kind were followed by disputes measurably more often than their "
    "controls in no category: being the first tells nothing by itself (bench/README.md)"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One transfer to a state with a rival: the unit that is counted. ``year`` is that of the first delivery, ``first``
    whether none of the category had come to the recipient before, ``territory`` whether any of the rivalries is over
    territory, ``onset`` the first day (YYYY or YYYY-MM...) of a dispute or conflict with a rival after the year, empty
    where none is known."""

    transfer: str
    recipient: str
    rivals: tuple[str, ...]
    category: str
    year: int
    first: bool
    territory: bool
    onset: str
    months: float | None


@dataclass(frozen=True, slots=True)
class Ties:
    """What cases are made of: rivalries and onsets of disputes or conflicts, the last year that the onsets cover, and
    the editions that all are from."""

    rivalries: Sequence[Tie]
    onsets: Sequence[Tie]
    through: int
    editions: tuple[str, ...] = ()


def followed(
    transfers: Sequence[Transfer], ties: Ties, category: str, about: Sequence[str], recipient: str | None = None
) -> Indicator:
    """Base rates for transfers of ``category`` that were the first of their kind for a recipient with a rival.

    A row an area and horizon: of the ``cases`` that can be followed for so many months, in how many (``hits``) a
    dispute or conflict with a rival began; the share with its exact 95 % interval (Clopper and Pearson); and the same
    of ``pairs``, where each case stands beside its control (``matched``): ``pair_hits`` of the cases, ``control_hits``
    of their controls, and McNemar's exact ``p`` of no difference. Areas are everywhere and, of ``recipient``,
    the states of its region. The value is the share within 24 months, everywhere. ``Missing`` where there is no case.
    """
    made = [case for case in cases(transfers, ties) if case.category == category]
    firsts = [case for case in made if case.first]
    if not firsts:
        raise Missing(
            f"no past transfer of {category} to a state with a rival is known; import a trade register "
            "(`materiel import sipri FILE`), `rivalries` and `disputes`"
        )
    pairs = matched(firsts, [case for case in made if not case.first])
    areas = [("everywhere", firsts, pairs)]
    if recipient and area(recipient):
        own = area(recipient)
        near = [case for case in firsts if area(case.recipient) == own]
        areas.append((own, near, [pair for pair in pairs if area(pair[0].recipient) == own]))
    rows = [
        {"area": name, "months": months, **_row(months, held, beside, ties.through)}
        for name, held, beside in areas
        for months in HORIZONS
    ]
    middle = rows[1]
    reached = [case for case in firsts if case.year + 1 <= ties.through]
    return Indicator(
        name="followed",
        about=tuple(about),
        value=middle["share"],
        low=middle["share_low"],
        high=middle["share_high"],
        unit="share of comparable past transfers after which a dispute or conflict with a rival began within 24 months",
        method="counted, exact intervals after Clopper and Pearson 1934; each case against a later transfer of the "
        "category to another state of the region, in a rivalry of the same kind and at most "
        f"{APART} years apart, by McNemar's exact test",
        period=(str(min(case.year for case in reached)), str(max(case.year for case in reached))) if reached else None,
        rows=tuple(rows),
        rests_on=tuple(f"{case.recipient} {case.year} {case.transfer}: {case.onset or 'none'}" for case in reached),
        editions=tuple(dict.fromkeys((*(one.source for one in transfers), *ties.editions))),
        warnings=tuple(_doubts(rows, reached, ties.through)),
        assumed=(("category", category), ("counted from", "the end of the year of first delivery")),
        findings=tuple(_told(rows, reached)),
        picture=Picture(
            "bars",
            f"What followed first transfers of {category}",
            "label",
            "share",
            "group",
            unit="share after which a dispute or conflict with a rival began",
            low="share_low",
            high="share_high",
            rows=tuple(_bars(rows)),
        ),
    )


def cases(transfers: Iterable[Transfer], ties: Ties) -> list[Case]:
    """Every transfer to a state that had a rival in its year, the earliest of each year and category alone.

    Deliveries of one category in one year are one case: their outcomes are the same dispute.
    """
    rivals: dict[str, list[tuple[str, int, int, bool]]] = defaultdict(list)
    for tie in ties.rivalries:
        told = int(tie.start[:4]), int(tie.end[:4]) if tie.end else 9999, "spatial" in tie.note
        rivals[tie.a].append((tie.b, *told))
        rivals[tie.b].append((tie.a, *told))
    onsets: dict[frozenset[str], list[str]] = defaultdict(list)
    for tie in ties.onsets:
        onsets[frozenset((tie.a, tie.b))].append(tie.start)
    seen: set[tuple[str, str, int]] = set()
    had: set[tuple[str, str]] = set()
    found = []
    dated = [(one.delivered[0], one.id, one) for one in transfers if one.delivered]
    for year, _, one in sorted(dated, key=lambda told: (told[0], told[1])):
        for party in one.recipient:
            state = successor(party)
            key = (state, one.category, year)
            held = [(other, over) for other, start, end, over in rivals[state] if start <= year <= end]
            against = tuple(sorted({other for other, _ in held}))
            if against and key not in seen:
                onset = _next([day for other in against for day in onsets[frozenset((state, other))]], year)
                first = (state, one.category) not in had
                over = any(territory for _, territory in held)
                months = _months(onset, year)
                found.append(Case(one.id, state, against, one.category, year, first, over, onset, months))
            seen.add(key)
        had |= {(successor(party), one.category) for party in one.recipient}
    return found


def area(state: str) -> str:
    """The region of the United Nations (M49) that a state lies in; empty where none is known."""
    return packs.states().get(state, {}).get("region", "")


def matched(treated: Sequence[Case], others: Sequence[Case]) -> list[tuple[Case, Case]]:
    """Each case with its control, where it has one.

    A control is one of ``others`` of the same category, to another state of the region, in a rivalry of the same kind
    (over territory or not), at most ``APART`` years apart: the nearest in time that is left. Cases are matched in the
    order of their years, each control once.
    """
    left: dict[tuple[str, str, bool], list[Case]] = defaultdict(list)
    for case in others:
        left[case.category, area(case.recipient), case.territory].append(case)
    found = []
    for case in sorted(treated, key=lambda case: (case.year, case.recipient, case.transfer)):
        pool = left[case.category, area(case.recipient), case.territory]
        near = [one for one in pool if one.recipient != case.recipient and abs(one.year - case.year) <= APART]
        if near and area(case.recipient):
            chosen = min(near, key=lambda one: (abs(one.year - case.year), one.year, one.recipient, one.transfer))
            pool.remove(chosen)
            found.append((case, chosen))
    return found


def rate(among: Sequence[Case], months: int, through: int) -> tuple[int, int]:
    """(hits, cases) of those that can be followed for so many months."""
    held = [case for case in among if _reached(case, months, through)]
    return sum(_hit(case, months) for case in held), len(held)


def against(pairs: Sequence[tuple[Case, Case]], months: int, through: int) -> tuple[int, int, int, float]:
    """(hits of the cases, hits of their controls, pairs, p) of the pairs both of which can be followed for so many
    months; ``p`` is McNemar's."""
    held = [pair for pair in pairs if all(_reached(case, months, through) for case in pair)]
    told = [(_hit(case, months), _hit(control, months)) for case, control in held]
    p = mcnemar(sum(one and not other for one, other in told), sum(other and not one for one, other in told))
    return sum(one for one, _ in told), sum(other for _, other in told), len(held), p


def _row(months: int, treated: Sequence[Case], pairs: Sequence[tuple[Case, Case]], through: int) -> dict[str, Any]:
    hits, number = rate(treated, months, through)
    low, high = binomial_interval(hits, number)
    own, other, many, p = against(pairs, months, through)
    other_low, other_high = binomial_interval(other, many)
    return {
        "hits": hits,
        "cases": number,
        "share": hits / number if number else None,
        "share_low": low,
        "share_high": high,
        "pairs": many,
        "pair_hits": own,
        "control_hits": other,
        "control_share": other / many if many else None,
        "control_share_low": other_low,
        "control_share_high": other_high,
        "p": p if many else None,
    }


def _doubts(rows: Sequence[Mapping[str, Any]], reached: Sequence[Case], through: int) -> Iterable[str]:
    middle = rows[1]
    yield "a base rate, no forecast: transfers and disputes have causes in common"
    yield TESTED
    yield f"no onset after {through} is known: transfers that cannot be followed so far are left out"
    if middle["cases"] < FEW:
        yield f"only {middle['cases']} cases"
    if middle["pairs"] < FEW:
        yield f"only {middle['pairs']} cases have a control that can be followed: too few to tell a difference"
    elif middle["p"] > 0.05:
        yield "no different from the controls, as far as these pairs tell"
    if len({case.recipient for case in reached}) < 0.5 * len(reached):
        yield "several cases of one recipient are no independent cases: the interval is too narrow"
    if len(rows) > len(HORIZONS) and rows[len(HORIZONS) + 1]["cases"] < FEW:
        near = rows[len(HORIZONS) + 1]
        yield f"only {near['cases']} cases in {near['area']}"


def _told(rows: Sequence[Mapping[str, Any]], reached: Sequence[Case]) -> Iterable[str]:
    """The cases after which one began, in words."""
    middle = rows[1]
    if middle["pairs"]:
        yield (
            f"within 24 months: {middle['pair_hits']} of {middle['pairs']} matched cases, {middle['control_hits']} of "
            f"their {middle['pairs']} controls"
        )
    hits = [case for case in reached if _hit(case, 24)]
    if hits:
        names = (f"{packs.state_name(case.recipient)} {case.year} ({case.onset})" for case in hits)
        yield f"first transfers with an onset within 24 months: {', '.join(names)}"


def _bars(rows: Sequence[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """Cases and controls of each row as bars."""
    for row in rows:
        where = "" if row["area"] == "everywhere" else f", {row['area']}"
        yield {**row, "label": f"{row['months']} months{where}", "group": "cases"}
        if row["pairs"]:
            names = ("share", "share_low", "share_high")
            control = {name: row[f"control_{name}"] for name in names}
            yield {**control, "label": f"controls, {row['months']} months{where}", "group": "controls"}


def _hit(case: Case, months: int) -> bool:
    return case.months is not None and case.months <= months


def _reached(case: Case, months: int, through: int) -> bool:
    return case.year + months / 12 <= through


def _next(days: Iterable[str], year: int) -> str:
    """The first onset after the end of a year."""
    return min((day for day in days if int(day[:4]) > year), default="")


def _months(onset: str, year: int) -> float | None:
    """Months from the end of ``year`` to an onset; a year without a month counts as its middle."""
    if not onset:
        return None
    month = int(onset[5:7]) if len(onset) >= 7 else 6.5
    return 12 * (int(onset[:4]) - year - 1) + month
