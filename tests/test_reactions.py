"""What third states say or do about a deal."""

from __future__ import annotations

import pytest

from materiel.read.rules import code
from materiel.types import Block, Document, Reading

NEWS = {
    "en": "Turkey sold ten Bayraktar TB2 drones to Kosovo.",
    "sr": "Turska je prodala Kosovu deset dronova Bayraktar TB2.",
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
    ("sr", "Srbija je osudila prodaju.", ("SRB", "TUR", "ACCUSE")),
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


def test_several_events_of_one_state_are_several_reactions() -> None:
    read = reading("Serbia condemned the sale. Serbia also summoned the Turkish ambassador over the drones.")
    assert [(one.actor, one.plover) for one in read.reactions] == [("SRB", "ACCUSE"), ("SRB", "REQUEST")]


@pytest.mark.parametrize(
    "answer",
    [
        "Serbia has not condemned the deal.",
        "An analyst criticised the deal.",
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
