"""Arms: which weapons of different reports are the same goods of one deal."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from materiel.record.reports import Report, origins
from materiel.types import Weapon

Mention = tuple[Report, int]
"""A report and the index of one of its deal's weapons."""
Lot = tuple[str, str, int]
"""The plain designation and service of a weapon, and how many of the same name its report tells before it."""


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> str:
    """Letters and digits of any script in lower case, accents gone: ``Bayraktar TB-2`` is ``bayraktartb2``."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i").replace("đ", "dj"))
    return "".join(letter for letter in folded if letter.isalnum())


def same_family(one: str | None, other: str | None) -> bool:
    """Whether two designations name one family: alike, one within the other (``F-16``, ``F-16 Block 70``), or word by
    word but for a letter of the variant (``UH-60 Black Hawk``, ``UH-60M Black Hawk``)."""
    a, b = plain(one or ""), plain(other or "")
    if not a or not b:
        return False
    return a == b or (min(len(a), len(b)) >= 3 and (a in b or b in a)) or _are_variants(one or "", other or "")


@lru_cache(maxsize=1 << 16)
def _are_variants(one: str, other: str) -> bool:
    first, second = ([plain(word) for word in name.split()] for name in (one, other))
    if len(first) != len(second):
        short, long = sorted((first, second), key=len)
        return bool(short) and long[: len(short)] == short and any(word[-1:].isdigit() for word in short)
    if len(first) < 2:
        return False
    return all(_is_variant(*sorted(pair, key=len)) for pair in zip(first, second, strict=True))


def _is_variant(short: str, long: str) -> bool:
    """Whether two words are one, or a type with its number and the same with a letter more: uh60 and uh60m."""
    more = long.removeprefix(short)
    return more == "" or (long != more and len(more) == 1 and more.isalpha() and short[-1:].isdigit())


def align(reports: Sequence[Report]) -> list[list[Mention]]:
    """The weapons of one deal: each a list of mentions, most widely reported first.

    Mentions are one weapon where their designations name one family; a weapon without a designation ("drones") joins
    the only weapon of its category. Two weapons of one document stay two.
    """
    groups: dict[Lot, list[Mention]] = defaultdict(list)
    vague: list[Mention] = []
    for report in sorted(reports, key=lambda report: report.order):
        seen: Counter[tuple[str, str]] = Counter()
        for index, weapon in enumerate(report.deal.weapons):
            if not weapon.designation:
                vague.append((report, index))
                continue
            name = (plain(weapon.designation), weapon.service or "")
            groups[(*name, seen[name])].append((report, index))
            seen[name] += 1
    return sorted(_place(_families(groups), vague), key=_rank)


def _families(groups: dict[Lot, list[Mention]]) -> list[list[Mention]]:
    """Joins a designation with the only longer one that holds it, where no document has both apart."""
    names = sorted(groups, key=lambda name: (-len(name[0]), name))
    home = {name: name for name in names}
    for name in names:
        longer = [other for other in names if home[other] == other and _is_part(name, other)]
        if len(longer) == 1 and not _documents(groups[name]) & _documents(groups[longer[0]]):
            home[name] = longer[0]
    joined: dict[Lot, list[Mention]] = defaultdict(list)
    for name in names:
        joined[home[name]] += groups[name]
    return list(joined.values())


def _is_part(name: Lot, other: Lot) -> bool:
    return name[1:] == other[1:] and len(other[0]) > len(name[0]) >= 3 and name[0] in other[0]


def _place(groups: list[list[Mention]], vague: Iterable[Mention]) -> list[list[Mention]]:
    """Puts mentions without a designation to the only weapon of their category, else to their likes."""
    own: dict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    for mention in vague:
        weapon = _weapon(mention)
        fitting = [group for group in groups if _fits(mention, group)]
        if len(fitting) == 1:
            fitting[0].append(mention)
            continue
        twins = sum(_likeness(other, weapon) for other in mention[0].deal.weapons)
        own[weapon.category, weapon.service or "", plain(weapon.name) if twins > 1 else ""].append(mention)
    return groups + list(own.values())


def _fits(mention: Mention, group: list[Mention]) -> bool:
    report, weapon = mention[0], _weapon(mention)
    return _likeness(_weapon(group[0]), weapon) and report.document not in _documents(group)


def _likeness(one: Weapon, other: Weapon) -> bool:
    return one.category == other.category and (one.service or "") == (other.service or "")


def _weapon(mention: Mention) -> Weapon:
    return mention[0].deal.weapons[mention[1]]


def _documents(group: Iterable[Mention]) -> set[str]:
    return {report.document for report, _ in group}


def _rank(group: list[Mention]) -> tuple[int, tuple[bool, str, str, int], int]:
    first = min(group, key=lambda mention: (mention[0].order, mention[1]))
    return -origins(report for report, _ in group), first[0].order, first[1]
