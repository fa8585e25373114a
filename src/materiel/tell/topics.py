"""Topics: every page that lists the deals of something - a state, a pair, a region, a weapon, a maker, a tag, a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from materiel import packs
from materiel.record import browse
from materiel.record.tallies import COUNTED, Tally, tally
from materiel.record.view import slug
from materiel.tell import regions
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

    def some(self, held: Source, limit: int, offset: int = 0) -> Sequence[Row]:
        """Some of them, from the one behind the first ``offset`` on."""
        if self._counted:
            return held.latest(self.terms, limit, offset)
        return self.deals(held)[offset : offset + limit]

    def tally(self, held: Source) -> Tally:
        """How many of them tell what; where the register does not count that, it is counted here."""
        if self._counted:
            return held.ask(browse.tally, *self._counted)
        return tally(self.deals(held), self.kind, self.key)

    @property
    def _counted(self) -> tuple[str, str] | None:
        """The list of the register that is this one's and is counted there."""
        found = None if self.reported else browse.list_of(self.terms)
        return found if found and found[0] in COUNTED else None


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


def order(kind: str, keys: Iterable[str]) -> Mapping[str, tuple[Plain | None, Plain | None]]:
    """Each of the topics of a kind to those before and after it, by their names in the language that is spoken."""
    found = [find(kind, slug(key) if kind == "category" else key) for key in keys]
    named = [(it.name, it.path, it.key) for it in found if it]
    named.sort(key=lambda one: (say.sorting(one[0]), one[2]))
    links: list[Plain | None] = [None, *((path, name) for name, path, _ in named), None]
    return {key: (links[at], links[at + 2]) for at, (_, _, key) in enumerate(named)}


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
            found = [(f"/makers/{maker_of(topic.key)}", row["maker"])] if maker_of(topic.key) else []
            return [*found, (f"/categories/{slug(row['category'])}", say.word("category", row["category"]))]
    return []


def maker_of(weapon: str) -> str:
    """The maker of a weapon, both in an address's letters; "" where the gazetteer names none."""
    row = packs.weapons().get(_weapons().get(weapon, ""))
    return slug(row["maker"]) if row else ""


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
