"""The front page: what is new, where reports disagree, who supplies whom, and the regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, islice
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from materiel.record import browse
from materiel.record.days import first
from materiel.tell import map as atlas
from materiel.tell import regions, render, shelves, topics
from materiel.tell import words as say
from materiel.tell.source import Source, source
from materiel.tell.tongue import told

Row = Mapping[str, Any]
LATEST, CONTESTED, NEWS = 6, 6, 14
PAIRS = 200
"""Pairs of a year that are looked at: those of them that have places are drawn, the most frequent."""


def home(request: Request) -> Response:
    """The front page."""
    held = source(request)
    latest = held.latest({}, LATEST)
    pairs, year = _year(held, latest)
    values = {
        "latest": latest,
        "lead": _lead(held, latest),
        "contested": _contested(held),
        "days": _changed(held),
        "map": atlas.of(pairs, say.name),
        "pairs": _pages(pairs),
        "year_deals": year,
        "until": latest[0]["last_reported"] if latest else None,
        "regions": shelves.groups(request, "regions")[0][1],
        "tags": [link for link in shelves.groups(request, "categories")[0][1] if link[2]],
        "own": regions.regions(shelves.own(request)),
    }
    return render.page(request, "home.html", values)


def _year(held: Source, latest: Sequence[Row]) -> tuple[Mapping[tuple[str, str], int], int]:
    """The pairs of the deals last reported in the twelve months that end with the last report, and their number."""
    if not latest or not latest[0]["last_reported"]:
        return {}, 0
    end = latest[0]["last_reported"]
    last = date.fromisoformat(first(end))
    within = (last - timedelta(days=365)).isoformat(), f"{end}~"
    return held.ask(browse.flows, *within, PAIRS), held.ask(browse.count, {}, within)


def _pages(pairs: Mapping[tuple[str, str], int]) -> list[topics.Link]:
    """The pages of the most frequent pairs and of those that the map shows, the most frequent first."""
    chosen = {*islice(pairs.items(), atlas.MOST), *atlas.shown(pairs)}
    ranked = sorted(chosen, key=lambda one: (-one[1], one[0]))
    found = [(topics.pair(f"{one}/{other}"), number) for (one, other), number in ranked]
    return [(pair.path, pair.name, number) for pair, number in found if pair]


def _lead(held: Source, latest: Sequence[Row]) -> Mapping[str, Any] | None:
    """The latest deal with the sentence behind its status."""
    if not latest:
        return None
    whole = held.deal(latest[0]["id"])
    cell = next((one for one in (whole or {}).get("cells", ()) if one["field"] == "status"), None)
    quotes = cell["values"][0]["quotes"] if cell else []
    return {"deal": latest[0], "quotes": quotes[:1]}


def _contested(held: Source) -> Sequence[Row]:
    """The deals on which reports disagree in most cells, among the last reported of those where they do."""
    rows = held.latest({"disputed": [""]}, 100)
    return sorted(rows, key=lambda row: (-len(row["disputed"]), -row["origins"], row["id"]))[:CONTESTED]


def _changed(held: Source) -> Sequence[tuple[str, Sequence[tuple[Row, list[str]]]]]:
    """What became known on the last days: each day with its deals and, in words, what is new in each."""
    found = held.ask(browse.changes, NEWS)
    days = []
    for day, group in groupby(found, key=lambda one: one[0]):
        days.append((day, [(row, news(row, before)) for _, row, before in group]))
    return days[:3]


def news(row: Row, before: Row | None) -> list[str]:
    """What changed in a deal, in words."""
    if before is None:
        return [told("new")]
    found = []
    if row["status"] != before["status"]:
        steps = {"before": say.word("status", before["status"]), "now": say.word("status", row["status"])}
        found.append(told("{before} → {now}", **steps))
    new = set(row["disputed"]) - set(before["disputed"])
    if new:
        found.append(
            told("reports now differ on {fields}", fields=say.listed([say.field(one).lower() for one in sorted(new)]))
        )
    if row["standing"] != before["standing"]:
        found.append(told("now confirmed"))
    more = row["reports"] - before["reports"]
    if more > 0 and not found:
        found.append(told("one more report") if more == 1 else told("{n} more reports", n=more))
    return found or [told("told anew")]
