"""Houses: makers of several states, which sell from the state where the type in question is made.

KNDS sells Leopards from Germany and Caesars from France: its name alone does not say which, the type named nearest
does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from materiel import packs
from materiel.read.who.actor import Actor
from materiel.read.words.tag import Sentence

Made = Sequence[tuple[int, str, str]]
"""The types of a document that such a house makes: sentence, house, state of manufacture."""


def made(sentences: Iterable[Sentence]) -> Made:
    """Each type of a house of several states, where it is named."""
    houses = packs.toml("codebook", "goods.toml")["joint"]["houses"]
    out = []
    for sentence in sentences:
        for mention in sentence.of("weapon"):
            row = packs.weapons().get(mention.value, {})
            house = next((one for one in houses if row.get("maker", "").startswith(one)), None)
            if house and row["origin"]:
                out.append((sentence.number, house, row["origin"]))
    return out


def housed(found: Sequence[Actor], number: int, types: Made) -> list[Actor]:
    """The actors of sentence ``number``; a house of several states stands for that of its type named nearest."""
    return [replace(one, code=_state(one, number, types)) if types and one.maker else one for one in found]


def _state(actor: Actor, number: int, types: Made) -> str:
    own = [(abs(number - at), state) for at, house, state in types if house == actor.maker]
    return min(own)[1] if own and actor.code == packs.makers()[str(actor.maker)]["state"] else actor.code
