"""Journal: what a run that was killed has done, so that the next run of the same command goes on behind it.

It lies beside the register while a run goes on, a line of JSON a step, and is taken away at its end. A line is written
after what it speaks of is kept; so the worst a kill can cost is that some pages are read twice, which changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from materiel.commands.tasks import Mark
from materiel.types import digest


class Journal:
    """The journal of one command, named by its register and its inputs."""

    def __init__(self, register: str, generation: int, paths: Sequence[str], reader: str) -> None:
        """``generation`` is the register's: a journal that knows of more additions is of another register."""
        base = Path(register) if "://" not in register else Path("materiel")
        self.path = base.with_name(f"{base.name}.{digest(chr(0).join((register, reader, *paths)))[:8]}.reading")
        self._done: dict[str, int] = {}
        self._stream: TextIO | None = None
        self._load(generation)

    def _load(self, generation: int) -> None:
        try:
            lines = self.path.read_text("utf-8").splitlines()
        except (OSError, ValueError):
            return
        last = -1
        for line in lines:
            try:
                last, marks = json.loads(line)
                found = {str(name): int(count) for name, count in marks}
            except (ValueError, TypeError):
                continue  # the line that a kill cut off
            self._done.update(found)
        if not 0 <= last <= generation:
            self._done.clear()
            self.path.unlink(missing_ok=True)

    def __bool__(self) -> bool:
        """Whether an earlier run has left something."""
        return bool(self._done)

    def seen(self, name: str) -> int:
        """How many pages of a file are done; ``tasks.WHOLE`` where all are."""
        return self._done.get(name, 0)

    def add(self, marks: Sequence[Mark], generation: int) -> None:
        """Marks as done what was kept in the register up to ``generation``."""
        if not marks:
            return
        if self._stream is None:
            self._stream = self.path.open("a", encoding="utf-8")
            self._stream.write("\n")  # behind whatever a kill has cut off
        self._stream.write(json.dumps([generation, marks]) + "\n")
        self._stream.flush()

    def close(self, finished: bool) -> None:
        """Ends the journal; a finished run leaves none."""
        if self._stream is not None:
            self._stream.close()
        if finished:
            self.path.unlink(missing_ok=True)
