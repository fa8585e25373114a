"""A model server for tests: it speaks the OpenAI chat protocol on loopback, and errs as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Respond = Callable[["Asked"], "Response"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its number from 0, its body and headers."""

    number: int
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def document(self) -> str:
        """What was sent of the document."""
        return str(self.body["messages"][-1]["content"])


@dataclass(frozen=True, slots=True)
class Response:
    """What the server does: ``drip`` seconds between pieces of the content, for ever where ``endless``."""

    content: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0
    endless: bool = False


def said(text: str, tokens: int | None = 100) -> Response:
    """A well-formed reply in which the model says ``text``."""
    reply: dict[str, Any] = {"choices": [{"message": {"role": "assistant", "content": text}}]}
    if tokens is not None:
        reply["usage"] = {"total_tokens": tokens}
    return Response(json.dumps(reply).encode())


def told(*deals: dict[str, Any]) -> Response:
    """A reply in which the model claims these deals."""
    return said(json.dumps({"deals": list(deals)}, ensure_ascii=False))


@dataclass
class Model:
    """A running server: its address, and what it was asked."""

    url: str
    asked: list[Asked]


@contextmanager
def serving(respond: Respond) -> Iterator[Model]:
    """A server that answers every request by ``respond``."""
    asked: list[Asked] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                one = Asked(len(asked), body, dict(self.headers))
                asked.append(one)
            _send(self, respond(one))

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Model(f"http://127.0.0.1:{server.server_port}/v1", asked)
    finally:
        server.shutdown()
        server.server_close()


def _send(handler: BaseHTTPRequestHandler, response: Response) -> None:
    handler.send_response(response.status)
    for name, value in response.headers.items():
        handler.send_header(name, value)
    if not response.endless:
        handler.send_header("Content-Length", str(len(response.content)))
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    try:
        if response.drip:
            for at in range(len(response.content)):
                handler.wfile.write(response.content[at : at + 1])
                handler.wfile.flush()
                time.sleep(response.drip)
        handler.wfile.write(b"" if response.drip else response.content)
        while response.endless:
            handler.wfile.write(b" " * 65536)
    except OSError:
        pass  # the reader has hung up, as it should
