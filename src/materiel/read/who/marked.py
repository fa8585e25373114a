"""Marked: which function word, case or possession marks an actor, and so what part it may play.

A marker is the function word before the name ("to", "from", "by"), the case of its form, ``possessive``,
``adjective`` (of goods or of a transfer noun), or empty for a bare name.
"""

from __future__ import annotations

from dataclasses import replace

from materiel.read.who.actor import Actor, Grammar
from materiel.read.who.markers import body_case, owns, possession, word_after, word_before
from materiel.read.who.names import before_noun
from materiel.read.words.tag import Sentence


def marked(sentence: Sentence, actor: Actor, grammar: Grammar) -> Actor:
    """The actor with its marker: possession, adjective, the function word before its phrase, or its case."""
    if actor.form != "maker" and _consents(sentence, actor):
        return replace(actor, marker="consent")
    owned = possession(sentence, actor.last)
    if owned and sentence.has(actor.last + owned + 1, "store"):  # "to Ukraine's war effort"
        led = word_before(sentence, actor.first, grammar.before)
        return replace(actor, marker=led if led in ("to", "for") else "possessive")
    if owned and actor.form != "maker":
        return replace(actor, marker="possessive")
    if actor.form == "adjective" and sentence.pack.get("adjective_last") and sentence.has(actor.first - 1, "body"):
        return replace(actor, form="body", marker=_of_body(sentence, actor.first - 1, grammar))  # "Ushtria shqiptare"
    if actor.form == "adjective" and (case := _bodied(sentence, actor, grammar)):
        return replace(actor, form="body", marker=case)  # "Fransız hükümetinden"
    people = actor.form == "people" and not (sentence.pack.get("adjective_last") and "dat" in actor.cases)
    if (actor.form == "adjective" or people) and before_noun(sentence, actor.last, actor.form == "people"):
        made = sentence.holds(actor.last + 1, actor.last + 4, "made")
        return replace(actor, marker="made" if made else "adjective")
    if actor.form == "adjective":
        behind = any(m.last == actor.first - 1 for m in sentence.of("goods", "weapon"))  # "chars coréens"
        return replace(actor, marker="adjective" if behind else "about")  # "the Russian invasion"
    last, case = _suffix(sentence, actor, grammar)
    marker = word_after(sentence, last, grammar.after)
    if case == "abl" and marker in grammar.suffixes.values():
        marker = case  # "Fransa'dan envanterine kattı": the store is another's
    if marker == "comitative" and _beside(sentence, last):
        marker = ""  # "Türkiye ile İngiltere": both, side by side
    marker = marker or word_before(sentence, actor.first, grammar.before) or case
    marker = marker or ("dative" if _dative(sentence, actor.first, last) else "")
    if marker == "in" and actor.form == "capital" and sentence.has(actor.first - 2, "body"):
        return replace(actor, form="body")  # "the government in Belgrade" acts for its state
    marker = _aside(sentence, actor.first, last, marker)
    if marker in ("with", "ins") and "gen" in actor.cases and not actor.cases & {"ins", "nom"}:
        marker = "from"  # "sa Kipra": the word for "with" takes another case
    return replace(actor, marker=marker) if marker else _by_case(sentence, actor, grammar)


def _beside(sentence: Sentence, last: int) -> bool:
    """Whether another state is named right behind the word for "with" that follows a name and its body."""
    at = next(at for at in range(last + 1, last + 9) if not sentence.has(at, "comitative", "body"))
    return any(m.first == at for m in sentence.of("state"))


def _aside(sentence: Sentence, first: int, last: int, marker: str) -> str:
    """The marker, where the name is no party's: of who only makes the goods ("built by Italy", not "Swiss-made shells
    by Spain"; "TUSAŞ tarafından geliştirilen"), or tells of them ("Savunma Bakanlığından yapılan açıklamada")."""
    goods = max((m.last for m in sentence.of("goods", "weapon") if m.last < first), default=-1)
    developed = marker == "by" and sentence.holds(last + 1, last + 6, "developed")
    before = marker in ("by", "of") and sentence.holds(max(goods + 1, first - 7), first, "made")
    if developed or before:
        return "made"
    if marker == "abl" and sentence.holds(last + 1, last + 6, "source"):
        return "about"
    after = last + 1
    if after + 1 < len(sentence.words) and sentence.words[after].low in "-–":  # "Rusya-Ukrayna savaşı"
        after = next((m.last + 1 for m in sentence.of("state") if m.first == after + 1), after)
    behind = bool(sentence.pack.get("verb_final")) and not marker
    return "about" if behind and sentence.has(after, "affair") else marker


def _bodied(sentence: Sentence, actor: Actor, grammar: Grammar) -> str:
    """The case of a body right behind an adjective, where the forms of bodies stand among the markers of cases."""
    last, case = _unit(sentence, actor.last)
    marker = word_after(sentence, last, grammar.after) or case
    return marker if marker in grammar.suffixes.values() or marker in ("by", "for", "between", "owner") else ""


