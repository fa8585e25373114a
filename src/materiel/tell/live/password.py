"""Password: how one is kept, checked and refused. Hashes are argon2id (RFC 9106)."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from materiel.tell.tongue import told

SHORTEST, LONGEST = 10, 200
"""Characters of a password."""

_hasher = PasswordHasher()
_ROOM = BoundedSemaphore(2)
"""How many are checked at once: each takes 64 MB, and whoever knocks must not fill the machine's memory."""


def fault(password: str, name: str) -> str:
    """What is wrong with a password that somebody chooses, in one sentence; "" where nothing is."""
    if len(password) < SHORTEST:
        return told("This password is too short; use {number} characters or more.", number=SHORTEST)
    if len(password) > LONGEST:
        return told("This password is too long; use {number} characters or fewer.", number=LONGEST)
    if name.casefold() in password.casefold() or len(set(password)) < 5:
        return told("This password is easily guessed; use other words than your name, and different letters.")
    return ""


def hashed(password: str) -> str:
    """The hash under which a password is kept."""
    with _ROOM:
        return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether ``password`` is the one kept. Where none is kept it takes as long to say no."""
    with _ROOM:
        try:
            return _hasher.verify(kept or _nobodys(), password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    """A hash that is checked for names that nobody has."""
    return _hasher.hash("nobody's password")
