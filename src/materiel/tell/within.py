"""Within: pages of the site asked for in this process, as files are made of them, or to have what they need at hand."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette

SECONDS = 4.0
"""Processor time after which a walk ends; a reader waits for a start no longer."""

_PAGE = re.compile(rb'href="(/[^".?#]*)"(?! lang=)')
"""A link to a page; not to a file, a question, or the same page in another language."""


async def fetch(app: Starlette, path: str) -> tuple[int, bytes]:
    """The status and body of one page, asked for in this process."""
    status, is_asked = 0, False
    parts: list[bytes] = []
    bare, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "root_path": "",
        "path": unquote(bare), "raw_path": bare.encode(), "query_string": query.encode(), "server": ("localhost", 80),
        "headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 0),
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        nonlocal is_asked
        if is_asked:  # nobody hangs up
            await asyncio.Event().wait()
        is_asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return status, b"".join(parts)


async def walk(app: Starlette) -> None:
    """Asks for a page of each kind, from the front page on: templates, gazetteers and long lists are then at hand, and
    the first readers of a site need not wait for them. It ends after ``SECONDS`` of processor time: nearest the front
    page is what most ask for."""
    waiting, known = deque(("/", "/deals?text=tank", "/search?text=tank")), set()
    begun = time.process_time()
    while waiting and time.process_time() - begun < SECONDS:
        path = waiting.popleft()
        kind = (*path.split("/")[1:2], path.count("/"))
        if kind not in known:
            known.add(kind)
            _, body = await fetch(app, path)
            waiting += (found.decode() for found in _PAGE.findall(body))
