"""Race: whether two states' spending answers one another - Richardson's reaction coefficients, fitted and doubted.

L. F. Richardson, Arms and Insecurity, 1960: each year a state adds k for what the rival has, takes off a for what it
has itself, and adds a grievance g. Fitted by least squares: x[t] - x[t-1] = k y[t-1] - a x[t-1] + g.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from typing import TYPE_CHECKING, Any

from materiel import packs
from materiel.late import Late
from materiel.weigh.chart import Picture
from materiel.weigh.indicator import Indicator, Missing
from materiel.weigh.reference import Reference, Series
from materiel.weigh.stats import student_cdf, student_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

LEAST = 15
"""Years in a row, without a gap, that both series must have."""

MEASURES = ("military spending constant", "military spending nmc")
"""Series that can be compared over years: current dollars cannot, prices would pass for arms."""


TESTED = (
    "of rival pairs from 1844 to 2013, ten years each, it told the arms races that reference works date from others no "
    "better than chance: area under the curve 0.46 (0.31 to 0.61), 13 windows of a race (bench/README.md)"
)


@dataclass(frozen=True, slots=True)
class Reaction:
    """How one state answers the other: ``k`` (reaction), ``a`` (fatigue), ``g`` (grievance), each (estimate, low,
    high), with their ``covariance``.

    ``p`` is the chance of so large a k were there none. ``durbin_watson`` near 2 means no pattern is left in the
    residuals, and ``serial`` is the chance of such a pattern were there none (Breusch and Godfrey, one lag: it holds
    where a series explains itself, as here). ``explained`` is R², ``gain`` the share of the squared error that k takes
    off a model without it, ``spread`` the standard error of a year's step.
    """

    k: tuple[float, float, float]
    a: tuple[float, float, float]
    g: tuple[float, float, float]
    t: float
    p: float
    durbin_watson: float
    explained: float
    gain: float
    years: int
    serial: float
    covariance: tuple[tuple[float, ...], ...]
    spread: float


def fitted(reference: Reference, pair: tuple[str, str], since: int | None = None) -> tuple[Reaction, Reaction]:
    """How each of the two answers the other, from the series that ``race`` takes; ``Missing`` where that is."""
    series, years = _series(reference, pair, since)
    x, y = ([series.value(state, year) or 0.0 for year in years] for state in pair)
    return fit(x, y), fit(y, x)


def race(reference: Reference, pair: tuple[str, str], since: int | None = None) -> Indicator:
    """Richardson's coefficients of both states, from spending at constant prices.

    The value is the smaller of the two t-values of k: a race needs both to answer. Rows: one a state. Raises
    ``Missing`` where the series are missing, current alone, or have fewer than ``LEAST`` years in a row for both.
    """
    series, years = _series(reference, pair, since)
    both = fitted(reference, pair, since)
    names = " and ".join(packs.state_name(state) for state in pair)
    rows = [_row(state, one) for state, one in zip(pair, both, strict=True)]
    stable = _stable(both)
    return Indicator(
        name="race",
        about=pair,
        value=min(one.t for one in both),
        unit="smaller t-value of the two reaction coefficients",
        method="Richardson 1960, x[t]-x[t-1] = k y[t-1] - a x[t-1] + g, least squares, intervals by Student's t",
        period=(str(years[0]), str(years[-1])),
        model=True,
        rows=tuple(rows),
        editions=(series.edition,),
        warnings=tuple(_doubts(both, pair, series, years, stable)),
        picture=Picture(
            "bars", f"Reaction of {names}", "name", "k", "", "dollars more for a dollar of the rival", "k_low", "k_high"
        ),
    )


def fit(own: Sequence[float], rival: Sequence[float]) -> Reaction:
    """The reaction of the first series to the second, year by year; ValueError for fewer than six values.

    Units are the series' own for g; k and a are shares a year and do not change with the unit of both series.
    """
    if len(own) != len(rival) or len(own) < 6:
        raise ValueError("a fit needs two series of the same length, at least six years")
    x, y = np.asarray(own, float), np.asarray(rival, float)
    step = np.diff(x)
    known = np.column_stack([y[:-1], -x[:-1], np.ones(len(step))])
    scale = np.array([max(abs(y).max(), 1e-12), max(abs(x).max(), 1e-12), 1.0])
    scaled = known / scale
    estimate, *_ = np.linalg.lstsq(scaled, step, rcond=None)
    left = step - scaled @ estimate
    degrees = len(step) - 3
    variance = float(left @ left) / degrees
    covariance = variance * np.linalg.pinv(scaled.T @ scaled) / np.outer(scale, scale)
    error = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    values = estimate / scale
    reach = student_quantile(0.975, degrees)
    spans = [(float(v), float(v - reach * e), float(v + reach * e)) for v, e in zip(values, error, strict=True)]
    t = float(values[0] / error[0]) if error[0] > 0 else 0.0
    total = float(((step - step.mean()) ** 2).sum())
    squared = float(left @ left)
    without = scaled[:, 1:]
    rest = step - without @ np.linalg.lstsq(without, step, rcond=None)[0]
    return Reaction(
        k=spans[0],
        a=spans[1],
        g=spans[2],
        t=t,
        p=2 * (1 - student_cdf(abs(t), degrees)),
        durbin_watson=float((np.diff(left) ** 2).sum()) / squared if squared else 2.0,
        explained=1 - squared / total if total else 0.0,
        gain=1 - squared / float(rest @ rest) if float(rest @ rest) else 0.0,
        years=len(own),
        serial=serial(scaled, left),
        covariance=tuple(tuple(float(one) for one in row) for row in covariance),
        spread=float(np.sqrt(variance)),
    )


def serial(known: NDArray[np.float64], left: NDArray[np.float64]) -> float:
    """The p-value of Breusch and Godfrey's test for residuals that follow those of the year before.

    n R² of a regression of the residuals on ``known`` and their own lag, against chi-square with one degree (Godfrey,
    Econometrica 46, 1978, 1293).
    """
    lagged = np.column_stack([known, np.concatenate([[0.0], left[:-1]])])
    total = float(left @ left)
    if not total:
        return 1.0
    rest = left - lagged @ np.linalg.lstsq(lagged, left, rcond=None)[0]
    statistic = len(left) * (1 - float(rest @ rest) / total)
    return erfc(sqrt(max(statistic, 0.0) / 2))


def buildup(own: Sequence[float], rival: Sequence[float], window: int = 5) -> float:
    """How fast both arm: the smaller of the two mean yearly growths over the last ``window`` years, in shares.

    After M. D. Horn, Arms Races and the International System, 1987, who calls it a race where both grow above their own
    past; here the past is not taken off, so that it is a measure, not a verdict. 0 where a value is not positive.
    """
    growth = []
    for series in (own, rival):
        last = series[-(window + 1) :]
        if len(last) < 2 or last[0] <= 0 or last[-1] <= 0:
            return 0.0
        growth.append(float((last[-1] / last[0]) ** (1 / (len(last) - 1))) - 1)
    return min(growth)


def _series(reference: Reference, pair: Sequence[str], since: int | None) -> tuple[Series, list[int]]:
    """The series that both have, and the years in a row that can be fitted."""
    series = next((one for name in MEASURES if (one := reference.series(name, pair)).figures.keys() >= set(pair)), None)
    names = " and ".join(packs.state_name(state) for state in pair)
    if series is None:
        raise Missing(
            f"no spending of {names} at constant prices; import it with `materiel import milex FILE` (current dollars "
            "would take rising prices for arms)"
        )
    years = stretch(series, pair, since)
    if len(years) < LEAST:
        raise Missing(
            f"only {len(years)} years in a row have figures of both {names} in {series.edition}; a fit needs {LEAST}"
        )
    return series, years


def stretch(series: Series, pair: Sequence[str], since: int | None = None) -> list[int]:
    """The longest run of years, the latest of several, in which both states have a figure."""
    years = [
        year
        for year in series.years()
        if all(series.value(state, year) is not None for state in pair) and (since is None or year >= since)
    ]
    best: list[int] = []
    run: list[int] = []
    for year in years:
        run = [*run, year] if run and run[-1] == year - 1 else [year]
        best = run if len(run) >= len(best) else best
    return best


def _stable(both: tuple[Reaction, Reaction]) -> bool:
    """Whether fatigue outweighs reaction: the product of the a's above that of the k's, and their sum above 0
    (Richardson's condition for a balance of power to hold)."""
    one, other = both
    return one.a[0] * other.a[0] > one.k[0] * other.k[0] and one.a[0] + other.a[0] > 0


def _row(state: str, one: Reaction) -> dict[str, Any]:
    return {
        "state": state,
        "name": packs.state_name(state),
        "k": one.k[0],
        "k_low": one.k[1],
        "k_high": one.k[2],
        "a": one.a[0],
        "a_low": one.a[1],
        "a_high": one.a[2],
        "g": one.g[0],
        "g_low": one.g[1],
        "g_high": one.g[2],
        "t": one.t,
        "p": one.p,
        "explained": one.explained,
        "gain": one.gain,
        "durbin_watson": one.durbin_watson,
        "serial": one.serial,
        "years": one.years,
    }


def _doubts(
    both: tuple[Reaction, Reaction], pair: Sequence[str], series: Series, years: Sequence[int], stable: bool
) -> list[str]:
    told = ["a fit is no proof: two series that grow for reasons of their own look alike", TESTED]
    for state, one in zip(pair, both, strict=True):
        name = packs.state_name(state)
        if one.k[1] <= 0 <= one.k[2]:
            told.append(f"{name}: no reaction to the rival can be told from none (p = {one.p:.2f})")
        if one.serial < 0.05:
            told.append(
                f"{name}: residuals follow a pattern (Breusch-Godfrey p = {one.serial:.2f}); p of k is too small"
            )
    marked = sum(series.flag(state, year) in ("estimate", "uncertain") for state in pair for year in years)
    if marked:
        told.append(f"{marked} of {2 * len(years)} figures are estimates or highly uncertain")
    told.append("the fitted pair comes to rest" if stable else "the fitted pair has no stable balance")
    return told
