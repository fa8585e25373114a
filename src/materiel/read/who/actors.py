"""Actors: states, organisations, groups and makers of a sentence, each with its marker (``marked``, ``listed``)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from materiel import packs
from materiel.read.who.actor import Actor, Grammar
from materiel.read.who.listed import QUOTES, shared
from materiel.read.who.marked import marked
from materiel.read.who.markers import possession, word_before
from materiel.read.who.names import distinct, nouns_of
from materiel.read.words.tag import Mention, Sentence


def actors(sentence: Sentence, grammar: Grammar) -> list[Actor]:
    """The actors of a sentence in order."""
    names = distinct(sentence)
    found = [_actor(sentence, mention) for mention in names if mention.first >= sentence.begins]
    each = _in_turn([marked(sentence, actor, grammar) for actor in found])
    return shared(sentence, _companies(sentence, each, grammar))


def _in_turn(found: list[Actor]) -> list[Actor]:
    """Of two names side by side, the first in a form that is genitive and dative alike, it owns what is given:
    "помощь Норвегии Украине"."""
    either = {"gen", "dat"}
    for at, (left, right) in enumerate(pairwise(found)):
        if left.last + 1 == right.first and left.marker == right.marker == "dat" and either <= left.cases:
            found[at] = replace(left, marker="gen")
    return found


def _companies(sentence: Sentence, found: list[Actor], grammar: Grammar) -> list[Actor]:
    """ "The Turkish company Baykar" and "the Spanish Airbus" are one actor: a maker whose home the text says."""
    out: list[Actor] = []
    for actor in found:
        held = out[-1] if out else None
        bare = held is not None and held.form in ("body", "adjective", "maker") and held.maker is None
        if actor.form == "maker" and held is not None and bare:
            gap = sentence.words[held.last + 1 : actor.first]
            company = held.form == "adjective" or sentence.has(held.last, "company")
            if company and all(word.low in QUOTES for word in gap):
                behind = held.form == "adjective" or sentence.pack.get("verb_final")  # "Türk şirketi Otokar'dan"
                marker = actor.marker if behind else held.marker
                out[-1] = replace(actor, code=held.code, first=held.first, start=held.start, marker=marker)
                continue
        if actor.form == "maker" and held is not None and held.form == "name" and _owns(sentence, held, actor):
            led = word_before(sentence, held.first, grammar.before)  # "from France's KNDS"
            actor = replace(actor, code=held.code, marker=led if led in _ROLES else actor.marker)
        if held is not None and _own_firm(sentence, held, actor):
            actor = replace(actor, first=held.first, start=held.start)
            out.pop()
        if actor.form == "body" and sentence.has(actor.last, "company"):
            actor = replace(actor, form="maker")  # "a Turkish company"
        out.append(actor)
    return out


_ROLES = ("from", "with", "to")
"""Markers before a state that tell the role of the maker called its own."""


def _own_firm(sentence: Sentence, state: Actor, maker: Actor) -> bool:
    """Whether a state in the genitive right before one of its firms only says whose it is, where cases stand behind
    names: "Peru ile İsrail'in IAI şirketi arasında"."""
    beside = state.marker == "gen" and state.form == "name" and maker.first - state.last <= 3
    named = maker.marker != "abl" or sentence.has(maker.last + 1, "company")
    same = maker.form == "maker" and maker.code == state.code
    return bool(sentence.pack.get("verb_final")) and beside and same and named


def _owns(sentence: Sentence, state: Actor, maker: Actor) -> bool:
    """Whether a maker is called a state's own, right behind its name; not "Ukraine's Rheinmetall order"."""
    mark = possession(sentence, state.last)
    nouns = nouns_of(sentence.pack["code"])
    behind = [m for m in sentence.of("rule", "goods", "weapon") if m.first == maker.last + 1]
    ordered = any(m.kind != "rule" or m.value in nouns for m in behind)
    return mark > 0 and maker.first == state.last + mark + 1 and not ordered


def _actor(sentence: Sentence, mention: Mention) -> Actor:
    code, maker, form, last = mention.value, None, mention.entry.form or "name", mention.last
    if mention.kind == "group" and packs.groups()[mention.value]["kind"] == "organisation":
        form = "group"
    if mention.kind == "maker":
        row = packs.makers()[mention.value]
        code, maker, form = row["state"], mention.value, "maker"
    words = sentence.words
    owner = possession(sentence, last)
    if form in ("adjective", "people") or owner:
        body = _body(sentence, mention.first, last + owner)
        if body is not None:
            last, form = body, "maker" if maker else "body"
    return Actor(code, mention.first, last, words[mention.first].start, words[last].end, "", form, maker,
                 mention.entry.cases)  # fmt: skip


def _body(sentence: Sentence, first: int, last: int) -> int | None:
    """The last word of the body that an adjective belongs to: "the Serbian defence ministry"."""
    nouns = nouns_of(sentence.pack["code"])
    verbs = {m.last for m in sentence.of("rule") if m.value not in nouns}
    acts = {m.first for m in sentence.of("rule") if m.value not in nouns}  # "Sudan's army received drones"
    given = first - 1 in verbs or (first - 2 in verbs and sentence.has(first - 1, "det"))  # "gave the Serb army guns"
    goods = {m.first for m in sentence.of("goods", "weapon")}
    for at in range(last + 1, min(last + 4, len(sentence.words))):
        word = sentence.words[at]
        if sentence.has(at, "body") and (at not in goods or sentence.has(at + 1, "body")):  # "arms factories"
            end = at
            while end + 1 < len(sentence.words) and sentence.has(end + 1, "body"):
                end += 1
            follow = any(
                0 < m.first - end <= 2 and end + 1 not in acts and not _counted(sentence, end + 1, m.first)
                for m in sentence.of("goods", "weapon")
            )
            return None if follow and not given and not possession(sentence, end) else end
        if word.kind != "a" or at in goods or sentence.has(at, *_ENDS):
            return None
    return None


_ENDS = ("be", "to", "for", "of", "from", "by", "with", "made", "gen", "dat", "abl")
"""Words behind an adjective by which its body ends, or which are the body itself in a case ("Fransız hükümetinin")."""


def _counted(sentence: Sentence, first: int, goods: int) -> bool:
    """Whether goods behind a body begin a phrase of their own: "hat die litauische Armee sechs Haubitzen erhalten"."""
    if sentence.pack.get("compound_nouns"):
        return True  # two nouns in a row are no compound there
    return sentence.has(first, "one") or any(first <= number.first < goods for number in sentence.numbers)
