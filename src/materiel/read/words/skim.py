"""Skim: the sentences of a document that may tell of a deal or a figure; most news holds neither and leaves at once.

First the bare words are looked up: without a weapon, goods, military spending or personnel nothing more is done; goods
that civil news is full of ("vehicles"), and names that are words as well, count in company alone. Then the
sentences are tagged, and where no word of transfer stands near goods, and no figure can be, no number is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from materiel import packs
from materiel.read.words.fold import exact, fold
from materiel.read.words.lexicon import NOTHING, TELLING, Entry, Lexicon, Node, Opening, step, telling
from materiel.read.words.numerals import way
from materiel.read.words.tag import QUOTES, Mention, Sentence, count, named, speaks, unused
from materiel.types import Document


def skim(document: Document, lexicon: Lexicon) -> list[Sentence]:
    """The tagged sentences of a document in search of deals and figures; none where nothing in it can tell of one."""
    if not tells(document, telling(lexicon.code)):
        return []
    out = named(document, lexicon)
    if may_deal(document, out) or _may_figure(document, out):
        count(document, lexicon, out)
    return out


def may_deal(document: Document, found: Sequence[Sentence]) -> bool:
    """Whether goods stand in a table or so near a word of transfer that a deal can be told; without one none is."""
    military = _short(document) or any("military" in sentence.said for sentence in found)
    told = -_REACH - 1
    for sentence in found:
        if sentence.of("rule"):
            told = sentence.number
        near = sentence.number - told <= _REACH or document.blocks[sentence.block].table is not None
        if near and any(_may_be_arms(sentence, mention, military) for mention in sentence.of("weapon", "goods")):
            return True
    return False


def _may_be_arms(sentence: Sentence, mention: Mention, military: bool) -> bool:
    """Whether goods may be arms: exact ones, everyday words in a text of the military, cautious names in company."""
    if not mention.entry.cautious:
        return military or mention.value not in everyday()
    if sentence.kind == "heading" or len(sentence.of("weapon", "goods")) > 1:
        return True
    begin = unused(sentence, mention.first)
    before = sentence.words[max(0, begin - 2) : begin]
    openers = way(sentence.pack["code"]).openers
    counted = any(word.kind == "0" or word.low in openers for word in before)
    return counted or sentence.has(mention.first - 1, "called") or any(
        state.last == mention.first - 1 for state in sentence.of("state"))  # fmt: skip


_REACH = 2
"""Sentences before goods in which the word of transfer may stand."""


def _may_figure(document: Document, found: Sequence[Sentence]) -> bool:
    """Whether the document may tell of military spending or personnel."""
    if not any(speaks(sentence) for sentence in found):
        return False
    tables = any(block.table is not None for block in document.blocks)
    return tables or any(not sentence.said.isdisjoint(_FIGURED) for sentence in found)


_FIGURED = frozenset((*TELLING, "strength", "military"))


def tells(document: Document, telling: Lexicon) -> bool:
    """Whether the document's bare words hold what ``telling`` lists; most news leaves here, before it is tagged."""
    every = [word for block in document.blocks for word in exact(document.text, block.start, block.end)]
    lows = {word: fold(word) for word in set(every)}
    said = set(lows.values())
    wanted: dict[str, Opening] = {}
    told = 0
    for word, low in lows.items():
        opening = telling.opened.get(low) or telling.opens(low)
        if opening is NOTHING:
            continue
        if opening.entries:
            told |= _told(opening.entries, word[0].isupper())
        if opening.entries or opening.loose or not opening.follows.isdisjoint(said):
            wanted[word] = opening
    short = _short(document)
    if _enough(told) or (told and short):
        return True
    for at in [at for at, word in enumerate(every) if word in wanted]:
        told |= _opens_telling(telling, wanted[every[at]], every, lows, at)
        if _enough(told) or (told and short):
            return True
    return False


def _short(document: Document) -> bool:
    """Whether the text is too short to show by other words whether it is about arms."""
    return len(document.text) < _FEW


_FEW = 400
"""Characters of a short text: a headline with its lead."""

_EXACT, _EVERYDAY, _NAME, _MILITARY = 1, 2, 4, 8


def _enough(told: int) -> bool:
    """Whether exact goods are named; else it takes two of everyday goods, a name that is a word too, the military."""
    return bool(told & _EXACT) or told.bit_count() > 1


def _told(entries: Sequence[Entry], capital: bool) -> int:
    """What entries say, as bits."""
    told = 0
    for entry in entries:
        if capital or not entry.letters:
            if entry.value == "military":
                told |= _MILITARY
            else:
                told |= _NAME if entry.cautious else _EVERYDAY if entry.value in everyday() else _EXACT
    return told


@cache
def everyday() -> frozenset[str]:
    """The general goods that civil news is full of."""
    return frozenset(packs.toml("codebook", "goods.toml")["everyday"]["goods"])


def _opens_telling(telling: Lexicon, opening: Opening, every: Sequence[str], lows: Mapping[str, str], at: int) -> int:
    """What the entries that begin at a word say; signs between the words of a name are stepped over."""
    capital = every[at][0].isupper() or (at > 0 and every[at - 1] in QUOTES)
    told = _told(opening.entries, capital)
    if told & _NAME:
        openers = way(telling.code).openers
        before = every[max(0, at - 2) : at]
        if any(word[0].isdigit() or word in QUOTES or lows[word] in openers for word in before):
            told |= _EXACT  # "45 Boxer"
    live: Sequence[Node] = opening.onward
    for after in range(at + 1, len(every)) if live else ():
        word = every[after]
        if not word[0].isalnum():
            continue
        low = lows[word]
        if live is opening.onward and not opening.loose and low not in opening.follows:
            break
        live = [node for old in live for node in step(old, low, telling)]
        if not live:
            break
        for node in live:
            told |= _told(node.entries, capital)
    return told
