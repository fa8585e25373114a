"""Reference: yearly series, ties between states and events that were imported, and the bundled table of figures.

Every answer names the edition it came from; figures of two editions are never mixed in one series.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from materiel import packs
from materiel.record.window import Window
from materiel.weigh.indicator import Missing

BUNDLED = "materiel's table of public figures"
"""The name of the bundled edition."""

WORLD_BANK = "World Bank"
"""Whose the bundled series are."""

SOLD = "name, supplier, recipient, designation, category, ordered, number, delivered, volume"
"""What is told of a deal of an imported trade register (``tables.transfers``)."""

_EDITIONS = "SELECT id, kind, name, title, digest, counts, imported FROM editions ORDER BY id DESC"

_TIES = """
    SELECT kind, a, b, start, "end", level, note, edition FROM pairs
    WHERE kind = :kind AND edition = (SELECT max(edition) FROM pairs WHERE kind = :kind){} ORDER BY start, a, b
"""

_OF_EITHER = " AND (a IN :states OR b IN :states)"

_EVENTS = """
    SELECT day, actor, target, event, intensity, origin, edition FROM events
    WHERE (actor = :one AND target = :other) OR (actor = :other AND target = :one) ORDER BY day, id
"""

_SOLD = f"SELECT {SOLD} FROM transfers WHERE edition = :edition{{0}} ORDER BY name"

_SOLD_BY_ANY = f"""
    SELECT {SOLD} FROM transfers WHERE edition = :edition AND recipient IN :states{{0}}
    UNION ALL SELECT {SOLD} FROM transfers WHERE edition = :edition AND supplier IN :states
        AND recipient NOT IN :states{{0}} ORDER BY name
"""  # each half finds its own index; `or` would read them all

_OF_CATEGORY = " AND category = :category"

_REACH = """
    SELECT edition, count(DISTINCT country), max(year) FROM series
    WHERE measure = :measure AND country IN :states AND edition IN :editions AND value IS NOT NULL GROUP BY edition
"""

_FIGURES = """
    SELECT country, year, value, unit, flag FROM series
    WHERE edition = :edition AND measure = :measure AND country IN :states ORDER BY country, year
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One year of a series. ``flag`` is empty, estimate, uncertain, missing or absent (no such state then)."""

    value: float | None
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one measure from one edition, by state and year. ``unit`` is USD, USD 2023, per cent, persons..."""

    measure: str
    edition: str
    unit: str
    figures: Mapping[str, Mapping[int, Figure]]

    def value(self, country: str, year: int) -> float | None:
        """The figure of a year; None where it is missing."""
        found = self.figures.get(country, {}).get(year)
        return found.value if found else None

    def flag(self, country: str, year: int) -> str:
        """How sure that figure is; "missing" where the edition does not have the year."""
        found = self.figures.get(country, {}).get(year)
        return found.flag if found else "missing"

    def years(self) -> list[int]:
        """The years for which any state has a value."""
        return sorted({year for own in self.figures.values() for year, one in own.items() if one.value is not None})


@dataclass(frozen=True, slots=True)
class Edition:
    """One import. ``counts`` says how every row of the file was accounted for; ``digest`` is the file's SHA-256."""

    id: int
    kind: str
    name: str
    title: str
    digest: str
    counts: Mapping[str, int]
    imported: str

    @property
    def label(self) -> str:
        """What answers call it: title, day of import, first digits of the file's hash."""
        return f"{self.title} (imported {self.imported[:10]}, {self.digest[:8]})"


@dataclass(frozen=True, slots=True)
class Tie:
    """What lasts between two states (``kind``), from ``start`` until ``end`` (empty: still, or as far as known)."""

    kind: str
    a: str
    b: str
    start: str
    end: str
    level: float | None
    note: str
    edition: int


class Told(NamedTuple):
    """What ``actor`` did to ``target`` on a day, as an imported edition tells it; ``intensity`` is -10 to +10."""

    day: str
    actor: str
    target: str
    event: str
    intensity: float
    origin: str
    edition: int


