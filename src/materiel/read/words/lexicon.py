"""The lexicon of a language: every name, word and rule form of its pack in tries of folded words.

It is compiled once a process from the packs; what all languages write alike is compiled once for all. A look-up walks
the words of a text once; the longest entry at a place wins, and all entries of that length are kept. A form that ends
in ``*`` stands for every word that begins so.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from materiel import packs
from materiel.read.words.built import built
from materiel.read.words.fold import fold, keys
from materiel.read.words.kept import Root, packed
from materiel.read.words.node import NONE, Entry, Node


class Opening(NamedTuple):
    """What a word opens: the entries that it is by itself, and the nodes from which longer ones go on.

    ``classes`` are the word classes among the entries, ``others`` the rest; ``follows`` are the words that longer ones
    go on with, all of them unless it is ``loose``: then stems and endings must be tried.
    """

    entries: tuple[Entry, ...]
    onward: tuple[Node, ...]
    classes: frozenset[str]
    others: tuple[Entry, ...]
    follows: frozenset[str]
    loose: bool

    @classmethod
    def of(cls, nodes: Iterable[Node]) -> Opening:
        """What the nodes one word from the roots hold."""
        held = list(nodes)
        entries = tuple(entry for node in held for entry in node.entries)
        onward = tuple(node for node in held if node.words or node.stems)
        return cls(
            entries,
            onward,
            frozenset(entry.value for entry in entries if entry.kind == "word"),
            tuple(entry for entry in entries if entry.kind != "word"),
            frozenset(word for node in onward for word in node.words),
            any(node.stems or node.names for node in onward),
        )


NOTHING = Opening.of(())
"""What most words open."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled pack of one language."""

    code: str
    roots: tuple[Root, ...]
    pack: Mapping[str, Any]
    rules: Mapping[str, Mapping[str, Any]]
    shortest: int
    endings: frozenset[str]
    suffixes: frozenset[str]  # the cases that stand behind a hyphen
    opened: dict[str, Opening]  # what each word opens, remembered

    def opens(self, low: str) -> Opening:
        """What may begin at a word."""
        found = self.opened.get(low)
        if found is None:
            if len(self.opened) > 1 << 17:
                self.opened.clear()
            parts = [low[:size] for size in range(len(low), self.shortest - 1, -1)]
            nodes = [node for root in self.roots for node in root.below(low, parts, self.endings)]
            found = self.opened[low] = Opening.of(nodes) if nodes else NOTHING
        return found


def _add(root: Node, form: str, entry: Entry, takes_endings: bool = False, inflects: bool = False) -> None:
    """Put a form into the trie; a name's last word may take one of the language's endings."""
    node, found = root, keys(form)
    for word in found[:-1] if takes_endings else found:
        node = _down(node, word)
    if takes_endings and found:
        last, start = found[-1], node
        node = start.words.get(last) or start.words.setdefault(last, Node())
        if last[-1].isalpha() and len(last) > 2:
            if start.names is NONE:
                start.names = {}
            start.names[last] = node
            if inflects and last[-1] in _VOWELS and len(last) > 3:
                start.names.setdefault(last[:-1], node)
    if node is not root and entry not in node.entries:
        node.entries.append(entry)


_VOWELS = "aeiouаеиоу"


def _down(node: Node, word: str) -> Node:
    if word.endswith("*"):
        if node.stems is NONE:
            node.stems = {}
        table, key = node.stems, word[:-1]
    else:
        table, key = node.words, word
    found = table.get(key)
    if found is None:
        found = table[key] = Node()
    return found


