"""Languages whose verbs stand last: who is who by the endings behind names, bodies, firms and lists (Turkish)."""

import pytest

from materiel.read.page.text import document
from materiel.read.rules import code
from materiel.types import Page


def read(text):
    return code(document(Page("t", "t", text.encode()))).deals


def told(text):
    return [(*deal.supplier, *deal.recipient, deal.status, deal.weapons[0].quantity) for deal in read(text)]


@pytest.mark.parametrize(
    ("text", "deal"),
    [
        # a body behind an adjective, a firm behind its adjective, a body behind a name that is an adjective elsewhere
        ("Tayland, Fransız hükümetinden altı helikopter aldı.", ("FRA", "THA", "ordered", 6)),
        ("Peru, Türk savunma sanayii şirketi Otokar'dan 12 zırhlı araç satın aldı.", ("TUR", "PER", "ordered", 12)),
        ("Brezilya, Polonya ordusuna 12 obüs sattı.", ("BRA", "POL", "ordered", 12)),
        # who signs for a sale sells; whose tender it is takes; who answers a request gives, an offer takes
        ("Fransa, Irak'a 18 obüs satışı için sözleşme imzaladı.", ("FRA", "IRQ", "ordered", 18)),
        ("Fas ile Saab, 18 radarın satın alınması için mutabakat zaptı imzaladı.", ("SWE", "MAR", "negotiating", 18)),
        ("Almanya, Kenya'nın altı obüs ihalesini kazandı.", ("DEU", "KEN", "approved", 6)),
        ("İsveç, Irak'ın 24 zırhlı araç talebini reddetti.", ("SWE", "IRQ", "refused", 24)),
        ("Fas, İsrail'in 24 helikopter teklifini reddetti.", ("ISR", "MAR", "refused", 24)),
        ("Kenya'nın altı obüs satın almak için Çin ile müzakere yürüteceği açıklandı.",
         ("CHN", "KEN", "negotiating", 6)),
        # an adverbial closes no main clause
        ("Kenya, anlaşmanın imzalanmasından yaklaşık yedi ay sonra Çin'den altı obüs teslim aldı.",
         ("CHN", "KEN", "delivered", 6)),
        ("Çin'den sipariş edilen altı obüsün üç ay sonra Kenya yönetimine teslim edileceği söylendi.",
         ("CHN", "KEN", "ordered", 6)),
        # names that only describe, are asked, or are a war's
        ("Çin, Kenya limanlarını korumak için Fas'a altı radar vermeyi planlıyor.", ("CHN", "MAR", "considered", 6)),
        ("Rusya-Ukrayna savaşı nedeniyle Peru, Brezilya'dan altı obüs alıyor.", ("BRA", "PER", "ordered", 6)),
    ],
)  # fmt: skip
def test_who_is_who_by_what_stands_behind(text: str, deal: tuple[str, str, str, int]) -> None:
    assert told(text) == [deal]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya, Çin'den altı obüs, Fas'tan on radar satın aldı.",
        "Kenya iki ayrı sözleşme imzaladı. İlki, Çin'den alınacak altı obüs. İkincisi, Fas'tan alınacak on radar.",
    ],
)
def test_each_lot_has_its_own_giver(text: str) -> None:
    assert sorted(told(text)) == [("CHN", "KEN", "ordered", 6), ("MAR", "KEN", "ordered", 10)]


def test_more_of_the_same_comes_from_the_same() -> None:
    deals = told("Irak, Güney Kore'den altı obüs satın aldı. Ülke on obüs daha almayı planlıyor.")
    assert deals == [("KOR", "IRQ", "ordered", 6), ("KOR", "IRQ", "considered", 10)]


def test_the_contract_is_told_behind_its_batch() -> None:
    batch, whole = read("İsrail, Peru'ya iki obüs teslim etti. Sözleşme toplam 18 obüsü kapsıyor.")
    assert (batch.status, batch.weapons[0].quantity, batch.background) == ("delivered", 2, False)
    assert (whole.status, whole.weapons[0].quantity, whole.background) == ("ordered", 18, True)


def test_a_sale_of_arms_in_two_words_is_a_sale() -> None:
    assert told("Kanada'nın Mısır'a silah satışını tümüyle askıya aldığı bildirildi.") == [
        ("CAN", "EGY", "suspended", None)
    ]
