"""Review: the queue, one case of it at a time, a whole deal with all that can be decided about it, and taking back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from materiel.record import field_values, query, review
from materiel.record.faults import RegisterError
from materiel.record.questions import KINDS
from materiel.record.review import Verdict
from materiel.record.store import Register
from materiel.tell import render, summary
from materiel.tell import words as say
from materiel.tell.answers import Answer
from materiel.tell.live import cases, forms
from materiel.tell.live.forms import Form
from materiel.tell.live.gate import account
from materiel.tell.phrases import said
from materiel.tell.shelves import number
from materiel.tell.source import source
from materiel.tell.tongue import at, told

PER_PAGE = 50
LONGEST = {"value": 500, "other": 200, "why": 2000}
"""Characters of what is typed."""

FIELDS = ("value", "why", "other", "field", "act", "document")

Row = Mapping[str, Any]
Place = tuple[str, str, str]
"""The kind, deal and field of a question."""


@dataclass(slots=True)
class Typed:
    """What stood in a form that could not be taken, and what is wrong with it, by field; "" is the whole form."""

    values: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    faults: dict[str, str] = field(default_factory=dict)
    status: int = 200


def queue(request: Request) -> Response:
    """What waits for a person, as a list."""
    return forms.page(request, "review.html", _queue(request) | {"done": _done(request)})


def queue_json(request: Request) -> Response:
    """The same as JSON."""
    listed = _queue(request)
    more = f"/review.json?{urlencode({'kind': listed['kind'], 'page': listed['page'] + 1})}" if listed["more"] else None
    rows = [{name: row[name] for name in ("kind", "deal", "field", "told")} for row in listed["rows"]]
    return render.data(request, {"waiting": listed["waiting"], "next": more, "questions": rows})


def case(request: Request) -> Response:
    """One question, with two reports or deals side by side."""
    return _case(request, _place(request), Typed())


def answer(request: Request, form: Form) -> Response:
    """Keeps the answer to a question and goes on to the next one."""
    kind, deal, _ = _place(request)
    place = (kind, deal, form.get("field", ""))
    typed = _typed(form)
    found = _ask(request, cases.case, *place)
    if found is None:
        raise HTTPException(404, told("This question does not wait any more."))
    chosen = found.answers.get(form.get("answer", ""))
    if form.get("seen") != found.seen:
        typed.faults[""] = told("The question has changed since you loaded it; look at it again.")
    elif chosen is None:
        typed.faults[""] = told("Choose one of the answers.")
    elif chosen.takes and not typed.values["value"].strip():
        typed.faults["value"] = told("Give the value.")
    following = _beside(_ask(request, review.order), place)[2]
    made = _kept(request, typed, lambda register, why: _answered(register, chosen, (_who(request), why), typed))
    if not made:
        return _case(request, place, typed)
    waiting = _ask(request, review.order)
    then = following if following in waiting else next(iter(waiting), None)
    return RedirectResponse(f"{_address(then)}{'&' if then and then[2] else '?'}done={made[-1]}", 303)


def _answered(register: Register, chosen: Answer | None, by: tuple[str, str | None], typed: Typed) -> list[str]:
    return chosen.keep(register, *by, typed.values["value"]) if chosen else []


def deal(request: Request) -> Response:
    """A deal with everything that can be decided about it."""
    return _deal(request, Typed())


def decide(request: Request, form: Form) -> Response:
    """Keeps a decision about a deal."""
    typed, name = _typed(form), _name(request)
    kind, about = form.get("act", ""), form.get("field") or None
    more: dict[str, Any] = {
        "field": about,
        "other": form.get("other") or None,
        "document": form.get("document") or None,
    }
    if kind == "correct":
        more["value"] = typed.values["value"]
        if not typed.values["value"].strip():
            typed.faults["value"] = told("Give the value.")
    elif about and form.get("told"):
        try:
            more["value"] = json.loads(form["told"])
        except ValueError:
            typed.faults[""] = told("Choose one of the answers.")
    verdict = Verdict(kind, name, _who(request), **more)
    made = _kept(request, typed, lambda register, why: [review.judge(register, replace(verdict, why=why))])
    if not made:
        return _deal(request, typed)
    now = _deal_now(request, name)
    return RedirectResponse(f"{at('/review/deal/')}{say.segment(now)}?done={made[-1]}" if now else at("/review"), 303)


def undo(request: Request, form: Form) -> Response:
    """Takes a decision back: one's own, or an editor anybody's."""
    name, typed = form.get("judgement", ""), _typed(form)
    row = next((it for it in _ask(request, review.history) if it["id"] == name), None)
    asking = account(request)
    if row is None:
        raise HTTPException(404, told("There is no such decision."))
    if asking is None or not (asking.may("editor") or row["who"] == asking.name):
        raise HTTPException(403, told("This decision is somebody else’s; an editor can take it back."))
    if not _kept(request, typed, lambda register, why: [review.undo(register, name, asking.name, why)]):
        raise HTTPException(400, typed.faults.get("", told("This decision cannot be taken back.")))
    return RedirectResponse(_back(form.get("then", "")), 303)


def history(request: Request) -> Response:
    """Every decision, the latest first, with what takes it back."""
    rows = _ask(request, review.history)[::-1]
    page = number(request)
    first = (page - 1) * PER_PAGE
    if page > 1 and first >= len(rows):
        raise HTTPException(404, told("The list has fewer pages."))
    values = {"rows": rows[first : first + PER_PAGE], "page": page, "pages": max(1, -(-len(rows) // PER_PAGE))}
    return forms.page(request, "decisions.html", values | {"own": _own(request)})


def _queue(request: Request) -> dict[str, Any]:
    kind = request.query_params.get("kind", "")
    if kind and kind not in KINDS:
        raise HTTPException(400, told("There is no such kind of question."))
    page = number(request)
    rows = _ask(request, review.queue, kind or None, PER_PAGE + 1, (page - 1) * PER_PAGE)
    if page > 1 and not rows:
        raise HTTPException(404, told("The list has fewer pages."))
    shown = [row | {"title": cases.title(row), "href": _address((row["kind"], row["deal"], row["field"])),
                    "about": _about(request, row)} for row in rows[:PER_PAGE]]  # fmt: skip
    waiting = _ask(request, review.waiting)
    return {"rows": shown, "kind": kind, "page": page, "more": len(rows) > PER_PAGE, "waiting": waiting, "kinds": KINDS}


def _about(request: Request, row: Row) -> str:
    """The deal of a question in one sentence."""
    found = _ask(request, query.deal, row["deal"]) if row["kind"] != "lost" else None
    return summary.sentence(found) if found else ""


def _case(request: Request, place: Place, typed: Typed) -> Response:
    found = _ask(request, cases.case, *place)
    if found is None:
        raise HTTPException(404, told("This question does not wait any more."))
    order = _ask(request, review.order)
    position, before, after = _beside(order, place)
    values = {"case": found, "position": position, "total": len(order), "done": _done(request), "typed": typed.values}
    values |= {"before": _address(before) if before else "", "after": _address(after) if after else ""}
    values |= {
        "faults": typed.faults,
        "choices": field_values.choices(place[2]),
        "hint": said(field_values.hint(place[2])),
    }
    return forms.page(request, "case.html", values, typed.status)


def _deal(request: Request, typed: Typed) -> Response:
    name = _name(request)
    found = _ask(request, query.deal, name)
    if found is None:
        raise HTTPException(404, told("The register holds no deal of this name."))
    cells = sorted(found["cells"], key=lambda cell: say.place(cell["field"]))
    values = {"deal": found, "cells": cells, "typed": typed.values, "faults": typed.faults, "done": _done(request)}
    values |= {"judged_rows": _ask(request, review.history, found["id"])[::-1], "own": _own(request)}
    values |= {
        "choices": field_values.choices,
        "hint": lambda field: said(field_values.hint(field)),
        "packed": json.dumps,
    }
    values |= {"absent": _absent(found)}
    return forms.page(request, "decide.html", values, typed.status)


def _absent(deal: Row) -> list[str]:
    """Fields that the deal could have and has not."""
    usual = ["supplier", "recipient", "origin", "refused_by", "manufacturer", "value", "order_date", "delivery_date"]
    goods = ["designation", "category", "quantity", "quantity_qualifier", "service"]
    usual += [f"weapons[{index}].{name}" for index in range(len(deal["weapons"])) for name in goods]
    held = {cell["field"] for cell in deal["cells"]}
    return [name for name in usual if name not in held]


def _kept(request: Request, typed: Typed, keep: Any) -> list[str]:
    """The identifiers of the decisions that ``keep`` keeps; none, with the reason in ``typed``, where it cannot."""
    made: list[str] = []
    for name, longest in LONGEST.items():
        if len(typed.values[name]) > longest:
            typed.faults[name] = told("This is longer than {number} characters; use fewer words.", number=longest)
    if not typed.faults:
        try:
            made = _ask(request, keep, typed.values["why"].strip() or None)
            _ask(request, Register.refresh)
        except RegisterError:
            typed.faults[""] = told("The register is being written to by another process; send it again in a moment.")
            typed.status = 503
        except ValueError as error:
            why = said(str(error))
            typed.faults[_at_fault(typed.values)] = f"{why[:1].upper()}{why[1:]}."
    if typed.faults and typed.status == 200:
        typed.status = 400
    return made


def _at_fault(values: Mapping[str, str]) -> str:
    """The field that a decision was refused for; "" where it is none that people write into."""
    if values["value"]:
        return "value"
    return "other" if values["act"] in ("same", "different") and not values["document"] else ""


def _typed(form: Form) -> Typed:
    return Typed({name: form.get(name, "") for name in FIELDS})


def _ask(request: Request, question: Any, *more: Any) -> Any:
    return source(request).ask(question, *more)


def _who(request: Request) -> str:
    asking = account(request)
    return asking.name if asking else ""


def _own(request: Request) -> Any:
    """Whether a decision may be taken back by who asks."""
    asking = account(request)
    return lambda row: asking is not None and row["in_force"] and (asking.may("editor") or row["who"] == asking.name)


def _place(request: Request) -> Place:
    told_of = request.path_params
    return str(told_of["kind"]), str(told_of["deal"]), request.query_params.get("field", "")


def _name(request: Request) -> str:
    return str(request.path_params["deal"])


def _deal_now(request: Request, name: str) -> str:
    """What a deal is called after a decision; "" where there is none of its name."""
    found = _ask(request, query.deal, name)
    return str(found["id"]) if found else ""


def _done(request: Request) -> Row | None:
    """The decision that was just made, if it holds."""
    name = request.query_params.get("done", "")
    rows = _ask(request, review.history) if name else []
    return next((row for row in rows if row["id"] == name and row["in_force"]), None)


def _beside(order: list[Place], place: Place) -> tuple[int, Place | None, Place | None]:
    """(position from 1, the question before, the one after); 0 where the place is not there."""
    if place not in order:
        return 0, None, None
    index = order.index(place)
    return index + 1, order[index - 1] if index else None, order[index + 1] if index + 1 < len(order) else None


def _address(place: Place | None) -> str:
    if place is None:
        return at("/review")
    kind, deal, about = place
    return at(f"/review/{kind}/{say.segment(deal)}") + (f"?{urlencode({'field': about})}" if about else "")


def _back(then: str) -> str:
    is_ours = then.startswith("/review") and then.isprintable() and "\\" not in then and len(then) < 500
    return then if is_ours else at("/review")
