"""The reader as a whole: nothing raises, every quote stands, and a page has one reading whatever came before it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import materiel
from materiel import packs
from materiel.coding import coded
from materiel.read.page.text import document
from materiel.read.reader import read
from materiel.read.rules import code
from materiel.types import Block, Deal, Document, Evidence, Failure, Page, Reading

GOLD = Path(__file__).parents[1] / "bench" / "gold"
DEMO = Path(materiel.__file__).parent / "demo"
TEXTS = [*sorted(GOLD.glob("*/*.txt")), *sorted(DEMO.glob("*.html"))]


def page(path: Path) -> Page:
    """The page of a file."""
    return Page(path.stem, str(path), path.read_bytes())


@cache
def documents() -> tuple[Document, ...]:
    """The documents of all gold texts and demo pages."""
    return tuple(document(page(path)) for path in TEXTS)


@cache
def readings() -> tuple[Reading, ...]:
    """Their readings, in order."""
    return tuple(code(one) for one in documents())


def evidence(reading: Reading) -> Iterator[Evidence]:
    """The evidence of everything that a reading holds."""
    yield from (deal.evidence for deal in reading.deals)
    yield from (reaction.evidence for reaction in reading.reactions)
    yield from (figure.evidence for figure in reading.figures)


def stands(reading: Reading) -> bool:
    """Whether every quote of a reading stands in its text."""
    return all(
        quote.stands_in(reading.document.text)
        for told in evidence(reading)
        for quotes in told.values()
        for quote in quotes
    )


FIELDS = ("supplier", "manufacturer", "value", "status", "order_date", "delivery_date")
COUNTED = ("quantity", "quantity_qualifier", "quantity_text")  # one quote, the number's, shows all three


def cells(deal: Deal) -> Iterator[str]:
    """Where the evidence of each cell of a deal that is not null must be found."""
    yield from (name for name in FIELDS if getattr(deal, name))
    if deal.mode != "unknown":
        yield "mode"
    for index, weapon in enumerate(deal.weapons):
        told = {"quantity" if name in COUNTED else name for name in (*COUNTED, "name", "designation", "category")
                if getattr(weapon, name) is not None}  # fmt: skip
        yield from (f"weapons[{index}].{name}" for name in sorted(told))


def test_the_gold_set_is_there_in_all_its_languages() -> None:
    assert len(TEXTS) > 250
    assert set(packs.languages()) <= {one.lang for one in documents()}


def test_every_text_is_read_and_every_quote_stands() -> None:
    for reading in readings():
        assert stands(reading), reading.document.id
        known = reading.document.lang in packs.languages()
        assert known != bool(reading.issues), "a language without a pack is told, not passed over"


def test_every_cell_of_a_deal_has_a_quote() -> None:
    deals = [(reading.document, deal) for reading in readings() for deal in reading.deals]
    assert len(deals) > 200
    for text, deal in deals:
        bare = [path for path in cells(deal) if not deal.evidence.get(path)]
        assert not bare, (text.id, text.lang, bare)


def test_reactions_and_figures_are_quoted() -> None:
    reactions = [one for reading in readings() for one in reading.reactions]
    figures = [one for reading in readings() for one in reading.figures]
    assert reactions and figures
    assert all(one.evidence["actor"] and one.evidence["plover"] for one in reactions)
    assert all(one.evidence["country"] and one.evidence["amount"] for one in figures)
    assert all(one.evidence["year"] for one in figures if one.year is not None)


def test_a_page_has_one_reading_whatever_was_read_before_it() -> None:
    for place in range(len(TEXTS) - 1, -1, -9):  # backwards, a share of every folder
        assert code(documents()[place]) == readings()[place], TEXTS[place]


def test_reading_is_pure() -> None:
    for path in TEXTS[::60]:
        first, again = read(page(path)), read(page(path))
        assert isinstance(first, Reading)
        assert first == again
        assert first == readings()[TEXTS.index(path)]


ARTICLE = """Kosovo signs contract for five Bayraktar TB2 drones

PRISTINA, 3 May 2023 - Kosovo's defence ministry signed a contract with Turkey's Baykar for five Bayraktar TB2 drones \
worth 40 million euros ($44 million), the ministry said on Wednesday.

