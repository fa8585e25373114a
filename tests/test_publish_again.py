"""A second run: whatever changed in the register, the files are those of a run that makes all of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

import made
from materiel.record import query, review, withdraw
from materiel.record.store import Register
from materiel.tell import feeds, params, publish
from materiel.tell.app import Shown

SHOWN = Shown(is_static=True, address="https://arms.example")
STATES = ("SRB", "HRV", "BIH", "ALB", "MNE", "MKD", "SVN", "BGR", "ROU", "GRC", "TUR", "HUN")

Change = Callable[[Register], object]


def _deal(register: Register, at: int = 3) -> str:
    return str(sorted(row["id"] for row in query.deals(register))[at])


def _judged(register: Register) -> None:
    told = review.Verdict("correct", _deal(register), "an editor", field="weapons[0].quantity", value=9)
    review.judge(register, told)


def _undone(register: Register) -> None:
    review.undo(register, review.history(register)[-1]["id"], "an editor")


def _named(outlet: str | None) -> made.Entry:
    """A text that named no outlet where it was first read, and does where it is read again."""
    told = made.deal(recipient=("SVK",))
    return made.entry("unnamed", told, published="2024-03-05", outlet=outlet, url=f"https://{outlet}.example/1")


CHANGES: dict[str, Change] = {
    "a new deal": lambda it: it.add_all(
        [made.entry("new", made.deal(supplier=("FRA",), recipient=("SRB",), designation="Rafale"), published="2024-01")]
    ),
    "one more report": lambda it: it.add_all([made.entry("more", made.deal(recipient=("HRV",), quantity=1))]),
    "a report without a deal": lambda it: it.add_all([made.entry("none", published="2024-02-03")]),
    "a judgement": _judged,
    "a withdrawn document": lambda it: withdraw.withdraw(it, "https://p7.example/1", "an editor"),
    "a named outlet": lambda it: it.add_all([_named("Courier")]),
    "a delivery": lambda it: it.add_all(
        [made.entry("come", made.deal(recipient=("ALB",), quantity=3, status="delivered", delivery_date="2024-05"))]
    ),
    "a reaction": lambda it: it.add_all(
        [made.entry("said", made.deal(recipient=("GRC",)), published="2024-02-11", reactions=[made.reaction()])]
    ),
}


def _filled(place: Path) -> None:
    entries = [
        made.entry(f"p{at}", made.deal(recipient=(code,), quantity=at), published=f"2023-{at % 9 + 1:02}-{at + 10}")
        for at, code in enumerate(STATES)
    ]
    with Register.open(place) as register:
        register.add_all([*entries, _named(None)])


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of few rows, so that a small register has several pages."""
    monkeypatch.setattr(params, "PER_PAGE", 4)
    monkeypatch.setattr(feeds, "PER_MAP", 40)


def are_the_same(folder: Path, whole: Path) -> None:
    """What is there is what a run that makes everything anew writes."""
    files = {file.relative_to(whole) for file in whole.rglob("*") if file.is_file()}
    assert files == {file.relative_to(folder) for file in folder.rglob("*") if file.is_file()}
    for file in files - {Path(publish.MANIFEST)}:
        assert (folder / file).read_bytes() == (whole / file).read_bytes(), file


def test_after_changes_of_every_kind_the_files_are_those_of_a_fresh_run(tmp_path: Path, short: None) -> None:
    place, folder = tmp_path / "register.db", tmp_path / "site"
    _filled(place)
    publish.publish(str(place), folder, SHOWN)
    names = random.Random(1).sample(sorted(CHANGES), len(CHANGES))
    for name in (*names, "taken back"):
        with Register.open(place) as register:
            (CHANGES | {"taken back": _undone})[name](register)
        done = publish.publish(str(place), folder, SHOWN)
        assert 0 < done.written <= done.made < done.pages, name
        assert publish.publish(str(place), folder, SHOWN).made == 0
        publish.publish(str(place), tmp_path / name, SHOWN)
        are_the_same(folder, tmp_path / name)


def test_a_list_page_is_made_anew_only_where_what_it_shows_is_other(
    tmp_path: Path, short: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, folder = tmp_path / "register.db", tmp_path / "site"
    _filled(place)
    publish.publish(str(place), folder, SHOWN)
    with Register.open(place) as register:
        _judged(register)
    anew: list[str] = []
    make = publish._make
    monkeypatch.setattr(publish, "_make", lambda path: anew.append(path) or make(path))
    publish.publish(str(place), folder, SHOWN)
    assert len([path for path in anew if path.startswith("/deals/page/")]) == 1
    untouched = ("/documents/page/", "/documents.", "/sitemap", "/weapons.json", "/calendar.", "/about", "/pairs/TUR/B")
    assert not [path for path in anew if path.startswith(untouched)]
