"""The sieve never discards a page of the gold sets that tells of a deal, whatever the page is written in."""

from __future__ import annotations

import html
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from materiel.read import glance, reader
from materiel.read.glance import worth
from materiel.read.page import native
from materiel.read.sift import sieve as room
from materiel.read.sift import visible as room_text
from materiel.read.sift.sieve import passes, sieve
from materiel.read.sift.terms import terms
from materiel.read.sift.visible import block_ends, ends, folded, searched, visible
from materiel.read.sift.visible import text as running
from materiel.read.words.built import built
from materiel.types import Discarded, Page, Reading

GOLD = Path(__file__).parents[1] / "bench" / "gold"


def telling() -> list[tuple[str, str]]:
    """Names and texts of the gold sets that tell of a deal."""
    out = []
    for folder in sorted(path for path in GOLD.iterdir() if path.is_dir()):
        for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
            item = json.loads(line)
            if item["deals"]:
                out.append((f"{folder.name}/{item['id']}", (folder / f"{item['id']}.txt").read_text("utf-8")))
    return out


def page(text: str, charset: str) -> str:
    head, *rest = [html.escape(line) for line in text.splitlines() if line.strip()]
    body = "\n".join(f"<p>{line}</p>" for line in rest)
    return (
        f'<!doctype html><html><head><meta charset="{charset}"><title>{head}</title><script>var a = "<p>x";</script>'
        f"</head><body><nav><a href=/>Home</a> | <a href=/sport>Sport</a></nav><article><h1>{head}</h1>\n{body}"
        "</article></body></html>"
    )


def in_charset(charset: str) -> Callable[[str], bytes]:
    """A page in a charset; letters that it lacks are written as entities, as content systems do."""
    return lambda text: page(text, charset).encode(charset, "xmlcharrefreplace")


WRITTEN: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "utf-8": in_charset("utf-8"),
    "windows-1250": in_charset("windows-1250"),
    "windows-1251": in_charset("windows-1251"),
    "windows-1254": in_charset("windows-1254"),
    "entities": in_charset("ascii"),
    "capitals": lambda text: page(text.upper(), "utf-8").encode(),
    "non-breaking": lambda text: page(text.replace("-", "\u2011").replace(" ", "\u00a0"), "ascii").encode(
        "ascii", "xmlcharrefreplace"
    ),
    "json-ld": lambda text: (
        '<html><script type="application/ld+json">' + json.dumps({"articleBody": text}) + "</script></html>"
    ).encode(),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_no_telling_page_is_discarded(way: str) -> None:
    pages = telling()
    assert len(pages) > 150
    assert [name for name, text in pages if not passes(WRITTEN[way](text))] == []


@pytest.mark.parametrize("way", ("utf-8", "windows-1251", "entities"))
def test_a_glance_keeps_all_pages_that_are_read(way: str) -> None:
    pages = telling()
    put_aside = [(name, text) for name, text in pages if not worth(WRITTEN[way](text))]
    read = [name for name, text in put_aside if _deals(WRITTEN[way](text))]
    assert read == []
    assert len(put_aside) * 50 < len(pages)  # texts whose deal the reader misses, most of them of sets not learnt from


def _deals(content: bytes) -> bool:
    got = reader.read(Page("page", "page", content))
    return isinstance(got, Reading) and got.is_transfer


@pytest.mark.parametrize(
    "text",
    [
        "A drone of the army was sold out at the museum shop in France, and a missile is on show.",
        "Police in France found a rifle under the bed. A delivery van had stopped outside.",
        "Actors with rifles crossed the stage in Paris, and the second delivery of the play was sold out.",
    ],
)
def test_a_glance_puts_aside_what_only_has_the_words(text: str) -> None:
    content = f"<html><body><p>Weather</p><p>{text}</p></body></html>".encode()
    assert passes(content) and not worth(content)


@pytest.mark.parametrize("first, passes_on", [("Howitzer contract cancelled", True), ("Weather", False)])
def test_who_gets_the_goods_of_a_headline_may_stand_far_below(first: str, passes_on: bool) -> None:
    between = "Officials spoke of rain. They spoke of roads. They spoke of schools."
    told = glance._document([first, between, "Latvia signed a contract with France."], "en")
    assert glance._told(told) is passes_on


