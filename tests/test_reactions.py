"""What third states say or do about a deal."""

from __future__ import annotations

import pytest

from materiel.read.rules import code
from materiel.types import Block, Document, Reading

NEWS = {
    "en": "Turkey sold ten Bayraktar TB2 drones to Kosovo.",
    "sr": "Turska je prodala Kosovu deset dronova Bayraktar.",
    "tr": "Türkiye Kosova'ya on adet Bayraktar TB2 insansız hava aracı sattı.",
    "sq": "Turqia i shiti Kosovës dhjetë dronë Bayraktar TB2.",
    "de": "Die Türkei verkaufte dem Kosovo zehn Drohnen vom Typ Bayraktar TB2.",
    "fr": "La Turquie a vendu dix drones Bayraktar TB2 au Kosovo.",
    "ru": "Турция продала Косову десять беспилотников Bayraktar TB2.",
    "uk": "Туреччина продала Косову десять безпілотників Bayraktar TB2.",
    "bg": "Турция продаде на Косово десет дрона Bayraktar TB2.",
    "mk": "Турција му продаде на Косово десет дронови Bayraktar TB2.",
    "el": "Η Τουρκία πούλησε στο Κόσοβο δέκα drones Bayraktar TB2.",
}


def reading(answer: str, lang: str = "en", news: str | None = None) -> Reading:
    """The reading of the news of a deal and of the sentence behind it."""
    text = f"{NEWS[lang] if news is None else news} {answer}".strip()
    return code(Document("x", text, (Block("paragraph", 0, len(text)),), lang=lang, published="2024-06-01"))


ANSWERS = [
    ("en", "Serbia condemned the sale.", ("SRB", "TUR", "ACCUSE")),
    ("en", "Serbia criticised Turkey over the sale.", ("SRB", "TUR", "ACCUSE")),
    ("en", "The deal was condemned by Serbia.", ("SRB", "TUR", "ACCUSE")),
    ("en", "The Serbian defence ministry condemned the sale.", ("SRB", "TUR", "ACCUSE")),
    ("en", "Serbian President Dragan Petric accused Turkey of lying.", ("SRB", "TUR", "ACCUSE")),
    ("en", "Belgrade warned of consequences of the deal.", ("SRB", "TUR", "THREATEN")),
    ("en", "Russia urged Turkey to stop the sale.", ("RUS", "TUR", "REQUEST")),
    ("en", "Serbia summoned the Turkish ambassador over the drones.", ("SRB", "TUR", "REQUEST")),
    ("en", "Russia imposed sanctions on Turkey over the sale.", ("RUS", "TUR", "SANCTION")),
    ("en", "Albania welcomed the deal.", ("ALB", "TUR", "SUPPORT")),
    ("en", "The sale is a provocation, Serbian President Aleksandar Vucic said.", ("SRB", "TUR", "ACCUSE")),
    ("en", "Vucic called on Ankara to stop the deliveries.", ("SRB", "TUR", "REQUEST")),
    ("en", "Ankara brushed aside Serbian criticism of the deal.", ("SRB", "TUR", "ACCUSE")),
    ("en", "The deal met with criticism from Belgrade.", ("SRB", "TUR", "ACCUSE")),
    ("en", "Washington imposed sanctions on Turkey over the sale.", ("USA", "TUR", "SANCTION")),
    ("en", "Serbia condemned the purchase.", ("SRB", "XKX", "ACCUSE")),
    ("en", "Albania warned Turkey against the sale.", ("ALB", "TUR", "REQUEST")),
    ("en", "Albania warned Turkey that the sale would have a price.", ("ALB", "TUR", "THREATEN")),
    ("en", "Montenegro recalled its envoy and criticised the drones.", ("MNE", "TUR", "ACCUSE")),
    ("en", "Serbia told Pristina to wait. It condemned the Turkish drones.", ("SRB", "XKX", "ACCUSE")),
    (
        "en",
        "Serbia protested. Defence Minister Jasna Orlic said Turkey must stop the deliveries.",
        ("SRB", "TUR", "REQUEST"),
    ),
    ("en", "Serbia said the sale would not go unanswered.", ("SRB", "TUR", "THREATEN")),
    ("sr", "Srbija je osudila prodaju.", ("SRB", "TUR", "ACCUSE")),
    ("sr", "Vučić je ocenio da je isporuka neprihvatljiva i da krši rezoluciju.", ("SRB", "TUR", "ACCUSE")),
    ("sr", "Rusija je Tursku pozvala da obustavi isporuke.", ("RUS", "TUR", "REQUEST")),
    ("tr", "Sırbistan satışı kınadı.", ("SRB", "TUR", "ACCUSE")),
    ("sq", "Serbia e dënoi shitjen.", ("SRB", "TUR", "ACCUSE")),
    ("de", "Serbien kritisierte den Verkauf.", ("SRB", "TUR", "ACCUSE")),
    ("fr", "La Serbie a condamné la vente.", ("SRB", "TUR", "ACCUSE")),
    ("fr", "La Turquie doit cesser ses livraisons, a déclaré le ministère serbe.", ("SRB", "TUR", "REQUEST")),
    ("sq", "Presidenti i Serbisë, Aleksandar Vuçiq, e dënoi shitjen.", ("SRB", "TUR", "ACCUSE")),
    ("ru", "Сербия осудила продажу.", ("SRB", "TUR", "ACCUSE")),
    ("uk", "Сербія засудила продаж.", ("SRB", "TUR", "ACCUSE")),
    ("bg", "Сърбия осъди продажбата.", ("SRB", "TUR", "ACCUSE")),
    ("mk", "Србија ја осуди продажбата.", ("SRB", "TUR", "ACCUSE")),
    ("el", "Η Σερβία καταδίκασε την πώληση.", ("SRB", "TUR", "ACCUSE")),
]


