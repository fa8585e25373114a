"""Intake, measured: a news mix from gzip WARC to register, against what others need for a part of it.

    python bench/intake.py [RECORDS] [--peers PYTHON]

One run prints, in processor time of the same machine: FastWARC's own unpacking, HTTP parsing and reading; the sieve
beside it; ours to register with one process and, by the clock, with two; peak memory; and with ``--peers`` the obvious
script (``bench/obvious.py``: warcio, trafilatura, spaCy on every page) on a sample, by an interpreter that has them.
Ordinary pages are those in which the reader reads no deal (``mix.py``); those that the sieve lets through are read all
the same, and count.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

import mix
from materiel.read.reader import read
from materiel.read.sieve import passes, sieve
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


def ours(path: Path, folder: Path, jobs: int) -> tuple[float, float, float]:
    """Seconds of processor and of the clock of ``materiel read`` into a new register, and its peak memory in MB."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "materiel",
        "read",
        str(path),
        "--register",
        str(folder / "r.db"),
        "--jobs",
        str(jobs),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"  {done.stdout.strip().replace(str(folder), '')}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, after.ru_maxrss / 1e3


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("records", nargs="?", type=int, default=mix.RECORDS)
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter with bench/peers.txt installed")
    asked = parser.parse_args()
    sieve()
    with tempfile.TemporaryDirectory() as place:
        path, folder = Path(place) / "mix.warc.gz", Path(place) / "register"
        size = mix.write(path, asked.records, plain)
        print(f"{asked.records} records, {size / 1e6:.0f} MB of pages in {path.stat().st_size / 1e6:.0f} MB")
        base, records, _ = unpacked(path)
        print(f"FastWARC alone      {records / base:8.0f} records/s")
        both, _, kept = unpacked(path, sieved=True)
        print(f"FastWARC and sieve  {records / both:8.0f} records/s, {base / both:.2f} of its speed; {kept} pass")
        one, wall, peak = ours(path, folder, 1)
        print(f"to register         {records / one:8.0f} records/s, {base / one:.3f} of its speed; peak {peak:.0f} MB")
        _, two, _ = ours(path, folder, 2)
        print(f"two processes       {records / two:8.0f} records/s by the clock, {wall / two:.2f} times one")
        if asked.peers:
            told = subprocess.run([asked.peers, str(mix.HERE / "obvious.py"), str(path), str(SAMPLE)],
                                  capture_output=True, text=True, check=True)  # fmt: skip
            speed = float(told.stdout.split()[0])
            print(f"the obvious script  {speed:8.1f} pages/s on {SAMPLE} pages; ours {records / one / speed:.0f} times")


if __name__ == "__main__":
    main()
