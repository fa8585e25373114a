"""Shelf: what a watch remembers of its sources from one round to the next, in a small SQLite file.

It holds for each source when it was last tried and seen, its validators for conditional requests, what it gave, and
which addresses were fetched already. Losing it costs fetching again, nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path

_TABLES = """
create table if not exists sources (
  url text primary key, list text not null default '', etag text not null default '',
  modified text not null default '', tried real not null default 0, seen real not null default 0,
  failures integer not null default 0, pages integer not null default 0, deals integer not null default 0,
  message text not null default '');
create table if not exists fetched (url text primary key, tried real not null);
"""


@dataclass(slots=True)
class State:
    """A source as it stands: ``list`` is the feed found for it; times in seconds since 1970, 0 for never.

    ``failures`` counts the rounds in a row that failed, ``message`` says why the last one did.
    """

    url: str
    list: str = ""
    etag: str = ""
    modified: str = ""
    tried: float = 0.0
    seen: float = 0.0
    failures: int = 0
    pages: int = 0
    deals: int = 0
    message: str = ""


class Shelf:
    """The memory of a watch; used by one thread."""

    def __init__(self, path: str | Path) -> None:
        self._base = sqlite3.connect(path, timeout=30)
        self._base.executescript(_TABLES)

    def close(self) -> None:
        self._base.close()

    def state(self, url: str) -> State:
        """What is remembered of a source."""
        names = [one.name for one in fields(State)]
        with closing(self._base.execute(f"select {', '.join(names)} from sources where url = ?", (url,))) as rows:
            row = rows.fetchone()
        return State(*row) if row else State(url)

    def keep(self, state: State) -> None:
        names = [one.name for one in fields(State)]
        marks = ", ".join("?" for _ in names)
        with self._base:
            self._base.execute(
                f"replace into sources ({', '.join(names)}) values ({marks})", [getattr(state, name) for name in names]
            )

    def new(self, urls: Iterable[str]) -> list[str]:
        """Those of the addresses that were not fetched yet, in their order."""
        out = []
        for url in urls:
            with closing(self._base.execute("select 1 from fetched where url = ?", (url,))) as rows:
                if rows.fetchone() is None:
                    out.append(url)
        return out

    def fetched(self, urls: Iterable[str], now: float) -> None:
        """Remembers that these were fetched, or refused for good."""
        with self._base:
            self._base.executemany("insert or ignore into fetched values (?, ?)", [(url, now) for url in urls])
