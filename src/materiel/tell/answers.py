"""Answers: what a person can say to a question of the review, and the decisions that each answer makes; one list for
the terminal and the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from materiel.record import review
from materiel.record.review import Verdict
from materiel.record.store import Register
from materiel.tell import summary

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """``key`` is what is pressed; ``verdicts`` and ``undoes`` (a judgement) are what it decides, who and why left out.

    Where it ``takes`` a value, that is the value of its verdict.
    """

    key: str
    words: str
    verdicts: tuple[Verdict, ...] = ()
    undoes: str = ""
    takes: bool = False

    def keep(self, register: Register, who: str, why: str | None, value: str = "") -> list[str]:
        """Keeps its decisions; gives their identifiers. ``ValueError`` where one cannot be kept."""
        if self.undoes:
            return [review.undo(register, self.undoes, who, why)]
        mine = [replace(it, who=who, why=why, value=value if self.takes else it.value) for it in self.verdicts]
        return [review.judge(register, verdict) for verdict in mine]


def answers(question: Row) -> dict[str, Answer]:
    """The answers to a question of ``review.queue``, by key."""
    return {one.key: one for one in _answers(question)}


def _answers(question: Row) -> Sequence[Answer]:
    deal, field, told = question["deal"], question["field"], question["told"]

    def verdict(kind: str, **more: Any) -> Verdict:
        return Verdict(kind, deal, "", **more)

    if question["kind"] == "tie":
        others = told["candidates"]
        joined = [Answer(str(at), f"the same as {it}", (verdict("same", other=it),)) for at, it in enumerate(others, 1)]
        return [*joined, Answer("n", "none of them", tuple(verdict("different", other=it) for it in others))]
    if question["kind"] == "lost":
        return [Answer("u", "take the judgement back", undoes=deal)]
    if not field:
        yes = Answer("y", "the deal is as told", (verdict("confirm"),))
        return [yes, Answer("r", "there is no such deal", (verdict("reject"),))]
    found = [
        Answer(
            str(at),
            f"{summary.cell(field, it['value'])} is right",
            (verdict("confirm", field=field, value=it["value"]),),
        )
        for at, it in enumerate(told.get("values", ()), 1)
    ]
    found.append(Answer("c", "neither: give the value", (verdict("correct", field=field),), takes=True))
    if question["kind"] == "disagreement":
        again = verdict(told["kind"], field=field, value=told["value"])
        found.append(Answer("k", "keep the decision", (again,)))
    return found
