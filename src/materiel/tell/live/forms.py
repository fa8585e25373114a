"""Forms: what is typed into the pages of a running site, read within bounds and only from our own pages."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from materiel.tell import render
from materiel.tell.live.gate import COOKIE, account
from materiel.tell.tongue import told

LARGEST = 64 << 10
"""Bytes of a form; the longest note fits ten times."""

FIELDS = 60
TYPED = ("value", "other", "why")
"""The fields that people write into; a password is never given back."""

NONCE = "materiel-form"
"""The cookie that a form of somebody without a session is bound to."""

Form = Mapping[str, str]


def page(request: Request, template: str, values: Mapping[str, Any], status: int = 200) -> Response:
    """A page with forms: their token is ``token``; nobody keeps a copy of the page."""
    bound = _bound(request) or secrets.token_urlsafe(24)
    made = render.page(request, template, {**values, "token": _token(bound)}, status)
    made.headers["Cache-Control"] = "no-store"
    if not _bound(request):
        keep(request, made, NONCE, bound)
    return made


def keep(request: Request, answer: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Gives the browser a cookie that scripts cannot read and other sites cannot send."""
    safe = request.url.scheme == "https" or request.app.state.address.startswith("https://")
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=safe)


async def read(request: Request) -> Form:
    """What was sent by POST: 415 for no form, 413 for too much of it, 403 without the token of our own page. Where it
    is turned away from here on, what was typed is shown with the reason."""
    form = request.state.typed = await _fields(request)
    bound = _bound(request)
    if not bound or not compare_digest(form.get("token", "").encode(), _token(bound).encode()):
        raise HTTPException(
            403, told("This form is too old or not from here; go back, load the page and send it again.")
        )
    return form


async def late(request: Request) -> Response:
    """What somebody gets who was logged out before the form was sent: all that was typed."""
    with suppress(HTTPException):  # no form of ours: there is nothing to keep
        request.state.typed = await _fields(request)
    values = {"status": 401, "reason": "", "is_form": True, "typed": typed(request)}
    made = render.page(request, "error.html", values, 401)
    made.headers["Cache-Control"] = "no-store"
    return made


def typed(request: Request) -> Form:
    """What people typed into the form of this request; nothing of it is lost where the form is not taken."""
    sent: Form = getattr(request.state, "typed", {})
    return {name: sent[name] for name in TYPED if sent.get(name, "").strip()}


async def _fields(request: Request) -> Form:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, told("This is no form of this site."))
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(413, told("This is more than the form takes."))
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except ValueError as error:
        raise HTTPException(400, told("This form cannot be read.")) from error
    return {name: value.replace("\r\n", "\n") for name, value in pairs}


def _bound(request: Request) -> str:
    """What the forms of this reader are bound to: their session, or a number that only their browser knows."""
    session = request.cookies.get(COOKIE, "") if account(request) is not None else ""
    return session or request.cookies.get(NONCE, "")


def _token(bound: str) -> str:
    return sha256(f"form of {bound}".encode("utf-8", "replace")).hexdigest()
