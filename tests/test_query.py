"""Query: what the register answers, with the sentences behind each value."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from made import deal, entry, figure, reaction
from materiel.record import query
from materiel.record.days import first, known, last
from materiel.record.filters import SORTS, Filter
from materiel.record.quotes import around
from materiel.record.store import Register
from materiel.types import Block, Issue, Weapon


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """Four deals: one with contradictions and a copy, one gift, one of an armed group, one background."""
    agency = ["Kosovo has taken over drones of Turkish make, its prime minister said on Monday at a parade."] * 3
    five = deal(quantity=5, status="delivered")
    with Register.open(tmp_path_factory.mktemp("query") / "register.db") as made:
        made.add_all(
            [
                entry("a", deal(quantity=5, status="approved"), published="2023-01-10", reactions=[reaction()]),
                entry("b", five, published="2023-05-02", lines=agency, origin="Reuters"),
                entry("c", five, published="2023-05-03", lines=[*agency, "A copy."]),
                entry(
                    "d",
                    deal(quantity=6, status="delivered", money=(30e6, "EUR")),
                    published="2023-06",
                    reactions=[reaction(), reaction(about_deal=None)],
                    figures=[figure(), figure(country="FRA")],
                    issues=[Issue("name", "no gazetteer knows this name", 0, 6)],
                ),
                entry("e", deal(supplier=("USA",), mode="gift", designation="HMMWV", category="armoured vehicle")),
                entry("f", deal(supplier=("IRN",), recipient=("Houthis",), designation="Shahed-136"), published=None),
                entry("g", deal(recipient=("ALB",), background=True), published="2022-12-01"),
            ]
        )
        made.resolve()
        yield made


def ids(register: Register, **asked: object) -> set[str]:
    rows = query.deals(register, Filter(**asked))  # type: ignore[arg-type]
    assert query.count(register, Filter(**asked)) == len(rows)  # type: ignore[arg-type]
    return {row["id"].rpartition("-")[0] for row in rows}


TB2, HMMWV, SHAHED, ALBANIA = (
    "TUR-XKX-bayraktar-tb2",
    "USA-XKX-hmmwv",
    "IRN-houthis-shahed-136",
    "TUR-ALB-bayraktar-tb2",
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {TB2, HMMWV, SHAHED}),
        ({"background": True}, {TB2, HMMWV, SHAHED, ALBANIA}),
        ({"country": "XKX"}, {TB2, HMMWV}),
        ({"supplier": "XKX"}, set()),
        ({"supplier": "TUR", "background": True}, {TB2, ALBANIA}),
        ({"recipient": "Houthis"}, {SHAHED}),
        ({"category": "armoured vehicle"}, {HMMWV}),
        ({"status": "delivered"}, {TB2}),
        ({"since": "2023-05-15", "country": "XKX"}, {TB2}),
        ({"since": "2023-06-30", "country": "XKX"}, {TB2}),
        ({"since": "2023-07", "country": "XKX"}, set()),
        ({"until": "2023-02"}, {TB2}),
        ({"until": "2023"}, {TB2, HMMWV}),
        ({"as_of": "2023-01"}, {TB2}),
        ({"as_of": "2022"}, set()),
        ({"text": "tb-2 KOSOVO"}, {TB2}),
        ({"text": "turkiye"}, {TB2}),
        ({"text": "shahed 136"}, {SHAHED}),
        ({"text": "%"}, {TB2, HMMWV, SHAHED}),
        ({"text": "tb2 shahed"}, set()),
    ],
)
def test_filters(register: Register, asked: dict[str, object], found: set[str]) -> None:
    assert ids(register, **asked) == found


def test_lists_are_sorted_and_paged(register: Register) -> None:
    dates = [row["last_reported"] for row in query.deals(register)]
    assert dates == ["2023-06", "2023-05-01", None]
    for sort in SORTS:
        up = [row["id"] for row in query.deals(register, Filter(sort=sort, background=True))]
        down = [row["id"] for row in query.deals(register, Filter(sort=f"-{sort}", background=True))]
        assert up == list(reversed(down))
        paged = [query.deals(register, Filter(sort=sort, background=True, limit=1, offset=at)) for at in range(5)]
        assert [row["id"] for page in paged for row in page] == up
    with pytest.raises(ValueError, match="no order"):
        query.deals(register, Filter(sort="beauty"))


def test_the_row_tells_the_preferred_values_and_who_tells_them(register: Register) -> None:
    [row] = query.deals(register, Filter(supplier="TUR"))
    assert row["weapons"][0]["quantity"] == 5
    assert (row["reports"], row["origins"], row["standing"]) == (4, 3, "confirmed")
    assert row["value"] == {"amount": 30000000, "currency": "EUR"}
    assert (row["first_reported"], row["last_reported"]) == ("2023-01-10", "2023-06")
    assert row["disputed"] == ["weapons[0].quantity"]


def test_as_of_tells_what_was_known_then(register: Register) -> None:
    name = query.deals(register, Filter(supplier="TUR"))[0]["id"]
    steps = {}
    for day in ("2023-01-09", "2023-01-10", "2023-05-02", "2023-06-29", "2023-06-30"):
        rows = query.deals(register, Filter(supplier="TUR", as_of=day))
        page = query.deal(register, name, as_of=day)
        assert (page is None) == (not rows)
        if rows:
            assert page is not None
            assert {field: page[field] for field in rows[0]} == rows[0]
            steps[day] = (rows[0]["status"], rows[0]["reports"], rows[0]["origins"], rows[0]["id"])
    assert steps == {
        "2023-01-10": ("approved", 1, 1, name),
        "2023-05-02": ("delivered", 2, 2, name),
        "2023-06-29": ("delivered", 3, 2, name),
        "2023-06-30": ("delivered", 4, 3, name),
    }


def test_a_deal_shows_every_value_with_its_sentences(register: Register) -> None:
    name = query.deals(register, Filter(supplier="TUR"))[0]["id"]
    found = query.deal(register, name)
    assert found is not None
    [quantity] = [one for one in found["cells"] if one["field"] == "weapons[0].quantity"]
    assert quantity["rule"] == "more independent origins"
    assert [(one["value"], one["preferred"], one["reports"], one["origins"]) for one in quantity["values"]] == [
        (5, True, 3, 2),
        (6, False, 1, 1),
    ]
    for one in found["cells"]:
        for value in one["values"]:
            for quote in value["quotes"]:
                held = query.document(register, quote["document"])
                assert held is not None
                assert held["text"][quote["start"] : quote["end"]] == quote["exact"]
                sentence = " ".join((quote["before"] + quote["exact"] + quote["after"]).split())
                assert sentence in " ".join(held["text"].split())
    copies = {one["outlet"]: one["copy_of"] for one in found["documents"]}
    assert sum(map(bool, copies.values())) == 1
    assert copies["c"] is not None
    assert [(one["actor"], one["plover"]) for one in found["reactions"]] == [("SRB", "ACCUSE")]
    assert [one["country"] for one in found["figures"]] == ["XKX"]
    assert query.cell(register, name, "weapons[0].quantity") == {"deal": name, **quantity}
    assert query.cell(register, name, "weapons[7].quantity") is None


def test_a_document_shows_its_deals_quotes_and_issues(register: Register) -> None:
    name = query.deals(register, Filter(supplier="TUR"))[0]["id"]
    found = query.deal(register, name)
    assert found is not None
    latest = found["documents"][-1]["id"]
    shown = query.document(register, latest)
    assert shown is not None
    assert [row["id"] for row in shown["deals"]] == [name]
    told = {quote["field"]: shown["text"][quote["start"] : quote["end"]] for quote in shown["quotes"]}
    assert told["weapons[0].quantity"] == "6"
    assert told["supplier"] == "TUR"
    assert [one["about_deal"] for one in shown["reactions"]] == [name, None]
    assert {one["country"] for one in shown["figures"]} == {"XKX", "FRA"}
    assert shown["issues"] == [{"kind": "name", "message": "no gazetteer knows this name", "start": 0, "end": 6}]
    assert query.document(register, "0" * 12) is None
    assert query.document(register, "%") is None


def test_a_deal_is_found_by_its_digits_and_by_an_older_name(register: Register) -> None:
    name = query.deals(register, Filter(supplier="TUR"))[0]["id"]
    digits = name.rpartition("-")[2]
    assert query.find(register, digits) == name
    assert query.find(register, name.lower()) == name
    assert query.find(register, f"TUR-XKX-uav-{digits}") == name
    assert query.find(register, f"FRA-GRC-frigate-{digits}") is None
    assert query.find(register, "") is None
    assert query.find(register, "%") is None
    assert name in query.nearest(register, "TUR-XKX-bayraktar")


def test_parties_and_documents_are_listed(register: Register) -> None:
    assert query.parties(register)[0] == ("TUR", 2)
    assert len(query.documents(register)) == 7
    assert query.documents(register, limit=1, offset=6)


def test_issues_are_listed_with_their_place(register: Register) -> None:
    [one] = query.issues(register)
    assert (one["name"], one["kind"], one["start"], one["end"]) == ("d.html", "name", 0, 6)
    assert query.document(register, one["document"]) is not None
    assert query.issues(register, "unreadable") == []


def test_a_partial_day_is_known_at_its_end_and_asked_from_its_beginning() -> None:
    assert (first("2024"), last("2024")) == ("2024-01-01", "2024-12-31")
    assert (first("2024-02"), last("2024-02")) == ("2024-02-01", "2024-02-29")
    assert known("2024-02", "2023-01-01T00:00", "2026-11-25T10:00") == "2024-02-29"
    assert known(None, "2023-01-01T00:00", "2026-11-25T10:00") == "2023-01-01"
    assert known("soon", None, "2026-11-25T10:00") == "2026-11-25"


@pytest.mark.parametrize("told", ["", "24", "2024-13", "2023-02-29", "2024-1-1", "2024-01-01T00:00", "0000"])
def test_what_is_no_date_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match="no date"):
        last(told)


SENTENCES = 'Kosovo got drones. Gen. A. B. Smith, of the U.S. Army, said "5 are here." Belgrade protested! Ништа више.'


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("drones", "Kosovo got drones."),
        ("Belgrade", "Belgrade protested!"),
        ("Ништа", "Ништа више."),
        ("drones. Gen", None),
    ],
)
def test_a_quote_is_shown_in_its_sentence(word: str, sentence: str | None) -> None:
    start = SENTENCES.index(word)
    before, after = around(SENTENCES, (Block("paragraph", 0, len(SENTENCES)),), start, start + len(word))
    if sentence:
        assert before + word + after == sentence
    else:
        assert before == "Kosovo got "


def test_a_quote_in_a_table_is_shown_in_its_row() -> None:
    text = "Kosovo. 153 million\nSerbia. 2 billion"
    blocks = (Block("row", 0, 19, 0, ((0, 7), (8, 19))), Block("row", 20, len(text), 0, ((20, 27), (28, len(text)))))
    start = text.index("2 b")
    assert around(text, blocks, start, start + 9) == ("Serbia. ", "")


@given(some.text(max_size=900), some.integers(0, 900), some.integers(1, 40))
def test_what_stands_around_a_quote_is_short_and_never_fails(text: str, start: int, size: int) -> None:
    text = text + "x"
    start = min(start, len(text) - 1)
    before, after = around(text, (), start, min(len(text), start + size))
    assert len(before) <= 301
    assert len(after) <= 301


def test_long_sentences_are_cut_at_words() -> None:
    text = "word " * 200 + "HERE" + " word" * 200
    start = text.index("HERE")
    before, after = around(text, (Block("paragraph", 0, len(text)),), start, start + 4)
    assert before.startswith("…word")
    assert after.endswith("word…")
    assert max(len(before), len(after)) <= 300


def test_goods_of_one_report_keep_their_own_cells(tmp_path: Path) -> None:
    goods = (Weapon("drones", "Bayraktar TB2", "uav", 5), Weapon("bombs", "MAM-L", "ammunition", 100))
    with Register.open(tmp_path / "register.db") as register:
        register.add(*entry("a", deal(weapons=goods)))
        register.resolve()
        [row] = query.deals(register)
        found = query.deal(register, row["id"])
    assert found is not None
    told = {one["field"]: one["values"][0]["quotes"] for one in found["cells"]}
    assert told["weapons[1].quantity"][0]["exact"] == "100"
