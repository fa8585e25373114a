"""Batches: the goods that have come, and the contract that they are part of.

"The first six of twelve jets ordered in 2023 have landed": the six are the news, the twelve are a deal of their own, in
the background, to which the day of signature and the price belong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from materiel.read.clauses.clause import Event
from materiel.read.clauses.lots import wanted
from materiel.read.gather.draft import Draft
from materiel.read.gather.lines import Line, fits
from materiel.read.words.phrases import Goods

_PAPERS = ("contract", "deal", "purchase", "sale", "sale_object")


def whole(draft: Draft, event: Event, goods: Sequence[Goods]) -> Goods | None:
    """The goods of the clause that were ordered in all, where the news is of a smaller lot that has come: "two jets
    have landed; Peru ordered twelve from Sweden"."""
    if not any(one.quantity for one in goods) or not _contracted(event):
        return None
    for one in goods:
        came = _came(draft, one) or ({0} if _first_lot(draft, event, one) else set())
        if came and one.quantity is not None and one.quantity > max(came):
            return one
    return None


def counted_papers(event: Event) -> bool:
    """Whether the clause tells of several papers, or of one for each of several states: "sales to three countries"."""
    papers = [m.first for m in event.rules if m.value in _PAPERS]
    counts = [number for number in event.sentence.numbers if not number.currency and (number.value or 0) > 1]
    states = [at for at in event.sentence.where("nations") if event.first <= at <= event.last and event.steps]
    told = any(number.last + 1 in states for number in counts)
    return told or any(0 < paper - number.last <= 3 for paper in papers for number in counts)  # "iki ayrı sözleşme"


def shared(draft: Draft) -> None:
    """Give the contract of a batch the batch's parties, and the exact words for its goods where it has general ones."""
    paper = draft.of
    if paper is None:
        return
    silent = [role for role in ("supplier", "recipient") if not paper.codes(role)]
    paper.votes += [(vote, weight * 0.3) for vote, weight in draft.votes if vote.role in silent]
    paper.steps = [(step, event) for step, event in paper.steps if step.status == "ordered"]
    for line in paper.lines if all(line.best.generic for line in paper.lines) else ():
        named = [one for one in draft.lines[0].phrases if one.designation and fits(draft.lines[0], line.phrases[0])]
        line.phrases += [replace(one, quantity=None, number=None, vague=None) for one in named[:1]]


def named(draft: Draft, one: Goods) -> None:
    """Give a batch that only general words name the type that its contract names."""
    line = next((line for line in draft.lines if fits(line, one)), None)
    if line is not None and one.designation and all(held.generic for held in line.phrases):
        line.phrases.append(replace(one, quantity=None, number=None, vague=None, total=None))


def _contracted(event: Event) -> bool:
    """Whether the clause tells what was ordered in all: by a verb, by the contract itself, or by what the whole costs.

    A noun that names no party tells it not, unless words for a sum or a lot stand with it: it may only count what has
    come."""
    told = {step.status for step in event.steps}
    if any(step.rule == "underway" for step in event.steps):
        return False  # what is still being handed over is another lot
    if told - {"ordered", "approved", "negotiating", "considered"} or (event.has("rest") and not event.has("in_all")):
        return False
    paper = any(m.value in _PAPERS for m in event.rules)
    if told == {"ordered"}:
        sums = paper and event.has("in_all", "include", "lot", "thereunder")
        return sums or bool(event.votes) or any(step.strong for step in event.steps)
    priced = any(number.currency for number in event.numbers()) and event.has("worth")
    coming = bool(told) and all(step.modality == "future" for step in event.steps)
    return (paper or event.has("in_all", "thereunder")) and ("ordered" in told or coming or (priced and not told))


def _came(draft: Draft, main: Goods) -> set[int]:
    """The numbers of such goods in a deal that tells of them as come: those of the clauses that tell it, else all."""
    there = [one for early in draft.events if _delivered(early) for one in early.goods]
    if not any(_delivered(early) for early in draft.events):
        return set()
    held = [one for line in draft.lines if fits(line, main) for one in line.phrases if one.quantity is not None]
    return {one.quantity or 0 for one in held if one in there} or {one.quantity or 0 for one in held}


def _first_lot(draft: Draft, event: Event, main: Goods) -> bool:
    """Whether the deal is of a lot of such goods, which nobody counts, and the clause tells their sum or contract."""
    come = [early for early in draft.events if _delivered(early) and early.has("lot")]
    held = [line for line in draft.lines if fits(line, main)]
    bare = not any(one.quantity for line in held for one in line.phrases)
    signed = any(step.strong and step.status == "ordered" for step in event.steps)
    paper = bare and signed and any(m.value in _PAPERS for m in event.rules)
    return bool(come and held) and (paper or event.has("in_all", "include", "thereunder"))


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
