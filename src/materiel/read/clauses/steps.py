"""Steps: what the forms of a clause say was done, planned or refused, and how the goods change hands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from materiel.read.clauses import final
from materiel.read.clauses.clause import ACTS, Event, Step
from materiel.read.clauses.passing import RULE
from materiel.read.clauses.tense import DENIED, UNSIGNED, led, provides, told, unsigned
from materiel.read.who.actor import Actor
from materiel.read.words.lexicon import Lexicon
from materiel.read.words.tag import Mention, Sentence


def steps(event: Event, lexicon: Lexicon) -> list[Step]:
    """The steps that the forms of the clause tell, in order."""
    out = []
    for mention in event.rules:
        rule = lexicon.rules[mention.value]
        if within(event, lexicon, mention):
            continue
        if rule.get("takes") and not _taken(event, lexicon, mention, rule):
            continue
        if idle(event, lexicon, mention):
            continue
        if _pleaded(event, lexicon, mention) or (
            rule["id"] == "consider" and (provides(event, mention.first) or _asked_price(event, lexicon, mention))
        ):
            continue
        if unsigned(event, mention):
            out.append(Step("negotiating", True, mention.start, mention.end, UNSIGNED))
            continue
        status, modality = told(event, rule, mention)
        if modality == DENIED:
            event.denied, modality = True, "negated"
        if rule.get("takes") == "paper" and status:
            status = _paper(event, lexicon) or status
        if status == "approved" and rule["frame"] in ACTS:
            status = _under(event, lexicon) or status
        if status is None and (not rule.get("paper") or event.sentence.has(mention.first - 1, "negate")):
            continue
        if status is None:
            out.append(Step(rule["paper"], False, mention.start, mention.end, rule["id"], modality))
        else:
            strong = rule["frame"] == "step" or not rule.get("noun")
            out.append(Step(status, strong, mention.start, mention.end, rule["id"], modality))
    coming = any(step.modality == "future" and lexicon.rules.get(step.rule, {}).get("takes") == "paper" for step in out)
    return [step for step in out if step.strong or not coming]  # "will sign the contract": there is none yet


def within(event: Event, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether the form is part of longer words that tell how far the deal has come: "close to buying", "drop off"."""
    rule = lexicon.rules[mention.value]
    step = rule["frame"] == "step"
    if (
        rule["frame"] in ("get", "pact", "plea")
        and rule.get("noun")
        and event.sentence.has(mention.first, "intangible")
    ):
        return False  # "received an order from": the order still says who is who
    return any(
        m.first <= mention.first and mention.last <= m.last and (m.first, m.last) != (mention.first, mention.last)
        for m in event.rules
        if (lexicon.rules[m.value]["frame"] == "step") != step and not (step and lexicon.rules[m.value].get("noun"))
    )


