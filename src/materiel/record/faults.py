"""Faults: what the errors of a database mean to a person."""

from __future__ import annotations

BUSY_SECONDS = 30
"""How long a writer waits for another before it gives up."""

_MEANING = (  # words of a database's message, what they mean, and whether the command line was wrong (exit code 2)
    (("file is not a database", "file is encrypted"), "this is not a register; name another file", 2),
    (("malformed", "corrupt"), "the register is damaged; restore a copy of it", 2),
    (
        ("is full", "disk i/o error", "no space left"),
        "the disk is full or fails; what was reported as kept is kept: free some space and run the command again",
        1,
    ),
    (("locked",), f"another process has held the register for {BUSY_SECONDS} seconds; run the command again", 1),
    (("readonly", "read-only"), "the register may not be written; check its permissions or name another one", 2),
    (
        ("unable to open",),
        "the register cannot be opened there; check that the folder exists and may be written, or name another one",
        2,
    ),
    (
        ("connection refused", "could not connect", "connection failed", "could not translate", "failed to resolve"),
        "no database answers at this address; start it or check the address",
        2,
    ),
    (("password", "authentication"), "the database refuses this user; check name and password", 2),
    (("does not exist",), "there is no such database or table; check the address", 2),
)


class RegisterError(Exception):
    """A register that cannot be used; the message is one sentence with its name, the fault and the way out.

    ``code`` is the exit code of the command line: 2 where another name must be given, 1 where trying again may do.
    """

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


def meant(register: str, said: str) -> RegisterError:
    """The error for what a database ``said`` of the register of this name."""
    low = said.casefold()
    for words, meaning, code in _MEANING:
        if any(word in low for word in words):
            return RegisterError(f"{register}: {meaning}", code)
    first = said.strip().splitlines()[0] if said.strip() else "no reason given"
    return RegisterError(f"{register}: the database reports {first!r}; check that this is a register of materiel", 1)
