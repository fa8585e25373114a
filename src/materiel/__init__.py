"""materiel keeps a register of arms transfers in which every cell is a quotation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from materiel.weigh.desk import Desk

__version__ = "0.1.0"


def open(place: str | Path) -> Desk:
    """The desk of the register at a path or database address, for questions:
    ``materiel.open("materiel.db").pair("SRB", "XKX").tension()``."""
    from materiel.weigh import desk  # only here: `import materiel` alone must not bring databases with it

    return desk.open(place)
