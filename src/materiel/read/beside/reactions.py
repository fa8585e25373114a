"""Reactions: what a state says or does about a deal, or about another state because of it (PLOVER events).

Packs list words of three kinds: acts (``[reactions]``: criticise, demand), whose subject reacts; their nouns
(``[responses]``: criticism, a protest), whose owner or source does; and judgements (``[judgements]``: a provocation,
unacceptable), which count in the mouth of whoever speaks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from materiel.read.beside.targets import Scene, addressed, addressee, close, targets
from materiel.read.beside.voices import Memory, is_bare, speaker, unknown, voices
from materiel.read.who.actor import Actor, Grammar
from materiel.read.words.tag import Mention, Sentence
from materiel.types import Deal, Quote, Reaction

_CUES = ("reaction", "response", "judgement")
_OWNERS = ("adjective", "possessive", "gen", "owner", "about", "abl")
_SOURCES = ("from", "by", "of", "gen", "agent", "adjective")


def reactions(text: str, sentences: Sequence[Sentence], deals: Sequence[Deal], grammar: Grammar) -> list[Reaction]:
    """The reactions of a document that tells of at least one deal."""
    if not deals:
        return []
    memory = Memory()
    before: Sentence | None = None
    out: dict[tuple[str, str | None, str], Reaction] = {}
    turned: dict[str, Actor] = {}
    for sentence in sentences:
        found = voices(sentence, grammar, memory)
        turned |= addressed(sentence, found)
        if cues := sentence.of(*_CUES):
            near = before is not None and before.block == sentence.block and _of_deal(before)
            scene = Scene(text, sentence, found, deals, _of_deal(sentence), near, turned)
            for cue in cues:
                told = event(sentence, cue)
                for reaction in _reactions(scene, cue, told) if told else ():
                    if _stands(reaction, deals, out):
                        turned |= addressee(reaction, found)
                        out.setdefault((reaction.actor, reaction.target, reaction.plover), reaction)
        before = sentence
    return list(out.values())


def _of_deal(sentence: Sentence) -> bool:
    """Whether the sentence speaks of a deal or of arms."""
    return bool(sentence.of("goods", "weapon", "rule")) or any(
        names & {"anaphor", "matter"} for names in sentence.classes.values()
    )


def _stands(reaction: Reaction, deals: Sequence[Deal], before: Mapping[tuple[str, str | None, str], Reaction]) -> bool:
    """A state outside the news reacts to it, or a taker to a giver that stops; a party else only answers a state
    outside that reacted before."""
    news = [deal for deal in deals if not deal.background]
    parties = {code for deal in news or deals for code in (*deal.supplier, *deal.recipient)}
    if reaction.actor not in parties:
        return True
    if reaction.about_deal is not None:
        about = deals[reaction.about_deal]
        denied = _stopped(about, reaction.actor) and reaction.target in (*about.supplier, *about.refused_by)
        if denied or (about.background and reaction.target not in parties):
            return reaction.plover in ("ACCUSE", "REQUEST", "THREATEN", "PROTEST", "SANCTION")
    return any(actor == reaction.target for actor, _, _ in before) and reaction.target not in parties


def _stopped(deal: Deal, taker: str) -> bool:
    """Whether the state is denied what it was to get, or may not hand over for want of a third state's consent."""
    if deal.refused_by and taker in deal.supplier:
        return True
    return taker in deal.recipient and deal.status in ("suspended", "refused", "cancelled")


# Who reacts


def _agent(scene: Scene, cue: Mention) -> Actor | None:
    """Whose act or judgement the word tells."""
    sentence, found = scene.sentence, [actor for actor in scene.found if actor.form != "maker"]
    if cue.kind == "judgement":
        return speaker(sentence, found, cue) or _subject(sentence, cue, found)
    if cue.kind == "response":
        return _owner(sentence, cue, found)
    if any(sentence.has(at, "be") for at in range(max(0, cue.first - 2), cue.first)):
        by = [actor for actor in found if 0 < actor.first - cue.last <= 6 and actor.marker in ("by", "agent")]
        if by:
            return by[0]
        if _undergone(sentence, cue):
            return None  # "was kicked out": by whom is not told
    return None if unknown(sentence, cue.first, found) else _subject(sentence, cue, found)


