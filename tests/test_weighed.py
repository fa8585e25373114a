"""What is weighed, as pages: pictures with tables behind them, and what is missing said."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from materiel.tell import card, weighed
from materiel.weigh.chart import Picture
from materiel.weigh.indicator import Indicator
from site_pages import Page


@pytest.mark.parametrize("path", ["/states/TUR", "/pairs/TUR/XKX", "/regions/balkans"])
def test_a_topic_leads_to_what_is_weighed(client: TestClient, path: str) -> None:
    assert f"{path}/weighed" in Page(client.get(path).text).every("a", "href")
    text = client.get(f"{path}/weighed").text
    assert text.count("<h1") == 1 and "Military spending" in text and "Method:" in text and "<svg" in text
    answers = client.get(f"{path}/weighed.json").json()["answers"]
    assert {"spending", "flows"} <= {one["name"] for one in answers}


def test_a_deal_leads_to_before_and_after(client: TestClient, deals: Mapping[str, str]) -> None:
    path = f"/deals/{deals['XKX']}/weighed"
    assert path in client.get(f"/deals/{deals['XKX']}").text
    page = Page(client.get(path).text)
    text = " ".join(page.text.split())
    assert "What is new" in text and "Who reacted" in text and "What could not be weighed" in text
    assert "import" in text  # what is missing says what would bring it
    assert client.get("/deals/none/weighed").status_code == client.get("/states/none/weighed").status_code == 404


def test_an_answer_in_words_keeps_its_bounds_and_its_names_harmless() -> None:
    rows = (
        {"country": "SRB", "year": 2020, "share": 2.2, "share_low": 2.0, "share_high": 2.4, "name": "<b>", "x": None},
    )
    picture = Picture("bars", "<i>", "name", "share")
    made = Indicator("spending", ("SRB",), 1234567.0, "USD", "counted", low=1e6, high=2e6, rows=rows, picture=picture)
    told = weighed.answer(made)
    assert told.value == "$1.23 million (95%: $1 million to $2 million)"
    assert told.columns == ("country", "year", "share", "name") and told.rows == (
        ("Serbia", "2020", "2.2 (2–2.4)", "<b>"),
    )
    assert "<b>" not in told.picture and "<i>" not in told.picture and 'fill="#fff"' not in told.picture


def test_a_card_is_a_picture_of_the_size_that_open_graph_wants(client: TestClient, deals: Mapping[str, str]) -> None:
    pytest.importorskip("typst")
    path = f"/deals/{deals['XKX']}/card.png"
    assert f'property="og:image" content="http://localhost{path}"' in client.get(f"/deals/{deals['XKX']}").text
    made = client.get(path)
    assert made.headers["content-type"] == "image/png" and made.content.startswith(b"\x89PNG")
    assert (int.from_bytes(made.content[16:20]), int.from_bytes(made.content[20:24])) == card.SIZE
    hostile = client.get(f"/deals/{deals['IRN']}/card.png") if "IRN" in deals else made
    assert hostile.status_code == 200 and client.get("/deals/none/card.png").status_code == 404
