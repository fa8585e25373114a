"""Ready: the pages of deals and documents, put together ahead of their asking and kept until what they rest on changes.

What a change touches is taken out in its own transaction (``stale``); ``fill`` puts it together again. A page that is
not there is asked of ``query``, which gives the same.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import sleep
from typing import Any

import orjson
from isal import igzip
from sqlalchemy import Column, Connection, Select, Table, bindparam, select

from materiel.record import tables, whole
from materiel.record.backend import add_new
from materiel.record.faults import RegisterError
from materiel.record.said import Said
from materiel.record.store import Register, state

Row = dict[str, Any]

SHAPE = 1
"""Grows whenever ``whole`` makes other pages of the same rows; those of another shape are made anew."""

AT_ONCE = 50
"""Pages of one transaction: a tenth of a second's work."""

_deal, _document = tables.deal_pages.c, tables.document_pages.c
_DEAL = Said(select(_deal.page).where(_deal.deal == bindparam("name"), _deal.shape == SHAPE))
_DOCUMENT = Said(select(_document.page).where(_document.id == bindparam("name"), _document.shape == SHAPE))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A table of pages, what names its rows, where all names stand, and what makes pages."""

    table: Table
    name: Column[str]
    every: Column[str]
    made: Callable[[Connection, Sequence[str]], Mapping[str, Row]]

    def missing(self) -> Select[Any]:
        """Some names without a page of this shape."""
        there = (self.name == self.every) & (self.table.c.shape == SHAPE)
        query = select(self.every).distinct().select_from(self.every.table.outerjoin(self.table, there))
        return query.where(self.name.is_(None)).limit(AT_ONCE)


_KINDS = (
    _Kind(tables.deal_pages, _deal.deal, tables.deal_members.c.deal, whole.deals),
    _Kind(tables.document_pages, _document.document, tables.reports.c.document, whole.documents),
)


def deal(register: Register, name: str) -> bytes | None:
    """The page of a deal (``query.deal``) as compressed JSON, where it is ready; ``name`` is its whole identifier."""
    return _page(register, _DEAL, name)


def document(register: Register, name: str) -> bytes | None:
    """The page of a document (``query.document``), likewise, by its short identifier."""
    return _page(register, _DOCUMENT, name)


class Line:
    """Pages that are ready, over one connection of its own: for one thread, and for SQLite alone, where asking so takes
    a twentieth of the time and waits for nobody."""

    def __init__(self, register: Register) -> None:
        self._raw = register.raw() if register.url.get_backend_name() == "sqlite" else None

    def close(self) -> None:
        """Ends its connection."""
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def page(self, kind: str, name: str) -> bytes | None:
        """What ``deal`` or ``document`` (the ``kind``) gives; None also where it cannot be asked now."""
        if self._raw is None:
            return None
        try:
            row = self._raw.execute(_SAID[kind], (name, SHAPE)).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row and row[0] != _NOTHING else None


_SAID = {
    "deal": "SELECT page FROM deal_pages WHERE deal = ? AND shape = ?",
    "document": "SELECT page FROM document_pages WHERE id = ? AND shape = ?",
}


def unpacked(page: bytes) -> Row:
    """A page as ``query`` gives it."""
    found: Row = orjson.loads(igzip.decompress(page))  # type: ignore[no-untyped-call]
    return found


def fill(register: Register, most: int | None = None) -> int:
    """Puts together what is not ready, at most about ``most`` pages; gives their number.

    Other writers are not kept waiting: what another has overtaken meanwhile is dropped and made at the next turn.
    """
    done = 0
    if register.is_frozen:
        return done
    for kind in _KINDS:
        while most is None or done < most:
            with register.moment(), register.reading() as connection:
                now = state(connection)
                names = list(connection.execute(kind.missing()).scalars())
                made = kind.made(connection, names)
            if not names:
                break
            done += _keep(register, kind, now, {name: made.get(name) for name in names})
    return done


def follow(register: Register, pause: float = 2.0) -> None:
    """Puts together what is not ready, again after each change, for ever, or not at all where it may not
    be written."""
    seen: list[int] = []
    while not register.is_frozen:
        with suppress(RegisterError):  # busy or gone for now; it is asked again
            with register.reading() as connection:
                now = state(connection)
            if now != seen:
                fill(register)
                seen = now
        sleep(pause)


def _keep(register: Register, kind: _Kind, made_of: Sequence[int], pages: Mapping[str, Row | None]) -> int:
    """Writes pages, unless the register is no more as it was when they were made."""
    rows = []
    for name, page in pages.items():
        row = {kind.name.name: name, "shape": SHAPE, "page": _packed(page)}
        rows.append(row | ({"id": name[:12]} if kind.name.table is tables.document_pages else {}))
    with register.writing() as connection:
        if state(connection) != made_of:
            return 0
        connection.execute(kind.table.delete().where(kind.name.in_(list(pages)), kind.table.c.shape != SHAPE))
        add_new(connection, kind.table, rows)
    return len(rows)


def _packed(page: Row | None) -> bytes:
    """As the site's JSON is written; null for a deal of which nothing counts."""
    body = json.dumps(page, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
    return gzip.compress(body.encode("utf-8", "replace"), 6, mtime=0)


_NOTHING = _packed(None)


def _page(register: Register, query: Said, name: str) -> bytes | None:
    with register.reading() as connection:
        rows = query.rows(connection, {"name": name})
    return bytes(rows[0][0]) if rows else None
