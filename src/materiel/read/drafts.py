"""Drafts: the events of a document are gathered into deals.

Events of the same goods and parties are one deal; an event that names other goods, other parties or an earlier time
opens another. What is told in the headline and the lead is news, what is told to explain it is background.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from materiel import packs
from materiel.read.actors import Actor
from materiel.read.clause import Event, Step, Vote
from materiel.read.dates import Date
from materiel.read.goods import Goods

LEAD = 3  # paragraphs after the headline that tell the news


@dataclass(slots=True)
class Line:
    """One kind of goods in a deal, with every phrase that names it."""

    phrases: list[Goods] = field(default_factory=list)

    @property
    def category(self) -> str:
        """The most exact category that a phrase gives."""
        exact = [one for one in self.phrases if not one.category.startswith("any_")]
        known = [one for one in exact if one.known]
        return (known or exact or self.phrases)[0].category

    @property
    def best(self) -> Goods:
        """The phrase that names it best: a known type, else an unknown type, else the first words."""
        known = [one for one in self.phrases if one.known]
        named = [one for one in self.phrases if one.designation]
        exact = [one for one in self.phrases if not one.category.startswith("any_")]
        return (known or named or exact or self.phrases)[0]


@dataclass(slots=True)
class Draft:
    """A deal in the making."""

    lines: list[Line] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    votes: list[tuple[Vote, float]] = field(default_factory=list)
    steps: list[tuple[Step, Event]] = field(default_factory=list)
    background: bool = False
    lead: bool = False

    def codes(self, role: str) -> dict[str, float]:
        """The weight of each code for a role: its strongest vote, and the others for a third."""
        cast: dict[str, list[float]] = defaultdict(list)
        for vote, weight in self.votes:
            if vote.role == role:
                for actor in vote.actors:
                    cast[actor.code].append(vote.weight * weight)
        return {code: max(weights) + 0.3 * (sum(weights) - max(weights)) for code, weights in cast.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands: the headline, the lead, or the body."""

    heading: bool
    lead: bool


def related(left: str, right: str) -> bool:
    """Whether two categories may name one and the same thing."""
    table = packs.toml("codebook", "goods.toml")
    if left == right or right in table["covers"].get(left, ()) or left in table["covers"].get(right, ()):
        return True
    return [left, right] in table["mixed"]["pairs"] or [right, left] in table["mixed"]["pairs"]


def family(designation: str) -> str:
    """The family of a designation: F-16 for F-16 Block 70."""
    for known in (designation, designation.rsplit(" ", 2)[0]):
        row = packs.weapons().get(known)
        if row is not None:
            return row["family"] or row["designation"]
    return designation.casefold()


def fits(line: Line, one: Goods) -> bool:
    """Whether a phrase names what the line holds; once a line is exact, general words of it no longer decide."""
    exact = [phrase for phrase in line.phrases if not phrase.category.startswith("any_")]
    named = [phrase for phrase in exact if phrase.designation] if one.designation else []
    return any(same_goods(one, phrase) for phrase in named or exact or line.phrases)


def same_goods(left: Goods, right: Goods) -> bool:
    """Whether two phrases may name the same goods."""
    if left.designation and right.designation:
        short, long = sorted((left.designation.casefold(), right.designation.casefold()), key=len)
        return family(left.designation) == family(right.designation) or (len(short) > 3 and short in long)
    return related(left.category, right.category)


def drafts(found: Sequence[tuple[Event, Place]], published: str | None) -> list[Draft]:
    """The deals that the events of a document tell."""
    out: list[Draft] = []
    year = int(published[:4]) if published else None
    for event, place in found:
        wanted = _wanted(event)
        past = _past(event, place, year)
        event.early, event.past = place.heading or place.lead, past
        if not wanted:
            _follow(out, event, place, past)
            continue
        table = event.sentence.kind == "row" and bool(event.votes)
        target = None if table else _match(out, event, wanted, past or _repeat(out, event))
        if not event.rules and not table:
            _elaborate(target, event, wanted)
            continue
        if target is None:
            if not event.votes and not event.steps:
                continue
            target = Draft(background=past or _gated(event), lead=place.heading or place.lead or table)
            out.append(target)
        _merge(target, event, wanted, place, past)
    return out


def _gated(event: Event) -> bool:
    """Exercises, strikes, seizures: the words of transfer in such a clause tell of no deal."""
    return event.has("exercise")


