"""Migrate: a register of an older version opens, keeps what was read, and shows the same deals."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, inspect, text

from made import deal, entry
from materiel.record import backend, query, review, rows, tables
from materiel.record.review import Verdict
from materiel.record.store import Register
from materiel.record.version import SCHEMA
from materiel.statements import split

HERE = Path(__file__).parent
ADDED = "2024-01-01T00:00:00"


def first_version(place: str) -> None:
    """A register as version 1 made it, with one page read and nothing resolved."""
    url = backend.address(place)
    engine = backend.connect(url)
    backend.prepare(engine)
    page, reading = entry("a", deal(quantity=5))
    with backend.writing(engine) as connection:
        _make(connection, (HERE / "data" / "schema_1.sql").read_text())
        first = {"schema": 1, "generation": 1, "resolved": 0, "view": 0}
        connection.execute(insert(tables.meta), [{"key": key, "value": value} for key, value in first.items()])
        connection.execute(insert(tables.documents), [rows.document_row(reading.document, ADDED)])
        connection.execute(insert(tables.pages), [rows.page_row(page, reading.document, ADDED)])
        told = rows.reading_row(reading, ADDED)
        connection.execute(insert(tables.readings), [told])
        connection.execute(insert(tables.statements), [rows.statement_row(one, told["id"]) for one in split(reading)])
    engine.dispose()


def _make(connection: Connection, script: str) -> None:
    blob = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    lines = [line for line in script.splitlines() if not line.startswith("--")]
    for statement in "\n".join(lines).replace("BLOB", blob).split(";"):
        if statement.strip():
            connection.execute(text(statement))


def test_a_register_of_version_1_opens_and_takes_judgements(place: str) -> None:
    first_version(place)
    with Register.open(place, create=False) as register:
        register.refresh()
        [row] = query.deals(register)
        assert row["weapons"][0]["quantity"] == 5
        review.judge(register, Verdict("correct", row["id"], "Ana", field="weapons[0].quantity", value=6))
        register.refresh()
        assert query.deals(register)[0]["weapons"][0]["quantity"] == 6
        assert register.add(*entry("b", deal(recipient=("ALB",))))
        with register.reading() as connection:
            there = set(inspect(connection).get_table_names())
    assert there == set(tables.metadata.tables)
    with Register.open(place, create=False) as register:
        assert register.state == (3, 1)


def test_a_migration_that_fails_leaves_the_old_register(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from materiel.record import migrate

    first_version(place)

    def fail(_: Connection) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(migrate, "STEPS", {**migrate.STEPS, SCHEMA - 1: fail})
    with pytest.raises(OSError, match="disk is gone"):
        Register.open(place)
    monkeypatch.undo()
    with Register.open(place) as register:
        register.refresh()
        assert len(query.deals(register)) == 1


def test_every_version_has_its_step() -> None:
    from materiel.record.migrate import STEPS

    assert sorted(STEPS) == list(range(1, SCHEMA))
