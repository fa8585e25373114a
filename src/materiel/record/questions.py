"""Questions: what of a register waits for a person, and in which order it is worth their time.

tie: a deal of a document fits several deals alike; disagreement: new statements speak against what somebody decided;
lost: a judgement whose deal no document tells any more; contradiction: reports give different values and nobody has
decided; doubtful: one report alone, told with a low score or in doubt.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from materiel.record.cells import UNDECIDED, cells, key, support
from materiel.record.judged import Judged
from materiel.record.judgements import Judgement, Member
from materiel.record.places import Placed
from materiel.record.reports import Report
from materiel.record.resolve import Tie
from materiel.record.verdicts import field_now, judge, unseen
from materiel.record.view import is_disputed

KINDS = ("tie", "disagreement", "lost", "contradiction", "doubtful")

DOUBTFUL = 0.5
"""Score below which a deal that one origin alone tells is doubtful."""

_WEIGHTS = {"tie": 4.0, "disagreement": 5.0, "lost": 3.0, "contradiction": 2.0, "doubtful": 1.0}

Row = dict[str, Any]


def of_deal(deal: str, row: Mapping[str, Any], reports: Sequence[Report], judged: Judged) -> Iterator[Row]:
    """The questions about one deal; ``reports`` and ``judged`` are those that count now."""
    told = cells(reports)
    yield from _disagreements(deal, told, judged)
    for cell in judge(told, judged.judgements):
        if is_disputed(cell):
            values = [{"value": claim.value, "origins": support(claim)[1]} for claim in cell.claims]
            weight = 0.5 if cell.rule == UNDECIDED else 0.0
            yield _question("contradiction", deal, cell.field, weight, {"rule": cell.rule, "values": values})
    if not row["background"] and row["standing"] != "confirmed" and not judged.judgements:
        hedged = row["modality"] in ("hedged", "hypothetical", "negated")
        if hedged or row["score"] < DOUBTFUL:
            told_of = {"score": row["score"], "modality": row["modality"], "reports": row["reports"]}
            yield _question("doubtful", deal, "", DOUBTFUL - min(row["score"], DOUBTFUL), told_of)


def of_ties(ties: Iterable[Tie], deal_of: Mapping[Member, str]) -> Iterator[Row]:
    """Deals that fit several others alike."""
    seen = set()
    for tie in ties:
        deal = deal_of[tie.report.document, tie.report.subject]
        others = [deal_of[one.document, one.subject] for one in tie.candidates]
        if deal not in seen:
            seen.add(deal)
            yield _question("tie", deal, "", 0.0, {"candidates": list(dict.fromkeys(others))})


def of_lost(judgements: Iterable[Judgement], placed: Placed, withdrawn: frozenset[str]) -> Iterator[Row]:
    """Judgements in force whose deals are told no more, though nobody has withdrawn their pages."""
    for one in judgements:
        subject, other = placed[one.id]
        gone = {anchor.document for anchor in (*one.subject, *one.object)} & withdrawn
        if not gone and (not subject or (one.object and not other)):
            told = {"judgement": one.id, "kind": one.kind, "value": one.value, "who": one.who, "made": one.made}
            yield _question("lost", one.id, one.field or "", 0.0, told)


def _disagreements(deal: str, told: Sequence[Any], judged: Judged) -> Iterator[Row]:
    by_field = {cell.field: cell for cell in told}
    last = {field: one for one in judged.judgements if one.field and (field := field_now(one, told))}
    for field, one in last.items():
        against = unseen(by_field[field], one) if field in by_field else []
        if against:
            values = [{"value": claim.value, "origins": support(claim)[1]} for claim in against]
            said = {"judgement": one.id, "kind": one.kind, "value": one.value, "who": one.who, "values": values}
            yield _question("disagreement", deal, field, 0.0, said)

    for one in judged.judgements:
        if one.kind == "reject" and one.field is None and set(one.seen) <= {anchor.document for anchor in one.subject}:
            said = {"judgement": one.id, "kind": one.kind, "value": None, "who": one.who, "values": []}
            yield _question("disagreement", deal, "", 0.0, said)


def _question(kind: str, deal: str, field: str, more: float, told: Mapping[str, Any]) -> Row:
    packed = json.dumps(told, ensure_ascii=False)
    return {"kind": kind, "deal": deal, "field": field, "weight": _WEIGHTS[kind] + more, "told": packed}


def seen(values: Iterable[Any]) -> tuple[str, ...]:
    """What a judgement remembers of the values that were in view."""
    return tuple(dict.fromkeys(key(value) for value in values))