def _undergone(sentence: Sentence, cue: Mention) -> bool:
    """Whether the word is a participle that tells what was done to its subject, not what the subject feels."""
    endings = tuple(sentence.pack.get("participle_endings", ()))
    verb = bool(endings) and sentence.words[cue.first].low.endswith(endings)
    return verb and "felt" in sentence.pack["words"] and not sentence.has(cue.first, "felt")


def _owner(sentence: Sentence, cue: Mention, found: Sequence[Actor]) -> Actor | None:
    """Whose criticism it is: "Turkish criticism", "criticism from Ankara", "kritika Beograda", "Belgrad'dan tepki"."""
    for actor in found:
        gap = cue.first - actor.last - 1
        owned = actor.marker in _OWNERS or actor.form in ("adjective", "people")
        if 0 <= gap <= (5 if actor.marker == "abl" else 2) and owned and actor.form != "body":
            return actor
    behind = [actor for actor in found if 0 < actor.first - cue.last <= 4]
    return next((actor for actor in behind if actor.marker in _SOURCES or actor.form == "adjective"), None)


def _subject(sentence: Sentence, cue: Mention, found: Sequence[Actor]) -> Actor | None:
    """The bare voice before the word: the nearest, or the first of the clause where the verb may stand anywhere."""
    before = [actor for actor in found if actor.last < cue.first and is_bare(actor)]
    free = sentence.pack.get("free_order")
    clause = max((at for at in range(cue.first) if _parts(sentence, at)), default=-1)
    inside = [actor for actor in before if actor.first > clause]
    if inside and any(sentence.has(at, "human") for at in range(inside[-1].last + 1, cue.first)):
        return None  # "he", of whom it is not known who he is
    if inside:
        named = [actor for actor in inside if actor.form != "pronoun"] or inside
        return named[0] if free or _joined(sentence, cue) else inside[-1]
    if before:
        return before[-1]
    after = [actor for actor in found if 0 < actor.first - cue.last <= 3 and is_bare(actor)] if free else []
    return after[0] if after else None


def _joined(sentence: Sentence, cue: Mention) -> bool:
    """Whether the verb shares the subject of one before it: "Baku recalled its envoy from Paris and criticised"."""
    at = cue.first - 1
    while at > 0 and sentence.has(at, "modal"):
        at -= 1
    return cue.kind == "reaction" and sentence.has(at, "and")


def _parts(sentence: Sentence, at: int) -> bool:
    """Whether a clause ends here."""
    return sentence.words[at].low in (".", ";", ":") or sentence.has(at, "stop", "relative", "say")


def _reactions(scene: Scene, cue: Mention, plover: str) -> list[Reaction]:
    """The reactions that one word tells: one for each target."""
    sentence, deals = scene.sentence, scene.deals
    if any(sentence.has(at, "negate", "if") for at in range(max(0, cue.first - 3), cue.first)):
        return []
    agent = _agent(scene, cue)
    if agent is None or not agent.code or _surmised(sentence, cue, agent):
        return []
    aims = targets(scene, cue, agent)
    aimed = any(close(sentence, cue, target) for target in aims) or agent.form in ("person", "pronoun", "body")
    if not scene.of_deal and not (scene.after_deal and aimed):
        return []
    if plover == "MOBILIZE" and sentence.said.isdisjoint(("anaphor", "matter")):
        return []
    if not _of_it(sentence, cue, aims):
        return []
    about = _about(deals, agent.code, {target.code for target in aims}, cue.start)
    if about is None:
        return []
    parties = (*deals[about].supplier, *deals[about].recipient)
    if _taken(sentence, cue):
        parties = parties[::-1]
    codes = list(dict.fromkeys(t.code for t in aims)) or [p for p in parties if p != agent.code][:1]
    evidence: dict[str, tuple[Quote, ...]] = {
        "actor": (Quote.of(scene.text, agent.start, agent.end),),
        "plover": (Quote.of(scene.text, cue.start, cue.end),),
    }
    if aims:
        evidence["target"] = tuple(Quote.of(scene.text, t.start, t.end) for t in aims)
    else:
        known = deals[about].evidence
        evidence["target"] = known.get("supplier" if codes and codes[0] in deals[about].supplier else "recipient", ())
    index = about if agent.code not in parties or _stopped(deals[about], agent.code) else None
    return [Reaction(agent.code, code, plover, index, evidence) for code in codes if code != agent.code]


