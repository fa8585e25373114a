"""Lots: which goods of a clause are the object of its deal, and which of them are lots of their own."""

from __future__ import annotations

from collections.abc import Sequence

from materiel import packs
from materiel.read.clauses.clause import Event
from materiel.read.words.phrases import Goods

_LED = ("infinitive", "for", "to", "from", "of")
_BREAKS = ("be", "stop", "relative", "to", "from", "by", "say", "have", "future", "plan")


def wanted(event: Event) -> list[Goods]:
    """The goods that are the object of the clause: not what they replace, carry, or are made for."""
    out: list[Goods] = []
    left: Goods | None = None
    for one in event.goods:
        first = max(event.first, one.first - (8 if _owned(event, one) else 4))
        if _beside(event, one, first) or _brings(event, one, first) or _served(event, one):
            continue
        if left and _bearer(event, left, one):
            packed = event.has("include") and not event.rules  # "the package includes shells for howitzers and drones"
            if not packed and (one.last == event.last or event.sentence.words[one.last + 1].low != ","):
                break
            left = one  # "rockets for HIMARS, shells and howitzers"
            continue
        left = one
        out.append(one)
    if out and _besides(event, out[0]):
        return out if len(out) > 1 else []
    return _main_first(event, out)


def _besides(event: Event, one: Goods) -> bool:
    """Whether the clause opens with goods that others are told besides: "with the jets Paris delivers a simulator"."""
    at = one.first - 1
    opens = at == event.first or (at == event.sentence.begins and at > event.first)
    return opens and event.sentence.has(at, "include") and any(m.first > one.last for m in event.rules)


def _owned(event: Event, one: Goods) -> bool:
    """Whether a possessive stands right before the goods."""
    return one.first > 0 and event.sentence.words[one.first - 1].low == event.sentence.pack.get("possessive")


def _beside(event: Event, one: Goods, first: int) -> bool:
    """Whether the words from ``first`` on say that the goods are not dealt in: replaced, there already, another's."""
    sentence, near = event.sentence, max(event.first, one.first - 3)
    if sentence.holds(first, one.first, "replace") and not _acted_on(event, one):
        return True
    if _to_follow(event, one):
        return True
    told = any(first <= m.last < one.first for m in event.rules)  # "a contract with the firm on the purchase of"
    firm = next((at for at in range(first, one.first) if sentence.has(at, "company")), one.first)
    seller = sentence.has(firm, "from")  # "te prodhuesi"
    if not (told or seller) and firm < one.first and sentence.holds(first, one.first, "of"):
        return True  # "the maker of the Akinci drone"
    if sentence.has(one.first - 1, "against") or sentence.has(one.head - 1, "against"):
        return True  # "effective against drones"
    fitted = [at for at in range(event.first, one.first) if sentence.has(at, "equips") and sentence.has(at + 1, "with")]
    if fitted and not any(fitted[-1] < m.first < one.first for m in event.rules):
        return True  # "the vehicles are equipped with machine guns"
    if sentence.holds(first, one.first, "likeness", "used_in") or _compared(event, one):
        return True  # "the export version of the HQ-22", "equipment used in missiles"
    if sentence.holds(near, one.first, "existing") and not (_whole_fleet(event, one) or _object_last(event, one)):
        return True
    if sentence.has(one.last + 1, "relative") and sentence.holds(one.last + 2, one.last + 5, "existing"):
        return True  # "besides the nine jets that it flies already"
    if sentence.pack.get("verb_final") and (
        sentence.holds(one.last + 1, one.last + 4, "cause") or sentence.has(one.last + 1, "as_rival")
    ):
        return True  # "S-400 alımı nedeniyle": because of its purchase; "K2 tankı yerine"
    return sentence.holds(near, one.first, "rival", "aboard")


def _to_follow(event: Event, one: Goods) -> bool:
    """Whether the goods are only called the next to come, beside those that a verb says have come: "Finnland übergibt
    Radare, als Nächstes zwölf Haubitzen"."""
    sentence, behind = event.sentence, range(max(event.first, one.first - 4), one.first)
    led = next((at for at in behind if sentence.has(at, "next")), None)
    done = [m for m in event.rules if led is not None and m.last < led]
    others = any(led is not None and other.last < led for other in event.goods)
    return led is not None and bool(done) and others and not any(led < m.first < one.first for m in event.rules)


