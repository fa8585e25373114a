"""Desk: where questions are put - about a state, a pair, a region or a deal.

``materiel.open("materiel.db").pair("SRB", "XKX").tension()`` gives one ``Indicator``.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Self

from materiel.record import naming, window
from materiel.record.version import FOREVER
from materiel.record.window import Window
from materiel.weigh.holdings import Holdings
from materiel.weigh.indicator import Missing
from materiel.weigh.places import known, region
from materiel.weigh.questions import Country, Deal, Pair, Region

_NOW = """
    SELECT deal_rows.row FROM deals
    JOIN deal_rows ON deal_rows.id = deals.id AND deal_rows.since = deals.since
    WHERE deals.id = :name AND deals.until = :now
"""


class Desk:
    """A register with its reference data. Use as a context manager, or ``close`` it."""

    def __init__(self, register: Window) -> None:
        self.held = Holdings(register)

    def close(self) -> None:
        """Ends all connections."""
        self.held.register.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def country(self, code: str) -> Country:
        """Questions about one state (ISO 3166-1 alpha-3, XKX, or its name); ``Missing`` where no pack knows it."""
        return Country(self.held, (known(code),))

    def pair(self, one: str, other: str) -> Pair:
        """Questions about two states."""
        if known(one) == known(other):
            raise Missing(f"a pair needs two states; {one} was given twice")
        return Pair(self.held, (known(one), known(other)))

    def region(self, name: str) -> Region:
        """Questions about a region of data/reference/regions.toml, or of some codes joined by commas."""
        if "," in name:
            return Region(self.held, tuple(dict.fromkeys(known(code) for code in name.split(",") if code.strip())))
        return Region(self.held, region(name))

    def deal(self, name: str) -> Deal:
        """Questions about a deal of the register; ``Missing`` where it holds none of this name."""
        ask = self.held.register.rows
        found = ask(_NOW, {"now": FOREVER, "name": naming.found(ask, name) or ""})
        if not found:
            near = ", ".join(naming.nearest(ask, name))
            hint = f"; the nearest are {near}" if near else "; `materiel deals --all` lists them"
            raise Missing(f"{name}: the register holds no deal of this name{hint}")
        return Deal(self.held, json.loads(found[0][0]))


def open(place: str | Path) -> Desk:
    """The desk of a register at a path or database address; ``RegisterError`` where there is none."""
    held = window.opened(place)
    if held is not None:
        return Desk(held)
    from materiel.record.store import Register  # only for what a look through a window cannot do

    register = Register.open(place, create=False)
    try:
        register.refresh()
    except BaseException:
        register.close()
        raise
    return Desk(register)
