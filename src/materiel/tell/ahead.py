"""Ahead: a process of its own that puts pages together before they are asked, whenever others leave it time."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.synchronize import Barrier
from threading import BrokenBarrierError, Thread

from materiel.record import ready
from materiel.record.store import Register

START_SECONDS = 60
"""How long a process of the site waits for the others to start."""


def ahead(register_url: str, started: Barrier) -> None:
    """What it does, as long as the process lives that began it: nothing before the site has ``started``, whose other
    processes may have to write first."""
    Thread(target=follow, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the first process ends the others
    if hasattr(os, "nice"):
        os.nice(15)
    together(started)
    with Register.open(register_url, create=False) as register:
        ready.follow(register)


def follow() -> None:
    """Ends this process with the one that began it, however that ended."""
    first = parent_process()
    if first is not None:
        first.join()
        os.kill(os.getpid(), signal.SIGTERM)


def together(started: Barrier) -> None:
    """Waits until all processes of the site have come so far; where one does not start, the others answer without."""
    with suppress(BrokenBarrierError):
        started.wait(START_SECONDS)
