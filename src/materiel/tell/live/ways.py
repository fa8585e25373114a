"""Ways: the addresses that only a running site has, each with its method, the role that it takes, and what answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from materiel.tell import capture
from materiel.tell.live import audit, entry, forms, review
from materiel.tell.live.gate import check
from materiel.tell.source import source


@dataclass(frozen=True, slots=True)
class Way:
    """An address and a method. ``role`` None lets everybody in; ``answer`` takes the request, and for POST the form."""

    path: str
    method: str
    role: str | None
    answer: Callable[..., Response]


WAYS = (
    Way("/login", "GET", None, entry.log_in),
    Way("/login", "POST", None, entry.logged_in),
    Way("/logout", "POST", "reader", entry.log_out),
    Way("/account", "GET", "reader", entry.own),
    Way("/account", "POST", "reader", entry.change),
    Way("/documents/{id}/page", "GET", "reader", capture.page),
    Way("/review", "GET", "analyst", review.queue),
    Way("/review.json", "GET", "analyst", review.queue_json),
    Way("/review/history", "GET", "analyst", review.history),
    Way("/review/undo", "POST", "analyst", review.undo),
    Way("/review/deal/{deal}", "GET", "analyst", review.deal),
    Way("/review/deal/{deal}", "POST", "analyst", review.decide),
    Way("/review/{kind}/{deal}", "GET", "analyst", review.case),
    Way("/review/{kind}/{deal}", "POST", "analyst", review.answer),
    Way("/audit", "GET", "editor", audit.page),
    Way("/audit.json", "GET", "editor", audit.page_json),
    Way("/audit.csv", "GET", "editor", audit.page_csv),
)


def routes(ways: Iterable[Way] = WAYS) -> list[Route]:
    """One route for each address, whatever its methods."""
    by_path: dict[str, dict[str, Way]] = {}
    for way in ways:
        by_path.setdefault(way.path, {})[way.method] = way
    return [Route(path, _view(by_method), methods=list(by_method)) for path, by_method in by_path.items()]


def _view(by_method: dict[str, Way]) -> Callable[[Request], Any]:
    async def view(request: Request) -> Response:
        way = by_method["GET" if request.method == "HEAD" else request.method]
        check(request, way.role)
        if way.method == "POST":
            return await run_in_threadpool(way.answer, request, await forms.read(request))
        return await run_in_threadpool(_at_once, request, way)

    return view


def _at_once(request: Request, way: Way) -> Response:
    """What a page shows is all of one moment."""
    with source(request).moment():
        return way.answer(request)
