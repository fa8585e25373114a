"""Roles: who hands over and who receives, as markers, order and voice of a clause say it.

Each form that opens a frame looks at each actor of the clause once. What it says is a vote with a weight: 3 where a
verb governs the name, 2 where a noun does, less where something stands between or only a hint is given.
"""

from __future__ import annotations

from collections.abc import Iterator

from materiel.read.clauses.assent import step_votes, veto_votes
from materiel.read.clauses.bare import (
    answered,
    dative_of,
    describes,
    inverted,
    own_body,
    quoted,
    speaks,
    subject_behind,
    taken_up,
    told_of,
)  # fmt: skip
from materiel.read.clauses.clause import Event, Vote
from materiel.read.clauses.final import rules_over
from materiel.read.clauses.frame import NONE, Claim, Frame, is_firm, opened, several, undeclined
from materiel.read.clauses.hints import hints, in_turn
from materiel.read.clauses.passing import passed_on
from materiel.read.clauses.steps import agent_of, idle, within
from materiel.read.clauses.verb_last import before_last, behind_last, won_later
from materiel.read.clauses.we import we
from materiel.read.clauses.won import awarded
from materiel.read.who.actor import Actor
from materiel.read.who.listed import together
from materiel.read.words.lexicon import Lexicon
from materiel.read.words.tag import Mention


def votes(event: Event, lexicon: Lexicon) -> list[Vote]:
    """All votes of a clause."""
    frames = [m for m in event.rules if lexicon.rules[m.value]["frame"] != "step"]
    verbs = bool(lexicon.pack.get("verb_final"))  # "askıya aldı" (suspended) buys nothing
    weak = [m for m in frames if lexicon.rules[m.value].get("noun") or (verbs and _ended(event, lexicon, m))]
    frames = [m for m in frames if not _nothing(event, lexicon, m)]
    openers = [m for m in frames if not (m in weak and within(event, lexicon, m))]
    told = event.goods or event.anaphor  # "Washington has agreed" alone says nothing of who supplies
    acting = openers or [m for m in event.rules if told and "roles" in lexicon.rules[m.value]]
    asked = passed_on(event, lexicon)
    if asked:
        return [*asked, *(vote for vote in hints(event, asked, False) if vote.role == "origin")]
    out: list[Vote] = []
    for opener in acting:
        rule = lexicon.rules[opener.value]
        if idle(event, lexicon, opener):
            continue
        if rule["frame"] == "arrive" and event.sentence.has(opener.first - 1, "negate"):
            continue  # what did not arrive went nowhere
        out += _frame_votes(opened(event, lexicon, opener))
    for step in event.rules:
        if lexicon.rules[step.value]["frame"] == "step":
            out += step_votes(event, lexicon, step, acting)
        if lexicon.rules[step.value].get("veto"):
            out += veto_votes(event, lexicon, step)
    signed = any(lexicon.rules[m.value].get("roles", lexicon.rules[m.value]["frame"]) == "pact" for m in event.rules)
    hinted = list(hints(event, out, signed))
    sides = [vote.actors[0] for vote in hinted if vote.rule == "pair" and vote.role == "supplier"]
    pair = [one for one in sides if one.marker == "between"]
    return [*out, *hinted, *in_turn([lexicon.rules[m.value] for m in event.rules], pair, "pair")]


def _ended(event: Event, lexicon: Lexicon, opener: Mention) -> bool:
    """Whether the verb is the last word of a form that tells the end of a deal."""
    ends = ("suspended", "cancelled", "refused")
    return any(
        m.last == opener.last and lexicon.rules[m.value].get("status") in ends for m in event.rules if m != opener
    )


def _nothing(event: Event, lexicon: Lexicon, opener: Mention) -> bool:
    """Whether the verb is the last word of longer words that tell of no transfer: "suya indirildi" (launched)."""
    longer = [m for m in event.rules if m.first < opener.first and opener.last <= m.last]
    return any(lexicon.rules[m.value]["id"] == "no_transfer" for m in longer)


