"""Keep: what was imported, as an edition beside those that are there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from materiel.record.backend import fill
from materiel.record.store import Register
from materiel.weigh import tables


def keep(register: Register, edition: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> bool:
    """Keeps an import in one transaction; False where this very file was imported before.

    ``edition`` has kind, name, title, digest, counts (a mapping) and imported; ``rows`` maps ``series``, ``pairs``,
    ``events`` and ``transfers`` to their rows without the edition's number. Pages made before are stale after it.
    """
    with register.writing() as connection:
        tables.metadata.create_all(connection, checkfirst=True)
        table = tables.editions
        same = (table.c.digest == edition["digest"]) & (table.c.kind == edition["kind"])
        if connection.execute(select(table.c.id).where(same)).scalar() is not None:
            return False
        told = {**edition, "counts": json.dumps(edition["counts"])}
        number = connection.execute(insert(table).values(told).returning(table.c.id)).scalar_one()
        for name, made in rows.items():
            fill(connection, {tables.metadata.tables[name]: [{**row, "edition": number} for row in made]})
        register.grown(connection)  # pages that are kept hold figures that are held against these
    return True
