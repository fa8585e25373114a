"""Capture: paths become pages, one after the other; whatever cannot be read becomes a ``Failure``.

Files, folders, glob patterns and ``-`` are understood, gzip of anything too, JSON Lines and WARC by content. Nothing
here raises: the worst input costs one sentence.
"""

from __future__ import annotations

import glob
import gzip
import io
import json
import os
import re
import stat
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from materiel.read.page import warc
from materiel.read.page.decode import binary, decode, whole
from materiel.read.page.own import databases
from materiel.read.page.warc import Passes
from materiel.types import Discarded, Failure, Page

LIMIT = 50_000_000
"""Bytes of one page, unpacked, above which it is refused."""

_BUFFER = 65_536
_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"')
_RECORDS = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"(?:text|title|url|id|published)"\s*:')
_EMPTY = "the input is empty; give a page with text"
_DAMAGED = "the gzip data are cut off or damaged; fetch the file again"

Source = tuple[str, str | None]
"""The name that messages use, and the path to open (None for standard input)."""


Captured = Page | Failure | Discarded


def captures(paths: Iterable[str], limit: int = LIMIT, passes: Passes | None = None) -> Iterator[Captured]:
    """The pages behind ``paths`` in order; ``limit`` is the size of a page in bytes, unpacked.

    A folder is read recursively, its files sorted, hidden ones left out. ``-`` is standard input. A file of JSON Lines
    gives one page a line, named ``file:LINE``; a WARC file one a record, named ``file:OFFSET``. Only one page is held
    at a time. With ``passes``, pages that do not pass come out as ``Discarded``.
    """
    for path in paths:
        for source in sources(path):
            if isinstance(source, Failure):
                yield source
            else:
                yield from pages(source, limit, passes)


def is_warc(path: str) -> bool:
    """Whether the file is a WARC file; False where it cannot be opened."""
    try:
        with Path(path).open("rb") as stream:
            return warc.is_warc(stream.read(_BUFFER))
    except (OSError, ValueError):
        return False


def warc_pages(source: Source, span: tuple[int, int], limit: int, passes: Passes | None) -> Iterator[Captured]:
    """The pages of a range of a WARC file."""
    name, path = source
    try:
        with Path(path or "").open("rb") as stream:
            yield from warc.pages(name, stream, limit, passes, span)
    except (OSError, ValueError) as error:
        yield Failure(name, _why(error))


def sources(path: str) -> Iterator[Source | Failure]:
    """The files behind a path, in order."""
    if path == "-":
        yield "standard input", None
        return
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        yield from _pattern(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path)
    else:
        yield _shown(path), path


def _pattern(path: str, error: Exception) -> Iterator[Source | Failure]:
    """What a path that is no file stands for: a glob pattern, or nothing."""
    if glob.has_magic(path) and "\0" not in path:
        matches = glob.iglob(path, recursive=True)  # noqa: PTH207 - pathlib knows no absolute patterns
        found = [match for match in sorted(matches) if Path(match).is_file()]
        yield from ((_shown(match), match) for match in found)
        if not found:
            yield Failure(_shown(path), "no file matches this pattern; check its spelling")
    elif re.match(r"[a-z]+://", path):
        yield Failure(_shown(path), "this is an address and not a file; save the page and give the file")
    else:
        yield Failure(_shown(path), _why(error))