class Reference:
    """The reference data of a register, and the bundled table; ``register`` None gives the bundled table alone."""

    def __init__(self, register: Window | None = None) -> None:
        self._register = register
        self._editions: dict[int, Edition] | None = None

    def editions(self) -> list[Edition]:
        """What was imported, the latest first."""
        if self._editions is None:
            self._editions = {}
            if self._register and self._register.has("editions"):
                for number, kind, name, title, digest, counts, imported in self._register.rows(_EDITIONS):
                    told = (number, kind, name, title, digest, json.loads(counts), imported)
                    self._editions[number] = Edition(*told)
        return list(self._editions.values())

    def series(self, measure: str, countries: Iterable[str], edition: str | None = None) -> Series:
        """Figures of some states from one edition: the one asked for (a part of its title, file name or digest), else
        that of the kind preferred for the measure which covers most of the states, the latest import first.

        Where nothing is imported, the bundled table. A state or year without a figure is simply not there.
        """
        wanted = sorted(set(countries))
        found = self._imported(measure, wanted, edition)
        if found:
            return found
        if edition and edition.casefold() not in BUNDLED.casefold():
            raise Missing(f"{edition}: no edition with {measure} has this name; `materiel reference` lists them")
        return bundled(measure, tuple(wanted))

    def ties(self, kind: str, countries: Iterable[str] | None = None) -> list[Tie]:
        """Ties of a kind, from its latest edition: all, or those with one of ``countries`` at either end."""
        if not self.editions() or self._register is None:
            return []
        wanted = None if countries is None else sorted(set(countries))
        query = _TIES.format("" if wanted is None else _OF_EITHER)
        return [Tie(*row) for row in self._register.rows(query, {"kind": kind, "states": wanted or []})]

    def events(self, one: str, other: str) -> list[Told]:
        """What two states did to one another, from all imported editions of events, by day."""
        if not self.editions() or self._register is None:
            return []
        return [Told(*row) for row in self._register.rows(_EVENTS, {"one": one, "other": other})]

    def transfers(
        self, countries: Iterable[str] | None = None, category: str | None = None
    ) -> tuple[str, Sequence[Any]]:
        """(edition, rows of ``SOLD``) of the trade register imported last.

        All deals, or those with one of ``countries`` as a party, or of one category; ("", []) where none is imported.
        """
        newest = next((one for one in self.editions() if one.kind == "sipri"), None)
        if newest is None or self._register is None:
            return "", []
        wanted = None if countries is None else sorted(set(countries))
        query = _SOLD if wanted is None else _SOLD_BY_ANY
        values = {"edition": newest.id, "category": category, "states": wanted or []}
        only = "" if category is None else _OF_CATEGORY
        return newest.label, self._register.rows(query.format(only), values)

    def label(self, edition: int) -> str:
        """What answers call an edition."""
        return next((one.label for one in self.editions() if one.id == edition), str(edition))

    def _imported(self, measure: str, wanted: Sequence[str], edition: str | None) -> Series | None:
        known = {one.id: one for one in self.editions() if edition is None or _called(one, edition)}
        if not known or self._register is None:
            return None
        values = {"measure": measure, "states": wanted, "editions": list(known)}
        held = [row for row in self._register.rows(_REACH, values) if row[1]]
        if not held:
            return None
        order = packs.toml("reference", "measures.toml")["preferred"]
        chosen = min(held, key=lambda row: (_rank(known[row[0]].kind, order), -row[1], -row[2], -row[0]))[0]
        rows = self._register.rows(_FIGURES, {"edition": chosen, "measure": measure, "states": wanted})
        figures: dict[str, dict[int, Figure]] = {}
        for country, year, value, _, flag in rows:
            figures.setdefault(country, {})[year] = Figure(value, flag)
        return Series(measure, known[chosen].label, rows[0][3], figures)


def named(editions: Iterable[str]) -> tuple[str, ...]:
    """Editions, each once; the series of the bundled table together."""
    told = dict.fromkeys(editions)
    own = [
        one.partition(f" ({WORLD_BANK} ")[2].rstrip(")") for one in told if one.startswith(f"{BUNDLED} ({WORLD_BANK} ")
    ]
    others = [one for one in told if not one.startswith(BUNDLED)]
    return (*others, *([f"{BUNDLED} ({WORLD_BANK} {', '.join(own)})"] if own else []))


@cache
def bundled(measure: str, countries: tuple[str, ...]) -> Series:
    """The bundled figures of a measure (data/reference/public.csv; sources.csv says where each is from)."""
    sources = _origins()
    figures: dict[str, dict[int, Figure]] = {}
    unit = ""
    for country in countries:
        for row in _public().get((measure, country), ()):
            figures.setdefault(country, {})[int(row["year"])] = Figure(float(row["value"]))
            unit = sources[row["source"]]["unit"]
    return Series(measure, f"{BUNDLED} ({_sources(measure)})", unit, figures)


@cache
def _origins() -> Mapping[str, Mapping[str, str]]:
    return {row["source"]: row for row in packs.table("reference", "sources.csv")}


@cache
def _public() -> Mapping[tuple[str, str], Sequence[Mapping[str, str]]]:
    """The rows of the table by measure and country."""
    found: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for row in packs.table("reference", "public.csv"):
        found.setdefault((row["measure"], row["country"]), []).append(row)
    return found


@cache
def _sources(measure: str) -> str:
    """The series that the bundled figures of a measure are from; sources.csv has publisher, licence and link."""
    used = {row["source"] for (of, _), rows in _public().items() if of == measure for row in rows}
    return f"{WORLD_BANK} {', '.join(sorted(used))}" if used else "which has no such measure"


def _called(edition: Edition, name: str) -> bool:
    low = name.casefold()
    return low in edition.title.casefold() or low in edition.name.casefold() or edition.digest.startswith(low)


def _rank(kind: str, order: Sequence[str]) -> int:
    return order.index(kind) if kind in order else len(order)
