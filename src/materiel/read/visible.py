"""Visible: the running text of a page, cut out of its bytes without parsing and folded for search.

What comes out has one byte a letter: small unaccented ASCII letters and figures, one space between words, and one byte
above 127 for each letter of another script that the packs use. So one sign is one letter in every script, and the
search needs no knowledge of UTF-8, upper case or accents (the Turkish İ least of all).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from html import unescape

from materiel.read.decode import decode
from materiel.read.fold import fold

OTHER = 255
"""A letter that no pack uses."""

_NAMES = b"a abbr b bdi big cite code del em font i ins mark q s small span strong sub sup time u wbr".split()
_INLINE = frozenset(slash + name for name in (*_NAMES, *map(bytes.upper, _NAMES)) for slash in (b"", b"/"))
_META = frozenset((b"meta", b"META"))
_ENTITY = re.compile(rb"&(?:#[xX]?[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_ESCAPED = re.compile(rb"\\u[0-9a-fA-F]{4}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_ASCII = bytes(ord(chr(byte).lower()) if chr(byte).isalnum() else 32 for byte in range(128)) + bytes(range(128, 256))
_HIDDEN = (
    (b"<script", b"</script"), (b"<SCRIPT", b"</SCRIPT"), (b"<style", b"</style"), (b"<STYLE", b"</STYLE"),
    (b"<!--", b"-->"),
)  # fmt: skip


def alphabet(letters: Iterable[str]) -> dict[str, int]:
    """A byte above 127 for each letter beyond ASCII; letters without room are ``OTHER``."""
    found = sorted({letter for letter in letters if letter > "\x7f"})
    return dict(zip(found, range(128, OTHER), strict=False))


def coded(text: str, letters: dict[str, int]) -> bytes:
    """Folded text (of a key) as running text writes it."""
    return bytes(ord(letter) if letter <= "\x7f" else letters.get(letter, OTHER) for letter in text)


def folder(letters: dict[str, int]) -> Callable[[re.Match[bytes]], bytes]:
    """Turns a run of bytes above 127 into running text, and remembers what it has turned."""
    known: dict[bytes, bytes] = {}

    def turn(match: re.Match[bytes]) -> bytes:
        run = match.group()
        out = known.get(run)
        if out is None:
            if len(known) > 1 << 16:
                known.clear()
            out = known[run] = b"".join(_folded(char, letters) for char in run.decode("utf-8", "replace"))
        return out

    return turn


def _folded(char: str, letters: dict[str, int]) -> bytes:
    if char.isalnum():
        return coded(fold(char)[:1] or " ", letters)
    return b"" if unicodedata.category(char) in ("Mn", "Cf") else b" "


def visible(content: bytes, turn: Callable[[re.Match[bytes]], bytes]) -> bytes:
    """The running text of a page or a plain text; ``turn`` is the ``folder`` of the alphabet in use."""
    data = _utf8(content)
    if b"<" in data:
        data = _stripped(data)
    if b"&" in data:
        data = _ENTITY.sub(_resolved, data)
    data = _HIGH.sub(turn, data.translate(_ASCII))
    return b" ".join((b"", *data.split(), b""))


def _utf8(content: bytes) -> bytes:
    """The page in UTF-8; decoded only where it is in something else."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:200]:
        return decode(content).encode("utf-8", "replace")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return decode(content).encode("utf-8", "replace")
    return content


def _stripped(data: bytes) -> bytes:
    """Without tags, scripts and styles; the page's data about its article and its meta tags stay."""
    for mark, end in _HIDDEN:
        data = _without(data, mark, end)
    first, *parts = data.split(b"<")
    out = [first]
    for part in parts:
        tag, _, text = part.partition(b">")
        name = tag.partition(b" ")[0]
        if name in _INLINE:
            out.append(text)
        else:
            out += (b" ", tag, b" ", text) if name in _META else (b" ", text)
    return b"".join(out)


def _without(data: bytes, mark: bytes, end: bytes) -> bytes:
    start = data.find(mark)
    if start < 0:
        return data
    parts, at = [], 0
    while start >= 0:
        stop = data.find(end, start)
        if stop < 0:  # nothing ends it: only the tag is hidden
            break
        parts.append(data[at:start])
        if data.find(b"articleBody", start, stop) >= 0:
            said = data[start:stop].partition(b">")[2].replace(b"<", b" ")
            parts.append(_ESCAPED.sub(_unescaped, said) if b"\\u" in said else said)
        at = stop
        start = data.find(mark, stop)
    parts.append(data[at:])
    return b" ".join(parts)


def _resolved(match: re.Match[bytes]) -> bytes:
    return unescape(match.group().decode("ascii")).encode("utf-8", "replace")


def _unescaped(match: re.Match[bytes]) -> bytes:
    return chr(int(match.group()[2:], 16)).encode("utf-8", "replace")
