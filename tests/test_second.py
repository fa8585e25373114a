"""The second reader: two readings are compared, budgets are kept, and the register keeps who said what."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from materiel.cli import main
from materiel.record import query, tables
from materiel.record.store import Register
from materiel.second.agree import DIFFER, agree, aligned
from materiel.second.budget import Budget, parsed
from materiel.second.doubt import KEPT, wanted
from materiel.second.prompt import prompt
from materiel.second.reader import ISSUE, READER, Read, Second
from materiel.types import Document, Failure, Reading
from model_server import Asked, Model, Response, serving, told
from second_made import TEXT, claim, gated, named, page, reading


def both(*found: dict[str, Any]) -> tuple[Reading, Reading, Reading]:
    first = reading()
    second = Reading(first.document, deals=gated(*found)[1], reader=f"{READER}.test/tiny")
    return first, second, agree(first, second)


def test_where_both_agree_the_score_rises() -> None:
    first, _, made = both(claim())
    assert made.deals[0].score > first.deals[0].score
    assert len(made.deals) == len(first.deals)
    assert made.reader == f"{first.reader}+{READER}.test/tiny"
    assert not [issue for issue in made.issues if issue.kind == DIFFER]


def test_where_they_differ_the_rules_stand_and_an_issue_names_both() -> None:
    text = TEXT + "Chile and Peru are neighbours; Brazil sells howitzers too.\n"
    first = reading(text)
    other = gated(claim(supplier=[named("BRA", "Brazil sells")]), text=text)[1]
    made = agree(first, Reading(first.document, deals=other, reader="second-1.test/tiny"))
    assert made.deals[0].supplier == ("FRA",)
    (issue,) = [issue for issue in made.issues if issue.kind == DIFFER]
    assert "FRA" in issue.message
    assert "BRA" in issue.message
    assert first.document.text[issue.start : issue.end] == first.deals[0].evidence["supplier"][0].exact


def test_a_deal_of_the_model_alone_follows_with_its_own_score() -> None:
    first = reading(TEXT)
    alone = Reading(first.document, reader=first.reader)
    made = agree(alone, Reading(first.document, deals=gated(claim())[1], reader="second-1.test/tiny"))
    assert len(made.deals) == 1
    assert made.deals[0].score < 0.5
    assert made.deals[0].background


def test_deals_are_aligned_one_to_one() -> None:
    deals = gated(claim(), claim())[1]
    assert aligned(deals[:1], deals) == {0: 0}
    assert aligned(deals, deals) == {0: 0, 1: 1}
    assert aligned(deals, ()) == {}


# ---------------------------------------------------------------- a run


def test_order_is_kept_and_failures_pass(second: Callable[..., Second]) -> None:
    def respond(asked: Asked) -> Response:
        time.sleep(0.2 if asked.number == 0 else 0)
        return told(claim())

    results = [(page(name=f"{number}"), reading(TEXT + f"No. {number}.", f"{number}")) for number in range(6)]
    with serving(respond) as model:
        found = list(second(model.url).over([results[0], Failure("bad", "why"), *results[1:]]))
    assert [one.page.id if isinstance(one, Read) else one.name for one in found] == [
        "0",
        "bad",
        "1",
        "2",
        "3",
        "4",
        "5",
    ]


def test_nothing_is_asked_twice(second: Callable[..., Second]) -> None:
    with serving(lambda _: told(claim())) as model:
        results = [(page(), reading())]
        first = list(second(model.url).over(results))
        again = second(model.url)
        assert list(again.over(results)) == first
        assert len(model.asked) == 1
        assert again.tally["cached"] == 1


@pytest.mark.parametrize(("limits", "sent"), [({"documents": 2}, 2), ({"tokens": 150}, 2), ({"seconds": 0}, 0)])
def test_a_budget_is_kept(second: Callable[..., Second], limits: dict[str, Any], sent: int) -> None:
    results = [(page(name=f"{n}"), reading(TEXT + f"No. {n}.", f"{n}")) for n in range(5)]
    with serving(lambda _: told(claim())) as model:
        reader = second(model.url, budget=Budget(**limits), parallel=1)
        found = list(reader.over(results))
        assert len(model.asked) == sent
    assert len(found) == 5
    assert reader.tally["unasked"] == 5 - sent


def test_a_dead_server_leaves_the_first_reading_and_an_issue(
    second: Callable[..., Second], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("materiel.second.endpoint.time.sleep", lambda _: None)
    results = [(page(name=f"{n}"), reading(TEXT + f"No. {n}.", f"{n}")) for n in range(8)]
    reader = second("http://127.0.0.1:9/v1", parallel=1)
    found = list(reader.over(results))
    for one, (_, first) in zip(found, results, strict=True):
        assert isinstance(one, Read)
        assert one.readings == (first,)
        assert one.reading.deals == first.deals
        assert one.reading.issues[-1].kind == ISSUE
    assert reader.tally["sent"] == 3  # then it was given up
    assert reader.tally["failed"] == 8


def test_only_doubtful_documents_are_sent() -> None:
    assert not wanted(reading("The mayor opened a library in Lima on Friday, the city said.\n"))
    first = reading()
    assert wanted(Reading(first.document))  # a weapon, a state and a word of transfer, and no deal was read
    sure = Reading(first.document, deals=(replace(first.deals[0], score=0.9),))
    assert not wanted(sure)
    assert wanted(sure, KEPT)
    assert wanted(Reading(first.document, deals=(replace(first.deals[0], score=0.9, supplier=()),)))
    assert not wanted(Reading(Document("x", TEXT, lang="xx")), KEPT)


def test_limits_are_parsed() -> None:
    budget = parsed("documents=3, tokens=5000")
    assert (budget.documents, budget.tokens, budget.seconds) == (3, 5000, None)
    assert parsed("").documents is None
    for wrong in ("pages=3", "documents", "tokens=-1", "seconds=2.5"):
        with pytest.raises(ValueError, match="limit"):
            parsed(wrong)


# ---------------------------------------------------------------- the command line


@pytest.fixture
def honest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    """A server whose model tells the deal of ``TEXT``, which lies in the working folder as ``one.txt``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("one.txt").write_text(TEXT, "utf-8")
    with serving(lambda _: told(claim())) as model:
        yield model


