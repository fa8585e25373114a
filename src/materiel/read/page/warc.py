"""WARC: the pages of a web archive file, whole or a range of its bytes; gzip, zstd, lz4 or plain.

A record belongs to the range in which its compressed member begins, so ranges that adjoin give each record once. What
the sieve puts aside is never copied out of its record's buffer. Damage costs the records that it hits: reading goes on
at the next member.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from materiel.read.page.members import members, passing
from materiel.types import Discarded, Failure, Page

Passes = Callable[..., bool]
"""Whether bytes, or those from one place to another, are a page worth reading (``glance.worth``)."""

_MAGIC = {
    b"\x1f\x8b": b"\x1f\x8b\x08",
    b"\x28\xb5": b"\x28\xb5\x2f\xfd",
    b"\x04\x22": b"\x04\x22\x4d\x18",
    b"WA": b"WARC/1.",
}
"""What a record begins with, by the first bytes of the file."""

_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_TYPES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_TEXTS = ("text/html", "application/xhtml+xml", "text/plain", "")
_WINDOW = 1 << 20
_DROPPED = re.compile(rb"(?:content-encoding|transfer-encoding|content-length):", re.I)

PIECE = 8_000_000
"""Bytes of a range that is read in one go: some seconds of work."""


def is_warc(head: bytes) -> bool:
    """Whether a file that begins so is a WARC file."""
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith((b"WARC/", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18")) or bool(_SKIPPABLE.match(head))


def pieces(path: str, size: int = PIECE) -> list[tuple[int, int]]:
    """The ranges of bytes that a file is read in; one where its compression does not let one begin inside."""
    total = Path(path).stat().st_size
    with Path(path).open("rb") as stream:
        dictionary = bool(_SKIPPABLE.match(stream.read(4)))
    if dictionary:
        return [(0, total)]
    return [(start, min(start + size, total)) for start in range(0, max(total, 1), size)]


def pages(
    name: str, stream: IO[bytes], limit: int, passes: Passes | None, span: tuple[int, int | None]
) -> Iterator[Page | Failure | Discarded]:
    """The pages whose members begin in ``span``, each named ``name:OFFSET``; ``limit`` is the size of one in bytes.

    Other records (requests, images, errors, revisits) are no pages and are passed over.
    """
    at, end = span
    last = None
    if at:
        found = _next(stream, at, end)
        if found is None:
            return
        stream.seek(found)
        at = found
    while True:
        try:
            for found, record, asked in _records(stream, at, passes):
                if end is not None and found >= end:
                    return
                last = found
                page = Discarded() if record is None else _page((name, found), record, limit, asked)
                if page is not None:
                    yield page
        except (OSError, ValueError, EOFError) as error:
            damaged = at if last is None else last
            yield Failure(f"{name}:{damaged}", f"a record is damaged ({_short(error)}); the next ones are read")
            found = _next(stream, damaged + 1, end) if stream.seekable() else None
            if found is None:
                return
            stream.seek(found)
            at, last = found, None
            continue
        if last is None and not at:
            yield Failure(name, "there is no WARC record with a page in it; check that the file is a WARC file")
        elif last is not None and stream.seekable() and _cut(stream, last):
            yield Failure(f"{name}:{last}", "the file is cut off within this record; fetch it again")
        return


def _records(stream: IO[bytes], start: int, passes: Passes | None) -> Iterator[tuple[int, Any, Passes | None]]:
    """The records from ``start`` on: where each begins, None for a page that was put aside, and what it is still to
    pass."""
    if passes is not None and stream.seekable():
        stream.seek(start)
        for at, end, member in members(stream, start):
            told = passing(member, passes)
            if told is False:
                yield at, None, None
            else:
                asked = passes if told is None else None
                for record in _iterator(io.BytesIO(member)):
                    yield at, record, asked
            start = end
        stream.seek(start)
    for record in _iterator(stream):
        yield record.stream_pos, record, passes


def _iterator(stream: IO[bytes]) -> Any:
    return ArchiveIterator(stream, record_types=_TYPES, parse_http=True, auto_decode="all")


def _page(place: tuple[str, int], record: Any, limit: int, passes: Passes | None) -> Page | Failure | Discarded | None:
    """The page of a record; ``place`` is the name of the file and where in it the record begins. None where it holds
    none."""
    name, at = place[0], f"{place[0]}:{place[1]}"
    headers = record.http_headers if record.is_http_parsed else None
    kind = (record.http_content_type if headers is not None else record.headers.get("Content-Type")) or ""
    if kind.partition(";")[0].strip().lower() not in _TEXTS:
        return None
    if headers is not None and headers.status_code != 200:
        return None
    content = record.reader.read(limit + 1)
    if len(content) > limit:
        return Failure(at, f"the page is larger than {limit / 1e6:g} MB unpacked; it is left out")
    if not content or content.isspace():
        return None
    if passes is not None and not passes(content):
        return Discarded()
    stem = re.sub(r"(\.warc)?(\.gz|\.zst|\.lz4)?$", "", name.replace("\\", "/").rsplit("/", 1)[-1])
    return Page(
        id=f"{stem}-{place[1]}",
        name=at,
        content=content,
        url=record.headers.get("WARC-Target-URI"),
        captured=_time(record),
        http=_header(headers),
    )


def _time(record: Any) -> datetime | None:
    try:
        found: datetime | None = record.record_date
    except ValueError:
        return None
    return found


def _header(headers: Any) -> bytes:
    """Status line and headers, less those that spoke of the way the body was packed."""
    if headers is None:
        return b"HTTP/1.1 200 OK"
    lines = [headers.status_line, *(f"{name}: {value}" for name, value in headers)]
    kept = (line.encode("latin-1", "replace") for line in lines if "\n" not in line and "\r" not in line)
    return b"\r\n".join(line for line in kept if not _DROPPED.match(line))


def _next(stream: IO[bytes], start: int, end: int | None) -> int | None:
    """Where the first record at or behind ``start`` begins; None where none does before ``end``."""
    stream.seek(0)
    magic = _MAGIC.get(stream.read(2))
    if magic is None:
        return None
    at, kept = start, b""
    stream.seek(start)
    while block := stream.read(_WINDOW):
        data, base = kept + block, at - len(kept)
        found = data.find(magic)
        while found >= 0:
            if end is not None and base + found >= end:
                return None
            if _begins(stream, base + found):
                return base + found
            found = data.find(magic, found + 1)
        at += len(block)
        kept = data[-len(magic) + 1 :]
        stream.seek(at)
    return None


def _begins(stream: IO[bytes], at: int) -> bool:
    """Whether a record can be read at this place."""
    stream.seek(at)
    try:
        return next(iter(ArchiveIterator(stream, parse_http=False)), None) is not None
    except (OSError, ValueError, EOFError):
        return False


def _cut(stream: IO[bytes], last: int) -> bool:
    """Whether the member at ``last``, of gzip, breaks off."""
    stream.seek(last)
    if stream.read(2) != b"\x1f\x8b":
        return False
    stream.seek(last)
    unpacked = zlib.decompressobj(31)
    while block := stream.read(_WINDOW):
        try:
            while block:
                unpacked.decompress(block, _WINDOW)
                if unpacked.eof:
                    return False
                block = unpacked.unconsumed_tail
        except zlib.error:
            return False
    return True


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
