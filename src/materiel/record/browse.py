"""Browse: what the lists of a site ask of a register - deals by term and day, how many there are, what changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

from sqlalchemy import Select, bindparam, func, intersect, select, tuple_

from materiel.record import tables
from materiel.record.backend import fetch
from materiel.record.store import Register
from materiel.record.version import FOREVER

Row = dict[str, Any]
Terms = Mapping[str, Sequence[str]]
"""Kind of term (supplier, recipient, country, category, weapon, maker) to those of which a deal must have one."""

ALL = 1 << 31
"""A limit that none reaches."""

_AT_ONCE = 400  # values of one IN (...)
_VERSIONS = select(tables.deal_rows.c.since, tables.deal_rows.c.row).where(tables.deal_rows.c.id == bindparam("name"))
_VERSIONS = _VERSIONS.order_by(tables.deal_rows.c.since)


def generation(register: Register) -> int:
    """A number that changes whenever the deals of the register do."""
    table = tables.meta
    query = select(table.c.value).where(table.c.key.in_(("generation", "resolved", "view"))).order_by(table.c.key)
    with register.reading() as connection:
        added, resolved, view = connection.execute(query).scalars().all()
    return hash((added, resolved, view))


def deals(
    register: Register,
    terms: Terms | None = None,
    reported: tuple[str, str] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Row]:
    """The rows of the deals that are news and have one of each kind of ``terms``, the last reported first.

    ``reported`` is the first and the last day, YYYY-MM-DD, on which the last report of a deal may have appeared.
    """
    query = _rows(tuple(sorted(terms or {})), reported is not None)
    values = _values(terms, reported) | {"most": ALL if limit is None else limit, "skipped": offset}
    with register.reading() as connection:
        return [json.loads(row) for row in connection.execute(query, values).scalars()]


def count(register: Register, terms: Terms | None = None) -> int:
    """How many deals are news and have one of each kind of ``terms``."""
    with register.reading() as connection:
        return int(connection.execute(_number(tuple(sorted(terms or {}))), _values(terms)).scalar_one())


def counts(register: Register, kind: str) -> dict[str, int]:
    """Every term of a kind with the number of deals that are news; the most frequent first."""
    term, table = tables.deal_terms, tables.deals
    query = (
        select(term.c.term, func.count())
        .join(table, (table.c.id == term.c.deal) & (table.c.since == term.c.since))
        .where(term.c.kind == kind, table.c.until == FOREVER, table.c.background.is_(False))
        .group_by(term.c.term)
    )
    with register.reading() as connection:
        found = [(name, number) for name, number in connection.execute(query)]
    return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def days(register: Register) -> list[tuple[str, int]]:
    """Every day, or month or year where no more is known, of a deal's last report, with the number of deals."""
    table = tables.deals
    query = (
        select(table.c.reported, func.count())
        .where(table.c.until == FOREVER, table.c.background.is_(False), table.c.reported != "")
        .group_by(table.c.reported)
        .order_by(table.c.reported)
    )
    with register.reading() as connection:
        return [(day, number) for day, number in connection.execute(query)]


def pairs(register: Register) -> dict[tuple[str, str], int]:
    """Every supplier and recipient of deals that are news, with the number of deals; the most frequent first."""
    term, table = tables.deal_terms, tables.deals
    query = (
        select(term.c.deal, term.c.kind, term.c.term)
        .join(table, (table.c.id == term.c.deal) & (table.c.since == term.c.since))
        .where(term.c.kind.in_(("supplier", "recipient")), table.c.until == FOREVER, table.c.background.is_(False))
    )
    sides: dict[str, dict[str, list[str]]] = {}  # joined here: a database pairs all suppliers with all recipients
    with register.reading() as connection:
        for deal, kind, code in connection.execute(query):
            sides.setdefault(deal, {"supplier": [], "recipient": []})[kind].append(code)
    found = Counter(pair for it in sides.values() for pair in product(it["supplier"], it["recipient"]))
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def names(register: Register) -> list[tuple[str, str]]:
    """The identifier of every deal, background too, with the day of its last report ("" where none is dated)."""
    table = tables.deals
    query = select(table.c.id, table.c.reported).where(table.c.until == FOREVER).order_by(table.c.id)
    with register.reading() as connection:
        return [(name, day) for name, day in connection.execute(query)]


