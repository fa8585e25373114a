"""Browse: what the lists of a site ask of a register - deals by term and day, how many there are, what changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Any

from sqlalchemy import (
    CTE,
    Select,
    Subquery,
    bindparam,
    false,
    func,
    intersect,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)

from materiel.record import tables
from materiel.record.backend import fetch
from materiel.record.said import ALL, Said
from materiel.record.store import Register
from materiel.record.version import FOREVER

Row = dict[str, Any]
Terms = Mapping[str, Sequence[str]]
"""Kind of term (supplier, recipient, country, category, weapon, maker) to those of which a deal must have one."""

_AT_ONCE = 400  # values of one IN (...)
_SHOWN = tables.deal_rows.c
_VERSIONS = Said(select(_SHOWN.since, _SHOWN.row).where(_SHOWN.id == bindparam("name")).order_by(_SHOWN.since))


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
    return [json.loads(row) for row in packed_deals(register, terms, reported, limit, offset)]


def packed_deals(
    register: Register,
    terms: Terms | None = None,
    reported: tuple[str, str] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[str]:
    """The same rows as JSON, as they are kept."""
    values = _values(terms, reported) | {"most": ALL if limit is None else limit, "skipped": offset}
    with register.reading() as connection:
        return [row for (row,) in _rows(_kinds(terms), reported is not None).rows(connection, values)]


def count(register: Register, terms: Terms | None = None) -> int:
    """How many deals are news and have one of each kind of ``terms``."""
    with register.reading() as connection:
        return int(_number(_kinds(terms)).rows(connection, _values(terms))[0][0])


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


Kinds = tuple[tuple[str, int], ...]
"""Kinds of terms, each with how many there are of it."""


def _kinds(terms: Terms | None) -> Kinds:
    return tuple((kind, min(len(wanted), _AT_ONCE)) for kind, wanted in sorted((terms or {}).items()))


@lru_cache(maxsize=1000)
def _rows(kinds: Kinds, is_dated: bool) -> Said:
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
    return Said(query.order_by(few.c.reported.desc(), few.c.id.desc()))


@lru_cache(maxsize=1000)
def _number(kinds: Kinds) -> Said:
    return Said(_of(select(func.count()), kinds))


def _of(query: Select[Any], kinds: Kinds) -> Select[Any]:
    """``query`` of the deals that are news and have a term of each kind; the terms are looked up first."""
    table = tables.deals
    query = query.select_from(table).where(table.c.until == FOREVER, table.c.background.is_(False))
    return _joined(query, kinds)


def _joined(query: Select[Any], kinds: Kinds) -> Select[Any]:
    """``query`` of ``deals``, of those alone that have a term of each kind."""
    table, term = tables.deals, tables.deal_terms
    found = [
        select(term.c.deal, term.c.since).where(
            term.c.kind == kind, or_(false(), *(term.c.term == bindparam(f"{kind}{at}") for at in range(number)))
        )
        for kind, number in kinds
    ]
    if not found:
        return query
    both = (intersect(*found) if len(found) > 1 else found[0].distinct()).subquery()
    return query.join(both, (both.c.deal == table.c.id) & (both.c.since == table.c.since))


def _values(terms: Terms | None, reported: tuple[str, str] | None = None) -> Row:
    held: Row = {
        f"{kind}{at}": term for kind, wanted in (terms or {}).items() for at, term in enumerate(wanted[:_AT_ONCE])
    }
    return held | (dict(zip(("first", "last"), reported, strict=True)) if reported else {})


def between(register: Register, terms: Terms, first: str, last: str) -> list[tuple[Row, Row | None]]:
    """What became known from the day ``first`` to the day ``last``: (deal as known at the end, as known before or None)
    of each deal that has one of each kind of ``terms``, is news at the end and was told anew, by identifier."""
    table, shown = tables.deals, tables.deal_rows
    values = _values(terms) | {"first": first, "last": last}
    chosen = select(table.c.id).where(table.c.since.between(bindparam("first"), bindparam("last")))
    chosen = _joined(chosen.where(table.c.background.is_(False)), _kinds(terms)).distinct()
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
        return [(since, json.loads(row)) for since, row in _VERSIONS.rows(connection, {"name": name})]


Around = tuple[Row | None, Row | None]
"""What stands before and after something in the order of time; None at the ends."""


def around_deal(register: Register, name: str) -> Around:
    """The deals last reported just before and just after another; none for one that is only background."""
    with register.reading() as connection:
        found = dict(_DEALS_BESIDE.rows(connection, {"name": name}))
    return json.loads(found.get(0, "null")), json.loads(found.get(1, "null"))


def around_document(register: Register, name: str) -> Around:
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
