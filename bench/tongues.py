"""Completes the languages of the site: names of states and languages, and months, from the CLDR; Serbian in Cyrillic.

    python bench/tongues.py [--check]

Takes each ``src/materiel/tell/lang/CODE.toml`` that people write, puts the tables of the CLDR (babel) in, and makes
``sr-Cyrl.toml`` of ``sr-Latn.toml`` letter by letter. ``--check`` changes nothing and fails where something would.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from babel import Locale

from materiel import packs

HOME = Path(__file__).parent.parent / "src/materiel/tell"
DIGRAPHS = {"lj": "љ", "nj": "њ", "dž": "џ"}
LETTERS = dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True))
NAMES = (
    "materiel BibTeX PLOVER ACCUSE SIPRI Bayraktar TUR YYYY MM DD JSON Lines CSV PDF Atom OpenAPI json UTC ISO USD "
    "Student Clopper Pearson McNemar Richardson Herfindahl Hirschman Cartwright Harary Aref Mason Wilson Breusch "
    "Godfrey bootstrap"
)
"""Words that stay in Latin letters: names, codes and what is typed."""

STAY = frozenset(NAMES.split())
KEPT = r"\{[^}]*\}|`[^`]*`|bench/README\.md|scenario\.toml|YYYY-MM-DD|Srpski \(latinica\)"
LATIN = re.compile(rf"(?P<kept>{KEPT})|[^\W\d_]+")


def completed(told: Mapping[str, Any], tag: str) -> dict[str, Any]:
    """A language's tables with those that the CLDR knows."""
    locale = Locale.parse(tag, sep="-")
    months = locale.months["stand-alone"]["wide"], locale.months["format"]["wide"]
    days = locale.days["stand-alone"]["wide"]
    alone, in_date = ([names[it] for it in range(1, 13)] for names in months)
    codes = {code: row["iso2"] for code, row in packs.states().items() if row.get("iso2")}
    states = {code: name for code, name in told.get("state", {}).items() if code in packs.groups()}  # the CLDR has none
    states |= {code: locale.territories[two] for code, two in codes.items() if two in locale.territories}
    english = tomllib.loads((HOME / "words.toml").read_text("utf-8"))["language"]
    languages = {code: locale.languages[code] for code in english if code in locale.languages}
    in_date = told.get("months_in_date", in_date)  # the CLDR has no genitive of Serbian months
    made = {"months": alone, "months_in_date": in_date, "weekdays": [days[it] for it in range(7)]}
    return {**told, **made, "state": states, "language": languages}


def cyrillic(text: str) -> str:
    """Serbian from Latin letters to Cyrillic ones; placeholders and names of programs stay."""
    return LATIN.sub(lambda found: found[0] if found["kept"] else _word(found[0]), text)


def _word(word: str) -> str:
    if word in STAY:
        return word
    found, at = "", 0
    while at < len(word):
        low = word[at : at + 2].lower()
        sign = DIGRAPHS.get(low)
        step = 2 if sign else 1
        sign = sign or LETTERS.get(word[at].lower(), word[at])
        found += sign.upper() if word[at].isupper() else sign
        at += step
    return found


def written(value: Any) -> Any:
    """``value`` with every text in it in Cyrillic; keys stay."""
    if isinstance(value, str):
        return cyrillic(value)
    if isinstance(value, list):
        return [written(one) for one in value]
    return {key: written(one) for key, one in value.items()} if isinstance(value, dict) else value


def toml(told: Mapping[str, Any], before: str = "") -> str:
    """Tables as TOML; plain values come first."""
    plain = [f"{_key(key)} = {_value(value)}" for key, value in told.items() if not isinstance(value, dict)]
    parts = ["\n".join(plain)] if plain else []
    for key, value in told.items():
        if isinstance(value, dict):
            name = f"{before}{_key(key)}"
            nested = any(isinstance(one, dict) for one in value.values())
            parts.append(toml(value, f"{name}.") if nested else f"[{name}]\n{toml(value)}".rstrip())
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False)


def main() -> int:
    """Writes the files, or says which are not as they should be."""
    stale = []
    for place in sorted((HOME / "lang").glob("*.toml")):
        if place.stem == "sr-Cyrl":
            continue
        told = tomllib.loads(place.read_text("utf-8"))
        made = {place: completed(told, told["tag"])}
        if place.stem == "sr-Latn":
            other = written({key: value for key, value in told.items() if key not in ("tag", "own_name")})
            head = {"tag": "sr-Cyrl", "own_name": "Српски (ћирилица)"}
            made[place.with_name("sr-Cyrl.toml")] = completed(head | other, "sr-Cyrl")
        for file, tables in made.items():
            text = toml(tables)
            if not file.exists() or file.read_text("utf-8") != text:
                stale.append(file.name)
                if "--check" not in sys.argv:
                    file.write_text(text, "utf-8")
    print(", ".join(stale) or "nothing to do")
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
