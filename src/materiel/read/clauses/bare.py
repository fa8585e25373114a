"""Bare: what a name without a function word is where it is no subject: who tells of a gift, whose goods they are, who
only answers or is quoted.
"""

from __future__ import annotations

from materiel.read.clauses.clause import Event
from materiel.read.clauses.frame import NONE, Claim, Frame
from materiel.read.who.actor import Actor


def told_of(frame: Frame, actor: Actor) -> Claim:
    """A bare name before a noun of transfer: who tells of a gift or a purchase, and who makes an offer."""
    subject, marked = frame.table.get("subject"), bool(actor.marker)
    if marked or not (frame.rule.get("mode") in ("gift", "sale") or frame.buys or frame.rule["id"] == "offer_noun"):
        return NONE
    if frame.rule["id"] == "offer_noun":
        return subject, 1.5  # "Großbritannien hat der Türkei ein Angebot vorgelegt"
    if frame.final and frame.rule["frame"] == "give" and _tells_of_aid(frame, actor):
        return subject, 1.0
    near = frame.opener.first - actor.last <= 7
    told = near and frame.event.sentence.holds(actor.last + 1, frame.opener.first, "say", "pursue")
    sells = frame.rule.get("mode") == "sale" and not frame.buys  # the buyer may tell of a sale as well
    return (subject, 1.0 if sells else 1.5) if told else NONE  # "Washington announced a donation of"


def _tells_of_aid(frame: Frame, actor: Actor) -> bool:
    """Whether a name tells of a gift to another, of which nobody else is said to be the giver, where verbs stand last:
    "Pentagon, Ukrayna'ya askeri yardım yapılacağını duyurdu"."""
    event = frame.event
    whom = {one.code for one in event.actors if one.marker in ("dat", "for")}
    others = any(one.marker in ("abl", "by", "gen") for one in event.actors)
    gift = frame.rule.get("mode") == "gift"
    return gift and event.has("say") and bool(whom) and actor.code not in whom and not others


def of_goods(event: Event, actor: Actor) -> bool:
    """Whether a firm right behind goods only tells whose they are, in languages that say "of" by a case: "neun
    Flugzeuge des Herstellers Embraer bestellt"."""
    if actor.form != "maker" or actor.marker:
        return False
    for one in event.goods:
        gap = range(one.last + 1, actor.last + 1)
        if 0 < len(gap) <= 6 and one.last < actor.first and event.sentence.holds(gap.start, gap.stop, "company"):
            return all(event.sentence.words[at].kind == "a" or at >= actor.first for at in gap)
    return False


def describes(event: Event, actor: Actor) -> bool:
    """Whether a bare name only describes a noun: goods (``of_goods``), or, where verbs stand last and another name with
    a comma behind it is the subject, what stands right behind it: "Almanya, Ukrayna şehirlerini korumak için"."""
    if of_goods(event, actor):
        return True
    words, after = event.sentence.words, actor.last + 1
    if not event.sentence.pack.get("verb_final") or actor.marker or after >= len(words):
        return False
    word = words[after]
    plain = word.kind == "a" and not word.upper and not event.sentence.classes.get(after)
    named = {at for m in event.sentence.of("rule", "goods", "weapon") for at in range(m.first, m.last + 1)}
    led = [one for one in event.actors if one.last < actor.first and not one.marker]
    return plain and after not in named and any(words[one.last + 1].low == "," for one in led)


def answered(frame: Frame, actor: Actor) -> bool:
    """Whether the name only answers what another asks: a step stands between it and the request."""
    between = [m for m in frame.event.rules if actor.last < m.first and m.last < frame.opener.first]
    pleas = [m for m in between if frame.rules[m.value]["frame"] == "plea"]
    return any(m.first < plea.first and "answers" in frame.rules[m.value] for plea in pleas for m in between)


def quoted(frame: Frame, actor: Actor) -> bool:
    """Whether the verb stands in what the name is quoted with: "the president confirmed that planes had brought"."""
    sentence = frame.event.sentence
    between = range(actor.last + 1, frame.opener.first)
    said = next((at for at in between if sentence.has(at, "say")), None)
    return said is not None and any(at > said and sentence.has(at, "that") for at in between)


def speaks(frame: Frame, actor: Actor) -> bool:
    """Whether the name behind the form only blames, warns or tells: "bought missiles, drawing warnings from the United
    States", "the radars reached the port, says Greece"."""
    sentence, opener = frame.event.sentence, frame.opener
    blamed = any(opener.last < m.first < actor.first for m in sentence.of("response"))
    warned = blamed or sentence.holds(opener.last + 1, actor.first, "warn")
    says = not actor.marker and sentence.has(actor.first - 1, "say")
    return warned or says or _told_aside(frame, actor)


def _told_aside(frame: Frame, actor: Actor) -> bool:
    """Whether the name stands with who says it, behind a comma: ", i tha ambasadori presidentit"."""
    sentence = frame.event.sentence
    commas = (at for at in range(frame.opener.last + 1, actor.first) if sentence.words[at].low == ",")
    said = any(sentence.holds(at + 1, min(at + 3, actor.first), "say") for at in commas)
    return bool(frame.free) and said and actor.marker in ("", "dat", "gen", "of", "agent", "in", "loc")
