"""``--explain``: every filled cell names what made it, and what else was said is shown against it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from materiel.cli import main
from materiel.coding import coded
from materiel.read.explain import Cell, explain, lines
from materiel.read.rules import code
from materiel.types import Block, Document

TEXT = (
    "Serbia is buying 12 Rafale jets from France in a deal worth 2.7 billion euros, set against a yearly "
    "defence budget of 3 billion euros. "
    "The jets will be delivered by 2028."
)


def document(text: str = TEXT, lang: str = "en") -> Document:
    return Document("x", text, (Block("paragraph", 0, len(text)),), lang=lang, published="2024-06-01")


def cells(text: str = TEXT) -> dict[str, Cell]:
    ((_, found),) = explain(document(text))
    return {cell.path: cell for cell in found}


def test_each_filled_cell_is_explained_with_its_value() -> None:
    ((deal, found),) = explain(document())
    told = {cell.path: cell.value for cell in found}
    assert deal == code(document()).deals[0]
    assert told["supplier"] == "FRA"
    assert told["recipient"] == "SRB"
    assert told["weapons[0].quantity"] == "12"
    assert told["value"] == "2,700,000,000 EUR"
    assert told["status"] == deal.status
    shown = coded(code(document()))["deals"][0]
    filled = [name for name in ("supplier", "recipient", "value", "status", "order_date") if shown[name]]
    assert set(filled) <= set(told)


def test_the_words_and_the_rule_that_made_a_cell_are_named() -> None:
    (reason, *_) = cells()["recipient"].because
    assert (reason.value, reason.rule, reason.words) == ("SRB", "buy", "Serbia")
    assert reason.weight > 0
    assert all(reason.words in TEXT for cell in cells().values() for reason in (*cell.because, *cell.against))


def test_what_competed_is_shown() -> None:
    (other,) = cells()["value"].against
    assert (other.value, other.rule) == ("3,000,000,000 EUR", "no price of the whole")


def test_a_supplier_that_a_protest_tells_is_named_with_it() -> None:
    text = "Oman protested to Italy over the delivery of six Falco drones to Yemen."
    ((_, told),) = explain(document(text))
    supplier = next(cell for cell in told if cell.path == "supplier")
    assert [(reason.value, reason.rule) for reason in supplier.because] == [("ITA", "at whom it is protested")]


def test_a_page_without_a_deal_says_so() -> None:
    assert list(lines("x", explain(document("It rained in Belgrade.")))) == ["x: no deal is told"]
    assert explain(document(lang="xx")) == []


def test_the_command_prints_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.txt").write_text(TEXT, "utf-8")
    assert main(["read", "--explain", str(tmp_path / "page.txt")]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"^  supplier = FRA\n    because buy [\d.]+ \"France\"$", shown, re.M)


def test_an_empty_page_is_one_line_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.txt").write_text("", "utf-8")
    assert main(["read", "--explain", str(tmp_path / "page.txt")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
