"""Who hands over, who receives, and which step is told, however the sentence is built."""

from __future__ import annotations

import pytest

from materiel.read.rules import code
from materiel.types import Block, Deal, Document


def deals(text: str, lang: str = "en") -> tuple[Deal, ...]:
    """The deals of a text of one paragraph."""
    document = Document("x", text, (Block("paragraph", 0, len(text)),), lang=lang, published="2024-06-01")
    return code(document).deals


TR_XK = {
    "active": "Turkey delivered five Bayraktar TB2 drones to Kosovo.",
    "two objects": "Turkey has sold Kosovo five Bayraktar TB2 drones.",
    "buyer as subject": "Kosovo bought five Bayraktar TB2 drones from Turkey.",
    "passive": "Five Bayraktar TB2 drones were bought by Kosovo from Turkey.",
    "passive of the receiver": "Kosovo was supplied with five Bayraktar TB2 drones by Turkey.",
    "arrival": "Five Bayraktar TB2 drones arrived in Kosovo from Turkey.",
    "possessive of the seller": "Turkey's sale of five Bayraktar TB2 drones to Kosovo was approved.",
    "possessive of the buyer": "Kosovo's purchase of five Bayraktar TB2 drones from Turkey was approved.",
    "nominal": "The delivery of five Bayraktar TB2 drones from Turkey to Kosovo took place on Monday.",
    "adjective": "Kosovo received five Turkish Bayraktar TB2 drones.",
    "adjective of a body": "The Turkish government approved the export of five Bayraktar TB2 drones to Kosovo.",
    "body of the receiver": "The Kosovo Security Force took delivery of five Bayraktar TB2 drones from Turkey.",
    "capitals": "Ankara will send five Bayraktar TB2 drones to Pristina.",
    "infinitive": "Kosovo wants to buy five Bayraktar TB2 drones from Turkey.",
    "infinitive of another": "Kosovo asked Turkey to deliver five Bayraktar TB2 drones.",
    "relative clause of a party": "Kosovo, which bought five Bayraktar TB2 drones from Turkey, thanked Ankara.",
    "relative clause of the goods": "The five Bayraktar TB2 drones that Turkey delivered to Kosovo are armed.",
    "maker as subject": "Baykar delivered five Bayraktar TB2 drones to Kosovo.",
    "maker signs": "Baykar signed a contract with Kosovo for five Bayraktar TB2 drones.",
    "signed with a maker": "Kosovo signed a contract with Baykar for five Bayraktar TB2 drones.",
    "maker wins an order": "Baykar has won an order from Kosovo for five Bayraktar TB2 drones.",
    "plan in a passive's words": "Kosovo is to buy five Bayraktar TB2 drones from Turkey.",
    "step before the transfer": "Turkey has agreed to sell Kosovo five Bayraktar TB2 drones.",
    "body before the goods": "Turkey gave the Kosovo army five Bayraktar TB2 drones.",
    "aside about the receiver": "Turkey sold five Bayraktar TB2 drones to Kosovo, which parted from Serbia.",
    "signed with a state": "Kosovo signed a contract with Turkey for five Bayraktar TB2 drones.",
}


@pytest.mark.parametrize("text", TR_XK.values(), ids=TR_XK.keys())
def test_the_same_deal_in_other_words(text: str) -> None:
    (deal,) = deals(text)
    assert (deal.supplier, deal.recipient) == (("TUR",), ("XKX",))
    assert [(weapon.designation, weapon.quantity) for weapon in deal.weapons] == [("Bayraktar TB2", 5)]


