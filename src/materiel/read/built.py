"""Built: what takes seconds to make from the packs is kept between runs, in the user's cache folder.

A file is named by a digest of the packs and of this version, so that other packs never meet what was made from these.
It is written beside and moved into place; one that is torn or not there is made again. ``$MATERIEL_CACHE`` names
another folder, or nothing (empty) for none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from materiel import __version__, packs

_FOLDERS = ("codebook", "gazetteer", "lang", "text")
_KEPT = 4
"""Versions of a thing that stay: of several installations, or of packs at work."""
_MAKERS = ("built", "fold", "kept", "lexicon", "mixed", "node", "sieve", "terms", "visible")
"""What makes the things that are kept: of another version of it nothing is taken."""


def built(name: str, make: Callable[[], Any]) -> Any:
    """What ``make`` gives (plain data, as JSON holds it), from the cache where it is there."""
    folder = _folder()
    if folder is None:
        return make()
    path = folder / f"{name}-{_digest()}.json"
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        pass
    made = make()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=folder, prefix=name, suffix=".part", delete=False) as stream:
            stream.write(json.dumps(made, separators=(",", ":")))  # json.dump would not use its loops in C
        Path(stream.name).replace(path)
        _tidy(folder, name)
    except OSError:
        pass  # a cache that cannot be written costs time, nothing else
    return made


def _tidy(folder: Path, name: str) -> None:
    """Takes out what was made from packs of long ago."""
    held = sorted(folder.glob(f"{name}-{'[0-9a-f]' * 16}.json"), key=lambda path: path.stat().st_mtime)
    for path in held[:-_KEPT]:
        path.unlink(missing_ok=True)


def _folder() -> Path | None:
    told = os.environ.get("MATERIEL_CACHE")
    if told is not None:
        return Path(told) if told else None
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "materiel"
    except RuntimeError:  # nobody's home
        return None


@cache
def _digest() -> str:
    """A digest of all packs, of the version and of the modules that make what is kept."""
    told = sha256(__version__.encode())
    for name in _MAKERS:
        told.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    told.update(Path(packs.__file__).read_bytes())
    for folder in _FOLDERS:
        for place in _files(packs.data(folder)):
            told.update(place.name.encode())
            told.update(place.read_bytes())
    return told.hexdigest()[:16]


def _files(folder: Traversable) -> Iterator[Traversable]:
    for place in sorted(folder.iterdir(), key=lambda one: one.name):
        if place.is_dir():
            yield from _files(place)
        elif place.name.endswith((".toml", ".csv")):
            yield place
