"""Text: pages become documents whose text is frozen and whose blocks stand where they say."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from materiel.types import Block
from pages_made import STORY, kinds, read, sound

SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD = SHARED / "gold"

# Plain text


@pytest.mark.parametrize(
    "text", [STORY, STORY.replace("\n", "\r\n"), "\n\n  " + STORY + "\n\n", "Čačak.\tŽ\u00a0x\u200b."]
)
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
        "(Photo: Ministry of Defence of Norland, Northport)\n\n"
        "The goods arrive in June, he said in a long statement to the press.\n"
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
        (
            "| goods | number |\n|-------|--------|\n| boats | 12 |\n| rifles |  |\n",
            ["goods", "number", "boats", "12", "rifles", ""],
        ),
        ("goods\tnumber\nboats\t12\nrifles\t200\n", ["goods", "number", "boats", "12", "rifles", "200"]),
        ("Type ........ boats\nFirst seen   June 2020\n", ["Type", "boats", "First seen", "June 2020"]),
        ("Goods | Number\nboats | 12\nrifles | 200\n", ["Goods", "Number", "boats", "12", "rifles", "200"]),
    ],
)
def test_tables(table: str, cells: list[str]) -> None:
    found = read(f"Norland's gift\n\nThe ministry in Northport gave the following list on Monday afternoon.\n\n{table}")
    rows = [block for block in found.blocks if block.kind == "row"]
    assert [found.text[start:end] for row in rows for start, end in row.cells] == cells
    assert {row.table for row in rows} == {0}
    sound(found)


def test_markdown_is_its_own_text() -> None:
    text = (
        "# Boats for Estovia\n\nNorland sells **twelve** boats to Estovia, the ministry said on Monday.\n\n"
        "## Details\n\n* guns\n* radios\n"
    )
    found = read(text)
    assert found.text == text
    assert kinds(found) == [
        ("heading", "Boats for Estovia"),
        ("paragraph", "Norland sells **twelve** boats to Estovia, the ministry said on Monday."),
        ("heading", "Details"),
        ("item", "guns"),
        ("item", "radios"),
    ]


def test_left_over_markup_cuts_paragraphs_and_stays_in_the_text() -> None:
    text = (
        "Boats sold\n\nNorland sells boats to Estovia today.</p>.<p>The price is 40 million euros.</p>"
        ".Another headline.<p>It ends.</p>"
    )
    found = read(text)
    assert found.text == text
    assert [words for _, words in kinds(found)][1:] == [
        "Norland sells boats to Estovia today.",
        "The price is 40 million euros.",
        "It ends.",
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
    links = f"{label}\n» Westland 30 F-16 Norland\n» Sudland 10 T-72"
    text = f"{STORY}\n\n{links}\n\n{comments}\nNever sell boats to Estovia, said a reader who knows.\n"
    assert [words for _, words in kinds(read(text))] == [words for _, words in kinds(read(STORY))]


def test_an_article_that_goes_on_after_a_box_is_kept() -> None:
    last = "The two countries have been close for thirty years, and their navies train together each summer."
    text = f"{STORY}\n\nRelated articles\n- Westland orders 30 jets\n\n{last}\n"
    assert kinds(read(text))[-1][1] == last


def test_a_block_is_plain_data() -> None:
    assert read(STORY).blocks[0] == Block("heading", 0, len("Norland sells Estovia twelve patrol boats"))


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
<p>The first two will be handed over in June, and the rest will follow within three years,
according to the contract.</p>
<h2>What is in the deal</h2>
<ul><li>Twelve patrol boats of the Heron class, built in Northport by a state yard</li>
<li>Training of eighty sailors over two years and spare parts for five</li></ul>
<table><tr><th>Year</th><th>Boats</th><th>Price</th></tr><tr><td>2024</td><td>2</td><td>7m</td></tr>
<tr><td>2025</td><td></td><td>12m</td></tr></table>
<p>A spokesman for the navy said that the boats would come with guns and radars,
and that talks about more are going on.</p>
</div><div class="share-buttons"><a href="#">Share on Facebook</a> <a href="#">Tweet</a></div></article>
<div class="related-posts"><h3>Related stories</h3><ul>
<li><a href="/a">Westland orders 30 fighter jets from Norland</a></li>
<li><a href="/b">Sudland leases ten tanks to Westland</a></li></ul></div>
<div class="newsletter"><p>Sign up for our newsletter and get the news by mail every morning.</p></div>
<div id="comments" class="comments-area"><h3>2 comments</h3>
<div class="comment-body"><p>We should never have sold these boats.</p></div></div>
<footer><p>© 2024 Northport Daily. All rights reserved.</p></footer></body></html>"""


