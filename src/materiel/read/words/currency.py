"""Currency: the sign, code or name that stands at a number and makes it money."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from materiel import packs
from materiel.read.words.fold import Word, keys
from materiel.read.words.numerals import Way, firsts, lasts, signs


def around(text: str, words: Sequence[Word], first: int, last: int, way: Way) -> tuple[str | None, int, int]:
    """The currency of the number from word ``first`` to ``last``, None where it is no money, and its words with it."""
    before = text[max(0, words[first].start - 5) : words[first].start].rstrip(" \u00a0")
    for sign, code in signs() if before and before[-1] in lasts() else ():
        if before.endswith(sign) and not (before[: -len(sign)][-1:].isalpha() and sign[0].isalpha()):
            begin = words[first].start
            while first > 0 and words[first - 1].end > begin - len(sign) - 2:
                if not text[words[first - 1].start : begin].strip(" \u00a0"):
                    break
                first -= 1
                if text[words[first].start : begin].replace(" ", "").replace("\u00a0", "") == sign:
                    break
            return code, first, last
    after = words[last].end
    rest = text[after : after + 6].lstrip(" \u00a0")
    for sign, code in signs() if rest and rest[0] in firsts() else ():
        if rest.startswith(sign) and not rest[len(sign) : len(sign) + 1].isalnum():
            end = text.index(sign, after) + len(sign)
            while last + 1 < len(words) and words[last + 1].start < end:
                last += 1
            return code, first, last
    return named(words, first, last, way)


def signed(text: str, start: int) -> str | None:
    """The currency whose sign or code stands at a place."""
    rest = text[start : start + 5]
    for sign, code in signs() if rest[0] in firsts() else ():
        if rest.startswith(sign) and not (sign[-1].isalpha() and rest[len(sign) : len(sign) + 1].isalpha()):
            return code
    return None


def named(words: Sequence[Word], first: int, last: int, way: Way) -> tuple[str | None, int, int]:
    """A currency named in words after the number: "million US dollars", "miliona evra"."""
    ahead = [word for word in range(last + 1, min(last + 6, len(words))) if words[word].kind != "."]
    if ahead and words[ahead[0]].low in way.linkers:
        ahead = ahead[1:]  # "milliards de dollars"
    if not ahead:
        return None, first, last
    for form, code, capitals in _currencies(way.code, words[ahead[0]].low):
        if capitals and not words[ahead[0]].upper:
            continue  # "300 km" is no money, "300 KM" is
        if len(form) <= len(ahead) and all(_fits(k, words[w].low) for k, w in zip(form, ahead, strict=False)):
            return code, first, ahead[len(form) - 1]
    return None, first, last


def _fits(key: str, low: str) -> bool:
    return low.startswith(key[:-1]) if key.endswith("*") else low == key


@lru_cache(maxsize=1 << 14)
def _currencies(code: str, low: str) -> tuple[tuple[tuple[str, ...], str, bool], ...]:
    """The currency names of a language that may begin with a word."""
    return tuple(name for name in _currency_names(code).get(low[0], ()) if _fits(name[0][0], low))


@cache
def _currency_names(code: str) -> dict[str, list[tuple[tuple[str, ...], str, bool]]]:
    """The forms of currency names of a language by their first letter, longest first, with their ISO 4217 code, and
    whether a form counts only in capitals."""
    names = packs.toml("lang", f"{code}.toml")["currencies"]
    pairs = [(keys(form), currency, form.isupper()) for currency, forms in names.items() for form in forms]
    letters: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for pair in sorted(pairs, key=lambda pair: (-len(pair[0]), -len(pair[0][0]))):
        letters.setdefault(pair[0][0][0], []).append(pair)
    return letters
