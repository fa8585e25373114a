"""Cluster: ranges of WARC files are read by the machines of a Ray cluster and come back as Parquet files.

A piece is a range of a file; its name follows from the file's content, the range and the reader, so that a piece that
is read twice - its machine died, the run was killed - is one file all the same. Ray Data hands the pieces out and reads
again what is lost with a machine; what it gives up is read here. The pieces are merged in the order of the input.
"""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from socket import create_connection, gethostname
from typing import Any

from materiel.commands import pieces
from materiel.commands.pool import Done, finished
from materiel.commands.screen import Refused, clean, several
from materiel.commands.tasks import Task, name
from materiel.read.rules import reader
from materiel.types import digest

Row = dict[str, Any]

TRIES = 3
"""How often a piece is handed out again after its machine or process has died."""
TASKS = 5_000
"""Pieces beyond this number share a task, so that handing them out stays short."""
UNSWEPT = 50_000
"""Objects that are made before Python looks for circles among them, as on the command line."""
MEMORY = 256_000_000
"""Bytes that a cluster of this machine alone has for pieces on their way."""

_CLIENT = re.compile(r"ray://([\w.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})")
_HEAD = {"node:__internal_head__": 0.001}
_ENDS = 65_536


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where to read: ``ray`` starts a cluster of this machine with ``jobs`` processors (None: all of them),
    ``ray://HOST:PORT`` takes one that is there. ``Refused`` where Ray is missing or the address is none."""

    place: str
    jobs: int | None = None

    def __post_init__(self) -> None:
        if self.place != "ray" and not _CLIENT.fullmatch(self.place):
            raise Refused(f"--on takes ray, or ray://HOST:PORT of a cluster, and not {self.place!r}")
        try:
            for part in ("ray", "pyarrow"):
                import_module(part)
        except ModuleNotFoundError:
            raise Refused(
                "--on needs Ray; pip install 'materiel[ray]', or read with --jobs N on this machine"
            ) from None

    def finished(self, work: Iterable[Task], folder: Path, again: bool = False) -> Iterator[Done]:
        """Each task with its results, those that are no ranges of WARC files first; these are read here.

        The Parquet files are kept in ``folder``; ``again`` takes those that are there from a run that was cut short.
        """
        ranges: list[tuple[str, Task, Row]] = []
        known: dict[str, str] = {}
        for task in work:
            if task.source is None:
                yield from finished([task])
            else:
                row = _row(task, known)
                ranges.append((str(row["piece"]), task, row))
        if not ranges:
            return
        folder.mkdir(parents=True, exist_ok=True)
        files = {piece: folder / f"{piece}.parquet" for piece, _, _ in ranges}
        if not again:
            for file in files.values():
                file.unlink(missing_ok=True)
        with closing(self._coming([row for piece, _, row in ranges if not files[piece].exists()])) as coming:
            for piece, task, _ in ranges:
                while not files[piece].exists() and (got := next(coming, None)) is not None:
                    _write(files[got[0]], got[1])
                yield _merged(task, files[piece])

    def _coming(self, rows: list[Row]) -> Generator[tuple[str, bytes], None, None]:
        """Every piece with its Parquet file as it is done. Those that the cluster gives up are left out, which is told;
        ``ConnectionError`` where the cluster itself is lost."""
        if not rows:
            return
        ray = import_module("ray")
        left = {str(row["piece"]): row for row in rows}
        with self._joined(ray):
            for number in range(TRIES):
                try:
                    for piece, content in _handed(ray, list(left.values())):
                        if left.pop(piece, None) is not None:
                            yield piece, content
                    break
                except (ray.exceptions.RayError, ConnectionError) as error:
                    if number + 1 == TRIES:
                        told = (
                            f"{self.place}: the cluster was lost ({_last(error)}); see `ray status` there, then give "
                        )
                        raise ConnectionError(told + "the same command, which goes on behind what is kept") from None
        if left:
            told = f"{self.place}: the cluster gave up {several(len(left), 'range')}; reading here instead"
            print(f"materiel: {told}", file=sys.stderr)

    @contextmanager
    def _joined(self, ray: Any) -> Iterator[None]:
        """The cluster, for as long as it is wanted; one that this process has joined before is taken and left as it
        is. It reports nothing to anybody."""
        if ray.is_initialized():
            yield
            return
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        for number in range(TRIES):  # a busy head does not always start its server for a client in time
            try:
                self._join(ray)
                break
            except (OSError, RuntimeError) as error:
                ray.shutdown()
                if number + 1 == TRIES:
                    told = f"{self.place}: the cluster cannot be joined ({_last(error)}); see `ray status` there"
                    raise Refused(told) from None
        try:
            yield
        finally:
            ray.shutdown()

    def _join(self, ray: Any) -> None:
        quiet = {"log_to_driver": False, "logging_level": "ERROR"}
        if self.place == "ray":
            ray.init("local", num_cpus=self.jobs, include_dashboard=False, object_store_memory=MEMORY, **quiet)
        else:
            self._answers()
            ray.init(self.place, **quiet)

    def _answers(self) -> None:
        found = _CLIENT.fullmatch(self.place)
        assert found is not None
        try:
            create_connection((found[1].strip("[]"), int(found[2])), timeout=10).close()
        except OSError as error:
            told = f"{self.place}: no cluster answers there ({error.strerror or error})"
            raise Refused(f"{told}; start one with `ray start --head --ray-client-server-port={found[2]}`") from None


