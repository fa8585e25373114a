"""Numbers and money, in figures and in words, in the form of the text's language.

A number keeps the words around it that bound it ("at least", "up to", "some"); money is a number with a currency.
Nothing is guessed: a number that two readings fit is read by the language's own decimal sign.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from materiel.read.words.currency import around, named, signed
from materiel.read.words.fold import Word
from materiel.read.words.numerals import letters, value_of, way
from materiel.read.words.spelled import spelled

_FIGURE = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)"
    r"|\d{1,3}(?:['’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?(?!\w)|\d+(?:[.,]\d+)?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: ``first`` to ``last`` are its words, ``bound`` is approx, at least, up to or empty.

    ``low`` is the lower end of a range ("18-24"), ``currency`` is set on money, ``vague`` holds the words of a
    number without a value ("dozens").
    """

    first: int
    last: int
    start: int
    end: int
    value: float | None
    bound: str = ""
    low: float | None = None
    currency: str | None = None
    vague: str | None = None


class Scan:
    """The numbers of one run of words. Holds the text, the words and the language's way of writing numbers."""

    def __init__(self, text: str, words: Sequence[Word], pack: Mapping[str, Any]) -> None:
        self.text, self.way = text, way(pack["code"])
        self.words, self._places = spelled(text, words, self.way)

    def all(self) -> list[Number]:
        """Every number of the run, in order."""
        found, at = [], 0
        openers = self.way.openers
        while at < len(self.words):
            word = self.words[at]
            number = self._at(at) if word.kind == "0" or word.low in openers else None
            if number is None:
                at += 1
                continue
            found.append(number)
            at = number.last + 1
        places = self._places
        out = []
        for one in self._ranges(found):
            first, last = places[one.first], places[one.last + 1] - 1
            out.append(one if (first, last) == (one.first, one.last) else replace(one, first=first, last=last))
        return out

    def bare(self) -> list[tuple[int, str]]:
        """Currencies named in a header without a number, by the word they begin at."""
        out = []
        for at, word in enumerate(self.words):
            code = signed(self.text, word.start) or named(self.words, at - 1, at - 1, self.way)[0]
            if code is not None:
                out.append((self._places[at], code))
        return out

    def _at(self, at: int) -> Number | None:
        word = self.words[at]
        if word.kind == "0":
            if self._in_name(at):
                return None
            return self._figure(at)
        counts = word.low in self.way.units or (word.low in self.way.scales and self._opens(at))
        if word.kind == "a" and counts and word.low not in self.way.vague:  # "thousands" by itself is no number
            return self._words(at)
        if word.low in self.way.vague or word.low in self.way.many:
            last = self._magnitudes(at)
            if last > at or word.low in self.way.vague:
                return self._money(at, last, None, self.text[word.start : self.words[last].end])
        return None

    def _magnitudes(self, at: int) -> int:
        """The last word of the magnitudes behind a word: "several hundred", "multi-billion"."""
        last = at
        while last + 1 < len(self.words):
            after = last + 1 + (self.words[last + 1].low == "-")
            low = self.words[after].low if after < len(self.words) else ""
            if low not in self.way.scales or len(low) <= 3:
                break
            last = after
        return last

    def _opens(self, at: int) -> bool:
        """Whether a magnitude may begin a number: a long word, or one before another number word ("yüz elli")."""
        words, after = self.words, at + 1
        low = words[after].low if after < len(words) else ""
        goes_on = low in self.way.units or low in self.way.inside
        thousands = len(words[at].low) == 3 and self.way.scales.get(low, 0) >= 1000  # "mil millones", "yüz milyon"
        return len(words[at].low) > 3 or goes_on or thousands

    def _in_name(self, at: int) -> bool:
        """Whether figures are part of a name: TB2, AK-203, 226T; not 155mm, 5bn or mid-2028."""
        words = self.words
        if self._across(at, 1) or self._across(at, -1):
            return True  # 4×4
        if at and words[at - 1].end == words[at].start:
            left = words[at - 1]
            if left.kind == "a" and left.low not in letters():
                return True
            if left.low == "-" and at > 1 and words[at - 2].end == left.start and words[at - 2].upper:
                return True
        follows = at + 1 < len(words) and words[at].end == words[at + 1].start and words[at + 1].kind == "a"
        return follows and words[at + 1].upper and words[at + 1].low not in self.way.scales

    def _across(self, at: int, side: int) -> bool:
        """Whether the figure is half of a wheel formula: 8x8, 4×4."""
        end = at + 2 * side
        if not 0 <= end < len(self.words) or self.words[at + side].low not in ("x", "×"):
            return False
        first, last = sorted((self.words[at], self.words[end]), key=lambda word: word.start)
        return self.words[end].kind == "0" and last.start - first.end == 1

    def _figure(self, at: int) -> Number | None:
        match = _FIGURE.match(self.text, self.words[at].start)
        if match is None:
            return None
        last = at
        while last + 1 < len(self.words) and self.words[last + 1].start < match.end():
            last += 1
        value = value_of(match.group(), self.way.decimal)
        last, value = self._scaled(last, value)
        return self._money(at, last, value, None)

    def _words(self, at: int) -> Number | None:
        """A number in words: "twenty-four", "two and a half", "three dozen"; a bare scale is vague or one of it."""
        total, current, last, seen = 0.0, 0.0, at, at
        whole = 1.0  # what a half is half of
        while seen < len(self.words):
            low = self.words[seen].low
            if low in self.way.halves and seen > at:
                current += 0.5 * (1.0 if current else whole)  # "two and a half"; "milijardu i po"
            elif low in self.way.times and self._tied(seen, current):
                current *= self.way.times[low]
            elif low in self.way.units:
                current += self.way.units[low]
            elif low in self.way.inside and seen > at:
                more = self.way.inside[low]
                current = (current or 1.0) * more if more >= 100 else current + more
            elif low in self.way.scales and len(low) > 1:  # the M of "eight M2A2"
                scale = self.way.scales[low]
                if not current and 0 < total < scale:
                    total, current = 0.0, total  # "two thousand million"
                current = (current or 1.0) * scale
                if scale >= 1000:
                    total, current, whole = total + current, 0.0, scale
            elif not (low == "-" or (seen > at and (low in self.way.joiners or low in self.way.linkers))):
                break
            else:
                seen += 1
                if seen + 1 < len(self.words) and self.words[seen].low in self.way.articles:
                    seen += 1  # "two and a half"
                if self._goes_on(seen, low, current):
                    continue
                break
            last, seen = seen, seen + 1
        return self._money(at, last, total + current, None)

    def _goes_on(self, seen: int, joint: str, current: float) -> bool:
        """Whether the word behind a hyphen, joiner or linker goes on with the number: "twenty-four", "two and a half",
        "two-billion-euro", "dix-huit", "douăzeci de milioane"; not "eight-ten"."""
        low, tied = self.words[seen].low if seen < len(self.words) else "", joint == "-"
        if joint in self.way.linkers and joint not in self.way.joiners:
            return self.way.scales.get(low, 0) >= 1000
        if low in self.way.halves or (low in self.way.times and self._tied(seen, current)):
            return True
        unit = self.way.units.get(low)
        if unit is not None and (current >= 20 or unit < 1 or (tied and current == 10 and 6 < unit < 10)):
            return True
        return tied and len(low) > 3 and low in self.way.scales

    def _tied(self, at: int, current: float) -> bool:
        """Whether a hyphen ties a word that multiplies to a unit: "quatre-vingts"."""
        return 1 < current < 10 and self.words[at - 1].low == "-"

    def _scaled(self, last: int, value: float) -> tuple[int, float]:
        """Follow figures through their magnitudes: "2.7 billion", "1 milyar 250 milyon", "20 thousand"."""
        seen = last + 1
        if seen < len(self.words) and self.words[seen].low == "-":
            seen += 1
        if (
            seen + 1 < len(self.words)
            and self.words[seen].low in self.way.linkers
            and self.words[seen + 1].low in self.way.scales
        ):
            seen += 1  # "920 de milioane"
        seen, half = self._half(seen)
        value += half
        if seen >= len(self.words) or self.words[seen].low not in self.way.scales:
            return last, value
        word = self.words[seen]
        if len(word.low) <= 2 and seen != last + 1:
            return last, value
        if len(word.low) == 1 and not self._glued(last, seen):
            return last, value  # the M of "18 M109"
        value, last = value * self.way.scales[word.low], seen
        if seen + 1 < len(self.words) and self.words[seen + 1].low == "." and len(word.low) <= 4:
            last = seen + 1 if self._abbreviated(seen + 1) else last
        return self._further(last, value, self.way.scales[word.low])

    def _further(self, last: int, value: float, scale: float) -> tuple[int, float]:
        """Add what smaller magnitudes follow: "1 milyar 250 milyon", "3 million 20,500 lari", "lakh crore"."""
        more = last + 1
        if more >= len(self.words):
            return last, value
        if self.words[more].low in self.way.scales:
            return more, value * self.way.scales[self.words[more].low]
        match = _FIGURE.match(self.text, self.words[more].start) if self.words[more].kind == "0" else None
        end = more
        while match and end + 1 < len(self.words) and self.words[end + 1].start < match.end():
            end += 1
        if match is None or end + 1 >= len(self.words):
            return last, value
        tail, rest = end, value_of(match.group(), self.way.decimal)
        if self.words[end + 1].low in self.way.scales:
            tail, rest = self._scaled(end, rest)
        elif self.way.split and scale == 1000 and end == more:
            pass  # "2 bin 506"
        elif named(self.words, end, end, self.way)[0] is None:
            return last, value
        return (tail, value + rest) if rest < scale else (last, value)

    def _half(self, seen: int) -> tuple[int, float]:
        """Step over "and a half" before a magnitude: "2 buçuk milyar", "5 i po milijardi"."""
        at = seen + (seen < len(self.words) and self.words[seen].low in self.way.joiners)
        if (
            at + 1 < len(self.words)
            and self.words[at].low in self.way.halves
            and self.words[at + 1].low in self.way.scales
        ):
            return at + 1, 0.5
        return seen, 0.0

    def _glued(self, left: int, right: int) -> bool:
        """Whether a letter stands right behind a figure and nothing right behind it: 20m, 5b."""
        words, after = self.words, right + 1
        alone = after >= len(words) or words[after].start > words[right].end or words[after].kind == "."
        return words[left].end == words[right].start and alone

    def _abbreviated(self, sign: int) -> bool:
        """Whether the full stop at ``sign`` belongs to an abbreviation: a small letter or figure follows."""
        return sign + 1 < len(self.words) and not self.words[sign + 1].upper

    def _money(self, first: int, last: int, value: float | None, vague: str | None) -> Number:
        """Add what stands around the number: its currency and what bounds it."""
        currency, first, last = around(self.text, self.words, first, last, self.way)
        bound, start = self._bound(first)
        if not bound:
            bound, last = self._bound_after(last)
        words = self.words
        return Number(first, last, words[start].start, words[last].end, value, bound, currency=currency, vague=vague)

    def _bound(self, first: int) -> tuple[str, int]:
        """What bounds the number, from the longest form that ends right before it."""
        for size in (4, 3, 2, 1):
            if first - size < 0:
                continue
            form = tuple(word.low for word in self.words[first - size : first])
            if form in self.way.bounds:
                return self.way.bounds[form], first - size
        return "", first

    def _bound_after(self, last: int) -> tuple[str, int]:
        """What bounds the number from behind: "20 or so"."""
        for size in (2, 1):
            form = tuple(word.low for word in self.words[last + 1 : last + 1 + size])
            if form in self.way.after:
                return self.way.after[form], last + size
        return "", last

    def _ranges(self, found: list[Number]) -> list[Number]:
        """Join "18-24" and "between 18 and 24" into one number with its lower end, "12 (twelve)" into one."""
        out: list[Number] = []
        for number in found:
            before = out[-1] if out else None
            if before is not None and before.value is not None and number.value is not None:
                between = self.words[before.last + 1 : number.first]
                sign = between[0].low if len(between) == 1 else ""
                if sign == "(" and before.value == number.value and not number.currency:
                    continue
                if self._ranged(before, number, sign):
                    low = self._low(before.value, number)
                    if low < number.value:
                        bound, currency = before.bound or number.bound, before.currency or number.currency
                        out[-1] = Number(
                            before.first, number.last, before.start, number.end, number.value, bound, low, currency
                        )
                        continue
            out.append(number)
        return out

    def _ranged(self, left: Number, right: Number, sign: str) -> bool:
        """Whether the sign or word between two numbers makes them the ends of a range."""
        paired = left.first > 0 and self.way.pairs.get(self.words[left.first - 1].low) == sign
        if left.currency and right.currency and left.currency != right.currency:
            return False
        return bool(sign) and (sign in self.way.ranges or paired)

    def _low(self, value: float, right: Number) -> float:
        """The lower end in the magnitude of the upper: the 2 of "$2-3 billion" is two billion."""
        scales = [self.way.scales.get(word.low, 1.0) for word in self.words[right.first : right.last + 1]]
        scale = max([scale for scale in scales if scale >= 1000], default=1.0)
        return value * scale if value < 1000 <= scale else value
