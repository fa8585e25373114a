"""Languages: a toy pack from the documented steps, both scripts of Serbian, and letters written in many ways."""

from __future__ import annotations

import importlib
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from materiel import packs
from materiel.read.rules import code
from materiel.read.who import actors
from materiel.read.words import dates, lexicon, mixed, numbers
from materiel.types import Block, Document

SETIMES = Path(__file__).parents[2] / "shared" / "corpora" / "lang_sr_set"


def document(lang: str, text: str) -> Document:
    return Document("text", text, (Block("paragraph", 0, len(text)),), lang=lang, published="2024-06-01")


def told(lang: str, text: str) -> list[tuple[Any, ...]]:
    """Who, to whom, what, how many and what became of it."""
    return [
        (d.supplier, d.recipient, [(w.category, w.designation, w.quantity) for w in d.weapons], d.value, d.status)
        for d in code(document(lang, text)).deals
    ]


# ---------------------------------------------------------------- a language in an afternoon

RENAMED = {'"sold"': '"zelled"', '"drones"': '"dronzi"', "five = 5": "fiv = 5", 'to = ["to",': 'to = ["tu",'}


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A pack made as CONTRIBUTING says: copy en.toml, replace its words, give it a list of names."""
    english = packs.data("lang", "en.toml").read_text("utf-8")
    text = english.replace('code = "en"', 'code = "zz"', 1).replace('name = "English"', 'name = "Toyish"', 1)
    for word, other in RENAMED.items():
        assert word in text
        text = text.replace(word, other)
    assert tomllib.loads(text)["code"] == "zz"
    for folder in ("lang", "gazetteer/names"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "lang" / "zz.toml").write_text(text, "utf-8")
    names = "iso3,kind,case,form,caution\nTUR,name,,Turkonia,\nXKX,name,,Kozovia,\n"
    (tmp_path / "gazetteer" / "names" / "zz.csv").write_text(names, "utf-8")
    bundled = packs.data

    def data(*parts: str) -> Any:
        own = tmp_path.joinpath(*parts)
        return own if parts[-1].startswith("zz.") else bundled(*parts)

    monkeypatch.setattr(packs, "data", data)
    monkeypatch.setattr(packs, "languages", lambda: ("zz",))
    yield "zz"
    for module in (packs, lexicon, actors, dates, numbers):
        for held in vars(module).values():
            if hasattr(held, "cache_clear"):
                held.cache_clear()


def test_a_language_is_added_by_the_documented_steps(toy: str) -> None:
    deals = told(toy, "Turkonia zelled fiv Bayraktar TB2 dronzi tu Kozovia.")
    assert [(giver, taker, goods) for giver, taker, goods, _, _ in deals] == [
        (("TUR",), ("XKX",), [("uav", "Bayraktar TB2", 5)])
    ]


# ---------------------------------------------------------------- one pack, several languages and scripts

BOTH = [
    "Turska je isporučila Kosovu pet dronova Bayraktar TB2.",
    "Srbija je kupila od Francuske dvanaest aviona „Rafale“ za 2,7 milijardi evra.",
    "Nemačka je obustavila isporuku oružja Saudijskoj Arabiji.",
    "Ljubljana je naručila iz Njemačke džipove i oklopna vozila.",
]


@pytest.mark.parametrize("latin", BOTH)
def test_both_scripts_of_serbian_tell_the_same(latin: str) -> None:
    pairs = str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")
    low = latin
    for digraph, letter in (("Lj", "Љ"), ("Nj", "Њ"), ("Dž", "Џ"), ("lj", "љ"), ("nj", "њ"), ("dž", "џ")):
        low = low.replace(digraph, letter)
    upper = {ord(chr(key).upper()): chr(value).upper() for key, value in pairs.items()}
    assert told("sr", low.translate({**pairs, **upper})) == told("sr", latin) != []


def test_croatian_and_bosnian_take_their_words_from_serbian() -> None:
    serbian = packs.toml("lang", "sr.toml")
    for lang in ("hr", "bs"):
        pack = packs.toml("lang", f"{lang}.toml")
        assert pack["code"] == lang and pack["rule"] == serbian["rule"]


@pytest.mark.skipif(not SETIMES.exists(), reason="the SETimes sentences are in ../shared/corpora, which is not here")
def test_setimes_sentences_tell_the_same_in_both_scripts() -> None:
    latin, other = (sorted(SETIMES.joinpath(name).rglob("*")) for name in ("latin", "cyrillic"))
    compared = 0
    for left, right in zip((p for p in latin if p.is_file()), (p for p in other if p.is_file()), strict=True):
        lines = zip(left.read_text("utf-8").splitlines(), right.read_text("utf-8").splitlines(), strict=False)
        said = [(one[9:], two[9:]) for one, two in lines if one.startswith("# text = ")]
        for one, two in said:
            assert told("sr", one) == told("sr", two), one
            compared += 1
    assert compared > 500


# ---------------------------------------------------------------- letters

WRITTEN = [
    ("tr", "Türkiye, Kosova'ya beş Bayraktar TB2 teslim etti."),
    ("tr", "TÜRKİYE, KOSOVA'YA BEŞ BAYRAKTAR TB2 TESLİM ETTİ."),
    ("tr", "Türkiye, Kosova’ya beş Bayraktar TB2 teslim etti."),
    ("tr", "Tu\u0308rkiye, Kosova'ya bes\u0327 Bayraktar TB2 teslim etti."),
    ("tr", "Türkiye, Kosova'ya beş Bay\u00adraktar TB2 teslim etti."),
    ("tr", "Türkiye, Kosova'ya beş\u00a0Bayraktar\u00a0TB2 teslim etti."),
    ("sq", "Turqia i dorëzoi Kosovës pesë dronë Bayraktar TB2."),
    ("sq", "Turqia i dore\u0308zoi Kosove\u0308s pese\u0308 drone\u0308 Bayraktar TB2."),
]


@pytest.mark.parametrize(("lang", "text"), WRITTEN)
def test_letters_may_be_written_in_many_ways_and_quotes_stand_exactly(lang: str, text: str) -> None:
    reading = code(document(lang, text))
    (deal,) = reading.deals
    assert (deal.supplier, deal.recipient) == (("TUR",), ("XKX",))
    assert [(w.designation, w.quantity) for w in deal.weapons] == [("Bayraktar TB2", 5)]
    quotes = [quote for held in deal.evidence.values() for quote in held]
    assert quotes and all(text[quote.start : quote.end] == quote.exact for quote in quotes)


# ---------------------------------------------------------------- words of mixed script

MIXED = [
    ("sr", "Турска је испоручила Косову пет дронова Б\u0061јрактар ТБ2.", "Б\u0061јрактар"),
    ("ru", "Россия поставила Сербии шесть комплексов Панц\u0069рь.", "Панц\u0069рь"),
    ("sr", "Турск\u0061 је испоручила Косову пет дронова Бајрактар ТБ2.", "Турск\u0061"),
]


@pytest.mark.parametrize(("lang", "text", "word"), MIXED)
def test_a_word_of_mixed_script_is_an_issue_with_its_place(lang: str, text: str, word: str) -> None:
    (issue,) = [one for one in code(document(lang, text)).issues if one.kind == "script"]
    assert word in issue.message
    assert text[issue.start : issue.end] == word


def test_a_word_of_mixed_script_is_read_where_it_is_plain_which_is_meant() -> None:
    plain = "Турска је испоручила Косову пет дронова Бајрактар ТБ2."
    assert told("sr", plain.replace("Турска", "Турск\u0061")) == told("sr", plain) != []
    assert mixed.skeleton("б\u0061јрактар") == "бајрактар"
    assert mixed.skeleton("d\u0440on") == "dpon"
    assert mixed.skeleton("дvб") == "дvб", "a letter without a twin leaves the word as it is"


# ---------------------------------------------------------------- what is said of the packs

BENCH = Path(__file__).parents[1] / "bench"


def test_the_scores_that_packs_shows_keep_to_the_floors() -> None:
    rows = {row["lang"]: row for row in packs.table("codebook", "scores.csv")}
    assert set(rows) == set(packs.languages())
    floors = tomllib.loads((BENCH / "floors.toml").read_text("utf-8"))
    sets = [held for name, held in floors.items() if (BENCH / "gold" / name).is_dir()]
    for lang, row in rows.items():
        for measure in ("item", "deal", "cell"):
            least = min(held[lang].get(measure, 0.0) for held in sets if lang in held)
            assert least <= float(row[measure]) <= 1, f"{lang}: run `python bench/gate.py --write`"


def test_the_scores_that_packs_shows_are_those_measured() -> None:
    sys.path.insert(0, str(BENCH))
    gate = importlib.import_module("gate")
    pool: dict[str, Any] = {}
    for file in (BENCH / "gold").glob("*/gold.jsonl"):
        if '"lang": "bs"' in file.read_text("utf-8"):  # one language stands for all: its sets are few
            gate.scores(file.parent, pool)
    shown = {row["lang"]: row for row in packs.table("codebook", "scores.csv")}
    (texts,) = pool["bs"]["texts"]
    assert int(shown["bs"]["texts"]) == texts, "run `python bench/gate.py --write`"
    for measure in ("item", "deal", "cell"):
        now = gate.score.prf(pool["bs"][measure])[2]
        assert abs(float(shown["bs"][measure]) - now) < 0.02, "run `python bench/gate.py --write`"
