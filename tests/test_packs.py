"""The packs test themselves: every file is well formed, every rule opens on its examples and not on its counters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from materiel import packs
from materiel.read.clauses.events import events
from materiel.read.rules import code
from materiel.read.who.actor import grammar
from materiel.read.words.lexicon import lexicon
from materiel.read.words.tag import tag
from materiel.types import Block, Document

PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
CLASSES_OF_THE_ENGINE = {"det", "and", "be", "of", "stop", "relative", "negate", "plan", "future", "past", "defence"}


def rules() -> Iterator[tuple[str, dict[str, Any]]]:
    for lang in packs.languages():
        pack = packs.toml("lang", f"{lang}.toml")
        for rule in () if "base" in pack else pack["rule"]:  # what a base says is tested there
            yield lang, rule


def document(lang: str, sentence: str) -> Document:
    """A sentence as the only paragraph of a text."""
    return Document("example", sentence, (Block("paragraph", 0, len(sentence)),), lang=lang, published="2024-06-01")


def opened(lang: str, sentence: str) -> set[str]:
    """The ids of the rules that open on a sentence."""
    pack = lexicon(lang)
    return {
        rule.value
        for tagged in tag(document(lang, sentence), pack)
        for event in events(sentence, tagged, pack)
        for rule in event.rules
    }


RULES = [pytest.param(lang, rule, id=f"{lang}-{rule['id']}") for lang, rule in rules()]


@pytest.mark.parametrize(("lang", "rule"), RULES)
def test_a_rule_opens_on_its_examples_and_they_tell_of_a_deal(lang: str, rule: dict[str, Any]) -> None:
    assert rule["examples"], "a rule without an example explains nothing"
    for example in rule["examples"]:
        assert rule["id"] in opened(lang, example), example
        assert code(document(lang, example)).deals, example


@pytest.mark.parametrize(("lang", "rule"), RULES)
def test_a_rules_counter_examples_are_no_news_of_a_deal(lang: str, rule: dict[str, Any]) -> None:
    assert rule["counter"], "a rule without a counter-example is too wide"
    for counter in rule["counter"]:
        assert not code(document(lang, counter)).is_transfer, counter


@pytest.mark.parametrize("lang", packs.languages())
def test_a_pack_is_whole(lang: str) -> None:
    pack = packs.toml("lang", f"{lang}.toml")
    ids = [rule["id"] for rule in pack["rule"]]
    assert len(ids) == len(set(ids)), "two rules share an id"
    assert {rule["frame"] for rule in pack["rule"]} - {"step"} <= set(pack["frames"])
    statuses = {rule[key] for rule in pack["rule"] for key in ("status", "future", "paper") if key in rule}
    assert statuses <= set(packs.STATUSES)
    assert {rule["mode"] for rule in pack["rule"] if "mode" in rule} <= set(packs.MODES)
    general = {"any_aircraft", "any_vehicle", "any_craft", "any_system", "any_weapon"}
    assert {category.replace("_", " ") for category in set(pack["goods"]) - general} <= set(packs.CATEGORIES)
    roles = {"supplier", "recipient", "origin", "maker", "veto"}
    assert {role for frame in pack["frames"].values() for role in frame.values()} <= roles
    assert set(grammar(lang).before) | set(grammar(lang).after) <= set(pack["words"])
    assert set(pack["words"]) >= CLASSES_OF_THE_ENGINE
    assert {event for kind in ("reactions", "responses", "judgements") for event in pack.get(kind, {})} <= PLOVER


def test_the_gazetteers_name_what_the_codebook_asks() -> None:
    assert {"XKX", "TWN", "SRB", "TUR", "USA"} <= set(packs.states())
    assert packs.state_name("TUR") == "Türkiye"
    assert packs.state_name("no such code") == "no such code"
