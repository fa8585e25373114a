"""Withdraw: a page is taken out of the register with all that was read in it; what people decided stays.

The page's bytes, text, statements and issues are deleted, and the register is made anew without them. A row says who
withdrew what, when and why, and keeps the page from being read again, until another row restores it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select

from materiel.record import stale, tables
from materiel.record.backend import fetch
from materiel.record.banned import WITHDRAWN, Row, standing
from materiel.record.days import now
from materiel.record.store import Register
from materiel.types import digest

RESTORED = "restored"


class NotThere(ValueError):
    """No page of the register, or no withdrawal, has this name."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What a withdrawal took: the addresses, and how many pages, documents and statements."""

    addresses: tuple[str, ...]
    pages: int
    documents: int
    statements: int


def withdraw(register: Register, page: str, who: str, why: str | None = None) -> Gone:
    """Takes a page out of the register: by its address, by the file name it was read as, or with all its addresses by
    the identifier of its document. ``NotThere`` where there is none."""
    made = now()
    with register.writing() as connection:
        table = tables.pages
        found = list(fetch(connection, select(table).where(_named(page)).order_by(table.c.id)))
        if not found:
            raise NotThere(f"{page}: no page of the register has this address, name or document")
        for row in found:
            told = {"page": row["digest"], "url": row["url"], "document": row["document"], "name": row["name"]}
            _keep(connection, WITHDRAWN, told, (who, why, made))
        connection.execute(delete(table).where(table.c.id.in_([row["id"] for row in found])))
        left = set(connection.execute(select(table.c.document)).scalars())
        emptied = sorted({row["document"] for row in found} - left)
        statements = _forget(connection, emptied)
        register.grown(connection, withdrawn=True)
    register.resolve()
    addresses = tuple(dict.fromkeys(row["url"] or row["name"] for row in found))
    return Gone(addresses, len(found), len(emptied), statements)


def restore(register: Register, page: str, who: str, why: str | None = None) -> int:
    """Lets a withdrawn page be read again; gives the number of its withdrawals. It comes back when it is next read."""
    made = now()
    with register.writing() as connection:
        rows = [row for row in standing(connection) if page in (row["url"], row["name"]) or _starts(row, page)]
        if not rows:
            raise NotThere(f"{page}: no withdrawn page has this address, name or document")
        for row in rows:
            told = {name: row[name] for name in ("page", "url", "document", "name")}
            _keep(connection, RESTORED, told, (who, why, made))
    return len(rows)


def withdrawals(register: Register) -> list[dict[str, Any]]:
    """All that was withdrawn and restored, in the order in which it was: kind, url, name, document, who, why, made."""
    table = tables.withdrawals
    with register.reading() as connection:
        rows = list(fetch(connection, select(table).order_by(table.c.made, table.c.id)))
    return [{**row, "document": row["document"][:12]} for row in rows]


def _named(page: str) -> ColumnElement[bool]:
    table = tables.pages
    names = [table.c.url == page, table.c.name == page]
    low = page.lower()
    if len(low) >= 12 and all(letter in "0123456789abcdef" for letter in low):
        names.append(table.c.document.startswith(low))
    return or_(*names)


def _starts(row: Row, page: str) -> bool:
    return len(page) >= 12 and row["document"].startswith(page.lower())


def _forget(connection: Connection, documents: Iterable[str]) -> int:
    """Deletes documents with all that was read in them; gives the number of statements."""
    statements = 0
    stale.everything(connection)
    for document in documents:
        mine = select(tables.readings.c.id).where(tables.readings.c.document == document)
        for table in (tables.deal_members, tables.blocks, tables.judged, tables.reports):
            connection.execute(delete(table).where(table.c.document == document))
        gone = connection.execute(delete(tables.statements).where(tables.statements.c.reading.in_(mine)))
        statements += gone.rowcount
        connection.execute(delete(tables.issues).where(tables.issues.c.reading.in_(mine)))
        connection.execute(delete(tables.readings).where(tables.readings.c.document == document))
        connection.execute(delete(tables.documents).where(tables.documents.c.digest == document))
    return statements


def _keep(connection: Connection, kind: str, told: dict[str, Any], said: tuple[str, str | None, str]) -> None:
    who, why, made = said
    name = digest(f"{kind} {told['page']} {told['url']} {told['document']} {made}")
    row = {"id": name, "kind": kind, **told, "who": who, "why": why, "made": made}
    connection.execute(insert(tables.withdrawals), [row])
