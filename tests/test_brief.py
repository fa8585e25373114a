"""Briefs: sentences made of cells, every number linked, the same as page, Markdown and PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import made
from materiel import cli
from materiel.record import browse
from materiel.record.store import Register
from materiel.tell import brief, brief_forms, topics
from materiel.tell.app import create
from materiel.tell.source import Live
from site_pages import HOST, Page

DELIVERED = made.deal(status="delivered", quantity=6, delivery_date="2023-06")
REFUSED = made.deal(
    supplier=("DEU",), recipient=("SRB",), status="refused", name="tanks", designation="Leopard 2",
    category="armoured vehicle", quantity=30, money=(5e8, "EUR"),
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> str:
    name = str(tmp_path / "register.db")
    with Register.open(name) as register:
        register.add_all([made.entry("first", made.deal(order_date="2022-12"), published="2023-05-10")])
        register.add_all([made.entry("later", DELIVERED, published="2023-06-02", reactions=[])])
        register.add_all([made.entry("stop", REFUSED, published="2023-06-20")])
        register.resolve()
    return name


@pytest.fixture
def held(place: str) -> Iterator[Live]:
    opened = Live(place)
    yield opened
    opened.close()


def region(held: Live, month: str) -> brief.Brief:
    topic = topics.find("region", "balkans")
    assert topic
    return brief.brief(held, topic, month)


def text(section: brief.Section) -> str:
    return "\n".join("".join(part.text for part in line) for line in section.lines)


def test_what_became_known_in_a_month_and_what_was_known_before(held: Live) -> None:
    changed = held.ask(browse.between, {"recipient": ["XKX", "SRB"]}, "2023-06-01", "2023-06-30")
    steps = {(row["recipient"][0], row["status"], before and before["status"]) for row, before in changed}
    assert steps == {("XKX", "delivered", "ordered"), ("SRB", "refused", None)}
    assert held.ask(browse.between, {"recipient": ["XKX"]}, "2023-07-01", "2023-07-31") == []


def test_a_month_is_told_by_steps_with_contradictions_and_how_sure_it_is(held: Live) -> None:
    told = {section.key: text(section) for section in region(held, "2023-06").sections}
    assert "six" in told["delivered"] and "Before: ordered." in told["delivered"]
    assert "Leopard 2" in told["stopped"] and "€500 million" in told["stopped"]
    assert "five" not in told["delivered"] and "6" in told["contradictions"] and "5" in told["contradictions"]
    assert "the first" in told["new"] and "1 of 2 deals" in told["sure"]
    assert "delivered" not in {section.key for section in region(held, "2023-05").sections}


def test_a_month_without_reports_says_so(held: Live) -> None:
    told = region(held, "2020-01")
    assert "No report of January 2020" in told.lede[0].text and not told.sources


def test_every_number_of_a_deal_leads_to_its_cell(held: Live) -> None:
    sections = {section.key: section for section in region(held, "2023-06").sections}
    for key in ("delivered", "stopped", "contradictions", "sure"):
        for line in sections[key].lines:
            for part in line:
                plain = re.sub(r"Leopard 2|TB2", "", part.text)
                assert part.href or not re.search(r"\d", plain) or plain.startswith(" ("), (key, part)


def test_its_page_leads_only_to_what_is_there(place: str) -> None:
    with TestClient(create(place), base_url=HOST) as client:
        assert "/briefs/states/XKX/2023-06" in client.get("/states/XKX").text
        page = Page(client.get("/briefs/regions/balkans/2023-06").text)
        for href in {href for href in page.every("a", "href") if href.startswith("/")}:
            assert client.get(href.partition("#")[0]).status_code == 200, href
        for wrong in ("2023-13", "2023", "x"):
            assert client.get(f"/briefs/regions/balkans/{wrong}").status_code == 404
        found = client.get("/briefs/pairs/TUR/XKX/2023-06.md")
        assert found.headers["content-type"].startswith("text/markdown")
        assert "](http://localhost/deals/TUR-XKX-bayraktar-tb2-" in found.text
        assert client.get("/briefs/pairs/TUR/XKX/2023-06.pdf").content.startswith(b"%PDF")


def test_words_of_reports_stay_words_in_every_form(tmp_path: Path) -> None:
    hostile = made.deal(
        name='#link("x")[y] *a* [b](c) <script>', designation=None, quantity=None, quantity_text="@#$_`"
    )
    name = str(tmp_path / "hostile.db")
    with Register.open(name) as register:
        register.add_all([made.entry("hostile", hostile, published="2023-06-02")])
        register.resolve()
    held = Live(name)
    told = region(held, "2023-06")
    assert "\\*a\\*" in brief_forms.markdown(told, HOST) and "[b](c)" not in brief_forms.markdown(told, HOST)
    assert brief_forms.pdf(told, HOST).startswith(b"%PDF")
    held.close()


def test_the_command_writes_what_its_file_is_called(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["brief", "region", "balkans", "--month", "2023-06", "--register", place]
    for name, start in (("b.pdf", b"%PDF"), ("b.md", b"# Balkans"), ("b.html", b"<!doctype html>")):
        assert cli.main([*command, "--output", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    assert cli.main(["brief", "country", "nowhere", "--register", place]) == 2
    assert cli.main(["brief", "region", "balkans", "--month", "June", "--register", place]) == 2
    assert "--month 2026-10" in capsys.readouterr().err
