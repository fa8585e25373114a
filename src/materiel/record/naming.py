"""Naming: which deal of the register a person means by a name, or by its last digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

from materiel.record.window import Values

Ask = Callable[[str, Values], list[Any]]
"""``Window.rows``, or the like within a transaction."""

_COMPARED = 200  # identifiers that are compared letter by letter with one that is not there

_LIKE = "SELECT DISTINCT deal FROM deal_members WHERE lower(deal) LIKE :{} ESCAPE '!'"


def found(ask: Ask, name: str) -> str | None:
    """The identifier of the deal that ``name`` means; None where there is none, or several."""
    if ask("SELECT 1 FROM deal_members WHERE deal = :name LIMIT 1", {"name": name}):
        return name
    low = name.strip().lower()
    digits = low.rpartition("-")[2]
    if not digits:
        return None
    names = sorted(one for (one,) in ask(_LIKE.format("digits"), {"digits": f"%{_plain(digits)}"}))
    exact = [one for one in names if one.lower() == low]
    if exact:
        return str(exact[0])
    # Later reports may change the readable part of an identifier: its digits still find it, if a part is as it was.
    parts = set(low.split("-")[:-1])
    ending = [one for one in names if one.lower().endswith(f"-{digits}")]
    alike = [one for one in ending if not parts or parts & set(one.lower().split("-")[:-1])]
    return str(alike[0]) if len(alike) == 1 else None


def nearest(ask: Ask, name: str, most: int = 3) -> list[str]:
    """The identifiers that look most like ``name``, for messages."""
    low = name.lower()
    parts = [part for part in low.split("-") if len(part) > 2][:6]
    small = {one.lower(): one for one in _with_any(ask, parts)}
    best = sorted(small, key=lambda one: (-sum(part in one for part in parts), one))[:_COMPARED]
    return [small[one] for one in get_close_matches(low, best, most, 0.3)]


def _with_any(ask: Ask, parts: Sequence[str]) -> list[str]:
    """The identifiers in which one of ``parts`` stands."""
    queries = [_LIKE.format(f"part{index}") for index in range(len(parts))]
    likely = {f"part{index}": f"%{_plain(part)}%" for index, part in enumerate(parts)}
    return [one for (one,) in ask(" UNION ".join(queries), likely)] if parts else []


def _plain(words: str) -> str:
    """Words that LIKE takes as they are."""
    return "".join(f"!{letter}" if letter in "!%_" else letter for letter in words)
