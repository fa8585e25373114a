"""Query: what pages, tables and exports ask of a register. One query, many renderings: the answers are plain data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from materiel.record import backend, evidence, naming, tables, whole
from materiel.record import found as index
from materiel.record.backend import fetch
from materiel.record.evidence import Text
from materiel.record.filters import SORTS, Filter, ordered, shape, values, where
from materiel.record.judged import Judged
from materiel.record.reports import Report
from materiel.record.said import ALL, Said
from materiel.record.store import Register
from materiel.record.tree import tree

Row = dict[str, Any]

# The statement of the pages that are asked for most: made once, since making it takes longer than its answer.
_TEXT = tables.documents.c
_DIGEST = select(_TEXT.digest).where(_TEXT.id == bindparam("id"), _TEXT.digest.startswith(bindparam("name")))


def deals(register: Register, asked: Filter | None = None) -> list[Row]:
    """The rows of the deals that ``asked`` lets through, in its order."""
    return [json.loads(row) for row in packed_deals(register, asked)]


def packed_deals(register: Register, asked: Filter | None = None) -> list[str]:
    """The same rows as JSON, as they are kept."""
    asked = asked or Filter()
    limits = {"most": ALL if asked.limit is None else asked.limit, "skipped": asked.offset}
    with register.reading() as connection:
        statement = _rows(shape(asked), bool(asked.text) and index.is_fresh(connection))
        return [row for (row,) in statement.rows(connection, values(asked) | limits)]


def count(register: Register, asked: Filter | None = None) -> int:
    """How many deals ``asked`` lets through, whatever its limit."""
    asked = asked or Filter()
    with register.reading() as connection:
        statement = _number(shape(replace(asked, sort=SORTS[0])), bool(asked.text) and index.is_fresh(connection))
        return int(statement.rows(connection, values(asked))[0][0])


@lru_cache(maxsize=1000)
def _rows(asked: Filter, is_indexed: bool) -> Said:
    """The statement of ``deals`` for filters of a shape: narrow rows are sorted, then fetched."""
    table, shown = tables.deals, tables.deal_rows
    order = ordered(asked.sort)
    found = where(select(table.c.id, table.c.since), asked, is_indexed).order_by(*order)
    chosen = found.limit(bindparam("most")).offset(bindparam("skipped")).subquery()
    query = select(shown.c.row).join(chosen, (chosen.c.id == shown.c.id) & (chosen.c.since == shown.c.since))
    query = query.join(table, (table.c.id == shown.c.id) & (table.c.since == shown.c.since)).order_by(*order)
    return Said(query)


@lru_cache(maxsize=1000)
def _number(asked: Filter, is_indexed: bool) -> Said:
    return Said(where(select(func.count()).select_from(tables.deals), asked, is_indexed))


def deal(register: Register, name: str, as_of: str | None = None) -> Row | None:
    """One deal with its cells, documents, reactions and figures; None where there is none of this name.

    "life" has the steps with the first report of each (life.ladder), "deliveries" what was delivered of what was
    ordered (life.deliveries), "links" the deals that belong to it: {"kind", "deal", "why"} where kind is part_of,
    has_part, follows or followed_by.

    ``name`` is an identifier, or the digits at its end where only one deal has them. ``as_of`` leaves out what was not
    known by the end of that day.
    """
    with register.reading() as connection:
        name_now = found(connection, name)
        return whole.deals(connection, [name_now], as_of).get(name_now) if name_now else None


def wholes(register: Register, names: Sequence[str], as_of: str | None = None) -> dict[str, Row]:
    """The same by name for many identifiers at once; without those of which nothing counts."""
    with register.reading() as connection:
        return whole.deals(connection, names, as_of)


def cell(register: Register, name: str, field: str, as_of: str | None = None) -> Row | None:
    """One cell of a deal: ``{"deal", "field", "rule", "values"}``; None where the deal or the cell is not there."""
    page = deal(register, name, as_of)
    chosen = next((one for one in page["cells"] if one["field"] == field), None) if page else None
    return {"deal": page["id"], **chosen} if page and chosen else None


def document(register: Register, name: str) -> Row | None:
    """One document with its text, deals and quotes; ``name`` is its identifier or the whole digest of its text."""
    with register.reading() as connection:
        digest = connection.execute(_DIGEST, {"id": name[:12].lower(), "name": name.lower()}).scalar()
        return whole.documents(connection, [digest]).get(digest) if digest else None


def documents(register: Register, limit: int | None = None, offset: int = 0) -> list[Row]:
    """All documents that were read, the latest first, as lists show them."""
    values = {"most": ALL if limit is None else limit, "skipped": offset}
    with register.reading() as connection:
        return [dict(zip(CARD, row, strict=True)) for row in _listed().rows(connection, values)]


CARD = ("id", "title", "outlet", "published", "origin", "url", "lang")
"""What lists show of a document."""


@cache
def _listed() -> Said:
    report, table = tables.reports, tables.documents
    said = (report.c[name] for name in CARD[1:-1])
    chosen = select(report.c.document).order_by(report.c.known.desc(), report.c.document.desc())
    few = chosen.limit(bindparam("most")).offset(bindparam("skipped")).subquery()
    query = select(table.c.id, *said, table.c.lang).select_from(few.join(report, report.c.document == few.c.document))
    query = query.join(table, table.c.digest == report.c.document)
    return Said(query.order_by(report.c.known.desc(), report.c.document.desc()))


def whole_deals(register: Register, asked: Filter | None = None) -> Iterator[Row]:
    """The pages (``deal``) of the deals that ``asked`` lets through, one after the other."""
    as_of = asked.as_of if asked else None
    return (page for row in deals(register, asked) if (page := deal(register, row["id"], as_of)))


def whole_documents(register: Register) -> Iterator[Row]:
    """The pages (``document``) of all documents, one after the other."""
    return (page for row in documents(register) if (page := document(register, row["id"])))


def reactions(register: Register) -> Iterator[Row]:
    """Every reaction of a reading in force: {"actor", "target", "plover", "deal", "document", "quotes"}; ``deal`` is
    None where it is about none of the register, ``document`` as lists show it."""
    table, report = tables.statements, tables.reports
    told_in = select(report.c.document).join(table, table.c.reading == report.c.reading)
    with register.reading() as connection:
        held = sorted(set(connection.execute(told_in.where(table.c.subject.startswith("reaction/"))).scalars()))
    for start in range(0, len(held), 200):
        with register.reading() as connection:
            for text in evidence.texts(connection, held[start : start + 200]).values():
                about = whole.deals_of(connection, text.digest)
                for one in text.reactions:
                    yield {
                        "actor": one.actor,
                        "target": one.target,
                        "plover": one.plover,
                        "deal": about.get(f"deal/{one.about_deal}"),
                        "document": text.card(),
                        "quotes": text.quotes(one.evidence),
                    }


def copies(register: Register, name: str) -> list[Row]:
    """A document and all copies of the same text, the first published first, each as in lists and with "parent" (the
    document that it is most like of those before it), "kept" (share of its words that stand there), "change" (first,
    same, cut, extended, rewritten), "added" and "removed" (sentences). Empty where there is no such document."""
    table, report = tables.documents, tables.reports
    with register.reading() as connection:
        here = connection.execute(
            select(report.c.document, report.c.copy_of).join(table).where(table.c.id == name[:12].lower())
        ).first()
        if here is None:
            return []
        first = here.copy_of or here.document
        group = select(report.c.document).where(or_(report.c.document == first, report.c.copy_of == first))
        held = list(evidence.texts(connection, connection.execute(group).scalars()).values())
    branches = tree([text.row["text"] for text in held])
    return [
        text.card()
        | {"parent": None if one.parent is None else held[one.parent].row["id"]}
        | {"kept": one.kept, "change": one.change, "added": list(one.added), "removed": list(one.removed)}
        for text, one in zip(held, branches, strict=True)
    ]


def issues(register: Register, kind: str | None = None) -> list[Row]:
    """What was not understood: the issues of the readings in force, and the inputs that could not be read at all.

    Each is {"name", "document", "kind", "message", "start", "end"}; ``document`` is None for an input that failed.
    """
    table, report, text = tables.issues, tables.reports, tables.documents
    shown = (table.c.name, text.c.id.label("document"), table.c.kind, table.c.message, table.c.start, table.c.end)
    joined = table.outerjoin(report, report.c.reading == table.c.reading).outerjoin(
        text, text.c.digest == report.c.document
    )
    query = select(*shown).select_from(joined).where(table.c.reading.is_(None) | report.c.document.is_not(None))
    if kind:
        query = query.where(table.c.kind == kind)
    with register.reading() as connection:
        return list(fetch(connection, query.order_by(table.c.kind, table.c.name, table.c.start, table.c.id)))


def find(register: Register, name: str) -> str | None:
    """The identifier of the deal that ``name`` means; None where there is none, or several."""
    with register.reading() as connection:
        return found(connection, name)


def nearest(register: Register, name: str, most: int = 3) -> list[str]:
    """The identifiers that look most like ``name``, for messages."""
    return naming.nearest(register.rows, name, most)


def parties(register: Register) -> list[tuple[str, int]]:
    """Every state or group of the register with the number of its deals, background too; the most frequent first."""
    table = tables.parties
    query = select(table.c.party, table.c.deals).order_by(table.c.deals.desc(), table.c.party)
    with register.reading() as connection:
        return [(party, number) for party, number in connection.execute(query)]


def found(connection: Connection, name: str) -> str | None:
    """``find`` within a transaction."""
    return naming.found(partial(backend.plain, connection), name)


def told(connection: Connection, name: str, as_of: str | None = None) -> tuple[dict[str, Text], list[Report], Judged]:
    """The documents and reports of a deal that count, as far as they were known, and the judgements in force then."""
    among = whole.members(connection, [name])
    held = evidence.texts(connection, [digest for told_by in among.values() for digest, _ in told_by])
    return whole.counting(connection, held, among, as_of).get(name, ({}, [], Judged()))
