"""Passage: where a quote stands in a document, and what the project's own parsers read in those words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from materiel.read.who.actor import Actor, grammar
from materiel.read.who.actors import actors
from materiel.read.words.dates import Date, dates
from materiel.read.words.goods import goods
from materiel.read.words.lexicon import lexicon
from materiel.read.words.numbers import Number, Scan
from materiel.read.words.phrases import Goods
from materiel.read.words.tag import Mention, Sentence, tag
from materiel.types import Block, Document

OCCURRENCES = 20
"""Places of one quote that are looked at."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words ``start`` to ``end`` of a document's text, tagged by themselves: nothing around them counts."""

    document: Document
    start: int
    end: int
    sentences: Sequence[Sentence]

    def actors(self) -> list[Actor]:
        """States, bodies and makers that are named."""
        assert self.document.lang is not None
        marks = grammar(self.document.lang)
        return [actor for sentence in self.sentences for actor in actors(sentence, marks)]

    def makers(self) -> list[Mention]:
        """Makers that are named."""
        return [mention for sentence in self.sentences for mention in sentence.of("maker")]

    def goods(self) -> list[Goods]:
        """Weapons and other goods, with their numbers."""
        return [one for sentence in self.sentences for one in goods(self.document.text, sentence)]

    def rules(self) -> list[Mention]:
        """Words that tell a step or a way of transfer."""
        return [mention for sentence in self.sentences for mention in sentence.of("rule")]

    def numbers(self) -> list[Number]:
        """Numbers and sums of money."""
        return [
            number
            for sentence in self.sentences
            for number in Scan(self.document.text, sentence.words, sentence.pack).all()
        ]

    def dates(self) -> list[Date]:
        """Dates; relative ones are counted from the document's publication."""
        document = self.document
        return [
            date
            for sentence in self.sentences
            for date in dates(document.text, sentence.words, sentence.pack, document.published)
        ]


def passages(document: Document, quote: str) -> Iterator[Passage]:
    """The places where ``quote`` stands verbatim in the text, white space folded and nothing else; at most
    ``OCCURRENCES``. The document's language has a pack."""
    words = quote.split()
    if not words:
        return
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    for match in islice(pattern.finditer(document.text), OCCURRENCES):
        yield passage(document, match.start(), match.end())


def passage(document: Document, start: int, end: int) -> Passage:
    """The passage ``document.text[start:end]``."""
    assert document.lang is not None
    alone = replace(document, blocks=(Block("paragraph", start, end),))
    return Passage(document, start, end, tag(alone, lexicon(document.lang)))
