"""Ready: a page that was put together ahead is, whatever happened since, the one that would be made now."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlalchemy import select

from made import deal, entry
from materiel.record import browse, query, ready, tables, touch
from materiel.record.store import Register
from materiel.record.withdraw import withdraw
from test_touch import some, step


def same(register: Register) -> int:
    """The number of pages that are ready; each must be what is made now, as the site's JSON is written."""
    with register.reading() as connection:
        deals = list(connection.execute(select(tables.deal_pages.c.deal)).scalars())
        documents = list(connection.execute(select(tables.document_pages.c.id)).scalars())
    for name in deals:
        assert ready.deal(register, name) == ready._packed(query.deal(register, name)), name
    for name in documents:
        assert ready.document(register, name) == ready._packed(query.document(register, name)), name
    assert set(documents) <= {name for name, _ in browse.document_names(register)}
    return len(deals) + len(documents)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_ready_is_what_is_made_now(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touch, "LARGE", 1.0)
    chance = random.Random(seed)
    kept = 0
    with Register.open(tmp_path / "register.db") as register:
        register.add_all([some(random.Random(f"{n} start"), 1000 + n, "made 1") for n in range(15)])
        register.refresh()
        for turn in range(9):
            ready.fill(register)
            step(register, chance, turn * 4)
            same(register)  # before the deals are made anew
            register.refresh()
            kept += same(register)
    assert kept > 30


def test_only_what_a_change_touches_is_made_again(place: str) -> None:
    states = ("ALB", "MKD", "BIH", "HRV", "SRB", "MNE")
    with Register.open(place) as register:
        register.add_all([entry(f"p{n}", deal(recipient=(state,), quantity=n + 1)) for n, state in enumerate(states)])
        register.refresh()
        assert ready.fill(register) == 12 == same(register) and ready.fill(register) == 0
        register.add(*entry("new", deal(recipient=("HRV",), quantity=4), published="2023-05-03"))
        register.refresh()
        assert same(register) == 10 and ready.fill(register) == 3 and same(register) == 13
        register.resolve()
        assert same(register) == 0 and ready.fill(register, most=1) >= 1


def test_a_second_reader_of_a_text_that_is_there(tmp_path: Path) -> None:
    with Register.open(tmp_path / "register.db") as register:
        register.add(*entry("a", deal(), reader="rules 1+second-x"))
        register.refresh()
        ready.fill(register)
        register.add(*entry("a", deal(), reader="second-x"))
        same(register)
        register.refresh()
        ready.fill(register)
        assert same(register) == 2


def test_nothing_is_left_of_a_page_that_is_withdrawn(tmp_path: Path) -> None:
    place = tmp_path / "register.db"
    with Register.open(place) as register:
        register.add_all([entry("a", deal(), lines=["Nobody may know of the Zzyzx depot."]), entry("b")])
        register.refresh()
        ready.fill(register)
        withdraw(register, "https://a.example/1", "Ana")
        same(register)


def test_a_page_that_was_overtaken_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Register.open(tmp_path / "register.db") as register:
        register.add(*entry("a", deal()))
        register.refresh()
        keep = ready._keep

        def late(*args: object) -> int:
            monkeypatch.setattr(ready, "_keep", keep)
            register.add(*entry("b", deal(status="delivered"), published="2023-08-01"))
            register.refresh()
            return keep(*args)  # type: ignore[arg-type]

        monkeypatch.setattr(ready, "_keep", late)
        ready.fill(register)
        assert same(register) == 3