def test_of_an_html_page_only_the_article_is_text() -> None:
    found = read(HTML)
    sound(found)
    for words in (
        "Norland has agreed to sell Estovia twelve patrol boats",
        "Training of eighty sailors",
        "talks about more",
    ):
        assert words in found.text
    for words in ("cookies", "Facebook", "Westland", "newsletter", "never have sold", "rights reserved", "Home"):
        assert words not in found.text
    assert found.script == "Latn" and found.lang == "en"


def test_html_blocks_have_their_kinds_and_rows_their_cells() -> None:
    found = read(HTML)
    assert [kind for kind, _ in kinds(found)] == [
        "heading", "paragraph", "paragraph", "heading", "item", "item", "row", "row", "row", "paragraph",
    ]  # fmt: skip
    assert found.text.startswith("Norland sells Estovia twelve patrol boats\n\nNorland has agreed")
    rows = [block for block in found.blocks if block.kind == "row"]
    assert [[found.text[a:b] for a, b in row.cells] for row in rows] == [
        ["Year", "Boats", "Price"], ["2024", "2", "7m"], ["2025", "", "12m"],
    ]  # fmt: skip


BODY = "Norland has agreed to sell Estovia twelve patrol boats for 40 million euros, the ministry said on Monday. " * 3


def test_an_article_for_browsers_without_scripts_is_found() -> None:
    page = f"<html><body><noscript><article><h1>Boats</h1><p>{BODY}</p></article></noscript></body></html>"
    assert BODY.strip() in read(page).text


def test_an_article_that_only_its_data_hold_is_found() -> None:
    data = json.dumps({"@type": "NewsArticle", "articleBody": f"{BODY}\n<b>It</b> said &quot;yes&quot;."})
    found = read(
        f'<html><head><script type="application/ld+json">{data}</script></head><body><a href=/>Home</a></body></html>'
    )
    assert [words for _, words in kinds(found)][-2:] == [BODY.strip(), 'It said "yes".']


def test_invisible_signs_do_not_cut_words() -> None:
    page = HTML.replace("Training of eighty", "Train\u00ading\u00a0of&shy; eigh&#8203;ty")
    assert "Training of eighty sailors" in read(page).text


def test_a_page_laid_out_in_a_table_is_no_table() -> None:
    page = f"<html><body><table><tr><td><a href=/>Home</a><td><h1>Boats sold</h1><p>{BODY}</p></table></body></html>"
    assert {kind for kind, _ in kinds(read(page))} == {"heading", "paragraph"}


def test_columns_left_out_keep_their_place() -> None:
    table = "<table><tr><th>A<th>B<th>C<tr><td colspan=2>x<td>3<tr><td>1<td><p>2</p><p>two</p><td>3</table>"
    found = read(HTML.split("<table>")[0] + table + HTML.split("</table>")[1])
    rows = [block for block in found.blocks if block.kind == "row"]
    assert [[found.text[a:b] for a, b in row.cells] for row in rows] == [
        ["A", "B", "C"],
        ["x", "", "3"],
        ["1", "2 two", "3"],
    ]


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
    thing = {"@type": "NewsArticle", "datePublished": "2022-01-02T00:00Z", "publisher": {"name": "The Daily"}}
    data = {"@graph": [thing | {"author": [{"name": "A B"}, {"name": "C D"}]}]}
    page = (
        HTML.split("<head>")[0]
        + f'<head><script type="application/ld+json">{json.dumps(data)}</script></head>'
        + HTML.split("</head>")[1]
    )
    found = read(page)
    assert (found.published, found.byline, found.outlet) == ("2022-01-02", "A B, C D", "The Daily")


# Against the pages and texts beside the repository


def _gold() -> list[dict[str, object]]:
    return [
        json.loads(line) | {"place": place}
        for place in ("en", "xx")
        for line in (GOLD / place / "gold.jsonl").open(encoding="utf-8")
    ]


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
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
    from pages import mean, scored  # type: ignore[import-not-found]

    truth = json.loads((BENCH / "ground-truth.json").read_text("utf-8"))
    pairs = []
    for key in sorted(truth)[::6]:
        found = read(gzip.decompress((BENCH / f"html/{key}.html.gz").read_bytes()))
        sound(found)
        pairs.append(scored(truth[key]["articleBody"], found.text))
    precision, recall = mean([p for p, _ in pairs]), mean([r for _, r in pairs])
    assert 2 * precision * recall / (precision + recall) >= 0.955
