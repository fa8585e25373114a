"""Reports: what one document tells of one deal, with what is needed to weigh it against other reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from materiel.types import Deal


@dataclass(frozen=True, slots=True)
class Report:
    """One deal as one document tells it.

    ``known`` is the day (YYYY-MM-DD) from which it was known: the last day that ``published`` may mean, else the day
    the page was captured or added. ``origin`` is whom the document goes back to; ``primary`` says that this is a
    party to the deal (a ministry, an armed force, a maker). ``addresses`` are the places where the text stood.
    """

    document: str
    subject: str
    deal: Deal
    known: str
    published: str | None = None
    origin: str = ""
    primary: bool = False
    addresses: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The day of its publication, as late as it may be; empty where the page shows none, so that it overrules
        nothing that has a date."""
        return self.known if self.published else ""

    @property
    def order(self) -> tuple[bool, str, str, int]:
        """Sorts reports by day, undated ones last; it rests on the pages alone, not on when or in which order they
        were read."""
        return not self.published, self.day, self.document, int(self.subject.partition("/")[2] or 0)

    @property
    def counts(self) -> bool:
        """Whether the document says that this is so, or will be: what it denies or only supposes supports no value."""
        return self.deal.modality not in ("negated", "hypothetical")


def number(reports: Iterable[Report]) -> int:
    """How many reports these are: each address counts once, however often its text was changed."""
    return len({address for report in reports for address in (report.addresses or (report.document,))})


def origins(reports: Iterable[Report]) -> int:
    """How many independent origins these go back to."""
    return len({report.origin or report.document for report in reports})
