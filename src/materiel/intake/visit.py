"""Visit: addresses are fetched as a guest would - asked before, one at a time, and not again where nothing changed.

A host's robots.txt is read first and obeyed. Between two visits to a host lies a delay, longer where the host asks for
it or fails. What is reserved from text and data mining by machine-readable means (TDM Reservation Protocol: a header, a
meta tag, or /.well-known/tdmrep.json; ``noai`` in X-Robots-Tag or the meta tag for robots) is not read. A redirect is a
visit of its own.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego

from materiel.intake.answer import ROBOT, Answer, Limits, Unfetchable, check
from materiel.late import Late

if TYPE_CHECKING:
    from materiel.intake import fetch
else:
    fetch = Late("materiel.intake.fetch")

DELAY = 5.0
"""Seconds between two visits to a host that asks for nothing else."""
LONGEST = 60.0
"""No host makes us wait longer between two pages of one round; one that asks for more is visited less."""
TRIES = 3
RULES = 86_400.0
"""Seconds after which a host is asked for its rules again: the longest that RFC 9309 lets them be kept."""

_META = re.compile(rb"<meta\s[^<>]{1,1000}>", re.I)
_NAME = re.compile(rb"""\bname\s*=\s*["']?(tdm-reservation|robots|materiel)\b""", re.I)
_ONE = re.compile(rb"""content\s*=\s*["']?\s*1\b""", re.I)
_NOAI = re.compile(rb"""content\s*=\s*(?:"[^"]*\bnoai\b|'[^']*\bnoai\b|noai\b)""", re.I)


@dataclass(slots=True)
class _Pace:
    """When a host may be visited again, whichever of its doors is taken; one visit at a time."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free: float = 0.0


@dataclass(slots=True)
class _Host:
    """What a host says to robots at one door (scheme and port), what it reserves, and when it was asked."""

    pace: _Pace
    rules: Protego | None = None
    reserved: tuple[tuple[str, bool], ...] = ()
    asked: float | None = None


class Visitor:
    """Fetches for one process; may be shared by threads. ``sleep`` and ``clock`` are for tests."""

    def __init__(
        self, limits: Limits | None = None, delay: float = DELAY, sleep: Callable[[float], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.limits = limits or Limits()
        self._stopped = threading.Event()
        self._delay, self._sleep, self._clock = delay, sleep or self._stopped.wait, clock
        self._hosts: dict[str, _Host] = {}
        self._paces: dict[str, _Pace] = {}
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
            where = _reserves(answer)
            if where is not None:
                raise Unfetchable(f"it reserves text and data mining ({where})", refused=True)
        return answer

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the host of an address names in its robots.txt, as far as that was read."""
        host = self._hosts.get(_origin(url))
        return list(host.rules.sitemaps) if host is not None and host.rules is not None else []

    def stop(self) -> None:
        """Ends all waiting between visits; nothing is visited after it."""
        self._stopped.set()

    def _visit(self, url: str, headers: Mapping[str, str], reading: bool) -> Answer:
        parts = urlsplit(url)
        origin = _origin(url)
        with self._lock:
            pace = self._paces.setdefault(parts.hostname or "", _Pace())
            host = self._hosts.setdefault(origin, _Host(pace))
        with pace.lock:
            if host.asked is None or self._clock() - host.asked > RULES:
                self._ask(origin, host)
                host.asked = self._clock()
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
                answer = fetch.step(url, self.limits, headers)
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
                host.pace.free = max(
                    host.pace.free, self._clock() + min(float(asked) if asked.isdecimal() else 0.0, LONGEST)
                )
            host.pace.free = max(host.pace.free, self._clock() + min(self._delay * 2 ** (number + 1), LONGEST))
        raise last

    def _wait(self, host: _Host) -> None:
        left = host.pace.free - self._clock()
        if left > 0:
            self._sleep(left)
        if self._stopped.is_set():
            raise Unfetchable("the run was ended before it")
        asked = host.rules.crawl_delay(ROBOT) if host.rules is not None else None
        host.pace.free = self._clock() + min(max(self._delay, float(asked or 0)), LONGEST)

    def _ask(self, origin: str, host: _Host) -> None:
        """Reads what the host says to robots; one that fails to say is left alone."""
        try:
            answer = fetch.fetch(f"{origin}/robots.txt", self.limits)
        except Unfetchable as error:
            raise Unfetchable(f"robots.txt of its host cannot be read: {error}", error.refused) from error
        if answer.status >= 500 or answer.status == 429:
            raise Unfetchable(f"robots.txt of its host cannot be read: it answers {answer.status}")
        host.rules = Protego.parse(answer.body[:500_000].decode("utf-8", "replace")) if answer.status == 200 else None
        try:
            told = fetch.fetch(f"{origin}/.well-known/tdmrep.json", self.limits)
        except Unfetchable:
            return
        host.reserved = _policies(told.body) if told.status == 200 else ()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _policies(body: bytes) -> tuple[tuple[str, bool], ...]:
    """(pattern of paths, whether reserved) in order; nothing where the file is none."""
    try:
        told = json.loads(body[:500_000])
    except (ValueError, RecursionError):
        return ()
    rows = told if isinstance(told, list) else []
    return tuple(
        (str(row["location"]), str(row.get("tdm-reservation")).strip() == "1")
        for row in rows
        if isinstance(row, dict) and "location" in row
    )


def _reserved(host: _Host, path: str) -> bool:
    """Whether the first pattern that the path fits reserves it: a path's beginning, ``*`` any part, ``$`` its end."""
    for pattern, reserved in host.reserved:
        whole = pattern.removesuffix("$") if pattern.endswith("$") else pattern + "*"
        if fnmatchcase(path, whole.replace("[", "[[]").replace("?", "[?]")):
            return reserved
    return False


def _reserves(answer: Answer) -> str | None:
    """Where a page says that it is reserved; None where it does not."""
    if answer.headers.get("tdm-reservation", "").strip() == "1":
        return "header"
    if re.search(r"(?:^|[,:])\s*noai\b", answer.headers.get("x-robots-tag", ""), re.I):
        return "X-Robots-Tag"
    for tag in _META.findall(answer.body[:200_000]):
        name = _NAME.search(tag)
        if name and (_ONE if name[1].lower() == b"tdm-reservation" else _NOAI).search(tag):
            return "meta tag"
    return None
