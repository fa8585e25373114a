"""The site as one Starlette application."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import wraps

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from materiel.record.backend import address
from materiel.record.faults import RegisterError
from materiel.tell import (
    api,
    briefs,
    calendar,
    card,
    feeds,
    home,
    render,
    secure,
    seek,
    shelves,
    site,
    tongue,
    weighed,
)
from materiel.tell.cache import Cache
from materiel.tell.live import forms, ways
from materiel.tell.live.gate import Gate
from materiel.tell.live.store import Accounts
from materiel.tell.routes import ByFirst
from materiel.tell.source import Live, Source

View = Callable[[Request], Response]

log = logging.getLogger("materiel.tell")

BRIEFS = (
    "/briefs/states/{key}/{month}",
    "/briefs/regions/{key}/{month}",
    "/briefs/pairs/{supplier}/{recipient}/{month}",
)
WEIGHED = ("/states/{key}/weighed", "/regions/{key}/weighed", "/pairs/{supplier}/{recipient}/weighed")
FORMS = ((".md", briefs.markdown), (".pdf", briefs.pdf), ("", briefs.page))
ROUTES = (
    *((call.path, call.view) for call in api.CALLS),
    ("/api/openapi.json", api.describe),
    ("/", home.home),
    ("/deals", site.register),
    ("/deals/page/{page}", site.register),
    ("/deals/{id}/weighed", weighed.deal),
    ("/deals/{id}/card.png", card.card),
    ("/deals/{id}", site.deal),
    ("/documents", site.documents),
    ("/documents/page/{page}", site.documents),
    ("/documents/{id}", site.document),
    ("/pairs/{supplier}/{recipient}", shelves.topic),
    ("/pairs/{supplier}/{recipient}/page/{page}", shelves.topic),
    ("/calendar", calendar.years),
    ("/calendar/{key}", calendar.date),
    ("/search", seek.page),
    ("/sitemap.xml", feeds.sitemap),
    ("/sitemap-{number}.xml", feeds.sitemap_part),
    ("/robots.txt", feeds.robots),
    ("/404.html", site.not_found),
    ("/about", site.about),
    *((at, weighed.topic) for at in WEIGHED),
    *((f"{at}{ending}", view) for at in BRIEFS for ending, view in FORMS),
    *((f"/{kind}", shelves.index) for kind in shelves.KINDS),
    *((f"/{kind}/{{key}}", shelves.topic) for kind in shelves.KINDS),
    *((f"/{kind}/{{key}}/page/{{page}}", shelves.topic) for kind in shelves.KINDS),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """How a site is shown: the names it answers to (none means any), the path of the user's own regions, its own
    address where feeds must name it ("" means that of the request), whether its pages become files, which have no forms
    and only the quoted sentences, in which languages beside English these are (live, in all), and whether only this
    machine can reach it, so that one person may use it without an account."""

    hosts: tuple[str, ...] = secure.LOOPBACK
    regions: str = ""
    address: str = ""
    is_static: bool = False
    tongues: tuple[str, ...] = ()
    is_local: bool = True


def create(register_url: str | None = None, shown: Shown | None = None, source: Source | None = None) -> Starlette:
    """The site over the register at ``register_url`` (a path or a database address), or over another ``source``."""
    shown = shown or Shown()
    opened = Live(register_url) if register_url is not None and source is None else None
    held = source or opened
    if held is None:
        raise ValueError("the site needs a register; give its path or address")

    accounts = Accounts(register_url) if register_url is not None and not shown.is_static else None

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        for held_open in (opened, accounts):
            if held_open:
                held_open.close()

    is_near = register_url is not None and address(register_url).get_backend_name() == "sqlite"
    routes: list[Route | Mount] = [
        Route(path, _alone(view) if shown.is_static or (is_near and _is_light(path, view)) else _at_once(view))
        for path, view in ROUTES
    ]
    routes += [] if shown.is_static else ways.routes()
    routes.append(Mount("/static", _Static(packages=[("materiel.tell", "static")])))
    kept = [
        Middleware(Gate, accounts=accounts, is_local=shown.is_local, address=shown.address, late=forms.late),
        Middleware(Cache, generation=held.generation, ready=held.ready),
    ]
    app = Starlette(
        routes=[ByFirst(routes)],
        middleware=[
            Middleware(secure.Guard, hosts=shown.hosts),
            *([] if shown.is_static else kept),
            Middleware(Speaking),
        ],
        exception_handlers={HTTPException: _refused, RegisterError: _unreadable, Exception: _failed},
        lifespan=lifespan,
    )
    app.state.source, app.state.regions, app.state.accounts = held, shown.regions, accounts
    known = tongue.known()
    app.state.tongues = {code: known[code] for code in shown.tongues} if shown.is_static else known
    app.state.address, app.state.is_static = shown.address.rstrip("/"), shown.is_static
    return app


LIGHT = frozenset((
    site.deal, site.deal_json, site.document, site.document_json, site.documents, site.documents_json, site.register,
    site.register_json, shelves.topic, shelves.topic_json, calendar.date, feeds.atom, feeds.json_feed,
))  # fmt: skip
"""What is answered in a few thousandths of a second: a thread for it would take longer than it spares others."""

_WIDE = ("/regions", "/categories")
"""Lists that can hold a large part of the register."""


def _is_light(path: str, view: View) -> bool:
    return view in LIGHT and not path.startswith(_WIDE)


def _at_once(view: View) -> View:
    """``view`` with all that it asks answered as of one moment, and over one connection."""

    @wraps(view)
    def seen(request: Request) -> Response:
        held: Source = request.app.state.source
        with held.moment():
            return view(request)

    return seen


def _alone(view: View) -> Callable[[Request], Awaitable[Response]]:
    """The same without a thread: where nobody else waits meanwhile, or not for long."""
    seen = _at_once(view)

    async def answered(request: Request) -> Response:
        return seen(request)

    return answered


class Speaking:
    """Takes the language off the front of an address and tells the page in it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        code, path = tongue.split(scope.get("path", ""))
        if scope["type"] != "http" or code == tongue.DEFAULT:
            await self._app(scope, receive, send)
            return
        with tongue.speaking(code):
            await self._app({**scope, "path": path, "raw_path": path.encode()}, receive, send)


class _Static(StaticFiles):
    """Files whose address changes with their content may be kept for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200 and b"v=" in scope.get("query_string", b""):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


async def _refused(request: Request, error: Exception) -> Response:
    """A page, or JSON, for what is not there or not allowed."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    reason = error.detail if isinstance(error, HTTPException) else ""
    return _told(request, status, reason)


async def _unreadable(request: Request, error: Exception) -> Response:
    """A page for a register that cannot be read now; its place stays in the log."""
    log.error("%s", error)
    return _told(request, 503, "")


async def _failed(request: Request, error: Exception) -> Response:
    """A page for a fault of ours; the log has the rest. The guard does not see this answer, so its headers are set."""
    response = _told(request, 500, "")
    response.headers.update(secure.HEADERS)
    return response


def _told(request: Request, status: int, reason: str) -> Response:
    if request.url.path.endswith(".json"):
        return render.data(request, {"error": reason or "The request failed.", "status": status}, status)
    if request.url.path.endswith((".csv", ".jsonl", ".atom", ".xml", ".txt")):
        return render.answer(f"{reason or 'The request failed.'}\n", "text/plain", status)
    values = {"status": status, "reason": reason, "is_form": request.method == "POST", "typed": forms.typed(request)}
    return render.page(request, "error.html", values, status)
