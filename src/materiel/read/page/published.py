"""Published: the day on which a text says that it came out, as YYYY, YYYY-MM or YYYY-MM-DD.

In plain text that is a line of its own above or below the article, or the opening of its first paragraph; never a
date within the story, a copyright year or the date of another headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from materiel.packs import toml
from materiel.read.page.furniture import folded

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d.,/-])(\d{1,2})([./-])[ ]?(\d{1,2})\2[ ]?((?:19|20)\d\d)(?!\.?\d)")
_SHORT = re.compile(r"(?<![\d.,/-])(\d{1,2})([./-])(\d{1,2})\2(\d\d)(?![\d./-])")
_IN_PATH = re.compile(
    r"/((?:19|20)\d\d)(?:([/-])(0?[1-9]|1[0-2])(?:\2(0?[1-9]|[12]\d|3[01]))?|()(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))"
    r"(?=[/_.-]|$|[a-z])",
    re.I,
)
# What may follow a label that a date belongs to ("Updated: 10:30 May 3"): an hour, a day or a month, or nothing more.
_LEADS = re.compile(r"[\W_]*(?:\d{1,2}[:.]\d\d[^\w]*(?:[ap]m\W*)?)?(?:\d|[^\W\d_]+\W{1,2}\d)|\W*$")
# What sets a date off from other labels of its line: "May 3, 2024 | World".
_CUT = re.compile(r"\s*[|·•»]|\s{2,}|\s[-–—]\s")
# A dateline's own full stops end no sentence: "WIEN, 16. Oktober 2024 -", "МИНСК, 16 окт. 2024 —".
_LINE = r"(?:[^\n.!?]|(?<=\d)\.|\.(?=\s(?:\d{4}\b|[-–—(]))){0,60}?"
_OPENING = re.compile(rf"^{_LINE}\W\s*[-–—:(]|^{_LINE}[-–—]\s")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as written: where it stands and its ISO form, as exact as it is written."""

    start: int
    end: int
    iso: str


def dates(text: str) -> list[Date]:
    """The dates with a year in ``text``, in order, in any language that materiel reads."""
    low = folded(text)
    if len(low) != len(text):  # folding moved letters: places must stay those of the text
        low = text.lower() if len(text.lower()) == len(text) else text
    found = [*_numeric(low), *_named(low)]
    out: list[Date] = []
    for date in sorted(found, key=lambda one: (one.start, -len(one.iso), -one.end)):
        if not out or date.start >= out[-1].end:
            out.append(date)
    return out


def _numeric(low: str) -> Iterable[Date]:
    for match in _ISO.finditer(low):
        year, _, month, day = match.groups()
        if iso := _iso(year, int(month), int(day)):
            yield Date(match.start(), match.end(), iso)
    for match in _NUMBERS.finditer(low):
        first, sign, second, year = match.groups()
        day, month = int(first), int(second)
        if month > 12 >= day or (
            sign == "/" and day <= 12 and month <= 12 and day != month and re.search(r"\b(?:am|pm|est|edt|gmt)\b", low)
        ):
            day, month = month, day
        if iso := _iso(year, month, day):
            yield Date(match.start(), match.end(), iso)


def _named(low: str) -> Iterable[Date]:
    pattern, numbers = _months()
    for match in pattern.finditer(low):
        month = numbers[next(key for key, value in match.groupdict().items() if key[0] == "m" and value is not None)]
        day = match["day"] or match["after"]
        if iso := _iso(match["year"], month, int(day) if day else None):
            yield Date(match.start(), match.end(), iso)


