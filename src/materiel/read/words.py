"""Words of the text reader as data: ``data/text/*.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words(name: str) -> dict[str, Any]:
    """The table ``data/text/NAME.toml``. Read only; raises FileNotFoundError for a name that does not exist."""
    return tomllib.loads((files("materiel") / "data" / "text" / f"{name}.toml").read_text(encoding="utf-8"))
