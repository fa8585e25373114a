"""What stands around a deal or a report on its page: figures checked, before and after, contents, a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.testclient import TestClient

import made
import site_fixtures
from materiel.record import around, browse, query
from materiel.record.stamps import stamps
from materiel.record.store import Register
from materiel.tell import marks, site, timeline, topics
from materiel.tell.app import create
from materiel.tell.checked import figures
from materiel.weigh.reference import bundled
from site_pages import HOST, Page, document_of

SHARE = bundled("gdp share", ("SRB",)).value("SRB", 2020) or 0.0


def figure(amount: float, **told: object) -> Mapping[str, object]:
    return {"country": "SRB", "measure": "gdp share", "amount": amount, "currency": None, "year": 2020} | told


def test_a_figure_agrees_differs_or_has_no_series() -> None:
    with Register.open(":memory:") as register:
        rows = [figure(SHARE), figure(SHARE * 2), figure(SHARE / 2), figure(SHARE, country="XYZ", year=1900)]
        same, above, below, unknown = figures(register, rows, "2021-01-01")
    assert same.verdict == "agrees" and same.source and same.words.startswith("Agrees")
    assert above.verdict == below.verdict == "differs"
    assert above.words.startswith("100% above") and below.words.startswith("50% below")
    assert (unknown.verdict, unknown.words, unknown.source) == ("unknown", "", "")


def test_a_checked_figure_is_a_claim_review(tmp_path: Path) -> None:
    place = f"{tmp_path}/register.db"
    with Register.open(place) as register:
        told = (
            made.figure(**figure(SHARE * 2)),
            made.figure(country="SRB", measure="gdp share", year=1900, currency=None),
        )
        page = made.entry("one", made.deal(), figures=told, url="https://news.example/one", outlet="The Paper")
        register.add_all([page])
        register.refresh()
        name = browse.document_names(register)[0][0]
    with TestClient(create(place), base_url=HOST) as client:
        text = client.get(f"/documents/{name}").text
    assert text.count("https://schema.org/ClaimReview") == text.count("https://schema.org/Rating") == 1
    assert 'itemprop="claimReviewed">Serbia, military spending' in text and "does not say who errs" in text
    assert 'itemprop="appearance" href="https://news.example/one"' in text
    assert "Figures without a verdict" in text


def test_deals_and_reports_stand_in_the_order_of_time(site_register: str) -> None:
    with Register.open(site_register, create=False) as register:
        rows = browse.deals(register)
        for at, row in enumerate(rows):
            before, after = around.deal(register, row["id"])
            assert after == (rows[at - 1] if at else None)
            assert before == (rows[at + 1] if at + 1 < len(rows) else None)
        assert around.deal(register, "no such deal") == (None, None)
        names = [row["id"] for row in reversed(query.documents(register))]
        for at, name in enumerate(names):
            before, after = around.document(register, name)
            assert (before or {}).get("id") == (names[at - 1] if at else None)
            assert (after or {}).get("id") == (names[at + 1] if at + 1 < len(names) else None)


def test_the_pages_lead_to_what_stands_before_and_after(client: TestClient, deals: Mapping[str, str]) -> None:
    shown = Page(client.get(f"/deals/{deals['XKX']}").text)
    rels = {attrs.get("rel"): attrs["href"] for tag, attrs in shown.elements if tag == "a" and attrs.get("rel")}
    assert rels.keys() >= {"prev", "next"}
    assert all(client.get(rels[rel]).status_code == 200 for rel in ("prev", "next"))
    report = document_of(client, deals["XKX"], site_fixtures.TITLE_FIVE)
    assert 'rel="prev"' in client.get(f"/documents/{report}").text


def test_a_new_neighbour_changes_the_stamp(tmp_path: Path) -> None:
    with Register.open(f"{tmp_path}/register.db") as register:
        for number, day in enumerate(("2024-01-01", "2024-02-01", "2024-03-01", "2024-05-01")):
            told = made.deal(
                recipient=(("POL", "CZE", "SRB", "GRC")[number],), designation=("F-35", "K2", "FK-3")[number % 3]
            )
            register.add_all([made.entry(f"e{number}", told, published=day, lines=[f"line {number}"])])
        register.refresh()
        before = stamps(register)
        told = made.deal(recipient=("HUN",), designation="Leopard 2")
        register.add_all([made.entry("new", told, published="2024-04-01", lines=["another line"])])
        register.refresh()
        after = stamps(register)
    changed = {name for name in before.deals if before.deals[name] != after.deals[name]}
    kept = {name for name in before.deals if before.deals[name] == after.deals[name]}
    assert {name.split("-")[1] for name in changed} == {"SRB", "GRC"} and len(kept) == 2


def test_contents_of_long_texts_alone() -> None:
    def heading(words: str) -> marks.Group:
        return marks.Group("heading", (marks.Part("heading", (marks.Piece(words),)),))

    body = marks.Group("paragraph", (marks.Part("paragraph", (marks.Piece("words"),)),))
    assert marks.contents([heading("one"), body, heading("two"), body]) == []
    shown = [body, heading("one"), body, heading("two"), heading("three")]
    assert marks.contents(shown) == [("part-2", "one"), ("part-4", "two"), ("part-5", "three")]


def row(name: str, status: str = "delivered", **dates: str) -> dict[str, object]:
    empty = dict.fromkeys(("order_date", "delivery_date", "first_reported", "last_reported"))
    return {"id": name, "status": status, **empty, **dates}


def test_places_on_a_timeline_by_hand() -> None:
    made_ = timeline.of([
        row("a", order_date="2021", delivery_date="2022-01-01", first_reported="2021-01-01", last_reported="2023"),
        row("b", "cancelled", first_reported="2024-01-01", last_reported="2024-12-31"),
        row("none"),
        row("slip", order_date="9999", first_reported="2021-06-01", last_reported="2021-06-01"),
    ])  # fmt: skip
    assert made_ and [line.deal["id"] for line in made_.lines] == ["a", "slip", "b"]
    assert made_.years == ((0.0, "2021"), (24.98, "2022"), (49.97, "2023"), (74.95, "2024"))
    first, slip, last = made_.lines
    assert (first.order, first.delivery, first.course, first.stop) == (0.0, 24.98, (0.0, 24.98), None)
    assert last.stop == 99.93 and last.reported == (74.95, 99.93) and slip.order is None
    assert first.words == "Delivered; ordered 2021; delivered 1 January 2022; reported 1 January 2021 – 2023"
    assert timeline.of([row("a", order_date="2021")]) is None


def test_a_long_time_has_few_years_written() -> None:
    made_ = timeline.of([row("a", order_date="1950"), row("b", order_date="2024")])
    assert made_ and 2 < len(made_.years) <= timeline.TICKS


def test_topics_have_a_timeline(client: TestClient) -> None:
    for path in ("/states/SRB", "/regions/europe", "/pairs/TUR/XKX"):
        page = client.get(path).text
        assert 'class="timeline"' in page or page.count("rowheader") < 2, path


def test_topics_lead_to_those_before_and_after_by_name(client: TestClient) -> None:
    order = topics.order("weapon", ("bayraktar-tb2", "boxer", "ah-64e-apache"))
    assert order["bayraktar-tb2"][1] == ("/weapons/boxer", "Boxer") and order["boxer"][1] is None
    page = client.get("/weapons/bayraktar-tb2").text
    assert 'rel="next" href="/weapons/boxer"' in page
    categories = client.get("/categories/uav").text
    assert 'rel="prev"' in categories or 'rel="next"' in categories
    assert 'rel="prev" href="/sr-Cyrl/states/' in client.get("/sr-Cyrl/states/SRB").text
    assert 'class="beside"' not in client.get("/regions/balkans").text


def test_steps_have_the_days_that_the_register_goes_by(client: TestClient, deals: Mapping[str, str]) -> None:
    cancelled, considered = (client.get(f"/deals/{deals[code]}").text for code in ("SVN", "SRB"))
    assert '; <a href="/documents/' in cancelled and "19 September 2022</a>" in cancelled
    assert 'class="when" href="/documents/' in considered
    found = {"life": [{"status": "delivered", "day": "2026-01", "document": "d"}], "order_date": "2024"}
    assert site._reached(found | {"delivery_date": "2025-10-08"}) == {"delivered": ("2025-10-08", "#delivery_date")}
