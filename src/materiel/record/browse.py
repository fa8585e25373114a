"""Browse: what the lists of a site ask of a register - deals by term and day, how many there are, what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Column, Select, and_, bindparam, false, func, intersect, select, union_all

from materiel import packs
from materiel.record import tables
from materiel.record.said import ALL, Said
from materiel.record.store import Register, state
from materiel.record.tallies import WHOLE, Tally
from materiel.record.version import FOREVER

MOST = 40
"""Values that the tally of a list has of a kind of which there may be thousands: weapons and makers."""

Row = dict[str, Any]
Terms = Mapping[str, Sequence[str]]
"""Kind of term (supplier, recipient, country, category, weapon, maker) to those of which a deal must have one."""

_SHOWN = tables.deal_rows.c
_TALLIES = tables.tallies.c
_OF_LIST = (_TALLIES.kind == bindparam("list"), _TALLIES.term == bindparam("term"))
_TOLD = select(_TALLIES.what, _TALLIES.value, _TALLIES.number).where(*_OF_LIST)
_OF_ALL = Said(select(_TALLIES.value, _TALLIES.number).where(*_OF_LIST, _TALLIES.what == bindparam("what")))
_LISTED = tables.listed.c
_FLOWS = Said(
    select(_LISTED.term, func.count())
    .where(_LISTED.kind == "pair", _LISTED.reported.between(bindparam("first"), bindparam("last")))
    .group_by(_LISTED.term)
    .order_by(func.count().desc(), _LISTED.term)
    .limit(bindparam("most"))
)
_VERSIONS = Said(select(_SHOWN.since, _SHOWN.row).where(_SHOWN.id == bindparam("name")).order_by(_SHOWN.since))


def generation(register: Register) -> int:
    """A number that changes whenever the deals of the register do."""
    with register.reading() as connection:
        return hash(tuple(state(connection)))


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
    kinds, values = _asked(terms, reported)
    values |= {"most": ALL if limit is None else limit, "skipped": offset}
    with register.reading() as connection:
        return [row for (row,) in _rows(kinds, reported is not None).rows(connection, values)]


def count(register: Register, terms: Terms | None = None, reported: tuple[str, str] | None = None) -> int:
    """How many deals are news and have one of each kind of ``terms``, last ``reported`` within these days."""
    kinds, values = _asked(terms, reported)
    with register.reading() as connection:
        return int(_number(kinds, reported is not None).rows(connection, values)[0][0])


def tally(register: Register, kind: str, term: str) -> Tally:
    """The tally of one of the lists that are ``tallies.COUNTED``, with the ``MOST`` frequent weapons and makers alone;
    empty where no deal stands in it."""
    found: dict[str, dict[str, int]] = {}
    with register.reading() as connection:
        for what, value, number in _TALLY.rows(connection, {"list": kind, "term": term}):
            found.setdefault(what, {})[value] = number
    return found


def tally_said(most: int = MOST) -> Said:
    """The statement of ``tally``."""
    many = ("weapon", "maker")
    ranked = (
        _TOLD.where(_TALLIES.what == what).order_by(_TALLIES.number.desc(), _TALLIES.value).limit(most).subquery()
        for what in many
    )
    return Said(union_all(_TOLD.where(and_(*(_TALLIES.what != what for what in many))), *(select(it) for it in ranked)))


_TALLY = tally_said()


def counts(register: Register, kind: str) -> dict[str, int]:
    """Every term of a kind with the number of deals that are news; the most frequent first."""
    return dict(sorted(_whole(register, kind), key=lambda pair: (-pair[1], pair[0])))


def days(register: Register) -> list[tuple[str, int]]:
    """Every day, or month or year where no more is known, of a deal's last report, with the number of deals."""
    return sorted(_whole(register, "day"))


def pairs(register: Register) -> dict[tuple[str, str], int]:
    """Every supplier and recipient of deals that are news, with the number of deals; the most frequent first."""
    return _pairs(_whole(register, "pair"))


