"""Glance: whether a page that the sieve lets through is worth taking apart.

The sieve sees words, and one page in twenty of ordinary news has the right ones near each other by chance. To find the
article and read it all costs many times what it costs to read around these words. A page goes on where a clause names
goods and, at most two sentences away, one claims a giver or getter. That is less than a deal needs, and no more than it
needs but for what a text tells far apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import accumulate

from materiel import packs
from materiel.read.language import language
from materiel.read.lexicon import lexicon
from materiel.read.rules import clauses
from materiel.read.sieve import sieve
from materiel.read.skim import skim
from materiel.read.visible import SEPARATOR, ends, plain, searched
from materiel.types import Block, Document

AROUND = 2
"""Blocks before and behind one that holds goods, which are read with it."""
REACH = 2
"""Sentences between goods and a claim about who gives or gets them."""
WINDOW = 1_000
"""Letters of a long block that are read before and behind goods."""
LONG = 4 * WINDOW
_LEAST = 200
"""Letters of running text that tell its language."""


def worth(content: bytes) -> bool:
    """Whether the reader may find a deal in the page."""
    data = plain(content)
    places = sieve().places(searched(data, sieve().turn))
    if not places or b"<" not in content:
        return bool(places)
    around = list(_around(data, places))
    told = " ".join(around)
    lang = language(told if len(told) >= _LEAST else data.replace(SEPARATOR, b" ").decode("utf-8", "replace"))
    if lang not in packs.languages():
        return True
    return _told(_document(around, lang))


def _around(data: bytes, places: Sequence[int]) -> Iterator[str]:
    """What stands around ``places`` of the running text, block by block."""
    blocks = data.split(SEPARATOR)
    behind = ends(data, sieve().turn)
    wanted: dict[int, list[int]] = {}
    for place in places:
        at = min(bisect_right(behind, place), len(blocks) - 1)
        wanted.setdefault(at, []).append(place - (behind[at - 1] if at else 0))
        for near in range(max(0, at - AROUND), min(len(blocks), at + AROUND + 1)):
            wanted.setdefault(near, [])
    for at in sorted(wanted):
        text = " ".join(unescape(blocks[at].decode("utf-8", "replace")).split())
        yield from _windows(text, wanted[at]) if len(text) > LONG else [text] if text else ()


def _windows(text: str, places: Sequence[int]) -> Iterator[str]:
    """The parts of a long block around ``places``; of one without any, its ends, which adjoin others that have some."""
    if not places:
        yield from (text[:WINDOW], text[-WINDOW:])
        return
    start = end = 0
    for place in places:
        if place - WINDOW > end:
            yield text[start:end]
            start = place - WINDOW
        end = place + 2 * WINDOW  # signs that search leaves out move a place further behind
    yield text[start:end]


def _document(texts: Sequence[str], lang: str) -> Document:
    kept = [text for text in texts if text.strip()]
    starts = accumulate((len(text) + 2 for text in kept), initial=0)
    blocks = tuple(Block("paragraph", at, at + len(text), None, ()) for at, text in zip(starts, kept, strict=False))
    return Document("", "\n\n".join(kept), blocks, lang=lang)


def _told(document: Document) -> bool:
    """Whether a clause with goods stands near one that says who gives or gets."""
    assert document.lang is not None
    found = [event for event, _ in clauses(document, skim(document, lexicon(document.lang)))]
    claims = {event.sentence.number for event in found if event.votes}
    return any(
        not claims.isdisjoint(range(event.sentence.number - REACH, event.sentence.number + REACH + 1))
        for event in found
        if event.goods
    )
