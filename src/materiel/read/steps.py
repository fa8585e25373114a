"""Steps: what the forms of a clause say was done, planned or refused, and how the goods change hands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from materiel.read import final
from materiel.read.clause import ACTS, Event, Step
from materiel.read.lexicon import Lexicon
from materiel.read.passing import RULE
from materiel.read.tag import Mention, Sentence

_DENIED = "denied"


def steps(event: Event, lexicon: Lexicon) -> list[Step]:
    """The steps that the forms of the clause tell, in order."""
    out = []
    for mention in event.rules:
        rule = lexicon.rules[mention.value]
        if within(event, lexicon, mention):
            continue
        if rule.get("takes") and not _taken(event, lexicon, mention, rule):
            continue
        if rule["frame"] in ACTS and not rule.get("noun") and not has_object(event, lexicon, mention):
            continue
        if _pleaded(event, lexicon, mention):
            continue
        status, modality = _told(event, rule, mention)
        if modality == _DENIED:
            event.denied, modality = True, "negated"
        if rule.get("takes") == "paper" and status:
            status = _paper(event, lexicon) or status
        if status is None and (not rule.get("paper") or event.sentence.has(mention.first - 1, "negate")):
            continue
        if status is None:
            out.append(Step(rule["paper"], False, mention.start, mention.end, rule["id"], modality))
        else:
            strong = rule["frame"] == "step" or not rule.get("noun")
            out.append(Step(status, strong, mention.start, mention.end, rule["id"], modality))
    return out


def within(event: Event, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether the form is part of longer words that tell how far the deal has come: "close to buying", "drop off"."""
    rule = lexicon.rules[mention.value]
    step = rule["frame"] == "step"
    if rule["frame"] in ("get", "pact") and rule.get("noun") and event.sentence.has(mention.first, "intangible"):
        return False  # "received an order from": the order still says who is who
    return any(
        m.first <= mention.first and mention.last <= m.last and (m.first, m.last) != (mention.first, mention.last)
        for m in event.rules
        if (lexicon.rules[m.value]["frame"] == "step") != step and not (step and lexicon.rules[m.value].get("noun"))
    )


