"""Stats: the few distributions that indicators need, exact to double precision; no heavy library is needed for them."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p

_TINY = 1e-300


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction (Press and others, Numerical
    Recipes, 3rd edition 2007, 6.4, after Lentz)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def student_cdf(t: float, degrees: float) -> float:
    """The distribution function of Student's t."""
    tail = 0.5 * beta_cdf(degrees / (degrees + t * t), degrees / 2, 0.5)
    return 1 - tail if t > 0 else tail


def student_quantile(share: float, degrees: float) -> float:
    """The t below which ``share`` of Student's distribution lies; 0 < share < 1."""
    return _solve(lambda t: student_cdf(t, degrees), share, -1e6, 1e6)


def beta_quantile(share: float, a: float, b: float) -> float:
    """The x below which ``share`` of the beta distribution lies."""
    return _solve(lambda x: beta_cdf(x, a, b), share, 0.0, 1.0)


def binomial_interval(hits: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """The exact interval of a share (Clopper and Pearson, Biometrika 26, 1934, 404): (0, 1) without trials."""
    if not 0 <= hits <= trials:
        raise ValueError(f"{hits} hits of {trials} trials")
    rest = (1 - level) / 2
    low = 0.0 if hits == 0 else beta_quantile(rest, hits, trials - hits + 1)
    high = 1.0 if hits == trials else beta_quantile(1 - rest, hits + 1, trials - hits)
    return low, high


def mcnemar(one: int, other: int) -> float:
    """McNemar's exact test of matched pairs, two-sided (Psychometrika 12, 1947, 153, by the binomial distribution).

    In ``one`` pairs the first alone is a hit, in ``other`` the second alone; where there is no difference, either is as
    likely. 1 where no pair differs."""
    pairs = one + other
    tail = sum(exp(_choose(pairs, k) - pairs * log(2)) for k in range(min(one, other) + 1))
    return min(1.0, 2 * tail)


def auc(positive: list[float], negative: list[float]) -> tuple[float, float, float]:
    """(area under the ROC curve, low, high): the chance that a positive scores above a negative, ties half; 95 %
    interval after Hanley and McNeil (Radiology 143, 1982, 29). ValueError where either list is empty."""
    if not positive or not negative:
        raise ValueError("an area needs cases of both kinds")
    wins = sum((one > other) + 0.5 * (one == other) for one in positive for other in negative)
    n, m = len(positive), len(negative)
    area = wins / (n * m)
    first, second = area / (2 - area), 2 * area * area / (1 + area)
    spread = (area * (1 - area) + (n - 1) * (first - area * area) + (m - 1) * (second - area * area)) / (n * m)
    reach = 1.959963984540054 * max(spread, 0.0) ** 0.5
    return area, max(0.0, area - reach), min(1.0, area + reach)


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > _TINY else _TINY)
    value = d
    for m in range(1, 10000):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + step * d
            d = 1 / (d if abs(d) > _TINY else _TINY)
            c = 1 + step / c
            c = c if abs(c) > _TINY else _TINY
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def _solve(rising: Callable[[float], float], goal: float, low: float, high: float) -> float:
    """Where a rising function reaches ``goal``, by halving."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if rising(middle) < goal:
            low = middle
        else:
            high = middle
    return (low + high) / 2
