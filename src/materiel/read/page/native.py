"""Native: the loops of the sieve, and of the walk over a page, in C (``_sieve.c``), where they were compiled when
materiel was installed.

Nothing depends on them but speed: ``visible.py``, ``sieve.py`` and ``html.py`` say the same in Python, and do it where
there was no compiler, the source has changed since, or ``$MATERIEL_NATIVE`` is 0.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
from array import array
from collections.abc import Sequence
from functools import cache
from html import unescape
from html.entities import html5
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

PLACE = Path(__file__).with_name("_sieve.so")
_SOURCES = ("_visible.c", "_fold.c", "_terms.c", "_pieces.c", "_visits.c", "_sieve.c")


@cache
def _library() -> Any:
    """The compiled loops; None where there are none."""
    if os.environ.get("MATERIEL_NATIVE") == "0":
        return None
    try:
        library = ctypes.PyDLL(str(PLACE))  # holds Python's lock: a table does one search at a time
        library.materiel_source.restype = ctypes.c_char_p
        if library.materiel_source().decode() != _stamp():
            return None
        for name in ("text", "fold", "places", "visits"):
            getattr(library, f"materiel_{name}").restype = ctypes.c_size_t
        for name in ("folding", "table"):
            getattr(library, f"materiel_{name}").restype = ctypes.c_void_p
        for name in ("unfold", "free"):
            getattr(library, f"materiel_{name}").restype = None
        for name in ("page", "pieces"):
            getattr(library, f"materiel_{name}").restype = ctypes.c_ssize_t
    except (OSError, AttributeError):
        return None
    return library


def _stamp() -> str:
    """The digest of the sources as they are now."""
    return hashlib.sha256(b"".join(PLACE.with_name(name).read_bytes() for name in _SOURCES)).hexdigest()


def there() -> bool:
    """Whether the loops were compiled."""
    return _library() is not None


def text(content: bytes, tags: bytes, titled: bool) -> bytes:
    """What ``visible.text`` gives; ``tags`` are lines of a kind and a name."""
    room = np.empty(2 * len(content) + 16, np.uint8)
    size = _library().materiel_text(
        content, ctypes.c_size_t(len(content)), tags, int(titled), ctypes.c_void_p(room.ctypes.data)
    )
    return room[:size].tobytes()


ELEMENT, PIECE = 14, 6
"""Numbers of an element and of a piece (``_pieces.c``)."""


def pieces(written: bytes, tags: bytes) -> tuple[npt.NDArray[np.int32], list[list[int]], bytes] | None:
    """What ``pieces.pieces`` is made of, from the page as the parser writes it out: elements, pieces and all text.

    ``tags`` are lines of a sign, whose bits tell of a tag, and its name. None where the page is too strange.
    """
    room = written.count(b"<") + 1
    elements, found = np.empty((room, ELEMENT), np.int32), np.empty((room, PIECE), np.int32)
    out, told = np.empty(2 * len(written) + 2, np.uint8), np.empty(2, np.int32)
    places = [ctypes.c_void_p(one.ctypes.data) for one in (elements, found, out, told)]
    held = _library().materiel_pieces(written, ctypes.c_size_t(len(written)), tags, *places)
    if held < 0:
        return None
    count, size = told.tolist()
    return elements[:held], found[:count].tolist(), out[:size].tobytes()


def visits(
    step: npt.NDArray[np.uint32], rows: npt.NDArray[np.uint32], features: npt.NDArray[np.int32], text: bytes
) -> list[int]:
    """The features of a text, in order: what ``py3langid.langid.visit_counts`` counts."""
    found = np.empty(len(text), np.int32)
    places = [ctypes.c_void_p(one.ctypes.data) for one in (step, rows, features)]
    size = ctypes.c_size_t(len(text))
    count = _library().materiel_visits(*places, text, size, ctypes.c_void_p(found.ctypes.data))
    return found[:count].tolist()  # type: ignore[no-any-return]


class Folding:
    """A table of signs: UTF-8 without tags becomes what search reads, its entities resolved.

    ``low`` is what a byte of ASCII becomes, ``turn`` the ``visible.folder``.
    """

    def __init__(self, low: bytes, turn: bytes) -> None:
        self._library, self._low, self._turn = _library(), low, turn
        names = "\n".join(f"{name} {said.replace(chr(10), ' ')}" for name, said in html5.items()).encode()
        numbers = array("I", [ord(unescape(f"&#{number};") or "\0") for number in range(160)])
        self.table = ctypes.c_void_p(
            self._library.materiel_folding(low, turn, names, ctypes.c_size_t(len(names)), _at(numbers))
        )
        if not self.table:
            raise MemoryError("there is no memory for the sieve")

    def __call__(self, data: bytes) -> bytes:
        """What ``visible.searched`` gives."""
        return self._folded(data, None)

    def ends(self, data: bytes) -> array[int]:
        """What ``visible.ends`` gives."""
        found = array("i", bytes(4 * (data.count(2) + 1)))
        self._folded(data, _at(found))
        return found

    def _folded(self, data: bytes, ends: ctypes.c_void_p | None) -> bytes:
        room = np.empty(len(data) + 2, np.uint8)
        place = ctypes.c_void_p(room.ctypes.data)
        size = self._library.materiel_fold(self.table, data, ctypes.c_size_t(len(data)), place, ends)
        return room[:size].tobytes()

    def __del__(self) -> None:
        if getattr(self, "table", None):
            self._library.materiel_unfold(self.table)


class Places:
    """A table of terms: called with running text it gives where goods stand that may be told of as moved.

    ``keys`` are sorted lines, with a code each as ``sieve.codes`` writes it; ``endings``, sorted too, have their
    languages; ``limits`` are beside, company, transfer, party, few and the share of a language in per cent.
    """

    def __init__(
        self, keys: bytes, codes: array[int], endings: Sequence[tuple[bytes, int]], limits: Sequence[int]
    ) -> None:
        self._library = _library()
        ends = b"\n".join(ending for ending, _ in endings)
        masks, most = array("I", [mask for _, mask in endings]), array("i", limits)
        self._table = ctypes.c_void_p(
            self._library.materiel_table(
                keys, ctypes.c_size_t(len(keys)), _at(codes), len(codes),
                ends, ctypes.c_size_t(len(ends)), _at(masks), len(masks), _at(most),
            )
        )  # fmt: skip
        if not self._table:
            raise MemoryError("there is no memory for the sieve")

    def __call__(self, line: bytes) -> list[int]:
        hits = ctypes.POINTER(_Hit)()
        count = self._library.materiel_places(self._table, line, ctypes.c_size_t(len(line)), ctypes.byref(hits))
        return sorted({hits[number].at for number in range(count)})

    def of_page(
        self, folding: Folding, page: tuple[bytes, int, int], tags: bytes, titled: bool
    ) -> tuple[list[int], bytes] | None:
        """The same, from the bytes of a page (of some, those from one place to another), with its plain text where
        there are places; None where its charset leaves that to Python."""
        hits, plain, size = ctypes.POINTER(_Hit)(), ctypes.c_void_p(), ctypes.c_size_t()
        held, start, end = page
        count = self._library.materiel_page(
            self._table, folding.table, held, ctypes.c_size_t(start), ctypes.c_size_t(end), tags, int(titled),
            *map(ctypes.byref, (hits, plain, size)),
        )  # fmt: skip
        if count < 0:
            return None
        found = sorted({hits[number].at for number in range(count)})
        return found, ctypes.string_at(plain, size.value) if found else b""

    def __del__(self) -> None:
        if getattr(self, "_table", None):
            self._library.materiel_free(self._table)


class _Hit(ctypes.Structure):
    _fields_ = (("at", ctypes.c_int32), ("languages", ctypes.c_uint32))


def _at(numbers: array[int]) -> ctypes.c_void_p:
    return ctypes.c_void_p(numbers.buffer_info()[0])
