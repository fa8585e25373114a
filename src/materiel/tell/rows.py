"""Rows: deals as the register keeps them, as JSON; unpacked once for all pages that show them, and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def fragment(told: Mapping[str, Any]) -> Any:
    """A row for ``orjson.dumps``: as it is kept, where that is known."""
    return orjson.Fragment(told.packed) if isinstance(told, Row) else told
