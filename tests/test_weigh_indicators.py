"""Weigh: each formula against a number worked out by hand, and properties that must hold for any input."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import made
import materiel
from materiel import packs
from materiel.cli import main
from materiel.record.store import Register
from materiel.weigh import places, supply, tension
from materiel.weigh.chart import Picture, draw, ticks
from materiel.weigh.indicator import Missing
from materiel.weigh.ink import HEIGHT, apart
from materiel.weigh.reactions import Event, intensity, reactions
from materiel.weigh.reference import Reference, bundled
from materiel.weigh.spending import _spans, growth, quotient, spending
from materiel.weigh.transfers import Transfer, merged, of_deal

PAIR = ("SRB", "XKX")


def event(day: str = "2025-01-01", origin: str = "a", **told: object) -> Event:
    fields = {"actor": "SRB", "target": "XKX", "event": "ACCUSE", "intensity": -3.0}
    return Event(day=day, origin=origin, **(fields | told))  # type: ignore[arg-type]


def transfer(name: str, supplier: str, year: int | None = 2020, **told: object) -> Transfer:
    fields = {"recipient": ("SRB",), "designation": name, "category": "uav", "status": "ordered", "source": "made"}
    return Transfer(id=f"{supplier}-{name}-{year}", supplier=(supplier,), year=year, **(fields | told))  # type: ignore[arg-type]


class TestSpending:
    def test_figures_made_of_figures(self) -> None:
        assert growth(200.0, 250.0) == 25.0
        assert growth(None, 250.0) is None and growth(0.0, 1.0) is None
        assert quotient(10.0, 4.0) == 2.5 and quotient(10.0, None) is None

    def test_serbia_2019_by_hand(self) -> None:
        """1,143,816,000-odd dollars over 6,945,235 people; the bundled row divided by the bundled row."""
        money = bundled("military spending", ("SRB",)).value("SRB", 2019)
        people = bundled("population", ("SRB",)).value("SRB", 2019)
        row = next(row for row in spending(Reference(), ["SRB"]).rows if row["year"] == 2019)
        assert money and people == 6945235
        assert row["per_head"] == pytest.approx(money / 6945235)
        assert row["current"] == money

    def test_a_soldier_and_a_region_by_hand(self) -> None:
        rows = {row["year"]: row for row in spending(Reference(), ["GRC"]).rows}
        money, soldiers = (bundled(name, ("GRC",)).value("GRC", 2018) for name in ("military spending", "personnel"))
        assert money and soldiers and rows[2018]["per_soldier"] == pytest.approx(money / soldiers)
        before = bundled("military spending", ("GRC",)).value("GRC", 2017)
        assert before and rows[2018]["growth"] == pytest.approx(100 * (money - before) / before)

    def test_years_are_told_as_spans(self) -> None:
        assert _spans([2018, 2014, 2015, 2016]) == "2014-2016, 2018"

    def test_a_gap_is_a_gap(self) -> None:
        rows = {row["year"]: row for row in spending(Reference(), ["SRB"]).rows}
        assert rows[2021]["current"] is not None and rows[2021]["per_soldier"] is None
        assert rows[2015]["growth"] is None and rows[2016]["growth"] is not None

    def test_ratio_of_a_pair_turned_round_is_its_inverse(self) -> None:
        one, other = spending(Reference(), ["SRB", "XKX"]), spending(Reference(), ["XKX", "SRB"])
        assert one.value and other.value
        assert one.value * other.value == pytest.approx(1)

    def test_a_region_says_whom_it_lacks(self) -> None:
        found = spending(Reference(), ["GRC", "SYR"])
        assert found.value is None and "Syria" in found.warnings[0]
        whole = spending(Reference(), ["GRC", "CYP", "SYR"])
        parts = [bundled("military spending", (state,)).value(state, 2022) for state in ("GRC", "CYP")]
        assert whole.value == sum(part for part in parts if part)

    def test_no_figures_says_what_to_import(self) -> None:
        with pytest.raises(Missing, match="materiel import milex"):
            spending(Reference(), ["AND"])


class TestBundled:
    @pytest.mark.parametrize(
        ("measure", "state", "year", "value"),
        [
            ("military spending", "SRB", 2022, 1426365507),
            ("military spending", "XKX", 2022, 107601580),
            ("military spending", "GRC", 2021, 8299905393),
            ("military spending", "UKR", 2022, 43997749155),
            ("military spending", "PRT", 2015, 2643894865),
            ("population", "SRB", 2023, 6623183),
            ("population", "TUR", 2023, 85325965),
            ("population", "XKX", 2020, 1790152),
            ("population", "ARM", 2022, 2969200),
            ("population", "UKR", 2023, 37732836),
            ("gdp", "SRB", 2023, 75187125426.7375),
            ("gdp", "XKX", 2022, 9354903061.8898),
            ("gdp", "TUR", 2023, 1108022373259.51),
            ("gdp", "ARM", 2020, 12641698583.2152),
            ("gdp", "USA", 2023, 27360935000000),
        ],
    )
    def test_figures_as_published(self, measure: str, state: str, year: int, value: float) -> None:
        """Read in the publisher's editions that sources.csv names; GDP is rounded to millions."""
        assert bundled(measure, (state,)).value(state, year) == (round(value, -6) if measure == "gdp" else value)

    def test_spending_over_gdp_is_the_share_that_is_published(self) -> None:
        """Three series that were copied apart; their editions differ by some revisions of GDP and rates of exchange."""
        held = {
            (r["country"], r["year"], r["measure"]): float(r["value"]) for r in packs.table("reference", "public.csv")
        }
        off = [
            abs(100 * held[state, year, "military spending"] / value / held[state, year, "gdp share"] - 1)
            for (state, year, measure), value in held.items()
            if measure == "gdp" and {(state, year, "gdp share"), (state, year, "military spending")} <= held.keys()
        ]
        assert len(off) > 300
        assert sum(one < 0.06 for one in off) / len(off) > 0.95 and sorted(off)[len(off) // 2] < 0.01

    def test_every_figure_has_a_source_and_a_measure(self) -> None:
        sources = {row["source"] for row in packs.table("reference", "sources.csv")}
        measures = packs.toml("reference", "measures.toml")["measure"]
        seen = set()
        for row in packs.table("reference", "public.csv"):
            assert row["source"] in sources and row["measure"] in measures and row["country"] in packs.states()
            assert math.isfinite(float(row["value"])) and float(row["value"]) >= 0
            key = row["country"], row["year"], row["measure"]
            assert key not in seen
            seen.add(key)
        assert len({country for country, _, _ in seen}) >= 40

    def test_regions_hold_known_states(self) -> None:
        for told in packs.toml("reference", "regions.toml").values():
            assert set(told["states"]) <= packs.states().keys() and len(told["states"]) >= 3


class TestSupply:
    def test_concentration_by_hand(self) -> None:
        assert supply.concentration([50, 30, 20]) == pytest.approx(0.25 + 0.09 + 0.04)
        assert supply.concentration([7]) == 1
        assert supply.concentration([]) == 0

    @settings(deadline=None)
    @given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=12), st.floats(0.01, 1e4), st.randoms())
    def test_concentration_ignores_scale_and_order(self, parts: list[float], scale: float, chance: object) -> None:
        index = supply.concentration(parts)
        assert 1 / len(parts) - 1e-9 <= index <= 1 + 1e-9
        chance.shuffle(parts)  # type: ignore[attr-defined]
        assert supply.concentration([part * scale for part in parts]) == pytest.approx(index)

    def test_joint_suppliers_share_a_transfer(self) -> None:
        both = Transfer("both", "made", ("FRA", "ITA"), ("SRB",), "SAMP/T", "air defence", "ordered", 2020)
        found = supply.supply([both, transfer("a", "FRA")], "SRB")
        assert {row["supplier"]: row["share"] for row in found.rows} == {"FRA": 0.75, "ITA": 0.25}
        assert found.value == pytest.approx(0.75**2 + 0.25**2)

    def test_what_is_not_agreed_supplies_nothing(self) -> None:
        with pytest.raises(Missing, match="materiel import sipri"):
            supply.supply([transfer("a", "FRA", status="considered")], "SRB")

    def test_new_of_kind_system_and_region(self) -> None:
        told = [
            transfer("CH-92A", "CHN", 2019, quantity=6),
            transfer("Bayraktar TB2", "TUR", 2022, recipient=("XKX",), quantity=5),
            transfer("Bayraktar TB2", "TUR", 2024, quantity=10),
        ]
        first = supply.new(told, "XKX", ("SRB", "XKX")).rows[0]
        assert first["first"] == ["kind", "system"]
        assert (first["stock"], first["ratio"]) == (6, 5 / 6)
        more = [*told, transfer("Heron", "ISR", 2018, recipient=("HRV",), quantity=4)]
        beside = supply.new(more, "XKX", ("SRB", "XKX"), None, ("HRV",))
        assert beside.rows[0]["stock"] == 4 and "neighbours: Croatia" in beside.findings[0]
        later = supply.new(told, "SRB", ("SRB", "XKX")).rows[0]
        assert (later["first"], later["stock"]) == (["system"], 5)

    def test_flows_by_hand(self) -> None:
        """Two orders of 2020 (6 pieces, and a number unknown), one delivered in 2021 and 2022; talks do not count."""
        told = [
            transfer("CH-92A", "CHN", 2020, quantity=6, status="delivered", delivered=(2021, 2022)),
            transfer("TB2", "TUR", 2020),
            transfer("TB3", "TUR", 2020, status="considered", quantity=9),
        ]
        found = supply.flows(told, ["SRB"])
        rows = {
            row["year"]: [row[name] for name in ("orders", "deliveries", "pieces", "unknown")] for row in found.rows
        }
        assert rows == {2020: [2, 0, 6, 1], 2021: [0, 1, 0, 0], 2022: [0, 1, 0, 0]} and found.value == 2
        assert supply.flows(told[::-1], ["SRB"]).rows == found.rows

    def test_what_was_only_talked_about_is_not_counted_as_new(self) -> None:
        stopped = transfer("Rafale", "FRA", 2021, category="combat aircraft", status="cancelled")
        told = [transfer("TB2", "TUR", 2020), stopped]
        found = supply.new(told, "SRB", ("SRB",))
        assert found.value == 1 and [row["status"] for row in found.rows] == ["cancelled", "ordered"]

    def test_a_report_of_an_imported_transfer_counts_once(self) -> None:
        imported = [transfer("Bayraktar TB-2", "TUR", 2021)]
        assert merged([transfer("Bayraktar TB2", "TUR", 2022)], imported) == imported
        assert len(merged([transfer("Bayraktar TB2", "TUR", 2024)], imported)) == 2

    def test_what_is_foretold_is_not_firm(self) -> None:
        row = {
            "id": "d", "supplier": ["TUR"], "recipient": ["XKX"], "status": "delivered", "modality": "future",
            "order_date": "2023-05", "delivery_date": "2027/2029", "first_reported": "2023-05-01",
            "weapons": [{"name": "drones", "designation": None, "category": "uav", "quantity": 5, "service": None}],
        }  # fmt: skip
        assert not of_deal(row)[0].firm
        told = of_deal({**row, "modality": "asserted"})[0]
        assert told.firm and told.delivered == (2027, 2028, 2029) and told.year == 2023


