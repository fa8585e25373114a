"""Cases: what a question of the review shows - two reports or deals side by side, with the words that speak."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from materiel.record import query, review
from materiel.record.store import Register
from materiel.tell import summary
from materiel.tell import words as say
from materiel.tell.answers import Answer, answers
from materiel.tell.tongue import told

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things to choose from: what it says, who says so, in which words, and the answer that chooses it."""

    title: str
    note: str = ""
    quotes: Sequence[Row] = ()
    href: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A question with all that it takes to answer it. ``others`` are the answers that choose none of the sides."""

    question: Row
    title: str
    deal: Row | None
    sides: Sequence[Side]
    others: Sequence[Answer]
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def seen(self) -> str:
        """A digest of what was asked: an answer to something else is no answer."""
        return sha256(json.dumps(self.question["told"], sort_keys=True).encode()).hexdigest()[:16]

    @property
    def takes(self) -> Answer | None:
        """The answer that takes a value, if there is one."""
        return next((one for one in self.others if one.takes), None)


def case(register: Register, kind: str, deal: str, about: str) -> Case | None:
    """The case of a question; None where it does not wait any more."""
    question = review.question(register, kind, deal, about)
    if question is None:
        return None
    found = answers(question)
    held = query.deal(register, deal) if kind != "lost" else None
    sides = _sides(register, question, held, found)
    chosen = {side.answer.key for side in sides if side.answer}
    others = [one for key, one in found.items() if key not in chosen]
    return Case(question, title(question), held, sides, others, found)


def title(question: Row) -> str:
    """A question in words: "Number: 5 or 6?"."""
    about, values = question["field"], question["told"].get("values", ())
    if question["kind"] == "contradiction" and values:
        either = f" {say.words()['or']} ".join(summary.cell(about, it["value"]) for it in values[:4])
        return f"{say.field(about)}: {either}?"
    asked = say.word("question", question["kind"])
    return f"{say.field(about)}: {asked[:1].lower()}{asked[1:]}" if about else asked


def _sides(register: Register, question: Row, held: Row | None, found: Mapping[str, Answer]) -> list[Side]:
    kind, told_of = question["kind"], question["told"]
    if held is None:
        return [Side(told("{who} decided: {what}", who=told_of["who"], what=_decision(question)))] if told_of else []
    if kind == "tie":
        others = [(query.deal(register, it), found[str(at)]) for at, it in enumerate(told_of["candidates"], 1)]
        return [of_deal(held), *(of_deal(it, answer) for it, answer in others if it)]
    if not question["field"]:
        return [of_deal(held)]
    cell = next((one for one in held["cells"] if one["field"] == question["field"]), None)
    by_value = {_key(one["value"]): one for one in cell["values"]} if cell else {}
    sides = []
    if kind == "disagreement":
        words = told("{who} decided: {what}", who=told_of["who"], what=_decision(question))
        sides.append(Side(words, answer=found.get("k")))
    for at, it in enumerate(told_of["values"], 1):
        value = by_value.get(_key(it["value"]), {})
        sides.append(
            Side(
                summary.cell(question["field"], it["value"]),
                _standing(value) if value else "",
                value.get("quotes", ()),
                answer=found[str(at)],
            )
        )
    return sides


def of_deal(deal: Row, answer: Answer | None = None) -> Side:
    """A deal by its sentence and the words behind its preferred values."""
    best = [one["values"][0] for one in deal["cells"] if one["values"]]
    quotes = sorted((quote for one in best for quote in one["quotes"]), key=lambda it: (it["document"], it["start"]))
    return Side(summary.headline(deal), _standing(deal), quotes, f"/deals/{say.segment(deal['id'])}", answer)


def _standing(row: Row) -> str:
    return say.told_in(row["reports"], row["origins"])


def _decision(question: Row) -> str:
    told_of = question["told"]
    value = summary.cell(question["field"], told_of["value"]) if question["field"] else ""
    return f"{say.word('judgement', told_of['kind'])} {value}".strip()


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
