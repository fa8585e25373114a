"""``materiel issues``: what was not understood, and where."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from materiel.commands import grid
from materiel.commands.screen import several
from materiel.record import query
from materiel.record.store import Register


def show(place: str, kind: str | None, form: str) -> int:
    """Prints the issues of the readings in force and the inputs that failed; of one ``kind`` where it is given."""
    with Register.open(place, create=False) as register:
        register.refresh()
        found = query.issues(register, kind)
    if form == "jsonl":
        for one in found:
            print(json.dumps(one, ensure_ascii=False))
        return 0
    kinds = Counter(one["kind"] for one in found)
    counted = ", ".join(f"{number} {name}" for name, number in sorted(kinds.items()))
    rows = [grid.plain(one["name"], one["kind"], f"{one['message']}{_where(one)}") for one in found]
    grid.listing(("Input", "Kind", "Issue"), rows, f"{several(len(found), 'issue')}{f': {counted}' if found else ''}")
    return 0


def _where(one: Mapping[str, Any]) -> str:
    return "" if one["start"] is None else f" ({one['start']} to {one['end']})"
