"""Feeds of every kind are followed, unchanged ones are not fetched again, and a source that fails stops no other."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from materiel import packs
from materiel.cli import main
from materiel.commands import watch as watch_command
from materiel.intake import visit
from materiel.intake import watch as watching
from materiel.intake.feeds import NoList, announced, items
from materiel.intake.shelf import State
from materiel.intake.sources import Source, SourceError, load, written
from materiel.intake.watch import due
from materiel.record import query
from materiel.record.store import Register
from test_fetch import Server, say

DEMO = sorted((Path(__file__).parents[1] / "src" / "materiel" / "demo").glob("*.html"))
BASE = "https://news.example/section/"

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><link>https://news.example/</link>
<item><title>One</title><link> /a </link><pubDate>Mon, 30 Nov 2026 10:00:00 GMT</pubDate></item>
<item><title>Two &nbsp; &</title><guid>https://news.example/b</guid></item><item><link>/a</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="/self" rel="self"/><entry><title>One</title>
<link rel="enclosure" href="/x.mp3"/><link rel="alternate" href="/a"/><updated>2026-11-30</updated></entry></feed>"""
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/a</loc><news:news><news:publication_date>2026-11-30</news:publication_date>
<news:title>One</news:title></news:news></url></urlset>"""
JSON = json.dumps(
    {"version": "1.1", "items": [{"url": "/a", "title": "One", "date_published": "2026-11-30"}, 5]}
).encode()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(visit, "DELAY", 0.0)
    monkeypatch.setattr(visit.Visitor.__init__, "__defaults__", (None, 0.0, lambda seconds: None, visit.time.monotonic))
    made = Server()
    yield made
    made.close()


@pytest.mark.parametrize("content", [RSS, ATOM, SITEMAP, JSON], ids=["rss", "atom", "sitemap", "json"])
def test_every_kind_of_list_is_read(content: bytes) -> None:
    found = items(content, BASE)
    assert found[0].url == "https://news.example/a"
    assert (found[0].title, bool(found[0].published)) == ("One", True)
    assert [item.url for item in found[1:]] == (["https://news.example/b"] if content is RSS else [])


def test_sections_and_announced_feeds() -> None:
    page = (
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed">'
        b'<link rel="alternate" type="application/rss+xml" href="/comments/feed"></head><body><a href="/">Home</a>'
        b'<a href="/2026/11/serbia-signs-contract">Serbia signs a contract for howitzers</a>'
        b'<a href="https://other.example/2026/11/serbia-signs">Serbia signs a contract for howitzers</a></body></html>'
    )
    assert [item.url for item in items(page, BASE)] == ["https://news.example/2026/11/serbia-signs-contract"]
    assert announced(page, BASE) == ["https://news.example/feed"]


def test_a_list_is_told_whatever_it_is_wrapped_in() -> None:
    assert items(gzip.compress(SITEMAP), BASE) == items(SITEMAP, BASE)
    with pytest.raises(NoList, match="damaged"):
        items(gzip.compress(SITEMAP)[:20] + b"x" * 20, BASE)
    with pytest.raises(NoList, match="larger than"):
        items(gzip.compress(b"<urlset>" + b" " * 50_000_000), BASE)
    page = b"""<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>
    <a href="/2026/11/serbia-signs-contract">Serbia signs a contract for howitzers</a></body></html>"""
    assert [item.url for item in items(page, BASE)] == ["https://news.example/2026/11/serbia-signs-contract"]


def test_of_a_long_sitemap_the_newest_come_first() -> None:
    urls = "".join(f"<url><loc>/{n}</loc><lastmod>{2000 + n // 100}-01-{n % 28 + 1:02}</lastmod></url>"
                   for n in range(2500))  # fmt: skip
    found = items(f"<urlset>{urls}</urlset>".encode(), BASE)
    assert len(found) == 1000
    assert {(item.published or "")[:4] for item in found[:100]} == {"2024"}


def test_an_address_that_is_none_is_passed_over() -> None:
    feed = b"<rss><item><link>http://[bad</link></item><item><link>https://news.example/a</link></item></rss>"
    for base in (BASE, ""):
        assert [item.url for item in items(feed, base)] == ["https://news.example/a"]


def test_nesting_costs_no_long_time() -> None:
    started = time.process_time()
    link = b"<a href=/2026/11/serbia-signs-x>word word word word "
    assert len(items(b"<html>" + b"<table><td>" + (b"<table><td>" + link) * 20_000 + b"x" * 1_000_000, BASE)) <= 1
    assert len(items(b"<urlset>" + b"<url><loc>/a</loc>" * 30_000 + b"</url>" * 30_000 + b"</urlset>", BASE)) == 1
    assert time.process_time() - started < 20


def test_hostile_feeds_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><rss><item><link>&a;</link></item></rss>'
    for content in (bomb, b"<rss><channel>", b'{"items": 5}', b"[" * 100_000):
        with pytest.raises(NoList):
            items(content, BASE)


def test_mutated_feeds_give_a_sentence_or_a_list() -> None:
    chance = random.Random(11)
    for content in (RSS, ATOM, SITEMAP, JSON):
        for _ in range(200):
            changed = bytearray(content)
            for _ in range(chance.randint(1, 8)):
                at = chance.randrange(max(1, len(changed)))
                if changed and chance.random() < 0.5:
                    changed[at] = chance.randrange(256)
                else:
                    del changed[at : at + chance.randint(1, 60)]
            try:
                assert all(item.url.startswith("http") for item in items(bytes(changed), BASE))
            except NoList as reason:
                assert str(reason)


def test_when_a_source_is_due() -> None:
    source = Source("x", "https://x.example/", interval=60)
    assert due(source, State(source.url), 1e9)
    state = State(source.url, tried=1e9)
    assert not due(source, state, 1e9 + 3599) and due(source, state, 1e9 + 3600)
    state.failures = 2
    assert not due(source, state, 1e9 + 3600 * 3) and due(source, state, 1e9 + 3600 * 4)
    state.failures = 50
    assert due(source, state, 1e9 + 86_400)


def test_the_starter_file_is_sound() -> None:
    sources = load(Path(str(packs.data("sources.toml"))))
    assert len(sources) >= 60
    assert len({source.country for source in sources}) >= 15
    assert all(source.country for source in sources)
    assert {source.language for source in sources} <= set(packs.languages())
    assert {"en", "sr", "sq", "tr"} <= {source.language for source in sources}


@pytest.mark.parametrize(
    "text",
    ["", "x", "[[source]]\nname = 'a'", "[[source]]\nname='a'\nurl='ftp://x'", "[[source]]\nname='a'\nurl='http://x'\nkind='y'",
     "[[source]]\nname='a'\nurl='http://x'\ninterval=1", "[[source]]\nname='a'\nurl='http://x'\nother=1",
     "[[source]]\nname='a'\nurl='http://x'\ncountry='ZZZ'"],
)  # fmt: skip
def test_faults_of_the_file_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "s.toml").write_text(text)
    with pytest.raises(SourceError, match=r"s\.toml"):
        load(tmp_path / "s.toml")


def test_sources_survive_writing(tmp_path: Path) -> None:
    sources = [
        Source('A "quoted" nåme', "https://x.example/", "feed", "SRB", "sr", 30),
        Source("B", "http://y.example/"),
    ]
    (tmp_path / "s.toml").write_text(written(sources), "utf-8")
    assert load(tmp_path / "s.toml") == sources


def test_a_watch_from_feed_to_register(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    links = "".join(f"<item><link>{server.url}/{path.stem}</link></item>" for path in DEMO[:3])
    feed = f"<rss><channel>{links}</channel></rss>".encode()

    def conditional(request: BaseHTTPRequestHandler) -> None:
        same = request.headers.get("If-None-Match") == '"7"'
        (say(304, b"") if same else say(200, feed, ETag='"7"'))(request)

    server.paths["/feed"] = conditional
    server.paths["/"] = say(
        200, b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'
    )
    server.paths["/damaged"] = say(200, b"<rss><channel>")
    for path in DEMO[:3]:
        server.paths[f"/{path.stem}"] = say(200, path.read_bytes(), Content_Type="text/html")
    assert main(["sources", "--allow-private", "add", server.url + "/"]) == 0
    assert load("sources.toml")[0].url == server.url + "/feed"
    assert main(["sources", "--allow-private", "add", server.url + "/"]) == 2
    broken = [Source("Broken", server.url + "/damaged", "feed"), Source("Gone", server.url + "/gone", "feed")]
    Path("sources.toml").write_text(written([*broken, *load("sources.toml")]), "utf-8")
    assert main(["watch", "--once", "--allow-private"]) == 1
    assert "3 pages, 3 new" in capsys.readouterr().out
    with Register.open("materiel.db") as register:
        assert query.count(register) > 0
    assert main(["archive", "verify"]) == 0
    before = len(server.asked)
    assert main(["watch", "--once", "--allow-private"]) == 1
    again = [(path, headers.get("if-none-match")) for path, headers in server.asked[before:]]
    assert ("/feed", '"7"') in again
    assert not any(path == f"/{one.stem}" for path, _ in again for one in DEMO)
    capsys.readouterr()
    assert main(["sources"]) == 0
    told = capsys.readouterr().out
    assert "3 sources" in told and "answers 404" in told.replace("\n", " ")


def feed(server: Server, paths: list[Path]) -> bytes:
    for path in paths:
        server.paths[f"/{path.stem}"] = say(200, path.read_bytes(), Content_Type="text/html")
    links = "".join(f"<item><link>{server.url}/{path.stem}</link></item>" for path in paths)
    return f"<rss><channel>{links}</channel></rss>".encode()


def test_the_address_of_a_feed_is_added_as_it_is(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    server.paths["/news.xml"] = say(200, feed(server, DEMO[:1]))
    assert main(["sources", "add", "--allow-private", server.url + "/news.xml"]) == 0
    assert [(source.url, source.kind) for source in load("sources.toml")] == [(server.url + "/news.xml", "feed")]


def test_what_failed_for_now_is_tried_again_although_the_feed_is_unchanged(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    whole = feed(server, DEMO[:3])

    def conditional(request: BaseHTTPRequestHandler) -> None:
        same = request.headers.get("If-None-Match") == '"1"'
        (say(304, b"") if same else say(200, whole, ETag='"1"'))(request)

    server.paths["/feed"] = conditional
    good, path = server.paths[f"/{DEMO[1].stem}"], f"/{DEMO[1].stem}"
    server.paths[path] = say(503)
    Path("sources.toml").write_text(written([Source("A", server.url + "/feed", "feed")]), "utf-8")
    assert main(["watch", "--once", "--allow-private"]) == 1
    server.paths[path] = good
    before = len(server.asked)
    assert main(["watch", "--once", "--allow-private"]) == 0
    assert [asked for asked, _ in server.asked[before:] if asked.startswith("/0")] == [path]
    before = len(server.asked)
    assert main(["watch", "--once", "--allow-private"]) == 0
    assert ("/feed", '"1"') in [(asked, told.get("if-none-match")) for asked, told in server.asked[before:]]


def test_a_site_is_searched_for_its_feed_once_and_again_when_that_is_gone(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    home = (
        b'<html><body><a href="/2026/11/serbia-signs-contract">Serbia signs a contract for howitzers</a></body></html>'
    )
    server.paths["/"] = say(200, home)
    server.paths["/2026/11/serbia-signs-contract"] = say(200, DEMO[0].read_bytes(), Content_Type="text/html")
    Path("sources.toml").write_text(written([Source("A", server.url + "/", "site")]), "utf-8")

    def asked() -> set[str]:
        before = len(server.asked)
        main(["watch", "--once", "--allow-private"])
        return {path for path, _ in server.asked[before:]} - {"/robots.txt", "/.well-known/tdmrep.json"}

    assert {"/", "/feed/", "/rss", "/2026/11/serbia-signs-contract"} <= asked()
    assert asked() == {"/"}
    server.paths["/"] = say(404)
    for _ in range(watching.MOVED):
        assert asked() == {"/"}
    server.paths["/"] = say(200, home)
    assert "/feed/" in asked()


def test_a_sitemap_of_news_is_found_by_robots_txt(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    server.paths["/"] = say(200, b"<html><body>Home</body></html>")
    told = f"Sitemap: {server.url}/all.xml\nSitemap: {server.url}/news/1.xml.gz\n"
    server.paths["/robots.txt"] = say(200, told.encode())
    server.paths["/news/1.xml.gz"] = say(200, gzip.compress(SITEMAP))
    assert main(["sources", "--allow-private", "add", server.url + "/"]) == 0
    assert load("sources.toml")[0].url == server.url + "/news/1.xml.gz"


def test_a_watch_notices_that_its_file_was_changed(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    server.paths["/feed"] = server.paths["/other"] = say(200, feed(server, DEMO[:1]))
    first, second = Source("A", server.url + "/feed", "feed"), Source("B", server.url + "/other", "feed")
    Path("sources.toml").write_text(written([first]), "utf-8")
    steps = iter(["[[source]]", written([first, second]), None])

    def idle(_: float) -> None:
        text = next(steps)
        if text is None:
            raise KeyboardInterrupt
        Path("sources.toml").write_text(text, "utf-8")

    monkeypatch.setattr(watch_command.time, "sleep", idle)
    assert main(["watch", "--allow-private"]) == 130
    told = capsys.readouterr()
    assert "A: 1 page" in told.out and "B: 0 pages" in told.out
    assert told.err.count("watched on") == 1


def test_a_fault_of_ours_in_one_source_stops_no_other(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    server.paths["/bad"] = server.paths["/good"] = say(200, feed(server, DEMO[:1]))
    honest = watching.items

    def faulty(content: bytes, base: str) -> Any:
        if base.endswith("/bad"):
            raise KeyError("x")
        return honest(content, base)

    monkeypatch.setattr(watching, "items", faulty)
    made = [Source("Bad", server.url + "/bad", "feed"), Source("Good", server.url + "/good", "feed")]
    Path("sources.toml").write_text(written(made), "utf-8")
    assert main(["watch", "--once", "--allow-private"]) == 1
    told = capsys.readouterr()
    assert "Good: 1 page, 1 new" in told.out and "please report" in told.err


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_watch_that_is_killed_has_kept_what_it_saw_and_goes_on(tmp_path: Path) -> None:
    served = Server()
    served.paths["/feed"] = say(200, feed(served, DEMO[:14]))
    served.paths["/robots.txt"] = say(404)
    slow = served.paths[f"/{DEMO[12].stem}"]
    served.paths[f"/{DEMO[12].stem}"] = lambda request: (time.sleep(30), slow(request))[0]
    (tmp_path / "sources.toml").write_text(written([Source("A", served.url + "/feed", "feed")]), "utf-8")
    script = "from materiel.intake import visit\n"
    script += "visit.Visitor.__init__.__defaults__ = (None, 0.0, None, visit.time.monotonic)\n"
    script += "from materiel.cli import main; raise SystemExit(main(['watch', '--once', '--allow-private']))"

    def run() -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, stdout=subprocess.PIPE, text=True)

    first = run()
    assert first.stdout is not None
    assert "10 pages, 10 new" in first.stdout.readline()
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    served.paths[f"/{DEMO[12].stem}"] = slow
    before = len(served.asked)
    out, _ = run().communicate(timeout=300)
    assert sum(path.startswith(("/0", "/1")) for path, _ in served.asked[before:]) == 4, out
    with Register.open(tmp_path / "materiel.db") as register, register.reading() as connection:
        assert connection.exec_driver_sql("select count(*) from pages").scalar() == 14
    served.close()


def test_private_networks_are_refused_without_the_switch(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sources.toml").write_text(written([Source("Inside", server.url + "/feed", "feed")]), "utf-8")
    assert main(["watch", "--once"]) == 1
    assert "private network" in capsys.readouterr().err
    assert server.asked == []


def test_the_file_to_begin_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["watch"]) == 2
    assert "materiel sources init" in capsys.readouterr().err
    assert main(["sources", "init"]) == 0
    assert main(["sources", "init"]) == 2
    assert len(load("sources.toml")) >= 60
