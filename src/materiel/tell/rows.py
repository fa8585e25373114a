"""Rows: deals as the register keeps them, as JSON; unpacked once for all pages that show them, and never changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import orjson

MOST = 8_192
"""Rows that are kept unpacked, the last asked for: some 5 kB each."""


class Row(dict[str, Any]):
    """A row of a deal that still knows its JSON (``packed``)."""

    __slots__ = ("packed",)
    packed: str


@lru_cache(maxsize=MOST)
def row(packed: str) -> Row:
    """The row that some JSON says."""
    made = Row(orjson.loads(packed))
    made.packed = packed
    return made


def rows(packed: Iterable[str]) -> list[Row]:
    """The rows that some JSON says, in its order."""
    return [row(one) for one in packed]


def fragment(told: Any) -> Any:
    """What ``orjson.dumps`` is to write for what it does not know: a row as it is kept."""
    if isinstance(told, Row):
        return orjson.Fragment(told.packed)
    raise TypeError(f"{type(told).__name__} is no part of JSON")
