"""Every address of the site, asked for with every method by everybody: nobody gets what is another role's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from starlette.routing import Route
from starlette.testclient import TestClient

import site_fixtures
from materiel.record import review
from materiel.record.store import Register
from materiel.tell import app
from materiel.tell.live import password
from materiel.tell.live.gate import OPEN
from materiel.tell.live.people import ROLES
from materiel.tell.live.store import Accounts
from materiel.tell.live.ways import WAYS
from materiel.tell.routes import ByFirst
from site_pages import HOST, Page

WORDS = "five tall poplars"
WHO = (None, *ROLES)
METHODS = ("GET", "HEAD", "POST", "DELETE")
READING = [path for path, *_ in app.ROUTES]
NEEDED = {(path, method): "reader" for path in READING for method in ("GET", "HEAD")}
NEEDED |= {(way.path, way.method): way.role for way in WAYS}
NEEDED |= {(way.path, "HEAD"): way.role for way in WAYS if way.method == "GET"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    usual, password._hasher = password._hasher, PasswordHasher(time_cost=1, memory_cost=1024)
    found = site_fixtures.register(tmp_path_factory.mktemp("roles"))
    held = Accounts(found)
    for role in ROLES:
        held.add(f"{role}-one", role, WORDS, "the test")
    held.close()
    password._hasher = usual
    return found


@pytest.fixture(scope="module")
def clients(place: str) -> Iterator[dict[str | None, tuple[TestClient, str]]]:
    """By role (None is nobody): a client who has logged in, and the token of its forms."""
    site = app.create(place)
    found: dict[str | None, tuple[TestClient, str]] = {}
    for role in WHO:
        client = TestClient(site, base_url=HOST, follow_redirects=False, raise_server_exceptions=False)
        token = _token(client, "/login")
        if role:
            form = {"token": token, "name": f"{role}-one", "password": WORDS}
            assert client.post("/login", data=form).status_code == 303
            token = _token(client, "/account")
        found[role] = (client, token)
    yield found


def _token(client: TestClient, path: str) -> str:
    elements = Page(client.get(path).text).elements
    return next(attrs["value"] for tag, attrs in elements if tag == "input" and attrs.get("name") == "token")


@pytest.fixture(scope="module")
def deal(clients: dict[str | None, tuple[TestClient, str]]) -> str:
    """The name of a deal."""
    return str(clients["reader"][0].get("/deals.json").json()["deals"][0]["id"])


def _address(deal: str, path: str) -> str:
    """An address of this shape that leads somewhere, as far as the register made by hand has one."""
    known = {"id": deal, "deal": deal, "kind": "doubtful", "supplier": "TUR", "recipient": "XKX", "page": "1"}
    known |= {"key": "TUR", "number": "1"}
    for name, value in known.items():
        path = path.replace("{" + name + "}", value)
    return path


def test_every_route_of_the_site_has_its_role(place: str) -> None:
    """A new address must be in one of the two tables; no route stands beside them."""
    [every] = app.create(place).routes
    assert isinstance(every, ByFirst)
    routes = [route for route in every.routes if isinstance(route, Route)]
    assert {route.path for route in routes} == {path for path, _ in NEEDED}
    for route in routes:
        assert {(route.path, method) for method in route.methods or ()} <= NEEDED.keys()
    assert {way.path for way in WAYS if way.role is None} == {"/login"}
    assert all(way.role in ROLES for way in WAYS if way.path.startswith(("/review", "/audit")))


@pytest.mark.parametrize("who", WHO, ids=str)
@pytest.mark.parametrize("method", METHODS)
def test_nobody_gets_what_is_anothers(
    clients: dict[str | None, tuple[TestClient, str]], place: str, deal: str, who: str | None, method: str
) -> None:
    client, token = clients[who]
    for path in sorted({path for path, _ in NEEDED} - {"/logout"}):
        address = _address(deal, path)
        sent = {"data": {"token": token}} if method == "POST" else {}
        answer = client.request(method, address, **sent)
        needed = NEEDED.get((path, method), "nobody")
        told = (who, method, path, answer.status_code)
        if who is None and path not in OPEN:
            assert answer.status_code in (303, 401), told
            assert answer.status_code == 401 or answer.headers["location"].startswith("/login"), told
        elif needed == "nobody":
            assert answer.status_code == 405, told
        elif needed and ROLES.index(needed) > ROLES.index(who or "reader"):
            assert answer.status_code == 403, told
            assert not any(word in answer.text for word in ("Boxer", "Bayraktar", "log-in", "editor-one")), told
        else:
            assert answer.status_code not in (401, 405, 500), told
            assert answer.status_code != 403 or (path, method) == ("/login", "POST"), told
    with Register.open(place) as register:
        assert review.history(register) == []


@pytest.mark.parametrize("prefix", ["/tr", "/sr-latn", "//", "/./", "/%2e/", "/x/.."])
def test_no_other_spelling_of_an_address_gets_round_the_roles(
    clients: dict[str | None, tuple[TestClient, str]], prefix: str
) -> None:
    for who in (None, "reader", "analyst"):
        client, _ = clients[who]
        for path in (
            "/audit",
            "/AUDIT",
            "/audit/",
            "/audit.json",
            "/static/../audit",
            "/login/../audit",
            "/audit%2Ejson",
        ):
            for address in (path, f"{prefix}{path}"):
                answer = client.get(address)
                assert answer.status_code in (303, 307, 401, 403, 404), (who, address, answer.status_code)
                assert "Decisions about deals" not in answer.text


def test_an_analyst_takes_back_only_what_is_their_own(
    clients: dict[str | None, tuple[TestClient, str]], place: str, deal: str
) -> None:
    editor, editors = clients["editor"]
    analyst, analysts = clients["analyst"]
    for client, token in ((editor, editors), (analyst, analysts)):
        sent = client.post(f"/review/deal/{deal}", data={"token": token, "act": "confirm", "field": ""})
        assert sent.status_code == 303
    with Register.open(place) as register:
        kept = {row["who"]: row["id"] for row in review.history(register)}
    taken = {"token": analysts, "judgement": kept["editor-one"]}
    assert analyst.post("/review/undo", data=taken).status_code == 403
    assert analyst.post("/review/undo", data=taken | {"judgement": kept["analyst-one"]}).status_code == 303
    assert editor.post("/review/undo", data={"token": editors, "judgement": kept["editor-one"]}).status_code == 303
    assert editor.post("/review/undo", data={"token": editors, "judgement": "none"}).status_code == 404
