"""Filters: which deals are asked for, in which order, as conditions of a statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select

from materiel.record import tables
from materiel.record.arms import plain
from materiel.record.days import first, last
from materiel.record.version import FOREVER

SORTS = ("supplier", "recipient", "status", "date", "reports", "reported")
_COLUMN = {"status": "stage"}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which deals. Dates are YYYY, YYYY-MM or YYYY-MM-DD.

    ``country`` is any party: supplier, recipient, maker's state or who must consent. ``since`` and ``until`` are about
    the reports: a deal is in where the time from its first to its last report reaches between them. ``as_of`` gives the
    register as it was known at the end of that day. ``background`` lets those in that were told only to explain other
    deals. ``sort`` is one of ``SORTS``, with "-" before it for the highest first.
    """

    country: str | None = None
    supplier: str | None = None
    recipient: str | None = None
    category: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    text: str | None = None
    background: bool = False
    sort: str = "-reported"
    limit: int | None = None
    offset: int = 0


def where(query: Select[Any], asked: Filter) -> Select[Any]:
    """``query`` over the table of deals, with those alone that ``asked`` lets through."""
    table = tables.deals
    if asked.as_of:
        day = last(asked.as_of)
        # A row is reported no later than it is known; said again so that a database begins to look at that day.
        query = query.where(table.c.since <= day, table.c.until > day, table.c.reported <= day)
    else:
        query = query.where(table.c.until == FOREVER)
    if not asked.background:
        query = query.where(table.c.background.is_(False))
    if asked.status:
        query = query.where(table.c.status == asked.status)
    if asked.since:
        query = query.where(table.c.last_known >= first(asked.since))
    if asked.until:
        query = query.where(table.c.first_known <= last(asked.until))
    return _of_terms(query, asked).where(*_words(asked.text or ""))


def _of_terms(query: Select[Any], asked: Filter) -> Select[Any]:
    """``query`` joined with the terms that are asked for: few rows, from which a database finds the deals."""
    table = tables.deals
    for kind in ("country", "supplier", "recipient", "category"):
        wanted = getattr(asked, kind)
        if wanted:
            term = tables.deal_terms.alias(kind)
            same = (term.c.deal == table.c.id) & (term.c.since == table.c.since)
            query = query.join(term, same & (term.c.kind == kind) & (term.c.term == wanted))
    return query


def _words(text: str) -> Iterable[ColumnElement[bool]]:
    """Every word must be found; folded as the column is, so that it holds nothing that LIKE would take for a sign."""
    words = [plain(word) for word in text.split()]
    return [tables.deals.c.search.contains(word) for word in words if word]


def ordered(sort: str) -> list[ColumnElement[Any]]:
    """The columns by which deals are put in an order; ``ValueError`` where ``sort`` is none."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise ValueError(f"{sort!r} is no order of deals; choose one of {', '.join(SORTS)}")
    columns = [tables.deals.c[_COLUMN.get(name, name)], tables.deals.c.id]
    return [column.desc() if sort.startswith("-") else column.asc() for column in columns]