@cache
def _months() -> tuple[re.Pattern[str], dict[str, int]]:
    """One pattern for "24 October 2023", "October 24, 2023" and "Oct. 2023" with the months of all languages."""
    forms: dict[int, set[str]] = {month: set() for month in range(1, 13)}
    for names in toml("text", "months.toml")["months"].values():
        for month, entry in enumerate(names, 1):
            forms[month].update(re.escape(folded(form)).replace(r"\*", r"\w{0,4}") for form in entry.split())
    taken = {form for month in forms for form in forms[month] if sum(form in other for other in forms.values()) > 1}
    named = "|".join(
        f"(?P<m{month}>{'|'.join(sorted(held - taken, key=len, reverse=True))})" for month, held in forms.items()
    )
    pattern = (
        r"(?<![\w.])(?:(?P<day>\d{1,2})(?:st|nd|rd|th|er|[.ºª-])?,?[ \u00a0]?(?:de |of )?)?"
        rf"(?<!\w)(?:{named})(?!\w)\.?,?[ \u00a0]?(?:(?P<after>\d{{1,2}})(?:st|nd|rd|th)?,?[ \u00a0]|(?:de|del) )?"
        r"(?P<year>(?:19|20)\d\d)(?![\d-])"
    )
    return re.compile(pattern), {f"m{month}": month for month in range(1, 13)}


def _iso(year: str, month: int, day: int | None) -> str | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return f"{year}-{month:02}" + (f"-{day:02}" if day else "")


def of_lines(above: Sequence[str], first: str, below: Sequence[str], inside: Sequence[str]) -> str | None:
    """The day of publication by the lines above the article, its first paragraph, the lines below and within it."""
    for label in ("published", None, "updated"):
        for line in [*above, *filter(_brief, below)] if label is None else [*above, *inside, *below]:
            if _says(line) == label and (iso := _shown(line)):
                return iso
        if label is None:
            if (match := _OPENING.match(first)) and (iso := _shown(match.group())):
                return iso
            opened = [found[0].iso for line in inside if (found := dates(line)) and found[0].start == 0]
            if len(opened) > 1:  # a running report, headed by days
                return max(opened)
    return None


def _brief(line: str) -> bool:
    """Whether a line is a label or a name and a date; lines below an article tell of other days too."""
    found = dates(line)
    if not found or found[0].start > 40 or (len(line) - found[0].end > 40 and not _CUT.match(line, found[0].end)):
        return False
    if line[-1] == "." and not line[found[0].start].isdigit():  # the last line of a paragraph: "December 1986."
        return False
    return _says(line) is not None or not any(word[0].islower() for word in line[: found[0].start].split())


def _says(line: str) -> str | None:
    """published, updated, or None where the line has no such label: at its start, or right before a date."""
    low = folded(line)
    for label, pattern in _labels():
        for match in pattern.finditer(low):
            if not re.search(r"\w", low[: match.start()]) or _LEADS.match(low, match.end()):
                return label
    return None


@cache
def _labels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    labels = toml("text", "months.toml")["labels"]
    return tuple(
        (label, re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(folded(word)) for word in held)})(?!\w)"))
        for label, held in labels.items()
    )


def _shown(line: str) -> str | None:
    """The first date of ``line`` that can be a day of publication."""
    barred = toml("text", "months.toml")["not_after"]["words"]
    labelled = _says(line)
    if labelled and (match := _SHORT.search(line)):
        return _iso(f"20{match[4]}", int(match[3]), int(match[1]))
    for date in dates(line):
        before = folded(line[: date.start]).split()
        if not before or labelled or before[-1].strip("([") not in barred:
            return date.iso
    return None


def of_address(url: str | None) -> str | None:
    """The date in an address such as ``/2023/10/24/title``; None where it has none."""
    match = _IN_PATH.search(url or "")
    if match is None:
        return None
    year, month, day = match[1], match[3] or match[6], match[4] or match[7]
    return _iso(year, int(month), int(day) if day else None)


def normal(stated: str | None) -> str | None:
    """A date stated by a machine, cut to YYYY-MM-DD, YYYY-MM or YYYY; None where it is no date."""
    match = re.match(r"\s*((?:19|20)\d\d)(?:-?(0[1-9]|1[0-2])(?:-?(0[1-9]|[12]\d|3[01]))?)?(?!\d)", stated or "")
    if match:
        return "-".join(filter(None, match.groups()))
    found = dates(stated or "")
    return found[0].iso if found else None