def _by_case(sentence: Sentence, actor: Actor, grammar: Grammar) -> Actor:
    """The actor with the case of its form, or of the body that its adjective belongs to, as its marker."""
    case = body_case(sentence, actor.last, actor.cases) if actor.form == "body" else ""
    if case:
        return replace(actor, marker=case)
    if not actor.cases or actor.cases & {"nom", "acc"}:
        return replace(actor, marker="")
    if "gen" in actor.cases and sentence.has(actor.first - 1, "body"):
        return replace(actor, form="body", marker=_of_body(sentence, actor.first - 1, grammar))  # "vojsci Srbije"
    if "gen" in actor.cases and sentence.has(actor.first - 1, "affair"):
        return replace(actor, marker="about")  # "susjedu Armenije", "agresija Rusije"
    if "gen" in actor.cases and owns(sentence, actor.first - 1):
        return replace(actor, marker="gen")
    return replace(
        actor, marker=next((case for case in ("dat", "abl", "ins", "gen", "loc") if case in actor.cases), "")
    )


def _dative(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name is a dative by its article and the ending behind it: "dem litauischen Heer". One right behind
    another noun is its owner: "der Auftrag der litauischen Armee"."""
    ending = sentence.pack.get("datives", {}).get(sentence.words[first - 1].low) if first else None
    if ending is None or not sentence.words[first].low.endswith(ending) or sentence.has(last, "company"):
        return False
    states = {m.last for m in sentence.of("state", "group", "maker")}
    noun = first > 1 and sentence.words[first - 2].upper and first - 2 not in states and first - 2 > sentence.begins
    plural = sentence.words[last].low.endswith("n") or sentence.words[first - 1].low != "den"
    return plural and not noun


def _consents(sentence: Sentence, actor: Actor) -> bool:
    """Whose leave an act needs: "US permission to sell", "the green light from Washington to hand over"."""
    if "consent" not in sentence.said:
        return False
    after = actor.last + 1 + possession(sentence, actor.last)
    at = after if sentence.has(after, "consent") else after + 1
    owns = after > actor.last + 1 or actor.form in ("adjective", "body") or actor.end - actor.start <= 4  # US, U.S.
    if not owns or not sentence.has(at, "consent"):
        at = next((at for at in range(actor.first - 1, actor.first - 4, -1) if sentence.has(at, "consent")), -1)
        at = at if sentence.holds(at + 1, actor.first, "from", "of", "by") else -1
        after = actor.last + 1
    else:
        while sentence.has(at + 1, "consent"):
            at += 1
        after = at + 1
    asked = sentence.holds(max(0, actor.first - 3), actor.first, "plan")
    led = sentence.has(after, "infinitive") or (
        sentence.has(after, "of")
        and any(m.first == after + 1 and m.value.endswith("_future") for m in sentence.of("rule"))
    )  # "l'autorisation de livrer"
    return at >= 0 and (asked or led)


def _of_body(sentence: Sentence, at: int, grammar: Grammar) -> str:
    """The marker of a body whose state follows as an adjective: the word before it, or the case of its form."""
    while sentence.has(at - 1, "body"):
        at -= 1
    marker = word_before(sentence, at, grammar.before)
    return marker or body_case(sentence, at)


def _unit(sentence: Sentence, last: int) -> tuple[int, str]:
    """The last word of a state's body that no list holds, by its capitals, and the case that its ending tells, where
    the pack lists such endings: "Katar Sahil Güvenliği için", "Filipin Ulusal Polisinin"."""
    cases = sentence.pack.get("body_endings", {})
    named = {at for m in sentence.of(*_NAMED) for at in range(m.first, m.last + 1)} if cases else set()
    end = last
    while cases and end + 1 < len(sentence.words) and end - last < _LONG:
        word = sentence.words[end + 1]
        if word.kind != "a" or not word.upper or end + 1 in named:
            break
        end += 1
    if sentence.words[end + 1 : end + 2] and sentence.words[end + 1].low == "(":
        return last, ""  # the name of a firm, with its abbreviation
    low = sentence.words[end].low
    case = next((case for case, forms in cases.items() if low.endswith(tuple(forms))), "") if end > last else ""
    return end, case


_NAMED = ("goods", "weapon", "state", "group", "maker", "person", "rule")
_LONG = 5
"""Words of the longest body's name: "Birleşik Kraliyet Deniz Piyadeleri Komutanlığının"."""


def _suffix(sentence: Sentence, actor: Actor, grammar: Grammar) -> tuple[int, str]:
    """The last word of a name with the suffix behind its apostrophe, and the case that the suffix marks; else those of
    its ``_unit``."""
    words, last = sentence.words, actor.last
    if last + 2 < len(words) and words[last + 2].start == words[last + 1].end:
        sign, case = words[last + 1].low, grammar.suffixes.get(words[last + 2].low, "")
        glued = sign == "-" and words[last].end == words[last + 1].start and case  # "SHBA-së"
        if sign in ("'", "’") or glued:
            return last + 2, case
    return _unit(sentence, last) if actor.form == "name" else (last, "")
