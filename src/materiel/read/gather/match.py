"""Match: whether a clause goes on with a deal that the text told before, or tells another.

It is another where its parties, its numbers, its paper or its time are plainly others; what is only left out parts
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from materiel.read.clauses.clause import Event, Vote
from materiel.read.clauses.lots import same_kind, wanted
from materiel.read.gather.draft import Draft
from materiel.read.gather.lines import fits
from materiel.read.words.phrases import Goods

REMEMBERED = 60  # deals back that a clause may go on with: a text that tells more is a list


def match(out: Sequence[Draft], event: Event, goods: Sequence[Goods], earlier: bool) -> Draft | None:
    """The draft that the event goes on with: the same goods, no other parties, the same time."""
    main = goods[0]
    best: tuple[tuple[bool, bool, bool, int], Draft] | None = None
    for number, draft in enumerate(out[-REMEMBERED:]):
        if conflict(draft, event) or not any(fits(line, main) for line in draft.lines):
            continue
        if _another(draft, event, main) or parted(draft, event) or other_paper(draft, event, main):
            continue
        other = _differs(draft, goods) or _exact(draft, goods)
        if earlier and not draft.background and (other or draft.events[0].has("more")):
            continue
        types = {phrase.designation for line in draft.lines for phrase in line.phrases if phrase.designation}
        same = any(line.category == main.category for line in draft.lines)
        rank = (main.designation in types, not draft.background or earlier, same, number)
        if best is None or rank > best[0]:
            best = (rank, draft)
    return best[1] if best else None


def conflict(draft: Draft, event: Event) -> bool:
    """Whether the parties of the event are plainly others than the draft's, or other parties have another lot."""
    vetoes = {a.code for v in event.votes if v.role == "veto" for a in v.actors}
    other = any(counted_otherwise(draft, one) for one in wanted(event)[:1])
    least = 1 if other else 2
    known = _same_lot(draft, event)  # whoever a broker is, the supplier stays
    for role in ("recipient",) if known else ("supplier", "recipient"):
        have = draft.codes(role)
        said = {a.code for v in event.votes if v.role == role and v.weight >= least for a in v.actors} - vetoes
        strong = {code for code, weight in have.items() if weight >= 2 or (other and weight >= 0.8)}
        if said and strong and not said & have.keys():
            return True
    return False


def _same_lot(draft: Draft, event: Event) -> bool:
    """Whether the clause counts its goods as the draft does and calls them known: "the dozen jets" of a broker."""
    for one in wanted(event)[:1]:
        if one.quantity and not one.designation and event.sentence.has(one.first - 1, "det"):
            return any(
                p.quantity == one.quantity and p.category == one.category for line in draft.lines for p in line.phrases
            )
    return False


def without_broker(draft: Draft, event: Event) -> list[Vote]:
    """The votes of a clause without those for a firm that deals in a known lot, which a state supplies: a broker."""
    if not draft.codes("supplier") or not _same_lot(draft, event):
        return event.votes
    states = draft.codes("supplier").keys()
    return [
        v for v in event.votes if v.role != "supplier" or all(a.form != "maker" or a.code in states for a in v.actors)
    ]


def parted(draft: Draft, event: Event) -> bool:
    """Whether the deal is that of another lot of the same clause, which has another supplier."""
    return event.counted is not None and any(
        one.sentence is event.sentence and one.counted not in (None, event.counted) for one in draft.events
    )


def announced(draft: Draft, event: Event, goods: Sequence[Goods]) -> bool:
    """Whether only the headline told of the deal so far, in general words, and the clause names its two parties."""
    if any(first.sentence.kind != "heading" for first in draft.events):
        return False
    parties = draft.codes("supplier").keys() | draft.codes("recipient").keys()
    told = {actor.code for vote in event.votes for actor in vote.actors}
    return (
        all(line.bare for line in draft.lines)
        and len(parties & told) > 1
        and any(fits(line, goods[0]) for line in draft.lines)
    )


def other_paper(draft: Draft, event: Event, main: Goods) -> bool:
    """Whether goods that so far only the headline named have a paper of their own: "moreover a letter of intent on
    the missiles was signed"."""
    held = [phrase for line in draft.lines if fits(line, main) for phrase in line.phrases]
    told = [one for one in draft.events if one.sentence.kind != "heading" and one.goods and one.steps]
    if not told or event.sentence is told[-1].sentence or any(one in held for early in told for one in early.goods):
        return False
    mine = {step.status for step in event.steps}
    return bool(held) and mine == {"negotiating"} and not mine & {step.status for early in told for step in early.steps}


def either_way(draft: Draft, event: Event) -> bool:
    """Whether the clause only says which two sign with one another, where the deal already knows who gives: "India
    signed a contract with Armenia, which provides for the export of rockets"."""
    pact = {"sign", "parties", "contract", "deal"}
    sides = {a.code for vote in event.votes for a in vote.actors}
    given = {role: draft.codes(role) for role in ("supplier", "recipient")}
    known = {max(codes, key=lambda code: codes[code]) for codes in given.values() if max(codes.values()) >= 2} if all(
        given.values()
    ) else set()  # fmt: skip
    return len(sides) == 2 and sides == known and all(vote.rule in pact for vote in event.votes)


