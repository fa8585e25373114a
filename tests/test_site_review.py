"""Review on the site: the queue, a case at a time, a whole deal; kept, taken back, refused; and never published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from made import deal, entry
from materiel.record import query, review
from materiel.record.filters import Filter
from materiel.record.review import Verdict
from materiel.record.store import Register
from materiel.tell import publish
from materiel.tell.app import Shown, create
from site_pages import HOST, Page

ENTRIES = [
    entry("a", deal(quantity=5), published="2023-05-01"),
    entry("b", deal(quantity=6), published="2023-05-04"),
    entry("c", deal(supplier=("USA",), mode="gift", designation="HMMWV", category="armoured vehicle", score=0.2)),
]


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A register with a contradiction of number and a doubtful gift."""
    place = str(tmp_path / "register.db")
    with Register.open(place) as made:
        made.add_all(ENTRIES)
        made.refresh()
    return place


@pytest.fixture
def site(where: str) -> Iterator[TestClient]:
    yield TestClient(create(where), base_url=HOST, follow_redirects=False)


def links(client: TestClient) -> list[str]:
    """The addresses of the cases in the queue, in its order."""
    return [href for href in Page(client.get("/review").text).every("a", "href") if re.match("/review/[a-z]+/", href)]


def form(client: TestClient, path: str) -> dict[str, str]:
    """The hidden fields of the first form of a page that answers a question."""
    elements = Page(client.get(path).text).elements
    start = next(at for at, (tag, attrs) in enumerate(elements) if tag == "form" and attrs.get("method") == "post"
                 and "undo" not in attrs["action"])  # fmt: skip
    end = next((at for at in range(start + 1, len(elements)) if elements[at][0] == "form"), len(elements))
    hidden = [attrs for tag, attrs in elements[start:end] if tag == "input" and attrs.get("type") == "hidden"]
    return {attrs["name"]: attrs["value"] for attrs in hidden}


def send(client: TestClient, path: str, **typed: str) -> Response:
    return client.post(path.partition("?")[0], data=form(client, path) | typed)


def row(where: str, supplier: str) -> dict[str, Any]:
    with Register.open(where) as register:
        register.refresh()
        every = query.deals(register, Filter(background=True))
        return next((one for one in every if supplier in one["supplier"]), {})


def test_the_queue_is_listed_with_its_kinds(site: TestClient) -> None:
    page = Page(site.get("/review").text)
    assert "Number: 6 or 5?" in page.text and "2 questions wait for you" in page.text
    assert [href.split("/")[2] for href in links(site)] == ["contradiction", "doubtful"]
    assert "/review?kind=doubtful" in page.every("a", "href")
    only = site.get("/review?kind=doubtful").text
    assert "Is there such a deal?" in only and "6 or 5" not in only
    assert site.get("/review?kind=odd").status_code == 400 and site.get("/review?page=x").status_code == 400
    told = site.get("/review.json").json()
    assert told["waiting"] == {"contradiction": 1, "doubtful": 1} and told["next"] is None
    assert [one["kind"] for one in told["questions"]] == ["contradiction", "doubtful"]


def test_a_case_shows_both_sides_with_their_words_marked(site: TestClient) -> None:
    text = site.get(links(site)[0]).text
    page = Page(text)
    assert " ".join(page.text.split()).count(" 1 report") == 2 and "1 of 2" in page.text
    assert {"6", "5"} <= set(re.findall(r"<mark>(\d)</mark>", text))
    keys = [attrs for tag, attrs in page.elements if tag == "kbd"]
    assert keys and all("hidden" in attrs for attrs in keys)  # shown by the script, for which alone they work


def test_an_answer_is_kept_with_who_and_why_and_leads_to_the_next(site: TestClient, where: str) -> None:
    first, second = links(site)
    answer = send(site, first, answer="2", why="the contract\r\nsays so")
    assert answer.status_code == 303 and answer.headers["location"].startswith(second.partition("?")[0])
    assert row(where, "TUR")["weapons"][0]["quantity"] == 5 and row(where, "TUR")["disputed"] == []
    with Register.open(where) as register:
        (kept,) = review.history(register)
    assert (kept["kind"], kept["value"], kept["why"]) == ("confirm", 5, "the contract\nsays so") and kept["who"]
    page = Page(site.get(answer.headers["location"]).text)
    assert "Kept:" in page.text and kept["id"] in page.every("input", "value")
    undone = site.post("/review/undo", data={"token": form(site, second)["token"], "judgement": kept["id"]})
    assert undone.status_code == 303 and undone.headers["location"] == "/review"
    assert row(where, "TUR")["disputed"] == ["weapons[0].quantity"] and len(links(site)) == 2


