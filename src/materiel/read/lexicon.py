"""The lexicon of a language: every name, word and rule form of its pack in one trie of folded words.

It is compiled once a process from the packs. A look-up walks the words of a text once; the longest entry at a place
wins, and all entries of that length are kept. A form that ends in ``*`` stands for every word that begins so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from materiel import packs
from materiel.read.fold import fold, keys


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form stands for.

    ``kind`` is state, group, maker, weapon, goods, word, rule or reaction. ``value`` is the code, name, category,
    designation, word class, rule or event. ``form`` says how it names it (name, adjective, people, capital, city, government).
    ``cases`` are the grammatical cases the form may stand in. ``letters`` is ``all`` where the text must write the
    form in capitals (US), ``first`` where it must begin with one. ``cautious`` entries need company of their kind.
    """

    kind: str
    value: str
    form: str = ""
    cases: frozenset[str] = frozenset()
    letters: str = ""
    cautious: bool = False


@dataclass(slots=True)
class Node:
    """One step of the trie: the next words, the next stems, and what ends here."""

    words: dict[str, Node] = field(default_factory=dict)
    stems: dict[str, Node] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled pack of one language."""

    code: str
    root: Node
    pack: Mapping[str, Any]
    rules: Mapping[str, Mapping[str, Any]]
    shortest: int


def _add(root: Node, form: str, entry: Entry) -> None:
    node = root
    for word in keys(form):
        if word.endswith("*"):
            node = node.stems.setdefault(word[:-1], Node())
        else:
            node = node.words.setdefault(word, Node())
    if node is not root and entry not in node.entries:
        node.entries.append(entry)


_CYRILLIC = (
    ("dž", "џ"), ("lj", "љ"), ("nj", "њ"),
    *zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True),
)  # fmt: skip


def cyrillic(form: str) -> str:
    """A Serbian form written in Latin as it is written in Cyrillic."""
    low = form.lower()
    for latin, letter in _CYRILLIC:
        low = low.replace(latin, letter)
    return low


def _names(pack: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    """States, organisations and groups as the language writes them."""
    for code in (pack["code"], *pack.get("names_from", ())):
        for row in packs.table("gazetteer", "names", f"{code}.csv"):
            cases = frozenset(packs.lines(row["case"]))
            entry = Entry("state", row["iso3"], row["kind"], cases, _letters(row["form"]), row["caution"] == "1")
            yield row["form"], entry
    for row in packs.groups().values():
        careful = set(packs.lines(row["caution"]))
        for form in {row["code"], row["name"], *packs.lines(row["aliases"])}:
            yield form, Entry("group", row["code"], "name", letters=_letters(form), cautious=form in careful)


def _letters(form: str) -> str:
    """How a proper name must be written in the text to count as one."""
    letters = [letter for letter in form if letter.isalpha()]
    if len(letters) <= 4 and all(letter.isupper() for letter in letters):
        return "all"
    return "first" if form[0].isupper() else ""


def _products(endings: Iterable[str]) -> Iterator[tuple[str, Entry]]:
    """Weapon systems and makers, with the endings that names take in the language."""
    for kind, rows, column in (
        ("weapon", packs.weapons().values(), "designation"),
        ("maker", packs.makers().values(), "name"),
    ):
        for row in rows:
            careful = set(packs.lines(row["caution"]))
            for form in {row[column], *packs.lines(row["aliases"])}:
                letters = _letters(form) if kind == "maker" or form in careful or len(form) < 4 else ""
                if form.isalpha() and form.isupper() and len(form) < 7:
                    letters = "all"  # AHEAD is a shell, ahead is not
                entry = Entry(kind, row[column], letters=letters, cautious=form in careful)
                yield form, entry
                if form[-1].isalpha():
                    yield from ((form + ending, entry) for ending in endings)
                    if form[-1] in "aeiouаеиоу" and len(form) > 3:
                        yield from ((form[:-1] + ending, entry) for ending in endings if ending[0] in "aeiouаеиоу")


def _vocabulary(pack: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    """The language's own words: goods, word classes, and the forms of its rules."""
    for category, forms in pack["goods"].items():
        yield from ((form, Entry("goods", category if category.startswith("any_") else category.replace("_", " "))) for form in forms)
    for name, forms in pack["words"].items():
        yield from ((form, Entry("word", name)) for form in forms)
    for rule in pack["rule"]:
        yield from ((form, Entry("rule", rule["id"])) for form in rule["forms"])
    for event, forms in pack["reactions"].items():
        yield from ((form, Entry("reaction", event)) for form in forms)


@cache
def lexicon(code: str) -> Lexicon:
    """The compiled lexicon of a language that has a pack."""
    pack = packs.toml("lang", f"{code}.toml")
    root = Node()
    both = "Cyrl" in pack["scripts"] and "Latn" in pack["scripts"]
    for source in (_names(pack), _products(pack.get("endings", ())), _vocabulary(pack)):
        for form, entry in source:
            _add(root, form, entry)
            if both:
                _add(root, cyrillic(form), entry)
    stems = [len(stem) for node in _nodes(root) for stem in node.stems]
    return Lexicon(code, root, pack, {rule["id"]: rule for rule in pack["rule"]}, min(stems, default=99))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in (*node.words.values(), *node.stems.values()):
        yield from _nodes(child)


def step(node: Node, low: str, shortest: int) -> Iterator[Node]:
    """The nodes one word further: the word itself, then each stem it begins with, longest first."""
    exact = node.words.get(low)
    if exact is not None:
        yield exact
    if node.stems:
        for size in range(len(low), shortest - 1, -1):
            found = node.stems.get(low[:size])
            if found is not None:
                yield found


__all__ = ["Entry", "Lexicon", "Node", "cyrillic", "fold", "lexicon", "step"]