def test_reading_twice_into_a_register_keeps_who_said_what(honest: Model, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["read", "one.txt", "--second", honest.url, "--model", "tiny", "--send", "kept"]
    for _ in range(2):
        assert main([*asked, "--register", "r.db"]) == 0
    assert len(honest.asked) == 1
    told_us = capsys.readouterr()
    assert "1 new" in told_us.out
    assert "0 new" in told_us.out
    assert "1 document sent" in told_us.err
    with Register.open("r.db") as register, register.reading() as connection:
        names = sorted(connection.execute(select(tables.readings.c.reader)).scalars())
        counted = connection.execute(select(tables.readings.c.reader).join(tables.reports)).scalars().all()
    assert len(names) == 3
    assert sum(name.startswith(READER) for name in names) == 1
    assert counted == [name for name in names if "+" in name]
    assert prompt().version in counted[0]


def test_the_register_shows_which_reader_said_what(honest: Model, capsys: pytest.CaptureFixture[str]) -> None:
    model = ["--second", honest.url, "--model", "tiny", "--send", "kept"]
    assert main(["read", "one.txt", *model, "--register", "r.db"]) == 0
    with Register.open("r.db") as register:
        (name,) = [row["id"] for row in query.deals(register)]
    capsys.readouterr()
    readers = {}
    for field in ("supplier", "status"):
        main(["why", name, field, "--register", "r.db", "--format", "json"])
        (one,) = json.loads(capsys.readouterr().out)
        readers[field] = [reader.partition(".")[0] for reader in one["values"][0]["readers"]]
    assert readers["supplier"] == readers["status"] == ["rules-1", "second-1"]
    main(["why", name, "supplier", "--register", "r.db"])
    assert "read by rules-1" in capsys.readouterr().out


def test_a_later_run_without_the_model_leaves_both_readers_in_force(honest: Model) -> None:
    assert (
        main(["read", "one.txt", "--second", honest.url, "--model", "tiny", "--send", "kept", "--register", "r.db"])
        == 0
    )
    assert main(["read", "one.txt", "--register", "r.db"]) == 0
    with Register.open("r.db") as register, register.reading() as connection:
        assert "+" in connection.execute(select(tables.readings.c.reader).join(tables.reports)).scalar_one()


def test_settings_come_from_the_file(
    honest: Model, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSE_KEY", "s3cret")
    lines = [f'url = "{honest.url}"', 'model = "tiny"', 'key_env = "HOUSE_KEY"', 'send = "kept"', "seconds = 5"]
    Path("materiel.toml").write_text("[second]\n" + "\n".join(lines), "utf-8")
    assert main(["read", "one.txt", "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["deals"][0]["supplier"] == ["FRA"]
    assert honest.asked[0].headers["Authorization"] == "Bearer s3cret"


@pytest.mark.parametrize(
    ("arguments", "file", "reason"),
    [
        (["--model", "tiny"], "", "--second URL"),
        (["--second", "http://127.0.0.1:9/v1"], "", "--model NAME"),
        (["--second", "nowhere", "--model", "tiny"], "", "no address"),
        (["--second", "http://a.example", "--model", "t", "--budget", "pages=3"], "", "documents=N"),
        ([], "[second]\nurl = 3", "url"),
        ([], "[second]\nsurl = 'x'", "surl"),
        ([], "[second", "mend"),
        ([], "[second]\nurl = 'http://a.example'\nmodel = 'm'\nsend = 'all'", "send"),
    ],
)
def test_wrong_use_is_told_in_a_line(
    honest: Model, capsys: pytest.CaptureFixture[str], arguments: list[str], file: str, reason: str
) -> None:
    Path("materiel.toml").write_text(file, "utf-8")
    assert main(["read", "one.txt", "--format", "jsonl", *arguments]) == 2
    error = capsys.readouterr().err
    assert reason in error
    assert error.count("\n") == 1
    assert not honest.asked
