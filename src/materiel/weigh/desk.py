"""Desk: where questions are put - about a state, a pair, a region or a deal - and what is needed to answer is fetched.

``materiel.open("materiel.db").pair("SRB", "XKX").tension()`` gives one ``Indicator``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from materiel import packs
from materiel.record import query
from materiel.record.store import Register
from materiel.weigh import supply as supplies
from materiel.weigh.indicator import Indicator, Missing, unanswered
from materiel.weigh.reactions import Event, events, reactions
from materiel.weigh.reference import Reference
from materiel.weigh.spending import spending
from materiel.weigh.tension import HALF_LIFE, tension
from materiel.weigh.transfers import Transfer, merged, of_deal, of_import, of_register


class Desk:
    """A register with its reference data. Use as a context manager, or ``close`` it."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.reference = Reference(register)

    def close(self) -> None:
        """Ends all connections."""
        self.register.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def country(self, code: str) -> Country:
        """Questions about one state (ISO 3166-1 alpha-3, XKX); ``Missing`` where no pack knows it."""
        return Country(self, (known(code),))

    def pair(self, one: str, other: str) -> Pair:
        """Questions about two states."""
        if known(one) == known(other):
            raise Missing(f"a pair needs two states; {one} was given twice")
        return Pair(self, (known(one), known(other)))

    def region(self, name: str) -> Region:
        """Questions about a region of data/reference/regions.toml, or of some codes joined by commas."""
        if "," in name:
            return Region(self, tuple(dict.fromkeys(known(code.strip()) for code in name.split(",") if code.strip())))
        return Region(self, region(name))

    def deal(self, name: str) -> Deal:
        """Questions about a deal of the register; ``Missing`` where it holds none of this name."""
        found = query.deal(self.register, name)
        if found is None:
            near = ", ".join(query.nearest(self.register, name))
            raise Missing(
                f"{name}: the register holds no deal of this name{f'; the nearest are {near}' if near else ''}"
            )
        return Deal(self, found)

    def transfers(self, states: Iterable[str] | None = None) -> list[Transfer]:
        """Transfers with any of ``states`` as a party (all, where None), of the register and of an imported one."""
        wanted = None if states is None else tuple(states)
        return merged(of_register(self.register, wanted), of_import(self.reference, wanted))


class Question:
    """What is asked about; ``answers`` gives every indicator, with the reason where one cannot be computed."""

    def __init__(self, desk: Desk, states: tuple[str, ...]) -> None:
        self.desk = desk
        self.states = states

    def answers(self) -> list[Indicator]:
        """All indicators of the question, in a fixed order."""
        return [_answer(name, self.states, ask) for name, ask in self._asked()]

    def _asked(self) -> Sequence[tuple[str, Callable[[], Indicator]]]:
        raise NotImplementedError

    @cached_property
    def _transfers(self) -> list[Transfer]:
        return self.desk.transfers(self._around())

    def _around(self) -> tuple[str, ...]:
        """The states whose transfers are needed."""
        return self.states

    def spending(self, since: int | None = None) -> Indicator:
        """What the states spend on their forces (``spending.spending``)."""
        return spending(self.desk.reference, self.states, since)

    def flows(self) -> Indicator:
        """Orders and deliveries to the states by category and year (``supply.flows``)."""
        return supplies.flows(self._transfers, self.states)


class Country(Question):
    """One state."""

    def _asked(self) -> Sequence[tuple[str, Callable[[], Indicator]]]:
        return (
            ("spending", self.spending),
            ("supply", self.supply),
            ("flows", self.flows),
            ("new", self.new),
            ("reactions", self.reactions),
        )

    def _around(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.states, *around(self.states[0]))))

    def supply(self) -> Indicator:
        """Who supplies the state, and how concentrated that is (``supply.supply``)."""
        return supplies.supply(self._transfers, self.states[0])

    def new(self, since: int | None = None) -> Indicator:
        """What came to the state for the first time (``supply.new``)."""
        return supplies.new(self._transfers, self.states[0], around(self.states[0]), since)

    def reactions(self) -> Indicator:
        """What the state did about deals, and others to it (``reactions.reactions``)."""
        return reactions(events(self.desk.register, self.states), self.states)


