"""Accounts: who gets in, as what, and what is kept of it; the pages for it, and what tries to get round them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

import site_fixtures
from materiel.cli import main, tell
from materiel.record import query, review
from materiel.record.review import Verdict
from materiel.record.store import Register
from materiel.tell import serve
from materiel.tell.app import Shown, create
from materiel.tell.live import password, throttle
from materiel.tell.live.people import ROLES, AccountError
from materiel.tell.live.store import Accounts
from materiel.tell.live.throttle import Wait
from site_pages import HOST, Page, Stub

WORDS = "five tall poplars"
"""A password."""


@pytest.fixture(scope="module", autouse=True)
def cheap() -> Iterator[None]:
    """Hashes that cost little; one test looks at what they cost otherwise."""
    usual, password._hasher = password._hasher, PasswordHasher(time_cost=1, memory_cost=1024)
    yield
    password._hasher = usual


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The place of a register that three people may use, one of each role."""
    place = site_fixtures.register(tmp_path_factory.mktemp("accounts"))
    held = Accounts(place)
    for role in ROLES:
        held.add(f"{role}-one", role, WORDS, "the test")
    held.close()
    return place


@pytest.fixture
def visitor(guarded: str) -> Iterator[TestClient]:
    """A client of that site who has not logged in."""
    yield TestClient(create(guarded), base_url=HOST, follow_redirects=False)


def token(client: TestClient, path: str = "/login") -> str:
    """The token of the forms of a page."""
    page = Page(client.get(path).text)
    return next(attrs["value"] for tag, attrs in page.elements if tag == "input" and attrs.get("name") == "token")


def log_in(client: TestClient, name: str, words: str = WORDS, then: str = "") -> int:
    """Logs in through the form; the status of the answer."""
    form = {"token": token(client), "name": name, "password": words, "then": then}
    return client.post("/login", data=form).status_code


# What is kept


@pytest.fixture
def held(place: str) -> Iterator[Accounts]:
    """The accounts of a new register, in each kind of database."""
    opened = Accounts(place)
    yield opened
    opened.close()


def test_an_account_lives(held: Accounts) -> None:
    assert not held.any() and held.everybody() == [] and held.log_in("Ana", WORDS, "::1") is None
    held.add("Ana", "analyst", WORDS, "the test")
    assert held.any() and [(row["name"], row["role"]) for row in held.everybody()] == [("Ana", "analyst")]
    with pytest.raises(AccountError, match="choose another"):
        held.add("ANA", "reader", WORDS, "the test")
    got = held.log_in("ana", WORDS, "198.51.100.1")
    assert got and got[1].name == "Ana" and held.session(got[0]) == got[1]
    held.set_role("ana", "editor", "the test")
    now = held.session(got[0])
    assert now and now.role == "editor"
    held.set_password("Ana", "seven low willows", "the test")
    assert held.session(got[0]) is None and held.log_in("Ana", WORDS, "::1") is None
    again = held.log_in("Ana", "seven low willows", "::1")
    assert again
    held.remove("Ana", "the test")
    assert held.session(again[0]) is None and not held.any()
    told = [(row["who"], row["what"]) for row in held.acts()]
    assert told[0] == ("the test", "account removed") and ("Ana", "log-in failed") in told and len(told) == 7


def test_what_cannot_be_an_account(held: Accounts) -> None:
    for name, role, words in (
        ("", "reader", WORDS),
        ("a b", "reader", WORDS),
        ("x" * 65, "reader", WORDS),
        ("<b>", "reader", WORDS),
        ("ana", "owner", WORDS),
        ("ana", "reader", "short"),
        ("ana", "reader", "aaaaaaaaaaaaaa"),
        ("anastasia", "reader", "Anastasia-2026"),
        ("ana", "reader", "x1y2" * 100),
    ):
        with pytest.raises(AccountError):
            held.add(name, role, words, "the test")
    for change in (held.remove, lambda name, who: held.set_role(name, "reader", who)):
        with pytest.raises(AccountError, match="nobody"):
            change("ana", "the test")
    assert held.everybody() == []


