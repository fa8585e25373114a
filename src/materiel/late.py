"""Late: libraries that are imported when they are first used, so that commands that need none do not wait for them."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Late:
    """Stands for the library of a name and gives its parts; the first one asked for imports it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, part: str) -> Any:
        found = getattr(import_module(self._name), part)
        setattr(self, part, found)
        return found
