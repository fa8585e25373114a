"""Deals: the rows of the tables that follow from the readings in force."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zlib import crc32

from sqlalchemy import Table

from materiel import __version__, packs
from materiel.record import tables
from materiel.record.arms import plain
from materiel.record.load import Standing
from materiel.record.reports import Report
from materiel.record.resolve import Tie, resolve
from materiel.record.view import names, versions

Rows = list[dict[str, Any]]


def rebuild(standing: Sequence[Standing], reports: Sequence[Report]) -> dict[Table, Rows]:
    """All rows of ``reports``, ``deals``, ``deal_terms``, ``deal_members`` and ``ties``, by table, in the order in
    which they may be inserted."""
    joined, ties = resolve(reports)
    made: dict[Table, Rows] = {tables.reports: [one.row() for one in standing]}
    listed, shown, terms, members = [], [], [], []
    for deal, told in zip(names(joined), joined, strict=True):
        members += [{"document": one.document, "subject": one.subject, "deal": deal} for one in told]
        for since, until, row in versions(deal, told):
            listed.append(_deal(row, since, until, [one for one in told if one.known <= since]))
            packed = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            shown.append({"id": deal, "since": since, "row": packed})
            terms += [{"kind": kind, "term": term, "deal": deal, "since": since} for kind, term in _terms(row)]
    return made | {
        tables.deals: listed,
        tables.deal_rows: shown,
        tables.deal_terms: terms,
        tables.deal_members: members,
        tables.ties: list(_ties(ties)),
    }


VIEW = 1
"""Grows whenever this code makes other rows of the same statements."""


def view() -> int:
    """A number that changes when deals would be made otherwise: by this code, or by the data it goes by."""
    told = f"{VIEW} {__version__}".encode()
    for folder in ("codebook", "gazetteer"):
        for file in sorted(packs.data(folder).iterdir(), key=lambda one: one.name):
            told += file.read_bytes() if file.is_file() else b""
    return crc32(told) & 0x7FFFFFFF


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


def _terms(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = [("supplier", party) for party in row["supplier"]] + [("recipient", party) for party in row["recipient"]]
    found += [("country", party) for name in ("supplier", "recipient", "origin", "refused_by") for party in row[name]]
    found += [("category", weapon["category"]) for weapon in row["weapons"]]
    return list(dict.fromkeys(found))


def _ties(ties: Sequence[Tie]) -> Iterator[dict[str, Any]]:
    for tie in ties:
        yield {
            "document": tie.report.document,
            "subject": tie.report.subject,
            "candidates": json.dumps([[other.document, other.subject] for other in tie.candidates]),
        }
