"""Life: the steps of a deal with the report for each, and how its deliveries add up against its order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from materiel.record.arms import align
from materiel.record.cells import Claim, prefer
from materiel.record.days import begins
from materiel.record.ladder import LADDER, STOPS
from materiel.record.reports import Report

ONE_BATCH = 120
"""Days within which two reports of the same number delivered, without dates of delivery, mean one batch."""

_ORDERS = ("requested", "negotiating", "approved", "ordered")


@dataclass(frozen=True, slots=True)
class Batch:
    """What was handed over at one time; ``day`` is that of the delivery or, where nobody tells it, of the report."""

    number: int
    day: str
    reports: tuple[Report, ...]


def ladder(reports: Iterable[Report]) -> list[dict[str, Any]]:
    """The steps that were told, each with its day and the first report of it: {"status", "day", "document", "subject"}.

    The day is that of signature or delivery where the text tells it, else that on which the step was first reported.
    Steps stand in the order of the ladder; stops come where their day puts them.
    """
    told: dict[str, Report] = {}
    for report in sorted(reports, key=lambda report: (not report.counts, report.order)):
        told.setdefault(report.deal.status, report)
    steps = [_step(status, report) for status, report in told.items()]
    at = {status: place for place, status in enumerate((*LADDER, *STOPS))}
    return sorted(steps, key=lambda step: (step["status"] in STOPS, at[step["status"]]))


def deliveries(reports: Sequence[Report], parts: Sequence[Sequence[Report]] = ()) -> list[dict[str, Any]]:
    """For each kind of goods of a deal, what was ordered and what was delivered.

    {"weapon", "ordered", "delivered", "years", "adds_up"}: ``adds_up`` is complete, partial, over (more was told as
    delivered than as ordered), or None where one of the two is not told. ``parts`` are the reports of deals that are
    batches of this one; they count as deliveries.
    """
    found = []
    for index, mentions in enumerate(align(reports)):
        more = [mention for part in parts for group in align(part)[:1] for mention in group if not index]
        ordered = _ordered(mentions)
        handed = batches([*mentions, *more])
        total = sum(batch.number for batch in handed) if handed else None
        if ordered is not None and total is not None and total > ordered:  # one number of several for the same, or sums
            largest = max(batch.number for batch in handed)
            total = max((batch.number for batch in handed if batch.number <= ordered), default=largest)
        years = sorted({batch.day[:4] for batch in handed if batch.day})
        told = {"weapon": index, "ordered": ordered, "delivered": total, "years": years}
        found.append(told | {"adds_up": _adds_up(ordered, total)})
    return found


def batches(mentions: Iterable[tuple[Report, int]]) -> list[Batch]:
    """The batches that reports of a delivery tell; the same number at about the same time is one batch."""
    found: list[Batch] = []
    for report, index in sorted(mentions, key=lambda mention: mention[0].order):
        number = report.deal.weapons[index].quantity
        if number is None or report.deal.status != "delivered" or not report.counts:
            continue
        day = begins(report.deal.delivery_date) or report.day
        known = next((at for at, batch in enumerate(found) if batch.number == number and _near(batch.day, day)), None)
        if known is None:
            found.append(Batch(number, day, (report,)))
        else:
            found[known] = Batch(number, min(found[known].day or day, day or "9"), (*found[known].reports, report))
    return found


def _ordered(mentions: Iterable[tuple[Report, int]]) -> int | None:
    """The number ordered, as reports of orders prefer it; nothing where only deliveries are told."""
    claims: dict[int, list[tuple[Report, str]]] = {}
    for report, index in mentions:
        number = report.deal.weapons[index].quantity
        if number is not None and report.deal.status in (*_ORDERS, *STOPS):
            claims.setdefault(number, []).append((report, f"weapons[{index}].quantity"))
    if not claims:
        return None
    ranked, _ = prefer([Claim(number, tuple(sources)) for number, sources in sorted(claims.items())])
    return int(ranked[0].value)


def _adds_up(ordered: int | None, delivered: int | None) -> str | None:
    if ordered is None or delivered is None:
        return None
    return "complete" if delivered == ordered else "partial" if delivered < ordered else "over"


def _step(status: str, report: Report) -> dict[str, Any]:
    told = {"ordered": report.deal.order_date, "delivered": report.deal.delivery_date}.get(status)
    return {
        "status": status,
        "day": told or report.published,
        "document": report.document[:12],
        "subject": report.subject,
    }


def _near(one: str, other: str) -> bool:
    if not one or not other:
        return True
    return abs(_number(one) - _number(other)) <= ONE_BATCH


def _number(day: str) -> int:
    year, month, rest = (int(part) for part in day.split("-"))
    return (year * 12 + month) * 30 + rest
