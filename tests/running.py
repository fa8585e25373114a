"""Running: a site that answers on loopback, for tests that need a real server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from materiel.tell import serve
from materiel.tell.app import create


@contextmanager
def running(register: str) -> Iterator[str]:
    """The address of a site over a register, for as long as it is wanted."""
    listener = serve.listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create(register), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listener.close()
