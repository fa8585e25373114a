"""Terms: the words of all packs by what the sieve needs them for.

A term is looked for in a page's running text (``visible``), where one space parts two words. Its key is
`` howitzers `` for a whole word and `` isporuc`` for a stem or a name, whose last word may go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import Any

from materiel import packs
from materiel.packs import cyrillic
from materiel.read.words.fold import fold, keys
from materiel.read.words.lexicon import Entry, leaders, names, products, vocabulary

STRONG, WEAK, CAREFUL, TRANSFER, MILITARY, COMMON, PARTY = range(7)
"""Goods that only news of arms names; goods of civil news too; names that are common words as well; words of
transfer; words of the military; the words that every text of a language is full of; and whoever may give or get:
states, groups, makers, leaders, and bodies that are named without their state."""


@dataclass(frozen=True, slots=True)
class Term:
    """What a key stands for; ``languages`` holds a bit for each language; a ``name`` may carry an ending."""

    kind: int
    languages: int
    name: bool = False


@cache
def bits() -> Mapping[str, int]:
    """One bit a language."""
    return {code: 1 << at for at, code in enumerate(packs.languages())}


def endings() -> Mapping[str, int]:
    """What names may end in, and in which languages; the empty ending in all."""
    out: dict[str, int] = {"": sum(bits().values())}
    for code, bit in bits().items():
        pack = _pack(code)
        for ending in pack.get("endings", ()):
            for form in {fold(written) for written in _writings(ending, _both(pack))}:
                out[form] = out.get(form, 0) | bit
    return out


@cache
def terms() -> Mapping[str, tuple[Term, ...]]:
    """Every key with what it stands for."""
    found: dict[str, dict[tuple[int, bool], int]] = {}
    for form, term in (*_weapons(), *_words(), *_parties()):
        for key in _keys(form, term.name):
            masks = found.setdefault(key, {})
            masks[term.kind, term.name] = masks.get((term.kind, term.name), 0) | term.languages
    return {key: tuple(Term(kind, mask, name) for (kind, name), mask in masks.items()) for key, masks in found.items()}


def _weapons() -> Iterator[tuple[str, Term]]:
    every = sum(bits().values())
    both = sum(bit for code, bit in bits().items() if _both(_pack(code)))
    for form, entry in products():
        if entry.kind == "weapon":
            kind = CAREFUL if entry.cautious or _short(form) else STRONG
            yield form, Term(kind, every, True)
            if both and (other := cyrillic(form)) != form.lower():
                yield other, Term(kind, both, True)


def _parties() -> Iterator[tuple[str, Term]]:
    every = sum(bits().values())
    both = sum(bit for code, bit in bits().items() if _both(_pack(code)))
    for form, entry in (*leaders(), *products()):
        if entry.kind != "weapon":
            yield form, Term(PARTY, every, True)
            yield cyrillic(form), Term(PARTY, both, True)
    for code, bit in bits().items():
        for form, _ in names(_pack(code)):
            for written in _writings(form, _both(_pack(code))):
                yield written, Term(PARTY, bit)


def _short(form: str) -> bool:
    """Whether a name is too short to be one for certain: K9, MAR, but not F-16."""
    size = sum(map(str.isalnum, form))
    return size < 3 or (size < 4 and not any(map(str.isdigit, form)))


def _words() -> Iterator[tuple[str, Term]]:
    weak = {form.lower() for form in packs.toml("text", "sieve.toml")["weak"]["forms"]}
    for code, bit in bits().items():
        pack = _pack(code)
        for form, entry in vocabulary(pack):
            kind = _kind(entry, form, weak)
            if kind is not None:
                for whole in _filled(form, code):
                    yield from ((written, Term(kind, bit)) for written in _writings(whole, _both(pack)))


def _filled(form: str, code: str) -> Iterator[str]:
    """The form with every ending that a stem inside it may take; up to its second such stem, which may go on."""
    words = form.split(" ")
    stems = [at for at, word in enumerate(words[:-1]) if word.endswith("*")]
    if not stems:
        yield form
        return
    ends = packs.toml("text", "sieve.toml")["inner"]
    first, rest = stems[0], words[stems[0] + 1 : stems[1] + 1 if len(stems) > 1 else None]
    for end in ends.get(code) or ends.get(_pack(code).get("base", ""), ("",)):
        yield " ".join((*words[:first], words[first].rstrip("*") + end, *rest))


def _kind(entry: Entry, form: str, weak: set[str]) -> int | None:
    if entry.kind == "goods":
        civil = entry.value in packs.toml("codebook", "goods.toml")["civil"]["categories"]
        return WEAK if civil or form.lower() in weak else STRONG
    classes = packs.toml("text", "sieve.toml")["classes"]
    if entry.kind == "word" and entry.value in classes["military"]:
        return MILITARY
    if entry.kind == "word" and entry.value in classes["common"]:
        return COMMON
    if entry.kind == "word" and entry.value in classes["party"]:
        return PARTY
    return TRANSFER if entry.kind == "rule" else None


def _keys(form: str, name: bool) -> Iterator[str]:
    """The keys of a form: a letter and a figure beside each other may be one word or two (F16, F 16)."""
    words = keys(form)
    if not words:
        return
    last = words[-1]
    stem = last.endswith("*") or (name and (last[-1].isdigit() or len(last) > 2))
    words = tuple(word.rstrip("*") for word in words)
    gaps = [(" ", "") if left[-1:].isdigit() != right[:1].isdigit() else (" ",) for left, right in pairwise(words)]
    for joined in product(*gaps):
        line = words[0] + "".join(gap + word for gap, word in zip(joined, words[1:], strict=True))
        yield f" {line}" if stem else f" {line} "


def _writings(form: str, both: bool) -> set[str]:
    """The form in the scripts of the language."""
    return {form, cyrillic(form)} if both else {form}


def _both(pack: Mapping[str, Any]) -> bool:
    return {"Cyrl", "Latn"} <= set(pack["scripts"])


def _pack(code: str) -> Mapping[str, Any]:
    return packs.toml("lang", f"{code}.toml")
