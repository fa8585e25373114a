"""Visible: the running text of a page, cut out of its bytes without parsing and folded for search.

What comes out has one byte a letter: small unaccented ASCII letters and figures, one space between words, and one byte
above 127 for each letter of another script that the packs use. So one sign is one letter in every script, and the
search needs no knowledge of UTF-8, upper case or accents (the Turkish İ least of all). A page is walked as an array of
bytes: a loop over its tags would cost more than unpacking it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

import numpy as np
import numpy.typing as npt

from materiel.read.decode import DECLARED, decode
from materiel.read.fold import fold

OTHER = 255
"""A letter that no pack uses."""

Letters = npt.NDArray[np.uint8]

_INLINE = re.compile(
    rb"(?:</?(?:a|abbr|b|bdi|big|cite|code|del|em|font|i|ins|mark|q|s|small|span|strong|su[bp]|time|u|wbr)\b[^<>]*>)+",
    re.I,
)
_ENTITY = re.compile(rb"&(?:#[xX]?[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_ESCAPED = re.compile(rb"\\u[0-9a-fA-F]{4}")
_LOW = bytes([ord(chr(b).lower()) if chr(b).isalnum() else 32 for b in range(128)] + [1] * 64 + [32] * 64)
"""What a byte of UTF-8 becomes; what leads a letter is put in its place afterwards."""
_GONE = b"\1"
_HEAD = 20_000
"""Bytes at the beginning of a page that hold its title."""


def alphabet(letters: Iterable[str]) -> dict[str, int]:
    """A byte above 127 for each letter beyond ASCII; letters without room are ``OTHER``."""
    found = sorted({letter for letter in letters if letter > "\x7f"})
    return dict(zip(found, range(128, OTHER), strict=False))


def coded(text: str, letters: dict[str, int]) -> bytes:
    """Folded text (of a key) as running text writes it."""
    return bytes(ord(letter) if letter <= "\x7f" else letters.get(letter, OTHER) for letter in text)


def folder(letters: dict[str, int]) -> Letters:
    """What each letter becomes in running text: a byte for every code point of the Basic Multilingual Plane."""
    table = np.full(1 << 16, OTHER, np.uint8)
    for code in (*range(0x3000), *range(0xA640, 0xA6A0), *range(0xFB00, 0xFB50), *range(0xFE00, 0x10000)):
        table[code] = _folded(chr(code), letters)
    table[0x3000:0x3040] = 32
    table[0xD800:0xF900] = 32
    return table


def _folded(char: str, letters: dict[str, int]) -> int:
    """The byte of a sign; that of one that parts no words (an accent of its own, a soft hyphen) is taken out."""
    if char.isalnum():
        return coded(fold(char)[:1] or " ", letters)[0]
    return 1 if unicodedata.category(char) in ("Mn", "Cf") else 32


def visible(content: bytes, turn: Letters) -> bytes:
    """The running text of a page or a plain text; ``turn`` is the ``folder`` of the alphabet in use."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:200]:
        content = decode(content).encode("utf-8", "replace")
    data = _stripped(content) if b"<" in content else content
    if b"&" in data:
        data = _ENTITY.sub(_resolved, data)
    data = b" %b " % data
    data = data.translate(_LOW) if data.isascii() else _turned(_utf8(data, content), turn)
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


def _stripped(data: bytes) -> bytes:
    """Without tags, scripts and styles; the article's text as the page's data state it stays, and titles of its head.

    Comments lose what stands between ``<`` and ``>`` and keep the rest; so what is commented out is seen too.
    """
    letters = np.frombuffer(data, np.uint8)
    marks = np.flatnonzero((letters & 0xFD) == 0x3C)  # "<" and ">"
    opens = letters[marks] == 0x3C
    tags = marks[opens]
    held, scripts = _hidden(letters, tags)
    ends = np.append(marks[1:], len(data))
    shown = np.flatnonzero(~(opens | held[np.cumsum(opens)]) & (ends - marks > 1))
    first, last = marks[shown], ends[shown]  # the ">" before a piece becomes the space that sets it apart
    alone = np.flatnonzero((last - first <= 3) & (letters[last - 1] > 0x40))
    for place in alone.tolist():  # one letter: a large initial, or a word cut within
        if place + 1 < len(first) and _INLINE.fullmatch(data[last[place] : first[place + 1] + 1]):
            first[place + 1] += 1
    sizes = last - first
    places = np.repeat(first - (np.cumsum(sizes) - sizes), sizes)
    places += np.arange(len(places))
    return b" ".join((*_told(data, tags, scripts), data[: marks[0]], letters[places].tobytes()))


def _hidden(letters: Letters, tags: Any) -> tuple[Any, list[int]]:
    """Whether a script or style is open behind each tag (first: before any tag); and where scripts begin."""
    held = np.zeros(len(tags) + 1, bool)
    inside = tags[: np.searchsorted(tags, len(letters) - 4)]
    one, two = letters[inside + 1], letters[inside + 2] | 32
    closes = one == 0x2F
    some = np.flatnonzero(((one | 32) == 0x73) & ((two == 0x63) | (two == 0x74)) | closes & (two == 0x73))
    ends = closes[some]
    places = inside[some] + ends
    second, third = letters[places + 2] | 32, letters[places + 3] | 32
    script = (second == 0x63) & (third == 0x72)
    real = script | ((second == 0x74) & (third == 0x79))  # "scr", "sty"
    hides, ends = some[real], ends[real]
    if len(hides):
        held[hides[0] + 1 :] = np.repeat(~ends, np.diff(hides, append=len(tags)))
    return held, places[script & ~closes[some]].tolist()


def _told(data: bytes, tags: Any, scripts: list[int]) -> Iterator[bytes]:
    """The article's text as the page's data state it; of a page without a title, those in its meta tags."""
    for place in scripts:
        begin = data.find(b">", place)
        if b"json" in data[place:begin]:
            end = data.find(b"</", begin)
            said = data[begin : end if end >= 0 else len(data)]
            if b"articleBody" in said:
                said = said.replace(b"<", b" ").replace(b">", b" ")
                yield _ESCAPED.sub(_unescaped, said) if b"\\u" in said else said
    head = data[:_HEAD]
    if b"<title" not in head and b"<TITLE" not in head:
        for place in tags.tolist():
            if data[place : place + 5].lower() == b"<meta":
                tag = data[place + 1 : data.find(b">", place, place + 2_000)]
                if b"itle" in tag or b"ITLE" in tag:
                    yield tag


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
    return chr(int(match.group()[2:], 16)).encode("utf-8", "replace")
