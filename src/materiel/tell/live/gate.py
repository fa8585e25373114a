"""Gate: who asks, and whether a page is for them. Nothing behind it is answered to somebody who must log in first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request, cookie_parser
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from materiel.record.judgements import usual_reviewer
from materiel.tell import tongue
from materiel.tell import words as say
from materiel.tell.live.people import ROLES, Account
from materiel.tell.live.store import Accounts

COOKIE = "materiel"
"""Holds the token of a session."""

OPEN = ("/login", "/healthz", "/robots.txt")
OPEN_BELOW = "/static/"
"""Addresses that are answered to everybody."""

SAFE = ("GET", "HEAD", "OPTIONS")
Late = Callable[[Request], Awaitable[Response]]
KEY = "materiel.account"


class Gate:
    """Finds out whose request this is, for ``account``; turns away who must log in, and what comes from elsewhere.

    While nobody has an account and the site ``is_local``, whoever asks is the one local user. ``address`` is the
    site's own where a proxy stands before it. A form of somebody who must log in is answered by ``late``.
    """

    def __init__(self, app: ASGIApp, accounts: Accounts | None, is_local: bool, address: str, late: Late) -> None:
        self._app, self._accounts, self._is_local = app, accounts, is_local
        self._own, self._late = urlsplit(address).netloc.lower(), late

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        code, path = tongue.split(scope["path"])
        if scope["method"] not in SAFE and not self._is_own(headers):
            await _refusal(path, 403, tongue.told("This was sent from another site."))(scope, receive, send)
            return
        found = await self._asking(_shown(headers, scope["method"]))
        scope[KEY] = found
        if found is None and path not in OPEN and not path.startswith(OPEN_BELOW):
            is_program = headers.get("authorization", "").lower().startswith("bearer ")
            with tongue.speaking(code):
                if is_program:
                    answer = _unknown_token(path)
                elif scope["method"] == "POST" and not path.endswith(".json"):
                    answer = await self._late(Request({**scope, "path": path}, receive))
                else:
                    answer = _log_in_first(scope, path)
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _asking(self, token: str) -> Account | None:
        if self._accounts is None or self._accounts.is_absent():
            return local_user() if self._is_local else None
        if found := self._accounts.seen(token):
            return found
        return self._known(token) if self._accounts.is_near else await run_in_threadpool(self._known, token)

    def _known(self, token: str) -> Account | None:
        assert self._accounts is not None
        found = self._accounts.session(token)
        return local_user() if found is None and self._is_local and not self._accounts.any() else found

    def _is_own(self, headers: Headers) -> bool:
        """Whether a form was sent from a page of this site, as far as the browser says where it was."""
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = headers.get("origin")
        if origin is None:
            return True
        return urlsplit(origin).netloc.lower() in {headers.get("host", "").lower(), self._own} - {""}


def _shown(headers: Headers, method: str) -> str:
    """The token that a request shows: a browser's cookie, or what a program sends, which may only read."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and method in SAFE:
        return token.strip()
    return cookie_parser(headers.get("cookie", "")).get(COOKIE, "")


@cache
def local_user() -> Account:
    """Who works at this machine alone."""
    return Account(usual_reviewer(), "editor")


def account(request: Request) -> Account | None:
    """Whose request this is; None for somebody who is not logged in, and on sites that know no accounts."""
    found: Account | None = request.scope.get(KEY)
    return found


def check(request: Request, role: str | None) -> None:
    """Turns away (403) who may not do what ``role`` may; None lets everybody in."""
    asking = account(request)
    if role and (asking is None or not asking.may(role)):
        allowed = f" {tongue.told('or')} ".join(say.word("role_name", it) for it in ROLES[ROLES.index(role) :])
        raise HTTPException(403, tongue.told("This page is for accounts with the role {role}.", role=allowed))


def _log_in_first(scope: Scope, path: str) -> Response:
    if scope["method"] == "GET" and "." not in path.rpartition("/")[2]:
        query = scope["query_string"].decode("latin-1")
        then = quote(scope["path"] + (f"?{query}" if query else ""))
        return RedirectResponse(tongue.at("/login") + ("" if then == "/" else f"?then={then}"), 303)
    return _refusal(path, 401, tongue.told("Log in first."))


def _unknown_token(path: str) -> Response:
    reason = tongue.told("Programs read with a token that is known here and has not run out; they cannot write.")
    answer = _refusal(path, 401, reason)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _refusal(path: str, status: int, reason: str) -> Response:
    if path.endswith(".json"):
        return JSONResponse({"error": reason, "status": status}, status)
    return PlainTextResponse(f"{reason}\n", status)
