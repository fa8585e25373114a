"""Agree: two readings of one document become the one that counts.

What the rules read stands. Where the model says the same the score rises; where it says otherwise both readings are
kept, and an issue of the kind ``readers differ`` sends the deal to a person. Where the rules are silent, a cell that
went through the gate may fill the gap. How much each is worth was counted on gold (``data/codebook/second.toml``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from materiel import packs
from materiel.read.gather.drafts import LEAD
from materiel.read.gather.lines import family, related
from materiel.types import Deal, Document, Issue, Quote, Reading, Weapon

FIELDS = ("supplier", "recipient", "value", "status", "mode", "order_date", "delivery_date", "manufacturer")
DIFFER = "readers differ"

Cells = Mapping[str, tuple[Any, tuple[Quote, ...]]]
"""Path of a field to its value and quotes, for every field that was told with a quote."""


def agree(first: Reading, second: Reading) -> Reading:
    """The reading that counts; its ``reader`` names both. Deals keep their place, those of the model alone follow."""
    pairs = aligned(first.deals, second.deals)
    deals, issues = [], list(first.issues)
    for index, deal in enumerate(first.deals):
        other = second.deals[pairs[index]] if index in pairs else None
        made, differing = _weighed(deal, other)
        deals.append(made)
        issues += [_issue(index, path, ours, theirs, (first, second)) for path, ours, theirs in differing]
    alone = [deal for at, deal in enumerate(second.deals) if at not in pairs.values()]
    deals += [_alone(first.document, deal) for deal in alone]
    reader = f"{first.reader}+{second.reader}"
    return replace(first, deals=tuple(deals), issues=tuple(issues), reader=reader)


def aligned(left: Sequence[Deal], right: Sequence[Deal]) -> dict[int, int]:
    """Which deal of ``right`` is which of ``left``, one to one, the likest first."""
    found = sorted(
        ((likeness(one, other), -i, -j) for i, one in enumerate(left) for j, other in enumerate(right)), reverse=True
    )
    out: dict[int, int] = {}
    for weight, i, j in found:
        if weight > 0 and -i not in out and -j not in out.values():
            out[-i] = -j
    return out


def likeness(left: Deal, right: Deal) -> float:
    """How surely two deals of one document are one: goods and parties that fit; 0 where either is missing."""
    arms = max((_same_arms(one, other) for one in left.weapons for other in right.weapons), default=0.0)
    roles = [(left.supplier, right.supplier), (left.recipient, right.recipient)]
    shared = sum(bool(set(one) & set(other)) for one, other in roles)
    return arms + shared if arms and shared else 0.0


def relation(deal: Deal, other: Deal | None) -> str:
    """What the second reader says of a deal: ``same`` parties, ``other`` parties, or ``silent``."""
    if other is None:
        return "silent"
    clash = any(one and two and set(one) != set(two)
                for one, two in ((deal.supplier, other.supplier), (deal.recipient, other.recipient)))  # fmt: skip
    return "other" if clash else "same"


def _same_arms(left: Weapon, right: Weapon) -> float:
    if left.designation and right.designation:
        return 2.0 * (family(left.designation) == family(right.designation))
    return 1.0 * related(left.category, right.category)


def _weighed(deal: Deal, other: Deal | None) -> tuple[Deal, list[tuple[str, Any, Any]]]:
    """The deal with its new score and filled gaps, and (path, first's value, second's) where the readers differ."""
    table = packs.toml("codebook", "second.toml")
    odds = deal.score / (1 - min(deal.score, 0.99)) * table["odds"][relation(deal, other)]
    deal = replace(deal, score=round(odds / (1 + odds), 2))
    if other is None:
        return deal, []
    ours, theirs = _cells(deal), _cells(other, _lines(deal, other))
    differing = [(path, ours[path][0], value) for path, (value, _) in theirs.items()
                 if path in ours and _plain(ours[path][0]) != _plain(value)]  # fmt: skip
    gaps = {path: cell for path, cell in theirs.items()
            if path not in ours and path.rpartition(".")[2] in table["fills"]["fields"]}  # fmt: skip
    return _filled(deal, gaps), differing


def _cells(deal: Deal, places: Mapping[int, int] | None = None) -> Cells:
    """What a deal tells with a quote; ``places`` renames the index of each weapon, one without a place is left out."""
    found: dict[str, tuple[Any, tuple[Quote, ...]]] = {
        name: (getattr(deal, name), tuple(deal.evidence[name])) for name in FIELDS if deal.evidence.get(name)
    }
    for index, weapon in enumerate(deal.weapons):
        at = index if places is None else places.get(index)
        quotes = deal.evidence.get(f"weapons[{index}].quantity")
        if quotes and weapon.quantity is not None and at is not None:
            found[f"weapons[{at}].quantity"] = (weapon.quantity, tuple(quotes))
    return found


def _lines(deal: Deal, other: Deal) -> dict[int, int]:
    """Which weapon of ``other`` is which of ``deal``."""
    out: dict[int, int] = {}
    for index, weapon in enumerate(other.weapons):
        fit = [(_same_arms(one, weapon), -at) for at, one in enumerate(deal.weapons) if at not in out.values()]
        best = max(fit, default=(0.0, 0))
        if best[0] > 0:
            out[index] = -best[1]
    return out


def _plain(value: Any) -> Any:
    return frozenset(value) if isinstance(value, tuple) else value


def _filled(deal: Deal, gaps: Cells) -> Deal:
    """The deal with ``gaps`` filled; a state that has a role already takes no second one."""
    taken = {*deal.supplier, *deal.recipient}
    evidence, plain, weapons = dict(deal.evidence), {}, list(deal.weapons)
    for path, (value, quotes) in gaps.items():
        if path in ("supplier", "recipient"):
            value = tuple(code for code in value if code not in taken)
            if not value:
                continue
        if path.startswith("weapons["):
            at = int(path[len("weapons[") : path.index("]")])
            weapons[at] = replace(weapons[at], quantity=value, quantity_qualifier="exact")
        else:
            plain[path] = value
        evidence[path] = quotes
    return replace(deal, weapons=tuple(weapons), evidence=evidence, **plain)


def _alone(document: Document, deal: Deal) -> Deal:
    """A deal of the model alone: background until a person confirms it, or, where such deals are believed, news if the
    headline or the lead names its goods."""
    table = packs.toml("codebook", "second.toml")["alone"]
    first = min(quote.start for path, quotes in deal.evidence.items() for quote in quotes if path.startswith("weapons"))
    lead = [block.end for block in document.blocks if block.kind in ("heading", "paragraph")][: LEAD + 1]
    return replace(deal, score=table["score"], background=not table["news"] or first >= max(lead, default=0))


def _issue(index: int, path: str, ours: Any, theirs: Any, readings: tuple[Reading, Reading]) -> Issue:
    first, second = readings
    quote = next(iter(first.deals[index].evidence[path]))
    said = f"{path} of deal {index}: {first.reader} reads {_shown(ours)}, {second.reader} reads {_shown(theirs)}"
    return Issue(DIFFER, f"{said}; `materiel review` asks a person", quote.start, quote.end)


def _shown(value: Any) -> str:
    return ", ".join(_pieces(value)) or "nothing"


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        yield from map(str, value)
    elif hasattr(value, "currency"):
        yield f"{value.amount:g} {value.currency}"
    else:
        yield str(value)
