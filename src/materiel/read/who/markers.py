"""Markers: the function words and endings around a name that tell its role."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from materiel.read.who.names import owned_of
from materiel.read.words.tag import Sentence

_ENDS = ("arrive", "buy", "deliver", "give", "provision")
"""Rules whose forms may end in the preposition of a role: "livrés à"."""


def word_before(sentence: Sentence, first: int, markers: Sequence[str]) -> str:
    """The function word that governs a name, over its determiners, titles and "of"-chains of bodies."""
    at = first - 1
    compounds, possessive = sentence.pack.get("compounds", ()), sentence.pack.get("possessive")
    adjectives = {m.last for m in sentence.of("state") if m.entry.form == "adjective"}
    others = {m.last for m in sentence.of("state", "group") if m.entry.form != "adjective"} - adjectives
    others = {last for last in others if not sentence.has(last + 1, "company")}  # "beim Münchner Konzern KMW"
    while at >= 0:
        word = sentence.words[at]
        if at in others and not sentence.has(at, "body"):
            return ""  # the word before belongs to another name
        if sentence.has(at, "relative", "instead"):
            return ""  # "wrote in May that Peru"
        found = next((name for name in markers if sentence.has(at, name)), None)
        if found and any(
            m.first < at <= m.last and not (at == m.last and m.value.startswith(_ENDS)) for m in sentence.of("rule")
        ):
            return "about"  # the preposition belongs to the form: "are already part of the army"
        if found == "about" and sentence.has(at, "that") and _opens_clause(sentence, first):
            return ""  # "a annoncé que la France livrera", "les chars que la Pologne a livrés"
        if found and found != "of" and sentence.has(at - 1, "affair"):
            return "about"  # "the war in Ukraine", "a visit to Serbia"
        if found == "about" and sentence.has(at, "include"):
            before = [
                name for back in range(at - 1, max(-1, at - 6), -1) for name in markers if sentence.has(back, name)
            ]
            return before[0] if before and before[0] != "of" else found  # "to several states, including Peru"
        if found == "of":
            if (at and sentence.has(at - 1, "body", "det")) or _bodied(sentence, at - 1):
                at -= 2
                continue
            led = next((name for name in markers if name != "of" and sentence.has(at - 1, name)), None)
            return led if led and sentence.has(at, "body") else "of"  # "для ВВС Перу"
        if found:
            return _before_agent(sentence, at, markers) if found == "agent" else found
        proper = word.kind == "a" and word.upper and at > 0 and first - at <= 2 and not sentence.classes.get(at)
        skip = (
            proper
            or sentence.has(at, "det", "one", "body", "company", "used")
            or at in adjectives
            or (word.kind == "a" and word.low in compounds)
            or word.low in ("-", "’", "'", "„", "“", "”", '"', "«", "»", possessive)
        )
        if not skip or first - at > 7:
            return ""
        at -= 1
    return ""


def _opens_clause(sentence: Sentence, first: int) -> bool:
    """Whether a verb follows the name, so that the word for "that" before it compares nothing with it."""
    at = max((m.last for m in sentence.of("state", "group", "maker") if m.first <= first <= m.last), default=first)
    while sentence.has(at + 1, "body") or any(m.first == at + 1 for m in sentence.of("state")):
        at += 1  # "que l'armée française a reçus"
    while sentence.has(at + 1, "modal", "have", "be", "clitic", "negate"):
        at += 1
    return any(m.first == at + 1 for m in sentence.of("rule")) or sentence.has(at, "have", "be", "future")


def _before_agent(sentence: Sentence, at: int, markers: Sequence[str]) -> str:
    """What marks a body whose head stands in the nominative, the article of its owner at ``at``: a preposition before
    it, else that it acts itself: "për forcat ajrore të Perusë"."""
    while sentence.has(at - 1, "agent"):
        at -= 1
    return next((name for name in markers if name not in ("agent", "of") and sentence.has(at - 1, name)), "agent")


def _bodied(sentence: Sentence, at: int) -> bool:
    return at >= 0 and sentence.has(at, "body")


def body_case(sentence: Sentence, at: int, cases: Collection[str] = ()) -> str:
    """The case that the form of a body tells, where the pack lists such forms: one of ``cases`` if these are known."""
    told = [case for case in _BODY_CASES if sentence.has(at, f"body_{case}")]
    return next((case for case in told if not cases or case in cases), "")


_BODY_CASES = ("dat", "ins", "gen", "abl")


def owns(sentence: Sentence, at: int) -> bool:
    """Whether the noun is one that a genitive right behind it owns: "запрос Турции"."""
    owned = owned_of(sentence.pack["code"])
    return sentence.has(at, "owned") or any(m.last == at and m.value in owned for m in sentence.of("rule"))


def word_after(sentence: Sentence, last: int, markers: Sequence[str]) -> str:
    """The postposition right behind a name and its bodies: "Kosova için", "Malezya Donanması için"."""
    last = _abbreviated(sentence, last) if markers else last
    found = next((name for name in markers if sentence.has(last + 1, name)), "")
    while markers and not found and sentence.has(last + 1, "body"):
        last = _abbreviated(sentence, last + 1)
        found = next((name for name in markers if sentence.has(last + 1, name)), "")
    return found


def _abbreviated(sentence: Sentence, last: int) -> int:
    """The last word of a name with the brackets that it stands in or that hold its abbreviation: "Türk Havacılık ve
    Uzay Sanayii (TUSAŞ) tarafından"."""
    words = sentence.words
    if last + 1 >= len(words) or words[last + 1].low not in "()":
        return last
    return next((at for at in range(last + 1, min(last + 5, len(words))) if words[at].low == ")"), last)


def possession(sentence: Sentence, last: int) -> int:
    """How many words the possessive behind a name takes ("Serbia's" two, "the Greeks'" one); 0 where there is none."""
    words, mark = sentence.words, sentence.pack.get("possessive")
    if mark is None or last + 1 >= len(words) or words[last + 1].low not in ("'", "’"):
        return 0
    if words[last + 1].start != words[last].end:
        return 0
    if last + 2 < len(words) and words[last + 2].low == mark:
        return 2
    return int(words[last].low.endswith(mark))
