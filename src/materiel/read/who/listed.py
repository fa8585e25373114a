"""Listed: names joined by "and" or commas, which share one marker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from materiel.read.who.actor import Actor
from materiel.read.who.names import verb_follows
from materiel.read.words.tag import Sentence

_CASES = ("nom", "gen", "dat", "acc", "abl", "ins", "loc")
QUOTES = frozenset("\"'“”„«»‘’")


def shared(sentence: Sentence, found: list[Actor]) -> list[Actor]:
    """Names in one list take the marker of the first: "to Poland and Romania"; where markers stand behind names, that
    of the last: "Şili ve Peru'dan"."""
    found = _led_by_last(sentence, found)
    out: list[Actor] = []
    for actor in found:
        both = (
            bool(out) and out[-1].marker == "between" and actor.marker in ("", *_CASES)
        )  # "midis Serbisë dhe Francës"
        alone = not actor.marker and not _acts(sentence, actor)
        if out and (both or alone) and _listed(sentence, out[-1], actor.first) and not _other_case(out[-1], actor):
            actor = replace(actor, marker=out[-1].marker if out[-1].marker not in ("adjective",) else "")
        elif out and actor.marker in actor.cases and _of_one_body(sentence, out[-1], actor):
            actor = replace(actor, form="body", marker=out[-1].marker)  # "ministri Perua i Čilea potpisali su"
        out.append(actor)
    return out


def _led_by_last(sentence: Sentence, found: list[Actor]) -> list[Actor]:
    """The names with the marker that stands behind the last of those joined by "and"."""
    if not sentence.pack.get("verb_final"):
        return found
    out, chain = list(found), False
    for at in range(len(out) - 2, -1, -1):
        left, right = out[at], out[at + 1]
        subject = not any(not one.marker for one in out[:at])  # "Türkiye, Fas ve Peru'ya": who gives comes first
        follows = right.first == left.last + 2 and sentence.words[left.last + 1].low == ","
        chain = (right.first == left.last + 2 and sentence.has(left.last + 1, "and")) or (
            chain and follows and not subject
        )
        joined = chain or (right.marker == "between" and _listed(sentence, left, right.first))
        between = (
            left.marker == "comitative"
            and right.marker == "between"
            and all(sentence.has(at, "comitative", "body") for at in range(left.last + 1, right.first))
        )  # "Irak hükümeti ile Güney Kore arasında"
        if (joined and not left.marker and right.marker) or between:
            out[at] = replace(left, marker=right.marker)
    return out


def _of_one_body(sentence: Sentence, before: Actor, actor: Actor) -> bool:
    """Whether two states in the genitive stand behind the bodies of both: "the ministers of Serbia and France"."""
    return before.form == "body" and "gen" in before.cases & actor.cases and _listed(sentence, before, actor.first)


def _acts(sentence: Sentence, actor: Actor) -> bool:
    """Whether a verb right behind the name makes it the subject of a clause of its own: "and Norway bought"."""
    words = sentence.words
    gapped = any(
        number.first == actor.last + 1
        and (all(w.kind == "." for w in words[number.last + 1 :][:1]) or sentence.has(number.last + 1, "and"))
        for number in sentence.numbers
    )  # "Sweden six and Denmark three"
    last = actor.last
    while sentence.has(last + 1, "modal") and not sentence.has(last + 1, "infinitive"):
        last += 1  # "Kenya also bought"
    return gapped or verb_follows(sentence, last)


def _other_case(before: Actor, actor: Actor) -> bool:
    """Whether a subject cannot stand in one list with what a preposition governs: "në Ankara, Kosova nënshkroi"."""
    return before.marker in ("in", "with", "for", "about") and actor.cases == {"nom"}


def _listed(sentence: Sentence, before: Actor, right: int) -> bool:
    between = range(before.last + 1, right)
    after = right + 1
    while sentence.has(after, "body"):
        after += 1
    comma = any(sentence.words[at].low == "," for at in between)
    fixed = before.marker or (comma and not sentence.pack.get("free_order"))
    if fixed and before.marker != "between" and sentence.has(after, "have", "be", "future"):
        return False  # "for the Georgian navy, and Italy has followed": a clause of its own
    if comma and sentence.pack.get("verb_final") and not _goes_on(sentence, between, right):
        return False  # "Peru, Fas limanlarını": a subject, and what another name describes
    joined = any(
        sentence.words[at].low == "," or sentence.has(at, "and") or _beside(sentence, at, before) for at in between
    )
    return joined and all(
        sentence.words[at].low in (",", *QUOTES, sentence.pack.get("possessive"))
        or sentence.has(at, "and", "det")
        or _beside(sentence, at, before)
        for at in between
    )


def _goes_on(sentence: Sentence, between: range, right: int) -> bool:
    """Whether a list of names with commas ends in "and" one more name, as lists do, or holds one itself."""
    ahead = range(right + 1, min(right + 12, len(sentence.words) - 1))
    ends = any(sentence.has(at, "and", "comitative") and sentence.words[at + 1].upper for at in ahead)
    return ends or any(sentence.has(at, "and") for at in between)


def _beside(sentence: Sentence, at: int, before: Actor) -> bool:
    """Whether a word that means "with" joins two names side by side: "Türkiye ile İngiltere"."""
    return bool(sentence.pack.get("verb_final")) and before.marker in ("", "between") and sentence.has(at, "comitative")


def together(sentence: Sentence, found: Sequence[Actor], actor: Actor) -> tuple[Actor, ...]:
    """The actor with those that stand in one list with it."""
    at = found.index(actor)
    first = last = at
    while first > 0 and _listed(sentence, found[first - 1], found[first].first):
        first -= 1
    while last + 1 < len(found) and _listed(sentence, found[last], found[last + 1].first):
        last += 1
    return tuple(one for one in found[first : last + 1] if one.marker == actor.marker or one is actor)
