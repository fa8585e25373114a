"""Grid: tables and lists of deals. A row names its goods; the header tells which column holds whom and how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from materiel.read.clauses.clause import Event, Vote
from materiel.read.clauses.events import events
from materiel.read.who.actor import Actor, grammar
from materiel.read.who.actors import actors
from materiel.read.words.lexicon import Lexicon
from materiel.read.words.phrases import Goods
from materiel.read.words.tag import Sentence
from materiel.types import Document

Span = tuple[int, int]
_HEADS = {"supplier_head": "supplier", "recipient_head": "recipient", "number_head": "number", "maker_head": "origin"}


def headers(document: Document, sentences: Sequence[Sentence]) -> dict[int, list[str | None]]:
    """What each column of a table holds, by the table's number: supplier, recipient, number, origin or nothing."""
    out: dict[int, list[str | None]] = {}
    for sentence in sentences:
        block = document.blocks[sentence.block]
        if block.table is not None and block.table not in out:
            out[block.table] = [_head(sentence, cell) for cell in block.cells]
    return out


def _head(sentence: Sentence, cell: Span) -> str | None:
    inside = [at for at, word in enumerate(sentence.words) if cell[0] <= word.start and word.end <= cell[1]]
    classes = {name for at in inside for name in sentence.classes.get(at, ())}
    return next((role for name, role in _HEADS.items() if name in classes), None)


def row_events(document: Document, sentence: Sentence, heads: Sequence[str | None], lexicon: Lexicon) -> list[Event]:
    """The events of one row of a table whose header names parties; a row without goods tells nothing."""
    cells = document.blocks[sentence.block].cells
    if ("supplier" not in heads and "recipient" not in heads) or len(cells) != len(heads):
        return []
    found = events(document.text, sentence, lexicon)
    goods = [one for event in found for one in event.goods]
    if not goods:
        return []
    event = Event(sentence, 0, len(sentence.words) - 1)
    event.rules = [rule for one in found for rule in one.rules]
    event.steps = [step for one in found for step in one.steps]
    event.modes = [mode for one in found for mode in one.modes]
    event.goods = [_numbered(sentence, goods[0], cells, heads)]
    event.actors = actors(sentence, grammar(lexicon.code))
    for cell, role in zip(cells, heads, strict=True):
        named = tuple(actor for actor in event.actors if _within(cell, actor))
        if role in ("supplier", "recipient", "origin") and named:
            event.votes.append(Vote(role, 4.0, named, "table"))
    return [event]


def _within(cell: Span, actor: Actor) -> bool:
    return cell[0] <= actor.start and actor.end <= cell[1]


def _numbered(sentence: Sentence, goods: Goods, cells: Sequence[Span], heads: Sequence[str | None]) -> Goods:
    """The goods with the number of the number column."""
    for cell, role in zip(cells, heads, strict=True):
        for number in sentence.numbers if role == "number" else ():
            if cell[0] <= number.start and number.end <= cell[1] and number.value and number.value == int(number.value):
                return replace(goods, quantity=int(number.value), qualifier=number.bound or "exact",
                               number=(number.start, number.end))  # fmt: skip
    return goods
