"""Reactions: what a state says or does about a deal, or about another state because of it (PLOVER events)."""

from __future__ import annotations

from collections.abc import Sequence

from materiel.read.actors import Actor, actors
from materiel.read.events import MARKERS
from materiel.read.tag import Mention, Sentence
from materiel.types import Deal, Quote, Reaction


def reactions(text: str, sentences: Sequence[Sentence], deals: Sequence[Deal]) -> list[Reaction]:
    """The reactions of a document that tells of at least one deal."""
    if not deals:
        return []
    out: dict[tuple[str, str | None, str], Reaction] = {}
    for sentence in sentences:
        found = actors(sentence, MARKERS)
        for mention in sentence.of("reaction"):
            reaction = _reaction(text, sentence, mention, found, deals)
            if reaction is not None:
                out.setdefault((reaction.actor, reaction.target, reaction.plover), reaction)
    return list(out.values())


def _reaction(
    text: str, sentence: Sentence, mention: Mention, found: Sequence[Actor], deals: Sequence[Deal]
) -> Reaction | None:
    """One reaction: the nearest bare name before the word acts, the first name after it is the target."""
    if any(sentence.has(at, "negate", "if") for at in range(max(0, mention.first - 3), mention.first)):
        return None
    agents = [a for a in found if a.last < mention.first and a.marker in ("", "possessive", "by", "from")
              and a.form != "maker"]  # fmt: skip
    if not agents:
        agents = [a for a in found if a.first > mention.last and a.marker == "by"]
    if not agents:
        return None
    agent = agents[-1] if agents[-1].first < mention.first else agents[0]
    about = next((i for i, deal in enumerate(deals) if not deal.background), 0)
    deal = deals[about]
    parties = (*deal.supplier, *deal.recipient)
    others = [a for a in found if a.first > mention.last and a.code != agent.code]
    target = next((a for a in others if a.code in parties), others[0] if others else None)
    code = target.code if target else next((p for p in parties if p != agent.code), None)
    if code is None or (agent.code in parties and target is None):
        return None
    if agent.code in parties and target is not None and target.code in parties:
        return None
    evidence = {
        "actor": (Quote.of(text, agent.start, agent.end),),
        "plover": (Quote.of(text, mention.start, mention.end),),
    }
    if target is not None:
        evidence["target"] = (Quote.of(text, target.start, target.end),)
    return Reaction(agent.code, code, mention.value, about if agent.code not in parties else None, evidence)
