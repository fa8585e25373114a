"""The sentence that says most of a deal stands first behind each of its cells."""

from __future__ import annotations

from typing import Any

from materiel.record.quotes import fullest


def quoted(document: str, before: str, exact: str, after: str) -> dict[str, Any]:
    return {"document": document, "before": before, "exact": exact, "after": after}


def cell(field: str, *values: list[dict[str, Any]]) -> dict[str, Any]:
    told = [{"preferred": not rank, "quotes": quotes} for rank, quotes in enumerate(values)]
    return {"field": field, "values": told}


def test_the_sentence_that_tells_most_cells_comes_first() -> None:
    title = quoted("a", "", "Norway", " looks at howitzers")
    whole = quoted("b", "", "Norway", " took over 24  K9 howitzers")
    number = quoted("b", "Norway took over ", "24", " K9 howitzers")
    kind = quoted("b", "Norway took over 24 ", "K9", " howitzers")
    [first, *rest] = fullest([cell("recipient", [title, whole]), cell("quantity", [number]), cell("name", [kind])])
    assert first["values"][0]["quotes"] == [whole, title]
    assert [one["field"] for one in rest] == ["quantity", "name"]


def test_sentences_that_tell_as_much_keep_their_order_and_other_values_lend_no_weight() -> None:
    early, late = (quoted(name, "", "Norway", " buys howitzers") for name in "ab")
    wrong = quoted("b", "Norway ", "buys", " howitzers")
    [first, _] = fullest([cell("recipient", [early, late]), cell("status", [], [wrong])])
    assert first["values"][0]["quotes"] == [early, late]
