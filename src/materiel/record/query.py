"""Query: what pages, tables and exports ask of a register. One query, many renderings: the answers are plain data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, bindparam, false, func, or_, select

from materiel.record import evidence, judgements, tables, view
from materiel.record.backend import fetch
from materiel.record.cells import Cell, cells
from materiel.record.days import last
from materiel.record.evidence import Text
from materiel.record.filters import Filter, ordered, where
from materiel.record.judged import Judged, by_deal
from materiel.record.judgements import Member
from materiel.record.life import deliveries, ladder
from materiel.record.reports import Report, known_by
from materiel.record.store import Register
from materiel.record.tree import tree
from materiel.record.verdicts import judge

Row = dict[str, Any]

_COMPARED = 200  # identifiers that are compared letter by letter with one that is not there

# Statements of the pages that are asked for most: made once, since making one takes longer than its answer.
_NAMED = select(tables.deal_members.c.deal).where(tables.deal_members.c.deal == bindparam("name")).limit(1)
_LINKED = select(tables.deal_links).where(
    or_(tables.deal_links.c.deal == bindparam("name"), tables.deal_links.c.other == bindparam("name"))
)
_SAME = (tables.deal_members.c.document == tables.judged.c.document) & (
    tables.deal_members.c.subject == tables.judged.c.subject
)
_JUDGED = select(tables.judged.c.judgement).join(tables.deal_members, _SAME).distinct()
_JUDGED = _JUDGED.where(tables.deal_members.c.deal == bindparam("name"))
_DIGEST = select(tables.documents.c.digest)
_DIGEST = _DIGEST.where(
    tables.documents.c.id == bindparam("id"), tables.documents.c.digest.startswith(bindparam("name"))
)
_TELLS = select(tables.deal_members.c.subject, tables.deal_members.c.deal)
_TELLS = _TELLS.where(tables.deal_members.c.document == bindparam("document"))
_MISSED = select(*(tables.issues.c[name] for name in ("kind", "message", "start", "end")))
_MISSED = _MISSED.where(tables.issues.c.reading == bindparam("reading"))
_MISSED = _MISSED.order_by(tables.issues.c.start, tables.issues.c.id)


def deals(register: Register, asked: Filter | None = None) -> list[Row]:
    """The rows of the deals that ``asked`` lets through, in its order."""
    asked = asked or Filter()
    table, shown = tables.deals, tables.deal_rows
    order = ordered(asked.sort)
    found = where(select(table.c.id, table.c.since), asked).order_by(*order)
    chosen = found.limit(asked.limit).offset(asked.offset or None).subquery()  # narrow rows are sorted, then fetched
    query = select(shown.c.row).join(chosen, (chosen.c.id == shown.c.id) & (chosen.c.since == shown.c.since))
    query = query.join(table, (table.c.id == shown.c.id) & (table.c.since == shown.c.since)).order_by(*order)
    with register.reading() as connection:
        return [json.loads(row) for row in connection.execute(query).scalars()]


def count(register: Register, asked: Filter | None = None) -> int:
    """How many deals ``asked`` lets through, whatever its limit."""
    query = where(select(func.count()).select_from(tables.deals), asked or Filter())
    with register.reading() as connection:
        return int(connection.execute(query).scalar_one())


def deal(register: Register, name: str, as_of: str | None = None) -> Row | None:
    """One deal with its cells, documents, reactions and figures; None where there is none of this name.

    "life" has the steps with the first report of each (life.ladder), "deliveries" what was delivered of what was
    ordered (life.deliveries), "links" the deals that belong to it: {"kind", "deal", "why"} where kind is part_of,
    has_part, follows or followed_by.

    ``name`` is an identifier, or the digits at its end where only one deal has them. ``as_of`` leaves out what was not
    known by the end of that day.
    """
    with register.reading() as connection:
        name_now = found(connection, name)
        if name_now is None:
            return None
        held, reports, judged = told(connection, name_now, as_of)
        tied = _links(connection, name_now) if as_of is None else []
        parts = [told(connection, one["deal"])[1] for one in tied if one["kind"] == "has_part"]
    if not reports:
        return None
    held_cells = judge(cells(reports), judged.judgements)
    row = view.row(name_now, reports, judged.judgements, held_cells)
    parties = {party for role in ("supplier", "recipient", "origin", "refused_by") for party in row[role]}
    return {
        **row,
        "deliveries": deliveries(reports, parts),
        "life": ladder(reports),
        "links": tied,
        "cells": [evidence.cell_page(cell, held, judged.judgements) for cell in held_cells],
        "documents": [text.card() for text in held.values()],
        "reactions": evidence.reactions(held.values(), [(report.document, report.subject) for report in reports]),
        "figures": evidence.figures(held.values(), parties),
    }


def cell(register: Register, name: str, field: str, as_of: str | None = None) -> Row | None:
    """One cell of a deal: ``{"deal", "field", "rule", "values"}``; None where the deal or the cell is not there."""
    whole = deal(register, name, as_of)
    chosen = next((one for one in whole["cells"] if one["field"] == field), None) if whole else None
    return {"deal": whole["id"], **chosen} if whole and chosen else None


def document(register: Register, name: str) -> Row | None:
    """One document with its text, deals and quotes; ``name`` is its identifier or the whole digest of its text."""
    with register.reading() as connection:
        digest = connection.execute(_DIGEST, {"id": name[:12].lower(), "name": name.lower()}).scalar() or ""
        about = _deals_of(connection, digest)
        members = {deal: evidence.members(connection, deal) for deal in sorted(set(about.values()))}
        held = evidence.texts(connection, [digest, *(one for among in members.values() for one, _ in among)])
        text = held.get(digest)
        if text is None:
            return None
        issues = _issues(connection, text.row["reading"])
        known = {deal: _counting(connection, deal, held, among)[1:] for deal, among in members.items()}
    known = {deal: (reports, judged) for deal, (reports, judged) in known.items() if reports}
    by_deal = {deal: judge(cells(reports), judged.judgements) for deal, (reports, judged) in known.items()}
    return {
        **text.card(),
        "script": text.row["script"],
        "text": text.row["text"],
        "blocks": [
            {"kind": one.kind, "start": one.start, "end": one.end, "table": one.table, "cells": one.cells}
            for one in text.blocks
        ],
        "deals": [view.row(deal, known[deal][0], known[deal][1].judgements, held) for deal, held in by_deal.items()],
        "quotes": _places(text, by_deal),
        "reactions": [
            {
                "actor": one.actor,
                "target": one.target,
                "plover": one.plover,
                "about_deal": about.get(f"deal/{one.about_deal}"),
                "quotes": text.quotes(one.evidence),
            }
            for one in text.reactions
        ],
        "figures": evidence.figures([text]),
        "issues": issues,
    }


def documents(register: Register, limit: int | None = None, offset: int = 0) -> list[Row]:
    """All documents that were read, the latest first, as lists show them."""
    report, table = tables.reports, tables.documents
    said = (report.c[name] for name in ("title", "outlet", "published", "origin", "url"))
    shown = (table.c.id, *said, table.c.lang)
    query = (
        select(*shown)
        .join(table)
        .order_by(report.c.known.desc(), report.c.document.desc())
        .limit(limit)
        .offset(offset or None)
    )
    with register.reading() as connection:
        return list(fetch(connection, query))


def whole_deals(register: Register, asked: Filter | None = None) -> Iterator[Row]:
    """The pages (``deal``) of the deals that ``asked`` lets through, one after the other."""
    as_of = asked.as_of if asked else None
    return (page for row in deals(register, asked) if (page := deal(register, row["id"], as_of)))


def whole_documents(register: Register) -> Iterator[Row]:
    """The pages (``document``) of all documents, one after the other."""
    return (page for row in documents(register) if (page := document(register, row["id"])))


def reactions(register: Register) -> Iterator[Row]:
    """Every reaction of a reading in force: {"actor", "target", "plover", "deal", "document", "quotes"}; ``deal`` is
    None where it is about none of the register, ``document`` as lists show it."""
    table, report = tables.statements, tables.reports
    told_in = select(report.c.document).join(table, table.c.reading == report.c.reading)
    with register.reading() as connection:
        held = sorted(set(connection.execute(told_in.where(table.c.subject.startswith("reaction/"))).scalars()))
    for start in range(0, len(held), 200):
        with register.reading() as connection:
            for text in evidence.texts(connection, held[start : start + 200]).values():
                about = _deals_of(connection, text.digest)
                for one in text.reactions:
                    yield {
                        "actor": one.actor,
                        "target": one.target,
                        "plover": one.plover,
                        "deal": about.get(f"deal/{one.about_deal}"),
                        "document": text.card(),
                        "quotes": text.quotes(one.evidence),
                    }


def copies(register: Register, name: str) -> list[Row]:
    """A document and all copies of the same text, the first published first, each as in lists and with "parent" (the
    document that it is most like of those before it), "kept" (share of its words that stand there), "change" (first,
    same, cut, extended, rewritten), "added" and "removed" (sentences). Empty where there is no such document."""
    table, report = tables.documents, tables.reports
    with register.reading() as connection:
        here = connection.execute(
            select(report.c.document, report.c.copy_of).join(table).where(table.c.id == name[:12].lower())
        ).first()
        if here is None:
            return []
        first = here.copy_of or here.document
        group = select(report.c.document).where(or_(report.c.document == first, report.c.copy_of == first))
        held = list(evidence.texts(connection, connection.execute(group).scalars()).values())
    branches = tree([text.row["text"] for text in held])
    return [
        text.card()
        | {"parent": None if one.parent is None else held[one.parent].row["id"]}
        | {"kept": one.kept, "change": one.change, "added": list(one.added), "removed": list(one.removed)}
        for text, one in zip(held, branches, strict=True)
    ]


def issues(register: Register, kind: str | None = None) -> list[Row]:
    """What was not understood: the issues of the readings in force, and the inputs that could not be read at all.

    Each is {"name", "document", "kind", "message", "start", "end"}; ``document`` is None for an input that failed.
    """
    table, report, text = tables.issues, tables.reports, tables.documents
    shown = (table.c.name, text.c.id.label("document"), table.c.kind, table.c.message, table.c.start, table.c.end)
    joined = table.outerjoin(report, report.c.reading == table.c.reading).outerjoin(
        text, text.c.digest == report.c.document
    )
    query = select(*shown).select_from(joined).where(table.c.reading.is_(None) | report.c.document.is_not(None))
    if kind:
        query = query.where(table.c.kind == kind)
    with register.reading() as connection:
        return list(fetch(connection, query.order_by(table.c.kind, table.c.name, table.c.start, table.c.id)))


def find(register: Register, name: str) -> str | None:
    """The identifier of the deal that ``name`` means; None where there is none, or several."""
    with register.reading() as connection:
        return found(connection, name)


def nearest(register: Register, name: str, most: int = 3) -> list[str]:
    """The identifiers that look most like ``name``, for messages."""
    table, low = tables.deal_members.c.deal, name.lower()
    parts = [part for part in low.split("-") if len(part) > 2][:6]
    likely = or_(false(), *(func.lower(table).contains(part, autoescape=True) for part in parts))
    with register.reading() as connection:
        names = connection.execute(select(table).where(likely).distinct()).scalars().all()
    small = {one.lower(): one for one in names}
    best = sorted(small, key=lambda one: (-sum(part in one for part in parts), one))[:_COMPARED]
    return [small[one] for one in get_close_matches(low, best, most, 0.3)]


def parties(register: Register) -> list[tuple[str, int]]:
    """Every state or group of the register with the number of its deals, background too; the most frequent first."""
    table = tables.parties
    query = select(table.c.party, table.c.deals).order_by(table.c.deals.desc(), table.c.party)
    with register.reading() as connection:
        return [(party, number) for party, number in connection.execute(query)]


def found(connection: Connection, name: str) -> str | None:
    """``find`` within a transaction."""
    table = tables.deal_members.c.deal
    if connection.execute(_NAMED, {"name": name}).scalar():
        return name
    low = name.strip().lower()
    digits = low.rpartition("-")[2]
    if not digits:
        return None
    likely = func.lower(table).endswith(digits, autoescape=True)
    names = sorted(connection.execute(select(table).where(likely).distinct()).scalars())
    exact = [one for one in names if one.lower() == low]
    if exact:
        return str(exact[0])
    # Later reports may change the readable part of an identifier: its digits still find it, if a part is as it was.
    parts = set(low.split("-")[:-1])
    ending = [one for one in names if one.lower().endswith(f"-{digits}")]
    alike = [one for one in ending if not parts or parts & set(one.lower().split("-")[:-1])]
    return str(alike[0]) if len(alike) == 1 else None


def told(connection: Connection, name: str, as_of: str | None = None) -> tuple[dict[str, Text], list[Report], Judged]:
    """The documents and reports of a deal that count, as far as they were known, and the judgements in force then."""
    members = evidence.members(connection, name)
    held = evidence.texts(connection, [digest for digest, _ in members])
    return _counting(connection, name, held, members, as_of)


def _counting(
    connection: Connection, name: str, held: Mapping[str, Text], members: Iterable[Member], as_of: str | None = None
) -> tuple[dict[str, Text], list[Report], Judged]:
    """``told``, from texts that are at hand."""
    reports = evidence.reports(held, [member for member in members if member[0] in held])
    judged = _judged(connection, name).on(last(as_of) if as_of else None)
    if as_of:
        reports = known_by(reports, last(as_of))
    reports = judged.without_rejected(reports)
    return (
        {digest: text for digest, text in held.items() if digest in {one.document for one in reports}},
        reports,
        judged,
    )


def _links(connection: Connection, name: str) -> list[Row]:
    """The deals that belong to a deal, from its side."""
    back = {"part_of": "has_part", "follows": "followed_by"}
    found = [
        {"kind": row["kind"], "deal": row["other"], "why": row["why"]}
        if row["deal"] == name
        else {"kind": back[row["kind"]], "deal": row["deal"], "why": row["why"]}
        for row in fetch(connection, _LINKED, {"name": name})
    ]
    return sorted(found, key=lambda link: (link["kind"], link["deal"]))


def _judged(connection: Connection, name: str) -> Judged:
    """The judgements about a deal, as ``judged.by_deal`` gives them for all."""
    ids = judgements_of(connection, name)
    if not ids:
        return Judged()
    table, member = tables.judged, tables.deal_members
    query = select(table, member.c.deal).outerjoin(member, _SAME).where(table.c.judgement.in_(ids))
    where: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = {one: ([], []) for one in ids}
    deal_of: dict[tuple[str, str], str] = {}
    for row in fetch(connection, query.order_by(table.c.judgement, table.c.place)):
        place = (row["document"], row["subject"])
        where[row["judgement"]][row["side"] == "object"].append(place)
        if row["deal"]:
            deal_of[place] = row["deal"]
    return by_deal(judgements.load(connection, ids), where, deal_of).get(name, Judged())


def judgements_of(connection: Connection, name: str) -> set[str]:
    """The identifiers of the judgements that are about a deal now."""
    return set(connection.execute(_JUDGED, {"name": name}).scalars())


def _deals_of(connection: Connection, digest: str) -> dict[str, str]:
    """Which deal each deal of a document belongs to, by subject."""
    return dict(connection.execute(_TELLS, {"document": digest}).all())


def _issues(connection: Connection, reading: str) -> list[Row]:
    return list(fetch(connection, _MISSED, {"reading": reading}))


def _places(text: Text, by_deal: dict[str, list[Cell]]) -> list[Row]:
    """Every quoted place of a document with the deal and field that rest on it, in the order of the text."""
    found = {
        (one.start, one.end, deal, field)
        for deal, held in by_deal.items()
        for one, field in evidence.places(held, text.digest)
    }
    return [dict(zip(("start", "end", "deal", "field"), place, strict=True)) for place in sorted(found)]
