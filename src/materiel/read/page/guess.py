"""Guess: the model that guesses a text's language by its letters (py3langid), unpacked once and kept.

Unpacked it has 49 MB, which a process maps from the cache and reads where a text leads; to unpack it takes half a
second. The loop over a text is in C; where that was not compiled, or nothing can be kept, py3langid does both itself.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from functools import cache
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

from materiel import cache as stored
from materiel.packs import toml
from materiel.read.page import native

_PARTS = ("next", "rows", "features", "weights", "priors")


class Guess(LanguageIdentifier):  # type: ignore[misc]
    """The model over arrays that lie in the cache."""

    def __init__(self, parts: dict[str, npt.NDArray[Any]], labels: list[str]) -> None:
        super().__init__(parts["weights"], parts["priors"], labels, (), (), tk_row=())
        self._next, self._rows, self._features = parts["next"], parts["rows"], parts["features"]

    def _raw_score(self, text: bytes) -> Any:
        found = Counter(native.visits(self._next, self._rows, self._features, text))
        return self._sparse_score(found, self.nb_ptc) if found else super()._raw_score(b"")


@cache
def guess() -> Any:
    """The model of the languages that are ``known`` (``languages.toml``): ``classify`` gives one and its weight."""
    known = toml("text", "languages.toml")["known"]
    if not native.there() or stored.folder() is None:
        return _unpacked(known)
    told = (MODEL_DIR / MODEL_FILE).stat()
    digest = sha256(json.dumps([told.st_size, told.st_mtime_ns, known]).encode()).hexdigest()[:16]
    found = _mapped(digest)
    if found is None:
        model = _unpacked(known)
        found = _kept(model, digest)
        if found is None:
            return model
    return Guess(*found)


def _unpacked(known: list[str]) -> Any:
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages([code for code in model.labels if code in set(known)])
    return model


def _mapped(digest: str) -> tuple[dict[str, npt.NDArray[Any]], list[str]] | None:
    """The parts of the model as they lie in the cache; None where one is missing or torn."""
    paths = {name: stored.kept(f"language-{name}", digest, "npy") for name in (*_PARTS, "labels")}
    try:
        parts = {
            name: np.asarray(np.load(str(path), mmap_mode="r", allow_pickle=False)) for name, path in paths.items()
        }
    except (OSError, ValueError, EOFError):
        return None
    return parts, parts.pop("labels").tolist()


def _kept(model: Any, digest: str) -> tuple[dict[str, npt.NDArray[Any]], list[str]] | None:
    """Keeps the parts of a model; None where they cannot be kept."""
    parts = {
        "next": np.asarray(model.tk_nextmove, np.uint32),
        "rows": np.asarray(model.tk_row, np.uint32),
        "features": np.asarray(model.tk_output, np.int32),
        "weights": np.ascontiguousarray(model.nb_ptc),
        "priors": model.nb_pc,
        "labels": np.array(model.nb_classes),
    }
    for name, part in parts.items():
        out = io.BytesIO()
        np.save(out, part, allow_pickle=False)
        if stored.keep(f"language-{name}", digest, "npy", out.getvalue()) is None:
            return None
    return _mapped(digest)
