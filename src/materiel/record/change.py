"""Change: what new reports and judgements change in the tables (``touch`` finds it), written in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select

from materiel.record import stale, tables, tallies
from materiel.record.backend import among, fill
from materiel.record.deals import Rows
from materiel.record.version import FOREVER
from materiel.record.window import chunks


@dataclass(slots=True)
class Change:
    """What a change takes out of the tables, and the rows that it puts in."""

    documents: set[str]
    deals: set[str]
    linked: set[str] = field(default_factory=set)
    relinked: set[str] = field(default_factory=set)
    """Deals that belong to others now, or no more."""
    made: dict[Table, Rows] = field(default_factory=lambda: {table: [] for table in tables.DERIVED})


def apply(connection: Connection, found: Change) -> None:
    """Writes a change; the tables must be those that it was made from."""
    named = (
        (tables.blocks.c.document, found.documents),
        (tables.deal_members.c.document, found.documents),
        (tables.deal_members.c.deal, found.deals),
        (tables.deals.c.id, found.deals),
        (tables.deal_rows.c.id, found.deals),
        (tables.deal_terms.c.deal, found.deals),
        (tables.listed.c.deal, found.deals),
        (tables.questions.c.deal, found.deals),
        (tables.deal_links.c.deal, found.linked),
        (tables.reports.c.document, found.documents),
    )
    stale.deals(connection, found.deals | found.relinked)
    stale.documents(connection, found.documents)
    gone = tallies.counted(rows_now(connection, found.deals))
    connection.execute(delete(tables.judged))
    connection.execute(delete(tables.questions).where(tables.questions.c.kind == "lost"))
    for column, values in named:
        for chunk in chunks(sorted(values)):
            connection.execute(delete(column.table).where(column.in_(chunk)))
    fill(connection, found.made)
    come = tallies.counted(rows_now(connection, {row["id"] for row in found.made[tables.deals]}))
    tallies.change(connection, gone, come)
    stale.deals(connection, {row["deal"] for row in found.made[tables.deal_members]})
    _count_parties(connection)


def rows_now(connection: Connection, deals: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of deals as they stand now."""
    shown, table = tables.deal_rows, tables.deals
    query = select(shown.c.row).join(table, (table.c.id == shown.c.id) & (table.c.since == shown.c.since))
    found = among(connection, query.where(table.c.until == FOREVER), shown.c.id, deals)
    return [json.loads(row) for row in found]


def _count_parties(connection: Connection) -> None:
    """Makes ``parties`` anew from the terms of the deals as they stand now."""
    connection.execute(delete(tables.parties))
    term, now = tables.deal_terms, tables.deals
    counted = (
        select(term.c.term, func.count())
        .join(now, (now.c.id == term.c.deal) & (now.c.since == term.c.since))
        .where(term.c.kind == "country", now.c.until == FOREVER)
        .group_by(term.c.term)
    )
    connection.execute(insert(tables.parties).from_select(["party", "deals"], counted))
