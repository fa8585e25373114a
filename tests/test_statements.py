"""Statements: a reading is split and joined without loss, and a quote that does not stand in the text is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from made import deal, entry, reaction
from materiel.coding import coded
from materiel.packs import CATEGORIES, MODES, STATUSES
from materiel.statements import join, split
from materiel.types import Deal, Document, Figure, Money, Quote, Reaction, Reading, Weapon

TEXT = "Türkiye 🛩 delivered five Bayraktar TB2 to Kosovo for 1.5 million euros; Београд протестује."

words = some.text(max_size=12)
names = some.text(min_size=1, max_size=12)
codes = some.lists(some.sampled_from(["TUR", "XKX", "SRB", "Houthis"]), max_size=3, unique=True).map(tuple)
dates = some.none() | some.sampled_from(["2023", "2023-05", "2023-05-01", "2027/2030"])
quotes = some.lists(
    some.tuples(some.integers(0, len(TEXT) - 1), some.integers(1, 9)).map(
        lambda pair: Quote.of(TEXT, pair[0], min(len(TEXT), pair[0] + pair[1]))
    ),
    min_size=1,
    max_size=3,
).map(tuple)
weapons = some.builds(
    Weapon,
    name=words,
    designation=some.none() | words,
    category=some.sampled_from(CATEGORIES),
    quantity=some.none() | some.integers(0, 10**7),
    quantity_qualifier=some.none() | some.just("exact"),
    quantity_text=some.none() | names,
    service=some.none() | some.just("upgrade"),
    split=some.dictionaries(some.sampled_from(["ALB", "XKX"]), some.integers(0, 9)).map(lambda told: (*told.items(),)),
)
FIELDS = ["supplier", "status", "value", "weapons[0].quantity", "background", "order_date", "weapons"]


def evidence(paths: list[str]) -> Any:
    return some.dictionaries(some.sampled_from(paths), quotes, max_size=4)


deals = some.builds(
    Deal,
    supplier=codes,
    recipient=codes,
    weapons=some.lists(weapons, min_size=1, max_size=3).map(tuple),
    origin=codes,
    refused_by=codes,
    mode=some.sampled_from(MODES),
    manufacturer=some.lists(names, max_size=2).map(tuple),
    value=some.none() | some.builds(Money, some.floats(0, 1e12), some.just("EUR")),
    status=some.sampled_from(STATUSES),
    order_date=dates,
    delivery_date=dates,
    background=some.booleans(),
    modality=some.sampled_from(["asserted", "hedged", "negated"]),
    score=some.floats(0, 1),
    evidence=evidence(FIELDS),
)
reactions = some.builds(
    Reaction,
    actor=names,
    target=some.none() | names,
    plover=some.sampled_from(["ACCUSE", "SUPPORT"]),
    about_deal=some.none() | some.integers(0, 2),
    evidence=evidence(["actor", "plover"]),
)
figures = some.builds(
    Figure,
    country=names,
    measure=some.sampled_from(["personnel", "gdp share"]),
    amount=some.floats(0, 1e12),
    currency=some.none() | some.just("RSD"),
    year=some.none() | some.integers(0, 2030),
    evidence=evidence(["amount", "year"]),
)
readings = some.builds(
    Reading,
    document=some.just(Document("one", TEXT)),
    deals=some.lists(deals, max_size=3).map(tuple),
    reactions=some.lists(reactions, max_size=2).map(tuple),
    figures=some.lists(figures, max_size=2).map(tuple),
    reader=some.just("made 1"),
)


@given(readings)
def test_joining_gives_back_what_was_split(reading: Reading) -> None:
    statements = split(reading)
    again = join(reading.document, reversed(statements))
    assert again.deals == reading.deals
    assert again.reactions == reading.reactions
    assert again.figures == reading.figures
    assert len({statement.id for statement in statements}) == len(statements)


@given(readings)
def test_the_coding_is_json_and_every_quote_stands_in_the_text(reading: Reading) -> None:
    told = json.loads(json.dumps(coded(reading)))
    assert list(told)[:7] == ["id", "url", "lang", "title", "published", "outlet", "is_transfer"]
    for one in told["deals"]:
        for quoted in one["evidence"].values():
            assert all(TEXT[quote["start"] : quote["end"]] == quote["quote"] for quote in quoted)


def test_what_is_not_told_has_no_statement() -> None:
    _, reading = entry("one", deal(quantity=None, mode="unknown"))
    told = {statement.property for statement in split(reading)}
    assert {"supplier", "recipient", "status", "weapons[0].name"} <= told
    assert not told & {"mode", "value", "weapons[0].quantity", "background", "order_date"}


def test_a_first_deal_is_not_taken_for_none() -> None:
    _, reading = entry("one", deal(), reactions=[reaction(about_deal=0)])
    assert join(reading.document, split(reading)).reactions[0].about_deal == 0


@pytest.mark.parametrize("quote", [Quote(0, 4, "Serb"), Quote(2, 400, "x"), Quote(3, 3, "")])
def test_a_quote_that_does_not_stand_in_the_text_is_refused(quote: Quote) -> None:
    _, reading = entry("page-7", deal())
    wrong = replace(reading, deals=(replace(reading.deals[0], evidence={"value": (quote,)}),))
    with pytest.raises(ValueError, match=r"page-7.*deal/0 value"):
        split(wrong)


def test_whole_amounts_are_written_whole() -> None:
    _, reading = entry("one", deal(money=(370000000.0, "EUR")))
    assert '"amount": 370000000,' in json.dumps(coded(reading))
