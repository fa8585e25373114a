"""Publish: the site as files for any web host, at the same addresses; a second run writes what changed.

``/deals/ID`` becomes ``deals/ID/index.html``, which every web server shows at that address. A manifest in the folder
says what each page rested on; a page whose stamp is as it was is not made again.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import orjson

from materiel import __version__
from materiel.record import ready
from materiel.record.store import Register
from materiel.record.version import view
from materiel.tell import app as live
from materiel.tell.addresses import FILES, addresses
from materiel.tell.listed import NOT_FOUND
from materiel.tell.within import fetch

MANIFEST = ".materiel-published.json"
FEW = 200
"""Pages for which no further process is worth its start."""
AT_ONCE = 16
"""Pages that a process is given at once: some take a hundred times as long as others."""


class Unpublished(Exception):
    """A folder that cannot be published into; the message says why and names the way out."""


@dataclass(frozen=True, slots=True)
class Done:
    """How many pages there are, and how many were made, written and removed this time."""

    pages: int
    made: int
    written: int
    removed: int


def publish(
    place: str, folder: Path, shown: live.Shown, jobs: int = 1, told: Callable[[int], None] | None = None
) -> Done:
    """Writes the register at ``place`` into ``folder``; ``told`` hears the number of pages as they are made.

    A folder that holds other files is left alone: ``Unpublished``.
    """
    held = _manifest(folder)
    kept: dict[str, str] = {}
    with Register.open(place, create=False) as register:
        register.refresh()
        ready.fill(register)
        every = addresses(register, shown.regions, shown.tongues)
        made = written = 0
        for changed in _made(_due(every, _look(shown), folder, held, kept), (place, folder, shown), jobs):
            made += 1
            written += changed
            if told and made % 50 == 0:
                told(made)
    gone = [path for path in held if path not in kept]
    for path in gone:
        _file(folder, path).unlink(missing_ok=True)
    if kept != held:
        _write(folder / MANIFEST, orjson.dumps(kept, option=orjson.OPT_SORT_KEYS))
    return Done(len(kept), made, written, len(gone))


def _due(
    every: Iterable[tuple[str, str]], look: str, folder: Path, held: Mapping[str, str], kept: dict[str, str]
) -> Iterator[str]:
    """The addresses whose pages are to be made, one after the other; what each page rests on goes into ``kept``."""
    within = str(folder)
    for path, stamp in every:
        kept[path] = told = f"{stamp} {look}"
        if held.get(path) != told or not os.access(_name(within, path), os.F_OK):
            yield path


def _made(due: Iterator[str], where: tuple[str, Path, live.Shown], jobs: int) -> Iterator[bool]:
    """Makes pages, and says of each whether it was written. Several processes begin while addresses still come."""
    first = list(islice(due, FEW))
    if jobs < 2 or len(first) < FEW:
        _open(*where)
        yield from map(_make, chain(first, due))
        return
    fresh = get_context("spawn")  # a copy of this process would hold the locks of threads that it has not
    with ProcessPoolExecutor(jobs, fresh, _open, where) as pool:
        yield from pool.map(_make, chain(first, due), chunksize=AT_ONCE)


_site: dict[str, Any] = {}  # what a process that makes pages has open


def _open(place: str, folder: Path, shown: live.Shown) -> None:
    app = live.create(place, shown)
    _site.update(app=app, folder=folder, loop=asyncio.new_event_loop())


def _make(path: str) -> bool:
    """Makes one page and writes it where it is new or other than before."""
    status, body = _site["loop"].run_until_complete(fetch(_site["app"], path))
    if status != (404 if path == NOT_FOUND else 200):
        raise Unpublished(f"{path}: the page could not be made (status {status}); `materiel serve` shows it live")
    return _write(_file(_site["folder"], path), body)


def _write(file: Path, body: bytes) -> bool:
    """Writes a file, whole or not at all, where it is new or other than before; whether it was."""
    try:
        if file.read_bytes() == body:
            return False
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    part.write_bytes(body)
    part.replace(file)
    return True


def _file(folder: Path, path: str) -> Path:
    """The file of an address; no part of an address can lead out of the folder."""
    return Path(_name(str(folder), path))


_PLAIN = re.compile(r"(?:/[\w-]+)+((?:\.feed)?\.(?:json|csv|atom|md))?")
"""Addresses of most pages, which are asked for by the ten thousand: nothing in them is to be looked at twice."""


def _name(folder: str, path: str) -> str:
    if plain := _PLAIN.fullmatch(path):
        return f"{folder}{path}" if plain[1] else f"{folder}{path}/index.html"
    parts = [unquote(part) for part in path.strip("/").split("/") if part]
    if any(part in (".", "..") or "/" in part or "\0" in part for part in parts):
        raise Unpublished(f"{path}: this address cannot be a file")
    last = parts[-1] if parts else ""
    is_file = last.endswith((*FILES, ".atom", ".md"))
    return "/".join((folder, *parts) if is_file else (folder, *parts, "index.html"))


def _manifest(folder: Path) -> Mapping[str, str]:
    if folder.exists() and not folder.is_dir():
        raise Unpublished(f"{folder}: this is no folder; name one")
    place = folder / MANIFEST
    if not place.is_file():
        if folder.is_dir() and any(folder.iterdir()):
            raise Unpublished(f"{folder}: there are other files in it; name an empty folder")
        return {}
    try:
        held = orjson.loads(place.read_bytes())
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def _look(shown: live.Shown) -> str:
    """A digest of all that gives a page its form: this package, its version and names, and how the site is shown."""
    made = sha256(f"{__version__} {view()} {shown}".encode())
    if shown.regions:
        made.update(Path(shown.regions).read_bytes())
    for file in sorted(Path(str(files("materiel.tell"))).rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            made.update(file.read_bytes())
    return made.hexdigest()[:12]
