"""Verdicts: what people decided about the cells of a deal is laid over what its reports tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from materiel.record.arms import plain, same_family
from materiel.record.cells import ONLY, Cell, Claim, key
from materiel.record.judgements import Judgement
from materiel.statements import OF_WEAPON

CORRECTED = "corrected by a person"
CONFIRMED = "confirmed by a person"


def judge(cells: Sequence[Cell], judgements: Iterable[Judgement]) -> list[Cell]:
    """The cells of a deal after the judgements in force, in the order of the field's path.

    A corrected or confirmed value is preferred to all that is told; a rejected one comes last, whoever tells it. What
    was told stays in view beside it. Of several judgements about one field the last one counts.
    """
    found = {cell.field: cell for cell in cells}
    for one in sorted(judgements, key=lambda one: (one.made, one.id)):
        if one.field is None:
            continue
        field = field_now(one, found.values())
        if field is not None:
            found[field] = _judged(found.get(field) or Cell(field, (), ONLY), one)
    return [cell for cell in found.values() if cell.claims]


def field_now(judgement: Judgement, cells: Iterable[Cell]) -> str | None:
    """The path of a judgement's field now: weapons may have another number since later reports came."""
    place = OF_WEAPON.fullmatch(judgement.field or "")
    if not place:
        return judgement.field
    goods = weapons(cells)
    if judgement.weapon is None:
        return judgement.field if int(place[1]) in goods else None
    name, designation, category = judgement.weapon
    best = max(
        ((_likeness(goods[at], name, designation, category), -abs(at - int(place[1])), at) for at in goods),
        default=(0, 0, 0),
    )
    return f"weapons[{best[2]}].{place[2]}" if best[0] else None


def weapons(cells: Iterable[Cell]) -> dict[int, dict[str, Any]]:
    """The goods of a deal by number: name, designation and category, as far as they are told."""
    goods: dict[int, dict[str, Any]] = {}
    for cell in cells:
        place = OF_WEAPON.fullmatch(cell.field)
        if place:
            goods.setdefault(int(place[1]), {})[place[2]] = cell.value
    return goods


def unseen(cell: Cell, judgement: Judgement) -> list[Claim]:
    """Claims that speak against a judgement about a cell and came after it."""
    ours, rejected = key(judgement.value), judgement.kind == "reject"
    told = (claim for claim in cell.claims if claim.sources and (key(claim.value) == ours) == rejected)
    return [claim for claim in told if _news(claim, judgement)]


def _news(claim: Claim, judgement: Judgement) -> bool:
    """Whether a claim was not in view when the judgement was made: of a value or, when rejected, a report of later."""
    if judgement.kind == "reject":
        known = {anchor.document for anchor in judgement.subject}
        return any(report.document not in known for report in claim.reports)
    return key(claim.value) not in judgement.seen


def _judged(cell: Cell, one: Judgement) -> Cell:
    wanted = key(one.value)
    same = [claim for claim in cell.claims if key(claim.value) == wanted]
    rest = [claim for claim in cell.claims if key(claim.value) != wanted]
    if one.kind == "reject":
        gone = [replace(claim, rejected=True, judgement=one.id) for claim in same]
        kept = [claim for claim in rest if not claim.rejected]
        return replace(cell, claims=(*kept, *(claim for claim in rest if claim.rejected), *gone))
    claim = replace(same[0] if same else Claim(one.value, ()), judgement=one.id, rejected=False)
    return Cell(cell.field, (claim, *rest), CORRECTED if one.kind == "correct" else CONFIRMED)


def _likeness(weapon: dict[str, Any], name: str, designation: str | None, category: str) -> int:
    """3 for one designation, 2 for one name, 1 for one category where neither contradicts."""
    told = weapon.get("designation")
    if told and designation:
        return 3 if same_family(told, designation) else 0
    if plain(weapon.get("name") or "") == plain(name):
        return 2
    return 1 if weapon.get("category") == category else 0
