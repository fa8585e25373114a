"""Life and links: steps with their reports, deliveries that add up, batches and repeat orders."""

from __future__ import annotations

from pathlib import Path

import pytest

from made import deal, entry, report
from materiel.cli import main
from materiel.record import query
from materiel.record.filters import Filter
from materiel.record.life import batches, deliveries, ladder
from materiel.record.lines import lines
from materiel.record.store import Register
from materiel.types import Weapon


def test_the_ladder_names_the_first_report_of_each_step() -> None:
    told = [
        report("b", "2023-05-01", status="delivered", delivery_date="2023-04"),
        report("a", "2022-03-01", status="ordered", order_date="2022-02-20"),
        report("c", "2022-03-05", status="ordered"),
        report("d", "2022-09-01", status="suspended"),
        report("e", "2021-01-01", status="considered"),
    ]
    assert [(step["status"], step["day"], step["document"]) for step in ladder(told)] == [
        ("considered", "2021-01-01", "e"), ("ordered", "2022-02-20", "a"), ("delivered", "2023-04", "b"),
        ("suspended", "2022-09-01", "d"),
    ]  # fmt: skip


def handed(document: str, day: str, number: int | None, **told: object) -> object:
    return report(document, day, status="delivered", quantity=number, **told)


@pytest.mark.parametrize(
    ("batch", "total", "adds_up"),
    [
        ([("b", "2023-01-01", 2), ("c", "2023-06-01", 3)], 5, "complete"),
        ([("b", "2023-01-01", 2), ("c", "2023-01-20", 2)], 2, "partial"),
        ([("b", "2023-01-01", 2), ("c", "2023-09-01", 2)], 4, "partial"),
        ([("b", "2023-01-01", 2), ("c", "2023-09-01", 5)], 5, "complete"),
        ([("b", "2023-01-01", 7)], 7, "over"),
        ([("b", "2023-01-01", 5), ("c", "2023-01-20", 6)], 5, "complete"),
        ([("b", "2023-01-01", None)], None, None),
    ],
)
def test_deliveries_add_up_against_the_order(
    batch: list[tuple[str, str, int | None]], total: int | None, adds_up: str | None
) -> None:
    told = [report("a", "2022-03-01", quantity=5), *(handed(*one) for one in batch)]
    [found] = deliveries(told)  # type: ignore[arg-type]
    assert (found["ordered"], found["delivered"], found["adds_up"]) == (5, total, adds_up)


def test_a_denied_delivery_is_no_batch() -> None:
    assert batches([(report("a", status="delivered", modality="negated"), 0)]) == []


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register.open(tmp_path / "register.db")


def named(register: Register) -> dict[tuple[str, int | None], dict[str, object]]:
    rows = query.deals(register, Filter(background=True))
    return {(row["status"], row["weapons"][0]["quantity"]): row for row in rows}


def test_a_batch_is_part_of_its_order_and_counts_for_it(register: Register) -> None:
    jets = {"name": "jets", "designation": "Rafale", "category": "combat aircraft", "supplier": ("FRA",)}
    batch = deal(status="delivered", quantity=6, **jets)
    order = deal(status="ordered", quantity=12, order_date="2021-11", background=True, **jets)
    with register:
        register.add_all([entry("a", batch, order, published="2024-04-29")])
        register.refresh()
        rows = named(register)
        small, large = rows["delivered", 6], rows["ordered", 12]
        page = query.deal(register, str(small["id"]))
        assert page is not None
        assert [(link["kind"], link["deal"]) for link in page["links"]] == [("part_of", large["id"])]
        whole = query.deal(register, str(large["id"]))
        assert whole is not None
        assert [(link["kind"], link["why"]) for link in whole["links"]] == [("has_part", "6 of 12 delivered")]
        told = {"weapon": 0, "ordered": 12, "delivered": 6, "years": ["2024"], "adds_up": "partial"}
        assert whole["deliveries"] == large["deliveries"] == [told]
        assert [step["status"] for step in whole["life"]] == ["ordered"]


def test_repeat_orders_follow_one_another_and_stay_two(register: Register) -> None:
    with register:
        register.add_all(
            [
                entry("a", deal(quantity=6, order_date="2016"), published="2016-03-01"),
                entry("b", deal(quantity=12, order_date="2023"), published="2023-05-01"),
                entry("c", deal(quantity=12, recipient=("ALB",), order_date="2023"), published="2023-05-01"),
            ]
        )
        register.refresh()
        rows = {(row["recipient"][0], row["weapons"][0]["quantity"]): row["id"] for row in query.deals(register)}
        page = query.deal(register, rows["XKX", 12])
        assert page is not None
        assert [(link["kind"], link["deal"]) for link in page["links"]] == [("follows", rows["XKX", 6])]
        alone = query.deal(register, rows["ALB", 12])
        assert alone is not None
        assert alone["links"] == []


def test_a_batch_that_could_be_of_two_orders_is_linked_to_none(register: Register) -> None:
    with register:
        register.add_all(
            [
                entry("a", deal(quantity=16, order_date="2020"), published="2020-03-01"),
                entry("b", deal(quantity=22, order_date="2024"), published="2024-01-01"),
                entry("c", deal(quantity=2, status="delivered", order_date=None), published="2028-01-01"),
            ]
        )
        register.refresh()
        rows = named(register)
        page = query.deal(register, str(rows["delivered", 2]["id"]))
        assert page is not None
        assert [link["kind"] for link in page["links"]] in ([], ["follows"])


def test_lines_are_in_the_form_of_trade_registers(register: Register, capsys: pytest.CaptureFixture[str]) -> None:
    goods = (Weapon("drones", "Bayraktar TB2", "uav", 5, "approx"), Weapon("=bombs", None, "ammunition", 100))
    with register:
        register.add_all([entry("a", deal(weapons=goods, order_date="2022-05", money=(30e6, "USD")))])
        register.refresh()
        first, second = lines(query.deals(register))
    assert (first["ordered"], first["order_year"], first["doubts"]) == (5, 2022, ["ordered"])
    assert "USD 30,000,000 deal" in first["comments"]
    assert second["designation"] == "=bombs"
    place = str(register.url.database)
    assert main(["deals", "--lines", "--register", place]) == 0
    assert "(5)" in capsys.readouterr().out
    assert main(["deals", "--lines", "--format", "csv", "--register", place]) == 0
    assert "'=bombs" in capsys.readouterr().out
    assert main(["deals", "--lines", "--format", "jsonl", "--register", place]) == 0
    assert capsys.readouterr().out.count("\n") == 2
    assert main(["deals", "--lines", "--format", "parquet", "--register", place]) == 2
