"""Apposed: whether a type and its noun are one phrase though adjectives stand between them."""

from __future__ import annotations

from materiel.read.words.tag import Mention, Sentence, titled


def qualified(sentence: Sentence, left: Mention, right: Mention) -> bool:
    """Whether only adjectives stand between a type and its noun: "Stinger shoulder-fired anti-aircraft missiles"."""
    gap = range(left.last + 1, right.first)
    nick = sentence.words[gap.start] if len(gap) == 1 else None  # "JF-17 Thunder jets"
    named = nick is not None and nick.kind == "a" and nick.upper and not nick.low.isdigit() and not titled(sentence)
    if (
        named
        and not sentence.classes.get(gap.start)
        and not any(m.first <= gap.start <= m.last for m in sentence.mentions)
    ):
        return True
    rules = {at for m in sentence.of("rule") for at in range(m.first, m.last + 1)}
    return 0 < len(gap) <= 4 and all(
        sentence.words[at].low == "-"
        or (sentence.words[at].kind == "a" and not sentence.words[at].upper
            and not sentence.classes.get(at) and at not in rules)
        for at in gap
    )  # fmt: skip


def described(sentence: Sentence, left: Mention, right: Mention) -> bool:
    """Whether only adjectives stand between a noun and its type, where they follow it: "një sistem tjetër Patriot"."""
    gap = [at for at in range(left.last + 1, right.first) if sentence.words[at].kind != "."]
    return bool(sentence.pack.get("adjective_last")) and 0 < len(gap) <= 3 and all(
        sentence.words[at].kind == "a" and not sentence.words[at].upper and sentence.has(at, "det", "used", "of")
        for at in gap
    )  # fmt: skip


def of_state(sentence: Sentence, left: Mention, right: Mention) -> bool:
    """Whether only a state's adjective stands between two words for goods, where adjectives follow their noun: "dronë
    turq kamikazë"."""
    adjectives = {m.first for m in sentence.of("state") if m.entry.form == "adjective"}
    gap = range(left.last + 1, right.first)
    return bool(sentence.pack.get("adjective_last")) and len(gap) == 1 and gap.start in adjectives
