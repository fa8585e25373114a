"""Banned: pages that were withdrawn and must not come back by being read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from materiel.record import tables
from materiel.record.backend import fetch

WITHDRAWN = "withdrawn"

Row = Mapping[str, Any]


def standing(connection: Connection) -> list[Row]:
    """The withdrawals that no later row restores."""
    table = tables.withdrawals
    last: dict[tuple[str, str | None, str], Row] = {}
    for row in fetch(connection, select(table).order_by(table.c.made, table.c.id)):
        last[row["page"], row["url"], row["document"]] = row
    return [row for row in last.values() if row["kind"] == WITHDRAWN]


class Banned:
    """The bytes, addresses and texts that were withdrawn."""

    def __init__(self, connection: Connection) -> None:
        rows = standing(connection)
        self._names = {name for row in rows for name in (row["page"], row["document"], row["url"]) if name}

    def __bool__(self) -> bool:
        return bool(self._names)

    def holds(self, page: str, url: str | None, document: str) -> bool:
        """Whether a page of these bytes and this address, or its text, was withdrawn."""
        return bool({page, url, document} & self._names)
