"""Cluster, measured: what Ray costs on top of plain processes, on the same file of news.

    python bench/cluster.py [RECORDS | FILE]

Both read the mix of ``mix.py`` (or a WARC file) with two processes and bring every result back to one; what is kept in
the register is the same and left out. The clock says nothing on a busy machine, so the processor time of all processes
counts, those of Ray itself among them. Both have read a small file before, so that the words of all languages are there
(the plain processes have them from the one that they are forked from); how long the cluster takes to start, and the
first file with it, is told apart. Runs alternate, and the median counts.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

import mix
from intake import plain
from materiel.commands.cluster import MEMORY, Cluster
from materiel.commands.pool import finished
from materiel.commands.tasks import Options, tasks
from materiel.read.sieve import sieve

JOBS = 2
RUNS = 3
SMALL = 400


def spent() -> float:
    """Seconds of processor that this process and all below it have used, those that have ended among them."""
    me = psutil.Process()
    below = [child.cpu_times() for child in me.children(recursive=True) if child.is_running()]
    own = me.cpu_times()
    ended = own.children_user + own.children_system + sum(one.children_user + one.children_system for one in below)
    return own.user + own.system + ended + sum(one.user + one.system for one in below)


def measured(work: Callable[[], int]) -> tuple[float, float, int]:
    """Seconds of processor and of the clock of some work, and what it gives."""
    before, started = spent(), time.perf_counter()
    got = work()
    return spent() - before, time.perf_counter() - started, got


def processes(path: Path, jobs: int = JOBS) -> int:
    return sum(len(results) for _, results in finished(tasks([str(path)], Options()), jobs))


def ray(path: Path, folder: Path) -> int:
    done = Cluster("ray", JOBS).finished(tasks([str(path)], Options()), folder)
    return sum(len(results) for _, results in done)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="?", default=str(mix.RECORDS))
    asked = parser.parse_args()
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}  # as the plain processes have it
    sieve()
    with tempfile.TemporaryDirectory() as place:
        small = Path(place) / "small.warc.gz"
        mix.write(small, SMALL)
        path = Path(place) / "mix.warc.gz" if asked.what.isdecimal() else Path(asked.what)
        if asked.what.isdecimal():
            mix.write(path, int(asked.what), plain)
        print(f"{path.stat().st_size / 1e6:.0f} MB, {JOBS} processes", flush=True)
        import ray as library

        alone = measured(lambda: processes(small, 1))
        start = measured(lambda: bool(library.init("local", num_cpus=JOBS, include_dashboard=False,
                                                   object_store_memory=MEMORY, log_to_driver=False)))  # fmt: skip
        warm = measured(lambda: ray(small, Path(place) / "warm"))
        print(f"Ray starts in {start[0]:.1f} s of processor, {start[1]:.1f} s by the clock")
        print(f"the first {SMALL} records: {warm[0]:.1f} s with Ray, {alone[0]:.1f} s in one process", flush=True)
        apart, together = [], []
        for _ in range(RUNS):
            apart.append(measured(lambda: processes(path)))
            together.append(measured(lambda: ray(path, Path(place) / "pieces")))
            assert apart[-1][2] == together[-1][2]
            for name, (cpu, clock, results) in (("processes", apart[-1]), ("Ray", together[-1])):
                print(f"{name:10} {cpu:6.1f} s of processor, {clock:6.1f} by the clock, {results} results", flush=True)
        ratio = statistics.median(run[0] for run in together) / statistics.median(run[0] for run in apart)
        print(f"overhead of Ray: {ratio - 1:+.1%}")
        library.shutdown()


if __name__ == "__main__":
    main()
