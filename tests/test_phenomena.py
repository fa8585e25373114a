"""Phenomena of the languages that real news shows: each text of `data/phenomena.toml` is read as its line says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from materiel.read.rules import code
from materiel.types import Block, Deal, Document

TEXTS = tomllib.loads((Path(__file__).parent / "data" / "phenomena.toml").read_text("utf-8"))["text"]


def told(deal: Deal) -> str:
    """A deal in one line: who gives > who takes, the goods, the step, and what else is known."""
    goods = " + ".join(
        f"{one.quantity or one.quantity_text or '*'} {one.designation or one.category}" for one in deal.weapons
    )
    mode = f" {deal.mode}" if deal.mode in ("gift", "lease", "licence") else ""
    value = f" {deal.value.amount:.0f} {deal.value.currency}" if deal.value else ""
    veto = f", without {'+'.join(deal.refused_by)}" if deal.refused_by else ""
    names = ["+".join(codes) or "?" for codes in (deal.supplier, deal.recipient)]
    return f"{names[0]} > {names[1]} {goods} {deal.status}{mode}{value}{veto}"


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: f"{case['lang']}: {case['about']}")
def test_a_phenomenon_is_read(case: dict[str, Any]) -> None:
    head, _, body = case["says"].strip().partition("\n")
    text = f"{head}\n\n{body}"
    blocks = (Block("heading", 0, len(head)), Block("paragraph", len(head) + 2, len(text)))
    read = code(Document("x", text, blocks, lang=case["lang"], title=head)).deals
    assert sorted(told(deal) for deal in read if not deal.background) == sorted(case["deals"])
    beside = case.get("beside")
    assert beside is None or sorted(told(deal) for deal in read if deal.background) == sorted(beside)
