"""Touch: what is made anew piece by piece is, to the row, what is made anew whole."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from made import Entry, deal, entry
from materiel.record import change, query, review, tables, touch
from materiel.record.filters import Filter
from materiel.record.review import Verdict
from materiel.record.store import Register
from materiel.record.withdraw import NotThere, withdraw
from materiel.types import Deal

AGENCY = ["A parade in the capital has shown what was handed over on Monday, said a minister of the government."] * 3


def held(register: Register) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the tables that follow from others."""
    with register.reading() as connection:
        return {table.name: sorted(tuple(row) for row in connection.execute(select(table))) for table in tables.DERIVED}


def told(chance: random.Random) -> Deal:
    """A deal that may be one with others, a batch, or a repeat order."""
    status = chance.choice(["considered", "approved", "ordered", "delivered", "delivered"])
    return deal(
        supplier=chance.choice([("TUR",), ("USA",), ()]),
        recipient=chance.choice([("XKX",), ("ALB",), ("XKX", "ALB"), ()]),
        designation=chance.choice(["Bayraktar TB2", "Bayraktar TB2", "F-16", "F-16 Block 70", None]),
        category=chance.choice(["uav", "combat aircraft"]),
        quantity=chance.choice([None, 2, 5, 6, 12]),
        status=status,
        order_date=chance.choice([None, "2019", "2022-05", "2023"]),
        delivery_date=chance.choice([None, "2023-07"]) if status == "delivered" else None,
        mode=chance.choice(["sale", "gift", "unknown"]),
        background=chance.random() < 0.2,
        score=chance.choice([0.3, 0.9]),
    )


def some(chance: random.Random, number: int, reader: str) -> Entry:
    """A page: sometimes a copy of an agency's text, sometimes undated, sometimes with two deals."""
    day = chance.choice([f"20{chance.randint(18, 24)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}", "2022", None])
    lines = [*AGENCY, f"Copy {number}."] if chance.random() < 0.2 else [f"Report {number}."]
    deals = [told(chance) for _ in range(chance.choice([0, 1, 1, 1, 2]))]
    return entry(f"p{number}", *deals, published=day, lines=lines, reader=reader)


def step(register: Register, chance: random.Random, number: int) -> None:
    """One thing that people and readers do to a register."""
    what = chance.choice(["add", "add", "add", "again", "judge", "judge", "undo", "withdraw"])
    if what in ("add", "again"):
        first = number if what == "add" else chance.randrange(number + 1)
        seeds = [random.Random(f"{first + k} {what == 'again'}") for k in range(chance.randint(1, 4))]
        reader = "made 1" if what == "add" else f"made {chance.randint(2, 3)}"
        register.add_all([some(one, first + k, reader) for k, one in enumerate(seeds)])
        return
    rows = query.deals(register, Filter(background=True))
    if what == "withdraw":
        try:
            withdraw(register, f"https://p{chance.randrange(number + 1)}.example/1", "Ana")
        except NotThere:
            return
    elif what == "undo":
        made = [one for one in review.history(register) if one["in_force"]]
        if made:
            review.undo(register, chance.choice(made)["id"], "Ana")
    elif rows:
        judge(register, chance, rows)


def judge(register: Register, chance: random.Random, rows: list[dict[str, Any]]) -> None:
    one, other = chance.choice(rows)["id"], chance.choice(rows)["id"]
    kind = chance.choice(["same", "different", "correct", "reject", "confirm"])
    more: dict[str, Any] = {"other": other} if kind in ("same", "different") else {}
    if kind == "correct":
        more = {"field": "status", "value": chance.choice(["ordered", "cancelled"])}
    try:
        review.judge(register, Verdict(kind, one, "Ana", **more))
    except ValueError:
        return


@pytest.mark.parametrize("seed", range(12))
def test_piece_by_piece_is_as_whole(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touch, "LARGE", 1.0)
    chance = random.Random(seed)
    with Register.open(tmp_path / "register.db") as register:
        register.add_all([some(random.Random(f"{n} start"), 1000 + n, "made 1") for n in range(15)])
        register.resolve()
        for number in range(14):
            step(register, chance, number * 4)
            register.refresh()
            piece = held(register)
            register.resolve()
            whole = held(register)
            for name, rows in whole.items():
                assert piece[name] == rows, f"step {number}: {name}"


def test_a_withdrawal_that_was_cut_short_is_seen_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Register.open(tmp_path / "register.db") as register:
        register.add_all([entry("a", deal()), entry("b", deal(recipient=("ALB",)))])
        register.refresh()
        monkeypatch.setattr(Register, "resolve", lambda _: None)
        withdraw(register, "https://a.example/1", "Ana")
        monkeypatch.undo()
        register.refresh()
        assert [row["recipient"] for row in query.deals(register)] == [["ALB"]]


def test_on_both_databases(place: str) -> None:
    with Register.open(place) as register:
        register.add_all([entry("a", deal(quantity=12, order_date="2022")), entry("b", deal(recipient=("ALB",)))])
        register.refresh()
        register.add(*entry("c", deal(quantity=5, status="delivered"), published="2023-08-01"))
        register.add(*entry("d", deal(quantity=12, order_date="2022"), published="2023-04-01"))
        register.refresh()
        piece = held(register)
        register.resolve()
        assert held(register) == piece


def test_only_what_is_touched_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    states = ["ALB", "MKD", "BIH", "HRV", "SRB", "MNE", "GRC", "BGR", "ROU", "HUN"]
    with Register.open(tmp_path / "register.db") as register:
        register.add_all([entry(f"p{n}", deal(recipient=(state,), quantity=n + 1)) for n, state in enumerate(states)])
        register.refresh()
        made: list[str] = []
        whole = touch.versions

        def counted(deal_name: str, *rest: Any) -> Any:
            made.append(deal_name)
            return whole(deal_name, *rest)

        monkeypatch.setattr(touch, "versions", counted)
        register.add(*entry("new", deal(recipient=("HRV",), quantity=4), published="2023-05-03"))
        register.refresh()
        assert [name[:7] for name in made] == ["TUR-HRV"]
        assert [row["reports"] for row in query.deals(register, Filter(recipient="HRV"))] == [2]


def test_a_large_change_is_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touch, "FEW", 1)
    monkeypatch.setattr(change, "apply", None)
    with Register.open(tmp_path / "register.db") as register:
        register.add_all([entry(f"p{n}", deal(quantity=n + 1)) for n in range(3)])
        register.refresh()
        register.add_all([entry(f"q{n}", deal(quantity=n + 1)) for n in range(3)])
        register.refresh()
        assert sum(row["reports"] for row in query.deals(register)) == 6
