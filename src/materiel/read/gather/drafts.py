"""Drafts: the events of a document are gathered into deals.

Events of the same goods and parties are one deal; an event that names other goods, other parties or an earlier time
opens another. What is told in the headline and the lead is news, what is told to explain it is background.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from materiel.read.clauses.clause import Event, Vote
from materiel.read.clauses.history import past
from materiel.read.clauses.lots import carriers, wanted
from materiel.read.gather.asides import explains, gated, priced, repeat, sums_up, to_land
from materiel.read.gather.batches import contract, counted_papers, named, shared, whole
from materiel.read.gather.draft import Draft
from materiel.read.gather.filling import add, elaborate
from materiel.read.gather.lines import Line, fits
from materiel.read.gather.match import (
    announced,
    conflict,
    counted_otherwise,
    either_way,
    match,
    other_paper,
    parted,
    without_broker,
)
from materiel.read.words.phrases import Goods

LEAD = 3  # paragraphs after the headline that tell the news


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands: the headline, the lead, or the body."""

    heading: bool
    lead: bool


def drafts(found: Sequence[tuple[Event, Place]], published: str | None) -> list[Draft]:
    """The deals that the events of a document tell."""
    gathered = _Gathered(int(published[:4]) if published else None)
    for event, place in found:
        gathered.take(event, place)
    for draft in gathered.out:
        _unshared(draft, gathered.out)
        shared(draft)
    return gathered.out


def _unshared(draft: Draft, out: Sequence[Draft]) -> None:
    """Take from a deal the general words of the headline that tell of another: "Iraq buys howitzers and radars"."""
    titled = {id(one) for event in draft.events if event.sentence.kind == "heading" for one in event.goods}
    for line in draft.lines[:] if titled else ():
        general = line.bare and all(id(one) in titled for one in line.phrases)
        others = [other for other in out if other is not draft and not other.background]
        if general and len(draft.lines) > 1 and any(
            fits(held, line.phrases[0]) and held.category == line.category for other in others for held in other.lines
        ):  # fmt: skip
            draft.lines.remove(line)


