"""Window: a register that is only looked at, by plain SQL that every database understands.

A SQLite file is opened with the standard library alone: SQLAlchemy takes longer to start than a short question to be
answered. ``store.Register`` answers in the same way, for every database.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from materiel.record.faults import BUSY_SECONDS, meant
from materiel.record.version import SCHEMA, is_current

MAPPED = 1 << 30
"""Bytes of a SQLite file that are read as memory and not copied: pages are asked for here and there."""

AT_ONCE = 500
"""Values of one IN (...), well below what any database allows."""

_NAME = re.compile(r":(\w+)")

Values = Mapping[str, Any]
Value = TypeVar("Value")


class Window(Protocol):
    """What can be asked of a register without knowing its database."""

    @property
    def name(self) -> str:
        """What messages call the register."""

    def rows(self, query: str, values: Values | None = None) -> list[Any]:
        """The rows of a query as tuples. ``:name`` stands for a value, ``IN :name`` for those of a list."""

    def has(self, table: str) -> bool:
        """Whether the register holds a table: those of reference data are made by the first import."""

    def moment(self) -> AbstractContextManager[None]:
        """All that is asked within sees the register as it is now."""

    def close(self) -> None:
        """Ends all connections."""


class File:
    """A ``Window`` on a SQLite file."""

    def __init__(self, name: str, connection: sqlite3.Connection) -> None:
        self.name = name
        self._connection = connection

    def rows(self, query: str, values: Values | None = None) -> list[Any]:
        """``Window.rows``; ``RegisterError`` where the file cannot answer."""
        try:
            return self._connection.execute(*spread(query, values or {})).fetchall()
        except sqlite3.Error as error:
            raise meant(self.name, str(error)) from error

    def has(self, table: str) -> bool:
        """``Window.has``."""
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :table", {"table": table}))

    @contextmanager
    def moment(self) -> Iterator[None]:
        """``Window.moment``."""
        self.rows("BEGIN")
        try:
            yield
        finally:
            self.rows("ROLLBACK")

    def close(self) -> None:
        """``Window.close``."""
        self._connection.close()


def opened(place: str | Path) -> File | None:
    """The register in a SQLite file, ready to be asked; None where there is none, or where it must first be brought up
    to date or needs a word: ``store.Register`` does both."""
    if "://" in str(place) or not Path(place).is_file():
        return None
    name = frozen(Path(place))
    at, is_uri = name or str(place), bool(name)
    connection = sqlite3.connect(at, BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=is_uri)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA mmap_size = {MAPPED}")
        meta = dict(connection.execute("SELECT key, value FROM meta"))
        ready = meta["schema"] == SCHEMA and is_current(*(meta[key] for key in ("resolved", "generation", "view")))
    except (sqlite3.Error, KeyError):
        ready = False
    if not ready:
        connection.close()
        return None
    return File(str(place), connection)


def frozen(path: Path) -> str:
    """The address by which SQLite reads a file in a folder that may not be written, where it cannot put the files that
    it needs beside it; "" for any other. What another has written beside it and not yet into it would be missed: then
    the file is opened as any other."""
    beside = path.with_name(f"{path.name}-wal")
    if not path.is_file() or os.access(path.absolute().parent, os.W_OK):
        return ""
    if beside.is_file() and beside.stat().st_size:
        return ""
    return f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"


def chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values in their order, as many together as may stand in one IN (...)."""
    held = list(values)
    return (held[start : start + AT_ONCE] for start in range(0, len(held), AT_ONCE))


def spread(query: str, values: Values) -> tuple[str, dict[str, Any]]:
    """A query and its values with a name for each value of a list, as databases ask for."""
    single = dict(values)
    for name, held in values.items():
        if isinstance(held, list | tuple):
            del single[name]
            single |= {f"{name}_{index}": one for index, one in enumerate(held)}

    def named(found: re.Match[str]) -> str:
        held = values[found[1]]
        if not isinstance(held, list | tuple):
            return found[0]
        return f"({', '.join(f':{found[1]}_{index}' for index in range(len(held))) or 'NULL'})"

    return _NAME.sub(named, query), single
