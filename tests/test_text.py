"""Text: pages become documents whose text is frozen and whose blocks stand where they say."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from materiel.packs import toml
from materiel.read.furniture import groups
from materiel.read.language import language, script
from materiel.read.published import dates, normal, of_address
from materiel.read.text import document
from materiel.types import Block, Document, Page, Unreadable

SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD = SHARED / "gold"


def read(content: str | bytes, **fields: str) -> Document:
    raw = content.encode() if isinstance(content, str) else content
    return document(Page(id="x", name="x.txt", content=raw, **fields))


def kinds(found: Document) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def sound(found: Document) -> None:
    """Blocks lie in order within the text, are not empty, and hold their cells."""
    at = 0
    for block in found.blocks:
        assert at <= block.start < block.end <= len(found.text)
        assert (block.kind == "row") == (block.table is not None) == bool(block.cells)
        inner = block.start
        for start, end in block.cells:
            assert inner <= start <= end <= block.end
            inner = end
        at = block.end
    found.text.encode()


# Plain text

STORY = "\n\n".join(
    [
        "Norland sells Estovia twelve patrol boats",
        "NORTHPORT, May 3 (AP) - Norland has agreed to sell Estovia twelve patrol boats for 40 million euros.",
        "The first two will be handed over in June, the ministry said on Monday. The rest follow in 2027.",
    ]
)


@pytest.mark.parametrize("text", [STORY, STORY.replace("\n", "\r\n"), "\n\n  " + STORY + "\n\n", "Čačak.\tŽ\u00a0x\u200b."])
def test_the_text_of_a_plain_file_is_the_file(text: str) -> None:
    found = read(text)
    assert found.text == text
    sound(found)


def test_headline_and_paragraphs() -> None:
    found = read(STORY)
    assert [kind for kind, _ in kinds(found)] == ["heading", "paragraph", "paragraph"]
    assert found.title == "Norland sells Estovia twelve patrol boats"
    assert found.origin == "Associated Press"


def test_wrapped_lines_are_one_paragraph_and_ended_lines_are_not() -> None:
    found = read(
        "Boats for Estovia\n3 May 2024\n\n"
        "The government of Norland said on Monday that it would sell its neighbour\n"
        "twelve patrol boats, two of them with guns, for some forty million euros in\n"
        "all.\n\n"
        "WHAT IS IN THE DEAL\n"
        "The contract covers training and spare parts for the next five years, as was\n"
        "reported.\n"
    )
    assert [kind for kind, _ in kinds(found)] == ["heading", "paragraph", "heading", "paragraph"]
    assert kinds(found)[1][1].endswith("all.") and found.published == "2024-05-03"


def test_a_sentence_cut_by_a_blank_line_is_one_paragraph() -> None:
    found = read(
        "Arms for Estovia\n\nThe lawmaker noted that most of the weapons of the last years came from\n\n"
        "Norland, which has sent boats at short intervals since the spring.\n"
    )
    assert len(found.blocks) == 2


def test_items_quotes_and_captions() -> None:
    found = read(
        "Norland's gift\n\nNorland gives Estovia the following goods, the ministry in Northport said on Monday:\n\n"
        "- 12 patrol boats\n• 40 machine guns\n1) radios\n\n  200 rifles\n  10 mortars\n\n"
        "> The gift shows how close our two countries have become, said the minister.\n\n"
        "(Photo: Ministry of Defence of Norland, Northport)\n\nThe goods arrive in June, he said in a long statement to the press.\n"
    )
    assert kinds(found)[2:9] == [
        ("item", "12 patrol boats"),
        ("item", "40 machine guns"),
        ("item", "radios"),
        ("item", "200 rifles"),
        ("item", "10 mortars"),
        ("quote", "The gift shows how close our two countries have become, said the minister."),
        ("caption", "(Photo: Ministry of Defence of Norland, Northport)"),
    ]


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("| goods | number |\n|-------|--------|\n| boats | 12 |\n| rifles |  |\n", ["goods", "number", "boats", "12", "rifles", ""]),
        ("goods\tnumber\nboats\t12\nrifles\t200\n", ["goods", "number", "boats", "12", "rifles", "200"]),
        ("Type ........ boats\nFirst seen   June 2020\n", ["Type", "boats", "First seen", "June 2020"]),
    ],
)
def test_tables(table: str, cells: list[str]) -> None:
    found = read(f"Norland's gift\n\nThe ministry in Northport gave the following list on Monday afternoon.\n\n{table}")
    rows = [block for block in found.blocks if block.kind == "row"]
    assert [found.text[start:end] for row in rows for start, end in row.cells] == cells
    assert {row.table for row in rows} == {0}
    sound(found)


def test_markdown_is_its_own_text() -> None:
    text = "# Boats for Estovia\n\nNorland sells **twelve** boats to Estovia, the ministry said on Monday.\n\n## Terms\n\n* guns\n* radios\n"
    found = read(text)
    assert found.text == text
    assert kinds(found) == [
        ("heading", "Boats for Estovia"),
        ("paragraph", "Norland sells **twelve** boats to Estovia, the ministry said on Monday."),
        ("heading", "Terms"),
        ("item", "guns"),
        ("item", "radios"),
    ]


def test_left_over_markup_cuts_paragraphs_and_stays_in_the_text() -> None:
    text = "Boats sold\n\nNorland sells boats to Estovia today.</p>.<p>The price is 40 million euros.</p>.Another headline.<p>It ends.</p>"
    found = read(text)
    assert found.text == text
    assert [words for _, words in kinds(found)][1:] == [
        "Norland sells boats to Estovia today",
        "The price is 40 million euros",
        "It ends",
    ]


DUMP = """Northport Daily
HOME  NEWS  WORLD  SPORT  CULTURE  |  SUBSCRIBE  LOG IN
World > Estovia

