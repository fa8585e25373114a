"""Events: what one clause tells of a transfer, in votes for who is who and for the step that was taken.

A sentence is cut at conjunctions into clauses. In each clause the forms of the pack's rules open frames; markers,
order and voice give each actor a role with a weight. Nothing is decided here: the weights are added up over the
document in ``deals``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from materiel.read.actors import Actor, actors, grammar, together
from materiel.read.goods import Goods, goods
from materiel.read.lexicon import Lexicon
from materiel.read.numbers import Number
from materiel.read.tag import Mention, Sentence


@dataclass(frozen=True, slots=True)
class Vote:
    """A claim that ``actors`` play ``role`` (supplier, recipient, origin), and how strongly the words say so."""

    role: str
    weight: float
    actors: tuple[Actor, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a transfer that words tell. ``strong`` steps are verbs and acts, others nouns."""

    status: str
    strong: bool
    start: int
    end: int
    rule: str
    modality: str = "asserted"


@dataclass(slots=True)
class Event:
    """All that one clause tells."""

    sentence: Sentence
    first: int
    last: int
    votes: list[Vote] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    goods: list[Goods] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    rules: list[Mention] = field(default_factory=list)
    modes: list[tuple[str, int, int]] = field(default_factory=list)
    anaphor: bool = False
    spoken_of: Actor | None = None
    section: Actor | None = None
    early: bool = False
    past: bool = False

    def has(self, *names: str) -> bool:
        """Whether a word of these classes stands in the clause."""
        return any(self.sentence.has(at, *names) for at in range(self.first, self.last + 1))

    def numbers(self) -> list[Number]:
        """The numbers of the clause."""
        return [number for number in self.sentence.numbers if self.first <= number.first <= self.last]


def events(text: str, sentence: Sentence, lexicon: Lexicon, spoken_of: Actor | None = None) -> list[Event]:
    """The events of a sentence, a clause each; ``spoken_of`` is whom a pronoun at its head stands for."""
    found_goods = goods(text, sentence)
    found_actors = actors(sentence, grammar(lexicon.code))
    out: list[Event] = []
    for first, last in _clauses(sentence, found_goods):
        event = Event(sentence, first, last)
        event.goods = [one for one in found_goods if first <= one.head <= last]
        event.actors = [one for one in found_actors if first <= one.first <= last]
        if sentence.has(first, "relative"):
            _antecedent(event, found_goods, found_actors)
        earlier = [one for one in found_actors if one.last < first and not one.marker]
        event.spoken_of = earlier[-1] if earlier else spoken_of
        event.rules = _rules(sentence, lexicon, first, last, event.goods)
        event.anaphor = event.has("anaphor")
        _vote(event, lexicon)
        event.steps = _steps(event, lexicon)
        event.modes = _modes(event, lexicon)
        out.append(event)
    return out


def _clauses(sentence: Sentence, found: Sequence[Goods]) -> list[tuple[int, int]]:
    """The clauses of a sentence as word ranges: cut at semicolons, dashes and conjunctions that open a clause."""
    inside = {at for one in found for at in range(one.first, one.last + 1)}
    cuts = [0]
    rules = [m.first for m in sentence.of("rule")]
    for at in range(1, len(sentence.words)):
        word = sentence.words[at]
        sign = word.low in (";", "—", "–", "•") and at not in inside
        dated = at + 1 < len(sentence.words) and sentence.words[at + 1].kind == "0"  # "since 2005"
        conjunction = sentence.has(at, "stop", "relative") and at not in inside and not dated
        told = any(cuts[-1] <= rule < at for rule in rules)
        if (sign or conjunction) and told and (sentence.has(at, "stop") or any(rule > at for rule in rules)):
            cuts.append(at)
    return [(cut, (cuts[i + 1] if i + 1 < len(cuts) else len(sentence.words)) - 1) for i, cut in enumerate(cuts)]


def _antecedent(event: Event, found_goods: Sequence[Goods], found_actors: Sequence[Actor]) -> None:
    """What a relative clause is about: the goods or the party right before it."""
    before = [one for one in found_goods if one.last < event.first]
    parties = [one for one in found_actors if one.last < event.first]
    if parties and event.first - parties[-1].last <= 2:
        event.actors.insert(0, replace(parties[-1], marker=""))
    if before and not event.goods:
        event.goods = [before[-1]]


