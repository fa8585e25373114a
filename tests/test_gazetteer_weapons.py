"""The two name lists, weapon systems and makers, keep the shape that the tagger relies on."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "src" / "materiel" / "data" / "gazetteer"
WEAPON_HEADER = ["designation", "category", "maker", "origin", "family", "aliases", "caution"]
MAKER_HEADER = ["name", "state", "aliases", "kind", "caution"]
CATEGORIES = {
    "uav", "loitering munition", "combat aircraft", "trainer aircraft", "transport aircraft", "helicopter",
    "air defence", "missile", "armoured vehicle", "artillery", "ship", "submarine", "radar/sensor", "engine",
    "small arms", "ammunition", "satellite", "other",
}  # fmt: skip
KINDS = {"maker", "shipyard", "exporter", "agency"}
STATE = re.compile(r"[A-Z]{3}")
Row = dict[str, str]


def _table(name: str) -> tuple[list[str], list[Row]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        rows = list(reader)
    return list(reader.fieldnames or []), rows


WEAPON_FIELDS, WEAPONS = _table("weapons.csv")
MAKER_FIELDS, MAKERS = _table("makers.csv")


def _plain(text: str) -> str:
    """The form in which names are compared: no case, accents, spaces or signs."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if c.isalnum() and not unicodedata.combining(c))


def _parts(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def _names(row: Row, key: str) -> list[str]:
    return [row[key], *_parts(row["aliases"])]


def _all_cells() -> Iterator[tuple[str, str]]:
    for row in WEAPONS:
        yield from ((row["designation"], cell) for cell in row.values())
    for row in MAKERS:
        yield from ((row["name"], cell) for cell in row.values())


def test_headers() -> None:
    assert WEAPON_FIELDS == WEAPON_HEADER
    assert MAKER_FIELDS == MAKER_HEADER


def test_both_lists_are_long_enough() -> None:
    assert len(WEAPONS) >= 600
    assert len(MAKERS) >= 150


def test_no_row_has_a_missing_or_surplus_cell() -> None:
    broken = [row for row in [*WEAPONS, *MAKERS] if None in row or None in row.values()]
    assert broken == []


def test_categories_and_kinds_are_those_of_the_codebook() -> None:
    assert {row["category"] for row in WEAPONS} == CATEGORIES
    assert {row["kind"] for row in MAKERS} <= KINDS


def test_states_are_three_letters() -> None:
    # A few names are known before their origin is; makers always have a seat.
    assert [row["designation"] for row in WEAPONS if row["origin"] and not STATE.fullmatch(row["origin"])] == []
    assert [row["name"] for row in MAKERS if not STATE.fullmatch(row["state"])] == []
    assert sum(not row["origin"] for row in WEAPONS) <= 5


def test_every_maker_of_a_weapon_is_listed() -> None:
    known = {row["name"] for row in MAKERS}
    assert sorted({row["maker"] for row in WEAPONS if row["maker"]} - known) == []


def test_every_family_is_a_designation_and_not_the_row_itself() -> None:
    known = {row["designation"] for row in WEAPONS}
    assert [row["designation"] for row in WEAPONS if row["family"] and row["family"] not in known] == []
    assert [row["designation"] for row in WEAPONS if row["family"] == row["designation"]] == []


def test_families_have_no_cycle() -> None:
    parent = {row["designation"]: row["family"] for row in WEAPONS}
    for start in parent:
        seen, name = set(), start
        while name:
            assert name not in seen, f"{start} is its own ancestor"
            seen.add(name)
            name = parent[name]


@pytest.mark.parametrize(("rows", "key"), [(WEAPONS, "designation"), (MAKERS, "name")], ids=["weapons", "makers"])
def test_a_name_belongs_to_one_row_only(rows: list[Row], key: str) -> None:
    held = [_names(row, key) for row in rows]
    assert all(len(names) == len(set(names)) for names in held)
    count = Counter(name for names in held for name in {_plain(name) for name in names})  # CAESAR and Caesar
    assert [name for name, times in count.items() if times > 1] == []
    assert "" not in count


@pytest.mark.parametrize(("rows", "key"), [(WEAPONS, "designation"), (MAKERS, "name")], ids=["weapons", "makers"])
def test_caution_names_only_names_of_the_row(rows: list[Row], key: str) -> None:
    strays = [(row[key], word) for row in rows for word in _parts(row["caution"]) if word not in _names(row, key)]
    assert strays == []


def test_very_short_names_are_used_with_caution() -> None:
    bare = [
        (row["designation"], name)
        for row in WEAPONS
        for name in _names(row, "designation")
        if len(_plain(name)) <= 2 and name not in _parts(row["caution"])
    ]
    assert bare == []


def test_no_surrounding_white_space_and_no_empty_part() -> None:
    assert [where for where, cell in _all_cells() if cell != cell.strip()] == []
    assert [where for where, cell in _all_cells() if any(p != p.strip() or not p for p in _parts(cell))] == []


def test_rows_are_sorted() -> None:
    order = [(row["category"], row["designation"]) for row in WEAPONS]
    assert order == sorted(order)
    names = [row["name"] for row in MAKERS]
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("name", "designation", "category"),
    [
        ("Bajraktar TB-2", "Bayraktar TB2", "uav"),
        ("Байрактар", "Bayraktar TB2", "uav"),
        ("FIM-92", "Stinger", "air defence"),
        ("FGM-148", "Javelin", "missile"),
        ("F-16C/D Block 70/72", "F-16 Block 70", "combat aircraft"),
        ("Хаймарс", "HIMARS", "artillery"),
        ("Μπελαρά", "FDI Belharra", "ship"),
        ("Harop", "Harop", "loitering munition"),
        ("NLAW", "NLAW", "missile"),
        ("GBU-39", "GBU-39 SDB", "ammunition"),
    ],
)
def test_spellings_of_the_press_find_their_system(name: str, designation: str, category: str) -> None:
    found = [row for row in WEAPONS if _plain(name) in map(_plain, _names(row, "designation"))]
    assert [(row["designation"], row["category"]) for row in found] == [(designation, category)]


@pytest.mark.parametrize("word", ["Patriot", "Javelin", "Leopard", "Boxer", "Puma", "Typhoon", "Spike", "Grad", "Tor"])
def test_ordinary_words_are_used_with_caution(word: str) -> None:
    assert any(word in _parts(row["caution"]) for row in WEAPONS)


@pytest.mark.parametrize(
    ("name", "maker", "state"),
    [
        ("Lokid Martin", "Lockheed Martin", "USA"),
        ("Рособоронэкспорт", "Rosoboronexport", "RUS"),
        ("Erbas", "Airbus", "FRA"),
        ("Elbit Sistems", "Elbit Systems", "ISR"),
        ("TUSAŞ", "Turkish Aerospace", "TUR"),
        ("Југоимпорт СДПР", "Yugoimport", "SRB"),
    ],
)
def test_spellings_of_the_press_find_their_maker(name: str, maker: str, state: str) -> None:
    found = [row for row in MAKERS if _plain(name) in map(_plain, _names(row, "name"))]
    assert [(row["name"], row["state"]) for row in found] == [(maker, state)]