def names(pack: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    """States, organisations and groups as the language writes them."""
    for code in (pack["code"], *pack.get("names_from", ())):
        for row in packs.table("gazetteer", "names", f"{code}.csv"):
            cases = frozenset(packs.lines(row["case"]))
            entry = Entry("state", row["iso3"], row["kind"], cases, _letters(row["form"]), row["caution"] == "1")
            yield row["form"], entry
    for group in packs.groups().values():
        careful = set(packs.lines(group["caution"]))
        for form in {group["code"], group["name"], *packs.lines(group["aliases"])}:
            yield form, Entry("group", group["code"], "name", letters=_letters(form), cautious=form in careful)


def _letters(form: str) -> str:
    """How a proper name must be written in the text to count as one."""
    letters = [letter for letter in form if letter.isalpha()]
    if len(letters) <= 4 and all(letter.isupper() for letter in letters):
        return "all"
    return "first" if form[0].isupper() else ""


def products() -> Iterator[tuple[str, Entry]]:
    """Weapon systems and makers under every spelling."""
    for kind, table, column in (("weapon", packs.weapons(), "designation"), ("maker", packs.makers(), "name")):
        for row in table.values():
            careful = set(packs.lines(row["caution"]))
            for form in {row[column], *packs.lines(row["aliases"])}:
                letters = _letters(form) if kind == "maker" or form in careful or len(form) < 4 else ""
                if form in careful and form.isalpha() and form.isupper() and len(form) < 7:
                    letters = "all"  # AHEAD is a shell, ahead is not
                entry = Entry(kind, row[column], letters=letters, cautious=form in careful)
                yield form, entry


def vocabulary(pack: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    """The language's own words: goods, word classes, and the forms of its rules."""
    for category, forms in pack["goods"].items():
        value = category if category.startswith("any_") else category.replace("_", " ")
        for form in forms:
            yield form, Entry("goods", value, letters="" if form == form.lower() else _letters(form))
    for name, forms in pack["words"].items():
        yield from ((form, Entry("word", name)) for form in forms)
    for rule in pack["rule"]:
        group = "step" if rule["frame"] == "step" else "rule"  # a step hides no transfer: "agreed to sell" is both
        forms = (one for form in rule["forms"] for one in (form, *_leaned(pack, form)))
        yield from ((form, Entry("rule", rule["id"], group=group)) for form in forms)
    for kind, table in (("reaction", "reactions"), ("response", "responses"), ("judgement", "judgements")):
        for event, forms in pack.get(table, {}).items():
            yield from ((form, Entry(kind, event)) for form in forms)


def _leaned(pack: Mapping[str, Any], form: str) -> Iterator[str]:
    """A form of several words with each auxiliary that may lean on its past verb: "najavila je paket"."""
    verb, _, rest = form.partition(" ")
    leaning = pack.get("leaning", ())
    if rest and verb.endswith((*pack.get("past_endings", ("\0",)), "*")) and rest.partition(" ")[0] not in leaning:
        yield from (f"{verb} {word} {rest}" for word in leaning)


def leaders() -> Iterator[tuple[str, Entry]]:
    """Those who lead states or speak for them, by the surnames the news calls them by."""
    for row in packs.table("gazetteer", "people.csv"):
        for form in packs.lines(row["forms"]):
            yield form, Entry("person", row["iso3"], letters="first")


@cache
def lexicon(code: str) -> Lexicon:
    """The compiled lexicon of a language that has a pack."""
    counted = gc.isenabled()
    gc.disable()  # nothing of it is ever garbage, and to look for some takes longer than to build it
    try:
        return _compiled(code)
    finally:
        gc.freeze()
        if counted:
            gc.enable()


def _compiled(code: str) -> Lexicon:
    pack = packs.toml("lang", f"{code}.toml")
    both = "Cyrl" in pack["scripts"] and "Latn" in pack["scripts"]
    inflects = bool(pack.get("free_order"))  # a last vowel gives way to an ending: Haubica, haubicu
    told = built(
        f"lexicon-{code}",
        lambda: {
            "names": packed(_trie(names(pack), both)),
            "words": packed(_trie(vocabulary(pack), both)),
            "shortest": min([len(form) - 1 for form in _forms(pack) if form.endswith("*")], default=99),
        },
    )
    roots = (
        Root(told["names"]),
        _shared("people", both, inflects),
        _shared("products", both, inflects),
        Root(told["words"]),
    )
    endings = [fold(ending) for ending in pack.get("endings", ())]
    if both:
        endings += [fold(packs.cyrillic(ending)) for ending in endings]
    cases = [form for forms in pack.get("suffixes", {}).values() for form in forms]
    suffixes = frozenset(fold(form) for form in (*cases, *(map(packs.cyrillic, cases) if both else ())))
    rules = {rule["id"]: rule for rule in pack["rule"]}
    return Lexicon(code, roots, pack, rules, told["shortest"], frozenset(endings), suffixes, {})


TELLING = frozenset(("defence", "personnel"))
"""Word classes of military spending and personnel: the figures of a document stand beside one of them."""


@cache
def telling(code: str) -> Lexicon:
    """What a document must name to tell of anything: weapons, goods, the military, its spending and personnel."""
    whole = lexicon(code)
    both = "Cyrl" in whole.pack["scripts"] and "Latn" in whole.pack["scripts"]
    root = Root(built(f"telling-{code}", lambda: packed(_trie(_telling(whole.pack), both))))
    known = _shared("products", both, bool(whole.pack.get("free_order")))
    return Lexicon(code, (known, root), whole.pack, {}, whole.shortest, whole.endings, whole.suffixes, {})


def _telling(pack: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    classes = {*TELLING, "military"}
    return ((form, entry) for form, entry in vocabulary(pack) if entry.kind == "goods" or entry.value in classes)


@cache
def _shared(name: str, both: bool, inflects: bool) -> Root:
    """What all languages share: ``products`` (weapons and makers) or ``people`` (who leads states)."""
    forms = products if name == "products" else leaders
    return Root(built(f"{name}-{both:d}{inflects:d}", lambda: packed(_trie(forms(), both, True, inflects))))


def _trie(forms: Iterable[tuple[str, Entry]], both: bool, takes_endings: bool = False, inflects: bool = False) -> Node:
    """The trie of forms; of a language written in both scripts, in both."""
    root = Node()
    for form, entry in forms:
        _add(root, form, entry, takes_endings, inflects)
        if both:
            _add(root, packs.cyrillic(form), entry, takes_endings, inflects)
    return root


def _forms(pack: Mapping[str, Any]) -> Iterator[str]:
    for form, _ in vocabulary(pack):
        yield from keys(form)


def step(node: Node, low: str, lexicon: Lexicon) -> Iterator[Node]:
    """The nodes one word further: the word itself, a name with an ending, then each stem it begins with."""
    exact = node.words.get(low)
    if exact is not None:
        yield exact
    if node.names:
        for size in range(max(3, len(low) - 5), len(low)):
            found = node.names.get(low[:size])
            if found is not None and found is not exact and low[size:] in lexicon.endings:
                yield found
    if node.stems:
        for size in range(len(low), lexicon.shortest - 1, -1):
            found = node.stems.get(low[:size])
            if found is not None:
                yield found


__all__ = ["Entry", "Lexicon", "Node", "fold", "lexicon", "step"]
