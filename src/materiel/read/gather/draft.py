"""Draft: a deal in the making, and the weight of all that its clauses say of a party."""

from __future__ import annotations

from dataclasses import dataclass, field

from materiel.read.clauses.clause import Event, Step, Vote
from materiel.read.gather.lines import Line
from materiel.read.who.actor import Actor


@dataclass(slots=True)
class Draft:
    """A deal in the making."""

    lines: list[Line] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    votes: list[tuple[Vote, float]] = field(default_factory=list)
    steps: list[tuple[Step, Event]] = field(default_factory=list)
    background: bool = False
    lead: bool = False
    frame: bool = False  # the whole of which the news tells a batch
    of: Draft | None = None  # the contract that the batch told of is part of
    _cast: dict[str, dict[str, tuple[float, float]]] = field(default_factory=dict)
    _counted: int = 0

    def codes(self, role: str) -> dict[str, float]:
        """The weight of each code for a role: its strongest vote, and the others for a third."""
        for vote, weight in self.votes[self._counted :]:
            cast = self._cast.setdefault(vote.role, {})
            for actor in vote.actors:
                most, total = cast.get(actor.code, (0.0, 0.0))
                cast[actor.code] = max(most, vote.weight * weight), total + vote.weight * weight
        self._counted = len(self.votes)
        return {code: most + 0.3 * (total - most) for code, (most, total) in self._cast.get(role, {}).items()}


def actors_of(draft: Draft, role: str) -> list[tuple[Actor, float]]:
    """Every actor voted into a role, with its weight."""
    return [(actor, vote.weight * weight) for vote, weight in draft.votes if vote.role == role for actor in vote.actors]
