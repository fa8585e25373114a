"""Events: what each clause of a sentence tells of a transfer, in votes for who is who and in the steps taken.

A sentence is cut at conjunctions into clauses. In each clause the forms of the pack's rules open frames; markers,
order and voice give each actor a role with a weight. Nothing is decided here: the weights are added up over the
document in ``deals``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from materiel import packs
from materiel.read.actor import Actor, grammar
from materiel.read.actors import actors
from materiel.read.chosen import chosen
from materiel.read.clause import ACTS, NOTHING_TOLD, Event, Story
from materiel.read.fold import fold
from materiel.read.goods import goods
from materiel.read.home import institutions, leaders
from materiel.read.houses import housed
from materiel.read.lexicon import Lexicon
from materiel.read.phrases import Goods
from materiel.read.roles import votes
from materiel.read.same import same_party
from materiel.read.shares import shares
from materiel.read.steps import modes, passive, steps
from materiel.read.tag import Mention, Sentence
from materiel.read.thereof import gaps, stand_ins
from materiel.read.turns import go_on, papers, turns
from materiel.read.won import won


def events(text: str, sentence: Sentence, lexicon: Lexicon, story: Story = NOTHING_TOLD) -> list[Event]:
    """The events of a sentence of a ``story``, a clause each."""
    found_goods = goods(text, sentence)
    found_actors = housed(actors(sentence, grammar(lexicon.code)), sentence.number, story.types)
    found_goods = stand_ins(sentence, found_goods, found_actors, story.goods)
    spoken_of, home = story.actor, story.home
    stands = spoken_of.code if spoken_of is not None and spoken_of.form != "maker" else home
    found_actors += institutions(sentence, found_actors, grammar(lexicon.code), stands)
    found_actors += leaders(sentence, found_actors, lexicon.rules)
    found_actors += same_party(sentence, found_actors, grammar(lexicon.code), story.others)
    found_actors.sort(key=lambda actor: actor.first)
    out: list[Event] = []
    turned = turns(sentence, lexicon, found_goods)
    for first, last in _clauses(sentence, lexicon, found_goods, found_actors, turned):
        event = Event(sentence, first, last, home=home)
        event.goods = [one for one in found_goods if first <= one.head <= last]
        event.actors = [one for one in found_actors if first <= one.first <= last]
        if sentence.has(first, "relative"):
            _antecedent(event, found_goods, found_actors, lexicon.pack["markers"]["before"])
        if first in turned:
            go_on(event, turned[first], found_goods, found_actors)
        earlier = [one for one in found_actors if one.last < first and one.marker in ("", "by")]
        event.spoken_of = earlier[-1] if earlier else spoken_of
        if not event.has("visit"):  # what comes for repair or show changes no hands
            event.rules = _rules(sentence, lexicon, first, last, event.goods)
            event.rules = [m for m in event.rules if _whom(event, lexicon.rules[m.value])]
            event.rules = won(event, lexicon)
        event = chosen(event, lexicon)
        event.anaphor = event.has("anaphor") or _stands_for_goods(event, lexicon)
        titled = sentence.kind == "heading"  # "American helicopters and Turkish carriers: what the army awaits"
        for part in (one for gap in gaps(event) for one in shares(gap)) if event.rules or titled else [event]:
            part.votes = votes(part, lexicon)
            part.steps = steps(part, lexicon)
            part.modes = modes(part, lexicon)
            out.append(part)
    return out


def _whom(event: Event, rule: Mapping[str, Any]) -> bool:
    """Whether the clause names whom a form needs that tells of a transfer only then: "builds frigates for Egypt"."""
    whom = rule.get("whom")
    return whom is None or any(actor.marker == whom for actor in event.actors)


def _stands_for_goods(event: Event, lexicon: Lexicon) -> bool:
    """Whether a pronoun stands for the goods told before: "They were bought from Peru"."""
    first = event.first + (event.sentence.words[event.first].kind == ".")  # "; all have been delivered"
    if not event.sentence.has(first, "thing"):
        return False
    near = [m for m in event.rules if m.first - first <= 4 and not lexicon.rules[m.value].get("noun")]
    return any(lexicon.rules[m.value]["frame"] in ACTS and passive(event.sentence, m, lexicon) for m in near)


def _clauses(
    sentence: Sentence, lexicon: Lexicon, found: Sequence[Goods], parties: Sequence[Actor], turned: Collection[int]
) -> list[tuple[int, int]]:
    """The clauses of a sentence as word ranges: cut at semicolons, dashes, conjunctions and new subjects."""
    rules = [m.first for m in sentence.of("rule")]
    if not rules and len(found) > 1:  # "the howitzers cost 256 million, and the tanks 1.3 billion"
        rules = [number.first for number in sentence.numbers if number.currency]
    if not rules:
        return [(0, len(sentence.words) - 1)]
    inside = {at for one in found for at in range(one.first, one.last + 1)}
    subjects = _subjects(sentence, lexicon, parties).union(turned, papers(sentence, lexicon, found))
    cuts = [0]
    words, last, told = sentence.words, max(rules), iter(sorted(rules))
    opened = next(told)  # the first form of the clause
    ends, relatives = frozenset(sentence.where("stop")), frozenset(sentence.where("relative"))
    for at in range(1, len(words)):
        while opened < cuts[-1]:
            opened = next(told, len(words))
        aside = words[at - 1].low == "," and sentence.has(at, "relative")  # "like the two tugs, which were delivered"
        if opened >= at and not (aside and sum(one.last < at for one in found) > 1):
            continue
        stops = at in ends
        if at not in subjects:
            sign = words[at].low in (";", "—", "–", "•") and at not in inside
            if not sign and not (stops or at in relatives):
                continue
            dated = at + 1 < len(words) and words[at + 1].kind == "0"  # "since 2005"
            # "the following", "as many as"
            named = stops and (sentence.has(at - 1, "det") or sentence.has(at, "unbroken") or _likened(sentence, at))
            if stops and _contrast(sentence, at):
                continue
            if sentence.has(at - 1, "intangible") and sentence.holds(at + 1, at + 7, "infinitive"):
                continue  # "mundësinë që armët ta blejnë": what may be done, no relative clause
            if not (sign or (at not in inside and not (dated or named))) or not (stops or last > at):
                continue
        cuts.append(at)
    return [(cut, (cuts[i + 1] if i + 1 < len(cuts) else len(words)) - 1) for i, cut in enumerate(cuts)]


def _contrast(sentence: Sentence, at: int) -> bool:
    """Whether a conjunction only says what is not done: "će prodati, a ne darovati, haubice"."""
    behind = range(at + 2, at + 5)
    return sentence.has(at + 1, "negate") and any(
        sentence.words[i].low == "," for i in behind if i < len(sentence.words)
    )


def _likened(sentence: Sentence, at: int) -> bool:
    """Whether a conjunction only tells what goods or a firm are named as: "as aid from", "as the preferred bidder"."""
    said = sentence.has(at + 1, "one", "gift", "part_of") or sentence.holds(at + 1, at + 4, "winner")
    return sentence.has(at, "as") and said


def _subjects(sentence: Sentence, lexicon: Lexicon, parties: Sequence[Actor]) -> set[int]:
    """The places of each "and" or comma that a new subject and its verb follow: "X sold tanks and Y delivered guns"."""
    ends = {party.last for party in parties if not party.marker}
    heads = {party.first: party.last for party in parties if not party.marker}
    verbs = [m.first for m in sentence.of("rule") if not lexicon.rules[m.value].get("noun")]
    out, words = set(), sentence.words
    for at in range(1, len(words) - 1):
        comma = words[at].low == ","  # "Serbia sold tanks, Iraq wants guns too"
        if not (comma or sentence.has(at, "and")) or at - 1 in ends:
            continue
        begin = at + 1 + sentence.has(at + 1, "det")
        begin += words[begin : begin + 1] != [] and words[begin].low in ("'", "’")  # "l'Espagne"
        last = begin if sentence.has(begin, "pronoun") else heads.get(begin)
        if last is None:
            continue
        verb = next((verb for verb in verbs if verb > last), None)
        while verb is not None and comma and sentence.has(last + 1, "thereof", "again") and last + 1 < verb:
            last += 1  # "la Norvège en livrera sept", "Saab opet u utrci"
        if verb is not None and verb - last <= (1 if comma else 5) and all(
            sentence.words[i].kind == "a" and not sentence.has(i, "and", "relative") for i in range(last + 1, verb)
        ):  # fmt: skip
            out.add(at)
    return out


def _antecedent(
    event: Event, found_goods: Sequence[Goods], found_actors: Sequence[Actor], markers: Sequence[str]
) -> None:
    """What a relative clause is about: the goods or the party right before it."""
    before = [one for one in found_goods if one.last < event.first]
    parties = [one for one in found_actors if one.last < event.first]
    led = event.sentence.has(event.first - 1, *markers)  # "the letter signed in Paris, under which"
    if parties and event.first - parties[-1].last <= 2 and not led:
        event.actors.insert(0, replace(parties[-1], marker=""))
    if before and not event.goods:
        event.goods = [before[-1]]


def _rules(sentence: Sentence, lexicon: Lexicon, first: int, last: int, found: Sequence[Goods]) -> list[Mention]:
    """The rule forms of a clause; where a form is verb and noun, the word before it decides."""
    glued = bool(lexicon.pack.get("compound_nouns"))  # "Waffenlieferung" is goods and noun of transfer in one word
    single = {one.head for one in found if glued and one.head == one.last}
    inside = {at for one in found for at in range(one.head, one.last + 1)} - single
    inside |= {
        at for m in sentence.of("state", "group", "maker") if m.last > m.first for at in range(m.first, m.last + 1)
    }
    out = []
    for mention in sentence.of("rule"):
        if not first <= mention.first <= last or mention.first in inside:
            continue
        rule = lexicon.rules[mention.value]
        if mention.first in single and not rule.get("noun"):
            continue
        twins = [lexicon.rules[m.value] for m in sentence.of("rule") if m.first == mention.first]
        nouns = [one for one in twins if one.get("noun")]
        verbs = [one for one in twins if not one.get("noun") and one["frame"] != "step"]
        if nouns and verbs and bool(rule.get("noun")) != _noun(sentence, mention, lexicon) and rule["frame"] != "step":
            continue
        if sentence.has(mention.first - 1, "civil") or _mark(sentence, mention):
            continue  # "humanitarian supplies"; the Block of F-16 Block 70
        used = sentence.has(mention.first, "used") and sentence.has(mention.first - 1, "used")
        if used and mention.first == mention.last:
            continue  # the hand of "second-hand"
        if sentence.has(mention.last, "in") and any(date.first == mention.last + 1 for date in sentence.dates):
            continue  # "decided on Sunday"
        if rule["frame"] == "arrive" and any(
            number.currency and 0 < number.first - mention.last <= 3 for number in sentence.numbers
        ):
            continue  # "the price reaches 75 million"
        if _unmet(sentence, mention, rule):
            continue
        if sentence.has(mention.first - 2, "stop") and _contrast(sentence, mention.first - 2):
            continue
        out.append(mention)
    return out


def _needed(sentence: Sentence, name: str) -> bool:
    """Whether a word of the class stands in the sentence; words for a mere letter of intent are no paper."""
    return name in sentence.said and any(name == "mou" or not sentence.has(at, "mou") for at in sentence.where(name))


def _unmet(sentence: Sentence, mention: Mention, rule: Mapping[str, Any]) -> bool:
    """Whether words are missing that the form needs: in its sentence, behind it, or at the end of its clause."""
    if rule.get("needs") and not _needed(sentence, rule["needs"]):
        return True
    if rule.get("choice") and mention.first == mention.last and sentence.has(mention.first, "winner"):
        return True  # "as the preferred bidder"
    if "behind" in rule and not sentence.holds(mention.last + 1, mention.last + 1 + _BEHIND, rule["behind"]):
        return True  # "разместило в Италии заказ"
    return "split" in rule and not _closed(sentence, mention, rule["split"])


_BEHIND = 6
"""Words behind a form in which the word that it needs may stand."""


def _closed(sentence: Sentence, mention: Mention, pairs: Sequence[str]) -> bool:
    """Whether the other part of a split verb ends its clause: "schafft acht Haubitzen an"."""
    words = sentence.words
    split = [fold(pair).split() for pair in pairs]
    parts = {last for first, last in split if first == words[mention.first].low}
    for at in range(mention.last + 2, min(mention.last + 26, len(words))):
        ends = at + 1 == len(words) or words[at + 1].kind == "." or sentence.has(at + 1, "and")
        if ends and words[at].low in parts:
            return True
        if words[at].low in (";", ":") or sentence.has(at, "stop"):
            return False
    return False


def _bare(sentence: Sentence, mention: Mention) -> bool:
    """Whether a form has no ending that a verb would have where no auxiliary stands before it."""
    endings = [
        tuple(sentence.pack.get(name, ())) for name in ("participle_endings", "active_endings", "plural_endings")
    ]
    return all(ends and not sentence.words[mention.last].low.endswith(ends) for ends in endings)


def _mark(sentence: Sentence, mention: Mention) -> bool:
    """Whether the word only names a mark of a type: a capital, and a figure or Roman numeral right behind."""
    word = sentence.words[mention.first]
    if word.low not in packs.toml("codebook", "goods.toml")["marks"]["numbered"] or not word.upper:
        return False
    after = sentence.words[mention.first + 1 : mention.first + 2]
    return bool(after) and (after[0].kind == "0" or (after[0].upper and set(after[0].low) <= set("iv")))


def _noun(sentence: Sentence, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether an article, a possessive, a preposition or an adjective before it, or a noun right behind, makes the
    form a noun: "export contracts"."""
    if any(m.first == mention.last + 1 and lexicon.rules[m.value].get("noun") for m in sentence.of("rule")):
        return True
    at = mention.first - 1
    if at < 0:
        return False
    if any(
        lexicon.rules[m.value].get("takes") == "paper"
        and m.last < mention.first <= m.last + 3
        and all(word.kind == "a" for word in sentence.words[m.last + 1 : mention.first])
        and not sentence.holds(m.last + 1, mention.first, "and", "infinitive", "det")
        for m in sentence.of("rule")
    ):
        return True  # "wins howitzer order"
    if sentence.has(at, "det", "one", "of", "for", "by", "from", "with", "in", "used"):
        return True
    if any(m.first <= at <= m.last for m in sentence.of("goods", "weapon")):
        return True  # "an arms purchase"
    names = {m.last: m for m in sentence.of("state") if m.entry.form == "adjective"}
    if at in names and not any(m.last == at and m.entry.form != "adjective" for m in sentence.of("state")):
        return True
    if sentence.words[at].low in (sentence.pack.get("possessive"), "’", "'"):
        return True
    if _bare(sentence, mention) and sentence.has(at, "military", "every"):
        return True  # "its first major defence export"
    after = mention.last + 1
    return (after < len(sentence.words) and sentence.has(after, "of")) or any(n.last == at for n in sentence.numbers)
