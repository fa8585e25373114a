"""Built: what takes seconds to make from the packs is kept between runs, in the user's cache folder.

A file is named by a digest of the packs and of this version, so that other packs never meet what was made from these
(``cache.py``).
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from materiel import __version__, cache, packs

_FOLDERS = ("codebook", "gazetteer", "lang", "text")
_MAKERS = (
    *(f"words/{name}" for name in ("built", "fold", "kept", "lexicon", "mixed", "node")),
    *(f"sift/{name}" for name in ("sieve", "terms", "visible")),
)
"""What makes the things that are kept: of another version of it nothing is taken."""

_KIND = f"m{sys.version_info[0]}{sys.version_info[1]}"
"""The files' ending: another Python may write plain data otherwise."""


def built(name: str, make: Callable[[], Any]) -> Any:
    """What ``make`` gives (plain data, as ``marshal`` holds it), from the cache where it is there."""
    path = cache.kept(name, _digest(), _KIND) if cache.folder() else None
    if path is not None:
        try:
            return marshal.loads(path.read_bytes())
        except (OSError, ValueError, EOFError, TypeError):
            pass
    made = make()
    if path is not None:
        cache.keep(name, _digest(), _KIND, marshal.dumps(made))
    return made


@lru_cache
def _digest() -> str:
    """A digest of all packs, of the version and of the modules that make what is kept."""
    told = sha256(__version__.encode())
    for name in _MAKERS:
        told.update((Path(__file__).parents[1] / f"{name}.py").read_bytes())
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
