"""How news says it: persons, word order, cases behind hyphens, collective numerals, halves, denials."""

from __future__ import annotations

from dataclasses import replace

import pytest

from materiel.read.page.text import document
from materiel.read.rules import code
from materiel.types import Deal, Page


def news(lang: str, text: str) -> list[Deal]:
    """The news deals of a text in a language that is told."""
    page = document(Page("news", "news.txt", text.encode()))
    return [deal for deal in code(replace(page, lang=lang)).deals if not deal.background]


# language, sentence, supplier, recipient, number, status
TOLD = [
    ("sr", "Južna Koreja prodala je Poljskoj 37 samohodnih haubica.", "KOR", "POL", 37, "ordered"),
    ("sr", "Srbija je od Francuske kupila jedanaestoro novih lovaca Rafale.", "FRA", "SRB", 11, "ordered"),
    ("hr", "Kosovo je preuzelo šestero turskih dronova Bayraktar TB2.", "TUR", "XKX", 6, "delivered"),
    ("hr", "Vlada je odobrila nabavu devet bacača raketa HIMARS iz SAD-a za Hrvatsku vojsku.", "USA", "HRV", 9,
     "approved"),
    ("hr", "Ugovor o kupnji 14 aviona Rafale potpisala je Grčka s Francuskom.", "FRA", "GRC", 14, "ordered"),
    ("sr", "Srbija neće kupiti ruski sistem S-400.", "RUS", "SRB", None, "refused"),
    ("bg", "Няма да даваме изтребители МиГ-29 на Украйна, заяви министърът.", "BGR", "UKR", None, "refused"),
    ("bg", "Закупихме девет изтребителя F-16 от САЩ.", "USA", "BGR", 9, "ordered"),
    ("mk", "Албанија порача четири дрона „Бајрактар ТБ2“ од турската компанија „Бајкар“.", "TUR", "ALB", 4, "ordered"),
    ("ru", "Шесть истребителей Су-30СМ армии получит Казахстан от России до конца года.", "RUS", "KAZ", 6, "approved"),
    ("ru", "Иран ведёт с Россией переговоры о закупке истребителей Су-35.", "RUS", "IRN", None, "negotiating"),
    ("uk", "Чехія поставила Україні пів мільйона артилерійських снарядів.", "CZE", "UKR", 500_000, "delivered"),
    ("el", "Αγοράσαμε 18 μαχητικά Rafale από τη Γαλλία, δήλωσε ο υπουργός Άμυνας.", "FRA", "GRC", 18, "ordered"),
    ("tr", "Ürdün Silahlı Kuvvetleri ile Baykar, sekiz TB2 alımı konusunda mutabakata vardı.", "TUR", "JOR", 8,
     "negotiating"),
    ("tr", "İspanya hükümeti, TUSAŞ tarafından geliştirilen 21 Hürjet'in alımına yeşil ışık yaktı.", "TUR", "ESP", 21,
     "approved"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "supplier", "recipient", "number", "status"), TOLD)
def test_what_a_sentence_tells(
    lang: str, text: str, supplier: str, recipient: str, number: int | None, status: str
) -> None:
    (deal,) = news(lang, text)
    assert (deal.supplier, deal.recipient, deal.status) == ((supplier,), (recipient,), status)
    assert deal.weapons[0].quantity == number


@pytest.mark.parametrize(
    ("lang", "text", "amount"),
    [
        ("uk", "Польща уклала з Кореєю контракт на 90 танків K2 вартістю чотири з половиною мільярди доларів.", 4.5e9),
        ("hr", "Grčka je od Francuske za pola milijarde eura kupila 18 haubica CAESAR.", 5e8),
        ("sr", "Grčka je od Francuske za milijardu i po evra kupila 18 aviona Rafale.", 1.5e9),
    ],
)  # fmt: skip
def test_halves_of_large_sums(lang: str, text: str, amount: float) -> None:
    (deal,) = news(lang, text)
    assert deal.value is not None and deal.value.amount == amount


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sr", "Ministarstvo odbrane demantovalo je da je Srbija kupila dronove od Turske."),
        ("sr", "Tvrdnje da je Srbija prodala tenkove Ukrajini su netačne."),
        ("bg", "Твърдението, че България е продала танкове на Украйна, е невярно."),
        ("ru", "Сообщения о том, что Сербия передала Украине танки, не соответствуют действительности."),
        ("el", "Η Αθήνα διέψευσε ότι έστειλε συστήματα S-300 στην Ουκρανία."),
    ],
)
def test_what_is_denied_is_no_news(lang: str, text: str) -> None:
    assert not news(lang, text)
