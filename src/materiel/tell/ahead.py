"""Ahead: a process of its own that puts pages together before they are asked, whenever others leave it time."""

from __future__ import annotations

import os
import signal
from multiprocessing import parent_process
from threading import Thread

from materiel.record import ready
from materiel.record.store import Register


def ahead(register_url: str) -> None:
    """What it does, as long as the process lives that began it."""
    Thread(target=follow, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the first process ends the others
    if hasattr(os, "nice"):
        os.nice(15)
    with Register.open(register_url, create=False) as register:
        ready.follow(register)


def follow() -> None:
    """Ends this process with the one that began it, however that ended."""
    first = parent_process()
    if first is not None:
        first.join()
        os.kill(os.getpid(), signal.SIGTERM)
