"""Backend: the one place that knows which database a register lies in."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Select, Table, create_engine, event, func, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from materiel.record.faults import BUSY_SECONDS, RegisterError, meant
from materiel.record.window import MAPPED, Values, chunks, frozen, spread

_LOCK = 0x6D617465  # a number that writers of a PostgreSQL agree on; any other would do
_FILLED = 5_000  # rows of one statement: more take no less time, and are all held in memory once more


def address(place: str | Path) -> URL:
    """The database address of a path or URL; RegisterError where it is neither."""
    told = str(place)
    if "://" not in told:
        return URL.create("sqlite", database=told)
    try:
        url = make_url(told)
    except ArgumentError as error:
        raise RegisterError(f"{told.split('@')[-1]}: this is no address of a database; give a path or URL") from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise RegisterError(f"{shown(url)}: only sqlite and postgresql databases hold registers; name one of these")
    return url


def shown(url: URL) -> str:
    """What messages call the register: a path, or an address without its password."""
    return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def connect(url: URL) -> Engine:
    """An engine for ``url`` whose transactions see one state of the register throughout."""
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite(url)
        return create_engine(url, isolation_level="REPEATABLE READ")
    except (ImportError, NoSuchModuleError) as error:
        raise RegisterError(f"{shown(url)}: PostgreSQL needs a driver; pip install 'psycopg[binary]'") from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that waits, at its start, for the one that is writing; so that it need not fail at its end."""
    on_sqlite = engine.dialect.name == "sqlite"
    options: dict[str, Any] = {"write": True} if on_sqlite else {"isolation_level": "READ COMMITTED"}
    with engine.execution_options(**options).connect() as connection, connection.begin():
        if not on_sqlite:
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        yield connection


def prepare(engine: Engine) -> None:
    """What a new database needs before its first table: readers that do not wait for writers."""
    if engine.dialect.name != "sqlite":
        return
    deadline = time.monotonic() + BUSY_SECONDS
    while True:  # SQLite does not wait by itself for this one change
        try:
            raw = engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA journal_mode = WAL")
            finally:
                raw.close()
            return
        except Exception as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def counted(connection: Connection) -> None:
    """Lets SQLite look at a sample of each table, so that it begins a query with what leaves fewest rows; PostgreSQL
    does so by itself."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit = 400")
        connection.exec_driver_sql("ANALYZE")


def add_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose primary key is not there yet."""
    if not rows:
        return
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")  # there since the engine was made
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), list(rows))


def fill(connection: Connection, made: Mapping[Table, Sequence[Mapping[str, Any]]]) -> None:
    """Insert the rows of each table, in the order in which the tables come."""
    for table, rows in made.items():
        for start in range(0, len(rows), _FILLED):
            connection.execute(table.insert(), list(rows[start : start + _FILLED]))


def adding(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], number: str) -> None:
    """Insert the rows; to one whose primary key is there already their ``number`` is added."""
    if not rows:
        return
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    new = dialect.insert(table)
    more = {number: table.c[number] + new.excluded[number]}
    connection.execute(new.on_conflict_do_update(index_elements=list(table.primary_key), set_=more), list(rows))


def fetch(
    connection: Connection, query: Select[Any], values: Mapping[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of a query, with ``values`` for its parameters, as plain dictionaries, one after the other."""
    return map(dict, connection.execute(query, values).mappings())


def among(connection: Connection, query: Select[Any], column: Column[Any], values: Iterable[str]) -> Iterator[Any]:
    """The answers to a query of one column, of the rows alone that have one of ``values`` in another."""
    for chunk in chunks(sorted(set(values))):
        yield from connection.execute(query.where(column.in_(chunk))).scalars()


def plain(connection: Connection, query: str, values: Values) -> list[Any]:
    """The rows of a query in plain SQL (``window.Window.rows``)."""
    query, single = spread(query, values)
    if connection.dialect.name == "sqlite":  # its driver takes names as they are
        return list(connection.exec_driver_sql(query, single))
    return list(connection.execute(text(query), single))


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turns a database's error into a ``RegisterError`` that a person can act on."""
    try:
        yield
    except DBAPIError as error:
        raise meant(shown(url), str(error.orig)) from error


def _sqlite(url: URL) -> Engine:
    path = Path(url.database or "")
    if path.is_dir():
        raise RegisterError(f"{path}: this is a folder and not a register; name a file")
    if path.is_file() and path.stat().st_size and not _is_sqlite(path):
        raise RegisterError(f"{path}: this is not a register; name another file")
    if name := frozen(path):
        url = URL.create(
            "sqlite", database=name.partition("?")[0], query={"mode": "ro", "immutable": "1", "uri": "true"}
        )
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _opened(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # transactions begin where `_begun` says, not where the driver guesses
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute(f"PRAGMA mmap_size = {MAPPED}")
        raw.execute("PRAGMA secure_delete = ON")  # what is withdrawn leaves no trace in the file

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        if connection.get_execution_options().get("write"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # this one waits for nobody, and every page begins with it
            connection.connection.cursor().execute("BEGIN")

    return engine


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\x00"
    except OSError as error:
        raise RegisterError(f"{path}: it cannot be opened ({error.strerror}); check its permissions") from error
