"""Store: who has an account, who is logged in, and what they did with it; in a database of its own.

Beside a register in a file it is another file (``materiel.db``, ``materiel.accounts.db``), so that a register can be
handed on without anybody's password; on a database server it is tables beside those of the register.
"""

from __future__ import annotations

import os
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import monotonic, time
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, inspect, select, update
from sqlalchemy.engine import URL

from materiel.record import backend, days
from materiel.record.said import Said
from materiel.tell.live import password as passwords
from materiel.tell.live import throttle
from materiel.tell.live.people import Account, AccountError, check_name, check_password, check_role, key
from materiel.tell.live.tables import accounts, acts, metadata, sessions

LASTS = 12 * 3600
"""Seconds for which somebody stays logged in."""

FRESH = 1.0
"""Seconds for which a session, or that a database server has no accounts, is not asked again; what this process itself
writes holds at once."""

MOST_SEEN = 10_000

Row = dict[str, Any]

_SESSION = Said(
    select(accounts.c.name, accounts.c.role)
    .select_from(accounts.join(sessions, sessions.c.account == accounts.c.key))
    .where(sessions.c.token == bindparam("shown"), sessions.c.until > bindparam("now"))
)


class Accounts:
    """The accounts of one register. Nothing is made on disk before the first account is added.

    Methods raise ``AccountError`` for what they are asked to and cannot do, ``RegisterError`` where the database fails.
    """

    def __init__(self, register: str | Path) -> None:
        url = backend.address(register)
        if url.get_backend_name() == "sqlite":
            file = Path(url.database or "")
            url = URL.create("sqlite", database=str(file.with_name(f"{file.stem}.accounts{file.suffix or '.db'}")))
        self._url = url
        self._engine: Engine | None = None
        self._looked = -FRESH
        self._seen: dict[str, tuple[Account, float]] = {}

    def close(self) -> None:
        """Ends all connections."""
        if self._engine is not None:
            self._engine.dispose()

    def any(self) -> bool:
        """Whether anybody has an account."""
        if not self._is_there():
            return False
        with self._reading() as connection:
            return connection.execute(select(accounts.c.key).limit(1)).first() is not None

    def everybody(self) -> list[Row]:
        """{"name", "role", "made"} of every account, by name."""
        if not self._is_there():
            return []
        chosen = select(accounts.c.name, accounts.c.role, accounts.c.made).order_by(accounts.c.key)
        with self._reading() as connection:
            return list(backend.fetch(connection, chosen))

    def add(self, name: str, role: str, password: str, who: str) -> None:
        """A new account; ``who`` adds it."""
        name = unicodedata.normalize("NFC", name)
        check_name(name)
        check_role(role)
        check_password(password, name)
        kept = passwords.hashed(password)
        with self._writing() as connection:
            if _row(connection, name):
                raise AccountError(f"{name}: there is an account of this name; choose another")
            row = {"key": key(name), "name": name, "role": role, "password": kept, "made": days.now()}
            connection.execute(accounts.insert(), row)
            _note(connection, who, "account added", f"{name}, {role}")

    def set_role(self, name: str, role: str, who: str) -> None:
        """Gives an account another role."""
        check_role(role)
        with self._writing() as connection:
            row = _known(connection, name)
            connection.execute(update(accounts).where(accounts.c.key == row["key"]).values(role=role))
            _note(connection, who, "role changed", f"{row['name']}, {role}")

    def set_password(self, name: str, password: str, who: str) -> None:
        """Gives an account another password; whoever is logged in with it is logged out."""
        check_password(password, name)
        kept = passwords.hashed(password)
        with self._writing() as connection:
            row = _known(connection, name)
            connection.execute(update(accounts).where(accounts.c.key == row["key"]).values(password=kept))
            connection.execute(delete(sessions).where(sessions.c.account == row["key"]))
            _note(connection, who, "password changed", row["name"])

    def remove(self, name: str, who: str) -> None:
        """Takes an account away and logs it out; what it decided stays."""
        with self._writing() as connection:
            row = _known(connection, name)
            connection.execute(delete(sessions).where(sessions.c.account == row["key"]))
            connection.execute(delete(accounts).where(accounts.c.key == row["key"]))
            _note(connection, who, "account removed", row["name"])

    def log_in(self, name: str, password: str, address: str) -> tuple[str, Account] | None:
        """A token for a session and whose it is; None where name or password is wrong.

        Raises ``throttle.Wait`` after too many failures, before the password is looked at.
        """
        if not self._is_there():
            return None
        now, name = time(), name[:64]
        keys = (f"account {key(name)}", f"address {throttle.network(address)}")
        with self._writing() as connection:  # counted first: many tries at once are many tries
            throttle.count(connection, keys, now)
            row = _row(connection, name)
        if not passwords.matches(row["password"] if row else None, password) or row is None:
            self.note(row["name"] if row else "(nobody)", "log-in failed", None, address)
            return None
        token = secrets.token_urlsafe(32)
        with self._writing() as connection:
            throttle.forget(connection, keys)
            connection.execute(delete(sessions).where(sessions.c.until < now))
            held = {"token": _digest(token), "account": row["key"], "until": now + LASTS}
            connection.execute(sessions.insert(), held)
            _note(connection, row["name"], "logged in", None, address)
        return token, Account(row["name"], row["role"])

    def matches(self, name: str, password: str) -> bool:
        """Whether ``password`` is that of the account ``name``."""
        with self._reading() as connection:
            row = _row(connection, name)
        return passwords.matches(row["password"] if row else None, password)

    def seen(self, token: str) -> Account | None:
        """Whose session a token is of, if that was asked just now; this waits for no database."""
        known = self._seen.get(token)
        return known[0] if known and monotonic() - known[1] < FRESH else None

    def session(self, token: str) -> Account | None:
        """Whose session a token is of; None where it is over or was never one."""
        if not token or not self._is_there():
            return None
        with self._reading() as connection:
            rows = _SESSION.rows(connection, {"shown": _digest(token), "now": time()})
        if not rows:
            return None
        if len(self._seen) > MOST_SEEN:
            self._seen.clear()
        found = Account(*rows[0])
        self._seen[token] = (found, monotonic())
        return found

    def issue(self, name: str, days: int, who: str) -> str:
        """A token with which a program reads as this account for some days; a new password ends it."""
        token = secrets.token_urlsafe(32)
        with self._writing() as connection:
            row = _known(connection, name)
            held = {"token": _digest(token), "account": row["key"], "until": time() + days * 86400}
            connection.execute(sessions.insert(), held)
            _note(connection, who, "token issued", f"{row['name']}, {days} days")
        return token

    def log_out(self, token: str, account: Account, address: str) -> None:
        """Ends a session."""
        with self._writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.token == _digest(token)))
            _note(connection, account.name, "logged out", None, address)

    def note(self, who: str, what: str, about: str | None, address: str) -> None:
        """Keeps what somebody did."""
        with self._writing() as connection:
            _note(connection, who, what, about, address)

    def acts(self, limit: int | None = None, before: str = "") -> list[Row]:
        """{"made", "who", "what", "about", "address"} of what was done, the latest first; only ``before`` a moment."""
        if not self._is_there():
            return []
        chosen = select(*(acts.c[name] for name in ("made", "who", "what", "about", "address")))
        if before:
            chosen = chosen.where(acts.c.made < before)
        with self._reading() as connection:
            return list(backend.fetch(connection, chosen.order_by(acts.c.made.desc(), acts.c.id.desc()).limit(limit)))

    @property
    def is_near(self) -> bool:
        """Whether accounts lie in a file, which answers sooner than a thread begins."""
        return self._url.get_backend_name() == "sqlite"

    def is_absent(self) -> bool:
        """Whether it is plain, without asking a database, that nobody ever had an account."""
        if self._engine is not None:
            return False
        if self._url.get_backend_name() == "sqlite":
            return not Path(self._url.database or "").is_file()
        return monotonic() - self._looked < FRESH

    def _is_there(self) -> bool:
        """Whether the tables have been made."""
        if self._engine is not None:
            return True
        if self.is_absent():
            return False
        if self._url.get_backend_name() == "sqlite":
            self._engine = backend.connect(self._url)
            return True
        engine = backend.connect(self._url)
        with backend.explained(self._url):
            if inspect(engine).has_table(accounts.name):
                self._engine = engine
                return True
        engine.dispose()
        self._looked = monotonic()
        return False

    def _opened(self) -> Engine:
        self._looked = -FRESH
        if self._is_there() and self._engine is not None:
            return self._engine
        if self._url.get_backend_name() == "sqlite":  # for the eyes of whoever made it alone
            os.close(os.open(self._url.database or "", os.O_CREAT | os.O_WRONLY, 0o600))
        engine = backend.connect(self._url)
        backend.prepare(engine)
        with backend.writing(engine) as connection:
            metadata.create_all(connection)
        self._engine = engine
        return engine

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with backend.explained(self._url), self._opened().connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with backend.explained(self._url), backend.writing(self._opened()) as connection:
                yield connection
        finally:
            self._seen.clear()


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _row(connection: Connection, name: str) -> Row | None:
    return next(backend.fetch(connection, select(accounts).where(accounts.c.key == key(name))), None)


def _known(connection: Connection, name: str) -> Row:
    row = _row(connection, name)
    if row is None:
        raise AccountError(f"{name}: nobody has an account of this name; `materiel accounts` lists all")
    return row


def _note(connection: Connection, who: str, what: str, about: str | None, address: str | None = None) -> None:
    row = {"made": days.now(), "who": who[:64], "what": what, "about": about, "address": address}
    connection.execute(acts.insert(), row)
