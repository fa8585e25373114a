"""Ladder: where a deal stands after all its reports."""

from __future__ import annotations

from collections.abc import Sequence

from materiel.record.reports import Report

LADDER = ("considered", "requested", "negotiating", "approved", "ordered", "delivered")
STOPS = ("suspended", "cancelled", "refused")


def standing(reports: Sequence[Report]) -> str:
    """The status of a deal told by ``reports`` (at least one).

    A deal climbs the ladder and does not step back because a later report recalls an earlier step. A stop (suspended,
    cancelled, refused) holds from its day; a suspended deal goes on with a later news report of the step it had reached
    or a higher one, a cancelled or refused deal only with a higher one. On one day, steps come before stops; undated
    reports come before all. Reports that deny or only suppose count when there are no others.
    """
    counted = [report for report in reports if report.counts] or list(reports)
    reached, stop = -1, None
    for report in sorted(counted, key=_by_day):
        status = report.deal.status
        if status in STOPS:
            stop = status
            continue
        step = LADDER.index(status)
        goes_on = step > reached or (stop == "suspended" and step == reached)
        if stop and goes_on and not report.deal.background:
            stop = None
        reached = max(reached, step)
    return stop or LADDER[reached]


def _by_day(report: Report) -> tuple[str, bool, tuple[bool, str, str, int]]:
    return report.day, report.deal.status in STOPS, report.order
