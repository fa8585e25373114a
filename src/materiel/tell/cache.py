"""Answers that are kept: while the register is as it was, the same address has the same answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic

from isal import igzip
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from materiel.tell import tongue
from materiel.tell.live.gate import KEY
from materiel.tell.render import KEEP_ASKING

ROOM = 64 << 20
"""Bytes of answers that one process keeps."""

LARGEST = 4 << 20
"""Bytes above which one answer is not kept."""

FRESH = 1.0
"""Seconds for which the register is not asked again whether it has changed."""

KEPT = (200, 302, 404)
NEVER = ("/healthz", "/review", "/account", "/audit", "/login", "/logout")
Key = tuple[str, str, bytes]
"""The role of who asks, the path and the query."""

SMALL = 800  # bytes below which compressing gains nothing
LEVEL = 2  # of compression, of 0 to 3: a quarter of the time that zlib takes for as many bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, plain and (where that is shorter) compressed; headers without encoding, length and tag."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    packed: bytes
    tag: bytes

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed) + 512


class Cache:
    """Keeps answers to GET by address and role; all are dropped when ``generation`` gives another number.

    It compresses what it answers, and answers 304 where the reader has the same already. What ``ready`` has for a path
    is answered without asking the application.
    """

    def __init__(self, app: ASGIApp, generation: Callable[[], int], ready: Callable[[str], bytes | None]) -> None:
        self._app, self._ask, self._ready = app, generation, ready
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._size, self._generation, self._asked = 0, 0, -FRESH

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or _is_private(path):
            await self._app(scope, receive, send)
            return
        await self._refresh()
        asking = scope.get(KEY)
        key = (asking.role if asking else "", path, scope["query_string"])
        answer = self._kept.get(key)
        if answer is None and not scope["query_string"] and (page := self._ready(path)) is not None:
            answer = _of_json(page)
            self._keep(key, answer)
        elif answer is None:
            made = self._generation
            answer = await _recorded(self._app, {**scope, "method": "GET"}, receive, send, scope["method"])
            if answer is None:
                return
            if made == self._generation and answer.status in KEPT:
                self._keep(key, answer)
        else:
            self._kept.move_to_end(key)
        await _send(answer, scope, send)

    async def _refresh(self) -> None:
        now = monotonic()
        if now - self._asked < FRESH:
            return
        self._asked = now
        found = await run_in_threadpool(self._ask)
        if found != self._generation:
            self._kept.clear()
            self._size, self._generation = 0, found

    def _keep(self, key: Key, answer: Answer) -> None:
        if answer.size > LARGEST:
            return
        held = self._kept.pop(key, None)
        self._size += answer.size - (held.size if held else 0)
        self._kept[key] = answer
        while self._size > ROOM:
            _, oldest = self._kept.popitem(last=False)
            self._size -= oldest.size


def _is_private(path: str) -> bool:
    """Whether the answer may depend on more of who asks than their role."""
    return tongue.split(path)[1].startswith(NEVER)


async def _recorded(app: ASGIApp, scope: Scope, receive: Receive, send: Send, method: str) -> Answer | None:
    """The answer of ``app``; None where it was too long to hold and has been sent on."""
    started: list[Message] = []
    parts: list[bytes] = []
    size, passing = 0, False

    async def heard(message: Message) -> None:
        nonlocal size, passing
        if message["type"] == "http.response.start":
            started.append(message)
            return
        if message["type"] != "http.response.body":
            return
        body = message.get("body", b"")
        if passing:
            await send(message if method == "GET" else {**message, "body": b""})
            return
        parts.append(body)
        size += len(body)
        if size > LARGEST:
            passing = True
            await send(started[0])
            whole = b"".join(parts) if method == "GET" else b""
            await send({**message, "body": whole})
            parts.clear()

    await app(scope, receive, heard)
    if passing or not started:
        return None
    return _answer(started[0], b"".join(parts))


def _answer(start: Message, body: bytes) -> Answer:
    dropped = (b"content-length", b"etag")
    headers = tuple((name, value) for name, value in start["headers"] if name not in dropped)
    packed = igzip.compress(body, LEVEL, mtime=0) if len(body) >= SMALL and _is_text(headers) else b""
    return Answer(start["status"], headers, body, packed if len(packed) < len(body) else b"", _tag(body))


def _of_json(page: bytes) -> Answer:
    """Compressed JSON as ``render.data`` would have answered it."""
    body = igzip.decompress(page)  # type: ignore[no-untyped-call]
    return Answer(200, _JSON, body, page if len(page) < len(body) else b"", _tag(body))


def _tag(body: bytes) -> bytes:
    return b'W/"' + sha256(body).hexdigest()[:20].encode() + b'"'  # weak: it may travel compressed or not


_JSON = ((b"cache-control", KEEP_ASKING.encode()), (b"content-type", b"application/json"))


def _is_text(headers: tuple[tuple[bytes, bytes], ...]) -> bool:
    kind = dict(headers).get(b"content-type", b"")
    return kind.startswith(b"text/") or b"json" in kind or b"xml" in kind


async def _send(answer: Answer, scope: Scope, send: Send) -> None:
    asked = Headers(scope=scope)
    headers = list(answer.headers)
    body = answer.body
    if answer.status == 200:
        headers.append((b"etag", answer.tag))
        held = [part.strip() for part in asked.get("if-none-match", "").split(",")]
        if answer.tag.decode() in held or "*" in held:
            await _whole(send, 304, [pair for pair in headers if pair[0] in (b"etag", b"cache-control", b"vary")], b"")
            return
    if answer.packed:
        headers.append((b"vary", b"Accept-Encoding"))
        if "gzip" in asked.get("accept-encoding", ""):
            headers.append((b"content-encoding", b"gzip"))
            body = answer.packed
    headers.append((b"content-length", str(len(body)).encode()))
    await _whole(send, answer.status, headers, b"" if scope["method"] == "HEAD" else body)


async def _whole(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
