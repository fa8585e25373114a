"""Store: what is added stays, once; a kill, a second writer, a full disk or a wrong file does no harm."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from made import Entry, deal, entry, figure, reaction
from materiel.record import query, tables
from materiel.record.backend import address, shown
from materiel.record.faults import RegisterError
from materiel.record.filters import Filter
from materiel.record.store import Register
from materiel.types import Failure, Issue, Quote

HERE = Path(__file__).parent

WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from made import deal, entry
from materiel.record.store import Register

place, first, last = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with Register.open(place) as register:
    for start in range(first, last, 5):
        register.add_all([entry(f"page{n}", deal(quantity=1 + n)) for n in range(start, start + 5)])
        print(start + 5, flush=True)
        if start % 20 == 0:
            register.resolve()
    register.resolve()
"""


def count(register: Register, table: str) -> int:
    with register.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one())


def counts(register: Register) -> dict[str, int]:
    return {name: count(register, name) for name in tables.metadata.tables}


def some_entries() -> list[Entry]:
    return [
        entry("a", deal(quantity=5), reactions=[reaction()], figures=[figure()], issues=[Issue("name", "who?", 0, 4)]),
        entry("b", deal(quantity=6), deal(recipient=("ALB",), background=True), published="2023-05-04"),
        entry("c", published=None),
    ]


def test_reading_the_same_pages_again_changes_nothing(place: str) -> None:
    with Register.open(place) as register:
        assert register.add(*some_entries()[0])
        assert register.add_all(some_entries()) == 2
        register.resolve()
        before, rows = counts(register), query.deals(register, Filter(background=True))
        assert not register.add(*some_entries()[1])
        assert register.add_all(some_entries()) == 0
        register.resolve()
        assert counts(register) == before
        assert query.deals(register, Filter(background=True)) == rows
    with Register.open(place) as register:
        assert counts(register) == before


def test_the_register_is_the_same_whatever_was_read_first(place: str, tmp_path: Path) -> None:
    entries = [*some_entries(), entry("d", deal(designation=None, quantity=None))]
    entries.append(entry("e", deal(quantity=5), published=None))
    shown_first = None
    for number in range(3):
        other = place if number == 0 else str(tmp_path / f"{number}.db")
        with Register.open(other) as register:
            for one in random.Random(number).sample(entries, len(entries)):
                register.add(*one)
            register.resolve()
            rows = query.deals(register, Filter(background=True, sort="supplier"))
        shown_first = shown_first or rows
        assert rows == shown_first


def test_one_text_at_two_addresses_is_two_reports_of_one_origin(place: str) -> None:
    page, reading = entry("a", deal())
    other = replace(reading, document=replace(reading.document, url="https://elsewhere.example", outlet="Elsewhere"))
    with Register.open(place) as register:
        assert register.add(page, reading)
        assert register.add(replace(page, name="b.html", url="https://elsewhere.example"), other)
        register.resolve()
        assert count(register, "documents") == 1
        assert count(register, "statements") == len(reading.deals[0].evidence) + 4
        [row] = query.deals(register)
    assert (row["reports"], row["origins"], row["standing"]) == (2, 1, "reported")


def test_a_newer_reader_overrules_and_the_older_is_kept(place: str) -> None:
    old, new = entry("a", deal(quantity=5), reader="rules 1"), entry("a", deal(quantity=5), reader="rules 2")
    newer = replace(new[1], deals=(replace(new[1].deals[0], status="delivered"),))
    with Register.open(place) as register:
        register.add(*old)
        assert register.add(new[0], newer)
        assert not register.add(*old)
        register.refresh()
        assert [row["status"] for row in query.deals(register)] == ["delivered"]
        assert count(register, "readings") == 2


