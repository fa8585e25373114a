"""Said: statements that are asked often, put into a database's words once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select
from sqlalchemy.exc import DBAPIError

ALL = 1 << 31
"""A limit that no list reaches."""


class Said:
    """A statement without what SQLAlchemy does around each question: values are given and come back as the driver has
    them."""

    def __init__(self, query: Select[Any] | CompoundSelect[Any]) -> None:
        self._query = query
        self._told: dict[str, tuple[str, Sequence[str] | None, dict[str, Any]]] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """All rows within a transaction; ``DBAPIError`` where the database refuses."""
        kind = connection.dialect.name
        if kind not in self._told:
            made = self._query.compile(dialect=connection.dialect)
            self._told[kind] = str(made), made.positiontup, dict(made.params)
        words, order, fixed = self._told[kind]
        given = {**fixed, **(values or {})}
        cursor = connection.connection.cursor()
        try:
            cursor.execute(words, given if order is None else [given[name] for name in order])
            return list(cursor.fetchall())
        except connection.dialect.loaded_dbapi.Error as error:
            raise DBAPIError(words, given, error) from error
        finally:
            cursor.close()
