"""Topics: every page that lists the deals of something - a state, a pair, a region, a weapon, a maker, a tag, a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from materiel import packs
from materiel.record import browse
from materiel.record.view import slug
from materiel.tell import charts, regions, timeline
from materiel.tell import words as say
from materiel.tell.source import Source
from materiel.tell.tongue import told

Row = Mapping[str, Any]
Link = tuple[str, str, int]
"""Address, name and number of deals."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a list is about: its address, its name, a line on it, and the deals that belong to it."""

    kind: str
    key: str
    path: str
    name: str
    terms: browse.Terms
    reported: tuple[str, str] | None = None

    @property
    def is_known(self) -> bool:
        """Whether this is something even where no deal tells of it: a gazetteer or the codebook names it."""
        if self.kind in ("weapon", "maker"):
            return self.key in (_weapons() if self.kind == "weapon" else _makers())
        return self.kind != "day"

    @property
    def is_weighed(self) -> bool:
        """Whether there are indicators of it: of states, two states and regions, not of organisations."""
        codes = self.key.split("/") if self.kind in ("state", "pair") else ()
        return self.kind == "region" or (bool(codes) and all(code in packs.states() for code in codes))

    def deals(self, held: Source) -> Sequence[Row]:
        """All deals, the last reported first."""
        return held.rows(self.terms, self.reported)


def find(kind: str, key: str, own: str = "") -> Topic | None:
    """The topic of a kind; None where a key names none. Whether there are deals is another question."""
    return _FINDERS[kind](key, own)


def state(code: str, _: str = "") -> Topic | None:
    """A state or group by its code, in any role."""
    if code not in packs.states() and code not in packs.groups():
        return None
    return Topic("state", code, f"/states/{say.segment(code)}", say.name(code), {"country": [code]})


def pair(key: str, _: str = "") -> Topic | None:
    """A supplier and a recipient: ``TUR/XKX``."""
    supplier, _, recipient = key.partition("/")
    if not all(code in packs.states() or code in packs.groups() for code in (supplier, recipient)):
        return None
    name = told("{supplier} to {recipient}", supplier=say.name(supplier), recipient=say.name(recipient))
    path = f"/pairs/{say.segment(supplier)}/{say.segment(recipient)}"
    return Topic("pair", key, path, name, {"supplier": [supplier], "recipient": [recipient]})


def region(key: str, own: str = "") -> Topic | None:
    """A region's states, as recipients."""
    found = regions.regions(own).get(key)
    return Topic("region", key, f"/regions/{key}", told(found.name), {"recipient": found.states}) if found else None


def weapon(key: str, _: str = "") -> Topic | None:
    """A weapon by its designation in an address's letters."""
    return Topic("weapon", key, f"/weapons/{key}", _weapons().get(key, key), {"weapon": [key]}) if _ok(key) else None


def maker(key: str, _: str = "") -> Topic | None:
    """A maker by its name in an address's letters."""
    return Topic("maker", key, f"/makers/{key}", _makers().get(key, key), {"maker": [key]}) if _ok(key) else None


def category(key: str, _: str = "") -> Topic | None:
    """Goods of a category."""
    found = next((name for name in packs.CATEGORIES if slug(name) == key), None)
    if not found:
        return None
    return Topic("category", key, f"/categories/{key}", say.word("category", found), {"category": [found]})


def day(key: str, _: str = "") -> Topic | None:
    """Deals last reported on a day, or in a month or year where no more is known."""
    if not say.is_date(key):
        return None
    return Topic("day", key, f"/calendar/{key}", say.day(key), {}, (key, key))


_FINDERS: Mapping[str, Callable[[str, str], Topic | None]] = {
    "state": state, "pair": pair, "region": region, "weapon": weapon, "maker": maker, "category": category, "day": day,
}  # fmt: skip


Plain = tuple[str, str]
"""Address and name."""

LISTED = {"state": "country", "weapon": "weapon", "maker": "maker", "category": "category"}
"""Kinds whose topics stand in an order of names, to the kind of term by which their deals are counted."""


@lru_cache(maxsize=64)
def order(spoken: str, kind: str, keys: tuple[str, ...]) -> Mapping[str, tuple[Plain | None, Plain | None]]:
    """Each of the topics of a kind to those before and after it, by their names in the language that is ``spoken``."""
    found = [find(kind, slug(key) if kind == "category" else key) for key in keys]
    named = [(it.name, it.path, it.key) for it in found if it]
    named.sort(key=lambda one: (say.sorting(one[0]), one[2]))
    links: list[Plain | None] = [None, *((path, name) for name, path, _ in named), None]
    return {key: (links[at], links[at + 2]) for at, (_, _, key) in enumerate(named)}


def facts(topic: Topic, rows: Sequence[Row], own: str = "") -> dict[str, Any]:
    """What a topic's page says beside its list: charts, partners, goods, in words and numbers."""
    made = {
        "chart": _chart(topic, rows),
        "timeline": timeline.of(rows) if topic.kind != "day" else None,
        "partners": _partners(topic, rows),
        "goods": weapons_of(rows),
        "makers": makers_of(rows),
        "tags": _tags(rows) if topic.kind != "category" else [],
        "steps": _steps(rows),
        "confirmed": sum(row["standing"] == "confirmed" for row in rows),
        "disputed": sum(bool(row["disputed"]) for row in rows),
        "related": related(topic, own),
        "about": _about(topic),
        "brief_at": _brief(topic, rows),
    }
    return made


