"""Found: deals by any part of a word of theirs, through an index of every three letters (SQLite's FTS5).

The index stands beside the register's tables and is brought up to them when it is asked to be (``refresh``). It says of
which state of the register it is, and is used for that state alone: until it is brought up, and in other databases, the
words of all deals are looked through, which finds the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, bindparam, column, select, table, text, tuple_

from materiel.record import tables
from materiel.record.backend import add_new
from materiel.record.said import Said
from materiel.record.store import Register
from materiel.record.version import STATE

SHORTEST = 3
"""Letters of a word that the index can find."""

_META = tables.meta.c
_ASKED = Said(select(_META.key, _META.value))
_DEALS = table("found_deals", column("place"), column("id"), column("since"))
_LETTERS = table("found_letters", column("rowid"), column("words"))

_MAKE = (
    "CREATE TABLE IF NOT EXISTS found_deals (place INTEGER PRIMARY KEY AUTOINCREMENT, id VARCHAR(128) NOT NULL, "
    "since VARCHAR(10) NOT NULL, words TEXT NOT NULL, UNIQUE (id, since))",
    "CREATE VIRTUAL TABLE IF NOT EXISTS found_letters USING fts5(words, content='found_deals', content_rowid='place', "
    "detail=none, tokenize='trigram')",
    "CREATE TRIGGER IF NOT EXISTS found_added AFTER INSERT ON found_deals BEGIN "
    "INSERT INTO found_letters (rowid, words) VALUES (new.place, new.words); END",
    "CREATE TRIGGER IF NOT EXISTS found_gone AFTER DELETE ON found_deals BEGIN "
    "INSERT INTO found_letters (found_letters, rowid, words) VALUES ('delete', old.place, old.words); END",
    "DELETE FROM found_deals WHERE NOT EXISTS (SELECT 1 FROM deals d WHERE d.id = found_deals.id "
    "AND d.since = found_deals.since AND d.search = found_deals.words)",
    "INSERT INTO found_deals (id, since, words) SELECT d.id, d.since, d.search FROM deals d "
    "LEFT JOIN found_deals f ON f.id = d.id AND f.since = d.since WHERE f.id IS NULL",
)


def refresh(register: Register) -> None:
    """Brings the index up to the register as it is now; nothing where its database has none or may
    not be written."""
    if register.url.get_backend_name() != "sqlite" or register.is_frozen:
        return
    with register.reading() as connection:
        if is_fresh(connection):
            return
    with register.writing() as connection:
        for statement in _MAKE:
            connection.execute(text(statement))
        held = dict(_ASKED.rows(connection))
        for key in STATE:
            told = {"key": f"found_{key}", "value": held[key]}
            add_new(connection, tables.meta, [told])
            connection.execute(tables.meta.update().where(_META.key == told["key"]).values(value=told["value"]))


def is_fresh(connection: Connection) -> bool:
    """Whether the index is of the register as this transaction sees it."""
    held = dict(_ASKED.rows(connection))
    return all(held.get(f"found_{key}") == held[key] for key in STATE)


def looked_up(words: Sequence[str]) -> ColumnElement[bool]:
    """The condition that all of some parameters stand in the words of a deal (``LIKE``)."""
    # asked for by itself: joined, SQLite would go through all deals and ask for each whether it is among the found
    places = select(_LETTERS.c.rowid).where(*(_LETTERS.c.words.like(bindparam(word)) for word in words))
    near = select(_DEALS.c.id, _DEALS.c.since).where(_DEALS.c.place.in_(places))
    return tuple_(tables.deals.c.id, tables.deals.c.since).in_(near)
