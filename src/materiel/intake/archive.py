"""Archive: captured pages are kept as they came, in WARC files that any WARC tool reads, and found by their digest.

An archive is a folder: ``*.warc.gz`` with one gzip member a record, and ``index.tsv`` with one line a capture (SHA-256
of the page's bytes, file, offset, length, address, time). The index follows from the files and can be made anew. A page
is kept once, however often it is captured the same.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from uuid import NAMESPACE_URL, uuid4, uuid5

from materiel import __version__
from materiel.types import ArchiveError, Page, digest

FULL = 1_000_000_000
"""Bytes at which a file is full and the next one is begun."""

_UNPACKED = 200_000_000
_BLOCK = 65_536
_BEGINS = b"\x1f\x8b\x08\x00\x00\x00\x00\x00"
"""How a member of ours begins: gzip without a name or a time."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a capture lies: a member of a file, with the digest of the page's bytes."""

    digest: str
    file: str
    offset: int
    length: int
    url: str
    captured: str


def beside(register: str) -> Path:
    """The folder of the archive that goes with a register: ``archive`` beside its file, or in the working folder."""
    return Path("archive") if "://" in register else Path(register).parent / "archive"


class Archive:
    """The archive in a folder, which need not exist yet."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._known: set[str] | None = None
        self._path: Path | None = None

    def add(self, pages: Sequence[Page]) -> int:
        """Keeps the pages that are not there yet; gives their number."""
        if self._known is None:
            self._known = {place.digest for place in self.places()}
        new = {digest(page.content): page for page in pages}
        new = {name: page for name, page in new.items() if name not in self._known}
        if not new:
            return 0
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self._current()
            lines = []
            with path.open("ab") as stream:
                if not stream.tell():
                    stream.write(_info(path.name))
                for name, page in new.items():
                    record = _record(page, name)
                    at = stream.tell()
                    stream.write(record)
                    lines.append(_line(Place(name, path.name, at, len(record), _uri(page), _date(page))))
                stream.flush()
                os.fsync(stream.fileno())
            with self._index.open("a", encoding="utf-8") as stream_of_lines:
                stream_of_lines.write("".join(lines))
        except OSError as error:
            raise ArchiveError(
                f"{self.folder}: the archive cannot be written ({error.strerror}); check the disk"
            ) from error
        self._known |= new.keys()
        return len(new)

    def places(self) -> Iterator[Place]:
        """Every capture that the index lists, in the order of capture."""
        try:
            text = self._index.read_text("utf-8", "replace")
        except FileNotFoundError:
            return
        for line in text.splitlines():
            parts = line.split("\t")
            if len(parts) == 6 and parts[2].isdigit() and parts[3].isdigit():
                yield Place(parts[0], parts[1], int(parts[2]), int(parts[3]), parts[4], parts[5])

    def find(self, name: str) -> Page | None:
        """The page whose bytes have the digest ``name``, or begins with it; None where the archive has none.

        Raises ``ArchiveError`` where its bytes are no longer what they were.
        """
        for place in self.places():
            if place.digest.startswith(name):
                return self._page(place)
        return None

    def verify(self) -> tuple[int, list[str]]:
        """How many captures are whole, and one sentence for each that is not, and for each file of which the index does
        not know all. What a kill cut off at a file's end was never reported as kept, and is no fault."""
        whole, wrong = 0, []
        files: dict[str, int] = {}
        for place in self.places():
            try:
                self._page(place)
                whole += 1
            except ArchiveError as error:
                wrong.append(str(error))
            files[place.file] = max(files.get(place.file, 0), place.offset + place.length)
        for path in sorted(self.folder.glob("*.warc.gz")):
            known = files.get(path.name, 0)
            if any(header.get("warc-type") != "warcinfo" for _, _, header, _ in _members(path, known)):
                wrong.append(f"{path}: the index does not know all of it; `materiel archive index` makes it anew")
        return whole, wrong

    def index(self) -> int:
        """Makes the index anew from the files; gives the number of captures."""
        lines: dict[str, str] = {}
        for path in sorted(self.folder.glob("*.warc.gz")):
            for at, length, header, block in _members(path):
                if header.get("warc-type") != "warcinfo":
                    body = _body(header, block)
                    name = digest(body)
                    place = Place(
                        name, path.name, at, length, header.get("warc-target-uri", ""), header.get("warc-date", "")
                    )
                    lines.setdefault(name, _line(place))
        with self._index.open("w", encoding="utf-8") as stream:
            stream.write("".join(lines.values()))
        return len(lines)

    @property
    def _index(self) -> Path:
        return self.folder / "index.tsv"

    def _current(self) -> Path:
        """The file to write to: of this archive object alone, a new one where it is full."""
        if self._path is None or (self._path.exists() and self._path.stat().st_size >= FULL):
            self._path = self.folder / f"materiel-{datetime.now(UTC):%Y%m%d%H%M%S}-{uuid4().hex[:8]}.warc.gz"
        return self._path

    def _page(self, place: Place) -> Page:
        path = self.folder / place.file
        try:
            with path.open("rb") as stream:
                stream.seek(place.offset)
                member = zlib.decompressobj(31)
                data = member.decompress(stream.read(place.length), _UNPACKED)
                if not member.eof:
                    raise ArchiveError(f"{path}:{place.offset}: the capture is cut off; restore the file from a backup")
        except (OSError, zlib.error) as error:
            raise ArchiveError(
                f"{path}:{place.offset}: the capture cannot be read; restore the file from a backup"
            ) from error
        header, block = _parsed(data)
        body = _body(header, block)
        if digest(body) != place.digest:
            raise ArchiveError(f"{path}:{place.offset}: the page is not what it was; restore the file from a backup")
        http = block[: -len(body)].rstrip(b"\r\n") if header.get("warc-type") == "response" else None
        captured = datetime.fromisoformat(header["warc-date"].replace("Z", "+00:00"))
        url = header.get("warc-target-uri")
        return Page(place.digest[:12], f"{path}:{place.offset}", body, url=url, captured=captured, http=http)


