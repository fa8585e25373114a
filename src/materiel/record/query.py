"""Query: what pages, tables and exports ask of a register. One query, many renderings: the answers are plain data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, select

from materiel.coding import number
from materiel.record import load, rows, tables
from materiel.record.cells import Cell, cells, support
from materiel.record.days import first, last
from materiel.record.deals import plain_words
from materiel.record.quotes import around, quote
from materiel.record.reports import Report
from materiel.record.store import Register
from materiel.record.tables import FOREVER
from materiel.statements import told
from materiel.types import Quote, Statement

Row = dict[str, Any]

SORTS = ("supplier", "recipient", "status", "date", "reports", "reported")
_COLUMN = {"status": "stage", "reported": "last_known"}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which deals. Dates are YYYY, YYYY-MM or YYYY-MM-DD.

    ``country`` is any party: supplier, recipient, maker's state or who must consent. ``since`` and ``until`` are about
    the reports: a deal is in where one of its reports falls between them. ``as_of`` gives the register as it was known
    at the end of that day. ``background`` lets those in that were told only to explain other deals. ``sort`` is one of
    ``SORTS``, with "-" before it for the highest first.
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


def deals(register: Register, asked: Filter | None = None) -> list[Row]:
    """The rows of the deals that ``asked`` lets through, in its order."""
    asked = asked or Filter()
    table = tables.deals
    query = _where(select(table.c.row), asked).order_by(*_order(asked.sort))
    query = query.limit(asked.limit).offset(asked.offset or None)
    with register.reading() as connection:
        return [json.loads(row) for (row,) in connection.execute(query).tuples()]


def count(register: Register, asked: Filter | None = None) -> int:
    """How many deals ``asked`` lets through, whatever its limit."""
    query = _where(select(func.count()).select_from(tables.deals), asked or Filter())
    with register.reading() as connection:
        return connection.execute(query).scalar_one()


def deal(register: Register, name: str) -> Row | None:
    """One deal with its cells, documents, reactions and figures; None where there is none of this name.

    ``name`` is an identifier, or the digits at its end where only one deal has them.
    """
    name = find(register, name) or ""
    reports, texts, statements = _told(register, _members(register, name))
    if not reports:
        return None
    held = [cell for cell in cells(reports)]
    return {
        **_row(register, name),
        "cells": [_cell(cell, texts) for cell in held],
        "documents": [_document(text) for text in texts.values()],
        "reactions": _reactions(statements, texts, {(report.document, report.subject) for report in reports}),
        "figures": _figures(statements, texts),
    }
