"""Tables on the screen: folded to its width between words, aligned, and safe to show."""

from __future__ import annotations

import pytest

from materiel.commands import grid
from materiel.commands.screen import WIDTH


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines that are not blank, without the blanks that fill them up."""
    return [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()]


def test_a_table_is_heads_a_line_and_rows(capsys: pytest.CaptureFixture[str]) -> None:
    grid.table(("name", "pieces"), (False, True), [[("Leopard 2", ""), ("12", "")], [("K9", "dim"), ("212", "")]])
    head, rule, *rows = printed(capsys)
    assert head == " name       pieces" and set(rule.strip()) == {"─"}
    assert rows == [" Leopard 2      12", " K9            212"]


def test_no_table_is_wider_than_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    words = "a long sentence about howitzers " * 9
    grid.table(("one", "two", "three"), (False, False, True), [[(words, ""), (words, ""), ("1", "")]])
    lines = printed(capsys)
    assert len(lines) > 4 and max(map(len, lines)) <= WIDTH
    assert " ".join(line[: lines[0].index("two")] for line in lines[2:]).split() == words.split()


def test_a_narrow_column_cuts_no_word_where_all_words_fit(capsys: pytest.CaptureFixture[str]) -> None:
    wide = "what has to give way because it holds a great many words " * 4
    grid.table(("one", "kind"), (False, False), [[(wide, ""), ("reconnaissance", "")]])
    assert any("reconnaissance" in line for line in printed(capsys))


def test_wide_letters_take_two_columns(capsys: pytest.CaptureFixture[str]) -> None:
    grid.table(("name", "n"), (False, True), [[("戦車", ""), ("1", "")], [("tank", ""), ("2", "")]])
    head, _, first, second = printed(capsys)
    assert head == " name  n" and first == " 戦車  1" and second == " tank  2"


def test_what_steers_a_terminal_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    grid.table(("name",), (False,), [[("a\x1b[31mb\nc", "")]])
    grid.say("a\x1b[31mb\u202ec")
    assert "\x1b" not in capsys.readouterr().out
