"""Passing: a state asks the maker's state for leave to hand weapons on to a third.

"Switzerland rejected Denmark's request to give Ukraine its Piranhas": who asks would hand over, and who answers only
gives or withholds consent. A request to buy names two parties; this one names three.
"""

from __future__ import annotations

from materiel.read.clauses.clause import Event, Vote
from materiel.read.who.actor import Actor
from materiel.read.words.lexicon import Lexicon
from materiel.read.words.tag import Mention

RULE = "passed on"
_OWNER = ("gen", "of", "possessive")
_ASKED = ("by", "from")
_TAKER = ("dat", "to", "for", "in")


def passed_on(event: Event, lexicon: Lexicon) -> list[Vote]:
    """The votes of a request to hand on; none where the clause tells of no such request."""
    rules = lexicon.rules
    pleas = [m for m in event.rules if rules[m.value]["frame"] == "plea" and rules[m.value].get("noun")]
    gives = [m for m in event.rules if rules[m.value]["frame"] == "give"]
    acts = [m for m in gives if not rules[m.value].get("noun")]
    if event.goods and not pleas:
        return _allowed(event, lexicon, (acts or gives)[0]) if gives else []
    acts += [m for m in gives if m not in acts and _to_whom(event, m)]  # "a request for the transfer to Ukraine of"
    if not event.goods or not pleas or not any(abs(act.first - pleas[0].last) <= 10 for act in acts):
        return []
    plea = pleas[0]
    owner = next((a for a in event.actors if _asks(a, plea)), None)
    answers = [a for a in event.actors if not a.marker and a.last < plea.first and owner and a.code != owner.code]
    takers = [a for a in event.actors if a.marker in _TAKER and owner and a.code != owner.code]
    takers = [a for a in takers if all(a.code != one.code for one in answers)]
    if owner is None or not answers or not takers:
        return []
    return [
        Vote("supplier", 3.0, (owner,), RULE),
        Vote("recipient", 3.0, (takers[0],), RULE),
        Vote("veto", 1.5, (answers[-1],), RULE),
    ]


def _allowed(event: Event, lexicon: Lexicon, act: Mention) -> list[Vote]:
    """The votes of a state that lets another hand on, or does not: "Bern did not allow Denmark to give Ukraine"."""
    steps = [m for m in event.rules if lexicon.rules[m.value].get("takes") == "transfer" and m.first < act.first]
    bare = [a for a in event.actors if not a.marker and a.form != "maker" and steps and a.last < steps[0].first]
    told = [a for a in event.actors if a.marker in ("dat", "to") and bare and bare[-1].last < a.first < act.first]
    takers = [a for a in event.actors if a.marker in _TAKER and told and a.first > told[0].last]
    if any(lexicon.rules[m.value]["frame"] == "ask" and m.first < steps[0].first for m in event.rules if steps):
        return []  # "asked Switzerland for leave to hand on": nobody lets another do anything
    if not takers or not _to_do(event, lexicon, max(told[0].last, steps[0].last), act):
        return []
    parties = (told[0], takers[0], bare[-1])
    if len({party.code for party in parties}) < len(parties):
        return []
    return [
        Vote("supplier", 3.0, (told[0],), RULE),
        Vote("recipient", 3.0, (takers[0],), RULE),
        Vote("veto", 1.5, (bare[-1],), RULE),
    ]


def _to_do(event: Event, lexicon: Lexicon, after: int, act: Mention) -> bool:
    """Whether the verb only says what may be done: an infinitive, or a clause behind "that"."""
    led = act.value.endswith("_future") and event.sentence.has(act.first - 1, "of")
    if lexicon.rules[act.value].get("noun") or led:
        return True  # "отказала Дании в передаче Украине", "interdit au Danemark de transférer"
    endings = tuple(lexicon.pack.get("infinitive_endings", ()))
    ends = bool(endings) and event.sentence.words[act.last].low.endswith(endings)
    return ends or event.sentence.holds(after + 1, act.first, "infinitive")


def _to_whom(event: Event, noun: Mention) -> bool:
    """Whether right behind a noun of transfer stands who is to receive."""
    return any(a.marker in _TAKER and 0 < a.first - noun.last <= 2 for a in event.actors)


def _asks(actor: Actor, plea: Mention) -> bool:
    """Whether a request is the actor's: "Denmark's request", "a request by Denmark"."""
    if actor.marker in ("adjective", "about") and (actor.last + 1 == plea.first or plea.last + 1 == actor.first):
        return True  # "ein deutsches Gesuch", "la demande allemande"
    if "gen" in actor.cases and actor.first == plea.last + 1:
        return True  # "cererea Germaniei"
    behind = actor.marker in _ASKED and actor.first > plea.last
    return (behind or actor.marker in _OWNER) and abs(actor.first - plea.first) <= 4
