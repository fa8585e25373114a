"""Checked: the figures that reports give, held against the reference series, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from materiel.record.store import Register
from materiel.tell import words as say
from materiel.tell.phrases import edition
from materiel.tell.tongue import told
from materiel.types import Figure
from materiel.weigh import check
from materiel.weigh.reference import Reference

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """A figure's verdict (agrees, differs or unknown), what that is in words, and the series that it was held against;
    both are "" where none has the state, year and currency."""

    verdict: str
    words: str
    source: str


def figures(register: Register, rows: Sequence[Row], published: str | None) -> list[Checked]:
    """The verdict on each figure of a report that appeared on a day; the series are those that the register holds, or
    the bundled ones."""
    reference = Reference(register)
    return [_checked(row, published, reference) for row in rows]


def _checked(row: Row, published: str | None, reference: Reference) -> Checked:
    told_ = Figure(row["country"], row["measure"], float(row["amount"]), row["currency"], row["year"])
    found = check.figure(told_, published, reference)
    if found["verdict"] == "unknown":
        return Checked("unknown", "", "")
    known = {"known": say.amount({**row, "amount": found["known"]}), "year": found["year"]}
    if found["verdict"] == "agrees":
        words = told("Agrees with the series: {known} for {year}.", **known)
    else:
        by = say.percent(round(abs(found["by"]) * 100, 1 if abs(found["by"]) < 0.1 else 0))
        is_more = found["by"] > 0
        words = told(
            "{by} above the series: {known} for {year}." if is_more else "{by} below the series: {known} for {year}.",
            by=by,
            **known,
        )
    return Checked(found["verdict"], words, edition(found["source"]))
