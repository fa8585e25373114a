"""The tables of reference data in a register. They are made when something is first imported.

``editions`` names each import: the file's digest, its title and the day; editions stand side by side and are never
mixed. ``series`` holds yearly figures of states, ``pairs`` what lasts between two states, ``events`` what one did to
another on a day, ``transfers`` the deals of trade registers.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

editions = Table(  # kind is the importer's name; counts is JSON: how every row of the file was accounted for
    "editions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("counts", Text, nullable=False),
    Column("imported", String(32), nullable=False),
)

series = Table(  # flag: "" | estimate | uncertain | missing (. .) | absent (xxx: there was no such state)
    "series",
    metadata,
    Column("edition", Integer, ForeignKey("editions.id"), primary_key=True),
    Column("measure", String(48), primary_key=True),
    Column("country", String(64), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("value", Float),
    Column("unit", String(24), nullable=False),
    Column("flag", String(12), nullable=False),
)

pairs = Table(  # kind: alliance, rivalry, contiguity, dispute, conflict; days are YYYY-MM-DD, end empty while it lasts
    "pairs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("edition", Integer, ForeignKey("editions.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("a", String(64), nullable=False),
    Column("b", String(64), nullable=False),
    Column("start", String(10), nullable=False),
    Column("end", String(10), nullable=False),
    Column("level", Float),
    Column("note", Text, nullable=False),
    Index("pairs_by_state", "kind", "a", "b"),
)

events = Table(  # event is PLOVER's; intensity is PLOVER's or Goldstein's scale, -10 conflict to +10 cooperation
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("edition", Integer, ForeignKey("editions.id"), nullable=False),
    Column("day", String(10), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("target", String(64), nullable=False),
    Column("event", String(16), nullable=False),
    Column("code", String(32), nullable=False),
    Column("intensity", Float, nullable=False),
    Column("origin", Text, nullable=False),
    Index("events_by_state", "actor", "target", "day"),
)

transfers = Table(  # a deal of an imported trade register; delivered is JSON: {year: number or null}; volume is its own
    "transfers",
    metadata,
    Column("edition", Integer, ForeignKey("editions.id"), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("supplier", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("designation", Text, nullable=False),
    Column("category", String(24), nullable=False),
    Column("ordered", Integer),
    Column("number", Integer),
    Column("delivered", Text, nullable=False),
    Column("volume", Float),
    Index("transfers_by_recipient", "edition", "recipient"),
    Index("transfers_by_supplier", "edition", "supplier"),
)
