"""Plain values as people read them."""

from __future__ import annotations

import pytest

from materiel import packs
from materiel.tell import summary, things, tongue
from materiel.tell import words as say


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (343_400_000, "EUR", "€343.4 million"),
        (1_250_000_000, "USD", "$1.25 billion"),
        (45_000_000.0, "USD", "$45 million"),
        (2_500, "GBP", "£2,500"),
        (1e12, "JPY", "¥1 trillion"),
        (5_200_000_000, "CZK", "CZK 5.2 billion"),
        (999_999, "EUR", "€999,999"),
    ],
)
def test_money(amount: float, currency: str, shown: str) -> None:
    assert say.money({"amount": amount, "currency": currency}) == shown


def test_money_that_is_not_told_is_empty() -> None:
    assert say.money(None) == ""


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2023-10-24", "24 October 2023"),
        ("2023-01-02", "2 January 2023"),
        ("2023-10", "October 2023"),
        ("2023", "2023"),
        ("2027/2030", "2027 to 2030"),
        ("2023-10/2024-02", "October 2023 to February 2024"),
        ("2023-99", "2023"),
        ("soon", "soon"),
        (None, ""),
    ],
)
def test_day(date: str | None, shown: str) -> None:
    assert say.day(date) == shown


@pytest.mark.parametrize(
    ("quantity", "qualifier", "vague", "shown"),
    [
        (12, "exact", None, "12 GM200"),
        (12, None, None, "12 GM200"),
        (12, "up to", None, "up to 12 GM200"),
        (30, "approx", None, "about 30 GM200"),
        (1500, "at least", None, "at least 1,500 GM200"),
        (None, None, "thousands", "GM200 (“thousands”)"),
        (None, None, None, "GM200"),
    ],
)
def test_goods(quantity: int | None, qualifier: str | None, vague: str | None, shown: str) -> None:
    weapon = {"name": "radars", "designation": "GM200", "category": "radar/sensor", "quantity": quantity}
    assert things.goods([weapon | {"quantity_qualifier": qualifier, "quantity_text": vague}]) == shown


def test_many_goods_are_cut_short() -> None:
    weapons = [{"name": name} for name in "abcde"]
    assert things.goods(weapons) == "a, b, c, 2 more"
    assert things.goods([]) == "not told"


def test_states() -> None:
    assert say.states(["TUR", "XKX"]) == f"{packs.state_name('TUR')} and {packs.state_name('XKX')}"
    assert say.states([]) == "not named"
    assert say.in_sentence(["USA", "POL"]).startswith("the United States")


def test_codes_with_an_article_are_known() -> None:
    assert [code for code in say.words()["with_article"] if say.state_name(code) == code] == []


def test_every_code_of_the_codebook_has_a_word() -> None:
    words = say.words()
    assert set(words["status"]) == set(words["status_note"]) == set(words["sentence"]) == set(packs.STATUSES)
    assert set(words["category"]) == set(packs.CATEGORIES)
    assert set(words["noun"]) < set(packs.CATEGORIES)
    assert set(words["mode"]) == set(packs.MODES)
    assert [say.step(status) for status in packs.STATUSES] == [1, 2, 3, 4, 5, 6, 0, 0, 0]


def _deal(**told: object) -> dict[str, object]:
    weapon = {"name": "drones", "designation": "Bayraktar TB2", "category": "uav", "quantity": 5}
    return {"supplier": ["TUR"], "recipient": ["XKX"], "weapons": [weapon], "status": "delivered"} | told


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "Türkiye delivered five Bayraktar TB2 drones to Kosovo."),
        ({"delivery_date": "2023-05-16"}, "Türkiye delivered five Bayraktar TB2 drones to Kosovo on 16 May 2023."),
        (
            {"mode": "gift", "supplier": ["USA"]},
            "The United States delivered five Bayraktar TB2 drones to Kosovo as a gift.",
        ),
        (
            {
                "status": "ordered",
                "order_date": "2022",
                "delivery_date": "2027/2030",
                "value": {"amount": 5, "currency": "EUR"},
            },
            "Kosovo ordered five Bayraktar TB2 drones from Türkiye in 2022, delivery from 2027 to 2030, worth €5.",
        ),
        ({"supplier": [], "status": "requested"}, "Kosovo asked for five Bayraktar TB2 drones."),
        (
            {"recipient": [], "status": "approved"},
            "The transfer of five Bayraktar TB2 drones from Türkiye was approved.",
        ),
        ({"supplier": [], "recipient": [], "weapons": [], "status": "refused"}, "A transfer of weapons was refused."),
        ({"modality": "hedged"}, "Türkiye delivered five Bayraktar TB2 drones to Kosovo (reportedly)."),
    ],
)
def test_sentence(told: dict[str, object], sentence: str) -> None:
    assert summary.sentence(_deal(**told)) == sentence


