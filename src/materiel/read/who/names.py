"""Names: which words of a sentence name a party, and whether as a name or as an adjective of what follows.

A name that people, newspapers or aircraft bear too is none where its neighbours say so.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from materiel import packs
from materiel.read.words.tag import Mention, Sentence


def distinct(sentence: Sentence) -> list[Mention]:
    """One mention for each name; where the words are both a name and an adjective, the company decides."""
    out: dict[tuple[int, int], Mention] = {}
    types = {(m.first, m.last) for m in sentence.of("weapon")}
    sums = {at for one in sentence.numbers if one.currency for at in range(one.first, one.last + 1)}
    for mention in sentence.of("state", "group", "maker"):
        if mention.first in sums:
            continue  # "410 milyon ABD doları"
        if mention.entry.form == "city" or _person(sentence, mention) or _outlet(sentence, mention):
            continue
        if sentence.has(mention.first, "no_name"):
            continue
        if mention.kind == "maker" and (mention.first, mention.last) in types:
            continue  # Eurofighter the aircraft, not the company
        beside = mention.kind == "group" and any(m.last == mention.first - 1 for m in sentence.of("state"))
        if beside and packs.groups()[mention.value]["kind"] != "organisation":
            continue  # the Uganda People's Defence Force
        place = (mention.first, mention.last)
        other = out.get(place)
        if other is None:
            out[place] = mention
        elif other.entry.form != mention.entry.form and {other.entry.form, mention.entry.form} & {"adjective"}:
            adjective, name = (other, mention) if other.entry.form == "adjective" else (mention, other)
            capital = not adjective.entry.letters and sentence.words[mention.first].upper
            named = capital and (not _opens(sentence, mention) or verb_follows(sentence, mention.last))
            named = named or any(word.kind == "0" for word in sentence.words[mention.last + 1 : mention.last + 2])
            named = named or _verb_alone(sentence, mention.last)
            out[place] = name if named or not before_noun(sentence, mention.last) else adjective
        elif other.value == mention.value and mention.entry.cases:
            merged = replace(other.entry, cases=other.entry.cases | mention.entry.cases)
            out[place] = replace(other, entry=merged)
    return sorted(out.values(), key=lambda mention: mention.first)


def verb_follows(sentence: Sentence, last: int) -> bool:
    """Whether a verb stands right behind word ``last``: "Serbia compró", where "serbia" is the adjective too."""
    nouns = nouns_of(sentence.pack["code"])
    at = last + 1
    while sentence.has(at, "thereof", "clitic"):
        at += 1  # "la Norvège en livrera sept", "Шведска го одби"
    return any(m.first == at and m.value not in nouns for m in sentence.of("rule"))


def _verb_alone(sentence: Sentence, last: int) -> bool:
    """Whether what stands right behind word ``last`` is a verb and no noun as well: "US clears", not "US supply"."""
    nouns = nouns_of(sentence.pack["code"])
    forms = [m for m in sentence.of("rule") if m.first == last + 1]
    return bool(forms) and not any(m.value in nouns for m in forms)


def _opens(sentence: Sentence, mention: Mention) -> bool:
    """Whether a capital says nothing: the word opens the sentence, or follows a colon or quotation mark."""
    return mention.first == 0 or sentence.words[mention.first - 1].low in ':."“„«»‘'


def _person(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name that people bear too stands behind another capitalised word: Michael Jordan."""
    if not mention.entry.cautious or mention.kind == "maker":
        return False
    before = sentence.words[mention.first - 1] if mention.first else None
    return bool(before and before.kind == "a" and before.upper and not sentence.classes.get(mention.first - 1))


def _outlet(sentence: Sentence, mention: Mention) -> bool:
    """Whether the name is part of a newspaper's: the Jerusalem Post, the Yorkshire Post."""
    for at in range(mention.last + 1, min(mention.last + 3, len(sentence.words))):
        if not sentence.words[at].upper:
            return False
        if sentence.has(at, "outlet"):
            return True
    return False


def before_noun(sentence: Sentence, last: int, people: bool = False) -> bool:
    """Whether goods, a body or a transfer noun follow within a few words of the same noun phrase."""
    nouns = nouns_of(sentence.pack["code"])
    heads = {m.first for m in sentence.of("goods", "weapon", "maker")}
    heads |= {m.first for m in sentence.of("rule") if m.value in nouns}
    verbs = {m.first for m in sentence.of("rule") if m.value not in nouns} - heads
    for at in range(last + 1, min(last + 5, len(sentence.words))):
        word = sentence.words[at]
        if at in verbs and people:
            return False  # "Americans halted the sale"
        if at in heads or sentence.has(at, "body", "made"):
            return True
        if (word.kind == "." and word.low not in '-–"“') or sentence.has(
            at, "be", "have", "future", "to", "for", "of", "in", "and", "from", "by", "with", "say"
        ):
            return False
    return False


@cache
def owned_of(code: str) -> frozenset[str]:
    """The rules of a language whose forms are nouns that a genitive behind them takes the goods by: its request."""
    pack = packs.toml("lang", f"{code}.toml")
    takes = {name for name, roles in pack["frames"].items() if roles.get("gen") == "recipient"}
    return frozenset(rule["id"] for rule in pack["rule"] if rule.get("noun") and rule["frame"] in takes)


@cache
def nouns_of(code: str) -> frozenset[str]:
    """The rules of a language whose forms are nouns of transfer."""
    return frozenset(rule["id"] for rule in packs.toml("lang", f"{code}.toml")["rule"] if rule.get("noun"))
