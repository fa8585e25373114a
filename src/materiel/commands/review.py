"""``materiel review``: what waits for a person, in a terminal or as data; and decisions, given one at a time."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from materiel.commands import grid
from materiel.commands.screen import Refused, clean, console, indented, quoted, several, styled
from materiel.record import query, review
from materiel.record.questions import KINDS
from materiel.record.review import Verdict
from materiel.record.store import Register
from materiel.tell import summary
from materiel.tell.answers import answers

Row = Mapping[str, Any]
Ask = Callable[[str], str]

FORMS: Mapping[str, tuple[str, ...]] = {
    "same": ("DEAL OTHER",),
    "different": ("DEAL OTHER", "DEAL DOCUMENT"),
    "correct": ("DEAL FIELD VALUE",),
    "confirm": ("DEAL", "DEAL FIELD", "DEAL FIELD VALUE"),
    "reject": ("DEAL", "DEAL DOCUMENT", "DEAL FIELD", "DEAL FIELD VALUE"),
    "undo": ("JUDGEMENT",),
    "history": ("", "DEAL"),
}
"""What may stand behind each word."""

PAGE = 50


@dataclass(frozen=True, slots=True)
class Person:
    """Who decides, and why."""

    who: str
    why: str | None = None


def listing(place: str, kind: str | None, form: str) -> int:
    """Prints the queue as a table or as JSON Lines."""
    with Register.open(place, create=False) as register:
        register.refresh()
        found = review.queue(register, kind, None)
    if form == "jsonl":
        for one in found:
            print(json.dumps(one, ensure_ascii=False))
        return 0
    rows = [grid.plain(*_key(one), "; ".join(_told(one))) for one in found]
    grid.listing(("Question", "Deal", "Field", "Told"), rows, several(len(found), "question"))
    return 0


def decide(place: str, words: Sequence[str], person: Person) -> int:
    """Keeps one decision, given as words: ``correct DEAL FIELD VALUE`` and the like; or prints the history."""
    kind, told = words[0], list(words[1:])
    if kind not in FORMS or len(told) not in {len(form.split()) for form in FORMS[kind]}:
        ways = FORMS.get(kind) or tuple(f"{name} ..." for name in FORMS)
        raise Refused(f"review {clean(' '.join(words))}: write {' or '.join(f'{kind} {way}'.strip() for way in ways)}")
    with Register.open(place, create=False) as register:
        register.refresh()
        try:
            if kind == "history":
                return _history(review.history(register, told[0] if told else None))
            if kind == "undo":
                made = review.undo(register, told[0], person.who, person.why)
            else:
                made = review.judge(register, _verdict(register, kind, told, person))
        except ValueError as error:
            raise Refused(clean(error)) from error
        register.refresh()
    print(f"{made[:12]}: kept; `materiel review undo {made[:12]}` takes it back")
    return 0


def talk(place: str, kind: str | None, person: Person, ask: Ask = input) -> int:
    """Goes through the queue with a person at a terminal; each answer is kept at once."""
    out = console()
    with Register.open(place, create=False) as register:
        register.refresh()
        passed: set[tuple[str, str, str]] = set()
        while True:
            waiting = review.queue(register, kind, PAGE + len(passed))
            one = next((row for row in waiting if _key(row) not in passed), None)
            if one is None:
                out.print(
                    styled("Nothing waits." if not passed else f"{several(len(passed), 'question')} left.", "dim")
                )
                return 0
            answer = _answered(register, one, person, ask, out)
            if answer is None:
                return 0
            if answer is False:
                passed.add(_key(one))
            register.refresh()


def _key(row: Row) -> tuple[str, str, str]:
    return row["kind"], row["deal"], row["field"]


def _answered(register: Register, one: Row, person: Person, ask: Ask, out: Console) -> bool | None:
    """Whether a question was decided; None ends the talk."""
    choices = answers(one)
    out.print(styled(" · ".join(filter(None, _key(one))), "bold"))
    _show(register, one, out)
    for key, choice in choices.items():
        out.print(indented(f"{key}{' VALUE' if choice.takes else ''}  {choice.words}"))
    out.print(indented("s skip · q quit", "dim"))
    while True:
        try:
            said = ask("> ").strip()
        except EOFError:
            return None
        if said in ("q", "s", ""):
            return None if said == "q" else False
        key, _, rest = said.partition(" ")
        if key in choices:
            try:
                choices[key].keep(register, person.who, person.why, rest.strip())
                return True
            except ValueError as error:
                out.print(styled(error, "red"))


def _show(register: Register, one: Row, out: Console) -> None:
    """What the question is about, with the sentences."""
    found = query.deal(register, one["deal"])
    if found is not None:
        out.print(styled(summary.sentence(found)))
        for other in one["told"].get("candidates", ()):
            told = query.deal(register, other)
            if told is not None:
                out.print(styled(f"{other}: {summary.sentence(told)}"))
        for cell in found["cells"]:
            if cell["field"] == one["field"] or (not one["field"] and cell["field"] == "status"):
                for value in cell["values"]:
                    _sentences(cell["field"], value, out)
    for line in _told(one):
        out.print(styled(line, "dim"))


def _sentences(field: str, value: Row, out: Console) -> None:
    out.print(indented(summary.cell(field, value["value"]), "bold"))
    for quote in value["quotes"][:3]:
        out.print(indented(quoted(quote), by=4))


def _told(one: Row) -> list[str]:
    """A question in words."""
    told = one["told"]
    lines = []
    if "candidates" in told:
        lines.append(f"fits alike: {', '.join(told['candidates'])}")
    if "judgement" in told:
        decided = summary.cell(one["field"], told["value"]) if one["field"] else told["kind"]
        lines.append(f"{told['who']} decided: {told['kind']} {decided}".rstrip())
    if "values" in told:
        values = [f"{summary.cell(one['field'], value['value'])} ({value['origins']})" for value in told["values"]]
        lines.append(f"told: {', '.join(values)}" if values else "")
    if "score" in told:
        lines.append(f"{several(told['reports'], 'report')}, score {told['score']:.2f}, {told['modality']}")
    return [line for line in lines if line]


def _verdict(register: Register, kind: str, told: Sequence[str], person: Person) -> Verdict:
    def verdict(**more: Any) -> Verdict:
        return Verdict(kind, told[0], person.who, why=person.why, **more)

    second = told[1] if len(told) > 1 else None
    if kind == "same" or (kind == "different" and second and query.find(register, second)):
        return verdict(other=second)
    if kind == "different" or (kind == "reject" and len(told) == 2 and _is_document(second or "")):
        return verdict(document=second)
    return verdict(field=second, value=told[2] if len(told) > 2 else None)


def _is_document(name: str) -> bool:
    return len(name) >= 4 and all(letter in "0123456789abcdef" for letter in name.lower())


def _history(rows: Sequence[Row]) -> int:
    listed = []
    for one in rows:
        what = [one["kind"], *one["deals"], one["field"] or ""]
        if one["value"] is not None:
            what.append(f"= {summary.cell(one['field'] or '', one['value'])}")
        if one["undoes"]:
            what.append(f"of {one['undoes'][:12]}")
        cells = (
            one["id"][:12],
            one["made"][:16],
            one["who"],
            " ".join(part for part in what if part),
            one["why"] or "",
        )
        listed.append([(cell, "" if one["in_force"] else "dim strike") for cell in cells])
    grid.listing(("Judgement", "When", "Who", "What", "Why"), listed, several(len(rows), "judgement"))
    return 0


def run(place: str, words: Sequence[str], kind: str | None, form: str | None, person: Person) -> int:
    """One call of the command: a decision in words, else the queue - a talk at a terminal, a listing elsewhere."""
    if kind and kind not in KINDS:
        raise Refused(f"{clean(kind)}: no such kind of question; choose one of {', '.join(KINDS)}")
    if words:
        return decide(place, words, person)
    if form is None and sys.stdin.isatty() and sys.stdout.isatty():
        return talk(place, kind, person)
    return listing(place, kind, form or "table")
