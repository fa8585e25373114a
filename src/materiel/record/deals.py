"""Deals: the rows of the tables that follow from the readings in force."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Table

from materiel import packs
from materiel.record import tables, tallies
from materiel.record.arms import plain
from materiel.record.judged import Judged, by_deal
from materiel.record.judgements import Judgement, Member, in_force
from materiel.record.life import deliveries
from materiel.record.links import PART_OF, Link, links
from materiel.record.load import Standing
from materiel.record.places import Placed, Places, placed
from materiel.record.questions import of_deal, of_lost, of_ties
from materiel.record.reports import Report
from materiel.record.resolve import Joined, Links, blocks_of, join
from materiel.record.version import FOREVER
from materiel.record.view import Version, names, versions

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Known:
    """All that deals follow from: documents as they count, what they tell, and what people decided about it."""

    standing: Sequence[Standing]
    reports: Sequence[Report]
    judgements: Sequence[Judgement] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    """The document that took the place of one whose page has now another text."""
    withdrawn: frozenset[str] = frozenset()
    """Documents that were taken out of the register."""


def rebuild(known: Known) -> dict[Table, Rows]:
    """All rows of ``tables.DERIVED``, by table, in the order in which they may be inserted."""
    places = Places(known.reports, {one.document: one.reading for one in known.standing}, known.moved)
    where = placed(known.judgements, places)
    joined = join(known.reports, decided(known.judgements, where))
    called = names(joined.deals)
    deal_of = members(called, joined.deals)
    judged = by_deal(known.judgements, where, deal_of)
    made: dict[Table, Rows] = {table: [] for table in tables.DERIVED}
    made[tables.reports] = [one.row() for one in known.standing]
    made[tables.deal_members] = member_rows(called, joined)
    made[tables.blocks] = block_rows(known.reports)
    made[tables.judged] = list(judged_rows(where))
    told = dict(zip(called, joined.deals, strict=True))
    shown = {deal: versions(deal, reports, judged.get(deal)) for deal, reports in told.items()}
    now = [held[-1][2] for held in shown.values() if is_now(held)]
    tied = links(now, {row["id"]: {one.document for one in told[row["id"]]} for row in now})
    made[tables.deal_links] = [asdict(link) for link in tied]
    parts = batches_of(tied)
    for deal, held in shown.items():
        put(made, (deal, held, judged.get(deal, Judged())), [told[part] for part in parts.get(deal, ())])
    made[tables.parties] = _parties(shown)
    made[tables.tallies] = tallies.tally_rows(tallies.counted(now))
    made[tables.questions] += of_ties(joined.ties, deal_of)
    made[tables.questions] += of_lost(in_force(known.judgements), where, known.withdrawn)
    return made


def members(called: Sequence[str], deals: Sequence[Sequence[Report]]) -> dict[Member, str]:
    """The deal of each member."""
    return {(one.document, one.subject): deal for deal, told in zip(called, deals, strict=True) for one in told}


def member_rows(called: Sequence[str], joined: Joined) -> Rows:
    """The rows of ``deal_members``."""
    return [
        {"document": one.document, "subject": one.subject, "deal": deal, "component": component}
        for deal, told, component in zip(called, joined.deals, joined.components, strict=True)
        for one in told
    ]


def block_rows(reports: Iterable[Report]) -> Rows:
    """The rows of ``blocks``."""
    return [
        {"block": block, "document": one.document, "subject": one.subject}
        for one in reports
        for block in blocks_of(one)
    ]


def batches_of(tied: Iterable[Link]) -> dict[str, list[str]]:
    """The deals that are batches of each deal."""
    parts: dict[str, list[str]] = {}
    for link in tied:
        if link.kind == PART_OF:
            parts.setdefault(link.other, []).append(link.deal)
    return parts


def is_now(held: Sequence[Version]) -> bool:
    """Whether the last of a deal's versions holds today."""
    return bool(held) and held[-1][1] == FOREVER


def _parties(shown: Mapping[str, Sequence[Version]]) -> Rows:
    counted: Counter[str] = Counter()
    for held in shown.values():
        if is_now(held):
            counted.update(party for kind, party in tallies.terms(held[-1][2]) if kind == "country")
    return [{"party": party, "deals": number} for party, number in counted.items()]


def put(
    made: Mapping[Table, Rows], told: tuple[str, Sequence[Version], Judged], parts: Sequence[Sequence[Report]]
) -> None:
    """Adds the rows of one deal (name, versions, judgements): what it is found by, and what it asks a person."""
    deal, held, judged = told
    for since, until, row, reports in held:
        lasts = until == FOREVER
        row["deliveries"] = deliveries(reports, parts if lasts else ())
        made[tables.deals].append(_deal(row, since, until, reports))
        packed = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        made[tables.deal_rows].append({"id": deal, "since": since, "row": packed})
        found = tallies.terms(row)
        made[tables.deal_terms] += [{"kind": kind, "term": term, "deal": deal, "since": since} for kind, term in found]
        if lasts:
            made[tables.listed] += tallies.listed_rows(row, since)
            made[tables.questions] += of_deal(deal, row, reports, judged.on())


def decided(judgements: Sequence[Judgement], where: Placed) -> Links:
    """The decisions in force about which deals are the same, for ``resolve``."""
    decided: list[tuple[bool, Member, Member]] = []
    for one in in_force(judgements):
        subject, other = where[one.id]
        if one.kind == "same" and subject and other:
            decided.append((True, subject[0], other[0]))
        elif one.kind == "different":
            decided += [(False, here, there) for here in subject for there in other]
    return Links(tuple(decided))


def judged_rows(where: Placed) -> Iterator[dict[str, Any]]:
    for judgement, sides in where.items():
        for side, members in zip(("subject", "object"), sides, strict=True):
            for place, (document, subject) in enumerate(members):
                told = {"judgement": judgement, "side": side, "place": place}
                yield told | {"document": document, "subject": subject}


def search_text(row: Mapping[str, Any]) -> str:
    """The words by which a deal is found: parties by code and name, goods, makers; in small plain letters."""
    parties = [*row["supplier"], *row["recipient"], *row["origin"], *row["refused_by"]]
    words = [*parties, *(packs.state_name(party) for party in parties), *row["manufacturer"], row["id"]]
    for weapon in row["weapons"]:
        words += [weapon["name"], weapon["designation"] or "", weapon["category"]]
    return f" {' '.join(plain_words(word) for word in dict.fromkeys(words) if word)} "


def plain_words(text: str) -> str:
    """Words in small letters without accents, and the whole without gaps, so that "TB-2" and "tb2" meet."""
    parts = [plain(part) for part in text.split()]
    joined = plain(text)
    return " ".join(parts) if len(parts) == 1 and parts[0] == joined else f"{' '.join(parts)} {joined}"


def _deal(row: Mapping[str, Any], since: str, until: str, told: Sequence[Report]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "since": since,
        "until": until,
        "status": row["status"],
        "background": row["background"],
        "first_known": min(report.known for report in told),
        "last_known": since,
        "reported": row["last_reported"] or "",
        "supplier": _sorting(row["supplier"]),
        "recipient": _sorting(row["recipient"]),
        "stage": packs.STATUSES.index(row["status"]),
        "date": row["delivery_date"] or row["order_date"] or "",
        "reports": row["reports"],
        "search": search_text(row),
    }


def _sorting(parties: Sequence[str]) -> str:
    """What a deal is sorted by: the parties' names; those not named come last."""
    return " ".join(plain(packs.state_name(party)) for party in parties) or "~"
