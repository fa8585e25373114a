"""Pool: pages become readings, in the order of the input, in this process or in several."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from materiel.read.capture import captures
from materiel.read.reader import read
from materiel.types import Failure, Page, Reading

Result = tuple[Page, Reading] | Failure
Chunk = list[Page | Failure]

CHUNK_PAGES = 16
CHUNK_BYTES = 2_000_000
WAITING = 3
"""Chunks a process that are handed out before the first result is taken; more would only fill the memory."""


def readings(paths: Iterable[str], jobs: int = 1) -> Iterator[Result]:
    """What was read from each page behind ``paths``, or why it could not be, in their order."""
    if jobs == 1:
        for page in captures(paths):
            yield page if isinstance(page, Failure) else _with(page, read(page))
        return
    yield from _parallel(_chunks(captures(paths)), jobs)


def _parallel(chunks: Iterable[Chunk], jobs: int) -> Iterator[Result]:
    pool = _pool(jobs)
    waiting: deque[tuple[Chunk, Future[list[Reading | Failure]] | None]] = deque()
    try:
        for chunk in chunks:
            future = _submit(pool, chunk)
            if future is None:  # a page has killed a process, and with it the pool
                pool = _pool(jobs)
                future = _submit(pool, chunk)
            waiting.append((chunk, future))
            if len(waiting) >= WAITING * jobs:
                yield from _taken(*waiting.popleft())
        while waiting:
            yield from _taken(*waiting.popleft())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _taken(chunk: Chunk, future: Future[list[Reading | Failure]] | None) -> Iterator[Result]:
    pages = [page for page in chunk if isinstance(page, Page)]
    try:
        if future is None:
            raise BrokenProcessPool
        results = future.result()
    except BrokenProcessPool:
        results = [_alone(page) for page in pages]
    told = iter(results)
    for page in chunk:
        yield page if isinstance(page, Failure) else _with(page, next(told))


def _submit(pool: ProcessPoolExecutor, chunk: Chunk) -> Future[list[Reading | Failure]] | None:
    try:
        return pool.submit(_read_all, [page for page in chunk if isinstance(page, Page)])
    except BrokenProcessPool:
        return None


def _alone(page: Page) -> Reading | Failure:
    """A page in a process of its own, after it, or one beside it, has killed a process."""
    with _pool(1) as pool:
        try:
            return pool.submit(_read_all, [page]).result()[0]
        except BrokenProcessPool:
            return Failure(page.name, "the process that read it was killed (too much memory?); give its article alone")


def _read_all(pages: Sequence[Page]) -> list[Reading | Failure]:
    return [read(page) for page in pages]


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, initializer=_quiet)


def _quiet() -> None:
    """Ctrl-C is for the process that a person started; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _chunks(pages: Iterable[Page | Failure]) -> Iterator[Chunk]:
    chunk: Chunk = []
    size = 0
    for page in pages:
        chunk.append(page)
        size += len(page.content) if isinstance(page, Page) else 0
        if len(chunk) >= CHUNK_PAGES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _with(page: Page, reading: Reading | Failure) -> Result:
    return reading if isinstance(reading, Failure) else (page, reading)
