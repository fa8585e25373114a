"""Node: what a form of the lexicon stands for, and the steps of the tries in which forms are kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form stands for.

    ``kind`` is state, group, person, maker, weapon, goods, word, rule,
    reaction, response or judgement. ``value`` is the code, name, category,
    designation, word class, rule or event. ``form`` says how it names it (name, adjective, people, capital, city,
    government).
    ``cases`` are the grammatical cases the form may stand in. ``letters`` is ``all`` where the text must write the
    form in capitals (US), ``first`` where it must begin with one. ``cautious`` entries need company of their kind.
    ``group`` is what the entry competes with for its words, by default its kind.
    """

    kind: str
    value: str
    form: str = ""
    cases: frozenset[str] = frozenset()
    letters: str = ""
    cautious: bool = False
    group: str = ""

    def __post_init__(self) -> None:
        if not self.group:
            object.__setattr__(self, "group", _GROUPS.get(self.kind) or f"{self.kind}:{self.value}")


_GROUPS = {"state": "name", "group": "name", "maker": "name", "weapon": "name", "goods": "goods", "rule": "rule"}


NONE: dict[str, Node] = {}
"""Shared by the nodes that have no stem or name; never written to."""


class Node:
    """One step of the trie: the next words, stems, and names that take an ending, and what ends here."""

    __slots__ = ("entries", "names", "stems", "words")

    def __init__(self) -> None:
        self.words: dict[str, Node] = {}
        self.stems: dict[str, Node] = NONE
        self.names: dict[str, Node] = NONE
        self.entries: list[Entry] = []