def _rules(sentence: Sentence, lexicon: Lexicon, first: int, last: int, found: Sequence[Goods]) -> list[Mention]:
    """The rule forms of a clause; where a form is verb and noun, the word before it decides."""
    inside = {at for one in found for at in range(one.head, one.last + 1)}
    out = []
    for mention in sentence.of("rule"):
        if not first <= mention.first <= last or mention.first in inside:
            continue
        rule = lexicon.rules[mention.value]
        twins = [lexicon.rules[m.value] for m in sentence.of("rule") if m.first == mention.first]
        nouns = [one for one in twins if one.get("noun")]
        verbs = [one for one in twins if not one.get("noun") and one["frame"] != "step"]
        if nouns and verbs and bool(rule.get("noun")) != _noun(sentence, mention) and rule["frame"] != "step":
            continue
        if rule.get("needs") and not any(sentence.has(at, rule["needs"]) for at in range(len(sentence.words))):
            continue
        out.append(mention)
    return out


def _noun(sentence: Sentence, mention: Mention) -> bool:
    """Whether an article, a possessive, a preposition or an adjective before it makes the form a noun."""
    at = mention.first - 1
    if at < 0:
        return False
    if sentence.has(at, "det", "one", "of", "for", "by", "from", "with", "in", "used"):
        return True
    names = {m.last: m for m in sentence.of("state") if m.entry.form == "adjective"}
    if at in names and not any(m.last == at and m.entry.form != "adjective" for m in sentence.of("state")):
        return True
    if sentence.words[at].low in (sentence.pack.get("possessive"), "’", "'"):
        return True
    after = mention.last + 1
    return after < len(sentence.words) and sentence.has(after, "of") or any(n.last == at for n in sentence.numbers)


# ---------------------------------------------------------------- who is who


_ACTS = ("give", "get", "arrive")  # frames whose verbs act on goods


def _vote(event: Event, lexicon: Lexicon) -> None:
    """Give each actor of the clause its roles."""
    openers = [m for m in event.rules if lexicon.rules[m.value]["frame"] != "step"]
    openers = openers or [m for m in event.rules if "roles" in lexicon.rules[m.value]]
    for opener in openers:
        rule = lexicon.rules[opener.value]
        if rule["frame"] in _ACTS and not rule.get("noun") and not _object(event, lexicon, opener):
            continue  # "without giving a date"
        table = _table(event, lexicon, opener)
        passive = not rule.get("noun") and _passive(event.sentence, opener, lexicon)
        told: set[str] = set()
        for actor in event.actors:
            role, weight = _role(event, lexicon, opener, actor, table, passive)
            if role and actor.form == "group" and actor.marker not in ("to", "for", "from", "by"):
                weight *= 0.4  # "since it joined NATO the country bought"
            if role:
                told.add(role)
                group = together(event.sentence, event.actors, actor)
                if rule.get("roles", rule["frame"]) == "pact" and role == table.get("subject") and len({a.code for a in group}) > 1:
                    continue  # "India, Russia ink a pact" does not say who supplies
                event.votes.append(Vote(role, weight, group, rule["id"]))
        own = rule.get("noun") and any(
            event.sentence.has(at, "own") for at in range(max(event.first, opener.first - 4), opener.first)
        )
        if own and "subject" in table and table["subject"] not in told:
            bare = [a for a in event.actors if a.last < opener.first and not a.marker]
            owner = bare[-1] if bare else event.spoken_of
            if owner is not None:
                event.votes.append(Vote(table["subject"], 2.0, (owner,), rule["id"]))  # "puts off its purchase"
        subject = table.get("subject")
        if subject and subject not in told and not passive and not rule.get("noun") and _pronoun(event, opener):
            assert event.spoken_of is not None
            event.votes.append(Vote(subject, 1.5, (event.spoken_of,), rule["id"]))
    for step in (m for m in event.rules if lexicon.rules[m.value]["frame"] == "step"):
        _step_vote(event, lexicon, step, openers)
    _weak_votes(event)


def _pronoun(event: Event, opener: Mention) -> bool:
    """Whether the verb's subject is a pronoun or "the country", which stand for who was spoken of before."""
    near = range(max(event.first, opener.first - 6), opener.first)
    return event.spoken_of is not None and any(event.sentence.has(at, "pronoun") for at in near)