def _chart(topic: Topic, rows: Sequence[Row]) -> charts.Chart | None:
    if topic.kind == "day":
        return None
    code = topic.key
    if topic.kind == "state":
        series = {
            told("as recipient"): _years(row for row in rows if code in row["recipient"]),
            told("as supplier"): _years(
                row for row in rows if code in row["supplier"] and code not in row["recipient"]
            ),
            told("in another role"): _years(row for row in rows if code not in (*row["supplier"], *row["recipient"])),
        }
        series = {name: dates for name, dates in series.items() if dates}
    else:
        series = {told("delivered"): [], told("not delivered"): []}
        for row in rows:
            series[told("delivered" if row["status"] == "delivered" else "not delivered")].append(_year(row))
    return charts.columns(told("Deals by the year of their last report"), series)


def _years(rows: Iterable[Row]) -> list[str]:
    return [_year(row) for row in rows]


def _year(row: Row) -> str:
    return (row["last_reported"] or "")[:4]


def _partners(topic: Topic, rows: Sequence[Row]) -> list[tuple[str, list[Link]]]:
    """Tables of who supplies and who receives, with the pages of the pairs."""
    if topic.kind == "pair" or topic.kind == "day":
        return []
    if topic.kind == "state":
        code = topic.key
        suppliers = Counter(one for row in rows if code in row["recipient"] for one in row["supplier"])
        recipients = Counter(one for row in rows if code in row["supplier"] for one in row["recipient"])
        found = [
            (told("Supplied by"), _links(suppliers, lambda one: f"/pairs/{say.segment(one)}/{code}")),
            (told("Supplies"), _links(recipients, lambda one: f"/pairs/{code}/{say.segment(one)}")),
        ]
    else:
        suppliers = Counter(one for row in rows for one in row["supplier"])
        recipients = Counter(one for row in rows for one in row["recipient"])
        found = [
            (told("Suppliers"), _links(suppliers, lambda one: f"/states/{say.segment(one)}")),
            (told("Recipients"), _links(recipients, lambda one: f"/states/{say.segment(one)}")),
        ]
    return [(title, links) for title, links in found if links]


def _links(counted: Mapping[str, int], path: Callable[[str], str], most: int = 12) -> list[Link]:
    known = [(code, number) for code, number in counted.items() if state(code)]
    known.sort(key=lambda one: (-one[1], say.name(one[0])))
    return [(path(code), say.name(code), number) for code, number in known[:most]]


def weapons_of(rows: Iterable[Row], most: int = 12) -> list[Link]:
    """The weapons of some deals, the most frequent first."""
    counted = Counter(name for row in rows for name in {weapon["designation"] for weapon in row["weapons"]} if name)
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [(f"/weapons/{slug(name)}", name, number) for name, number in ranked if slug(name)][:most]


def makers_of(rows: Iterable[Row], most: int = 8) -> list[Link]:
    """The makers that some deals name."""
    counted = Counter(name for row in rows for name in row["manufacturer"])
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [(f"/makers/{slug(name)}", name, number) for name, number in ranked if slug(name)][:most]


def _tags(rows: Iterable[Row]) -> list[Link]:
    counted = Counter(name for row in rows for name in {weapon["category"] for weapon in row["weapons"]})
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [(f"/categories/{slug(name)}", say.word("category", name), number) for name, number in ranked]


def _steps(rows: Iterable[Row]) -> list[tuple[str, int]]:
    counted = Counter(row["status"] for row in rows)
    return [(status, counted[status]) for status in packs.STATUSES if counted[status]]


def related(topic: Topic, own: str) -> list[tuple[str, str]]:
    """Pages beside this one: address and name."""
    if topic.kind == "state":
        return [(f"/regions/{one.key}", told(one.name)) for one in regions.of(topic.key, own)]
    if topic.kind == "pair":
        supplier, _, recipient = topic.key.partition("/")
        back = pair(f"{recipient}/{supplier}")
        found = [(f"/states/{say.segment(code)}", say.name(code)) for code in (supplier, recipient)]
        return [*found, *([(back.path, back.name)] if back else [])]
    if topic.kind == "weapon":
        row = packs.weapons().get(topic.name)
        if row:
            found = [(f"/makers/{slug(row['maker'])}", row["maker"])] if slug(row["maker"]) else []
            return [*found, (f"/categories/{slug(row['category'])}", say.word("category", row["category"]))]
    return []


def _about(topic: Topic) -> str:
    """One line on what this is, from the gazetteers; "" where they say nothing."""
    if topic.kind == "state" and topic.key in packs.states():
        row = packs.states()[topic.key]
        return told("Capital: {capital}. Currency: {currency}.", capital=row["capital"], currency=row["currency"])
    if topic.kind == "weapon" and topic.name in packs.weapons():
        row = packs.weapons()[topic.name]
        parts = [say.word("category", row["category"])]
        parts += [told("made by {maker}", maker=row["maker"])] if row["maker"] else []
        parts += [told("from {state}", state=say.name(row["origin"]))] if row["origin"] else []
        return ", ".join(parts) + "."
    if topic.kind == "maker" and topic.name in packs.makers():
        return told("A maker from {state}.", state=say.name(packs.makers()[topic.name]["state"]))
    return ""


def _brief(topic: Topic, rows: Sequence[Row]) -> tuple[str, str] | None:
    """The address and the month of the last brief of a topic that has briefs."""
    day = next((row["last_reported"] for row in rows if len(row["last_reported"] or "") >= 7), "")
    return (f"/briefs{topic.path}/{day[:7]}", day[:7]) if day and topic.is_weighed else None


def _ok(key: str) -> bool:
    return bool(key) and slug(key) == key


@cache
def _weapons() -> Mapping[str, str]:
    """Address's letters to the designation in the gazetteer."""
    return {slug(name): name for name in reversed(list(packs.weapons()))}


@cache
def _makers() -> Mapping[str, str]:
    """Address's letters to the maker's name in the gazetteer."""
    return {slug(name): name for name in reversed(list(packs.makers()))}