def _record(page: Page, name: str) -> bytes:
    """A page as a WARC record of its own gzip member."""
    body = page.content
    block, kind, content = body, "resource", _guessed(page)
    if page.http is not None:
        block = page.http.rstrip(b"\r\n") + f"\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        kind, content = "response", "application/http; msgtype=response"
    uri, date = _uri(page), _date(page)
    lines = [
        "WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, name + uri + date)}>",
        f"WARC-Target-URI: {uri}", f"WARC-Date: {date}", f"WARC-Block-Digest: {_sha1(block)}",
        f"WARC-Payload-Digest: {_sha1(body)}", f"Content-Type: {content}", f"Content-Length: {len(block)}",
    ]  # fmt: skip
    return gzip.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n", 6, mtime=0)


def _info(file: str) -> bytes:
    block = f"software: materiel/{__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
    date = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    lines = [
        "WARC/1.1", "WARC-Type: warcinfo", f"WARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, file + date)}>",
        f"WARC-Date: {date}", f"WARC-Filename: {file}", "Content-Type: application/warc-fields",
        f"Content-Length: {len(block)}",
    ]  # fmt: skip
    return gzip.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n", 6, mtime=0)


def _members(path: Path, at: int = 0) -> Iterator[tuple[int, int, dict[str, str], bytes]]:
    """Offset, length, header and block of each record of a file of ours from ``at`` on. One that is damaged is passed
    over, and so is what a kill cut off at the end."""
    with path.open("rb") as stream:
        while True:
            stream.seek(at)
            found = _member(stream)
            if found is None:
                at = _next(stream, at + 1)
                if at < 0:
                    return
            else:
                length, record = found
                yield at, length, *_parsed(record)
                at += length


def _member(stream: IO[bytes]) -> tuple[int, bytes] | None:
    """The packed length and the content of the member that begins here; None where none does."""
    member, out, read, size = zlib.decompressobj(31), [], 0, 0
    while not member.eof:
        block = stream.read(_BLOCK)
        read += len(block)
        try:
            out.append(member.decompress(block, _UNPACKED))
        except zlib.error:
            return None
        size += len(out[-1])
        if not block or size >= _UNPACKED:
            return None
    return read - len(member.unused_data), b"".join(out)


def _next(stream: IO[bytes], at: int) -> int:
    """Where the next member of ours begins; -1 where none does."""
    stream.seek(at)
    kept = b""
    while block := stream.read(_BLOCK):
        data = kept + block
        found = data.find(_BEGINS)
        if found >= 0:
            return at + found
        kept = data[1 - len(_BEGINS) :]
        at += len(data) - len(kept)
    return -1


def _parsed(data: bytes) -> tuple[dict[str, str], bytes]:
    head, _, rest = data.partition(b"\r\n\r\n")
    pairs = (line.partition(": ") for line in head.decode("utf-8", "replace").split("\r\n")[1:])
    header = {key.lower(): value for key, _, value in pairs}
    size = header.get("content-length", "")
    return header, rest[: int(size)] if size.isdigit() else rest


def _body(header: dict[str, str], block: bytes) -> bytes:
    return block.partition(b"\r\n\r\n")[2] if header.get("warc-type") == "response" else block


def _line(place: Place) -> str:
    return "\t".join((place.digest, place.file, str(place.offset), str(place.length), place.url, place.captured)) + "\n"


def _sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def _uri(page: Page) -> str:
    """The address of the page; a file's is that of its name."""
    return "".join((page.url or f"file:{page.name}").split())


def _date(page: Page) -> str:
    return f"{(page.captured or datetime.now(UTC)).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _guessed(page: Page) -> str:
    return "text/html" if page.content[:200].lstrip().startswith(b"<") else "text/plain"
