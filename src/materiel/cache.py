"""Cache: what takes long to make from files that seldom change is kept between runs, in the user's cache folder.

``$MATERIEL_CACHE`` names another folder, or nothing (empty) for none. A file is written beside and moved into place;
one that is torn or not there is made again, and one that cannot be written costs time, nothing else.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

_KEPT = 4
"""Versions of a thing that stay: of several installations, or of packs at work."""


def folder() -> Path | None:
    """The folder in which things are kept; None for nowhere."""
    told = os.environ.get("MATERIEL_CACHE")
    if told is not None:
        return Path(told) if told else None
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "materiel"
    except RuntimeError:  # nobody's home
        return None


def keep(name: str, digest: str, kind: str, content: bytes) -> Path | None:
    """Keeps a file ``NAME-DIGEST.KIND``, and of its name only the last few; where it lies, None where it cannot be."""
    place = folder()
    if place is None:
        return None
    try:
        place.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=place, prefix=name, suffix=".part", delete=False) as stream:
            stream.write(content)
        path = place / f"{name}-{digest}.{kind}"
        Path(stream.name).replace(path)
        held = sorted(place.glob(f"{name}-{'[0-9a-f]' * len(digest)}.{kind}"), key=lambda one: one.stat().st_mtime)
        for old in held[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def kept(name: str, digest: str, kind: str) -> Path | None:
    """Where a file that was kept should lie; None where nothing is kept."""
    place = folder()
    return place / f"{name}-{digest}.{kind}" if place is not None else None
