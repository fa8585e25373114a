"""Models of weigh: distributions, races, networks, base rates and scenarios, each against another implementation or a
number worked out by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from statsmodels.stats.diagnostic import acorr_breusch_godfrey
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.stattools import durbin_watson

from materiel import packs
from materiel.cli import main
from materiel.record.store import Register
from materiel.weigh import balance, outcomes, race, relations, scenario
from materiel.weigh.indicator import Missing
from materiel.weigh.reactions import Event
from materiel.weigh.reference import Figure, Reference, Series, Tie
from materiel.weigh.stats import auc, beta_cdf, binomial_interval, mcnemar, student_cdf, student_quantile
from materiel.weigh.transfers import Transfer


class TestStats:
    @pytest.mark.parametrize("degrees", [1, 3, 12, 60])
    def test_student(self, degrees: int) -> None:
        for t in (-4.0, -0.5, 0.0, 1.7, 6.0):
            assert student_cdf(t, degrees) == pytest.approx(scipy_stats.t.cdf(t, degrees), abs=1e-12)
        assert student_quantile(0.975, degrees) == pytest.approx(scipy_stats.t.ppf(0.975, degrees), rel=1e-9)

    @settings(deadline=None, max_examples=60)
    @given(st.floats(0.001, 0.999), st.floats(0.5, 80), st.floats(0.5, 80))
    def test_beta(self, x: float, a: float, b: float) -> None:
        assert beta_cdf(x, a, b) == pytest.approx(scipy_stats.beta.cdf(x, a, b), abs=1e-10)

    @pytest.mark.parametrize(("hits", "trials"), [(0, 10), (10, 10), (1, 7), (13, 240), (120, 400)])
    def test_exact_interval(self, hits: int, trials: int) -> None:
        assert binomial_interval(hits, trials) == pytest.approx(
            proportion_confint(hits, trials, method="beta"), abs=1e-9
        )

    def test_exact_interval_by_hand(self) -> None:
        """No hit in n: the upper end is 1 - 0.025^(1/n)."""
        assert binomial_interval(0, 10)[1] == pytest.approx(1 - 0.025**0.1)
        assert binomial_interval(0, 0) == (0.0, 1.0)
        with pytest.raises(ValueError, match="hits"):
            binomial_interval(3, 2)

    @pytest.mark.parametrize("differ", [(0, 0), (5, 1), (1, 5), (12, 7), (30, 30), (0, 9)])
    def test_matched_pairs(self, differ: tuple[int, int]) -> None:
        one, other = differ
        theirs = sm.stats.mcnemar([[3, one], [other, 4]], exact=True).pvalue if one + other else 1.0
        assert mcnemar(one, other) == pytest.approx(theirs, rel=1e-9)

    def test_area_by_hand_and_by_rank_sums(self) -> None:
        """Of [3, 2] against [1, 2] three and a half of four pairs are won: A = 0.875, Q1 = 0.875/1.125, Q2 =
        2 * 0.875²/1.875; the variance (A(1-A) + Q1 - A² + Q2 - A²)/4 = 0.04314."""
        area, low, high = auc([3, 2], [1, 2])
        assert (area, low, high) == (0.875, pytest.approx(0.875 - 1.959964 * 0.0431424**0.5, abs=1e-5), 1.0)
        chance = np.random.default_rng(3)
        one, other = list(chance.normal(1, 1, 30)), list(chance.normal(0, 1, 50))
        area, low, high = auc(one, other)
        assert area == pytest.approx(scipy_stats.mannwhitneyu(one, other).statistic / 1500)
        assert low < area < high
        with pytest.raises(ValueError, match="both kinds"):
            auc([], [1.0])


def made(*states: str, years: int = 30, seed: int = 1) -> Series:
    """Two series that answer one another, with k 0.2 and a 0.3."""
    chance = np.random.default_rng(seed)
    x, y, figures = 100.0, 80.0, {state: {} for state in states}
    for year in range(1990, 1990 + years):
        for state, value in zip(states, (x, y), strict=True):
            figures[state][year] = Figure(value)
        x, y = x + 0.2 * y - 0.3 * x + 20 + chance.normal(0, 3), y + 0.2 * x - 0.3 * y + 15 + chance.normal(0, 3)
    return Series("military spending constant", "made up", "USD 2023", figures)


class Known(Reference):
    """A reference that knows one series and some ties."""

    def __init__(self, series: Series | None = None, ties: tuple[Tie, ...] = ()) -> None:
        super().__init__()
        self._series, self._ties = series, ties

    def series(self, measure: str, countries: object, edition: str | None = None) -> Series:
        return self._series if self._series and self._series.measure == measure else Series(measure, "none", "", {})

    def ties(self, kind: str, countries: object = None) -> list[Tie]:
        return [one for one in self._ties if one.kind == kind]


class TestRace:
    def test_a_fit_is_that_of_statsmodels(self) -> None:
        series = made("GRC", "TUR")
        x, y = ([one.value for one in series.figures[state].values()] for state in ("GRC", "TUR"))
        found = race.fit(x, y)
        design = sm.add_constant(np.column_stack([y[:-1], -np.array(x[:-1])]), prepend=False)
        other = sm.OLS(np.diff(x), design).fit()
        spans = other.conf_int()
        for index, one in enumerate((found.k, found.a, found.g)):
            assert one == pytest.approx((other.params[index], *spans[index]), rel=1e-6)
        assert found.t == pytest.approx(other.tvalues[0], rel=1e-6)
        assert found.p == pytest.approx(other.pvalues[0], rel=1e-5, abs=1e-12)
        assert found.explained == pytest.approx(other.rsquared, rel=1e-6)
        assert found.durbin_watson == pytest.approx(durbin_watson(other.resid), rel=1e-6)
        assert found.serial == pytest.approx(acorr_breusch_godfrey(other, nlags=1)[1], rel=1e-6)
        assert np.array(found.covariance) == pytest.approx(other.cov_params(), rel=1e-6)
        assert found.spread == pytest.approx(np.sqrt(other.mse_resid), rel=1e-9)
        without = sm.OLS(np.diff(x), design[:, 1:]).fit()
        assert found.gain == pytest.approx(1 - other.ssr / without.ssr, rel=1e-6)

    def test_known_coefficients_come_back(self) -> None:
        series = made("GRC", "TUR", years=400)
        x, y = ([one.value or 0 for one in series.figures[state].values()] for state in ("GRC", "TUR"))
        found = race.fit(x, y)
        assert found.k[0] == pytest.approx(0.2, abs=0.1) and found.a[0] == pytest.approx(0.3, abs=0.1)

    @settings(deadline=None, max_examples=30)
    @given(st.floats(0.001, 1e9))
    def test_the_unit_does_not_matter(self, unit: float) -> None:
        series = made("GRC", "TUR")
        x, y = ([one.value or 0 for one in series.figures[state].values()] for state in ("GRC", "TUR"))
        plain, scaled = race.fit(x, y), race.fit([v * unit for v in x], [v * unit for v in y])
        assert scaled.k == pytest.approx(plain.k, rel=1e-6) and scaled.t == pytest.approx(plain.t, rel=1e-6)
        assert scaled.g[0] == pytest.approx(plain.g[0] * unit, rel=1e-6)

    def test_an_indicator_says_it_is_a_model_and_what_to_doubt(self) -> None:
        found = race.race(Known(made("GRC", "TUR")), ("GRC", "TUR"))
        assert found.model and found.period == ("1990", "2019") and len(found.rows) == 2
        assert "no proof" in found.warnings[0] and found.value == min(row["t"] for row in found.rows)
        turned = race.race(Known(made("GRC", "TUR")), ("TUR", "GRC"))
        assert turned.value == found.value

    def test_a_balance_holds_where_fatigue_outweighs_reaction(self) -> None:
        """a₁a₂ > k₁k₂ (Richardson): 0.04 against 0.01 holds, 0.04 against 0.09 does not."""
        one = race.fit(*([v.value or 0 for v in made("A", "B").figures[state].values()] for state in ("A", "B")))
        calm, tense = (replace(one, k=(k, 0, 0), a=(0.2, 0, 0)) for k in (0.1, 0.3))
        assert race._stable((calm, calm)) and not race._stable((tense, tense))

    def test_short_and_gappy_series_are_refused(self) -> None:
        with pytest.raises(Missing, match="15"):
            race.race(Known(made("GRC", "TUR", years=14)), ("GRC", "TUR"))
        gappy = made("GRC", "TUR", years=28)
        gappy.figures["GRC"][2003] = Figure(None, "missing")  # type: ignore[index]
        with pytest.raises(Missing, match="only 14 years in a row"):
            race.race(Known(gappy), ("GRC", "TUR"))
        with pytest.raises(Missing, match="materiel import milex"):
            race.race(Known(), ("GRC", "TUR"))

    def test_buildup_by_hand(self) -> None:
        """Doubling in five years is 2^(1/5)-1 a year; the slower of the two counts."""
        double = [100.0 * 2 ** (year / 5) for year in range(6)]
        assert race.buildup(double, double) == pytest.approx(2**0.2 - 1)
        assert race.buildup(double, [100.0] * 6) == 0
        assert race.buildup(double, [0.0] * 6) == 0


def network(*edges: str) -> dict[frozenset[str], int]:
    """``AB+`` is a friendship of A and B."""
    return {frozenset(edge[:2]): 1 if edge[2] == "+" else -1 for edge in edges}


def brute(signs: dict[frozenset[str], int]) -> int:
    states = sorted({state for pair in signs for state in pair})
    best = len(signs)
    for camps in product((0, 1), repeat=len(states)):
        camp = dict(zip(states, camps, strict=True))
        cost = 0
        for pair, sign in signs.items():
            one, other = sorted(pair)
            cost += (camp[one] != camp[other]) == (sign > 0)
        best = min(best, cost)
    return best


def chance_network(seed: int, states: int, density: float) -> dict[frozenset[str], int]:
    chance = random.Random(seed)
    names = [chr(65 + index) for index in range(states)]
    return {frozenset(pair): chance.choice((1, -1)) for pair in combinations(names, 2) if chance.random() < density}


class TestRelations:
    def test_a_triad_by_hand(self) -> None:
        """A friend of both of two rivals: one relation too many."""
        signs = network("AB+", "AC+", "BC-")
        assert balance.unbalanced(signs) == [("A", "B", "C")] and balance.frustration(signs) == 1
        assert balance.frustration(network("AB+", "AC-", "BC-")) == 0
        assert list(relations.shown([("A", "B", "C")], signs, {("A", "C")})) == [
            "B and C are rivals with common friends: A (arms C)"
        ]

    def test_complete_hostility_by_hand(self) -> None:
        """All n hostile: two camps of n/2 leave 2 * C(n/2, 2) hostile relations inside."""
        for n in (4, 6, 8):
            signs = {frozenset(pair): -1 for pair in combinations("ABCDEFGH"[:n], 2)}
            assert balance.frustration(signs) == 2 * (n // 2) * (n // 2 - 1) // 2

    @pytest.mark.parametrize("seed", range(25))
    def test_exact_as_brute_force(self, seed: int) -> None:
        signs = chance_network(seed, 3 + seed % 8, 0.3 + 0.02 * seed)
        assert balance.frustration(signs) == brute(signs)

    @pytest.mark.parametrize("seed", range(6))
    def test_a_flip_is_the_index_of_the_turned_network(self, seed: int) -> None:
        signs = chance_network(seed, 7, 0.45)
        whole = {pair: brute({**signs, pair: -sign}) for pair, sign in signs.items()}
        assert balance.flips(signs) == whole

    @pytest.mark.parametrize("seed", range(8))
    def test_blocks_are_those_of_networkx(self, seed: int) -> None:
        signs = chance_network(seed, 12, 0.18)
        graph = nx.Graph([tuple(sorted(pair)) for pair in signs])
        theirs = {frozenset(map(frozenset, block)) for block in nx.biconnected_component_edges(graph)}
        assert {frozenset(block) for block in balance.blocks(signs)} == theirs

    @pytest.mark.parametrize("seed", range(8))
    def test_triads_are_those_of_networkx(self, seed: int) -> None:
        signs = chance_network(seed, 12, 0.5)
        graph = nx.Graph()
        for pair, sign in signs.items():
            graph.add_edge(*sorted(pair), sign=sign)
        theirs = [
            tuple(sorted(clique))
            for clique in nx.enumerate_all_cliques(graph)
            if len(clique) == 3 and np.prod([graph.edges[side]["sign"] for side in combinations(clique, 2)]) < 0
        ]
        assert balance.unbalanced(signs) == sorted(theirs)

    @settings(deadline=None, max_examples=40)
    @given(st.integers(0, 10_000), st.randoms())
    def test_names_and_camps_do_not_matter(self, seed: int, mix: random.Random) -> None:
        """Other names, or all relations of one state turned round (switching), leave the index as it is."""
        signs = chance_network(seed, 8, 0.5)
        index = balance.frustration(signs)
        names = sorted({state for pair in signs for state in pair})
        others = names[:]
        mix.shuffle(others)
        called = dict(zip(names, others, strict=True))
        assert (
            balance.frustration({frozenset(called[one] for one in pair): sign for pair, sign in signs.items()}) == index
        )
        if names:
            turned = {pair: -sign if names[0] in pair else sign for pair, sign in signs.items()}
            assert balance.frustration(turned) == index

    def test_evidence_becomes_signs_and_the_best_flip_is_named(self) -> None:
        ties = (
            Tie("rivalry", "SRB", "XKX", "2008", "", None, "", 1),
            Tie("alliance", "ALB", "XKX", "2010", "2015", 2.0, "defense", 1),
        )
        sold = [
            Transfer("1", "made", ("TUR",), ("XKX",), "TB2", "uav", "delivered", 2022, (2023,)),
            Transfer("2", "made", ("TUR",), ("SRB",), "TB2", "uav", "ordered", 2022),
            Transfer("3", "made", ("TUR",), ("SRB",), "TB2", "uav", "considered", 2022),
        ]
        told = [Event("2023-05-01", "SRB", "TUR", "ACCUSE", -3.0, "a")]
        states = ("ALB", "SRB", "TUR", "XKX")
        found = relations.relations(Known(ties=ties), states, sold, [], 2024)
        assert found.value == 1 and found.rests_on == ("SRB-TUR-XKX",)
        assert {row["states"]: row["sign"] for row in found.rows} == {"SRB TUR": 1, "SRB XKX": -1, "TUR XKX": 1}
        assert all(row["flipped"] == 0 for row in found.rows)
        assert found.findings[0] == "Serbia and Kosovo are rivals with common friends: Türkiye (arms both)"
        assert "were Serbia and Kosovo friends, 0 relations would be left to change instead of 1" in found.findings
        weights = relations.weigh(Known(ties=ties), states, sold, told, 2024)
        assert weights[frozenset(("SRB", "TUR"))] == {"supply": 1.0, "conflict": -1.0}
        with pytest.raises(Missing, match="materiel import alliances"):
            relations.relations(Known(), states, [], [], 2024)

    def test_many_states_are_quick(self) -> None:
        assert balance.frustration(chance_network(5, 26, 0.35)) > 0


def sold(name: str, recipient: str, year: int, category: str = "uav") -> Transfer:
    return Transfer(name, "made", ("USA",), (recipient,), name, category, "delivered", year, (year,))


class TestFollowed:
    RIVAL = (
        Tie("rivalry", "GRC", "TUR", "1955", "", None, "", 1),
        Tie("rivalry", "IND", "PAK", "1947", "1980", None, "", 1),
    )

    def test_cases_by_hand(self) -> None:
        onsets = (
            Tie("dispute", "TUR", "GRC", "1987-03", "", 4.0, "", 1),
            Tie("dispute", "IND", "PAK", "1971", "", 5, "", 1),
        )
        told = [
            sold("a", "GRC", 1985),
            sold("b", "GRC", 1986),
            sold("c", "PAK", 1969),
            sold("d", "PAK", 1990),
            sold("e", "SUN", 1985),
        ]
        found = outcomes.cases(told, outcomes.Ties(self.RIVAL, onsets, 2010))
        assert [(one.recipient, one.year, one.first, one.onset, one.months) for one in found] == [
            ("PAK", 1969, True, "1971", 18.5), ("GRC", 1985, True, "1987-03", 15.0),
            ("GRC", 1986, False, "1987-03", 3.0),
        ]  # fmt: skip

    def test_rates_by_hand(self) -> None:
        onsets = (Tie("dispute", "TUR", "GRC", "1987-03", "", 4.0, "", 1),)
        told = [sold("a", "GRC", 1985), sold("b", "GRC", 1986), sold("c", "PAK", 1969), sold("d", "TUR", 2009)]
        found = outcomes.followed(told, outcomes.Ties(self.RIVAL, onsets, 2010, ("list 1",)), "uav", ["X"], "ESP")
        assert [(row["area"], row["hits"], row["cases"]) for row in found.rows] == [
            ("everywhere", 0, 3), ("everywhere", 1, 2), ("everywhere", 1, 2),
            ("Southern Europe", 0, 1), ("Southern Europe", 1, 1), ("Southern Europe", 1, 1),
        ]  # fmt: skip
        assert (found.value, found.low) == (0.5, pytest.approx(binomial_interval(1, 2)[0]))
        assert all(row["pairs"] == 0 and row["p"] is None for row in found.rows)
        assert any("too few to tell" in one for one in found.warnings)
        assert found.rests_on == ("PAK 1969 c: none", "GRC 1985 a: 1987-03", "TUR 2009 d: none")
        assert found.editions == ("made", "list 1") and "Greece 1985 (1987-03)" in found.findings[-1]

    def test_controls_are_of_another_state_of_the_region_in_such_a_rivalry(self) -> None:
        """Italy's later delivery of 1966 is the nearest to Greece's first of 1965; Spain has no rival, Greece's own are
        none of its controls, and Cyprus lies in another region."""
        rivals = [
            Tie("rivalry", one, "TUR", "1955", "", None, kind, 1)
            for one, kind in (("GRC", "spatial"), ("ITA", "spatial"), ("SRB", "positional"), ("CYP", "spatial"))
        ]
        told = [
            *(sold(f"i{year}", "ITA", year) for year in (1950, 1966, 1969, 1980)),
            *(sold(f"s{year}", "SRB", year) for year in (1950, 1965)),
            *(sold(f"c{year}", "CYP", year) for year in (1958, 1965)),
            *(sold(f"g{year}", "GRC", year) for year in (1965, 1967)),
            sold("e", "ESP", 1965),
        ]
        onsets = (Tie("dispute", "TUR", "GRC", "1966-03", "", 4.0, "", 1),)
        made = outcomes.cases(told, outcomes.Ties(rivals, onsets, 2010))
        pairs = outcomes.matched([one for one in made if one.first], [one for one in made if not one.first])
        assert [(one.transfer, other.transfer) for one, other in pairs] == [("g1965", "i1966")]
        assert outcomes.against(pairs, 24, 2010) == (1, 0, 1, 1.0)

    def test_order_does_not_matter(self) -> None:
        told = [sold(str(index), state, 1960 + index) for index, state in enumerate(["GRC", "TUR", "IND", "PAK"] * 4)]
        ties = outcomes.Ties(self.RIVAL, (Tie("dispute", "TUR", "GRC", "1964", "", 4.0, "", 1),), 2010)
        one = outcomes.followed(told, ties, "uav", ["X"])
        assert outcomes.followed(told[::-1], ties, "uav", ["X"]) == one

    def test_no_case_says_what_to_import(self) -> None:
        with pytest.raises(Missing, match="materiel import sipri"):
            outcomes.followed([], outcomes.Ties((), (), 2010), "uav", ["X"])


FAULTS = [
    ("years = 8", 'years = "x"', "run.years must be a whole number from 1 to 100; it is 'x'"),
    ("years = 8", "years = 0", "run.years"),
    ("draws = 2000", "draws = 2000.5", "run.draws must be a whole number"),
    ("k = [0.05, 0.05]", "k = 3", "fallback.k must be a mean and a spread"),
    ("k = [0.05, 0.05]", "", "fallback.k"),
    ("half_life = 1.0", "half_life = 0", "tension.half_life"),
    ("delay = 3", 'delay = "soon"', "delay of course 'delayed' must be a number"),
    ("delay = 3", "speed = 3", "has 'speed'; a course may have delay, match"),
    ("dialogue = 0.3", "dialogue = 1.5", "dialogue of course"),
    ("seed = 20240229", "seed = ", "give a file like"),
]


class TestScenario:
    START = scenario.Start((100.0, 80.0), 5, 10, 3.0)

    def test_without_chance_it_is_richardsons_sum(self) -> None:
        """k 0.1, a 0.2, g 5 and 4: x1 = 100 + 8 - 20 + 5 = 93, y1 = 80 + 10 - 16 + 4 = 78; 5 against 10 is 0.5; tension
        3/2 + 0.05 * growth + 2 * 0.5."""
        still = ((0.0, 0.0, 0.0),) * 3
        fitted = (scenario.Fitted((0.1, 0.2, 5.0), still, 0.0), scenario.Fitted((0.1, 0.2, 4.0), still, 0.0))
        start = scenario.Start((100.0, 80.0), 5, 10, 3.0, fitted)
        told = dict(scenario.assumptions())
        told["tension"] = {**told["tension"], "spread": 0.0}
        path = scenario.simulate(start, told, {})
        assert path["spending"][0, :2] == pytest.approx([180, 171]) and path["ratio"][0, 1] == 0.5
        assert path["tension"][0, 1] == pytest.approx(1.5 + 0.05 * (171 / 180 - 1) * 100 + 1.0)
        later = scenario.simulate(start, told, {"delay": 3})
        assert later["ratio"][0, :5].tolist() == [0, 0, 0, 0, 0.5]
        answered = scenario.simulate(start, told, {"match": 1.0, "after": 2})
        assert answered["ratio"][0, 3] == pytest.approx(5 / 15)

    def test_the_share_of_draws_tells_how_sure(self) -> None:
        """Without chance, dialogue takes 0.3 off each year's tension: 10 becomes 5 * 0.7 = 3.5 after a year, and every
        draw agrees."""
        told = dict(scenario.assumptions())
        told["tension"] = {**told["tension"], "spread": 0.0, "spending": 0.0}
        told["run"] = {**told["run"], "years": 1}
        found = scenario.scenarios(scenario.Start((100.0, 80.0), None, None, 10.0), ("GRC", "TUR"), told)
        rows = {row["outcome"]: row for row in found.rows}
        row = rows["dialogue and joint measures"]
        assert (row["tension"], row["tension_change"], row["tension_sure"]) == (3.5, -1.5, 1.0)
        assert rows["delayed"]["tension_sure"] is None and found.value == -1.5

    def test_draws_have_the_moments_of_the_fit(self) -> None:
        """After one year the pair's spending has the mean of the fitted step and its variance: that of the step, and of
        k, a and g together, (y, -x, 1) C (y, -x, 1)' for each state."""
        x, y = (np.array([one.value for one in made("A", "B").figures[state].values()]) for state in ("A", "B"))
        fits = [race.fit(x, y), race.fit(y, x)]
        held = tuple(scenario.Fitted((one.k[0], one.a[0], one.g[0]), one.covariance, one.spread) for one in fits)
        told = {**scenario.assumptions(), "run": {"years": 1, "draws": 60_000, "seed": 3}}
        start = scenario.Start((100.0, 80.0), None, None, 0.0, held)  # type: ignore[arg-type]
        last = scenario.simulate(start, told, {})["spending"][:, 1]
        mean, variance = 0.0, 0.0
        for one, own, rival in zip(fits, (100.0, 80.0), (80.0, 100.0), strict=True):
            known = np.array([rival, -own, 1.0])
            mean += own + known @ np.array([one.k[0], one.a[0], one.g[0]])
            variance += one.spread**2 + known @ np.array(one.covariance) @ known
        assert last.mean() == pytest.approx(mean, abs=0.05)
        assert last.var() == pytest.approx(variance, rel=0.03)

    def test_courses_are_compared_and_assumptions_shown(self) -> None:
        found = scenario.scenarios(self.START, ("GRC", "TUR"), scenario.assumptions())
        rows = {row["outcome"]: row for row in found.rows}
        assert found.model and rows["as it is"]["tension_change"] == 0
        assert rows["dialogue and joint measures"]["tension_change"] < 0
        assert rows["dialogue and joint measures"]["tension_sure"] > 0.5
        assert dict(found.assumed)["tension.inventory"] == 2.0 and any(
            "assumed, not measured" in one for one in found.warnings
        )
        assert scenario.scenarios(self.START, ("GRC", "TUR"), scenario.assumptions()) == found

    def test_an_own_file_of_assumptions(self, tmp_path: Path) -> None:
        text = packs.data("reference", "scenario.toml").read_text("utf-8").replace("years = 8", "years = 3")
        file = tmp_path / "mine.toml"
        file.write_text(text, "utf-8")
        found = scenario.scenarios(self.START, ("GRC", "TUR"), scenario.assumptions(file))
        assert found.period == ("now", "3 years on")
        file.write_text("[run]\nyears = 1\n", "utf-8")
        with pytest.raises(Missing, match="lacks"):
            scenario.assumptions(file)
        with pytest.raises(Missing, match="absent"):
            scenario.assumptions(tmp_path / "absent.toml")

    @pytest.mark.parametrize(("old", "new", "words"), FAULTS)
    def test_a_fault_of_the_file_is_one_line(
        self, old: str, new: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = packs.data("reference", "scenario.toml").read_text("utf-8")
        assert old in text
        file = tmp_path / "mine.toml"
        file.write_text(text.replace(old, new), "utf-8")
        Register.open(tmp_path / "r.db").close()
        asked = ["weigh", "pair", "SRB", "XKX", "--register", str(tmp_path / "r.db"), "--assume", str(file)]
        assert main(asked) == 2
        err = capsys.readouterr().err
        assert words in err and err.count("\n") == 1