class TestReactions:
    def test_mean_over_distinct_reactions_by_hand(self) -> None:
        """An accusation told by three and a visit told by one: (-3 + 4) / 2, four reports of three origins."""
        told = [event(origin=name, deal="d") for name in "aab"]
        told.append(event("2025-02-01", "c", event="CONSULT", intensity=4.0, deal="d"))
        found = reactions(told, PAIR)
        assert found.value == 0.5 and found.period == ("2025-01-01", "2025-02-01")
        assert [(row["event"], row["origins"], row["reports"]) for row in found.rows] == [
            ("ACCUSE", 2, 3),
            ("CONSULT", 1, 1),
        ]
        assert reactions(told[::-1], PAIR).value == 0.5 and found.editions == ("the register of news reports",)


class TestTension:
    def test_decay_by_hand(self) -> None:
        """An accusation (-3) today and one a half-life ago: 3 + 1.5; a visit of the same weight takes it off."""
        old = (date(2025, 4, 1) - timedelta(days=90)).isoformat()
        told = [event("2025-04-01"), event(old, event="THREATEN")]
        assert tension.tension(told, PAIR).value == pytest.approx(4.5)
        peace = event("2025-04-01", "b", event="CONSULT", intensity=3.0)
        assert tension.tension([*told, peace], PAIR).value == pytest.approx(1.5)

    def test_half_life_is_shown_with_both_sides(self) -> None:
        old = (date(2025, 4, 1) - timedelta(days=90)).isoformat()
        found = dict(tension.tension([event("2025-04-01"), event(old, event="THREATEN")], PAIR).assumed)
        assert found["half_life_days"] == 90
        assert found["value_with_half_life_45"] == pytest.approx(3 + 3 / 4)
        assert found["value_with_half_life_180"] == pytest.approx(3 + 3 / math.sqrt(2))

    def test_copies_do_not_count(self) -> None:
        alone = tension.tension([event()], PAIR).value
        assert tension.tension([event(), event(), event("2025-01-03")], PAIR, "2025-01-01").value == alone
        told_by_four = [event(origin=name) for name in "abcd"]
        assert tension.tension(told_by_four, PAIR).value == alone

    def test_bootstrap_has_the_moments_of_theory(self) -> None:
        """n draws of n parts: mean of the sum, n times the variance of the parts; a normal's 95 % for many."""
        parts = {str(index): float(part) for index, part in enumerate(np.random.default_rng(1).normal(1, 2, 400))}
        low, high = tension.bootstrap(parts, 20000)
        values = np.array(list(parts.values()))
        spread = math.sqrt(len(values) * values.var())
        assert low == pytest.approx(values.sum() - 1.96 * spread, abs=0.1 * spread)
        assert high == pytest.approx(values.sum() + 1.96 * spread, abs=0.1 * spread)

    @settings(deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 400), st.sampled_from("abcdef"), st.sampled_from(["ACCUSE", "SUPPORT", "COERCE"])),
            min_size=1,
            max_size=15,
        ),
        st.randoms(),
    )
    def test_the_order_of_reports_does_not_matter(self, told: list[tuple[int, str, str]], chance: object) -> None:
        made_of = [
            event((date(2024, 1, 1) + timedelta(days=days)).isoformat(), origin, event=kind, intensity=intensity(kind))
            for days, origin, kind in told
        ]
        one = tension.tension(made_of, PAIR)
        chance.shuffle(made_of)  # type: ignore[attr-defined]
        other = tension.tension(made_of, PAIR)
        assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high))

    @settings(deadline=None)
    @given(st.floats(0.1, 10))
    def test_twice_the_intensity_is_twice_the_tension(self, scale: float) -> None:
        plain = [event("2025-01-01"), event("2025-02-01", "b", event="COERCE", intensity=-7.0)]
        scaled = [event(one.day, one.origin, event=one.event, intensity=one.intensity * scale) for one in plain]
        one, other = tension.tension(plain, PAIR), tension.tension(scaled, PAIR)
        assert one.value is not None and other.value == pytest.approx(one.value * scale)

    def test_path_ends_at_the_value(self) -> None:
        told = [event("2025-01-01"), event("2025-02-01", "b", event="COERCE", intensity=-7.0)]
        found = tension.path(told, ["2024-12-31", "2025-01-01", "2025-02-01"])
        assert [row["tension"] for row in found[:2]] == [0, 3]
        assert found[2]["tension"] == pytest.approx(tension.tension(told, PAIR).value)

    @pytest.mark.parametrize(
        ("event", "amount"),
        [
            ("AGREE", 2.5), ("CONSULT", 2.5), ("SUPPORT", 5), ("CONCEDE", 4.5), ("COOPERATE", 9.5), ("AID", 10),
            ("RETREAT", 6.5), ("REQUEST", 0), ("ACCUSE", -3), ("REJECT", -2), ("THREATEN", -3.5), ("PROTEST", -5),
            ("SANCTION", -6), ("MOBILIZE", -5.5), ("COERCE", -7), ("ASSAULT", -9),
        ],
    )  # fmt: skip
    def test_the_sixteen_events_have_the_scores_of_the_manual(self, event: str, amount: float) -> None:
        """PLOVER manual, draft 2.0; ACCUSE, which it prints as +3 beside modes of -2 to -3.5, at -3."""
        assert intensity(event) == amount

    def test_intensities_are_those_of_the_manual(self) -> None:
        assert intensity("ACCUSE") == -3 and intensity("COERCE", "cyber") == -7 and intensity("CONSULT", "visit") == 4
        assert intensity("NOTHING") == 0


