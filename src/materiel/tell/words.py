"""Plain values as people read them: "€343.4 million", "up to 12", "24 October 2023", "Türkiye and Kosovo".

All words stand in ``words.toml``; this file only puts them together. Every function takes the plain values of
``record.query`` and returns text without markup.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache, wraps
from importlib.resources import files
from typing import Any, TypeVar
from urllib.parse import quote

from materiel.packs import groups as groups_known
from materiel.packs import state_name
from materiel.packs import states as states_known
from materiel.record.days import last as last_day
from materiel.tell import tongue

Told = TypeVar("Told", bound=Callable[..., str])
AFTER_GOODS = 10_000
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_INDEX = re.compile(r"\[(\d+)\]")


def kept(function: Told) -> Told:
    """``function`` of plain values, kept by the language that is spoken: a page tells the same days and names often."""

    @lru_cache(maxsize=20_000)
    def told(_: str, *args: Any) -> str:
        return function(*args)

    current = tongue.SPOKEN.get  # without a call of ours between: a page asks a thousand times

    @wraps(function)
    def spoken(*args: Any) -> str:
        return told(current(), *args)

    return spoken  # type: ignore[return-value]


def words() -> Mapping[str, Any]:
    """The words of the language that is spoken now: those of its file, and English ones where that has none."""
    return _words(tongue.current())


@cache
def _words(code: str) -> Mapping[str, Any]:
    english = tomllib.loads((files("materiel.tell") / "words.toml").read_text("utf-8"))
    own = dict(tongue.known().get(code, {}))
    joined: dict[str, Any] = {
        name: value | own.get(name, {}) if isinstance(value, dict) else own.get(name, value)
        for name, value in english.items()
    }
    return own | joined


@kept
def name(code: str) -> str:
    """What a state, organisation or group is called; an unknown code is its own name."""
    return str(words().get("state", {}).get(code) or state_name(code))


@kept
def word(section: str, key: object) -> str:
    """The word for ``key`` in a section of ``words.toml``; a key that has none is its own word."""
    return str(words()[section].get(str(key), key))


def has_page(code: str) -> bool:
    """Whether this is a state, organisation or group that the packs know, and that therefore has a page."""
    return code in states_known() or code in groups_known()


def listed(items: Sequence[str]) -> str:
    """``["a", "b", "c"]`` as "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {words()['and']} {items[-1]}"


def states(codes: Iterable[str] | None) -> str:
    """The names of states or groups, or the word for none."""
    return listed([name(code) for code in codes or ()]) or str(words()["unnamed"])


def in_sentence(codes: Iterable[str] | None) -> str:
    """The same as they stand in a sentence ("the United States and Poland"); empty where there are none."""
    article, having = words()["article"], set(words()["with_article"])
    return listed([f"{article} {name(code)}" if code in having else name(code) for code in codes or ()])


@kept
def number(amount: float) -> str:
    """12500 as "12,500"; at most two decimals, none that are zero."""
    text = f"{amount:,.2f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return short.translate({ord(","): words()["thousands"], ord("."): words()["decimal"]})


@kept
def count(many: int, noun: str) -> str:
    """ "1 report", "3 reports": the form of ``[count]`` that the language takes for this number."""
    one, few, several = forms if len(forms := words()["count"][noun]) == 3 else (forms[0], forms[-1], forms[-1])
    return f"{number(many)} {_form(many, one, few, several)}"


def _form(many: int, one: str, few: str, several: str) -> str:
    """One, a few (2 to 4 at the end, but 12 to 14) or several, as Slavic languages count; others have two forms."""
    if not words().get("counts_by_ending"):
        return one if many == 1 else several
    last, teens = many % 10, many % 100 in range(11, 15)
    if last == 1 and not teens:
        return one
    return few if last in (2, 3, 4) and not teens else several


@kept
def told_in(reports: int, origins: int) -> str:
    """By how many reports of how many origins something is told: "1 report", "3 independent reports", "5 reports from 4
    origins"."""
    if reports == 1:
        return count(1, "report")
    if reports == origins:
        return count(reports, "independent report")
    both = {"reports": count(reports, "report"), "origins": count(origins, "origin")}
    return str(words()["phrase"]["told_in"]).format(**both)


@kept
def percent(amount: float) -> str:
    """12.5 as "12.5%"."""
    return str(words()["percent"]).format(n=number(amount))


def magnitude(amount: float) -> str:
    """343400000 as "343.4 million"; below a million as :func:`number`."""
    for size, name in words()["magnitudes"]:
        if abs(amount) >= size:
            return f"{number(amount / size)} {name}"
    return number(amount)


def money(value: Mapping[str, Any] | None) -> str:
    """``{"amount": 343400000, "currency": "EUR"}`` as "€343.4 million"; empty for None."""
    if not value or value.get("amount") is None:
        return ""
    currency = str(value.get("currency") or "")
    sign = words()["currency"].get(currency)
    text = magnitude(float(value["amount"]))
    return f"{sign}{text}" if sign else f"{currency} {text}".strip()


