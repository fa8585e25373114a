"""What a reader asks for: the query part of an address, checked.

Every fault is told beside its field; nothing that was typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from materiel import packs
from materiel.record.days import last
from materiel.record.filters import SORTS
from materiel.tell import words as say
from materiel.tell.tongue import told

PER_PAGE = 50
ROLES = ("supplier", "recipient")
FARTHEST = 100_000
LONGEST = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked query. Empty text means "any"; ``sort`` has "-" before it for the highest first; pages count from 1."""

    text: str = ""
    country: str = ""
    role: str = ""
    category: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    as_of: str = ""
    background: bool = False
    sort: str = "-reported"
    page: int = 1

    def query(self, **changes: Any) -> str:
        """The shortest query part of an address that asks for this, with ``changes``; "" where nothing is asked."""
        return _address({name: changes.get(name, getattr(self, name)) for name in _DEFAULTS})

    @property
    def narrows(self) -> dict[str, str]:
        """The filters that leave something out, by field."""
        named = ("text", "country", "role", "category", "status", "since", "until", "as_of")
        return {name: getattr(self, name) for name in named if getattr(self, name)}


_DEFAULTS = {field.name: field.default for field in fields(Asked)}


def _address(values: Mapping[str, Any]) -> str:
    told = [(name, "1" if value is True else value) for name, value in values.items() if value != _DEFAULTS[name]]
    return urlencode(told)


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, what it means, and by field what is wrong with it."""

    asked: Asked
    typed: Mapping[str, str]
    faults: Mapping[str, str]

    @property
    def is_clean(self) -> bool:
        """Whether the address has no empty or default parts that a redirect should drop."""
        return all(value.strip() and value != str(_DEFAULTS.get(name)) for name, value in self.typed.items())


def parse(items: Iterable[tuple[str, str]]) -> Query:
    """A query from the parts of an address; names that are not ours are passed over, the last of a name counts."""
    typed = {name: value for name, value in items if name in _DEFAULTS}
    found: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, value in typed.items():
        try:
            found[name] = _CHECKS[name](_tidy(value))
        except ValueError as error:
            faults[name] = str(error)
    asked = Asked(**{name: value for name, value in found.items() if value != ""})
    if asked.role and not asked.country:
        asked = replace(asked, role="")
    if asked.since and asked.until and last(asked.until) < asked.since:
        faults["until"] = told("This date is before the first one; swap the two.")
    return Query(asked, typed, faults)


def _tidy(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError(told("There is a character here that cannot be shown; type the words again."))
    if len(value) > LONGEST:
        raise ValueError(told("This is longer than {number} characters; use fewer words.", number=LONGEST))
    return value.strip()


def _text(value: str) -> str:
    return value


def _country(value: str) -> str:
    """The code of a state or group typed as code or as name; a name that no pack knows may be a group's."""
    code = value.upper()
    if not value or code in packs.states() or code in packs.groups():
        return code
    wanted = value.casefold()
    for known in (packs.states(), packs.groups()):
        for key, row in known.items():
            if row["name"].casefold() == wanted:
                return key
    if len(value) == 3 and value.isascii():
        raise ValueError(told("No state has the code {value}; choose one from the list.", value=value))
    return value


def _choice(*allowed: str) -> Any:
    def check(value: str) -> str:
        if value and value not in allowed:
            raise ValueError(told("“{value}” is not one of the choices; choose one from the list.", value=value))
        return value

    return check


def _date(value: str) -> str:
    if not value or (say.is_date(value) and "1900" <= value[:4] <= "2199"):
        return value
    raise ValueError(told("“{value}” is not a date; write 2023, 2023-05 or 2023-05-17.", value=value))


def _flag(value: str) -> bool:
    if value not in ("", "0", "1"):
        raise ValueError(told("This is either 1 or 0."))
    return value == "1"


def _page(value: str) -> int:
    if value == "":
        return 1
    if not (value.isascii() and value.isdigit() and 1 <= len(value) <= 6 and 1 <= int(value) <= FARTHEST):
        raise ValueError(told("“{value}” is not the number of a page; pages count from 1.", value=value))
    return int(value)


_CHECKS: Mapping[str, Any] = {
    "text": _text,
    "country": _country,
    "role": _choice(*ROLES),
    "category": _choice(*packs.CATEGORIES),
    "status": _choice(*packs.STATUSES),
    "since": _date,
    "until": _date,
    "as_of": _date,
    "background": _flag,
    "sort": _choice(*(sign + name for name in SORTS for sign in ("", "-"))),
    "page": _page,
}
