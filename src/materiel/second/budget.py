"""Budget: how much the second reader may cost in one run."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Budget:
    """Documents, tokens and seconds that may be spent; None is without limit. Counts are kept across threads.

    What is asked counts at once, tokens when the answer is there: requests under way may overrun the tokens by what
    they bring.
    """

    documents: int | None = None
    tokens: int | None = None
    seconds: float | None = None
    asked: int = 0
    used: int = 0
    started: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> bool:
        """Whether one more document may be asked about; if so it is counted."""
        with self._lock:
            over = (
                (self.documents is not None and self.asked >= self.documents)
                or (self.tokens is not None and self.used >= self.tokens)
                or (self.seconds is not None and time.monotonic() - self.started >= self.seconds)
            )
            self.asked += not over
            return not over

    def spend(self, tokens: int) -> None:
        """Counts the tokens of an answer."""
        with self._lock:
            self.used += tokens


def parsed(text: str) -> Budget:
    """The budget that ``documents=20,tokens=100000,seconds=600`` describes; ValueError says what is wrong."""
    limits: dict[str, int] = {}
    for part in filter(None, text.split(",")):
        name, _, number = part.partition("=")
        if name.strip() not in ("documents", "tokens", "seconds") or not number.strip().isdecimal():
            raise ValueError(f"{part!r} is no limit; give documents=N, tokens=N or seconds=N, several with commas")
        limits[name.strip()] = int(number)
    return Budget(limits.get("documents"), limits.get("tokens"), limits.get("seconds"))
