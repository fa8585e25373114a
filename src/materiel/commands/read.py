"""``materiel read``: pages are read into a register, or what they say is printed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from materiel.coding import coded
from materiel.commands.cluster import Cluster
from materiel.commands.journal import Journal
from materiel.commands.pool import Result, finished
from materiel.commands.progress import Progress, weigh
from materiel.commands.screen import Refused, clean, fail, several
from materiel.commands.tasks import Mark, Options, captured, tasks
from materiel.intake.archive import Archive, beside
from materiel.read.explain import explain, lines
from materiel.read.page.text import document
from materiel.read.rules import reader
from materiel.record import query
from materiel.record.batch import Entry
from materiel.record.filters import Filter
from materiel.record.store import Register
from materiel.second.reader import Read, Second
from materiel.types import Discarded, Failure, Unreadable

BATCH_PAGES = 200
BATCH_SECONDS = 2.0
"""What is kept in one transaction, at most: what a kill may cost."""


def jsonl(paths: Sequence[str], jobs: int, options: Options, second: Second | None = None) -> int:
    """Prints one JSON object a document, and stores nothing."""
    with Progress("Reading", weigh(paths)) as progress:
        for task, results in finished(tasks(paths, options), jobs):
            for result in _read(results, progress, second):
                if isinstance(result, Read):
                    print(json.dumps(coded(result.reading), ensure_ascii=False))
            progress.done(task.size)
    _spent(second)
    return 1 if progress.failed else 0


def text(paths: Sequence[str], private: bool = False) -> int:
    """Prints the text of the one document behind ``paths``, to the letter."""
    pages = captured(paths, private)
    page = next(pages)
    if isinstance(page, Failure | Discarded):
        fail(page if isinstance(page, Failure) else Failure(paths[0], "there is no page here"))
        return 1
    if next(pages, None) is not None:
        raise Refused("--text prints one document and there are several; name one file with one page")
    try:
        print(document(page).text, end="")
    except Unreadable as reason:
        fail(Failure(page.name, str(reason)))
        return 1
    return 0


def explained(paths: Sequence[str], private: bool = False) -> int:
    """Prints, for each document, which rule and words made each cell of its deals, and what competed."""
    failed = False
    for page in captured(paths, private):
        if isinstance(page, Discarded):
            continue
        try:
            reason = None if isinstance(page, Failure) else explain(document(page))
        except Unreadable as error:
            reason, page = None, Failure(page.name, str(error))
        if isinstance(page, Failure) or reason is None:
            fail(page if isinstance(page, Failure) else Failure(page.name, "there is no page here"))
            failed = True
            continue
        for line in lines(page.name, reason):
            words = line.lstrip()
            print(" " * (len(line) - len(words)) + clean(words))
    return 1 if failed else 0


@dataclass(frozen=True, slots=True)
class Keeping:
    """How pages are kept: what is sieved, the folder of the archive, the second reader, and the cluster that reads."""

    options: Options = field(default_factory=Options)
    archive: str | None = None
    second: Second | None = None
    cluster: Cluster | None = None


def keep(paths: Sequence[str], jobs: int, place: str, how: Keeping | None = None) -> int:
    """Reads pages into the register at ``place``; captures that come with WARC files are kept in the archive.

    A run that was killed is taken up where it stopped.
    """
    how = how or Keeping()
    with Register.open(place) as register, Progress("Reading", weigh(paths)) as progress:
        readers = reader() + (f" {how.second.name}" if how.second else "")
        journal = Journal(register.name, register.state[0], paths, readers)
        if journal:
            print(f"{register.name}: an earlier run of this command was cut short; going on behind it", file=sys.stderr)
        batch = _Batch(register, journal, Archive(how.archive or beside(register.name)))
        work = tasks(paths, how.options, journal.seen)
        if how.cluster is None:
            done = finished(work, jobs)
        else:
            done = how.cluster.finished(work, beside(register.name).with_name("pieces"), again=bool(journal))
        try:
            for task, results in done:
                batch.add(list(_read(results, progress, how.second)), task.marks)
                progress.done(task.size)
            batch.flush()
        except KeyboardInterrupt:
            if "-" not in paths:  # what came through a pipe is gone
                print(f"{register.name}: stopped; the same command goes on from here", file=sys.stderr)
            raise
        journal.close(finished=True)
        register.refresh()
        told = query.count(register)
        background = query.count(register, Filter(background=True)) - told
        print(_summary(register.name, progress, batch.new, (told, background)))
    _spent(how.second)
    return 1 if progress.failed else 0


def _read(results: Sequence[Result], progress: Progress, second: Second | None) -> Iterator[Read | Failure]:
    """Every page with its readings: one, or with a second reader up to three; failures are told as they come."""
    there = [result for result in results if not isinstance(result, Discarded)]
    progress.discarded += sum(result.count for result in results if isinstance(result, Discarded))
    if second is not None:
        found = second.over(there)
    else:
        found = (one if isinstance(one, Failure) else Read(one[0], (one[1],)) for one in there)
    for result in found:
        if isinstance(result, Failure):
            fail(result)
            progress.failed += 1
        else:
            progress.take(result.reading)
        yield result


class _Batch:
    """Results that are kept together: first the captures, then what was read, then the mark that it is done."""

    def __init__(self, register: Register, journal: Journal, archive: Archive) -> None:
        self.new = 0
        self._register, self._journal, self._archive = register, journal, archive
        self._entries: list[Entry | Failure] = []
        self._marks: list[Mark] = []
        self._started = time.monotonic()

    def add(self, results: Sequence[Read | Failure], marks: Sequence[Mark]) -> None:
        for result in results:
            self._entries += [result] if isinstance(result, Failure) else result.kept()
        self._marks += marks
        if len(self._entries) >= BATCH_PAGES or time.monotonic() - self._started >= BATCH_SECONDS:
            self.flush()

    def flush(self) -> None:
        captures = [entry[0] for entry in self._entries if not isinstance(entry, Failure) and entry[0].http is not None]
        if captures:
            self._archive.add(captures)
        if self._entries:
            self.new += self._register.add_all(self._entries)
        if self._marks:
            self._journal.add(self._marks, self._register.state[0])
        self._entries, self._marks, self._started = [], [], time.monotonic()


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


def _summary(name: str, seen: Progress, new: int, deals: tuple[int, int]) -> str:
    """One line: pages put aside, read, new and failed, issues; deals of the register, and those that are background."""
    parts = [f"{several(seen.discarded, 'page')} sieved out"] if seen.discarded else []
    parts += [f"{several(seen.read, 'page')} read", f"{new} new"]
    if seen.failed:
        parts.append(f"{seen.failed} failed")
    if seen.unclear:
        parts.append(several(seen.unclear, "issue"))
    hint = " (materiel issues lists them)" if seen.failed or seen.unclear else ""
    background = f", {deals[1]} more told as background" if deals[1] else ""
    return f"{name}: {', '.join(parts)}{hint}; the register holds {several(deals[0], 'deal')}{background}"
