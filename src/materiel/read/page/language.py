"""Language: which language and which script a text is in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Any

from materiel.packs import toml
from materiel.read.page.guess import guess

_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor", "CJK": "Hani", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "HANGUL": "Kore", "DEVANAGARI": "Deva",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(
    r"[\u0400-\u052f\u1c80-\u1c8f\u1d2b\u1d78\u2de0-\u2dff\ua640-\ua69f\ufe2e\ufe2f\U0001e030-\U0001e08f]"
)
SAMPLE = 4_000
"""Characters of a text whose letters and words are looked at."""
GUESSED = 600
"""Characters by which a language is guessed; more do not make the guess better."""


def script(text: str) -> str | None:
    """The script (ISO 15924) of most letters of ``text``; None where it has no letters."""
    counts: Counter[str] = Counter()
    for letter, count in Counter(filter(str.isalpha, text[:SAMPLE])).items():
        name = unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0]
        counts[_SCRIPTS.get(name, "Zyyy")] += count
    return counts.most_common(1)[0][0] if counts else None


def language(text: str) -> str | None:
    """The language (ISO 639-1) of ``text``; None where it has too few words to tell."""
    sample = text[:SAMPLE]
    words = _WORD.findall(sample.lower())
    if len(words) < 3:
        return None
    table = toml("text", "languages.toml")
    found, _ = guess().classify(sample[:GUESSED])
    found = str(found)
    if _CYRILLIC.search(sample) and script(sample) == "Cyrl":
        found = _by_letters(sample.lower(), found, table)
    if found in table["close"] or _mistaken(words, table["mistaken"].get(found)):
        return _of_the_close(words, table)
    return found


def _mistaken(words: list[str], signs: Any) -> bool:
    """Whether a short text has more small words of the close languages than of the one that it was taken for."""
    if signs is None:
        return False
    counts = Counter(words)
    return sum(counts[word] for word in signs["close"]) > sum(counts[word] for word in signs["own"])


def _by_letters(low: str, guess: str, table: Any) -> str:
    """``guess``, unless letters that only another language has stand in the text often enough."""
    counts = Counter(low)
    shares = {code: sum(counts[letter] for letter in letters) for code, letters in table["letters"].items()}
    best: str = max(shares, key=lambda code: shares[code])
    if shares[best] >= 2 and shares[best] > 3 * shares.get(guess, 0):
        return best
    return guess


def _of_the_close(words: list[str], table: Any) -> str:
    """sr, hr or bs by the words that differ; in Cyrillic script sr, whatever the words."""
    if sum(word[0] >= "а" for word in words) * 2 > len(words):
        return "sr"
    line = f" {' '.join(words)} "
    scores = dict.fromkeys(("sr", "hr", "bs"), 0)
    for name, pattern in _patterns():
        count = len(pattern.findall(line))
        for code, gain in table["groups"][name]["gives"].items():
            scores[code] += gain * count
    return max(scores, key=lambda code: scores[code])


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    out = []
    for name, held in toml("text", "languages.toml")["groups"].items():
        forms = "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", " ") for word in held["words"])
        out.append((name, re.compile(rf" (?:{forms})(?= )")))
    return tuple(out)
