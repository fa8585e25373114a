"""A register in a folder that may not be written is read as it is; what must be written says so in a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import made
from materiel.cli import main
from materiel.record import ready, window
from materiel.record.faults import RegisterError
from materiel.record.store import Register
from materiel.tell.app import create


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A register in a folder that may not be written, also for who may write everywhere."""
    folder = tmp_path / "a %folder? of #others"
    folder.mkdir()
    place = folder / "register.db"
    with Register.open(place) as register:
        register.add_all([made.entry("one", made.deal(), published="2024-02-01")])
        register.refresh()
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != folder and allowed(path, mode))
    folder.chmod(0o555)
    return str(place)


def test_it_is_read_and_nothing_is_put_beside_it(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["deals"], ["show", "TUR-XKX-bayraktar-tb2-8162"], ["export", "ftm"]):
        assert main([*command, "--register", place]) == 0, command
        assert "Bayraktar TB2" in capsys.readouterr().out, command
    with Register.open(place, create=False) as register:
        assert register.is_frozen and ready.fill(register) == 0
    assert [file.name for file in Path(place).parent.iterdir()] == ["register.db"]


def test_it_is_served(place: str) -> None:
    with TestClient(create(place), base_url="http://localhost") as client:
        for path in ("/", "/deals", "/states/XKX", "/deals.json", "/deals?text=bayraktar", "/states/XKX/weighed"):
            assert client.get(path).status_code == 200, path
        assert client.get("/search?text=bayraktar").status_code == 503
    assert [file.name for file in Path(place).parent.iterdir()] == ["register.db"]


def test_what_must_be_written_says_so(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Register.open(place) as register, pytest.raises(RegisterError, match="may not be written; check"):
        register.add_all([made.entry("two", made.deal())])
    assert main(["withdraw", "https://one.example/1", "--register", place]) == 2
    said = capsys.readouterr().err
    assert "may not be written" in said and "Traceback" not in said


def test_what_another_is_writing_is_not_missed(place: str) -> None:
    Path(place).parent.chmod(0o755)
    beside = Path(f"{place}-wal")
    assert window.frozen(Path(place))
    beside.write_bytes(b"something")
    assert not window.frozen(Path(place))
    beside.unlink()
    assert not window.frozen(Path(place).with_name("none.db"))