def _frame_votes(frame: Frame) -> Iterator[Vote]:
    event, told = frame.event, set()
    for actor in event.actors:
        role, weight = _role(frame, actor)
        if role is None:
            continue
        told.add(role)
        if actor.form == "group" and actor.marker not in ("to", "for", "from", "by"):
            weight *= 0.4  # "since it left the bloc the country bought"
        if actor.form == "home":
            weight *= 0.5  # a state that the text names weighs more
        group = together(event.sentence, event.actors, actor)
        firms = [one for one in group if one.form == "maker"]
        if frame.pact and role == frame.table.get("subject") and 0 < len(firms) < len(group):
            yield Vote("supplier" if actor in firms else "recipient", weight, (actor,), frame.rule["id"])
            continue  # "Embraer and Portugal signed"
        if role == frame.table.get("subject") and several(group) and (frame.pact or _both_sign(frame)):
            yield Vote("pair", weight, group, frame.rule["id"])
            yield from in_turn([frame.rules[m.value] for m in event.rules], group, frame.rule["id"])
            continue
        yield Vote(role, weight, group, frame.rule["id"])
    subject = frame.table.get("subject")
    if subject and subject not in told and (stand_in := _stand_in(frame)):
        yield Vote(subject, 2.0 if frame.noun else 1.5, (stand_in,), frame.rule["id"])


def _both_sign(frame: Frame) -> bool:
    """Whether the clause tells of a paper that is signed, so that two subjects are its two sides."""
    rules = [frame.rules[m.value] for m in frame.event.rules]
    return frame.final and any(
        str(rule.get("roles", rule["frame"])).startswith("pact") and not rule.get("noun") for rule in rules
    )


def _stand_in(frame: Frame) -> Actor | None:
    """Whom "its purchase" or "the country bought" speaks of."""
    event, opener = frame.event, frame.opener
    if frame.noun:
        near = range(max(event.first, opener.first - 4), opener.first)
        if not any(event.sentence.has(at, "own") for at in near):
            return None
        bare = [a for a in event.actors if a.last < opener.first and not a.marker]
        return bare[-1] if bare else event.spoken_of
    if (speaker := we(frame)) is not None:
        return speaker
    near = range(max(event.first, opener.first - 6), opener.first)
    owns = bool(frame.free) and any(event.sentence.has(at, "own") and _has_goods(event, at) for at in near)
    spoken = not frame.passive and (owns or any(event.sentence.has(at, "pronoun") for at in near))
    return event.spoken_of if spoken else None


def _has_goods(event: Event, at: int) -> bool:
    """Whether the words right behind are goods: "and its T-72s it will hand to Ukraine"."""
    return any(0 <= one.first - at <= 2 for one in event.goods)


def _role(frame: Frame, actor: Actor) -> Claim:
    """The role that a frame gives to an actor, by where it stands and how it is marked."""
    opener, marker, noun = frame.opener, actor.marker, frame.noun
    base = 2.0 if noun else 3.0
    if undeclined(frame, actor):
        return "recipient", base
    if awarded(frame, actor):
        return "supplier", base  # "a attribué à Boeing un contrat", "awarded a contract to Boeing"
    if actor.first > opener.last:
        return behind_last(frame, actor) if frame.final else _after(frame, actor, base)
    if actor.last >= opener.first:
        whose = noun and actor.form == "government" and not marker  # "the US military aid package"
        return (frame.owner, 1.0) if whose else NONE
    subject = frame.table.get("subject")
    if noun and marker in ("", "agent") and _judges(frame, actor):
        return NONE  # "the president condemned the delivery"
    if marker == "possessive":
        return _owner(frame, actor, base)
    if marker and "owner" in frame.table and is_firm(frame.event, actor):
        return subject, 2.0  # "a Spanish firm won an order"
    if marker == "adjective":
        near = noun and opener.first - actor.last <= 3 - (subject == frame.owner)
        return (frame.owner, 1.0) if near else NONE
    if (
        not marker
        and noun
        and frame.rule["frame"] == "pact"
        and opener.first - actor.last <= 2
        and actor.form != "maker"
    ):
        return "recipient", 1.0  # "the secret Morocco deal"
    if marker in frame.control:
        return _before(frame, actor)
    return before_last(frame, actor, base) if frame.final else _led(frame, actor, base)