class Pair(Question):
    """Two states."""

    def _asked(self) -> Sequence[tuple[str, Callable[[], Indicator]]]:
        return (("spending", self.spending), ("tension", self.tension), ("flows", self.flows))

    def events(self) -> list[Event]:
        """What the two did to one another: reactions that reports tell, and imported events.

        A reaction of one state to a deal of the other counts, whoever it is addressed to.
        """
        one, other = self.states
        told = events(self.desk.register, self.states)
        parties = _parties(self._transfers)
        found = [event for made in told for event in _between(made, (one, other), parties)]
        found += [
            Event(row["day"], row["actor"], row["target"], row["event"], row["intensity"], row["origin"])
            for row in self.desk.reference.events(one, other)
        ]
        return found

    def tension(self, day: str | None = None, half_life: float = HALF_LIFE) -> Indicator:
        """How tense it is between the two (``tension.tension``)."""
        return tension(self.events(), (self.states[0], self.states[1]), day, half_life)


class Region(Question):
    """Several states."""

    def _asked(self) -> Sequence[tuple[str, Callable[[], Indicator]]]:
        return (("spending", self.spending), ("flows", self.flows), ("reactions", self.reactions))

    def reactions(self) -> Indicator:
        """What the states did about deals (``reactions.reactions``)."""
        return reactions(events(self.desk.register, self.states), self.states)


class Deal(Question):
    """One deal of the register: what it is to its recipients and their region."""

    def __init__(self, desk: Desk, row: Mapping[str, Any]) -> None:
        recipients = tuple(state for state in row["recipient"] if state in packs.states())
        super().__init__(desk, recipients)
        self.row = row

    def answers(self) -> list[Indicator]:
        """All indicators of the deal."""
        return [_answer(name, (self.row["id"],), ask) for name, ask in self._asked()]

    def _asked(self) -> Sequence[tuple[str, Callable[[], Indicator]]]:
        return (("new", self.new), ("reactions", self.reactions))

    def _around(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(state for one in self.states for state in (one, *around(one))))

    def new(self) -> Indicator:
        """Whether the deal brings its recipients something for the first time (``supply.new``)."""
        if not self.states:
            raise Missing(f"{self.row['id']}: no state is named as its recipient")
        own = {one.id for one in of_deal(self.row)}
        found = [supplies.new(self._transfers, state, around(state)) for state in self.states]
        rows = tuple(row for one in found for row in one.rows if row["id"] in own)
        if not rows:
            raise Missing(f"{self.row['id']}: it has no dated goods to compare")
        number = float(sum(bool(row["first"]) for row in rows))
        return replace(found[0], about=(self.row["id"], *self.states), value=number, rows=rows, rests_on=tuple(own))

    def reactions(self) -> Indicator:
        """Who reacted to the deal (``reactions.reactions``)."""
        return reactions(events(self.desk.register, deal=self.row["id"]), (self.row["id"],))


def open(place: str | Path) -> Desk:
    """The desk of a register at a path or database address; ``RegisterError`` where there is none."""
    register = Register.open(place, create=False)
    try:
        register.refresh()
    except BaseException:
        register.close()
        raise
    return Desk(register)


def known(code: str) -> str:
    """The code of a state given by code or English name; ``Missing`` with the nearest names where there is none."""
    names = {key.casefold(): key for key in packs.states()}
    names |= {row["name"].casefold(): key for key, row in packs.states().items()}
    low = code.strip().casefold()
    if low in names:
        return names[low]
    near = [f"{names[name]} ({packs.state_name(names[name])})" for name in get_close_matches(low, names, 3, 0.6)]
    hint = f"did you mean {' or '.join(dict.fromkeys(near))}?" if near else "give an ISO code such as XKX"
    raise Missing(f"{code!r} is no state; {hint}")


def region(name: str) -> tuple[str, ...]:
    """The states of a region by its key or name; ``Missing`` with the known ones where there is none."""
    regions = packs.toml("reference", "regions.toml")
    low = name.strip().casefold()
    for key, told in regions.items():
        if low in (key, told["name"].casefold()):
            return tuple(told["states"])
    raise Missing(f"{name!r} is no region; choose {', '.join(regions)}, or name states as SRB,XKX,ALB")


def around(state: str) -> tuple[str, ...]:
    """The states that share the smallest region with ``state``; itself alone where it is in none."""
    held = [
        tuple(told["states"]) for told in packs.toml("reference", "regions.toml").values() if state in told["states"]
    ]
    return min(held, key=len) if held else (state,)


def _answer(name: str, about: Sequence[str], ask: Callable[[], Indicator]) -> Indicator:
    try:
        return ask()
    except Missing as why:
        return unanswered(name, about, why)


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
