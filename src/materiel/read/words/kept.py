"""Kept: a trie as plain data for the cache, and as a root below which nodes are made when a text first asks for them.

A lexicon has tens of thousands of forms and a text opens some hundreds of them. So what stands below each word of the
root lies in a piece of its own: to read the root takes a third of what it takes to read all nodes, and a tenth of what
it takes to make them.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from materiel.read.words.node import Entry, Node

Packed = dict[str, Any]
"""``entries``; ``words``, ``stems`` and ``names`` of the root with numbers of ``branches``, each nodes from its top on:
numbers of entries; words, stems and names with numbers of nodes."""

_TABLES = ("words", "stems", "names")


def packed(root: Node) -> Packed:
    """A trie as plain data."""
    entries: dict[Entry, int] = {}
    branches: list[bytes] = []
    numbers: dict[int, int] = {}
    out: Packed = {}
    for name in _TABLES:
        held = out[name] = {}
        for key, node in getattr(root, name).items():
            if id(node) not in numbers:
                numbers[id(node)] = len(branches)
                branches.append(marshal.dumps(_branch(node, entries)))
            held[key] = numbers[id(node)]
    return {**out, "entries": [_told(entry) for entry in entries], "branches": branches}


def _branch(top: Node, entries: dict[Entry, int]) -> list[Any]:
    nodes: list[Any] = []
    numbers: dict[int, int] = {}

    def number(node: Node) -> int:
        if id(node) not in numbers:
            at = numbers[id(node)] = len(nodes)
            nodes.append(None)
            told: list[Any] = [tuple(entries.setdefault(entry, len(entries)) for entry in node.entries)]
            told += [{key: number(to) for key, to in getattr(node, name).items()} for name in _TABLES]
            while len(told) > 1 and not told[-1]:
                told.pop()
            nodes[at] = tuple(told)
        return numbers[id(node)]

    number(top)
    return nodes


def _told(entry: Entry) -> tuple[Any, ...]:
    cases = tuple(sorted(entry.cases))
    return entry.kind, entry.value, entry.form, cases, entry.letters, entry.cautious, entry.group


class Root:
    """The root of a trie; the nodes below it are made when they are asked for, each once."""

    def __init__(self, data: Packed) -> None:
        self._words, self._stems, self._names = (data[name] for name in _TABLES)
        self._branches: Sequence[bytes] = data["branches"]
        self._entries: Sequence[Any] = data["entries"]
        self._made: dict[int, Node] = {}
        self._known: dict[int, Entry] = {}

    def below(self, low: str, parts: Sequence[str], endings: Mapping[str, object] | frozenset[str]) -> Iterator[Node]:
        """The nodes of a word, as ``lexicon.step`` gives them; ``parts`` are its beginnings that may be stems, the
        longest first."""
        exact = self._words.get(low)
        if exact is not None:
            yield self._node(exact)
        if self._names:
            for size in range(max(3, len(low) - 5), len(low)):
                found = self._names.get(low[:size])
                if found is not None and found != exact and low[size:] in endings:
                    yield self._node(found)
        if self._stems:
            for part in parts:
                found = self._stems.get(part)
                if found is not None:
                    yield self._node(found)

    def _node(self, number: int) -> Node:
        found = self._made.get(number)
        if found is None:
            found = self._made[number] = self._grown(marshal.loads(self._branches[number]), 0, {})
        return found

    def _grown(self, nodes: Sequence[Any], number: int, made: dict[int, Node]) -> Node:
        found = made.get(number)
        if found is None:
            told = nodes[number]
            found = made[number] = Node()
            found.entries = [self._entry(one) for one in told[0]]
            for name, held in zip(_TABLES, told[1:], strict=False):
                if held:
                    setattr(found, name, {key: self._grown(nodes, to, made) for key, to in held.items()})
        return found

    def _entry(self, number: int) -> Entry:
        found = self._known.get(number)
        if found is None:
            kind, value, form, cases, letters, cautious, group = self._entries[number]
            found = self._known[number] = Entry(kind, value, form, frozenset(cases), letters, cautious, group)
        return found
