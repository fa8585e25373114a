"""Build the name files of the gazetteer from short hand-written tables.

    python bench/build_names.py            writes names/*.csv and groups.csv
    python bench/build_names.py --check    tells which stored files differ, writes nothing (exit status 1 if any)
    python bench/build_names.py --cldr     lists CLDR's state names that no stored form covers (needs babel)

``bench/names/<lang>.txt`` holds one state a line, ``ISO3 | names | adjectives | people | capitals``, and further
lines ``ISO3 kind | items``. ``bench/names/groups.txt`` holds ``code | name | kind | home | lang: items | lang: ...``.
Items are separated by commas:

    Srbija                  inflected by the first pattern of the language's ``auto`` list that fits
    Severna#fa Makedonija   ``#`` names the paradigm; the words of a name agree, case by case
    ~Slonovače, i, BiH      ``~``, a small first letter and capitals throughout mean: not inflected (names only)
    Київ/Києва/Києву&Києві  every case written out, ``&`` between variants
    Mali!                   caution: as written it is often another word, person or place
    Turk(s)                 both with and without the bracket
    ^                       (people) the adjectives with a capital letter

A line ``@also sr`` adds the items of another language's table to each cell.

The endings are data as well: ``bench/names/paradigms.toml``. A form that serves for every case has an empty case.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "names"
OUT = Path(__file__).parents[1] / "src" / "materiel" / "data" / "gazetteer"
KINDS = ("name", "adjective", "people", "capital", "city", "government")
CASES = ("nom", "gen", "dat", "acc", "abl", "loc", "ins", "voc")
LANGS = ("en", "tr", "sr", "hr", "bs", "sq", "ru", "uk", "mk", "bg", "el", "fr", "de", "ro", "es")
Slots = list[list[str]]  # for each case of a paradigm, the forms


class SeedError(Exception):
    """A line of a table that cannot be expanded: which one, and what to mend."""


@dataclass(frozen=True)
class Row:
    """One line of a name file."""

    iso3: str
    kind: str
    case: str
    form: str
    caution: str


@cache
def tables() -> dict[str, Any]:
    """paradigms.toml."""
    return tomllib.loads((HERE / "paradigms.toml").read_text("utf-8"))


@cache
def grammar(lang: str) -> dict[str, Any]:
    """Cases, paradigms and automatic choices of a language; ``like`` takes them from another one."""
    own: dict[str, Any] = tables().get(lang, {})
    return {**grammar(own["like"]), **own} if "like" in own else own


def group(kind: str) -> str:
    """Names of places and bodies are inflected alike; adjectives and people have endings of their own."""
    return kind if kind in ("adjective", "people") else "noun"


def cases(lang: str, kind: str) -> list[str]:
    """The case or cases of each slot of a paradigm; one slot without case where nothing is inflected."""
    return list(grammar(lang).get("cases", {}).get(group(kind), [""]))


def endings(lang: str, kind: str, word: str, name: str) -> Slots:
    """``word`` by the paradigm ``name``, written ``strip > ending ending/other ... + second number``."""
    if name == "0":
        return [[word] for _ in cases(lang, kind)]
    text = grammar(lang).get("paradigms", {}).get(name)
    if text is None:
        raise SeedError(f"{lang}: {word}: no paradigm {name!r}; write one that paradigms.toml has")
    strip, rest = (part.strip() for part in text.split(">"))
    if not word.endswith(strip):
        raise SeedError(f"{lang}: {word} does not end in -{strip}, as paradigm {name!r} expects; choose another")
    stem = word[: len(word) - len(strip)]
    slots: Slots = [[] for _ in cases(lang, kind)]
    for number in rest.split("+"):
        columns = number.split()
        if len(columns) != len(slots):
            raise SeedError(f"{lang}: paradigm {name!r} has {len(columns)} columns, not {len(slots)}; mend it")
        for slot, column in zip(slots, columns, strict=True):
            slot += [stem + ending.removeprefix("-") for ending in column.split("/")]
    return slots


def choose(lang: str, kind: str, word: str) -> str:
    """The paradigm that a word without a mark takes."""
    auto = grammar(lang).get("auto", {}).get(group(kind), [])
    return next((name for pattern, name in auto if re.search(pattern, word)), "0")


def token(lang: str, kind: str, text: str) -> Slots:
    """The forms of one word of an item."""
    word, _, name = text.partition("#")
    fixed = group(kind) == "noun" and not name and (word[0].islower() or word.isupper())
    if word.startswith("~") or fixed:
        return endings(lang, kind, word.lstrip("~"), "0")
    return endings(lang, kind, word, name or choose(lang, kind, word))


def options(item: str) -> list[str]:
    """``Turk(s)`` is ``Turk`` and ``Turks``."""
    match = re.fullmatch(r"(.*\S)\((\w+)\)(.*)", item)
    return [match[1] + match[3], match[1] + match[2] + match[3]] if match else [item]


def expand(lang: str, kind: str, item: str) -> Iterator[tuple[str, str]]:
    """(form, case) of every form of an item; case is empty where it tells nothing."""
    names = cases(lang, kind)
    found: dict[str, set[int]] = {}
    for text in options(item):
        if "/" in text and len(names) > 1:
            slots: Slots = [column.split("&") for column in text.replace("~", "").split("/")]
            if len(slots) != len(names):
                raise SeedError(f"{lang}: {text}: {len(slots)} forms for {len(names)} cases; write them all")
        else:
            words = [token(lang, kind, word) for word in text.split()]
            slots = [[" ".join(forms) for forms in product(*column)] for column in zip(*words, strict=True)]
        for slot, forms in enumerate(slots):
            for form in forms:
                found.setdefault(form.strip(), set()).add(slot)
    for form, have in found.items():
        told = {case for slot in have for case in names[slot].split("|")} if len(have) < len(names) else set()
        yield form, "|".join(case for case in CASES if case in told)


def items(cell: str) -> Iterator[tuple[str, bool]]:
    """The items of a cell and whether each is marked with caution."""
    for part in cell.split(","):
        if part := part.strip():
            yield part.rstrip("!").strip(), part.endswith("!")


@cache
def table(lang: str) -> dict[tuple[str, str], str]:
    """(ISO3, kind) to the cell of a language's table, with what ``@also`` adds."""
    cells: dict[tuple[str, str], str] = {}
    lines = (HERE / f"{lang}.txt").read_text("utf-8").splitlines()
    for line in lines:
        if line and line[0] not in "#@":
            head, *rest = (part.strip() for part in line.split("|"))
            iso3, _, kind = head.partition(" ")
            kinds = (kind,) if kind else KINDS[:4]
            if len(kinds) != len(rest):
                raise SeedError(f"{lang}.txt: {line[:40]!r} has {len(rest)} cells, not {len(kinds)}; mend it")
            for kind, cell in zip(kinds, rest, strict=True):
                if cell:
                    cells[iso3, kind] = f"{cells[iso3, kind]}, {cell}" if (iso3, kind) in cells else cell
    for line in lines:
        for place, cell in table(line.split()[1]).items() if line.startswith("@also") else ():
            cells[place] = f"{cells[place]}, {cell}" if place in cells else cell
    return cells