@kept
def day(date: object) -> str:
    """``2023-10-24`` as "24 October 2023", ``2023-10`` as "October 2023"; a range as "2027 to 2030"."""
    first, _, last = str(date or "").partition("/")
    return str(words()["range"]).format(first=_day(first), last=_day(last)) if last else _day(first)


def is_date(text: str) -> bool:
    """Whether this is a year, a month or a day of the calendar as the register writes them."""
    try:
        return bool(last_day(text))
    except ValueError:
        return False


def month(key: str) -> str:
    """The name alone of the month ``2023-05``."""
    return str(words()["months"][int(key[5:7]) - 1])


def _day(date: str) -> str:
    found = _DAY.match(date)
    if not found:
        return date
    year, month, of_month = found.groups()
    if not month or not 1 <= int(month) <= 12:
        return year
    told = words()["months"][int(month) - 1], words()["months_in_date"][int(month) - 1]
    if not of_month:
        return str(words()["month_form"]).format(month=told[0], year=year)
    return str(words()["day_form"]).format(day=int(of_month), month=told[1], year=year)


def step(status: str) -> int:
    """How high a status stands on the ladder, from 1; 0 for one that is off it (suspended, cancelled, refused)."""
    ladder: list[str] = words()["ladder"]
    return ladder.index(status) + 1 if status in ladder else 0


@kept
def field(path: str) -> str:
    """What a field's path is called: ``weapons[0].quantity`` is "Number"."""
    return word("field", _INDEX.sub("", path))


def is_minor(path: str) -> bool:
    """Whether a cell only says more precisely what another shows, so that its sentences can wait behind a click."""
    return _INDEX.sub("", path) in words()["minor"]


def is_wording(path: str) -> bool:
    """Whether a cell holds words of the text, which reports may choose freely without contradicting one another."""
    return _INDEX.sub("", path) in words()["wordings"]


def can_differ(path: str) -> bool:
    """Whether two values of a cell contradict one another: not other words for a thing, nor steps of one ladder."""
    return path != "status" and not is_wording(path)


def other(path: str) -> str:
    """What a value beside the one that the register goes by is."""
    return str(words()["beside"].get("wording" if is_wording(path) else path, words()["beside"]["value"]))


@kept
def anchor(path: str) -> str:
    """A field's path as an address within a page: ``weapons-0-quantity``."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", path).strip("-") or "cell"


def place(path: str) -> tuple[int, int]:
    """Where a field stands among the cells of a deal: parties, then goods entry by entry, then the rest.

    The first number tells the entries apart: -1 before the goods, their index, and a high one after them.
    """
    names = list(words()["field"])
    bare, found = _INDEX.sub("", path), _INDEX.search(path)
    rank = names.index(bare) if bare in names else len(names)
    if found:
        return int(found[1]), rank
    return (-1 if rank < names.index("weapons") else AFTER_GOODS), rank


@kept
def language(code: str | None) -> str:
    """The name of a language by its code (``sr-Cyrl`` too)."""
    return word("language", str(code or "").partition("-")[0].lower())


def tag(lang: str | None, text: str, script: str | None = None) -> str:
    """The value for a ``lang`` attribute (BCP 47), with the script for languages written in two; "" if unknown."""
    if not lang or not _TAG.fullmatch(lang):
        return ""
    if "-" in lang or lang not in words()["two_scripts"]:
        return lang
    return f"{lang}-{script or ('Cyrl' if _CYRILLIC.search(text) else 'Latn')}"


def sorting(name: str) -> str:
    """A name as it is put in order: without accents, small."""
    if name.isascii():
        return name.casefold()
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).casefold()


@kept
def segment(name: str) -> str:
    """A name as one part of an address's path."""
    return quote(name, safe="")


def filter_value(kind: str, value: str) -> str:
    """What a filter's value is called."""
    if kind == "country":
        return name(value)
    if kind in ("role", "category", "status"):
        return word(kind, value)
    return day(value) if kind in ("since", "until", "as_of") else f"“{value}”"


def reaction(told: Mapping[str, Any]) -> str:
    """A reaction in a line: "Serbia to Türkiye: criticism"."""
    who = name(told["actor"])
    if told.get("target"):
        who = str(words()["phrase"]["towards"]).format(actor=who, target=name(told["target"]))
    return f"{who}: {word('event', told['plover'])}"


def figure(told: Mapping[str, Any]) -> str:
    """A figure of a state in a line: "Serbia, military spending 2023: $1.2 billion"."""
    year = f" {told['year']}" if told.get("year") else ""
    return f"{name(told['country'])}, {word('measure', told['measure'])}{year}: {amount(told)}"


def amount(told: Mapping[str, Any]) -> str:
    """The amount alone of a figure of a state: per cent, money, or a number."""
    if told["measure"] == "gdp share":
        return percent(told["amount"])
    return money(told) if told.get("currency") else number(told["amount"])


def uses(spans: Iterable[Any], most: int = 6) -> str:
    """What rests on marked words, for a tip: the labels of all that lies over them."""
    labels = list(dict.fromkeys(use.label for span in spans for use in span.uses))
    return "; ".join(labels[:most]) + (f"; {len(labels) - most} more" if len(labels) > most else "")
