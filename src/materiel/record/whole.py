"""Whole: deals and documents with all that rests on them, several at a time: what they share is asked for once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from materiel.record import evidence, judgements, tables, view
from materiel.record.backend import fetch
from materiel.record.cells import Cell, cells
from materiel.record.days import last
from materiel.record.evidence import Text
from materiel.record.judged import Judged, by_deal
from materiel.record.judgements import Member
from materiel.record.life import deliveries, ladder
from materiel.record.quotes import fullest
from materiel.record.reports import Report, known_by
from materiel.record.said import Said
from materiel.record.verdicts import judge
from materiel.record.window import chunks

Row = dict[str, Any]
Counting = tuple[dict[str, Text], list[Report], Judged]
"""The documents and reports of a deal that count, and the judgements in force."""

_BACK = {"part_of": "has_part", "follows": "followed_by"}

# Statements of the pages that are asked for most: made once, since making one takes longer than its answer.
_MEMBER, _LINK, _JUDGED = tables.deal_members.c, tables.deal_links.c, tables.judged.c
_SAME = (_MEMBER.document == _JUDGED.document) & (_MEMBER.subject == _JUDGED.subject)


def _of(query: Select[Any], column: Any) -> Select[Any]:
    """``query`` of the rows that have one of some names in a column."""
    return query.where(column.in_(bindparam("names", expanding=True)))


_MEMBERS = _of(select(_MEMBER.deal, _MEMBER.document, _MEMBER.subject), _MEMBER.deal)
_LINKED = _of(select(tables.deal_links), _LINK.deal)
_LINKED_TO = _of(select(tables.deal_links), _LINK.other)
_JUDGEMENT = select(_MEMBER.deal, _JUDGED.judgement).join(tables.judged, _SAME).distinct()
_ABOUT, _ABOUT_ONE = _of(_JUDGEMENT, _MEMBER.deal), Said(_JUDGEMENT.where(_MEMBER.deal == bindparam("name")))
_TELLS = _of(select(_MEMBER.document, _MEMBER.subject, _MEMBER.deal), _MEMBER.document)
_MISSED = _of(select(tables.issues), tables.issues.c.reading).order_by(tables.issues.c.start, tables.issues.c.id)


def deals(connection: Connection, names: Sequence[str], as_of: str | None = None) -> dict[str, Row]:
    """The pages of deals (``query.deal``) by name; without those of which nothing counts."""
    tied = _links(connection, names) if as_of is None else {}
    parts = {name: [it["deal"] for it in tied.get(name, ()) if it["kind"] == "has_part"] for name in names}
    among = members(connection, [*names, *(part for held in parts.values() for part in held)])
    held = evidence.texts(connection, {document for told in among.values() for document, _ in told})
    known = counting(connection, held, among, as_of)
    return {
        name: _deal(name, known[name], tied.get(name, []), [known[part][1] for part in parts[name]])
        for name in names
        if name in known and known[name][1]
    }


def documents(connection: Connection, digests: Sequence[str]) -> dict[str, Row]:
    """The pages of documents (``query.document``) by digest; without those that no reading stands for."""
    about: dict[str, dict[str, str]] = {digest: {} for digest in digests}
    for digest, subject, deal in _asked(connection, _TELLS, digests):
        about[digest][subject] = deal
    among = members(connection, {deal for told in about.values() for deal in told.values()})
    held = evidence.texts(connection, {*digests, *(one for told in among.values() for one, _ in told)})
    known = counting(connection, held, among)
    told = {name: _Told.of(name, reports, judged) for name, (_, reports, judged) in known.items() if reports}
    readings = [held[digest].row["reading"] for digest in digests if digest in held]
    missed: dict[str, list[Row]] = {}
    for issue in _asked(connection, _MISSED, readings):
        shown = {name: getattr(issue, name) for name in ("kind", "message", "start", "end")}
        missed.setdefault(issue.reading, []).append(shown)
    return {
        digest: _document(held[digest], about[digest], told) | {"issues": missed.get(held[digest].row["reading"], [])}
        for digest in digests
        if digest in held
    }


def members(connection: Connection, names: Iterable[str]) -> dict[str, list[Member]]:
    """Which deals of which documents tell each of some deals."""
    found: dict[str, list[Member]] = {}
    for name, document, subject in _asked(connection, _MEMBERS, sorted(set(names))):
        found.setdefault(name, []).append((document, subject))
    return found


def counting(
    connection: Connection,
    held: Mapping[str, Text],
    among: Mapping[str, Sequence[Member]],
    as_of: str | None = None,
) -> dict[str, Counting]:
    """What counts of some deals, from texts that are at hand, as far as it was known on a day."""
    judged = _judged(connection, list(among))
    day = last(as_of) if as_of else None
    found = {}
    for name, told in among.items():
        reports = evidence.reports(held, [member for member in told if member[0] in held])
        standing = judged.get(name, Judged()).on(day)
        reports = standing.without_rejected(known_by(reports, day) if day else reports)
        counted = {one.document for one in reports}
        found[name] = {one: text for one, text in held.items() if one in counted}, reports, standing
    return found


def judgements_of(connection: Connection, names: Iterable[str]) -> dict[str, set[str]]:
    """The identifiers of the judgements that are about each of some deals now; without those that have none."""
    found: dict[str, set[str]] = {}
    wanted = list(names)
    one = len(wanted) == 1  # as every page of a deal asks
    rows = _ABOUT_ONE.rows(connection, {"name": wanted[0]}) if one else _asked(connection, _ABOUT, wanted)
    for name, judgement in rows:
        found.setdefault(name, set()).add(judgement)
    return found


def deals_of(connection: Connection, digest: str) -> dict[str, str]:
    """Which deal each deal of a document belongs to, by subject."""
    return {subject: deal for _, subject, deal in _asked(connection, _TELLS, [digest])}


@dataclass(frozen=True, slots=True)
class _Told:
    """A deal as its documents show it: its row and its cells."""

    row: Row
    cells: Sequence[Cell]

    @classmethod
    def of(cls, name: str, reports: Sequence[Report], judged: Judged) -> _Told:
        held = judge(cells(reports), judged.judgements)
        return cls(view.row(name, reports, judged.judgements, held), held)


def _deal(name: str, known: Counting, tied: list[Row], parts: Sequence[Sequence[Report]]) -> Row:
    held, reports, judged = known
    told = _Told.of(name, reports, judged)
    parties = {party for role in ("supplier", "recipient", "origin", "refused_by") for party in told.row[role]}
    return {
        **told.row,
        "deliveries": deliveries(reports, parts),
        "life": ladder(reports),
        "links": tied,
        "cells": fullest([evidence.cell_page(cell, held, judged.judgements) for cell in told.cells]),
        "documents": [text.card() for text in held.values()],
        "reactions": evidence.reactions(held.values(), [(report.document, report.subject) for report in reports]),
        "figures": evidence.figures(held.values(), parties),
    }


def _document(text: Text, about: Mapping[str, str], told: Mapping[str, _Told]) -> Row:
    here = {name: told[name] for name in sorted(set(about.values())) if name in told}
    return {
        **text.card(),
        "script": text.row["script"],
        "text": text.row["text"],
        "blocks": [
            {"kind": one.kind, "start": one.start, "end": one.end, "table": one.table, "cells": one.cells}
            for one in text.blocks
        ],
        "deals": [one.row for one in here.values()],
        "quotes": _places(text, {name: one.cells for name, one in here.items()}),
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
    }


def _places(text: Text, by_deal: Mapping[str, Sequence[Cell]]) -> list[Row]:
    """Every quoted place of a document with the deal and field that rest on it, in the order of the text."""
    found = {
        (one.start, one.end, deal, field)
        for deal, held in by_deal.items()
        for one, field in evidence.places(held, text.digest)
    }
    return [dict(zip(("start", "end", "deal", "field"), place, strict=True)) for place in sorted(found)]


def _links(connection: Connection, names: Sequence[str]) -> dict[str, list[Row]]:
    """The deals that belong to each deal, from its side."""
    found: dict[str, list[Row]] = {}
    for row in _asked(connection, _LINKED, names):
        found.setdefault(row.deal, []).append({"kind": row.kind, "deal": row.other, "why": row.why})
    for row in _asked(connection, _LINKED_TO, names):
        found.setdefault(row.other, []).append({"kind": _BACK[row.kind], "deal": row.deal, "why": row.why})
    return {name: sorted(held, key=lambda link: (link["kind"], link["deal"])) for name, held in found.items()}


def _judged(connection: Connection, names: Sequence[str]) -> dict[str, Judged]:
    """The judgements about each of some deals, as ``judged.by_deal`` gives them for all."""
    about = judgements_of(connection, names)
    ids = {one for held in about.values() for one in held}
    if not ids:
        return {}
    table, member = tables.judged, tables.deal_members
    query = select(table, member.c.deal).outerjoin(member, _SAME).where(table.c.judgement.in_(ids))
    where: dict[str, tuple[list[Member], list[Member]]] = {one: ([], []) for one in ids}
    deal_of: dict[Member, str] = {}
    for row in fetch(connection, query.order_by(table.c.judgement, table.c.place)):
        place = (row["document"], row["subject"])
        where[row["judgement"]][row["side"] == "object"].append(place)
        if row["deal"]:
            deal_of[place] = row["deal"]
    every = by_deal(judgements.load(connection, ids), where, deal_of)
    return {name: every[name] for name in about if name in every}


def _asked(connection: Connection, query: Select[Any], names: Iterable[str]) -> Iterator[Any]:
    """The rows of a statement for some names."""
    for chunk in chunks(names):
        yield from connection.execute(query, {"names": chunk})
