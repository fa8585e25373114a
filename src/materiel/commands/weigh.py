"""``materiel weigh``: what a deal does to its region, as tables, as JSON or as a picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from materiel import packs
from materiel.commands.grid import say, table
from materiel.commands.screen import Refused
from materiel.weigh import desk
from materiel.weigh.chart import short
from materiel.weigh.desk import Desk
from materiel.weigh.indicator import Indicator
from materiel.weigh.questions import Question
from materiel.weigh.scenario import assumptions

MOST = 24
"""Rows of a table on the screen; ``--format json`` has all."""

HIDDEN = {"id", "sentence", "label"}

CODES = {"country", "state", "supplier", "recipient", "actor", "target", "states"}
"""Columns of codes, which people read as names."""

YEARS = {"year", "last"}
"""Columns of years, which are written without a comma."""

LABELS = {
    "stock": "neighbours' stock",
    "k": "k reaction",
    "a": "a fatigue",
    "g": "g grievance",
    "p": "p",
    "flipped": "index if turned",
    "explained": "R²",
    "control_hits": "their controls",
    "pair_hits": "of these hits",
    "gdp": "GDP",
    "spending.current": "US$",
    "spending.constant": "constant US$",
    "spending.local": "own currency",
    "spending.share": "% of GDP",
    "spending.per_head": "a head",
    "spending.per_soldier": "a soldier",
    "spending.growth": "growth, %",
}
"""What columns are called on the screen, where their name does not tell a reader; of one answer alone, after its name.
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """How answers are shown: as a table or ``json``; ``only`` the one of this name; ``chart`` is a file for a picture
    of the first that can be drawn; ``assume`` a file of assumptions for scenarios."""

    form: str = "table"
    only: str | None = None
    chart: str | None = None
    assume: str | None = None


def show(place: str, what: str, names: Sequence[str], shown: Shown) -> int:
    """Prints the answers about a country, pair, region or deal."""
    with desk.open(place) as held:
        question = asked(held, what, names)
        if shown.assume:
            question.assume = Path(shown.assume)
            assumptions(question.assume)  # a fault of the file is the user's to mend, whatever else can be answered
        answers = question.answers(shown.only)
        if not answers:
            raise Refused(f"{shown.only!r} is not among the answers; choose {', '.join(question.names())}")
        if shown.chart:
            draw(answers, Path(shown.chart))
    if shown.form == "json":
        print(json.dumps([one.to_dict() for one in answers], ensure_ascii=False, indent=1))
        return 0
    for one in answers:
        tell(one)
    return 0


def asked(held: Desk, what: str, names: Sequence[str]) -> Question:
    """The question that the words of the command line put."""
    put: dict[str, Callable[[], Question]] = {
        "country": lambda: held.country(names[0]),
        "pair": lambda: held.pair(names[0], names[1]),
        "region": lambda: held.region(names[0]),
        "deal": lambda: held.deal(names[0]),
    }
    return put[what]()


def draw(answers: Sequence[Indicator], file: Path) -> None:
    """Writes the picture of the first answer that has one, as the file's ending says: .svg or .png."""
    if file.suffix.lower() not in (".svg", ".png"):
        raise Refused(f"{file}: pictures are .svg or .png; give the file one of these endings")
    drawn = next((one for one in answers if one.picture and one.rows), None)
    if drawn is None:
        raise Refused("there is nothing to draw; the table says what is missing")
    svg = drawn.chart()
    made = svg.encode() if file.suffix.lower() == ".svg" else _png(svg)
    try:
        file.write_bytes(made)
    except OSError as error:
        raise Refused(f"{file}: the picture cannot be written: {error.strerror}; name another place") from None


def tell(one: Indicator) -> None:
    """One answer for people."""
    names = ", ".join(packs.state_name(code) for code in one.about)
    say(f"{one.name}: {names}", "bold")
    if one.value is not None:
        label = " [model]" if one.model else ""
        say(f"{number(one.value)} {one.unit}{_interval(one)}{_period(one)}{label}")
    if one.rows:
        _table(one.name, one.rows)
        if len(one.rows) > MOST:
            say(f"{len(one.rows) - MOST} rows more with --format json", "dim")
    for finding in one.findings:
        say(finding)
    if one.assumed:
        told = "; ".join(f"{name.replace('_', ' ')} {number(value)}" for name, value in one.assumed)
        say(f"Assumed: {told}", "dim")
    if one.value is not None or one.rows:
        say(f"Method: {one.method}", "dim")
    if one.editions:
        say(f"Source: {'; '.join(one.editions)}", "dim")
    for warning in one.warnings:
        say(f"! {warning}", "yellow")
    print()


def number(value: Any) -> str:
    """A number as tables show it: 1.23bn, 0.354, 1,150."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer() and abs(value) < 1e5):
        return f"{value:,.0f}"
    if isinstance(value, list | tuple):
        return ", ".join(number(one) for one in value)
    return short(value) if isinstance(value, float) else str(value)


def _table(answer: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Prints the rows that fit a screen; a value with bounds is one cell."""
    bounds = {f"{name}_{end}" for name in rows[0] for end in ("low", "high") if f"{name}_{end}" in rows[0]}
    codes = {"country", "state", "supplier"} if "name" in rows[0] else set()
    told = [name for name in rows[0] if name not in HIDDEN | bounds | codes]
    columns = [name for name in told if any(row.get(name) not in (None, "", [], ()) for row in rows)]
    heads = [LABELS.get(f"{answer}.{name}") or LABELS.get(name, name.replace("_", " ")) for name in columns]
    right = [
        any(isinstance(row.get(name), int | float) and not isinstance(row.get(name), bool) for row in rows)
        for name in columns
    ]
    table(heads, right, [[(_cell(name, row), "") for name in columns] for row in rows[:MOST]])


def _cell(name: str, row: Mapping[str, Any]) -> str:
    value = row.get(name)
    if value is None:
        return "–"
    if name in CODES:
        return _named(str(value))
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    told = str(value) if name in YEARS else number(value)
    ends = [row.get(f"{name}_{end}") for end in ("low", "high")]
    return told if None in ends else f"{told} ({number(ends[0])}–{number(ends[1])})"


def _named(codes: str) -> str:
    """Codes as names: ``SRB XKX`` and ``FRA, ITA`` too."""
    joint = ", " if ", " in codes else " "
    known = [packs.state_name(code) if code in packs.states() else code for code in codes.split(joint)]
    return (", " if joint == ", " else " – ").join(known)


def _interval(one: Indicator) -> str:
    if one.low is None or one.high is None:
        return ""
    return f" (95 %: {number(one.low)} to {number(one.high)})"


def _period(one: Indicator) -> str:
    if not one.period:
        return ""
    first, last = one.period
    return f", {first}" if first == last else f", {first} to {last}"


def _png(svg: str) -> bytes:
    try:
        convert = import_module("vl_convert")
    except ImportError:
        raise Refused("a PNG needs vl-convert; pip install 'materiel[png]', or name a .svg file") from None
    made: bytes = convert.svg_to_png(svg, scale=2)
    return made