@pytest.mark.parametrize(
    "text",
    [
        "Our new system has tanks for water, a jet engine and wheels of steel. Order now, we deliver to France.",
        "The minister signed the budget and bought a house. The company delivers parcels by aircraft.",
        "Die Firma hat ein neues System bestellt und liefert Motoren.",
        "",
        "<html><script>order howitzers</script><body>Weather and sport</body></html>",
    ],
)
def test_everyday_pages_are_discarded(text: str) -> None:
    assert not passes(text.encode())


@pytest.mark.parametrize(
    "written",
    [
        "Serbia ordered F&#8209;16 jets for its air force",
        "Serbia ordered F<b>-16</b> jets for its air force",
        "Serbia ordered F16s for its air force",
        "Serbia ordered <span>H</span>owitzers",
        "Serbia ordered how&shy;itz\u00aders",
        "SIRBİSTAN 12 İHA SİPARİŞ ETTİ, ORDUYA TESLİM EDİLDİ",
        "Srbija je kupila haubice",
        "Србија је купила хаубице",
        "СРБИЈА ЈЕ КУПИЛА ХАУБИЦЕ",
        "Serbia ordered how\u0301itzers",
        "Srbija je za vojsku kupila pontonske mostove",
        "Србија је за војску купила понтонских мостова осам",
        "Сербия купила беспилотные летательные аппараты",
    ],
)
def test_ways_of_writing(written: str) -> None:
    assert passes(f"<html><body><p>{written}</p></body></html>".encode())


def test_running_text() -> None:
    turn = sieve().turn
    shown = visible("<p>A&nbsp;caf\u00e9</p><p>F&#8209;16,<b> B</b>C<!-- no --></p><STYLE>x</STYLE>".encode(), turn)
    assert shown == b" a cafe f 16 bc "
    assert visible("<p>Zagreb \u0160ibenik</p>".encode("cp1250"), turn) == b" zagreb sibenik "
    assert len(visible("хаубице".encode(), turn)) == len(" хаубице ")


@pytest.mark.parametrize(
    "page",
    [
        "<!-- <p>Serbia ordered howitzers from France</p> --><p>Weather</p>",
        "<p>Weather</p><!-- <p>Serbia ordered howitzers from France</p>",
        '<p title="Serbia ordered > howitzers from France">Weather</p>',
        "<ul><li><a href=/1>Serbia ordered howitzers from France</a></li></ul><p>Weather</p>",
        "<textarea>Serbia ordered howitzers from France</textarea>",
    ],
)
def test_what_no_reader_sees_counts_nothing(page: str) -> None:
    assert not passes(page.encode())


@pytest.mark.parametrize(
    "page",
    [
        "<p>Serbia <!-- and -->ordered<!-- --> howitzers from France</p>",
        "<p><a href=/serbia>Serbia</a> ordered howitzers from <a href=/france>France</a> in spring</p>",
        "<p><a name=top>Serbia ordered howitzers from France</p>",
        "<p><a href=/x>Read</p>"
        + "<p>Weather and sport, as ever.</p>" * 20
        + "<p>Serbia ordered howitzers from France</p>",
        "<select><option>1<p>Serbia ordered howitzers from France</p>",
        "<p>2 < 3</p><p>Serbia ordered howitzers from France",
        '<p class="a"b\'c>Serbia ordered howitzers from France</p>',
    ],
)
def test_what_a_reader_sees_counts(page: str) -> None:
    assert passes(page.encode())


def test_both_searches_find_the_same() -> None:
    pytest.importorskip("hyperscan", reason="hyperscan is not installed (pip install materiel[fast])")
    keys = [key.encode("ascii") for key in terms() if key.isascii()][::25]
    first, second = room._automaton(keys), room._hyperscan(keys)
    for _, text in telling()[::5]:
        line = visible(text.encode(), sieve().turn)
        assert sorted(first(line)) == sorted(second(line))


