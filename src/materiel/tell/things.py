"""Things: a deal's goods in words: their number, what they are called, and the line that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from materiel.packs import cyrillic, languages, toml
from materiel.tell import tongue
from materiel.tell import words as say


def quantity(weapon: Mapping[str, Any]) -> str:
    """The number of a weapons entry: "12", "up to 12", "about 30", "“thousands”"; empty where none is told."""
    told, vague = weapon.get("quantity"), weapon.get("quantity_text")
    if told is None:
        return str(say.words()["phrase"]["quoted_number"]).format(words=vague) if vague and _is_ours(vague) else ""
    pattern = say.words()["qualifier"].get(weapon.get("quantity_qualifier"), "{n}")
    return str(pattern).format(n=say.number(told))


@say.kept
def _is_ours(vague: str) -> str:
    """The words of a vague number ("dozens of") where they are of the language that is spoken; those of another say
    nothing to its readers, who find them with their sentence in the cell."""
    known = _vague(str(say.words().get("tag", tongue.DEFAULT))[:2])
    return vague if any(word in known for word in vague.casefold().split()) else ""


@cache
def _vague(lang: str) -> frozenset[str]:
    forms = toml("lang", f"{lang}.toml")["numbers"]["vague"] if lang in languages() else ()
    return frozenset((*forms, *map(cyrillic, forms)))


def called(weapon: Mapping[str, Any]) -> str:
    """What a weapons entry is called: its designation, with what sets it apart (``apart``), else the words of the
    text."""
    name = str(weapon.get("designation") or weapon.get("name") or say.words()["phrase"]["goods"])
    return f"{name} ({weapon['part']})" if weapon.get("part") else name


def thing(weapon: Mapping[str, Any]) -> str:
    """What a weapons entry is called, with the service if any."""
    name, pattern = called(weapon), say.words()["service"].get(weapon.get("service"))
    return str(pattern).format(goods=name) if pattern else name


def apart(weapons: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Weapons entries of which those that share a type with an earlier one say in the text's words what they are:
    246 Javelin, 24 Javelin (command launch units)."""
    seen: set[str] = set()
    for weapon in weapons:
        kind, name = weapon.get("designation") or "", str(weapon.get("name") or "")
        yield {**weapon, "part": name} if kind in seen and name and kind.split()[0] not in name else weapon
        seen.update({kind} - {""})


def numbered(many: str, name: str, is_vague: bool) -> str:
    """ "12 GM200", but "shells (“thousands”)" where the number is only words."""
    if many and is_vague:
        return str(say.words()["phrase"]["vaguely"]).format(goods=name, words=many)
    return f"{many} {name}".strip()


def goods(weapons: Iterable[Mapping[str, Any]], most: int = 3) -> str:
    """A deal's goods in one line: "12 Bayraktar TB2, up to 3 GM200"."""
    items = [numbered(quantity(weapon), thing(weapon), weapon.get("quantity") is None) for weapon in apart(weapons)]
    more = len(items) - most
    kept = items[:most] + ([str(say.words()["more_goods"]).format(n=more)] if more > 0 else [])
    return ", ".join(kept) or str(say.words()["unknown"])


def categories(weapons: Iterable[Mapping[str, Any]]) -> str:
    """The categories of a deal's goods, each once."""
    return ", ".join(dict.fromkeys(say.word("category", weapon.get("category") or "other") for weapon in weapons))


def one_of(category: str) -> str:
    """What one thing of a category is called in a sentence ("drone"); the category itself where it has no noun."""
    nouns = say.words()["noun"].get(category)
    return str(nouns[0] if nouns else say.word("category", category).lower())
