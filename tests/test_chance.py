"""A deal's score: the weights are whole, and surer words score higher."""

from __future__ import annotations

import pytest

from materiel import packs
from materiel.read.gather.chance import chance, signs
from materiel.read.rules import told
from materiel.read.words.lexicon import lexicon
from materiel.read.words.tag import tag
from materiel.types import Block, Document

SURE = "Poland bought 48 K9 howitzers from South Korea."


def scored(text: str) -> tuple[float, set[str]]:
    document = Document("x", text, (Block("paragraph", 0, len(text)),), lang="en", published="2024-06-01")
    ((draft, deal),) = told(document, tag(document, lexicon("en")))
    assert deal.score == chance(draft, deal)
    return deal.score, set(signs(draft, deal))


def test_every_sign_has_a_weight() -> None:
    names = set(packs.toml("codebook", "score.toml")["signs"])
    assert scored(SURE)[1] <= names
    assert {"supplier", "voted", "rival", "background"} <= names


@pytest.mark.parametrize(
    "text",
    [
        "Poland bought howitzers.",
        "Poland bought howitzers from South Korea.",
        "Korean K9 howitzers for Poland were bought.",
    ],
)
def test_a_deal_told_in_full_is_surer(text: str) -> None:
    whole, _ = scored(SURE)
    assert scored(text)[0] < whole
    assert 0.01 <= scored(text)[0] <= 0.99


def test_the_signs_of_a_deal_told_in_full() -> None:
    assert {"supplier", "voted", "type", "counted"} <= scored(SURE)[1]
    assert "rival" not in scored(SURE)[1]
