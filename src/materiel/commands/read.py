"""``materiel read``: pages are read into a register, or what they say is printed."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from materiel.coding import coded
from materiel.commands.pool import Result, readings
from materiel.commands.screen import Refused, fail, progress, several
from materiel.read.capture import captures
from materiel.read.text import document
from materiel.record import query
from materiel.record.store import Register
from materiel.types import Failure, Unreadable

BATCH_PAGES = 200
BATCH_SECONDS = 2.0
"""What is kept in one transaction, at most: what a kill may cost."""


def jsonl(paths: Sequence[str], jobs: int) -> int:
    """Prints one JSON object a document, and stores nothing."""
    failed = 0
    with progress("Reading") as done:
        for result in readings(paths, jobs):
            if isinstance(result, Failure):
                failed += 1
                fail(result)
            else:
                print(json.dumps(coded(result[1]), ensure_ascii=False))
            done()
    return 1 if failed else 0


def text(paths: Sequence[str]) -> int:
    """Prints the text of the one document behind ``paths``, to the letter."""
    pages = captures(paths)
    page = next(pages)
    if isinstance(page, Failure):
        fail(page)
        return 1
    if next(pages, None) is not None:
        raise Refused("--text prints one document and there are several; name one file with one page")
    try:
        print(document(page).text, end="")
    except Unreadable as reason:
        fail(Failure(page.name, str(reason)))
        return 1
    return 0


def keep(paths: Sequence[str], jobs: int, place: str, total: int | None = None) -> int:
    """Reads pages into the register at ``place``."""
    read = new = failed = unclear = 0
    with Register.open(place) as register:
        batch: list[Result] = []
        started = time.monotonic()
        with progress("Reading", total) as done:
            for result in readings(paths, jobs):
                if isinstance(result, Failure):
                    failed += 1
                    fail(result)
                else:
                    read += 1
                    unclear += len(result[1].issues)
                batch.append(result)
                done()
                if len(batch) >= BATCH_PAGES or time.monotonic() - started >= BATCH_SECONDS:
                    new += register.add_all(batch)
                    batch, started = [], time.monotonic()
            new += register.add_all(batch)
        register.refresh()
        told = query.count(register)
        background = query.count(register, query.Filter(background=True)) - told
        print(_summary(register.name, (read, new, failed, unclear), (told, background)))
    return 1 if failed else 0


def _summary(name: str, counts: tuple[int, int, int, int], deals: tuple[int, int]) -> str:
    """One line: pages read, new and failed, issues; deals of the register, and those that are background."""
    read, new, failed, unclear = counts
    parts = [f"{several(read, 'page')} read", f"{new} new"]
    if failed:
        parts.append(f"{failed} failed")
    if unclear:
        parts.append(several(unclear, "issue"))
    hint = " (materiel issues lists them)" if failed or unclear else ""
    background = f", {deals[1]} more told as background" if deals[1] else ""
    return f"{name}: {', '.join(parts)}{hint}; the register holds {several(deals[0], 'deal')}{background}"
