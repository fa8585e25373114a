"""Names: the codes that sources use for states - English names, Correlates of War numbers - as ISO 3166-1 alpha-3."""

from __future__ import annotations

from functools import cache

from materiel import packs
from materiel.record.arms import plain


def state(name: str) -> str | None:
    """The code of a state by code or English name, as the packs and data/reference/names.csv write it; None if unknown.

    ``Korea, South`` is KOR; accents, case and signs do not matter.
    """
    return _names().get(plain(name))


def cow(code: float | str) -> str | None:
    """The code of a Correlates of War (or Gleditsch-Ward) number; None if unknown.

    A number stands for one state through its changes: 345 is SRB (Yugoslavia before), 365 RUS (the Soviet Union
    before), 260 DEU. Extinct states have their name (``Bavaria``).
    """
    try:
        return _numbers().get(int(float(code)))
    except ValueError:
        return None


def successor(code: str) -> str:
    """The state that continues one that is no more, as ``cow`` counts it: SUN is RUS, YUG is SRB; others themselves."""
    return {"SUN": "RUS", "YUG": "SRB", "SCG": "SRB", "YAR": "YEM"}.get(code, code)


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, row in packs.states().items():
        found |= {plain(code): code, plain(row["name"]): code}
    for row in packs.table("gazetteer", "names", "en.csv"):
        if row["kind"] == "name":
            found.setdefault(plain(row["form"]), row["iso3"])
    return found | {plain(row["name"]): row["code"] for row in packs.table("reference", "names.csv")}


@cache
def _numbers() -> dict[int, str]:
    return {int(row["number"]): row["code"] for row in packs.table("reference", "cow.csv")}
