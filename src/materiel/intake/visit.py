"""Visit: addresses are fetched as a guest would - asked before, one at a time, and not again where nothing changed.

A host's robots.txt is read first and obeyed. Between two visits to a host lies a delay, longer where the host asks for
it or fails. What is reserved from text and data mining by machine-readable means (TDM Reservation Protocol: a header, a
meta tag, or /.well-known/tdmrep.json) is not read. A redirect is a visit of its own.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from protego import Protego

from materiel.intake.fetch import ROBOT, Answer, Limits, Unfetchable, check, fetch, step

DELAY = 5.0
"""Seconds between two visits to a host that asks for nothing else."""
LONGEST = 60.0
"""No host makes us wait longer between two pages of one round; one that asks for more is visited less."""
TRIES = 3

_META = re.compile(rb"""<meta[^>]+name\s*=\s*["']?tdm-reservation["']?[^>]*>""", re.I)
_ONE = re.compile(rb"""content\s*=\s*["']?\s*1\b""", re.I)


@dataclass(slots=True)
class _Host:
    """What is known of a host: its rules, whom it reserves, and when it may be visited again."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Protego | None = None
    reserved: tuple[tuple[str, bool], ...] = ()
    asked: bool = False
    free: float = 0.0


class Visitor:
    """Fetches for one process; may be shared by threads. ``sleep`` and ``clock`` are for tests."""

    def __init__(
        self, limits: Limits | None = None, delay: float = DELAY, sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.limits = limits or Limits()
        self._delay, self._sleep, self._clock = delay, sleep, clock
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def get(self, url: str, headers: Mapping[str, str] | None = None, reading: bool = True) -> Answer:
        """What the address answers; raises ``Unfetchable`` where it must not or cannot be fetched.

        ``headers`` may hold If-None-Match and If-Modified-Since; a 304 is an answer. ``reading`` tells that what comes
        is read for its content, so that reservations count.
        """
        for _ in range(self.limits.redirects + 1):
            check(url)
            answer = self._visit(url, headers or {}, reading)
            if answer.target is None:
                break
            url = answer.target
        else:
            raise Unfetchable(f"more than {self.limits.redirects} redirects")
        if reading and answer.status == 200:
            if answer.headers.get("tdm-reservation", "").strip() == "1":
                raise Unfetchable("it reserves text and data mining (header)", refused=True)
            if any(_ONE.search(match.group()) for match in _META.finditer(answer.body[:200_000])):
                raise Unfetchable("it reserves text and data mining (meta tag)", refused=True)
        return answer

    def _visit(self, url: str, headers: Mapping[str, str], reading: bool) -> Answer:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        with self._lock:
            host = self._hosts.setdefault(origin, _Host())
        with host.lock:
            if not host.asked:
                self._ask(origin, host)
                host.asked = True
            if host.rules is not None and not host.rules.can_fetch(url, ROBOT):
                raise Unfetchable("robots.txt of its host does not allow it", refused=True)
            if reading and _reserved(host, parts.path or "/"):
                raise Unfetchable("its host reserves text and data mining (tdmrep.json)", refused=True)
            return self._patiently(url, host, headers)

    def _patiently(self, url: str, host: _Host, headers: Mapping[str, str]) -> Answer:
        """Tries again where that may help, each time after a longer wait."""
        last = Unfetchable("it was not tried")
        for number in range(TRIES):
            self._wait(host)
            try:
                answer = step(url, self.limits, headers)
            except Unfetchable as error:
                if error.refused:
                    raise
                last = error
            else:
                if answer.status not in (429, 500, 502, 503, 504):
                    if answer.status not in (200, 304) and answer.target is None:
                        raise Unfetchable(f"its host answers {answer.status}", refused=answer.status in (403, 404, 410))
                    return answer
                last = Unfetchable(f"its host answers {answer.status}")
                asked = answer.headers.get("retry-after", "")
                host.free = max(host.free, self._clock() + min(float(asked) if asked.isdigit() else 0.0, LONGEST))
            host.free = max(host.free, self._clock() + min(self._delay * 2 ** (number + 1), LONGEST))
        raise last

    def _wait(self, host: _Host) -> None:
        left = host.free - self._clock()
        if left > 0:
            self._sleep(left)
        asked = host.rules.crawl_delay(ROBOT) if host.rules is not None else None
        host.free = self._clock() + min(max(self._delay, float(asked or 0)), LONGEST)

    def _ask(self, origin: str, host: _Host) -> None:
        """Reads what the host says to robots; one that fails to say is left alone."""
        try:
            answer = fetch(f"{origin}/robots.txt", self.limits)
        except Unfetchable as error:
            raise Unfetchable(f"robots.txt of its host cannot be read: {error}", error.refused) from error
        if answer.status >= 500 or answer.status == 429:
            raise Unfetchable(f"robots.txt of its host cannot be read: it answers {answer.status}")
        host.rules = Protego.parse(answer.body[:500_000].decode("utf-8", "replace")) if answer.status == 200 else None
        try:
            told = fetch(f"{origin}/.well-known/tdmrep.json", self.limits)
        except Unfetchable:
            return
        host.reserved = _policies(told.body) if told.status == 200 else ()


def _policies(body: bytes) -> tuple[tuple[str, bool], ...]:
    """(pattern of paths, whether reserved) in order; nothing where the file is none."""
    try:
        told = json.loads(body[:500_000])
    except (ValueError, RecursionError):
        return ()
    rows = told if isinstance(told, list) else []
    return tuple(
        (str(row["location"]).removesuffix("$"), str(row.get("tdm-reservation")).strip() == "1")
        for row in rows
        if isinstance(row, dict) and "location" in row
    )


def _reserved(host: _Host, path: str) -> bool:
    """Whether the first pattern that the path fits reserves it; a pattern is a path's beginning, ``*`` any part."""
    for pattern, reserved in host.reserved:
        if fnmatchcase(path, pattern.replace("[", "[[]") + "*"):
            return reserved
    return False
