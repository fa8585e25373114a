"""Visible: the running text of a page, cut out of its bytes without parsing and folded for search.

What comes out has one byte a letter: small unaccented ASCII letters and figures, one space between words, and one byte
above 127 for each letter of another script that the packs use. So one sign is one letter in every script, and the
search needs no knowledge of UTF-8, upper case or accents (the Turkish İ least of all). Tags, comments, scripts and
styles are left out as a browser leaves them out, and so are blocks that are nothing but links: menus and the headlines
of other articles. ``_sieve.c`` does the same quicker where it could be compiled.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from html import unescape
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from materiel.read.page import native
from materiel.read.page.decode import DECLARED, decode
from materiel.read.page.html import BLOCKS
from materiel.read.words.fold import fold

OTHER = 255
"""A letter that no pack uses."""

Letters = npt.NDArray[np.uint8]

_TAG = re.compile(
    rb"""<(?:!--(?P<comment>)|(?P<closes>/?)(?P<name>[a-zA-Z][^\x00-\x20/>]*)"""
    rb"""(?P<rest>(?:[^>=]++|=[\x00-\x20]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|))*+)(?:>|\Z)"""
    rb"""|(?:/|[!?])[^>]*(?:>|\Z))""",
)
KINDS = {
    **dict.fromkeys(BLOCKS, 1), "title": 1, "hr": 1, "br": 2, "a": 4, "meta": 5,
    **dict.fromkeys(("script", "style", "iframe", "textarea", "select"), 3),
}  # fmt: skip
"""Tags that end a block (1), part words (2), hide what they hold (3), link (4) or may hold a title (5)."""
_HIDING = {name.encode(): re.compile(rb"</" + name.encode(), re.I) for name, kind in KINDS.items() if kind == 3}
_NAMED = {name.encode(): kind for name, kind in KINDS.items()}
_LINES = "\n".join(f"{kind}{name}" for name, kind in KINDS.items()).encode()
_LONGEST = 12
"""Letters of a tag's name above which it is none of these."""
_LINK = 200
"""Letters within a link that count as linked: one that is never closed must not take the page with it."""
_ENTITY = re.compile(rb"&(?:#[xX]?[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_ESCAPED = re.compile(rb"\\(?:u[0-9a-fA-F]{4}|[nrt])")
_LOW = bytes([ord(chr(b).lower()) if chr(b).isalnum() else 32 for b in range(128)] + [1] * 64 + [32] * 64)
"""What a byte of UTF-8 becomes; what leads a letter is put in its place afterwards."""
_GONE = b"\1"
SEPARATOR = b"\2"
"""What sets blocks of plain text apart."""
_HEAD = 20_000
"""Bytes at the beginning of a page that hold its title."""


def alphabet(letters: Iterable[str]) -> dict[str, int]:
    """A byte above 127 for each letter beyond ASCII; letters without room are ``OTHER``."""
    found = sorted({letter for letter in letters if letter > "\x7f"})
    return dict(zip(found, range(128, OTHER), strict=False))


def coded(text: str, letters: dict[str, int]) -> bytes:
    """Folded text (of a key) as running text writes it."""
    return bytes(ord(letter) if letter <= "\x7f" else letters.get(letter, OTHER) for letter in text)


def folder(letters: dict[str, int]) -> bytes:
    """What each letter becomes in running text: a byte for every code point of the Basic Multilingual Plane."""
    table = np.full(1 << 16, OTHER, np.uint8)
    for code in (*range(0x3000), *range(0xA640, 0xA6A0), *range(0xFB00, 0xFB50), *range(0xFE00, 0x10000)):
        table[code] = _folded(chr(code), letters)
    table[0x3000:0x3040] = 32
    table[0xD800:0xF900] = 32
    return table.tobytes()


def _folded(char: str, letters: dict[str, int]) -> int:
    """The byte of a sign; that of one that parts no words (an accent of its own, a soft hyphen) is taken out."""
    if char.isalnum():
        return coded(fold(char)[:1] or " ", letters)[0]
    return 1 if unicodedata.category(char) in ("Mn", "Cf") else 32


def visible(content: bytes, turn: bytes) -> bytes:
    """The running text of a page or a plain text; ``turn`` is the ``folder`` of the alphabet in use."""
    return searched(plain(content), turn)


def plain(content: bytes) -> bytes:
    """A page without its tags, or a plain text, in UTF-8; blocks are set apart by a byte of 2, entities stay."""
    if _wide(content):
        content = decode(content).encode("utf-8", "replace")
    data = _utf8(_cut(content) if b"<" in content else content, content)
    return _ESCAPED.sub(_unescaped, data) if b"\\u" in data else data


def searched(data: bytes, turn: bytes) -> bytes:
    """Plain text as search reads it."""
    return _folding(turn)(data) if native.there() else folded(data, turn)


def ends(data: bytes, turn: bytes) -> Sequence[int]:
    """Where in running text the blocks of plain text end."""
    if native.there():
        return _folding(turn).ends(data)
    return block_ends(data, turn)


def block_ends(data: bytes, turn: bytes) -> list[int]:
    """Where in running text the blocks of plain text end, in Python."""
    return list(accumulate(len(folded(block, turn)) - 1 for block in data.split(SEPARATOR)))


@cache
def _folding(turn: bytes) -> native.Folding:
    return native.Folding(_LOW, turn)


def places(content: bytes, span: tuple[int, int], found: native.Places, turn: bytes) -> tuple[list[int], bytes] | None:
    """What ``found`` gives of the running text of a page that stands somewhere in ``content``, in one go, and its plain
    text; None where that is not possible."""
    if _wide(content, *span):
        return None
    return found.of_page(_folding(turn), (content, *span), _LINES, _titled(content, *span))


def folded(data: bytes, turn: bytes) -> bytes:
    """UTF-8 without tags as search reads it."""
    if b"&" in data:
        data = _ENTITY.sub(_resolved, data)
    data = b" %b " % data
    data = data.translate(_LOW) if data.isascii() else _turned(data, np.frombuffer(turn, np.uint8))
    line = np.frombuffer(data, np.uint8)
    words = line != 32
    words[1:] |= words[:-1]  # of several spaces the first stays
    words[0] = True
    return bytes(line[words].tobytes())


def _turned(data: bytes, turn: Letters) -> bytes:
    """Running text of UTF-8, before its gaps are closed."""
    line = np.frombuffer(data + b"\0\0", np.uint8)
    high = np.flatnonzero(line >= 0xC0)
    lead, one, two = line[high].astype(np.int32), line[high + 1] & 63, line[high + 2] & 63
    codes = np.where(lead < 0xE0, (lead & 31) << 6 | one, (lead & 15) << 12 | one.astype(np.int32) << 6 | two)
    codes[lead >= 0xF0] = 0x3041  # a letter that no pack uses
    out = np.frombuffer(bytearray(data.translate(_LOW)), np.uint8)
    out[high] = turn[codes]
    return out.tobytes().translate(None, _GONE)


def _utf8(data: bytes, content: bytes) -> bytes:
    """The text of a page in UTF-8; decoded only where it is in something else."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        said = DECLARED.search(content[:4_096])
        return decode((said.group() if said else b"") + b" " + data).encode("utf-8", "replace")
    return data


def _wide(content: bytes, start: int = 0, end: int = sys.maxsize) -> bool:
    """Whether a page may be in UTF-16."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"), start, end)
    return marked or content.find(b"\0", start, min(start + 200, end)) >= 0