def flows(register: Register, first: str, last: str, most: int) -> dict[tuple[str, str], int]:
    """The same of the deals last reported from the day ``first`` to the day ``last``, of the ``most`` frequent."""
    with register.reading() as connection:
        return _pairs(_FLOWS.rows(connection, {"first": first, "last": last, "most": most}))


def _whole(register: Register, what: str) -> list[tuple[str, int]]:
    """What the tally of all deals has of a kind."""
    kind, term = WHOLE
    with register.reading() as connection:
        values = {"list": kind, "term": term, "what": what}
        return [(value, number) for value, number in _OF_ALL.rows(connection, values)]


def _pairs(found: Iterable[tuple[Any, ...]]) -> dict[tuple[str, str], int]:
    ranked = sorted((-number, *pair.partition("/")[::2]) for pair, number in found)
    return {(supplier, recipient): -less for less, supplier, recipient in ranked}


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
    with register.reading() as connection:
        found = _changes().rows(connection, {"most": limit})
    return [(since, json.loads(row), json.loads(before) if before else None) for since, row, before in found]


@cache
def _changes() -> Said:
    table, shown = tables.deals, tables.deal_rows
    before, earlier = table.alias("before"), shown.alias("earlier")
    order = table.c.since.desc(), table.c.reported.desc(), table.c.id
    latest = (
        select(table.c.id, table.c.since, table.c.reported)
        .where(table.c.until == FOREVER, table.c.background.is_(False))
        .order_by(*order)
        .limit(bindparam("most"))
        .subquery()
    )
    query = select(latest.c.since, shown.c.row, earlier.c.row).select_from(
        latest.join(shown, (shown.c.id == latest.c.id) & (shown.c.since == latest.c.since))
        .outerjoin(before, (before.c.id == latest.c.id) & (before.c.until == latest.c.since))
        .outerjoin(earlier, (earlier.c.id == before.c.id) & (earlier.c.since == before.c.since))
    )
    return Said(query.order_by(latest.c.since.desc(), latest.c.reported.desc(), latest.c.id))


Kinds = tuple[tuple[str, int], ...]
"""Kinds of terms, each with how many there are of it."""

_LIST: Kinds = (("list", 1), ("term", 1))
"""What stands for terms whose deals are a list of their own (``tallies.lists``)."""


def list_of(terms: Terms | None) -> tuple[str, str] | None:
    """The list that holds just the deals with these terms; None where there is none."""
    held = dict(terms or {})
    if held.keys() == {"recipient"} and (key := _regions().get(frozenset(held["recipient"]))):
        return "region", key
    if any(len(wanted) != 1 for wanted in held.values()):
        return None
    if held.keys() == {"supplier", "recipient"}:
        return "pair", f"{held['supplier'][0]}/{held['recipient'][0]}"
    return next(((kind, term) for kind, (term,) in held.items()), None) if len(held) == 1 else None


@cache
def _regions() -> Mapping[frozenset[str], str]:
    return {frozenset(region["states"]): key for key, region in packs.regions().items()}


def _asked(terms: Terms | None, reported: tuple[str, str] | None = None) -> tuple[Kinds, Row]:
    """What makes the statement for some terms, and its values."""
    found = list_of(terms)
    kinds, values = (_LIST, dict(zip(("list", "term"), found, strict=True))) if found else _terms(terms)
    return kinds, values | (dict(zip(("first", "last"), reported, strict=True)) if reported else {})


def _terms(terms: Terms | None) -> tuple[Kinds, Row]:
    """The same by ``deal_terms``, where deals stand as they ever were."""
    held = {kind: tuple(dict.fromkeys(wanted)) for kind, wanted in sorted((terms or {}).items())}
    values = {f"{kind}{at}": term for kind, wanted in held.items() for at, term in enumerate(wanted)}
    return tuple((kind, len(wanted)) for kind, wanted in held.items()), values