def _compared(event: Event, one: Goods) -> bool:
    """Whether the goods are only what others are measured by: "is often compared to the Patriot and the S-300"."""
    told = max((m.last + 1 for m in event.rules if m.last < one.first), default=event.first)
    behind = bool(event.sentence.pack.get("verb_final")) and event.sentence.holds(
        one.last + 1, one.last + 4, "compared"
    )
    return behind or event.sentence.holds(told, one.first, "compared")


def _brings(event: Event, one: Goods, first: int) -> bool:
    """Whether the goods are only the ship or the aeroplane that brings the others of the clause."""
    sentence = event.sentence
    others = [other for other in event.goods if other.category != one.category]
    if one.category == "ship" and len(event.goods) > 1:
        led = one.quantity is None and sentence.has(one.first - 1, "with")
        if led or sentence.has(one.last + 1, "fitted"):  # "a ship carrying 54 vehicles"
            return True
    if one is event.goods[0] and (_loaded(event, one) or _flown(event, one)):
        return True  # "aeroplanes with parts of the S-400 landed"
    if one.category != "transport aircraft":
        return False
    if freighter(one) and len(event.goods) > 1:
        return True  # "the helicopters were brought by an Antonov An-124"
    if not others:  # "they were brought by a transport aircraft"
        return sentence.has(event.first, "pronoun") and sentence.has(one.first - 1, "with")
    carries = sentence.holds(first, one.first, "own") or sentence.has(one.first - 1, "in", "with")
    return carries or (others[0].first > one.last and one is event.goods[0])


def _acted_on(event: Event, one: Goods) -> bool:
    """Whether a form stands right before goods that are called old: "handed over its old tanks"."""
    sentence = event.sentence
    if sentence.pack.get("verb_final"):
        return _object_last(event, one)
    forms = [m for m in event.rules if 0 < one.first - m.last <= 4]
    return any(
        sentence.holds(m.last + 1, one.first, "replace") and not sentence.holds(m.last + 1, one.first, *_LED)
        for m in forms
    )


def _object_last(event: Event, one: Goods) -> bool:
    """Whether old goods, or goods in somebody's stores, are what the verb at the end acts on: they are the only goods,
    nothing takes their place, and the clause says from whom or to whom they go."""
    sentence = event.sentence
    if not sentence.pack.get("verb_final") or sentence.holds(one.last + 1, one.last + 4, "as_rival", "replace"):
        return False
    alone = all(one.first <= other.first for other in event.goods)
    acts = any(m.first > one.last for m in event.rules)
    return alone and acts and any(actor.marker in ("dat", "abl", "owner") for actor in event.actors)


def _whole_fleet(event: Event, one: Goods) -> bool:
    """Whether it is the fleet itself that is dealt in: "will donate its entire fleet of T-72 tanks"."""
    fleet = event.sentence.has(one.first - 1, "of") and event.sentence.has(one.first - 2, "existing")
    return fleet and any(0 < one.first - m.last <= 6 for m in event.rules)


def accessory(event: Event, one: Goods) -> bool:
    """Whether the goods only keep others in use, uncounted: spare parts, simulators."""
    held = event.sentence.holds(one.head, one.last + 1, "service_support", "service_training")
    return held and one.category == "other" and one.quantity is None


def _loaded(event: Event, one: Goods) -> bool:
    """Whether the goods are only the aeroplanes or ships that come with others on board."""
    if one.category not in ("any_aircraft", "transport aircraft", "ship") or one.designation:
        return False
    near = [other for other in event.goods if 0 < other.first - one.last <= 4 and other.category != one.category]
    return bool(near) and event.sentence.has(one.last + 1, "with", "ins")


