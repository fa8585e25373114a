"""Turns: where a sentence with one subject goes over from giving to taking, or from taking to giving.

"Spain gave Chad its old tugs and ordered two radars from Italy": the words behind "and" tell another deal, in which the
same subject stands on the other side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from materiel.read.clauses.clause import Event
from materiel.read.who.actor import Actor
from materiel.read.who.listed import together
from materiel.read.words.lexicon import Lexicon
from materiel.read.words.phrases import Goods
from materiel.read.words.tag import Sentence

_SIDES = ("give", "get")


def turns(sentence: Sentence, lexicon: Lexicon, found: Sequence[Goods]) -> Mapping[int, int]:
    """The places of each such "and", with the place of the verb before it."""
    if "and" not in sentence.said or lexicon.pack.get("verb_final"):
        return {}
    verbs = {
        m.first: str(lexicon.rules[m.value]["frame"])
        for m in sentence.of("rule")
        if lexicon.rules[m.value]["frame"] in _SIDES and not lexicon.rules[m.value].get("noun")
    }
    out = {}
    for at in sentence.where("and"):
        verb = next((place for place in (at + 1, at + 2) if place in verbs), None)
        before = max((place for place in verbs if place < at), default=None)
        if verb is None or before is None or verbs[verb] == verbs[before]:
            continue
        told = any(before < one.first and one.last < at for one in found)
        goes_on = any(one.first > verb for one in found) or sentence.has(verb + 1, "thing")
        if told and goes_on and not any(at < one.first < verb for one in found):
            out[at] = before
    return out


def papers(sentence: Sentence, lexicon: Lexicon, found: Sequence[Goods]) -> set[int]:
    """The places of each "and" between two papers of another worth, each with goods of its own: "signed a contract for
    two radars and a letter of intent on the boats"."""
    signed = [m for m in sentence.of("rule") if lexicon.rules[m.value].get("paper")]
    out = set()
    for left, right in pairwise(signed):
        worth = {lexicon.rules[m.value]["paper"] for m in (left, right)}
        told = any(left.last < one.first and one.last < right.first for one in found)
        led = [at for at in (right.first - 2, right.first - 1) if sentence.has(at, "and")]
        if len(worth) > 1 and told and led and any(one.first > right.last for one in found):
            out.add(led[-1])
    return out


def go_on(event: Event, verb: int, found: Sequence[Goods], parties: Sequence[Actor]) -> None:
    """Give the clause the subject of the ``verb`` before it, and the goods that its "them" stands for."""
    subjects = [one for one in parties if one.last < verb and not one.marker]
    if subjects:
        event.actors[:0] = together(event.sentence, parties, subjects[-1])
    before = [one for one in found if one.last < event.first]
    stands = next((at for at in event.sentence.where("thing") if event.first < at <= event.last), None)
    if before and stands is not None and not event.goods:
        event.goods = [replace(before[-1], first=stands, head=stands, last=stands)]
