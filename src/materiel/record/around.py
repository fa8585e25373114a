"""Around: what stands before and after a deal or a document in the order of time."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import CTE, Select, Subquery, bindparam, literal, select, tuple_, union_all

from materiel.record import tables
from materiel.record.said import Said
from materiel.record.store import Register
from materiel.record.version import FOREVER

Row = dict[str, Any]
Around = tuple[Row | None, Row | None]
"""What stands before and after something in the order of time; None at the ends."""


def deal(register: Register, name: str) -> Around:
    """The deals last reported just before and just after another; none for one that is only background."""
    with register.reading() as connection:
        found = dict(_DEALS_BESIDE.rows(connection, {"name": name}))
    return json.loads(found.get(0, "null")), json.loads(found.get(1, "null"))


def document(register: Register, name: str) -> Around:
    """{"id", "title", "outlet", "lang"} of the documents that appeared just before and just after another."""
    with register.reading() as connection:
        rows = _DOCUMENTS_BESIDE.rows(connection, {"name": name})
    found = {is_later: dict(zip(_BESIDE, told, strict=True)) for is_later, *told in rows}
    return found.get(0), found.get(1)


_BESIDE = ("id", "title", "outlet", "lang")


def _deals_beside() -> Said:
    """(0 or 1, row) of the first deal before and after the one of a ``name``."""
    table, shown = tables.deals, tables.deal_rows
    news = table.c.until == FOREVER, table.c.background.is_(False)
    at = select(table.c.reported, table.c.id).where(table.c.id == bindparam("name"), *news).cte("at")
    near = [
        _nearest(select(table.c.id, table.c.since).where(*news), (table.c.reported, table.c.id), at, is_later)
        for is_later in (0, 1)
    ]
    rows = [
        select(literal(is_later), shown.c.row).join(few, (few.c.id == shown.c.id) & (few.c.since == shown.c.since))
        for is_later, few in enumerate(near)
    ]
    return Said(union_all(*rows))


def _documents_beside() -> Said:
    """(0 or 1, *_BESIDE) of the documents before and after one."""
    report, table = tables.reports, tables.documents
    at = select(report.c.known, report.c.document).join(table).where(table.c.id == bindparam("name")).cte("at")
    key = report.c.known, report.c.document
    rows = []
    for is_later in (0, 1):
        few = _nearest(select(report.c.document), key, at, is_later)
        said = select(literal(is_later), table.c.id, report.c.title, report.c.outlet, table.c.lang)
        rows.append(said.select_from(few.join(report, report.c.document == few.c.document).join(table)))
    return Said(union_all(*rows))


def _nearest(query: Select[Any], key: tuple[Any, Any], here: CTE, is_later: int) -> Subquery:
    """The first row behind the place ``here`` in the order of ``key``, or before it."""
    at, place = tuple_(*key), select(*here.c).scalar_subquery()
    order = key if is_later else tuple(one.desc() for one in key)
    return query.where(at > place if is_later else at < place).order_by(*order).limit(1).subquery()


_DEALS_BESIDE, _DOCUMENTS_BESIDE = _deals_beside(), _documents_beside()