class TestChart:
    def test_ticks_are_round_and_cover(self) -> None:
        assert ticks(0, 10) == [0, 2, 4, 6, 8, 10]
        assert ticks(3, 3)[0] <= 3

    @settings(deadline=None)
    @given(st.floats(-1e6, 1e6), st.floats(1, 1e9))
    def test_ticks_cover_any_range(self, low: float, wide: float) -> None:
        marks = ticks(low, low + wide)
        high = low + wide
        assert marks[0] <= low + 1e-6 * abs(low) + 1e-9 and marks[-1] >= high - 1e-6 * abs(high) and len(marks) <= 9

    def test_a_gap_parts_the_line_and_names_stand_on_it(self) -> None:
        rows = [{"year": year, "money": None if year == 2003 else year, "who": "A & B"} for year in range(2000, 2007)]
        svg = draw(Picture("lines", "<Spending>", "year", "money", "who"), rows)
        tree = ElementTree.fromstring(svg)
        assert len(tree.findall(".//{*}polyline")) == 2
        assert "A & B" in [text.text for text in tree.findall(".//{*}text")]

    def test_a_bar_carries_its_interval(self) -> None:
        """0.5 of an axis from 0 to 1 lies half way; the whisker goes from 0.25 to 0.75."""
        rows = [{"name": "a", "share": 0.5, "low": 0.25, "high": 0.75}, {"name": "b", "share": 1.0}]
        svg = draw(Picture("bars", "x", "name", "share", unit="share", low="low", high="high"), rows)
        tree = ElementTree.fromstring(svg)
        half, whole = (float(bar.attrib["width"]) for bar in tree.findall(".//{*}rect")[1:])
        (whisker,) = tree.findall(".//{*}path")
        start, end = (float(place) for place in re.findall(r"[MH]([\d.]+)", whisker.attrib["d"])[:2])
        assert half == pytest.approx(whole / 2, abs=0.2) and end - start == pytest.approx(whole / 2, abs=0.2)
        assert "50%" in svg and "100%" in svg

    def test_columns_stack_and_name_the_largest(self) -> None:
        rows = [{"year": 2020 + index % 2, "orders": 12 - index, "kind": f"k{index:02d}"} for index in range(12)]
        tree = ElementTree.fromstring(draw(Picture("columns", "x", "year", "orders", "kind"), rows))
        texts = [text.text for text in tree.findall(".//{*}text")]
        assert "k00" in texts and "k06" in texts and "all others" in texts and "k07" not in texts
        bars = [bar for bar in tree.findall(".//{*}rect")[1:] if bar.attrib["width"] != "10"]
        high = sum(float(bar.attrib["height"]) for bar in bars)
        first = next(float(bar.attrib["height"]) for bar in bars)
        assert high == pytest.approx(first / 12 * sum(range(1, 13)), abs=2)

    def test_below_zero_an_interval_has_a_dot_and_groups_have_colours(self) -> None:
        """-0.5 of an axis from -1 to 1 lies a quarter along it, between the lines at -1 and 1."""
        rows = [{"name": "a", "k": -0.5, "low": -1.0, "high": 1.0, "by": "x"}, {"name": "b", "k": 0.5, "by": "y"}]
        tree = ElementTree.fromstring(
            draw(Picture("bars", "t", "name", "k", "by", low="low", high="high"), rows, "Foot")
        )
        (dot,) = tree.findall(".//{*}circle")
        left, *_, right = (float(line.attrib["x1"]) for line in tree.findall(".//{*}line"))
        assert float(dot.attrib["cx"]) == pytest.approx(left + (right - left) / 4, abs=0.2)
        (bar,) = tree.findall(".//{*}rect")[1:]
        assert bar.attrib["fill"] != dot.attrib["fill"]
        assert "Foot" in [text.text for text in tree.findall(".//{*}text")]

    def test_a_picture_names_its_source(self) -> None:
        found = spending(Reference(), ["SRB", "XKX"])
        assert "Source: materiel's table" in ElementTree.fromstring(found.chart()).findall(".//{*}text")[2].text

    def test_friends_are_solid_and_rivals_broken(self) -> None:
        rows = [{"states": "SRB XKX", "sign": -1}, {"states": "SRB TUR", "sign": 1}, {"states": "ALB", "sign": 1}]
        tree = ElementTree.fromstring(draw(Picture("network", "x", "states", "sign", names=(("XKX", "Kosovo"),)), rows))
        lines = tree.findall(".//{*}line")
        assert ["stroke-dasharray" in line.attrib for line in lines] == [False, True]
        assert [text.text for text in tree.findall(".//{*}text")][1:] == ["SRB", "TUR", "Kosovo"]

    @settings(deadline=None)
    @given(st.lists(st.floats(0, 420), max_size=20))
    def test_labels_neither_overlap_nor_leave_the_sheet(self, places: list[float]) -> None:
        moved = apart(sorted(places))
        assert all(later - earlier >= 13 - 1e-6 for earlier, later in pairwise(moved))
        assert all(place <= HEIGHT for place in moved)

    def test_nothing_to_draw_is_said(self) -> None:
        assert "no values" in draw(Picture("lines", "x", "year", "money"), [{"year": 2000, "money": None}])