The drones will be handed over to the Kosovo Security Force in 2024, according to the ministry.

Serbia criticised the deal and summoned the Turkish ambassador in Belgrade.
"""


def test_an_article_becomes_one_deal_with_its_cells() -> None:
    got = read(Page("news", "news.txt", ARTICLE.encode()))
    assert isinstance(got, Reading)
    made = coded(got)
    assert (made["lang"], made["is_transfer"]) == ("en", True)
    (deal,) = [deal for deal in made["deals"] if not deal["background"]]
    assert (deal["supplier"], deal["recipient"], deal["manufacturer"]) == (["TUR"], ["XKX"], ["Baykar"])
    assert [(one["designation"], one["category"], one["quantity"]) for one in deal["weapons"]] == [
        ("Bayraktar TB2", "uav", 5)
    ]
    assert (deal["value"], deal["status"], deal["mode"]) == (
        {"amount": 40_000_000, "currency": "EUR"},
        "ordered",
        "sale",
    )
    assert {(one["actor"], one["plover"]) for one in made["reactions"]} == {("SRB", "ACCUSE"), ("SRB", "REQUEST")}


@pytest.mark.parametrize("content", [b"", b"   \n ", b"\x00\x01\x02\xff" * 50, b"<html><body></body></html>"])
def test_a_page_without_text_is_a_failure_with_a_reason(content: bytes) -> None:
    got = read(Page("x", "x.html", content))
    assert isinstance(got, Failure)
    assert got.name == "x.html"
    assert got.reason


@pytest.mark.parametrize("lang", ["xx", None])
def test_a_language_without_a_pack_is_an_issue(lang: str | None) -> None:
    (issue,) = code(Document("x", "Turkey sold drones.", (Block("paragraph", 0, 19),), lang=lang)).issues
    assert issue.kind == "language"


def _pieces(lang: str) -> list[str]:
    """Words of a pack and everything that may stand between them."""
    pack = packs.toml("lang", f"{lang}.toml")
    forms = [form for rule in pack["rule"] for form in rule["forms"][:6]]
    forms += [form for many in pack["words"].values() for form in many[:4]]
    forms += [form for many in pack["goods"].values() for form in many[:4]]
    forms += [form for many in pack["reactions"].values() for form in many[:3]]
    forms += [form for many in pack["dates"]["relative"].values() for form in many[:2]]
    forms += [row["form"] for row in packs.table("gazetteer", "names", f"{lang}.csv")[:60]]
    forms += [*pack["numbers"]["units"], *pack["numbers"]["scales"], "Bayraktar TB2", "F-16", "Baykar", "Leopard 2"]
    return [form.replace("*", "a") for form in forms]


SIGNS = st.sampled_from(
    [
        *".,;:!?…—–-()[]\"'’„”«»%$€£/|•",
        "\u00ad",
        "\u0301",
        "\u200b",
        "\u00a0",
        "🛩",
        "🇽🇰",
        "\n",
        "C$",
        "Rs.",
        "’s",
        "1/2",
        "x",
    ]
)
FIGURES = st.one_of(
    st.integers(0, 3_000_000).map(str),
    st.sampled_from(
        ["2023", "1.234,5", "1,5", "12 000", "155mm", "18-24", "31.02.2023", "2027-30", "0", "²", "٣", "9" * 30]
    ),
)


@pytest.mark.parametrize("lang", packs.languages())
def test_no_text_makes_the_reader_fail(lang: str) -> None:
    piece = st.one_of(st.sampled_from(_pieces(lang)), st.sampled_from(_pieces(lang)), FIGURES, SIGNS)
    texts = st.lists(st.tuples(piece, st.sampled_from(["", " ", " ", " "])), min_size=1, max_size=40)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(texts, st.sampled_from([None, "2024", "2024-02", "2024-02-29"]))
    def check(parts: list[tuple[str, str]], published: str | None) -> None:
        text = "".join(word + gap for word, gap in parts)
        middle = len(text) // 2
        blocks = (Block("heading", 0, middle), Block("paragraph", middle, len(text)))
        reading = code(Document("x", text, blocks, lang=lang, published=published))
        assert stands(reading)

    check()
