"""Events: what each clause of a sentence tells of a transfer, in votes for who is who and in the steps taken.

A sentence is cut at conjunctions into clauses. In each clause the forms of the pack's rules open frames; markers,
order and voice give each actor a role with a weight. Nothing is decided here: the weights are added up over the
document in ``deals``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from materiel import packs
from materiel.read.clauses.chosen import chosen
from materiel.read.clauses.clause import ACTS, NOTHING_TOLD, Event, Story
from materiel.read.clauses.cuts import contrast, cut
from materiel.read.clauses.final import subject_before
from materiel.read.clauses.lots import freighter
from materiel.read.clauses.roles import votes
from materiel.read.clauses.shares import shares
from materiel.read.clauses.steps import modes, passive, steps
from materiel.read.clauses.thereof import gaps, left_out, stand_ins
from materiel.read.clauses.turns import go_on, turns
from materiel.read.clauses.won import carried, won
from materiel.read.who.actor import Actor, grammar
from materiel.read.who.actors import actors
from materiel.read.who.home import institutions, leaders
from materiel.read.who.houses import housed
from materiel.read.who.same import same_party
from materiel.read.words.fold import fold
from materiel.read.words.goods import goods
from materiel.read.words.lexicon import Lexicon
from materiel.read.words.phrases import Goods
from materiel.read.words.tag import Mention, Sentence


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
    for first, last in cut(sentence, lexicon, found_goods, found_actors, turned):
        event = Event(sentence, first, last, home=home)
        event.goods = [one for one in found_goods if first <= one.head <= last]
        brands = {at for one in event.goods if freighter(one) for at in (one.first, one.head - 1)}
        there = (one for one in found_actors if first <= one.first <= last)
        event.actors = [one for one in there if one.form != "maker" or one.last not in brands]  # not Antonov's An-124
        if sentence.has(first, "relative"):
            _antecedent(event, found_goods, found_actors, lexicon.pack["markers"]["before"])
        subject_before(event, found_actors)
        if first in turned:
            go_on(event, turned[first], found_goods, found_actors)
        earlier = [one for one in found_actors if one.last < first and one.marker in ("", "by")]
        event.spoken_of = earlier[-1] if earlier else spoken_of
        if not event.has("visit"):  # what comes for repair or show changes no hands
            event.rules = _rules(sentence, lexicon, first, last, event.goods)
            event.rules = [m for m in event.rules if _whom(event, lexicon.rules[m.value])]
            event.rules = won(event, lexicon)
            event.rules = _directed(event, lexicon)
        event = chosen((left_out(event, out[-1]) if out else None) or event, lexicon)
        event.anaphor = event.has("anaphor") or _stands_for_goods(event, lexicon)
        event.rules = carried(event, lexicon)
        titled = sentence.kind == "heading"  # "American helicopters and Turkish carriers: what the army awaits"
        for part in (one for gap in gaps(event) for one in shares(gap)) if event.rules or titled else [event]:
            part.votes = votes(part, lexicon)
            part.steps = steps(part, lexicon)
            part.modes = modes(part, lexicon)
            out.append(part)
    return out


def _whom(event: Event, rule: Mapping[str, Any]) -> bool:
    """Whether the clause names whom a form needs that tells of a transfer only then ("builds frigates for Egypt"), or
    is about goods told before ("two frigates, which Navantia will build")."""
    whom = rule.get("whom")
    led = event.sentence.has(event.first, "relative") and any(one.last < event.first for one in event.goods)
    made = led and any(actor.form == "maker" and actor.first > event.first for actor in event.actors)
    return whom is None or made or any(actor.marker in whom.split() for actor in event.actors)


def _directed(event: Event, lexicon: Lexicon) -> list[Mention]:
    """The forms of a clause; of two verbs in the same words the one that needs another word of the sentence ("verdiği
    obüs siparişi"), else the one that needs a party of its own, and only that one, where nobody is said to be the
    giver: "Peru'ya obüs tedarik etti"."""
    given = any(actor.marker in ("from", "abl") for actor in event.actors)
    places = [(m.first, m.last) for m in event.rules if "whom" in lexicon.rules[m.value]]
    twice = [place for place in places if sum((m.first, m.last) == place for m in event.rules) > 1]
    led = {(m.first, m.last) for m in event.rules if "needs" in lexicon.rules[m.value]}
    return [
        m for m in event.rules
        if (m.first, m.last) not in twice
        or ("needs" in lexicon.rules[m.value] if (m.first, m.last) in led
            else ("whom" in lexicon.rules[m.value]) != given)
    ]  # fmt: skip


def _stands_for_goods(event: Event, lexicon: Lexicon) -> bool:
    """Whether a pronoun stands for the goods told before: "They were bought from Peru"."""
    first = event.first + (event.sentence.words[event.first].kind == ".")  # "; all have been delivered"
    if not event.sentence.has(first, "thing"):
        return False
    near = [m for m in event.rules if m.first - first <= 4 and not lexicon.rules[m.value].get("noun")]
    return any(lexicon.rules[m.value]["frame"] in ACTS and passive(event.sentence, m, lexicon) for m in near)


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
    names = [m for m in sentence.of("state", "group", "maker") if m.last > m.first]
    out = []
    for mention in sentence.of("rule"):
        rule = lexicon.rules[mention.value]
        hidden = mention.first in inside and not (rule.get("goods") and _is_goods(mention, found))
        if hidden or not first <= mention.first <= last:
            continue
        if any(m.first <= mention.first <= m.last and mention.last <= m.last for m in names):
            continue  # not the aid of "US military aid package"
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
        if _unmet(sentence, mention, rule) or _glued(sentence, mention):
            continue
        if sentence.has(mention.first - 2, "stop") and contrast(sentence, mention.first - 2):
            continue
        out.append(mention)
    return out


def _is_goods(mention: Mention, found: Sequence[Goods]) -> bool:
    """Whether the form names the goods as well: "ndihmë ushtarake" is goods and noun of transfer in one phrase."""
    return any((mention.first, mention.last) == (one.head, one.last) for one in found)


def _glued(sentence: Sentence, mention: Mention) -> bool:
    """Whether the form only ends a compound: "Iran-backed", "NATO-supplied"."""
    words, at = sentence.words, mention.first
    compound = words[at].low in sentence.pack.get("compounds", ())
    return compound and at > 0 and words[at - 1].low == "-" and words[at - 1].end == words[at].start


def _needed(sentence: Sentence, name: str) -> bool:
    """Whether a word of the class stands in the sentence; words for a mere letter of intent are no paper."""
    return name in sentence.said and any(name == "mou" or not sentence.has(at, "mou") for at in sentence.where(name))


def _unmet(sentence: Sentence, mention: Mention, rule: Mapping[str, Any]) -> bool:
    """Whether words are missing that the form needs: in its sentence, behind it, or at the end of its clause."""
    if rule.get("needs") and not _needed(sentence, rule["needs"]):
        return True
    if rule.get("without") and sentence.holds(mention.first - _BEHIND, mention.last + _BEHIND, rule["without"]):
        return True  # "arritën marrëveshje" is no arrival
    if rule.get("choice") and mention.first == mention.last and sentence.has(mention.first, "winner"):
        return True  # "as the preferred bidder"
    if rule["frame"] == "ask" and sentence.has(mention.last + 1, "about", "if"):
        return True  # "asked about the shipment, the ministry said"
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
