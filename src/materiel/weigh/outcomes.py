"""What followed: of the comparable past transfers, after how many a dispute or armed conflict with a rival began.

A base rate, no forecast: transfers and disputes have causes in common, and a share of past cases says nothing of why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from materiel import packs
from materiel.weigh.importers.names import successor
from materiel.weigh.indicator import Indicator, Missing
from materiel.weigh.reference import Tie
from materiel.weigh.stats import binomial_interval, fisher
from materiel.weigh.transfers import Transfer

HORIZONS = (12, 24, 36)
"""Months after the end of the year of first delivery: registers give no month."""

FEW = 20
"""Cases below which a share is marked as resting on few."""


TESTED = (
    "in SIPRI's register to 2010, first transfers of a kind were followed by disputes measurably more often than later "
    "ones in no category: being the first tells nothing by itself (bench/README.md)"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One transfer to a state with a rival: the unit that is counted. ``year`` is that of the first delivery, ``first``
    whether none of the category had come to the recipient before, ``onset`` the first day (YYYY or YYYY-MM...) of a
    dispute or conflict with a rival after the year, empty where none is known."""

    transfer: str
    recipient: str
    rivals: tuple[str, ...]
    category: str
    year: int
    first: bool
    onset: str
    months: float | None


@dataclass(frozen=True, slots=True)
class Ties:
    """What cases are made of: rivalries and onsets of disputes or conflicts, and the last year that the onsets
    cover."""

    rivalries: Sequence[Tie]
    onsets: Sequence[Tie]
    through: int


def followed(transfers: Sequence[Transfer], ties: Ties, category: str, about: Sequence[str]) -> Indicator:
    """Base rates for transfers of ``category`` that were the first of their kind for a recipient with a rival.

    A row a horizon: of the ``cases`` that can be followed for so many months, in how many (``hits``) a dispute or
    conflict with a rival began; the share with its exact 95 % interval (Clopper and Pearson); the same for the controls
    - transfers of the category to recipients with a rival that were not the first, matched by decade - and the exact
    test of no difference (Fisher). The value is the share within 24 months. ``Missing`` where there is no case.
    """
    made = [case for case in cases(transfers, ties) if case.category == category]
    if not made:
        raise Missing(
            f"no past transfer of {category} to a state with a rival is known; import a trade register "
            "(`materiel import sipri FILE`), `rivalries` and `disputes`"
        )
    treated = [case for case in made if case.first]
    rows = [
        _row(months, treated, matched(treated, [one for one in made if not one.first]), ties) for months in HORIZONS
    ]
    middle = rows[1]
    warnings = ["a base rate, no forecast: transfers and disputes have causes in common", TESTED]
    warnings += [f"no onset after {ties.through} is known: later transfers are left out where they cannot be followed"]
    if middle["cases"] < FEW:
        warnings.append(f"only {middle['cases']} cases")
    if len({case.recipient for case in treated}) < 0.5 * len(treated):
        warnings.append("several cases of one recipient are no independent cases: the interval is too narrow")
    if middle["p"] > 0.05:
        warnings.append("no different from the controls, as far as these cases tell")
    hits = [case for case in treated if case.months is not None and case.months <= HORIZONS[-1]]
    return Indicator(
        name="followed",
        about=tuple(about),
        value=middle["share"],
        low=middle["low"],
        high=middle["high"],
        unit="share of comparable past transfers after which a dispute or conflict with a rival began within 24 months",
        method="counted; exact interval after Clopper and Pearson 1934; controls matched by category and decade",
        period=(str(min(case.year for case in made)), str(max(case.year for case in made))),
        rows=tuple(rows),
        rests_on=tuple(f"{case.recipient} {case.year} {case.transfer}: {case.onset}" for case in hits),
        warnings=tuple(warnings),
        assumed=(("category", category), ("counted from", "the end of the year of first delivery")),
    )


def cases(transfers: Iterable[Transfer], ties: Ties) -> list[Case]:
    """Every transfer to a state that had a rival in its year, the earliest of each year and category alone.

    Deliveries of one category in one year are one case: their outcomes are the same dispute.
    """
    rivals: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for tie in ties.rivalries:
        span = int(tie.start[:4]), int(tie.end[:4]) if tie.end else 9999
        rivals[tie.a].append((tie.b, *span))
        rivals[tie.b].append((tie.a, *span))
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
            against = tuple(sorted({other for other, start, end in rivals[state] if start <= year <= end}))
            if against and key not in seen:
                onset = _next([day for other in against for day in onsets[frozenset((state, other))]], year)
                first = (state, one.category) not in had
                found.append(Case(one.id, state, against, one.category, year, first, onset, _months(onset, year)))
            seen.add(key)
        had |= {(successor(party), one.category) for party in one.recipient}
    return found


def matched(treated: Sequence[Case], others: Sequence[Case]) -> list[Case]:
    """The controls: those of ``others`` of a category and decade that ``treated`` has too."""
    strata = {(case.category, case.year // 10) for case in treated}
    return [case for case in others if (case.category, case.year // 10) in strata]


def rate(among: Sequence[Case], months: int, through: int) -> tuple[int, int]:
    """(hits, cases) of those that can be followed for so many months."""
    followed_ = [case for case in among if case.year + months / 12 <= through]
    return sum(case.months is not None and case.months <= months for case in followed_), len(followed_)


def _row(months: int, treated: Sequence[Case], controls: Sequence[Case], ties: Ties) -> dict[str, Any]:
    hits, number = rate(treated, months, ties.through)
    other_hits, other_number = rate(controls, months, ties.through)
    low, high = binomial_interval(hits, number)
    other_low, other_high = binomial_interval(other_hits, other_number)
    return {
        "months": months,
        "hits": hits,
        "cases": number,
        "share": hits / number if number else None,
        "low": low,
        "high": high,
        "control_hits": other_hits,
        "controls": other_number,
        "control_share": other_hits / other_number if other_number else None,
        "control_low": other_low,
        "control_high": other_high,
        "p": fisher(hits, number, other_hits, other_number),
    }


def _next(days: Iterable[str], year: int) -> str:
    """The first onset after the end of a year."""
    return min((day for day in days if int(day[:4]) > year), default="")


def _months(onset: str, year: int) -> float | None:
    """Months from the end of ``year`` to an onset; a year without a month counts as its middle."""
    if not onset:
        return None
    month = int(onset[5:7]) if len(onset) >= 7 else 6.5
    return 12 * (int(onset[:4]) - year - 1) + month


def told(case: Case) -> Mapping[str, Any]:
    """A case as a row of a list."""
    return {
        "recipient": packs.state_name(case.recipient),
        "rivals": ", ".join(packs.state_name(rival) for rival in case.rivals),
        "category": case.category,
        "year": case.year,
        "first": case.first,
        "onset": case.onset,
    }
