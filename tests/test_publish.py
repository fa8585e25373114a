"""The site as files: the same addresses, only quoted sentences, and a second run that writes what changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import made
import site_fixtures
from materiel.cli import main
from materiel.commands import publish as command
from materiel.commands.screen import Refused
from materiel.record.store import Register
from materiel.tell import cache, publish
from materiel.tell.app import Shown, create
from materiel.tell.source import Live
from site_pages import Page

SHOWN = Shown(is_static=True, address="https://arms.example")


@pytest.fixture(scope="module")
def published(site_register: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    done = publish.publish(site_register, folder, SHOWN)
    assert done.pages == done.made == done.written > 100
    return folder


def pages(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.rglob("*.html")):
        yield f"/{file.relative_to(folder)}", file.read_text("utf-8")


def test_every_link_leads_to_a_file(published: Path) -> None:
    for name, text in pages(published):
        page = Page(text)
        for href in [*page.every("a", "href"), *page.every("link", "href")]:
            bare = re.split(r"[?#]", href)[0]
            if bare.startswith("/"):
                assert publish._file(published, bare).is_file(), (name, href)


def test_only_quoted_sentences_are_published(published: Path) -> None:
    everything = "".join(text for _, text in pages(published)) + "".join(
        file.read_text("utf-8") for file in published.rglob("*.json")
    )
    assert "<mark>$45 million</mark>" in everything and "has delivered five" in everything
    for unquoted in ("Вредност није позната", "two officers told this newspaper", "Spending in 2023"):
        assert any(unquoted in text for text in (site_fixtures.CYRILLIC, site_fixtures.SIX, site_fixtures.LISTS))
    assert "Вредност није позната" not in everything and "Spending in 2023" not in everything


def test_there_are_no_forms_and_no_script(published: Path) -> None:
    for name, text in pages(published):
        assert "<form" not in text and "<script" not in text, name


def test_a_second_run_makes_only_what_changed(site_register: str, tmp_path: Path) -> None:
    place, folder = str(tmp_path / "register.db"), tmp_path / "site"
    with Register.open(place) as register:
        register.add_all(site_fixtures.readings()[:5])
        register.resolve()
    first = publish.publish(place, folder, SHOWN)
    assert publish.publish(place, folder, SHOWN) == publish.Done(first.pages, 0, 0, 0)
    before = (folder / "deals").stat(), {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    with Register.open(place) as register:
        told = made.deal(supplier=("USA",), recipient=("POL",), designation="M1 Abrams")
        register.add_all([made.entry("new", told, published="2025-05-01")])
        register.resolve()
    second = publish.publish(place, folder, SHOWN)
    assert second.pages > first.pages and 0 < second.made < second.pages
    changed = {file for file, body in before[1].items() if file.is_file() and file.read_bytes() != body}
    assert folder / "index.html" in changed and folder / "states/POL/index.html" not in before[1]
    assert not any("XKX" in str(file) for file in changed)
    assert "M1 Abrams" in (folder / "states/POL/index.html").read_text()
    publish.publish(place, tmp_path / "whole", SHOWN)
    _are_the_same(folder, tmp_path / "whole")


def test_imported_figures_reach_the_pages_that_hold_others_against_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "FRESH", -1.0)
    place, folder, whole = str(tmp_path / "register.db"), tmp_path / "site", tmp_path / "whole"
    with Register.open(place) as register:
        register.add_all([entry for entry in site_fixtures.readings() if entry[1].figures])
    publish.publish(place, folder, SHOWN)
    lines = "Country Name,Country Code,Indicator Name,Indicator Code,2023\n"
    lines += "Serbia,SRB,Military expenditure (current USD),MS.MIL.XPND.CD,1700000000\n"
    (tmp_path / "wdi.csv").write_text(lines, "utf-8")
    told = "$2.1 billion"
    document = next(it.parent for it in folder.glob("documents/*/index.html") if told in it.read_text("utf-8"))
    with TestClient(create(place), base_url="http://localhost") as client:
        page, weighed = f"/documents/{document.name}", "/states/SRB/weighed"
        before = client.get(page).text, client.get(weighed).text
        assert main(["import", "wdi", str(tmp_path / "wdi.csv"), "--register", place]) == 0
        after = client.get(page).text, client.get(weighed).text
    assert "$1.7 billion" in after[0] and "$1.7 billion" not in before[0] and before[1] != after[1]
    again = publish.publish(place, folder, SHOWN)
    assert 0 < again.written <= again.made < again.pages
    assert "$1.7 billion" in (document / "index.html").read_text("utf-8")
    publish.publish(place, whole, SHOWN)
    _are_the_same(folder, whole)


def _are_the_same(folder: Path, whole: Path) -> None:
    """What is there is what a run that makes everything anew writes."""
    files = {file.relative_to(whole) for file in whole.rglob("*") if file.is_file()}
    assert files == {file.relative_to(folder) for file in folder.rglob("*") if file.is_file()}
    for file in files - {Path(publish.MANIFEST)}:
        assert (folder / file).read_bytes() == (whole / file).read_bytes(), file


def test_after_each_change_the_files_are_those_of_a_fresh_run(tmp_path: Path) -> None:
    place, folder = str(tmp_path / "register.db"), tmp_path / "site"
    to_serbia = made.deal(supplier=("RUS",), recipient=("SRB",), status="delivered", delivery_date="2024-02")
    changes = {
        "a neighbour's deal": made.entry("one", to_serbia, published="2024-02-10"),
        "a reaction": made.entry("two", made.deal(), published="2024-02-11", reactions=[made.reaction()]),
        "background": made.entry(
            "three", replace(to_serbia, background=True, status="ordered"), published="2024-03-01"
        ),
        "an older report": made.entry("four", to_serbia, published="2024-02-01"),
        "a month alone": made.entry("five", made.deal(supplier=("DEU",), recipient=("HRV",)), published="2024-01"),
    }
    with Register.open(place) as register:
        register.add_all([made.entry("zero", made.deal(), published="2024-02-01")])
    publish.publish(place, folder, SHOWN)
    for name, entry in changes.items():
        with Register.open(place) as register:
            register.add_all([entry])
        done = publish.publish(place, folder, SHOWN)
        assert 0 < done.written < done.pages, name
        publish.publish(place, tmp_path / name, SHOWN)
        _are_the_same(folder, tmp_path / name)


def test_pages_that_are_gone_are_removed(site_register: str, published: Path, tmp_path: Path) -> None:
    place, folder = str(tmp_path / "register.db"), tmp_path / "site"
    with Register.open(place) as register:
        register.add_all(site_fixtures.readings()[4:5])
        register.resolve()
    publish.publish(place, folder, SHOWN)
    held = json.loads((folder / publish.MANIFEST).read_bytes())
    (folder / publish.MANIFEST).write_text(json.dumps({**held, "/deals/gone": "x"}))
    (folder / "deals/gone").mkdir()
    (folder / "deals/gone/index.html").write_text("gone")
    assert publish.publish(place, folder, SHOWN).removed == 1 and not (folder / "deals/gone/index.html").exists()


def test_other_files_are_left_alone(site_register: str, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(publish.Unpublished, match="empty folder"):
        publish.publish(site_register, tmp_path, SHOWN)
    with pytest.raises(Refused, match="not translated"):
        command.publish(site_register, str(tmp_path / "new"), "", ["qq"], "")


@pytest.mark.parametrize("path", ["/deals/%2e%2e/x", "/../x", "/a/%2fetc", "/a%00b"])
def test_no_address_leads_out_of_the_folder(path: str, tmp_path: Path) -> None:
    with pytest.raises(publish.Unpublished):
        publish._file(tmp_path, path)


def test_what_is_kept_of_the_last_topic_is_of_no_other_language_nor_of_an_older_register(tmp_path: Path) -> None:
    place = str(tmp_path / "register.db")
    with Register.open(place) as register:
        register.add_all([made.entry("one", made.deal())])
    held = Live(place)
    try:
        made_of: list[int] = []

        def make() -> int:
            made_of.append(1)
            return len(made_of)

        for asked in ("a", "a", "b", "b", "a"):
            with held.moment():
                held.last("facts", asked, make)
        assert len(made_of) == 3
        with held.moment():
            before = held.rows({"supplier": ["TUR"]})
            assert held.rows({"supplier": ["TUR"]}) is before and not held.rows({"supplier": ["DEU"]})
        with Register.open(place) as register:
            register.add_all([made.entry("two", made.deal(recipient=("ALB",)))])
            register.refresh()
        held.generation()
        with held.moment():
            assert len(held.rows({"supplier": ["TUR"]})) == len(before) + 1
    finally:
        held.close()
