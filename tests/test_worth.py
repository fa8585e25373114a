"""What a text tells besides its news: rows that are worth keeping, and kinds that make goods arms."""

import pytest

from materiel.read.page.text import document
from materiel.read.rules import code
from materiel.types import Page


def read(text):
    return code(document(Page("t", "t", text.encode()))).deals


@pytest.mark.parametrize(
    "text",
    [
        "Tunisia's health service received ambulances on Monday.",
        "Die Stadt in Tunesien hat neue Fahrzeuge erhalten.",
        "Türkiye'deki belediye yeni araçlar teslim aldı.",
    ],
)
def test_goods_of_nobody_and_no_type_are_worth_no_row(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("France delivered the first frigate to Greece on Monday.", "frigate"),
        ("Frankreich hat an Griechenland die erste Fregatte geliefert.", "Fregatte"),
        ("Francuska je isporučila Grčkoj prvu fregatu.", "fregatu"),
        ("Француска је испоручила Грчкој прву фрегату.", "фрегату"),
    ],
)
def test_a_warship_is_arms_by_its_kind(text: str, goods: str) -> None:
    (deal,) = read(text)
    assert not deal.background
    assert deal.weapons[0].name.endswith(goods)
    assert (deal.supplier, deal.recipient) == (("FRA",), ("GRC",))


@pytest.mark.parametrize(
    "text",
    [
        "Italy delivered two frigates and a corvette to Egypt's navy.",
        "Italien hat der ägyptischen Marine zwei Fregatten und eine Korvette geliefert.",
        "Италија је испоручила Египту две фрегате и једну корвету.",
    ],
)
def test_kinds_of_one_category_are_two_lines(text: str) -> None:
    (deal,) = read(text)
    assert [one.quantity for one in deal.weapons] == [2, 1]


def test_the_name_of_one_thing_begins_behind_its_article() -> None:
    (deal,) = read("The United States will provide Chad's coast guard with a surplus patrol vessel, the minister said.")
    assert (deal.weapons[0].name, deal.weapons[0].quantity) == ("patrol vessel", 1)


def test_beside_news_an_unlikely_deal_is_none() -> None:
    told = read(
        "Morocco's army has ordered a reconnaissance satellite from Israel for $700 million.\n\n"
        "The satellite looks at the ground with a radar, which neither darkness nor cloud disturbs."
    )
    assert [(deal.supplier, deal.recipient) for deal in told if not deal.background] == [(("ISR",), ("MAR",))]


def test_counted_goods_of_another_kind_are_none_of_a_known_type() -> None:
    told = read(
        "Chad's army will not buy Bayraktar TB2 drones from Türkiye.\n\n"
        "Instead about 400 kamikaze drones have been ordered, the minister said."
    )
    (news,) = [deal for deal in told if deal.weapons[0].designation == "Bayraktar TB2"]
    assert (news.status, news.weapons[0].quantity) == ("refused", None)
