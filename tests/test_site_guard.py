"""What stands between the site and the world: headers, hosts, hostile pages, malformed requests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import site_fixtures as made
from materiel.tell import render, secure
from materiel.tell.app import Shown, create
from site_pages import HOST, Page, Stub

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
    with TestClient(create(source=Stub(), shown=Shown(hosts=())), base_url="http://register.example") as client:
        assert client.get("/deals").status_code == 200


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
    yield "/", client.get("/deals?background=1").text
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
            if href and not href.startswith(("/", "#")) and attrs.get("rel") == "canonical":
                assert tag == "link" and href == f"{HOST}/deals/{path}"
            elif href and not href.startswith(("/", "#")):
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
    response = client.get(f"/deals?{query}")
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    for path in ("/deals.json", "/deals.csv"):
        assert client.get(f"{path}?{query}").status_code == 400
    assert client.get(f"/deals.json?{query}").json()["faults"]


def test_nothing_that_was_typed_is_lost(client: TestClient) -> None:
    response = client.get('/deals?text="><b>a&since=soon&country=TUR&status=ordered')
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
    assert client.get(f"/deals?{query}").status_code == 200
    assert client.get(f"/deals.json?{query}").status_code == 200


def test_search_words_are_words_and_no_pattern(client: TestClient) -> None:
    for words in ("%25", "_______", "'", '"', "*", "a*", "NEAR(", "AND", "-", "(", "\\", "^x"):
        response = client.get("/deals.json", params={"text": words})
        assert response.status_code == 200, words
    assert client.get("/deals.json", params={"text": "b%x"}).json()["count"] == 0
    assert client.get("/deals.json", params={"text": "b_xer"}).json()["count"] == 0


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
    response = client.get("/deals?text=+&country=TUR&role=&status=&since=")
    assert response.status_code == 302 and response.headers["location"] == "/deals?country=TUR"
    assert client.get("/deals?text=&country=").headers["location"] == "/deals"


def test_templates_carry_no_script_or_style_of_their_own() -> None:
    for place in (Path(render.__file__).parent / "templates").iterdir():
        text = place.read_text("utf-8")
        assert not re.search(
            r"<script(?! src=\"\{\{ static\()|<style|\sstyle=|\son[a-z]+=|\|\s*safe|autoescape false", text
        ), place.name
