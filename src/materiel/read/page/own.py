"""Own: what materiel itself keeps in a folder of pages - registers, accounts, the memories of sources."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_SQLITE = b"SQLite format 3\0"
_ENDINGS = (".db", ".watch")
_BESIDE = ("-wal", "-shm", "-journal")


def databases(folder: str, names: Iterable[str]) -> set[str]:
    """Those of the files of a folder that are SQLite databases, with what SQLite puts beside them.

    They hold no page, and it is no fault that they lie there. To open every file would double the time of a walk: only
    what is called as we call ours, or is in use, is looked into.
    """
    there = set(names)
    found: set[str] = set()
    for name in there:
        if name.endswith(_ENDINGS) or f"{name}-wal" in there:
            with suppress(OSError), Path(folder, name).open("rb") as stream:
                if stream.read(len(_SQLITE)) == _SQLITE:
                    found |= {name, *(name + ending for ending in _BESIDE)}
    return found
