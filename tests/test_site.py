"""The site: every page, its headers, its forms, and what hostile pages and addresses can do to it (nothing)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import site_fixtures as made
from materiel.tell import render, secure
from materiel.tell.app import create
from materiel.tell.params import Asked

HOST = "http://localhost"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The site over the register made by hand."""
    return TestClient(create(made.register(tmp_path_factory.mktemp("site"))), base_url=HOST, follow_redirects=False)


@pytest.fixture(scope="module")
def deals(client: TestClient) -> dict[str, str]:
    """Recipient's code to the name of its deal."""
    rows = client.get("/deals.json?background=1").json()["deals"]
    return {row["recipient"][0]: row["id"] for row in rows}


def document_of(client: TestClient, deal: str, title: str) -> str:
    """The name of a deal's document by the beginning of its title."""
    documents = client.get(f"/deals/{deal}.json").json()["documents"]
    return next(str(it["id"]) for it in documents if it["title"].startswith(title))


class Page(HTMLParser):
    """A page's elements and text, as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def every(self, tag: str, name: str) -> list[str]:
        return [attrs[name] for found, attrs in self.elements if found == tag and name in attrs]


# Pages


def test_register_shows_every_deal(client: TestClient) -> None:
    page = Page(client.get("/").text)
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
    assert "Where the reports differ Number 5 2 reports, 2 origins; the register goes by this 6 1 report" in text
    assert "Confirmed by 3 independent origins in 3 reports" in text


def test_a_deal_that_agrees_has_no_contradictions(client: TestClient, deals: Mapping[str, str]) -> None:
    assert "Where the reports differ" not in client.get(f"/deals/{deals['SVN']}").text


def test_reactions_and_figures_of_a_deal(client: TestClient, deals: Mapping[str, str]) -> None:
    assert "Serbia to Türkiye: criticism" in client.get(f"/deals/{deals['XKX']}").text
    assert "Serbia, military spending 2023: $1.4 billion" in client.get(f"/deals/{deals['SRB']}").text


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
    assert response.text.count("What the region is buying") == 2  # the tab's title and the page's own


def test_document_lists_what_was_not_understood(client: TestClient, deals: Mapping[str, str]) -> None:
    name = document_of(client, deals["XKX"], made.TITLE_FIVE)
    assert "Nobody knows this name." in client.get(f"/documents/{name}").text


def test_about_explains_every_status(client: TestClient) -> None:
    text = Page(client.get("/about").text).text
    assert all(word in text for word in ("Considered", "Delivered", "Refused", "origin"))


def test_healthz(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "deals": 7}


def test_states_and_deals_lead_to_the_register(client: TestClient) -> None:
    assert client.get("/states/tur").headers["location"] == "/?country=TUR"
    assert client.get("/states/zzz").status_code == 404
    assert client.get("/deals?status=ordered").headers["location"] == "/?status=ordered"


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
    page = Page(client.get(f"/?{query}").text)
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


# Headers


def test_every_answer_is_guarded(client: TestClient) -> None:
    for path in (
        "/",
        "/about",
        "/deals.json",
        "/deals.csv",
        "/nothing",
        "/?status=odd",
        "/static/site.css",
        "/healthz",
        "/deals",
    ):
        headers = client.get(path).headers
        for name, value in secure.HEADERS.items():
            assert headers.get_list(name) == [value], (path, name)


def test_policy_lets_nothing_in_from_elsewhere() -> None:
    parts = dict(part.strip().split(" ", 1) for part in secure.POLICY.split(";"))
    assert parts["default-src"] == parts["base-uri"] == parts["frame-ancestors"] == "'none'"
    assert set(parts.values()) == {"'none'", "'self'"}


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.2", "", "localhost@evil.example", "a b"]
)
def test_another_host_is_turned_away(client: TestClient, host: str) -> None:
    response = client.get("/", headers={"host": host})
    assert response.status_code == 400 and "Boxer" not in response.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8123", "[::1]:8000", "[::1]"])
def test_loopback_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_any_host_where_none_is_listed() -> None:
    with TestClient(create(source=Stub(), hosts=()), base_url="http://register.example") as client:
        assert client.get("/").status_code == 200


def test_an_answer_that_is_held_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/")
    assert "must-revalidate" in first.headers["cache-control"]
    again = client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    assert client.get("/", headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_answers_are_compressed(client: TestClient) -> None:
    assert client.get("/").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/", headers={"accept-encoding": "identity"}).headers


def test_static_files_are_kept_by_their_content(client: TestClient) -> None:
    page = Page(client.get("/").text)
    (href,) = [href for href in page.every("link", "href") if ".css" in href]
    response = client.get(href)
    assert response.status_code == 200 and "immutable" in response.headers["cache-control"]
    assert response.headers["content-type"].startswith("text/css")


def test_head_has_headers_and_no_body(client: TestClient) -> None:
    response = client.head("/")
    assert response.status_code == 200 and response.content == b"" and "etag" in response.headers


# Hostile pages


def every_page(client: TestClient, deals: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(path, HTML) of the register and of every deal and document."""
    yield "/", client.get("/?background=1").text
    for deal in deals.values():
        yield deal, client.get(f"/deals/{deal}").text
        for document in client.get(f"/deals/{deal}.json").json()["documents"]:
            yield document["id"], client.get(f"/documents/{document['id']}").text


