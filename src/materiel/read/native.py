"""Native: the loops of the sieve in C (``_sieve.c``), where they were compiled when materiel was installed.

Nothing depends on them but speed: ``visible.py`` and ``sieve.py`` say the same in Python, and do it where there was no
compiler, the source has changed since, or ``$MATERIEL_NATIVE`` is 0.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

PLACE = Path(__file__).with_name("_sieve.so")


@cache
def _library() -> Any:
    """The compiled loops; None where there are none."""
    if os.environ.get("MATERIEL_NATIVE") == "0":
        return None
    try:
        library = ctypes.PyDLL(str(PLACE))  # holds Python's lock: a table does one search at a time
        library.materiel_source.restype = ctypes.c_char_p
        if library.materiel_source().decode() != hashlib.sha256(PLACE.with_suffix(".c").read_bytes()).hexdigest():
            return None
        library.materiel_text.restype = ctypes.c_size_t
        library.materiel_fold.restype = ctypes.c_size_t
        library.materiel_table.restype = ctypes.c_void_p
        library.materiel_places.restype = ctypes.c_size_t
        library.materiel_free.restype = None
    except (OSError, AttributeError):
        return None
    return library


def there() -> bool:
    """Whether the loops were compiled."""
    return _library() is not None


def text(content: bytes, tags: bytes, titled: bool) -> bytes:
    """What ``visible.text`` gives; ``tags`` are lines of a kind and a name."""
    room = np.empty(2 * len(content) + 2, np.uint8)
    size = _library().materiel_text(
        content, ctypes.c_size_t(len(content)), tags, int(titled), ctypes.c_void_p(room.ctypes.data)
    )
    return room[:size].tobytes()


def folded(data: bytes, low: bytes, turn: bytes) -> bytes:
    """What ``visible.folded`` gives of UTF-8; ``turn`` is the ``visible.folder``."""
    room = np.empty(len(data) + 1, np.uint8)
    size = _library().materiel_fold(data, ctypes.c_size_t(len(data)), low, turn, ctypes.c_void_p(room.ctypes.data))
    return room[:size].tobytes()


class Places:
    """A table of terms: called with running text it gives where goods stand that may be told of as moved.

    ``keys`` are sorted, with a code each as ``sieve.codes`` writes it; ``endings`` have their languages; ``limits`` are
    beside, company, transfer, party, few and the share of a language in per cent.
    """

    def __init__(
        self, keys: Sequence[bytes], codes: Iterable[int], endings: Sequence[tuple[bytes, int]], limits: Sequence[int]
    ) -> None:
        self._library = _library()
        lines, ends = b"\n".join(keys), b"\n".join(ending for ending, _ in endings)
        numbers, masks, most = array("I", codes), array("I", [mask for _, mask in endings]), array("i", limits)
        self._table = self._library.materiel_table(
            lines, ctypes.c_size_t(len(lines)), _at(numbers), len(numbers),
            ends, ctypes.c_size_t(len(ends)), _at(masks), len(masks), _at(most),
        )  # fmt: skip
        if not self._table:
            raise MemoryError("there is no memory for the sieve")

    def __call__(self, line: bytes) -> list[int]:
        hits = ctypes.POINTER(_Hit)()
        count = self._library.materiel_places(
            ctypes.c_void_p(self._table), line, ctypes.c_size_t(len(line)), ctypes.byref(hits)
        )
        return sorted({hits[number].at for number in range(count)})

    def __del__(self) -> None:
        if getattr(self, "_table", None):
            self._library.materiel_free(ctypes.c_void_p(self._table))


class _Hit(ctypes.Structure):
    _fields_ = (("at", ctypes.c_int32), ("languages", ctypes.c_uint32))


def _at(numbers: array[int]) -> ctypes.c_void_p:
    return ctypes.c_void_p(numbers.buffer_info()[0])
