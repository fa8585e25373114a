"""Asides: clauses that name goods and tell no deal of their own, but its price, its reason, its time, or a strike."""

from __future__ import annotations

from collections.abc import Sequence

from materiel.read.clauses.clause import Event
from materiel.read.gather.draft import Draft
from materiel.read.gather.lines import fits
from materiel.read.words.phrases import Goods


def priced(event: Event, goods: Sequence[Goods]) -> bool:
    """Whether the clause only tells the price of what was told before."""
    own = any(one.quantity for one in goods) and any(step.strong for step in event.steps)
    priced = event.has("worth") and bool(event.numbers())
    return event.anaphor and priced and not event.votes and not own


def sums_up(event: Event) -> bool:
    """Whether a clause without goods opens with the price of what was told before: "Vlera arrin në 90 milionë"."""
    priced = event.sentence.has(event.first, "price_head") and any(one.currency for one in event.numbers())
    return priced and not event.rules


def explains(event: Event) -> bool:
    """Whether the clause only gives a reason or a time: "after its bid for the Typhoon failed"."""
    if event.sentence.pack.get("verb_final") and (told := _postposed(event)) is not None:
        return told
    beside = event.sentence.has(event.first, "whereas") and bool(event.steps)  # "while Norway donated eight"
    return event.first > 0 and event.sentence.has(event.first, "stop") and not beside


def _postposed(event: Event) -> bool | None:
    """Where conjunctions stand behind their clause, whether it is that clause ("... imzalandıktan" sonra), or the main
    one behind it; nothing where none stands at its end or beginning."""
    if event.last + 1 < len(event.sentence.words) and event.sentence.has(event.last + 1, "postposed"):
        return True
    return False if event.sentence.has(event.first, "postposed") else None


def gated(event: Event) -> bool:
    """Exercises, strikes, seizures: the words of transfer in such a clause tell of no deal."""
    opened = {at for m in event.rules for at in range(m.first, m.last + 1)}  # "разместила заказ" stations nothing
    opened |= {at for one in event.goods for at in range(one.first, one.last + 1)}  # "hélicoptères d'attaque"
    places = event.sentence.where("exercise")
    return any(event.first <= at <= event.last and at not in opened for at in places)


def repeat(out: Sequence[Draft], event: Event) -> bool:
    """Whether the news is of more of the same, so that a done deal told beside it is the earlier one."""
    done = any(step.status in ("ordered", "delivered") and step.modality == "asserted" for step in event.steps)
    return done and any(
        first.has("more") and not any(step.status in ("ordered", "delivered") for step, _ in draft.steps)
        for draft in out for first in draft.events[:1]
    )  # fmt: skip


def to_land(out: Sequence[Draft], event: Event, goods: Sequence[Goods]) -> bool:
    """Whether aeroplanes are those of the deal told last, and bring no others: "the planes will land in 2028"."""
    coming = all(step.modality == "future" or step.rule.endswith("_future") for step in event.steps)
    told = [draft for draft in out if not draft.background][-1:]
    held = [line for draft in told for line in draft.lines if fits(line, goods[0]) and not line.bare]
    flown = any(line.category in _AIRCRAFT for line in held)
    return flown or (bool(held and event.steps) and (coming or event.has("lot")))


_AIRCRAFT = frozenset(("combat aircraft", "trainer aircraft", "transport aircraft", "helicopter"))