def test_nothing_that_a_page_says_becomes_markup(client: TestClient, deals: Mapping[str, str]) -> None:
    for path, text in every_page(client, deals):
        page = Page(text)
        tags = {tag for tag, _ in page.elements}
        assert not tags & {"script", "img", "b", "iframe", "style", "object"}, path
        for tag, attrs in page.elements:
            assert not [name for name in attrs if name.startswith("on") or name == "style"], (path, tag, attrs)


def test_the_hostile_words_are_shown_as_words(client: TestClient, deals: Mapping[str, str]) -> None:
    deal = deals[made.HOSTILE_NAME]
    text = Page(client.get(f"/deals/{deal}").text).text
    assert made.HOSTILE_NAME in text and made.HOSTILE_TITLE in text and made.HOSTILE_OUTLET in text
    document = client.get(f"/deals/{deal}.json").json()["documents"][0]["id"]
    text = Page(client.get(f"/documents/{document}").text).text
    assert made.HOSTILE_TITLE in text and made.HOSTILE_OUTLET in text and made.HOSTILE_URL in text


def test_links_lead_only_into_the_site_or_to_web_pages(client: TestClient, deals: Mapping[str, str]) -> None:
    outside = set()
    for path, text in every_page(client, deals):
        for tag, attrs in Page(text).elements:
            href = attrs.get("href", "")
            if href and not href.startswith(("/", "#")):
                assert href.startswith("https://news.example/"), (path, href)
                assert set(attrs["rel"].split()) >= {"noopener", "noreferrer"} and tag == "a"
                outside.add(href)
            assert not href.startswith("//")
    assert len(outside) == 6


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/x",
        "ftp://a/b",
        "http://",
        "https:///x",
        "http://a\\@b/",
        "http://a b/",
        "http://a/\nx",
        "http://[::1",
        "vbscript:x",
        "",
        None,
        "/x",
        7,
    ],
)
def test_addresses_that_are_not_followed(url: object) -> None:
    assert render.safe_url(url) == ""


def test_addresses_that_are_followed() -> None:
    for url in ("https://news.example/a?b=1&c=%22", "HTTP://news.example:8080/", "https://вести.example/чланак"):
        assert render.safe_url(url) == url


# Malformed requests


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "since=2023-13",
        "since=2023-02-30",
        "until=0000",
        "as_of=20230101",
        "status=odd",
        "category=tank",
        "role=giver",
        "page=0",
        "page=-1",
        "page=1e3",
        "page=99999999999",
        "page=%D9%A1",
        "sort=drop",
        "background=yes",
        "text=%00",
        "text=a%0Ab",
        "country=%1b",
        "country=QQQ",
        "since=2024&until=2023",
        "text=" + "x" * 300,
        "sort=--date",
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client: TestClient, query: str) -> None:
    response = client.get(f"/?{query}")
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    for path in ("/deals.json", "/deals.csv"):
        assert client.get(f"{path}?{query}").status_code == 400
    assert client.get(f"/deals.json?{query}").json()["faults"]


def test_nothing_that_was_typed_is_lost(client: TestClient) -> None:
    response = client.get('/?text="><b>a&since=soon&country=TUR&status=ordered')
    page = Page(response.text)
    values = {attrs["name"]: attrs.get("value") for tag, attrs in page.elements if tag == "input"}
    assert values["text"] == '"><b>a' and values["since"] == "soon"
    chosen = [attrs["value"] for tag, attrs in page.elements if tag == "option" and "selected" in attrs]
    assert chosen == ["TUR", "ordered"]
    assert [attrs["aria-describedby"] for tag, attrs in page.elements if attrs.get("aria-invalid")] == ["fault-since"]
    assert "“soon” is not a date" in page.text


@pytest.mark.parametrize(
    "query",
    ["%ff=%fe", "text=%ff%fe", "&&&", "text=a&text=b", "other=1", "text=%F0%9F%9A%80", "text=%25_%27%22%3B--", "[]=1"],
)
def test_odd_queries_are_answered(client: TestClient, query: str) -> None:
    assert client.get(f"/?{query}").status_code == 200
    assert client.get(f"/deals.json?{query}").status_code == 200


def test_search_words_are_words_and_no_pattern(client: TestClient) -> None:
    for words in ("%25", "_______", "'", '"', "*", "a*", "NEAR(", "AND", "-", "(", "\\", "^x"):
        response = client.get("/deals.json", params={"text": words})
        assert response.status_code == 200, words
    assert client.get("/deals.json", params={"text": "%"}).json()["count"] == 0
    assert client.get("/deals.json", params={"text": "_oxer"}).json()["count"] == 0