@dataclass(slots=True)
class _Gathered:
    """The drafts so far. ``waiting`` are early clauses that tell of a deal whose goods or step comes in another
    clause; ``listing`` is the draft whose goods the next lines list ("it includes:"); ``papers`` told of several that
    the next clauses number ("two contracts: the first")."""

    year: int | None
    out: list[Draft] = field(default_factory=list)
    waiting: list[tuple[Event, Place]] = field(default_factory=list)
    listing: Draft | None = None
    papers: Event | None = None

    def take(self, event: Event, place: Place) -> None:
        """Add one clause: to a draft that it goes on with, to a new one, or to those that wait."""
        goods = wanted(event)
        event.early = place.heading or place.lead
        event.past = past(event, place.heading, place.lead, self.year)
        if goods and self.listing is not None and not event.rules and event.sentence.kind != "heading":
            self.listing.events.append(event)
            add(self.listing, event, goods)
            return
        opens = event.sentence.words[event.last].low == ":"
        if all(one.category.startswith("any_") and not one.quantity for one in goods) and counted_papers(event):
            self.papers = event
        if not goods:
            another = event.has("another") and bool(event.votes)  # "the second package comes from Peru"
            if not another:
                self.listing = _follow(self.out, event, event.past) if opens or not self.listing else self.listing
            if not opens:
                self.listing = None
            if (another or not self.out) and event.early and not event.past and event.steps and event.votes:
                self.waiting = [*self.waiting[-7:], (event, place)]
            return
        self.listing = None
        self._tell(event, place, goods)

    def _tell(self, event: Event, place: Place, goods: Sequence[Goods]) -> None:
        """A clause that names goods."""
        if (self.out or self.waiting) and carriers(event, goods) and not to_land(self.out, event, goods):
            return
        table = event.sentence.kind == "row" and bool(event.votes)
        event.past = event.past and not any(announced(draft, event, goods) for draft in self.out)
        batches, goods = self._batches(event, goods)
        event.past = event.past or bool(batches) or self._till_now(event, goods)
        earlier = event.past or repeat(self.out, event)
        target = None if table else match(self.out, event, goods, earlier)
        target = target if target not in batches else None
        told = self._likewise(event)
        if self._of_papers(event):
            told, place = True, Place(place.heading, place.lead or bool(self.papers and self.papers.early))
        if not event.rules and not table and not batches and not told:
            if target is None and self._waited(event):
                target = self._opened(event, place)
                _merge(target, event, goods, place)
            elif target is None and place.heading and event.votes:
                self.waiting = [*self.waiting[-7:], (event, place)]
            else:
                elaborate(target or self._topic(event), event, goods)
            return
        target = None if told else target
        if target is None and self.out and not batches and priced(event, goods):
            if event.has("include") or not any(one.quantity for one in goods):
                _follow(self.out, event, event.past)  # "the value of the contract, radars included, is 300 million"
            return
        if target is None:
            if not event.votes and not event.steps and not batches:
                return
            self._part(event, goods)
            target = self._opened(event, place, goods)
            target.frame = bool(batches)
        for draft in batches:
            draft.of = target
        _merge(target, event, goods, place)
        if (paper := contract(target, event)) is not None:
            target.of = paper
            self.out.append(paper)

    def _till_now(self, event: Event, goods: Sequence[Goods]) -> bool:
        """Whether the clause sums up what has come so far, where the news is of another number yet to come."""
        done = any(step.status == "delivered" and step.modality == "asserted" for step in event.steps)
        if not (done and event.has("so_far") and event.sentence.number > 1):
            return False
        news = [draft for draft in self.out if not draft.background]
        return any(
            counted_otherwise(draft, one) and all(step.status != "delivered" for step, _ in draft.steps if step.strong)
            for draft in news for one in goods[:1]
        )  # fmt: skip

    def _part(self, event: Event, goods: Sequence[Goods]) -> None:
        """Take the goods of a clause with another lot or paper from a deal whose headline named both."""
        for draft in self.out:
            if parted(draft, event) or other_paper(draft, event, goods[0]):
                bare = [line for line in draft.lines if line.bare and fits(line, goods[0])]
                draft.lines = [line for line in draft.lines if line not in bare] or draft.lines

    def _batches(self, event: Event, goods: Sequence[Goods]) -> tuple[list[Draft], Sequence[Goods]]:
        """The batches of which the clause tells the contract, and the goods of the clause that are the whole."""
        found = [draft for draft in self.out if whole(draft, event, goods)]
        for draft in found:  # the whole and its batch have the same parties
            draft.votes += [(vote, 0.8) for vote in event.votes]
        if not found:
            return found, goods
        goods = [one for one in goods if one == whole(found[0], event, goods)]
        for draft in found:
            named(draft, goods[0])
        return found, goods

    def _likewise(self, event: Event) -> bool:
        """Give a clause that says the same of other goods ("radars for Egypt are affected as well") the step told
        last; whether it is such a clause."""
        whom = any(vote.role == "recipient" for vote in event.votes)
        if event.rules or not whom or not event.has("alike_step") or not self.out or not self.out[-1].steps:
            return False
        event.steps = [self.out[-1].steps[-1][0]]
        return True

    def _of_papers(self, event: Event) -> bool:
        """Give a clause that numbers one of several papers ("the second covers four radars") their parties and steps;
        whether it is such a clause."""
        described = bool(event.sentence.pack.get("verb_final"))  # "ikincisi, Fas'tan alınacak dört radar"
        until = event.goods[0].first if described else event.first + 2
        numbered = event.sentence.holds(event.first, until, "nth", "other")
        states = [a for a in event.actors if not a.marker] if event.sentence.kind in ("item", "row") else []
        acts = any(step.modality == "asserted" for step in event.steps) if described else bool(event.rules)
        if self.papers is None or acts or not (numbered or len(states) == 1):
            return False
        sides = [Vote("supplier", 1.5, (a,), "paper") for a in event.actors if a.marker in ("from", "with", "abl")]
        given = any(vote.role == "supplier" for vote in self.papers.votes)
        sides += [Vote("recipient" if given else "supplier", 2.0, (actor,), "paper") for actor in states]
        event.votes = [*event.votes, *sides, *self.papers.votes]
        event.steps = list(self.papers.steps)
        self.waiting = [one for one in self.waiting if one[0] is not self.papers]
        return True

    def _waited(self, event: Event) -> bool:
        """Whether a clause right before told of a deal without naming its goods."""
        return any(not early.goods and event.sentence.number - early.sentence.number <= 2 for early, _ in self.waiting)

    def _opened(self, event: Event, place: Place, goods: Sequence[Goods] = ()) -> Draft:
        """A new draft, with the early clauses that waited for it."""
        table = event.sentence.kind == "row" and bool(event.votes)
        aside = bool(self.out) and explains(event)
        draft = Draft(background=event.past or aside or gated(event), lead=place.heading or place.lead or table)
        if goods:
            draft.lines.append(Line([goods[0]]))
        self.out.append(draft)
        for early, where in self.waiting if not draft.background else ():
            named = wanted(early)
            near = event.sentence.number - early.sentence.number <= (2 if not named else 8)
            if near and not conflict(draft, early) and (not named or any(fits(line, named[0]) for line in draft.lines)):
                _merge(draft, early, named, where)
        if not draft.background:
            self.waiting.clear()
        if goods:
            draft.lines[0].phrases.remove(goods[0])
            if not draft.lines[0].phrases:
                draft.lines.clear()
        return draft

    def _topic(self, event: Event) -> Draft | None:
        """The deal told last, where the clause says what it includes: "The package covers spare engines"."""
        draft = self.out[-1] if self.out else None
        if draft is None or not draft.events or not event.has("include"):
            return None
        near = 0 < event.sentence.number - draft.events[-1].sentence.number <= 2
        verb = next(at for at in range(event.first, event.last + 1) if event.sentence.has(at, "include"))
        return draft if near and not any(one.first < verb for one in event.goods) else None


