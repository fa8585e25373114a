"""Voices: who acts or speaks in a sentence: states, their bodies and officials, and the pronouns that stand for them.

A person speaks for the state that the text gives him an office in ("Azerbaijani President Ilham Aliyev"), or that
``gazetteer/people.csv`` knows him to lead or represent. Everyone else speaks for nobody and has an empty code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from materiel.read.who.actor import Actor, Grammar
from materiel.read.who.actors import actors
from materiel.read.words.tag import Mention, Sentence

_NEAR = 2
"""Sentences for which a pronoun remembers whom it stands for."""


@dataclass(slots=True)
class Memory:
    """What the sentences before told: surnames with their state, and who was spoken of last, as subject and in which
    sentence."""

    people: dict[str, str] = field(default_factory=dict)
    last: Actor | None = None
    at: int = -9


def voices(sentence: Sentence, grammar: Grammar, memory: Memory) -> list[Actor]:
    """Everyone who may act or speak in the sentence, in order; ``memory`` is carried on to the next sentence."""
    states = [_official(sentence, actor) for actor in actors(sentence, grammar)]
    _introduce(sentence, states, memory)
    busy = {at for actor in states for at in range(actor.first, actor.last + 1)}
    people = _people(sentence, busy, memory)
    titled = {at for actor in states if actor.form == "body" for at in range(actor.first, actor.last + 6)}
    found = [*states, *(person for person in people if person.first not in titled)]
    found += _officials(sentence, found, memory)
    found += _pronouns(sentence, found, memory)
    found.sort(key=lambda actor: actor.first)
    subject = next((actor for actor in found if actor.code and is_bare(actor) and actor.form != "maker"), None)
    if subject is not None:
        memory.last, memory.at = subject, sentence.number
    return found


def is_bare(actor: Actor) -> bool:
    """Whether no function word or case keeps the name from being a subject."""
    return actor.marker == "" or actor.form in ("person", "pronoun") or (actor.form == "body" and actor.marker != "by")


def _official(sentence: Sentence, actor: Actor) -> Actor:
    """A state that a body or official stands right before is that body: "predsednik Srbije", "le président serbe"."""
    at = actor.first - 1
    while at >= 0 and sentence.has(at, "det", "one", "of", "agent"):
        at -= 1
    if actor.form == "maker" or at < 0 or not sentence.has(at, "body") or actor.first - at > 3:
        return actor
    first = at
    while first > 0 and sentence.has(first - 1, "body"):
        first -= 1
    if actor.marker in ("", "gen", "of", "agent", "about", "adjective", "possessive"):
        words = sentence.words
        marker = "" if not sentence.has(first - 1, "to", "for", "with", "from", "against") else actor.marker
        return replace(actor, first=first, start=words[first].start, form="body", marker=marker)
    return actor


def _introduce(sentence: Sentence, states: Sequence[Actor], memory: Memory) -> None:
    """Remember the surname behind an office: "Azerbaijani President Ilham Aliyev"."""
    for actor in states:
        if actor.form != "body":
            continue
        names: list[str] = []
        for at in range(actor.last + 1, min(actor.last + 6, len(sentence.words))):
            word = sentence.words[at]
            if sentence.has(at, "body") and not names:
                continue
            if word.kind != "a" or not word.upper or sentence.has(at, "say", "be", "have", "body", "in"):
                break
            names.append(word.low)
        if names:
            memory.people.setdefault(names[-1], actor.code)


def _people(sentence: Sentence, busy: set[int], memory: Memory) -> list[Actor]:
    """The people whom the text or the gazetteer gives a state, and those with an office of no known state."""
    known: dict[int, Mention] = {m.last: m for m in sentence.of("person")}
    out = []
    for at, word in enumerate(sentence.words):
        if at in busy or not word.upper or word.kind != "a":
            continue
        code = memory.people.get(word.low) or (known[at].value if at in known else None)
        if code is not None:
            out.append(Actor(code, at, at, word.start, word.end, form="person"))
    return out


def _officials(sentence: Sentence, found: Sequence[Actor], memory: Memory) -> list[Actor]:
    """An office and a name without a state ("Foreign Minister Ann Other") speak for the state spoken of last."""
    if memory.last is None or sentence.number - memory.at > _NEAR:
        return []
    busy = {at for actor in found for at in range(actor.first, actor.last + 1)}
    words, out = sentence.words, []
    for at in (office + 1 for office in sentence.where("office")):
        named = at < len(words) and words[at - 1].upper and words[at].upper and not sentence.has(at, "office")
        if not named or at in busy or at - 1 in busy:
            continue
        end = at
        while end + 1 < len(words) and words[end + 1].upper and words[end + 1].kind == "a" and end + 1 not in busy:
            end += 1
        out.append(replace(memory.last, first=at - 1, last=end, start=words[at - 1].start, end=words[end].end,
                           form="person", marker=""))  # fmt: skip
        memory.people.setdefault(words[end].low, memory.last.code)
    return out


def _pronouns(sentence: Sentence, found: Sequence[Actor], memory: Memory) -> list[Actor]:
    """Pronouns and bare bodies ("he", "the ministry") stand for the subject spoken of last."""
    if memory.last is None or sentence.number - memory.at > _NEAR:
        return []
    busy = {at for actor in found for at in range(actor.first, actor.last + 1)}
    out: list[Actor] = []
    for at in sentence.where("pronoun"):
        if at in busy or (out and at - out[-1].last <= 1):
            continue
        if at + 1 in busy and sentence.has(at + 1, "pronoun"):
            continue  # "le ministère azerbaïdjanais" names its state
        human = sentence.has(at, "human")  # "he" is no state that is named by the way
        before = [actor for actor in found if actor.last < at and actor.code and is_bare(actor)
                  and (not human or actor.form in ("person", "body"))]  # fmt: skip
        stands = before[0] if before else memory.last
        out.append(replace(stands, first=at, last=at, form="pronoun", marker=""))
    return out


def speaker(sentence: Sentence, found: Sequence[Actor], cue: Mention) -> Actor | None:
    """Who says what the sentence tells: who stands beside its verb of saying, or before a headline's colon."""
    able = [actor for actor in found if is_bare(actor) or actor.marker in ("to", "about")]
    for at in sorted(sentence.where("say"), key=lambda at: abs(at - cue.first)):
        before = [actor for actor in able if actor.last < at and is_bare(actor)]
        after = [actor for actor in able if 0 < actor.first - at <= 4]
        if after and (at > cue.last or not before):
            return after[0]
        if before:
            return before[-1]
    if able and able[0].first == 0 and able[0].last + 1 < len(sentence.words):
        return able[0] if sentence.words[able[0].last + 1].low == ":" else None
    return None


def unknown(sentence: Sentence, at: int, found: Sequence[Actor]) -> bool:
    """Whether a person of no known office stands right before ``at``: what he does is no state's act."""
    at -= 1
    while at > 0 and sentence.has(at, "have", "be", "modal"):
        at -= 1
    word = sentence.words[at]
    busy = {place for actor in found for place in range(actor.first, actor.last + 6 * (actor.form == "body") + 1)}
    named = {place for m in sentence.of("state", "group", "maker", "weapon") for place in range(m.first, m.last + 1)}
    return at > 0 and word.kind == "a" and word.upper and at not in busy | named and not sentence.classes.get(at)
