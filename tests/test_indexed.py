"""Indexed: spans of time, dates that change, beginnings of words, and an index that an older version made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

import made
from materiel.record import indexed, search
from materiel.record.store import Register

DAYS = ("2021-12-31", "2022", "2022-05", "2022-05-17", "2022-12-31", "2023-01-01", None)
ENDS = ("", "2021", "2022", "2022-05", "2022-05-17", "2022-06-01", "2023")
OLDER = (
    "CREATE TABLE found_documents (place INTEGER PRIMARY KEY, digest VARCHAR(64) NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE found_words USING fts5(title, body, content='', detail=full, "
    "tokenize='unicode61 remove_diacritics 0')",
    "INSERT INTO found_words (rowid, title, body) VALUES (1, 'older', 'harbour')",
)
"""The index as it was made in SQLite before beginnings were in it."""


@pytest.fixture
def register(place: str) -> Iterator[Register]:
    with Register.open(place) as opened:
        opened.add_all(
            [
                made.entry(f"n{at}", published=day, lines=[f"Harbour {at}", f"A crane lifted {at + 40} tanks."])
                for at, day in enumerate(DAYS)
            ]
        )
        opened.resolve()
        assert indexed.refresh(opened) == len(DAYS)
        yield opened


def days(register: Register, words: str = "harbour", **more: str) -> list[str | None]:
    number, rows = search.find(register, search.Wanted(words, **more), 20)
    assert number == len(rows)
    return [row["published"] for row in rows]


def test_a_span_of_time_holds_what_is_dated_in_it(register: Register) -> None:
    for since, until in product(ENDS, ENDS):
        asked = {name: day for name, day in (("since", since), ("until", until)) if day}
        said = [day for day in DAYS if day or not asked]
        said = [day for day in said if day is None or (day >= since and (not until or day <= f"{until}~"))]
        assert sorted(days(register, **asked), key=str) == sorted(said, key=str), asked


def test_the_latest_are_found_first(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    if register.url.get_backend_name() != "sqlite":
        pytest.skip("a server finds what was added last")
    register.add_all([made.entry("old", published="1999-03-01", lines=["Harbour", "A crane was built."])])
    register.refresh()
    assert indexed.refresh(register) == 1
    monkeypatch.setattr(search, "RANKED", len(DAYS))
    _, rows = search.find(register, search.Wanted("harbour"), 20)
    assert len(rows) == len(DAYS) and "1999-03-01" not in {row["published"] for row in rows}
    assert search.find(register, search.Wanted("harbour"), 20)[0] == len(DAYS) + 1


@pytest.mark.parametrize(("words", "found"), [("crane 4", 1), ("4", 1), ("40", 1), ("cr", 7), ("ha", 7), ("c", 0)])
def test_one_sign_is_a_word_and_two_begin_one(register: Register, words: str, found: int) -> None:
    assert len(days(register, words)) == found


def test_a_document_that_is_known_from_another_day_is_found_there_alone(register: Register) -> None:
    if register.url.get_backend_name() != "sqlite":
        pytest.skip("a server looks dates up")
    for day in ("2019-02-03", "2030-02-03", "2019-02-04"):
        with register.writing() as connection:
            moved = "UPDATE reports SET published = :day, known = :day WHERE published IN ('2022-05-17', :was, :then)"
            connection.execute(text(moved), {"day": day, "was": "2019-02-03", "then": "2030-02-03"})
        assert indexed.refresh(register) == 1 and indexed.refresh(register) == 0
        assert days(register, since=day, until=day) == [day] and len(days(register)) == len(DAYS)
        assert len(days(register, since="2022-05", until="2022-05")) == 1
    register.add_all([made.entry("new", published="2022-05-17", lines=["Harbour", "Nothing else."])])
    register.refresh()
    assert indexed.refresh(register) == 2  # the other one too is known again from the day of its page
    assert days(register, "nothing") == ["2022-05-17"] and len(days(register, "crane")) == len(DAYS)


def test_an_index_of_an_older_version_is_made_anew(tmp_path: Path) -> None:
    with Register.open(tmp_path / "register.db") as register:
        register.add_all([made.entry("a", published="2022-05-17", lines=["Harbour", "A crane."])])
        register.resolve()
        with register.writing() as connection:
            for statement in OLDER:
                connection.execute(text(statement))
            connection.execute(text("INSERT INTO found_documents SELECT 1, digest FROM documents"))
        assert indexed.refresh(register) == 1 and days(register, "harb") == ["2022-05-17"]
        with register.reading() as connection:
            there = set(inspect(connection).get_table_names())
        assert "found_texts" in there and not {"found_words", "found_documents", "found_words_data"} & there
