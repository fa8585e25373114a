"""Load: the statements in force come back out of the tables as reports, each with its origin."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from materiel.record import rows, tables
from materiel.record.backend import fetch
from materiel.record.days import known
from materiel.record.origin import Origin, Source, origins
from materiel.record.reports import Report
from materiel.record.window import chunks
from materiel.statements import told
from materiel.types import Statement

Row = Mapping[str, Any]

SECOND = "second-"
"""How the name of a second reader begins; the reading in which both readers count begins with the first one's."""

_TOLD = select(tables.statements, tables.readings.c.reader, tables.readings.c.document).join(tables.readings)
_TOLD = _TOLD.where(tables.statements.c.reading.in_(bindparam("readings", expanding=True)))
_TOLD = _TOLD.order_by(tables.statements.c.reading, tables.statements.c.subject)


@dataclass(frozen=True, slots=True)
class Standing:
    """A document as it counts: the page that stands for it, the reading in force, its origin, and all its addresses
    with the day from which each was known."""

    document: str
    reading: str
    page: Row
    addresses: tuple[tuple[str, str], ...]
    origin: Origin

    def row(self) -> dict[str, Any]:
        """Its row in ``tables.reports``."""
        said = {name: self.page[name] for name in ("title", "outlet", "byline", "published", "url")}
        return {
            "document": self.document,
            "reading": self.reading,
            **said,
            "known": min(day for day, _ in self.addresses),
            "origin": self.origin.name,
            "kind": self.origin.kind,
            "copy_of": self.origin.copy_of,
            "addresses": json.dumps(self.addresses),
        }


def standings(connection: Connection) -> list[Standing]:
    """All documents with a reading, each as it counts now."""
    pages = _pages(connection)
    packed = connection.execute(select(tables.documents.c.digest, tables.documents.c.sketch))
    sketches: dict[str, bytes] = {row.digest: row.sketch for row in packed}
    named = origins(_source(document, pages[document], sketches[document]) for document in sorted(pages))
    return [
        Standing(
            document=document,
            reading=reading,
            page=pages[document][0],
            addresses=_addresses(pages[document]),
            origin=named[document],
        )
        for document, reading in sorted(_in_force(connection).items())
        if document in pages
    ]


def some_reports(connection: Connection, standing: Iterable[Standing]) -> Iterator[Report]:
    """``reports`` of a few documents, found by their readings."""
    for chunk in chunks(standing):
        yield from reports(connection, chunk, few=True)


def reports(connection: Connection, standing: Iterable[Standing], few: bool = False) -> Iterator[Report]:
    """Every deal that a reading in force of these documents tells, without its quotes; ``few`` looks for them alone."""
    by_reading = {one.reading: one for one in standing}
    table = tables.statements
    columns = [column for column in table.c if column.name not in ("quotes", "original", "id")]
    query = select(*columns).where(table.c.subject.startswith("deal/")).order_by(table.c.reading, table.c.subject)
    if few:
        query = query.where(table.c.reading.in_(list(by_reading)))
    for (reading, subject), told_here in _grouped(connection, query):
        if reading in by_reading:
            one = by_reading[reading]
            yield Report(
                document=one.document,
                subject=subject,
                deal=told("deal", [rows.statement(row) for row in told_here]),
                published=one.page["published"],
                origin=one.origin.name,
                primary=one.origin.primary,
                addresses=one.addresses,
            )


def moved(connection: Connection) -> dict[str, str]:
    """The document that took the place of one, where a newer version found another text in the same page."""
    table = tables.pages
    last: dict[tuple[str, str | None], str] = {}
    passed: list[tuple[str, tuple[str, str | None]]] = []
    query = select(table.c.digest, table.c.url, table.c.document).order_by(table.c.added, table.c.id)
    for content, url, document in connection.execute(query):
        before = last.get((content, url))
        if before and before != document:
            passed.append((before, (content, url)))
        last[content, url] = document
    held = set(last.values())
    return {document: last[page] for document, page in passed if document not in held}


def subjects(connection: Connection, readings: Iterable[str]) -> Iterator[tuple[str, str, list[Statement]]]:
    """(reading, subject, its statements) of a few readings, one after the other."""
    for (reading, subject), told_here in _grouped(connection, _TOLD, {"readings": list(readings)}):
        yield reading, subject, [rows.statement(row) for row in told_here]


def _grouped(
    connection: Connection, query: Select[Any], values: Row | None = None
) -> Iterator[tuple[tuple[str, str], Iterator[Row]]]:
    """The rows of statements by (reading, subject)."""
    found = fetch(connection, query, values)
    return groupby(found, key=lambda row: (row["reading"], row["subject"]))


def _pages(connection: Connection) -> dict[str, list[Row]]:
    """The pages of each document, the first published before the rest.

    Where versions found different texts in the same bytes, the text that was found last is the page's.
    """
    last: dict[tuple[str, str | None], Row] = {}
    for page in fetch(connection, select(tables.pages).order_by(tables.pages.c.added, tables.pages.c.id)):
        last[page["digest"], page["url"]] = page
    found: dict[str, list[Row]] = defaultdict(list)
    for newest in last.values():
        found[newest["document"]].append(newest)
    for pages in found.values():
        pages.sort(key=lambda page: (page["published"] or "9999", page["url"] or "~", page["digest"]))
    return dict(found)


def _in_force(connection: Connection) -> dict[str, str]:
    """The reading of each document that counts: by the reader that came last into the register, and of its readings
    that of the earliest publication. What a model read alone is kept beside it and never counts by itself."""
    table = tables.readings
    found = list(fetch(connection, select(table).where(table.c.reader.not_like(f"{SECOND}%"))))
    came: dict[str, str] = {}
    for row in found:
        came[row["reader"]] = min(row["added"], came.get(row["reader"], row["added"]))
    best: dict[str, Row] = {}
    found.sort(key=lambda row: (row["published"] or "9999", row["id"]))
    for row in found:
        held = best.get(row["document"])
        if held is None or (came[held["reader"]], held["reader"]) < (came[row["reader"]], row["reader"]):
            best[row["document"]] = row
    return {document: row["id"] for document, row in best.items()}


def _addresses(pages: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    """(day from which it was known, address) of each address at which a text stood, sorted by day."""
    first: dict[str, str] = {}
    for page in pages:
        place, day = page["url"] or page["digest"][:12], known(page["published"], page["captured"], page["added"])
        first[place] = min(day, first.get(place, day))
    return tuple(sorted((day, place) for place, day in first.items()))


def _source(document: str, pages: list[Row], sketch: bytes) -> Source:
    """What the pages of one text say of its source; the first of them that says something is believed."""
    first = {
        name: next((page[name] for page in pages if page[name]), None) for name in ("origin", "outlet", "url", "byline")
    }
    said = (first["origin"], first["outlet"], first["url"], sketch, first["byline"])
    return Source(document, pages[0]["published"], *said)
