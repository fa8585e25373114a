"""The site as one Starlette application."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from materiel.record.backend import RegisterError
from materiel.tell import render, secure, site
from materiel.tell.source import Live, Source

log = logging.getLogger("materiel.tell")

ROUTES = (
    ("/", site.register),
    ("/deals", site.deals),
    ("/deals.json", site.register_json),
    ("/deals.csv", site.register_csv),
    ("/deals/{id}.json", site.deal_json),
    ("/deals/{id}", site.deal),
    ("/documents", site.documents),
    ("/documents.json", site.documents_json),
    ("/documents/{id}.json", site.document_json),
    ("/documents/{id}", site.document),
    ("/states/{code}", site.state),
    ("/about", site.about),
    ("/healthz", site.health),
)


def create(
    register_url: str | None = None, hosts: Iterable[str] = secure.LOOPBACK, source: Source | None = None
) -> Starlette:
    """The site over the register at ``register_url`` (a path or a database address), or over another ``source``.

    ``hosts`` are the names it answers to; none means any.
    """
    opened = Live(register_url) if register_url is not None and source is None else None

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        if opened:
            opened.close()

    if opened is None and source is None:
        raise ValueError("the site needs a register; give its path or address")
    routes: list[Route | Mount] = [Route(path, view) for path, view in ROUTES]
    app = Starlette(
        routes=[*routes, Mount("/static", _Static(packages=[("materiel.tell", "static")]))],
        middleware=[
            Middleware(secure.Guard, hosts=tuple(hosts)),
            Middleware(GZipMiddleware, minimum_size=800, compresslevel=5),
        ],
        exception_handlers={HTTPException: _refused, RegisterError: _unreadable, Exception: _failed},
        lifespan=lifespan,
    )
    app.state.source = source or opened
    return app


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
    return render.page(request, "error.html", {"status": status, "reason": reason}, status)