def _table(event: Event, lexicon: Lexicon, opener: Mention) -> Mapping[str, str]:
    """The roles of a frame; a pact that a maker signs turns around: who is named with it is the recipient."""
    frames: Mapping[str, Mapping[str, str]] = lexicon.pack["frames"]
    rule = lexicon.rules[opener.value]
    frame = rule.get("roles", rule["frame"])
    if frame == "pact" and any(a.form == "maker" and a.last < opener.first and not a.marker for a in event.actors):
        other = any(a.form == "maker" and a.marker == "with" for a in event.actors)
        buys = any(lexicon.rules[m.value]["frame"] == "get" for m in event.rules)
        return frames[frame] if other or buys else frames["pact_of_maker"]
    return frames[frame]


def _role(
    event: Event, lexicon: Lexicon, opener: Mention, actor: Actor, table: Mapping[str, str], passive: bool
) -> tuple[str | None, float]:
    rule = lexicon.rules[opener.value]
    noun, marker = bool(rule.get("noun")), actor.marker
    base = 2.0 if noun else 3.0
    if actor.first > opener.last:
        return _after(event, lexicon, opener, actor, table, base)
    if actor.last < opener.first:
        if marker == "possessive" and event.sentence.has(opener.first - 1, "infinitive"):
            owned = any(0 < m.first - actor.last <= 4 and m.first < opener.first for m in event.rules)
            return (table.get("subject"), 2.5) if owned and not noun else (None, 0.0)  # "Greece's decision to buy"
        if marker == "possessive":
            gap = event.sentence.words[actor.last + 3 : opener.first]
            near = noun and len(gap) <= 4 and not any(word.kind == "." and word.low != "-" for word in gap)
            return (table.get("subject"), base) if near else (None, 0.0)
        if marker == "adjective":
            return (table.get("subject"), 1.0) if noun and opener.first - actor.last <= 2 else (None, 0.0)
        if not marker and noun and rule["frame"] == "pact" and opener.first - actor.last <= 2 and actor.form != "maker":
            return "recipient", 1.0  # "the secret Morocco deal"
        if not marker or marker in ("from", "to") and event.sentence.has(opener.first - 1, "infinitive"):
            return _before(event, lexicon, opener, actor, table, passive)
        if marker != "with" and marker in table and not _claimed(event, lexicon, opener, actor):
            return table[marker], base if lexicon.pack.get("free_order") else 1.2
    return None, 0.0


def _claimed(event: Event, lexicon: Lexicon, opener: Mention, actor: Actor) -> bool:
    """Whether an earlier frame in the clause has the better claim to a marked actor."""
    return any(
        m is not opener and m.last < actor.first and lexicon.rules[m.value]["frame"] != "step" for m in event.rules
    )


def _after(
    event: Event, lexicon: Lexicon, opener: Mention, actor: Actor, table: Mapping[str, str], base: float
) -> tuple[str | None, float]:
    between = [m for m in event.rules if opener.last < m.first and m.last < actor.first]
    closer = [m for m in between if lexicon.rules[m.value]["frame"] != "step"]
    marker = actor.marker
    if closer:
        base -= 1.0 if not any(not lexicon.rules[m.value].get("noun") for m in closer) else 2.0
    if base <= 0:
        return None, 0.0
    infinitive = event.sentence.has(opener.first - 1, "infinitive")
    if marker == "by" and (infinitive or actor.first - opener.last > 10):
        return None, 0.0
    if marker in table:
        return table[marker], base
    if not marker and "object" in table:
        gap = actor.first - opener.last
        parted = any(opener.last < one.first < actor.first for one in event.goods)
        if gap <= 4 and not parted and not closer:
            return table["object"], base
    return None, 0.0


