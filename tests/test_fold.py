"""Folding and cutting: words compare equal however they were written, and no offset ever moves."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from materiel import packs
from materiel.read.words.fold import fold, keys, words
from materiel.read.words.sentences import sentences

SPELLINGS = [
    ("İSTANBUL", "istanbul"),
    ("Işık", "isik"),
    ("IŞIK", "ışık"),
    ("Đuro", "đuro"),
    ("ŁÓDŹ", "lodz"),
    ("Ærø", "aro"),
    ("Žabljak", "zabljak"),
    ("Ёлка", "елка"),
    ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
    ("ώρα", "ωρα"),
    ("e\u0301tat", "état"),
    ("ho\u00adwit\u00adzer", "Howitzer"),
    ("zero\u200bwidth", "zerowidth"),
    ("n\u0303andu\u0301", "ÑANDÚ"),
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_two_spellings_fold_to_one_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_letters_that_differ_stay_apart() -> None:
    assert len({fold(word) for word in ("tank", "tanka", "танк", "τανκ", "tаnk")}) == 5  # the last one has a Cyrillic а


@pytest.mark.parametrize("form", ["F-16", "F16", "F 16", "f‑16", "F.16", "(F/16)"])
def test_a_designation_has_one_key_however_it_is_joined(form: str) -> None:
    assert keys(form) == ("f", "16")


@pytest.mark.parametrize(
    ("form", "key"),
    [("dollar*", ("dollar*",)), ("američk* dolar*", ("americk*", "dolar*")), ("U.S.", ("u", "s")), ("*", ("*",))],
)
def test_a_star_belongs_to_the_stem_before_it(form: str, key: tuple[str, ...]) -> None:
    assert keys(form) == key


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Kosova'ya 5 TB2", ["Kosova", "'", "ya", "5", "TB", "2"]),
        ("155mm, 8x8", ["155", "mm", ",", "8", "x", "8"]),
        ("ho\u00adwitzer n\u0303u", ["ho\u00adwitzer", "n\u0303u"]),
        ("🛩 two\u00a0jets — 3%", ["🛩", "two", "jets", "—", "3", "%"]),
    ],
)
def test_a_word_is_a_run_of_letters_or_of_digits_or_a_sign(text: str, cut: list[str]) -> None:
    found = words(text, 0, len(text))
    assert [text[word.start : word.end] for word in found] == cut


def test_offsets_point_into_the_whole_text() -> None:
    text = "İki\u00ad uçak 🛩 geldi: e\u0301tat, Ærø."
    at = text.index("uçak")
    first, *_, last = words(text, at, text.index(","))
    assert (first.start, text[first.start : first.end], first.low) == (at, "uçak", "ucak")
    assert text[last.start : last.end] == "e\u0301tat"
    assert last.low == "etat"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_words_of_any_text_stand_in_order_where_they_say(text: str) -> None:
    found = words(text, 0, len(text))
    assert all(left.end <= right.start for left, right in pairwise(found))
    for word in found:
        exact = text[word.start : word.end]
        assert exact
        assert word.low == fold(exact)
        assert len(word.low) <= len(exact)
        assert not any(unicodedata.combining(sign) for sign in word.low) or not exact[0].isalpha()


SENTENCES = [
    ("en", ["Mr. Lorne met Gen. Abbot.", "They signed."]),
    ("en", ["It costs Rs. 30 crore.", "Delhi pays."]),
    ("en", ["The gun weighs 4.5 tonnes.", "It rolls."]),
    ("en", ["A. B. Lorne signed.", "He left."]),
    ("en", ["The U.S. Army took it.", "Then it flew."]),
    ("en", ["Is it sold?", "It is!", "“All of it.”", "So ends it…", "Or not."]),
    ("en", ["No. 5 is here.", "Lot 6 is not."]),
    ("en", ["Signed on Jan. 5.", "Delivered in 2026.", "Paid."]),
    ("sr", ["Ugovor je od 14. marta.", "Vredi 5 mil. evra.", "Stiže sutra."]),
    ("sr", ["Уговор је од 14. марта 2023. године.", "Вреди много."]),
    ("hr", ["Isporuka je 3. svibnja.", "Cijena je tajna."]),
    ("tr", ["Dr. Kaya konuştu.", "Toplantı bitti."]),
    ("sq", ["Z. Hoti foli.", "Dr. Dema iku."]),
]


@pytest.mark.parametrize(("lang", "told"), SENTENCES)
def test_sentences_end_where_they_end(lang: str, told: list[str]) -> None:
    text = " ".join(told)
    short = frozenset(word.lower() for word in packs.toml("lang", f"{lang}.toml")["abbreviations"])
    cuts = list(sentences(text, 0, len(text), short))
    assert [text[start:end].strip() for start, end in cuts] == told
    assert "".join(text[start:end] for start, end in cuts) == text


@settings(max_examples=100, deadline=None)
@given(st.text("Aa1 .!?…\n\"'„”’—(", max_size=40), st.integers(0, 5))
def test_the_sentences_of_any_text_tile_it(text: str, start: int) -> None:
    start = min(start, len(text))
    cuts = list(sentences(text, start, len(text), frozenset(("a", "0."))))
    assert "".join(text[begin:end] for begin, end in cuts) == text[start:]
    assert all(begin < end for begin, end in cuts)
