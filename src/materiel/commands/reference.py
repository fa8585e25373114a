"""``materiel reference``: which reference data there are."""

from __future__ import annotations

import json
from typing import Any

from materiel import packs
from materiel.commands.grid import say, table
from materiel.record.store import Register
from materiel.weigh.reference import BUNDLED, Reference

FIELDS = ("kind", "name", "title", "digest", "counts", "imported")


def show(place: str, form: str) -> int:
    """Prints the imported editions, the latest first, and the bundled series."""
    with Register.open(place, create=False) as register:
        editions = Reference(register).editions()
    listed = [*({name: getattr(one, name) for name in FIELDS} for one in editions), *_bundled()]
    if form == "json":
        print(json.dumps(listed, ensure_ascii=False, indent=1))
        return 0
    heads = ("Kind", "Title", "File", "What it holds", "Imported", "SHA-256")
    table(heads, [False] * len(heads), [[(part, "") for part in _row(one)] for one in listed])
    say(f"bundled: {BUNDLED}, each series from one edition of its publisher's", "dim")
    if not editions:
        say("Nothing is imported; `materiel import KIND FILE` adds an edition", "dim")
    return 0


def _bundled() -> list[dict[str, Any]]:
    """The series of the bundled table: what each is, its edition, and how far it reaches."""
    public = packs.table("reference", "public.csv")
    found = []
    for source in packs.table("reference", "sources.csv"):
        rows = [row for row in public if row["source"] == source["source"]]
        years = [int(row["year"]) for row in rows]
        counts = {"figures": len(rows), "states": len({row["country"] for row in rows})}
        title = f"{source['title']}; {source['publisher']}"
        span = {"first": min(years), "last": max(years)}
        found.append({"kind": "bundled", "name": "public.csv", "title": title, "counts": counts, **span})
    return found


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    counts = ", ".join(f"{number} {name}" for name, number in one["counts"].items())
    if "first" in one:
        counts += f", {one['first']} to {one['last']}"
    return one["kind"], one["title"], one["name"], counts, one.get("imported", "")[:10], one.get("digest", "")[:12]
