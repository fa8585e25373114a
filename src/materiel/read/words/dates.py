"""Dates: absolute ones, and relative ones counted from the day the text itself shows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from materiel import packs
from materiel.read.words.fold import Word, fold, keys

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_SPAN = re.compile(r"(20\d\d|19\d\d)\s?[-–/]\s?((?:20|19)?\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Date:
    """A date of the text: YYYY, YYYY-MM, YYYY-MM-DD or a range ``2027/2030``; empty where its year is not shown.

    ``relative`` dates were counted from the publication.
    """

    first: int
    last: int
    start: int
    end: int
    value: str
    relative: bool = False


@cache
def _day(figure: str) -> int | None:
    """The day of a month that figures name; what only begins with a figure names none."""
    return int(figure) if figure.isdecimal() and len(figure) <= 2 and 1 <= int(figure) <= 31 else None


_Relatives = Sequence[tuple[tuple[str, ...], str]]


@cache
def _calendar(code: str) -> tuple[Mapping[str, int], Mapping[str, int], Mapping[str, _Relatives]]:
    """Months (stems with ``*``), weekdays and, by their first letter, relative expressions of a language, folded,
    longest first."""
    pack = packs.toml("lang", f"{code}.toml")["dates"]
    months = {_stem(form): int(number) for number, forms in pack["months"].items() for form in forms}
    days = {_stem(form): int(number) for number, forms in pack["weekdays"].items() for form in forms}
    relative = [(keys(form), shift) for shift, forms in pack["relative"].items() for form in forms]
    letters: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for pair in sorted(relative, key=lambda pair: -len(pair[0])):
        letters.setdefault(pair[0][0][0], []).append(pair)
    return months, days, letters


@lru_cache(maxsize=1 << 14)
def _relative(code: str, low: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The relative expressions of a language that may begin with a word, longest first."""
    return tuple(pair for pair in _calendar(code)[2].get(low[0], ()) if _fit(pair[0][0], low))


def _stem(form: str) -> str:
    return fold(form.rstrip("*")) + ("*" if form.endswith("*") else "")


def _named(table: Mapping[str, int], low: str) -> int | None:
    """The number that a month or weekday name stands for, by the word or by its longest stem."""
    if low in table:
        return table[low]
    for size in range(len(low), 2, -1):
        found = table.get(low[:size] + "*")
        if found is not None:
            return found
    return None


@lru_cache(maxsize=1 << 14)
def _month(code: str, low: str) -> int | None:
    return _named(_calendar(code)[0], low)


@lru_cache(maxsize=1 << 14)
def _weekday(code: str, low: str) -> int | None:
    return _named(_calendar(code)[1], low)


@lru_cache(maxsize=1 << 16)
def _timed(code: str, low: str) -> bool:
    """Whether a date may begin with a word."""
    return _month(code, low) is not None or _weekday(code, low) is not None or bool(_relative(code, low))


def dates(
    text: str, found: Sequence[Word], pack: Mapping[str, Any], published: str | None, anchor: str | None = None
) -> list[Date]:
    """The dates of one sentence, in order, none within another; months without a year are counted from ``anchor``."""
    reader = _Reader(text, found, pack, published, anchor)
    out: list[Date] = []
    at = 0
    while at < len(found):
        date = reader.at(at)
        if date is None:
            at += 1
        else:
            out.append(date)
            at = date.last + 1
    return out


