"""Cuts: where a sentence falls into clauses, at conjunctions, semicolons, dashes and new subjects."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from materiel.read.clauses.final import closed, timed
from materiel.read.clauses.turns import papers
from materiel.read.who.actor import Actor
from materiel.read.words.lexicon import Lexicon
from materiel.read.words.phrases import Goods
from materiel.read.words.tag import Sentence


def cut(
    sentence: Sentence, lexicon: Lexicon, found: Sequence[Goods], parties: Sequence[Actor], turned: Collection[int]
) -> list[tuple[int, int]]:
    """The clauses of a sentence as word ranges: cut at semicolons, dashes, conjunctions and new subjects."""
    rules = [m.first for m in sentence.of("rule")]
    if not rules and len(found) > 1:  # "the howitzers cost 256 million, and the tanks 1.3 billion"
        rules = [number.first for number in sentence.numbers if number.currency]
    if not rules:
        return [(0, len(sentence.words) - 1)]
    inside = {at for one in found for at in range(one.first, one.last + 1)}
    subjects = _subjects(sentence, lexicon, parties).union(turned, papers(sentence, lexicon, found))
    cuts = [0]
    words, last, told = sentence.words, max(rules), iter(sorted(rules))
    opened = next(told)  # the first form of the clause
    ends, relatives = frozenset(sentence.where("stop")), frozenset(sentence.where("relative"))
    for at in range(1, len(words)):
        while opened < cuts[-1]:
            opened = next(told, len(words))
        aside = words[at - 1].low == "," and sentence.has(at, "relative")  # "like the two tugs, which were delivered"
        if opened >= at and not (aside and sum(one.last < at for one in found) > 1):
            continue
        stops = (at in ends and not timed(sentence, at)) or closed(sentence, at)
        if at not in subjects:
            sign = words[at].low in (";", "—", "–", "•") and at not in inside
            if not sign and not (stops or at in relatives):
                continue
            dated = at + 1 < len(words) and words[at + 1].kind == "0"  # "since 2005"
            # "the following", "as many as"
            named = stops and (sentence.has(at - 1, "det") or sentence.has(at, "unbroken") or _likened(sentence, at))
            if stops and contrast(sentence, at):
                continue
            if sentence.has(at - 1, "intangible") and sentence.holds(at + 1, at + 7, "infinitive"):
                continue  # "mundësinë që armët ta blejnë": what may be done, no relative clause
            if not (sign or (at not in inside and not (dated or named))) or not (stops or last > at):
                continue
        cuts.append(at)
    return [(cut, (cuts[i + 1] if i + 1 < len(cuts) else len(words)) - 1) for i, cut in enumerate(cuts)]


def contrast(sentence: Sentence, at: int) -> bool:
    """Whether a conjunction only says what is not done: "će prodati, a ne darovati, haubice"."""
    behind = range(at + 2, at + 5)
    return sentence.has(at + 1, "negate") and any(
        sentence.words[i].low == "," for i in behind if i < len(sentence.words)
    )


def _likened(sentence: Sentence, at: int) -> bool:
    """Whether a conjunction only tells what goods or a firm are named as: "as aid from", "as the preferred bidder"."""
    said = sentence.has(at + 1, "one", "gift", "part_of") or sentence.holds(at + 1, at + 4, "winner")
    return sentence.has(at, "as") and said


def _subjects(sentence: Sentence, lexicon: Lexicon, parties: Sequence[Actor]) -> set[int]:
    """The places of each "and" or comma that a new subject and its verb follow: "X sold tanks and Y delivered guns"."""
    ends = {party.last for party in parties if not party.marker}
    heads = {party.first: party.last for party in parties if not party.marker}
    verbs = [m.first for m in sentence.of("rule") if not lexicon.rules[m.value].get("noun")]
    out, words = set(), sentence.words
    for at in range(1, len(words) - 1):
        comma = words[at].low == ","  # "Serbia sold tanks, Iraq wants guns too"
        if not (comma or sentence.has(at, "and")) or at - 1 in ends:
            continue
        begin = at + 1 + sentence.has(at + 1, "det")
        begin += words[begin : begin + 1] != [] and words[begin].low in ("'", "’")  # "l'Espagne"
        last = begin if sentence.has(begin, "pronoun") else heads.get(begin)
        if last is None:
            continue
        verb = next((verb for verb in verbs if verb > last), None)
        while verb is not None and comma and sentence.has(last + 1, "thereof", "again") and last + 1 < verb:
            last += 1  # "la Norvège en livrera sept", "Saab opet u utrci"
        if verb is not None and verb - last <= (1 if comma else 5) and all(
            (sentence.words[i].kind == "a" or sentence.words[i].low in "'’") and not sentence.has(i, "relative")
            and (not sentence.has(i, "and") or i - 1 in ends) for i in range(last + 1, verb)
        ):  # fmt: skip
            out.add(at)
    return out
