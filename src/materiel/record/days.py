"""Days: dates that may be a year, a month or a day, and the day from which a page was known."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first(told: str) -> str:
    """The first day that YYYY, YYYY-MM or YYYY-MM-DD may mean; ValueError for anything else."""
    year, month, day = _parts(told)
    return date(year, month or 1, day or 1).isoformat()


def last(told: str) -> str:
    """The last day that YYYY, YYYY-MM or YYYY-MM-DD may mean; ValueError for anything else."""
    year, month, day = _parts(told)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1]).isoformat()


def begins(told: str | None) -> str:
    """The first day of a date or range ("2027/2030"); empty where there is none, or it is no date."""
    try:
        return first(told.partition("/")[0]) if told else ""
    except ValueError:
        return ""


def now() -> str:
    """This moment (UTC), as rows keep when they were made."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def known(published: str | None, captured: str | None, added: str) -> str:
    """The day from which a page was surely known: its publication at the latest, else its capture, else its reading."""
    for told in (published, captured and captured[:10]):
        if told:
            try:
                return last(told)
            except ValueError:
                continue
    return added[:10]


def _parts(told: str) -> tuple[int, int | None, int | None]:
    found = _DATE.fullmatch(told)
    if not found:
        raise ValueError(f"{told!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"{told!r} is no date of the calendar; write YYYY, YYYY-MM or YYYY-MM-DD") from None
    return year or 0, month, day