@lru_cache(maxsize=1000)
def _rows(kinds: Kinds, is_dated: bool) -> Said:
    """The statement of ``deals`` for some kinds of terms; what is sorted is narrow, then rows are fetched."""
    shown = tables.deal_rows
    query, (id, _, reported) = _chosen(kinds, is_dated)
    # Where terms leave few deals they are sorted; an expression keeps SQLite from walking the index of all by day.
    day = reported if kinds in ((), _LIST) else func.coalesce(reported, "")
    few = query.order_by(day.desc(), id.desc()).limit(bindparam("most")).offset(bindparam("skipped")).subquery()
    name, since, last = few.c
    rows = select(shown.c.row).join(few, (name == shown.c.id) & (since == shown.c.since))
    return Said(rows.order_by(last.desc(), name.desc()))


@lru_cache(maxsize=1000)
def _number(kinds: Kinds, is_dated: bool) -> Said:
    return Said(_chosen(kinds, is_dated)[0].with_only_columns(func.count(), maintain_column_froms=True))


def _chosen(kinds: Kinds, is_dated: bool) -> tuple[Select[Any], Sequence[Column[Any]]]:
    """The deals that are news and have a term of each kind, by the columns of their name, version and last report."""
    table, held = tables.deals.c, tables.listed.c
    told: Sequence[Column[Any]] = (table.id, table.since, table.reported)
    if kinds == _LIST:
        told = held.deal, held.since, held.reported
        query = select(*told).where(held.kind == bindparam("list"), held.term == bindparam("term"))
    else:
        query = _joined(select(*told).where(table.until == FOREVER, table.background.is_(False)), kinds)
    return query.where(told[2].between(bindparam("first"), bindparam("last"))) if is_dated else query, told


def _joined(query: Select[Any], kinds: Kinds) -> Select[Any]:
    """``query`` of ``deals``, of those alone that have a term of each kind; the terms are looked up first."""
    table, term = tables.deals, tables.deal_terms
    found = [
        select(term.c.deal, term.c.since).where(
            term.c.kind == kind,
            term.c.term.in_([bindparam(f"{kind}{at}") for at in range(number)]) if number else false(),
        )
        for kind, number in kinds
    ]
    if not found:
        return query
    both = (intersect(*found) if len(found) > 1 else found[0].distinct()).subquery()
    return query.join(both, (both.c.deal == table.c.id) & (both.c.since == table.c.since))


def between(register: Register, terms: Terms, first: str, last: str) -> list[tuple[Row, Row | None]]:
    """What became known from the day ``first`` to the day ``last``: (deal as known at the end, as known before or None)
    of each deal that has one of each kind of ``terms``, is news at the end and was told anew, by identifier."""
    kinds, values = _terms(terms)
    before: dict[str, Row] = {}
    after: dict[str, Row] = {}
    with register.reading() as connection:
        for since, packed in _between(kinds).rows(connection, values | {"first": first, "last": last}):
            row = json.loads(packed)
            (before if since < first else after)[row["id"]] = row
    return [(row, before.get(name)) for name, row in after.items()]


@lru_cache(maxsize=1000)
def _between(kinds: Kinds) -> Said:
    table, shown = tables.deals, tables.deal_rows
    chosen = select(table.c.id).where(table.c.since.between(bindparam("first"), bindparam("last")))
    chosen = _joined(chosen.where(table.c.background.is_(False)), kinds).distinct()
    query = select(table.c.since, shown.c.row).join(
        shown, (shown.c.id == table.c.id) & (shown.c.since == table.c.since)
    )
    query = query.where(table.c.id.in_(chosen), table.c.since <= bindparam("last")).order_by(table.c.id, table.c.since)
    return Said(query)


def versions(register: Register, name: str) -> list[tuple[str, Row]]:
    """(day, row) of each time from which something else was known of a deal, the earliest first."""
    with register.reading() as connection:
        return [(since, json.loads(row)) for since, row in _VERSIONS.rows(connection, {"name": name})]
