"""An address is read as a page or a feed, kept in the archive, and brought back to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from materiel.cli import main
from materiel.commands import tasks
from materiel.intake import visit
from materiel.intake.address import is_feed_file, is_list
from materiel.record import query
from materiel.record.store import Register
from materiel.tell.app import Shown, create
from test_fetch import Server, say
from test_watch import ATOM, DEMO, RSS, SITEMAP, server

__all__ = ["server"]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "POLITE", 0.0)
    monkeypatch.setattr(visit.time, "sleep", lambda seconds: None)


def serve(server: Server, count: int = 3) -> str:
    """The address of a feed of demo pages."""
    for path in DEMO[:count]:
        server.paths[f"/{path.stem}"] = say(200, path.read_bytes(), Content_Type="text/html")
    links = "".join(f"<item><link>{server.url}/{path.stem}</link></item>" for path in DEMO[:count])
    server.paths["/feed"] = say(
        200, f"<rss><channel>{links}<item><link>{server.url}/gone</link></item></channel></rss>".encode()
    )
    return server.url + "/feed"


def test_lists_are_told_from_pages(tmp_path: Path) -> None:
    assert all(is_list(content) for content in (RSS, ATOM, SITEMAP, b'{"version": "https://jsonfeed.org/version/1"}'))
    xhtml = b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head/><body/></html>'
    assert not any(is_list(content) for content in (xhtml, b"<html>", b'{"text": "x"}', b""))
    assert not is_feed_file(str(tmp_path))


def test_a_page_is_read_kept_and_brought_back(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    serve(server)
    address = f"{server.url}/{DEMO[0].stem}"
    assert main(["read", address, "--allow-private"]) == 0
    assert main(["read", address, "--allow-private"]) == 0
    assert b"0 new" in capfdbinary.readouterr().out
    with Register.open("materiel.db") as register:
        (document,) = query.documents(register, 10, 0)
    assert document["url"]
    assert main(["show", document["id"], "--page"]) == 0
    assert capfdbinary.readouterr().out == DEMO[0].read_bytes()
    with TestClient(create("materiel.db"), base_url="http://127.0.0.1") as client:
        answer = client.get(f"/documents/{document['id']}/page")
        assert answer.content == DEMO[0].read_bytes()
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["content-security-policy"]
        assert f"/documents/{document['id']}/page" in client.get(f"/documents/{document['id']}").text
        assert client.get("/documents/nothing/page").status_code == 404
    with TestClient(create("materiel.db", Shown(is_static=True)), base_url="http://127.0.0.1") as client:
        assert client.get(f"/documents/{document['id']}/page").status_code == 404
        assert "As captured" not in client.get(f"/documents/{document['id']}").text


def test_a_feed_gives_its_entries_from_the_web_and_from_a_file(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    address = serve(server)
    assert main(["read", address, "--allow-private"]) == 1  # one entry is gone
    told = capfd.readouterr()
    assert "3 pages read, 3 new, 1 failed" in told.out and "answers 404" in told.err
    Path("feed.xml").write_bytes(server_body(address))
    assert main(["read", "feed.xml", "--allow-private"]) == 1
    assert "3 pages read, 0 new, 1 failed" in capfd.readouterr().out
    assert main(["archive", "verify"]) == 0
    assert "3 captures whole" in capfd.readouterr().out


def server_body(address: str) -> bytes:
    import urllib.request

    with urllib.request.urlopen(address) as answer:
        return bytes(answer.read())


def test_addresses_are_refused_as_everywhere(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    serve(server)
    server.paths["/robots.txt"] = say(200, b"User-agent: *\nDisallow: /")
    assert main(["read", server.url + "/feed"]) == 1
    assert "private network" in capfd.readouterr().err
    assert main(["read", server.url + "/feed", "--allow-private"]) == 1
    assert "robots.txt" in capfd.readouterr().err
    assert main(["read", "--text", server.url + "/feed", "--allow-private"]) == 1
