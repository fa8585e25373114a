"""Papers that a firm receives or is given: the firm sells, and a house of several states sells from the type's."""

import pytest

from materiel.read.page.text import document
from materiel.read.rules import code
from materiel.types import Page


def read(text):
    return code(document(Page("t", "t", text.encode()))).deals


@pytest.mark.parametrize(
    "text",
    [
        "Der Konzern Saab hat von der peruanischen Armee einen Auftrag über neun Kampfjets vom Typ Gripen erhalten.",
        "Saab a reçu de l'armée péruvienne une commande de neuf avions de combat Gripen.",
        "Saab recibió del Ejército del Perú un pedido de nueve aviones de combate Gripen.",
        "Grupul Saab a obținut de la statul peruan o comandă pentru 9 avioane de luptă Gripen.",
        "Das peruanische Heer hat einen Auftrag über neun Kampfjets Gripen an Saab vergeben.",
        "L'armée péruvienne a attribué à Saab un contrat pour neuf avions de combat Gripen.",
        "Peru has awarded a contract to Saab for nine Gripen fighter jets for its air force.",
    ],
)
def test_who_receives_the_paper_sells(text: str) -> None:
    (deal,) = read(text)
    buyer = "FIN" if "Finlandei" in text else "PER"
    assert (deal.supplier, deal.recipient, deal.status) == (("SWE",), (buyer,), "ordered")


def test_goods_that_come_are_no_paper() -> None:
    (deal,) = read("Nach dem Auftrag hat die peruanische Armee von Schweden neun Kampfjets Gripen erhalten.")
    assert (deal.supplier, deal.recipient, deal.status) == (("SWE",), ("PER",), "delivered")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Die kanadische Armee hat neun Kampfpanzer Leopard 2A8 bei KNDS bestellt.", "DEU"),
        ("Die kanadische Armee kauft neun Haubitzen Caesar. Der Vertrag mit KNDS wurde unterzeichnet.", "FRA"),
    ],
)
def test_a_house_of_several_states_sells_from_where_the_type_is_made(text: str, state: str) -> None:
    assert read(text)[0].supplier == (state,)


@pytest.mark.parametrize(
    "text",
    [
        "Peru selected Sweden's Saab over France's Dassault to supply its army with nine Gripen fighter jets.",
        "Sweden's Saab beat France's Dassault to supply the Peruvian army with nine Gripen fighter jets.",
        "Peru preferred the Swedish Gripen to the French Rafale and will get nine of these fighter jets for its army.",
        "Sweden's Saab was chosen ahead of Dassault to supply the Peruvian army with nine Gripen fighter jets.",
        "Peru's army picked nine Gripen jets from Sweden, turning down the French Rafale and the German Typhoon.",
    ],
)
def test_losers_of_a_contest_supply_nothing(text: str) -> None:
    (deal,) = read(text)
    assert (deal.supplier, deal.recipient) == (("SWE",), ("PER",))
    assert [weapon.designation for weapon in deal.weapons] == ["JAS 39 Gripen"]


def test_a_list_shares_one_giver_and_one_verb() -> None:
    found = read("Brazil's Embraer sold nine C-390 aircraft to the Finnish air force, four to Chile and two to Oman.")
    told = [(deal.supplier, deal.recipient, deal.weapons[0].quantity) for deal in found]
    assert told == [(("BRA",), (code,), number) for code, number in (("FIN", 9), ("CHL", 4), ("OMN", 2))]


@pytest.mark.parametrize(
    ("text", "party", "status"),
    [
        ("Talks with Peru on a similar deal continue.", "PER", "negotiating"),
        ("Talks with Peru are at an advanced stage.", "PER", "negotiating"),
        ("Peru has ordered nine of them.", "PER", "ordered"),
    ],
)
def test_another_buys_the_same_from_whoever_sold_it(text: str, party: str, status: str) -> None:
    found = read(f"Sweden has delivered six Gripen fighter jets to the Chilean air force in Santiago. {text}")
    assert [(deal.supplier, deal.recipient) for deal in found] == [(("SWE",), ("CHL",)), (("SWE",), (party,))]
    assert (found[1].weapons[0].designation, found[1].status) == ("JAS 39 Gripen", status)


