"""Stale: pages that were put together ahead (``ready``) and hold no more are taken out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Connection, delete, select

from materiel.record import tables
from materiel.record.backend import among
from materiel.record.window import chunks

_deal_page, _document_page, _member = tables.deal_pages.c, tables.document_pages.c, tables.deal_members.c


def everything(connection: Connection) -> None:
    """All of them."""
    for table in tables.READY:
        connection.execute(delete(table))


def deals(connection: Connection, names: Iterable[str]) -> None:
    """Those of some deals, and of the documents that tell them."""
    held = set(names)
    _gone(connection, _deal_page.deal, held)
    _gone(connection, _document_page.document, among(connection, select(_member.document), _member.deal, held))


def documents(connection: Connection, digests: Iterable[str]) -> None:
    """Those of some documents, and of the deals that they tell, with all who tell these."""
    held = set(digests)
    _gone(connection, _document_page.document, held)
    deals(connection, among(connection, select(_member.deal), _member.document, held))


def undone(connection: Connection, judgement: str | None) -> None:
    """Those about which a judgement is that is now taken back, or whose taking back is: an undo counts at once."""
    about = tables.judged.c
    while judgement:
        documents(connection, connection.execute(select(about.document).where(about.judgement == judgement)).scalars())
        table = tables.judgements.c
        judgement = connection.execute(select(table.undoes).where(table.id == judgement)).scalar()


def is_any(connection: Connection) -> bool:
    """Whether there are any."""
    return any(connection.execute(select(*table.primary_key.columns).limit(1)).first() for table in tables.READY)


def _gone(connection: Connection, column: Column[Any], values: Iterable[str]) -> None:
    for chunk in chunks(sorted(set(values))):
        connection.execute(delete(column.table).where(column.in_(chunk)))
