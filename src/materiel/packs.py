"""Packs: the data files under ``data/`` are loaded once, when first asked for, and checked as they are loaded.

A pack is plain data: TOML for languages and codebook, CSV for gazetteers. A fault in a file is a ``PackError`` that
names the file and the way out.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from materiel import cache as stored

CATEGORIES = (
    "uav", "loitering munition", "combat aircraft", "trainer aircraft", "transport aircraft", "helicopter",
    "air defence", "missile", "armoured vehicle", "artillery", "ship", "submarine", "radar/sensor", "engine",
    "small arms", "ammunition", "satellite", "other",
)  # fmt: skip
STATUSES = (
    "considered", "requested", "negotiating", "approved", "ordered", "delivered", "suspended", "cancelled", "refused",
)  # fmt: skip
MODES = ("sale", "gift", "lease", "licence", "re-export", "unknown")
ROUGH = ("approx", "at least", "up to")
QUALIFIERS = ("exact", *ROUGH)
SERVICES = ("upgrade", "support", "training")


class PackError(Exception):
    """A data file that is not as it should be: which file, and what to mend."""


def data(*parts: str) -> Traversable:
    """The bundled data file or folder at ``data/PARTS``."""
    place = files("materiel") / "data"
    for part in parts:
        place = place / part
    return place


def table(*parts: str) -> list[dict[str, str]]:
    """The rows of a bundled CSV file; PackError where a row has too few or too many cells."""
    name = "/".join(parts)
    rows = list(csv.DictReader(io.StringIO(data(*parts).read_text("utf-8"))))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise PackError(f"data/{name}:{number}: the row does not have as many cells as the header; quote commas")
    return rows


@cache
def toml(*parts: str) -> Mapping[str, Any]:
    """A bundled TOML file as plain data, read once.

    A language pack with a ``base`` takes over what it does not say itself; one in both scripts of Serbian gets its
    numbers, dates and currencies, written in Latin, in Cyrillic as well.
    """
    if parts[0] != "lang":
        return _parsed(parts)
    read = _kept(parts)
    if "base" in read:
        read = {**toml("lang", f"{read['base']}.toml"), **read}
    if {"Latn", "Cyrl"} <= set(read.get("scripts", ())):
        return {key: both_scripts(value) if key in _TWICE else value for key, value in read.items()}
    return read


def _parsed(parts: Sequence[str]) -> Mapping[str, Any]:
    try:
        return tomllib.loads(data(*parts).read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"data/{'/'.join(parts)}: {error}; mend the file") from error


def _kept(parts: Sequence[str]) -> Mapping[str, Any]:
    """A language pack, from the cache where it is there: its file takes longer to parse than all else."""
    name, digest = f"pack-{parts[-1].removesuffix('.toml')}", sha256(data(*parts).read_bytes()).hexdigest()[:16]
    path = stored.kept(name, digest, "json")
    try:
        held: Mapping[str, Any] = json.loads(path.read_bytes()) if path else {}
    except (OSError, ValueError):
        held = {}
    if held:
        return held
    made = _parsed(parts)
    stored.keep(name, digest, "json", json.dumps(made, separators=(",", ":")).encode())
    return made


_TWICE = (
    "abbreviations",
    "participle_endings",
    "past_endings",
    "plural_endings",
    "kinds",
    "numbers",
    "currencies",
    "dates",
)

_DIGRAPHS = (("dž", "џ"), ("lj", "љ"), ("nj", "њ"))
_CYRILLIC = str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")


def cyrillic(form: str) -> str:
    """A Serbian form written in Latin as it is written in Cyrillic."""
    low = form.lower()
    for latin, letter in _DIGRAPHS:
        low = low.replace(latin, letter)
    return low.translate(_CYRILLIC)


def both_scripts(value: Any) -> Any:
    """Lists and numbered words of a pack with each Latin word in Cyrillic too; other values as they are."""
    if isinstance(value, Mapping):
        words = {cyrillic(key): held for key, held in value.items() if isinstance(held, int | float)}
        return {**words, **{key: both_scripts(held) for key, held in value.items()}}
    return list(dict.fromkeys([*value, *map(cyrillic, value)])) if isinstance(value, list) else value


@cache
def states() -> Mapping[str, Mapping[str, str]]:
    """ISO 3166-1 alpha-3 code (and XKX) to its row of ``gazetteer/states.csv``."""
    return {row["iso3"]: row for row in table("gazetteer", "states.csv")}


@cache
def groups() -> Mapping[str, Mapping[str, str]]:
    """Code of an organisation or armed group to its row of ``gazetteer/groups.csv``."""
    return {row["code"]: row for row in table("gazetteer", "groups.csv")}


@cache
def weapons() -> Mapping[str, Mapping[str, str]]:
    """Designation to its row of ``gazetteer/weapons.csv``."""
    return {row["designation"]: row for row in table("gazetteer", "weapons.csv")}


@cache
def makers() -> Mapping[str, Mapping[str, str]]:
    """Maker's name to its row of ``gazetteer/makers.csv``."""
    return {row["name"]: row for row in table("gazetteer", "makers.csv")}


@cache
def regions() -> Mapping[str, Mapping[str, Any]]:
    """Key to the "name" and "states" of the regions of ``gazetteer/regions.toml``."""
    known = toml("gazetteer", "regions.toml")
    found: dict[str, Mapping[str, Any]] = {}
    for key, row in known["world"].items():
        codes = sorted(code for code, state in states().items() if state["region"] in row["parts"])
        found[key] = {"name": row["name"], "states": codes}
    return found | dict(known["own"])


def state_name(code: str) -> str:
    """What tables call a state, organisation or group: ``TUR`` is Türkiye; an unknown code is its own name."""
    if code in states():
        return states()[code]["name"]
    return groups()[code]["name"] if code in groups() else code


def state_names(codes: Iterable[str]) -> str:
    """The names of states and groups (``state_name``), a comma between them."""
    return ", ".join(map(state_name, codes))


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that have a pack, sorted."""
    return tuple(sorted(place.name[:-5] for place in data("lang").iterdir() if place.name.endswith(".toml")))


def lines(text: str) -> Iterator[str]:
    """The parts of a ``|``-separated cell."""
    return (part for part in text.split("|") if part)
