"""Phrases: finished English sentences of other rooms (what is weighed, what a value must look like) in the language
that is spoken now, by the patterns of its ``[said]`` table: ``"only {number} cases"``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from materiel import packs
from materiel.tell import tongue
from materiel.tell import words as say

_PART = re.compile(r"(\{\w+\})")
_SERIES = re.compile(r" [A-Z]{2}(?:\.[A-Z0-9]{2,})+,?")
_BETWEEN = re.compile(r"(, | and | or |; |: )")


def said(text: str) -> str:
    """``text`` in the language that is spoken now; as it is where no pattern fits, and in English."""
    return text if tongue.current() == tongue.DEFAULT else _said(tongue.current(), text)


def edition(name: str) -> str:
    """What an edition of reference data is called, without the World Bank's codes of series: data for programs has
    them."""
    return _SERIES.sub("", said(name)).replace("'", "’")


@lru_cache(maxsize=5000)
def _said(code: str, text: str) -> str:
    plain = _plain(code).get(text)
    if plain is not None:
        return plain
    for pattern, form in _patterns(code):
        found = pattern.fullmatch(text)
        if found:
            return form.format(**{name: _named(value) for name, value in found.groupdict().items()})
    return _named(text)


@cache
def _table(code: str) -> Mapping[str, Any]:
    return dict(tongue.known()[code].get("said", {}))


@cache
def _plain(code: str) -> Mapping[str, str]:
    return {english: form for english, form in _table(code).items() if not _PART.search(english)}


@cache
def _patterns(code: str) -> list[tuple[re.Pattern[str], str]]:
    """The patterns with gaps; those with most words of their own are tried first."""
    found = [(english, form) for english, form in _table(code).items() if _PART.search(english)]
    return [(_pattern(english), form) for english, form in sorted(found, key=lambda one: -len(_PART.sub("", one[0])))]


def _pattern(english: str) -> re.Pattern[str]:
    parts = [f"(?P<{it[1:-1]}>.+?)" if _PART.fullmatch(it) else re.escape(it) for it in _PART.split(english)]
    return re.compile("".join(parts), re.DOTALL)


def _named(text: str) -> str:
    """``text`` with the names of states, kinds of goods and events in it as they are called here."""
    return "".join(_word(part) for part in _BETWEEN.split(text))


def _word(part: str) -> str:
    if part in (" and ", " or "):
        return f" {say.words()['and' if part == ' and ' else 'or']} "
    if part in packs.CATEGORIES:
        return say.word("category", part)
    if part.islower() and part.upper() in say.words()["event"]:
        return say.word("event", part.upper())
    return say.name(code) if (code := _codes().get(part)) else part


@cache
def _codes() -> Mapping[str, str]:
    """English names of states and groups to their codes."""
    return {row["name"]: code for known in (packs.groups(), packs.states()) for code, row in known.items()}
