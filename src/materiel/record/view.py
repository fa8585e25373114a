"""View: a deal of the register as people see it - one row from all its reports - and how it stood on earlier days."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from materiel.record.cells import Cell, cells, shown
from materiel.record.judged import Judged
from materiel.record.judgements import Judgement
from materiel.record.ladder import LADDER
from materiel.record.reports import Report, known_by, number, origins
from materiel.record.verdicts import CONFIRMED, CORRECTED, judge
from materiel.record.version import FOREVER
from materiel.statements import OF_WEAPON

Version = tuple[str, str, dict[str, Any], list[Report]]

MODALITIES = ("asserted", "future", "hedged", "hypothetical", "negated")
ENOUGH = 2
"""Independent origins from which on a deal is confirmed, not only reported."""

_NEVER_DISPUTED = {"name", "designation", "quantity_text", "quantity_qualifier", "manufacturer", "status"}
_NO_WEAPON: Mapping[str, Any] = {
    "name": "", "designation": None, "category": "other", "quantity": None, "quantity_qualifier": None,
    "quantity_text": None, "service": None, "split": {},
}  # fmt: skip


def row(
    deal: str, reports: Sequence[Report], judgements: Sequence[Judgement] = (), told: Sequence[Cell] | None = None
) -> dict[str, Any]:
    """The row of a deal: the preferred value of every field, and how widely and when it was reported.

    ``judgements`` are those in force; ``told`` are the deal's cells after them, where they are at hand. ``score`` is
    that of the surest report: several readings of one story err together, so that they do not make one another surer.
    """
    by_field = {cell.field: cell for cell in (judge(cells(reports), judgements) if told is None else told)}
    plain = {field: cell.value for field, cell in by_field.items()}
    telling = by_field["status"].claims[0].reports
    dated = sorted((report for report in reports if report.published), key=lambda report: report.order)
    independent = origins(reports)
    return {
        "id": deal,
        **{party: plain.get(party) or [] for party in ("supplier", "recipient", "origin", "refused_by")},
        "weapons": _weapons(plain),
        "manufacturer": plain.get("manufacturer") or [],
        "value": shown(plain.get("value")),
        "status": plain["status"] or LADDER[0],
        "mode": plain.get("mode") or "unknown",
        "modality": min((report.deal.modality for report in telling), key=MODALITIES.index, default=MODALITIES[0]),
        "order_date": plain.get("order_date"),
        "delivery_date": plain.get("delivery_date"),
        "background": all(report.deal.background for report in reports),
        "score": round(max(report.deal.score for report in reports), 4),
        "reports": number(reports),
        "origins": independent,
        "standing": "confirmed" if independent >= ENOUGH or _is_confirmed(judgements) else "reported",
        "disputed": [field for field, cell in by_field.items() if is_disputed(cell)],
        "judged": [field for field, cell in by_field.items() if any(claim.judgement for claim in cell.claims)],
        "first_reported": dated[0].published if dated else None,
        "last_reported": dated[-1].published if dated else None,
    }


def versions(deal: str, reports: Sequence[Report], judged: Judged | None = None) -> list[Version]:
    """(since, until, row, reports) for each time in which the same was known of a deal; the last lasts for ever.

    There is none for a time in which people have rejected all that is told.
    """
    told = judged or Judged()
    first = min(day for report in reports for day, _ in report.addresses)
    days = sorted(
        {day for report in reports for day, _ in report.addresses}
        | {max(first, judgement.day) for judgement in told.judgements}
    )
    ends = [*days[1:], FOREVER]
    found = []
    for since, until in zip(days, ends, strict=True):
        then = told.on(since)
        held = then.without_rejected(known_by(reports, since))
        if held:
            found.append((since, until, row(deal, held, then.judgements), held))
    return found


def names(deals: Iterable[Sequence[Report]]) -> list[str]:
    """An identifier for each deal: who, to whom, what, and some digits that its first report gives.

    ``TUR-XKX-bayraktar-tb2-3f2a``. It rests on the reports alone, not on the order in which they were read; the digits
    stay when later reports change the rest. Where two deals would share one, both have more digits.
    """
    stems, digits = [], []
    for reports in deals:
        first = min(reports, key=lambda report: report.order)
        stems.append(_stem(row("", reports)))
        digits.append(sha256(f"{first.document}/{first.subject}".encode()).hexdigest())
    found = [""] * len(stems)
    for size in (4, 8, 16, 64):
        taken: dict[str, list[int]] = defaultdict(list)
        for index, stem in enumerate(stems):
            if not found[index]:
                taken[f"{stem}-{digits[index][:size]}"].append(index)
        for name, sharing in taken.items():
            if len(sharing) == 1:
                found[sharing[0]] = name
    return found


@lru_cache(maxsize=20_000)
def slug(text: str) -> str:
    """Small letters and digits joined by hyphens, accents gone; at most 24 characters; empty for other scripts."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i").replace("đ", "dj"))
    return re.sub(r"[^a-z0-9]+", "-", folded.encode("ascii", "ignore").decode()).strip("-")[:24].strip("-")


def is_disputed(cell: Cell) -> bool:
    """Whether reports contradict one another and nobody has decided: other words for one thing, and steps of one
    course, do not."""
    open_claims = [claim for claim in cell.claims if not claim.rejected]
    decided = cell.rule in (CORRECTED, CONFIRMED)
    return len(open_claims) > 1 and not decided and cell.field.rpartition(".")[2] not in _NEVER_DISPUTED


def _is_confirmed(judgements: Iterable[Judgement]) -> bool:
    return any(one.kind == "confirm" and one.field is None for one in judgements)


def _stem(told: Mapping[str, Any]) -> str:
    parties = [_party(told["supplier"]), _party(told["recipient"])]
    weapon = told["weapons"][0] if told["weapons"] else _NO_WEAPON
    return "-".join((*parties, slug(weapon["designation"] or "") or slug(weapon["category"]) or "goods"))


def _party(codes: Sequence[str]) -> str:
    shown = [code if re.fullmatch("[A-Z]{3,5}", code) else slug(code) for code in codes[:2]]
    return ".".join(code for code in shown if code) + ("." if len(codes) > 2 else "") or "unnamed"


def _weapons(plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = defaultdict(lambda: dict(_NO_WEAPON))
    for field, value in plain.items():
        if place := OF_WEAPON.fullmatch(field):
            found[int(place[1])][place[2]] = value
    return [found[index] for index in sorted(found)]