def _merge(draft: Draft, event: Event, goods: Sequence[Goods], place: Place) -> None:
    weight = 1.4 if place.heading else 1.2 if place.lead else 1.0
    weight *= 0.4 if event.past and not draft.background else 1.0
    event.votes = without_broker(draft, event)
    draft.events.append(event)
    draft.votes += [(vote, weight) for vote in event.votes]
    if draft.background or not event.past:
        draft.steps += [(step, event) for step in event.steps]
    news = (place.lead or place.heading) and not event.past and not gated(event) and not explains(event)
    if draft.background and news:
        draft.background = False
    add(draft, event, goods)


def _follow(out: Sequence[Draft], event: Event, earlier: bool) -> Draft | None:
    """A clause without goods goes on with the deal told last, where it speaks of a deal at all."""
    sums = bool(event.numbers()) and event.has("worth")
    dated = bool(event.sentence.dates) and event.has("due")
    if not out or not (event.steps or event.votes or sums or dated):
        return None
    earlier = earlier or repeat(out, event)
    recent = out[-1]
    told = not recent.background or (recent.frame and sums)  # "the whole is worth 200 million"
    topic = recent if told else next((d for d in out if not d.background), recent)
    if sums and event.anaphor:
        topic = _spoken_of(out, topic, event)
    if topic.of is not None and (sums or any(step.status == "ordered" for step in event.steps)):
        topic = topic.of  # the price and the day of signature are the contract's
    if either_way(topic, event):
        event.votes = []
    if conflict(topic, event) or gated(event):
        return None
    if not event.anaphor and not event.early and not dated and not sums_up(event):
        return None
    topic.events.append(event)
    weight = 0.6 * (0.4 if earlier else 1.0)
    topic.votes += [(vote, weight) for vote in event.votes]
    if not earlier:
        topic.steps += [(step, event) for step in event.steps]
    return topic


def _spoken_of(out: Sequence[Draft], topic: Draft, event: Event) -> Draft:
    """The deal whose parties the clause names, where the one told last has none of them."""
    named = {actor.code for actor in event.actors}
    shared = [len(named & (draft.codes("supplier").keys() | draft.codes("recipient").keys())) for draft in out[-6:]]
    if not named or topic not in out[-6:] or shared[out[-6:].index(topic)] or not any(shared):
        return topic
    return max(zip(shared, range(len(shared)), out[-6:], strict=True), key=lambda one: one[:2])[2]
