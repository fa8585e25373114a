"""Where the site's deals come from: anything that answers four questions; here, a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from materiel.tell.params import Asked

Row = Mapping[str, Any]


class Source(Protocol):
    """What the pages ask. The shapes of the answers are those of ``record.query``."""

    def deals(self, asked: Asked, limit: int, offset: int) -> Sequence[Row]:
        """The deals that a query lets through, in its order."""

    def count(self, asked: Asked) -> int:
        """How many there are."""

    def deal(self, name: str) -> Row | None:
        """One deal with its cells, or None."""

    def document(self, name: str) -> Row | None:
        """One document with its quotes, or None."""


class Live:
    """Placeholder until record.query is there."""

    def __init__(self, url: str) -> None:
        raise NotImplementedError(url)
