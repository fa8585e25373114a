"""Final: what a form governs in languages whose verbs stand last (`verb_final` in the pack).

There a name belongs to the first form behind it that can take it, goods stand before the verb, and participles that
describe what follows ("sipariş edilen", "aldığı") are told from verbs by their endings, which the pack lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from materiel.read.clauses.clause import Event
from materiel.read.who.actor import Actor
from materiel.read.words.tag import Mention, Sentence

Rules = Mapping[str, Mapping[str, Any]]


def governs(event: Event, opener: Mention, rules: Rules, actor: Actor) -> bool:
    """Whether the form is the first behind a marked name that can take it.

    A genitive is the subject of what is no finite verb ("Sırbistan'ın aldığı"), of the first of them.
    """
    sentence, rule = event.sentence, rules[opener.value]
    frames = sentence.pack["frames"]
    table = frames[_frame(rule)]
    role = table.get(actor.marker)
    if actor.marker == "gen" and "subject" in table and table.get("gen") == table["subject"]:
        acts = finite(sentence, opener) and not rule.get("noun")
        if acts or _described(sentence, actor.last + 1, opener.first):
            return False
    for other in event.rules:
        between = rules[other.value]
        if not (actor.last < other.first and other.last < opener.first) or between["frame"] == "step":
            continue
        alike = frames[_frame(between)].get(actor.marker) == role
        if alike and rule.get("noun") and _tells_of(sentence, other, opener):
            continue
        signed = between.get("paper") and _frame(rule).startswith("pact") and not rule.get("noun")
        if actor.marker in frames[_frame(between)] and between["id"] != rule["id"] and not signed:
            return False  # a paper and its signing are one act; else the form between takes the name
    return True


def _tells_of(sentence: Sentence, participle: Mention, noun: Mention) -> bool:
    """Whether a participle only tells of the noun of transfer right behind it: "Peru'ya göndereceği yardım paketi"."""
    return relative(sentence, participle) and 0 < noun.first - participle.last <= _ADVERB


def _frame(rule: Mapping[str, Any]) -> str:
    return str(rule.get("roles", rule["frame"]))


def timed(sentence: Sentence, at: int) -> bool:
    """Whether a postposition only tells a time and closes no clause: "sipariş edilen uçaklar üç ay sonra"."""
    forms = sentence.of("rule")
    return sentence.has(at, "postposed") and not any(0 <= at - m.last <= _ADVERB for m in forms)


def closed(sentence: Sentence, at: int) -> bool:
    """Whether a comma stands behind a verb with tense and person, which ends its clause: "iptal etti, ... seçti"."""
    if sentence.words[at].low != "," or not sentence.pack.get("verb_final"):
        return False
    return any(m.last == at - 1 and finite(sentence, m) for m in sentence.of("rule"))


_ADVERB = 5
"""Words from a form to the postposition behind it: "imzalanmasından yaklaşık yedi ay sonra"."""


def subject_before(event: Event, parties: Sequence[Actor]) -> None:
    """Give the main clause behind an adverbial one the subject that stands before that: "Peru, anlaşmayı imzaladıktan
    sonra altı obüs teslim aldı"."""
    led = event.first > 0 and (event.sentence.has(event.first, "postposed") or closed(event.sentence, event.first))
    if led and not any(not one.marker for one in event.actors):
        before = [one for one in parties if one.last < event.first and not one.marker]
        event.actors[:0] = [replace(one, first=event.first, last=event.first) for one in before[:1]]


def rules_over(event: Event, opener: Mention, rules: Rules, actor: Actor) -> bool:
    """Whether a bare name can be the subject of the form.

    A participle that describes what follows leaves it to a later verb; a verbal noun takes the subject of the verb
    that governs it, unless it has its own.
    """
    sentence = event.sentence
    if relative(sentence, opener):
        later = [rules[m.value] for m in event.rules if m.first > opener.last]
        return all(rule.get("noun") or rule["frame"] == "step" for rule in later)
    if finite(sentence, opener):
        return True
    next_words = sentence.words[opener.last + 1 : opener.last + 4]
    governed = any(m.last > opener.last and m.first - opener.last <= 6 for m in event.rules) or any(
        word.low.endswith(_endings(sentence, "finite_endings")) for word in next_words
    )
    between = (one for one in event.actors if one.marker == "gen" and actor.last < one.first < opener.first)
    owned = any(not _described(sentence, one.last + 1, opener.first) for one in between)
    return governed and not owned


