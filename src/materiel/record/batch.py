"""Batch: what several pages bring to the tables, gathered so that each table is written once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from materiel.record import rows, stale, tables
from materiel.record.backend import add_new, among
from materiel.record.banned import WITHDRAWN, Banned
from materiel.statements import split
from materiel.types import Failure, Page, Reading

Entry = tuple[Page, Reading]
Rows = list[dict[str, Any]]


class Batch:
    """Rows of pages that are added together, all with one time of adding."""

    def __init__(self, added: str) -> None:
        self._added = added
        self._issues: Rows = []
        self._entries: dict[tuple[str, str], Entry] = {}

    def put(self, entry: Entry | Failure) -> None:
        """Takes in a page and its reading, or an input that failed; one that is in already is passed over."""
        if isinstance(entry, Failure):
            self._issues.append(rows.failure_row(entry, self._added))
            return
        page, reading = entry
        key = rows.page_row(page, reading.document, "")["id"], rows.reading_row(reading, "")["id"]
        self._entries.setdefault(key, entry)

    def keep(self, connection: Connection) -> int:
        """Writes what is not there yet; gives the number of pages that brought something.

        Raises ``ValueError`` that names the document and the field where a quote does not stand in the text.
        """
        pages = _there(connection, "pages", [page for page, _ in self._entries])
        readings = _there(connection, "readings", [reading for _, reading in self._entries])
        fresh = {key: entry for key, entry in self._entries.items() if key[0] not in pages or key[1] not in readings}
        new = self._allowed(connection, fresh)
        if stale.is_any(connection):  # who reads a value is told with it: another reader of a text that is there
            stale.documents(connection, {reading.document.digest for _, reading in new.values()})
        made: dict[str, Rows] = {"documents": [], "pages": [], "readings": [], "statements": [], "issues": self._issues}
        for (_, name), (page, reading) in new.items():
            if name not in readings:
                readings.add(name)
                made["statements"] += [rows.statement_row(statement, name) for statement in split(reading)]
                made["issues"] += rows.issue_rows(reading.issues, page.name, name, self._added)
                made["readings"].append(rows.reading_row(reading, self._added))
                made["documents"].append(rows.document_row(reading.document, self._added))
            made["pages"].append(rows.page_row(page, reading.document, self._added))
        for name, filled in made.items():
            add_new(connection, tables.metadata.tables[name], filled)
        return len({page for page, _ in new})

    def _allowed(self, connection: Connection, entries: dict[tuple[str, str], Entry]) -> dict[tuple[str, str], Entry]:
        """Those that were not withdrawn; each of the others becomes an issue, because nothing is dropped in silence."""
        banned = Banned(connection)
        allowed: dict[tuple[str, str], Entry] = {}
        for key, (page, reading) in entries.items():
            row = rows.page_row(page, reading.document, "")
            if banned.holds(row["digest"], row["url"], row["document"]):
                told = Failure(page.name, "this page was withdrawn from the register; `withdraw --restore` lets it in")
                self._issues.append(rows.failure_row(told, self._added) | {"kind": WITHDRAWN})
            else:
                allowed[key] = (page, reading)
        return allowed


def _there(connection: Connection, name: str, wanted: list[str]) -> set[str]:
    """Which of these identifiers a table has."""
    column = tables.metadata.tables[name].c.id
    return set(among(connection, select(column), column, wanted))
