"""Serving: the next free port, one line that says where, a quiet end, and raw requests that no client would send."""

from __future__ import annotations

import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from materiel.tell import serve

SERVE = "import sys; from materiel.tell.serve import serve; serve(sys.argv[1], '127.0.0.1', int(sys.argv[2]))"


FORM = (
    b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: %s\r\n\r\n"
)
CHUNKED = FORM.replace(b"Content-Length: %s", b"Transfer-Encoding: chunked")
"""The head of a form that is sent at once, and in pieces."""


def start(place: str, port: int) -> tuple[subprocess.Popen[str], str]:
    """A running site and the line that it printed."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, place, str(port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    ready, _, _ = select.select([process.stderr], [], [], 30)
    assert ready, "the site printed nothing in 30 seconds"
    return process, process.stderr.readline()


@pytest.fixture(scope="module")
def site(site_register: str) -> Iterator[int]:
    """The port of a running site."""
    process, line = start(site_register, 0)
    found = re.search(r":(\d+)/", line)
    assert found, line
    yield int(found[1])
    process.kill()
    process.communicate()


def ask(port: int, request: bytes) -> bytes:
    """The answer to a request as it stands; its head alone where the line is kept open."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request)
        answer = b""
        while part := line.recv(65536):
            answer += part
            if b"\r\n\r\n" in answer and b"Connection: close" not in request:
                break
    return answer


def test_answers_are_sent_at_once() -> None:
    with serve.listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP  # for which asyncio sets TCP_NODELAY


def test_a_taken_port_gives_way_to_the_next_and_an_interrupt_ends_it_quietly(site_register: str) -> None:
    with serve.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        process, line = start(site_register, port)
        found = re.fullmatch(
            r"Register at http://127\.0\.0\.1:(\d+)/ \(port (\d+) is taken\); stop with Ctrl-C\n", line
        )
        assert found and int(found[1]) > port == int(found[2])
        assert b" 200 " in ask(int(found[1]), b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "", "")


def test_an_address_that_is_not_ours() -> None:
    with pytest.raises(serve.NoAddress, match="--host"):
        serve.listen("203.0.113.1", 8000)
    with pytest.raises(serve.NoAddress, match="--host"):
        serve.listen("no-such-host.invalid", 8000)


def test_all_ports_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "TRIES", 1)
    with serve.listen("127.0.0.1", 0) as taken, pytest.raises(serve.NoAddress, match="--port"):
        serve.listen("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("::", False),
        ("name", False),
    ],
)
def test_what_only_this_machine_can_reach(host: str, loopback: bool) -> None:
    assert serve.is_loopback(host) is loopback


@pytest.mark.parametrize(
    "target",
    [
        b"/../../etc/passwd",
        b"/static/../app.py",
        b"/static/../../materiel/tell/app.py",
        b"/static/%2e%2e/app.py",
        b"/static/..%5capp.py",
        b"/static//etc/passwd",
        b"/static/%00",
        b"/deals/%00",
        b"/documents/../../etc/passwd",
        b"//evil.example/",
        b"/deals/" + b"a" * 20000,
        b"/%zz/%",
        b"/deals/%c0%ae%c0%ae/%ff",
        b"/review/deal/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        b"/review/contradiction/%00?field=%ff%00",
        b"/static/%252e%252e/app.py",
    ],
)
def test_path_tricks_on_the_wire(site: int, target: bytes) -> None:
    answer = ask(site, b"GET " + target + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    status = int(answer.split(b" ", 2)[1])
    assert 400 <= status < 500, answer[:200]
    assert b"root:" not in answer and b"import " not in answer


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /?text=" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n\r\nhello",
        b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\nhello",
        b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n\r\nhello",
        FORM % b"5" + b"\xff\xfe\x00\x01\x02",
        FORM % b"9" + b"a=%zz&b=%",
        FORM % b"300000" + b"a" * 300_000,
        FORM % b"20000" + b"a&" * 10_000,
        CHUNKED + b"".join(b"8000\r\n" + b"a" * 0x8000 + b"\r\n" for _ in range(8)) + b"0\r\n\r\n",
        CHUNKED + b"zz\r\nhello\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: materiel=" + b"a" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: 1\r\n" * 20_000 + b"\r\n",
    ],
)
def test_broken_requests_are_refused(site: int, request_: bytes) -> None:
    answer = ask(site, request_)
    assert 400 <= int(answer.split(b" ", 2)[1]) < 500, answer[:200]
    assert b" 200 " in ask(site, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")


def test_the_answer_does_not_name_the_server(site: int) -> None:
    head = ask(site, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").split(b"\r\n\r\n")[0].lower()
    assert b"\r\nserver:" not in head and b"uvicorn" not in head


def test_a_register_that_cannot_be_opened_is_said_at_once(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_text("This is no register.\n" * 100)
    done = subprocess.run([sys.executable, "-c", SERVE, str(broken), "0"], capture_output=True, text=True, timeout=30)
    assert done.returncode != 0 and "broken.db" in done.stderr


def test_workers_answer_and_end_with_the_first(site_register: str) -> None:
    command = [sys.executable, "-m", "materiel", "serve", "--register", site_register, "--port", "0", "--workers", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        found = re.search(r":(\d+)/", process.stderr.readline())
        assert found
        port = int(found[1])
        for _ in range(8):
            assert b" 200 " in ask(port, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    finally:
        process.kill()
        process.wait(20)
    for _ in range(100):
        try:
            ask(port, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        except (ConnectionRefusedError, ConnectionResetError):
            return
        except TimeoutError:  # it was still beginning
            continue
        time.sleep(0.1)
    raise AssertionError("a worker lives on without the first process")