ABROAD = [
    ("sr", "Turska je isporučila Kosovu pet dronova Bayraktar TB2."),
    ("sr", "Kosovo je kupilo pet dronova Bayraktar TB2 od Turske."),
    ("sr", "Турска је испоручила Косову пет дронова Бајрактар ТБ2."),
    ("hr", "Turska je isporučila Kosovu pet dronova Bayraktar TB2."),
    ("bs", "Kosovo je kupilo pet dronova Bayraktar TB2 od Turske."),
    ("tr", "Türkiye, Kosova'ya beş Bayraktar TB2 teslim etti."),
    ("tr", "Kosova, Türkiye'den beş Bayraktar TB2 satın aldı."),
    ("tr", "Baykar, Kosova ile beş Bayraktar TB2 için sözleşme imzaladı."),
    ("sq", "Turqia i dorëzoi Kosovës pesë dronë Bayraktar TB2."),
    ("sq", "Kosova bleu pesë dronë Bayraktar TB2 nga Turqia."),
]


@pytest.mark.parametrize(("lang", "text"), ABROAD)
def test_the_same_deal_in_other_languages(lang: str, text: str) -> None:
    (deal,) = deals(text, lang)
    assert (deal.supplier, deal.recipient) == (("TUR",), ("XKX",))
    assert [(weapon.designation, weapon.quantity) for weapon in deal.weapons] == [("Bayraktar TB2", 5)]


@pytest.mark.parametrize(
    ("text", "supplier", "recipient"),
    [
        ("Kosovo and Albania bought ten Bayraktar TB2 drones from Turkey.", ["TUR"], ["XKX", "ALB"]),
        ("Turkey delivered ten Bayraktar TB2 drones to Kosovo and Albania.", ["TUR"], ["XKX", "ALB"]),
        ("Israel and Germany delivered missiles to Estonia.", ["ISR", "DEU"], ["EST"]),
        ("Ukraine received 14 tanks from Germany and Poland.", ["DEU", "POL"], ["UKR"]),
    ],
)
def test_parties_in_one_list_share_a_role(text: str, supplier: list[str], recipient: list[str]) -> None:
    (deal,) = deals(text)
    assert (sorted(deal.supplier), sorted(deal.recipient)) == (sorted(supplier), sorted(recipient))


STEPS = [
    ("en", "Turkey delivered ten drones to Kosovo.", "delivered", "asserted"),
    ("en", "Turkey will deliver ten drones to Kosovo.", "approved", "future"),
    ("en", "Saab will deliver ten radars to Kosovo.", "ordered", "future"),
    ("en", "Turkey plans to deliver ten drones to Kosovo.", "considered", None),
    ("en", "Turkey would deliver ten drones to Kosovo if parliament agreed.", "considered", None),
    ("en", "If Turkey delivers ten drones to Kosovo, the region will change.", "considered", "hypothetical"),
    ("en", "Turkey will not deliver ten drones to Kosovo.", "refused", None),
    ("en", "Kosovo is considering buying ten drones from Turkey.", "considered", None),
    ("en", "France offered Serbia Rafale fighter jets.", "considered", None),
    ("en", "Kosovo requested 250 Javelin missiles from the United States.", "requested", "asserted"),
    ("en", "Kosovo asked Turkey for ten drones.", "requested", "asserted"),
    ("en", "Kosovo is in talks with France on Caesar howitzers.", "negotiating", "asserted"),
    ("en", "Kosovo signed a letter of intent with France for Caesar howitzers.", "negotiating", "asserted"),
    ("en", "Germany approved the export of Leopard 2 tanks to Ukraine.", "approved", "asserted"),
    ("en", "The US State Department approved the sale of Javelin missiles to Kosovo.", "approved", "asserted"),
    ("en", "Poland's parliament decided to buy 32 F-35 jets from the United States.", "approved", None),
    ("en", "Poland chose the K2 tank from South Korea.", "approved", "asserted"),
    ("en", "Germany pledged 14 Leopard 2 tanks to Ukraine.", "approved", "asserted"),
    ("en", "Kosovo signed a contract with Turkey for ten drones.", "ordered", "asserted"),
    ("en", "Kosovo bought ten drones from Turkey.", "ordered", "asserted"),
    ("en", "Under the contract with Lockheed Martin, Poland will receive 32 F-35 jets.", "ordered", None),
    ("en", "Ten Bayraktar TB2 drones arrived in Kosovo from Turkey.", "delivered", "asserted"),
    ("en", "Germany suspended the delivery of Leopard 2 tanks to Ukraine.", "suspended", "asserted"),
    ("en", "Ukraine cancelled the purchase of Leopard 2 tanks from Germany.", "cancelled", "asserted"),
    ("en", "Germany refused to deliver Leopard 2 tanks to Ukraine.", "refused", "asserted"),
    ("sr", "Srbija planira da kupi avione Rafale od Francuske.", "considered", None),
    ("sr", "Nemačka je odbila da isporuči tenkove Leopard 2 Ukrajini.", "refused", None),
    ("sr", "Ako Turska isporuči dronove Kosovu, sve se menja.", "considered", "hypothetical"),
    ("hr", "Njemačka će Ukrajini isporučiti 14 tenkova Leopard 2.", "approved", "future"),
    ("tr", "Sırbistan, Fransa'dan 12 Rafale savaş uçağı almayı planlıyor.", "considered", None),
    ("tr", "Almanya Türkiye'ye tank satışını reddetti.", "refused", None),
    ("sq", "Serbia planifikon të blejë 12 avionë luftarakë Rafale nga Franca.", "considered", None),
    ("sq", "Gjermania refuzoi t'i dërgojë Ukrainës tanke Leopard 2.", "refused", None),
]


