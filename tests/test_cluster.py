"""A Ray cluster reads WARC files into the same register as one process, also when one of its machines dies half-way."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from materiel.commands import cluster, pieces
from materiel.commands.cluster import Cluster
from materiel.commands.pool import finished, readings
from materiel.commands.screen import Refused
from materiel.commands.tasks import Options, tasks
from materiel.record import tables
from materiel.record.store import Register
from materiel.types import Discarded, Failure
from test_warc import DEMO, write

HAS_RAY = importlib.util.find_spec("ray") is not None
needs_ray = pytest.mark.skipif(not HAS_RAY, reason="Ray is not installed; pip install -e '.[ray]' (half a GB)")
MEMORY = 100_000_000
WAIT = 300.0


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of twelve WARC files with the demo's pages and everyday ones, and one that is cut off."""
    folder = tmp_path_factory.mktemp("crawl")
    everyday = b"<html><body><article><p>The weather stays fine, says the service.</p></article></body></html>"
    for number in range(12):
        told = [(f"https://news.example/{number}/{path.stem}", path.read_bytes()) for path in DEMO[number::12]]
        write(folder / f"{number:02}.warc.gz", [*told, (f"https://news.example/{number}", everyday), *told[:1]])
    (folder / "broken.warc.gz").write_bytes((folder / "00.warc.gz").read_bytes()[:-200])
    return folder


def read(here: Path, crawl: Path, *args: str) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "materiel", "read", str(crawl), "--register", "r.db", *args]
    return subprocess.Popen(line, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def held(here: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of a register but the time at which each came in."""
    found = {}
    with Register.open(here / "r.db", create=False) as register, register.reading() as connection:
        for name in ("pages", "documents", "readings", "statements", "issues", "reports", "deals"):
            table = tables.metadata.tables[name]
            columns = [column for column in table.c if column.name not in ("added", "known", "since")]
            found[name] = sorted(map(tuple, connection.execute(select(*columns))), key=repr)
    return found


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory, crawl: Path) -> Path:
    """What one process makes of the crawl."""
    here = tmp_path_factory.mktemp("one")
    out, err = read(here, crawl).communicate(timeout=WAIT)
    assert "pages read" in out, err
    return here


def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, Any, str]]:
    """A cluster of two nodes: itself, its second node, and its address for clients."""
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("RAY_worker_niceness", "0")  # else it waits for all else on a busy machine
    utils = pytest.importorskip("ray.cluster_utils")
    door = port()
    head = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": MEMORY}
    made = utils.Cluster(True, head_node_args=head | {"ray_client_server_port": door, "runtime_env_agent_port": port()})
    try:
        second = made.add_node(num_cpus=1, object_store_memory=MEMORY)
        yield made, second, f"ray://127.0.0.1:{door}"
    finally:
        made.shutdown()


@needs_ray
def test_a_node_that_dies_half_way_costs_nothing(tmp_path: Path, crawl: Path, one: Path, nodes: Any) -> None:
    made, second, address = nodes
    run = read(tmp_path, crawl, "--on", address)
    try:
        while run.poll() is None and len(list(tmp_path.glob("pieces/*.parquet"))) < 4:
            time.sleep(0.05)
        assert run.poll() is None, run.communicate()
        made.remove_node(second, allow_graceful=False)
        _, err = run.communicate(timeout=WAIT)
    finally:
        run.kill()
    assert run.returncode == 1, err  # the broken file, as with one process
    assert "the file is cut off" in err and err.count("\n") == 1
    assert held(tmp_path) == held(one)
    assert len(list(tmp_path.glob("pieces/*"))) == 13


@needs_ray
def test_pieces_bring_back_what_was_read() -> None:
    results = [*readings([str(path) for path in DEMO]), Failure("a", "it is broken"), Discarded(3)]
    assert pieces.unpacked(pieces.packed(results)) == results
    with pytest.raises(ValueError):
        pieces.unpacked(b"PAR1 and nothing else")


@needs_ray
def test_a_piece_is_named_by_content_and_range(tmp_path: Path, crawl: Path) -> None:
    work = [cluster._row(task, {}) for task in tasks([str(crawl)], Options())]
    assert len({row["piece"] for row in work}) == len(work) == 13
    assert [cluster._row(task, {})["piece"] for task in tasks([str(crawl)], Options())] == [
        row["piece"] for row in work
    ]
    whole = [cluster._row(task, {})["piece"] for task in tasks([str(crawl)], Options(warc=False))]
    assert not {row["piece"] for row in work} & set(whole)
    assert "not there or another file" in cluster._piece(work[0] | {"path": str(tmp_path / "none")})["unfit"]
    assert "another version" in cluster._piece(work[0] | {"reader": "rules-0"})["unfit"]


@needs_ray
def test_what_the_cluster_gives_up_is_read_here(
    tmp_path: Path, crawl: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def one_alone(_: Any, rows: list[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
        told = cluster._piece(rows[0])
        yield told["piece"], told["content"]
        yield told["piece"], told["content"]  # read twice, and one all the same

    monkeypatch.setattr(Cluster, "_joined", lambda *_: nullcontext())
    monkeypatch.setattr(cluster, "_handed", one_alone)
    work = list(tasks([str(crawl)], Options()))[:2]
    expected = [results for _, results in finished(work)]
    assert [results for _, results in Cluster("ray").finished(work, tmp_path)] == expected
    assert "gave up 1 range; reading here" in capsys.readouterr().err
    monkeypatch.setattr(cluster, "_handed", lambda *_: pytest.fail("all are there"))
    assert [results for _, results in Cluster("ray").finished(work, tmp_path, again=True)] == expected


@needs_ray
def test_a_cluster_that_is_lost_ends_the_run_in_one_sentence(
    tmp_path: Path, crawl: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ray.exceptions import RaySystemError

    tried = []

    def lost(_: Any, rows: list[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
        tried.append(len(rows))
        told = cluster._piece(rows[0])
        yield told["piece"], told["content"]
        raise RaySystemError("the head is gone")

    monkeypatch.setattr(Cluster, "_joined", lambda *_: nullcontext())
    monkeypatch.setattr(cluster, "_handed", lost)
    done = Cluster("ray").finished(tasks([str(crawl)], Options()), tmp_path)
    with pytest.raises(ConnectionError, match=r"ray: the cluster was lost \(.*the head is gone.*the same command"):
        list(done)
    assert tried == [13, 12, 11]


def test_what_is_no_cluster_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="--on takes ray"):
        Cluster("spark://here:1")
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(Refused, match=r"pip install 'materiel\[ray\]'"):
        Cluster("ray")


@needs_ray
def test_where_no_cluster_answers_one_line_says_so(tmp_path: Path, crawl: Path) -> None:
    run = read(tmp_path, crawl, "--on", f"ray://127.0.0.1:{port()}")
    _, err = run.communicate(timeout=WAIT)
    assert run.returncode == 2
    assert "no cluster answers there" in err and err.count("\n") == 1