def _folder(path: str) -> Iterator[Source | Failure]:
    refused: list[OSError] = []
    seen = False
    for folder, folders, names in os.walk(path, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        own = databases(folder, names)
        for name in sorted(name for name in names if not name.startswith(".") and name not in own):
            seen = True
            file = os.path.join(folder, name)  # noqa: PTH118 - a Path would cost a third of the walk
            if Path(file).is_file():
                yield _shown(file), file
            else:
                yield Failure(_shown(file), "this is a broken link or a device and not a file; leave it out")
    for error in refused:
        yield Failure(_shown(error.filename), "the folder may not be opened; check its permissions")
    if not seen and not refused:
        yield Failure(_shown(path), "the folder holds no files; name another one")


def pages(source: Source, limit: int = LIMIT, passes: Passes | None = None) -> Iterator[Captured]:
    """The pages of one source, opened and unpacked."""
    name, path = source
    try:
        with _opened(path) as (stream, archive):
            if archive:
                yield from warc.pages(name, stream, limit, passes, (0, None))
                return
            for page in _read(name, stream, limit):
                unwanted = passes is not None and isinstance(page, Page) and not passes(page.content)
                yield Discarded() if unwanted else page
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Failure(name, _DAMAGED)
    except (OSError, ValueError, AttributeError) as error:
        yield Failure(name, _why(error))


@contextmanager
def _opened(path: str | None) -> Iterator[tuple[io.BufferedReader, bool]]:
    """The bytes of a file or of standard input, and whether they are a WARC file, which unpacks itself.

    gzip is seen by its first bytes and unpacked on the way.
    """
    source: Any = sys.stdin.buffer if path is None else Path(path).open("rb", buffering=0)  # noqa: SIM115
    raw = io.BufferedReader(source, _BUFFER)
    try:
        head = raw.peek(_BUFFER)
        if warc.is_warc(head):
            yield raw, True
            return
        packed = head[:2] == b"\x1f\x8b"
        unpacked: Any = gzip.GzipFile(fileobj=raw) if packed else None
        yield (io.BufferedReader(unpacked, _BUFFER) if packed else raw), False
    finally:
        if path is None:
            raw.detach()
        else:
            raw.close()


def _read(name: str, stream: io.BufferedReader, limit: int) -> Iterator[Page | Failure]:
    """One page, or a page a line where the first line is a JSON object."""
    head: list[bytes] = []
    line = stream.readline(limit + 1)
    while line and not line.strip():
        head.append(line)
        line = stream.readline(limit + 1)
    if _OBJECT.match(line) and line.rstrip().endswith(b"}"):
        yield from _lines(name, chain([line], iter(lambda: stream.readline(limit + 1), b"")), len(head) + 1, limit)
        return
    content = b"".join((*head, line, stream.read(max(0, limit + 1 - len(line)))))
    if len(content) > limit:
        yield Failure(name, _too_large("page", limit))
    elif not content.strip():
        yield Failure(name, _EMPTY)
    elif kind := binary(content):
        yield Failure(name, f"this is {kind} and not a text; save it as text or HTML")
    elif _RECORDS.match(content[:4096]):
        yield from _whole_json(name, content)
    else:
        yield Page(id=_stem(name), name=name, content=content)


def _lines(name: str, lines: Iterable[bytes], first: int, limit: int) -> Iterator[Page | Failure]:
    number, inside = first, False
    for line in lines:
        ended = line.endswith(b"\n")
        if inside:  # the rest of a line that was too long
            inside = not ended
            number += ended
            continue
        if len(line) > limit:
            yield Failure(f"{name}:{number}", _too_large("line", limit))
            inside = not ended
        elif line.strip():
            yield _parsed(f"{name}:{number}", f"{_stem(name)}-{number}", line)
        number += ended or not inside


def _whole_json(name: str, content: bytes) -> Iterator[Page | Failure]:
    """One JSON object over several lines, or a list of objects."""
    try:
        value = json.loads(decode(content))
    except (ValueError, RecursionError) as error:
        yield Failure(name, _no_json(error))
        return
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield _page(f"{name}:{number}", f"{_stem(name)}-{number}", item)
    else:
        yield _page(name, _stem(name), value)


def _parsed(name: str, default: str, line: bytes) -> Page | Failure:
    try:
        return _page(name, default, json.loads(decode(line)))
    except (ValueError, RecursionError) as error:
        return Failure(name, _no_json(error))


def _page(name: str, default: str, record: Any) -> Page | Failure:
    """The page of a JSON object; its content is the article's text exactly, in UTF-8."""
    if not isinstance(record, dict):
        return Failure(name, 'this is no JSON object; give {"text": ...}')
    text = record.get("text")
    if not isinstance(text, str):
        return Failure(name, 'the object has no "text"; give {"text": ...}')
    if not text.strip():
        return Failure(name, 'its "text" is empty; give a page with text')
    content = whole(text).encode()
    if text.startswith("\ufeff"):  # one is taken for a byte order mark when the page is decoded
        content = b"\xef\xbb\xbf" + content
    given = record.get("id")
    return Page(
        id=whole(str(given)) if isinstance(given, str | int) and str(given) else default,
        name=name,
        content=content,
        url=_string(record.get("url")),
        title=_string(record.get("title")),
        published=_string(record.get("published")),
    )


def _string(value: object) -> str | None:
    return (whole(str(value)).strip() or None) if isinstance(value, str | int) else None


def _stem(name: str) -> str:
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    if base == "standard input":
        return "stdin"
    return Path(base.removesuffix(".gz")).stem or base


def _shown(path: str) -> str:
    """``path`` as messages and identifiers may carry it: bytes that are no text become U+FFFD."""
    return whole(path)


def _no_json(error: Exception) -> str:
    what = getattr(error, "msg", "nested too deeply" if isinstance(error, RecursionError) else "a value out of range")
    return f"this is no valid JSON ({what}); repair or leave out the line"


def _too_large(what: str, limit: int) -> str:
    return f"the {what} is larger than {limit / 1e6:g} MB unpacked; split it or give the article alone"


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "there is no such file; check its spelling"
    if isinstance(error, PermissionError):
        return "it may not be opened; check its permissions"
    detail = getattr(error, "strerror", None) or "no usable path"
    return f"it cannot be read ({detail}); check the path and the disk"
