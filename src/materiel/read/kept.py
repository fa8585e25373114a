"""Kept: a trie as plain data for the cache, and as a root whose branches are made when a text first asks for them.

A lexicon has tens of thousands of forms and a text opens some hundreds of them. To make all nodes takes ten times what
it takes to read them as plain data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from materiel.read.node import Entry, Node

Packed = dict[str, Any]
"""``entries``, and ``nodes`` from the root on: numbers of entries; words, stems and names with numbers of nodes."""


def packed(root: Node) -> Packed:
    """A trie as plain data."""
    nodes: list[Any] = []
    numbers: dict[int, int] = {}
    entries: dict[Entry, int] = {}

    def number(node: Node) -> int:
        if id(node) not in numbers:
            at = numbers[id(node)] = len(nodes)
            nodes.append(None)
            told: list[Any] = [[entries.setdefault(entry, len(entries)) for entry in node.entries]]
            told += [{key: number(to) for key, to in each.items()} for each in (node.words, node.stems, node.names)]
            while len(told) > 1 and not told[-1]:
                told.pop()
            nodes[at] = told
        return numbers[id(node)]

    number(root)
    return {"entries": [_told(entry) for entry in entries], "nodes": nodes}


def _told(entry: Entry) -> list[Any]:
    return [entry.kind, entry.value, entry.form, sorted(entry.cases), entry.letters, entry.cautious, entry.group]


def unpacked(data: Packed) -> Node:
    """The root of a trie; the nodes below it are made when they are asked for."""
    maker = _Maker(data["nodes"], data["entries"])
    return maker.node(0, Branches)


class _Maker:
    """Nodes and entries by their numbers, each made once."""

    def __init__(self, nodes: Sequence[Any], entries: Sequence[Any]) -> None:
        self._nodes, self._entries = nodes, entries
        self._made: dict[int, Node] = {}
        self._known: dict[int, Entry] = {}

    def node(self, number: int, branches: type[Branches] | None = None) -> Node:
        found = self._made.get(number)
        if found is None:
            told = self._nodes[number]
            found = self._made[number] = Node()
            found.entries = [self._entry(one) for one in told[0]]
            for name, held in zip(("words", "stems", "names"), told[1:], strict=False):
                if held:
                    made = branches(held, self) if branches else {key: self.node(to) for key, to in held.items()}
                    setattr(found, name, made)
        return found

    def _entry(self, number: int) -> Entry:
        found = self._known.get(number)
        if found is None:
            kind, value, form, cases, letters, cautious, group = self._entries[number]
            found = self._known[number] = Entry(kind, value, form, frozenset(cases), letters, cautious, group)
        return found


class Branches(dict[str, Node]):
    """What stands below a root; ``get`` makes it where it has to."""

    def __init__(self, told: Mapping[str, int], maker: _Maker) -> None:
        super().__init__()
        self._told, self._maker = told, maker

    def get(self, key: str, default: Any = None) -> Any:
        found = dict.get(self, key)
        if found is None:
            number = self._told.get(key)
            if number is None:
                return default
            found = self[key] = self._maker.node(number)
        return found

    def __bool__(self) -> bool:
        return bool(self._told)
