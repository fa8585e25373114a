"""Assent: who approves, signs or halts a transfer, and what part that gives him in it.

Who approves a sale hands over, who approves a purchase takes; who only lets others trade, or stops them, has a veto.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from materiel.read.clauses.clause import Event, Vote
from materiel.read.clauses.frame import is_firm, several, table_of
from materiel.read.clauses.hints import in_turn
from materiel.read.clauses.steps import agent_of, passive
from materiel.read.who.actor import Actor
from materiel.read.who.listed import together
from materiel.read.words.lexicon import Lexicon
from materiel.read.words.tag import Mention


def step_votes(event: Event, lexicon: Lexicon, step: Mention, openers: Sequence[Mention]) -> Iterator[Vote]:
    """Who approves a sale hands over; who approves a purchase takes: the subject of a step follows its noun."""
    nouns = [m for m in openers if lexicon.rules[m.value].get("noun")]
    turned = passive(event.sentence, step, lexicon)
    if lexicon.pack.get("verb_final"):
        agents = [a for a in event.actors if a.marker == "by" and a.first < step.first]
        noun = next((m for m in reversed(nouns) if 0 < step.first - m.last <= (8 if agents else 4)), None)
        named = _subject(event, [a for a in event.actors if noun and a.last < noun.first and not a.marker])
        named = [a for a in agents if noun and noun.last < a.first] or named  # "talebi Berlin tarafından reddedildi"
    elif turned:
        noun = next((m for m in reversed(nouns) if m.last < step.first), None)
        named = [a for a in event.actors if a.marker == "by" and 0 < a.first - step.last <= 6][:1]
        named = named or [a for a in event.actors if agent_of(event, step, a)]
    else:
        noun, named = _acting(event, lexicon, step, nouns)
    if noun is None or not named:
        return
    if lexicon.rules[noun.value].get("onward"):
        yield from _onward(event, lexicon, step, noun, named[0])
        return
    if lexicon.rules[step.value].get("status") in ("suspended", "refused") and _of_another(event, noun, named[0]):
        yield Vote("veto", 1.0, (named[0],), step.value)  # "the Americans halted the sale of Israeli jets"
        return
    table = table_of(event, lexicon, noun)
    role = table.get("answer") or table.get("subject") or "recipient"
    from_others = [a for a in event.actors if a.marker == "from" and a.first > noun.last and a.form != "group"]
    if table.get("from") == role == "supplier" and any(a.code != named[0].code for a in from_others):
        yield Vote("veto", 1.0, (named[0],), step.value)  # "Washington approved the transfer of jets from Denmark"
        return
    paper = lexicon.rules[step.value].get("takes") == "paper"
    if role == "recipient" and not paper and _owned(event, step, noun, named[0]):
        yield Vote("veto", 1.0, (named[0],), step.value)
        yield Vote("supplier", 0.9, (named[0],), step.value)  # "the US has approved Qatar's purchase"
        return
    gives = any(a.code == named[0].code and (a.form == "maker" or a.marker == "from") for a in event.actors)
    if role == "recipient" and gives and named[0].marker == "by":
        yield Vote("supplier", 2.0, (named[0],), step.value)  # "an order for drones from Schiebel was halted by Vienna"
        return
    if role == "recipient" and is_firm(event, named[0]) and not paper:
        role = "supplier"  # "named the yard as the winner of its tender"
    group = together(event.sentence, event.actors, named[0])
    agree = bool(event.sentence.pack.get("verb_final")) and lexicon.rules[step.value].get("status") == "negotiating"
    each = several(group) and (agree or _with_one_another(event, group))
    pair = each or (several(group) and lexicon.rules[noun.value]["frame"] == "pact")
    yield Vote("pair" if pair else role, 2.0, group, step.value)
    if each:
        yield from in_turn([lexicon.rules[m.value] for m in event.rules], group, step.value)


def _subject(event: Event, bare: Sequence[Actor]) -> list[Actor]:
    """The bare name that a step at the end has as its subject: the last, or the first where another only describes what
    stands behind it ("Lima İsveç teknolojisini ... iptal etti")."""
    alone = len(bare) > 1 and bare[-1] not in together(event.sentence, event.actors, bare[0])
    return list(bare[:1] if alone else bare[-1:])


def _with_one_another(event: Event, group: Sequence[Actor]) -> bool:
    """Whether a word for "with" joins the names, so that they deal with one another: "ABD ile Tayland anlaştı"."""
    return bool(event.sentence.pack.get("verb_final")) and event.sentence.holds(
        group[0].last + 1, group[-1].first, "comitative"
    )


def _acting(
    event: Event, lexicon: Lexicon, step: Mention, nouns: Sequence[Mention]
) -> tuple[Mention | None, list[Actor]]:
    """The noun or passive that a step in the active voice is about, and its subject."""
    noun = next((m for m in nouns if m.first > step.first and m.last >= step.last), None) or _framed(event, step, nouns)
    noun = noun or _allowed(event, lexicon, step)
    until = min(step.first, noun.first) if noun else 0
    named = [a for a in event.actors if a.last < until and not a.marker][-1:]
    if noun is not None and not named and lexicon.pack.get("free_order"):
        between = [a for a in event.actors if step.last < a.first and a.last < noun.first]
        named = [a for a in between if not a.marker and "dat" not in a.cases][:1]  # "plant Oslo die Lieferung"
    if noun is None and lexicon.pack.get("free_order") and lexicon.rules[step.value].get("takes") == "paper":
        noun = next((m for m in reversed(nouns) if m.last < step.first), None)
        named = [a for a in event.actors if noun and noun.last < a.first and _signs(step, a)][:1]
    return noun, named


def _onward(event: Event, lexicon: Lexicon, step: Mention, noun: Mention, actor: Actor) -> Iterator[Vote]:
    """Who stops goods from being handed on, and who would hand them on."""
    if lexicon.rules[step.value].get("status") in ("suspended", "refused"):
        asked = _asked(event, noun)
        yield Vote("veto", 1.0, (asked[0] if len(asked) > 1 else actor,), step.value)  # a third state
        yield from (Vote("supplier", 3.0, (one,), step.value) for one in asked[1:2])


def _owned(event: Event, step: Mention, noun: Mention, actor: Actor) -> bool:
    """Whether the purchase that is approved is called another's own, behind the form: "approved Qatar's purchase", "ia
    miratoi Katarit blerjen"."""
    owners = [a for a in event.actors if a.marker == "possessive" and 0 < noun.first - a.last <= 4]
    owners += [a for a in event.actors if a.marker in ("dat", "dative") and step.last < a.first < noun.first]
    return any(a.code != actor.code and a.last > step.last for a in owners)


