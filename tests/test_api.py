"""The API: one table for router and description; every answer has the shape that is described; no fault of ours."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from starlette.testclient import TestClient

from materiel.record.safe import harmless
from materiel.tell import api, app
from materiel.tell.app import Shown, create
from materiel.tell.live.ways import WAYS
from site_pages import HOST, Page

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed; pip install '.[test]'")
jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="it comes with schemathesis; pip install '.[test]'")

CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
          "unsupported_method")  # fmt: skip


@pytest.fixture(scope="module")
def filled(site_register: str) -> Iterator[TestClient]:
    yield TestClient(create(site_register), base_url=HOST, follow_redirects=False)


@pytest.fixture(scope="module")
def told(filled: TestClient) -> dict[str, Any]:
    """The description."""
    answer = filled.get("/api/openapi.json")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = answer.json()
    return found


def address(client: TestClient, path: str) -> str:
    """An address of this shape that leads somewhere."""
    kind = path.split("/")[1]
    if "{key}" in path:
        links = client.get(f"/{kind}.json").json()["names"]
        path = path.replace(f"/{kind}/{{key}}", max(links, key=lambda it: it["deals"])["url"])
    deal = client.get("/deals.json").json()["deals"][0]
    document = client.get("/documents.json").json()["documents"][0]["id"]
    path = path.replace("{id}", deal["id"] if kind == "deals" else document)
    return path.replace("{supplier}", "TUR").replace("{recipient}", "XKX")


def test_the_description_and_the_router_have_the_same_addresses(told: dict[str, Any]) -> None:
    data = (".json", ".csv", ".jsonl", ".atom")
    routed = {path for path, *_ in app.ROUTES if path.endswith(data)} | {
        way.path for way in WAYS if way.path.endswith(data)
    }
    assert routed | {"/healthz"} == set(told["paths"]) | {"/api/openapi.json"}
    names = [it["get"]["operationId"] for it in told["paths"].values()]
    assert len(names) == len(set(names)) and told["openapi"] == "3.1.0"


def closed(schema: Any) -> Any:
    """The same schema without room for what it does not name."""
    if isinstance(schema, dict):
        made = {name: closed(part) for name, part in schema.items()}
        if "properties" in made and "additionalProperties" not in made:
            made["additionalProperties"] = False
        return made
    return [closed(part) for part in schema] if isinstance(schema, list) else schema


def open_feed(schemas: dict[str, Any]) -> dict[str, Any]:
    return schemas | {"Feed": {"type": "object", "required": ["version", "items"]}}


@pytest.mark.parametrize("call", [it for it in api.CALLS if ":" in it.answer], ids=lambda call: call.path)
@pytest.mark.parametrize("is_static", [False, True], ids=["live", "static"])
def test_every_field_is_described(site_register: str, told: dict[str, Any], call: api.Call, is_static: bool) -> None:
    client = TestClient(create(site_register, Shown(is_static=is_static)), base_url=HOST, follow_redirects=False)
    asked = "?text=drones" if call.path == "/search.json" else ""
    answer = client.get(address(client, call.path) + asked)
    assert answer.status_code == 200, call.path
    schemas = open_feed(deepcopy(told["components"]["schemas"]))
    whole = {
        "$ref": f"#/components/schemas/{call.answer.partition(':')[2]}",
        "components": {"schemas": closed(schemas)},
    }
    wrong = list(jsonschema_rs.Draft202012Validator(whole).iter_errors(answer.json()))
    assert [(list(it.instance_path), it.message[:200]) for it in wrong] == []


def test_the_lists_of_review_and_audit_are_described(filled: TestClient, told: dict[str, Any]) -> None:
    for path, (shape, _) in api.LIVE.items():
        if shape:
            schemas = closed(deepcopy(told["components"]["schemas"]))
            schemas["Questions"]["properties"]["waiting"]["additionalProperties"] = {"type": "integer"}
            schemas["Question"]["properties"]["told"].pop("additionalProperties", None)
            whole = {"$ref": f"#/components/schemas/{shape}", "components": {"schemas": schemas}}
            body = filled.get(path).json()
            assert [it.message for it in jsonschema_rs.Draft202012Validator(whole).iter_errors(body)] == [], path


def test_a_field_that_is_not_described_would_be_seen(told: dict[str, Any]) -> None:
    schemas = closed(deepcopy(told["components"]["schemas"]))
    whole = {"$ref": "#/components/schemas/Money", "components": {"schemas": schemas}}
    judge = jsonschema_rs.Draft202012Validator(whole)
    assert judge.is_valid({"amount": 1, "currency": "EUR"})
    assert not judge.is_valid({"amount": 1, "currency": "EUR", "odd": 1}) and not judge.is_valid({"amount": 1})


@pytest.mark.filterwarnings("ignore")
def test_schemathesis_finds_no_fault(site_register: str) -> None:
    """Odd and wrong questions at every address: no error of ours, no status, type or shape that is not described."""
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis import GenerationMode

    site = create(site_register)
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", site, headers={"host": "localhost"})
    checks = [check for check in schemathesis.checks.CHECKS.get_all() if check.__name__ in CHECKS]
    assert len(checks) == len(CHECKS)
    tried: dict[str, int] = {}

    trying = settings(
        max_examples=4, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    for found in schema.get_all_operations():
        operation = found.ok()
        takes = [it["schema"] for it in operation.definition.raw["parameters"]]
        takes = [it for it in takes if "enum" in it or it["type"] == "integer"]  # any words are words
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)[: 2 if takes else 1]:

            @trying
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                tried[case.path] = tried.get(case.path, 0) + 1
                case.call_and_validate(headers={"host": "localhost"}, checks=checks)

            ask()
    assert set(tried) == set(api.description()["paths"]) and sum(tried.values()) > 150


# Lists


def test_pages_lead_through_the_whole_list_once(filled: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("materiel.tell.params.PER_PAGE", 2)
    monkeypatch.setattr("materiel.tell.seek.PER_PAGE", 2)
    client = TestClient(create(filled.app.state.source._register.name), base_url=HOST)
    region = max(client.get("/regions.json").json()["names"], key=lambda it: it["deals"])["url"]
    lists = (("/deals.json", "deals"), ("/documents.json", "documents"), (f"{region}.json", "deals"))
    for start, key in (*lists, ("/search.json?text=drones", "documents")):
        seen, path = [], start
        while path:
            body = client.get(path).json()
            assert len(body[key]) <= 2
            seen += [row["id"] for row in body[key]]
            path = body["next"]
        assert len(seen) == len(set(seen)) == body.get("count", len(seen)) >= 2, start


def test_every_list_has_downloads_that_agree(filled: TestClient) -> None:
    deals = filled.get("/deals.json").json()
    rows = list(csv.DictReader(io.StringIO(filled.get("/deals.csv").text)))
    lines = [json.loads(line) for line in filled.get("/deals.jsonl").text.splitlines()]
    assert [row["id"] for row in deals["deals"]] == [row["id"] for row in rows] == [row["id"] for row in lines]
    narrowed = filled.get("/deals.jsonl?country=XKX").text.splitlines()
    assert len(narrowed) == filled.get("/deals.json?country=XKX").json()["count"] == 1
    documents = filled.get("/documents.json").json()["documents"]
    rows = list(csv.DictReader(io.StringIO(filled.get("/documents.csv").text)))
    lines = [json.loads(line) for line in filled.get("/documents.jsonl").text.splitlines()]
    assert [row["id"] for row in documents] == [row["id"] for row in rows] == [row["id"] for row in lines]
    for kind in ("states", "regions", "weapons", "makers", "categories"):
        names = filled.get(f"/{kind}.json").json()["names"]
        rows = list(csv.DictReader(io.StringIO(filled.get(f"/{kind}.csv").text)))
        assert names and [(harmless(it["name"]), str(it["deals"])) for it in names] == [
            (row["name"], row["deals"]) for row in rows
        ]
        one = max(names, key=lambda it: it["deals"])["url"]
        body = filled.get(f"{one}.json").json()
        assert len(list(csv.DictReader(io.StringIO(filled.get(f"{one}.csv").text)))) == body["count"] > 0
    days = filled.get("/calendar.json").json()["days"]
    assert days and len(list(csv.DictReader(io.StringIO(filled.get("/calendar.csv").text)))) == len(days)


@pytest.mark.parametrize("path", ["/deals", "/documents", "/states", "/regions", "/weapons", "/makers", "/categories",
                                  "/calendar", "/states/XKX", "/pairs/TUR/XKX", "/search?text=drones", "/review",
                                  "/audit"])  # fmt: skip
def test_every_list_links_its_downloads(filled: TestClient, path: str) -> None:
    hrefs = [
        href for href in Page(filled.get(path).text).every("a", "href") if re.search(r"\.(json|csv|jsonl)\b", href)
    ]
    assert any(".json" in href for href in hrefs), path
    assert any(".csv" in href for href in hrefs) or path.startswith(("/search", "/review")), path
    for href in hrefs:
        assert filled.get(href).status_code == 200, href


def test_what_is_wrong_is_said_in_the_form_that_was_asked_for(filled: TestClient) -> None:
    for path in (
        "/deals.jsonl?status=odd",
        "/deals.csv?page=0",
        "/states/QQQ.csv",
        "/nothing.csv",
        "/weapons/none.atom",
    ):
        answer = filled.get(path)
        assert answer.status_code in (400, 404) and answer.headers["content-type"].startswith("text/plain"), path
    assert filled.get("/search.json?page=x").json()["faults"]["page"]
