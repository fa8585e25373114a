"""Intake, measured: a news mix from gzip WARC to register, against what others need for a part of it.

    python bench/intake.py [RECORDS] [--peers PYTHON]

One run prints, in processor time of the same machine: FastWARC's own unpacking, HTTP parsing and reading; the sieve
beside it; ours to register with one process, on the file and on one of a quarter of its records, which tells what a run
costs before its first page from what each page costs; memory along the way; two processes, by the clock and by the part
of the work that is not shared out; and with ``--peers`` the obvious script (``bench/obvious.py``: warcio, trafilatura,
spaCy on every page) on a sample, and on relevant pages alone, by an interpreter that has them. Ordinary pages are those
in which the reader reads no deal (``mix.py``); those that the sieve lets through are read all the same, and count.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

import mix
from materiel.read.reader import read
from materiel.read.sift.sieve import passes, sieve
from materiel.types import Failure, Page

SAMPLE = 100


def plain(content: bytes) -> bool:
    """Whether a page tells the reader of no deal."""
    if not passes(content):
        return True
    got = read(Page("page", "page", content))
    return isinstance(got, Failure) or not got.deals


def unpacked(path: Path, sieved: bool = False) -> tuple[float, int, int]:
    """Seconds of FastWARC over the file, its records, and how many of them pass the sieve where that is asked too."""
    started, records, kept = time.process_time(), 0, 0
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            content = record.reader.read()
            records += 1
            kept += sieved and passes(content)
    return time.process_time() - started, records, kept


@dataclass(frozen=True, slots=True)
class Run:
    """One run of ``materiel read`` into a new register: seconds of processor time, of all its processes and of the
    first one alone; seconds of the clock; and megabytes in memory of the largest process at ten points of the time."""

    spent: float
    first: float
    wall: float
    memory: Sequence[float]


def ours(path: Path, folder: Path, jobs: int) -> Run:
    """Reads a WARC file into a new register."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    asked = ["read", str(path), "--register", str(folder / "r.db"), "--jobs", str(jobs)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started, first, seen = time.perf_counter(), 0.0, [0.0]
    command = [sys.executable, "-m", "materiel", *asked]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_installed(folder.parent)) as process:
        while process.poll() is None:
            first, held = _watched(process.pid)
            seen.append(held)
            time.sleep(0.2)
        told = process.stdout.read() if process.stdout else ""
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"  {told.strip().replace(str(folder), '')}")
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(spent, first, wall, [max(seen[: 1 + len(seen) * tenth // 10]) for tenth in range(1, 11)])


def _installed(place: Path) -> dict[str, str]:
    """The environment of an installed program, whose modules are compiled and whose packs nobody else throws out."""
    told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**told, "PYTHONPYCACHEPREFIX": str(place / "compiled"), "MATERIEL_CACHE": str(place / "cache")}


def _watched(pid: int) -> tuple[float, float]:
    """Processor seconds of a process so far, and megabytes of the largest of it and its children; 0 once it is gone."""
    proc = Path(f"/proc/{pid}")
    try:
        fields = (proc / "stat").read_text().rpartition(")")[2].split()
        pids = [pid, *map(int, (proc / f"task/{pid}/children").read_text().split())]
        pages = [int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in pids]
    except (OSError, IndexError):
        return 0.0, 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), max(pages) * resource.getpagesize() / 1e6


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("records", nargs="?", type=int, default=mix.RECORDS)
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter with bench/peers.txt installed")
    asked = parser.parse_args()
    sieve()
    with tempfile.TemporaryDirectory() as place:
        path, short, folder = Path(place) / "mix.warc.gz", Path(place) / "short.warc.gz", Path(place) / "register"
        size = mix.write(path, asked.records, plain)
        mix.write(short, asked.records // 4, plain)
        print(f"{asked.records} records, {size / 1e6:.0f} MB of pages in {path.stat().st_size / 1e6:.0f} MB")
        base, records, _ = unpacked(path)
        print(f"FastWARC alone      {records / base:8.0f} records/s")
        both, _, kept = unpacked(path, sieved=True)
        print(f"FastWARC and sieve  {records / both:8.0f} records/s, {base / both:.2f} of its speed; {kept} pass")
        ours(short, folder, 1)  # compiles and fills the cache
        part, one = ours(short, folder, 1), ours(path, folder, 1)
        page = (one.spent - part.spent) / (records - records // 4)
        print(f"to register         {records / one.spent:8.0f} records/s, {base / one.spent:.3f} of its speed")
        print(
            f"  start-up {one.spent - page * records:.1f} s, {page * 1e6:.0f} us a page ({base / records / page:.3f})"
        )
        print(f"  MB in memory at each tenth of the time: {' '.join(f'{one:.0f}' for one in one.memory)}")
        two = ours(path, folder, 2)
        apart = two.spent / (two.first + (two.spent - two.first) / 2)
        print(
            f"two processes       {records / two.wall:8.0f} records/s by the clock, {one.wall / two.wall:.2f} times one"
        )
        print(f"  by processor time: {two.first:.1f} s of {two.spent:.1f} s in the process that shares out, so at most "
              f"{apart:.2f} times")  # fmt: skip
        if asked.peers:
            speed = obvious(asked.peers, path, SAMPLE)
            print(f"the obvious script  {speed:8.1f} pages/s on {SAMPLE} pages; "
                  f"ours {records / one.spent / speed:.0f} times, {1 / page / speed:.0f} behind start-up")  # fmt: skip
            told = mix.telling()
            mix.store(path, told)
            relevant, speed = ours(path, folder, 1), obvious(asked.peers, path, len(told))
            behind = relevant.spent - one.spent + page * records
            print(f"relevant pages      {len(told) / relevant.spent:8.1f} pages/s, the obvious script {speed:.1f}: "
                  f"{len(told) / relevant.spent / speed:.1f} times, {len(told) / behind / speed:.1f} behind start-up"
                  )  # fmt: skip


def obvious(python: str, path: Path, pages: int) -> float:
    """Pages a second of the obvious script on the first pages of a file."""
    command = [python, str(mix.HERE / "obvious.py"), str(path), str(pages)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(told.stdout.split()[0])


if __name__ == "__main__":
    main()
