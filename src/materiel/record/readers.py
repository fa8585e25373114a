"""Readers: which reader read which value, where a document was read by the rules and by a language model."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from materiel.record import tables

Said = Mapping[tuple[str, str], tuple[str, ...]]
"""(field, value) to the names of the readers that read it; both as ``place`` gives them."""

_JOINT = select(tables.readings.c.document, tables.readings.c.reader).where(
    tables.readings.c.id.in_(bindparam("readings", expanding=True)), tables.readings.c.reader.like("%+%")
)
_INDEX = re.compile(r"\[\d+\]")


def place(path: str, value: Any) -> tuple[str, str]:
    """What a value is known by whatever the place of its weapon in a list: ``weapons[].quantity`` and its JSON."""
    shown = sorted(value, key=str) if isinstance(value, list | tuple) else value
    if isinstance(shown, dict):
        shown = {name: float(one) if isinstance(one, int) else one for name, one in shown.items()}
    return _INDEX.sub("[]", path), json.dumps(shown, ensure_ascii=False, sort_keys=True)


def said(connection: Connection, readings: Sequence[str]) -> dict[str, Said]:
    """By document, who read what; only documents in whose reading in force two readers count."""
    table = tables.readings
    both = connection.execute(_JOINT, {"readings": readings})
    joint = {document: reader.split("+", 1) for document, reader in both}
    if not joint:
        return {}
    found: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    told = select(table.c.document, table.c.reader, tables.statements.c.property, tables.statements.c.value)
    for document, reader, path, value in connection.execute(
        told.join(tables.statements).where(table.c.document.in_(list(joint)))
    ):
        if reader in joint[document]:
            found[document][place(path, json.loads(value))].add(reader)
    return {document: {key: tuple(sorted(names)) for key, names in held.items()} for document, held in found.items()}