def _another(draft: Draft, event: Event, main: Goods) -> bool:
    """Whether the clause tells of a further lot ("a hundred more"), or of what comes after a cancelled deal."""
    suppliers = {a.code for v in event.votes if v.role == "supplier" and v.weight >= 2 for a in v.actors}
    ended = any(step.status == "cancelled" and step.modality == "asserted" for step, _ in draft.steps)
    if ended and suppliers and not suppliers & draft.codes("supplier").keys():
        return all(step.status not in ("cancelled", "ordered") for step in event.steps)
    if _ends_another(draft, event):
        return True
    counts = {phrase.quantity for line in draft.lines for phrase in line.phrases if phrase.quantity is not None}
    if counts and not draft.background and _still_to_come(draft, event, main):
        return True
    if counts and _left(draft, event, main) and main.quantity not in counts:
        return True
    alike = main.thereof and event.has("alike")
    if alike or (same_kind(event, main) and _to_others(draft, event)):
        return True
    if main.quantity is None or not counts or draft.background:
        return False
    near = range(max(event.first, main.first - 2), min(event.last, main.last + 1) + 1)
    steps = {step.status for step in event.steps}
    given = any(mode == "gift" for mode, _, _ in event.modes)
    other = given and not any(mode == "gift" for early in draft.events if early.goods for mode, _, _ in early.modes)
    more = any(event.sentence.has(at, "more") for at in near)
    if main.quantity in counts and not (_coming(draft, event) or (more and other)):
        return False
    return bool(steps) and more and (other or not steps & {s.status for s, _ in draft.steps})


def _ends_another(draft: Draft, event: Event) -> bool:
    """Whether the clause cancels goods that it calls another state's, while those of the deal come from elsewhere:
    "Peru cancelled its order for French ships and bought Turkish ones"."""
    final = bool(event.sentence.pack.get("verb_final"))
    ends = final and bool(event.steps) and all(step.status == "cancelled" for step in event.steps)
    whose = {a.code for v in event.votes if v.role == "supplier" for a in v.actors}
    given = {code for code, weight in draft.codes("supplier").items() if weight >= 2}
    done = all(step.status != "cancelled" for step, _ in draft.steps)
    return ends and done and bool(whose) and bool(given) and not whose & given


def _left(draft: Draft, event: Event, main: Goods) -> bool:
    """Whether the clause counts those left that are to come while the others are there, where verbs stand last: "kalan
    26 araç gelecek yıl gönderilecek"."""
    final = bool(event.sentence.pack.get("verb_final"))
    return final and main.quantity is not None and event.has("rest") and _coming(draft, event)


def _to_others(draft: Draft, event: Event) -> bool:
    """Whether the clause names who receives, and the deal nobody of them."""
    said = {a.code for v in event.votes if v.role == "recipient" and v.weight >= 2 for a in v.actors}
    return bool(said) and not said & draft.codes("recipient").keys()


def counted_otherwise(draft: Draft, one: Goods) -> bool:
    """Whether the deal has another number of the goods."""
    lines = [line for line in draft.lines if fits(line, one)]
    numbers = {phrase.quantity for line in lines for phrase in line.phrases if phrase.quantity is not None}
    return one.quantity is not None and bool(numbers) and one.quantity not in numbers


def _still_to_come(draft: Draft, event: Event, main: Goods) -> bool:
    """Whether a named type is on its way while the counted goods of no name are there: "the Strykers will follow"."""
    named = any(phrase.designation for line in draft.lines for phrase in line.phrases)
    return bool(main.designation) and not named and _coming(draft, event)


def _coming(draft: Draft, event: Event) -> bool:
    """Whether the goods of the clause are to come, while those of the deal are there."""
    there = any(s.status == "delivered" and s.modality == "asserted" and s.strong for s, _ in draft.steps)
    return there and bool(event.steps) and all(step.modality == "future" for step in event.steps)


def _exact(draft: Draft, goods: Iterable[Goods]) -> bool:
    """Whether an earlier clause names goods where the news has but "arms"."""
    general = all(line.category == "any_weapon" for line in draft.lines)
    return general and all(one.category != "any_weapon" for one in goods)


def _differs(draft: Draft, goods: Iterable[Goods]) -> bool:
    """Whether an earlier clause counts the goods otherwise, or names a type where the news has none: another lot."""
    have = {p.quantity for line in draft.lines for p in line.phrases if p.quantity is not None}
    said = {one.quantity for one in goods if one.quantity is not None}
    types = {p.designation for line in draft.lines for p in line.phrases}
    return (bool(said) and not said & have) or any(one.designation and one.designation not in types for one in goods)