def _wanted(event: Event) -> list[Goods]:
    """The goods that are the object of the clause: not what they replace, carry, or are made for."""
    out: list[Goods] = []
    sentence = event.sentence
    for one in event.goods:
        before = range(max(event.first, one.first - 4), one.first)
        if any(sentence.has(at, "replace") for at in before):
            continue
        if any(sentence.has(at, "existing", "rival") for at in range(max(event.first, one.first - 3), one.first)):
            continue
        if out and _bearer(event, out[-1], one):
            break
        if one.category == "transport aircraft" and len({other.category for other in event.goods}) > 1:
            carried = [other for other in event.goods if other.category != one.category]
            if any(event.sentence.has(at, "own") for at in before) or (
                carried[0].first > one.last and one is event.goods[0]
            ):
                continue  # the aeroplane that brings the goods
        out.append(one)
    return _main_first(event, out)


def _main_first(event: Event, found: list[Goods]) -> list[Goods]:
    """The goods with what the clause's verb or noun of transfer acts on in front: the first goods behind it."""
    opener = next((m for m in event.rules if m.value not in ("deal", "contract")), None)
    if opener is None or len(found) < 2 or found[0].first > opener.last:
        return found
    behind = [one for one in found if one.first > opener.last and one.first - opener.last <= 8]
    if not behind or any(event.sentence.has(at, "be") for at in range(max(0, opener.first - 3), opener.first)):
        return found
    return behind + [one for one in found if one not in behind]


def _bearer(event: Event, left: Goods, right: Goods) -> bool:
    """Whether the second phrase is only what the first is for: "engines for the T929 helicopter"."""
    gap = range(left.last + 1, right.first)
    joined = any(event.sentence.has(at, "and") for at in gap)
    bears = any(event.sentence.has(at, "for") for at in gap)
    return len(gap) <= 4 and bears and not joined and right.quantity is None


def _past(event: Event, place: Place, year: int | None) -> bool:
    """Whether the clause tells of earlier or other deals."""
    if place.heading:
        return False
    if any(event.sentence.has(at, "rival") for at in range(event.last + 1)):
        return True
    if event.sentence.has(event.first, "relative") and any(
        event.sentence.has(at, "replace") for at in range(event.first)
    ):
        return True  # "it replaces the old boat, which was handed over in 2012"
    dated = [d for d in event.sentence.dates if event.first <= d.first <= event.last and _first_told(event, d)]
    old = year is not None and any(date.value and int(date.value[:4]) < year - place.lead for date in dated)
    vague = not place.lead and any(not date.value for date in dated)  # "in October", of no shown year
    if (old or vague) and any(step.modality == "asserted" for step in event.steps):
        return True
    if place.lead and event.has("past") and all(one.generic for one in event.goods) and event.sentence.number > 1:
        return event.has("so_far")
    return not place.lead and event.has("past")


def _first_told(event: Event, date: Date) -> bool:
    """Whether the date stands nearest to the clause's first form: "took delivery of six of the dozen ordered in 2021"
    is no old news."""
    forms = [m for m in event.rules if any(step.start == m.start for step in event.steps)]
    nearest = min(forms, key=lambda m: min(abs(m.first - date.last), abs(date.first - m.last)), default=None)
    return nearest is None or nearest.start == forms[0].start


def _repeat(out: Sequence[Draft], event: Event) -> bool:
    """Whether the news is of more of the same, so that a done deal told beside it is the earlier one."""
    done = any(step.status in ("ordered", "delivered") and step.modality == "asserted" for step in event.steps)
    return done and any(
        first.has("more") and not any(step.status in ("ordered", "delivered") for step, _ in draft.steps)
        for draft in out for first in draft.events[:1]
    )  # fmt: skip


def _conflict(draft: Draft, event: Event) -> bool:
    """Whether the parties of the event are plainly others than the draft's."""
    for role in ("supplier", "recipient"):
        have = draft.codes(role)
        said = {a.code for v in event.votes if v.role == role and v.weight >= 2 for a in v.actors}
        strong = {code for code, weight in have.items() if weight >= 2}
        if said and strong and not said & have.keys():
            return True
    return False


def _match(out: Sequence[Draft], event: Event, wanted: Sequence[Goods], past: bool) -> Draft | None:
    """The draft that the event goes on with: the same goods, no other parties, the same time."""
    main = wanted[0]
    best: tuple[tuple[bool, bool, int], Draft] | None = None
    for number, draft in enumerate(out):
        if _conflict(draft, event) or not any(fits(line, main) for line in draft.lines):
            continue
        if past and not draft.background and (_differs(draft, wanted) or draft.events[0].has("more")):
            continue
        types = {phrase.designation for line in draft.lines for phrase in line.phrases if phrase.designation}
        rank = (main.designation in types, not draft.background or past, number)
        if best is None or rank > best[0]:
            best = (rank, draft)
    return best[1] if best else None


