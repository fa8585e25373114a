"""Holdings: what a register holds for indicators - deals, reactions, ties between states, reference series."""

from __future__ import annotations

from collections.abc import Iterable

from materiel.record.window import Window
from materiel.weigh.outcomes import Ties
from materiel.weigh.places import around
from materiel.weigh.reference import Reference
from materiel.weigh.relations import lasts
from materiel.weigh.transfers import Transfer, merged, of_import, of_register

NEAR = 2
"""The widest kind of contiguity of neighbours: 1 a border on land, 2 at most twelve miles of water."""


class Holdings:
    """What a register holds for indicators: its deals and reactions, and the reference data that were imported."""

    def __init__(self, register: Window) -> None:
        self.register = register
        self.reference = Reference(register)

    def transfers(self, states: Iterable[str] | None = None) -> list[Transfer]:
        """Transfers with any of ``states`` as a party (all, where None), of the register and of an imported one."""
        wanted = None if states is None else tuple(states)
        return merged(of_register(self.register, wanted), of_import(self.reference, wanted))

    def past(self) -> Ties:
        """Rivalries, and onsets of disputes and conflicts between states, as far as all that is imported reaches."""
        kinds = [held for kind in ("dispute", "conflict") if (held := self.reference.ties(kind))]
        through = min((max(int(tie.start[:4]) for tie in held) for held in kinds), default=0)
        rivalries = self.reference.ties("rivalry")
        used = [held[0].edition for held in (rivalries, *kinds) if held]
        editions = tuple(self.reference.label(edition) for edition in used)
        return Ties(rivalries, [tie for held in kinds for tie in held], through, editions)

    def neighbours(self, state: str) -> tuple[str, ...]:
        """The states that border a state on land, or across at most twelve miles of water (COW contiguity 1 and 2), as
        far as the imported list reaches; none where no list is imported."""
        held = self.reference.ties("contiguity", [state])
        near = [tie for tie in held if not tie.end and tie.level is not None and tie.level <= NEAR]
        return tuple(sorted({tie.b if tie.a == state else tie.a for tie in near}))

    def around(self, states: Iterable[str]) -> tuple[str, ...]:
        """The states, those of the smallest region of each, and its neighbours; each once, in this order."""
        near = (code for state in states for code in (state, *around(state), *self.neighbours(state)))
        return tuple(dict.fromkeys(near))

    def rivals(self, state: str, year: int) -> list[str]:
        """The rivals of a state in a year, or in the last year that the list reaches."""
        held = [tie for tie in self.reference.ties("rivalry", [state]) if lasts(tie, year)]
        return sorted({tie.b if tie.a == state else tie.a for tie in held})
