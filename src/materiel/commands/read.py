"""``materiel read``: pages are read into a register, or what they say is printed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence

from materiel.coding import coded
from materiel.commands.pool import Result, readings
from materiel.commands.screen import Refused, clean, fail, progress, several
from materiel.read.capture import captures
from materiel.read.text import document
from materiel.record import query
from materiel.record.store import Register
from materiel.second.reader import Read, Second
from materiel.types import Failure, Unreadable

BATCH_PAGES = 200
BATCH_SECONDS = 2.0
"""What is kept in one transaction, at most: what a kill may cost."""


def jsonl(paths: Sequence[str], jobs: int, second: Second | None = None) -> int:
    """Prints one JSON object a document, and stores nothing."""
    failed = 0
    with progress("Reading") as done:
        for result in _read(paths, jobs, second):
            if isinstance(result, Failure):
                failed += 1
                fail(result)
            else:
                print(json.dumps(coded(result.reading), ensure_ascii=False))
            done()
    _spent(second)
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


def keep(paths: Sequence[str], jobs: int, place: str, total: int | None = None, second: Second | None = None) -> int:
    """Reads pages into the register at ``place``."""
    read = new = failed = unclear = 0
    with Register.open(place) as register:
        batch: list[Result] = []
        started = time.monotonic()
        with progress("Reading", total) as done:
            for result in _read(paths, jobs, second):
                if isinstance(result, Failure):
                    failed += 1
                    fail(result)
                    batch.append(result)
                else:
                    read += 1
                    unclear += len(result.reading.issues)
                    batch += result.kept()
                done()
                if len(batch) >= BATCH_PAGES or time.monotonic() - started >= BATCH_SECONDS:
                    new += register.add_all(batch)
                    batch, started = [], time.monotonic()
            new += register.add_all(batch)
        register.refresh()
        told = query.count(register)
        background = query.count(register, query.Filter(background=True)) - told
        print(_summary(register.name, (read, new, failed, unclear), (told, background)))
    _spent(second)
    return 1 if failed else 0


def _read(paths: Sequence[str], jobs: int, second: Second | None) -> Iterator[Read | Failure]:
    """Every page behind ``paths`` with its readings: one, or with a second reader up to three."""
    found = readings(paths, jobs)
    if second is not None:
        yield from second.over(found)
        return
    for result in found:
        yield result if isinstance(result, Failure) else Read(result[0], (result[1],))


def _spent(second: Second | None) -> None:
    """One line on standard error: what the second reader was asked, and what came of it."""
    if second is None:
        return
    told = second.tally
    parts = [f"{several(told['sent'], 'document')} sent, {told['cached']} answered from the cache"]
    parts.append(f"{several(told['passed'], 'value')} kept")
    parts.append(f"{told['quote'] + told['value']} thrown away ({told['quote']} without their quote in the text, "
                 f"{told['value']} that their quote does not say)")  # fmt: skip
    parts += [f"{told['differ']} in which the readers differ"] if told["differ"] else []
    parts += [f"{told['failed']} without an answer"] if told["failed"] else []
    parts += [f"{told['unasked']} not sent, the budget is spent"] if told["unasked"] else []
    print(f"second reader {clean(second.endpoint.model)}: {'; '.join(parts)}", file=sys.stderr)


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
