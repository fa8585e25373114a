"""``materiel accounts``: who may use the site, and as what."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass

from materiel.commands import grid
from materiel.commands.screen import Refused, clean, several
from materiel.record.store import Register
from materiel.tell.live.gate import local_user
from materiel.tell.live.people import AccountError
from materiel.tell.live.store import Accounts


def listing(place: str) -> int:
    """Prints the accounts as a table."""
    with _opened(place) as accounts:
        rows = accounts.everybody()
    told = [grid.plain(row["name"], row["role"], row["made"][:10]) for row in rows]
    grid.listing(("Name", "Role", "Since"), told, several(len(rows), "account"))
    return 0


def add(place: str, name: str, role: str) -> int:
    """Adds an account."""
    with _opened(place) as accounts:
        accounts.add(name, role, _password(), local_user().name)
        left = _unled(accounts)
    print(f"{clean(name)} may log in as {role}; whoever uses the site must log in from now on{left}")
    return 0


def role(place: str, name: str, wanted: str) -> int:
    """Gives an account another role."""
    with _opened(place) as accounts:
        accounts.set_role(name, wanted, local_user().name)
        left = _unled(accounts)
    print(f"{clean(name)} is now {wanted}{left}")
    return 0


def password(place: str, name: str) -> int:
    """Gives an account another password."""
    with _opened(place) as accounts:
        accounts.set_password(name, _password(), local_user().name)
    print(f"{clean(name)} has another password and is logged out everywhere")
    return 0


def token(place: str, name: str, days: int) -> int:
    """Prints a token with which a program may read as this account."""
    with _opened(place) as accounts:
        print(accounts.issue(name, days, local_user().name))
    print("Send it as the header `Authorization: Bearer TOKEN`; it is not shown again", file=sys.stderr)
    return 0


def remove(place: str, name: str) -> int:
    """Takes an account away."""
    with _opened(place) as accounts:
        accounts.remove(name, local_user().name)
        left = _unled(accounts)
    print(f"{clean(name)} may no longer log in{left}")
    return 0


def _unled(accounts: Accounts) -> str:
    """What to say where nobody is left who sees who did what."""
    roles = {row["role"] for row in accounts.everybody()}
    if not roles:
        return "; nobody has an account now, so that `serve` lets whoever sits at this machine do everything"
    return "" if "editor" in roles else "; no account is an editor: `materiel accounts role NAME editor` makes one"


@contextmanager
def _opened(place: str) -> Iterator[Accounts]:
    """The accounts of a register that is there."""
    Register.open(place, create=False).close()
    accounts = Accounts(place)
    try:
        yield accounts
    except AccountError as error:
        raise Refused(clean(error)) from error
    finally:
        accounts.close()


def _password() -> str:
    """A password, typed twice at a terminal, or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("Password: ")
    if getpass("The same again: ") != first:
        raise Refused("the two passwords differ; run the command again")
    return first
