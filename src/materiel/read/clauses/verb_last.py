"""Verb last: the roles of names in languages whose verbs stand last.

A name before the verb plays the role of its case if the verb governs it; a name behind it only what a participle says.
"""

from __future__ import annotations

from materiel.read.clauses.final import finite, governs, relative
from materiel.read.clauses.frame import NONE, Claim, Frame
from materiel.read.who.actor import Actor
from materiel.read.who.listed import together


def before_last(frame: Frame, actor: Actor, base: float) -> Claim:
    """A marked name before a verb that stands last."""
    marker = actor.marker
    if marker == "comitative" and frame.table.get("subject") == "recipient" and _with_firm(frame, actor):
        return "recipient", base  # "Ürdün ile Baykar, TB2 alımı konusunda anlaştı"
    if marker == "gen" and _subject_of(frame, actor):
        return frame.table["subject"], base
    governed = marker in frame.table and governs(frame.event, frame.opener, frame.rules, actor)
    return (frame.table[marker], base) if governed else NONE


def _subject_of(frame: Frame, actor: Actor) -> bool:
    """Whether a genitive is the subject of a participle whose frame gives the genitive another role: the first of two,
    or the only one where nobody stands bare ("Şili'nin İHA'larla ilgilendiği")."""
    table, event = frame.table, frame.event
    if table.get("gen") in (None, table.get("subject")) or "subject" not in table or frame.noun:
        return False
    if finite(event.sentence, frame.opener):
        return False
    before = [one for one in event.actors if one.last < frame.opener.first and one.marker in ("gen", "")]
    return bool(before) and actor in together(event.sentence, event.actors, before[0])


def behind_last(frame: Frame, actor: Actor) -> Claim:
    """A name behind a verb that stands last: only whom a participle describes ("Fransa'dan Rafale alan Sırbistan")."""
    opener, table = frame.opener, frame.table
    parted = any(opener.last < one.first < actor.first for one in frame.event.goods)
    near = actor.first - opener.last <= 4 and not frame.frames_between(opener.last, actor.first)
    talks = any(m.first > actor.last and frame.rules[m.value]["frame"] == "step" for m in frame.event.rules)
    if near and talks and actor.marker == "comitative" and frame.rule["frame"] in ("get", "give"):
        return "supplier" if frame.buys else "recipient", 2.0  # "almak için ABD ile görüşmeler"
    if "object" in table and near and not parted and relative(frame.event.sentence, opener) and not frame.noun:
        return table["object"], 2.0
    return NONE


def _with_firm(frame: Frame, actor: Actor) -> bool:
    """Whether a firm stands right beside the state that is named with it: the firm sells."""
    return actor.form != "maker" and any(
        one.form == "maker" and not one.marker and 0 < one.first - actor.last <= 4 for one in frame.event.actors
    )


def won_later(frame: Frame) -> bool:
    """Whether a later verb of the clause says that its subject sells: "Otokar, ... tedariki için ihaleyi kazandı"."""
    tables = frame.event.sentence.pack["frames"]
    later = [frame.rules[m.value] for m in frame.event.rules if m.first > frame.opener.last]
    return any(tables.get(rule.get("roles", rule["frame"]), {}).get("subject") == "supplier" for rule in later)