Norland sells Estovia twelve patrol boats
By Jane Doe   Published 3 May 2024   Share: Facebook | X
MOST READ: Weather for the weekend | Prices | Horoscope

Norland has agreed to sell Estovia twelve patrol boats for 40 million euros, the ministry said.

The first two will be handed over in June, and the rest will follow within three years.

READ ALSO: Estovia buys radios from Sudland

A spokesman for the navy in Northport said that the boats would come with guns and radars.

Tags: Norland, Estovia, boats

RELATED NEWS
> Westland orders 30 fighter jets from Norland
> Football: Northport wins again
Sudland leases ten tanks to Westland

COMMENTS (2)
Anna: We should never have sold these boats to anybody, and certainly not to Estovia.
© 2024 Northport Daily. All rights reserved.   Privacy   Contact
"""


def test_of_a_page_dump_only_the_article_is_read() -> None:
    found = read(DUMP)
    assert found.text == DUMP
    words = [words for _, words in kinds(found)]
    assert words[0] == "Norland sells Estovia twelve patrol boats" == found.title
    assert [w for w in words if w.endswith(".")] == words[-3:] and len(words) == 4
    assert (found.published, found.byline) == ("2024-05-03", "Jane Doe")


@pytest.mark.parametrize(
    ("label", "comments"),
    [
        ("İLGİLİ HABERLER", "YORUMLAR (0)"), ("Pročitajte još", "Komentari (3)"), ("Прочитајте још", "Коментари"),
        ("Lexo edhe", "Komente (0)"), ("Читайте также", "Комментарии (12)"), ("Читайте також:", "Коментарі"),
        ("Прочетете още", "Коментари (1)"), ("Διαβάστε επίσης", "Σχόλια"), ("Lire aussi", "Commentaires (4)"),
        ("Mehr zum Thema", "Kommentare"), ("Citește și", "Comentarii (2)"), ("Lea también", "Comentarios"),
        ("Možda vas zanima:", "Ostavite komentar"), ("Поврзани вести", "Коментари (0)"),
    ],
)  # fmt: skip
def test_lists_of_other_headlines_and_comments_go_in_every_language(label: str, comments: str) -> None:
    text = f"{STORY}\n\n{label}\n» Westland 30 F-16 Norland\n» Sudland 10 T-72\n\n{comments}\nNever sell boats to Estovia, said a reader who knows.\n"
    assert [words for _, words in kinds(read(text))] == [words for _, words in kinds(read(STORY))]


def test_an_article_that_goes_on_after_a_box_is_kept() -> None:
    text = f"{STORY}\n\nRelated articles\n- Westland orders 30 jets\n\nThe two countries have been close for thirty years, and their navies train together each summer.\n"
    assert kinds(read(text))[-1][1].startswith("The two countries")


# HTML

HTML = """<!doctype html><html lang="en"><head><title>Norland sells boats | Northport Daily</title>
<meta property="og:title" content="Norland sells Estovia twelve patrol boats">
<meta property="og:site_name" content="Northport Daily"><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2024-05-03T10:00:00+02:00">
<link rel="canonical" href="https://daily.example/world/boats"></head><body>
<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies to make this website better. <button>Accept</button></p></div>
<article class="post"><h1>Norland sells Estovia twelve patrol boats</h1>
<div class="entry-content">
<p>Norland has agreed to sell Estovia <b>twelve</b> patrol boats for 40 million euros, the ministry said on Monday.</p>
<p>The first two will be handed over in June, and the rest will follow within three years, according to the contract.</p>
<h2>What is in the deal</h2>
<ul><li>Twelve patrol boats of the Heron class, built in Northport by a state yard</li>
<li>Training of eighty sailors over two years and spare parts for five</li></ul>
<table><tr><th>Year</th><th>Boats</th><th>Price</th></tr><tr><td>2024</td><td>2</td><td>7m</td></tr>
<tr><td>2025</td><td></td><td>12m</td></tr></table>
<p>A spokesman for the navy said that the boats would come with guns and radars, and that talks about more are going on.</p>
</div><div class="share-buttons"><a href="#">Share on Facebook</a> <a href="#">Tweet</a></div></article>
<div class="related-posts"><h3>Related stories</h3><ul><li><a href="/a">Westland orders 30 fighter jets from Norland</a></li>
<li><a href="/b">Sudland leases ten tanks to Westland</a></li></ul></div>
<div class="newsletter"><p>Sign up for our newsletter and get the news by mail every morning.</p></div>
<div id="comments" class="comments-area"><h3>2 comments</h3><div class="comment-body"><p>We should never have sold these boats.</p></div></div>
<footer><p>© 2024 Northport Daily. All rights reserved.</p></footer></body></html>"""


def test_of_an_html_page_only_the_article_is_text() -> None:
    found = read(HTML)
    sound(found)
    for words in ("Norland has agreed to sell Estovia twelve patrol boats", "Training of eighty sailors", "talks about more"):
        assert words in found.text
    for words in ("cookies", "Facebook", "Westland", "newsletter", "never have sold", "rights reserved", "Home"):
        assert words not in found.text
    assert found.script == "Latn" and found.lang == "en"


def test_html_blocks_have_their_kinds_and_rows_their_cells() -> None:
    found = read(HTML)
    assert [kind for kind, _ in kinds(found)] == [
        "paragraph", "paragraph", "heading", "item", "item", "row", "row", "row", "paragraph",
    ]  # fmt: skip
    rows = [block for block in found.blocks if block.kind == "row"]
    assert [[found.text[a:b] for a, b in row.cells] for row in rows] == [
        ["Year", "Boats", "Price"], ["2024", "2", "7m"], ["2025", "", "12m"],
    ]  # fmt: skip


def test_what_an_html_page_says_of_itself() -> None:
    found = read(HTML)
    assert (found.title, found.published) == ("Norland sells Estovia twelve patrol boats", "2024-05-03")
    assert (found.outlet, found.byline) == ("Northport Daily", "Jane Doe")
    assert found.url == "https://daily.example/world/boats"


def test_what_the_source_states_apart_comes_first() -> None:
    found = read(HTML, title="Given", published="2023-12-24T08:00", url="https://other.example/x")
    assert (found.title, found.published, found.url) == ("Given", "2023-12-24", "https://other.example/x")


def test_the_address_tells_the_day_and_the_outlet() -> None:
    found = read(STORY, url="https://www.reuters.com/world/2024/05/03/boats/")
    assert (found.published, found.outlet) == ("2024-05-03", "Reuters")


def test_json_ld_tells_author_publisher_and_day() -> None:
    data = {"@graph": [{"@type": "NewsArticle", "datePublished": "2022-01-02T00:00Z", "author": [{"name": "A B"}, {"name": "C D"}],
                        "publisher": {"name": "The Daily"}}]}  # fmt: skip
    page = HTML.split("<head>")[0] + f'<head><script type="application/ld+json">{json.dumps(data)}</script></head>' + HTML.split("</head>")[1]
    found = read(page)
    assert (found.published, found.byline, found.outlet) == ("2022-01-02", "A B, C D", "The Daily")


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
    page = f'<html><head><meta charset="{declared}"></head><body><article><p>{words}. {words}.</p></article></body></html>'
    assert words in read(page.encode(charset)).text


def test_a_right_declaration_decides_between_charsets_that_fit() -> None:
    page = '<html><head><meta charset="iso-8859-9"></head><body><article><p>Bugün yapılan açıklamada bilgi verildi ve imza atıldı dendi.</p></article></body></html>'
    assert "yapılan açıklamada" in read(page.encode("cp1254")).text


def test_mixed_encodings_lose_no_more_than_their_own_bytes() -> None:
    raw = "Türkiye ile görüşme yapıldı. ".encode() * 3 + b"caf\xe9 \xff. " + "Вучић рекао.".encode()
    found = read(raw)
    assert "Türkiye ile görüşme" in found.text and "Вучић рекао." in found.text and "café" in found.text


def test_nuls_become_signs_and_move_nothing() -> None:
    found = read("Norland\x00 sells boats to Estovia, it was said on Monday.")
    assert found.text == "Norland\ufffd sells boats to Estovia, it was said on Monday."


# Days, languages, words


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("OCTOBER 24, 2023", "2023-10-24"), ("(Posted Aug. 2022)", "2022-08"), ("11.12.2021", "2021-12-11"),
        ("6th Aug 2024", "2024-08-06"), ("2022-01-23", "2022-01-23"), ("16:06 10-12-2018", "2018-12-10"),
        ("8 Mayıs 2023 03:00", "2023-05-08"), ("Ocak 04, 2026", "2026-01-04"), ("AĞUSTOS 2020", "2020-08"),
        ("14. marta 2023. godine", "2023-03-14"), ("15. svibnja 2008.", "2008-05-15"), ("3. augusta 2021.", "2021-08-03"),
        ("30. јануара 2018.", "2018-01-30"), ("3 dhjetor 2012", "2012-12-03"), ("1 nëntor 2024", "2024-11-01"),
        ("20 июля 2020 г.", "2020-07-20"), ("29 липня 2022", "2022-07-29"), ("14 февруари 2026", "2026-02-14"),
        ("15 август 2025", "2025-08-15"), ("27 Οκτωβρίου 2025", "2025-10-27"), ("11 janvier 2019", "2019-01-11"),
        ("1er août 2020", "2020-08-01"), ("1. März 2024", "2024-03-01"), ("5 mai 2021", "2021-05-05"),
        ("12 de enero de 2022", "2022-01-12"), ("13/02/2020", "2020-02-13"),
    ],
)  # fmt: skip
def test_dates_in_every_language(line: str, iso: str) -> None:
    assert [date.iso for date in dates(line)] == [iso]


@pytest.mark.parametrize("line", ["in 2023", "the 12 May boats", "31/31/2020", "version 1.2.2020.1", "F-16", "10-12 May", "2020"])
def test_what_is_no_date(line: str) -> None:
    assert dates(line) == []


@pytest.mark.parametrize(
    "foot",
    ["Copyright 2023 Northport Daily", "© 2024 Northport Daily", "Related\nWestland buys jets 3 May 2021", "A show from 12 October 2013"],
)
def test_days_that_are_not_the_day_of_publication(foot: str) -> None:
    assert read(f"{STORY}\n\n{foot}\n").published is None


@pytest.mark.parametrize(
    ("head", "foot", "iso"),
    [
        ("Northport Daily | 3 May 2024", "", "2024-05-03"),
        ("Updated: 5 May 2024", "Published: 3 May 2024", "2024-05-03"),
        ("", "May 3, 2024", "2024-05-03"),
        ("", "Yayın tarihi: 3 Mayıs 2024, Cuma", "2024-05-03"),
        ("", "Publikuar më: 16:06 03-05-2024", "2024-05-03"),
        ("Our Bureau   Published 03.05.24, 07:23 PM", "", "2024-05-03"),
    ],
)
def test_where_the_day_is_shown(head: str, foot: str, iso: str) -> None:
    title, *rest = STORY.split("\n\n")
    assert read("\n\n".join([f"{title}\n{head}", *rest, foot])).published == iso


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Source: Anadolu", "Anadolu"), ("Kaynak: AA - Güncel", "Anadolu"), ("Izvor: Beta", "Beta"), ("Извор: Танјуг", "Tanjug"),
        ("Burimi: Koha", "Koha"), ("Источник: ТАСС", "TASS"), ("Quelle: dpa, AFP", "Deutsche Presse-Agentur"),
        ("– Balkan Insight", "Balkan Insight"), ("(Reuters)", "Reuters"), ("© Agence France-Presse", "Agence France-Presse"),
        ("( AFP )", "Agence France-Presse"), ("(Hina) xyz", "Hina"),
    ],
)  # fmt: skip
def test_the_source_that_a_page_names(line: str, name: str) -> None:
    assert read(STORY.replace(" (AP)", "") + f"\n\n{line}\n").origin == name


def test_a_desk_or_a_photographer_is_no_source() -> None:
    for line in ("(Haber Merkezi)", "(Photo: Reuters staff)", "By our staff"):
        assert read(STORY.replace(" (AP)", "") + f"\n\n{line}\n").origin is None


def test_addresses_and_stated_days() -> None:
    assert of_address("https://a.example/2017/7/12/x") == "2017-07-12"
    assert of_address("https://a.example/2022/05/x") == "2022-05"
    assert of_address("https://a.example/story-20211") is None
    assert normal("2020-02-30T10:00Z") == "2020-02-30" and normal("20200214") == "2020-02-14"
    assert normal("yesterday") is None and normal(None) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sr", "Predsednik je izjavio da će vojska dobiti dve nove letelice pre kraja meseca i da je sledeći ugovor spreman."),
        ("hr", "Ministar obrane izjavio je da će zrakoplovi stići do kraja siječnja, a tvrtka je potvrdila i suradnju."),
        ("bs", "Predsjednik je saopćio da će Bosna i Hercegovina u augustu dobiti vozila, hiljadu komada, za odbranu."),
        ("sr", "Председник је изјавио да ће војска добити две нове летелице пре краја месеца."),
        ("mk", "Министерот соопшти дека возилата, набавени преку договорот, веќе се дел од Армијата."),
        ("bg", "Министърът на отбраната обяви, че машините ще бъдат доставени до края на годината."),
        ("uk", "Міністерство оборони підтвердило, що країна безоплатно передала їй танки."),
        ("sq", "Qeveria e Kosovës ka vendosur t’i japë Ukrainës dy pako të ndihmës ushtarake."),
        ("el", "Η Ελλάδα αγοράζει τρεις φρεγάτες από τη Γαλλία, είπε ο υπουργός Άμυνας."),
        ("ro", "Ministerul Apărării a semnat contractul pentru achiziția de vehicule blindate."),
    ],
)
def test_languages_of_the_region_are_told_apart(code: str, text: str) -> None:
    assert language(text) == code
    assert script(text) == {"sr": script(text), "mk": "Cyrl", "bg": "Cyrl", "uk": "Cyrl", "el": "Grek"}.get(code, "Latn")


def _examples(kind: str) -> Iterator[tuple[str, str]]:
    for name, entry in toml("text", "furniture.toml").items():
        yield from ((name, text) for text in entry[kind])


@pytest.mark.parametrize(("name", "text"), list(_examples("examples")))
def test_words_of_furniture_match_their_examples(name: str, text: str) -> None:
    assert name in groups(text)


@pytest.mark.parametrize(("name", "text"), list(_examples("others")))
def test_words_of_furniture_leave_their_counter_examples(name: str, text: str) -> None:
    assert name not in groups(text)


# Anything at all

_LINES = st.lists(
    st.sampled_from([
        "READ MORE", "a | b | c", "| a | b |", "|---|---|", "- item one", "> quoted words", "# Head", "", "  ", "1) x", "Comments (3)",
        "12.12.2021", "A sentence that is long enough to be read as prose by anyone.", "x  y\tz", "<p>", "</p>.<p>", "\x00", "—", "...",
        "Source: AFP", "(AP)", "<table><tr><td>1<td>2<tr><td>3", "<div class='comment'>", "\u2028", "\r", "İ", "ß", "e\u0301",
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
    if not lead:
        assert found.text == end.join(lines).replace("\x00", "\ufffd")


# Against the pages and texts beside the repository


def _gold() -> list[dict[str, object]]:
    return [json.loads(line) | {"place": place} for place in ("en", "xx") for line in (GOLD / place / "gold.jsonl").open(encoding="utf-8")]


@pytest.mark.skipif(not GOLD.is_dir(), reason="needs ../shared/gold")
def test_gold_texts_keep_the_words_of_their_deals_and_their_day() -> None:
    days = 0
    for item in _gold():
        file = GOLD / str(item["place"]) / f"{item['id']}.txt"
        found = read(file.read_bytes())
        assert found.text == file.read_bytes().decode()
        sound(found)
        kept = " ".join(words for _, words in kinds(found)).lower()
        for deal in item["deals"]:  # type: ignore[attr-defined]
            for weapon in deal["weapons"]:
                name = weapon["name"].lower()
                assert name not in found.text.lower() or name in kept, (file, name)
        assert found.published in (None, item["published"]), file
        days += found.published == item["published"]
        assert found.script == item["script"], file
    assert days >= 125


BENCH = SHARED / "pages/extract_scrapinghub"


@pytest.mark.skipif(not BENCH.is_dir(), reason="needs ../shared/pages/extract_scrapinghub")
def test_main_text_of_real_pages_stays_above_its_floor() -> None:
    from bench_pages import mean, scored  # type: ignore[import-not-found]

    truth = json.loads((BENCH / "ground-truth.json").read_text("utf-8"))
    pairs = []
    for key in sorted(truth)[::6]:
        found = read(gzip.decompress((BENCH / f"html/{key}.html.gz").read_bytes()))
        sound(found)
        pairs.append(scored(truth[key]["articleBody"], found.text))
    precision, recall = mean([p for p, _ in pairs]), mean([r for _, r in pairs])
    assert 2 * precision * recall / (precision + recall) >= 0.955


def test_a_block_is_plain_data() -> None:
    assert read(STORY).blocks[0] == Block("heading", 0, len("Norland sells Estovia twelve patrol boats"))
