"""Regions: the five of the world, some that are usual in the field, and the user's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from materiel import packs


@dataclass(frozen=True, slots=True)
class Region:
    """A name and the codes of its states."""

    key: str
    name: str
    states: tuple[str, ...]


class BadRegions(ValueError):
    """A file of regions that is not as it should be; the message says where and what to mend."""


@cache
def regions(own: str = "") -> Mapping[str, Region]:
    """Key to region; ``own`` is the path of a file with the user's, in the shape of ``[own.KEY]`` of regions.toml."""
    told = dict(packs.regions()) | dict(_own(own) if own else {})
    return {key: Region(key, row["name"], tuple(row["states"])) for key, row in told.items()}


def _own(place: str) -> Mapping[str, Any]:
    try:
        told = tomllib.loads(Path(place).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadRegions(f"{place}: {error}; give a file like [own.NAME] of regions.toml") from error
    rows = told.get("own")
    if not isinstance(rows, dict):
        raise BadRegions(f"{place}: there is no [own.NAME]; give each region a name and its states")
    for key, row in rows.items():
        wrong = [code for code in row.get("states", ()) if code not in packs.states()] if isinstance(row, dict) else []
        if not isinstance(row, dict) or not row.get("name") or not row.get("states") or wrong:
            raise BadRegions(f"{place}: [own.{key}] needs a name and states by code{f', not {wrong}' if wrong else ''}")
    return rows


def of(state: str, own: str = "") -> list[Region]:
    """The regions that a state belongs to."""
    return [region for region in regions(own).values() if state in region.states]