@pytest.mark.parametrize(("lang", "text", "status", "modality"), STEPS)
def test_step_and_how_sure_it_is(lang: str, text: str, status: str, modality: str | None) -> None:
    (deal,) = deals(text, lang)
    assert deal.status == status
    assert modality is None or deal.modality == modality
    assert deal.evidence["status"]


def test_what_has_not_been_delivered_is_not_delivered() -> None:
    assert [deal.status for deal in deals("Turkey has not delivered the ten drones to Kosovo.")] != ["delivered"]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Germany donated 14 Leopard 2 tanks to Ukraine.", "gift"),
        ("Czechia leased 14 Gripen fighter jets from Sweden.", "lease"),
        ("Poland will produce K2 tanks under licence from South Korea.", "licence"),
        ("Serbia bought 12 Rafale jets from France.", "sale"),
        ("Turkey delivered ten drones to Kosovo.", "unknown"),
    ],
)
def test_mode(text: str, mode: str) -> None:
    (deal,) = deals(text)
    assert deal.mode == mode
    assert mode == "unknown" or deal.evidence["mode"]


MONEY_AND_DATES = [
    ("Serbia signed a contract with France on 29 August 2023 for 12 Rafale jets worth 2.7 billion euros ($3 billion).",
     (2.7e9, "EUR"), "2023-08-29", None),
    ("Canada ordered 16 Poseidon aircraft from the United States in a deal worth C$10.4 billion.",
     (10.4e9, "CAD"), None, None),
    ("Australia bought 20 HIMARS launchers from the United States for A$1.6 billion.", (1.6e9, "AUD"), None, None),
    ("India signed a contract with Russia for S-400 systems worth Rs. 39,000 crore.", (3.9e11, "INR"), None, None),
    ("Serbia bought 12 Rafale jets from France for 2.7 billion euros, and deliveries will begin in 2028.",
     (2.7e9, "EUR"), None, "2028"),
    ("Serbia bought 12 Rafale jets from France last month.", None, "2024-05", None),
    ("Serbia ordered 12 Rafale jets from France in March.", None, "2024-03", None),
    ("Serbia will receive 12 Rafale jets from France next year.", None, None, "2025"),
    ("Poland took a loan of $2 billion and bought 96 Apache helicopters from the United States.", None, None, None),
    ("The jets cost 80 million dollars each; Poland bought 32 F-35 jets from the United States.", None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "order", "delivery"), MONEY_AND_DATES)
