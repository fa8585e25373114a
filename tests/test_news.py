"""English news as it is really written, in sentences made up here: who gives what to whom, and how far it is."""

from __future__ import annotations

import pytest

from materiel.read.rules import code
from materiel.types import Block, Deal, Document


def deals(text: str, published: str | None = "2024-06-12") -> tuple[Deal, ...]:
    """The deals of a text: its first line is the headline where others follow it."""
    blocks, at = [], 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        kind = "heading" if number == 0 and len(lines) > 1 else "paragraph"
        blocks.append(Block(kind, at, at + len(line)))
        at += len(line) + 1
    document = Document("x", text, tuple(blocks), lang="en", published=published, title=lines[0])
    return code(document).deals


# text; supplier, recipient, status, mode, state of manufacture, whose consent is withheld or open
PASSED_ON = [
    ("Switzerland has rejected Austria's request to re-export Swiss-made shells to Ukraine.",
     "AUT", "UKR", "refused", "re-export", "CHE", "CHE"),
    ("Bern vetoed the re-export of 9,000 rounds of Swiss-made ammunition by Spain to Ukraine.",
     "ESP", "UKR", "refused", "re-export", "CHE", "CHE"),
    ("Madrid asked Bern for permission to send Swiss-made shells to Ukraine.",
     "ESP", "UKR", "requested", "re-export", "CHE", "CHE"),
    ("Washington has approved the transfer of 16 US-made F-16 jets from Norway to Romania.",
     "NOR", "ROU", "approved", "re-export", "USA", None),
    ("Norway received US permission to sell 16 F-16 jets to Romania.",
     "NOR", "ROU", "approved", "re-export", "USA", None),
    ("Israel blocked Latvia from sending Spike missiles to Ukraine.",
     "LVA", "UKR", "refused", "re-export", "ISR", "ISR"),
    ("Finland needs Germany's approval to send 12 Leopard 2 tanks to Ukraine.",
     "FIN", "UKR", "considered", "re-export", "DEU", "DEU"),
    ("Germany refused Latvia permission to send T-72 tanks to Ukraine.",
     "LVA", "UKR", "refused", "re-export", None, "DEU"),
    ("The sale of Israeli Kfir jets to Peru was vetoed by the United States.",
     "ISR", "PER", "refused", "sale", None, "USA"),
    ("Armenia bought nine Russian-made Mi-35 helicopters from Cyprus.",
     "CYP", "ARM", "ordered", "sale", "RUS", None),
    ("Croatia is selling 25 Soviet-made tanks to Slovakia.", "HRV", "SVK", "ordered", "sale", "SUN", None),
    ("Peru bought 12 Russian Mi-35 helicopters from Russia.", "RUS", "PER", "ordered", "sale", None, None),
    ("Embraer won an order from Portugal for two patrol aircraft.", "BRA", "PRT", "ordered", "sale", None, None),
]  # fmt: skip


@pytest.mark.parametrize("row", PASSED_ON, ids=[row[0] for row in PASSED_ON])
def test_giver_maker_and_who_must_consent_are_told_apart(row: tuple[str, ...]) -> None:
    text, supplier, recipient, status, mode, made, veto = row
    (deal,) = deals(text)
    assert (deal.supplier, deal.recipient, deal.status, deal.mode) == ((supplier,), (recipient,), status, mode)
    assert (deal.origin, deal.refused_by) == ((made,) if made else (), (veto,) if veto else ())


