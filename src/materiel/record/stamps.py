"""Stamps: a digest for each deal, document and term that changes when a page about it would."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import product

from sqlalchemy import select

from materiel.record import review, tables
from materiel.record.store import Register
from materiel.record.version import FOREVER

ALIKE = 6
"""Similar deals that the page of a deal shows."""


@dataclass(frozen=True, slots=True)
class Stamps:
    """By deal, by document (its short identifier), by (kind, term), a supplier and recipient ("pair", ``TUR/XKX``) too,
    and by day of the last report; by state or group,
    for what its deals ever were, background too, and for the reactions of it or to it; ``whole`` is of everything."""

    deals: Mapping[str, str]
    documents: Mapping[str, str]
    terms: Mapping[tuple[str, str], str]
    days: Mapping[str, str]
    parties: Mapping[str, str]
    reactions: Mapping[str, str]
    whole: str


def stamps(register: Register) -> Stamps:
    """The stamps of a register as it is now."""
    said = _reports(register)
    deal, told_in = _deals(register, said)
    current, days = _current(register)
    in_order = [name for day in sorted(days) for name in sorted(days[day])]
    news = set(in_order)
    terms: dict[tuple[str, str], list[str]] = defaultdict(list)
    own: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"supplier": [], "recipient": [], "weapon": []})
    ever: dict[str, set[str]] = defaultdict(set)
    table = tables.deal_terms
    with register.reading() as connection:
        told = select(table.c.kind, table.c.term, table.c.deal, table.c.since)
        for kind, term, name, since in connection.execute(told).all():
            if kind == "country" and name in deal:
                ever[term].add(deal[name])
            if current.get(name) == since:
                if kind in ("supplier", "recipient", "weapon"):
                    own[name][kind].append(term)
                if name in news:
                    terms[kind, term].append(deal[name])
    for name in news:
        for supplier, recipient in product(own[name]["supplier"], own[name]["recipient"]):
            terms["pair", f"{supplier}/{recipient}"].append(deal[name])
    alike = _alike(own, in_order[::-1])
    joined = {key: _digest(sorted(parts)) for key, parts in terms.items()}
    in_time = _beside(in_order)
    of_deals = {
        name: _digest([one, *(deal[it] for it in (*sorted(alike.get(name, ())), *in_time.get(name, ())))])
        for name, one in deal.items()
    }
    appeared = _beside(sorted(said, key=lambda it: (said[it][2], it)))
    of_documents = {
        said[it][0]: _digest(
            [said[it][1], *sorted(deal[name] for name in told_in.get(it, ())), *(said[one][1] for one in appeared[it])]
        )
        for it in said
    }
    by_day = {day: _digest(sorted(deal[name] for name in names)) for day, names in days.items()}
    parties = {code: _digest(sorted(parts)) for code, parts in ever.items()}
    whole = _digest([*sorted(deal.values()), *sorted(of_documents.values())])
    return Stamps(of_deals, of_documents, joined, by_day, parties, _reactions(register, said), whole)


def _beside(order: Sequence[str]) -> dict[str, Sequence[str]]:
    """What stands before and after each name of a list."""
    return {name: [*order[max(0, at - 1) : at], *order[at + 1 : at + 2]] for at, name in enumerate(order)}


def _reports(register: Register) -> dict[str, tuple[str, str, str]]:
    """Digest of a document to its identifier, a digest of all that its row says, and the day it was known from."""
    table, text = tables.reports, tables.documents
    with register.reading() as connection:
        rows = connection.execute(select(text.c.id, *table.c).select_from(table.join(text)))
        return {row.document: (row.id, _digest(map(str, row)), row.known) for row in rows}


def _reactions(register: Register, said: Mapping[str, tuple[str, str, str]]) -> dict[str, str]:
    """A digest, for each state, of the reports that tell a reaction of it or to it, and of the deals these tell."""
    table, report, member = tables.statements, tables.reports, tables.deal_members
    told = (
        select(report.c.document, table.c.value)
        .join(table, table.c.reading == report.c.reading)
        .where(table.c.property.in_(("actor", "target")), table.c.subject.startswith("reaction/"))
        .distinct()
    )
    parts: dict[str, set[str]] = defaultdict(set)
    with register.reading() as connection:
        held = connection.execute(told).all()
        deals: dict[str, list[str]] = defaultdict(list)
        if held:
            members = select(member.c.deal, member.c.document, member.c.subject)
            for name, document, subject in connection.execute(members).all():
                deals[document].append(f"{subject} {name}")
    for document, value in held:
        parts[json.loads(value)].add(" ".join([said[document][1], *sorted(deals[document])]))
    return {code: _digest(sorted(known)) for code, known in parts.items() if code}


def _deals(register: Register, said: Mapping[str, tuple[str, str, str]]) -> tuple[dict[str, str], dict[str, set[str]]]:
    """A digest of each deal's rows, reports and judgements, and which deals each document tells of."""
    parts: dict[str, list[str]] = defaultdict(list)
    told_in: dict[str, set[str]] = defaultdict(set)
    row, member = tables.deal_rows, tables.deal_members
    with register.reading() as connection:
        for name, since, packed in connection.execute(select(row.c.id, row.c.since, row.c.row)).all():
            parts[name].append(since + packed)
        members = select(member.c.deal, member.c.document, member.c.subject)
        for name, document, subject in connection.execute(members).all():
            parts[name].append(f"{document}/{subject} {said.get(document, ('', '', ''))[1]}")
            told_in[document].add(name)
    for judged in review.history(register):
        for name in judged["deals"]:
            parts[name].append(f"{judged['id']} {judged['in_force']}")
    held = {name for names in told_in.values() for name in names}
    return {name: _digest(sorted(parts[name])) for name in held}, told_in


def _current(register: Register) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Every deal with the day from which its row is valid now, and those that are news by day of their last report."""
    table = tables.deals
    query = select(table.c.id, table.c.since, table.c.reported, table.c.background).where(table.c.until == FOREVER)
    current: dict[str, str] = {}
    days: dict[str, list[str]] = defaultdict(list)
    with register.reading() as connection:
        for name, since, reported, is_background in connection.execute(query).all():
            current[name] = since
            if not is_background:
                days[reported].append(name)
    return current, days


def _alike(own: Mapping[str, Mapping[str, Sequence[str]]], latest: Sequence[str]) -> dict[str, set[str]]:
    """Each deal to those that its page may show as similar: of its pairs or weapons (``own``), the ``latest`` first."""
    held: dict[str, list[tuple[str, ...]]] = {
        name: [*product(terms["supplier"], terms["recipient"]), *((weapon,) for weapon in terms["weapon"])]
        for name, terms in own.items()
    }
    first: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in latest:
        for key in held.get(name, ()):
            if len(first[key]) <= ALIKE:
                first[key].append(name)
    return {name: {one for key in keys for one in first[key]} for name, keys in held.items()}


def _digest(parts: Iterable[str]) -> str:
    made = blake2b(digest_size=12)
    for part in parts:
        made.update(part.encode("utf-8", "replace") + b"\0")
    return made.hexdigest()