def _differs(draft: Draft, wanted: Iterable[Goods]) -> bool:
    """Whether an earlier clause counts the goods otherwise, or names a type where the news has none: another lot."""
    have = {p.quantity for line in draft.lines for p in line.phrases if p.quantity is not None}
    said = {one.quantity for one in wanted if one.quantity is not None}
    types = {p.designation for line in draft.lines for p in line.phrases}
    return (bool(said) and not said & have) or any(one.designation and one.designation not in types for one in wanted)


def _merge(draft: Draft, event: Event, wanted: Sequence[Goods], place: Place, past: bool) -> None:
    weight = (1.4 if place.heading else 1.2 if place.lead else 1.0) * (0.4 if past and not draft.background else 1.0)
    draft.events.append(event)
    draft.votes += [(vote, weight) for vote in event.votes]
    if draft.background or not past:
        draft.steps += [(step, event) for step in event.steps]
    if draft.background and not past and (place.lead or place.heading) and not _gated(event):
        draft.background = False
    listed = _listed(event, wanted)
    told: list[tuple[Line, Goods]] = []
    for one in wanted:
        line = next((line for line in draft.lines if fits(line, one)), None)
        apart = line is not None and one in listed and any(
            line is other and _apart(event, left, one) for other, left in told
        )  # fmt: skip
        if line is not None and not apart:
            line.phrases.append(one)
        elif not draft.lines or one in listed:
            line = Line([one])
            draft.lines.append(line)
        if line is not None:
            told.append((line, one))


def _apart(event: Event, left: Goods, right: Goods) -> bool:
    """Whether two phrases of one list name two lots: each is counted, or they are of two kinds joined by "and"."""
    if left.quantity is not None and right.quantity is not None:
        return left.number != right.number
    kinds = left.category != right.category and not any(one.category.startswith("any_") for one in (left, right))
    gap = range(left.last + 1, right.first)
    follows = range(right.last + 1, right.last + 3)
    return kinds and (
        any(event.sentence.has(at, "and") for at in (*gap, *follows)) or event.sentence.has(right.first - 1, "and")
    )


def _listed(event: Event, wanted: Sequence[Goods]) -> list[Goods]:
    """The goods of one list with the first: only commas, "and", "with" and the words of noun phrases part them."""
    out = list(wanted[:1])
    rules = {at for m in event.rules for at in range(m.first, m.last + 1)}
    for one in wanted[1:]:
        gap = range(out[-1].last + 1, one.first)
        broken = any(
            at in rules or event.sentence.words[at].low in ";:—" or event.sentence.has(at, *_BREAKS) for at in gap
        )
        if broken and not any(event.sentence.has(at, "include") for at in gap):
            break
        out.append(one)
    return out


_BREAKS = ("be", "stop", "relative", "to", "from", "by", "say", "have", "future", "plan")


def _follow(out: Sequence[Draft], event: Event, place: Place, past: bool) -> None:
    """A clause without goods goes on with the deal told last, where it speaks of a deal at all."""
    priced = bool(event.numbers()) and event.has("worth")
    dated = bool(event.sentence.dates) and event.has("due")
    if not out or not (event.steps or event.votes or priced or dated):
        return
    past = past or _repeat(out, event)
    recent = out[-1]
    topic = recent if not recent.background else next((d for d in out if not d.background), recent)
    if _conflict(topic, event) or _gated(event):
        return
    if not event.anaphor and not event.early and not dated:
        return
    topic.events.append(event)
    weight = 0.6 * (0.4 if past else 1.0)
    topic.votes += [(vote, weight) for vote in event.votes]
    if not past:
        topic.steps += [(step, event) for step in event.steps]


def _elaborate(draft: Draft | None, event: Event, wanted: Sequence[Goods]) -> None:
    """Goods without a rule word only add what they are, or how many, to a deal that lacks it."""
    if draft is None or event.has("existing", "replace", "rival"):
        return
    near = event.sentence.number - draft.events[-1].sentence.number <= 3
    draft.events.append(event)
    for one in wanted if near else ():
        for line in draft.lines:
            counted = any(phrase.quantity is not None for phrase in line.phrases)
            if fits(line, one) and ((one.designation and not line.best.designation) or (one.quantity and not counted)):
                line.phrases.append(one)
                break


def actors_of(draft: Draft, role: str) -> list[tuple[Actor, float]]:
    """Every actor voted into a role, with its weight."""
    return [(actor, vote.weight * weight) for vote, weight in draft.votes if vote.role == role for actor in vote.actors]
