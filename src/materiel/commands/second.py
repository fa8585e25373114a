"""Second: the second reader as the command line, ``materiel.toml`` and the environment describe it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from materiel.commands.screen import Refused
from materiel.second.budget import parsed
from materiel.second.cache import Cache, folder
from materiel.second.doubt import DOUBTFUL, KEPT
from materiel.second.endpoint import Endpoint
from materiel.second.reader import Second

SETTINGS = "materiel.toml"
"""Settings in the working folder; its table ``[second]`` holds these, all optional."""

FORMS: Mapping[str, type | tuple[type, ...]] = {
    "url": str, "model": str, "key_env": str, "budget": str, "send": str, "parallel": int, "seconds": (int, float),
}  # fmt: skip

KEY = "MATERIEL_SECOND_KEY"
"""The environment variable that holds the server's key, unless ``key_env`` names another."""


def reader(given: Mapping[str, str | None]) -> Second | None:
    """The second reader that is asked for, or None.

    ``given`` holds what stands on the command line: second, model, budget, send; each goes before the file's. Raises
    ``Refused`` where something is missing or wrong.
    """
    told = settings() | {name: value for name, value in (("url", given["second"]), *given.items()) if value}
    told.pop("second", None)
    if not told.get("url"):
        if any(given.values()):
            raise Refused("--model, --budget and --send belong to a second reader; name its server with --second URL")
        return None
    if not told.get("model"):
        raise Refused(f"{told['url']}: name the model to ask there with --model NAME")
    if told.get("send", DOUBTFUL) not in (DOUBTFUL, KEPT):
        raise Refused(f"{SETTINGS}: send = {told['send']!r} is neither doubtful nor kept; give one of them")
    key = os.environ.get(told.get("key_env", KEY))
    try:
        endpoint = Endpoint(told["url"], told["model"], key, float(told.get("seconds", 120)))
        budget = parsed(told.get("budget", ""))
    except ValueError as error:
        raise Refused(str(error)) from error
    cache = Cache(folder() / "second.db")
    return Second(endpoint, cache, budget, told.get("send", DOUBTFUL), max(1, told.get("parallel", 4)))


def settings() -> dict[str, Any]:
    """``[second]`` of ``materiel.toml`` in the working folder; empty where there is none."""
    try:
        told = tomllib.loads(Path(SETTINGS).read_text("utf-8")).get("second", {})
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{SETTINGS}: {error}; mend the file") from error
    if not isinstance(told, dict):
        raise Refused(f"{SETTINGS}: [second] must be a table; mend the file")
    for name, value in told.items():
        if name not in FORMS or not isinstance(value, FORMS[name]) or isinstance(value, bool):
            raise Refused(f"{SETTINGS}: [second] {name} = {value!r} is not understood; it knows {', '.join(FORMS)}")
    return told