@pytest.mark.parametrize(
    "path",
    [
        "/deals/none",
        "/deals/none.json",
        "/documents/none",
        "/documents/none.json",
        "/deals/%2e%2e%2fsecret",
        "/documents/..%2f..%2fetc%2fpasswd",
        "/static/../app.py",
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/words.toml",
        "/static/",
        "/static/none.css",
        "/static//etc/passwd",
        "/deals/%00",
        "/documents/%0a.json",
        "/deals/%ff",
        "/deals/" + "x" * 5000,
        "/deals/.json",
        "/states/",
        "/states/%00",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/about/x",
        "/admin",
        "/deals/a/b",
        "/deals/'%20OR%201=1--",
    ],
)
def test_addresses_that_lead_nowhere(client: TestClient, path: str) -> None:
    response = client.get(path, follow_redirects=True)
    assert response.status_code == 404, path
    assert "import" not in response.text
    if path.endswith(".json") and "/static" not in path:
        assert response.json()["status"] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_the_site_can_only_be_read(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405
    assert client.request(method, "/static/site.css").status_code == 405


def test_empty_fields_of_a_form_are_dropped_from_the_address(client: TestClient) -> None:
    response = client.get("/?text=+&country=TUR&role=&status=&since=")
    assert response.status_code == 302 and response.headers["location"] == "/?country=TUR"
    assert client.get("/?text=&country=").headers["location"] == "/"


# Without a register: pages of lists, emptiness, faults


class Stub:
    """A source with ``total`` deals, all alike but for their number."""

    def __init__(self, total: int = 0, fault: Exception | None = None) -> None:
        self.total, self.fault = total, fault

    def deals(self, asked: Asked, limit: int, offset: int) -> Sequence[Mapping[str, Any]]:
        return [self._row(number) for number in range(offset, min(self.total, offset + limit))]

    def count(self, asked: Asked) -> int:
        if self.fault:
            raise self.fault
        return 0 if asked.text == "nothing" else self.total

    def deal(self, name: str) -> Mapping[str, Any] | None:
        return None

    def document(self, name: str) -> Mapping[str, Any] | None:
        return None

    def _row(self, number: int) -> Mapping[str, Any]:
        row = dict.fromkeys(render.COLUMNS) | {"supplier": ["TUR"], "recipient": [], "weapons": [], "manufacturer": []}
        return row | {"id": f"deal-{number}", "status": "ordered", "modality": "asserted", "reports": 1, "origins": 1}


def stubbed(stub: Stub) -> TestClient:
    return TestClient(create(source=stub), base_url=HOST, follow_redirects=False, raise_server_exceptions=False)


def test_a_long_list_has_pages() -> None:
    client = stubbed(Stub(120))
    first, last = client.get("/").text, client.get("/?page=3&sort=status").text
    assert "Deals 1 to 50 of 120" in first and 'rel="next" href="/?page=2"' in first and 'rel="prev"' not in first
    assert "Deals 101 to 120 of 120" in last and 'rel="next"' not in last
    assert 'rel="prev" href="/?sort=status&amp;page=2"' in last
    assert client.get("/?page=4").status_code == 404
    assert client.get("/?page=1").headers["location"] == "/"


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


def test_columns_sort_one_way_and_then_the_other() -> None:
    client = stubbed(Stub(3))
    page = client.get("/?sort=supplier").text
    assert 'class="parties" aria-sort="ascending"><a href="/?sort=-supplier">' in page
    assert page.count("aria-sort") == 1
    assert 'aria-sort="descending"><a href="/?sort=reported">' in client.get("/").text


def test_an_empty_register_says_how_to_fill_it() -> None:
    assert "materiel read PATH" in stubbed(Stub(0)).get("/").text


def test_an_empty_answer_says_what_to_try() -> None:
    text = stubbed(Stub(5)).get("/?text=nothing").text
    assert "No deal fits this filter" in text and 'href="/?text=nothing&amp;background=1"' in text
    assert "Remove the filter" in text


def test_a_fault_of_ours_is_a_page_and_tells_no_secrets() -> None:
    client = stubbed(Stub(5, ZeroDivisionError("secret")))
    for path in ("/", "/deals.json"):
        response = client.get(path)
        assert response.status_code == 500 and "secret" not in response.text and "Traceback" not in response.text
        assert response.headers["content-security-policy"] == secure.POLICY
    assert json.loads(client.get("/deals.json").text)["status"] == 500


def test_templates_carry_no_script_or_style_of_their_own() -> None:
    for place in (Path(render.__file__).parent / "templates").iterdir():
        text = place.read_text("utf-8")
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|\|\s*safe|autoescape false", text), place.name
