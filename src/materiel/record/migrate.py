"""Migrate: a register that an older version made becomes one of this version, in one transaction.

What was read and decided is kept to the letter. Tables that follow from it are dropped and made anew when the register
is next asked, so that a step here tells only what happens to the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, inspect, select, text, update

from materiel.record import tables
from materiel.record.backend import add_new
from materiel.record.copies import sketch
from materiel.record.version import SCHEMA

FIRST = {
    "schema": SCHEMA,  # the version of the tables
    "generation": 0,  # grows with all that is added or taken out
    "resolved": 0,  # the generation that the deals rest on
    "view": 0,  # the way they were made (version.view)
    "judgements": 0,  # how many there are
    "reviewed": 0,  # how many of these the deals rest on
    "withdrawals": 0,  # how many there are
}
"""What ``meta`` holds in a new register; indexes beside it add of which state they are (``found``)."""

DROPPED = ("ties",)
"""Tables of older versions that follow from others and that this one has no more."""


def migrate(connection: Connection, version: int) -> None:
    """Brings the tables from ``version`` to ``SCHEMA``; nothing where they are there already."""
    if version >= SCHEMA:
        return
    there = set(inspect(connection).get_table_names())
    for name in (*DROPPED, *(table.name for table in reversed((*tables.DERIVED, *tables.READY)))):
        if name in there:
            connection.execute(text(f"DROP TABLE {name}"))
    for step in range(version, SCHEMA):
        STEPS[step](connection)
    tables.metadata.create_all(connection)
    for key, value in (("schema", SCHEMA), ("resolved", -1), ("view", 0)):
        connection.execute(update(tables.meta).where(tables.meta.c.key == key).values(value=value))


def _to_2(connection: Connection) -> None:
    """``meta`` counts judgements too; sketches are made by another hash."""
    texts = tables.documents.c
    for digest, words in connection.execute(select(texts.digest, texts.text)).all():
        connection.execute(update(tables.documents).where(texts.digest == digest).values(sketch=sketch(words)))
    held = len(connection.execute(select(tables.judgements.c.id)).all())
    add_new(connection, tables.meta, [{"key": "judgements", "value": held}])


def _to_3(connection: Connection) -> None:
    """``meta`` counts withdrawals."""
    add_new(connection, tables.meta, [{"key": "withdrawals", "value": 0}])


def _to_4(_: Connection) -> None:
    """Only tables that follow from others have changed."""


def _to_5(_: Connection) -> None:
    """Pages are put together ahead, in tables that begin empty."""


def _to_6(connection: Connection) -> None:
    """Lists and tallies of deals follow from others too; who reacts is looked up."""
    connection.execute(tables.reacting)


STEPS: Mapping[int, Callable[[Connection], None]] = {1: _to_2, 2: _to_3, 3: _to_4, 4: _to_5, 5: _to_6}
"""By version, the step to the next."""
