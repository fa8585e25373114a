"""History: whether a clause tells of the news or of earlier and other deals."""

from __future__ import annotations

from materiel.read.clauses.clause import Event
from materiel.read.words.dates import Date


def past(event: Event, heading: bool, lead: bool, year: int | None) -> bool:
    """Whether the clause tells of earlier or other deals."""
    if heading:
        return False
    rivals = [at for at in event.sentence.where("rival") if at < _before_losers(event)]
    if any(not event.sentence.has(at, "instead") for at in rivals):
        return True
    if event.sentence.number > 1 and _scattered(event):
        return True
    if _of_the_old(event):
        return True
    dated = [d for d in event.sentence.dates if event.first <= d.first <= event.last and _first_told(event, d)]
    old = year is not None and any(date.value and int(date.value[:4]) < year - lead for date in dated)
    vague = not lead and any(not date.value for date in dated)  # "in October", of no shown year
    if (old or vague) and any(step.modality == "asserted" for step in event.steps):
        return True
    if event.has("before_this") and event.sentence.number > 1:
        return True
    if lead and event.has("past") and all(one.generic for one in event.goods) and event.sentence.number > 1:
        return event.has("so_far")
    return not lead and event.has("past")


def _of_the_old(event: Event) -> bool:
    """Whether a relative clause tells of what is replaced: "it replaces the old boat, which was handed over in 2012",
    "los T-55 que entregó Polonia"."""
    sentence, first = event.sentence, event.first
    if sentence.has(first, "relative") and sentence.holds(0, first, "replace", "compared"):
        return True
    acts = [m.first for m in event.rules if any(step.start == m.start for step in event.steps)]
    led = next((at for at in sentence.where("object_relative") if first < at < min(acts, default=0)), 0)
    return bool(led) and sentence.holds(first, led, "replace", "compared")


def _scattered(event: Event) -> bool:
    """Whether the clause only says how many unnamed states have the goods: "has been sold to 16 countries"."""
    sentence = event.sentence
    for at in sentence.where("nations") if event.rules else ():
        counted = any(number.last == at - 1 for number in sentence.numbers) or sentence.has(at - 1, "other")
        led = sentence.holds(max(event.first, at - 4), at, "to", "with", "for", "by")
        if event.first <= at <= event.last and counted and led:
            return True
    return False


def _before_losers(event: Event) -> int:
    """The word at which the clause comes to those whom its parties were chosen over, else its end."""
    losers = (at for at in event.sentence.where("beaten") if event.first <= at <= event.last)
    return next(losers, event.last + 1)


def _first_told(event: Event, date: Date) -> bool:
    """Whether the date stands nearest to the clause's first form: "took delivery of six of the dozen ordered in 2021"
    is no old news."""
    forms = [m for m in event.rules if any(step.start == m.start for step in event.steps)]
    nearest = min(forms, key=lambda m: min(abs(m.first - date.last), abs(date.first - m.last)), default=None)
    return nearest is None or nearest.start == forms[0].start
