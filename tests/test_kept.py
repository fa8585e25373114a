"""What the site keeps between pages is never of another state of the register than it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

import made
from materiel.record.store import Register
from materiel.tell.engine import Engine
from materiel.tell.params import Asked
from materiel.tell.source import Live


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with Register.open(tmp_path / "register.db") as register:
        register.add_all([made.entry("one", made.deal(), published="2023-05-02")])
        register.resolve()
    held = Live(str(tmp_path / "register.db"))
    yield held
    held.close()


def more(place: str) -> None:
    """Another report of another deal."""
    with Register.open(place) as register:
        told = made.deal(supplier=("USA",), recipient=("POL",), designation="M1 Abrams")
        register.add_all([made.entry("two", told, published="2023-06-07")])
        register.refresh()


def test_numbers_are_counted_once_and_again_after_a_change(live: Live, tmp_path: Path) -> None:
    place = str(tmp_path / "register.db")
    with live.moment():
        assert (live.count(Asked()), live.counts("recipient"), live.days()) == (1, {"XKX": 1}, {"2023-05-02": 1})
    more(place)
    live.generation()
    with live.moment():
        assert live.count(Asked()) == 2 and live.count(Asked(country="POL")) == 1
        assert live.days() == {"2023-05-02": 1, "2023-06-07": 1}


def test_a_page_that_began_before_a_change_leaves_nothing_old_behind(live: Live, tmp_path: Path) -> None:
    with live.moment():
        assert live.count(Asked(country="XKX")) == 1
        more(str(tmp_path / "register.db"))
        other = Thread(target=live.generation)  # another page sees the change meanwhile
        other.start()
        other.join()
        assert live.count(Asked()) == 1  # of the moment at which this page began
    with live.moment():
        assert live.count(Asked()) == 2


def test_a_field_comes_before_a_method_of_a_row() -> None:
    page = Engine(autoescape=True).from_string(
        "{% macro told(it) %}<i>{{ it }}</i>{% endmacro %}"
        "{% for row in rows %}{{ row.items }}{{ row.get('x', '&') }}{{ told(say(row.items)) }}{% endfor %}"
    )
    assert page.render(rows=[{"items": "<b>"}], say=str.upper) == "&lt;b&gt;&amp;<i>&lt;B&gt;</i>"
