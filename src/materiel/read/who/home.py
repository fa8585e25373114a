"""Home: whom a bare "the defence ministry" or "the army" stands for.

News names its own state's bodies without the state. A body that no name stands beside stands for the state spoken of
before, else for that of the dateline's capital, else for the state whose press writes in this language (``home`` in the
pack), else for the state whose forces the text names first. Which words are such bodies says the class ``institution``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from materiel import packs
from materiel.read.who.actor import Actor, Grammar
from materiel.read.who.markers import body_case, word_before
from materiel.read.words.dateline import dateline
from materiel.read.words.tag import Sentence


def home(sentences: Sequence[Sentence]) -> str | None:
    """The state of the story: that of its dateline's capital, else of its language, else whose forces it names, else of
    whom it calls the minister."""
    for sentence in sentences[:6]:
        for mention in sentence.of("state") if sentence.kind != "heading" else ():
            if mention.entry.form == "capital" and mention.last < _begins(sentence):
                return mention.value
    if sentences and "home" in sentences[0].pack:
        return str(sentences[0].pack["home"])
    forces = next((code for sentence in sentences if (code := _forces(sentence))), None)
    return forces or next((code for sentence in sentences[:8] if (code := _minister(sentence))), None)


def _minister(sentence: Sentence) -> str | None:
    """The state of a minister or leader whom the press names without it: "the defence minister Pirro Vengu said"."""
    states = [m.first for m in sentence.of("state", "group")]
    for mention in sentence.of("person"):
        near = range(mention.first - 5, mention.last + 4)
        if sentence.holds(max(0, mention.first - 4), mention.first, "body") and not any(at in near for at in states):
            return mention.value
    return None


def _begins(sentence: Sentence) -> int:
    """The first word behind a dateline, which may be a sentence of its own: "Dakar, 5 mai 2024." """
    words = sentence.words
    alone = len(words) <= _SHORT and any(word.kind == "0" for word in words)
    return dateline(words, sentence.dates) or (len(words) if alone else 0)


_SHORT = 8
"""Words of a sentence that is nothing but a dateline."""


def _forces(sentence: Sentence) -> str | None:
    """The state whose forces a sentence names in full: "the Sri Lanka Air Force"."""
    for mention in sentence.of("state") if "institution" in sentence.said else ():
        forces = sentence.holds(mention.first + 1, mention.last + 2, "institution")
        if forces and mention.entry.form not in ("capital", "city"):
            return mention.value
    return None


def institutions(sentence: Sentence, found: Sequence[Actor], grammar: Grammar, state: str | None) -> list[Actor]:
    """The bare bodies of a sentence as actors: of the leader named before them, else of ``state`` if that is known."""
    if "institution" not in sentence.said:
        return []
    leaders = {m.last: m.value for m in sentence.of("person")}
    busy = {at for m in sentence.of("state", "group") for at in range(m.first, m.last + 1)}
    busy |= {at for actor in found for at in range(actor.first, actor.last + 1)}
    out: list[Actor] = []
    at = 0
    while at < len(sentence.words):
        if not sentence.has(at, "institution"):
            at += 1
            continue
        last = at
        while sentence.has(last + 1, "institution", "body"):
            last += 1
        led = [code for place, code in leaders.items() if place < at]  # the premier, and then "the army received"
        code = led[-1] if led else state
        if (
            code is not None
            and code in packs.states()
            and busy.isdisjoint(range(at - 1, last + 2 + sentence.has(last + 1, "of")))  # "the army of Kosovo"
            and not sentence.has(at - 1, "body")
        ):
            marker = word_before(sentence, at, grammar.before)
            marker = marker or body_case(sentence, at)
            words = sentence.words
            out.append(Actor(code, at, last, words[at].start, words[last].end, marker, "home"))
        at = last + 1
    return out


def leaders(sentence: Sentence, found: Sequence[Actor], rules: Mapping[str, Mapping[str, Any]]) -> list[Actor]:
    """The leaders who sign, give or buy, as their states: "Zelensky and Macron signed", "Trump sells". Only where the
    sentence does not name the state, and nobody only says what others do."""
    signs = [m.first for m in sentence.of("rule") if rules[m.value].get("takes") == "paper"]
    verbs = [m for m in sentence.of("rule") if not rules[m.value].get("noun")]
    acts = [m.first for m in verbs if rules[m.value]["frame"] in _SIDES]
    behind = next(iter(sentence.where("relative")), len(sentence.words))
    named = {
        a.code for a in found if a.marker not in ("in", "loc") and a.first < behind
    }  # where they sign says nothing
    out = []
    for mention in sentence.of("person") if signs or acts else ():
        near = [at for at in signs if abs(at - mention.first) <= 8] + [at for at in acts if 0 < at - mention.last <= 3]
        if mention.value in named or not near:
            continue
        first, last = sorted((min(near, key=lambda at: abs(at - mention.first)), mention.first))
        if sentence.holds(first, last, "say"):
            continue
        named.add(mention.value)
        out.append(Actor(mention.value, mention.first, mention.last, mention.start, mention.end, "", "home"))
    return out


_SIDES = ("give", "get", "ask")
