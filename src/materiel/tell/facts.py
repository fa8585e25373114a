"""Facts: what the page of a topic says beside its list - charts, partners, goods, in words and numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from materiel import packs
from materiel.record.tallies import Tally
from materiel.record.view import slug
from materiel.tell import charts, things, timeline
from materiel.tell import words as say
from materiel.tell.tongue import told
from materiel.tell.topics import Link, Topic, related

Row = Mapping[str, Any]
Counts = Mapping[str, int]

_NONE: Counts = {}
_SERIES = {
    "received": "as recipient", "supplied": "as supplier", "other": "in another role",
    "delivered": "delivered", "not delivered": "not delivered",
}  # fmt: skip
"""Names of the parts of a chart: those of a state, and those of everything else."""


def facts(topic: Topic, tally: Tally, own: str = "") -> dict[str, Any]:
    """What stands on every page of a topic: numbers, and what it is."""
    steps = tally.get("status", _NONE)
    return {
        "confirmed": tally.get("standing", _NONE).get("confirmed", 0),
        "disputed": tally.get("disputed", _NONE).get("", 0),
        "steps": [(status, steps[status]) for status in packs.STATUSES if steps.get(status)],
        "related": related(topic, own),
        "about": _about(topic),
        "brief_at": _brief(topic, tally),
    }


def overview(topic: Topic, tally: Tally, latest: Sequence[Row]) -> dict[str, Any]:
    """What stands on its first page alone, charts and tables; the timeline is of its ``latest`` deals."""
    return {
        "chart": _chart(topic, tally),
        "timeline": timeline.of(latest),
        "partners": _partners(topic, tally),
        "goods": _named(tally.get("weapon", _NONE), "weapons", 12),
        "makers": _named(tally.get("maker", _NONE), "makers", 8),
        "tags": _tags(tally.get("category", _NONE)) if topic.kind != "category" else [],
    }


def _chart(topic: Topic, tally: Tally) -> charts.Chart | None:
    is_whole = topic.kind != "state"  # its parts are named even where there is nothing of one
    series = {told(_SERIES[what]): dates for what, dates in _months(topic, tally).items() if dates or is_whole}
    return charts.columns(told("Deals by the year of their last report"), series)


def _months(topic: Topic, tally: Tally) -> Mapping[str, Counts]:
    """Deals by the month of their last report, or the year where no more is known, and by what a topic tells apart."""
    parts = ("received", "supplied", "other") if topic.kind == "state" else ("delivered", "not delivered")
    return {what: tally.get(what, _NONE) for what in parts}


def _partners(topic: Topic, tally: Tally) -> list[tuple[str, list[Link]]]:
    """Tables of who supplies and who receives, with the pages of the pairs."""
    if topic.kind == "pair":
        return []
    suppliers, recipients = tally.get("supplier", _NONE), tally.get("recipient", _NONE)
    if topic.kind == "state":
        code = say.segment(topic.key)
        found = [
            (told("Supplied by"), _links(suppliers, lambda one: f"/pairs/{say.segment(one)}/{code}")),
            (told("Supplies"), _links(recipients, lambda one: f"/pairs/{code}/{say.segment(one)}")),
        ]
    else:
        found = [
            (told("Suppliers"), _links(suppliers, lambda one: f"/states/{say.segment(one)}")),
            (told("Recipients"), _links(recipients, lambda one: f"/states/{say.segment(one)}")),
        ]
    return [(title, links) for title, links in found if links]


def _links(counted: Counts, path: Callable[[str], str], most: int = 12) -> list[Link]:
    known = [(code, number) for code, number in counted.items() if say.has_page(code)]
    known.sort(key=lambda one: (-one[1], say.name(one[0])))
    return [(path(code), say.name(code), number) for code, number in known[:most]]


def _named(counted: Counts, shelf: str, most: int) -> list[Link]:
    """Weapons or makers, the most frequent first."""
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [(f"/{shelf}/{slug(name)}", name, number) for name, number in ranked if slug(name)][:most]


def _tags(counted: Counts) -> list[Link]:
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [(f"/categories/{slug(name)}", say.word("category", name), number) for name, number in ranked]


def _about(topic: Topic) -> str:
    """One line on what this is, from the gazetteers; "" where they say nothing."""
    if topic.kind == "state" and topic.key in packs.states():
        row = packs.states()[topic.key]
        capital = row["capital"].removesuffix(".")  # Washington, D.C.
        return told("Capital: {capital}. Currency: {currency}.", capital=capital, currency=row["currency"])
    if topic.kind == "weapon" and topic.name in packs.weapons():
        row = packs.weapons()[topic.name]
        kind = things.one_of(row["category"])
        parts = [kind[:1].upper() + kind[1:]]
        parts += [told("made by {maker}", maker=row["maker"])] if row["maker"] else []
        parts += [told("from {state}", state=say.name(row["origin"]))] if row["origin"] else []
        return ", ".join(parts) + "."
    if topic.kind == "maker" and topic.name in packs.makers():
        return told("A maker from {state}.", state=say.name(packs.makers()[topic.name]["state"]))
    return ""


def _brief(topic: Topic, tally: Tally) -> tuple[str, str] | None:
    """The address and the month of the last brief of a topic that has briefs."""
    if not topic.is_weighed:
        return None
    last = max(
        (month for counted in _months(topic, tally).values() for month in counted if len(month) == 7), default=""
    )
    return (f"/briefs{topic.path}/{last}", last) if last else None