@cache
def kinds_of_state() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """official.txt: republic, kingdom, ... and the states that are called so before or after their short name."""
    lines = (line.partition("|") for line in (HERE / "official.txt").read_text("utf-8").splitlines())
    return tuple((kind.strip(), tuple(codes.split())) for kind, _, codes in lines)


def official(lang: str) -> Iterator[tuple[str, str]]:
    """(ISO3, item) of official names made from the short name, ``Republika Srbija``, where a language has a rule."""
    rules = grammar(lang).get("official", {})
    for kind, codes in kinds_of_state():
        rule = rules.get(kind)
        for iso3 in codes if rule else ():
            first, caution = next(items(table(lang).get((iso3, "name"), "")), ("", True))
            if first and not caution and "/" not in first:
                forms = list(expand(lang, "name", first))
                genitive = [form for form, case in forms if "gen" in case] or [forms[0][0]]
                fixed = {"{nom}": forms[0][0], "{gen}": genitive[-1]}
                item = str(rule).replace("{}", first)
                for place, form in fixed.items():
                    item = item.replace(place, " ".join("~" + word for word in form.split()))
                yield iso3, item


def entries(lang: str) -> Iterator[tuple[str, str, str, bool]]:
    """(ISO3, kind, item, caution) of a language, with people that repeat adjectives written out."""
    for (iso3, kind), cell in table(lang).items():
        for item, caution in items(cell):
            if item != "^":
                yield iso3, kind, item, caution
                continue
            for adjective, doubt in items(table(lang)[iso3, "adjective"]):
                yield iso3, kind, adjective[0].upper() + adjective[1:], doubt
    for iso3, item in official(lang):
        yield iso3, "name", item, False