class _Reader:
    def __init__(
        self, text: str, found: Sequence[Word], pack: Mapping[str, Any], published: str | None, anchor: str | None
    ) -> None:
        self.text, self.words, self.published = text, found, published
        self.anchor = published or anchor
        self.code: str = pack["code"]
        self.order: str = pack["dates"].get("order", "dmy")
        self.capital: bool = pack["dates"].get("capital", False)
        self.fillers = frozenset(fold(word) for word in pack["dates"].get("fillers", ()))

    def at(self, at: int) -> Date | None:
        word = self.words[at]
        if word.kind == "0":
            return self._numeric(at) or self._day_first(at) or self._year(at)
        if word.kind == "a" and _timed(self.code, word.low):
            return self._month_first(at) or self._related(at)
        return None

    def _made(self, first: int, last: int, value: str, relative: bool = False) -> Date:
        return Date(first, last, self.words[first].start, self.words[last].end, value, relative)

    def _upto(self, first: int, end: int) -> int:
        last = first
        while last + 1 < len(self.words) and self.words[last + 1].start < end:
            last += 1
        return last

    def _numeric(self, at: int) -> Date | None:
        start = self.words[at].start
        if match := _ISO.match(self.text, start):
            return self._valid(at, match.end(), int(match[1]), int(match[2]), int(match[3]))
        if match := _DOTTED.match(self.text, start):
            first, second = int(match[1]), int(match[2])
            day, month = (second, first) if second > 12 or (self.order == "mdy" and first <= 12) else (first, second)
            return self._valid(at, match.end(), int(match[3]), month, day)
        if match := _SPAN.match(self.text, start):
            end = match[2] if len(match[2]) == 4 else match[1][:2] + match[2]
            if 0 < int(end) - int(match[1]) < 40:
                return self._made(at, self._upto(at, match.end()), f"{match[1]}/{end}")
        return None

    def _valid(self, at: int, end: int, year: int, month: int, day: int) -> Date | None:
        try:
            value = dt.date(year, month, day).isoformat()
        except ValueError:
            return None
        return self._made(at, self._upto(at, end), value)

    def _skip(self, at: int) -> int:
        """The next word that is not a filler ("of", "de", "godine") or a sign."""
        while at < len(self.words) and (self.words[at].low in ".,'’" or self.words[at].low in self.fillers):
            at += 1
        return at

    def _year_at(self, at: int) -> str | None:
        if at < len(self.words) and self.words[at].kind == "0":
            figure = self.text[self.words[at].start : self.words[at].end]
            if len(figure) == 4 and figure.isdecimal() and 1900 <= int(figure) <= 2070:
                return figure
        return None

    def _day_first(self, at: int) -> Date | None:
        """ "14 March 2023", "14. marta 2023.", "the 5th of October"."""
        day = _day(self.words[at].low)
        if day is None:
            return None
        seen = at + 1
        if seen < len(self.words) and self.words[seen].low in ("st", "nd", "rd", "th", "er"):
            seen += 1
        seen = self._skip(seen)
        if seen >= len(self.words) or seen - at > 4:
            return None
        month = _month(self.code, self.words[seen].low)
        return None if month is None else self._with_year(at, seen, month, day)

    def _month_first(self, at: int) -> Date | None:
        """ "March 14, 2023", "March 2023", "in March"."""
        month = _month(self.code, self.words[at].low)
        if month is None:
            return None
        seen = self._skip(at + 1)
        if seen < len(self.words) and self.words[seen].kind == "0" and seen - at <= 2:
            day = _day(self.words[seen].low)
            if day is not None:
                after = seen + 1
                if after < len(self.words) and self.words[after].low in ("st", "nd", "rd", "th"):
                    seen = after
                return self._with_year(at, seen, month, day)
        if self.capital and not self.words[at].upper:
            return None  # "may", "march"
        return self._with_year(at, at, month, None)

    def _with_year(self, first: int, last: int, month: int, day: int | None) -> Date | None:
        seen = self._skip(last + 1)
        year = self._year_at(seen) if seen - last <= 4 else None
        if year is not None:
            return self._made(first, seen, _iso(int(year), month, day))
        told = self._related(last + 1) if last + 1 < len(self.words) else None
        if told is not None and len(told.value) == 4:  # "in March next year", "u martu iduće godine"
            return self._made(first, told.last, _iso(int(told.value), month, day), relative=True)
        if self.anchor is None:
            return self._made(first, last, "", relative=True)
        return self._made(first, last, _iso(self._nearest(month, day), month, day), relative=True)

    def _nearest(self, month: int, day: int | None) -> int:
        """The year of a month named without one: the latest not after the publication by more than a month."""
        assert self.anchor is not None
        year = int(self.anchor[:4])
        shown = int(self.anchor[5:7]) if len(self.anchor) >= 7 else 12
        return year - 1 if month > shown + 1 else year

    def _year(self, at: int) -> Date | None:
        year = self._year_at(at)
        if year is None:
            return None
        before = self.words[at - 1] if at else None
        if before is not None and before.low in ("-", "$", "€", "£") and before.end == self.words[at].start:
            return None
        return self._made(at, at, year)

    def _related(self, at: int) -> Date | None:
        """ "last year", "on Friday", "earlier this month": counted from the day the text shows."""
        if self.published is None:
            return None
        forms = _relative(self.code, self.words[at].low)
        letters = [i for i in range(at, min(at + 7, len(self.words))) if self.words[i].kind != "."] if forms else []
        for form, shift in forms:
            if len(form) <= len(letters) and all(
                _fit(key, self.words[i].low) for key, i in zip(form, letters, strict=False)
            ):
                value = shifted(self.published, shift)
                return None if value is None else self._made(at, letters[len(form) - 1], value, relative=True)
        day = _weekday(self.code, self.words[at].low)
        if day is not None and len(self.published) == 10:
            shown = dt.date.fromisoformat(self.published)
            back = (shown.isoweekday() - day) % 7
            return self._made(at, at, (shown - dt.timedelta(days=back)).isoformat(), relative=True)
        return None


def _fit(key: str, low: str) -> bool:
    return low.startswith(key[:-1]) if key.endswith("*") else key == low


def _iso(year: int, month: int, day: int | None) -> str:
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04d}-{month:02d}"


def shifted(published: str, shift: str) -> str | None:
    """A relative date: ``year-1``, ``month+1``, ``day-1`` or ``week-1`` counted from ``published``."""
    match = re.fullmatch(r"(year|month|day|week)([+-]\d+)?", shift)
    if match is None:
        return None
    unit, by = match[1], int(match[2] or 0)
    if unit == "year":
        return str(int(published[:4]) + by)
    if len(published) < 7:
        return None
    if unit == "month":
        months = int(published[:4]) * 12 + int(published[5:7]) - 1 + by
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    if len(published) < 10:
        return None
    day = dt.date.fromisoformat(published) + dt.timedelta(days=by * (7 if unit == "week" else 1))
    return day.isoformat() if unit == "day" else day.isoformat()[:7]