@pytest.mark.parametrize(("lang", "answer", "told"), ANSWERS)
def test_actor_target_and_event(lang: str, answer: str, told: tuple[str, str, str]) -> None:
    read = reading(answer, lang)
    (one,) = read.reactions
    assert (one.actor, one.target, one.plover) == told
    assert one.about_deal == 0
    assert {"actor", "plover", "target"} <= set(one.evidence)
    assert all(quote.stands_in(read.document.text) for quotes in one.evidence.values() for quote in quotes)
    told_here = (*one.evidence["actor"], *one.evidence["plover"])
    assert all(quote.start > len(NEWS[lang]) for quote in told_here)


def test_a_reaction_to_two_states_is_one_for_each() -> None:
    read = reading("Serbia blamed Kosovo and Turkey for the deal.")
    assert {(one.actor, one.target, one.plover) for one in read.reactions} == {
        ("SRB", "XKX", "ACCUSE"),
        ("SRB", "TUR", "ACCUSE"),
    }


def test_a_state_that_is_denied_its_arms_may_blame_the_giver() -> None:
    news = "Canada suspended deliveries of camera systems to Turkey."
    (one,) = reading("Turkey criticised Ottawa over the suspension.", news=news).reactions
    assert (one.actor, one.target, one.plover, one.about_deal) == ("TUR", "CAN", "ACCUSE", 0)


def test_several_events_of_one_state_are_several_reactions() -> None:
    read = reading("Serbia condemned the sale. Serbia also summoned the Turkish ambassador over the drones.")
    assert [(one.actor, one.plover) for one in read.reactions] == [("SRB", "ACCUSE"), ("SRB", "REQUEST")]


@pytest.mark.parametrize(
    "answer",
    [
        "Serbia has not condemned the deal.",
        "Serbia said that the deal was signed on Monday.",
        "Croatia rejected an offer of drones from Israel.",
        "Greece supports peace in the Aegean.",
        "An analyst criticised the deal.",
        "Experts think that Serbia condemned the sale in secret.",
        "Serbia warned Turkey before its drones took off.",
        "Serbia was kicked out of the drone programme.",
        "Kosovo welcomed the drones.",
        "Turkey praised the drones.",
        "The drones carry four missiles each.",
    ],
)
def test_what_is_no_reaction(answer: str) -> None:
    assert reading(answer).reactions == ()


@pytest.mark.parametrize("answer", ["Serbia condemned the floods.", "Serbia accused Turkey of lying."])
def test_without_a_deal_nobody_reacts(answer: str) -> None:
    assert reading(answer, news="").reactions == ()


def test_a_state_named_by_the_way_is_not_he() -> None:
    between = "Snow fell in the hills. Roads were closed. Schools opened late. "
    said = "By arming Chad, he said, Turkey breaks a resolution, and he demanded that the deliveries to Chad stop."
    told = reading(between + said, news="Sweden sold ten Gripen jets to Chad's army.")
    assert not told.reactions