def _surmised(sentence: Sentence, cue: Mention, agent: Actor) -> bool:
    """Whether the act is only what somebody thinks: "analysts suspect that Moscow pressed Belgrade"."""
    return sentence.holds(max(0, agent.first - 6), agent.first, "surmise") and agent.last < cue.first


def event(sentence: Sentence, cue: Mention) -> str | None:
    """The event that a word tells; a warning is told by what follows whom it warns, and may be none at all."""
    if cue.last > cue.first or not sentence.has(cue.first, "warn"):
        return cue.value
    for at in range(cue.last + 1, min(cue.last + 8, len(sentence.words))):
        if sentence.has(at, "warn_off"):
            return "REQUEST"
        if sentence.has(at, "warn_of"):
            return cue.value
    return None


def _taken(sentence: Sentence, cue: Mention) -> bool:
    """Whether the sentence speaks of buying or arriving and of no giving: the taker is blamed, not the giver."""
    told = {m.value for m in sentence.of("rule") if m.first > cue.last or m.last < cue.first}
    frames = {rule["frame"] for rule in sentence.pack["rule"] if rule["id"] in told}
    return bool(frames & {"get", "arrive"}) and "give" not in frames


def _of_it(sentence: Sentence, cue: Mention, targets: Sequence[Actor]) -> bool:
    """Whether an act is tied to the deal: it has an object, or a deal or goods stand behind it; declining an offer or
    a request is a step of a deal and no reaction."""
    if cue.kind != "reaction":
        return True
    behind = range(cue.last + 1, min(cue.last + 9, len(sentence.words)))
    if cue.value == "REJECT" and any(
        m.value in ("ask", "request", "offer") and m.first in behind for m in sentence.of("rule")
    ):
        return False
    if cue.value in ("REQUEST", "REJECT", "SUPPORT", "SANCTION") and not any(
        close(sentence, cue, one) for one in targets
    ):
        near = {m.first for m in sentence.of("goods", "weapon", "rule")}
        return (
            bool(near & set(behind))
            or any(sentence.has(at, "anaphor", "matter") for at in behind)
            or bool(sentence.pack.get("free_order"))
        )
    return True


def _about(deals: Sequence[Deal], agent: str, targets: set[str], place: int) -> int | None:
    """The deal that is reacted to: one that the agent is no party of, or is denied, and a target is a party of;
    without a target the deal told nearest; news before background."""
    fit = [not {agent} & {*deal.supplier, *deal.recipient} or _stopped(deal, agent) for deal in deals]
    order = sorted(range(len(deals)), key=lambda at: deals[at].background)
    if not targets:
        near = min(order, key=lambda at: _distance(deals[at], place))
        return near if fit[near] else None
    outside = [at for at in order if fit[at]]
    fitting = [at for at in outside if targets & {*deals[at].supplier, *deals[at].recipient, *deals[at].refused_by}]
    return next(iter(fitting or outside or order), None)


def _distance(deal: Deal, place: int) -> int:
    """How far the deal is told before a place of the text; what is told behind it is as far as that."""
    return min((abs(place - quote.start) for quotes in deal.evidence.values() for quote in quotes), default=1 << 30)