def rows(lang: str) -> list[Row]:
    """The lines of a language's name file, sorted and without repetition."""
    found: dict[tuple[str, str, str], tuple[set[str], bool]] = {}
    for iso3, kind, item, caution in entries(lang):
        for form, case in expand(lang, kind, item):
            have, doubt = found.get((iso3, kind, form), (set(case.split("|")), caution))
            both = have | set(case.split("|")) if have != {""} and case else {""}
            found[iso3, kind, form] = (both, doubt and caution)
    out = []
    for (iso3, kind, form), (have, doubt) in found.items():
        case = "|".join(case for case in CASES if case in have)
        out.append(Row(iso3, kind, case, form, "1" if doubt else ""))
    return sorted(out, key=lambda row: (row.iso3, KINDS.index(row.kind), row.form))


def as_csv(header: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    """CSV with the project's line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue()


def cyrillic(text: str) -> str:
    """Serbian Latin as Serbian Cyrillic; the pairs stand in paradigms.toml, digraphs first."""
    for latin, letter in tables()["cyrillic"]:
        text = text.replace(latin, letter)
    return text


def aliases(cells: Iterable[str]) -> tuple[list[str], list[str]]:
    """All forms of a group's names in all languages, and those of them to be taken with caution."""
    found: dict[str, bool] = {}
    for cell in cells:
        lang, _, rest = cell.partition(":")
        for item, caution in items(rest):
            forms = [form for form, _ in expand(lang, "name", item)]
            also = [cyrillic(form) for form in forms] if lang in ("sr", "hr", "bs") else []
            for form in forms + [form for form in also if not re.search("[A-Za-z]", form)]:  # no Y, Q in Cyrillic
                found[form] = found.get(form, True) and caution
    return list(found), [form for form, caution in found.items() if caution]


def groups() -> str:
    """groups.csv."""
    lines = []
    for line in (HERE / "groups.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, name, kind, home, *cells = (part.strip() for part in line.split("|"))
            forms, doubtful = aliases(cells)
            forms = [form for form in forms if form != name]
            lines.append([code, name, kind, home, "|".join(forms), "|".join(doubtful)])
    return as_csv(("code", "name", "kind", "home", "aliases", "caution"), lines)


def build() -> dict[Path, str]:
    """Each file that this script owns, and what it should hold."""
    header = ("iso3", "kind", "case", "form", "caution")
    langs = [lang for lang in LANGS if (HERE / f"{lang}.txt").exists()]
    files = {
        OUT / "names" / f"{lang}.csv": as_csv(
            header, ((row.iso3, row.kind, row.case, row.form, row.caution) for row in rows(lang))
        )
        for lang in langs
    }
    return {**files, OUT / "groups.csv": groups()}


def compare_cldr() -> Iterator[str]:
    """Names of CLDR that no form covers: something to look at, not a fault."""
    from babel import Locale

    with (OUT / "states.csv").open(encoding="utf-8") as file:
        states = {row["iso2"]: row["iso3"] for row in csv.DictReader(file)}
    for lang in LANGS:
        have = {(row.iso3, row.form) for row in rows(lang) if row.kind == "name"}
        for iso2, name in Locale.parse("sr_Latn" if lang == "sr" else lang).territories.items():
            if iso2 in states and (states[iso2], name) not in have:
                yield f"{lang} {states[iso2]} {name}"


def main(arguments: list[str]) -> int:
    """Run one of the three modes; the exit status."""
    if arguments == ["--cldr"]:
        print("\n".join(compare_cldr()))
        return 0
    files = build()
    stale = [path for path, text in files.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        print(path.relative_to(OUT))
        if arguments != ["--check"]:
            path.write_text(files[path], "utf-8")
    return 1 if stale and arguments == ["--check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
