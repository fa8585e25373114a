"""Skim: the sentences of a document that may tell of a deal or a figure; most news holds neither and leaves at once.

First the bare words are looked up: without a weapon, goods, military spending or personnel nothing more is done. Then
the sentences are tagged, and where no word of transfer stands near goods, and no figure can be, no number is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from materiel.read.fold import exact, fold
from materiel.read.lexicon import TELLING, Lexicon, Node, step, telling
from materiel.read.tag import QUOTES, Sentence, count, named, speaks
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
    told = -_REACH - 1
    for sentence in found:
        if sentence.of("rule"):
            told = sentence.number
        if sentence.of("weapon", "goods") and (
            sentence.number - told <= _REACH or document.blocks[sentence.block].table is not None
        ):
            return True
    return False


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
    wanted = set()
    for word, low in lows.items():
        opening = telling.opened.get(low) or telling.opens(low)
        if opening.entries and (word[0].isupper() or not all(entry.letters for entry in opening.entries)):
            return True
        if opening.entries or opening.loose or not opening.follows.isdisjoint(said):
            wanted.add(word)
    return any(_opens_telling(telling, every, at) for at, word in enumerate(every) if word in wanted)


def _opens_telling(telling: Lexicon, every: Sequence[str], at: int) -> bool:
    """Whether an entry begins at a word; signs between the words of a name are stepped over."""
    opening = telling.opens(fold(every[at]))
    capital = every[at][0].isupper() or (at > 0 and every[at - 1] in QUOTES)
    if opening.entries and capital:
        return True
    live: Sequence[Node] = opening.onward
    for after in range(at + 1, len(every)) if live else ():
        if not every[after][0].isalnum():
            continue
        low = fold(every[after])
        live = [node for old in live for node in step(old, low, telling)]
        if any(capital or not entry.letters for node in live for entry in node.entries):
            return True
        if not live:
            break
    return False
