"""Reactions: what a state says or does about a deal, or about another state because of it (PLOVER events)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from materiel.read.actors import Actor, Grammar, actors, together
from materiel.read.tag import Mention, Sentence
from materiel.types import Deal, Quote, Reaction

_BARE = ("", "possessive", "to")  # "to" is left of a verb of saying in "according to Serbia"


def reactions(text: str, sentences: Sequence[Sentence], deals: Sequence[Deal], grammar: Grammar) -> list[Reaction]:
    """The reactions of a document that tells of at least one deal."""
    if not deals:
        return []
    people = _people(sentences, grammar)
    out: dict[tuple[str, str | None, str], Reaction] = {}
    for sentence in sentences:
        cues = sentence.of("reaction")
        if not cues:
            continue
        found = actors(sentence, grammar)
        for cue in cues:
            for reaction in _reactions(text, sentence, cue, found, deals, people):
                if _stands(reaction, deals, out):
                    out.setdefault((reaction.actor, reaction.target, reaction.plover), reaction)
    return list(out.values())


def _stands(reaction: Reaction, deals: Sequence[Deal], before: Mapping[tuple[str, str | None, str], Reaction]) -> bool:
    """A third state reacts to a deal; a party only answers a third state that reacted before."""
    parties = {code for deal in deals if not deal.background for code in (*deal.supplier, *deal.recipient)}
    if reaction.actor not in parties:
        return True
    return any(actor == reaction.target for actor, _, _ in before) and reaction.target not in parties


def _people(sentences: Sequence[Sentence], grammar: Grammar) -> dict[str, str]:
    """Surnames of the people whom the text gives an office in a state: "Azerbaijani President Ilham Aliyev"."""
    out: dict[str, str] = {}
    for sentence in sentences:
        for actor in actors(sentence, grammar):
            if actor.form != "body":
                continue
            names = []
            for at in range(actor.last + 1, min(actor.last + 5, len(sentence.words))):
                word = sentence.words[at]
                if word.kind != "a" or not word.upper or sentence.classes.get(at):
                    break
                names.append(word.low)
            if names:
                out.setdefault(names[-1], actor.code)
    return out


def _agent(sentence: Sentence, cue: Mention, found: Sequence[Actor], people: Mapping[str, str]) -> Actor | None:
    """Who reacts: who says what the cue stands in, else the nearest bare name before the cue."""
    said = [at for at in range(max(0, cue.first - 30), cue.first) if sentence.has(at, "say")]
    limit = said[-1] if said and cue.first - said[-1] > 2 else cue.first
    if any(sentence.has(at, "be") for at in range(max(0, cue.first - 2), cue.first)) and limit == cue.first:
        by = [actor for actor in found if actor.first > cue.last and actor.marker == "by"]
        return by[0] if by else None
    before = [actor for actor in found if actor.last < limit and actor.marker in _BARE and actor.form != "maker"]
    person = _person(sentence, limit, people)
    if person is not None:
        return person if person.code else None
    return before[-1] if before else None


def _person(sentence: Sentence, limit: int, people: Mapping[str, str]) -> Actor | None:
    """The person named right before the verb; a person of no known office has an empty code."""
    at = limit - 1
    while at > 0 and sentence.has(at, "have", "be", "modal"):
        at -= 1
    word = sentence.words[at]
    named = {i for m in sentence.of("state", "group", "maker") for i in range(m.first, m.last + 1)}
    if word.kind != "a" or not word.upper or at in named or at == 0 or sentence.classes.get(at):
        return None
    return Actor(people.get(word.low, ""), at, at, word.start, word.end, form="person")


def _reactions(
    text: str,
    sentence: Sentence,
    cue: Mention,
    found: Sequence[Actor],
    deals: Sequence[Deal],
    people: Mapping[str, str],
) -> list[Reaction]:
    """The reactions that one word tells: one for each target."""
    if any(sentence.has(at, "negate", "if") for at in range(max(0, cue.first - 3), cue.first)):
        return []
    agent = _agent(sentence, cue, found, people)
    if agent is None:
        return []
    about = next((i for i, deal in enumerate(deals) if not deal.background), 0)
    parties = (*deals[about].supplier, *deals[about].recipient)
    others = [a for a in found if a.first > agent.last and a.code != agent.code and a.marker not in ("in", "about")]
    aimed = next((a for a in others if a.code in parties), None)
    referred = any("anaphor" in names for names in sentence.classes.values())
    speaks_of_deal = referred or bool(sentence.of("goods", "weapon", "rule"))
    if aimed is None and not speaks_of_deal:
        return []
    targets = together(sentence, found, aimed) if aimed else tuple(others[:1])
    codes = list(dict.fromkeys(t.code for t in targets)) or [p for p in parties if p != agent.code][:1]
    evidence: dict[str, tuple[Quote, ...]] = {
        "actor": (Quote.of(text, agent.start, agent.end),),
        "plover": (Quote.of(text, cue.start, cue.end),),
    }
    if targets:
        evidence["target"] = tuple(Quote.of(text, t.start, t.end) for t in targets)
    else:
        known = deals[about].evidence
        evidence["target"] = known.get("supplier" if codes and codes[0] in deals[about].supplier else "recipient", ())
    index = about if agent.code not in parties else None
    return [Reaction(agent.code, code, cue.value, index, evidence) for code in codes if code != agent.code]
