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

from materiel import packs
from materiel.tell import tongue
from materiel.tell import words as say
from materiel.tell.phrases import said

TELL = Path(str(files("materiel.tell")))
ENGLISH = tomllib.loads((TELL / "words.toml").read_text("utf-8"))
SAME = {"ladder", "minor", "wordings", "two_scripts", "currency", "counts_by_ending"}
"""Tables that are no words, or the same everywhere."""

WEIGHED = [
    "spending",
    "supply",
    "reactions",
    "tension",
    "race",
    "relations",
    "outcomes",
    "scenario",
    "courses",
    "questions",
]
"""The modules that tell what is weighed."""

LISTS = ("warnings", "told")
TYPED = ("7 must be", "fallback.", "course ", "run.", "were 7 7", "7: 7")
"""How sentences begin that no page shows, or that are put together of parts which this test does not follow."""


def phrases() -> Iterator[str]:
    """Every phrase of the pages."""
    for place in sorted((TELL / "templates").glob("*.html")):
        for found in re.finditer(r"_\('((?:\\.|[^'\\])*)'", place.read_text("utf-8")):
            yield found[1].replace("\\'", "'")
    for place in sorted(TELL.rglob("*.py")):
        for node in ast.walk(ast.parse(place.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _called(node) == "told" and node.args:
                asked = node.args[0]
                parts = (asked.body, asked.orelse) if isinstance(asked, ast.IfExp) else (asked,)
                yield from (it.value for it in parts if isinstance(it, ast.Constant) and isinstance(it.value, str))


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def sentences(module: str) -> Iterator[str]:
    """Every sentence that a module of what is weighed may tell, with numbers and names filled in."""
    tree = ast.parse((TELL.parent / "weigh" / f"{module}.py").read_text("utf-8"))
    constants = {
        node.targets[0].id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Call) and _called(node) == "Missing":
            parts = node.args[:1]
        elif isinstance(node, ast.Call) and _called(node) in ("Indicator", "Picture", "replace"):
            parts = [it.value for it in node.keywords if it.arg in ("unit", "method", "warnings", "findings")]
            parts += node.args[1:2] if _called(node) == "Picture" else []
        elif isinstance(node, ast.Call) and _called(node) == "append" and node.args:
            parts = node.args if getattr(getattr(node.func, "value", None), "id", "") in ("warnings", "told") else []
        elif (isinstance(node, ast.Yield) and node.value) or (
            isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("warnings", "told")
        ):
            parts = [node.value]
        for part in parts:
            yield from _filled(part, constants)


def _filled(node: ast.expr, constants: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(node, ast.List | ast.Tuple):
        for it in node.elts:
            yield from _filled(it, constants)
    elif isinstance(node, ast.IfExp):
        yield from _filled(node.body, constants)
        yield from _filled(node.orelse, constants)
    elif isinstance(node, ast.Name) and isinstance(constants.get(node.id), str):
        yield constants[node.id]
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        forms = [""]
        for it in node.values:
            inner = it.value if isinstance(it, ast.FormattedValue) else it
            ways = list(_filled(inner, constants)) or ["7"]
            forms = [form + way for form in forms for way in ways]
        yield from forms


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
    for english, form in told["ui"].items():
        assert set(re.findall(r"\{\w+\}", form)) == set(re.findall(r"\{\w+\}", english)), english
    own = dict(leaves(told))
    for at, english in leaves({key: value for key, value in ENGLISH.items() if key not in SAME}):
        if at.startswith(".language."):
            continue
        assert at in own, at
        if not at.startswith((".sentence", ".month_form", ".day_form")):
            assert set(re.findall(r"\{\w+\}", own[at])) == set(re.findall(r"\{\w+\}", english)), at


@pytest.mark.parametrize("code", sorted(tongue.known()))
def test_regions_have_a_name_in_every_language(code: str) -> None:
    named = {row["name"] for row in packs.regions().values()} | {row["region"] for row in packs.states().values()}
    assert "Balkans" in named and sorted(named - set(tongue.known()[code]["ui"])) == []


@pytest.mark.parametrize("code", sorted(tongue.known()))
def test_what_is_weighed_is_told_in_every_language(code: str) -> None:
    wanted = [text for module in WEIGHED for text in sentences(module) if " " in text and not text.startswith(TYPED)]
    assert len(wanted) > 70
    with tongue.speaking(code):
        assert [text for text in wanted if said(text) == text] == []
    assert tongue.known()[code]["said"].keys() == tongue.known()["tr"]["said"].keys()
    for english, form in tongue.known()[code]["said"].items():
        assert set(re.findall(r"\{\w+\}", form)) <= set(re.findall(r"\{\w+\}", english)), english
        assert re.findall(r"`[^`]*`", form) == re.findall(r"`[^`]*`", english), english


def test_names_in_finished_sentences_are_told_too() -> None:
    with tongue.speaking("sr-Latn"):
        assert said("no figure of Serbia, Kosovo for 2019") == "nema brojke za 2019: Srbija, Kosovo"
        assert said("Serbia to Türkiye: threaten") == "Srbija → Turska: pretnja"
        assert said("nobody knows this sentence") == "nobody knows this sentence"
    assert said("no figure of Serbia for 2019") == "no figure of Serbia for 2019"


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