def _asked(event: Event, noun: Mention) -> Sequence[Actor]:
    """Who forbids and whom, before the noun of what is forbidden: "Bern untersagt Berlin die Weitergabe"."""
    first = [a for a in event.actors if a.last < noun.first and not a.marker]
    whom = [a for a in event.actors if a.last < noun.first and a.marker in ("", "dative", "dat", "to")]
    return [first[0], *(a for a in whom if a.first > first[0].last and a.code != first[0].code)] if first else ()


def _allowed(event: Event, lexicon: Lexicon, step: Mention) -> Mention | None:
    """The passive of giving that a state allows without saying who gives: "разреши да бъдат продадени"."""
    verb = next((m for m in event.rules if m.first > step.last), None)
    if verb is None or lexicon.rules[verb.value].get("noun") or lexicon.rules[step.value].get("status") != "approved":
        return None
    agents = any(a.marker in ("by", "from", "ins") and a.first > step.last for a in event.actors)
    gives = lexicon.pack["frames"].get(lexicon.rules[verb.value]["frame"], {}).get("subject") == "supplier"
    return verb if gives and not agents and passive(event.sentence, verb, lexicon) else None


def _signs(step: Mention, actor: Actor) -> bool:
    """Whether the name is the subject right beside the verb: "ugovor o nabavi potpisala je Hrvatska"."""
    beside = 0 < step.first - actor.last <= 3 or 0 < actor.first - step.last <= 3
    return beside and not actor.marker and "nom" in actor.cases


def _framed(event: Event, step: Mention, nouns: Sequence[Mention]) -> Mention | None:
    """The noun that stands between "have" and the participle: "die USA haben den Verkauf von 32 Jets genehmigt"."""
    noun = next((m for m in reversed(nouns) if m.last < step.first), None)
    if noun is None or not event.sentence.holds(max(event.first, noun.first - 4), noun.first, "have"):
        return None
    return noun


def _of_another(event: Event, noun: Mention, actor: Actor) -> bool:
    """Whether the goods behind a noun of transfer carry the adjective of another state."""
    return any(
        one.marker == "adjective" and one.code != actor.code and 0 < one.first - noun.last <= 4 for one in event.actors
    )


def veto_votes(event: Event, lexicon: Lexicon, step: Mention) -> Iterator[Vote]:
    """Whose consent is withheld or still open: the subject of "refused", "blocks", the owner of "consent"."""
    turned = passive(event.sentence, step, lexicon)
    bare = [a for a in event.actors if a.last < step.first and a.form != "maker"
            and (a.marker in ("", "possessive") or (a.marker == "adjective" and a.last + 1 == step.first))]  # fmt: skip
    agents = [a for a in event.actors if a.marker == "by" and 0 < a.first - step.last <= 6]
    for actor in agents[:1] if turned else bare[-1:]:
        yield Vote("veto", 1.0, (actor,), step.value)
