"""Cells: all values that reports give for a field of a deal, and which of them the register prefers, by which rule."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from materiel.coding import number as whole
from materiel.record.arms import align
from materiel.record.ladder import standing
from materiel.record.reports import Report, number, origins
from materiel.statements import PARTIES, WEAPON, is_said, values

Source = tuple[Report, str]
"""A report and the path within its own deal at which it tells a value (and has the quotes)."""

DATES = ("order_date", "delivery_date")
FIELDS = ("supplier", "recipient", "origin", "refused_by", "mode", "manufacturer", "value", *DATES)

ONLY = "only value"
MORE = "more independent origins"
PRIMARY = "primary source"
LATER = "later report"
UNDECIDED = "undecided"
LAST_STEP = "last step told"


@dataclass(frozen=True, slots=True)
class Claim:
    """One value of a field and who tells it; ``judgement`` is the one that set, confirmed or (``rejected``) refused
    it."""

    value: Any
    sources: tuple[Source, ...]
    judgement: str | None = None
    rejected: bool = False

    @property
    def reports(self) -> tuple[Report, ...]:
        return tuple(report for report, _ in self.sources)


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a deal: its claims, the preferred one first, and the rule that preferred it."""

    field: str
    claims: tuple[Claim, ...]
    rule: str

    @property
    def value(self) -> Any:
        """The preferred value; None where people have rejected all that is told."""
        return None if self.claims[0].rejected else self.claims[0].value


def cells(reports: Sequence[Report]) -> list[Cell]:
    """Every field that at least one of a deal's ``reports`` tells, in the order of the codebook."""
    ordered = sorted(reports, key=lambda report: report.order)
    told = {(report.document, report.subject): values(report.deal) for report in ordered}

    def said(field: str, sources: Iterable[Source]) -> Cell | None:
        found = [((report, path), told[report.document, report.subject][path]) for report, path in sources]
        return cell(field, [(source, value) for source, value in found if is_said(source[1], value)])

    made = [said(field, [(report, field) for report in ordered]) for field in FIELDS]
    for index, mentions in enumerate(align(ordered)):
        for name in WEAPON:
            sources = [(report, f"weapons[{at}].{name}") for report, at in mentions]
            made.append(said(f"weapons[{index}].{name}", sources))
    return [one for one in (*made, _status(ordered)) if one is not None]


def cell(field: str, told: Iterable[tuple[Source, Any]]) -> Cell | None:
    """The cell of ``field`` from (source, value) pairs; None where nothing is told."""
    by_value: dict[str, tuple[Any, list[Source]]] = {}
    for source, value in told:
        told_so = sorted(value) if field in PARTIES else value
        by_value.setdefault(key(told_so), (told_so, []))[1].append(source)
    if field in DATES:
        by_value = _finest(by_value)
    if not by_value:
        return None
    claims = [Claim(value, tuple(sources)) for value, sources in by_value.values()]
    ranked, rule = prefer(claims)
    return Cell(field, tuple(ranked), rule)


def prefer(claims: Sequence[Claim]) -> tuple[list[Claim], str]:
    """``claims``, the preferred one first, and the name of the rule that decided between the first two.

    More independent origins win, then a primary source, then the later report. Where none decides, the order of the
    values makes the result the same every time, and the rule is called undecided. Reports that deny or only suppose
    count for nothing unless there are no others.
    """
    rules: tuple[tuple[str, Callable[[Claim], Any]], ...] = (
        (MORE, lambda claim: origins(_counted(claim))),
        (PRIMARY, lambda claim: any(report.primary for report in _counted(claim))),
        (LATER, lambda claim: max(report.day for report in claim.reports)),
    )
    ranked = sorted(claims, key=lambda claim: key(claim.value))
    ranked.sort(key=lambda claim: tuple(measure(claim) for _, measure in rules), reverse=True)
    if len(ranked) < 2:
        return ranked, ONLY
    first, second = ranked[:2]
    return ranked, next((rule for rule, measure in rules if measure(first) != measure(second)), UNDECIDED)


def support(claim: Claim) -> tuple[int, int]:
    """(reports, independent origins) of a claim."""
    return number(claim.reports), origins(claim.reports)


def _counted(claim: Claim) -> list[Report]:
    return [report for report in claim.reports if report.counts]


def _status(reports: Sequence[Report]) -> Cell:
    """The status has a rule of its own: the last step, not the step that most tell."""
    by_status: dict[str, list[Source]] = defaultdict(list)
    for report in reports:
        by_status[report.deal.status].append((report, "status"))
    last = standing(reports)
    rest, _ = prefer([Claim(status, tuple(told)) for status, told in sorted(by_status.items()) if status != last])
    return Cell("status", (Claim(last, tuple(by_status[last])), *rest), LAST_STEP if rest else ONLY)


def _finest(by_value: dict[str, tuple[Any, list[Source]]]) -> dict[str, tuple[Any, list[Source]]]:
    """A coarse date ("2023") supports the only finer one it is part of ("2023-07-14"); it does not contradict it."""
    found = {key: (value, list(sources)) for key, (value, sources) in by_value.items()}
    for key in sorted(by_value, key=lambda told: (-len(told), told)):  # months into days before years into either
        finer = [other for other in found if other != key and found[other][0].startswith(found[key][0] + "-")]
        if len(finer) == 1:
            found[finer[0]][1].extend(found.pop(key)[1])
    return found


def shown(value: Any) -> Any:
    """A value as JSON shows it: money without a decimal point where it is whole."""
    if isinstance(value, dict) and "amount" in value:
        return {"amount": whole(value["amount"]), "currency": value["currency"]}
    return value


def key(value: Any) -> str:
    """What makes two values one: 5 and 5.0 are the same amount."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = {key: float(one) if isinstance(one, int) else one for key, one in value.items()}
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
