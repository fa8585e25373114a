"""The language in which a page is told: one of the files under ``lang/``; English where none is asked for.

An address that begins with a language's code (``/tr/deals``) is the same page in that language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

DEFAULT = "en"
SPOKEN: ContextVar[str] = ContextVar("spoken", default=DEFAULT)
"""The code of the language that is spoken now."""


def current() -> str:
    """The code of the language that is spoken now."""
    return SPOKEN.get()


@cache
def known() -> Mapping[str, Mapping[str, Any]]:
    """Code to words of every language of the site but English, whose words are those of the templates."""
    found = {}
    for place in sorted((files("materiel.tell") / "lang").iterdir(), key=lambda place: place.name):
        if place.name.endswith(".toml"):
            found[place.name[:-5]] = tomllib.loads(place.read_text("utf-8"))
    return found


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within it, pages are told in this language."""
    token = SPOKEN.set(code)
    try:
        yield
    finally:
        SPOKEN.reset(token)


def split(path: str) -> tuple[str, str]:
    """(language, path without it): ``/tr/deals`` is ``("tr", "/deals")``."""
    first, _, rest = path[1:].partition("/")
    return (first, f"/{rest}") if first in known() else (DEFAULT, path)


def at(path: str) -> str:
    """``path`` in the language that is spoken now."""
    return path if current() == DEFAULT else f"/{current()}{path}"


def told(text: str, **parts: Any) -> str:
    """An English phrase in the language that is spoken now, with its ``{parts}`` put in."""
    said = known().get(current(), {}).get("ui", {}).get(text, text)
    return str(said).format(**parts) if parts else str(said)
