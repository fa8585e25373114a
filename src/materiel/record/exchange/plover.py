"""PLOVER: reactions as records of events, one JSON object a line (manual, draft 2.0)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from materiel import __version__, packs
from materiel.record.days import first
from materiel.types import digest

Row = Mapping[str, Any]


def written(reactions: Iterable[Row]) -> Iterator[str]:
    """A line for each reaction (query.reactions) that has a day, which PLOVER requires."""
    for one in reactions:
        if one["document"]["published"]:
            yield json.dumps(record(one), ensure_ascii=False) + "\n"


def record(one: Row) -> dict[str, Any]:
    """The record of one reaction. The text is the quoted sentence; its place is in code points of the document."""
    document, quotes = one["document"], one["quotes"]
    told: dict[str, Any] = {
        "id": digest(f"{document['id']} {one['actor']} {one['target']} {one['plover']} {one['deal']}")[:24],
        "has_event": True,
        "date": first(document["published"]),  # PLOVER wants a day
        "actor": [_entity(one["actor"])],
        "recipient": [_entity(one["target"])] if one["target"] else [],
        "event": [one["plover"]],
        "quad_code": packs.toml("codebook", "plover.toml")["quad"][one["plover"]],
        "event_scale": packs.toml("reference", "plover.toml")["event"][one["plover"]],
        "mode": [],
        "context": ["military"],
        "link": one["deal"],
        "coder": f"materiel {__version__}",
        "cite_info": {
            "url": document["url"],
            "title": document["title"],
            "language": document["lang"],
            "publication": document["outlet"],
            "coder": "materiel",
            "codebook": "PLOVER",
            "version": "draft 2.0",
        },
    }
    for quote in quotes[:1]:
        told["text"] = f"{quote['before']}{quote['exact']}{quote['after']}"
        told["text_info"] = {"start": quote["start"], "end": quote["end"], "sequence": 0}
    return told


def _entity(code: str) -> dict[str, Any]:
    known = code in packs.states() or code in packs.groups()
    return {"code": packs.toml("codebook", "plover.toml")["actors"].get(code, code if known else "REB"),
            "entity_text": packs.state_name(code)}  # fmt: skip
