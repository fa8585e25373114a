"""Weapons: the goods of a deal as its lines name and count them, each with the words that say so."""

from __future__ import annotations

from collections.abc import Sequence, Set

from materiel import packs
from materiel.read.gather.lines import Line
from materiel.read.gather.parties import Spans
from materiel.read.words.phrases import Goods
from materiel.types import Document, Weapon


def weapons_of(document: Document, lines: Sequence[Line], spans: Spans) -> tuple[Weapon, ...]:
    """The weapons of a deal: its exact lines and counted lots of launchers, else the first line told in general."""
    exact = [line for line in lines if not line.category.startswith("any_")]
    table = packs.toml("codebook", "goods.toml")["coded"]
    out = []
    first = exact[0] if exact else lines[0]
    sums = _totals(lines)
    parts = [line for line in lines if any(id(one) not in sums for one in line.phrases)] if sums else lines
    shown = [line for line in parts if line in exact or (exact and _launchers(line))] or lines[:1]
    for number, line in enumerate(shown):
        best = line.best
        counted = _counted(line, sums)
        name_start = best.begin if best.begin >= 0 else best.start
        name = document.text[name_start : best.end]
        path = f"weapons[{number}]"
        spans[f"{path}.name"].append((name_start, best.end))
        spans[f"{path}.category"].append((best.start, best.end))
        if best.designation and best.named:
            spans[f"{path}.designation"].append(best.named)
        if counted is not None and counted.number:
            spans[f"{path}.quantity"].append(counted.number)
        category = first.category if _launchers(line) and line is not first else line.category
        category = table.get(category, category)
        designation = best.designation
        if designation is None and counted is not None and line is not first and category == first.category:
            designation = first.best.designation  # "6 launchers and 40 missiles" of the Javelin
            if designation and first.best.named:
                spans[f"{path}.designation"].append(first.best.named)
        out.append(Weapon(
            name=" ".join(name.split()), designation=_short(designation), category=category,
            quantity=counted.quantity if counted else None, quantity_qualifier=counted.qualifier if counted else None,
            quantity_text=counted.vague if counted else None, service=best.service,
        ))  # fmt: skip
    return tuple(out)


def _launchers(line: Line) -> bool:
    """Whether the line is a counted lot of launchers or systems beside the weapons that they fire."""
    return line.category == "any_system" and any(one.quantity for one in line.phrases)


def _short(designation: str | None) -> str | None:
    """Ships are called by their class's name alone."""
    return designation.removesuffix(" class") if designation else None


def _totals(lines: Sequence[Line]) -> set[int]:
    """The phrases that only give the sum of types counted one by one: "33 jets: 21 MiG-29s and 12 Su-30s"."""
    named = [[one for one in line.phrases if one.quantity and one.designation] for line in lines]
    counts = [phrases[0].quantity or 0 for phrases in named if phrases]
    return {
        id(one)
        for line in lines
        for one in line.phrases
        if len(counts) > 1 and one.generic and one.quantity == sum(counts)
    }


def _counted(line: Line, sums: Set[int] = frozenset()) -> Goods | None:
    """The phrase that counts the goods: the first with a number, but for those in ``sums``."""
    numbered = [one for one in line.phrases if one.quantity is not None and id(one) not in sums]
    if not numbered:
        return next((one for one in line.phrases if one.vague), None)
    first, rest = numbered[0], numbered[1:]
    if first.qualifier in ("approx", "at least"):
        return next((one for one in rest if _rounded(first, one)), first)
    return first


def _rounded(rough: Goods, exact: Goods) -> bool:
    """Whether the second number is the first told exactly: "more than 1,000" are 1,120."""
    assert rough.quantity is not None and exact.quantity is not None
    return exact.qualifier in ("exact", "up to") and rough.quantity <= exact.quantity <= 1.15 * rough.quantity
