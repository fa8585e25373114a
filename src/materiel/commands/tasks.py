"""Tasks: the work of a run in pieces that are read, kept and marked as done one after the other.

A task is some pages that this process has captured, or a range of a WARC file, which whoever reads it opens. Its marks
say what is done once its results are kept, so that a run that was killed goes on behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from materiel.intake import address
from materiel.intake.answer import Limits
from materiel.intake.visit import Visitor
from materiel.read import glance
from materiel.read.page import warc
from materiel.read.page.capture import LIMIT, Captured, Source, is_warc, pages, sources, warc_pages
from materiel.read.page.warc import Passes
from materiel.types import Failure, Page

POLITE = 2.0
"""Seconds between two visits to a host while somebody waits for its pages."""
PAGES = 16
BYTES = 2_000_000
WHOLE = -1
"""A mark's count where all of a file or range is done."""

Mark = tuple[str, int]
"""The name of a file as it is now, or of a range of it, and how many of its pages are done."""
Seen = Callable[[str], int]
"""How much of a file or range an earlier run has done: a number of pages, or ``WHOLE``."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is sieved: WARC files, all other inputs, or nothing; ``private`` lets private networks be visited."""

    warc: bool = True
    others: bool = False
    private: bool = False

    def passes(self, archive: bool) -> Passes | None:
        return glance.worth if (self.warc if archive else self.others) else None


@dataclass(slots=True)
class Task:
    """Pages to read, or a range of a WARC file; ``size`` is the bytes on disk that it stands for. What is ``sieved`` is
    put aside where it cannot tell of an arms transfer."""

    pages: list[Captured] = field(default_factory=list)
    source: Source | None = None
    span: tuple[int, int] = (0, 0)
    sieved: bool = False
    marks: list[Mark] = field(default_factory=list)
    size: int = 0

    def captured(self) -> Iterable[Captured]:
        """The task's pages; of a range only now read from the file."""
        if self.source is None:
            return self.pages
        return warc_pages(self.source, self.span, LIMIT, Options(self.sieved).passes(True))


def tasks(paths: Iterable[str], options: Options, seen: Seen = lambda _: 0) -> Iterator[Task]:
    """The tasks behind ``paths``, in order, less what an earlier run has done."""
    task = Task(sieved=options.others)
    visitor = Visitor(Limits(private=options.private), delay=POLITE)
    for source in _inputs(paths, visitor):
        if isinstance(source, Page):
            yield Task(pages=[source])
            continue
        if isinstance(source, Failure):
            task.pages.append(source)
            continue
        if source[1] is not None and is_warc(source[1]):
            if task.pages or task.marks:
                yield task
                task = Task(sieved=options.others)
            yield from _ranges(source, options, seen)
            continue
        key = name(source)
        done = seen(key) if key else 0
        if done == WHOLE:
            task.size += size(source)
            continue
        count = weight = 0
        for page in pages(source, LIMIT, options.passes(False)):
            count += 1
            if count <= done:
                continue
            task.pages.append(page)
            weight += len(page.content) if isinstance(page, Page) else 0
            if len(task.pages) >= PAGES or weight >= BYTES:
                task.marks += [(key, count)] if key else []
                yield task
                task, weight = Task(sieved=options.others), 0
        task.marks += [(key, WHOLE)] if key else []
        task.size += size(source)
    if task.pages or task.marks or task.size:
        yield task


def _inputs(paths: Iterable[str], visitor: Visitor) -> Iterator[Source | Page | Failure]:
    """The files behind the paths, and the pages behind addresses and the feeds that were named."""
    for path in paths:
        if address.is_address(path):
            yield from address.pages(path, visitor)
        elif address.is_feed_file(path):
            yield from address.entries(path, visitor)
        else:
            yield from sources(path)


def captured(paths: Iterable[str], private: bool = False) -> Iterator[Captured]:
    """The pages behind the paths one after the other, for what prints and keeps nothing."""
    for source in _inputs(paths, Visitor(Limits(private=private), delay=POLITE)):
        if isinstance(source, Page | Failure):
            yield source
        else:
            yield from pages(source)


def _ranges(source: Source, options: Options, seen: Seen) -> Iterator[Task]:
    key = name(source)
    for span in warc.pieces(source[1] or ""):
        place = f"{key} {span[0]}-{span[1]}"
        if seen(place) == WHOLE:
            yield Task(size=span[1] - span[0])
        else:
            yield Task(source=source, span=span, sieved=options.warc, marks=[(place, WHOLE)], size=span[1] - span[0])


def name(source: Source) -> str:
    """What a file is called together with what tells it from a later one of that path; empty for standard input."""
    if source[1] is None:
        return ""
    try:
        told = Path(source[1]).stat()
    except (OSError, ValueError):
        return ""
    return f"{source[0]} {told.st_size} {told.st_mtime_ns}"


def size(source: Source) -> int:
    """Bytes of a file on disk; 0 where they are not known."""
    try:
        return Path(source[1]).stat().st_size if source[1] is not None else 0
    except (OSError, ValueError):
        return 0