MARKUP = (b"", *b"< > =\" ' <!-- --> <a\thref= </a> <script </script <select> <li> & &#8209; \xff \xc4".split(b" "))


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A page with bytes cut out, doubled, and replaced by what HTML is made of."""
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(content) + 1)
        end = min(len(content), at + chance.choice((1, 2, 5, 40)))
        new = chance.choice((*MARKUP, content[at:end] * 2))
        content = content[:at] + new + content[end:]
    return content


@pytest.mark.skipif(not native.there(), reason="the sieve's loops are not compiled here (python compile.py)")
def test_compiled_loops_give_the_same_answers() -> None:
    chance, slow = random.Random(3), sieve("ahocorasick")
    menu = '<meta property="og:title" content="Serbia orders"><ul><li><a href="/1">One</a></li></ul>'
    for _, text in telling()[::3]:
        for way in ("utf-8", "windows-1251", "entities", "json-ld"):
            content = damaged(WRITTEN[way](text).replace(b"<nav>", menu.encode() + b"<nav>"), chance)
            for titled in (True, False):
                cut = running(content, titled)
                assert native.text(content, room_text._LINES, titled) == cut
            data = cut.decode("utf-8", "replace").encode()
            line = folded(data, slow.turn)
            assert searched(data, slow.turn) == line
            assert list(ends(data, slow.turn)) == block_ends(data, slow.turn)
            assert list(sieve().places(line)) == list(slow.places(line))
            assert sieve().passes(content) == slow.passes(content)


PIECES = (
    *(piece.decode("latin-1") for piece in MARKUP),
    *("<p>", "</p>", "\\u0161", "\\ud83d", "\\n", "\\u00", "\n   ", "š", "хаубице", "🚀"),
    *("howitzers", "howitzer", "F-16", "F-16s", "ordered", "delivered", "France", "Republic of Serbia"),
    *("the", "army", "of", "Leopard 2A"),
)


@pytest.mark.skipif(not native.there(), reason="the sieve's loops are not compiled here (python compile.py)")
@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(("", " ", "\n"))), max_size=60))
def test_compiled_loops_find_what_a_plain_search_finds(pieces: list[tuple[str, str]]) -> None:
    content = "".join(piece + gap for piece, gap in pieces).encode()
    found, plain = sieve().found(content)
    line = folded(room_text.plain(content), sieve().turn)
    assert list(found) == list(sieve("ahocorasick").places(line))
    assert not found or plain == room_text.plain(content)


def test_what_is_built_is_kept_and_torn_files_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATERIEL_CACHE", str(tmp_path / "cache"))
    made: list[int] = []

    def make() -> dict[str, int]:
        made.append(1)
        return {"a": len(made)}

    assert built("thing", make) == built("thing", make) == {"a": 1}
    (path,) = (tmp_path / "cache").iterdir()
    path.write_bytes(path.read_bytes()[:-2])
    assert built("thing", make) == {"a": 2}
    monkeypatch.setenv("MATERIEL_CACHE", "")
    assert built("thing", make) == {"a": 3}
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MATERIEL_CACHE", str(tmp_path / "file"))
    assert built("thing", make) == {"a": 4}


def test_a_text_may_break_off_within_a_term() -> None:
    for text in ("The army of Serbia ordered twelve howitzers and 9 Leopard 2A", "Serbia bought F-16 C and M1A"):
        for end in range(len(text)):
            passes(text[:end].encode())
            passes(f"<p>{text[:end]}".encode())


def test_what_only_stands_around_an_article_does_not_open_the_reader() -> None:
    teaser = "<p>Norway delivered 12 howitzers to Ukraine, the defence ministry in Oslo said on Monday.</p>"
    story = "".join(
        f"<p>The town library opened its {number} new room, and the readers who came that morning liked the light.</p>"
        for number in ("first", "second", "third", "fourth", "fifth", "sixth")
    )
    asides = "<aside class='related'><h3>Related</h3>%s</aside>"
    around = f"<html><body><article><h1>A library grows</h1>{story}</article>{asides % teaser}</body></html>"
    within = f"<html><body><article><h1>A library grows</h1>{story}{teaser}</article></body></html>"
    assert worth(around.encode()) and worth(within.encode())
    assert isinstance(reader.sifted(Page("page", "page", around.encode())), Discarded)
    assert isinstance(reader.sifted(Page("page", "page", within.encode())), Reading)
    assert isinstance(reader.read(Page("page", "page", around.encode())), Reading)
