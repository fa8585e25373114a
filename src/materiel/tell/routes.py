"""Routes: a site has some hundred; an address is held only against those that begin as it does."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.types import Receive, Scope, Send

_CHOSEN = "materiel.route"


class ByFirst(BaseRoute):
    """Routes by how their path begins (``_first``); those that begin alike are tried in their order."""

    def __init__(self, routes: Iterable[Route | Mount]) -> None:
        self.routes = tuple(routes)
        self._by: dict[str, list[BaseRoute]] = {}
        for route in self.routes:
            self._by.setdefault(_first(route.path), []).append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether one of them is meant; one that is meant by another method is better than none."""
        found: tuple[Match, Scope] = Match.NONE, {}
        for route in self._by.get(_first(scope["path"]), ()) if scope["type"] == "http" else ():
            match, child = route.matches(scope)
            if match is Match.FULL:
                return match, {**child, _CHOSEN: route}
            if match is Match.PARTIAL and found[0] is Match.NONE:
                found = match, {**child, _CHOSEN: route}
        return found

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands over to the one that was meant."""
        route: BaseRoute = scope[_CHOSEN]
        await route.handle(scope, receive, send)


def _first(path: str) -> str:
    """The first part of a path, as far as a dot, a hyphen or what stands for a name."""
    return path[1:].partition("/")[0].partition(".")[0].partition("-")[0].partition("{")[0]
