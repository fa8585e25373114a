"""Leave to hand on: three states in one clause, and numbers that stand for goods spoken of before."""

import pytest

from materiel.read.page.text import document
from materiel.read.rules import code
from materiel.types import Page


def read(text):
    return code(document(Page("t", "t", text.encode()))).deals


ASKED = [
    "Dänemark bat die Schweiz um Erlaubnis, Haubitzen an die Ukraine weiterzugeben.",
    "Le Danemark a demandé à la Suisse l'autorisation de réexporter des obusiers vers l'Ukraine.",
    "Dinamarca pidió a Suiza permiso para enviar obuses a Ucrania.",
    "Danemarca a cerut Elveției permisiunea de a trimite obuziere Ucrainei.",
]
BARRED = [
    "Bern lehnte ein dänisches Gesuch ab, Haubitzen an die Ukraine zu liefern.",
    "Die Schweiz untersagt Dänemark die Weitergabe von Haubitzen an die Ukraine.",
    "La Suisse a refusé au Danemark l'autorisation de livrer des obusiers à l'Ukraine.",
    "La Suisse a rejeté la demande danoise de réexporter des obusiers vers l'Ukraine.",
    "Suiza rechazó la petición danesa de enviar obuses a Ucrania.",
    "Elveția a refuzat cererea Danemarcei de a trimite obuziere în Ucraina.",
]


@pytest.mark.parametrize(("text", "status"), [*((t, "requested") for t in ASKED), *((t, "refused") for t in BARRED)])
def test_who_asks_for_leave_would_hand_over(text: str, status: str) -> None:
    (deal,) = read(text)
    assert (deal.supplier, deal.recipient, deal.status) == (("DNK",), ("UKR",), status)


def test_an_article_tells_the_dative_and_a_number_parts_body_and_goods() -> None:
    (deal,) = read("Die Bundeswehr hat dem estnischen Heer neun Haubitzen übergeben.")
    assert (deal.supplier, deal.recipient) == (("DEU",), ("EST",))
    (deal,) = read("Bei Rheinmetall hat das estnische Verteidigungsministerium neun Schützenpanzer bestellt.")
    assert (deal.supplier, deal.recipient) == (("DEU",), ("EST",))


@pytest.mark.parametrize(
    "text",
    [
        "La Croatie a commandé douze obusiers Caesar à la France. La Belgique en a acheté neuf.",
        "Die kroatische Armee hat in Frankreich zwölf Haubitzen Caesar bestellt. Belgien kaufte neun Stück.",
    ],
)
def test_a_number_stands_for_the_goods_spoken_of(text: str) -> None:
    first, second = read(text)
    assert (first.recipient, first.weapons[0].quantity) == (("HRV",), 12)
    assert (second.supplier, second.recipient) == (("FRA",), ("BEL",))
    assert (second.weapons[0].designation, second.weapons[0].quantity) == ("CAESAR", 9)


@pytest.mark.parametrize(
    "text",
    [
        "La Finlande enverra neuf chars Leopard 2 à la Slovaquie, la Suède en livrera quatre et le Danemark deux.",
        "Finnland liefert der Slowakei neun Kampfpanzer, Schweden vier und Dänemark zwei.",
        "Finland will send nine tanks to Slovakia, Sweden four and Denmark two.",
    ],
)
def test_a_party_whose_verb_is_left_out_has_a_deal_of_its_own(text: str) -> None:
    deals = {deal.supplier[0]: deal.weapons[0].quantity for deal in read(text)}
    assert deals == {"FIN": 9, "SWE": 4, "DNK": 2}


@pytest.mark.parametrize(
    "text",
    [
        "La marine royale jordanienne achète deux patrouilleurs à l'Italie.\n\nLe contrat a été signé lundi à Amman.",
        "Die peruanische Marine kauft zwei Zerstörer aus Italien.\n\nDer Vertrag wurde am Montag unterzeichnet.",
        "La Armada del Perú compra dos patrulleras a Italia.\n\nEl contrato se firmó el lunes en Lima.",
    ],
)
def test_goods_named_after_what_they_do_are_no_exercise(text: str) -> None:
    (deal,) = read(text)
    assert (deal.supplier, deal.background) == (("ITA",), False)


def test_a_firm_with_an_ampersand_is_found_and_what_shall_be_is_no_fact() -> None:
    (deal,) = read("Die peruanische Armee kauft 900 Gewehre bei Heckler & Koch. Ausgeliefert werden sollen sie 2031.")
    assert (deal.supplier, deal.manufacturer, deal.status) == (("DEU",), ("Heckler & Koch",), "ordered")
