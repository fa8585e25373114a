"""``materiel weigh`` and ``materiel reference`` from the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import made
from materiel.cli import main
from materiel.commands import weigh_table
from materiel.record.store import Register
from materiel.weigh.ink import HEIGHT, WIDTH


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = str(tmp_path_factory.mktemp("weigh") / "made.db")
    with Register.open(place) as register:
        register.add(*made.entry("one", made.deal(), reactions=(made.reaction(target="XKX"),)))
        register.add(*made.entry("two", made.deal(recipient=("ALB",), quantity=3)))
    return place


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["country", "XKX"], ["spending: Kosovo", "Türkiye", "supply", "Bayraktar", "World Bank"]),
        (["pair", "SRB", "XKX"], ["times the spending of Kosovo", "tension", "half life days"]),
        (["region", "western-balkans"], ["Albania", "flows", "reactions"]),
        (["region", "SRB,XKX"], ["Serbia"]),
    ],
)
def test_tables(place: str, asked: list[str], words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weigh", *asked, "--register", place]) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in words), out


def test_few_rows_of_many_columns_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    bounds = {"k": 0.5, "k_low": -0.25, "k_high": 0.75}
    rest = {"t": 2.5, "p": 0.01, "explained": 0.5, "gain": 0.25, "durbin_watson": 2.0, "serial": 0.5, "years": 20}
    rows = [
        {"state": code, "name": name, **bounds, "a": 1, "g": 2, **rest} for code, name in (("A", "One"), ("B", "Two"))
    ]
    weigh_table.table("race", rows)
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert lines[0] == ["One", "Two"] and ["k", "reaction", *2 * ["0.5", "(-0.25", "to", "0.75)"]] in lines
    assert ["years", "20", "20"] in lines


def test_each_outcome_of_a_course_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The issue's table: outcome, impact, how sure."""
    told = {"spending": 2e9, "spending_low": 1e9, "spending_high": 3e9, "spending_change": 1e8, "spending_sure": 0.75}
    tense = {"tension": 1.5, "tension_low": 1.0, "tension_high": 2.0, "tension_change": 0.0, "tension_sure": None}
    weigh_table.table("scenarios", [{"outcome": "delayed", **told, **tense}])
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "course outcome level impact how sure" in lines
    assert "delayed spending 2bn (1bn to 3bn) 100m 0.75" in lines and "delayed tension 1.5 (1 to 2) 0 –" in lines


def test_json_is_the_same_question(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weigh", "pair", "SRB", "XKX", "--only", "tension", "--format", "json", "--register", place]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["name"] == "tension" and told["value"] == 3.0 and told["rows"][0]["origins"] == ["one"]
    assert {"method", "unit", "low", "high", "editions", "warnings", "assumed", "model", "rests_on"} <= told.keys()


def test_a_picture(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "spending.svg"
    assert main(["weigh", "pair", "SRB", "XKX", "--chart", str(file), "--register", place]) == 0
    assert file.read_text("utf-8").startswith("<svg")
    assert main(["weigh", "pair", "SRB", "XKX", "--chart", str(tmp_path / "x.gif"), "--register", place]) == 2
    assert ".svg or .png" in capsys.readouterr().err


def test_a_png_is_the_svg_as_pixels(place: str, tmp_path: Path) -> None:
    asked = ["weigh", "country", "SRB", "--only", "spending", "--register", place]
    file = tmp_path / "spending.PNG"
    assert main([*asked, "--chart", str(file)]) == 0
    head = file.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(head[at : at + 4]) for at in (16, 20)] == [2 * WIDTH, 2 * HEIGHT]


def test_a_png_without_its_package_says_what_to_install(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    file = tmp_path / "spending.png"
    assert main(["weigh", "country", "SRB", "--only", "spending", "--chart", str(file), "--register", place]) == 2
    err = capsys.readouterr().err
    assert "materiel[png]" in err and err.count("\n") == 1 and not file.exists()


def test_a_picture_that_cannot_be_written_or_drawn_is_one_line(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file, words in ((tmp_path / "absent" / "x.svg", "absent"), (tmp_path / "noending", ".svg or .png")):
        assert main(["weigh", "country", "SRB", "--only", "spending", "--chart", str(file), "--register", place]) == 2
        err = capsys.readouterr().err
        assert words in err and err.count("\n") == 1
    asked = ["weigh", "country", "SRB", "--only", "supply", "--chart", str(tmp_path / "x.svg"), "--register", place]
    assert main(asked) == 2 and "nothing to draw" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["country", "Serbja"], "Serbia"),
        (["pair", "SRB"], "takes 2 names"),
        (["pair", "SRB", "SRB"], "given twice"),
        (["region", "atlantis"], "balkans"),
        (["deal", "nothing-here"], "no deal of this name"),
        (["country", "SRB", "--only", "mood"], "choose spending, supply"),
    ],
)
def test_one_line_says_what_is_wrong(
    place: str, asked: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["weigh", *asked, "--register", place]) == 2
    err = capsys.readouterr().err
    assert words in err and err.count("\n") == 1


def test_reference_lists_the_bundled_table(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reference", "--register", place]) == 0
    out = capsys.readouterr().out
    assert "public.csv" in out and "materiel import" in out
    assert main(["reference", "--format", "json", "--register", place]) == 0
    bundled = json.loads(capsys.readouterr().out)
    assert {one["kind"] for one in bundled} == {"bundled"} and len(bundled) == 6
    assert all(one["counts"]["states"] >= 20 and one["first"] == 2015 < one["last"] for one in bundled)
