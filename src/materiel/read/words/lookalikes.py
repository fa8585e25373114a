"""Lookalikes: words for goods that stand for something else: fighting men, figures of speech."""

from __future__ import annotations

from materiel import packs
from materiel.read.words.tag import Mention, Sentence


def lookalike(sentence: Sentence, mention: Mention) -> bool:
    """Whether a word for goods names none."""
    return _people(sentence, mention) or _figurative(sentence, mention)


def _figurative(sentence: Sentence, mention: Mention) -> bool:
    """Whether a general word stands alone in quotes: the "missile" of a football club."""
    words, before, after = sentence.words, mention.first - 1, mention.last + 1
    quoted = before >= 0 and after < len(words) and words[before].low in _QUOTES and words[after].low in _QUOTES
    return quoted and not any(m.first >= mention.first and m.last <= mention.last for m in sentence.of("weapon"))


_QUOTES = frozenset('"“”„«»')


def _people(sentence: Sentence, mention: Mention) -> bool:
    """Whether the word names fighting men, not aircraft: "Kurdish fighters"."""
    if not sentence.has(mention.last, "men") or mention.first != mention.last:
        return False
    led = sentence.has(mention.first - 1, "militant") or any(
        m.last == mention.first - 1 and packs.groups()[m.value]["kind"] != "organisation" for m in sentence.of("group")
    )
    return led