def test_what_is_said_of_other_goods_too() -> None:
    found = read(
        "Norway has suspended the sale of missiles to the Omani army, a minister said. Tanks for Chad are affected too."
    )
    told = [(deal.supplier, deal.recipient, deal.weapons[0].category, deal.status) for deal in found]
    assert told == [
        (("NOR",), ("OMN",), "missile", "suspended"),
        (("NOR",), ("TCD",), "armoured vehicle", "suspended"),
    ]


def test_numbered_papers_share_their_parties() -> None:
    found = read(
        "Chad's defence ministry signed two contracts on Friday. The first is for nine tanks from Italy. "
        "The second covers four radars from Peru."
    )
    assert [(deal.supplier, deal.recipient) for deal in found] == [(("ITA",), ("TCD",)), (("PER",), ("TCD",))]


@pytest.mark.parametrize(
    "text",
    [
        "The Omani army bought drones from Sweden. Asked about the shipment, the Chinese foreign ministry fell silent.",
        "The Omani army bought drones from Sweden. Turkey suffered drone attacks blamed on the Iran-backed Houthis.",
        "The Omani army bought drones from Sweden. The drones have been sold to 16 countries.",
    ],
)
def test_what_tells_no_deal_of_its_own(text: str) -> None:
    (deal,) = read(text)
    assert (deal.supplier, deal.recipient) == (("SWE",), ("OMN",))


def test_a_list_under_what_was_approved() -> None:
    found = read(
        "The Pentagon notified Congress of possible arms sales to two countries.\n\n"
        "- Kuwait: nine AH-64E Apache helicopters, $1.2 billion\n\n- Chile: six HIMARS launchers, $500 million"
    )
    told = [(deal.supplier, deal.recipient, deal.value.amount if deal.value else None) for deal in found]
    assert told == [(("USA",), ("KWT",), 1.2e9), (("USA",), ("CHL",), 5e8)]
    assert not any(deal.background for deal in found)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Oman signed a letter of intent under which Sweden will sell its army nine Gripens.", "negotiating"),
        ("Oman a signé un contrat aux termes duquel la Suède lui livrera neuf avions de combat Gripen.", "ordered"),
        (
            "Une lettre d'intention aux termes de laquelle Oman achètera neuf chars à la Suède a été signée.",
            "negotiating",
        ),
    ],
)
def test_what_the_paper_is_worth_on_which_it_rests(text: str, status: str) -> None:
    assert [(deal.supplier, deal.recipient, deal.status) for deal in read(text)] == [(("SWE",), ("OMN",), status)]


@pytest.mark.parametrize(
    "text",
    [
        "In der Zwischenzeit plant die norwegische Regierung die Lieferung von etwa 50 Leopard-Panzern an Lettland.",
        "Norwegen kündigte am Montag in Oslo die Lieferung von 50 Leopard-Panzern an Lettland an.",
    ],
)
def test_who_plans_or_announces_a_delivery_gives(text: str) -> None:
    (deal,) = read(text)
    assert (deal.supplier, deal.recipient, deal.weapons[0].quantity) == (("NOR",), ("LVA",), 50)


def test_a_package_that_is_announced_is_no_delivery() -> None:
    (deal,) = read("A new US military aid package for Chad includes nine armored Humvee vehicles for its army.")
    assert (deal.supplier, deal.recipient, deal.status, deal.mode) == (("USA",), ("TCD",), "approved", "gift")


def test_what_the_goods_will_join_is_there_already() -> None:
    (deal,) = read("Chad's army ordered nine Rafale jets from France. When delivered, the jets will join six MiG-29s.")
    assert [weapon.designation for weapon in deal.weapons] == ["Rafale"]
    assert deal.status == "ordered"


def test_whose_type_it_is_sells_it() -> None:
    (deal,) = read("Sweden signed a deal with Chad's army for the sale of twelve (12) Gripen fighter jets.")
    assert (deal.supplier, deal.recipient, deal.weapons[0].quantity) == (("SWE",), ("TCD",), 12)
