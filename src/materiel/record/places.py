"""Places: where the deals that people judged are now, after other readers and other texts of the same pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from materiel.record.features import recipient, supplier, weapon
from materiel.record.judgements import Anchor, Judgement, Member
from materiel.record.reports import Report
from materiel.types import Deal, Weapon


class Places:
    """Finds the deals of documents by what they told.

    ``reports`` are all that is told now, ``readings`` the reading in force of each document, and ``moved`` the document
    that took the place of one whose page has now another text.
    """

    def __init__(
        self, reports: Iterable[Report], readings: Mapping[str, str], moved: Mapping[str, str] | None = None
    ) -> None:
        self._readings, self._moved = readings, moved or {}
        self._told: dict[str, list[Report]] = defaultdict(list)
        for report in reports:
            self._told[report.document].append(report)

    def member(self, anchor: Anchor) -> Member | None:
        """The deal that an anchor means now; None where no deal of its document is like it any more.

        The subject decides while the reading is the same; another reader may number deals otherwise, so that then the
        likest deal by parties and goods is taken.
        """
        document = self._moved.get(anchor.document, anchor.document)
        told = self._told.get(document, ())
        if self._readings.get(document) == anchor.reading:
            return next(((document, one.subject) for one in told if one.subject == anchor.subject), None)
        was = anchored(anchor)
        likest = [(_likeness(was, one), one.subject == anchor.subject, one.subject) for one in told]
        best = max(likest, default=(0.0, False, ""))
        return (document, best[2]) if best[0] > 0 else None

    def members(self, anchors: Iterable[Anchor]) -> list[Member]:
        """The deals that these anchors mean now, each once, in their order."""
        return list(dict.fromkeys(found for anchor in anchors if (found := self.member(anchor))))


Placed = Mapping[str, tuple[Sequence[Member], Sequence[Member]]]
"""Identifier of a judgement to the members that its subject and its object mean now."""


def placed(judgements: Iterable[Judgement], places: Places) -> Placed:
    """Where each judgement is now."""
    return {one.id: (places.members(one.subject), places.members(one.object)) for one in judgements}


def anchored(anchor: Anchor) -> Report:
    """What an anchor remembers, as a report."""
    goods = tuple(Weapon(name, designation, category) for name, designation, category in anchor.goods)
    deal = Deal(supplier=anchor.supplier, recipient=anchor.recipient, weapons=goods)
    return Report(anchor.document, anchor.subject, deal, ())


def anchor(report: Report, reading: str) -> Anchor:
    """The anchor of one deal of a document, as ``reading`` tells it."""
    goods = tuple((one.name, one.designation, one.category) for one in report.deal.weapons)
    return Anchor(report.document, report.subject, reading, report.deal.supplier, report.deal.recipient, goods)


def _likeness(one: Report, other: Report) -> float:
    """From -3 to 3; parties and goods that one of them does not name count nothing."""
    return supplier(one, other) + recipient(one, other) + weapon(one, other)
