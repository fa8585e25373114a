"""Frame: an opened rule in its clause, and the roles that its markers stand for there.

Most frames read their roles from the language's table; a pact that a maker signs, or a request to hand over oneself,
turns them around.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from materiel.read.clauses.clause import Event
from materiel.read.clauses.steps import infinitive, passive, to_do
from materiel.read.who.actor import Actor
from materiel.read.words.lexicon import Lexicon
from materiel.read.words.tag import Mention

Claim = tuple[str | None, float]
"""The role that is claimed for a name, and how strongly."""
NONE: Claim = (None, 0.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """An opened rule: its words, what its markers mean, and how it stands in the clause."""

    event: Event
    opener: Mention
    rule: Mapping[str, Any]
    rules: Mapping[str, Mapping[str, Any]]
    table: Mapping[str, str]
    passive: bool
    free: bool

    @property
    def noun(self) -> bool:
        return bool(self.rule.get("noun"))

    @property
    def owner(self) -> str | None:
        """The role of whose purchase or tender it is."""
        return self.table.get("owner") or self.table.get("subject")

    @property
    def infinitive(self) -> bool:
        leave = self.event.sentence.has(self.opener.first - 2, "consent") and to_do(self.event, self.opener)
        return leave or infinitive(self.event.sentence, self.opener)  # "l'autorisation de livrer"

    @property
    def control(self) -> Sequence[str]:
        """The markers of a name that may be the subject of the infinitive: "asked Berlin to send"."""
        if not self.infinitive:
            return ("",)
        if not self.free:
            return ("", "from", "to")
        pleas = [m for m in self.event.rules if m.last < self.opener.first]
        asked = any(self.rules[m.value]["frame"] in ("ask", "plea") for m in pleas)
        return ("", "to", "dat") if asked else ("",)  # "обратился к Германии с просьбой поставить"

    @property
    def asked(self) -> bool:
        """Whether the form is an infinitive of what another asks leave for: "bat um Erlaubnis, weiterzugeben"."""
        asks = [m for m in self.event.rules if m.last < self.opener.first and self.rules[m.value]["frame"] == "ask"]
        led = bool(asks) and self.event.sentence.holds(asks[-1].last + 1, self.opener.first, "consent")
        return led and to_do(self.event, self.opener)

    @property
    def final(self) -> bool:
        """Whether the language puts its verbs last, so that a name belongs to the first form behind it."""
        return bool(self.event.sentence.pack.get("verb_final"))

    @property
    def pact(self) -> bool:
        return str(self.rule.get("roles", self.rule["frame"])).startswith("pact")

    @property
    def buys(self) -> bool:
        """Whether who acts receives."""
        return self.table.get("subject") == "recipient" and not self.pact

    @property
    def steps_behind(self) -> Sequence[Mention]:
        """The steps that the clause tells behind the form."""
        return [m for m in self.event.rules if m.first > self.opener.last and self.rules[m.value]["frame"] == "step"]

    def frames_between(self, first: int, last: int) -> list[Mapping[str, Any]]:
        """The other rules that are no mere steps, opened after word ``first`` and before word ``last``."""
        return [
            self.rules[m.value]
            for m in self.event.rules
            if m is not self.opener and first < m.first and m.last < last and self.rules[m.value]["frame"] != "step"
        ]


def opened(event: Event, lexicon: Lexicon, opener: Mention) -> Frame:
    """The frame that a form opens in a clause."""
    rule = lexicon.rules[opener.value]
    turned = not rule.get("noun") and passive(event.sentence, opener, lexicon)
    free = bool(lexicon.pack.get("free_order"))
    return Frame(event, opener, rule, lexicon.rules, table_of(event, lexicon, opener), turned, free)


def table_of(event: Event, lexicon: Lexicon, opener: Mention) -> Mapping[str, str]:
    """The roles of a frame; a pact that a maker signs turns around: who is named with it is the recipient."""
    frames: Mapping[str, Mapping[str, str]] = lexicon.pack["frames"]
    rule = lexicon.rules[opener.value]
    frame = rule.get("roles", rule["frame"])
    if frame in ("plea", "ask") and _own_act(event, lexicon, opener):
        return frames.get("plea_own", frames[frame])
    papers = [m for m in event.rules if lexicon.rules[m.value].get("takes") == "paper"]
    verb = next((m for m in papers if m.last < opener.first), opener)
    firm = any(is_firm(event, actor) and actor.last < verb.first for actor in event.actors) or (
        event.sentence.holds(event.first, verb.first, "company")
        and not any(actor.last < verb.first and not actor.marker for actor in event.actors)
    )  # "The firm has won an order from Peru"
    bought = frames[frame].get("subject") == "recipient" and frame not in ("pact", "pact_noun", "plea", "ask")
    if firm and papers and rule.get("noun") and bought:
        return frames.get("pact_of_maker", frames[frame])  # "Embraer won an order from Portugal"
    if frame in ("pact", "pact_noun") and not firm and _sells(event, lexicon, opener):
        return frames.get("pact_of_maker", frames[frame])
    if firm and frame in ("pact", "pact_noun"):
        other = any(a.form == "maker" and a.marker in ("with", "ins", "comitative") for a in event.actors)
        acts = [m for m in event.rules if not any(paper.first <= m.first <= paper.last for paper in papers)]
        buys = any(lexicon.rules[m.value]["frame"] in ("get", "purchase") for m in acts)
        state = bool(lexicon.pack.get("verb_final")) and any(  # "Fas ile Saab, altı radarın alımı için anlaştı"
            a.marker == "comitative" and a.form != "maker" for a in event.actors
        )
        other = other and not (_supplies(event, lexicon, opener) and not _named_firm(event))
        return frames[frame] if other or (buys and not state) else frames.get("pact_of_maker", frames[frame])
    return frames[frame]


def _supplies(event: Event, lexicon: Lexicon, opener: Mention) -> bool:
    """Whether the paper is on a delivery: "Saab signed a contract with a Chilean firm for the delivery of"."""
    nouns = [lexicon.rules[m.value] for m in event.rules if m.first > opener.last]
    return any(rule.get("noun") and rule["id"] in ("delivery", "supply") for rule in nouns)


def _named_firm(event: Event) -> bool:
    """Whether the firm that a paper is signed with has a name, and is not only called by its state."""
    beside = (a for a in event.actors if a.form == "maker" and a.marker in ("with", "ins", "comitative"))
    return any(not event.sentence.holds(a.first, a.last + 1, "company") for a in beside)


def _sells(event: Event, lexicon: Lexicon, opener: Mention) -> bool:
    """Whether who signs sells: "sealed the deal with Manila for supplying", "signed a contract with Oman to export"."""
    if _to_another(event, lexicon, opener) or _for_sale(event, lexicon, opener) or _on_sale(event, lexicon, opener):
        return True
    active = tuple(event.sentence.pack.get("active_endings", ()))
    verb = next((m for m in event.rules if m.first > opener.last and lexicon.rules[m.value]["frame"] == "give"), None)
    if verb is None or lexicon.rules[verb.value].get("noun") or not active:
        return False
    if event.sentence.words[verb.first].low.endswith(active):
        return event.sentence.has(verb.first - 1, "for")
    return event.sentence.has(verb.first - 1, "infinitive") and lexicon.rules[verb.value].get("mode") == "sale"


def _to_another(event: Event, lexicon: Lexicon, opener: Mention) -> bool:
    """Whether the paper is for handing over to a state that does not sign: "a contract on the delivery to Chad of"."""
    nouns = [m for m in event.rules if m.first > opener.last and lexicon.rules[m.value].get("noun")]
    handed = next((m for m in nouns if lexicon.rules[m.value]["frame"] == "give"), None)
    if handed is None:
        return False
    sides = {a.code for a in event.actors if a.first < handed.first and a.marker in ("", "with", "ins")}
    takers = [a.code for a in event.actors if 0 < a.first - handed.last <= 2 and a.marker in ("dat", "to", "for")]
    return bool(sides and takers) and takers[0] not in sides


def _on_sale(event: Event, lexicon: Lexicon, opener: Mention) -> bool:
    """Whether the paper with another state is for a sale or an export: "a contract with Oman for the sale of jets"."""
    sentence = event.sentence
    sales = [m for m in event.rules if m.first > opener.last and m.value in ("sale", "export_noun")]
    led = any(sentence.holds(max(opener.last + 1, m.first - 2), m.first, "for") for m in sales[:1])
    verb = not lexicon.rules[opener.value].get("noun")  # "po negocion me Riadin shitjen e avionëve"
    sides = [a for a in event.actors if a.marker == "with" and sales and a.last < sales[0].first]
    sides = [a for a in sides if led or (verb and sales[0].first - a.last <= 2)]
    return any(a.form != "maker" for a in sides) and not any(a.marker == "from" for a in event.actors)


def _for_sale(event: Event, lexicon: Lexicon, opener: Mention) -> bool:
    """Whether, where verbs stand last, the paper is for a sale to a state in the dative: "Irak'a obüs satışı için"."""
    if not event.sentence.pack.get("verb_final"):
        return False
    nouns = [(m, lexicon.rules[m.value]) for m in event.rules if m.last < opener.first]
    tables = lexicon.pack["frames"]
    sales = [m.first for m, rule in nouns if rule["frame"] in ("give", "get") and rule.get("mode") == "sale"
             and tables[rule.get("roles", rule["frame"])].get("dat") == "recipient"]  # fmt: skip
    takers = [actor for actor in event.actors if actor.marker == "dat" and any(actor.last < at for at in sales)]
    bare = {actor.code for actor in event.actors if not actor.marker}
    return any(actor.code not in bare for actor in takers)


def is_firm(event: Event, actor: Actor) -> bool:
    """Whether the name is a maker's, or that of an unnamed one: "a Spanish firm"."""
    if actor.form == "maker":
        return not actor.marker
    if actor.marker in ("adjective", "about"):
        return event.sentence.holds(actor.first, actor.last + 3, "company")
    return not actor.marker and event.sentence.holds(actor.first, actor.last + 1, "company")


