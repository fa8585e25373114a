"""Parties: the code of a state or group that a person typed as code or as name."""

from __future__ import annotations

from difflib import get_close_matches

from materiel import packs


def code(text: str) -> str:
    """The code of ``text``: ``xkx`` and ``Kosovo`` are XKX.

    A longer name that no pack knows may be an armed group of the register and is kept; anything else raises
    ``ValueError`` with the names that look like it.
    """
    names: dict[str, str] = {}
    for known in (packs.states(), packs.groups()):
        for key, row in known.items():
            names |= {key.casefold(): key, row["name"].casefold(): key}
    low = text.strip().casefold()
    if low in names:
        return names[low]
    likely = [f"{names[name]} ({packs.state_name(names[name])})" for name in get_close_matches(low, names, 3, 0.7)]
    if likely or len(low) <= 3:
        hint = f"; did you mean {' or '.join(dict.fromkeys(likely))}?" if likely else "; give an ISO code such as XKX"
        raise ValueError(f"{text!r} is no state or organisation{hint}")
    return text.strip()
