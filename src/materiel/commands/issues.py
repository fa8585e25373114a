"""``materiel issues``: what was not understood, and where."""

from __future__ import annotations

import json
from collections import Counter

from rich.box import SIMPLE_HEAD
from rich.table import Table

from materiel.commands.screen import console, several, styled
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
    out = console()
    if found:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        for name in ("Input", "Kind", "Issue"):
            table.add_column(name, overflow="fold")
        for one in found:
            place_in_text = f" ({one['start']} to {one['end']})" if one["start"] is not None else ""
            table.add_row(styled(one["name"]), styled(one["kind"]), styled(f"{one['message']}{place_in_text}"))
        out.print(table)
    kinds = Counter(one["kind"] for one in found)
    counted = ", ".join(f"{number} {name}" for name, number in sorted(kinds.items()))
    out.print(styled(f"{several(len(found), 'issue')}{f': {counted}' if found else ''}", "dim"))
    return 0
