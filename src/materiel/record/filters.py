"""Filters: which deals are asked for, in which order, as conditions of a statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam

from materiel.record import found, tables
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


def shape(asked: Filter) -> Filter:
    """What is alike in all filters that are one statement with other values."""
    blank: dict[str, Any] = {name: "a" if getattr(asked, name) else None for name in _VALUES}
    words = " ".join("abc"[: len(word)] for word in _words(asked))
    return replace(asked, **blank, text=words, limit=None, offset=0)


def values(asked: Filter) -> dict[str, Any]:
    """The values of the statement that ``where`` makes of a filter's shape."""
    told: dict[str, Any] = {name: value for name in _VALUES if (value := getattr(asked, name))}
    if asked.as_of:
        told["as_of"] = last(asked.as_of)
    if asked.since:
        told["since"] = first(asked.since)
    if asked.until:
        told["until"] = last(asked.until)
    return told | {f"word{at}": f"%{word}%" for at, word in enumerate(_words(asked))}


def where(query: Select[Any], asked: Filter, is_indexed: bool = False) -> Select[Any]:
    """``query`` over the table of deals, with those alone that a filter of the shape of ``asked`` lets through; its
    ``values`` are still to be given. ``is_indexed`` says that words may be looked up (``found``)."""
    table = tables.deals
    if asked.as_of:
        day: BindParameter[str] = bindparam("as_of")
        # A row is reported no later than it is known; said again so that a database begins to look at that day.
        query = query.where(table.c.since <= day, table.c.until > day, table.c.reported <= day)
    else:
        query = query.where(table.c.until == FOREVER)
    if not asked.background:
        query = query.where(table.c.background.is_(False))
    if asked.status:
        query = query.where(table.c.status == bindparam("status"))
    if asked.since:
        query = query.where(table.c.last_known >= bindparam("since"))
    if asked.until:
        query = query.where(table.c.first_known <= bindparam("until"))
    words = {f"word{at}": len(word) for at, word in enumerate(_words(asked))}
    long = [name for name, length in words.items() if is_indexed and length >= found.SHORTEST]
    conditions = [table.c.search.like(bindparam(name)) for name in words if name not in long]
    return _of_terms(query, asked).where(*([found.looked_up(long)] if long else ()), *conditions)


_VALUES = ("country", "supplier", "recipient", "category", "status", "since", "until", "as_of")


def _of_terms(query: Select[Any], asked: Filter) -> Select[Any]:
    """``query`` joined with the terms that are asked for: few rows, from which a database finds the deals."""
    table = tables.deals
    for kind in ("country", "supplier", "recipient", "category"):
        if getattr(asked, kind):
            term = tables.deal_terms.alias(kind)
            same = (term.c.deal == table.c.id) & (term.c.since == table.c.since)
            query = query.join(term, same & (term.c.kind == kind) & (term.c.term == bindparam(kind)))
    return query


def _words(asked: Filter) -> list[str]:
    """The words that must all be found, folded as the column is, so that they hold nothing that LIKE would take for a
    sign."""
    return [folded for word in (asked.text or "").split() if (folded := plain(word))]


def ordered(sort: str) -> list[ColumnElement[Any]]:
    """The columns by which deals are put in an order; ``ValueError`` where ``sort`` is none."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise ValueError(f"{sort!r} is no order of deals; choose one of {', '.join(SORTS)}")
    columns = [tables.deals.c[_COLUMN.get(name, name)], tables.deals.c.id]
    return [column.desc() if sort.startswith("-") else column.asc() for column in columns]