def _last(error: Exception) -> str:
    """The last line of what Ray says, where its reason stands."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return clean(lines[-1])[:120] if lines else type(error).__name__


def _merged(task: Task, file: Path) -> Done:
    """The results of a range: from its Parquet file, or read here where there is none that can be read."""
    try:
        return task, pieces.unpacked(file.read_bytes())
    except (OSError, ValueError):
        done = next(finished([task], jobs=2))  # in a process of its own: it may be what has killed others
        _write(file, pieces.packed(done[1]))
        return done


def _write(file: Path, content: bytes) -> None:
    """Writes all of it or nothing."""
    made = file.with_suffix(f".{os.getpid()}.part")
    made.write_bytes(content)
    made.replace(file)


def _row(task: Task, known: dict[str, str]) -> Row:
    """What a machine needs to know to read a range; ``known`` keeps what tells each file from others."""
    assert task.source is not None
    shown, path = task.source
    whole = str(Path(path or "").absolute())
    told = {"name": shown, "path": whole, "start": task.span[0], "end": task.span[1], "sieved": task.sieved}
    if whole not in known:
        known[whole] = _content(whole)
    told |= {"file": known[whole], "reader": reader()}
    named = [told[key] for key in ("file", "start", "end", "sieved", "reader")]
    return told | {"piece": digest(f"{named} {name(task.source)}")[:32]}


def _content(path: str) -> str:
    """What tells a file from others wherever it lies: a digest of its size and of its first and last 64 kB."""
    try:
        size = Path(path).stat().st_size
        with Path(path).open("rb") as stream:
            made = sha256(b"%d " % size + stream.read(_ENDS))
            stream.seek(max(0, size - _ENDS))
            made.update(stream.read())
    except OSError:
        return ""
    return made.hexdigest()


def _piece(row: Row) -> Row:
    """Read by a machine of the cluster: the Parquet file of a range, or why this machine is not fit to read it."""
    unfit = ""
    if _content(row["path"]) != row["file"]:
        unfit = f"{row['path']} is not there or another file; put it where all machines have it under this path"
    elif reader() != row["reader"]:
        unfit = "another version of materiel is installed; install the same one on all machines"
    if unfit:
        return {"piece": row["piece"], "unfit": f"{gethostname()}: {unfit}", "content": b""}
    gc.set_threshold(UNSWEPT)
    task = Task(source=(row["name"], row["path"]), span=(row["start"], row["end"]), sieved=row["sieved"])
    ((_, results),) = finished([task])
    return {"piece": row["piece"], "unfit": "", "content": pieces.packed(results)}


def _handed(ray: Any, rows: list[Row]) -> Iterator[tuple[str, bytes]]:
    """The pieces as they come. Ray Data runs on the head of the cluster, since it does not through a client."""
    desk = ray.remote(_Desk).options(num_cpus=0, resources=_HEAD).remote(rows)
    asked = desk.next.remote()
    while True:
        told = ray.get(asked)
        if told is None:
            return
        asked = desk.next.remote()
        for one in told:
            if one["unfit"]:
                raise Refused(one["unfit"])
            yield one["piece"], one["content"]


class _Desk:
    """Hands pieces out to the machines and takes in what they made of them."""

    def __init__(self, rows: list[Row]) -> None:
        data = import_module("ray.data")
        context = data.DataContext.get_current()
        context.enable_progress_bars = False
        context.max_errored_blocks = -1  # a piece that cannot be read here stops no other
        made = data.from_items(rows, override_num_blocks=min(len(rows), TASKS)).map(_piece, max_retries=TRIES)
        self._blocks = iter(made.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0))

    def next(self) -> list[Row] | None:
        """Pieces that are done, one or some; None where all are."""
        block = next(self._blocks, None)
        return None if block is None else block.to_pylist()
