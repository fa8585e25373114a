"""Judgements: what people decided about deals, and which of it holds on a day.

A judgement is a row that is never changed. Undoing it is another row, which may be undone in its turn. It points at
documents and what they told, not at a deal's name, because names follow later reports and readers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from getpass import getuser
from typing import Any

from sqlalchemy import Connection, select

from materiel.record import tables
from materiel.record.backend import fetch

KINDS = ("same", "different", "correct", "reject", "confirm")
UNDO = "undo"

Member = tuple[str, str]
"""The digest of a document and the subject (``deal/0``) of one of its deals."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One deal of one document as it was told when somebody judged it; ``reading`` is the reading then in force."""

    document: str
    subject: str
    reading: str
    supplier: tuple[str, ...]
    recipient: tuple[str, ...]
    goods: tuple[tuple[str, str | None, str], ...]
    """(name, designation, category) of each kind of goods."""

    def packed(self) -> list[Any]:
        """The anchor as JSON-ready data."""
        return [self.document, self.subject, self.reading, self.supplier, self.recipient, self.goods]

    @classmethod
    def unpacked(cls, packed: Sequence[Any]) -> Anchor:
        """The anchor from ``packed``."""
        document, subject, reading, supplier, recipient, goods = packed
        return cls(document, subject, reading, tuple(supplier), tuple(recipient), tuple(tuple(one) for one in goods))


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision.

    ``subject`` and ``object`` are the deals that it is about, each by the reports that told it. ``field`` and ``value``
    are those of a cell; ``weapon`` is (name, designation, category) of the goods that the field belongs to; ``seen``
    are the values that were told then, as JSON. ``undoes`` is the judgement that an undo ends.
    """

    id: str
    kind: str
    who: str
    made: str
    subject: tuple[Anchor, ...] = ()
    object: tuple[Anchor, ...] = ()
    field: str | None = None
    value: Any = None
    weapon: tuple[str, str | None, str] | None = None
    seen: tuple[str, ...] = ()
    why: str | None = None
    undoes: str | None = None

    @property
    def day(self) -> str:
        """The day (UTC) on which it was made."""
        return self.made[:10]

    def row(self) -> dict[str, Any]:
        """Its row in ``tables.judgements``."""
        told = {"value": self.value, "weapon": self.weapon, "seen": self.seen}
        return {
            "id": self.id,
            "kind": self.kind,
            "subject": _packed(self.subject),
            "object": _packed(self.object) if self.object else None,
            "field": self.field,
            "value": json.dumps(told, ensure_ascii=False),
            "who": self.who,
            "why": self.why,
            "undoes": self.undoes,
            "made": self.made,
        }


def usual_reviewer() -> str:
    """Who decides where nobody is named: ``$MATERIEL_REVIEWER``, or the login name."""
    try:
        return os.environ.get("MATERIEL_REVIEWER") or getuser()
    except (ImportError, KeyError, OSError):  # a container may have users without a name
        return "local user"


def judgement(row: Mapping[str, Any]) -> Judgement:
    """A judgement from its row."""
    told = json.loads(row["value"] or "{}")
    weapon = told.get("weapon")
    return Judgement(
        id=row["id"],
        kind=row["kind"],
        who=row["who"],
        made=row["made"],
        subject=_unpacked(row["subject"]),
        object=_unpacked(row["object"]),
        field=row["field"],
        value=told.get("value"),
        weapon=tuple(weapon) if weapon else None,
        seen=tuple(told.get("seen", ())),
        why=row["why"],
        undoes=row["undoes"],
    )


def load(connection: Connection, only: Iterable[str] | None = None) -> list[Judgement]:
    """All judgements, or those of these identifiers and whatever undoes them, in the order in which they were made."""
    table = tables.judgements
    found = fetch(connection, select(table).order_by(table.c.made, table.c.id))
    every = [judgement(row) for row in found]
    if only is None:
        return every
    wanted = set(only)
    for one in every:  # an undo comes after what it undoes
        if one.undoes in wanted:
            wanted.add(one.id)
    return [one for one in every if one.id in wanted]


def in_force(judgements: Iterable[Judgement], day: str | None = None, undos: bool = False) -> list[Judgement]:
    """Which of ``judgements`` hold at the end of ``day`` (today where it is None), with the undos where asked for."""
    made = sorted((one for one in judgements if day is None or one.day <= day), key=lambda one: (one.made, one.id))
    undone: set[str] = set()
    found = []
    for one in reversed(made):  # an undo that is itself undone is met after the row that ends it
        if one.id in undone:
            continue
        if one.kind == UNDO:
            undone.add(one.undoes or "")
        if undos or one.kind != UNDO:
            found.append(one)
    return found[::-1]


def _packed(anchors: Iterable[Anchor]) -> str:
    return json.dumps([anchor.packed() for anchor in anchors], ensure_ascii=False, separators=(",", ":"))


def _unpacked(packed: str | None) -> tuple[Anchor, ...]:
    return tuple(Anchor.unpacked(one) for one in json.loads(packed or "[]"))
