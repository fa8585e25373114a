"""The front page, the pages of topics and the calendar; their language, their map and the answers that are kept."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

import site_fixtures as made
from materiel.record.store import Register
from materiel.tell import cache, charts, facts, home, regions, topics
from materiel.tell import map as atlas
from materiel.tell.app import create
from site_pages import HOST, Page

TOPICS = (
    "/states/TUR", "/states/XKX", "/pairs/TUR/XKX", "/regions/europe", "/regions/balkans", "/weapons/bayraktar-tb2",
    "/categories/uav", "/calendar/2023-05", "/calendar/2023-05-19", "/calendar/2024-02",
)  # fmt: skip
INDEXES = ("/", "/states", "/regions", "/weapons", "/makers", "/categories", "/calendar")


@pytest.mark.parametrize("path", [*TOPICS, *INDEXES])
def test_every_link_of_a_page_leads_somewhere(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200 and response.text.count("<h1") == 1
    for href in {href.partition("#")[0] for href in Page(response.text).every("a", "href")} - {""}:
        if href.startswith("/"):
            assert client.get(href).status_code == 200, (path, href)


def test_the_front_page_tells_what_is_new_and_where_reports_differ(client: TestClient) -> None:
    text = " ".join(Page(client.get("/").text).text.split())
    assert "Croatia" in text and "≠ differ on number; 3 independent reports" in text
    assert "Germany → Croatia: 1 deal" in text  # the map's own words
    assert "What changed 1 March 2024" in text


def test_a_state_lists_its_deals_in_any_role(client: TestClient, deals: Mapping[str, str]) -> None:
    text = client.get("/states/TUR").text
    assert deals["XKX"] in text and deals["SVN"] not in text
    told = client.get("/states/TUR.json").json()
    assert [row["id"] for row in told["deals"]] == [deals["XKX"]] and told["count"] == 1 and told["next"] is None


def test_a_pair_has_one_direction(client: TestClient, deals: Mapping[str, str]) -> None:
    assert deals["XKX"] in client.get("/pairs/TUR/XKX").text
    assert deals["XKX"] not in client.get("/pairs/XKX/TUR").text


def test_a_region_is_told_by_its_recipients(client: TestClient, deals: Mapping[str, str]) -> None:
    rows = client.get("/regions/balkans.json").json()["deals"]
    assert {row["id"] for row in rows} == {deals[code] for code in ("XKX", "SRB", "SVN", "HRV")}
    assert client.get("/regions/oceania").status_code == 200 and client.get("/regions/atlantis").status_code == 404


def test_the_calendar_leads_from_month_to_day_and_on(client: TestClient, deals: Mapping[str, str]) -> None:
    page = Page(client.get("/calendar/2023-05").text)
    assert "/calendar/2023-05-19" in page.every("a", "href") and "/calendar/2022-09" in page.every("a", "href")
    assert deals["XKX"] in client.get("/calendar/2023-05-19").text
    for wrong in ("2023-13", "2023-05-18", "may", "2023-02-30", "0000"):
        assert client.get(f"/calendar/{wrong}").status_code == 404


@pytest.mark.parametrize("path", ["/weapons/none", "/weapons/B", "/makers/none", "/categories/none", "/pairs/TUR/none"])
def test_topics_that_nobody_tells_of(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == client.get(f"{path}/page/2").status_code == 404


def test_pages_of_a_topic_end(client: TestClient) -> None:
    assert client.get("/states/TUR/page/1").status_code == 200
    assert client.get("/states/TUR/page/2").status_code == client.get("/states/TUR/page/x").status_code == 404


# Regions of one's own


def test_regions_of_ones_own(tmp_path: object) -> None:
    place = f"{tmp_path}/mine.toml"
    with open(place, "w") as file:  # noqa: PTH123
        file.write('[own.baltic]\nname = "Baltic"\nstates = ["EST", "LVA", "LTU"]\n')
    assert regions.regions(place)["baltic"].states == ("EST", "LVA", "LTU")
    assert [one.key for one in regions.of("EST", place)] == ["europe", "baltic"]
    with open(place, "w") as file:  # noqa: PTH123
        file.write('[own.baltic]\nname = "Baltic"\nstates = ["EST", "QQQ"]\n')
    regions.regions.cache_clear()
    with pytest.raises(regions.BadRegions, match="QQQ"):
        regions.regions(place)


def test_every_state_is_in_one_region_of_the_world_and_on_the_map() -> None:
    from materiel import packs

    world = ("africa", "america", "asia", "europe", "oceania")
    held = [code for key in world for code in regions.regions()[key].states]
    assert sorted(held) == sorted(packs.states())
    gone = {"CSK", "DDR", "SUN", "YUG"}
    assert set(packs.states()) - gone <= set(atlas.places())


# Charts and map


def test_columns_hold_every_year_between_and_their_sum() -> None:
    chart = charts.columns(
        "Deals", {"one": {"2020-05": 1, "2023": 1, "2023-01": 1}, "other": {"2023": 1, "": 1, "soon": 1}}
    )
    assert chart and [(it.label, it.total) for it in chart.columns] == [
        ("2020", 1),
        ("2021", 0),
        ("2022", 0),
        ("2023", 3),
    ]
    assert [bar.number for bar in chart.columns[-1].bars] == [2, 1]
    heights = [bar.height for it in chart.columns for bar in it.bars]
    assert heights[1] == pytest.approx(2 * heights[2], rel=0.01)
    assert charts.columns("Deals", {"one": {"": 1}}) is None


def test_the_map_draws_the_widest_flows_and_names_that_do_not_overlap() -> None:
    drawn = atlas.of({("TUR", "XKX"): 4, ("USA", "POL"): 1, ("TUR", "nowhere"): 9, ("TUR", "TUR"): 2}, str)
    assert [(it.supplier, it.recipient, it.deals) for it in drawn.flows] == [("TUR", "XKX", 4), ("USA", "POL", 1)]
    assert drawn.flows[0].width > drawn.flows[1].width
    x, y = atlas.point(*[32.9, 39.9])
    assert atlas.places()["TUR"] == (x, y) and 500 < x < 620
    assert {mark.code: mark.receives for mark in drawn.marks} == {"TUR": False, "XKX": True, "USA": False, "POL": True}
    assert drawn.land.count("M") > 1000


def test_the_map_shows_the_part_of_the_world_that_has_deals() -> None:
    whole, near = atlas.frame([]), atlas.of({("TUR", "XKX"): 1}, str)
    assert (whole.left, whole.top, whole.width, whole.scale) == (0, 0, atlas.WIDTH, 1)
    assert near.frame.width == pytest.approx(atlas.LEAST * atlas.WIDTH) and near.letter < atlas.LETTERS
    far = atlas.of({("USA", "AUS"): 1, ("NZL", "CHL"): 1}, str)
    for drawn in (near, far):
        box = drawn.frame
        assert box.left >= 0 and box.top >= 0 and box.left + box.width <= atlas.WIDTH + 0.1
        assert box.width / box.height == pytest.approx(atlas.WIDTH / atlas.HEIGHT, rel=0.01)
        for mark in drawn.marks:
            assert box.left <= mark.x <= box.left + box.width and box.top <= mark.y <= box.top + box.height
    assert all(mark.anchor or not mark.is_roomy for mark in far.marks)


# What changed


def test_news_of_a_deal_in_words() -> None:
    row = {"status": "ordered", "disputed": [], "standing": "reported", "reports": 1}
    assert home.news(row, None) == ["new"]
    assert home.news({**row, "status": "delivered"}, row) == ["Ordered → Delivered"]
    assert home.news({**row, "reports": 3}, row) == ["2 more reports"]
    later = {**row, "disputed": ["value"], "standing": "confirmed", "reports": 2}
    assert home.news(later, row) == ["reports now differ on value", "now confirmed"]


# Answers that are kept


def test_an_answer_is_kept_until_the_register_changes(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    place = f"{tmp_path}/copy.db"
    with Register.open(place) as register:
        register.add_all(made.readings()[:2])
        register.resolve()
    monkeypatch.setattr(cache, "FRESH", 600.0)
    client = TestClient(create(place), base_url=HOST)
    before = client.get("/states/SVN").text
    assert "No deal here yet" in before
    with Register.open(place) as register:
        register.add_all(made.readings())
        register.resolve()
    assert client.get("/states/SVN").text == before  # for the time in which it is not asked again
    monkeypatch.setattr(cache, "FRESH", -1.0)
    assert "Boxer" in client.get("/states/SVN").text


def test_topics_of_the_gazetteers_say_what_they_are() -> None:
    found = topics.find("weapon", "bayraktar-tb2")
    assert found and facts.facts(found, {})["about"] == "Drone, made by Baykar, from Türkiye."
    assert topics.find("state", "XXX") is None and topics.find("day", "2023-02-31") is None
