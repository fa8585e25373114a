"""Hints: what makers, adjectives and names side by side say of the parties, however the clause is built.

A hint weighs less than what a verb or a noun governs: it decides only where nothing better is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from materiel import packs
from materiel.read.clauses.clause import Event, Vote
from materiel.read.clauses.frame import several
from materiel.read.clauses.lots import wanted
from materiel.read.who.actor import Actor
from materiel.read.who.listed import together
from materiel.read.words.tag import Mention


def hints(event: Event, cast: Sequence[Vote], signed: bool) -> Iterator[Vote]:
    """What makers and adjectives of goods hint at, however the clause is built."""
    voted = {actor for vote in cast for actor in vote.actors}
    yield from _pair(event, signed)
    yield from _headline(event)
    yield from _speaker(event, cast)
    goods = wanted(event)
    joint = packs.toml("codebook", "goods.toml")["joint"]["makers"]
    passing = any(vote.rule.startswith("reexport") for vote in cast)
    for actor in event.actors:
        near = any(0 < one.head - actor.last <= 6 or one.first <= actor.first <= one.last for one in goods)
        near = near or (actor.marker == "gen" and any(0 < one.head - actor.last <= 10 for one in goods))
        near = near or (actor.marker == "adjective" and any(one.last + 1 == actor.first for one in goods))
        if actor.marker == "made":
            if near:
                yield Vote("origin", 1.0, (actor,), "made")
            if not passing:
                yield Vote("supplier", 0.4, (actor,), "made")
        elif actor.marker == "consent":
            yield Vote("veto", 1.0, (actor,), "consent")
            yield Vote("supplier", 0.9, (actor,), "consent")
        elif actor.marker == "adjective" and near:
            yield Vote("supplier", 0.8, (actor,), "adjective")
        elif actor.form == "maker" and _beside(event, actor):
            yield Vote("supplier", 0.4, (actor,), "made")
        elif actor.form == "maker" and actor not in voted:
            yield Vote("supplier", 0.5 if actor.maker in joint else 1.3, (actor,), "maker")
        elif actor.marker == "for" and any(one.last < actor.first for one in event.goods):
            yield Vote("recipient", 0.8, (actor,), "for")
        elif actor.marker == "possessive" and near:
            role = "recipient" if actor.form == "body" else "supplier"  # "the Omani navy's two frigates"
            yield Vote(role, 0.3, (actor,), "possessive")
        elif actor.marker == "gen" and near and _of_giver(event, actor, cast):
            yield Vote("supplier", 0.7, (actor,), "possessive")


def _speaker(event: Event, cast: Sequence[Vote]) -> Iterator[Vote]:
    """Who tells of a sale or delivery of what his own state makes, of which nobody else is said to be the giver
    ("Macron said that six Caesar howitzers had been delivered to Ukraine"), or of a purchase with no other buyer."""
    told = {vote.role: {one.code for one in vote.actors} for vote in cast if vote.role in ("supplier", "recipient")}
    if len(told) != 1 or any(vote.role == "pair" for vote in cast) or not event.has("say"):
        return
    types = {one.designation or "" for one in event.goods if one.known}
    makers = {packs.weapons()[name]["origin"] for name in types if name in packs.weapons()}
    said = [one for one in event.actors if one.form in ("home", "body", "government") and not one.marker]
    said += [_as_actor(mention) for mention in event.sentence.of("person", "state") if "recipient" in told]
    if "recipient" in told:
        said = [one for one in said if one.code in makers and not _marked(event, one)]
    elif not any(vote.rule.startswith("buy") for vote in cast):
        return
    speaker = next((one for one in said if not any(one.code in codes for codes in told.values())), None)
    if speaker is not None:
        yield Vote("supplier" if "recipient" in told else "recipient", 0.6, (speaker,), "speaker")


def _as_actor(mention: Mention) -> Actor:
    return Actor(mention.value, mention.first, mention.last, mention.start, mention.end, "", "home")


def _marked(event: Event, speaker: Actor) -> bool:
    return any(one.first == speaker.first and one.marker for one in event.actors)


def _pair(event: Event, signed: bool) -> Iterator[Vote]:
    """Two states that a headline or a pact names side by side are the two parties, whichever gives and takes."""
    bare = [actor for actor in event.actors if not actor.marker or actor.marker == "between"]
    group = together(event.sentence, event.actors, bare[0]) if bare else ()
    if (
        len(group) == 2
        and several(group)
        and (signed or event.sentence.kind == "heading" or bare[0].marker == "between")
    ):
        for actor in group:
            yield Vote("supplier", 0.6, (actor,), "pair")
            yield Vote("recipient", 0.6, (actor,), "pair")


def in_turn(told: Iterable[Mapping[str, Any]], group: Sequence[Actor], rule: str) -> Iterator[Vote]:
    """Of two who sign a contract of purchase the first named buys, of sale sells; whose industry it is weighs more.
    ``told`` are the rules of the clause."""
    kinds = {one["frame"] for one in told if not one.get("noun") or one.get("mode")}  # "delivery" is either's
    buys, sells = bool(kinds & {"get", "purchase"}), bool(kinds & {"give", "transfer"})
    if buys != sells and len(group) == 2:
        roles = ("recipient", "supplier") if buys else ("supplier", "recipient")
        for role, actor in zip(roles, group, strict=True):
            yield Vote(role, 0.03, (actor,), rule)


def _headline(event: Event) -> Iterator[Vote]:
    """From whom and to whom a headline without a verb says the goods go, where cases say it: "FNSS'den Peru'ya on
    zırhlı"."""
    if event.sentence.kind != "heading" or event.rules or not event.goods:
        return
    if len(event.actors) == 1 and event.actors[0].marker == "dat":
        yield Vote("recipient", 0.8, (event.actors[0],), "headline")
    for given, taken in pairwise(event.actors):
        if (given.marker, taken.marker) == ("abl", "dat"):
            yield Vote("supplier", 1.0, (given,), "headline")
            yield Vote("recipient", 1.0, (taken,), "headline")


def _of_giver(event: Event, owner: Actor, cast: Sequence[Vote]) -> bool:
    """Whether goods are called a state's own, right behind its name, and go to another one whom the verb at the end
    names: "Polonya'nın tankları Ukrayna'ya teslim edildi"."""
    if not event.sentence.pack.get("verb_final"):
        return False
    taken = any(vote.role == "recipient" and owner not in vote.actors for vote in cast)
    given = any(vote.role == "supplier" for vote in cast)
    return taken and not given and all(vote.role != "recipient" or owner not in vote.actors for vote in cast)


def _beside(event: Event, maker: Actor) -> bool:
    """Whether the maker only names the goods: "six used Saab Gripens"."""
    return not maker.marker and any(one.first <= maker.first and maker.last <= one.head for one in event.goods)
