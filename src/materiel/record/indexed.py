"""Indexed: the words of all documents, as ``writing.folded`` gives them: SQLite's FTS5 or PostgreSQL's tsvector.

The index stands beside the register's tables and is filled with what has been added since it was last asked. In SQLite
the number under which a document stands there grows with the month from which it was known, so that the latest are
found first and a span of time is one stretch of numbers; what narrows a search stands beside that number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, text

from materiel.record.store import Register
from materiel.record.writing import folded

BEGINNING = 2
"""Signs of a beginning of words that is looked for; one sign begins words of nearly every document."""

_AT_ONCE = 500
_MONTH = 1 << 30  # numbers of a month; more than there will be documents

_MAKE = {
    "sqlite": (
        # of older versions, without beginnings and in the order of their adding
        "DROP TABLE IF EXISTS found_words",
        "DROP TABLE IF EXISTS found_documents",
        "CREATE TABLE IF NOT EXISTS found_texts (place INTEGER PRIMARY KEY, digest VARCHAR(64) NOT NULL UNIQUE, "
        "lang VARCHAR(16), published VARCHAR(10), known VARCHAR(10) NOT NULL)",
        "CREATE VIRTUAL TABLE IF NOT EXISTS found_forms USING fts5(title, body, content='', detail=full, "
        f"prefix='{BEGINNING} {BEGINNING + 1}', tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE IF NOT EXISTS found_documents (place SERIAL PRIMARY KEY, digest VARCHAR(64) NOT NULL UNIQUE, "
        "words TSVECTOR)",
        "CREATE INDEX IF NOT EXISTS found_documents_words ON found_documents USING GIN (words)",
    ),
}
_ORDER = "ORDER BY substr(r.known, 1, 7), r.document"
_LACKS = f"WHERE f.digest IS NULL {_ORDER}"
_MISSING = {
    "sqlite": "SELECT r.document FROM reports r LEFT JOIN found_texts f ON f.digest = r.document AND f.known = r.known "
    f"AND f.published IS r.published {_LACKS}",
    "postgresql": f"SELECT r.document FROM reports r LEFT JOIN found_documents f ON f.digest = r.document {_LACKS}",
}
_TEXTS = text(
    "SELECT t.digest, r.title, t.text, t.lang, r.published, r.known FROM reports r "
    f"JOIN documents t ON t.digest = r.document WHERE r.document IN :names {_ORDER}"
).bindparams(bindparam("names", expanding=True))


@dataclass(frozen=True, slots=True)
class Match:
    """How an index is asked for ``:words``: its rank (the least is the best), FROM and WHERE, the place by which the
    latest come last, and further values. A document is ``d.digest``."""

    rank: str
    source: str
    place: str
    values: Mapping[str, Any]


def match(kind: str, lang: str, since: str, until: str) -> Match:
    """How the index of a ``kind`` of database is asked, of documents of a language and time of publication alone."""
    of_text, of_report = ("d", "d") if kind == "sqlite" else ("t", "r")
    asked = {
        "lang": (f"{of_text}.lang = :lang", lang),
        "since": (f"{of_report}.published >= :since", since),
        "until": (f"{of_report}.published <= :until", f"{until}~" if until else ""),
    }
    values = {name: value for name, (_, value) in asked.items() if value}
    where = "".join(f" AND {asked[name][0]}" for name in values)
    if kind == "postgresql":
        narrowed = " JOIN documents t ON t.digest = d.digest JOIN reports r ON r.document = d.digest"
        source = (
            f"FROM found_documents d{narrowed if where else ''} WHERE d.words @@ to_tsquery('simple', :words){where}"
        )
        return Match("-ts_rank(d.words, to_tsquery('simple', :words))", source, "d.place", values)
    place = "found_forms.rowid"
    stretch = {
        "first": (f"{place} >= :first", _place(since) if since else 0),
        # what is dated by its year alone is known from the year's end
        "end": (f"{place} < :end", _place(f"{until[:4]}-12") + _MONTH if until else 0),
    }
    within = {name: value for name, (_, value) in stretch.items() if value}
    where += "".join(f" AND {stretch[name][0]}" for name in within)
    source = f"FROM found_forms CROSS JOIN found_texts d ON d.place = {place} WHERE found_forms MATCH :words{where}"
    return Match("bm25(found_forms, 8.0, 1.0)", source, place, {**values, **within})


def refresh(register: Register) -> int:
    """Takes documents into the index that are not in it yet, or were known from another day; gives their number.
    Nothing where the register may not be written: what is in it is found."""
    if register.is_frozen:
        return 0
    kind = register.url.get_backend_name()
    with register.writing() as connection:
        for statement in _MAKE[kind]:
            connection.exec_driver_sql(statement)
    with register.reading() as connection:
        missing = list(connection.execute(text(_MISSING[kind])).scalars())
    for start in range(0, len(missing), _AT_ONCE):
        with register.reading() as connection:
            found = connection.execute(_TEXTS, {"names": missing[start : start + _AT_ONCE]})
            rows = [dict(row._mapping) for row in found]
        with register.writing() as connection:
            _ADD[kind](connection, rows)
    return len(missing)


def _to_sqlite(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Adds documents in the order of their places: FTS5 writes what it has when one is less than the last."""
    there = text("SELECT 1 FROM found_texts WHERE digest = :digest AND known = :known AND published IS :published")
    # greater than any that was given: of one that is known from another day now, the words stay where they were
    last = connection.execute(text(f"SELECT max(place % {_MONTH}) FROM found_texts")).scalar() or 0
    for number, row in enumerate(rows, last + 1):
        if connection.execute(there, row).first():
            continue  # another process was first
        row["place"] = _place(row["known"]) + number
        row |= {"title": folded(row["title"] or ""), "body": folded(row["text"])}
        connection.execute(
            text(
                "INSERT OR REPLACE INTO found_texts (place, digest, lang, published, known) "
                "VALUES (:place, :digest, :lang, :published, :known)"
            ),
            row,
        )
        connection.execute(text("INSERT INTO found_forms (rowid, title, body) VALUES (:place, :title, :body)"), row)


def _to_postgresql(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    insert = text(
        "INSERT INTO found_documents (digest, words) VALUES (:digest, setweight(to_tsvector('simple', :title), 'A')"
        " || setweight(to_tsvector('simple', :body), 'D')) ON CONFLICT DO NOTHING"
    )
    for row in rows:
        told = {"digest": row["digest"], "title": folded(row["title"] or ""), "body": folded(row["text"])}
        connection.execute(insert, told)


_ADD = {"sqlite": _to_sqlite, "postgresql": _to_postgresql}


def _place(day: str) -> int:
    """Where the month of YYYY, YYYY-MM or YYYY-MM-DD begins; that of a year alone before its January."""
    return (int(day[:4]) * 13 + int(day[5:7] or 0)) * _MONTH
