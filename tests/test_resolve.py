"""Resolve: which reports tell one deal, where none is decided, and what the register then says."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from made import report
from materiel import packs
from materiel.record.arms import same_family
from materiel.record.cells import Cell, cells
from materiel.record.copies import copies, likeness, sketch
from materiel.record.features import FEATURES
from materiel.record.ladder import standing
from materiel.record.origin import Source, origins, outlet
from materiel.record.reports import Report
from materiel.record.resolve import explain, resolve
from materiel.record.tree import tree
from materiel.record.view import names, row, versions
from materiel.types import Weapon


def joined(*reports: Report) -> set[frozenset[str]]:
    """The deals, each as the names of its documents (with the subject where it is not the first)."""
    groups, _ = resolve(reports)
    return {frozenset(one.document + one.subject.removeprefix("deal/0") for one in group) for group in groups}


def cell(reports: list[Report], field: str) -> Cell:
    return next(one for one in cells(reports) if one.field == field)


def test_reports_of_one_deal_are_joined_though_their_numbers_differ() -> None:
    assert joined(report("a", quantity=5), report("b", "2023-05-03", quantity=6)) == {frozenset("ab")}


@pytest.mark.parametrize(
    "other",
    [
        {"recipient": ("ALB",)},
        {"supplier": ("USA",)},
        {"designation": "Akinci"},
        {"designation": None, "category": "ship", "name": "patrol boats"},
        {"quantity": 24, "order_date": "2019", "day": "2019-02-01"},
        {"service": "training"},
    ],
)
def test_reports_of_different_deals_stay_apart(other: dict[str, object]) -> None:
    day = str(other.pop("day", "2023-05-03"))
    assert joined(report("a"), report("b", day, **other)) == {frozenset("a"), frozenset("b")}


def test_repeat_orders_years_apart_stay_apart() -> None:
    first = report("a", "2016-03-01", quantity=6, order_date="2016")
    second = report("b", "2023-05-01", quantity=12, order_date="2023")
    assert joined(first, second) == {frozenset("a"), frozenset("b")}


def test_a_vague_report_joins_the_only_deal_it_fits() -> None:
    vague = report("b", "2023-05-02", designation=None, name="drones", quantity=None, mode="unknown")
    assert joined(report("a"), vague) == {frozenset("ab")}


def test_no_deal_is_chosen_where_two_fit_alike() -> None:
    bought = report("a", mode="sale", quantity=10)
    given = report("a", subject="deal/1", mode="gift", quantity=20)
    vague = report("b", mode="unknown", quantity=None)
    groups, ties = resolve([bought, given, vague])
    assert len(groups) == 3
    assert [(tie.report.document, {one.subject for one in tie.candidates}) for tie in ties] == [
        ("b", {"deal/0", "deal/1"})
    ]


def test_two_deals_of_one_document_are_never_one() -> None:
    assert len(joined(report("a"), report("a", subject="deal/1"))) == 2


def test_a_variant_is_its_family_and_another_family_is_not() -> None:
    jets = {"name": "jets", "category": "combat aircraft"}
    plain = report("a", designation="F-16", **jets)
    assert len(joined(plain, report("b", designation="F-16 Block 70", **jets))) == 1
    assert len(joined(plain, report("b", designation="F-35", **jets))) == 2


def many(seed: int) -> list[Report]:
    """Reports that differ in one or two ways each, so that joins compete."""
    chance = random.Random(seed)
    return [
        report(
            f"d{number:02}",
            f"20{chance.choice([19, 22, 23])}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
            recipient=chance.choice([("XKX",), ("XKX", "ALB"), ()]),
            quantity=chance.choice([None, 5, 6, 12]),
            designation=chance.choice(["Bayraktar TB2", None]),
            status=chance.choice(["ordered", "delivered", "approved"]),
            mode=chance.choice(["sale", "unknown", "gift"]),
        )
        for number in range(24)
    ]


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_reading_does_not_matter(seed: int) -> None:
    reports = many(seed)
    groups, ties = resolve(reports)
    told = [row(name, group) for name, group in zip(names(groups), groups, strict=True)]
    for again in range(5):
        mixed = random.Random(again).sample(reports, len(reports))
        other, other_ties = resolve(mixed)
        assert other == groups
        assert other_ties == ties
        backward = [list(reversed(group)) for group in other]
        assert [row(name, group) for name, group in zip(names(other), backward, strict=True)] == told


def test_the_reports_of_a_deal_may_stand_in_any_order() -> None:
    reports = [
        report("a", "2023-01-01", quantity=5, origin="x"),
        report("b", "2023-02-01", quantity=6, origin="y", status="delivered"),
        report("c", None, quantity=6, status="cancelled"),
        report("d", "2023-02-01", designation=None, name="unmanned aircraft"),
    ]
    rows = [row("one", order) for order in permutations(reports)]
    assert all(one == rows[0] for one in rows)


def test_every_feature_has_weights_and_every_weight_a_feature() -> None:
    weights = packs.toml("codebook", "resolve.toml")["weights"]
    assert set(weights) == set(FEATURES)
    assert all(FEATURES[name].__doc__ for name in weights)
    told = dict(explain(report("a"), report("b", quantity=50), weights))
    assert told["supplier"] == weights["supplier"]["same"]
    assert told["quantity"] == -weights["quantity"]["different"]


@pytest.mark.parametrize(
    ("steps", "last"),
    [
        ([("2022-01", "considered"), ("2022-05", "ordered")], "ordered"),
        ([("2022-05", "delivered"), ("2023-01", "approved")], "delivered"),
        ([("2022-05", "ordered"), ("2022-09", "suspended")], "suspended"),
        ([("2022-05", "ordered"), ("2022-09", "suspended"), ("2023-01", "ordered")], "ordered"),
        ([("2022-05", "ordered"), ("2022-09", "cancelled"), ("2023-01", "ordered")], "cancelled"),
        ([("2022-05", "approved"), ("2022-09", "cancelled"), ("2023-01", "delivered")], "delivered"),
        ([("2022-05", "ordered"), ("2022-05", "cancelled")], "cancelled"),
        ([(None, "cancelled"), ("2023-01", "ordered")], "ordered"),
    ],
)
def test_a_deal_stands_where_its_last_step_left_it(steps: list[tuple[str | None, str]], last: str) -> None:
    reports = [report(f"d{number}", day, status=status) for number, (day, status) in enumerate(steps)]
    assert standing(reports) == last
    assert standing(list(reversed(reports))) == last


def test_what_is_denied_moves_nothing_while_others_tell() -> None:
    assert standing([report("a", status="approved"), report("b", status="delivered", modality="negated")]) == "approved"
    assert standing([report("b", status="delivered", modality="negated")]) == "delivered"


def test_five_of_two_origins_are_preferred_to_six_of_one() -> None:
    told = [
        report("a", "2023-05-01", quantity=5, origin="Reuters"),
        report("b", "2023-05-02", quantity=5, origin="Koha"),
        *(report(name, "2023-06-01", quantity=6, origin="Blic") for name in "cdef"),
    ]
    found = cell(told, "weapons[0].quantity")
    assert [claim.value for claim in found.claims] == [5, 6]
    assert found.rule == "more independent origins"
    assert row("one", told)["disputed"] == ["weapons[0].quantity"]


def test_a_party_is_believed_before_others_and_then_the_later_report() -> None:
    five, six = report("a", "2023-05-01", quantity=5), report("b", "2023-06-01", quantity=6)
    found = cell([five, six], "weapons[0].quantity")
    assert (found.value, found.rule) == (6, "later report")
    ministry = report("a", "2023-05-01", quantity=5, origin="Ministry", primary=True)
    found = cell([ministry, six], "weapons[0].quantity")
    assert (found.value, found.rule) == (5, "primary source")
    same_day = report("b", "2023-05-01", quantity=6)
    assert cell([five, same_day], "weapons[0].quantity").rule == "undecided"


def test_a_coarse_date_supports_a_finer_one() -> None:
    told = [report("a", order_date="2022-12-20"), report("b", order_date="2022"), report("c", order_date="2022-12")]
    found = cell(told, "order_date")
    assert [claim.value for claim in found.claims] == ["2022-12-20"]
    assert len(found.claims[0].sources) == 3


def test_two_kinds_of_goods_stay_two_in_one_deal() -> None:
    goods = (Weapon("drones", "Bayraktar TB2", "uav", 5), Weapon("bombs", "MAM-L", "ammunition", 100))
    vague = (Weapon("dronë", None, "uav", 5),)
    told = [report("a", weapons=goods), report("b", weapons=vague), report("c", weapons=goods[1:])]
    shown = row("one", told)["weapons"]
    assert [(one["designation"], one["quantity"]) for one in shown] == [("Bayraktar TB2", 5), ("MAM-L", 100)]


def test_an_identifier_can_be_read_and_lengthens_only_where_two_would_be_alike() -> None:
    assert names([[report("a")]])[0].startswith("TUR-XKX-bayraktar-tb2-")
    assert names([[report("a", supplier=(), recipient=("Houthi rebels",))]])[0].startswith("unnamed-houthi-rebels-")
    many_names = names([[report(f"d{number}")] for number in range(700)])
    assert len(set(many_names)) == 700
    later = names([[report("a"), report("z", "2024-01-01", quantity=9)]])[0]
    assert later == names([[report("a")]])[0]


def test_a_deal_has_one_version_for_each_day_that_brought_something() -> None:
    told = [report("a", "2023-01-05", status="approved"), report("b", "2023-03-01", status="delivered")]
    found = [(since, until, one["status"], one["reports"]) for since, until, one, _ in versions("one", told)]
    assert found == [("2023-01-05", "2023-03-01", "approved", 1), ("2023-03-01", "9999-12-31", "delivered", 2)]


WORDS = [f"word{number}" for number in range(4000)]


def article(seed: int, length: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


@pytest.mark.parametrize("length", [60, 400, 3000])
def test_an_edited_copy_is_found_and_a_stranger_is_not(length: int) -> None:
    text = article(1, length)
    cut = text[length // 10 :]
    headed = ["A", "new", "title", *text]
    rewritten = text[: length * 8 // 10] + article(2, length // 5)
    for other in (cut, headed, rewritten):
        assert likeness(sketch(" ".join(text)), sketch(" ".join(other))) >= 0.6
    assert likeness(sketch(" ".join(text)), sketch(" ".join(article(3, length)))) < 0.2


def test_the_likeness_of_long_texts_is_estimated_without_bias() -> None:
    """Half of the runs are shared by construction; the estimates of 40 pairs lie about a half."""
    told = []
    for seed in range(40):
        text = article(seed, 2000)
        other = text[:1000] + article(seed + 1000, 1000)
        told.append(likeness(sketch(" ".join(text)), sketch(" ".join(other))))
    assert 0.46 < sum(told) / len(told) < 0.54


def test_copies_are_grouped_under_the_first_and_long_runs_of_copies_hold_together() -> None:
    texts = {f"2023-05-{day:02}": article(1) + article(100 + day, 20) for day in range(1, 29)}
    texts |= {f"2023-06-{day:02}": article(200 + day) for day in range(1, 20)}
    found = copies({key: sketch(" ".join(text)) for key, text in texts.items()})
    assert {found[key] for key in texts if key < "2023-06"} == {"2023-05-01"}
    assert all(found[key] == key for key in texts if key > "2023-06")


def test_copies_have_the_origin_that_one_of_them_names() -> None:
    text = sketch(" ".join(article(1)))
    sources = [
        Source("b" * 64, "2023-05-02", None, "Koha", None, text),
        Source("a" * 64, "2023-05-01", "(Reuters)", "Daily Example", None, text),
        Source("c" * 64, "2023-05-03", None, None, "https://www.n1info.rs/vesti", sketch(" ".join(article(2)))),
        Source("d" * 64, None, None, None, None, sketch(" ".join(article(3)))),
    ]
    found = origins(sources)
    assert found == origins(reversed(sources))
    assert [found[letter * 64].name for letter in "abcd"] == ["Reuters", "Reuters", "N1", "d" * 12]
    assert found["b" * 64].copy_of == "a" * 64
    assert found["a" * 64].copy_of is None


@pytest.mark.parametrize(
    ("name", "url", "known"),
    [
        ("REUTERS", None, ("Reuters", "agency")),
        ("Anadolu Agency", None, ("Anadolu", "state media")),
        (None, "https://www.dsca.mil/press/1", ("Defense Security Cooperation Agency", "government")),
        ("Министарство одбране Републике Србије", None, ("Министарство одбране Републике Србије", "ministry")),
        ("Village Gazette", None, ("Village Gazette", None)),
        (None, "not an address", None),
    ],
)
def test_an_outlet_is_known_by_name_or_address(name: str | None, url: str | None, known: object) -> None:
    assert outlet(name, url) == known


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("UH-60 Black Hawk", "UH-60M Black Hawk", True),
        ("UH-60 Black Hawk", "UH-1 Huey", False),
        ("T-72", "T-72 B", True),
        ("MiG 29", "MiG 21", False),
    ],
)
def test_a_letter_of_the_variant_makes_no_other_family(one: str, other: str, same: bool) -> None:
    assert same_family(one, other) == same


def source(document: str, **told: str | None) -> Source:
    given = {"named": None, "outlet": None, "url": None, "byline": None} | told
    text = sketch(" ".join(article(ord(document))))
    return Source(document * 64, "2023-05-01", given["named"], given["outlet"], given["url"], text, given["byline"])


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"byline": "AFP and staff", "outlet": "Village Gazette"}, "Agence France-Presse"),
        ({"byline": "Ana Anić", "outlet": "Village Gazette"}, "Village Gazette"),
        ({"outlet": "Village Gazette", "url": "https://www.reuters.com/world/1"}, "Reuters"),
        ({"outlet": "Village Gazette", "url": "https://gazette.example/1"}, "Village Gazette"),
        ({"named": "TASS", "byline": "AFP"}, "TASS"),
    ],
)
def test_bylines_and_canonical_addresses_name_the_origin(told: dict[str, str], name: str) -> None:
    assert origins([source("a", **told)])["a" * 64].name == name


def test_the_tree_of_copies_says_who_changed_what() -> None:
    sentences = [" ".join(article(number, 30)) + "." for number in range(12)]
    texts = [" ".join(sentences), " ".join(sentences[:6]), " ".join([*sentences, "An editor has added this line."])]
    texts += [texts[1], " ".join([*sentences[:5], *(" ".join(article(50 + number, 30)) + "." for number in range(2))])]
    found = tree(texts)
    assert [(one.parent, one.change) for one in found] == [
        (None, "first"), (0, "cut"), (0, "extended"), (1, "same"), (1, "rewritten"),
    ]  # fmt: skip
    assert found[2].added == ("An editor has added this line.",)
    assert len(found[1].removed) == 5
    assert found[2].kept < found[1].kept == 1.0