def _titled(content: bytes, start: int = 0, end: int = sys.maxsize) -> bool:
    head = min(start + _HEAD, end)
    return content.find(b"<title", start, head) >= 0 or content.find(b"<TITLE", start, head) >= 0


def _cut(content: bytes) -> bytes:
    titled = _titled(content)
    return native.text(content, _LINES, titled) if native.there() else text(content, titled)


def text(data: bytes, titled: bool) -> bytes:
    """A page without tags, comments, scripts, styles and blocks of links; a byte of 2 behind each block.

    What the page's data state as the article's text stays; of a page without a title, the meta tags that name one.
    """
    out = _Text()
    at = 0
    while (mark := data.find(b"<", at)) >= 0:
        out.put(data[at:mark])
        tag = _TAG.match(data, mark)
        if tag is None:
            out.put(b"<")
            at = mark + 1
            continue
        if tag["comment"] is not None:
            close = data.find(b"-->", mark + 2)
            at = close + 3 if close >= 0 else len(data)
            continue
        at = tag.end()
        if tag["name"] is not None:
            at = out.tag(data, at, tag, titled)
    out.put(data[at:])
    out.end()
    return b"".join(out.parts)


class _Text:
    """Running text as it is gathered: ``parts`` of kept blocks, and the block at hand."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self._block: list[bytes] = []
        self._letters = self._linked = self._inside = 0
        self._link = False

    def put(self, piece: bytes) -> None:
        letters = len(piece.translate(None, _BLANK))
        self._block.append(piece)
        self._letters += letters
        if self._link:
            self._linked += min(letters, max(0, _LINK - self._inside))
            self._inside += letters

    def end(self) -> None:
        """Ends the block; one of which more than four fifths are links is left out."""
        if self._linked * 5 <= self._letters * 4 and any(self._block):
            self.parts += [*self._block, b"\2"]
        self._block, self._letters, self._linked = [], 0, 0

    def apart(self, piece: bytes) -> None:
        """A block of its own."""
        link = self._link
        self.end()
        self._link = False
        self.put(piece)
        self.end()
        self._link = link

    def tag(self, data: bytes, at: int, tag: re.Match[bytes], titled: bool) -> int:
        """Takes in a tag that ends at ``at``; gives where to go on."""
        name, closes = tag["name"].lower(), bool(tag["closes"])
        kind = _NAMED.get(name, 0) if len(name) <= _LONGEST else 0
        held = data[tag.end("name") : at]
        if kind == 1:
            self.end()
        elif kind == 2:
            self._block.append(b" ")
        elif kind == 4:
            self._link, self._inside = not closes and b"href" in held, 0
        elif kind == 5 and not titled and not closes and b"itle" in held:
            self.apart(held)
        elif kind == 3 and not closes:
            close = _HIDING[name].search(data, at)
            if close is None and name == b"select":
                return at  # a list of choices that never ends
            end = close.start() if close else len(data)
            if b"json" in held and b"articleBody" in data[at:end]:
                self.apart(data[at:end])
            return end
        return at


_BLANK = bytes(range(33))
_UNESCAPED: dict[bytes, bytes] = {}


def _resolved(match: re.Match[bytes]) -> bytes:
    entity = match.group()
    out = _UNESCAPED.get(entity)
    if out is None:
        if len(_UNESCAPED) > 1 << 14:
            _UNESCAPED.clear()
        out = _UNESCAPED[entity] = unescape(entity.decode("ascii")).encode("utf-8", "replace")
    return out


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match.group()[2:]
    return chr(int(said, 16)).encode("utf-8", "replace") if said else b" "
