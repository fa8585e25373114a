"""Won: a verb of receiving whose object is an order or a contract tells of a paper, not that goods came.

"Saab hat von Peru einen Auftrag über neun Kampfjets erhalten", "a reçu de l'Inde une commande de six
radars": the form then counts as one that signs, so that who receives the paper sells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from materiel.read.clauses.clause import Event
from materiel.read.clauses.frame import Frame
from materiel.read.clauses.steps import idle
from materiel.read.who.actor import Actor
from materiel.read.words.lexicon import Lexicon
from materiel.read.words.tag import Mention

_PAPERS = ("contract", "purchase")
_HOPES = ("considered", "requested", "negotiating", "approved")
"""What nouns tell that may be received without goods: an offer, a request, a licence."""
_REACH = 7
"""Words between the verb and its object, where only who gives the order may stand."""


def won(event: Event, lexicon: Lexicon) -> list[Mention]:
    """The forms of the clause, with those that only receive a paper told as forms that sign, and without those that
    receive less: "Peru has received Bolivia's request", "won approval"."""
    rules = lexicon.rules
    papers = [m for m in event.rules if m.value in _PAPERS and "sign" in rules]
    hopes = [m for m in event.rules if rules[m.value].get("noun") and rules[m.value].get("status") in _HOPES]
    if event.goods:  # "got six jets as a gift" tells of goods
        hopes = [m for m in hopes if rules[m.value].get("mode") != "gift"]
    if not papers and not hopes:
        return event.rules
    out: list[Mention] = []
    for m in event.rules:
        receives = m.value.partition("_")[0] in ("receive", "give")  # "dodijelila je Saabu ugovor"
        if receives and any(_object(event, lexicon, m, paper) for paper in papers):
            out.append(replace(m, entry=replace(m.entry, value="sign")))
        elif not receives or not any(_object(event, lexicon, m, hope) for hope in hopes):
            out.append(m)
    return out


def carried(event: Event, lexicon: Lexicon) -> list[Mention]:
    """The forms of the clause, with verbs that only hand over a request told as forms that ask ("i dërgoi Francës
    kërkesë"), and those that grant a contract as forms that sign ("i dha Leonardos kontratën")."""
    rules, sentence = lexicon.rules, event.sentence
    papers = [m for m in event.rules if m.value == "contract" and "sign" in rules]
    grants = [m for m in event.rules if papers and sentence.has(m.last, "grants")]
    if any(_object(event, lexicon, m, paper) for m in grants for paper in papers):
        return [replace(m, entry=replace(m.entry, value="sign")) if m in grants else m for m in event.rules]
    pleas = [m for m in event.rules if rules[m.value].get("noun") and rules[m.value]["frame"] == "plea"]
    if not pleas or "ask" not in rules:
        return event.rules
    gives = [m for m in event.rules if rules[m.value]["frame"] == "give" and not rules[m.value].get("noun")]
    asks = [m for m in gives if any(_object(event, lexicon, m, one) for one in pleas) and idle(event, lexicon, m)]
    return [replace(m, entry=replace(m.entry, value="ask")) if m in asks else m for m in event.rules]


def awarded(frame: Frame, actor: Actor) -> bool:
    """Whether the name is the firm to which a paper is given that another signs: the firm sells."""
    signs = frame.pact or any(frame.rules[m.value].get("takes") == "paper" for m in frame.event.rules)
    others = any(one.code != actor.code and one.form != "maker" for one in frame.event.actors)
    given = actor.form == "maker" and actor.marker in ("to", "dat")
    return given and signs and others and frame.table.get("subject") == "recipient"


def _object(event: Event, lexicon: Lexicon, verb: Mention, paper: Mention) -> bool:
    """Whether the paper is what the verb receives: behind it without goods between, or, where verbs may stand last,
    before it, with an article, behind "have" or a subject."""
    sentence = event.sentence
    if paper.first > verb.last:
        parted = any(verb.last < one.first and one.last < paper.first for one in event.goods)
        told = sentence.holds(verb.last + 1, paper.first, "stop", "relative", "infinitive", "for", "and", "due")
        return paper.first - verb.last <= _REACH and not parted and not told
    led = sentence.holds(max(event.first, paper.first - 2), paper.first, "det", "one", "more")
    split = sentence.holds(event.first, paper.first, "have")
    return bool(lexicon.pack.get("free_order")) and led and split and not _aside(event, paper)


def _aside(event: Event, paper: Mention) -> bool:
    """Whether a preposition leads the paper: "hat nach dem Auftrag erhalten"."""
    markers: Sequence[str] = event.sentence.pack["markers"]["before"]
    return event.sentence.holds(max(event.first, paper.first - 3), paper.first, *markers)