def _before(
    event: Event, lexicon: Lexicon, opener: Mention, actor: Actor, table: Mapping[str, str], passive: bool
) -> tuple[str | None, float]:
    """A bare name before the form: its subject if it is the nearest one, its object in the passive."""
    if lexicon.rules[opener.value].get("noun"):
        return None, 0.0
    pleas = [m for m in event.rules if m.last < opener.first and lexicon.rules[m.value]["frame"] in ("ask", "plea")]
    if pleas and lexicon.rules[opener.value]["frame"] == "get":
        return None, 0.0  # who asks to buy is known by the asking
    markers = ("", "from", "to") if event.sentence.has(opener.first - 1, "infinitive") else ("",)
    nearer = [
        one for one in event.actors
        if actor.last < one.first and one.last < opener.first and one.marker in markers
        and one not in together(event.sentence, event.actors, actor)
    ]  # fmt: skip
    if nearer:
        return None, 0.0
    parted = any(actor.last < one.first and one.last < opener.first for one in event.goods)
    if parted and not passive:
        return table.get("object"), 1.0  # "Serbia: drones handed over"
    infinitive = event.sentence.has(opener.first - 1, "infinitive")
    agent = not infinitive and any(
        one.marker == "by" and 0 < one.first - opener.last <= 10 for one in event.actors
    )
    if passive or agent:
        return table.get("object"), 2.0
    verbs = [m for m in event.rules if actor.last < m.first and m.last < opener.first]
    return table.get("subject"), 3.0 if len(verbs) < 2 else 2.0


def _passive(sentence: Sentence, opener: Mention, lexicon: Lexicon) -> bool:
    """Whether a form of "be" stands before the verb with only adverbs between, and the verb is a participle."""
    if sentence.has(opener.first, *lexicon.pack["markers"]["before"]):
        return False  # "is in talks"
    active, adverb = lexicon.pack.get("active_endings", ()), tuple(lexicon.pack.get("adverb_endings", ()))
    if sentence.words[opener.first].low.endswith(tuple(active)):
        return False
    for at in range(opener.first - 1, max(-1, opener.first - 4), -1):
        if sentence.has(at, "be"):
            return True
        if not sentence.words[at].low.endswith(adverb) and not sentence.has(at, "negate", "modal"):
            return False
    return False


def _step_vote(event: Event, lexicon: Lexicon, step: Mention, openers: Sequence[Mention]) -> None:
    """Who approves a sale hands over; who approves a purchase takes: the subject of a step follows its noun."""
    later = [m for m in openers if m.first > step.last]
    noun = next((m for m in later if lexicon.rules[m.value].get("noun")), None)
    frame = lexicon.rules[noun.value]["frame"] if noun else None
    passive = _passive(event.sentence, step, lexicon)
    for actor in event.actors:
        if actor.last < step.first and not actor.marker and frame and not passive and noun:
            nearer = any(actor.last < one.first and one.last < step.first and not one.marker for one in event.actors)
            if not nearer:
                table = _table(event, lexicon, noun)
                role = table.get("answer") or table.get("subject") or "recipient"
                group = together(event.sentence, event.actors, actor)
                if frame == "pact" and len({one.code for one in group}) > 1:
                    continue
                event.votes.append(Vote(role, 2.0, together(event.sentence, event.actors, actor), step.value))
        elif not openers and actor.marker in ("to", "for") and actor.first > step.last:
            event.votes.append(Vote("recipient", 1.0, together(event.sentence, event.actors, actor), step.value))
        elif not openers and actor.marker == "from":
            event.votes.append(Vote("supplier", 1.5, together(event.sentence, event.actors, actor), step.value))


def _weak_votes(event: Event) -> None:
    """What makers and adjectives of goods hint at, however the clause is built."""
    for actor in event.actors:
        goods_after = any(0 < one.head - actor.last <= 6 or one.first <= actor.first <= one.last for one in event.goods)
        if actor.marker == "made":
            event.votes.append(Vote("origin", 1.0, (actor,), "made"))
            event.votes.append(Vote("supplier", 0.4, (actor,), "made"))
        elif actor.marker == "adjective" and goods_after:
            event.votes.append(Vote("supplier", 0.8, (actor,), "adjective"))
        elif actor.form == "maker" and not any(actor in vote.actors for vote in event.votes):
            event.votes.append(Vote("supplier", 1.3, (actor,), "maker"))
        elif actor.marker == "for" and any(one.last < actor.first for one in event.goods):
            event.votes.append(Vote("recipient", 0.8, (actor,), "for"))
        elif actor.marker == "possessive" and goods_after:
            event.votes.append(Vote("supplier", 0.3, (actor,), "possessive"))


# ---------------------------------------------------------------- what was done