def test_the_last_answer_leads_to_the_list(site: TestClient) -> None:
    first, second = links(site)
    send(site, first, answer="1")
    answer = send(site, second, answer="r")
    assert answer.headers["location"].startswith("/review?done=")
    page = Page(site.get(answer.headers["location"]).text)
    assert "Nothing waits for you" in page.text and "Kept: Rejected" in page.text


def test_a_correction_that_cannot_stand_is_said_beside_its_field(site: TestClient, where: str) -> None:
    (first, _) = links(site)
    for value, fault in (("many<b>", "no quantity"), ("", "Give the value."), ("9" * 501, "longer than 500")):
        answer = send(site, first, answer="c", value=value, why='as "they" <i>say')
        page = Page(answer.text)
        typed = {attrs["name"]: attrs for tag, attrs in page.elements if tag == "input" and "name" in attrs}
        assert answer.status_code == 400 and fault in page.text
        assert typed["value"]["value"] == value and typed["value"]["aria-describedby"] == "fault-value"
        assert 'as "they" <i>say' in page.text  # nothing that was typed is lost
    assert send(site, first, answer="c", value="1,000").status_code == 303
    assert row(where, "TUR")["weapons"][0]["quantity"] == 1000


def test_an_answer_to_what_was_not_asked_is_not_kept(site: TestClient, where: str) -> None:
    first, _ = links(site)
    assert send(site, first, answer="7").status_code == 400
    assert send(site, first).status_code == 400
    held = form(site, first)
    with Register.open(where) as register:  # a third report comes between the page and the answer
        register.add_all([entry("d", deal(quantity=8), published="2023-05-05")])
    site.app.state.source.ask(Register.refresh)
    late = site.post(first.partition("?")[0], data=held | {"answer": "1", "why": "so it is"})
    assert late.status_code == 400 and "has changed since" in late.text and "so it is" in late.text
    with Register.open(where) as register:
        assert review.history(register) == []
    assert site.get("/review/contradiction/none").status_code == 404
    gone = site.post("/review/contradiction/none", data=held | {"answer": "1", "why": "so it is"})
    assert gone.status_code == 404 and "does not wait any more" in gone.text and "so it is" in gone.text


def test_everything_can_be_decided_about_a_deal(site: TestClient, where: str) -> None:
    path = f"/review/deal/{row(where, 'TUR')['id']}"
    field = "weapons[0].quantity"
    assert send(site, path, act="correct", field=field, value="7").status_code == 303
    assert row(where, "TUR")["weapons"][0]["quantity"] == 7
    assert send(site, path, act="reject", field=field, told="6").status_code == 303
    assert send(site, path, act="confirm", field=field, told="5").status_code == 303
    assert row(where, "TUR")["weapons"][0]["quantity"] == 5
    assert send(site, path, act="correct", field="delivery_date", value="2024-02").status_code == 303
    assert row(where, "TUR")["delivery_date"] == "2024-02"
    assert send(site, path, act="confirm", field="").status_code == 303
    assert row(where, "TUR")["standing"] == "confirmed"
    page = Page(site.get(path).text)
    assert page.text.count("Take it back") == 5 and "Number = 7" in page.text
    other = row(where, "USA")["id"]
    joined = send(site, path, act="same", field="", other=other)
    assert joined.status_code == 303 and not row(where, "USA")


def test_reports_can_be_parted_and_rejected(site: TestClient, where: str) -> None:
    held = row(where, "TUR")
    path = f"/review/deal/{held['id']}"
    reports = site.get(f"/deals/{held['id']}.json").json()["documents"]
    assert send(site, path, act="different", field="", document=reports[1]["id"]).status_code == 303
    with Register.open(where) as register:
        register.refresh()
        assert len(query.deals(register)) == 3
    path = f"/review/deal/{row(where, 'TUR')['id']}"
    assert send(site, path, act="reject", field="").status_code == 303


