"""Clause: what one clause of a sentence holds and tells, before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from materiel.read.who.actor import Actor
from materiel.read.who.same import NOBODY, Others
from materiel.read.words.numbers import Number
from materiel.read.words.phrases import Goods
from materiel.read.words.tag import Mention, Sentence

ACTS = ("give", "get", "arrive")  # frames whose verbs act on goods


@dataclass(frozen=True, slots=True)
class Vote:
    """A claim that ``actors`` play ``role`` (supplier, recipient, origin, veto), and how strongly the words say so."""

    role: str
    weight: float
    actors: tuple[Actor, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a transfer that words tell. ``strong`` steps are verbs and acts, others nouns."""

    status: str
    strong: bool
    start: int
    end: int
    rule: str
    modality: str = "asserted"


@dataclass(slots=True)
class Event:
    """All that one clause tells."""

    sentence: Sentence
    first: int
    last: int
    votes: list[Vote] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    goods: list[Goods] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    rules: list[Mention] = field(default_factory=list)
    modes: list[tuple[str, int, int]] = field(default_factory=list)
    anaphor: bool = False
    denied: bool = False  # the text says that what a form tells is not so
    spoken_of: Actor | None = None
    section: Actor | None = None
    home: str | None = None  # the state of the story, for which its press says "we"
    early: bool = False
    past: bool = False
    counted: tuple[int, int] | None = None  # the words whose numbers are its own, where the clause tells two deals

    def has(self, *names: str) -> bool:
        """Whether a word of these classes stands in the clause."""
        return self.sentence.holds(self.first, self.last + 1, *names)

    def numbers(self) -> list[Number]:
        """The numbers of the clause."""
        first, last = self.counted or (self.first, self.last)
        return [number for number in self.sentence.numbers if first <= number.first <= last]


@dataclass(frozen=True, slots=True)
class Story:
    """What a document told before a sentence: ``actor`` is whom a pronoun at its head stands for, ``home`` the state of
    bodies that are named without one, ``types`` what makers of several states make, ``goods`` what a mere number
    counts, ``others`` whom "the same country" and "the same manufacturer" stand for."""

    actor: Actor | None = None
    home: str | None = None
    types: Sequence[tuple[int, str, str]] = ()
    goods: Goods | None = None
    others: Others = NOBODY


NOTHING_TOLD = Story()
