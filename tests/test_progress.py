"""Progress on a terminal tells pages a second, the share that is read, deals found and the time left; else nothing."""

from __future__ import annotations

import io
import re
import sys

import pytest

from materiel.commands.progress import Progress, weigh
from materiel.types import Deal, Document, Issue, Reading


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def reading() -> Reading:
    deals = (Deal(), Deal(background=True))
    return Reading(Document("a", "Text."), deals=deals, issues=(Issue("x", "y"),))


def test_a_line_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERM", "xterm")
    with Progress("Reading", 100) as progress:
        progress.take(reading())
        progress.discarded += 3
        progress.done(25)
        progress.done(25)
        assert progress._bar is not None
        progress._bar.refresh()
    told = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.getvalue())
    assert "4 pages" in told and "25.0% read" in told and "1 deals" in told
    assert re.search(r"\d/s", told) and "50%" in told
    assert re.search(r"(\d+|-):(\d\d|--)", told), "the time left"
    assert progress.unclear == 1


def test_speed_is_pages_by_seconds() -> None:
    progress = Progress("Reading")
    progress.read, progress.failed = 100, 20
    assert progress.told(2.0) == "120 pages, 60/s, 0 deals"
    assert progress.told(0.0).startswith("120 pages, ")


def test_nobody_is_shown_what_nobody_sees(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("Reading", 100) as progress:
        progress.done(50)
    assert capsys.readouterr().err == ""
    assert weigh(["pyproject.toml"]) is None
