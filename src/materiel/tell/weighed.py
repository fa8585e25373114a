"""What is weighed: the indicators of a state, a pair, a region or a deal, as pictures with the tables behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from materiel.packs import CATEGORIES, STATUSES, state_name
from materiel.record.store import Register
from materiel.tell import render, shelves, summary
from materiel.tell import words as say
from materiel.tell.phrases import edition, said
from materiel.tell.source import source
from materiel.tell.tongue import told
from materiel.tell.topics import Topic
from materiel.weigh.chart import draw
from materiel.weigh.desk import Desk
from materiel.weigh.indicator import UNTOLD, Indicator, Missing
from materiel.weigh.ink import INK
from materiel.weigh.questions import Question

Row = Mapping[str, Any]
PARTIES = {"country", "supplier", "recipient", "actor", "target", "states", "state", "rival"}
LABELS = ("name", "label", "category", "outcome")
"""Columns of pictures that hold words."""

_RAW = re.compile(r"\b(?:uav|radar/sensor)\b")
"""Categories that are no words of a language."""

_TITLE = re.compile(r'<text x="16" y="26"[^>]*>[^<]*</text>')
_MORE = re.compile(r">(\d+) more in the table<")

PLAIN = {"year", "last", "first"}


@dataclass(frozen=True, slots=True)
class Answer:
    """An indicator as the page shows it: its value and its time in words, its picture, and a table of words with its
    columns."""

    made: Indicator
    value: str
    period: str
    picture: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def topic(request: Request) -> Response:
    """The indicators of a state, a pair or a region."""
    found = shelves.asked(request)
    if not found.is_weighed:
        raise HTTPException(404, told("Only states, two states and regions are weighed."))
    answers = source(request).ask(_of_topic, found)
    return _page(request, found.name, found.path, answers)


def deal(request: Request) -> Response:
    """Before and after a deal: what it brings for the first time, who reacted, what followed, what may follow."""
    held = source(request).deal(str(request.path_params["id"]))
    if held is None:
        raise HTTPException(404, told("The register holds no deal of this name."))
    answers = source(request).ask(_of_deal, held)
    return _page(request, summary.headline(held), f"/deals/{say.segment(held['id'])}", answers)


def _page(request: Request, name: str, path: str, answers: Sequence[Indicator]) -> Response:
    if request.url.path.endswith(".json"):
        return render.data(request, {"about": name, "answers": [one.to_dict() for one in answers]})
    given = [answer(one) for one in answers if one.rows or one.value is not None]
    missing = [
        (one.name, _whole(said(one.warnings[0])))
        for one in answers
        if one.warnings and not one.rows and one.value is None
    ]
    values = {"name": name, "at_path": path, "answers": given, "missing": missing}
    return render.page(request, "weighed.html", values)


def _of_topic(register: Register, found: Topic) -> list[Indicator]:
    desk = Desk(register)
    if found.kind == "region":
        return desk.region(",".join(found.terms["recipient"])).answers()
    if found.kind == "pair":
        return desk.pair(*found.key.split("/")).answers()
    return desk.country(found.key).answers()


def _of_deal(register: Register, row: Row) -> list[Indicator]:
    """The deal's own answers, and between its recipient and whoever stands against it the spending and the tension."""
    desk = Desk(register)
    asked = desk.deal(str(row["id"]))
    answers = asked.answers()
    if not asked.states:
        return answers
    state = asked.states[0]
    year = int((row["delivery_date"] or row["order_date"] or row["last_reported"] or "2000")[:4])
    against = [*desk.held.rivals(state, year), *_reacting(answers, state, row)]
    questions: list[Question] = [desk.country(state)]
    questions += [desk.pair(state, against[0])] if against else []
    beside = [one for it in questions for one in it.answers()]
    wanted = {"spending", "tension"} if against else {"spending"}
    last = {one.name: one for one in beside if one.name in wanted | {"supply"}}
    try:
        around = desk.region(",".join(dict.fromkeys((state, *row["supplier"], *against[:3])))).answers("relations")
    except Missing:
        around = []
    return [*answers, *last.values(), *around]


def _reacting(answers: Sequence[Indicator], state: str, row: Row) -> list[str]:
    """The states whose reaction to the deal was hostile, the most so first."""
    rows = next((one.rows for one in answers if one.name == "reactions"), ())
    hostile = sorted((one for one in rows if one["intensity"] < 0), key=lambda one: float(one["intensity"]))
    parties = {state, *row["supplier"]}
    return [str(one["actor"]) for one in hostile if one["actor"] not in parties]


