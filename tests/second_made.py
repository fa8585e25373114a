"""A text, what a model may claim of it, and a second reader of it."""

from __future__ import annotations

from typing import Any

from materiel.read.page.text import document
from materiel.read.reader import read
from materiel.second.gate import Gate
from materiel.types import Page, Reading

TEXT = (
    "Peru buys howitzers\n\n"
    "Lima, 4 May 2024. Peru has ordered 18 CAESAR howitzers from France for 120 million\neuros. "
    "The first guns are to be delivered in 2026.\n"
)


def named(value: str, quote: str) -> dict[str, str]:
    return {"value": value, "quote": quote}


def claim(**other: Any) -> dict[str, Any]:
    """The deal of ``TEXT`` as an honest model tells it, except for what is given."""
    return {
        "supplier": [named("FRA", "from France")],
        "recipient": [named("PER", "Peru has ordered")],
        "weapons": [{"name": "CAESAR howitzers", "quantity": 18, "quote": "18 CAESAR howitzers"}],
        "value": {"amount": 120000000, "currency": "EUR", "quote": "120 million euros"},
        "status": named("ordered", "has ordered"),
        "mode": None,
        "order_date": None,
        "delivery_date": named("2026", "delivered in 2026"),
        "manufacturer": [],
    } | other


def page(text: str = TEXT, name: str = "one") -> Page:
    return Page(name, f"{name}.txt", text.encode())


def reading(text: str = TEXT, name: str = "one") -> Reading:
    found = read(page(text, name))
    assert isinstance(found, Reading)
    return found


def gated(*found: dict[str, Any], text: str = TEXT) -> tuple[Gate, Any]:
    gate = Gate(document(page(text)))
    return gate, gate.deals(found)


# ---------------------------------------------------------------- the gate
