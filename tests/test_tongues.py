"""Languages of the site: no word is missing, no placeholder lost, dates and numbers in local form."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from materiel.tell import tongue
from materiel.tell import words as say

TELL = Path(str(files("materiel.tell")))
LIVE = {"account", "audit", "case", "decide", "decisions", "judged", "login", "review"}
"""Templates of editors, who work in English."""

ENGLISH = tomllib.loads((TELL / "words.toml").read_text("utf-8"))
SAME = {"ladder", "minor", "wordings", "two_scripts", "currency", "counts_by_ending"}
EDITORS = {"question", "question_kind", "question_note", "answer", "withdrawal", "account"}
"""Tables that are no words, or the same everywhere."""


def phrases() -> Iterator[str]:
    """Every phrase of the pages for readers."""
    for place in sorted((TELL / "templates").glob("*.html")):
        if place.stem not in LIVE:
            for found in re.finditer(r"_\('((?:\\.|[^'\\])*)'", place.read_text("utf-8")):
                yield found[1].replace("\\'", "'")
    for place in sorted(TELL.glob("*.py")):
        for node in ast.walk(ast.parse(place.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "told" and node.args:
                asked = node.args[0]
                parts = (asked.body, asked.orelse) if isinstance(asked, ast.IfExp) else (asked,)
                yield from (it.value for it in parts if isinstance(it, ast.Constant) and isinstance(it.value, str))


def leaves(told: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(told, dict):
        for key, value in told.items():
            yield from leaves(value, f"{at}.{key}")
    elif isinstance(told, str):
        yield at, told


@pytest.mark.parametrize("code", sorted(tongue.known()))
def test_no_word_is_missing_and_no_placeholder_lost(code: str) -> None:
    told = tongue.known()[code]
    wanted = dict.fromkeys(phrases())
    assert len(wanted) > 200 and [one for one in wanted if one not in told["ui"]] == []
    for english, said in told["ui"].items():
        assert set(re.findall(r"\{\w+\}", said)) == set(re.findall(r"\{\w+\}", english)), english
    own = dict(leaves(told))
    for at, english in leaves({key: value for key, value in ENGLISH.items() if key not in SAME | EDITORS}):
        if at.startswith(".language."):
            continue
        assert at in own, at
        if not at.startswith((".sentence", ".month_form", ".day_form")):
            assert set(re.findall(r"\{\w+\}", own[at])) == set(re.findall(r"\{\w+\}", english)), at


def test_the_tables_are_those_of_the_cldr_and_cyrillic_follows_latin() -> None:
    pytest.importorskip("babel")
    command = [sys.executable, "bench/tongues.py", "--check"]
    made = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.mark.parametrize(
    ("code", "day", "number", "state"),
    [
        ("tr", "24 Ekim 2023", "1.234,5", "Kosova"),
        ("sr-Latn", "24. oktobra 2023", "1.234,5", "Kosovo"),
        ("sr-Cyrl", "24. октобра 2023", "1.234,5", "Косово"),
        ("sq", "24 tetor 2023", "1.234,5", "Kosovë"),
    ],
)
def test_dates_numbers_and_states_in_local_form(code: str, day: str, number: str, state: str) -> None:
    with tongue.speaking(code):
        assert (say.day("2023-10-24"), say.number(1234.5), say.name("XKX")) == (day, number, state)


def test_slavic_numbers_take_three_forms() -> None:
    with tongue.speaking("sr-Latn"):
        shown = [say.count(number, "deal") for number in (1, 2, 5, 12, 21, 104)]
    assert shown == ["1 posao", "2 posla", "5 poslova", "12 poslova", "21 posao", "104 posla"]


@pytest.mark.parametrize("code", sorted(tongue.known()))
def test_pages_in_every_language_lead_on_in_it(client: TestClient, deals: Mapping[str, str], code: str) -> None:
    for path in ("/", "/deals", f"/deals/{deals['XKX']}", "/states/TUR", "/briefs/states/TUR/2023-05", "/calendar"):
        page = client.get(f"/{code}{path}")
        assert page.status_code == 200 and f'<html lang="{tongue.known()[code]["tag"]}"' in page.text
        assert f'href="/{code}/deals"' in page.text and "Skip to the text" not in page.text