def test_a_text_that_a_newer_version_finds_in_a_page_takes_the_place_of_the_older(place: str) -> None:
    page, reading = entry("a", deal(quantity=5))
    text = reading.document.text + " Kosovo."
    better = replace(reading, document=replace(reading.document, text=text))
    with Register.open(place) as register:
        register.add(page, reading)
        assert register.add(page, better)
        assert not register.add(page, reading)
        register.refresh()
        [row] = query.deals(register)
        found = query.deal(register, row["id"])
        assert found is not None
        assert [one["id"] for one in found["documents"]] == [better.document.digest[:12]]
        assert count(register, "documents") == 2


def test_what_was_added_before_a_crash_is_resolved_later(place: str) -> None:
    with Register.open(place) as register:
        register.add(*some_entries()[0])
        assert query.deals(register) == []
    with Register.open(place, create=False) as register:
        register.refresh()
        assert len(query.deals(register)) == 1


def test_deals_are_made_anew_when_they_would_be_made_otherwise(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Register.open(place) as register:
        register.add(*some_entries()[0])
        register.refresh()
        made: list[str] = []
        monkeypatch.setattr(register, "resolve", lambda: made.append("anew"))
        register.refresh()
        assert made == []
        monkeypatch.setattr("materiel.record.version.VIEW", 99)
        register.refresh()
        assert made == ["anew"]


def test_failures_are_kept_as_issues(place: str) -> None:
    with Register.open(place) as register:
        failure = Failure("x.html", "the input is empty; give a page with text")
        assert register.add_all([failure, failure]) == 0
        assert count(register, "issues") == 1


def test_a_quote_that_does_not_stand_in_its_text_keeps_the_whole_batch_out(place: str) -> None:
    page, reading = entry("page-7", deal())
    wrong = replace(reading, deals=(replace(reading.deals[0], evidence={"status": (Quote(0, 6, "Koso!!"),)}),))
    with Register.open(place) as register:
        with pytest.raises(ValueError, match=r"page-7.*status"):
            register.add_all([some_entries()[0], (page, wrong)])
        assert count(register, "pages") == 0


def writer(place: str, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(HERE), place, str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def pages_of(register: Register) -> list[dict[str, Any]]:
    found = [query.deal(register, row["id"]) for row in query.deals(register)]
    return [one for one in found if one]


def test_two_writers_at_once_lose_nothing(place: str) -> None:
    Register.open(place).close()
    processes = [writer(place, 0, 60), writer(place, 40, 100)]
    for process in processes:
        _, complaint = process.communicate(timeout=120)
        assert process.returncode == 0, complaint
    with Register.open(place) as register:
        assert count(register, "documents") == 100
        assert count(register, "readings") == 100
        register.refresh()
        assert count(register, "deal_members") == 100
        assert sum(len(one["documents"]) for one in pages_of(register)) == 100


def test_two_writers_may_make_the_register_at_once(tmp_path: Path) -> None:
    place = str(tmp_path / "register.db")
    processes = [writer(place, start, start + 10) for start in (0, 10, 20)]
    for process in processes:
        _, complaint = process.communicate(timeout=120)
        assert process.returncode == 0, complaint
    with Register.open(place) as register:
        assert count(register, "documents") == 30


def refused(place: str | Path, create: bool = True) -> RegisterError:
    with pytest.raises(RegisterError) as caught:
        Register.open(place, create)
    message = str(caught.value)
    assert message.count("\n") == 0
    assert Path(str(place)).name in message
    return caught.value


@pytest.mark.parametrize("content", [b"not a database at all, but a text", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_that_is_no_register_is_named_and_left_alone(content: bytes, tmp_path: Path) -> None:
    place = tmp_path / "notes.db"
    place.write_bytes(content)
    assert refused(place).code == 2
    assert place.read_bytes() == content


def test_a_database_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "other.db"
    with sqlite3.connect(place) as raw:
        raw.execute("CREATE TABLE birds (name TEXT)")
    before = place.read_bytes()
    assert "no register" in str(refused(place))
    assert place.read_bytes() == before


def test_a_register_of_a_newer_version_is_not_opened(tmp_path: Path) -> None:
    place = tmp_path / "register.db"
    Register.open(place).close()
    with sqlite3.connect(place) as raw:
        raw.execute("UPDATE meta SET value = 99 WHERE key = 'schema'")
    assert "update materiel" in str(refused(place))


def test_a_damaged_register_is_named(tmp_path: Path) -> None:
    place = tmp_path / "register.db"
    with Register.open(place) as register:
        register.add_all(some_entries())
    with sqlite3.connect(place) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(place.read_bytes())
    content[4096:] = random.Random(1).randbytes(len(content) - 4096)
    place.write_bytes(content)
    with pytest.raises(RegisterError, match=r"register\.db: .*damaged"):  # noqa: SIM117
        with Register.open(place) as register:
            register.add_all(some_entries())


def test_a_missing_register_is_not_made_by_asking(tmp_path: Path) -> None:
    assert "materiel read" in str(refused(tmp_path / "none.db", create=False))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_register(tmp_path: Path) -> None:
    assert "folder" in str(refused(tmp_path))


def test_a_folder_that_is_not_there_or_may_not_be_written_is_named(tmp_path: Path) -> None:
    assert "folder exists" in str(refused(tmp_path / "none" / "register.db"))
    assert refused(Path("/proc/register.db")).code == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; /proc is tried instead")
def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert refused(tmp_path / "register.db").code == 2


def test_a_full_disk_keeps_what_was_kept(tmp_path: Path) -> None:
    """SQLite reports a file at its largest size as it reports a full disk."""
    from sqlalchemy import event

    place = tmp_path / "register.db"
    with Register.open(place) as register:
        register.add_all(some_entries())
        before = counts(register)
        register.close()
        event.listen(register._engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count = 60"))
        with pytest.raises(RegisterError, match="disk is full") as caught:
            register.add_all([entry(f"page{n}", deal(), lines=["x" * 5000 + str(n)]) for n in range(200)])
        assert caught.value.code == 1
        assert counts(register) == before


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_really_full_disk_keeps_what_was_kept(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        with Register.open(disk / "register.db") as register:
            register.add_all(some_entries())
            before = counts(register)
            with pytest.raises(RegisterError, match="disk is full"):
                for start in range(0, 2000, 50):
                    texts = [entry(f"page{n}", lines=["x" * 5000 + str(n)]) for n in range(start, start + 50)]
                    register.add_all(texts)
                    before = counts(register)
            assert counts(register) == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_register_that_another_holds_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("materiel.record.backend.BUSY_SECONDS", 0.2)
    place = tmp_path / "register.db"
    with Register.open(place) as register:
        holder = sqlite3.connect(place, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(RegisterError, match="another process") as caught:
            register.add(*some_entries()[0])
        assert caught.value.code == 1
        holder.execute("ROLLBACK")
        holder.close()
        assert register.add(*some_entries()[0])


def test_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    place = tmp_path / "register.db"
    with Register.open(place) as register:
        register.add_all(some_entries())
        register.resolve()
        holder = sqlite3.connect(place, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        assert len(query.deals(register)) == 1
        holder.execute("ROLLBACK")
        holder.close()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("mysql://host/x", "only sqlite and postgresql"),
        ("postgresql://nobody:secret@127.0.0.1:1/x", "no database answers"),
        ("sqlite://", "only sqlite and postgresql|no address|name a file"),
    ],
)
def test_an_address_that_cannot_be_used_is_explained(place: str, words: str) -> None:
    if place.startswith("postgresql"):
        pytest.importorskip("psycopg")
    with pytest.raises(RegisterError, match=words) as caught:
        Register.open(place)
    assert "secret" not in str(caught.value)


def test_a_password_is_never_shown() -> None:
    assert "secret" not in shown(address("postgresql://me:secret@host/db"))
