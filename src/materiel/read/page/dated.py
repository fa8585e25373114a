"""Dated: the day of publication of a page that states none for machines, as htmldate finds it in what is shown."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from materiel.read.page import published

_LARGE = 1_000_000
"""Characters of a page above which its day is not guessed: that would take seconds."""


def guessed(source: str, address: str | None) -> str | None:
    """The day (or year and month) on which the page ``source`` came out, by its looks; None where it shows none."""
    if len(source) > _LARGE or source.count("<") > _LARGE // 50:
        return None
    try:
        found = _htmldate().find_date(source, url=address, original_date=True, extensive_search=True)
    except Exception:  # a page of strangers may break any parser; a day is not worth the page
        return None
    return published.normal(found)


@cache
def _htmldate() -> Any:
    """The library, with our months for those of dateparser: that one makes patterns for two hundred languages when it
    is first asked, which takes as long as reading some hundred pages, and it reads no other day in our languages."""
    extractors: Any = import_module("htmldate.extractors")
    extractors.get_external_parser = _Days
    extractors.has_date_cue = _always
    return import_module("htmldate")


def _always(*_: object) -> bool:
    """For htmldate's own question whether a line is worth the slow parser: it asks it of two hundred languages too."""
    return True


class _Days:
    """What htmldate asks for the day in a line of words, in the manner of ``dateparser.DateDataParser``."""

    def get_date_data(self, line: str) -> dict[str, datetime | None]:
        days = [found.iso for found in published.dates(line) if len(found.iso) == 10]
        try:
            return {"date_obj": datetime.fromisoformat(days[0]) if days else None}
        except ValueError:  # 31 November
            return {"date_obj": None}
