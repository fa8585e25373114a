"""Transfer: one deal of SIPRI's register, and what its names and descriptions mean in the codebook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from materiel import packs


@dataclass(frozen=True, slots=True)
class Transfer:
    """A deal as SIPRI's register has it.

    ``supplier`` and ``recipient`` are codes (armed groups by name), empty where unknown; ``rows`` are the lines of the
    file that tell it. A field in ``doubts`` is marked as uncertain. ``condition`` is that of the goods (New, Second
    hand, ...). ``tiv`` are SIPRI's trend-indicator values in millions (per unit, of the order, of what was delivered):
    theirs, never ours.
    """

    rows: tuple[int, ...]
    supplier: str
    recipient: str
    designation: str
    description: str
    category: str
    id: str | None = None
    order_year: int | None = None
    ordered: int | None = None
    delivered: int | None = None
    delivery_years: tuple[int, ...] = ()
    condition: str = ""
    comments: str = ""
    local: bool = False
    doubts: frozenset[str] = frozenset()
    tiv: tuple[float | None, float | None, float | None] = (None, None, None)
    delivered_in: tuple[tuple[int, int | None], ...] = ()
    """(year, number) of the deliveries; the number is None where the layout tells the sum alone."""


class UnknownName(ValueError):
    """Names of parties that no table knows; ``names`` are these, each with the first line that has it."""

    def __init__(self, names: Mapping[str, int]) -> None:
        listed = ", ".join(f"{name!r} (line {line})" for name, line in list(names.items())[:8])
        more = f" and {len(names) - 8} more" if len(names) > 8 else ""
        super().__init__(
            f"no state or group of this name is known: {listed}{more}; add it to data/reference/sipri.toml or mend the "
            "file; nothing was imported"
        )
        self.names = dict(names)


def party(name: str) -> str | None:
    """The code of a party as SIPRI writes it; "" for an unknown one, None for a name that no table knows.

    A name with a star is an armed group or an organisation and is kept as it is where no pack knows it.
    """
    bare = name.strip().rstrip("*").strip()
    low = bare.casefold()
    if not bare or low.startswith(tuple(_told()["nobody"]["starts"])):
        return ""
    known = _told()["names"].get(low) or _names().get(low)
    return known or (bare if "*" in name else None)


def category(description: str) -> str:
    """The category of the codebook for a description; the first of several ("trainer/combat aircraft") decides."""
    low = description.casefold()
    for rule in _told()["category"]:
        if any(_stands(word, low) for word in rule["words"]):
            return str(rule["is"])
    return "other"


def columns() -> Mapping[str, str]:
    """The field, or ``FIELD doubt``, that a column's header stands for."""
    told = _told()
    found = {name: field for field, names in told["columns"].items() for name in names}
    return found | {name: f"{field} doubt" for field, names in told["doubts"].items() for name in names}


def is_marked(cell: str) -> bool:
    """Whether a cell of a column of marks says yes."""
    return cell.strip().casefold() in _told()["marks"]["yes"]


def is_table_of_values(line: str) -> bool:
    """Whether the first line of a file is that of a table of trend-indicator values by year."""
    return line.strip('"﻿ ').casefold().startswith(tuple(_told()["not_registers"]["starts"]))


def _stands(word: str, text: str) -> bool:
    if word.startswith("="):
        return bool(re.search(rf"(?<![\w-]){re.escape(word[1:])}(?![\w-])", text))
    return word in text


def _told() -> Mapping[str, Any]:
    return packs.toml("reference", "sipri.toml")


@cache
def _names() -> Mapping[str, str]:
    """Names of states and groups in English, in small letters, to their codes."""
    found: dict[str, str] = {}
    for row in packs.table("gazetteer", "names", "en.csv"):
        if row["kind"] == "name":
            found.setdefault(row["form"].casefold(), row["iso3"])
    for known in (packs.groups(), packs.states()):
        found |= {row["name"].casefold(): code for code, row in known.items()}
    return found