def has_object(event: Event, mention: Mention) -> bool:
    """Whether a form has goods to act on: before it, or around a participle that describes what follows."""
    chain = _chain(event.sentence, mention)
    acting = chain is not None and _acts(event.sentence, chain)
    if acting or not relative(event.sentence, mention):
        last = max((one.last for one in event.goods if one.first < mention.first), default=None)
        return last is not None and not event.sentence.holds(last + 1, mention.first, "intangible")
    end = chain.last if chain else mention.last  # "göndermeyi planladığı bombalar"
    forms = [m.first for m in event.rules if m.first > end]
    limit = min([*forms, end + 10])
    for one in event.goods:
        gap = event.sentence.words[end + 1 : one.first]
        if end < one.first < limit and not any(word.low in ",:;—" for word in gap):
            return True
    return any(0 < mention.first - one.last <= 3 for one in event.goods)


def _described(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a participle of any verb stands in between: a word with such an ending that is no name's suffix, nor of
    a verb that only carries the noun behind it ("verdiği sipariş")."""
    participle = (*_endings(sentence, "participle_endings"), *_endings(sentence, "verbal_noun_endings"))
    named = {at for m in sentence.mentions for at in range(m.first, m.last + 1)}
    return any(
        sentence.words[at].low.endswith(participle)
        and len(sentence.words[at].low) > 3
        and at not in named
        and not sentence.words[at].upper
        and not sentence.has(at, "light")
        and sentence.words[at - 1].low not in ("'", "’")
        for at in range(first, last)
    )


def relative(sentence: Sentence, mention: Mention) -> bool:
    """Whether a form is a participle that describes what follows: "sipariş edilen", "aldığı"."""
    low, after = sentence.words[mention.last].low, mention.last + 1
    if _chain(sentence, mention) is not None:
        return True  # "teslim edilmesi planlanan", "vermeyi taahhüt ettiği"
    if low.endswith(_endings(sentence, "infinitive_endings")):
        return False
    if low.endswith(_endings(sentence, "future_endings")):  # the verb itself, or before a noun its participle
        follows = after < len(sentence.words) and sentence.words[after].kind != "."
        return follows and not sentence.has(after, "and", "say", "stop")
    complement = sentence.has(after, "say")  # "teslim ettiği bildirildi": what is said, no description
    return low.endswith(_endings(sentence, "participle_endings")) and not complement


def _chain(sentence: Sentence, mention: Mention) -> Mention | None:
    """The participle right behind a form that governs it: "teslim edilmesi planlanan"."""
    chain = next((m for m in sentence.of("rule") if m.first == mention.last + 1), None)
    ended = chain and sentence.words[chain.last].low.endswith(_endings(sentence, "participle_endings"))
    return chain if ended else None


def _acts(sentence: Sentence, participle: Mention) -> bool:
    """Whether a participle describes who acts ("satışını öngören anlaşma"), not what is acted on ("planlanan")."""
    low = sentence.words[participle.last].low
    return low.endswith(_endings(sentence, "acting_endings")) and not low.endswith(_endings(sentence, "acted_endings"))


def finite(sentence: Sentence, mention: Mention) -> bool:
    """Whether a form is a verb with tense and person, which has no subject in the genitive."""
    low = sentence.words[mention.last].low
    return low.endswith(_endings(sentence, "finite_endings")) and not relative(sentence, mention)


def _endings(sentence: Sentence, name: str) -> tuple[str, ...]:
    return tuple(sentence.pack.get(name, ("\0",)))
