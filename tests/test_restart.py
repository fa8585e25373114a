"""A run that is killed goes on where it stopped, and nothing is doubled or lost."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from materiel.commands.journal import Journal
from materiel.commands.tasks import WHOLE, Options, tasks
from materiel.read.page import warc
from materiel.record import tables
from materiel.record.store import Register
from materiel.types import Page

DEMO = sorted((Path(__file__).parents[1] / "src" / "materiel" / "demo").glob("*.html"))


def command(here: Path, *args: str) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "materiel", "read", *args, "--register", "r.db"]
    return subprocess.Popen(line, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_anywhere_it_goes_on(tmp_path: Path) -> None:
    lines = []
    for number in range(240):
        text = f"Report {number}\n\nSerbia signed a contract for {number + 2} howitzers with France on Monday.\n"
        lines.append(json.dumps({"id": str(number), "text": text * 3}))
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "b").mkdir()
    for path in DEMO[:6]:
        (tmp_path / "b" / path.name).write_bytes(path.read_bytes())
    run = command(tmp_path, "a.jsonl", "b")
    for _ in range(1200):
        if any(path.stat().st_size for path in tmp_path.glob("*.reading")):
            break
        assert run.poll() is None, run.communicate()
        time.sleep(0.05)
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    again = command(tmp_path, "a.jsonl", "b")
    out, err = again.communicate(timeout=300)
    assert again.returncode == 0
    assert "going on behind it" in err
    told = re.search(r"(\d+) pages? read", out)
    assert told is not None and 0 < int(told[1]) < 246
    assert not list(tmp_path.glob("*.reading"))
    with Register.open(tmp_path / "r.db") as register, register.reading() as connection:
        names = [row.name for row in connection.execute(tables.pages.select())]
    assert len(names) == len(set(names)) == 246


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A WARC file of several ranges, with 60 pages that tell of a deal."""
    path, chance = tmp_path_factory.mktemp("crawl") / "news.warc.gz", random.Random(5)
    with path.open("wb") as stream:
        for number in range(60):
            said = f"Serbia signed a contract for {number + 2} howitzers with France on Monday, its ministry said."
            page = f"<html><title>Report {number}</title><p>{said}</p><p>{said * 9}</p></html>".encode()
            stream.write(gzip.compress(record(page)))
            if number % 20 == 19:
                for _ in range(4):
                    stream.write(gzip.compress(record(b"<html><p>" + chance.randbytes(2_500_000).hex().encode()), 1))
    assert len(warc.pieces(str(path))) > 3
    return path


def record(page: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http"
    return f"{head}\r\nContent-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def gone(pid: int) -> bool:
    """Whether a process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def within(seconds: float, told: Callable[[], object]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if told():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system has no /proc")
@pytest.mark.parametrize("way", ("the first", "another", "ctrl-c"))
def test_two_processes_of_which_one_is_killed(way: str, crawl: Path, tmp_path: Path) -> None:
    run = command(tmp_path, str(crawl), "--jobs", "2")
    assert within(60, lambda: len(children(run.pid)) == 2)
    others = children(run.pid)
    time.sleep(random.Random(way).uniform(0.0, 0.2))  # a fast machine has read all in less than a second
    if way == "another":
        os.kill(others[0], signal.SIGKILL)
    else:
        os.kill(run.pid, signal.SIGKILL if way == "the first" else signal.SIGINT)
        assert within(10, lambda: all(map(gone, (run.pid, *others))))  # nobody is left to read for nobody
    out, err = run.communicate(timeout=120)
    assert err == ("r.db: stopped; the same command goes on from here\n" if way == "ctrl-c" else "")
    if way != "another":
        out, err = command(tmp_path, str(crawl), "--jobs", "2").communicate(timeout=120)
        assert err in ("", "r.db: an earlier run of this command was cut short; going on behind it\n")
    assert "failed" not in out and "the register holds" in out
    with Register.open(tmp_path / "r.db") as register, register.reading() as connection:
        names = [row.name for row in connection.execute(tables.pages.select())]
    assert len(names) == len(set(names)) == 60


def test_a_journal_of_another_register_is_forgotten(tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    first = Journal(place, 5, ["a"], "reader")
    first.add([("x", WHOLE), ("y", 3)], 7)
    first.close(finished=False)
    same = Journal(place, 7, ["a"], "reader")
    assert same and (same.seen("x"), same.seen("y"), same.seen("z")) == (WHOLE, 3, 0)
    assert not Journal(place, 7, ["b"], "reader")
    assert not Journal(place, 7, ["a"], "another reader")
    assert not Journal(place, 6, ["a"], "reader")
    assert not Journal(place, 7, ["a"], "reader")


def test_a_line_that_a_kill_cut_off_is_passed_over(tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    first = Journal(place, 0, ["a"], "reader")
    first.add([("x", WHOLE)], 1)
    first.close(finished=False)
    with first.path.open("a") as stream:
        stream.write('[2, [["y", -1')
    again = Journal(place, 1, ["a"], "reader")
    assert (again.seen("x"), again.seen("y")) == (WHOLE, 0)
    again.close(finished=True)
    assert not again.path.exists()


def test_tasks_go_on_inside_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"text {n}"}) for n in range(40)), "utf-8")
    all_of_them = list(tasks([str(path)], Options()))
    marks = [mark for task in all_of_them for mark in task.marks]
    assert [count for _, count in marks] == [16, 32, WHOLE]
    seen = dict(marks[:1])
    rest = [page for task in tasks([str(path)], Options(), lambda name: seen.get(name, 0)) for page in task.pages]
    assert [page.name.rsplit(":")[-1] for page in rest if isinstance(page, Page)] == [str(n) for n in range(17, 41)]
    path.write_text('{"text": "changed"}', "utf-8")
    assert sum(len(task.pages) for task in tasks([str(path)], Options(), lambda name: dict(marks).get(name, 0))) == 1
