"""Review: what people decide about deals holds, can be taken back, and is dated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from made import deal, entry, report
from materiel.cli import main
from materiel.commands.review import Person, talk
from materiel.record import query, review
from materiel.record.filters import Filter
from materiel.record.judgements import Judgement, in_force
from materiel.record.migrate import FIRST
from materiel.record.places import Places, anchor
from materiel.record.resolve import Links, resolve
from materiel.record.review import Verdict, history, queue, undo
from materiel.record.store import Register


@pytest.fixture
def register(place: str) -> Iterator[Register]:
    """Two deals: TB2 for Kosovo with a contradiction of number, and a gift of vehicles."""
    with Register.open(place) as made:
        made.add_all(
            [
                entry("a", deal(quantity=5), published="2023-05-01"),
                entry("b", deal(quantity=6), published="2023-05-04"),
                entry("c", deal(supplier=("USA",), mode="gift", designation="HMMWV", category="armoured vehicle")),
            ]
        )
        made.refresh()
        yield made


def rows(register: Register, **asked: Any) -> dict[str, dict[str, Any]]:
    register.refresh()
    return {row["supplier"][0] if row["supplier"] else "": row for row in query.deals(register, Filter(**asked))}


def decide(register: Register, kind: str, deal_of: str, **told: Any) -> str:
    name = rows(register)[deal_of]["id"]
    made = review.judge(register, Verdict(kind, name, "Ana", **told))
    register.refresh()
    return made


def test_a_correction_is_preferred_and_what_was_told_stays_in_view(register: Register) -> None:
    row = rows(register)["TUR"]
    assert (row["weapons"][0]["quantity"], row["disputed"]) == (6, ["weapons[0].quantity"])
    made = decide(register, "correct", "TUR", field="weapons[0].quantity", value="7", why="the contract says so")
    row = rows(register)["TUR"]
    assert (row["weapons"][0]["quantity"], row["disputed"], row["judged"]) == (7, [], ["weapons[0].quantity"])
    cell = query.cell(register, row["id"], "weapons[0].quantity")
    assert cell is not None
    assert cell["rule"] == "corrected by a person"
    assert [(one["value"], one["preferred"]) for one in cell["values"]] == [(7, True), (6, False), (5, False)]
    assert cell["values"][0]["judgement"]["who"] == "Ana"
    assert cell["values"][0]["judgement"]["id"] == made


def test_a_judgement_is_taken_back_by_another_row_and_that_by_a_third(register: Register) -> None:
    made = decide(register, "correct", "TUR", field="status", value="delivered")
    assert rows(register)["TUR"]["status"] == "delivered"
    ended = undo(register, made, "Ben", "too early")
    assert rows(register)["TUR"]["status"] == "ordered"
    with pytest.raises(ValueError, match="taken back already"):
        undo(register, made, "Ben")
    undo(register, ended[:10], "Ana")
    assert rows(register)["TUR"]["status"] == "delivered"
    told = history(register, rows(register)["TUR"]["id"])
    assert [(one["kind"], one["who"], one["in_force"]) for one in told] == [
        ("correct", "Ana", True), ("undo", "Ben", False), ("undo", "Ana", True),
    ]  # fmt: skip


def test_confirming_and_rejecting_a_value(register: Register) -> None:
    made = decide(register, "confirm", "TUR", field="weapons[0].quantity", value=5)
    assert rows(register)["TUR"]["weapons"][0]["quantity"] == 5
    undo(register, made, "Ana")
    decide(register, "reject", "TUR", field="weapons[0].quantity", value=6)
    row = rows(register)["TUR"]
    assert (row["weapons"][0]["quantity"], row["disputed"]) == (5, [])
    decide(register, "reject", "TUR", field="weapons[0].quantity", value=5)
    assert rows(register)["TUR"]["weapons"][0]["quantity"] is None
    with pytest.raises(ValueError, match=r"no report .* tells this value"):
        decide(register, "confirm", "TUR", field="weapons[0].quantity", value=70)


def test_a_confirmed_deal_is_confirmed_and_a_rejected_one_is_gone_until_that_is_undone(register: Register) -> None:
    assert rows(register)["USA"]["standing"] == "reported"
    decide(register, "confirm", "USA")
    assert rows(register)["USA"]["standing"] == "confirmed"
    name = rows(register)["USA"]["id"]
    made = decide(register, "reject", "USA", why="an exercise")
    assert set(rows(register)) == {"TUR"}
    assert query.deal(register, name) is None
    assert set(rows(register, as_of="2023-05-10")) == {"TUR", "USA"}
    assert [one["kind"] for one in history(register)] == ["confirm", "reject"]
    undo(register, made, "Ben")
    assert set(rows(register)) == {"TUR", "USA"}


def test_one_report_of_a_deal_is_rejected(register: Register) -> None:
    name = rows(register)["TUR"]["id"]
    found = query.deal(register, name)
    assert found is not None
    document = next(one["id"] for one in found["documents"] if one["published"] == "2023-05-04")
    decide(register, "reject", "TUR", document=document)
    row = rows(register)["TUR"]
    assert (row["reports"], row["weapons"][0]["quantity"]) == (1, 5)
    assert queue(register, "disagreement") == []


def test_deals_are_joined_and_parted_by_people(register: Register) -> None:
    both = rows(register)
    made = decide(register, "same", "USA", other=both["TUR"]["id"])
    [row] = rows(register).values()
    assert row["reports"] == 3
    undo(register, made, "Ana")
    assert {row["reports"] for row in rows(register).values()} == {1, 2}
    found = query.deal(register, rows(register)["TUR"]["id"])
    assert found is not None
    decide(register, "different", "TUR", document=found["documents"][0]["id"])
    register.refresh()
    assert [row["reports"] for row in query.deals(register)] == [1, 1, 1]


def test_judgements_hold_when_a_newer_reader_tells_the_deals_in_another_order(register: Register) -> None:
    decide(register, "correct", "TUR", field="weapons[0].quantity", value=7)
    page, reading = entry("a", deal(quantity=5), published="2023-05-01")
    other = deal(supplier=("ALB",), recipient=("MKD",), designation="Javelin", category="missile", background=True)
    first = entry("a", other, deal(quantity=5), lines=["Report a."])[1]
    text = first.document.text
    newer = replace(reading, document=replace(first.document, url=page.url), deals=first.deals, reader="made 2")
    register.add(replace(page), newer)
    assert text != reading.document.text
    row = rows(register)["TUR"]
    assert row["weapons"][0]["quantity"] == 7
    assert queue(register, "lost") == []


def test_a_judgement_whose_deal_is_told_no_more_is_asked_about(register: Register) -> None:
    made = decide(register, "confirm", "USA")
    page, reading = entry("c", deal(supplier=("USA",), mode="gift", designation="HMMWV", category="armoured vehicle"))
    register.add(page, replace(reading, deals=(), reader="made 2"))
    register.refresh()
    [found] = queue(register, "lost")
    assert (found["deal"], found["told"]["who"]) == (made, "Ana")


def test_the_queue_says_where_new_statements_disagree_with_a_correction(register: Register) -> None:
    decide(register, "correct", "TUR", field="weapons[0].quantity", value=6)
    assert queue(register) == []
    register.add(*entry("d", deal(quantity=9), published="2023-06-01"))
    assert rows(register)["TUR"]["weapons"][0]["quantity"] == 6
    [found] = queue(register)
    assert (found["kind"], found["field"]) == ("disagreement", "weapons[0].quantity")
    assert found["told"]["values"] == [{"value": 9, "origins": 1}]


def test_new_reports_of_a_rejected_deal_come_back_with_a_question(register: Register) -> None:
    decide(register, "reject", "USA")
    told = deal(supplier=("USA",), mode="gift", designation="HMMWV", category="armoured vehicle")
    register.add(*entry("e", told, published="2023-05-05"))
    assert rows(register)["USA"]["reports"] == 1
    assert [one["kind"] for one in queue(register)] == ["disagreement", "contradiction"]


def test_the_queue_has_ties_contradictions_and_doubtful_deals(place: str) -> None:
    with Register.open(place) as register:
        register.add_all(
            [
                entry("a", deal(mode="sale", quantity=10), deal(mode="gift", quantity=20)),
                entry("b", deal(mode="unknown", quantity=None)),
                entry("c", deal(recipient=("ALB",), score=0.3)),
            ]
        )
        register.refresh()
        kinds = [one["kind"] for one in queue(register)]
        assert kinds[:2] == ["tie", "doubtful"]
        assert review.waiting(register)["tie"] == 1
        [tie] = queue(register, "tie")
        assert len(tie["told"]["candidates"]) == 2
        review.judge(register, Verdict("same", tie["deal"], "Ana", other=tie["told"]["candidates"][0]))
        register.refresh()
        assert queue(register, "tie") == []
        assert sorted(row["reports"] for row in query.deals(register)) == [1, 1, 2]


def test_the_register_of_an_earlier_day_knows_no_later_judgement(register: Register) -> None:
    decide(register, "correct", "TUR", field="weapons[0].quantity", value=7)
    assert rows(register)["TUR"]["weapons"][0]["quantity"] == 7
    assert rows(register, as_of="2023-06-01")["TUR"]["weapons"][0]["quantity"] == 6
    assert history(register, as_of="2023-06-01") == []


def test_the_counter_that_caches_watch_grows_with_each_judgement(register: Register) -> None:
    before = register.state
    made = decide(register, "confirm", "USA")
    undo(register, made, "Ana")
    assert register.state == (before[0] + 2, before[1] + 2)
    assert FIRST["judgements"] == 0


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"kind": "merge"}, "is no judgement"),
        ({"kind": "confirm", "who": " "}, "needs a person"),
        ({"kind": "confirm", "deal": "TUR-XKX-nothing-ffff"}, "holds no deal"),
        ({"kind": "correct"}, "needs the field"),
        ({"kind": "correct", "field": "weapons[4].quantity", "value": 3}, "no such goods"),
        ({"kind": "correct", "field": "weapons[0].quantity", "value": "many"}, "is no quantity"),
        ({"kind": "correct", "field": "status", "value": "sold"}, "choose one of considered"),
        ({"kind": "correct", "field": "supplier", "value": "TUR, QQQ"}, "is no code of a state"),
        ({"kind": "correct", "field": "order_date", "value": "2023-13"}, "no date of the calendar"),
        ({"kind": "correct", "field": "value", "value": "much"}, "is no value"),
        ({"kind": "correct", "field": "colour", "value": "red"}, "no field that can be corrected"),
        ({"kind": "same"}, "name the other deal"),
        ({"kind": "different", "document": "0000"}, "no report of"),
    ],
)
def test_a_decision_that_cannot_be_kept_says_why(register: Register, told: dict[str, Any], words: str) -> None:
    verdict = Verdict(**({"deal": rows(register)["TUR"]["id"], "who": "Ana"} | told))
    with pytest.raises(ValueError, match=words):
        review.judge(register, verdict)
    assert history(register) == []


def made_on(number: int, kind: str, day: str, undoes: str | None = None) -> Judgement:
    return Judgement(str(number), kind, "Ana", f"{day}T10:00:0{number}", undoes=undoes)


def test_what_holds_is_told_by_the_day() -> None:
    every = [made_on(1, "confirm", "2024-01-01"), made_on(2, "undo", "2024-02-01", "1")]
    every += [made_on(3, "undo", "2024-03-01", "2")]
    held = [
        [one.id for one in in_force(every, day)] for day in ("2023-12-31", "2024-01-15", "2024-02-15", "2024-03-15")
    ]
    assert held == [[], ["1"], [], ["1"]]


def test_an_anchor_finds_the_likest_deal_of_another_reading() -> None:
    told = [report("a", recipient=("ALB",)), report("a", subject="deal/1", quantity=9)]
    remembered = anchor(report("a"), "reading 1")
    assert Places(told, {"a": "reading 1"}).member(remembered) == ("a", "deal/0")
    assert Places(told, {"a": "reading 2"}).member(remembered) == ("a", "deal/1")
    assert Places(told, {"b": "reading 2"}, {"a": "b"}).member(remembered) is None
    assert json.loads(json.dumps(remembered.packed()))[0] == "a"


def test_what_people_joined_does_not_keep_other_reports_away() -> None:
    reports = [report("a"), report("b", supplier=("USA",), recipient=("ALB",)), report("c", "2023-05-03")]
    links = Links(((True, ("a", "deal/0"), ("b", "deal/0")),))
    assert [[one.document for one in group] for group in resolve(reports, links)[0]] == [["a", "b", "c"]]
    parted = Links((*links.decided, (False, ("a", "deal/0"), ("c", "deal/0"))))
    assert [[one.document for one in group] for group in resolve(reports, parted)[0]] == [["a", "b"], ["c"]]
    later = Links((*parted.decided, (False, ("a", "deal/0"), ("b", "deal/0"))))
    assert len(resolve(reports, later)[0]) == 3


def words(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = main(["review", *args])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_keeps_lists_and_takes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(tmp_path / "register.db")
    with Register.open(place) as register:
        register.add_all([entry("a", deal(quantity=5)), entry("b", deal(quantity=6), published="2023-05-04")])
        name = rows(register)["TUR"]["id"]
    at = ("--register", place, "--who", "Ana")
    code, out, _ = words(capsys, "--format", "jsonl", *at)
    assert code == 0
    assert [json.loads(line)["kind"] for line in out.splitlines()] == ["contradiction"]
    assert words(capsys, "correct", name, "weapons[0].quantity", "7", "--why", "contract", *at)[0] == 0
    code, out, _ = words(capsys, "history", name, *at)
    assert "weapons[0].quantity = 7" in out
    assert "contract" in out
    made = out.split("\n")[3].split()[0]
    assert words(capsys, "undo", made, *at)[0] == 0
    assert "1 question" in words(capsys, *at)[1]
    for wrong in (("merge", name), ("correct", name), ("undo", "ffff"), ("confirm", "nothing-ffff")):
        code, out, err = words(capsys, *wrong, *at)
        assert (code, out, err.count("\n")) == (2, "", 1)


def answers(*given: str) -> Any:
    left = list(given)

    def ask(_: str) -> str:
        if not left:
            raise EOFError
        return left.pop(0)

    return ask


def test_a_talk_at_the_terminal_decides_one_question_after_the_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "register.db")
    with Register.open(place) as register:
        register.add_all(
            [
                entry("a", deal(mode="sale", quantity=10), deal(mode="gift", quantity=20)),
                entry("b", deal(mode="unknown", quantity=None)),
                entry("c", deal(recipient=("ALB",), quantity=5)),
                entry("d", deal(recipient=("ALB",), quantity=6)),
                entry("e", deal(recipient=("MKD",), score=0.2)),
            ]
        )
    assert talk(place, None, Person("Ana"), answers("9", "1", "c many", "c 7", "r")) == 0
    said = capsys.readouterr().out
    assert "is no quantity" in said
    assert "Nothing waits." in said
    for start in ("  c VALUE ", "  s skip", "  5\n", "    "):
        assert f"\n{start}" in said, start
    with Register.open(place) as register:
        told = [(one["kind"], one["who"]) for one in history(register)]
        shown = {row["recipient"][0]: row for row in query.deals(register)}
    assert told == [("same", "Ana"), ("correct", "Ana"), ("reject", "Ana")]
    assert shown["ALB"]["weapons"][0]["quantity"] == 7
    assert "MKD" not in shown
    assert talk(place, None, Person("Ana"), answers()) == 0