class TestDesk:
    @pytest.fixture
    def place(self, tmp_path: Path) -> str:
        place = str(tmp_path / "made.db")
        with Register.open(place) as register:
            register.add(*made.entry("one", made.deal(), reactions=(made.reaction(target="XKX"),)))
            register.add(
                *made.entry("two", made.deal(), published="2023-05-04", reactions=(made.reaction(target=None),))
            )
            register.add(*made.entry("three", made.deal(recipient=("ALB",)), reactions=(made.reaction(target="TUR"),)))
        return place

    def test_one_line_gives_an_answer(self, place: str) -> None:
        with materiel.open(place) as held:
            found = held.pair("SRB", "Kosovo").tension()
            assert found.value == pytest.approx(3 * 2 ** (-3 / 90))  # the later report is three days younger
            assert found.to_polars().height == 1 and found.rows[0]["origins"] == ["one", "two"]
            assert found.chart().startswith("<svg") and found.to_dict()["about"] == ("SRB", "XKX")

    def test_neighbours_are_those_of_the_imported_borders(self, place: str, tmp_path: Path) -> None:
        lines = "ccode1,ccode2,conttype,stdate,enddate\n350,640,1,1919-01-01,2016-12-31\n"
        lines += "350,325,4,1861-01-01,2016-12-31\n350,345,1,1913-01-01,1991-06-01\n"
        (tmp_path / "c.csv").write_text(lines, "utf-8")
        assert main(["import", "contiguity", str(tmp_path / "c.csv"), "--register", place]) == 0
        with materiel.open(place) as held:
            assert held.held.neighbours("GRC") == ("TUR",) and held.held.neighbours("FRA") == ()

    def test_every_question_answers_or_says_why(self, place: str) -> None:
        with materiel.open(place) as held:
            questions = [held.country("XKX"), held.pair("XKX", "SRB"), held.region("balkans"), held.region("SRB, XKX")]
            name = supply.new(held.held.transfers(), "XKX", ("XKX",)).rows[0]["id"]
            for question in [*questions, held.deal(name)]:
                for one in question.answers():
                    assert one.value is not None or one.warnings
            assert held.deal(name).new().rows[0]["first"] == ["kind", "system", "region"]
            assert held.deal(name).reactions().value == -3

    @pytest.mark.parametrize(("code", "words"), [("Kosvo", "Kosovo"), ("QQQ", "ISO code")])
    def test_an_unknown_state_is_named(self, code: str, words: str) -> None:
        with pytest.raises(Missing, match=words):
            places.known(code)

    def test_an_unknown_region_lists_the_known(self) -> None:
        with pytest.raises(Missing, match="western-balkans"):
            places.region("atlantis")

    def test_an_empty_register_says_what_to_do(self, tmp_path: Path) -> None:
        Register.open(tmp_path / "empty.db").close()
        with materiel.open(tmp_path / "empty.db") as held:
            with pytest.raises(Missing, match="materiel import sipri"):
                held.country("SRB").supply()
            with pytest.raises(Missing, match="materiel import gdelt"):
                held.pair("SRB", "XKX").tension()
            assert held.country("SRB").spending().value
