"""What stands between the network and the views: which hosts are answered, and the headers of every answer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST = 8000
"""Bytes of an address that is answered."""

MOST = 32_000
"""Bytes of all headers of a request that is answered."""

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:@/]+)(?::\d{1,5})?")


class Guard:
    """Adds ``HEADERS`` to every answer, and turns away a request that names another host.

    A page elsewhere that gets its own name to point at this machine could otherwise read a register that is served on
    the loopback. An empty ``hosts`` answers every name.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = LOOPBACK) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in _RAW if pair[0] not in there)]
            await send(message)

        refusal = self._refusal(scope)
        await (self._app(scope, receive, guarded) if refusal is None else refusal(scope, receive, guarded))

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        """Why a request is turned away; None for one that is answered."""
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) > 1 or not self._knows("".join(hosts)):
            return PlainTextResponse("This site does not answer to that host name.\n", status_code=400)
        if len(scope["path"]) + len(scope["query_string"]) > LONGEST:
            return PlainTextResponse("This address is too long.\n", status_code=414)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST:
            return PlainTextResponse("These headers are too long.\n", status_code=431)
        return None

    def _knows(self, host: str) -> bool:
        if not self._hosts:
            return True
        found = _HOST.fullmatch(host.strip())
        return found is not None and found[1].lower() in self._hosts
