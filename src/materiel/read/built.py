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
            json.dump(made, stream)
        Path(stream.name).replace(path)
    except OSError:
        pass  # a cache that cannot be written costs time, nothing else
    return made


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
    """A digest of all packs and of the version."""
    told = sha256(__version__.encode())
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
