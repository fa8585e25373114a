"""Search over all documents, in every script and both databases; feeds and sitemaps."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

import made
import site_fixtures
from materiel.record import indexed, search
from materiel.record.store import Register
from materiel.record.writing import folded
from materiel.tell import feeds
from materiel.tell.app import Shown, create
from site_pages import HOST, Page

TEXTS = {
    "latin": ("Bajraktar stiže u Prištinu", "Kosovo je kupilo dronove Bajraktar TB2."),
    "cyrillic": ("Бајрактари на Косову", "Приштина је добила бајрактаре из Турске."),
    "turkish": ("Kosova'ya İHA", "Türkiye, Kosova'ya Bayraktar TB2 İHA'ları verdi."),
    "none": ("Football", "Nobody bought anything; Rafael scored twice."),
}


def texts(place: str) -> Register:
    register = Register.open(place)
    register.add_all([made.entry(name, lines=[title, body]) for name, (title, body) in TEXTS.items()])
    register.resolve()
    assert indexed.refresh(register) == len(TEXTS) and indexed.refresh(register) == 0
    return register


@pytest.fixture
def register(place: str) -> Iterator[Register]:
    with texts(place) as opened:
        yield opened


def test_words_are_found_in_every_script(register: Register) -> None:
    def titles(words: str, **more: str) -> set[str]:
        number, rows = search.find(register, search.Wanted(words, **more), 10)
        assert number == len(rows)
        return {row["title"].removeprefix("Title of ") for row in rows}

    for words in ("Bayraktar", "бајрактар", "BAYRAKTAR", "байрактар", "bajraktar"):
        assert titles(words) >= {"latin", "cyrillic", "turkish"}, words
    assert titles("Приштина") == {"cyrillic"}  # the whole word is inflected in the other
    assert titles("pristin") == {"latin", "cyrillic"}  # the last word may be a beginning
    assert titles("kosovo bajraktar") == {"latin"}
    assert titles("bayraktar", until="2022") == set() and len(titles("bayraktar", since="2023-05-01")) == 3
    assert titles("nothing like it") == set()


@pytest.mark.parametrize(
    "words", ["", "  ", "'", '"', "*", "-", "AND", "NEAR(a b)", "a' OR '1'='1", "%", "\\", "!!", "(", "x:*"]
)
def test_signs_in_a_question_are_no_commands(register: Register, words: str) -> None:
    number, rows = search.find(register, search.Wanted(words), 10)
    assert number == len(rows)


def test_an_excerpt_shows_the_word_in_its_place() -> None:
    before, word, after = search.excerpt(
        "Long ago. " * 30 + "Приштина је добила бајрактаре из Турске. " + "And so on. " * 30, ["bairaktar"]
    )
    assert word == "бајрактаре" and before.startswith("…") and before.endswith("добила ") and after.startswith(" из")
    assert search.excerpt("Nothing here.", ["tank"]) == ("", "", "Nothing here.")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bayraktar", "Бајрактар"), ("Ђорђе", "Đorđe"), ("ŽELJEZNICA", "жељезница"), ("Αθήνα", "Athina"), ("İHA", "iha")],
)
def test_writings_that_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other).replace("th", "t")


def test_the_page_finds_names_deals_and_reports(client: TestClient) -> None:
    text = " ".join(Page(client.get("/search?text=Бајрактар").text).text.split())
    assert "Bayraktar TB2 1" in text and "5 Bayraktar TB2Drones" in text
    assert "Kosova'ya Bayraktar teslimatı" in text
    told = client.get("/search.json?text=bayraktar").json()
    assert told["count"] == 3 and {row["lang"] for row in told["documents"]} == {"en", "tr"}
    assert "Nothing was found" in client.get("/search?text=nothing+like+it").text


def test_a_wrong_question_keeps_what_was_typed(client: TestClient) -> None:
    response = client.get("/search?text=drone&since=soon")
    assert response.status_code == 400 and 'value="drone"' in response.text and "“soon” is not a date" in response.text


# Feeds


@pytest.mark.parametrize("path", ["/feed", "/states/TUR", "/pairs/TUR/XKX", "/categories/uav", "/regions/balkans"])
def test_feeds_hold_the_deals_of_their_list(client: TestClient, path: str) -> None:
    root = ET.fromstring(client.get(f"{path}.atom").text)
    name = "{http://www.w3.org/2005/Atom}"
    links = [entry.find(f"{name}link").get("href") for entry in root.iter(f"{name}entry")]  # type: ignore[union-attr]
    json_path = f"{path}.json" if path == "/feed" else f"{path}.feed.json"
    told = client.get(json_path).json()
    assert links == [item["url"] for item in told["items"]] and links
    assert told["version"].endswith("/1.1") and told["feed_url"] == HOST + json_path
    assert all(client.get(link.removeprefix(HOST)).status_code == 200 for link in links if link)


def test_hostile_words_stay_words_in_feeds(client: TestClient) -> None:
    text = client.get("/feed.atom").text
    assert site_fixtures.HOSTILE_NAME not in text
    assert any(site_fixtures.HOSTILE_NAME in (it.text or "") for it in ET.fromstring(text).iter())
    assert site_fixtures.HOSTILE_NAME in json.dumps(client.get("/feed.json").json())


def test_the_sitemap_names_pages_that_are_there(client: TestClient) -> None:
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    maps = [it.text or "" for it in ET.fromstring(client.get("/sitemap.xml").text).iter(name)]
    found = [it.text or "" for it in ET.fromstring(client.get(maps[0].removeprefix(HOST)).text).iter(name)]
    assert len(found) == len(set(found)) > 20
    for address in found:
        assert client.get(address.removeprefix(HOST)).status_code == 200, address
    assert client.get("/sitemap-2.xml").status_code == client.get("/sitemap-x.xml").status_code == 404


def test_feeds_name_the_address_that_the_site_is_given(site_register: str) -> None:
    with TestClient(create(site_register, Shown(address="https://arms.example/")), base_url=HOST) as client:
        assert "https://arms.example/deals/" in client.get("/feed.atom").text
        assert "Sitemap: https://arms.example/sitemap.xml" in client.get("/robots.txt").text


def test_dates_of_feeds_are_instants() -> None:
    assert [feeds._instant(day) for day in ("2023", "2023-05", "2023-05-17")] == [
        "2023-01-01T00:00:00Z", "2023-05-01T00:00:00Z", "2023-05-17T00:00:00Z",
    ]  # fmt: skip
