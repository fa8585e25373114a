"""The tables of accounts, sessions and what was done with them."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String, Table, Text

metadata = MetaData()

accounts = Table(  # `key` is the name without regard to case
    "accounts",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password", Text, nullable=False),
    Column("made", String(32), nullable=False),
)

sessions = Table(  # `token` is the SHA-256 of what the reader's browser holds; `until` in seconds since 1970
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("account", String(64), ForeignKey("accounts.key", ondelete="CASCADE"), nullable=False, index=True),
    Column("until", Float, nullable=False),
)

acts = Table(  # what was done with accounts; only added to
    "acts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("made", String(32), nullable=False, index=True),
    Column("who", String(64), nullable=False),
    Column("what", String(32), nullable=False),
    Column("about", Text),
    Column("address", String(64)),
)

tries = Table(  # how often a password was tried, by "account NAME" and "address NETWORK"
    "tries",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("last", Float, nullable=False),
)
