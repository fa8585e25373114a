"""``materiel compare``: the register against SIPRI's, cell by cell, with the sentences that speak for our values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from materiel.commands import grid
from materiel.commands.screen import Refused, clean, console, fail, indented, quoted, styled
from materiel.record import query
from materiel.record.filters import Filter
from materiel.record.sipri import compare, layouts
from materiel.record.sipri.compare import CELLS, Compared, Pair
from materiel.record.sipri.transfer import Transfer
from materiel.record.store import Register
from materiel.tell import words as say
from materiel.types import Failure

Row = Mapping[str, Any]

LISTED = 40
"""Lines of a list at most; --format jsonl has all."""


def sipri(place: str, file: str, asked: Mapping[str, Any], form: str) -> int:
    """Compares the register with an export of SIPRI's; ``asked`` has country, since and until (of orders and
    deliveries in SIPRI's, of reports in ours)."""
    told = imported(file)
    with Register.open(place, create=False) as register:
        register.refresh()
        rows = query.deals(register, Filter(country=asked.get("country")))
        countries = {asked["country"]} if asked.get("country") else set()
        theirs = compare.within(told.transfers, countries, (_year(asked.get("since")), _year(asked.get("until"))))
        found = compare.compare(rows, theirs)
        sentences = {pair.line["deal"]: _sentences(register, pair) for pair in found.pairs if pair.differing}
    if form == "jsonl":
        for line in as_data(found, sentences):
            print(json.dumps(line, ensure_ascii=False))
    else:
        _print(found, sentences, console())
    return 1 if told.faults else 0


def imported(file: str) -> layouts.Register:
    """The register in a file; ``Refused`` where it is none or names nobody knows stand in it."""
    path = Path(file)
    if not path.is_file():
        raise Refused(f"{clean(file)}: there is no such file")
    try:
        found = layouts.read(path)
    except ValueError as error:
        raise Refused(clean(f"{path.name}: {error}" if path.name not in str(error) else error)) from error
    for line, why in list(found.faults.items())[:10]:
        fail(Failure(f"{path.name}, line {line}", why))
    return found


def as_data(found: Compared, sentences: Mapping[str, Sequence[Row]]) -> Iterator[dict[str, Any]]:
    """One object a line: {"what": agreed, differing, only news or only SIPRI, ...}."""
    for pair in found.pairs:
        yield {
            "what": "differing" if pair.differing else "agreed",
            "deal": pair.line["deal"],
            "score": pair.score,
            "ours": dict(pair.line),
            "sipri": theirs(pair.transfer),
            "cells": [{"field": name, "ours": ours, "sipri": other} for name, (ours, other) in pair.differing.items()],
            "sentences": list(sentences.get(pair.line["deal"], ())),
        }
    for line, why in found.ours:
        yield {"what": "only news", "deal": line["deal"], "why": why, "ours": dict(line)}
    for transfer in found.theirs:
        yield {"what": "only SIPRI", "sipri": theirs(transfer)}


def theirs(one: Transfer) -> dict[str, Any]:
    """A transfer of SIPRI's as plain data, without its trend-indicator values."""
    told = asdict(one)
    told.pop("tiv")
    return told | {"doubts": sorted(one.doubts)}


def _print(found: Compared, sentences: Mapping[str, Sequence[Row]], out: Console) -> None:
    agreed = [pair for pair in found.pairs if not pair.differing]
    apart = [pair for pair in found.pairs if pair.differing]
    in_scope = [line for line, why in found.ours if not why]
    if apart:
        out.print(styled("Differing", "bold"))
        for pair in apart[:LISTED]:
            _differing(pair, sentences.get(pair.line["deal"], ()), out)
    if found.ours:
        out.print(styled("Only in the news", "bold"))
        out.print(_listed([(*_ours(line), why) for line, why in found.ours[:LISTED]], "SIPRI may leave it out"))
    if found.theirs:
        out.print(styled("Only in SIPRI's register", "bold"))
        out.print(_listed([(*_theirs(one), f"line {one.rows[0]}") for one in found.theirs[:LISTED]], "Line"))
    parts = [f"{len(agreed)} agreed", f"{len(apart)} differing", f"{len(found.ours)} only in the news"]
    parts[-1] += f" ({len(in_scope)} that SIPRI should have)" if in_scope else ""
    out.print(styled("; ".join([*parts, f"{len(found.theirs)} only in SIPRI's"]), "dim"))
    if max(len(apart), len(found.ours), len(found.theirs)) > LISTED:
        out.print(styled(f"Lists end after {LISTED}; --format jsonl has all", "dim"))


def _differing(pair: Pair, sentences: Sequence[Row], out: Console) -> None:
    out.print(styled(f"{pair.line['deal']} (SIPRI line {pair.transfer.rows[0]})"))
    for name, (ours, other) in pair.differing.items():
        out.print(indented(f"{name.replace('_', ' ')}: ours {_shown(ours)}, SIPRI {_shown(other)}"))
    for one in sentences[:4]:
        out.print(indented(quoted(one), "dim", by=4))


def _listed(rows: Sequence[tuple[str, ...]], last: str) -> Table:
    heads = ("Supplier", "Recipient", "Ordered", "Designation", "Year", last)
    return grid.folded(heads, (grid.plain(*row) for row in rows))


def _ours(line: Row) -> tuple[str, ...]:
    number = line["ordered"] if line["ordered"] is not None else line["delivered"]
    parties = say.states(line["supplier"]), say.states(line["recipient"])
    return *parties, _shown(number), line["designation"], _shown(line["order_year"])


def _theirs(one: Transfer) -> tuple[str, ...]:
    parties = say.states([one.supplier] if one.supplier else []), say.states([one.recipient] if one.recipient else [])
    return *parties, _shown(one.ordered), one.designation, _shown(one.order_year)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _sentences(register: Register, pair: Pair) -> list[Row]:
    """The sentences that speak for our values of the cells that differ."""
    found = query.deal(register, pair.line["deal"])
    wanted = {CELLS[name] for name in pair.differing if name in CELLS}
    quotes: list[Row] = []
    for cell in found["cells"] if found else ():
        if re.sub(r".*\.", "", cell["field"]) in wanted:
            quotes += [{"field": cell["field"], **quote} for quote in cell["values"][0]["quotes"]]
    return quotes


def _year(told: str | None) -> int | None:
    return int(told[:4]) if told else None
