"""Features: how much one field of two reports speaks for, or against, their telling the same deal.

Each takes two reports and gives a number from -1 (against) to 1 (for); 0 where one of them does not tell. The weights
stand in ``data/codebook/resolve.toml`` under the names of these functions; a docstring here is a feature's meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from materiel import packs
from materiel.record.arms import plain, same_family
from materiel.record.ladder import STOPS
from materiel.record.reports import Report
from materiel.types import Weapon

Feature = Callable[[Report, Report], float]


def supplier(a: Report, b: Report) -> float:
    """The same suppliers: 1; some in common: their share; none: -1."""
    return _sets(a.deal.supplier, b.deal.supplier)


def recipient(a: Report, b: Report) -> float:
    """The same recipients: 1; some in common: their share; none: -1."""
    return _sets(a.deal.recipient, b.deal.recipient)


def weapon(a: Report, b: Report) -> float:
    """The likest of their weapons: one designation within the other 1, one family 0.6, one category without a
    designation 0.4, categories that news mixes up 0.1; else -1."""
    return max((likeness(x, y) for x in a.deal.weapons for y in b.deal.weapons), default=0.0)


def quantity(a: Report, b: Report) -> float:
    """Numbers of the same weapon: equal 1; nearly equal or said to be rough 0.2; else -1. The best match counts."""
    told = [_numbers(x, y) for x, y in _matched(a, b) if x.quantity is not None and y.quantity is not None]
    return max(told, default=0.0)


def value(a: Report, b: Report) -> float:
    """Amounts in one currency: within 2 % 1; within a quarter 0.2; else -1. Two currencies tell nothing."""
    x, y = a.deal.value, b.deal.value
    if x is None or y is None or x.currency != y.currency:
        return 0.0
    ratio = _ratio(x.amount, y.amount)
    return 1.0 if ratio >= 0.98 else 0.2 if ratio >= 0.75 else -1.0


def order_date(a: Report, b: Report) -> float:
    """Days of order: the same as far as both go 1; years apart -1."""
    return _dates(a.deal.order_date, b.deal.order_date)


def delivery_date(a: Report, b: Report) -> float:
    """Days of delivery: the same as far as both go 1; years apart -1."""
    return _dates(a.deal.delivery_date, b.deal.delivery_date)


def mode(a: Report, b: Report) -> float:
    """The same mode 1; another -1; unknown tells nothing."""
    x, y = a.deal.mode, b.deal.mode
    if "unknown" in (x, y):
        return 0.0
    return 1.0 if x == y else -1.0


def manufacturer(a: Report, b: Report) -> float:
    """Makers in common 1, by a part of the name too (Baykar, Baykar Technologies); none in common -1."""
    x, y = [plain(name) for name in a.deal.manufacturer], [plain(name) for name in b.deal.manufacturer]
    if not x or not y:
        return 0.0
    return 1.0 if any(one in other or other in one for one in x for other in y) else -1.0


def nearness(a: Report, b: Report) -> float:
    """Days between publication: 1 on one day, 0 at a year and a half, -1 from three years on."""
    if not a.published or not b.published:
        return 0.0
    days = abs((_day(a.published) - _day(b.published)).days)
    return max(-1.0, 1.0 - days / 547.5)


def ending(a: Report, b: Report) -> float:
    """-1 where the earlier report says delivered and the later one an earlier step of news: a new deal, then."""
    first, last = sorted((a, b), key=lambda report: report.day)
    if not first.day or not last.day or first.day[:7] == last.day[:7] or last.deal.background:
        return 0.0
    done = first.deal.status == "delivered" and last.deal.status not in ("delivered", *STOPS)
    return -1.0 if done and not first.deal.background else 0.0


FEATURES: Mapping[str, Feature] = {
    feature.__name__: feature
    for feature in (
        supplier, recipient, weapon, quantity, value, order_date, delivery_date, mode, manufacturer, nearness, ending,
    )
}  # fmt: skip


def likeness(x: Weapon, y: Weapon) -> float:
    """How far two weapons may be the same goods, from -1 to 1 (see ``weapon``)."""
    if (x.service or "") != (y.service or ""):
        return -1.0
    if x.designation and y.designation:
        if same_family(x.designation, y.designation):
            return 1.0
        family = _family(x.designation)
        return 0.6 if family and family == _family(y.designation) else -1.0
    if x.category == y.category:
        return 0.4
    return 0.1 if frozenset((x.category, y.category)) in mixed() else -1.0


def _matched(a: Report, b: Report) -> Iterator[tuple[Weapon, Weapon]]:
    return ((x, y) for x in a.deal.weapons for y in b.deal.weapons if likeness(x, y) > 0)


def _numbers(x: Weapon, y: Weapon) -> float:
    if x.quantity == y.quantity:
        return 1.0
    ratio = _ratio(x.quantity or 0, y.quantity or 0)
    rough = {x.quantity_qualifier, y.quantity_qualifier} & {*packs.ROUGH}
    return 0.2 if ratio >= (0.5 if rough else 0.8) else -1.0


def _sets(x: Sequence[str], y: Sequence[str]) -> float:
    one, other = {plain(name) for name in x}, {plain(name) for name in y}
    if not one or not other:
        return 0.0
    common = len(one & other)
    return common / len(one | other) if common else -1.0


def _ratio(x: float, y: float) -> float:
    low, high = sorted((abs(x), abs(y)))
    return low / high if high else 1.0


def _dates(x: str | None, y: str | None) -> float:
    """Two dates or ranges: 1 where one lies within the other, 0 where they lie within a year, else -1."""
    if not x or not y:
        return 0.0
    (first, last), (begin, end) = _years(x), _years(y)
    if x.startswith(y) or y.startswith(x):
        return 1.0
    gap = max(begin - last, first - end, 0)
    overlapping = gap == 0 and ("/" in x or "/" in y)
    return 1.0 if overlapping else 0.0 if gap <= 1 else -1.0


def _years(told: str) -> tuple[int, int]:
    first, _, last = told.partition("/")
    return int(first[:4]), int((last or first)[:4])


def _day(published: str) -> date:
    """The day of a date, or the middle of what it may mean."""
    whole = published + {4: "-07-01", 7: "-15"}.get(len(published), "")
    return date.fromisoformat(whole)


@cache
def mixed() -> frozenset[frozenset[str]]:
    """Pairs of categories that news takes for one another."""
    return frozenset(frozenset(pair) for pair in packs.toml("codebook", "goods.toml")["mixed"]["pairs"])


@cache
def _family(designation: str) -> str:
    row = packs.weapons().get(designation) or packs.weapons().get(f"{designation} class")
    return (row["family"] or designation) if row else ""
