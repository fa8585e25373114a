"""Review: what waits for a person, their decisions, and the history of these. For the terminal and for the site.

queue(register)                       what to look at, the most useful first
judge(register, Verdict(...))         keeps a decision, gives its identifier
undo(register, judgement, who, why)   takes one back; the row stays
history(register, deal)               who decided what, when and why
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from materiel.record import judgements, query, tables, whole
from materiel.record.backend import fetch
from materiel.record.cells import cells
from materiel.record.days import last, now
from materiel.record.field_values import checked
from materiel.record.judgements import KINDS, UNDO, Anchor, Judgement, in_force
from materiel.record.places import anchor
from materiel.record.questions import seen
from materiel.record.reports import Report
from materiel.record.store import Register
from materiel.record.verdicts import judge as laid_over
from materiel.record.verdicts import weapons
from materiel.statements import OF_WEAPON
from materiel.types import digest

Row = dict[str, Any]

_ASKED = tables.questions.c
_QUESTIONS = select(_ASKED.kind, _ASKED.deal, _ASKED.field, _ASKED.told)
_ORDER = (_ASKED.weight.desc(), _ASKED.kind, _ASKED.deal, _ASKED.field)


class Unjudged(ValueError):
    """A decision that cannot be kept as it was given; the message says why and the way out."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision as a person gives it.

    ``deal`` is an identifier of the register. same, different: ``other`` is the other deal; different with ``document``
    instead: that document's report does not belong to the deal. correct: ``field`` (``weapons[0].quantity``) is
    ``value``. confirm, reject: with a field, its ``value`` is right or wrong; without, the whole deal is, or (reject)
    the report of one ``document``.
    """

    kind: str
    deal: str
    who: str
    other: str | None = None
    document: str | None = None
    field: str | None = None
    value: Any = None
    why: str | None = None


def queue(register: Register, kind: str | None = None, limit: int | None = 50, offset: int = 0) -> list[Row]:
    """What waits for a person: {"kind", "deal", "field", "told"}, the most useful first.

    ``kind`` is one of ``questions.KINDS``. ``deal`` is an identifier (of the judgement, for "lost"), ``field`` is ""
    for a whole deal; ``told`` has {"candidates"} for a tie, {"values", "rule"} for a contradiction, {"judgement",
    "value", "values", "who"} for a disagreement, {"score", "modality", "reports"} for a doubtful deal.
    """
    found = _QUESTIONS.where(_ASKED.kind == kind) if kind else _QUESTIONS
    found = found.order_by(*_ORDER)
    with register.reading() as connection:
        rows = fetch(connection, found.limit(limit).offset(offset or None))
        return [row | {"told": json.loads(row["told"])} for row in rows]


def question(register: Register, kind: str, deal: str, field: str) -> Row | None:
    """One question of the queue; None where it does not wait any more."""
    found = _QUESTIONS.where(_ASKED.kind == kind, _ASKED.deal == deal, _ASKED.field == field)
    with register.reading() as connection:
        row = next(fetch(connection, found), None)
    return row | {"told": json.loads(row["told"])} if row else None


def order(register: Register) -> list[tuple[str, str, str]]:
    """(kind, deal, field) of every question, in the order of the queue."""
    with register.reading() as connection:
        rows = connection.execute(select(_ASKED.kind, _ASKED.deal, _ASKED.field).order_by(*_ORDER))
        return [(row.kind, row.deal, row.field) for row in rows]


def waiting(register: Register) -> dict[str, int]:
    """How many questions of each kind wait."""
    with register.reading() as connection:
        counted = connection.execute(select(_ASKED.kind, func.count()).group_by(_ASKED.kind))
        return {row[0]: row[1] for row in counted}


def judge(register: Register, verdict: Verdict) -> str:
    """Keeps a decision and gives its identifier; ``Unjudged`` where it cannot be kept as it was given.

    The register shows it after ``Register.refresh``.
    """
    if verdict.kind not in KINDS:
        raise Unjudged(f"{verdict.kind!r} is no judgement; choose one of {', '.join(KINDS)}")
    who = _person(verdict.who)
    made = now()
    with register.reading() as connection:
        told = _deal(connection, verdict.deal)
        base = Judgement("", verdict.kind, who, made, why=verdict.why or None)
        found = _PARTS[verdict.kind](connection, told, verdict, base)
    return _keep(register, found)


def undo(register: Register, judgement: str, who: str, why: str | None = None) -> str:
    """Takes a judgement (or an undo) back; gives the identifier of the new row."""
    made = now()
    with register.reading() as connection:
        every = judgements.load(connection)
    matching = [one for one in every if one.id.startswith(judgement)]
    if len(matching) != 1:
        what = "several judgements" if matching else "no judgement"
        raise Unjudged(f"{judgement}: {what} of this name; `materiel review --history` lists them")
    if matching[0] not in in_force(every, undos=True):
        raise Unjudged(f"{judgement}: this judgement is taken back already")
    return _keep(register, Judgement("", UNDO, _person(who), made, why=why or None, undoes=matching[0].id))


def history(register: Register, deal: str | None = None, as_of: str | None = None) -> list[Row]:
    """Who decided what, the latest last: {"id", "kind", "deals", "documents", "field", "value", "who", "why", "made",
    "undoes", "in_force"}; of one deal, or of the whole register."""
    with register.reading() as connection:
        name = query.found(connection, deal) if deal else None
        if deal and name is None:
            raise Unjudged(f"{deal}: the register holds no deal of this name")
        about = whole.judgements_of(connection, [name]).get(name, set()) if name else None
        if about is not None and not about:
            return []
        every = judgements.load(connection, about)
        deals = _deals(connection)
    day = last(as_of) if as_of else None
    force = {one.id for one in in_force(every, day, undos=True)}
    return [_shown(one, deals, one.id in force) for one in every if day is None or one.day <= day]


@dataclass(frozen=True, slots=True)
class _Told:
    """A deal as the register holds it now."""

    name: str
    reports: Sequence[Report]
    readings: dict[str, str]
    judgements: Sequence[Judgement]

    def anchors(self, documents: set[str] | None = None, others: bool = False) -> tuple[Anchor, ...]:
        """The anchors of its reports; only those of ``documents``, or only the others."""
        chosen = [one for one in self.reports if documents is None or (one.document in documents) != others]
        return tuple(anchor(one, self.readings[one.document]) for one in chosen)


def _deal(connection: Connection, name: str) -> _Told:
    found = query.found(connection, name)
    if found is None:
        raise Unjudged(f"{name}: the register holds no deal of this name; `materiel deals --all` lists them")
    held, reports, judged = query.told(connection, found)
    readings = {digest: text.row["reading"] for digest, text in held.items()}
    return _Told(found, reports, readings, judged.judgements)


def _same(connection: Connection, told: _Told, verdict: Verdict, base: Judgement) -> Judgement:
    other = _other(connection, told, verdict)
    return replace(base, subject=told.anchors(), object=other.anchors())


def _different(connection: Connection, told: _Told, verdict: Verdict, base: Judgement) -> Judgement:
    if not verdict.document:
        return _same(connection, told, verdict, base)
    documents = _documents(told, verdict.document)
    rest = told.anchors(documents, others=True)
    if not rest:
        raise Unjudged(f"{verdict.document}: this is the only report of {told.name}; reject it instead")
    return replace(base, subject=told.anchors(documents), object=rest)


def _correct(_: Connection, told: _Told, verdict: Verdict, base: Judgement) -> Judgement:
    if not verdict.field:
        raise Unjudged("a correction needs the field that it corrects and its value")
    return _cell(told, verdict, base, checked(verdict.field, verdict.value))


def _confirm(_: Connection, told: _Told, verdict: Verdict, base: Judgement) -> Judgement:
    if not verdict.field:
        return replace(base, subject=told.anchors())
    return _cell(told, verdict, base, _value(told, verdict))


def _reject(_: Connection, told: _Told, verdict: Verdict, base: Judgement) -> Judgement:
    if verdict.field:
        return _cell(told, verdict, base, _value(told, verdict))
    documents = _documents(told, verdict.document) if verdict.document else None
    seen_then = tuple(sorted({report.document for report in told.reports}))
    return replace(base, subject=told.anchors(documents), seen=seen_then)


def _cell(told: _Told, verdict: Verdict, base: Judgement, value: Any) -> Judgement:
    """A judgement about one cell: it remembers the goods that the cell belongs to and the values in view."""
    shown = laid_over(cells(told.reports), told.judgements)
    goods = weapons(shown)
    field = str(verdict.field)
    weapon = None
    if place := OF_WEAPON.fullmatch(field):
        number = int(place[1])
        if number not in goods:
            raise Unjudged(f"{field}: {told.name} has no such goods; it has {len(goods)}")
        one = goods[number]
        weapon = (one.get("name") or "", one.get("designation"), one.get("category") or "other")
    in_view = [claim.value for cell in shown if cell.field == field for claim in cell.claims]
    return replace(base, subject=told.anchors(), field=field, value=value, weapon=weapon, seen=seen(in_view))


def _value(told: _Told, verdict: Verdict) -> Any:
    """The value that is judged: the one given, which reports must tell, else the one that the register prefers."""
    shown = {cell.field: cell for cell in laid_over(cells(told.reports), told.judgements)}
    cell = shown.get(str(verdict.field))
    if cell is None:
        raise Unjudged(f"{verdict.field}: {told.name} has no such cell; it has {', '.join(shown)}")
    if verdict.value is None:
        return cell.claims[0].value
    value = checked(str(verdict.field), verdict.value)
    if seen([value])[0] not in seen(claim.value for claim in cell.claims):
        raise Unjudged(f"{verdict.field}: no report of {told.name} tells this value; correct the cell instead")
    return value


def _other(connection: Connection, told: _Told, verdict: Verdict) -> _Told:
    if not verdict.other:
        raise Unjudged(f"{verdict.kind}: name the other deal")
    other = _deal(connection, verdict.other)
    if other.name == told.name:
        raise Unjudged(f"{verdict.kind}: {verdict.other} is {told.name} itself; name another deal")
    return other


def _documents(told: _Told, name: str) -> set[str]:
    found = {one.document for one in told.reports if one.document.startswith(name.lower())}
    if len(found) != 1:
        known = ", ".join(sorted({one.document[:12] for one in told.reports}))
        raise Unjudged(f"{name}: no report of {told.name} has this document; it has {known}")
    return found


_PARTS = {"same": _same, "different": _different, "correct": _correct, "confirm": _confirm, "reject": _reject}


def _keep(register: Register, one: Judgement) -> str:
    row = one.row()
    named = replace(one, id=digest(json.dumps([row[name] for name in sorted(row)], ensure_ascii=False)))
    register.add_judgement(named)
    return named.id


def _person(who: str) -> str:
    if not who.strip():
        raise Unjudged("a judgement needs a person; give a name")
    return who.strip()


def _deals(connection: Connection) -> dict[str, list[str]]:
    """The deals that each judgement is about now."""
    table, member = tables.judged, tables.deal_members
    same = (member.c.document == table.c.document) & (member.c.subject == table.c.subject)
    found = select(table.c.judgement, member.c.deal).join(member, same)
    deals: dict[str, list[str]] = {}
    for judgement, deal in connection.execute(found.order_by(table.c.side.desc(), table.c.place)):
        if deal not in deals.setdefault(judgement, []):
            deals[judgement].append(deal)
    return deals


def _shown(one: Judgement, deals: dict[str, list[str]], holds: bool) -> Row:
    return {
        "id": one.id,
        "kind": one.kind,
        "deals": deals.get(one.id) or deals.get(one.undoes or "", []),
        "documents": list(dict.fromkeys(anchor.document[:12] for anchor in one.subject)),
        "field": one.field,
        "value": one.value,
        "who": one.who,
        "why": one.why,
        "made": one.made,
        "undoes": one.undoes,
        "in_force": holds,
    }