def _pleaded(event: Event, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether the verb only tells what is asked for ("a request to buy"), or what was done to the request itself."""
    if lexicon.rules[mention.value]["frame"] not in ACTS or lexicon.rules[mention.value].get("noun"):
        return False
    before = [m for m in event.rules if m.last < mention.first and lexicon.rules[m.value]["frame"] != "step"]
    if not before:
        return False
    asked = lexicon.rules[before[-1].value]["frame"] in ("plea", "ask")
    if event.sentence.has(mention.first - 1, "infinitive"):
        return asked and mention.first - before[-1].last <= 8
    plea = next((m for m in before if lexicon.rules[m.value].get("noun")), before[0])
    return lexicon.rules[plea.value]["frame"] == "plea" and passive(event.sentence, mention, lexicon)


def has_object(event: Event, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether the verb has goods to act on: behind it, or before it in the passive, a relative clause, an arrival."""
    words = event.sentence.words
    if _intangible(event, mention):
        return False
    if lexicon.pack.get("verb_final"):
        return event.anaphor or final.has_object(event, mention)
    for one in event.goods:
        gap = words[mention.last + 1 : one.first]
        if one.first > mention.last and len(gap) <= 14 and not any(word.low in ":;—" for word in gap):
            led = any(event.sentence.has(at, "infinitive") for at in range(mention.last + 1, one.first))
            if not (led and lexicon.rules[mention.value].get("direct")):  # "ordered the army to move the batteries"
                return True
    if event.anaphor:
        return True
    before = any(one.last < mention.first for one in event.goods)
    if lexicon.pack.get("free_order"):
        return before and not (lexicon.rules[mention.value]["frame"] == "arrive" and _aside(event, mention))
    after = mention.last + 1
    turned = (
        lexicon.rules[mention.value]["frame"] == "arrive"
        or passive(event.sentence, mention, lexicon)
        or event.sentence.has(event.first, "relative")
        or after > event.last
        or event.sentence.has(after, "by", "to", "from", "in", "for")
        or words[after].kind == "."
    )
    return before and turned


def _intangible(event: Event, mention: Mention) -> bool:
    """Whether right behind the verb stands what changes no hands: "gave its consent", "dao je zeleno svetlo"."""
    near = range(mention.last + 1, mention.last + 4)
    named = {at for actor in event.actors for at in range(actor.first, actor.last + 1)}  # "gets U.S. permission"
    last = next((at for at in range(mention.last + 1, mention.last + 8) if at not in named), mention.last)
    near = range(mention.last + 1, max(near.stop, last + 3))
    place = next((at for at in near if event.sentence.has(at, "intangible", "consent")), None)
    return place is not None and not any(mention.last < one.first < place for one in event.goods)


def _aside(event: Event, mention: Mention) -> bool:
    """Whether one comma parts the goods from the verb that follows: "having evaded the radars, he arrived"."""
    last = max((one.last for one in event.goods if one.last < mention.first), default=mention.first)
    return sum(word.low == "," for word in event.sentence.words[last + 1 : mention.first]) == 1


def _taken(event: Event, lexicon: Lexicon, mention: Mention, rule: Mapping[str, Any]) -> bool:
    """Whether the clause holds what the step is done to: a paper, a transfer, or goods."""
    others = [lexicon.rules[m.value] for m in event.rules if m is not mention]
    if rule["takes"] == "paper":
        return any(other.get("paper") or other.get("noun") for other in others)
    return bool(event.goods) or event.anaphor or any(other["frame"] != "step" for other in others)


def _paper(event: Event, lexicon: Lexicon) -> str | None:
    """What the signed paper is worth: a contract orders, a letter of intent negotiates, a tender won is approved."""
    told = [lexicon.rules[m.value] for m in event.rules]
    papers = [rule["paper"] for rule in told if rule.get("paper")]
    if papers:
        return "negotiating" if "negotiating" in papers else None
    return next((rule["won"] for rule in told if rule.get("won")), None)


def _told(event: Event, rule: Mapping[str, Any], mention: Mention) -> tuple[str | None, str]:
    """What a form tells under the words before it: a plan, a future, a denial, a condition."""
    status, modality = rule.get("status"), rule.get("modality", "asserted")
    if status is None and rule.get("done") and event.sentence.holds(mention.first - 2, mention.first, "done"):
        return rule["done"], modality  # "after the handover of"
    if status is None:
        return None, "asserted"
    reach = event.sentence.pack.get("reach", 6)
    window = range(max(event.first, mention.first - reach), mention.first)
    near = [at for at in window if event.sentence.classes.get(at)]
    blocked = max((m.last for m in event.rules if m.last < mention.first and m.value != mention.value), default=-1)
    near = [at for at in near if at > blocked or event.sentence.has(at, "plan", "future")]
    plan = any(event.sentence.has(at, "plan") for at in near)
    future = any(event.sentence.has(at, "future") and not event.sentence.has(at, "plan") for at in near)
    if event.sentence.has(event.first, "and") and mention.first - event.first <= 2 and not _tensed(event, mention):
        plan = plan or event.sentence.holds(0, event.first, "plan")  # "will buy radars and donate them"
        future = future or event.sentence.holds(0, event.first, "future")
    future = future or event.sentence.holds(max(event.first, mention.first - 3), mention.first, "let")  # "lets it buy"
    held = event.sentence.holds(event.first, mention.first, "ceremony")  # "a ceremony was held to hand over"
    future = future or (event.sentence.has(mention.first - 1, "infinitive") and not held)
    future = future or (event.sentence.has(mention.first - 1, "for") and _participle(event, mention))  # "for supplying"
    if event.sentence.words[mention.first - 1].low == "," and _participle(event, mention):
        plan = event.sentence.holds(event.first, mention.first, "plan")
        future = future or (not plan and event.sentence.holds(event.first, mention.first, "future"))
    negated = any(event.sentence.has(at, "negate") for at in near if mention.first - at <= 4)
    negated = negated or any(  # "no contract has been signed"
        0 < mention.first - m.last <= 4 and event.sentence.has(m.first - 1, "negate") for m in event.rules
    )
    cues = event.sentence.of("reaction", "response", "judgement")
    if any(event.first <= m.first < mention.first for m in cues):
        return None, "negated"  # what others urge or threaten has not happened
    if event.sentence.has(mention.first - 1, "awaited"):
        return None, "hypothetical"  # "when delivered, the ships will ..."
    if any(event.sentence.has(at, "if") for at in range(event.first, mention.first)):
        return "considered", "hypothetical"
    if event.sentence.pack.get("verb_final") and _denied(event, mention):
        return None, _DENIED
    if negated and rule["id"] != "refuse":
        barred = rule["frame"] == "give" and (future or (plan and rule.get("onward")))  # "may not re-export"
        return ("refused", "asserted") if barred else (None, _DENIED)
    announced = bool(rule.get("noun")) and event.sentence.holds(
        max(event.first, mention.first - 2), mention.first, "say"
    )
    if announced and rule.get("mode") == "gift":
        return rule.get("future", status), "future"  # "announced a donation"
    if plan:
        return "considered", "future"
    if future:
        return rule.get("future", status), "future"
    return status, "hypothetical" if _hearsay(event, mention) else modality


def _denied(event: Event, mention: Mention) -> bool:
    """Whether what is told is only a claim, denied further on: "gönderdiği iddialarını yalanladı", or is the denial."""
    sentence, behind = event.sentence, range(mention.last + 1, mention.last + 5)
    claim = next((at for at in behind if sentence.has(at, "claim")), None)
    denied = any(claim is not None and m.first > claim and m.value == "REJECT" for m in sentence.of("reaction"))
    denied = denied or (claim is not None and sentence.holds(claim, len(sentence.words), "negate"))
    return denied or sentence.holds(mention.first - 5, mention.first, "claim")


def _hearsay(event: Event, mention: Mention) -> bool:
    """Whether only the press says so: "a newspaper wrote that the contract was signed"."""
    places = range(mention.first)
    wrote = next((at for at in places if event.sentence.has(at, "outlet")), None)
    return wrote is not None and event.sentence.holds(wrote + 1, mention.first, "say")


def _participle(event: Event, mention: Mention) -> bool:
    """Whether the form goes on with the tense of the verb before it: "plans to bring in 48, taking delivery of 12"."""
    active = tuple(event.sentence.pack.get("active_endings", ()))
    return bool(active) and event.sentence.words[mention.first].low.endswith(active)


def _tensed(event: Event, mention: Mention) -> bool:
    """Whether the form has an ending of its own, so that no auxiliary of the verb before it reaches it."""
    endings = (event.sentence.pack.get(name, ()) for name in ("participle_endings", "active_endings", "plural_endings"))
    return event.sentence.words[mention.last].low.endswith(tuple(one for group in endings for one in group))


def modes(event: Event, lexicon: Lexicon) -> list[tuple[str, int, int]]:
    """Words that tell the mode: gift, lease, licence, re-export, sale."""
    out = []
    if any(vote.rule == RULE for vote in event.votes):
        return [("re-export", event.goods[0].start, event.goods[0].end)]
    for name, kind in (("gift", "gift"), ("lease", "lease"), ("licence", "licence"), ("reexport", "re-export")):
        for at in range(event.first, event.last + 1) if name in event.sentence.said else ():
            if event.sentence.has(at, name):
                out.append((kind, event.sentence.words[at].start, event.sentence.words[at].end))
                break
    told = {step.start for step in event.steps}
    for mention in event.rules:
        mode = lexicon.rules[mention.value].get("mode")
        verb = lexicon.rules[mention.value]["frame"] != "step" and event.goods
        if mode and (mention.start in told or verb or lexicon.rules[mention.value].get("noun")):
            out.append((mode, mention.start, mention.end))
    return out


def passive(sentence: Sentence, opener: Mention, lexicon: Lexicon) -> bool:
    """Whether a form of "be" stands before the verb with only adverbs between, and the verb is a participle."""
    if sentence.has(opener.first, *lexicon.pack["markers"]["before"]):
        return False  # "is in talks"
    active, adverb = lexicon.pack.get("active_endings", ()), tuple(lexicon.pack.get("adverb_endings", ()))
    if sentence.words[opener.first].low.endswith(tuple(active)):
        return False
    for at in range(opener.first - 1, max(-1, opener.first - 4), -1):
        if sentence.has(at, "be"):
            return True
        if sentence.has(at, "infinitive"):
            return False  # "is to buy"
        if not sentence.words[at].low.endswith(adverb) and not sentence.has(at, "negate", "modal"):
            return False
    return False
