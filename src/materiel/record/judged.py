"""Judged: the judgements about one deal, and what they say of its reports on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from materiel.record.judgements import Judgement, Member, in_force
from materiel.record.places import Placed
from materiel.record.reports import Report


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements about a deal, undos among them, and the members of the deal that each is about now."""

    judgements: Sequence[Judgement] = ()
    about: Mapping[str, Sequence[Member]] = field(default_factory=dict)

    def on(self, day: str | None = None) -> Judged:
        """Those in force at the end of ``day``, without undos; None means now."""
        return replace(self, judgements=in_force(self.judgements, day))

    def without_rejected(self, reports: Iterable[Report]) -> list[Report]:
        """The reports that no judgement (of these, which must be in force) rejects as a whole."""
        gone = {
            member
            for one in self.judgements
            if one.kind == "reject" and one.field is None
            for member in self.about.get(one.id, ())
        }
        return [report for report in reports if (report.document, report.subject) not in gone]


def by_deal(judgements: Sequence[Judgement], placed: Placed, deal_of: Mapping[Member, str]) -> dict[str, Judged]:
    """The judgements about each deal. One about the cells of a deal goes with the first of its reports that is left."""
    found: dict[str, list[Judgement]] = {}
    home: dict[str, set[str]] = {}
    for one in sorted(judgements, key=lambda one: (one.made, one.id)):
        if one.undoes:
            home[one.id] = home.get(one.undoes, set())
        else:
            home[one.id] = _homes(one, placed, deal_of)
        for deal in home[one.id]:
            found.setdefault(deal, []).append(one)
    return {
        deal: Judged(made, {one.id: placed[one.id][0] for one in made if one.id in placed})
        for deal, made in found.items()
    }


def _homes(one: Judgement, placed: Placed, deal_of: Mapping[Member, str]) -> set[str]:
    subject, other = ([deal_of[member] for member in side if member in deal_of] for side in placed[one.id])
    if one.kind in ("correct", "confirm") or one.field is not None:
        return set(subject[:1])
    return {*subject, *other}