@pytest.mark.parametrize(
    "typed",
    [
        {"act": "correct", "field": "status", "value": "sunk"},
        {"act": "correct", "field": "odd", "value": "1"},
        {"act": "correct", "field": "weapons[9].quantity", "value": "1"},
        {"act": "correct", "field": "supplier", "value": "QQQ"},
        {"act": "correct", "field": "value", "value": "much"},
        {"act": "correct", "field": "order_date", "value": "2023-13"},
        {"act": "same", "field": "", "other": "none"},
        {"act": "same", "field": ""},
        {"act": "confirm", "field": "status", "told": "{"},
        {"act": "confirm", "field": "status", "told": '"cancelled"'},
        {"act": "reject", "field": "", "document": "zzzz"},
        {"act": "steal", "field": ""},
        {"field": ""},
    ],
)
def test_what_cannot_be_decided_is_said_and_kept_in_the_form(
    site: TestClient, where: str, typed: dict[str, str]
) -> None:
    path = f"/review/deal/{row(where, 'TUR')['id']}"
    answer = send(site, path, **typed, why="because 'so'")
    page = Page(answer.text)
    assert answer.status_code == 400 and 'role="alert"' in answer.text
    is_ours = typed["field"] in ("", *page.every("option", "value"), *page.every("input", "value"))
    assert "because 'so'" in page.every("input", "value") or not is_ours or typed.get("document")
    with Register.open(where) as register:
        assert review.history(register) == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"act": "correct", "field": "status", "value": "sunk"}, "value"),
        ({"act": "same", "field": "", "other": "none"}, "other"),
        ({"act": "same", "field": ""}, "other"),
        ({"act": "confirm", "field": "", "why": "so " * 700}, "why"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(site: TestClient, where: str, typed: dict[str, str], field: str) -> None:
    answer = send(site, f"/review/deal/{row(where, 'TUR')['id']}", **typed)
    elements = Page(answer.text).elements
    wrong = [attrs for _, attrs in elements if "aria-invalid" in attrs]
    assert [attrs["name"] for attrs in wrong] == [field]
    assert [attrs["id"] for _, attrs in elements if "fault" in attrs.get("class", "").split() and "id" in attrs] == [
        wrong[0]["aria-describedby"]
    ]


def test_a_busy_register_loses_nothing(site: TestClient, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from materiel.record.faults import RegisterError

    def busy(*_: object) -> None:
        raise RegisterError("busy")

    first, _ = links(site)
    held = form(site, first)
    monkeypatch.setattr(Register, "add_judgement", busy)
    answer = site.post(first.partition("?")[0], data=held | {"answer": "c", "value": "7", "why": "kept?"})
    assert answer.status_code == 503 and "kept?" in answer.text and "7" in Page(answer.text).every("input", "value")


def test_decisions_are_listed_a_page_at_a_time(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    every = links(site)
    monkeypatch.setattr("materiel.tell.live.review.PER_PAGE", 1)
    assert len(links(site)) == 1 and "/review?page=2" in Page(site.get("/review").text).every("a", "href")
    assert "Nothing has been decided yet" in site.get("/review/history").text
    for path in every:
        send(site, path, answer="1" if "contradiction" in path else "y")
    first, second = site.get("/review/history").text, site.get("/review/history?page=2").text
    assert ("Confirmed: Number = 6" in second) and "Confirmed: Number" not in first
    assert site.get("/review/history?page=3").status_code == 404


def test_forms_without_their_token_decide_nothing(site: TestClient, where: str) -> None:
    first, _ = links(site)
    held = form(site, first) | {"answer": "1"}
    old = site.post(first.partition("?")[0], data=held | {"token": "x", "why": 'as "they" <i>say'})
    assert old.status_code == 403 and 'as "they" <i>say' in Page(old.text).text  # it can be copied from there
    headers = {"origin": "https://evil.example"}
    assert site.post(first.partition("?")[0], data=held, headers=headers).status_code == 403
    assert site.get(first, params={"answer": "1"}).status_code in (200, 404)
    with Register.open(where) as register:
        assert review.history(register) == []


def test_a_published_site_has_no_review(where: str, tmp_path: Path) -> None:
    with Register.open(where) as register:
        name = str(query.deals(register)[0]["id"])
        review.judge(register, Verdict("confirm", name, "Ana"))
    static = TestClient(create(where, Shown(is_static=True)), base_url=HOST, follow_redirects=False)
    for path in ("/review", "/review.json", f"/review/deal/{name}", "/audit", "/account", "/login", "/review/history"):
        assert static.get(path).status_code == 404, path
    folder = tmp_path / "out"
    publish.publish(where, folder, Shown(is_static=True))
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 10 and not [
        path for path in pages if re.search(r"/review|/audit|/account|<script", path.read_text("utf-8"))
    ]
