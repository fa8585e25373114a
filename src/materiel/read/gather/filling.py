"""Filling: how the goods of a clause fill the lines of a deal."""

from __future__ import annotations

from collections.abc import Sequence

from materiel.read.clauses.clause import Event
from materiel.read.clauses.lots import accessory, apart, listed
from materiel.read.gather.draft import Draft
from materiel.read.gather.lines import Line, fits
from materiel.read.gather.match import counted_otherwise
from materiel.read.words.phrases import Goods


def add(draft: Draft, event: Event, goods: Sequence[Goods]) -> None:
    """Add the goods of a clause to the lines that they go on with; the others of its list are lines of their own."""
    lots = listed(event, goods)
    told: list[tuple[Line, Goods]] = []
    for one in goods:
        if draft.lines and accessory(event, one):
            continue
        line = next((line for line in draft.lines if fits(line, one)), None)
        if line is not None and one in lots and any(line is other and apart(event, left, one) for other, left in told):
            line = None
        if line is not None:
            line.phrases.append(one)
        elif not draft.lines or one in lots:
            line = Line([one])
            draft.lines.append(line)
        if line is not None:
            told.append((line, one))


def elaborate(draft: Draft | None, event: Event, goods: Sequence[Goods]) -> None:
    """Goods without a rule word only add what they are, or how many, to a deal that lacks it, or what it includes."""
    if draft is None or event.has("existing", "replace", "rival"):
        return
    near = event.sentence.number - draft.events[-1].sentence.number <= 3
    if event.has("include") and any(counted_otherwise(draft, one) for one in goods[:1]):
        return  # the programme that the reported batch is part of
    draft.events.append(event)
    lots = listed(event, goods) if event.has("include") else ()
    if near and len(lots) > 1 and _package(draft):
        add(draft, event, goods)
        return
    for one in goods if near else ():
        line = next((line for line in draft.lines if fits(line, one)), None)
        if line is None:
            if one in lots and not accessory(event, one):
                draft.lines.append(Line([one]))
            continue
        counted = any(phrase.quantity is not None for phrase in line.phrases)
        if (one.designation and not line.best.designation) or (one.quantity and not counted):
            line.phrases.append(one)
        elif one in lots and one.quantity and any(p in goods and apart(event, p, one) for p in line.phrases):
            draft.lines.append(Line([one]))


def _package(draft: Draft) -> bool:
    """Whether general words name what is given, of which a list follows: "aid worth 200 million; it includes"."""
    gift = any(mode == "gift" for event in draft.events for mode, _, _ in event.modes)
    return gift and bool(draft.lines) and all(line.category == "any_weapon" for line in draft.lines)
