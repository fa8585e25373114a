"""Glance: whether a page that the sieve lets through is worth taking apart.

The sieve sees words, and one page in twenty of ordinary news has the right ones near each other by chance. To find the
article and read it all costs many times what it costs to read the sentences around these words. A page goes on where a
clause with goods may open a deal and, at most two sentences away, one claims a giver or getter: no deal does without.
Where the headline opens it, the claim may stand anywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import accumulate, groupby

from materiel import packs
from materiel.read.clauses.clause import Event
from materiel.read.clauses.lots import wanted
from materiel.read.page.language import language
from materiel.read.rules import clauses
from materiel.read.sift.sieve import sieve
from materiel.read.sift.visible import SEPARATOR, ends, searched
from materiel.read.words import tag
from materiel.read.words.lexicon import lexicon
from materiel.read.words.sentences import sentences
from materiel.read.words.skim import may_deal
from materiel.read.words.tag import Sentence
from materiel.types import Block, Document

AROUND = 2
"""Blocks before and behind one that holds goods in which the sentences beside them may stand."""
REACH = 2
"""Sentences between goods and a claim about who gives or gets them."""
_LEAST = 200
"""Letters of running text that tell its language."""


def worth(content: bytes, start: int = 0, end: int | None = None) -> bool:
    """Whether the reader may find a deal in the page, which may be a part of ``content``; in a language without a pack
    it finds none."""
    places, data = sieve().found(content, start, end)
    if not places or content.find(b"<", start, end) < 0:
        return bool(places)
    around = list(_Blocks(data).around(places))
    told = " ".join(around)
    lang = language(told if len(told) >= _LEAST else data.replace(SEPARATOR, b" ").decode("utf-8", "replace"))
    return lang in packs.languages() and _told(_document(around, lang))


def named(document: Document) -> bool:
    """Whether the article itself names what the sieve has found somewhere on its page."""
    blocks = [document.text[block.start : block.end].encode("utf-8", "replace") for block in document.blocks]
    return bool(sieve().places(searched(SEPARATOR.join([*blocks, b""]), sieve().turn)))


class _Blocks:
    """The blocks of a page's running text, cut into sentences where they are asked for."""

    def __init__(self, data: bytes) -> None:
        self._ends = ends(data, sieve().turn)
        self._blocks = data.split(SEPARATOR)
        self._cut: dict[int, list[str]] = {}

    def around(self, places: Sequence[int]) -> Iterator[str]:
        """What stands around ``places`` of the running text: sentences, those that adjoin in one piece."""
        held: dict[int, list[int]] = {}
        for place in places:
            at = min(bisect_right(self._ends, place), len(self._blocks) - 1)
            held.setdefault(at, []).append(place - (self._ends[at - 1] if at else 0))
        chosen: set[tuple[int, int]] = set()
        for at, inside in held.items():
            written = SEPARATOR.join(sentence.encode("utf-8", "replace") for sentence in self._sentences(at))
            behind = ends(written, sieve().turn)
            for number in {bisect_right(behind, place) for place in inside}:
                chosen.update(self._near(at, number))
        for at in sorted({at for at, _ in chosen}):
            numbers = sorted(number for block, number in chosen if block == at)
            for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
                yield "".join(self._sentences(at)[number] for _, number in run)

    def _near(self, at: int, number: int) -> Iterator[tuple[int, int]]:
        """The block and number of each sentence within ``REACH`` of one, also in the blocks beside its own; none of
        these is cut that lies beyond it."""
        start = 0  # where a block begins, counted in sentences from the beginning of the first
        for block in range(at, min(len(self._blocks), at + AROUND + 1)):
            if start > number + REACH:
                break
            yield from self._reached(block, start, number)
            start += len(self._sentences(block))
        start = 0
        for block in range(at - 1, max(-1, at - AROUND - 1), -1):
            if start <= number - REACH:
                break
            start -= len(self._sentences(block))
            yield from self._reached(block, start, number)

    def _reached(self, block: int, start: int, number: int) -> Iterator[tuple[int, int]]:
        end = start + len(self._sentences(block))
        return ((block, one - start) for one in range(max(start, number - REACH), min(end, number + REACH + 1)))

    def _sentences(self, at: int) -> list[str]:
        found = self._cut.get(at)
        if found is None:
            text = " ".join(unescape(self._blocks[at].decode("utf-8", "replace")).split())
            found = self._cut[at] = [text[start:end] for start, end in sentences(text, 0, len(text), frozenset())]
        return found


def _document(texts: Sequence[str], lang: str) -> Document:
    starts = accumulate((len(text) + 2 for text in texts), initial=0)
    blocks = tuple(Block(_kind(text), at, at + len(text), None, ()) for at, text in zip(starts, texts, strict=False))
    return Document("", "\n\n".join(texts), blocks, lang=lang)


def _kind(text: str) -> str:
    """A headline tells by cases alone who gives ("Oslo'dan Lima'ya obüs"): what ends in no full stop may be one."""
    return "paragraph" if text.rstrip("\"'”»“ )").endswith((".", "?", "!", ":", "…")) else "heading"


def _told(document: Document) -> bool:
    """Whether a clause that may open a deal stands near one that says who gives or gets."""
    assert document.lang is not None
    pack = lexicon(document.lang)
    tagged = tag.named(document, pack)
    if not any(map(_somebody, tagged)) or not may_deal(document, tagged):
        return False
    tag.count(document, pack, tagged)
    opening: list[Event] = []
    claims: set[int] = set()
    steps: set[int] = set()
    for event, _ in clauses(document, tagged):
        number = event.sentence.number
        opening += [event] if wanted(event) else []
        claims |= {number} if any(vote.role != "origin" for vote in event.votes) else set()
        steps |= {number} if event.steps and event.votes else set()
        opening = [one for one in opening if _leads(one) or one.sentence.number >= number - REACH]
        if any(_claimed(one, claims, steps) for one in opening):
            return True
    return False


def _somebody(sentence: Sentence) -> bool:
    """Whether a sentence names anybody who may give or get: without one no clause has a claim."""
    return bool(sentence.of("state", "group", "maker", "person")) or not sentence.said.isdisjoint(("institution", "we"))


def _leads(event: Event) -> bool:
    """Whether a page's headline tells what became of goods: who gives or gets them may be said far below."""
    return event.sentence.block == 0 and bool(event.rules)


def _claimed(event: Event, claims: set[int], steps: set[int]) -> bool:
    """Whether somebody near goods is said to give or get, and a transfer or a step of one is told there or before."""
    if _leads(event) and claims:
        return True
    number = event.sentence.number
    near = not claims.isdisjoint(range(number - REACH, number + REACH + 1))
    return near and (bool(event.rules) or not steps.isdisjoint(range(number - REACH, number + 1)))
