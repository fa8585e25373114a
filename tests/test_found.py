"""Words of deals looked up in their index: the same as looking through all, and never of an older state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import made
from materiel.record import found, query
from materiel.record.filters import Filter, shape, values
from materiel.record.store import Register

ASKED = ("bayraktar", "raktar", "tb2", "tb", "f16 tur", "block 70", "poland", "nothing", "F-16", "uav usa", "a")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(tmp_path / "register.db") as opened:
        for name, told in {
            "one": made.deal(),
            "two": made.deal(supplier=("USA",), recipient=("POL",), designation="F-16 Block 70", category="other"),
            "three": made.deal(supplier=("USA",), recipient=("TUR",), designation="F-16 Block 70", category="other"),
        }.items():
            opened.add_all([made.entry(name, told)])
        opened.resolve()
        yield opened


def ids(register: Register, **asked: str) -> set[str]:
    rows = query.deals(register, Filter(**asked))  # type: ignore[arg-type]
    assert query.count(register, Filter(**asked)) == len(rows)  # type: ignore[arg-type]
    return {row["id"] for row in rows}


def is_fresh(register: Register) -> bool:
    with register.reading() as connection:
        return found.is_fresh(connection)


def test_an_index_finds_what_is_found_without(register: Register) -> None:
    assert not is_fresh(register)
    before = {words: ids(register, text=words) for words in ASKED}
    assert before["f16 tur"] and before["raktar"] and not before["nothing"]
    found.refresh(register)
    assert is_fresh(register)
    assert {words: ids(register, text=words) for words in ASKED} == before


ODD = (
    "%",
    "_",
    "f_16",
    "f%16",
    "100%",
    "tb2*",
    "near(",
    '"tb2"',
    "'",
    "\\",
    "tb2 or f-16",
    "é",
    "тб2",
    "x" * 300,
    "  ",
    "-",
    "f-16 -block",
)


def test_signs_that_databases_know_mean_nothing_on_either_way(register: Register) -> None:
    before = {words: ids(register, text=words) for words in ODD}
    found.refresh(register)
    assert {words: ids(register, text=words) for words in ODD} == before
    assert before["f_16"] <= before.get("F-16", ids(register, text="F-16"))


def test_without_an_index_the_same_is_found_in_every_order(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    found.refresh(register)
    asked = [Filter(text="f16", sort=sort, limit=1, offset=1) for sort in ("supplier", "-date", "reported")]
    indexed = [query.deals(register, one) for one in asked]
    monkeypatch.setattr(found, "is_fresh", lambda _: False)
    assert [query.deals(register, one) for one in asked] == indexed and all(indexed)


def test_a_database_without_letters_in_its_index_looks_through_all(place: str) -> None:
    with Register.open(place) as opened:
        opened.add_all([made.entry("one", made.deal()), made.entry("two", made.deal(recipient=("ALB",)))])
        opened.refresh()
        before = {words: ids(opened, text=words) for words in ("bayraktar", "tb2 alb", "raktar", "%", "a")}
        found.refresh(opened)
        assert is_fresh(opened) == (opened.url.get_backend_name() == "sqlite")
        assert {words: ids(opened, text=words) for words in before} == before
        assert len(before["bayraktar"]) == 2 and len(before["tb2 alb"]) == 1


def test_as_of_a_day_the_words_of_that_day_are_looked_through(register: Register) -> None:
    before = ids(register, text="bayraktar", as_of="2023-12-31")
    found.refresh(register)
    assert ids(register, text="bayraktar", as_of="2023-12-31") == before
    assert not ids(register, text="bayraktar", as_of="2000-01-01")


def test_what_is_new_is_found_before_and_after_the_index_knows_it(register: Register) -> None:
    found.refresh(register)
    register.add_all([made.entry("four", made.deal(recipient=("ALB",), designation="Kestrel 9"))])
    register.refresh()
    assert not is_fresh(register) and len(ids(register, text="kestrel9")) == 1
    found.refresh(register)
    assert is_fresh(register) and len(ids(register, text="kestrel9")) == 1
    assert len(ids(register, text="bayraktar", recipient="XKX")) == 1


def test_the_index_is_asked_first(register: Register) -> None:
    """Otherwise SQLite goes through all deals and asks the index for each: a second, at ten thousand."""
    found.refresh(register)
    asked = Filter(text="bayraktar", country="TUR")
    with register.reading() as connection:
        statement = query._number(shape(asked), True)
        statement.rows(connection, values(asked))
        words, order, fixed = statement._told["sqlite"]
        given = fixed | values(asked)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", tuple(given[name] for name in order or ()))
        steps = [row[3] for row in plan]
    [lookup] = {step for step in steps if "found_letters" in step}
    assert "=" not in lookup, "the index is asked for one deal at a time"
