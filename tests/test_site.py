"""The site: every page, its headers, its forms, and what hostile pages and addresses can do to it (nothing)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

import site_fixtures as made
from materiel.tell import render, secure
from site_pages import Page, Stub, document_of, stubbed

# Pages


def test_register_shows_every_deal(client: TestClient) -> None:
    page = Page(client.get("/deals").text)
    text = " ".join(page.text.split())
    for words in (
        "Slovenia",
        "45 Boxer",
        "€343.4 million",
        "Cancelled",
        "Up to 96".lower(),
        "about 30",
        "thousands",
        "Kosovo",
    ):
        assert words in text
    assert page.elements.count(("tr", {"role": "row"})) - 1 == client.get("/deals.json").json()["count"]
    assert "javascript:" not in text


def test_deal_shows_its_cells_with_their_sentences(client: TestClient, deals: Mapping[str, str]) -> None:
    response = client.get(f"/deals/{deals['SVN']}")
    text = " ".join(Page(response.text).text.split())
    assert "The transfer of 45 Boxer armoured vehicles from OCCAR to Slovenia was cancelled, worth €343.4" in text
    assert "<mark>343.4 million euros</mark>" in response.text
    assert "Defence Ledger, 19 September 2022" in text and "Reuters" in text


def test_contradictions_are_shown_with_their_reports(client: TestClient, deals: Mapping[str, str]) -> None:
    told = client.get(f"/deals/{deals['XKX']}.json").json()
    number = next(cell for cell in told["cells"] if cell["field"] == "weapons[0].quantity")
    told_values = [(value["value"], value["reports"], value["preferred"]) for value in number["values"]]
    assert told_values == [(5, 2, True), (6, 1, False)]
    text = " ".join(Page(client.get(f"/deals/{deals['XKX']}").text).text.split())
    assert "Where the reports differ Number 5 2 independent reports; the register’s value: more independent" in text
    assert "6 1 report; told otherwise The Kosovo Security Force now has six Bayraktar TB2" in text
    assert "Confirmed by 3 independent reports" in text


def test_a_deal_that_agrees_has_no_contradictions(client: TestClient, deals: Mapping[str, str]) -> None:
    assert "Where the reports differ" not in client.get(f"/deals/{deals['SVN']}").text


def test_reactions_and_figures_of_a_deal(client: TestClient, deals: Mapping[str, str]) -> None:
    assert "Serbia to Türkiye: criticism" in client.get(f"/deals/{deals['XKX']}").text
    shown = Page(client.get(f"/deals/{deals['SRB']}").text).text.split()
    assert "Serbia military spending, 2023 $1.4 billion" in " ".join(shown)


def test_foreign_quotes_carry_their_language(client: TestClient, deals: Mapping[str, str]) -> None:
    assert '<blockquote lang="tr" dir="auto">' in client.get(f"/deals/{deals['XKX']}").text
    assert '<blockquote lang="sr-Cyrl" dir="auto">' in client.get(f"/deals/{deals['SRB']}").text


def test_document_marks_its_quotes_where_they_stand(client: TestClient, deals: Mapping[str, str]) -> None:
    name = document_of(client, deals["XKX"], made.TITLE_FIVE)
    told = client.get(f"/documents/{name}.json").json()
    page = Page(client.get(f"/documents/{name}").text)
    places = {f"c{it['start']}-{it['end']}" for it in told["quotes"]}
    assert places and places <= set(page.every("span", "id"))
    assert told["text"] == made.FIVE
    assert re.search(r"<mark class=\"deep\"><a [^>]*>five</a></mark>", client.get(f"/documents/{name}").text)


def test_every_quote_of_every_deal_leads_to_its_mark_and_back(client: TestClient, deals: Mapping[str, str]) -> None:
    for deal in deals.values():
        page = Page(client.get(f"/deals/{deal}").text)
        targets = {href for href in page.every("a", "href") if href.startswith("/documents/") and "#" in href}
        assert targets
        for href in targets:
            path, _, anchor = href.partition("#")
            text = Page(client.get(path).text)
            assert anchor in text.every("span", "id")
        cells = set(page.every("section", "id"))
        for path in {href.partition("#")[0] for href in targets}:
            back = [href.partition("#") for href in Page(client.get(path).text).every("a", "href")]
            anchors = {anchor for page_, _, anchor in back if page_ == f"/deals/{deal}"}
            assert anchors - {""} and anchors - {""} <= cells


def test_document_keeps_headings_lists_and_tables(client: TestClient, deals: Mapping[str, str]) -> None:
    name = document_of(client, deals["POL"], "What the region")
    response = client.get(f"/documents/{name}")
    tags = [tag for tag, _ in Page(response.text).elements]
    assert tags.count("li") >= 3 and tags.count("table") == 1 and tags.count("td") == 4 and tags.count("th") == 5
    assert "<h2>Orders at a glance</h2>" in response.text
    assert response.text.count("What the region is buying") == 3  # the tab's title and the page's own


def test_document_lists_what_was_not_understood(client: TestClient, deals: Mapping[str, str]) -> None:
    name = document_of(client, deals["XKX"], made.TITLE_FIVE)
    assert "Nobody knows this name." in client.get(f"/documents/{name}").text


def test_every_report_that_was_read_is_listed(client: TestClient) -> None:
    listed = client.get("/documents.json").json()["documents"]
    assert {row["title"] for row in listed} == {reading.document.title for _, reading in made.readings()}
    page = Page(client.get("/documents").text)
    assert {f"/documents/{row['id']}" for row in listed} <= set(page.every("a", "href"))


def test_a_deal_as_it_was_known(client: TestClient, deals: Mapping[str, str]) -> None:
    before = client.get(f"/deals/{deals['XKX']}?as_of=2023-05-17")
    assert "As it was known on 17 May 2023" in before.text and "Told by 1 report" in before.text
    assert client.get(f"/deals/{deals['XKX']}?as_of=2020").status_code == 404
    assert client.get(f"/deals/{deals['XKX']}?as_of=soon").status_code == 400
    row = Page(client.get("/deals?as_of=2023-05-17&country=XKX").text)
    assert f"/deals/{deals['XKX']}?as_of=2023-05-17" in row.every("a", "href")


def test_the_digits_of_a_deal_lead_to_it(client: TestClient, deals: Mapping[str, str]) -> None:
    digits = deals["XKX"].rpartition("-")[2]
    assert client.get(f"/deals/{digits}").headers["location"] == f"/deals/{deals['XKX']}"


def test_about_explains_every_status(client: TestClient) -> None:
    text = Page(client.get("/about").text).text
    assert all(word in text for word in ("Considered", "Delivered", "Refused", "origin"))


def test_healthz(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "deals": 7}


def test_a_state_has_a_page_whatever_the_letters(client: TestClient) -> None:
    assert "Türkiye" in client.get("/states/tur").text
    assert client.get("/states/zzz").status_code == 404


# One query, three forms


QUERIES = (
    "",
    "country=XKX",
    "country=SRB&role=recipient",
    "country=SRB&role=supplier",
    "status=cancelled",
    "category=uav",
    "text=Apache",
    "since=2024",
    "since=2024-02&until=2024-12-31",
    "text=nothing+like+it",
    "sort=status",
    "sort=-supplier",
    "background=1",
)


@pytest.mark.parametrize("query", QUERIES)
def test_the_three_forms_of_a_query_hold_the_same_deals(client: TestClient, query: str) -> None:
    told = client.get(f"/deals.json?{query}").json()
    in_json = [row["id"] for row in told["deals"]]
    page = Page(client.get(f"/deals?{query}").text)
    in_html = [href.removeprefix("/deals/") for href in page.every("a", "href") if href.startswith("/deals/")]
    response = client.get(f"/deals.csv?{query}")
    in_csv = [row["id"] for row in csv.DictReader(io.StringIO(response.text))]
    assert in_json == in_html == in_csv
    assert told["count"] == len(in_json)


def test_filters_let_through_what_they_say(client: TestClient, deals: Mapping[str, str]) -> None:
    def found(query: str) -> list[str]:
        return [row["id"] for row in client.get(f"/deals.json?{query}").json()["deals"]]

    assert found("country=Kosovo") == found("country=xkx") == [deals["XKX"]]
    assert found("country=SRB&role=supplier") == []
    assert found("country=SRB&role=recipient") == [deals["SRB"]]
    assert found("status=cancelled") == found("text=boxer") == [deals["SVN"]]
    assert set(found("status=delivered&category=uav")) >= {deals["XKX"]}
    assert deals["SVN"] not in found("since=2023")


def test_csv_cells_run_no_formula(client: TestClient) -> None:
    rows = list(csv.reader(io.StringIO("".join(render.table([{"id": "=1+1", "weapons": [{"name": "@x"}]}])))))
    assert rows[0] == list(render.COLUMNS)
    assert rows[1][0] == "'=1+1" and "'@x" in rows[1]


def test_csv_is_a_download_in_utf8(client: TestClient) -> None:
    response = client.get("/deals.csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="deals.csv"'


# Without a register: pages of lists, emptiness, faults


def test_a_long_list_has_pages() -> None:
    client = stubbed(Stub(120))
    first, last = client.get("/deals").text, client.get("/deals?page=3&sort=status").text
    assert "Deals 1 to 50 of 120" in first and 'rel="next" href="/deals/page/2"' in first and 'rel="prev"' not in first
    assert "Deals 101 to 120 of 120" in last and 'rel="next"' not in last
    assert 'rel="prev" href="/deals?sort=status&amp;page=2"' in last
    assert client.get("/deals?page=4").status_code == 404
    assert client.get("/deals?page=1").headers["location"] == "/deals"


class Contested(Stub):
    """Deals on whose number their reports differ."""

    def _row(self, number: int) -> Mapping[str, Any]:
        return super()._row(number) | {"disputed": ["weapons[0].quantity"]}


def test_a_list_shows_on_what_reports_differ() -> None:
    words = '<span class="visually-hidden">differ on</span> number</span>'
    assert words in stubbed(Contested(1)).get("/deals").text
    assert words not in stubbed(Stub(1)).get("/deals").text


def test_pages_of_json_and_csv_make_the_whole_list() -> None:
    client = stubbed(Stub(2345))
    whole = [row["id"] for row in csv.DictReader(io.StringIO(client.get("/deals.csv").text))]
    assert len(whole) == len(set(whole)) == 2345
    found, address = [], "/deals.json"
    while address:
        told = client.get(address).json()
        found += [row["id"] for row in told["deals"]]
        address = told["next"]
    assert found == whole
    second = csv.DictReader(io.StringIO(client.get("/deals.csv?page=2").text))
    assert [row["id"] for row in second] == whole[50:100]


def test_reports_have_pages_too() -> None:
    client = stubbed(Stub(120))
    found, address = [], "/documents.json"
    while address:
        told = client.get(address).json()
        found += [row["id"] for row in told["documents"]]
        address = told["next"]
    assert len(found) == len(set(found)) == 120
    last = client.get("/documents?page=3").text
    assert 'rel="prev" href="/documents/page/2"' in last and 'rel="next"' not in last
    assert client.get("/documents?page=4").status_code == 404
    assert client.get("/documents?page=x").status_code == client.get("/documents.json?page=0").status_code == 400


def test_columns_sort_one_way_and_then_the_other() -> None:
    client = stubbed(Stub(3))
    page = client.get("/deals?sort=supplier").text
    assert 'class="parties" aria-sort="ascending"><a href="/deals?sort=-supplier">' in page
    assert page.count("aria-sort") == 1
    assert 'aria-sort="descending"><a href="/deals?sort=reported">' in client.get("/deals").text


def test_an_empty_register_says_how_to_fill_it() -> None:
    assert "materiel read PATH" in stubbed(Stub(0)).get("/deals").text


def test_reports_without_a_deal_lead_to_the_list_of_reports() -> None:
    source = Stub(3)
    source.count = lambda asked: 0  # type: ignore[method-assign]
    text = stubbed(source).get("/deals").text
    assert "No deal has been found yet" in text and "materiel read PATH" not in text


def test_an_empty_answer_says_what_to_try() -> None:
    text = stubbed(Stub(5)).get("/deals?text=nothing").text
    assert "No deal fits this filter" in text and 'href="/deals?text=nothing&amp;background=1"' in text
    assert "Remove the filter" in text


def test_a_fault_of_ours_is_a_page_and_tells_no_secrets() -> None:
    client = stubbed(Stub(5, ZeroDivisionError("secret")))
    for path in ("/deals", "/deals.json"):
        response = client.get(path)
        assert response.status_code == 500 and "secret" not in response.text and "Traceback" not in response.text
        assert response.headers["content-security-policy"] == secure.POLICY
    assert json.loads(client.get("/deals.json").text)["status"] == 500
