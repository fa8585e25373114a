"""Actor: a party that a text names, and how its language marks roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from materiel import packs
from materiel.read.words.fold import fold


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language marks roles: function words before names, function words after them, case suffixes.

    ``suffixes`` maps what follows an apostrophe (Turkish: Kosova'ya) or stands at a name's end to a case.
    """

    before: tuple[str, ...]
    after: tuple[str, ...] = ()
    suffixes: Mapping[str, str] = field(default_factory=dict)


@cache
def grammar(code: str) -> Grammar:
    """The grammar of a language that has a pack."""
    pack = packs.toml("lang", f"{code}.toml")
    suffixes = {fold(form): case for case, forms in pack.get("suffixes", {}).items() for form in forms}
    if {"Latn", "Cyrl"} <= set(pack["scripts"]):
        suffixes |= {fold(packs.cyrillic(form)): case for form, case in suffixes.items()}
    return Grammar(tuple(pack["markers"]["before"]), tuple(pack["markers"].get("after", ())), suffixes)


@dataclass(frozen=True, slots=True)
class Actor:
    """A party that the text names. ``code`` is the state or group; ``maker`` the company that stands for it."""

    code: str
    first: int
    last: int
    start: int
    end: int
    marker: str = ""
    form: str = "name"
    maker: str | None = None
    cases: frozenset[str] = frozenset()
