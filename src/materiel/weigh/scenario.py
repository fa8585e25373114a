"""Scenario: what would change under other choices - a simulation whose every assumption stands in one file.

A model, and no forecast: spending follows Richardson's equations with the fitted coefficients (or, where none could be
fitted, assumed ones), the inventory ratio follows the deal, tension follows both by the rule of the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from materiel import packs
from materiel.late import Late
from materiel.weigh.chart import Picture
from materiel.weigh.indicator import Indicator, Missing
from materiel.weigh.ink import number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
else:
    np = Late("numpy")

TESTED = (
    "no back-test of these paths was made; the race model they are built on told arms races from others no better than "
    "chance (bench/README.md)"
)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Estimates of k, a and g, their covariance, and the standard error of a year's step."""

    values: tuple[float, float, float]
    covariance: tuple[tuple[float, ...], ...]
    spread: float


@dataclass(frozen=True, slots=True)
class Start:
    """Where a simulation begins: spending of both states, pieces of the deal and of the rival's stock of the kind (None
    where unknown), tension, and the fitted reaction of each (None where none was fitted)."""

    spending: tuple[float, float]
    pieces: float | None
    stock: float | None
    tension: float
    fitted: tuple[Fitted, Fitted] | None = None


NUMBERS: Mapping[str, tuple[float, float]] = {
    "run.years": (1, 100),
    "run.draws": (100, 100_000),
    "run.seed": (0, 2**32 - 1),
    "tension.half_life": (0.01, 1000),
    "tension.spending": (-1000, 1000),
    "tension.inventory": (-1000, 1000),
    "tension.spread": (0, 1000),
}
"""The numbers of a file of assumptions, with what they may be; those of ``run`` are whole."""

COURSE: Mapping[str, tuple[float, float]] = {
    "delay": (0, 100),
    "match": (0, 1000),
    "after": (0, 100),
    "restraint": (0, 1),
    "dialogue": (0, 1),
}
"""What a course may change, and within what."""


def assumptions(file: Path | None = None) -> Mapping[str, Any]:
    """The assumptions: those bundled (data/reference/scenario.toml), or a file of the same form; ``Missing`` with the
    fault where it has one."""
    bundled = packs.toml("reference", "scenario.toml")
    if file is None:
        return bundled
    try:
        own = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise Missing(f"{file}: {error.strerror}; give a file like data/reference/scenario.toml") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Missing(f"{file}: {error}; give a file like data/reference/scenario.toml") from error
    absent = [name for name in bundled if not isinstance(own.get(name), dict) or not own[name]]
    if absent:
        raise Missing(f"{file}: it lacks [{'], ['.join(absent)}]; copy data/reference/scenario.toml and change it")
    fault = next(_faults(own), None)
    if fault:
        raise Missing(f"{file}: {fault}")
    return own


