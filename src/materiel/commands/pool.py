"""Pool: tasks become readings, in the order of the input, in this process or in several."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, parent_process
from multiprocessing.connection import wait
from threading import Thread

from materiel.commands.tasks import Options, Task, tasks
from materiel.read.page.capture import Captured
from materiel.read.reader import read, sifted
from materiel.read.sift import sieve
from materiel.types import Discarded, Failure, Page, Reading

Result = tuple[Page, Reading] | Failure | Discarded
Done = tuple[Task, list[Result]]
Told = Result | Reading
"""What comes back from a process: pages that it was given stay where they are."""

WAITING = 3
"""Tasks a process that are handed out before the first result is taken; more would only fill the memory."""


def readings(paths: Iterable[str], jobs: int = 1, options: Options | None = None) -> Iterator[Result]:
    """What was read from each page behind ``paths``, or why it could not be, in their order."""
    if jobs == 1:
        for task in tasks(paths, options or Options()):
            yield from (_result(page, task.sieved) for page in task.captured())
        return
    for _, results in finished(tasks(paths, options or Options()), jobs):
        yield from results


def finished(work: Iterable[Task], jobs: int = 1) -> Iterator[Done]:
    """Each task with its results, in order."""
    if jobs == 1:
        for task in work:
            yield task, _with_pages(task, _read_all(task))
        return
    others, pool = set(active_children()), _pool(jobs)
    waiting: deque[tuple[Task, Future[list[Told]] | None]] = deque()
    try:
        for task in work:
            future = _submit(pool, task)
            if future is None:  # a page has killed a process, and with it the pool
                pool = _pool(jobs)
                future = _submit(pool, task)
            waiting.append((task, future))
            if len(waiting) >= WAITING * jobs:
                yield _taken(*waiting.popleft())
        while waiting:
            yield _taken(*waiting.popleft())
    except (KeyboardInterrupt, GeneratorExit):
        for process in set(active_children()) - others:
            process.kill()  # what they read nobody will keep
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _taken(task: Task, future: Future[list[Told]] | None) -> Done:
    try:
        if future is None:
            raise BrokenProcessPool
        return task, _with_pages(task, future.result())
    except BrokenProcessPool:
        return task, _again(task)


def _again(task: Task) -> list[Result]:
    """A task whose process was killed, or one beside it: in a process of its own, and where that is killed too, each of
    its pages in one."""
    with _pool(1) as pool:
        try:
            return _with_pages(task, pool.submit(_read_all, task).result())
        except BrokenProcessPool:
            return [_alone(page, task.sieved) for page in task.captured()]


def _submit(pool: ProcessPoolExecutor, task: Task) -> Future[list[Told]] | None:
    if task.source is not None and task.sieved:
        sieve.sieve()  # processes that are forked from this one have it then
    try:
        return pool.submit(_read_all, task)
    except BrokenProcessPool:
        return None


def _alone(page: Captured, sieved: bool) -> Result:
    """A page in a process of its own, after it, or one beside it, has killed a process."""
    if not isinstance(page, Page):
        return page
    with _pool(1) as pool:
        try:
            return pool.submit(_result, page, sieved).result()
        except BrokenProcessPool:
            return Failure(page.name, "the process that read it was killed (too much memory?); give its article alone")


def _read_all(task: Task) -> list[Told]:
    """The results of a task; of a range, pages put aside one after the other are told as one."""
    out: list[Told] = []
    for page in task.captured():
        result = _result(page, task.sieved)
        if task.source is None:
            out.append(result[1] if isinstance(result, tuple) else result)
        elif isinstance(result, Discarded) and out and isinstance(out[-1], Discarded):
            out[-1] = Discarded(out[-1].count + result.count)
        else:
            out.append(result)
    return out


def _with_pages(task: Task, told: list[Told]) -> list[Result]:
    """The results with the pages that they are of."""
    given = iter(task.pages)
    out: list[Result] = []
    for result in told:
        page = next(given, None)
        if isinstance(result, Reading):
            assert isinstance(page, Page)
            out.append((page, result))
        else:
            out.append(result)
    return out


def _result(page: Captured, sieved: bool) -> Result:
    if not isinstance(page, Page):
        return page
    reading = sifted(page) if sieved else read(page)
    return (page, reading) if isinstance(reading, Reading) else reading


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, initializer=_follow)


def _follow() -> None:
    """Ctrl-C is for the process that a person started, which ends the others. Where it is killed they end too: they
    would wait for work forever, since each holds the other end of the pipe that it waits at."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    first = parent_process()
    if first is not None:
        wait([first.sentinel])
        os._exit(1)
