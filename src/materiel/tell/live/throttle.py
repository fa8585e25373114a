"""Throttle: how long somebody must wait who tried passwords too often, by account and by network address.

Kept in the database, so that all processes of a site count together and a restart forgives nothing.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, select, update

from materiel.tell.live.tables import tries

FREE = {"account": 5, "address": 20}
"""Failures that cost nothing; each further one doubles the wait."""

LONGEST = 15 * 60
FORGOTTEN = 3600
"""Seconds: the longest wait, and after how long without a try all is forgotten."""


class Wait(Exception):
    """Too many tries; ``seconds`` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


def count(connection: Connection, keys: Sequence[str], now: float) -> None:
    """Counts one try for each key ("account NAME", "address NETWORK"); ``Wait`` where one of them must wait."""
    connection.execute(delete(tries).where(tries.c.last < now - FORGOTTEN))
    found = connection.execute(select(tries).where(tries.c.key.in_(keys))).all()
    held = {row.key: (row.number, row.last) for row in found}
    left = [_left(key, *held[key], now) for key in keys if key in held]
    if any(seconds > 0 for seconds in left):
        raise Wait(int(max(left)) + 1)
    connection.execute(delete(tries).where(tries.c.key.in_(keys)))
    rows = [{"key": key, "number": held.get(key, (0, 0))[0] + 1, "last": now} for key in keys]
    connection.execute(tries.insert(), rows)


def forget(connection: Connection, keys: Iterable[str]) -> None:
    """Forgives the tries for an account before one that was right, and of those from its address this one."""
    named = tries.c.key.startswith("account ")
    connection.execute(delete(tries).where(tries.c.key.in_(list(keys)), named))
    connection.execute(update(tries).where(tries.c.key.in_(list(keys))).values(number=tries.c.number - 1))


def network(address: str) -> str:
    """The network that is counted as one: an IPv4 address, the /64 of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def _left(key: str, number: int, last: float, now: float) -> float:
    over = number - FREE[key.partition(" ")[0]]
    return 0.0 if over < 0 else last + min(2.0**over, LONGEST) - now
