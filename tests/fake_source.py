"""A source of deals without a database: what the site needs of one, made from readings by the plainest rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from materiel import statements
from materiel.coding import deal_dict
from materiel.tell.params import Asked
from materiel.types import Deal, Document, Page, Reading

Row = dict[str, Any]
Told = tuple[Document, Deal]


class Fake:
    """Answers as ``record.query`` does; ``asked`` keeps the queries it was given."""

    def __init__(self, read: Iterable[tuple[Page, Reading]]) -> None:
        self.readings = {reading.document.digest[:12]: reading for _, reading in read}
        told: dict[str, list[Told]] = defaultdict(list)
        for reading in self.readings.values():
            for deal in reading.deals:
                told[_name(deal)].append((reading.document, deal))
        self.told = dict(told)
        self.asked: list[Asked] = []

    def deals(self, asked: Asked, limit: int, offset: int) -> Sequence[Row]:
        self.asked.append(asked)
        return self._matching(asked)[offset : offset + limit]

    def count(self, asked: Asked) -> int:
        return len(self._matching(asked))

    def deal(self, name: str) -> Row | None:
        if name not in self.told:
            return None
        cells: dict[str, list[Row]] = defaultdict(list)
        for document, deal in self.told[name]:
            for path, value in statements.values(deal).items():
                if deal.evidence.get(path):
                    _add(cells[path], value, document, deal.evidence[path])
        told = [reading for reading in self.readings.values() if any(_name(deal) == name for deal in reading.deals)]
        return self._row(name) | {
            "cells": [{"field": path, "values": values} for path, values in cells.items()],
            "documents": [_card(reading.document) for reading in told],
            "reactions": [_reaction(reading.document, it) for reading in told for it in reading.reactions],
            "figures": [_figure(reading.document, it) for reading in told for it in reading.figures],
        }

    def document(self, name: str) -> Row | None:
        reading = self.readings.get(name)
        if reading is None:
            return None
        document = reading.document
        quotes = [
            {"start": quote.start, "end": quote.end, "deal": _name(deal), "field": path}
            for deal in reading.deals
            for path, found in deal.evidence.items()
            for quote in found
        ]
        blocks = [
            {"kind": block.kind, "start": block.start, "end": block.end, "table": block.table, "cells": [*block.cells]}
            for block in document.blocks
        ]
        return _card(document) | {
            "script": document.script, "text": document.text, "blocks": blocks, "quotes": quotes,
            "deals": [self._row(_name(deal)) for deal in reading.deals],
            "reactions": [_reaction(document, it) for it in reading.reactions],
            "figures": [_figure(document, it) for it in reading.figures],
            "issues": [{"kind": it.kind, "message": it.message, "start": it.start, "end": it.end} for it in reading.issues],
        }  # fmt: skip

    def _matching(self, asked: Asked) -> list[Row]:
        rows = [self._row(name) for name in self.told]
        sides = [asked.role] if asked.role else ["supplier", "recipient"]
        kept = [
            row
            for row in rows
            if (not asked.country or any(asked.country in row[side] for side in sides))
            and (not asked.status or row["status"] == asked.status)
            and (not asked.category or any(it["category"] == asked.category for it in row["weapons"]))
            and (not asked.text or asked.text.casefold() in str(row["weapons"]).casefold())
            and (not asked.since or (row["last_reported"] or "") >= asked.since)
        ]
        return sorted(kept, key=lambda row: (row["first_reported"] or "", row["id"]), reverse=asked.sort[:1] == "-")

    def _row(self, name: str) -> Row:
        document, deal = self.told[name][0]
        days = sorted(it.published for it, _ in self.told[name] if it.published)
        row = deal_dict(deal)
        del row["evidence"]
        origins = {it.origin or it.outlet for it, _ in self.told[name]}
        return {"origin": [], "refused_by": []} | row | {
            "id": name, "reports": len(self.told[name]), "origins": len(origins),
            "first_reported": days[0] if days else None, "last_reported": days[-1] if days else None,
        }  # fmt: skip


def _name(deal: Deal) -> str:
    weapon = deal.weapons[0].designation or deal.weapons[0].name
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in weapon.lower()).strip("-")
    return f"{'-'.join(deal.supplier)}-{'-'.join(deal.recipient)[:3]}-{plain[:20]}".replace("<", "").replace("/", "")


def _add(values: list[Row], value: Any, document: Document, quotes: Iterable[Any]) -> None:
    found = next((it for it in values if it["value"] == value), None)
    if found is None:
        found = {"value": value, "preferred": not values, "reports": 0, "origins": 0, "quotes": []}
        values.append(found)
    found["reports"] += 1
    found["origins"] += 1
    found["quotes"] += [_quote(document, quote) for quote in quotes]


def _card(document: Document) -> Row:
    return {
        "id": document.digest[:12], "title": document.title, "outlet": document.outlet, "byline": document.byline,
        "published": document.published, "origin": document.origin, "url": document.url, "lang": document.lang,
    }  # fmt: skip


def _quote(document: Document, quote: Any) -> Row:
    text = document.text
    first = text.rfind("\n", 0, quote.start) + 1
    last = text.find("\n", quote.end)
    card = _card(document)
    return {
        "document": card["id"], "title": card["title"], "outlet": card["outlet"], "published": card["published"],
        "url": card["url"], "lang": card["lang"], "start": quote.start, "end": quote.end, "exact": quote.exact,
        "before": text[first : quote.start], "after": text[quote.end : last if last > 0 else len(text)],
    }  # fmt: skip


def _reaction(document: Document, it: Any) -> Row:
    quotes = [_quote(document, quote) for quote in dict.fromkeys(q for found in it.evidence.values() for q in found)]
    return {"actor": it.actor, "target": it.target, "plover": it.plover, "quotes": quotes}


def _figure(document: Document, it: Any) -> Row:
    quotes = [_quote(document, quote) for quote in dict.fromkeys(q for found in it.evidence.values() for q in found)]
    return {
        "country": it.country, "measure": it.measure, "amount": it.amount, "currency": it.currency, "year": it.year,
        "quotes": quotes,
    }  # fmt: skip
