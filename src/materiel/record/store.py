"""Store: the register - where readings are kept, and from which its deals are made anew.

What was read is only added to, each batch in one transaction, so that a kill at any moment leaves a register that opens
and holds every batch whole or not at all. Adding the same page again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Table, inspect, select, update
from sqlalchemy.engine import URL

from materiel.record import backend, banned, change, judgements, load, stale, tables, touch
from materiel.record.batch import Batch, Entry
from materiel.record.days import now
from materiel.record.deals import Known, rebuild
from materiel.record.faults import RegisterError
from materiel.record.judgements import Judgement
from materiel.record.migrate import FIRST, migrate
from materiel.record.version import SCHEMA, STATE, is_current, view
from materiel.record.window import Values, frozen
from materiel.types import Failure, Page, Reading

_seen: ContextVar[tuple[Register, Connection] | None] = ContextVar("seen", default=None)


class Register:
    """A register in a database. Use as a context manager; every method raises ``RegisterError`` where the database
    cannot do what is asked."""

    def __init__(self, url: URL, engine: Engine) -> None:
        self.url = url
        self._engine = engine

    @classmethod
    def open(cls, place: str | Path, create: bool = True) -> Self:
        """The register at a path or database address; made where there is none, unless ``create`` is false."""
        url = backend.address(place)
        name = backend.shown(url)
        if url.get_backend_name() == "sqlite" and not create and not Path(name).is_file():
            raise RegisterError(f"{name}: there is no register here; fill one with `materiel read PATH`")
        register = cls(url, backend.connect(url))
        try:
            with backend.explained(url):
                register._prepare(create)
        except BaseException:
            register.close()
            raise
        return register

    @property
    def name(self) -> str:
        """What messages call this register: its path, or its address without the password."""
        return backend.shown(self.url)

    @property
    def is_frozen(self) -> bool:
        """Whether it is a file in a folder that may not be written: then it is read as it is."""
        return self.url.get_backend_name() == "sqlite" and bool(frozen(Path(self.name)))

    def close(self) -> None:
        """Ends all connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def add(self, page: Page, reading: Reading) -> bool:
        """Keeps what was read from a page; False where all of it was there already.

        Raises ``ValueError`` that names the document and the field where a quote does not stand in the text.
        """
        return self.add_all([(page, reading)]) == 1

    def add_all(self, entries: Sequence[Entry | Failure]) -> int:
        """Keeps several in one transaction, all or none; gives the number that brought something new."""
        batch = Batch(now())
        for entry in entries:
            batch.put(entry)
        with self.writing() as connection:
            new = batch.keep(connection)
            if new:
                self.grown(connection)
        return new

    def add_judgement(self, judgement: Judgement) -> None:
        """Keeps what a person decided; the deals are made anew when they are next asked for."""
        with self.writing() as connection:
            backend.add_new(connection, tables.judgements, [judgement.row()])
            stale.undone(connection, judgement.undoes)
            _set(connection, "judgements", _meta(connection, "judgements") + 1)
            self.grown(connection)

    def grown(self, connection: Connection, withdrawn: bool = False) -> None:
        """Says, within a transaction, that what deals follow from has changed, or has been ``withdrawn``: then all of
        them are made anew, since what told them is no longer there to be compared."""
        _set(connection, "generation", _meta(connection, "generation") + 1)
        if withdrawn:
            _set(connection, "withdrawals", _meta(connection, "withdrawals") + 1)
            _set(connection, "view", 0)

    @property
    def state(self) -> tuple[int, int]:
        """(additions, judgements) so far: who keeps pages made from the register makes them anew when it changes."""
        with self.reading() as connection:
            return _meta(connection, "generation"), _meta(connection, "judgements")

    def resolve(self) -> None:
        """Makes the deals anew from all readings in force.

        What it rests on is read first and written after, so that other writers do not wait meanwhile; a result that
        another process has overtaken is dropped, and one that rests on a page withdrawn meanwhile is made once more.
        """
        while not self._resolved(whole=True):
            pass

    def _resolved(self, whole: bool) -> bool:
        """Makes the deals once, or what has changed of them; False where that must be done again."""
        with self.reading() as connection:
            was = {key: _meta(connection, key) for key in ("generation", "resolved", "withdrawals", "judgements")}
            known = Known(
                standing=load.standings(connection),
                reports=[],
                judgements=judgements.load(connection),
                moved=load.moved(connection),
                withdrawn=frozenset(row["document"] for row in banned.standing(connection)),
            )
            judged_anew = _meta(connection, "reviewed") != was["judgements"]
            changed = None if whole or was["resolved"] <= 0 else touch.change(connection, known, judged_anew)
            if changed is None:
                known = replace(known, reports=list(load.reports(connection, known.standing)))
        made = rebuild(known) if changed is None else None
        with self.writing() as connection:
            if _meta(connection, "resolved") > was["generation"]:
                return True
            overtaken = ("withdrawals",) if changed is None else ("withdrawals", "resolved")
            if any(_meta(connection, key) != was[key] for key in overtaken):
                return False
            if changed is not None:
                change.apply(connection, changed)
            elif made is not None:
                _write(connection, made)
            told = {"resolved": was["generation"], "reviewed": was["judgements"], "view": view()}
            for key, value in told.items():
                _set(connection, key, value)
            backend.counted(connection)
        return True

    def refresh(self) -> None:
        """Makes anew what was touched since this was last done, or everything where it would now be done otherwise."""
        with self.reading() as connection:
            done, there, made = (_meta(connection, key) for key in ("resolved", "generation", "view"))
        if is_current(done, there, made):
            return
        if made != view():
            self.resolve()
            return
        while not self._resolved(whole=False):
            pass

    @contextmanager
    def moment(self) -> Iterator[None]:
        """All that is read within sees the register as it is now, over one connection: a page that asks ten questions
        takes one. What is written within, by anybody, is seen after."""
        with self.reading() as connection:
            token = _seen.set((self, connection))
            try:
                yield
            finally:
                _seen.reset(token)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the register as it is at one moment."""
        seen = _seen.get()
        if seen is not None and seen[0] is self:
            with backend.explained(self.url):
                yield seen[1]
            return
        with backend.explained(self.url), self._engine.connect() as connection, connection.begin():
            yield connection

    def rows(self, query: str, values: Values | None = None) -> list[Any]:
        """The rows of a query in plain SQL (``window.Window.rows``)."""
        with self.reading() as connection:
            return backend.plain(connection, query, values or {})

    def has(self, table: str) -> bool:
        """Whether the register holds a table: those of reference data are made by the first import."""
        with self.reading() as connection:
            return inspect(connection).has_table(table)

    def raw(self) -> Any:
        """A database connection of its own, without a transaction; who asks for it closes it."""
        with backend.explained(self.url):
            held = self._engine.raw_connection()
            found = held.dbapi_connection
            held.detach()
            return found

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that waits for other writers at its start; all of it is kept or none."""
        with backend.explained(self.url), backend.writing(self._engine) as connection:
            yield connection

    def _prepare(self, create: bool) -> None:
        """Checks that this is a register that this version knows, and makes it where the database is empty."""
        with self._engine.connect() as connection:
            there = set(inspect(connection).get_table_names())
        if there and "meta" not in there:
            raise RegisterError(f"{self.name}: this database holds other things and no register; name another one")
        if not there:
            if not create:
                raise RegisterError(f"{self.name}: the database is empty; fill it with `materiel read PATH`")
            backend.prepare(self._engine)
            with backend.writing(self._engine) as connection:
                tables.metadata.create_all(connection)
                backend.add_new(connection, tables.meta, [{"key": key, "value": value} for key, value in FIRST.items()])
        with self._engine.connect() as connection:
            schema = _meta(connection, "schema")
        if schema > SCHEMA:
            raise RegisterError(
                f"{self.name}: a newer materiel made this register (version {schema}, this one knows "
                f"{SCHEMA}); update materiel"
            )
        if schema < SCHEMA:
            with backend.writing(self._engine) as connection:
                migrate(connection, _meta(connection, "schema"))


def _meta(connection: Connection, key: str) -> int:
    """A number of the register's own table; -1 where it is missing."""
    table = tables.meta
    found: int | None = connection.execute(select(table.c.value).where(table.c.key == key)).scalar()
    return -1 if found is None else found


def state(connection: Connection) -> list[int]:
    """The numbers of ``version.STATE``, as a transaction sees them."""
    table = tables.meta
    query = select(table.c.value).where(table.c.key.in_(STATE)).order_by(table.c.key)
    return list(connection.execute(query).scalars())


def _set(connection: Connection, key: str, value: int) -> None:
    backend.add_new(connection, tables.meta, [{"key": key, "value": value}])
    connection.execute(update(tables.meta).where(tables.meta.c.key == key).values(value=value))


def _write(connection: Connection, made: Mapping[Table, list[dict[str, Any]]]) -> None:
    """Puts these rows in the place of all that the tables held."""
    stale.everything(connection)
    for table in reversed(list(made)):
        connection.execute(table.delete())
    backend.fill(connection, made)