def document_names(register: Register) -> list[tuple[str, str]]:
    """The identifier of every document that was read, with the day of its publication ("" where none is told)."""
    report, table = tables.reports, tables.documents
    query = select(table.c.id, report.c.published).join(report).order_by(table.c.id)
    with register.reading() as connection:
        return [(name, day or "") for name, day in connection.execute(query)]


def changes(register: Register, limit: int) -> list[tuple[str, Row, Row | None]]:
    """(day, deal, the same deal before that day or None) of what became known last; the latest first."""
    table, shown = tables.deals, tables.deal_rows
    before = tables.deals.alias("before")
    latest = (
        select(table.c.id, table.c.since, before.c.since.label("earlier"))
        .outerjoin(before, (before.c.id == table.c.id) & (before.c.until == table.c.since))
        .where(table.c.until == FOREVER, table.c.background.is_(False))
        .order_by(table.c.since.desc(), table.c.reported.desc(), table.c.id)
        .limit(limit)
    )
    with register.reading() as connection:
        found = list(fetch(connection, latest))
        wanted = select(shown).where(shown.c.id.in_([row["id"] for row in found]))
        rows = {(row["id"], row["since"]): json.loads(row["row"]) for row in fetch(connection, wanted)}
    return [(one["since"], rows[one["id"], one["since"]], rows.get((one["id"], one["earlier"] or ""))) for one in found]


@cache
def _rows(kinds: tuple[str, ...], is_dated: bool) -> Select[Any]:
    """The statement of ``deals`` for some kinds of terms; what is sorted is narrow, then rows are fetched."""
    table, shown = tables.deals, tables.deal_rows
    # Where terms leave few deals they are sorted; an expression keeps SQLite from walking the index of all by day.
    day = func.coalesce(table.c.reported, "") if kinds else table.c.reported
    order = day.desc(), table.c.id.desc()
    chosen = _of(select(table.c.id, table.c.since, table.c.reported), kinds).order_by(*order)
    if is_dated:
        chosen = chosen.where(table.c.reported.between(bindparam("first"), bindparam("last")))
    few = chosen.limit(bindparam("most")).offset(bindparam("skipped")).subquery()
    query = select(shown.c.row).join(few, (few.c.id == shown.c.id) & (few.c.since == shown.c.since))
    return query.order_by(few.c.reported.desc(), few.c.id.desc())


@cache
def _number(kinds: tuple[str, ...]) -> Select[Any]:
    return _of(select(func.count()), kinds)


def _of(query: Select[Any], kinds: tuple[str, ...]) -> Select[Any]:
    """``query`` of the deals that are news and have a term of each kind; the terms are looked up first."""
    table = tables.deals
    query = query.select_from(table).where(table.c.until == FOREVER, table.c.background.is_(False))
    return _joined(query, kinds)


def _joined(query: Select[Any], kinds: tuple[str, ...]) -> Select[Any]:
    """``query`` of ``deals``, of those alone that have a term of each kind."""
    table, term = tables.deals, tables.deal_terms
    found = [
        select(term.c.deal, term.c.since).where(term.c.kind == kind, term.c.term.in_(bindparam(kind, expanding=True)))
        for kind in kinds
    ]
    if not found:
        return query
    both = (intersect(*found) if len(found) > 1 else found[0].distinct()).subquery()
    return query.join(both, (both.c.deal == table.c.id) & (both.c.since == table.c.since))


def _values(terms: Terms | None, reported: tuple[str, str] | None = None) -> Row:
    held: Row = {kind: list(wanted)[:_AT_ONCE] for kind, wanted in (terms or {}).items()}
    return held | (dict(zip(("first", "last"), reported, strict=True)) if reported else {})