def _judges(frame: Frame, actor: Actor) -> bool:
    """Whether the name only reacts to the transfer: a word of criticism or praise stands between them."""
    said = frame.event.sentence.of("reaction", "judgement")
    return any(actor.last < m.first and m.last < frame.opener.first for m in said)


def _led(frame: Frame, actor: Actor, base: float) -> Claim:
    """A name with a function word or a case, before its form."""
    marker, table = actor.marker, frame.table
    if marker in ("with", "ins") and marker in table and (_paper_signed(frame) or _in_talks(frame, actor)):
        return table[marker], base  # "signed with France a contract"
    sells = frame.noun and table.get("subject") == "supplier"
    if marker == "with" and sells and marker not in table and _in_talks(frame, actor):
        return "recipient", base  # "in talks with Vietnam on the sale of missiles"
    before = [rule for rule in frame.frames_between(-1, actor.first) if not (frame.asked and rule["frame"] == "ask")]
    if marker == "dat" and frame.noun and actor.form == "government" and own_body(frame, actor):
        return NONE  # "Pentagoni ia njoftoi Kongresit shitjen"
    if marker != "with" and marker in table and not before:
        return table[marker], base if frame.free else 1.2
    return NONE


def _in_talks(frame: Frame, actor: Actor) -> bool:
    """Whether the name is whom the talks are with that the form is the aim of: "in talks with South Korea to buy"."""
    between = [m for m in frame.event.rules if m.last < actor.first and actor.first - m.last <= 5]
    if frame.free:  # "ведёт с Россией переговоры о закупке"
        between += [m for m in frame.event.rules if actor.last < m.first < frame.opener.first]
    return any(frame.rules[m.value].get("status") == "negotiating" for m in between)


def _paper_signed(frame: Frame) -> bool:
    """Whether the form is a paper, or a purchase, that the clause says is signed: "a signé avec Oslo l'achat de"."""
    paper = bool(frame.rule.get("paper")) or (frame.noun and frame.buys and frame.table.get("with") == "supplier")
    return paper and any(frame.rules[m.value].get("takes") == "paper" for m in frame.event.rules)


def _owner(frame: Frame, actor: Actor, base: float) -> Claim:
    """ "Norway's decision to buy", "Croatia's purchase"."""
    opener, subject = frame.opener, frame.table.get("subject")
    if frame.infinitive:
        owned = any(0 < m.first - actor.last <= 4 and m.first < opener.first for m in frame.event.rules)
        return (subject, 2.5) if owned and not frame.noun else NONE
    sums = {at for one in frame.event.sentence.numbers if one.currency for at in range(one.first, one.last + 1)}
    gap = [frame.event.sentence.words[at] for at in range(actor.last + 3, opener.first) if at not in sums]
    considered = frame.rule["frame"] == "step" and subject == "recipient"  # "Serbia's interest in"
    short = len(gap) <= 4 and not any(word.kind == "." and word.low != "-" for word in gap)
    return (frame.owner, base) if short and (frame.noun or considered) else NONE


def _after(frame: Frame, actor: Actor, base: float) -> Claim:
    """A name behind the form: by its marker, or bare as the object right behind a verb."""
    opener, marker, table = frame.opener, actor.marker, frame.table
    if frame.event.sentence.holds(opener.last + 1, actor.first, "relative"):
        return NONE  # "missiles to Montenegro, which parted from Serbia"
    closer = frame.frames_between(opener.last, actor.first)
    if closer:
        base -= 1.0 if all(rule.get("noun") for rule in closer) else 2.0
    if base <= 0 or (marker == "by" and (frame.infinitive or actor.first - opener.last > 14)):
        return NONE
    if _other_agent(frame, actor) or speaks(frame, actor):
        return NONE
    if _owns(frame, actor):
        return frame.owner, 1.0
    parted = any(opener.last < one.first < actor.first for one in frame.event.goods)
    if marker == "of" and parted and frame.buys:
        return NONE  # "blerja e raketave të Francës": of the goods, not of the purchase
    if marker in table:
        own = table[marker] == "supplier" and table.get("subject") == "recipient" and own_body(frame, actor)
        return ("recipient" if own else table[marker]), base  # "η απόκτηση από το Πολεμικό Ναυτικό"
    if (subject_behind(frame, actor) or inverted(frame, actor)) and not closer:
        return table["subject"], base - 0.5
    counted = any(opener.last < number.first and 0 < actor.first - number.last <= 3 for number in frame.event.numbers())
    if counted and any(0 < one.head - actor.last <= 4 or one.first <= actor.first for one in frame.event.goods):
        return NONE  # "donates two retired Japan Coast Guard boats"
    if not marker and "object" in table and actor.first - opener.last <= 4 and not parted and not closer:
        return table["object"], base
    return NONE