def test_only_hashes_are_kept_and_not_in_the_register(tmp_path: Path) -> None:
    place = site_fixtures.register(tmp_path)
    held = Accounts(place)
    held.add("ana", "reader", WORDS, "the test")
    got = held.log_in("ana", WORDS, "::1")
    held.close()
    file = tmp_path / "register.accounts.db"
    every = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert got and b"$argon2id$" in file.read_bytes()
    assert WORDS.encode() not in every and got[0].encode() not in every
    assert b"argon2" not in b"".join(path.read_bytes() for path in tmp_path.glob("register.db*"))
    assert file.stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_a_session_ends(held: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    held.add("ana", "reader", WORDS, "the test")
    got = held.log_in("ana", WORDS, "::1")
    assert got and held.session(got[0]) and not held.session(got[0] + "x") and not held.session("")
    now = __import__("time").time()
    monkeypatch.setattr("materiel.tell.live.store.time", lambda: now + 12 * 3600 + 1)
    assert held.session(got[0]) is None


def test_tries_are_throttled_by_account_and_address(held: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password, "matches", lambda kept, words: words == WORDS)
    now = [1_000_000.0]
    monkeypatch.setattr("materiel.tell.live.store.time", lambda: now[0])
    held.add("ana", "reader", WORDS, "the test")
    for number in range(throttle.FREE["account"]):
        assert held.log_in("ana", "wrong", f"198.51.100.{number}") is None
    with pytest.raises(Wait) as waits:
        held.log_in("ana", WORDS, "203.0.113.9")
    assert 1 <= waits.value.seconds <= 2
    now[0] += waits.value.seconds
    assert held.log_in("ana", "wrong", "203.0.113.9") is None
    with pytest.raises(Wait) as waits:
        held.log_in("Ana", WORDS, "203.0.113.9")
    assert 2 <= waits.value.seconds <= 3  # each failure doubles it
    now[0] += waits.value.seconds
    assert held.log_in("ana", WORDS, "203.0.113.9")
    assert held.log_in("ana", "wrong", "203.0.113.9") is None  # a right one forgives
    for number in range(throttle.FREE["address"]):
        held.log_in(f"nobody{number}", "wrong", f"2001:db8::{number:x}")
    with pytest.raises(Wait):
        held.log_in("ana", WORDS, "2001:db8::ffff")  # the same network
    assert held.log_in("ana", WORDS, "2001:db8:1::1")
    now[0] += throttle.FORGOTTEN + 1
    assert held.log_in("ana", WORDS, "2001:db8::ffff")


def test_waits_have_an_end() -> None:
    assert throttle._left("account x", 500, 0.0, 0.0) == throttle.LONGEST


def test_a_hash_costs_what_the_standard_asks() -> None:
    """RFC 9106, its second choice: 64 MiB, three passes."""
    usual = PasswordHasher()
    assert usual.memory_cost >= 64 * 1024 and usual.time_cost >= 3 and usual.type.name == "ID"


# The site


def test_without_accounts_the_one_local_user_is_an_editor(client: TestClient) -> None:
    page = client.get("/account")
    assert page.status_code == 200 and "materiel accounts add" in page.text
    assert client.get("/login").headers["location"] == "/"


def test_a_site_that_others_reach_never_has_a_local_user() -> None:
    with TestClient(create(source=Stub(), shown=Shown(hosts=(), is_local=False)), follow_redirects=False) as client:
        assert client.get("/deals").status_code == 303
        assert client.get("/deals.json").status_code == 401


def test_another_host_needs_an_account_first(tmp_path: Path) -> None:
    place = site_fixtures.register(tmp_path)
    with pytest.raises(serve.NoAddress, match="materiel accounts add NAME --role editor"):
        serve.serve(place, "0.0.0.0", 0)


def test_a_site_behind_a_proxy_has_another_address(guarded: str, tmp_path: Path) -> None:
    bare = site_fixtures.register(tmp_path)
    with pytest.raises(serve.NoAddress, match=r"--address https://register\.example lets others in"):
        serve.serve(bare, "127.0.0.1", 0, 1, "https://register.example")
    with pytest.raises(serve.NoAddress, match="no address of a site"):
        serve.serve(guarded, "127.0.0.1", 0, 1, "register.example")
    shown = serve._shown_as(guarded, "127.0.0.1", "https://register.example")
    client = TestClient(create(guarded, shown), base_url="https://127.0.0.1", follow_redirects=False)
    form = {"token": token(client), "name": "reader-one", "password": WORDS}
    assert client.post("/login", data=form, headers={"origin": "https://evil.example"}).status_code == 403
    answer = client.post(
        "/login", data=form, headers={"origin": "https://register.example", "host": "register.example"}
    )
    assert answer.status_code == 303 and "secure" in answer.headers["set-cookie"].lower()
    assert client.get("/login", headers={"host": "evil.example"}).status_code == 400


def test_a_program_reads_with_a_token(guarded: str, visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Accounts(guarded)
    key = {"Authorization": f"Bearer {held.issue('editor-one', 1, 'the test')}"}
    assert visitor.get("/deals.json", headers=key).json()["count"] > 0
    assert visitor.get("/audit.json", headers=key).status_code == 200
    for wrong in ("Bearer x", "Bearer", "Basic x", key["Authorization"] + "x"):
        assert visitor.get("/deals.json", headers={"Authorization": wrong}).status_code == 401
    unknown = visitor.get("/deals.json", headers={"Authorization": "Bearer x"})
    assert unknown.headers["www-authenticate"] == "Bearer" and "token" in unknown.json()["error"]
    # A browser behind a proxy with a password of its own is a person.
    assert visitor.get("/deals", headers={"Authorization": "Basic x"}).headers["location"].startswith("/login")
    sent = visitor.post("/review/undo", data={"judgement": "x", "token": token(visitor)}, headers=key)
    assert sent.status_code == 401 and "cannot write" in sent.text  # it may only read
    held.set_password("editor-one", WORDS, "the test")  # by another process: the site asks again after a second
    monkeypatch.setattr("materiel.tell.live.store.FRESH", 0.0)
    assert visitor.get("/deals.json", headers=key).status_code == 401


def test_nothing_is_shown_before_the_log_in(visitor: TestClient) -> None:
    for path in ("/", "/deals", "/review", "/tr/deals", "/search?text=drone", "/account", "/nothing"):
        answer = visitor.get(path)
        assert answer.status_code == 303 and "/login" in answer.headers["location"], path
    for path in ("/deals.json", "/deals.csv", "/feed.atom", "/documents.json", "/sitemap.xml"):
        answer = visitor.get(path)
        assert answer.status_code == 401 and "Boxer" not in answer.text, path
    for path in ("/login", "/healthz", "/robots.txt", "/static/site.css"):
        assert visitor.get(path).status_code == 200, path


def test_log_in_goes_on_where_one_was_going(visitor: TestClient) -> None:
    asked = visitor.get("/deals?country=XKX")
    page = Page(visitor.get(asked.headers["location"]).text)
    then = next(attrs["value"] for _, attrs in page.elements if attrs.get("name") == "then")
    form = {"token": token(visitor), "name": "READER-one", "password": WORDS, "then": then}
    answer = visitor.post("/login", data=form)
    assert answer.status_code == 303 and answer.headers["location"] == "/deals?country=XKX"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "max-age=43200" in cookie
    assert visitor.get("/deals?country=XKX").status_code == 200
    assert "reader-one" in visitor.get("/account").text


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/a\nb"])
def test_log_in_leads_to_no_other_site(visitor: TestClient, then: str) -> None:
    form = {"token": token(visitor), "name": "reader-one", "password": WORDS, "then": then}
    assert visitor.post("/login", data=form).headers["location"] == "/"


def test_a_wrong_password_is_said_and_the_name_kept(visitor: TestClient) -> None:
    for name in ("reader-one", '"><b>nobody'):
        answer = visitor.post("/login", data={"token": token(visitor), "name": name, "password": "wrong words"})
        page = Page(answer.text)
        assert answer.status_code == 403 and "No account has this name" in page.text
        assert name in page.every("input", "value") and "wrong words" not in answer.text
    assert visitor.get("/deals").status_code == 303


def test_log_out_ends_the_session_on_the_server(visitor: TestClient) -> None:
    assert log_in(visitor, "reader-one") == 303
    kept = dict(visitor.cookies)
    assert visitor.post("/logout", data={"token": token(visitor, "/account")}).headers["location"] == "/login"
    visitor.cookies.update(kept)
    assert visitor.get("/deals").status_code == 303


def test_who_was_logged_out_meanwhile_gets_back_what_was_typed(visitor: TestClient) -> None:
    assert log_in(visitor, "analyst-one") == 303
    form = {"token": token(visitor, "/account"), "act": "correct", "value": "seven", "why": "a <b>long</b> reason"}
    visitor.cookies.clear()
    answer = visitor.post("/tr/review/deal/any", data=form | {"password": "not shown"})
    page = Page(answer.text)
    assert answer.status_code == 401 and answer.headers["cache-control"] == "no-store"
    assert "seven" in page.text and "a <b>long</b> reason" in page.text and "not shown" not in answer.text
    assert "/tr/login" in page.every("a", "href") and 'lang="tr"' in answer.text
    for wrong in ({"json": form}, {"content": b"a" * 100_000, "headers": FORM}):
        assert visitor.post("/review/deal/any", **wrong).status_code == 401  # type: ignore[arg-type]
    assert visitor.get("/tr/deals").headers["location"] == "/tr/login?then=/tr/deals"


def test_a_form_needs_its_token_and_its_own_site(visitor: TestClient) -> None:
    good = token(visitor)
    form = {"token": good, "name": "reader-one", "password": WORDS}
    for wrong in ("", "x", good[:-1], good.upper() + "é"):
        assert visitor.post("/login", data={**form, "token": wrong}).status_code == 403
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert visitor.post("/login", data=form, headers=headers).status_code == 403
    assert (
        visitor.post("/login", data=form, headers={"origin": HOST, "sec-fetch-site": "same-origin"}).status_code == 303
    )
    other = TestClient(visitor.app, base_url=HOST, follow_redirects=False)
    assert other.post("/login", data=form).status_code == 403  # another browser's token


def test_forms_are_read_within_bounds(visitor: TestClient) -> None:
    good = token(visitor)
    assert visitor.post("/login", content=b"a" * 100_000, headers=FORM).status_code == 413
    assert visitor.post("/login", content=b"&".join(b"a%d=1" % n for n in range(99)), headers=FORM).status_code == 400
    assert visitor.post("/login", content=b"name=%ff%fe", headers=FORM).status_code == 400
    assert visitor.post("/login", content="name=é".encode(), headers=FORM).status_code == 400
    assert visitor.post("/login", json={"token": good}).status_code == 415
    assert visitor.post("/login", files={"token": good.encode()}).status_code == 415
    assert visitor.post("/login", data={"token": good}).status_code == 400
    assert visitor.put("/login").status_code == 405 and visitor.get("/logout").status_code == 303


FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_ones_own_password(tmp_path: Path) -> None:
    place = site_fixtures.register(tmp_path)
    Accounts(place).add("ana", "reader", WORDS, "the test")
    client = TestClient(create(place), base_url=HOST, follow_redirects=False)
    assert log_in(client, "ana") == 303
    form = {"token": token(client, "/account"), "password": "wrong", "new": "seven low willows", "again": "other"}
    page = client.post("/account", data=form)
    assert page.status_code == 400 and "This is not your password." in page.text
    assert "This is not what stands above it." in page.text
    page = client.post("/account", data={**form, "password": WORDS, "new": "short", "again": "short"})
    assert page.status_code == 400 and "too short" in page.text
    page = client.post("/account", data={**form, "new": "short"})
    assert "This is not your password." in page.text and "too short" in page.text
    done = client.post("/account", data={**form, "password": WORDS, "again": "seven low willows"})
    assert done.status_code == 303
    assert client.get("/account").status_code == 303
    assert log_in(client, "ana") == 403 and log_in(client, "ana", "seven low willows") == 303


def test_pages_of_one_role_are_not_kept_for_another(visitor: TestClient) -> None:
    """The answers that are kept know the role: what was made for an editor is not shown to a reader."""
    reader = TestClient(visitor.app, base_url=HOST, follow_redirects=False)
    assert log_in(visitor, "editor-one") == log_in(reader, "reader-one") == 303
    assert re.search(r'href="/audit"', visitor.get("/deals").text)
    assert not re.search(r'href="/audit"', reader.get("/deals").text)
    assert TestClient(visitor.app, base_url=HOST, follow_redirects=False).get("/deals").status_code == 303


# The command


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    place = site_fixtures.register(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", StringIO(f"{WORDS}\n"))
        where = [] if "--register" in words else ["--register", place]
        code = main(["accounts", *where, *words])
        out, err = capsys.readouterr()
        return code, out, err

    code, out, _ = run("add", "ana", "--role", "analyst", "--register", place)
    assert code == 0 and "no account is an editor" in out
    code, out, _ = run("list")
    assert code == 0 and re.search(r"ana +analyst", out) and "1 account" in out
    assert run("role", "ana", "editor")[1] == "ana is now editor\n" and "editor" in run()[1]
    code, _, err = run("add", "ana")
    assert code == 2 and err.count("\n") == 1 and "choose another" in err
    assert run("password", "ana")[0] == 0
    code, out, err = run("token", "ana", "--days", "3")
    assert code == 0 and re.fullmatch(r"[\w-]{43}\n", out) and "Authorization" in err
    assert run("token", "nobody")[0] == 2
    code, out, _ = run("remove", "ana")
    assert code == 0 and "nobody has an account now" in out
    assert main(["accounts", "--register", str(tmp_path / "none.db")]) == 2
    assert tell.ROLES == ROLES


# What was done


def test_the_audit_page_tells_who_did_what(guarded: str, visitor: TestClient) -> None:
    with Register.open(guarded) as register:
        deal = str(query.deals(register)[0]["id"])
        review.judge(
            register, Verdict("correct", deal, "analyst-one", field="status", value="refused", why="=they said")
        )
        register.refresh()
    assert log_in(visitor, "editor-one") == 303
    page = Page(visitor.get("/audit").text)
    assert "analyst-one" in page.text and "they said" in page.text and f"/deals/{deal}" in page.every("a", "href")
    assert "logged in" in page.text and "account added" in page.text
    rows = visitor.get("/audit.json").json()["acts"]
    assert [row["made"] for row in rows] == sorted((row["made"] for row in rows), reverse=True)
    lines = visitor.get("/audit.csv").text.splitlines()
    assert len(lines) == len(rows) + 1 and any("'=they said" in line for line in lines)  # no formula for a spreadsheet


def test_the_audit_page_goes_back_in_time(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("materiel.tell.live.audit.PER_PAGE", 2)
    assert log_in(visitor, "editor-one") == 303
    seen, path = [], "/audit.json"
    while path:
        told = visitor.get(path).json()
        seen += [row["made"] for row in told["acts"]]
        path = told["next"]
    assert len(seen) == len(set(seen)) >= 4 and seen == sorted(seen, reverse=True)
    assert 'rel="next"' in visitor.get("/audit").text
