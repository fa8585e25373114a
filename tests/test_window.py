"""A register looked at through plain SQL: as ``Register`` sees it, in every database."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

import made
import materiel
from materiel.commands import import_
from materiel.record import naming, window
from materiel.record.faults import RegisterError
from materiel.record.store import Register
from materiel.weigh.desk import Desk

SOLD = """SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,\
Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,\
SIPRI estimate,TIV deal unit,TIV delivery values,Local production
1,Turkiye,Kosovo,TB2,UAV,Aircraft,2022,No,5,No,2023,No,New,1,1,5,No
2,France,Serbia,Mistral,SAM,Missiles,2019,No,50,No,2021,No,New,1,1,50,No
"""

BORDERS = "ccode1,ccode2,conttype,stdate,enddate\n345,347,1,200802,201612\n"


def fill(place: str, folder: Path) -> None:
    """Two deals with a reaction, a trade register and a list of borders (made up)."""
    with Register.open(place) as register:
        register.add(*made.entry("one", made.deal(), reactions=(made.reaction(target="XKX"),)))
        register.add(*made.entry("two", made.deal(recipient=("ALB",), quantity=3)))
        register.resolve()
    for kind, text in (("sipri", SOLD), ("contiguity", BORDERS)):
        file = folder / f"{kind}.csv"
        file.write_text(text)
        import_.file(place, kind, str(file))
    with Register.open(place) as register:
        register.refresh()


ASKED: tuple[Callable[[Desk], Any], ...] = (
    lambda desk: desk.country("XKX").answers(),
    lambda desk: desk.pair("SRB", "XKX").answers(),
    lambda desk: desk.region("SRB,XKX,ALB,TUR").answers(),
    lambda desk: desk.deal(naming.nearest(desk.held.register.rows, "tur-xkx-bayraktar-tb2")[0]).answers(),
)


@pytest.mark.parametrize("index", range(len(ASKED)))
def test_a_file_answers_as_its_register(index: int, place: str, tmp_path: Path) -> None:
    """And a PostgreSQL as a SQLite of the same pages."""
    fill(place, tmp_path)
    with Register.open(place) as register:
        told = [one.to_dict() for one in ASKED[index](Desk(register))]
    assert sum(one["value"] is not None for one in told) > 1
    beside = str(tmp_path / "beside.db")
    if "://" in place:
        fill(beside, tmp_path)
    else:
        shutil.copy(place, beside)
    with materiel.open(beside) as desk:
        assert isinstance(desk.held.register, window.File)
        assert _undated([one.to_dict() for one in ASKED[index](desk)]) == _undated(told)


def _undated(told: Any) -> Any:
    """Answers without the second in which something was imported."""
    return [{**one, "editions": len(one["editions"])} for one in told]


def test_what_is_behind_is_brought_up_to_date(tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    with Register.open(place) as register:
        register.add(*made.entry("one", made.deal()))
    assert window.opened(place) is None
    with materiel.open(place) as desk:
        assert desk.country("XKX").supply().value == 1.0
    assert window.opened(place)


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_what_is_no_register_is_left_to_those_who_can_say_so(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    if content is not None:
        file.write_bytes(content)
    assert window.opened(file) is None
    with pytest.raises(RegisterError, match=r"there is no register here|is not a register|database is empty"):
        materiel.open(file)


def test_another_database_is_none(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    with sqlite3.connect(file) as held:
        held.execute("CREATE TABLE meta (key TEXT, value INTEGER)")
    assert window.opened(file) is None


def test_nothing_can_be_written(tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    with Register.open(place):
        pass
    found = window.opened(place)
    assert found
    with pytest.raises(RegisterError, match="may not be written"):
        found.rows("DELETE FROM meta")
    found.close()


def test_a_moment_sees_one_state(tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    with Register.open(place) as register:
        register.resolve()
        found = window.opened(place)
        assert found
        count = "SELECT count(*) FROM pages"
        with found.moment():
            assert found.rows(count) == [(0,)]
            register.add(*made.entry("one", made.deal()))
            assert found.rows(count) == [(0,)]
        assert found.rows(count) == [(1,)]
        found.close()


def test_a_command_asks_without_sqlalchemy(tmp_path: Path) -> None:
    """It takes longer to start than the answer."""
    place = str(tmp_path / "r.db")
    fill(place, tmp_path)
    code = (
        "import sys; from materiel.cli import main; "
        f"main(['weigh', 'country', 'XKX', '--register', {place!r}]); "
        "sys.exit(', '.join({'sqlalchemy', 'numpy', 'polars'} & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Türkiye" in done.stdout


@given(some.lists(some.integers(-9, 9), max_size=5), some.text(max_size=5))
def test_a_list_is_spread_and_a_value_is_not(held: list[int], word: str) -> None:
    query, values = window.spread("SELECT :word WHERE 1 IN :held OR 1 IN :held", {"held": held, "word": word})
    assert query.count(":held_") == 2 * len(held) and values.keys() - {"word"} == {
        f"held_{index}" for index in range(len(held))
    }
    (found,) = [sqlite3.connect(":memory:").execute(query, values).fetchall()]
    assert found == ([(word,)] if 1 in held else [])


@pytest.mark.parametrize(
    ("name", "found"),
    [("a-50%-1f2a", "a-50%-1f2a"), ("A-50%-1F2A", "a-50%-1f2a"), ("1f2a", "a-50%-1f2a"), ("50_-1f2b", None)],
)
def test_signs_of_like_are_letters(name: str, found: str | None) -> None:
    held = sqlite3.connect(":memory:")
    held.execute("CREATE TABLE deal_members (deal TEXT)")
    held.executemany("INSERT INTO deal_members VALUES (?)", [("a-50%-1f2a",), ("a-50x-1f2c",)])
    assert naming.found(lambda query, values: held.execute(query, values).fetchall(), name) == found
