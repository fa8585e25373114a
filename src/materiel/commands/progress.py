"""Progress: what a run has done so far, on standard error where that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from materiel.commands.screen import console
from materiel.commands.tasks import size
from materiel.late import Late
from materiel.read.page.capture import sources
from materiel.types import Failure, Reading

if TYPE_CHECKING:
    from rich import progress as bars
else:
    bars = Late("rich.progress")


def weigh(paths: Iterable[str]) -> int | None:
    """Bytes on disk of all inputs; None where nobody would see it, or standard input is one of them."""
    paths = list(paths)
    if not sys.stderr.isatty() or "-" in paths:
        return None
    return sum(size(source) for path in paths for source in sources(path) if not isinstance(source, Failure))


class Progress:
    """Counts pages, and shows pages a second, the share that is read, deals found and the time left.

    ``read`` pages were read, ``unclear`` issues they gave; ``discarded`` the sieve put aside; ``failed`` inputs failed.
    """

    def __init__(self, what: str, total: int | None = None) -> None:
        self.read = self.discarded = self.failed = self.unclear = self.deals = 0
        self._started = time.monotonic()
        self._bar: bars.Progress | None = None
        if sys.stderr.isatty():
            parts = (
                bars.SpinnerColumn(),
                bars.TextColumn("{task.description}"),
                bars.BarColumn(),
                bars.TaskProgressColumn(),
            )
            left = (bars.TextColumn("{task.fields[told]}"), bars.TimeRemainingColumn())
            self._bar = bars.Progress(*parts, *left, console=console(sys.stderr), transient=True)
            self._task = self._bar.add_task(what, total=total, told="")

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def take(self, reading: Reading) -> None:
        """Counts a page that was read."""
        self.read += 1
        self.unclear += len(reading.issues)
        self.deals += sum(not deal.background for deal in reading.deals)

    def done(self, size: int) -> None:
        """Shows that inputs of ``size`` bytes are done."""
        if self._bar is not None:
            self._bar.update(self._task, advance=size, told=self.told(time.monotonic() - self._started))

    def told(self, seconds: float) -> str:
        """ "1,200 pages, 56/s, 3.1 % read, 12 deals"."""
        seen = self.read + self.discarded + self.failed
        parts = [f"{seen:,} pages", f"{seen / max(seconds, 0.001):.0f}/s"]
        if self.discarded:
            parts.append(f"{self.read / seen:.1%} read")
        return ", ".join([*parts, f"{self.deals:,} deals"])
