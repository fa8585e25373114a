"""Captures: the digests by which the archive knows the pages that a document was read from."""

from __future__ import annotations

from sqlalchemy import or_, select

from materiel.record import tables
from materiel.record.store import Register


def digests(register: Register, name: str) -> list[str]:
    """SHA-256 of each page on which a document was found, first found first; ``name`` is its identifier or digest."""
    documents, pages = tables.documents.c, tables.pages.c
    named = or_(documents.id == name.lower(), documents.digest == name.lower())
    asked = select(pages.digest).join(tables.documents, documents.digest == pages.document).where(named)
    with register.reading() as connection:
        return list(dict.fromkeys(connection.execute(asked.order_by(pages.added, pages.id)).scalars()))