def _steps(event: Event, lexicon: Lexicon) -> list[Step]:
    """The steps that the forms of the clause tell, in order."""
    out = []
    for mention in event.rules:
        rule = lexicon.rules[mention.value]
        if rule.get("takes") and not _taken(event, lexicon, mention, rule):
            continue
        if rule["frame"] in _ACTS and not rule.get("noun") and not _object(event, lexicon, mention):
            continue
        status, modality = _told(event, rule, mention)
        if rule.get("takes") == "paper" and status:
            status = _paper(event, lexicon) or status
        if status is None and not rule.get("paper"):
            continue
        if status is None:
            out.append(Step(rule["paper"], False, mention.start, mention.end, rule["id"], modality))
        else:
            strong = rule["frame"] == "step" or not rule.get("noun")
            out.append(Step(status, strong, mention.start, mention.end, rule["id"], modality))
    return out


def _object(event: Event, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether the verb has goods to act on: behind it, or before it in the passive, a relative clause, an arrival."""
    words = event.sentence.words
    for one in event.goods:
        gap = words[mention.last + 1 : one.first]
        if one.first > mention.last and len(gap) <= 14 and not any(word.low in ":;—" for word in gap):
            return True
    if event.anaphor:
        return True
    before = any(one.last < mention.first for one in event.goods)
    if lexicon.pack.get("free_order"):
        return before
    after = mention.last + 1
    turned = (
        lexicon.rules[mention.value]["frame"] == "arrive"
        or _passive(event.sentence, mention, lexicon)
        or event.sentence.has(event.first, "relative")
        or after > event.last
        or event.sentence.has(after, "by", "to", "from", "in", "for")
        or words[after].kind == "."
    )
    return before and turned


def _taken(event: Event, lexicon: Lexicon, mention: Mention, rule: Mapping[str, Any]) -> bool:
    """Whether the clause holds what the step is done to: a paper, a transfer, or goods."""
    others = [lexicon.rules[m.value] for m in event.rules if m is not mention]
    if rule["takes"] == "paper":
        return any(other.get("paper") or other.get("noun") for other in others)
    return bool(event.goods) or event.anaphor or any(other["frame"] != "step" for other in others)


def _paper(event: Event, lexicon: Lexicon) -> str | None:
    """What the signed paper is worth: a contract orders, a letter of intent negotiates."""
    papers = [lexicon.rules[m.value]["paper"] for m in event.rules if lexicon.rules[m.value].get("paper")]
    return "negotiating" if papers and "negotiating" in papers else None


def _told(event: Event, rule: Mapping[str, Any], mention: Mention) -> tuple[str | None, str]:
    """What a form tells under the words before it: a plan, a future, a denial, a condition."""
    status = rule.get("status")
    if status is None:
        return None, "asserted"
    window = range(max(event.first, mention.first - 6), mention.first)
    near = [at for at in window if event.sentence.classes.get(at)]
    blocked = max((m.last for m in event.rules if m.last < mention.first and m.value != mention.value), default=-1)
    near = [at for at in near if at > blocked or event.sentence.has(at, "plan", "future")]
    plan = any(event.sentence.has(at, "plan") for at in near)
    future = any(event.sentence.has(at, "future") and not event.sentence.has(at, "plan") for at in near)
    future = future or event.sentence.has(mention.first - 1, "infinitive")
    negated = any(event.sentence.has(at, "negate") for at in near if mention.first - at <= 4)
    if any(m.kind == "reaction" and event.first <= m.first < mention.first for m in event.sentence.of("reaction")):
        return None, "negated"  # what others urge or threaten has not happened
    if any(event.sentence.has(at, "if") for at in range(event.first, mention.first)):
        return "considered", "hypothetical"
    if negated and rule["id"] != "refuse":
        return ("refused", "asserted") if future and rule["frame"] == "give" else (None, "negated")
    if plan:
        return "considered", "future"
    if future:
        return rule.get("future", status), "future"
    return status, "asserted"


def _modes(event: Event, lexicon: Lexicon) -> list[tuple[str, int, int]]:
    """Words that tell the mode: gift, lease, licence, re-export, sale."""
    out = []
    for name, mode in (("gift", "gift"), ("lease", "lease"), ("licence", "licence"), ("reexport", "re-export")):
        for at in range(event.first, event.last + 1):
            if event.sentence.has(at, name):
                out.append((mode, event.sentence.words[at].start, event.sentence.words[at].end))
                break
    told = {step.start for step in event.steps}
    for mention in event.rules:
        mode = lexicon.rules[mention.value].get("mode")
        if mode and (mention.start in told or lexicon.rules[mention.value].get("noun")):
            out.append((mode, mention.start, mention.end))
    return out
