"""Targets: at whom a reaction is aimed, by its object, by the deals of the document, and by whom its voice spoke to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from materiel.read.beside.voices import is_bare
from materiel.read.who.actor import Actor
from materiel.read.who.listed import together
from materiel.read.words.tag import Mention, Sentence
from materiel.types import Deal, Reaction

_GOODS = ("adjective", "made")
_NO_OBJECT = ("from", "by", "of", "agent", "loc", "gen")
_STATES = ("name", "capital", "government")


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its voices, the deals of the document, and whether it, or the one before, speaks of a deal."""

    text: str
    sentence: Sentence
    found: Sequence[Actor]
    deals: Sequence[Deal]
    of_deal: bool
    after_deal: bool
    turned: Mapping[str, Actor]
    """Whom each voice turned to last, in this sentence or before."""


def targets(scene: Scene, cue: Mention, agent: Actor) -> tuple[Actor, ...]:
    """Whom the sentence names as the one addressed or blamed: the object of the act, else the giver, else the taker."""
    givers = {code for deal in scene.deals for code in (*deal.supplier, *deal.refused_by)}
    takers = {code for deal in scene.deals for code in deal.recipient} - givers
    turned = scene.turned.get(agent.code)
    best: tuple[int, Actor] | None = None
    for actor in scene.found:
        if not actor.code or actor.code == agent.code or actor.form == "pronoun":
            continue
        held = close(scene.sentence, cue, actor)
        rank = 3 * held + 2 * (actor.code in givers) + (actor.code in takers)
        if actor.marker in ("to", "for", "dat", "in", "loc") and actor.code in takers and not held:
            rank = 0  # where the goods go
        if rank > 0 and (best is None or rank > best[0]):
            best = (rank, actor)
    if turned is not None and (best is None or best[1].marker in _GOODS):
        return (turned,)  # goods may be called after their maker; who was spoken to is blamed
    if best is None:
        return ()
    return tuple(one for one in together(scene.sentence, scene.found, best[1]) if one.code and one.code != agent.code)


def close(sentence: Sentence, cue: Mention, actor: Actor) -> bool:
    """Whether a name is the object of the word: right behind it or, where verbs come last, right before it."""
    if cue.kind == "judgement" or actor.form == "maker":
        return False
    if actor.first > cue.last:
        gap = range(cue.last + 1, actor.first)
        joined = all(sentence.words[at].kind != "." or sentence.words[at].low in "'’" for at in gap)
        return len(gap) <= 3 and joined and actor.marker not in _NO_OBJECT
    gap = range(actor.last + 1, cue.first)
    return (
        len(gap) <= 3 and bool(sentence.pack.get("free_order")) and actor.marker in ("dat", "acc", "abl", "against", "")
    )


def _elsewhere(actor: Actor) -> Actor:
    """An actor of another sentence: near no word of this one."""
    return replace(actor, first=-99, last=-99)


def addressee(reaction: Reaction, found: Sequence[Actor]) -> dict[str, Actor]:
    """Whom a reaction turned to, for the sentences behind it."""
    heard = [_elsewhere(one) for one in found if one.code == reaction.target]
    return {reaction.actor: heard[-1]} if heard else {}


def addressed(sentence: Sentence, found: Sequence[Actor]) -> dict[str, Actor]:
    """Whom each voice of a sentence turns to: "Paris told Tirana to", "Berlin said Athens should"."""
    out = {}
    for at in sentence.where("address", "say"):
        speakers = [actor for actor in found if actor.last < at and actor.code and is_bare(actor)]
        heard = [
            actor for actor in found if 0 < actor.first - at <= 3 and actor.form in ("name", "capital", "government")
        ]
        if not speakers or not heard or heard[0].marker or heard[0].code in ("", speakers[-1].code):
            continue
        if sentence.has(at, "address") or sentence.has(heard[0].last + 1, "ought"):
            out[speakers[-1].code] = _elsewhere(heard[0])
    return out
