"""No input makes the reader slower than linear: a text that is doubled takes about twice the time."""

from __future__ import annotations

import time

import pytest

from materiel.read.page.text import document
from materiel.read.rules import code
from materiel.read.words.sentences import LONGEST, bounded
from materiel.types import Document, Page

PIECES = {
    "list": "Serbia, Croatia, Albania, Leopard 2, Javelin missiles, ordered, delivered, ",
    "clause": "and Serbia ordered six Leopard 2 tanks worth 40 million euros from Germany in May and ",
    "sentence": "Serbia ordered six Leopard 2 tanks from Germany in May. The deal is worth 40 million euros. ",
    "criticism": "Croatia criticised the sale of Leopard 2 tanks by Germany to Serbia. ",
    "word": "tank",
    "row": "| Serbia | Leopard 2 | 6 | Germany ",
}
SIZE = 6_000
BOUND = 3.2
"""Times for twice the text: 2 is linear, 4 quadratic; the rest is for a busy machine."""


def read(text: str) -> float:
    """The least processor time of two readings."""
    made = document(Page("x", "x", text.encode()))
    made = Document("x", made.text, made.blocks, lang="en", published="2024-05-02")
    spent = []
    for _ in range(2):
        started = time.process_time()
        code(made)
        spent.append(time.process_time() - started)
    return min(spent)


@pytest.mark.parametrize("name", PIECES)
def test_time_grows_no_faster_than_length(name: str) -> None:
    text = PIECES[name] * (SIZE // len(PIECES[name]))
    read(text[:2000])
    ratios = []
    for _ in range(3):  # a busy machine may spoil one try, not three
        ratios.append(read(text * 2) / max(read(text), 1e-3))
        if ratios[-1] <= BOUND:
            return
    raise AssertionError(f"twice the text took {ratios} times as long")


def test_a_sentence_without_end_is_cut_and_nothing_is_lost() -> None:
    text = "tanks, guns and " * 400
    pieces = list(bounded(text, 0, len(text)))
    assert "".join(text[start:end] for start, end in pieces) == text
    assert all(end - start <= LONGEST for start, end in pieces)
    assert all(text[end - 1] == " " for _, end in pieces)
