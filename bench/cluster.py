"""Cluster, measured: what Ray costs on top of plain processes, on the same file of news.

    python bench/cluster.py [RECORDS | FILE]

Both read the mix of ``mix.py`` (or a WARC file) with two processes and bring every result back to one; what is kept in
the register is the same and left out. The clock says nothing on a busy machine, so processor time counts: of the
processes that read, of this one, which takes in what they made, and of Ray's own, which use some all the time, however
long a busy machine makes a run; so those are told by the second. The overhead is that of a machine that is idle but for
this, where a run takes as long as its readers: what they and this process used, and Ray's own for half that long. Both
have read the beginning before, so that the words of all languages are there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

import mix
from intake import plain
from materiel.commands.cluster import MEMORY, Cluster
from materiel.commands.pool import finished
from materiel.commands.tasks import Options, tasks
from materiel.read.sift.sieve import sieve

JOBS = 2
SMALL = 400


def spent() -> tuple[float, float]:
    """Seconds of processor so far: of this process and all that read for it, the ended ones too; and of Ray's own."""
    me = psutil.Process().cpu_times()
    reading, own = sum(me[:4]), 0.0
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            used, line = sum(child.cpu_times()[:2]), " ".join(child.cmdline())
            if line.startswith(("ray::Map", "ray::IDLE")) or "ray" not in line:
                reading += used
            else:
                own += used
    return reading, own


def measured(work: Callable[[], int]) -> tuple[float, float, float, int]:
    """Seconds that reading took, that Ray's own processes took, and of the clock; and what the work gives."""
    before, started = spent(), time.perf_counter()
    got = work()
    after = spent()
    return after[0] - before[0], after[1] - before[1], time.perf_counter() - started, got


def processes(path: Path, jobs: int = JOBS) -> int:
    return sum(len(results) for _, results in finished(tasks([str(path)], Options()), jobs))


def ray(path: Path, folder: Path) -> int:
    done = Cluster("ray", JOBS).finished(tasks([str(path)], Options()), folder)
    return sum(len(results) for _, results in done)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="?", default=str(mix.RECORDS))
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}  # as the plain processes have it
    sieve()
    with tempfile.TemporaryDirectory() as place:
        small = Path(place) / "small"
        small.mkdir()
        mix.write(small / "0.warc.gz", SMALL)
        for number in range(1, 3 * JOBS):  # enough for each process to have some
            shutil.copyfile(small / "0.warc.gz", small / f"{number}.warc.gz")
        path = Path(place) / "mix.warc.gz" if asked.what.isdecimal() else Path(asked.what)
        if asked.what.isdecimal():
            mix.write(path, int(asked.what), plain)
        print(f"{path.stat().st_size / 1e6:.0f} MB, {JOBS} processes", flush=True)
        processes(small / "0.warc.gz", 1)
        import ray as library

        start = measured(lambda: bool(library.init("local", num_cpus=JOBS, include_dashboard=False, log_to_driver=False,
                                                   object_store_memory=MEMORY, logging_level="ERROR")))  # fmt: skip
        print(f"Ray starts in {sum(start[:2]):.1f} s of processor, {start[2]:.1f} s by the clock", flush=True)
        ray(small, Path(place) / "warm")
        ratios = []
        for _ in range(asked.runs):
            apart, together = measured(lambda: processes(path)), measured(lambda: ray(path, Path(place) / "pieces"))
            assert apart[3] == together[3]
            own = together[1] / together[2]
            print(f"processes {apart[0]:6.1f} s ({apart[2]:.1f} by the clock), Ray {together[0]:6.1f} s "
                  f"({together[2]:.1f} by the clock) and {own:.2f} s a second for itself", flush=True)  # fmt: skip
            ratios.append(together[0] * (1 + own / JOBS) / apart[0])
        print(f"overhead of Ray: {statistics.median(ratios) - 1:+.1%}")
        library.shutdown()


if __name__ == "__main__":
    main()