def test_the_price_and_the_days_of_a_deal(
    text: str, value: tuple[float, str] | None, order: str | None, delivery: str | None
) -> None:
    (deal,) = deals(text)
    assert (None if deal.value is None else (deal.value.amount, deal.value.currency)) == value
    assert (deal.order_date, deal.delivery_date) == (order, delivery)


def told(text: str) -> list[tuple[tuple[str, ...], tuple[str, ...], list[tuple[str | None, int | None]]]]:
    """Who, whom and what of each deal in the news."""
    return [
        (deal.supplier, deal.recipient, [(weapon.designation, weapon.quantity) for weapon in deal.weapons])
        for deal in deals(text) if not deal.background
    ]  # fmt: skip


def test_goods_named_in_the_next_sentence_belong_to_the_deal_signed_before() -> None:
    text = "Kosovo signed a contract with Turkey on Monday. It covers five Bayraktar TB2 drones and 20 MAM-L munitions."
    assert told(text) == [(("TUR",), ("XKX",), [("Bayraktar TB2", 5), ("MAM-L", 20)])]


def test_launchers_and_missiles_of_one_type_are_two_lots() -> None:
    text = "Estonia bought Javelin anti-tank missiles from the United States. It gets 6 launchers and 40 missiles."
    assert told(text) == [(("USA",), ("EST",), [("Javelin", 6), ("Javelin", 40)])]


def test_each_half_of_a_sentence_has_its_own_parties() -> None:
    text = "Poland ordered 48 K9 howitzers from South Korea and Norway bought 54 Leopard 2 tanks from Germany."
    assert told(text) == [
        (("KOR",), ("POL",), [("K9", 48)]),
        (("DEU",), ("NOR",), [("Leopard 2", 54)]),
    ]


def test_the_state_that_withholds_consent_is_no_supplier() -> None:
    text = "Latvia wants to send Ukraine M109 howitzers, but Austria has blocked the transfer."
    (deal,) = deals(text)
    assert (deal.supplier, deal.recipient, deal.refused_by, deal.status) == (("LVA",), ("UKR",), ("AUT",), "refused")


def test_a_request_that_was_received_is_no_delivery() -> None:
    (deal,) = deals(
        "A request by Kosovo to buy Javelin missiles from the United States has been received in Washington."
    )
    assert (deal.supplier, deal.recipient, deal.status) == (("USA",), ("XKX",), "requested")


NO_DEALS = [
    "Northwind's shareholders approved the sale of its ammunition making operations to a Swedish group.",
    "The general ordered the US Army to move two Patriot batteries to Poland.",
    "A think tank in Germany sent a report to Poland on its fuel tanks.",
    "Kurdish fighters were given food by Germany.",
    "Poland's defence ministry ordered 96 Borsuk infantry fighting vehicles from the Polish company PGZ.",
    "Turkey's army received 20 Bayraktar TB2 drones from Baykar.",
    "French Rafale jets took part in an exercise with Greece in July.",
    "Twelve Rafale fighter jets arrived in Greece for the exercise from France.",
    "Germany deployed Patriot batteries to Poland.",
    "Serbia operates 14 MiG-29 fighter jets.",
    "Serbia's fleet includes T-72 tanks from Russia.",
    "Russian missiles struck Kyiv overnight and destroyed two tanks.",
    "Police seized 20 rifles smuggled from Serbia to Kosovo.",
    "Arsenal sold the striker to Turkey for 20 million euros.",
    "Rockets beat the Bulls in Houston, and Stinger scored twice.",
    "Peace talks between Serbia and Kosovo resumed in Brussels.",
    "The minister delivered a speech on drones in Ankara.",
    "France sold wheat to Egypt.",
]


@pytest.mark.parametrize("text", NO_DEALS)
def test_what_is_no_news_of_a_transfer(text: str) -> None:
    assert not [deal for deal in deals(text) if not deal.background]