def test_sentence_with_a_service_and_braces() -> None:
    weapon = {"name": "{supplier}", "designation": None, "category": "other", "quantity": 1, "service": "upgrade"}
    assert summary.sentence(_deal(weapons=[weapon])) == "Türkiye delivered an upgrade of one {supplier} to Kosovo."


@pytest.mark.parametrize("status", packs.STATUSES)
@pytest.mark.parametrize("supplier", [[], ["TUR"]])
@pytest.mark.parametrize("recipient", [[], ["XKX"]])
def test_every_sentence_can_be_made(status: str, supplier: list[str], recipient: list[str]) -> None:
    text = summary.sentence(_deal(status=status, supplier=supplier, recipient=recipient))
    assert text.endswith(".") and "{" not in text and "Bayraktar" in text
    assert ("Türkiye" in text, "Kosovo" in text) == (bool(supplier), bool(recipient))


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("supplier", ["TUR"], "Türkiye"),
        ("weapons[0].category", "uav", "Drones"),
        ("weapons[0].split", {"TUR": 2, "XKX": 1}, "Türkiye 2 and Kosovo 1"),
        ("weapons[0].split", [["TUR", 2]], "Türkiye 2"),
        ("weapons[0].quantity", 1200, "1,200"),
        ("weapons[0].quantity_qualifier", "approx", "about"),
        ("value", {"amount": 2e6, "currency": "EUR"}, "€2 million"),
        ("order_date", "2023-05", "May 2023"),
        ("status", "ordered", "Ordered"),
        ("background", True, "yes"),
        ("manufacturer", ["A", "B", "C"], "A, B and C"),
        ("value", None, "not told"),
    ],
)
def test_cell(path: str, value: object, shown: str) -> None:
    assert summary.cell(path, value) == shown


def test_cells_stand_in_the_order_of_a_sentence() -> None:
    paths = [
        "mode",
        "weapons[10].name",
        "weapons[2].quantity",
        "status",
        "recipient",
        "odd",
        "supplier",
        "weapons[2].name",
    ]
    assert sorted(paths, key=say.place) == [
        "supplier",
        "recipient",
        "weapons[2].name",
        "weapons[2].quantity",
        "weapons[10].name",
        "status",
        "mode",
        "odd",
    ]


@pytest.mark.parametrize(
    ("lang", "text", "script", "tag"),
    [
        ("sr", "Србија", None, "sr-Cyrl"),
        ("sr", "Srbija", None, "sr-Latn"),
        ("sr", "", "Cyrl", "sr-Cyrl"),
        ("tr", "Türkiye", None, "tr"),
        ("sr-Latn", "Србија", None, "sr-Latn"),
        ('x" onclick="', "a", None, ""),
        (None, "a", None, ""),
    ],
)
def test_language_tag(lang: str | None, text: str, script: str | None, tag: str) -> None:
    assert say.tag(lang, text, script) == tag


def test_one_thing_of_a_category_in_a_sentence() -> None:
    assert [things.one_of(it) for it in ("uav", "combat aircraft", "artillery")] == [
        "drone",
        "combat aircraft",
        "artillery",
    ]


@pytest.mark.parametrize(
    ("reports", "origins", "told"),
    [
        (1, 1, "1 report"),
        (3, 3, "3 independent reports"),
        (5, 4, "5 reports from 4 origins"),
        (2, 1, "2 reports from 1 origin"),
    ],
)
def test_reports_and_origins_are_said_once(reports: int, origins: int, told: str) -> None:
    assert say.told_in(reports, origins) == told


def test_words_of_another_language_are_no_number() -> None:
    told = [things.quantity({"quantity": None, "quantity_text": it}) for it in ("dozens of", "binlerce")]
    assert told == ["“dozens of”", ""]
    with tongue.speaking("tr"):
        assert things.quantity({"quantity": None, "quantity_text": "binlerce"}) == "“binlerce”"


def test_goods_of_a_type_named_before_say_what_they_are() -> None:
    lots = [
        {"designation": "Javelin", "name": "Javelins", "category": "missile", "quantity": 246},
        {"designation": "Javelin", "name": "command launch units", "category": "missile", "quantity": 24},
        {"designation": "Javelin", "name": "more Javelins", "category": "missile", "quantity": 3},
    ]
    assert things.goods(lots) == "246 Javelin, 24 Javelin (command launch units), 3 Javelin"
