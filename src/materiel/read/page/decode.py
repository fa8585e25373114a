"""Decode: bytes become text, whatever they declare; what is not text is refused in one sentence."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from materiel.packs import toml

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
"""What a page says that it is written in."""
_UTF8_RUN = re.compile(
    rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+"
)
_UTF8_LONG = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|[\xf0-\xf4][\x80-\xbf]{3}"
)
_MIXED = re.compile("[a-zа-яђ-џα-ω][A-ZА-ЯЂ-ЏΑ-Ω]|[A-Za-z][Ѐ-ӿͰ-Ͽ]|[Ѐ-ӿͰ-Ͽ][A-Za-z]")
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
_ASCII = bytes(range(128))
_CASES = bytes(97 if 97 <= byte < 123 else 65 if 65 <= byte < 91 else 32 for byte in range(256))
_WORDS = bytes(byte if _CASES[byte] != 32 or byte >= 128 else 32 for byte in range(256))
"""Small letters of ASCII become ``a``, capitals ``A``; and what parts words a space."""
_LONE = re.compile("[\x00\ud800-\udfff]")
_SAMPLE = 65_536
_BETTER = 0.1
"""How much more plausible than the charset that a page declares another must be to be taken instead."""


def binary(content: bytes) -> str | None:
    """What ``content`` is when it is no text ("a PDF document"), else None."""
    head = content[:_SAMPLE]
    for magic, kind in toml("text", "charsets.toml")["magic"].items():
        if head.startswith(bytes.fromhex(magic)):
            return str(kind)
    if any(head.startswith(bom) for bom, _ in _BOMS) or _wide(head):
        return None
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return "binary data" if controls > 8 and controls > len(head) * 0.02 else None


def decode(content: bytes) -> str:
    """The text of ``content``; never fails.

    Order: byte order mark, UTF-8, the declared charset if what comes out is plausible, UTF-8 with some stray bytes,
    then the most plausible single-byte charset. NULs and lone surrogates become U+FFFD, one for one.
    """
    return _decode(content).replace("\0", "\ufffd")


def whole(text: str) -> str:
    """``text`` with each character that no UTF-8 file or database can hold replaced by U+FFFD."""
    return _LONE.sub("\ufffd", text)


def _decode(content: bytes) -> str:
    for bom, name in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(name, "replace")
    if wide := _wide(content[:_SAMPLE]):
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _other(content)


def _other(content: bytes) -> str:
    sample = content[:_SAMPLE]
    high = len(sample.translate(None, _ASCII))
    stray = len(sample) - len(sample.decode("utf-8", "ignore").encode())
    if stray * 3 < high:
        return _mended(content)
    declared = _declared(content)
    likely = _plausible(content, declared) if declared else -1.0
    if declared and likely >= 1 - _BETTER:  # none can be so much better
        return content.decode(declared, "replace")
    best = _most_plausible(content)
    if declared and likely >= _plausible(content, best) - _BETTER:
        best = declared
    return content.decode(best, "replace")


def _mended(content: bytes) -> str:
    """UTF-8 with stray bytes of a single-byte charset in it; the letters beside them tell which charset."""
    charset = _most_plausible(_UTF8_LONG.sub(b" ", content[:_SAMPLE]))
    parts, at = [], 0
    for match in _UTF8_RUN.finditer(content):
        parts.append(content[at : match.start()].decode(charset, "replace"))
        parts.append(match.group().decode("utf-8"))
        at = match.end()
    parts.append(content[at:].decode(charset, "replace"))
    return "".join(parts)


def _declared(content: bytes) -> str | None:
    """The charset that the page names in its first kilobytes, as Python calls it (browsers' aliases applied)."""
    match = DECLARED.search(content[:4096])
    if not match:
        return None
    name = match[1].decode("ascii").lower()
    name = toml("text", "charsets.toml")["alias"].get(name, name)
    try:
        name = codecs.lookup(name).name
        b"a".decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return None if name.startswith(("utf", "base64", "rot", "zlib", "bz2", "hex")) else name


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of plain Latin text is NUL."""
    even, odd = head[0:2000:2], head[1:2000:2]
    if len(odd) < 4:
        return None
    if odd.count(0) > len(odd) * 0.6 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if even.count(0) > len(even) * 0.6 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    return None


def _most_plausible(content: bytes) -> str:
    words, mixed = _beyond(content)
    names: list[str] = list(toml("text", "charsets.toml")["letters"])
    return max(names, key=lambda name: _reads(words, mixed, name))


def _plausible(content: bytes, charset: str) -> float:
    """How well ``content`` reads in ``charset``: the share of its letters beyond ASCII that one alphabet holds.

    Scripts mixed in a word and capitals after small letters speak against it.
    """
    if charset in toml("text", "charsets.toml")["letters"]:
        return _reads(*_beyond(content), charset)
    return _reads(content[:_SAMPLE], 0, charset)


def _beyond(content: bytes) -> tuple[bytes, int]:
    """The words of a sample that are not all ASCII, and how often a capital follows a small letter in the others: these
    are the same in every charset of one byte a letter."""
    sample = content[:_SAMPLE]
    words = b" ".join([word for word in sample.translate(_WORDS).split() if not word.isascii()])
    return words, sample.translate(_CASES).count(b"aA") - words.translate(_CASES).count(b"aA")


def _reads(sample: bytes, mixed: int, charset: str) -> float:
    table = toml("text", "charsets.toml")
    text = sample.decode(charset, "replace")
    counts = Counter({c: number for c, number in Counter(text).items() if c >= "\x80" and c not in table["signs"]})
    total = counts.total()
    if not total:
        return 0.0
    alphabets = table["letters"].get(charset) or ["".join(filter(str.isalpha, counts))]
    good = max(sum(counts[letter] for letter in alphabet) for alphabet in alphabets)
    return (good - mixed - len(_MIXED.findall(text))) / total
