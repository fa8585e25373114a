"""Withdraw: a page and all that was read in it go, what people decided stays, and it does not come back by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from made import deal, entry
from materiel.cli import main
from materiel.record import query, review
from materiel.record.review import Verdict
from materiel.record.store import Register
from materiel.record.withdraw import NotThere, restore, withdraw, withdrawals


def test_a_page_goes_with_all_that_was_read_in_it_and_the_judgement_stays(place: str) -> None:
    with Register.open(place) as register:
        first = entry("a", deal(quantity=5))
        register.add_all([first, entry("b", deal(recipient=("ALB",)))])
        register.refresh()
        name = next(row["id"] for row in query.deals(register) if row["recipient"] == ["XKX"])
        review.judge(register, Verdict("confirm", name, "Ana"))
        register.refresh()
        gone = withdraw(register, "https://a.example/1", "Ben", "a court says so")
        assert (gone.addresses, gone.pages, gone.documents) == (("https://a.example/1",), 1, 1)
        assert gone.statements > 5
        assert [row["recipient"] for row in query.deals(register)] == [["ALB"]]
        assert query.deal(register, name) is None
        assert [(one["kind"], one["who"]) for one in review.history(register)] == [("confirm", "Ana")]
        assert review.queue(register, "lost") == []
        assert not register.add(*first)
        assert [one["kind"] for one in query.issues(register)] == ["withdrawn"]
        assert [(one["kind"], one["who"], one["why"]) for one in withdrawals(register)] == [
            ("withdrawn", "Ben", "a court says so")
        ]
        assert restore(register, "https://a.example/1", "Ana") == 1
        assert register.add(*first)
        register.refresh()
        assert len(query.deals(register)) == 2
        assert next(row for row in query.deals(register) if row["recipient"] == ["XKX"])["standing"] == "confirmed"


def test_a_text_that_stands_elsewhere_too_stays(place: str) -> None:
    page, reading = entry("a", deal())
    other = replace(reading, document=replace(reading.document, url="https://elsewhere.example"))
    with Register.open(place) as register:
        register.add(page, reading)
        register.add(replace(page, url="https://elsewhere.example"), other)
        assert withdraw(register, "https://elsewhere.example", "Ben").documents == 0
        [row] = query.deals(register)
        assert row["reports"] == 1
        assert withdraw(register, reading.document.digest[:12], "Ben").documents == 1
        assert query.deals(register) == []
        with pytest.raises(NotThere, match="no page of the register"):
            withdraw(register, "https://elsewhere.example", "Ben")


def test_no_word_of_the_page_is_left_in_the_file(tmp_path: Path) -> None:
    place = tmp_path / "register.db"
    with Register.open(place) as register:
        register.add(*entry("a", deal(designation="Secretbird"), lines=["A very particular sentence."]))
        register.refresh()
        withdraw(register, "https://a.example/1", "Ben")
    for file in tmp_path.iterdir():
        assert b"particular sentence" not in file.read_bytes()
        assert b"Secretbird" not in file.read_bytes()


def test_the_command_withdraws_restores_and_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(tmp_path / "register.db")
    with Register.open(place) as register:
        register.add(*entry("a", deal()))
    at = ("--register", place, "--who", "Ben")
    assert main(["withdraw", "a.html", "--why", "a request", *at]) == 0
    assert "1 page, 1 text" in capsys.readouterr().out
    assert main(["withdraw", *at]) == 0
    assert "a request" in capsys.readouterr().out
    assert main(["withdraw", "https://a.example/1", "--restore", *at]) == 0
    for wrong in (["withdraw", "a.html"], ["withdraw", "--restore"], ["withdraw", "never.html", "--restore"]):
        capsys.readouterr()
        assert main([*wrong, *at]) == 2
        assert capsys.readouterr().err.count("\n") == 1
