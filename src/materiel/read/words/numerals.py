"""Numerals: how a language writes numbers and sums - its decimal sign, its words by what they do, currency signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from materiel import packs
from materiel.read.words.fold import fold, keys


@cache
def signs() -> tuple[tuple[str, str], ...]:
    """Currency signs and codes, longest first."""
    money = packs.toml("codebook", "money.toml")
    pairs = {**money["signs"], **{code: code for code in money["codes"]["known"]}}
    return tuple(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


@cache
def firsts() -> frozenset[str]:
    """The first letters of the signs and codes."""
    return frozenset(sign[0] for sign, _ in signs())


@cache
def letters() -> frozenset[str]:
    """The signs and codes that are words, folded."""
    return frozenset(fold(sign) for sign, _ in signs() if sign.isalpha())


@cache
def lasts() -> frozenset[str]:
    """The last letters of the signs and codes: what stands before most numbers ends in none of them."""
    return frozenset(sign[-1] for sign, _ in signs())


def value_of(figure: str, decimal: str) -> float:
    """The value of figures as written: ``1.234,5`` is 1234.5 where ``decimal`` is a comma."""
    plain = re.sub(r"['’\u00a0\u202f ]", "", figure)
    group = "." if decimal == "," else ","
    if plain.count(group) and plain.count(decimal):
        plain = plain.replace(group, "") if plain.rfind(decimal) > plain.rfind(group) else plain.replace(decimal, "")
    marks = [sign for sign in ".," if sign in plain]
    if len(marks) == 1:
        sign = marks[0]
        tail = plain.rsplit(sign, 1)[1]
        grouped = plain.count(sign) > 1 or (len(tail) == 3 and sign == group and not plain.startswith("0"))
        plain = plain.replace(sign, "") if grouped else plain.replace(sign, ".")
    return float(plain.replace(",", "."))


@dataclass(frozen=True, slots=True)
class Way:
    """How a language writes numbers: its decimal sign and its words, folded, by what they do in a number."""

    code: str
    decimal: str
    units: Mapping[str, float]
    scales: Mapping[str, float]
    vague: Mapping[str, str]
    many: frozenset[str]  # words that are a number only with a magnitude behind them
    bounds: Mapping[tuple[str, ...], str]
    after: Mapping[tuple[str, ...], str]
    inside: Mapping[str, float]  # words that count only inside a number
    pairs: Mapping[str, str]
    joiners: frozenset[str]
    articles: frozenset[str]
    ranges: frozenset[str]
    linkers: frozenset[str]
    halves: frozenset[str]
    times: Mapping[str, float]  # words that multiply the unit that a hyphen ties to them: "quatre-vingts"
    split: bool
    parted: frozenset[str]  # number words that an apostrophe parts
    exact: Mapping[str, frozenset[str]]  # folded words that are numbers only in these spellings: sto, not što
    openers: frozenset[str]  # the words that a number may begin with


def _exactly(forms: Iterable[str]) -> dict[str, frozenset[str]]:
    """Forms by the words that they are folded to."""
    return {low: frozenset(form for form in forms if keys(form)[0] == low) for low in {keys(one)[0] for one in forms}}


def _glued(units: Mapping[str, float], scales: Mapping[str, float]) -> dict[str, float]:
    """Numbers written as one word: "yirmibeş", "ikiyüz", "beşbin"."""
    ones = [(word, value) for word, value in units.items() if 1 <= value < 10 and value % 1 == 0]
    tens = [(word, value) for word, value in units.items() if 10 <= value < 100 and value % 10 == 0]
    out = {ten + one: more + value for ten, more in tens for one, value in ones}
    heavy = [(word, value) for word, value in scales.items() if value in (100, 1000)]
    return out | {one + scale: value * more for scale, more in heavy for one, value in ones if value > 1}


@cache
def way(code: str) -> Way:
    """How the language of a pack writes numbers."""
    pack = packs.toml("lang", f"{code}.toml")["numbers"]
    units = {fold(word): float(value) for word, value in pack["units"].items()}
    scales = {fold(word): float(value) for word, value in pack["scales"].items()}
    if pack.get("glued"):
        units |= _glued(units | {fold(word): float(value) for word, value in pack.get("inside", {}).items()}, scales)
    vague = {fold(word): word for word in pack["vague"]}
    many = frozenset(fold(word) for word in pack.get("many", ()))
    return Way(
        code,
        pack["decimal"],
        units,
        scales,
        vague,
        many,
        {keys(form): kind for kind, forms in pack["bounds"].items() for form in forms},
        {keys(form): kind for kind, forms in pack.get("after", {}).items() for form in forms},
        {fold(word): float(value) for word, value in pack.get("inside", {}).items()},
        pack.get("pairs", {}),
        frozenset(pack["joiners"]),
        frozenset(pack.get("articles", ())),
        frozenset(("-", "–", "—", *pack.get("ranges", ()))),
        frozenset(fold(word) for word in pack.get("linkers", ())),
        frozenset(fold(word) for word in pack.get("halves", ())),
        {fold(word): float(value) for word, value in pack.get("times", {}).items()},
        pack.get("split_thousands", False),
        frozenset(word for word in (*units, *scales) if "'" in word),
        _exactly(pack.get("exact", ())),
        frozenset((*units, *scales, *vague, *many)),
    )
