"""``materiel watch`` and ``materiel sources``: feeds are followed into the register; how each source does."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table

from materiel import packs
from materiel.commands.screen import Refused, clean, console, fail, several, styled
from materiel.intake.answer import Limits, Unfetchable
from materiel.intake.archive import Archive, beside
from materiel.intake.shelf import Shelf
from materiel.intake.sources import INTERVAL, Source, SourceError, load, written
from materiel.intake.visit import Visitor
from materiel.intake.watch import Round, due, found, rounds
from materiel.read.reader import read
from materiel.record.batch import Entry
from materiel.record.store import Register
from materiel.types import Failure

IDLE = 30.0
"""Seconds between two looks at which sources are due."""


def watch(path: str, place: str, archive: str | None, once: bool, private: bool = False) -> int:
    """Follows the sources of a file into the register at ``place``: one round, or until interrupted.

    ``private`` lets addresses of private networks be fetched.
    """
    sources = _sources(path)
    visitor = Visitor(Limits(private=private))
    failed = False
    changed = Path(path).stat().st_mtime_ns
    with Register.open(place) as register:
        shelf = Shelf(_memory(path))
        kept = Archive(archive or beside(register.name))
        try:
            while True:
                now = time.time()
                ready = [source for source in sources if once or due(source, shelf.state(source.url), now)]
                for round_ in rounds(ready, shelf, visitor):
                    failed |= bool(round_.failures)
                    _keep(round_, register, kept, shelf)
                if ready:
                    register.refresh()
                if once:
                    return 1 if failed else 0
                time.sleep(IDLE)
                sources, changed = _anew(path, sources, changed)
        finally:
            shelf.close()


def _anew(path: str, sources: Sequence[Source], changed: int) -> tuple[Sequence[Source], int]:
    """The sources of the file and when it was changed; those that were watched where it cannot be read now."""
    try:
        now = Path(path).stat().st_mtime_ns
        return (load(path) if now != changed else sources), now
    except OSError:
        return sources, changed
    except SourceError as error:
        print(f"materiel: {clean(error)}; the sources of before are watched on", file=sys.stderr)
        return sources, now


def _keep(round_: Round, register: Register, archive: Archive, shelf: Shelf) -> None:
    """Keeps what a source gave: captures, readings, then what is remembered of it."""
    archive.add(round_.pages)
    entries: list[Entry | Failure] = list(round_.failures)
    deals = 0
    for page in round_.pages:
        reading = read(page)
        entries.append(reading if isinstance(reading, Failure) else (page, reading))
        deals += 0 if isinstance(reading, Failure) else sum(not deal.background for deal in reading.deals)
    for entry in entries:
        if isinstance(entry, Failure):
            fail(entry)
    new = register.add_all(entries)
    round_.state.deals += deals
    shelf.keep(round_.state)
    shelf.fetched(round_.done, time.time())
    told = f"{several(len(round_.pages), 'page')}, {new} new, {several(deals, 'deal')}"
    print(f"{clean(round_.source.name)}: {told}", flush=True)


def table(path: str) -> int:
    """Prints how each source does."""
    sources = _sources(path)
    shelf = Shelf(_memory(path))
    shown = Table("Source", "Kind", "State", "Last seen", "Failures", "Pages", "Deals", "Last trouble", box=None)
    for source in sources:
        state = shelf.state(source.url)
        shown.add_row(
            styled(source.name), source.kind, source.country, _ago(state.seen), str(state.failures), str(state.pages),
            str(state.deals), styled(state.message),
        )  # fmt: skip
    shelf.close()
    console().print(shown)
    print(f"{path}: {several(len(sources), 'source')}")
    return 0


def add(path: str, url: str, private: bool = False) -> int:
    """Finds the feed of a site and adds it to the file."""
    there = _sources(path) if Path(path).exists() else []
    try:
        visitor = Visitor(Limits(private=private), delay=1.0)
        answer = visitor.get(url, reading=False)
        feed = found(answer, visitor)
    except Unfetchable as reason:
        print(f"materiel: {clean(url)}: {reason}", file=sys.stderr)
        return 1
    place, kind = (feed.url, "feed") if feed is not None else (answer.url, "section")
    if any(place == source.url for source in there):
        raise Refused(f"{place} is in {path} already")
    host = place.split("/")[2].removeprefix("www.")
    rows = {name: row for row in packs.table("gazetteer", "outlets.csv") for name in packs.lines(row["domains"])}
    row = rows.get(host, {})
    source = Source(row.get("name") or host, place, kind, row.get("country", ""), row.get("lang", ""), INTERVAL)
    text = Path(path).read_text("utf-8").rstrip("\n") + "\n\n" if there else ""
    Path(path).write_text(text + written([source]), "utf-8")
    print(f"{path}: {source.name} added, a {kind}: {place}")
    return 0


def init(path: str) -> int:
    """Writes the file of sources to begin with."""
    if Path(path).exists():
        raise Refused(f"{path} is there already; name another file with --sources")
    Path(path).write_text(packs.data("sources.toml").read_text("utf-8"), "utf-8")
    print(f"{path}: {several(len(load(path)), 'source')}; `materiel watch {path}` follows them")
    return 0


def _sources(path: str) -> Sequence[Source]:
    try:
        return load(path)
    except SourceError as error:
        raise Refused(str(error)) from error


def _memory(path: str) -> Path:
    """The file in which a watch remembers: beside its sources."""
    return Path(path).with_suffix(".watch")


def _ago(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M}" if seconds else "never"
