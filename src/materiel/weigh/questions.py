"""Questions: what can be asked about a state, a pair, a region or a deal; each question fetches what it needs once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from materiel import packs
from materiel.weigh import supply as supplies
from materiel.weigh.courses import Asked as Courses
from materiel.weigh.courses import courses
from materiel.weigh.holdings import Holdings
from materiel.weigh.indicator import Indicator, Missing, unanswered
from materiel.weigh.outcomes import followed
from materiel.weigh.places import around
from materiel.weigh.race import race
from materiel.weigh.reactions import Event, events, reactions
from materiel.weigh.reference import Told
from materiel.weigh.relations import relations
from materiel.weigh.spending import spending
from materiel.weigh.tension import HALF_LIFE, level, tension
from materiel.weigh.transfers import REGISTER, Transfer, merged, of_deal, of_import, of_register

Asked = Sequence[tuple[str, Callable[[], Indicator]]]


class Question:
    """What is asked about; ``answers`` gives every indicator, with the reason where one cannot be computed."""

    def __init__(self, held: Holdings, states: tuple[str, ...]) -> None:
        self.held = held
        self.states = states
        self.assume: Path | None = None

    @property
    def about(self) -> tuple[str, ...]:
        """What the answers are about."""
        return self.states

    def answers(self, only: str | None = None) -> list[Indicator]:
        """All indicators of the question in a fixed order, or the one named ``only`` (none where it has no such)."""
        with self.held.register.moment():
            return [_answer(name, self.about, ask) for name, ask in self._asked() if only in (None, name)]

    def names(self) -> list[str]:
        """What the answers are called."""
        return [name for name, _ in self._asked()]

    def _asked(self) -> Asked:
        raise NotImplementedError

    @cached_property
    def _transfers(self) -> list[Transfer]:
        return self.held.transfers(self._around())

    @cached_property
    def _events(self) -> list[Event]:
        return events(self.held.register, self.states)

    def _around(self) -> tuple[str, ...]:
        """The states whose transfers are needed."""
        return self.states

    def spending(self, since: int | None = None) -> Indicator:
        """What the states spend on their forces (``spending.spending``)."""
        return spending(self.held.reference, self.states, since)

    def flows(self) -> Indicator:
        """Orders and deliveries to the states by category and year (``supply.flows``)."""
        return supplies.flows(self._transfers, self.states)

    def reactions(self) -> Indicator:
        """What the states did about deals, and others to them (``reactions.reactions``)."""
        return reactions(self._events, self.states)


class Country(Question):
    """One state."""

    def _asked(self) -> Asked:
        return (
            ("spending", self.spending),
            ("supply", self.supply),
            ("new", self.new),
            ("flows", self.flows),
            ("reactions", self.reactions),
        )

    def _around(self) -> tuple[str, ...]:
        return self.held.around(self.states)

    def supply(self) -> Indicator:
        """Who supplies the state, and how concentrated that is (``supply.supply``)."""
        return supplies.supply(self._transfers, self.states[0])

    def new(self, since: int | None = None) -> Indicator:
        """What came to the state for the first time (``supply.new``)."""
        state = self.states[0]
        return supplies.new(self._transfers, state, around(state), since, self.held.neighbours(state))


class Pair(Question):
    """Two states."""

    def _asked(self) -> Asked:
        return (
            ("spending", self.spending),
            ("tension", self.tension),
            ("race", self.race),
            ("scenarios", self.scenarios),
            ("flows", self.flows),
        )

    @property
    def _pair(self) -> tuple[str, str]:
        return self.states[0], self.states[1]

    def events(self) -> list[Event]:
        """What the two did to one another: reactions that reports tell, and imported events.

        A reaction of one state to a deal of the other counts, whoever it is addressed to.
        """
        return [*self._reported, *(_imported(row) for row in self._foreign)]

    @cached_property
    def _reported(self) -> list[Event]:
        parties = _parties(self._transfers)
        return [event for made in self._events for event in _between(made, self._pair, parties)]

    @cached_property
    def _foreign(self) -> list[Told]:
        """Imported events."""
        return self.held.reference.events(*self.states)

    def tension(self, day: str | None = None, half_life: float = HALF_LIFE) -> Indicator:
        """How tense it is between the two (``tension.tension``)."""
        found = tension(self.events(), self._pair, day, half_life)
        imports = dict.fromkeys(self.held.reference.label(row.edition) for row in self._foreign)
        return replace(found, editions=(*((REGISTER,) if self._reported else ()), *imports))

    def tense(self) -> float:
        """The tension as a number, by its usual half-life: 0 where nothing is known."""
        return level(self.events()) if self._reported or self._foreign else 0.0

    def race(self, since: int | None = None) -> Indicator:
        """Whether their spending answers one another (``race.race``)."""
        return race(self.held.reference, self._pair, since)

    def scenarios(self) -> Indicator:
        """What other choices would change, the latest agreed transfer to the first state being the deal
        (``scenario.scenarios``; ``assume`` names a file of assumptions)."""
        own = [one for one in self._transfers if one.firm and self.states[0] in one.recipient and one.first]
        latest = max(own, key=lambda one: (one.first or 0, one.quantity or 0, one.id), default=None)
        return courses(self.held, Courses(self._pair, latest, self.tense(), self.assume), self._transfers)


class Region(Question):
    """Several states."""

    def _asked(self) -> Asked:
        return (
            ("spending", self.spending),
            ("relations", self.relations),
            ("flows", self.flows),
            ("reactions", self.reactions),
        )

    def relations(self, year: int | None = None) -> Indicator:
        """Friends and rivals among the states and their suppliers (``relations.relations``)."""
        at = year or datetime.now(UTC).year
        return relations(self.held.reference, self.states, self._transfers, self._events, at)


class Deal(Question):
    """One deal of the register: what it is to its recipients and their region. ``states`` are the recipients."""

    def __init__(self, held: Holdings, row: Mapping[str, Any]) -> None:
        super().__init__(held, tuple(state for state in row["recipient"] if state in packs.states()))
        self.row = row
        self.goods = of_deal(row)

    @property
    def about(self) -> tuple[str, ...]:
        """The deal."""
        return (str(self.row["id"]),)

    def _asked(self) -> Asked:
        return (
            ("new", self.new),
            ("reactions", self.reactions),
            ("followed", self.followed),
            ("scenarios", self.scenarios),
        )

    def _around(self) -> tuple[str, ...]:
        return self.held.around(self.states)

    @cached_property
    def _transfers(self) -> list[Transfer]:
        """Transfers around, with the deal as the register tells it in place of what an import may have of it."""
        states = self._around()
        imported = merged(of_import(self.held.reference, states), self.goods)[len(self.goods) :]
        others = [one for one in of_register(self.held.register, states) if one.id != self.row["id"]]
        return [*self.goods, *merged(others, imported)]

    def new(self) -> Indicator:
        """Whether the deal brings its recipients something for the first time (``supply.new``)."""
        if not self.states:
            raise Missing(f"{self.row['id']}: no state is named as its recipient")
        found = [
            supplies.new(self._transfers, state, around(state), None, self.held.neighbours(state))
            for state in self.states
        ]
        rows = tuple(row for one in found for row in one.rows if row["id"] == self.row["id"])
        if not rows:
            raise Missing(f"{self.row['id']}: it has no dated goods to compare")
        return replace(
            found[0],
            about=(*self.about, *self.states),
            value=float(sum(bool(row["first"]) for row in rows)),
            unit="goods of the deal that are the first of their kind, system or region",
            period=(str(min(row["year"] for row in rows)), str(max(row["year"] for row in rows))),
            rows=rows,
            rests_on=self.about,
        )

    def reactions(self) -> Indicator:
        """Who reacted to the deal (``reactions.reactions``)."""
        return reactions(events(self.held.register, deal=str(self.row["id"])), self.about)

    def followed(self) -> Indicator:
        """What followed comparable past transfers (``outcomes.followed``)."""
        goods = self._first()
        past = of_import(self.held.reference, category=goods.category)
        return followed(past, self.held.past(), goods.category, self.about, self.states[0] if self.states else None)

    def scenarios(self) -> Indicator:
        """What other choices would change between the recipient and its rival (``scenario.scenarios``)."""
        goods = self._first()
        if not self.states:
            raise Missing(f"{self.row['id']}: no state is named as its recipient")
        rivals = self.held.rivals(self.states[0], goods.first or datetime.now(UTC).year)
        if not rivals:
            name = packs.state_name(self.states[0])
            raise Missing(f"no rival of {name} is known; import a list of rivalries: `materiel import rivalries FILE`")
        pair = (self.states[0], rivals[0])
        asked = Courses(pair, goods, Pair(self.held, pair).tense(), self.assume)
        return courses(self.held, asked, self.held.transfers([rivals[0]]))

    def _first(self) -> Transfer:
        if not self.goods:
            raise Missing(f"{self.row['id']}: it brings no goods that could be compared")
        return self.goods[0]


def _answer(name: str, about: Sequence[str], ask: Callable[[], Indicator]) -> Indicator:
    try:
        return ask()
    except Missing as why:
        return unanswered(name, about, why)


def _imported(told: Told) -> Event:
    return Event(*told[:6])


def _parties(transfers: Iterable[Transfer]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in transfers:
        found.setdefault(one.id, set()).update(one.supplier, one.recipient)
    return found


def _between(made: Event, pair: tuple[str, str], parties: Mapping[str, set[str]]) -> list[Event]:
    """The event as one between the two states; nothing where it is none."""
    for one, other in (pair, pair[::-1]):
        if made.actor != one:
            continue
        if made.target == other:
            return [made]
        about = parties.get(made.deal or "", set())
        if other in about and one not in about:
            return [replace(made, target=other)]
    return []
