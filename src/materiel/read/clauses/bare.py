"""Bare: what a name without a function word is where order alone does not tell: who tells of a gift, whose goods they
are, who only answers or is quoted, and the subject that stands behind its verb.
"""

from __future__ import annotations

from materiel.read.clauses.clause import Event
from materiel.read.clauses.frame import NONE, Claim, Frame
from materiel.read.clauses.steps import acted_on
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
    told = bool(whom) or actor.form == "home"  # "savunma bakanı bir yardım paketini duyurdu"
    return gift and event.has("say") and told and actor.code not in whom and not others


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


def dative_of(frame: Frame, actor: Actor) -> Actor | None:
    """The subject beside which a bare name is the dative, where only articles would show the case: "hat Polen Georgien
    30 Panzer geliefert", "wird Polen Georgien liefern"."""
    event, opener = frame.event, frame.opener
    acts = frame.rule["frame"] == "give" and not (frame.noun or frame.passive or frame.final)
    if not acts or "object" not in frame.table or not event.sentence.pack.get("datives"):
        return None
    if actor.marker or actor.form not in ("name", "capital"):
        return None
    before = [one for one in event.actors if one.last < actor.first and not one.marker]
    if not before or before[-1].code == actor.code or before[-1].form in ("adjective", "people"):
        return None
    sentence, between = event.sentence, range(before[-1].last + 1, actor.first)
    plain = all(sentence.has(at, "have", "be", "modal", "future", "plan") for at in between)
    helped = sentence.holds(before[-1].first - 1, actor.first, "have", "future", "plan")  # where the verb stands last
    parted = any(sentence.words[at].low in ",;:" for at in range(actor.last + 1, opener.first))  # "hat erlaubt, zu"
    ahead = any(actor.last < one.first < opener.first for one in event.goods) or opener.first - actor.last <= 2
    return before[-1] if helped and plain and ahead and not parted and actor.last < opener.first else None


def subject_behind(frame: Frame, actor: Actor) -> bool:
    """Whether a bare name right behind the verb is its subject, where the verb may stand anywhere: "tenkove je kupila
    Srbija", "получит Казахстан"."""
    event, opener = frame.event, frame.opener
    acts = "subject" in frame.table and not frame.pact and frame.rule["frame"] not in ("ask", "plea", "step")
    if not acts or not frame.free or frame.final or frame.noun or frame.passive or actor.marker:
        return False
    described = event.sentence.words[opener.first - 1].low == ","  # "машин, переданных Баку"
    if described and event.sentence.words[opener.last].low.endswith(
        tuple(event.sentence.pack.get("participle_endings", ("\0",)))
    ):
        return False
    near = actor.first - opener.last <= 5 and (not actor.cases or "nom" in actor.cases)
    taken = any(one.last < opener.first and not one.marker and not of_goods(event, one) for one in event.actors)
    parted = any(opener.last < one.first < actor.first or one.first - actor.last in (0, 1) for one in event.goods)
    return near and not taken and not parted and actor.form not in ("adjective", "group")


def inverted(frame: Frame, actor: Actor) -> bool:
    """Whether a bare name right behind the verb is its subject, as what it acts on opens the clause: "les chars que lui
    a offerts la Turquie"."""
    opener, at = frame.opener, acted_on(frame.event, frame.opener)
    near = actor.first - opener.last <= 3 and not actor.marker and actor.form != "adjective"
    taken = any(at < one.first < opener.first and not one.marker for one in frame.event.actors)
    return bool(at) and near and "subject" in frame.table and not (frame.passive or taken)


def taken_up(frame: Frame, actor: Actor) -> bool:
    """Whether a pronoun behind a relative clause is the verb's subject, so that the name in that clause is not:
    "которые собирает завод, страна получит"."""
    event, words = frame.event, frame.event.sentence.words
    between = range(actor.last + 1, frame.opener.first)
    signs = [at for at in between if words[at].low == ","]
    led = event.sentence.has(event.first, "relative") and event.first < actor.first
    return led and len(signs) == 1 and event.sentence.has(signs[0] + 1, "pronoun")


def own_body(frame: Frame, actor: Actor) -> bool:
    """Whether the name is the buyer's own body: the state is left out, or stands beside it."""
    bare = any(one.code == actor.code and not one.marker for one in frame.event.actors)
    return actor.form == "home" or (actor.form == "government" and bare)