def _pleaded(event: Event, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether the verb only tells what is asked for ("a request to buy"), or what was done to the request itself."""
    rule = lexicon.rules[mention.value]
    if rule["frame"] == "step" or rule.get("noun"):
        return False
    before = [m for m in event.rules if m.last < mention.first and lexicon.rules[m.value]["frame"] != "step"]
    if not before:
        return False
    asked = lexicon.rules[before[-1].value]["frame"] in ("plea", "ask")
    if to_do(event, mention):
        return asked and rule["frame"] in ACTS and mention.first - before[-1].last <= 10
    plea = next((m for m in before if lexicon.rules[m.value].get("noun")), before[0])
    turned = event.sentence.has(mention.first, "be") or passive(event.sentence, mention, lexicon)  # "u dorëzua"
    return turned and lexicon.rules[plea.value]["frame"] == "plea"


def to_do(event: Event, mention: Mention) -> bool:
    """Whether the verb is an infinitive: behind its particle, with it in one word ("weiterzugeben"), or behind "de"."""
    sentence = event.sentence
    led = infinitive(sentence, mention) or mention.value.endswith("_infinitive")
    return led or (mention.value.endswith("_future") and sentence.has(mention.first - 1, "of"))


def idle(event: Event, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether a verb acts on no goods: "without giving a date", "accepted a request"."""
    rule = lexicon.rules[mention.value]
    if rule.get("noun") or rule["frame"] == "step":
        return False
    if rule["frame"] in ACTS:
        return not has_object(event, lexicon, mention)
    if rule["frame"] == "ask" and (_priced(event, mention) or _asks_otherwise(event, lexicon, mention)):
        return True  # "for the jets Lima asks 45 million", "Beijing asks Americans to back down"
    handed = rule.get("status") == "delivered" and not lexicon.pack.get("verb_final")
    return handed and _intangible(event, mention)


def _priced(event: Event, mention: Mention) -> bool:
    """Whether a sum of money is what the verb acts on."""
    return any(number.currency and 0 < number.first - mention.last <= 3 for number in event.sentence.numbers)


def _asks_otherwise(event: Event, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether what is asked for is that another does something that transfers nothing."""
    sentence, behind = event.sentence, range(mention.last + 1, min(mention.last + 6, event.last))
    at = next((at for at in behind if sentence.has(at, "infinitive")), None)
    goods = at is None or any(mention.last < one.first <= at + 6 for one in event.goods)
    whom = any(mention.last < actor.first <= (at or 0) for actor in event.actors)
    acts = [m for m in event.rules if at is not None and 0 <= m.first - at <= 3]
    return whom and not goods and all(lexicon.rules[m.value]["frame"] == "step" for m in acts)


def _asked_price(event: Event, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether a form that also asks asks for money."""
    twins = [m for m in event.sentence.of("rule") if m.first == mention.first]
    return _priced(event, mention) and any(lexicon.rules[m.value]["frame"] == "ask" for m in twins)


def has_object(event: Event, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether the verb has goods to act on: behind it, or before it in the passive, a relative clause, an arrival."""
    words = event.sentence.words
    if lexicon.pack.get("verb_final"):
        return event.anaphor or final.has_object(event, mention)
    if _intangible(event, mention):
        return False
    described = bool(lexicon.pack.get("attributive_endings"))
    for one in event.goods:
        if described and one.first < mention.first and mention.last < one.head:
            return True  # "двенадцать переданных Перу гаубиц"
        gap = words[mention.last + 1 : one.first]
        near = len(gap) <= 14 or event.counted is not None  # the other shares of a list stand between
        if one.first > mention.last and near and not any(word.low in ":;—" for word in gap):
            led = any(event.sentence.has(at, "infinitive") for at in range(mention.last + 1, one.first))
            if not (led and lexicon.rules[mention.value].get("direct")):  # "ordered the army to move the batteries"
                return True
    free = bool(lexicon.pack.get("free_order"))
    if event.anaphor and (free or event.sentence.holds(mention.last + 1, event.last + 1, "anaphor", "thing")):
        return True
    before = event.anaphor or any(one.last < mention.first for one in event.goods)
    if free and _of_works(event, mention):
        return False
    if free:
        return before and not (lexicon.rules[mention.value]["frame"] == "arrive" and _aside(event, mention))
    after = mention.last + 1
    if acted_on(event, mention):
        return True
    if _does_it_self(event, lexicon, mention):
        return False
    turned = (
        lexicon.rules[mention.value]["frame"] == "arrive"
        or passive(event.sentence, mention, lexicon)
        or event.sentence.has(event.first, "relative")
        or after > event.last
        or event.sentence.has(after, "by", "to", "from", "in", "for")
        or words[after].kind == "."
    )
    return before and turned


def acted_on(event: Event, mention: Mention) -> int:
    """The word that opens a relative clause of which the goods before it are the object and whoever acts is named:
    "les chars que la Turquie fournit", "los tanques que compró Marruecos"; 0 where there is none."""
    behind = range(mention.first - 1, mention.first - 8, -1)
    at = next((at for at in behind if event.sentence.has(at, "object_relative")), 0)
    goods = any(0 < at - one.last <= 2 for one in event.goods)
    named = (one for one in event.actors if not one.marker and one.form not in ("adjective", "people"))
    return at if goods and any(at < one.first <= mention.last + 3 for one in named) else 0


def _of_works(event: Event, mention: Mention) -> bool:
    """Whether the verb acts on works or a firm: "in the factory that Baykar bought"."""
    near = range(max(event.first + 1, mention.first - 4), mention.first)
    return any(event.sentence.has(at, "relative") and event.sentence.has(at - 1, "business", "company") for at in near)


def _does_it_self(event: Event, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether the goods right before a relative clause are what acts in it: "missiles that fly at Mach 3"."""
    sentence, first = event.sentence, event.first
    if not sentence.has(first, "relative") or mention.first != first + 1:
        return False
    active = lexicon.rules[mention.value]["frame"] == "give" and not lexicon.rules[mention.value].get("noun")
    party = any(actor.last < first and first - actor.last <= 2 for actor in event.actors)  # "Baykar, which delivered"
    return active and not party and all(one.last < first for one in event.goods)


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
        with_whom = any(actor.marker == "with" and actor.first > mention.last for actor in event.actors)
        return any(other.get("paper") or other.get("noun") for other in others) or bool(event.goods and with_whom)
    return bool(event.goods) or event.anaphor or any(other["frame"] != "step" for other in others)


def _paper(event: Event, lexicon: Lexicon) -> str | None:
    """What the signed paper is worth: a contract orders, a letter of intent negotiates, a tender won is approved."""
    told = [lexicon.rules[m.value] for m in event.rules]
    papers = [rule["paper"] for rule in told if rule.get("paper")]
    if papers:
        return "negotiating" if "negotiating" in papers else None
    return next((rule["won"] for rule in told if rule.get("won")), None)


def _under(event: Event, lexicon: Lexicon) -> str | None:
    """What the paper is worth that what is to come rests on: "under the contract Peru will receive", "a letter of
    intent under which it may buy"."""
    sentence, first = event.sentence, event.first
    papers = [(m, lexicon.rules[m.value]["paper"]) for m in sentence.of("rule") if lexicon.rules[m.value].get("paper")]
    for paper, worth in papers:
        behind = sentence.has(first, "relative") and 0 < first - paper.last <= 5
        if behind and sentence.holds(paper.last + 1, first, "under"):
            return str(worth)
        led = sentence.holds(max(0, paper.first - 3), paper.first, "under")
        if worth == "ordered" and paper.first <= event.last and led:
            return "ordered"
    return None


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
    told = {(step.start, step.rule) for step in event.steps}
    for mention in event.rules:
        mode = lexicon.rules[mention.value].get("mode")
        verb = lexicon.rules[mention.value]["frame"] != "step" and event.goods and not _intangible(event, mention)
        if verb and within(event, lexicon, mention):
            continue  # "dao je zeleno svjetlo" gives nothing
        if mode and ((mention.start, mention.value) in told or verb or lexicon.rules[mention.value].get("noun")):
            out.append((mode, mention.start, mention.end))
    return out


def infinitive(sentence: Sentence, mention: Mention) -> bool:
    """Whether a form is an infinitive: by the word before it ("to buy") or by its ending ("закупить")."""
    endings = tuple(sentence.pack.get("infinitive_endings", ()))
    ended = bool(endings) and sentence.words[mention.first].low.endswith(endings)
    return sentence.has(led(sentence, mention.first), "infinitive") or (ended and not sentence.pack.get("verb_final"))


def agent_of(event: Event, step: Mention, actor: Actor) -> bool:
    """Whether a name behind a step in the passive is who takes it, where one word says both "by" and "from": "u miratua
    nga Berlini"."""
    sentence = event.sentence
    turned = bool(sentence.pack.get("free_order")) and sentence.holds(step.first - 1, step.first + 1, "be")
    by = next((at for at in range(step.last + 1, step.last + 4) if sentence.has(at, "from")), actor.first)
    return turned and actor.marker == "from" and 0 < actor.first - by <= 6


def passive(sentence: Sentence, opener: Mention, lexicon: Lexicon) -> bool:
    """Whether a form of "be" stands before the verb with only adverbs between, and the verb is a participle."""
    if sentence.has(opener.first, *lexicon.pack["markers"]["before"]):
        return False  # "is in talks"
    if sentence.words[opener.last].low.endswith(tuple(lexicon.pack.get("acting_endings", ("\0",)))):
        return False  # "u dërgoi ukrainasve": a pronoun that is "be" by its letters
    if opener.last > opener.first and sentence.has(opener.first, "be"):
        return not sentence.has(opener.first, "middle")  # "u miratua"; not "u zotua", which the subject does
    active, adverb = lexicon.pack.get("active_endings", ()), tuple(lexicon.pack.get("adverb_endings", ()))
    if sentence.words[opener.first].low.endswith(tuple(active)):
        return False
    for at in range(opener.first - 1, max(-1, opener.first - 4), -1):
        if sentence.has(at, "be"):
            return not sentence.has(at + 1, "have")  # "u ka dhuruar": a pronoun again
        if sentence.has(at, "infinitive"):
            return False  # "is to buy"
        if not sentence.words[at].low.endswith(adverb) and not sentence.has(at, "negate", "modal"):
            return False
    return False
