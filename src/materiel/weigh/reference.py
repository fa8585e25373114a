"""Reference: yearly series, ties between states and events that were imported, and the bundled table of figures.

Every answer names the edition it came from; figures of two editions are never mixed in one series.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, case, func, insert, inspect, or_, select, union

from materiel import packs
from materiel.record.backend import fetch
from materiel.record.store import Register
from materiel.weigh import tables
from materiel.weigh.indicator import Missing

BUNDLED = "materiel's table of public figures"
"""The name of the bundled edition."""


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


class Reference:
    """The reference data of a register, and the bundled table; ``register`` None gives the bundled table alone."""

    def __init__(self, register: Register | None = None) -> None:
        self._register = register
        self._editions: dict[int, Edition] | None = None

    def editions(self) -> list[Edition]:
        """What was imported, the latest first."""
        if self._editions is None:
            self._editions = {}
            if self._register:
                with self._register.reading() as connection:
                    if _there(connection):
                        found = fetch(connection, select(tables.editions).order_by(tables.editions.c.id.desc()))
                        made = (Edition(**{**row, "counts": json.loads(row["counts"])}) for row in found)
                        self._editions = {one.id: one for one in made}
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
        table = tables.pairs
        with self._register.reading() as connection:
            newest = connection.execute(select(func.max(table.c.edition)).where(table.c.kind == kind)).scalar()
            query = select(*(column for column in table.c if column.name != "id"))
            query = query.where(table.c.kind == kind, table.c.edition == newest)
            if countries is not None:
                wanted = sorted(set(countries))
                query = query.where(or_(table.c.a.in_(wanted), table.c.b.in_(wanted)))
            return [Tie(**row) for row in fetch(connection, query.order_by(table.c.start, table.c.a, table.c.b))]

    def events(self, one: str, other: str) -> list[dict[str, Any]]:
        """What two states did to one another, from all imported editions of events, by day."""
        if not self.editions() or self._register is None:
            return []
        table = tables.events
        ways = or_(
            (table.c.actor == one) & (table.c.target == other), (table.c.actor == other) & (table.c.target == one)
        )
        with self._register.reading() as connection:
            return list(fetch(connection, select(table).where(ways).order_by(table.c.day, table.c.id)))

    def transfers(
        self, countries: Iterable[str] | None = None, category: str | None = None
    ) -> tuple[str, Sequence[Any]]:
        """(edition, rows with the columns of ``tables.transfers`` as attributes) of the trade register imported last.

        All deals, or those with one of ``countries`` as a party, or of one category; ("", []) where none is imported.
        """
        newest = next((one for one in self.editions() if one.kind == "sipri"), None)
        if newest is None or self._register is None:
            return "", []
        table = tables.transfers
        query = select(table).where(table.c.edition == newest.id)
        if countries is not None:
            wanted = sorted(set(countries))
            either = (query.where(party.in_(wanted)) for party in (table.c.supplier, table.c.recipient))
            query = select(union(*either).subquery())  # each half finds its own index; `or` would read them all
        if category is not None:
            query = query.where(query.selected_columns.category == category)
        with self._register.reading() as connection:
            return newest.label, connection.execute(query).all()  # thousands of rows: no dictionary for each

    def label(self, edition: int) -> str:
        """What answers call an edition."""
        return next((one.label for one in self.editions() if one.id == edition), str(edition))

    def _imported(self, measure: str, wanted: Sequence[str], edition: str | None) -> Series | None:
        known = {one.id: one for one in self.editions() if edition is None or _called(one, edition)}
        if not known or self._register is None:
            return None
        table = tables.series
        told = table.c.value.is_not(None)
        query = select(
            table.c.edition,
            func.count(func.distinct(case((told, table.c.country)))),
            func.max(case((told, table.c.year))),
        ).where(table.c.measure == measure, table.c.country.in_(wanted), table.c.edition.in_(list(known)))
        order = packs.toml("reference", "measures.toml")["preferred"]
        shown = (table.c.country, table.c.year, table.c.value, table.c.unit, table.c.flag)
        with self._register.reading() as connection:
            held = [row for row in connection.execute(query.group_by(table.c.edition)) if row[1]]
            if not held:
                return None
            chosen = min(held, key=lambda row: (_rank(known[row[0]].kind, order), -row[1], -row[2], -row[0]))[0]
            same = (table.c.edition == chosen) & (table.c.measure == measure) & table.c.country.in_(wanted)
            rows = list(fetch(connection, select(*shown).where(same)))
        figures: dict[str, dict[int, Figure]] = {}
        for row in rows:
            figures.setdefault(row["country"], {})[row["year"]] = Figure(row["value"], row["flag"])
        return Series(measure, known[chosen].label, rows[0]["unit"], figures)


@cache
def bundled(measure: str, countries: tuple[str, ...]) -> Series:
    """The bundled figures of a measure (data/reference/public.csv; sources.csv says where each is from)."""
    sources = {row["source"]: row for row in packs.table("reference", "sources.csv")}
    figures: dict[str, dict[int, Figure]] = {}
    unit = ""
    for row in _public():
        if row["measure"] == measure and row["country"] in countries:
            figures.setdefault(row["country"], {})[int(row["year"])] = Figure(float(row["value"]))
            unit = sources[row["source"]]["unit"]
    return Series(measure, f"{BUNDLED} ({_sources(measure)})", unit, figures)


@cache
def _public() -> tuple[Mapping[str, str], ...]:
    return tuple(packs.table("reference", "public.csv"))


@cache
def _sources(measure: str) -> str:
    """The series that the bundled figures of a measure are from; sources.csv has publisher, licence and link."""
    used = {row["source"] for row in _public() if row["measure"] == measure}
    return f"World Bank {', '.join(sorted(used))}" if used else "which has no such measure"


def keep(register: Register, edition: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> bool:
    """Keeps an import in one transaction; False where this very file was imported before.

    ``edition`` has kind, name, title, digest, counts (a mapping) and imported; ``rows`` maps ``series``, ``pairs``,
    ``events`` and ``transfers`` to their rows without the edition's number. Pages made before are stale after it.
    """
    with register.writing() as connection:
        tables.metadata.create_all(connection, checkfirst=True)
        table = tables.editions
        same = (table.c.digest == edition["digest"]) & (table.c.kind == edition["kind"])
        if connection.execute(select(table.c.id).where(same)).scalar() is not None:
            return False
        told = {**edition, "counts": json.dumps(edition["counts"])}
        number = connection.execute(insert(table).values(told).returning(table.c.id)).scalar_one()
        for name, made in rows.items():
            into = tables.metadata.tables[name]
            for start in range(0, len(made), 5000):
                connection.execute(insert(into), [{**row, "edition": number} for row in made[start : start + 5000]])
        register.grown(connection)  # pages that are kept hold figures that are held against these
    return True


def _there(connection: Connection) -> bool:
    return inspect(connection).has_table(tables.editions.name)


def _called(edition: Edition, name: str) -> bool:
    low = name.casefold()
    return low in edition.title.casefold() or low in edition.name.casefold() or edition.digest.startswith(low)


def _rank(kind: str, order: Sequence[str]) -> int:
    return order.index(kind) if kind in order else len(order)
