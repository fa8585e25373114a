"""Batches: the goods that have come, and the contract that they are part of.

"The first six of twelve jets ordered in 2023 have landed": the six are the news, the twelve are a deal of their own, in
the background, to which the day of signature and the price belong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from materiel.read.clause import Event
from materiel.read.draft import Draft
from materiel.read.lines import Line, fits
from materiel.read.lots import wanted
from materiel.read.phrases import Goods

_PAPERS = ("contract", "deal", "purchase")


def whole(draft: Draft, event: Event, goods: Sequence[Goods]) -> Goods | None:
    """The goods of the clause that were ordered in all, where the news is of a smaller lot that has come: "two jets
    have landed; Peru ordered twelve from Sweden".

    A noun that names no party tells it not, unless it is the contract itself: it may only count what has come."""
    paper = any(m.value in _PAPERS for m in event.rules)
    told = event.votes or any(step.strong for step in event.steps) or (paper and event.has("include", "in_all"))
    if not told or any(step.status != "ordered" for step in event.steps) or not (event.steps or paper):
        return None
    for one in goods:
        came = _came(draft, one)
        if came and one.quantity is not None and one.quantity > max(came):
            return one
    return None


def _came(draft: Draft, main: Goods) -> set[int]:
    """The numbers of such goods that the deal tells to have come."""
    lines = [line for line in draft.lines if fits(line, main)]
    return {
        one.quantity
        for early in draft.events
        if _delivered(early)
        for one in early.goods
        if one.quantity is not None and any(one in line.phrases for line in lines)
    }


def _delivered(event: Event) -> bool:
    return any(step.status == "delivered" and step.modality == "asserted" for step in event.steps)


def contract(draft: Draft, event: Event) -> Draft | None:
    """The contract of which the clause says that what has come is a part, with the number of the whole."""
    if draft.background or draft.of is not None or not _delivered(event):
        return None
    lots = [
        replace(one, quantity=int(one.total.value), qualifier=one.total.bound or "exact", total=None,
                number=(one.total.start, one.total.end))
        for one in wanted(event)
        if one.total is not None and one.total.value and any(one in line.phrases for line in draft.lines)
    ]  # fmt: skip
    ordered = [step for step in event.steps if step.status == "ordered"]
    if not lots or not (ordered or event.has("in_all") or any(m.value in _PAPERS for m in event.rules)):
        return None
    told = replace(event, goods=lots, steps=ordered)
    return Draft(
        lines=[Line([one]) for one in lots], events=[told], votes=[(vote, 1.0) for vote in event.votes],
        steps=[(step, told) for step in ordered], background=True, frame=True,
    )  # fmt: skip