def _faults(own: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a file of assumptions."""
    for name, (low, high) in NUMBERS.items():
        part, key = name.split(".")
        yield from _fault(name, own[part].get(key), low, high, whole=part == "run")
    for key in ("k", "a", "growth"):
        held = own["fallback"].get(key)
        if not isinstance(held, list) or len(held) != 2 or any(number(one) is None for one in held) or held[1] < 0:
            yield f"fallback.{key} must be a mean and a spread, such as [0.05, 0.05]; it is {held!r}"
    for name, course in own["course"].items():
        for key, value in course.items() if isinstance(course, dict) else [("", course)]:
            if key not in COURSE:
                yield f"course {name!r} has {key!r}; a course may have {', '.join(COURSE)}"
            else:
                yield from _fault(f"{key} of course {name!r}", value, *COURSE[key])


def _fault(name: str, value: Any, low: float, high: float, whole: bool = False) -> Iterator[str]:
    kind = "a whole number" if whole else "a number"
    if number(value) is None or not low <= value <= high or (whole and value != int(value)):
        yield f"{name} must be {kind} from {low:g} to {high:g}; it is {value!r}"


def scenarios(start: Start, pair: tuple[str, str], assumed: Mapping[str, Any]) -> Indicator:
    """The courses of the file side by side: a row a course, with the last year's spending of both together, inventory
    ratio and tension (median and 90% span), their change against "as it is", and how sure that change is: the share of
    draws in which it has the same sign. The value is the largest relief of tension that any course brings."""
    paths = {name: simulate(start, assumed, course) for name, course in assumed["course"].items()}
    base = next(iter(paths.values()))
    rows = [_row(name, path, base) for name, path in paths.items()]
    if not start.pieces or not start.stock:
        rows = [{key: None if key.startswith("ratio") else held for key, held in row.items()} for row in rows]
    reliefs = [row["tension_change"] for row in rows[1:]] or [0.0]
    warnings = ["a model under the assumptions shown; change them in a copy of scenario.toml and see what follows"]
    if start.fitted is None:
        warnings.append("no race could be fitted: the coefficients are assumed, not measured")
    elif rows[0]["spending"] > 2 * sum(start.spending):
        warnings.append("spending more than doubles under the fitted coefficients: they hardly hold so far ahead")
    if not start.stock:
        warnings.append("the rival's stock of this kind is unknown: no inventory ratio")
    warnings.append(TESTED)
    return Indicator(
        name="scenarios",
        about=pair,
        value=float(min(reliefs)),
        unit="change of tension against the deal as it is, in the best course's last year",
        method="simulation of Richardson's equations; medians and 90% spans over draws of the coefficients and, where "
        "they are fitted, of the yearly steps",
        period=("now", f"{assumed['run']['years']} years on"),
        model=True,
        rows=tuple(rows),
        warnings=tuple(warnings),
        assumed=tuple(_flat(assumed)),
        picture=Picture(
            "bars",
            "Tension after the last year",
            "outcome",
            "tension",
            unit="median and 90% span of a model under the assumptions shown",
            low="tension_low",
            high="tension_high",
        ),
    )


def simulate(start: Start, assumed: Mapping[str, Any], course: Mapping[str, float]) -> dict[str, Floats]:
    """Paths of ``spending`` (both states together), ``ratio`` and ``tension``, an array (draw, year) each; year 0 is
    now.

    The same draws serve every course, so that their differences are those of the course alone.
    """
    run, rule = assumed["run"], assumed["tension"]
    years, draws = int(run["years"]), int(run["draws"])
    chance = np.random.default_rng(int(run["seed"]))
    k, a, g = _coefficients(start, assumed, chance, draws)
    k = k * (1 - course.get("restraint", 0.0))
    noise = chance.normal(0, rule["spread"], (years, draws))
    spreads = [one.spread for one in start.fitted] if start.fitted else [0.0, 0.0]
    shocks = chance.normal(0, 1, (years, 2, draws)) * np.array(spreads)[None, :, None]
    spending = np.empty((years + 1, 2, draws))
    spending[0] = np.array(start.spending)[:, None]
    ratio, tension = np.empty((years + 1, draws)), np.empty((years + 1, draws))
    ratio[0], tension[0] = 0.0, start.tension
    keeps = 0.5 ** (1 / rule["half_life"])
    for year in range(1, years + 1):
        before = spending[year - 1]
        spending[year] = np.maximum(before + k * before[::-1] - a * before + g + shocks[year - 1], 0.0)
        ratio[year] = _ratio(start, course, year)
        grown = 100 * (spending[year].sum(0) / np.maximum(before.sum(0), 1e-9) - 1)
        more = rule["spending"] * grown + rule["inventory"] * np.maximum(ratio[year] - ratio[year - 1], 0)
        tension[year] = (tension[year - 1] * keeps + more + noise[year - 1]) * (1 - course.get("dialogue", 0.0))
    return {"spending": spending.sum(1).T, "ratio": ratio.T, "tension": tension.T}


def _coefficients(
    start: Start, assumed: Mapping[str, Any], chance: np.random.Generator, draws: int
) -> tuple[Floats, Floats, Floats]:
    """Draws of k, a and g, each (state, draw)."""
    if start.fitted is not None:
        drawn = [_drawn(one, chance, draws) for one in start.fitted]
        k, a, g = (np.array([one[index] for one in drawn]) for index in range(3))
        return k, a, g
    k, a, growth = (
        chance.normal(float(mean), float(spread), size=(2, draws))
        for mean, spread in (assumed["fallback"][name] for name in ("k", "a", "growth"))
    )
    now = np.array(start.spending)[:, None]
    return k, a, now * growth - k * now[::-1] + a * now  # so that, without a deal, spending grows as assumed at first


def _drawn(one: Fitted, chance: np.random.Generator, draws: int) -> Floats:
    """Draws of k, a and g together, (coefficient, draw): a pair of estimates that only fit jointly is drawn jointly."""
    covariance = np.array(one.covariance)
    errors = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    scale = np.where(errors > 0, errors, 1.0)
    alike = covariance / np.outer(scale, scale)  # of one size, so that dollars do not drown shares
    standard = chance.multivariate_normal(np.zeros(3), alike, draws, method="svd").T
    made: Floats = np.array(one.values)[:, None] + scale[:, None] * standard
    return made


def _ratio(start: Start, course: Mapping[str, float], year: int) -> float:
    """The deal's pieces against the rival's stock in a year: nothing before it arrives."""
    if not start.pieces or not start.stock:
        return 0.0
    arrived = year >= 1 + course.get("delay", 0)
    answered = course.get("match", 0.0) if year >= 1 + course.get("after", 0) else 0.0
    return start.pieces * arrived / (start.stock + start.pieces * answered)


def _row(name: str, path: Mapping[str, Floats], base: Mapping[str, Floats]) -> dict[str, Any]:
    told: dict[str, Any] = {"outcome": name}
    for what in ("spending", "ratio", "tension"):
        last = path[what][:, -1]
        change = last - base[what][:, -1]
        middle = float(np.median(change))
        told[what] = float(np.median(last))
        told[f"{what}_low"], told[f"{what}_high"] = (float(one) for one in np.percentile(last, [5, 95]))
        told[f"{what}_change"] = middle
        told[f"{what}_sure"] = float(np.mean(np.sign(change) == np.sign(middle))) if middle else None
    return told


def _flat(assumed: Mapping[str, Any], before: str = "") -> Sequence[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in assumed.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{before}{name}.")
        else:
            found.append((f"{before}{name}", value))
    return found
