"""Courses: where the scenarios of a pair begin - each part that is unknown is said or assumed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from materiel import packs
from materiel.weigh.holdings import Holdings
from materiel.weigh.indicator import Indicator, Missing
from materiel.weigh.race import Reaction, fitted
from materiel.weigh.reference import Series
from materiel.weigh.scenario import Fitted, Start, assumptions, scenarios
from materiel.weigh.transfers import Transfer


@dataclass(frozen=True, slots=True)
class Asked:
    """What the scenarios are about: two states, the deal to the first (None where none is known), the tension between
    them, and a file of assumptions."""

    pair: tuple[str, str]
    deal: Transfer | None
    tension: float
    assume: Path | None = None


def courses(held: Holdings, asked: Asked, known: Iterable[Transfer]) -> Indicator:
    """The scenarios of a pair from what is known of it; ``Missing`` where no year has the spending of both. ``known``
    holds the transfers to the second state at least."""
    series, spent = _spending(held, asked.pair)
    deal, rival = asked.deal, asked.pair[1]
    stock = _stock(known, deal, rival) if deal else None
    start = Start(spent, deal.quantity if deal else None, stock, asked.tension, _fitted(held, asked.pair))
    found = scenarios(start, asked.pair, assumptions(asked.assume))
    if deal is None:
        none = f"no agreed transfer to {packs.state_name(asked.pair[0])} is known: no course differs by a deal"
        return replace(found, editions=(series.edition,), warnings=(none, *found.warnings))
    number = f"{deal.quantity} " if deal.quantity else ""
    told = f"the deal: {number}{deal.designation}, {deal.status}{f' {deal.first}' if deal.first else ''} ({deal.id})"
    sources = tuple(dict.fromkeys((series.edition, deal.source)))
    return replace(found, editions=sources, rests_on=(deal.id,), findings=(told,))


def _spending(held: Holdings, pair: tuple[str, str]) -> tuple[Series, tuple[float, float]]:
    """The series and what both spent in its last year with a figure of each."""
    for measure in ("military spending constant", "military spending"):
        series = held.reference.series(measure, pair)
        for year in reversed(series.years()):
            one, other = (series.value(state, year) for state in pair)
            if one is not None and other is not None:
                return series, (one, other)
    names = " and ".join(packs.state_name(state) for state in pair)
    raise Missing(f"no year has the spending of both {names}; import it with `materiel import milex FILE`")


def _stock(known: Iterable[Transfer], deal: Transfer, rival: str) -> float | None:
    """The pieces of the deal's category that the rival is known to have agreed on; None where none is known."""
    own = [one for one in known if one.category == deal.category and rival in one.recipient and one.firm]
    return float(sum(one.quantity or 0 for one in own)) or None


def _fitted(held: Holdings, pair: tuple[str, str]) -> tuple[Fitted, Fitted] | None:
    """The fitted reactions of both states; None where no race can be fitted."""
    try:
        one, other = fitted(held.reference, pair)
    except Missing:
        return None
    return _of_reaction(one), _of_reaction(other)


def _of_reaction(one: Reaction) -> Fitted:
    return Fitted((one.k[0], one.a[0], one.g[0]), one.covariance, one.spread)