SHARED = [
    ("Peru ordered 20 tanks from China and six trainers from Brazil, the defence ministry in Lima said.",
     [("CHN", "PER", 20), ("BRA", "PER", 6)]),
    ("Spain donated ten Humvees to Mali and two patrol boats to Togo.", [("ESP", "MLI", 10), ("ESP", "TGO", 2)]),
    ("Iraq signed contracts with South Korea for eight K9 howitzers and with Thales of France for 14 radars.",
     [("KOR", "IRQ", 8), ("FRA", "IRQ", 14)]),
    ("Poland gave 12 tanks and four howitzers to Ukraine.", [("POL", "UKR", 12)]),
    ("Poland gave 12 tanks to Ukraine and Moldova.", [("POL", "UKR", 12)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), SHARED, ids=[text for text, _ in SHARED])
def test_parties_with_goods_of_their_own_are_deals_of_their_own(text: str, told: list[tuple[str, str, int]]) -> None:
    found = [(deal.supplier[0], deal.recipient[0], deal.weapons[0].quantity) for deal in deals(text)]
    assert found == told


COUNTED = [
    ("Oman handed over three Typhoon jets to Malaysia.", "Eurofighter Typhoon", 3, "exact"),
    ("Oman handed over more than three Typhoon jets to Malaysia.", "Eurofighter Typhoon", 3, "at least"),
    ("South Korea delivered two missile-armed frigates to Peru's navy.", None, 2, "exact"),
    ("Japan's 3,000t frigate was handed over to the navy of Kenya.", None, None, None),
]


@pytest.mark.parametrize(("text", "designation", "quantity", "qualifier"), COUNTED, ids=[row[0] for row in COUNTED])
def test_what_counts_the_goods(text: str, designation: str | None, quantity: int | None, qualifier: str | None) -> None:
    (deal,) = deals(text)
    (weapon,) = deal.weapons
    assert (weapon.designation, weapon.quantity, weapon.quantity_qualifier) == (designation, quantity, qualifier)


def test_a_name_that_is_a_makers_and_a_persons() -> None:
    (deal,) = deals("Peru bought 12 howitzers from Serbia, Defence Minister Rafael Quispe told the army's paper.")
    assert deal.manufacturer == ()
    (deal,) = deals("Peru bought 12 Spike launchers from Rafael, the defence minister told the army's paper.")
    assert (deal.supplier, deal.manufacturer) == (("ISR",), ("Rafael",))


def test_a_warning_from_a_state_makes_it_no_supplier() -> None:
    (deal,) = deals("Algeria signed a deal for 12 Su-35 jets, drawing warnings from the United States.")
    assert deal.supplier == ()


TOLD = [
    ("Nigeria received three JF-17 Block II jets from Pakistan.", "PAK", "NGA", "delivered"),
    ("India sealed a deal with Vietnam for supplying 12 patrol boats to its coast guard.", "IND", "VNM", "ordered"),
    ("Two South Korean firms signed contracts with Romania to export 54 K9 howitzers.", "KOR", "ROU", "ordered"),
    ("The yard said the Omani navy's two frigates were delivered by South Korea.", "KOR", "OMN", "delivered"),
    ("The United States announced a donation of 40 Humvees to Ghana.", "USA", "GHA", "approved"),
    ("Chad received eight Huey helicopters as aid from the United States.", "USA", "TCD", "delivered"),
    ("Poland plans to buy 48 FA-50 jets from South Korea, taking delivery of 12 by 2026.", "KOR", "POL", "considered"),
    ("Bharat Dynamics bags export order for 40 Akash missiles from Armenia.", "IND", "ARM", "ordered"),
    ("A Korean shipyard won a contract from Peru for two submarines.", "KOR", "PER", "ordered"),
    ("Estonia awarded Hanwha Aerospace a contract for 12 K9 howitzers.", "KOR", "EST", "ordered"),
    ("Norway's navy has named Germany's thyssenkrupp Marine Systems as winner of a tender for four submarines, "
     "beating yards from France and Sweden.", "DEU", "NOR", "approved"),
    ("Rheinmetall has received an order from Hungary for 218 Lynx fighting vehicles.", "DEU", "HUN", "ordered"),
    ("Germany's KNDS received a contract from Lithuania for 44 Leopard 2A8 tanks.", "DEU", "LTU", "ordered"),
    ("Estonia bought 12 Caesar howitzers from France's KNDS.", "FRA", "EST", "ordered"),
    ("Sudan's army received drones from Iran.", "IRN", "SDN", "delivered"),
    ("Bosnia's armed forces were given four Huey II helicopters by the United States.", "USA", "BIH", "delivered"),
    ("Saab was declared the winner of Peru's fighter jet tender.", "SWE", "PER", "approved"),
    ("Denmark selected the French Caesar howitzer ahead of Germany's PzH 2000.", "FRA", "DNK", "approved"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "supplier", "recipient", "status"), TOLD, ids=[row[0] for row in TOLD])
def test_who_gives_and_how_far_it_is(text: str, supplier: str, recipient: str, status: str) -> None:
    (deal,) = deals(text)
    assert (deal.supplier, deal.recipient, deal.status) == ((supplier,), (recipient,), status)
    assert len(deal.weapons) == 1


def test_what_is_signed_for_dates_no_delivery() -> None:
    (deal,) = deals("On 28 January 2024 Oman signed a contract with France for the supply of 12 Rafale jets.")
    assert (deal.order_date, deal.delivery_date) == ("2024-01-28", None)


def test_goods_that_name_a_maker_are_not_handed_over() -> None:
    (deal,) = deals("Oman bought 30 armed drones from Baykar, the maker of the Akinci drone.")
    assert [weapon.designation for weapon in deal.weapons] == [None]


LOTS = [
    ("India ordered 33 jets from Russia.\nThe order for 21 MiG-29 and 12 Su-30 jets was signed in Delhi.",
     [("MiG-29", 21), ("Su-30", 12)]),
    ("Oman bought two corvettes from Italy. The frigates were ordered from France.", [(None, 2)]),
    ("Chad bought three JF-17 Thunder jets from Pakistan.", [("JF-17", 3)]),
    ("A ceremony was held in Accra to hand over 20 Humvees from the United States to Ghana.", [("Humvee", 20)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), LOTS, ids=[text for text, _ in LOTS])
def test_the_lots_of_a_deal(text: str, told: list[tuple[str | None, int]]) -> None:
    deal = deals(text)[0]
    assert [(weapon.designation, weapon.quantity) for weapon in deal.weapons] == told


def test_what_is_told_of_a_likeness_is_another_deal() -> None:
    told = deals(
        "Italy will build two frigates for Oman, similar to its two Gowind corvettes, which were delivered in 2020."
    )
    assert all((deal.status, deal.weapons[0].designation) != ("delivered", None) for deal in told)


def test_an_option_is_no_order_until_it_is_taken_up() -> None:
    (deal,) = deals("Peru signed a contract with Sweden for 24 Gripen fighters with an option on another 10 jets.")
    assert [one.quantity for one in deal.weapons] == [24]
    (taken,) = deals("Peru has exercised an option for 10 more Gripen fighters from Sweden.")
    assert [one.quantity for one in taken.weapons] == [10]


def test_the_day_of_the_dateline_dates_no_order() -> None:
    (deal,) = deals(
        "Gripens for Lima\n"
        "LIMA, 12 March 2025 - Peru has signed a contract with Sweden for 24 Gripen fighters.\n"
        "The agreement, worth 918 million dollars (846m euros), was signed on Monday by its head of land systems.\n"
        "The jets will be delivered between 2028 and 2032.",
        "2025-03-12",
    )
    assert (deal.order_date, deal.delivery_date) == ("2025-03-10", "2028/2032")
    assert deal.value is not None and (deal.value.amount, deal.value.currency) == (918e6, "USD")


def test_what_only_a_newspaper_says_yields_to_what_the_minister_says() -> None:
    (deal,) = deals(
        "Lima is talking to Sweden about 24 Gripen fighters, its minister said, although a Madrid newspaper "
        "had reported a signed contract."
    )
    assert deal.status == "negotiating"


def test_the_aircraft_that_carries_the_goods_is_not_handed_over() -> None:
    (deal,) = deals("Two Su-30 fighters were delivered to Ethiopia from Russia in the hold of an An-124.")
    assert [one.designation for one in deal.weapons] == ["Su-30"]


@pytest.mark.parametrize(
    "text",
    [
        "Peru signed a contract with South Korea for a new submarine.",
        "Spain has handed the third patrol ship over to Morocco.",
        "Germany will hand over another Patriot system to Ukraine.",
    ],
)
def test_goods_in_the_singular_are_one(text: str) -> None:
    (deal,) = deals(text)
    assert [one.quantity for one in deal.weapons] == [1]


def test_what_is_denied_is_no_news() -> None:
    assert all(
        deal.background for deal in deals("Lima denies jets\nPeru has not bought 24 Gripen fighters from Sweden.")
    )