def between(register: Register, terms: Terms, first: str, last: str) -> list[tuple[Row, Row | None]]:
    """What became known from the day ``first`` to the day ``last``: (deal as known at the end, as known before or None)
    of each deal that has one of each kind of ``terms``, is news at the end and was told anew, by identifier."""
    table, shown = tables.deals, tables.deal_rows
    values = _values(terms) | {"first": first, "last": last}
    chosen = select(table.c.id).where(table.c.since.between(bindparam("first"), bindparam("last")))
    chosen = _joined(chosen.where(table.c.background.is_(False)), tuple(sorted(terms))).distinct()
    query = select(table.c.since, shown.c.row).join(
        shown, (shown.c.id == table.c.id) & (shown.c.since == table.c.since)
    )
    query = query.where(table.c.id.in_(chosen), table.c.since <= bindparam("last")).order_by(table.c.id, table.c.since)
    before: dict[str, Row] = {}
    after: dict[str, Row] = {}
    with register.reading() as connection:
        for since, packed in connection.execute(query, values):
            row = json.loads(packed)
            (before if since < first else after)[row["id"]] = row
    return [(row, before.get(name)) for name, row in after.items()]


def versions(register: Register, name: str) -> list[tuple[str, Row]]:
    """(day, row) of each time from which something else was known of a deal, the earliest first."""
    with register.reading() as connection:
        return [(since, json.loads(row)) for since, row in connection.execute(_VERSIONS, {"name": name})]


Around = tuple[Row | None, Row | None]
"""What stands before and after something in the order of time; None at the ends."""


def around_deal(register: Register, name: str) -> Around:
    """The deals last reported just before and just after another; none for one that is only background."""
    table = tables.deals
    here = select(table.c.reported, table.c.id).where(table.c.id == name, *_NEWS)
    with register.reading() as connection:
        at = connection.execute(here).first()
        values = {"day": at[0], "name": at[1]} if at else {}
        found = [connection.execute(_deal_beside(is_later), values).scalar() if at else None for is_later in (0, 1)]
    before, after = (json.loads(packed) if packed else None for packed in found)
    return before, after


def around_document(register: Register, name: str) -> Around:
    """{"id", "title", "outlet", "lang"} of the documents that appeared just before and just after another."""
    report, table = tables.reports, tables.documents
    here = select(report.c.known, report.c.document).join(table).where(table.c.id == name)
    with register.reading() as connection:
        at = connection.execute(here).first()
        values = {"day": at[0], "name": at[1]} if at else {}
        before, after = (
            next(iter(fetch(connection, _document_beside(is_later).params(values))), None) if at else None
            for is_later in (0, 1)
        )
    return before, after


_NEWS = (tables.deals.c.until == FOREVER, tables.deals.c.background.is_(False))


@cache
def _deal_beside(is_later: int) -> Select[Any]:
    """The row of the first deal before or after one of a ``day`` and ``name``."""
    table, shown = tables.deals, tables.deal_rows
    near = _nearest(select(table.c.id, table.c.since).where(*_NEWS), (table.c.reported, table.c.id), is_later)
    few = near.subquery()
    return select(shown.c.row).join(few, (few.c.id == shown.c.id) & (few.c.since == shown.c.since))


@cache
def _document_beside(is_later: int) -> Select[Any]:
    report, table = tables.reports, tables.documents
    said = select(table.c.id, report.c.title, report.c.outlet, table.c.lang).select_from(report.join(table))
    return _nearest(said, (report.c.known, report.c.document), is_later)


def _nearest(query: Select[Any], key: tuple[Any, Any], is_later: int) -> Select[Any]:
    """The first row behind the place that ``day`` and ``name`` give in the order of ``key``, or before it."""
    at, here = tuple_(*key), tuple_(bindparam("day"), bindparam("name"))
    order = key if is_later else tuple(one.desc() for one in key)
    return query.where(at > here if is_later else at < here).order_by(*order).limit(1)
