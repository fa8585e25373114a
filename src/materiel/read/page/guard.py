"""Guard: an HTML page is made bearable for the parser before it is parsed, or refused.

The parser's time grows with the square of the levels of nesting and of the attributes of a tag.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

TAGS = 300_000
LARGEST = 20_000_000
"""Tags and characters of a page above which it is refused."""
LONG = 20_000
"""Characters of one tag above which it loses its attributes."""
NESTED = 2_500
"""Levels of nesting that the parser is given."""

_ENDLESS = re.compile(rf"<([a-zA-Z][\w-]*)\s[^<>]{{{LONG},}}>")
_NESTING = re.compile(
    r"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dd|dt|option|tr|td|th|thead"
    r"|tbody|tfoot|html|head|body|path|rect|circle)\b)[a-zA-Z][\w-]*"
)


def safe(source: str) -> str:
    """``source`` as the parser can bear it; ValueError for a page that is too large even so.

    The parser's time grows with the square of the levels of nesting and of the attributes of a tag: deep nesting is
    flattened and endless tags lose their attributes.
    """
    parts = source.split("<")
    if max(map(len, parts)) > LONG:
        source = _ENDLESS.sub(r"<\1>", source)
    tags = len(parts) - 1
    if tags > TAGS or len(source) > LARGEST:
        raise ValueError(f"the page has more than {TAGS:,} tags or {LARGEST // 1_000_000} MB; give the article alone")
    return flattened(source) if tags > 2 * NESTED else source


def parse(source: str) -> LexborHTMLParser:
    """The parsed page; ``source`` should be ``safe``."""
    return LexborHTMLParser(source)


def flattened(source: str) -> str:
    """``source`` without the tags that stand more than ``NESTED`` levels deep; their text stays."""
    depth = deepest = 0
    for match in _NESTING.finditer(source):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest <= NESTED:
        return source
    depth = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth
        before = depth
        depth = max(0, depth - 1) if match[1] else depth + 1
        return match.group() if max(before, depth) <= NESTED else "<wbr "

    return _NESTING.sub(kept, source)
