"""Routes by their first part lead where the same routes in a row lead."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient

from materiel.tell.app import ROUTES
from materiel.tell.routes import ByFirst

WAYS = (
    ("/", "home"), ("/deals", "list"), ("/deals.json", "list as JSON"), ("/deals/page/{page}", "page"),
    ("/deals/{id}.json", "deal as JSON"), ("/deals/{id}", "deal"), ("/sitemap-{number}.xml", "part"),
    ("/sitemap.xml", "sitemap"), ("/feed.atom", "feed"), ("/{rest}.txt", "text"),
)  # fmt: skip
ASKED = (
    "/", "/deals", "/deals.json", "/deals/page/2", "/deals/a.json", "/deals/a-b.c", "/deals/", "/deals/a/b", "/deal",
    "/dealsx", "/sitemap.xml", "/sitemap-3.xml", "/sitemap", "/feed.atom", "/feed", "/robots.txt", "//deals", "/DEALS",
)  # fmt: skip


def routes(method: str = "GET") -> list[Route | Mount]:
    def view(path: str, name: str) -> Route:
        def told(request: Request) -> Response:
            return PlainTextResponse(f"{name} {sorted(request.path_params.items())}")

        return Route(path, told, methods=[method])

    return [view(path, name) for path, name in WAYS]


def client(by_first: bool, held: list[Route | Mount]) -> TestClient:
    return TestClient(Starlette(routes=[ByFirst(held)] if by_first else held), follow_redirects=False)


@pytest.mark.parametrize("path", [it for it in ASKED if it != "/robots.txt"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_each_address_leads_where_it_leads_in_a_row(path: str, method: str) -> None:
    one, other = (client(is_first, routes()).request(method, path) for is_first in (True, False))
    assert (one.status_code, one.text) == (other.status_code, other.text)
    assert one.headers.get("location") == other.headers.get("location")


def test_a_path_that_begins_with_a_name_is_asked_of_nobody_else() -> None:
    assert client(True, routes()).get("/robots.txt").status_code == 404


def test_the_method_decides_between_routes_of_one_path() -> None:
    def read(_: Request) -> Response:
        return PlainTextResponse("read")

    def write(_: Request) -> Response:
        return PlainTextResponse("written")

    held: list[Route | Mount] = [Route("/review", write, methods=["POST"]), Route("/review", read, methods=["GET"])]
    asked = client(True, held)
    assert asked.get("/review").text == "read" and asked.post("/review").text == "written"
    assert asked.delete("/review").status_code == 405


def test_what_is_mounted_is_found_and_other_protocols_are_not() -> None:
    inner = Route("/site.css", lambda _: PlainTextResponse("style"))
    asked = client(True, [Mount("/static", routes=[inner])])
    assert asked.get("/static/site.css").text == "style" and asked.get("/static/none").status_code == 404
    way = ByFirst([])
    assert way.matches({"type": "websocket", "path": "/static"})[0].name == "NONE"
    assert not isinstance(way, WebSocketRoute)


def test_every_route_of_the_site_is_reached_as_in_a_row() -> None:
    """An address made of each path leads to the same route; names are such as no other path has."""
    held: list[Route | Mount] = [Route(path, lambda _: PlainTextResponse(""), name=path) for path, _ in ROUTES]
    way = ByFirst(held)
    for path, _ in ROUTES:
        scope = {"type": "http", "method": "GET", "path": re.sub(r"\{\w+\}", "2023", path), "root_path": ""}
        first = next(it for it in held if it.matches(scope)[0].name == "FULL")
        match, child = way.matches(scope)
        assert match.name == "FULL" and child["materiel.route"] is first
