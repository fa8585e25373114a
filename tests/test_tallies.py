"""Tallies: lists that stand ready hold what the terms of deals give, and their numbers are those of their rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from made import deal, entry
from materiel import packs
from materiel.record import browse, tallies
from materiel.record.store import Register

MANY = ("weapon", "maker")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """Deals with several parties and without, dated and undated, news and background, reports that differ."""
    with Register.open(tmp_path_factory.mktemp("tallies") / "register.db") as opened:
        opened.add_all([
            entry("a", deal(recipient=("SRB",), quantity=4, manufacturer=("Baykar",)), published="2023-05-02"),
            entry("b", deal(recipient=("SRB", "ALB"), designation="Kirpi", category="other"), published="2024"),
            entry("c", deal(supplier=("USA",), recipient=("POL",), designation="F-16"), published=None),
            entry("d", deal(supplier=("SRB",), recipient=("TUR",), designation="NORA B-52"), published="2022-01"),
            entry("e", deal(supplier=("DEU",), recipient=("SRB",), background=True), published="2024-02-01"),
            entry("f", deal(recipient=("SRB",), quantity=6), published="2023-06-02"),
        ])  # fmt: skip
        opened.refresh()
        opened.add(*entry("g", deal(supplier=(), recipient=("GRC",), origin=("TUR",)), published="2024-03-04"))
        opened.refresh()
        yield opened


def terms() -> list[browse.Terms]:
    regions = [{"recipient": list(it["states"])} for it in packs.regions().values()]
    plain = [{"country": [code]} for code in ("SRB", "TUR", "USA", "GRC", "FRA")]
    more = [{"supplier": ["TUR"]}, {"supplier": ["TUR"], "recipient": ["SRB"]}, {"category": ["uav"]}]
    return [*regions, *plain, *more, {"weapon": ["f-16"]}, {"maker": ["baykar"]}, {"weapon": ["f-16"], "maker": ["x"]}]


def test_of_many_terms_none_is_left_out(register: Register) -> None:
    many = [f"nobody-{number}" for number in range(3000)]
    assert browse.count(register, {"weapon": [*many, "f-16"]}) == browse.count(register, {"weapon": ["f-16"]}) > 0
    assert browse.count(register, {"weapon": ["f-16"] * 3000}) == browse.count(register, {"weapon": ["f-16"]})
    assert browse.count(register, {"weapon": many}) == 0


@pytest.mark.parametrize("wanted", terms(), ids=lambda it: str(it)[:50])
def test_a_list_holds_what_its_terms_give(
    register: Register, wanted: browse.Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [(None, None, 0), (None, 2, 1), (("2023", "2024-02"), None, 0)]
    listed = [(browse.deals(register, wanted, *one), browse.count(register, wanted, one[0])) for one in asked]
    monkeypatch.setattr(browse, "list_of", lambda _: None)
    assert listed == [(browse.deals(register, wanted, *one), browse.count(register, wanted, one[0])) for one in asked]


def test_a_tally_is_that_of_its_rows(register: Register) -> None:
    told = [tallies.WHOLE, ("region", "europe"), ("region", "balkans"), ("country", "SRB"), ("country", "TUR")]
    told += [("weapon", "bayraktar-tb2"), ("maker", "baykar"), ("category", "uav"), ("country", "FRA")]
    for kind, term in told:
        held = {"recipient": packs.regions()[term]["states"]} if kind == "region" else {kind: [term]}
        rows = browse.deals(register, {} if kind == "all" else held)
        assert browse.tally(register, kind, term) == tallies.tally(rows, kind, term), (kind, term)
    assert browse.tally(register, "country", "SRB")["received"] == {"2023-06": 1, "2024": 1}
    assert browse.tally(register, "country", "SRB")["supplied"] == {"2022-01": 1}


def test_numbers_of_the_whole_are_those_of_all_rows(register: Register) -> None:
    rows = browse.deals(register)
    for kind in ("country", "weapon", "recipient", "region"):
        counted = tallies.tally(rows, *tallies.WHOLE)[kind]
        assert browse.counts(register, kind) == counted and list(counted.values())
    assert browse.pairs(register)["TUR", "SRB"] == 2
    assert browse.days(register) == sorted(tallies.tally(rows, *tallies.WHOLE)["day"].items())
    assert browse.flows(register, "2023-01-01", "2023~", 9) == {("TUR", "SRB"): 1}


def test_of_goods_by_the_thousand_the_most_frequent_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browse, "_TALLY", browse.tally_said(most=1))
    with Register.open(tmp_path / "register.db") as register:
        told = [("a", "POL", "F-16"), ("b", "ROU", "F-16"), ("c", "GRC", "NORA B-52")]
        register.add_all([entry(name, deal(recipient=(code,), designation=goods)) for name, code, goods in told])
        register.refresh()
        assert browse.tally(register, "country", "TUR")["weapon"] == {"F-16": 2}


def test_a_long_name_is_cut_and_still_counted(tmp_path: Path) -> None:
    with Register.open(tmp_path / "register.db") as register:
        register.add_all([entry("a", deal(designation="X-1 " + "x" * 300))])
        register.refresh()
        (name,) = browse.tally(register, "country", "TUR")["weapon"]
        assert len(name) == tallies.LONGEST