def same_kind(event: Event, one: Goods) -> bool:
    """Whether the goods are called the same as those told before: "the same vehicles", "letelica istog tipa"."""
    sentence = event.sentence
    return sentence.holds(max(event.first, one.first - 3), one.head, "same") or sentence.has(one.last + 1, "same")


def _flown(event: Event, one: Goods) -> bool:
    """Whether right behind transport planes that land stands whose they are: "two planes of the Spanish air force"."""
    behind = [actor for actor in event.actors if 0 < actor.first - one.last <= 2 and actor.form == "body"]
    lands = all(m.value.partition("_")[0] == "arrive" for m in event.rules[:1])
    return lands and one.category == "transport aircraft" and any(a.marker in ("gen", "of", "") for a in behind)


def carriers(event: Event, goods: Sequence[Goods]) -> bool:
    """Whether the goods are only the aeroplanes or ships that brought others: "transport planes arrived in Serbia"."""
    moved = any(step.rule.partition("_")[0] == "arrive" for step in event.steps) or not event.rules
    if any(freighter(one) for one in goods):
        return any(step.rule.partition("_")[0] in ("arrive", "deliver") for step in event.steps) or not event.rules
    moved = moved or (event.has("them") and all(vote.weight < 2 for vote in event.votes))  # "a plane brought them"
    planes = all(one.category in ("transport aircraft", "any_aircraft") for one in goods)
    return moved and planes and not any(one.quantity for one in goods)


def freighter(one: Goods) -> bool:
    """Whether the goods are of a type that only brings others."""
    return one.designation in packs.toml("codebook", "goods.toml")["freighters"]["types"]


def _main_first(event: Event, found: list[Goods]) -> list[Goods]:
    """The goods with what the clause's verb or noun of transfer acts on in front: the first goods behind it."""
    opener = next((m for m in event.rules if m.value not in ("deal", "contract")), None)
    if opener is None or len(found) < 2 or found[0].first > opener.last or event.sentence.pack.get("verb_final"):
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
    return len(gap) <= 6 and bears and not joined and right.quantity is None


def _served(event: Event, one: Goods) -> bool:
    """Whether the goods are only what others behind them are for, where the word for "for" stands behind: "uçak gemisi
    için 8 Gripen"."""
    after = one.last + 1
    if not event.sentence.pack.get("verb_final") or not event.sentence.has(after, "for"):
        return False
    behind = next((other for other in event.goods if other.first > after), None)
    return behind is not None and not any(after < m.first < behind.first for m in event.rules)


def apart(event: Event, left: Goods, right: Goods) -> bool:
    """Whether two phrases of one list name two lots: each is counted, or they are of two kinds joined by "and"."""
    if left.quantity is not None and right.quantity is not None:
        return left.number != right.number
    kinds = left.category != right.category and not any(one.category.startswith("any_") for one in (left, right))
    gap = range(left.last + 1, right.first)
    follows = range(right.last + 1, right.last + 3)
    return kinds and (
        any(event.sentence.has(at, "and") for at in (*gap, *follows)) or event.sentence.has(right.first - 1, "and")
    )


def _calibre(event: Event, at: int) -> bool:
    """Whether the word leads a measure of the goods before it: "howitzers of 105 mm, radars and lorries"."""
    sizes = [number for number in event.sentence.numbers if number.first == at + 1]
    return any(event.sentence.has(number.last + 1, "unit") for number in sizes)


def listed(event: Event, found: Sequence[Goods]) -> list[Goods]:
    """The goods of one list with the first: only commas, "and", "with" and the words of noun phrases part them."""
    out = list(found[:1])
    rules = {at for m in event.rules for at in range(m.first, m.last + 1)}
    for one in found[1:]:
        gap = range(out[-1].last + 1, one.first)
        broken = any(
            at in rules
            or event.sentence.words[at].low in ";:—"
            or (event.sentence.has(at, *_BREAKS) and not _calibre(event, at))
            for at in gap
        )
        if event.sentence.pack.get("verb_final"):
            broken = broken or any(out[-1].last < actor.first < one.first for actor in event.actors)
        if broken and not any(event.sentence.has(at, "include") for at in gap):
            break
        out.append(one)
    return out