def answer(one: Indicator) -> Answer:
    """An indicator in words."""
    columns = _columns(one.rows)
    rows = tuple(tuple(_cell(name, row) for name in columns) for row in one.rows)
    told_ = replace(
        one,
        method=said(one.method),
        editions=tuple(dict.fromkeys(map(edition, one.editions))),
        findings=tuple(map(_whole, map(said, one.findings))),
        warnings=tuple(map(_whole, map(said, one.warnings))),
    )
    period = say.day("/".join(dict.fromkeys(one.period))) if one.period else ""
    return Answer(told_, _value(one), period, _picture(one), columns, rows)


def _value(one: Indicator) -> str:
    """The value with its bounds and what it is a number of."""
    if one.value is None:
        return ""
    value, low, high = ("" if it is None else _written(it, one.unit) for it in (one.value, one.low, one.high))
    if low and high:
        value += " " + told("(95%: {low} to {high})", low=low, high=high)
    pattern = "{value}" if one.unit == "USD" else say.words()["value"].get(one.unit)
    return str(pattern).format(value=value) if pattern else f"{value} {said(one.unit)}"


def _written(value: float, unit: str) -> str:
    if unit == "USD":
        return say.money({"amount": float(f"{value:.3g}"), "currency": "USD"})
    return say.percent(round(value * 100)) if unit.startswith("share of") else _number(value)


def _whole(text: str) -> str:
    """A remark as a sentence."""
    text = _RAW.sub(lambda found: say.word("category", found[0]).lower(), text)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', ')')) else '.'}"


def _picture(one: Indicator) -> Markup:
    """The picture in the colours and the language of the page."""
    if one.picture is None or not one.rows:
        return Markup("")
    rows = tuple(_labelled(row) for row in one.picture.rows or one.rows)
    names = tuple((code, state_name(code)) for code, _ in one.picture.names)
    picture = replace(one.picture, rows=rows, names=names)
    drawn = draw(picture, rows).replace('<rect width="100%" height="100%" fill="#fff"/>', "")
    drawn = re.sub(r' width="\d+" height="\d+" role=', " role=", drawn, count=1)
    for text in filter(None, (one.picture.title, one.picture.unit)):  # ``draw`` reads the English ones
        told_ = escape(said(text))
        drawn = drawn.replace(f">{escape(text)}<", f">{told_}<", 1).replace(f'"{escape(text)}"', f'"{told_}"', 1)
    drawn = _TITLE.sub("", drawn, count=1).replace(
        'viewBox="0 0 760 ', 'viewBox="0 14 760 ', 1
    )  # the page has it above
    drawn = drawn.replace(">-", ">−")
    drawn = _MORE.sub(lambda found: f">{escape(told('{n} more in the table', n=found[1]))}<", drawn, count=1)
    return Markup(drawn.replace(f'="{INK}"', '="currentColor"'))  # ``draw`` escapes every name


def _labelled(row: Row) -> Row:
    """A row of a picture with its words as they are called here; codes stay, as drawings look them up."""
    told_ = {name: _called(value) for name in LABELS if isinstance(value := row.get(name), str)}
    if "label" in told_ and {"actor", "event", "first"} <= row.keys():
        told_["label"] = f"{say.reaction({**row, 'plover': row['event']})}, {say.day(str(row['first'])[:7])}"
    return dict(row) | told_


def _called(value: str) -> str:
    return say.word("category", value) if value in CATEGORIES else said(value)


def _columns(rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns that say something; bounds stand beside what they bound."""
    if not rows:
        return ()
    bounds = {f"{name}_{end}" for name in rows[0] for end in ("low", "high") if name in rows[0]}
    code = next((name for name in ("country", "state", "supplier") if name in rows[0]), "")
    twice = {"name"} if all(row.get("name") == state_name(str(row.get(code))) for row in rows) else set()
    shown = [name for name in rows[0] if name not in UNTOLD | bounds | twice]
    return tuple(name for name in shown if any(row.get(name) not in (None, "", [], ()) for row in rows))


def _cell(name: str, row: Row) -> str:
    value = row.get(name)
    if value is None or value in ("", [], ()):
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(_one(name, it) for it in value)
    shown = _one(name, value)
    low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
    return shown if low is None or high is None else f"{shown} ({_number(low)}–{_number(high)})"


def _one(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return told("yes") if value else told("no")
    if isinstance(value, int | float):
        return str(value) if name in PLAIN else _number(float(value))
    if name in PARTIES:
        return say.name(str(value))
    if value in CATEGORIES:
        return say.word("category", value)
    return say.word("status", value) if value in STATUSES else say.word("indicator_word", value)


def _number(value: float) -> str:
    """A number as tables show it: three digits that count."""
    return say.magnitude(float(f"{value:.3g}")).replace("-", "−")
