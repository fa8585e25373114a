"""Bad input: whatever bytes a page has, the worst that a reader says is ``Unreadable``."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from materiel.types import Unreadable
from pages_made import read, sound

# Decoding


@pytest.mark.parametrize(
    ("words", "charset"),
    [
        ("Türkiye'nin savunma şirketi Baykar, İHA satışı için imzayı attı ve ığdır", "cp1254"),
        ("Předsednik Vučić je rekao da će Srbija kupiti još šest đžć helikoptera", "cp1250"),
        ("Ministarstvo saopštilo je da će biti kupljeni i šleperi za vojsku", "cp1250"),
        ("Президент Сербии заявил о покупке вооружений у России", "cp1251"),
        ("Президент Сербии заявил о покупке вооружений у России", "koi8-r"),
        ("Министарство одбране је саопштило да ће бити набављено још возила ђ ћ", "cp1251"),
        ("Η Ελλάδα αγοράζει φρεγάτες από τη Γαλλία, είπε ο υπουργός", "cp1253"),
        ("Le ministère a signé un contrat à 40 millions d’euros déjà reçu", "cp1252"),
        ("Für die Bundeswehr heißt das: größere Übungen", "cp1252"),
        ("Plain with marks, Türkiye", "utf-16"),
        ("Plain without a mark, only Latin letters here", "utf-16-le"),
        ("With a mark: šđčćž", "utf-8-sig"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("declared", ["", "utf-8"])
def test_text_is_decoded_whatever_it_declares(words: str, charset: str, declared: str) -> None:
    if charset == "cp1250":
        words = words.replace("ř", "r").replace("ě", "e")
    page = (
        f'<html><head><meta charset="{declared}"></head><body><article><p>{words}. {words}.</p></article></body></html>'
    )
    assert words in read(page.encode(charset)).text


def test_a_right_declaration_decides_between_charsets_that_fit() -> None:
    words = "Bugün yapılan açıklamada bilgi verildi ve imza atıldı dendi."
    page = f'<html><head><meta charset="iso-8859-9"></head><body><article><p>{words}</p></article></body></html>'
    assert "yapılan açıklamada" in read(page.encode("cp1254")).text


def test_mixed_encodings_lose_no_more_than_their_own_bytes() -> None:
    raw = "Türkiye ile görüşme yapıldı. ".encode() * 3 + b"caf\xe9 \xff. " + "Вучић рекао.".encode()
    found = read(raw)
    assert "Türkiye ile görüşme" in found.text and "Вучић рекао." in found.text and "café" in found.text


def test_nuls_become_signs_and_move_nothing() -> None:
    found = read("Norland\x00 sells boats to Estovia, it was said on Monday.")
    assert found.text == "Norland\ufffd sells boats to Estovia, it was said on Monday."


# Hostile pages

_HOSTILE = {
    "nested div": "<div>" * 100_000 + "Norland sells boats to Estovia today.",
    "nested b": "<html><body>" + "<b>" * 100_000 + "Norland sells boats.",
    "nested tables": "<table><tr><td>" * 20_000 + "x",
    "mixed nesting": "<html><body>" + "<a><b><p>" * 20_000 + "text",
    "nested lists": "<html><body>" + "<ul><li>an item of words" * 5_000,
    "nested templates": "<html><body>" + "<template>" * 20_000 + "<p>x",
    "one attribute": f'<html><body><div class="{"a b " * 500_000}">text</div>',
    "many attributes": f"<html><body><div {' '.join(f'a{n}=1' for n in range(100_000))}>text text.</div>",
    "only brackets": "<html>" + "<" * 1_000_000,
    "only ampersands": "<html><body><p>" + "&amp" * 100_000,
    "open comment": "<html><body><!--" + "-" * 1_000_000,
    "deep data": '<html><script type="application/ld+json">' + "[" * 500_000 + "</script><p>Hi there.",
    "endless string": '<html><script>{"articleBody":"' + '\\"' * 500_000 + "</script><p>Hi there.",
    "one long word": "<html><body><p>" + "a" * 2_000_000,
    "one long line": "word and so on, " * 100_000,
    "many lines": "a b c.\n" * 50_000,
    "many bars": "|" * 1_000_000,
    "many rows": "| a | b |\n" * 20_000,
    "many gaps": "a  b\n" * 20_000,
    "many spaces": " " * 1_000_000 + "x",
    "many dots": "." * 1_000_000 + "x",
    "half a tag": "x " + "<p " * 200_000,
    "many end tags": "x </p>" * 20_000,
    "many days": "12.12.2012 " * 50_000,
    "many colons": "a: " * 100_000,
    "many brackets": "(" * 500_000 + "x",
    "many digits": "1" * 1_000_000,
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_pages_cost_seconds_at_most(name: str) -> None:
    start = time.process_time()
    try:
        sound(read(_HOSTILE[name]))
    except Unreadable as error:
        assert "\n" not in str(error)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"), (b" \n\x00\xef\xbb\xbf", "empty"), (b"%PDF-1.4", "PDF"), (bytes(range(256)) * 9, "binary"),
        (b"\x1f\x8b\x08", "gzip"), (b"<html><body></body></html>", "no article"),
        (b"<html>" + b"<i>" * 400_000, "tags"),
        (b"<html><body><nav><a href=/>Home</a> <a href=/w>World</a></nav></body></html>", "no article"),
    ],
)  # fmt: skip
def test_what_holds_no_text_says_so_in_one_sentence(content: bytes, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        read(content)


def test_a_mark_between_tags_makes_no_block() -> None:
    found = read("READ MORE <p> \u2028 <div class='comment'>")
    sound(found)
    assert [found.text[block.start : block.end] for block in found.blocks] == ["READ MORE"]


# Anything at all

_LINES = st.lists(
    st.sampled_from([
        "READ MORE", "a | b | c", "| a | b |", "|---|---|", "- item one", "> quoted words", "# Head", "", "  ", "1) x",
        "Comments (3)",
        "12.12.2021", "A sentence that is long enough to be read as prose by anyone.", "x  y\tz", "<p>", "</p>.<p>",
        "\x00",
        "—", "...",
        "Source: AFP", "(AP)", "<table><tr><td>1<td>2<tr><td>3", "<div class='comment'>", "\u2028", "\r",
        "İ", "ß", "e\u0301",
    ]),
    max_size=25,
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))))
def test_no_bytes_break_it(content: bytes) -> None:
    try:
        found = read(content)
    except Unreadable as error:
        assert str(error)
    else:
        sound(found)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_LINES, st.sampled_from(["", "<html><body>", "<article><p>"]), st.sampled_from(["\n", "\r\n", "\n\n", " "]))
def test_no_lines_break_it(lines: list[str], lead: str, end: str) -> None:
    try:
        found = read(lead + end.join(lines))
    except Unreadable:
        return
    sound(found)
    if not lead and not any("<" in one for one in lines):  # a text with tags may be taken for a piece of a page
        assert found.text == end.join(lines).replace("\x00", "\ufffd")