def _owns(frame: Frame, actor: Actor) -> bool:
    """Whether a state's adjective stands right behind a noun of transfer: "donacioni suedez", "la demande suédoise"."""
    beside = actor.form == "adjective" and actor.marker == "about" and actor.first == frame.opener.last + 1
    return beside and frame.noun and not frame.pact


def _other_agent(frame: Frame, actor: Actor) -> bool:
    """Whether "by" belongs to another verb: "ordered from a firm owned by Italy's Leonardo", or to a step of the noun:
    "kërkesa u refuzua nga Franca"."""
    sentence = frame.event.sentence
    if actor.marker != "by":
        return frame.noun and any(agent_of(frame.event, m, actor) for m in frame.steps_behind)
    at = next((at for at in range(actor.first - 1, frame.opener.last, -1) if sentence.has(at, "by")), 0) - 1
    if any(frame.opener.last < m.last == at and not frame.rules[m.value].get("noun") for m in frame.event.rules):
        return True  # "a reçu les Rafale livrés par"
    participle = tuple(sentence.pack.get("participle_endings", ("\0",)))
    return at > frame.opener.last and sentence.words[at].low.endswith(participle)


def _of_another(frame: Frame, actor: Actor) -> bool:
    """Whether a bare name before a verb belongs to other words than the verb's own."""
    if taken_up(frame, actor):
        return True
    if frame.asked or (frame.final and not rules_over(frame.event, frame.opener, frame.rules, actor)):
        return True  # "bat die Schweiz um Erlaubnis, Munition weiterzugeben": who asks is told by the asking
    if describes(frame.event, actor) or (frame.infinitive and answered(frame, actor)):
        return True  # "Bern rejected Berlin's request to send"
    return frame.final and actor.form == "maker" and won_later(frame)


def _before(frame: Frame, actor: Actor) -> Claim:
    """A bare name before a verb: its subject if it is the nearest one, its object in the passive."""
    event, opener, table = frame.event, frame.opener, frame.table
    if frame.noun:
        return told_of(frame, actor)
    if _of_another(frame, actor):
        return NONE
    asked = [rule for rule in frame.frames_between(-1, opener.first) if rule["frame"] in ("ask", "plea")]
    if asked and frame.rule["frame"] == "get":
        return NONE  # who asks to buy is known by the asking
    between = [one for one in event.actors if actor.last < one.first and one.last < opener.first]
    rivals = [one for one in between if one.marker in frame.control and not describes(event, one)]
    if dative_of(frame, actor):
        return table["object"], 2.5
    rivals = [one for one in rivals if dative_of(frame, one) is not actor]
    if rivals and not set(rivals) <= set(together(event.sentence, event.actors, actor)):
        return NONE
    parted = any(actor.last < one.first and one.last < opener.first for one in event.goods)
    if parted and not frame.passive and not frame.free:
        return table.get("object"), 1.0  # "Serbia: drones handed over"
    if parted and frame.passive and not frame.free and frame.rule["frame"] == "give":
        return NONE  # "the yard said the ships were delivered"
    by = (one for one in event.actors if one.marker == "by" and 0 < one.first - opener.last <= 10)
    agent = not all(_other_agent(frame, one) for one in by)
    if frame.passive or (agent and not frame.infinitive):
        return table.get("object"), 2.0
    if quoted(frame, actor):
        return table.get("subject"), 1.0  # who says it need not be who does it
    verbs = [m for m in event.rules if actor.last < m.first and m.last < opener.first]
    if frame.final and frame.pact and not any(one.marker in ("abl", "comitative") for one in event.actors):
        return table.get("subject"), 1.5  # "the minister signed" with no other party
    return table.get("subject"), 3.0 if len(verbs) < 2 else 2.0
