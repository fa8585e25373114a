"""Places: states and regions by the names that people type."""

from __future__ import annotations

from difflib import get_close_matches

from materiel import packs
from materiel.weigh.indicator import Missing


def known(code: str) -> str:
    """The code of a state given by code or English name; ``Missing`` with the nearest names where there is none."""
    names = {key.casefold(): key for key in packs.states()}
    names |= {row["name"].casefold(): key for key, row in packs.states().items()}
    low = code.strip().casefold()
    if low in names:
        return names[low]
    near = [f"{names[name]} ({packs.state_name(names[name])})" for name in get_close_matches(low, names, 3, 0.6)]
    hint = f"did you mean {' or '.join(dict.fromkeys(near))}?" if near else "give an ISO code such as XKX"
    raise Missing(f"{code!r} is no state; {hint}")


def region(name: str) -> tuple[str, ...]:
    """The states of a region by its key or name; ``Missing`` with the known ones where there is none."""
    regions = packs.toml("reference", "regions.toml")
    low = name.strip().casefold()
    for key, told in regions.items():
        if low in (key, told["name"].casefold()):
            return tuple(told["states"])
    raise Missing(f"{name!r} is no region; choose {', '.join(regions)}, or name states as SRB,XKX,ALB")


def around(state: str) -> tuple[str, ...]:
    """The states that share the smallest region with ``state``; itself alone where it is in none."""
    held = [
        tuple(told["states"]) for told in packs.toml("reference", "regions.toml").values() if state in told["states"]
    ]
    return min(held, key=len) if held else (state,)
