"""Reports: what one document tells of one deal, with what is needed to weigh it against other reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from materiel.types import Deal


@dataclass(frozen=True, slots=True)
class Report:
    """One deal as one document tells it.

    ``addresses`` are the places where the text stood, each with the day (YYYY-MM-DD) from which it was known: the last
    day that its date of publication may mean, else the day of its capture or of its reading; the earliest first.
    ``published`` is the date that the first of them shows. ``origin`` is whom the document goes back to; ``primary``
    says that this is a party to the deal (a ministry, an armed force, a maker).
    """

    document: str
    subject: str
    deal: Deal
    addresses: tuple[tuple[str, str], ...]
    published: str | None = None
    origin: str = ""
    primary: bool = False

    @property
    def known(self) -> str:
        """The day from which this was known."""
        return self.addresses[0][0]

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
    return len({address for report in reports for _, address in report.addresses})


def known_by(reports: Iterable[Report], day: str) -> list[Report]:
    """The reports as they were known at the end of ``day``."""
    found = []
    for report in reports:
        then = tuple(place for place in report.addresses if place[0] <= day)
        if then:
            found.append(replace(report, addresses=then))
    return found


def origins(reports: Iterable[Report]) -> int:
    """How many independent origins these go back to."""
    return len({report.origin or report.document for report in reports})
