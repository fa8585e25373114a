"""``materiel reference``: which reference data there are."""

from __future__ import annotations

import json

from materiel import packs
from materiel.commands.grid import say, table
from materiel.commands.screen import several
from materiel.record.store import Register
from materiel.weigh.reference import BUNDLED, Reference


def show(place: str, form: str) -> int:
    """Prints the imported editions, the latest first, and the bundled table."""
    with Register.open(place, create=False) as register:
        editions = Reference(register).editions()
    public = packs.table("reference", "public.csv")
    if form == "json":
        fields = ("kind", "name", "title", "digest", "counts", "imported")
        listed = [{name: getattr(one, name) for name in fields} for one in editions]
        bundled = {"kind": "bundled", "name": "public.csv", "title": BUNDLED, "counts": {"series": len(public)}}
        print(json.dumps([*listed, bundled], ensure_ascii=False, indent=1))
        return 0
    rows = []
    for one in editions:
        counts = ", ".join(f"{number} {name}" for name, number in one.counts.items())
        rows.append((one.kind, one.title, one.name, counts, one.imported[:10], one.digest[:12]))
    states = {row["country"] for row in public}
    years = [int(row["year"]) for row in public]
    told = f"{several(len(public), 'figure')} of {several(len(states), 'state')}, {min(years)} to {max(years)}"
    rows.append(("bundled", BUNDLED, "public.csv", told, "", ""))
    heads = ("Kind", "Title", "File", "Rows of the file", "Imported", "SHA-256")
    table(heads, [False] * len(heads), [[(part, "") for part in row] for row in rows])
    if not editions:
        say("Nothing is imported; `materiel import KIND FILE` adds an edition", "dim")
    return 0
