"""People: what an account is called, what it may do, and what cannot be one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from materiel.tell.live import password as passwords

ROLES = ("reader", "analyst", "editor")
"""What accounts may do: read; decide about deals; take others' decisions back and see who did what. Each may do what
those before it may."""

_NAME = re.compile(r"[\w.@+-]{1,64}")


class AccountError(ValueError):
    """What cannot be done with accounts as it was asked; one sentence with the way out."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody, and what they may do."""

    name: str
    role: str

    def may(self, role: str) -> bool:
        """Whether this account may do what ``role`` may."""
        return ROLES.index(self.role) >= ROLES.index(role)


def key(name: str) -> str:
    """What an account is known by: its name without regard to case."""
    return unicodedata.normalize("NFC", name).casefold()[:64]


def check_name(name: str) -> None:
    """``AccountError`` where nobody can be called so."""
    if not _NAME.fullmatch(name):
        raise AccountError(f"{name!r} is no name of an account; use up to 64 letters, digits and . _ @ + -")


def check_role(role: str) -> None:
    """``AccountError`` where there is no such role."""
    if role not in ROLES:
        raise AccountError(f"{role!r} is no role; choose one of {', '.join(ROLES)}")


def check_password(password: str, name: str) -> None:
    """``AccountError`` where ``name`` cannot have this password."""
    fault = passwords.fault(password, name)
    if fault:
        raise AccountError(fault)
