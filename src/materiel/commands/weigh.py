"""``materiel weigh``: what a deal does to its region, as tables, as JSON or as a picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from materiel import packs
from materiel.commands.grid import say
from materiel.commands.screen import Refused
from materiel.commands.weigh_table import MOST, number, table
from materiel.weigh import desk
from materiel.weigh.desk import Desk
from materiel.weigh.indicator import Indicator
from materiel.weigh.questions import Question
from materiel.weigh.scenario import assumptions


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
        table(one.name, one.rows)
        if len(one.rows) > MOST:
            say(f"{len(one.rows) - MOST} rows more with --format json", "dim")
    for finding in one.findings:
        say(finding)
    if one.assumed:
        told = "; ".join(f"{name.replace('_', ' ')} {_assumed(name, value)}" for name, value in one.assumed)
        say(f"Assumed: {told}", "dim")
    if one.value is not None or one.rows:
        say(f"Method: {one.method}", "dim")
    if one.editions:
        say(f"Source: {'; '.join(one.editions)}", "dim")
    for warning in one.warnings:
        say(f"! {warning}", "yellow")
    print()


def _assumed(name: str, value: Any) -> str:
    return str(value) if name.endswith("seed") else number(value)


def _interval(one: Indicator) -> str:
    if one.low is None or one.high is None:
        return ""
    return f" (95%: {number(one.low)} to {number(one.high)})"


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
