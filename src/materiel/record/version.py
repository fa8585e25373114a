"""Version: by what a register tells whether this materiel would make its tables and its deals as they are."""

from __future__ import annotations

from zlib import crc32

from materiel import __version__, packs

SCHEMA = 6
"""The version of the tables; a register of a higher one is not opened, one of a lower is brought up to it."""

FOREVER = "9999-12-31"
"""``deals.until`` of the row that is valid now."""

STATE = ("generation", "resolved", "view")
"""The numbers of ``meta`` of which one changes with everything that a page of the register shows."""

VIEW = 2
"""Grows whenever the code of ``deals`` makes other rows of the same statements."""


def view() -> int:
    """A number that changes when deals would be made otherwise: by the code, or by the data it goes by."""
    told = f"{VIEW} {__version__}".encode()
    for folder in ("codebook", "gazetteer"):
        for file in sorted(packs.data(folder).iterdir(), key=lambda one: one.name):
            told += file.read_bytes() if file.is_file() else b""
    return crc32(told) & 0x7FFFFFFF


def is_current(resolved: int, generation: int, made: int) -> bool:
    """Whether the deals rest on all that was added (``generation``), and were ``made`` as they would be now."""
    return resolved == generation and (generation == 0 or made == view())
