"""Tables on the screen: folded to its width, aligned, and safe to show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from materiel.commands import grid
from materiel.commands.screen import WIDTH


def test_a_table_is_heads_a_line_and_rows(capsys: pytest.CaptureFixture[str]) -> None:
    grid.table(("name", "pieces"), (False, True), [[("Leopard 2", ""), ("12", "")], [("K9", "dim"), ("212", "")]])
    assert capsys.readouterr().out == (
        " name       pieces\n ─────────────────\n Leopard 2      12\n K9            212\n\n"
    )


def test_no_table_is_wider_than_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    words = "a long sentence about howitzers " * 9
    grid.table(("one", "two", "three"), (False, False, True), [[(words, ""), (words, ""), ("1", "")]])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 4 and max(map(len, lines)) <= WIDTH
    assert " ".join(line[: lines[0].index("two")] for line in lines[2:]).split() == words.split()


def test_wide_letters_take_two_columns(capsys: pytest.CaptureFixture[str]) -> None:
    grid.table(("name", "n"), (False, True), [[("戦車", ""), ("1", "")], [("tank", ""), ("2", "")]])
    head, _, first, second = capsys.readouterr().out.splitlines()[:4]
    assert head == " name  n" and first == " 戦車  1" and second == " tank  2"


def test_what_steers_a_terminal_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    grid.table(("name",), (False,), [[("a\x1b[31mb\nc", "")]])
    grid.say("a\x1b[31mb\u202ec")
    assert "\x1b" not in capsys.readouterr().out


def test_styles_are_for_terminals_alone(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    grid.say("bold words", "bold")
    assert capsys.readouterr().out == "\x1b[1mbold words\x1b[0m\n"
    monkeypatch.setenv("NO_COLOR", "1")
    grid.say("bold words", "bold")
    assert capsys.readouterr().out == "bold words\n"


@given(st.text(alphabet="ab \u0301戦", max_size=60), st.integers(2, 20))
def test_folding_loses_no_letter_and_keeps_the_width(text: str, width: int) -> None:
    lines = grid.fold(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(grid.length(line) <= width for line in lines)
