"""Whatever answers, fetching is safe, in time, and polite. Hostile servers run on loopback."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from materiel.intake import fetch as room
from materiel.intake import visit
from materiel.intake.answer import Answer, Limits, Unfetchable
from materiel.intake.fetch import fetch, public
from materiel.intake.visit import Visitor

LOCAL = Limits(size=200_000, seconds=3.0, private=True)
PAGE = b"<html><body><p>A page.</p></body></html>"

Handle = Callable[[BaseHTTPRequestHandler], None]


def say(status: int = 200, body: bytes = PAGE, **headers: str) -> Handle:
    def handle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return handle


class Server:
    """A server whose paths answer as a test says; it remembers what it was asked."""

    def __init__(self) -> None:
        self.paths: dict[str, Handle] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                with suppress(OSError):
                    server.paths.get(self.path, say(404, b"no"))(self)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def refused(url: str, limits: Limits = LOCAL) -> str:
    started = time.monotonic()
    with pytest.raises(Unfetchable) as error:
        fetch(url, limits)
    assert time.monotonic() - started < 8
    return str(error.value)


def test_a_page_comes_as_it_is(server: Server) -> None:
    server.paths["/a"] = say(ETag='"1"', Content_Type="text/html")
    answer = fetch(server.url + "/a", LOCAL)
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, PAGE, '"1"')
    assert b"Content-Type: text/html" in answer.http and b"Content-Length" not in answer.http
    assert "materiel/" in server.asked[0][1]["user-agent"]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "http://", "//x", "data:,x", "http://x:99999/"]
)
def test_other_schemes_are_refused(url: str) -> None:
    assert "only http and https" in refused(url)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",
     "100.64.0.1", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "2130706433",
     "0x7f.1", "224.0.0.1", "[::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[fec0::1]", "[::ffff:0:7f00:1]", "192.0.0.8"],
)  # fmt: skip
def test_private_addresses_are_refused(host: str) -> None:
    assert refused(f"http://{host}/", Limits(seconds=3)).startswith(
        ("its host is on a private", "the host is not known")
    )


def test_what_a_name_resolves_to_counts(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo
    local = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]
    mixed = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80)), *local]
    for answer in (local, mixed):
        monkeypatch.setattr(room.socket, "getaddrinfo", lambda *a, answer=answer, **k: answer)
        assert "private" in refused("http://news.example/", Limits(seconds=3))
    monkeypatch.setattr(room.socket, "getaddrinfo", real)
    assert public("93.184.215.14") and public("2606:2800:220:1::1")


def test_redirects_are_checked_too(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    port = server.url.rsplit(":", 1)[1]
    real = room.public
    server.paths["/a"] = say(302, b"", Location="http://localhost.localdomain:1/")
    server.paths["/file"] = say(302, b"", Location="file:///etc/passwd")
    server.paths["/round"] = say(302, b"", Location="/round")
    assert "only http" in refused(server.url + "/file")
    assert "redirects" in refused(server.url + "/round")
    # the first host is taken for public, where it redirects to is not
    server.paths["/b"] = say(302, b"", Location=f"http://127.0.0.2:{port}/c")
    server.paths["/c"] = say()
    monkeypatch.setattr(room, "public", lambda address: address == "127.0.0.1" or real(address))
    assert "private" in refused(server.url + "/b", Limits(seconds=3))
    assert not any(path == "/c" for path, _ in server.asked)


def test_bombs_and_endless_bodies_are_cut(server: Server) -> None:
    bomb = gzip.compress(b"\0" * 30_000_000)
    server.paths["/bomb"] = say(200, bomb, Content_Encoding="gzip")
    server.paths["/deflate"] = say(200, zlib.compress(b"x" * 100), Content_Encoding="deflate")
    server.paths["/damaged"] = say(200, b"no gzip at all", Content_Encoding="gzip")
    server.paths["/brotli"] = say(200, b"?", Content_Encoding="br")

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(b"x" * 65536)

    server.paths["/endless"] = endless
    assert "larger than" in refused(server.url + "/bomb")
    assert "larger than" in refused(server.url + "/endless")
    assert "damaged" in refused(server.url + "/damaged")
    assert "not asked for" in refused(server.url + "/brotli")
    assert fetch(server.url + "/deflate", LOCAL).body == b"x" * 100


def test_what_is_packed_is_unpacked_or_refused(server: Server) -> None:
    squeeze = zlib.compressobj(wbits=-15)
    bodies = {
        "/gzip": gzip.compress(PAGE),
        "/zlib": zlib.compress(PAGE),
        "/raw": squeeze.compress(PAGE) + squeeze.flush(),
    }
    for path, body in bodies.items():
        server.paths[path] = say(200, body, Content_Encoding="gzip" if path == "/gzip" else "deflate")
        assert fetch(server.url + path, LOCAL).body == PAGE
    server.paths["/cut"] = say(200, gzip.compress(PAGE * 50)[:-12], Content_Encoding="gzip")
    assert "cut off" in refused(server.url + "/cut")
    server.paths["/none"] = say(302, b"", Location="http://[")
    assert "only http" in refused(server.url + "/none")


def test_slow_servers_are_cut(server: Server) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(200):
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(0.05)

    def headers(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(200):
            request.wfile.write(b"X-%d: 1\r\n" % number)
            request.wfile.flush()
            time.sleep(0.05)

    server.paths.update({"/drip": drip, "/headers": headers, "/silent": lambda request: time.sleep(9)})
    quick = Limits(seconds=1.0, private=True)
    for path in ("/drip", "/headers", "/silent"):
        assert "within 1 seconds" in refused(server.url + path, quick)


@pytest.mark.parametrize(
    "told", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", b"HTTP/9.9 abc\r\n\r\n"]
)
def test_what_is_no_http_fails_in_one_sentence(told: bytes) -> None:
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        connection, _ = listening.accept()
        connection.recv(4096)
        connection.sendall(told)
        connection.close()

    threading.Thread(target=answer, daemon=True).start()
    sentence = refused(f"http://127.0.0.1:{listening.getsockname()[1]}/")
    assert sentence and "\n" not in sentence
    listening.close()
    told = refused(f"http://127.0.0.1:{listening_port()}/")
    assert "connection failed" in told
    assert "Errno" not in told


def listening_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, [0.0]

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def visitor(delay: float = 5.0) -> tuple[Visitor, Clock]:
    clock = Clock()
    return Visitor(LOCAL, delay, clock.sleep, clock), clock


def test_robots_txt_is_obeyed_and_asked_for_once(server: Server) -> None:
    server.paths["/robots.txt"] = say(200, b"User-agent: *\nDisallow: /private\nCrawl-delay: 11\n")
    server.paths.update({"/a": say(), "/b": say(), "/private/x": say()})
    guest, clock = visitor()
    assert guest.get(server.url + "/a").status == 200
    with pytest.raises(Unfetchable, match=r"robots\.txt"):
        guest.get(server.url + "/private/x")
    guest.get(server.url + "/b")
    assert clock.slept[-1] == pytest.approx(11.0)
    assert [path for path, _ in server.asked].count("/robots.txt") == 1
    assert not any(path == "/private/x" for path, _ in server.asked)


def test_a_host_that_cannot_say_is_left_alone(server: Server) -> None:
    server.paths["/robots.txt"] = say(503)
    server.paths["/a"] = say()
    with pytest.raises(Unfetchable, match=r"robots\.txt"):
        visitor()[0].get(server.url + "/a")
    assert not any(path == "/a" for path, _ in server.asked)


def test_a_redirect_asks_the_other_host_too(server: Server) -> None:
    other = Server()
    other.paths["/robots.txt"] = say(200, b"User-agent: materiel\nDisallow: /\n")
    other.paths["/b"] = say()
    server.paths["/a"] = say(301, b"", Location=other.url + "/b")
    with pytest.raises(Unfetchable, match=r"robots\.txt"):
        visitor()[0].get(server.url + "/a")
    assert not any(path == "/b" for path, _ in other.asked)
    other.close()


def test_failures_are_tried_again_later_and_later(server: Server) -> None:
    answers = [say(503), say(429, b"", Retry_After="30"), say()]
    server.paths["/a"] = lambda request: answers.pop(0)(request)
    guest, clock = visitor()
    assert guest.get(server.url + "/a").status == 200
    assert clock.slept[-2:] == [pytest.approx(10.0), pytest.approx(30.0)]
    server.paths["/gone"] = say(410)
    with pytest.raises(Unfetchable) as error:
        guest.get(server.url + "/gone")
    assert error.value.refused


def test_rules_are_asked_for_again_after_a_day(server: Server) -> None:
    server.paths.update({"/a": say(), "/robots.txt": say(404)})
    guest, clock = visitor()
    guest.get(server.url + "/a")
    server.paths["/robots.txt"] = say(200, b"User-agent: *\nDisallow: /\n")
    clock.now += 80_000
    assert guest.get(server.url + "/a").status == 200
    clock.now += 10_000
    with pytest.raises(Unfetchable, match=r"robots\.txt"):
        guest.get(server.url + "/a")


def test_all_doors_of_a_host_share_its_delay(server: Server) -> None:
    other = Server()
    other.paths["/a"] = server.paths["/a"] = say()
    guest, clock = visitor()
    guest.get(server.url + "/a")
    guest.get(other.url + "/a")
    assert clock.slept[-1] == pytest.approx(5.0)
    other.close()


def test_a_visitor_that_is_stopped_waits_no_longer(server: Server) -> None:
    server.paths["/a"] = say()
    guest = Visitor(LOCAL, 60.0)
    guest.get(server.url + "/a")
    threading.Timer(0.2, guest.stop).start()
    started = time.monotonic()
    with pytest.raises(Unfetchable, match="ended"):
        guest.get(server.url + "/a")
    assert time.monotonic() - started < 30
    assert [path for path, _ in server.asked].count("/a") == 1


@pytest.mark.parametrize(
    ("told", "reserved"),
    [
        ({"X_Robots_Tag": "noai, noimageai"}, True),
        ({"X_Robots_Tag": "materiel: noai"}, True),
        ({"X_Robots_Tag": "noindex"}, False),
        ({"body": b'<meta name="robots" content="index, noai">'}, True),
        ({"body": b"<META content='noai' NAME=robots>"}, True),
        ({"body": b'<meta name="robots" content="index"><meta name="description" content="noai">'}, False),
    ],
)
def test_noai_is_a_reservation(server: Server, told: dict[str, Any], reserved: bool) -> None:
    server.paths["/a"] = say(200, **told)
    if reserved:
        with pytest.raises(Unfetchable, match="text and data mining"):
            visitor()[0].get(server.url + "/a")
    else:
        assert visitor()[0].get(server.url + "/a").status == 200


def test_looking_for_reservations_takes_no_long_time() -> None:
    started = time.process_time()
    for body in (b"<meta " * 33_000, b"<meta name=robots content='" + b"noai' " * 30_000, b"<meta name=" * 18_000):
        visit._reserves(Answer("https://x.example/", 200, {}, body, b""))
    assert time.process_time() - started < 5


def test_a_pattern_of_reservation_may_have_an_end(server: Server) -> None:
    server.paths["/.well-known/tdmrep.json"] = say(
        200, b'[{"location": "/a$", "tdm-reservation": 0}, {"location": "/*", "tdm-reservation": 1}]'
    )
    server.paths.update({"/a": say(), "/about": say()})
    guest, _ = visitor()
    assert guest.get(server.url + "/a").status == 200
    with pytest.raises(Unfetchable, match="text and data mining"):
        guest.get(server.url + "/about")


def test_reservations_of_mining_are_honoured(server: Server) -> None:
    server.paths["/header"] = say(tdm_reservation="1")
    server.paths["/meta"] = say(200, b'<html><head><META name="tdm-reservation" content="1"></head></html>')
    server.paths["/free"] = say(200, b'<html><meta name="tdm-reservation" content="0"></html>', tdm_reservation="0")
    server.paths["/well/x"] = server.paths["/well/free/x"] = say()
    server.paths["/.well-known/tdmrep.json"] = say(
        200, b'[{"location": "/well/free/*", "tdm-reservation": 0}, {"location": "/well/", "tdm-reservation": 1}]'
    )
    guest, _ = visitor()
    for path in ("/header", "/meta", "/well/x"):
        with pytest.raises(Unfetchable, match="text and data mining"):
            guest.get(server.url + path)
    for path in ("/free", "/well/free/x"):
        assert guest.get(server.url + path).status == 200
