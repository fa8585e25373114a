"""Same: whom "that country", "the same manufacturer" stands for.

"That country" (class ``same_party``) is the other state of the story: the last one named that is neither the subject of
the sentence nor, where another is known, the state whose press tells the story. "The same manufacturer" (class
``same_maker``) is the last maker named, or whoever stands for the other state where none is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from materiel import packs
from materiel.read.who.actor import Actor, Grammar
from materiel.read.who.markers import body_case, word_before
from materiel.read.words.tag import Sentence


@dataclass(frozen=True, slots=True)
class Others:
    """The state and the home of the maker that a story named last."""

    state: str | None = None
    maker: str | None = None

    def after(self, found: Sequence[Actor], home: str | None) -> Others:
        """The same after a sentence of these actors; a state with a marker goes before one without."""
        named = [one for one in found if one.code in packs.states() and one.code != home and one.form != "same"]
        led = [one for one in named if one.marker] or named
        firms = [one.code for one in found if one.maker is not None]
        return Others(led[-1].code if led else self.state, firms[-1] if firms else self.maker)


NOBODY = Others()


def same_party(sentence: Sentence, found: Sequence[Actor], grammar: Grammar, others: Others) -> list[Actor]:
    """The words of a sentence that stand for a state or maker named before, as actors."""
    out: list[Actor] = []
    if any(one.form == "group" for one in found):
        return out  # "the Union's embargo on arms for that country"
    for name in ("same_party", "same_maker"):
        places = frozenset(sentence.where(name))
        for at in (at for at in places if at - 1 not in places):
            last = next(end for end in range(at, len(sentence.words)) if end + 1 not in places)
            code = _meant(name, [one for one in found if one.last < at], others)
            if code in packs.states():
                marker = word_before(sentence, at, grammar.before) or body_case(sentence, at)
                words = sentence.words
                out.append(Actor(code, at, last, words[at].start, words[last].end, marker, "same"))
    return out


def _meant(name: str, before: Sequence[Actor], others: Others) -> str:
    """Whom the words stand for: one named before them in the sentence, else one of the story."""
    states = [one.code for one in before if one.marker and one.code in packs.states()]
    firms = [one.code for one in before if one.maker is not None]
    state = states[-1] if states else others.state
    maker = firms[-1] if firms else others.maker
    return ((maker or state) if name == "same_maker" else state) or ""
