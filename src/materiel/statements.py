"""Statements: what a reader took from a document, one value of one field at a time, and back again.

A ``Reading`` is what readers and people handle; ``Statement`` rows are what is stored, counted and judged. Every field
that holds something becomes one statement, and so does every field that has quotes. What a text does not say is not
stated: a field at its default without quotes has no statement, and ``join`` gives the default back.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from materiel.types import (
    Deal,
    Document,
    Evidence,
    Figure,
    Issue,
    Money,
    Quote,
    Reaction,
    Reading,
    Statement,
    Weapon,
)

Told = TypeVar("Told", Deal, Reaction, Figure)

KINDS: tuple[tuple[str, str], ...] = (("deal", "deals"), ("reaction", "reactions"), ("figure", "figures"))
PARTIES = ("supplier", "recipient", "origin", "refused_by", "manufacturer")
PLAIN = ("mode", "value", "status", "order_date", "delivery_date", "background")
ALWAYS = {"status", "actor", "country"}  # stated even at its default, so that no subject is without a statement
WEAPON = tuple(field.name for field in fields(Weapon))
OF_WEAPON = re.compile(r"weapons\[(\d+)\]\.(\w+)")
"""The path of a field of goods: their number and the field's name."""


def values(told: Deal | Reaction | Figure) -> dict[str, Any]:
    """Every field of ``told`` as JSON-ready data by its path (``weapons[0].quantity``), defaults included."""
    if isinstance(told, Reaction):
        return {name: getattr(told, name) for name in ("actor", "target", "plover", "about_deal")}
    if isinstance(told, Figure):
        return {name: getattr(told, name) for name in ("country", "measure", "amount", "currency", "year")}
    found: dict[str, Any] = {name: list(getattr(told, name)) for name in PARTIES}
    found |= {name: getattr(told, name) for name in PLAIN}
    if told.value is not None:
        found["value"] = {"amount": told.value.amount, "currency": told.value.currency}
    for index, weapon in enumerate(told.weapons):
        found |= {f"weapons[{index}].{name}": getattr(weapon, name) for name in WEAPON}
        found[f"weapons[{index}].split"] = dict(weapon.split)
    return found


def is_said(path: str, value: Any) -> bool:
    """Whether ``value`` says something at ``path`` (a default that stands for "not told" does not)."""
    if path in ALWAYS or path.endswith((".name", ".category")):
        return True
    if path == "mode":
        return bool(value != "unknown")
    return not (value is None or value is False or value in ([], {}))


def split(reading: Reading) -> list[Statement]:
    """The statements of a reading, in reading order.

    Raises ``ValueError`` that names the document and the field where a quote does not stand in the text.
    """
    document = reading.document.digest
    found = []
    for kind, plural in KINDS:
        for index, told in enumerate(getattr(reading, plural)):
            for path, value, quotes in _said(told):
                for quote in quotes:
                    _check(reading.document, f"{kind}/{index}", path, quote)
                found.append(
                    Statement(
                        document=document,
                        subject=f"{kind}/{index}",
                        property=path,
                        value=json.dumps(value, ensure_ascii=False),
                        original=quotes[0].exact if quotes else None,
                        quotes=quotes,
                        reader=reading.reader,
                        score=getattr(told, "score", 1.0),
                        modality=getattr(told, "modality", "asserted"),
                    )
                )
    return found


def join(document: Document, statements: Iterable[Statement], issues: Iterable[Issue] = ()) -> Reading:
    """The reading that ``statements`` of one reader about ``document`` were split from."""
    subjects: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    reader = ""
    for statement in statements:
        kind, _, index = statement.subject.partition("/")
        subjects[kind, int(index)].append(statement)
        reader = statement.reader
    made = {kind: tuple(told(kind, subjects[key]) for key in sorted(subjects) if key[0] == kind) for kind, _ in KINDS}
    return Reading(document, made["deal"], made["reaction"], made["figure"], tuple(issues), reader)


def told(kind: str, statements: list[Statement]) -> Any:
    """One deal, reaction or figure from all its statements; ``kind`` is the first half of their subject."""
    said = {statement.property: json.loads(statement.value) for statement in statements}
    evidence = {statement.property: statement.quotes for statement in statements if statement.quotes}
    if kind == "reaction":
        return _plain(Reaction, said, evidence)
    if kind == "figure":
        return _plain(Figure, said, evidence)
    return _deal(said, evidence, statements[0].score, statements[0].modality)


def _said(told: Deal | Reaction | Figure) -> Iterator[tuple[str, Any, tuple[Quote, ...]]]:
    """(path, value, quotes) of what is told; quotes of a path that is no field come last, with the value null."""
    every = values(told)
    for path, value in every.items():
        quotes = tuple(told.evidence.get(path, ()))
        if quotes or is_said(path, value):
            yield path, value, quotes
    for path, quoted in told.evidence.items():
        if path not in every and quoted:
            yield path, None, tuple(quoted)


def _check(document: Document, subject: str, path: str, quote: Quote) -> None:
    if not quote.stands_in(document.text):
        raise ValueError(
            f"{document.id}: the quote of {subject} {path} does not stand in the text at {quote.start} to {quote.end}"
        )


def _plain(kind: type[Told], said: Mapping[str, Any], evidence: Evidence) -> Told:
    names = {field.name for field in fields(kind)}
    known = {name: value for name, value in said.items() if name in names}
    for name in ("target", "plover", "measure"):  # required by the types; null only where nothing was said
        if name in names:
            known.setdefault(name, None if name == "target" else "")
    if kind is Figure:
        known.setdefault("amount", 0.0)
    return kind(**known, evidence=evidence)


def _deal(said: Mapping[str, Any], evidence: Evidence, score: float, modality: str) -> Deal:
    weapons: dict[int, dict[str, Any]] = defaultdict(dict)
    plain: dict[str, Any] = {}
    for path, value in said.items():
        if place := OF_WEAPON.fullmatch(path):
            index, name = int(place[1]), place[2]
            if name in WEAPON and value is not None:
                weapons[index][name] = tuple(value.items()) if name == "split" else value
        elif path in PARTIES:
            plain[path] = tuple(value)
        elif path == "value":
            plain[path] = None if value is None else Money(value["amount"], value["currency"])
        elif path in PLAIN:
            plain[path] = value
    arms = tuple(Weapon(**weapons[index]) for index in sorted(weapons))
    return Deal(**plain, weapons=arms, score=score, modality=modality, evidence=evidence)
