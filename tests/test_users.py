"""What stood in the way of people who used it: each test is a command that failed them."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

import pytest

from made import deal, entry
from materiel.cli import main
from materiel.commands.screen import sentence
from materiel.record.store import Register

TEXT = "Pristina, 2 May 2023. Türkiye has delivered five Bayraktar TB2 drones to Kosovo.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a register in it, as everybody has."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MATERIEL_REGISTER", raising=False)
    with Register.open("materiel.db") as register:
        register.add_all([entry("a", deal(quantity=5), published="2023-05-02")])
        register.resolve()
    return tmp_path


def test_words_and_options_stand_in_any_order(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "csv", "--register", "materiel.db", "out.csv"]) == 0
    assert Path("out.csv").read_text("utf-8").startswith("id,supplier,")
    assert main(["weigh", "pair", "TUR", "--only", "tension", "XKX"]) == 0
    Path("-x.txt").write_text(TEXT, "utf-8")
    assert main(["read", "--format", "jsonl", "--", "-x.txt"]) == 0  # behind -- all are words
    assert '"id": "-x"' in capsys.readouterr().out


def test_a_folder_is_read_beside_the_register_that_lies_in_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.txt").write_text(TEXT, "utf-8")
    with Register.open("of the team"):  # in use: what SQLite keeps beside it is there too
        (here / "sources.watch").write_bytes((here / "materiel.db").read_bytes())
        assert main(["read", "."]) == 0
    told = capsys.readouterr()
    assert "1 page read" in told.out and not told.err
    (here / "of the team").unlink()
    (here / "notes.db").write_text(TEXT, "utf-8")
    assert main(["read", "."]) == 0 and "2 pages read" in capsys.readouterr().out
    assert main(["read", "materiel.db"]) == 1  # who names it is told what it is
    assert "SQLite" in capsys.readouterr().err


def test_an_export_goes_to_standard_output_and_to_devices(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "sipri", "-"]) == 0
    assert "Recipient" in capsys.readouterr().out and not Path("-").exists()
    Path("pipe").symlink_to("/dev/null")
    assert main(["export", "csv", "pipe"]) == main(["export", "sipri", "pipe"]) == 0
    assert stat.S_ISCHR(Path("pipe").stat().st_mode)  # and not a file that was put in the place of the device


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["export", "csv", "no/such.csv"], ["sources", "--sources", "no/such.toml", "init"]):
        assert main(command) == 1
        told = capsys.readouterr().err
        assert "no/such" in told and "name another" in told and "Errno" not in told


def test_a_full_disk_is_told_with_a_way_out() -> None:
    told = sentence(OSError(errno.ENOSPC, "No space left on device"))
    assert told.startswith("no space left on device; free some space")