def _own_act(event: Event, lexicon: Lexicon, opener: Mention) -> bool:
    """Whether who asks wants to hand over himself: "Germany's request to re-export", "asked for permission to send"."""
    after = [m for m in event.rules if m.first > opener.last and lexicon.rules[m.value]["frame"] == "give"]
    verb = next((m for m in after if event.sentence.has(m.first - 1, "infinitive") or to_do(event, m)), None)
    takers = [a for a in event.actors if verb and a.marker in ("to", "for", "dat", "dative")]
    if verb is None or not any(
        a.first > (opener.last if verb.value.endswith("_infinitive") else verb.last) for a in takers
    ):
        return False
    if lexicon.rules[opener.value].get("noun"):
        return not any(opener.last < a.first < verb.first for a in event.actors)
    return event.sentence.holds(opener.last + 1, verb.first, "consent")


def several(group: Sequence[Actor]) -> bool:
    """Whether two states share the subject: "India, Russia ink a pact" does not say who supplies."""
    return len({actor.code for actor in group}) > 1


def undeclined(frame: Frame, actor: Actor) -> bool:
    """Whether an abbreviation, which shows no case, stands beside the subject of who gives, so that it can only take:
    "Turska je poklonila BiH četiri vozila"."""
    gives = frame.rule["frame"] == "give" and frame.free and not (frame.noun or frame.final)
    if not gives or actor.marker or actor.cases or actor.form not in ("name", "government"):
        return False
    others = (one for one in frame.event.actors if one.code != actor.code and not one.marker)
    return any("nom" in one.cases for one in others)
