"""Dates that a text shows, and relative ones counted from the day it shows."""

from __future__ import annotations

import pytest

from materiel import packs
from materiel.read.words.dates import Date, dates, shifted
from materiel.read.words.fold import words

SHOWN = "2024-06-12"  # a Wednesday


def found(text: str, lang: str = "en", published: str | None = SHOWN) -> list[Date]:
    """The dates of a text."""
    return dates(text, words(text, 0, len(text)), packs.toml("lang", f"{lang}.toml"), published)


ABSOLUTE = [
    ("en", "on 14 March 2023", "14 March 2023", "2023-03-14"),
    ("en", "on March 14, 2023", "March 14, 2023", "2023-03-14"),
    ("en", "the 5th of October 2022", "5th of October 2022", "2022-10-05"),
    ("en", "on Sept. 3, 2021", "Sept. 3, 2021", "2021-09-03"),
    ("en", "in March 2023", "March 2023", "2023-03"),
    ("en", "by 2026", "2026", "2026"),
    ("en", "on 2023-03-14", "2023-03-14", "2023-03-14"),
    ("en", "on 14.03.2023", "14.03.2023", "2023-03-14"),
    ("en", "on 14/03/2023", "14/03/2023", "2023-03-14"),
    ("en", "on 03/14/2023", "03/14/2023", "2023-03-14"),
    ("en", "in 2027-2030", "2027-2030", "2027/2030"),
    ("en", "in 2027–30", "2027–30", "2027/2030"),
    ("en", "in 2027/28", "2027/28", "2027/2028"),
    ("en", "on February 29, 2023", "February 29, 2023", "2023-02"),
    ("sr", "od 14. marta 2023. godine", "14. marta 2023", "2023-03-14"),
    ("sr", "од 14. марта 2023. године", "14. марта 2023", "2023-03-14"),
    ("sr", "u martu 2023", "martu 2023", "2023-03"),
    ("hr", "od 14. ožujka 2023.", "14. ožujka 2023", "2023-03-14"),
    ("hr", "u listopadu 2023.", "listopadu 2023", "2023-10"),
    ("bs", "od 14. marta 2023.", "14. marta 2023", "2023-03-14"),
    ("tr", "14 Mart 2023 günü", "14 Mart 2023", "2023-03-14"),
    ("tr", "Mart 2023'te", "Mart 2023", "2023-03"),
    ("tr", "2026 yılında", "2026", "2026"),
    ("sq", "më 14 mars të vitit 2023", "14 mars të vitit 2023", "2023-03-14"),
    ("sq", "në mars 2023", "mars 2023", "2023-03"),
]


@pytest.mark.parametrize(("lang", "text", "exact", "value"), ABSOLUTE)
@pytest.mark.parametrize("published", [SHOWN, None])
def test_an_absolute_date_needs_no_publication(
    lang: str, text: str, exact: str, value: str, published: str | None
) -> None:
    (date,) = found(text, lang, published)
    assert (text[date.start : date.end], date.value, date.relative) == (exact, value, False)


RELATIVE = [
    ("en", "last year", "2023"),
    ("en", "this year", "2024"),
    ("en", "next year", "2025"),
    ("en", "two years ago", "2022"),
    ("en", "last month", "2024-05"),
    ("en", "next month", "2024-07"),
    ("en", "yesterday", "2024-06-11"),
    ("en", "today", "2024-06-12"),
    ("en", "tomorrow", "2024-06-13"),
    ("en", "on Friday", "2024-06-07"),
    ("en", "on Wednesday", "2024-06-12"),
    ("sr", "prošle godine", "2023"),
    ("sr", "juče", "2024-06-11"),
    ("sr", "у петак", "2024-06-07"),
    ("hr", "jučer", "2024-06-11"),
    ("bs", "prošle godine", "2023"),
    ("tr", "geçen yıl", "2023"),
    ("tr", "dün", "2024-06-11"),
    ("tr", "cuma günü", "2024-06-07"),
    ("sq", "vitin e kaluar", "2023"),
    ("sq", "dje", "2024-06-11"),
    ("sq", "të premten", "2024-06-07"),
]


@pytest.mark.parametrize(("lang", "text", "value"), RELATIVE)
def test_a_relative_date_is_counted_from_the_publication(lang: str, text: str, value: str) -> None:
    (date,) = found(text, lang)
    assert (date.value, date.relative) == (value, True)
    assert found(text, lang, None) == [], "without a shown day nothing can be counted from"


@pytest.mark.parametrize(
    ("lang", "text", "published", "value"),
    [
        ("en", "in March", SHOWN, "2024-03"),
        ("en", "on March 14", SHOWN, "2024-03-14"),
        ("en", "in July", SHOWN, "2024-07"),
        ("en", "in October", SHOWN, "2023-10"),
        ("en", "5th October", SHOWN, "2023-10-05"),
        ("en", "in January", "2024-12-20", "2024-01"),
        ("en", "in October", "2024", "2024-10"),
        ("en", "in October", None, ""),
        ("sr", "u oktobru", SHOWN, "2023-10"),
        ("sr", "у октобру", SHOWN, "2023-10"),
        ("tr", "ekim ayında", SHOWN, "2023-10"),
        ("sq", "në tetor", SHOWN, "2023-10"),
    ],
)
def test_a_month_without_a_year_takes_the_nearest_one(lang: str, text: str, published: str | None, value: str) -> None:
    (date,) = found(text, lang, published)
    assert (date.value, date.relative) == (value, True)


@pytest.mark.parametrize("published", ["2024", "2024-06"])
@pytest.mark.parametrize("text", ["yesterday", "on Friday", "last week"])
def test_a_day_is_not_counted_from_a_month_or_a_year(text: str, published: str) -> None:
    assert found(text, published=published) == []


@pytest.mark.parametrize("text", ["they may march on", "155 rounds", "$2023 million", "in 1850", "in 2999", "7.62"])
def test_what_is_no_date(text: str) -> None:
    assert found(text) == []


def test_several_dates_stand_apart_and_in_order() -> None:
    text = "Signed on 3 May 2021, paid last year, due in 2027-2030."
    assert [date.value for date in found(text)] == ["2021-05-03", "2023", "2027/2030"]


@pytest.mark.parametrize(
    ("published", "shift", "value"),
    [
        ("2024-01-01", "day-1", "2023-12-31"),
        ("2024-03-01", "day-1", "2024-02-29"),
        ("2024-01-10", "month-1", "2023-12"),
        ("2024-12", "month+1", "2025-01"),
        ("2024", "year-5", "2019"),
        ("2024-03-03", "week-1", "2024-02"),
        ("2024", "month-1", None),
        ("2024-06", "day-1", None),
        ("2024-06-12", "fortnight-1", None),
    ],
)
def test_shifts_cross_months_and_years(published: str, shift: str, value: str | None) -> None:
    assert shifted(published, shift) == value
