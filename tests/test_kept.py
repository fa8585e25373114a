"""What the site keeps between pages is never of another state of the register than it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from starlette.testclient import TestClient

import made
import site_fixtures
from materiel.record import browse, ready
from materiel.record.store import Register
from materiel.tell.app import create
from materiel.tell.engine import Engine
from materiel.tell.live.store import Accounts
from materiel.tell.params import Asked
from materiel.tell.source import Live
from site_pages import HOST


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


def test_what_stands_ready_is_answered_as_the_application_would(tmp_path: Path) -> None:
    place = site_fixtures.register(tmp_path)
    with Register.open(place) as register:
        paths = [f"/deals/{name}.json" for name, _ in browse.names(register)]
        paths += [f"/documents/{name}.json" for name, _ in browse.document_names(register)]
        usual = client(place)
        before = [usual.get(path) for path in paths]
        ready.fill(register)
    quick = client(place)
    quick.app.router.routes.clear()  # type: ignore[attr-defined]
    for path, told in zip(paths, before, strict=True):
        found = quick.get(path)
        assert told.status_code == found.status_code == 200 and found.content == told.content
        assert {**found.headers} == {**told.headers, "content-length": found.headers["content-length"]}
        assert quick.get(path, headers={"Accept-Encoding": "identity"}).content == told.content
        assert quick.get(path, headers={"If-None-Match": told.headers["etag"]}).status_code == 304
        assert quick.head(path).content == b"" and quick.post(path).status_code in (404, 405)
    assert quick.get("/deals/none.json").status_code == 404 == quick.get("/deals/x/../y.json").status_code


def test_what_stands_ready_is_for_those_who_have_logged_in(tmp_path: Path) -> None:
    place = site_fixtures.register(tmp_path)
    held = Accounts(place)
    held.add("ana", "reader", "five tall poplars", "the test")
    held.close()
    with Register.open(place) as register:
        ready.fill(register)
        name = browse.names(register)[0][0]
    assert client(place).get(f"/deals/{name}.json").status_code == 401


def client(place: str) -> TestClient:
    return TestClient(create(place), base_url=HOST, follow_redirects=False, raise_server_exceptions=False)


def test_a_field_comes_before_a_method_of_a_row() -> None:
    page = Engine(autoescape=True).from_string(
        "{% macro told(it) %}<i>{{ it }}</i>{% endmacro %}"
        "{% for row in rows %}{{ row.items }}{{ row.get('x', '&') }}{{ told(say(row.items)) }}{% endfor %}"
    )
    assert page.render(rows=[{"items": "<b>"}], say=str.upper) == "&lt;b&gt;&amp;<i>&lt;B&gt;</i>"
