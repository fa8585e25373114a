"""Cut blocks into sentences, so that words of different sentences are never read together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

_END = re.compile(r"</p>[.\s]*(?:<p>)?|[.!?…][\"'”’»“)\]]*\s+(?=[\"'“„«‘(\[–—-]*\s?[^\W_])", re.UNICODE)
_ORDINAL = re.compile(r"(?<![\w\-\u2011])\d{1,2}$")  # "9. maja", but neither a year nor the end of "F-16." or "2A8."
_LAST = re.compile(r"([^\W\d_]+)\.?$", re.UNICODE)
LONGEST = 800
"""Characters of a sentence; a longer one is a list or a page without full stops, and is cut at a sign or a space."""
_CUTS = ("; ", ", ", " ")


def sentences(text: str, start: int, end: int, abbreviations: Set[str]) -> Iterator[tuple[int, int]]:
    """The (start, end) of each sentence of ``text[start:end]``; ``0.`` among the abbreviations marks ordinals."""
    begin = start
    for match in _END.finditer(text, start, end):
        if _ends(text, begin, match, abbreviations):
            yield from bounded(text, begin, match.end())
            begin = match.end()
    if begin < end:
        yield from bounded(text, begin, end)


def bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """``text[start:end]`` in pieces of at most ``LONGEST`` characters, so that reading stays linear in any text."""
    while end - start > LONGEST:
        half, most = start + LONGEST // 2, start + LONGEST
        cut = next((at + len(sign) for sign in _CUTS if (at := text.rfind(sign, half, most)) >= 0), most)
        yield start, cut
        start = cut
    yield start, end


def _ends(text: str, begin: int, match: re.Match[str], abbreviations: Set[str]) -> bool:
    """Whether the sign at ``match`` ends a sentence: not after an abbreviation, an initial or before a small letter."""
    if text[match.start()] == "<":
        return True
    following = text[match.end() : match.end() + 3].lstrip("\"'“„«‘([–—- ")
    if following[:1].islower():
        return False
    if text[match.start()] != ".":
        return True
    last = _LAST.search(text, max(begin, match.start() - 30), match.start())
    if last is None:
        digits = _ORDINAL.search(text[max(begin, match.start() - 5) : match.start()])
        small = "0.a" in abbreviations and not following[:1].isupper()  # ordinals before small letters only
        return not (digits and ("0." in abbreviations or small))
    word = last.group(1)
    if len(word) == 1 and word.isupper():
        return text[last.start(1) - 1 : last.start(1)].isdigit()  # an initial ends none, the mark of an A400M may
    return word.lower() not in abbreviations
