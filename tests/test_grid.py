"""Tables on the screen: folded to its width between words, aligned, and safe to show."""

from __future__ import annotations

import contextlib
import io
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

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


def test_nothing_runs_over_the_edge(capsys: pytest.CaptureFixture[str]) -> None:
    """Two columns give way at once beside numbers at the right."""
    heads = ("year", "designation", "category", "supplier", "status", "quantity", "first", "neighbours' stock", "ratio")
    one = ("2023", "F-124", "engine", "United States", "delivered", "20", "system", "17,446", "0.00115")
    other = ("2023", "Storm Shadow/SCALP-EG", "missile", "France", "delivered", "18", "", "226,150", "7.96e-05")
    at_the_right = (True, False, False, False, False, True, False, True, True)
    grid.table(heads, at_the_right, [[(text, "") for text in row] for row in (one, other)])
    lines = printed(capsys)
    assert max(map(len, lines)) <= WIDTH and any(line.endswith("0.00115") for line in lines)
    assert any(line.endswith("7.96e-05") for line in lines) and any(line.endswith("ratio") for line in lines)


@given(
    some.integers(2, 9).flatmap(
        lambda wide: some.lists(
            some.lists(
                some.lists(some.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=5).map(" ".join),
                min_size=wide,
                max_size=wide,
            ),
            min_size=1,
            max_size=4,
        )
    )
)
def test_columns_that_give_way_leave_the_others_whole(rows: list[list[str]]) -> None:
    """Whatever stands beside one another: no word is cut where all fit, and nothing runs over the edge."""
    heads = [f"h{at}" for at in range(len(rows[0]))]
    needed = sum(max(len(word) for text in own for word in text.split()) for own in zip(heads, *rows, strict=True))
    assume(needed + 2 * len(heads) <= WIDTH)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        grid.table(heads, [False] * len(heads), [[(text, "") for text in row] for row in rows])
    told = Counter(word for line in out.getvalue().splitlines() for word in line.split())
    assert Counter(word for row in rows for text in row for word in text.split()) <= told


def test_wide_letters_take_two_columns(capsys: pytest.CaptureFixture[str]) -> None:
    grid.table(("name", "n"), (False, True), [[("戦車", ""), ("1", "")], [("tank", ""), ("2", "")]])
    head, _, first, second = printed(capsys)
    assert head == " name  n" and first == " 戦車  1" and second == " tank  2"


def test_what_steers_a_terminal_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    grid.table(("name",), (False,), [[("a\x1b[31mb\nc", "")]])
    grid.say("a\x1b[31mb\u202ec")
    assert "\x1b" not in capsys.readouterr().out
