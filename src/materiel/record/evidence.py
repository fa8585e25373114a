"""Evidence: deals, reactions and figures with the documents and sentences they rest on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select

from materiel.coding import number
from materiel.record import load, rows, tables
from materiel.record.backend import fetch
from materiel.record.cells import Cell, Claim, Source, shown, support
from materiel.record.judgements import Judgement, Member
from materiel.record.origin import Origin
from materiel.record.quotes import quote
from materiel.record.readers import Said, place, said
from materiel.record.reports import Report
from materiel.record.window import chunks
from materiel.statements import told
from materiel.types import Block, Deal, Evidence, Figure, Quote, Reaction

Row = dict[str, Any]
_UNASKED = ("sketch", "added")
_HELD = select(
    *(column for column in tables.documents.c if column.name not in _UNASKED),
    *(column for column in tables.reports.c if column.name != "document"),
).join(tables.reports)
_HELD = _HELD.where(tables.documents.c.digest.in_(bindparam("wanted", expanding=True)))


@dataclass(frozen=True, slots=True)
class Text:
    """A document with all that its reading in force tells; ``row`` joins its rows of ``documents`` and ``reports``;
    ``said`` tells who read what where two readers count."""

    row: Mapping[str, Any]
    blocks: tuple[Block, ...]
    deals: Mapping[str, Deal]
    reactions: tuple[Reaction, ...]
    figures: tuple[Figure, ...]
    said: Said = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return str(self.row["digest"])

    def card(self) -> Row:
        """What lists show of the document."""
        names = ("id", "title", "outlet", "byline", "published", "origin", "url", "lang")
        return {name: self.row[name] for name in names} | {"kind": self.row["kind"], "copy_of": self._copy_of()}

    def quotes(self, evidence: Evidence) -> list[Row]:
        """Each place that ``evidence`` points at once, with its sentence, in the order of the text."""
        places = sorted({(one.start, one.end, one.exact) for quoted in evidence.values() for one in quoted})
        return [self.quote(Quote(*place)) for place in places]

    def quote(self, one: Quote) -> Row:
        """A quote, its sentence and where it was published."""
        source = {name: self.row[name] for name in ("title", "outlet", "published", "url", "lang", "origin")}
        return {"document": self.row["id"], **source, **quote(self.row["text"], self.blocks, one)}

    def _copy_of(self) -> str | None:
        return self.row["copy_of"][:12] if self.row["copy_of"] else None


def texts(connection: Connection, documents: Iterable[str]) -> dict[str, Text]:
    """The documents of these digests that have a reading, with what it tells, sorted by day of publication."""
    found: list[Mapping[str, Any]] = []
    for chunk in chunks(sorted(set(documents))):
        found += fetch(connection, _HELD, {"wanted": chunk})
    found.sort(key=lambda row: (row["published"] or "9999", row["digest"]))
    kept = {row["digest"]: row for row in found}
    made: dict[str, dict[str, dict[int, Any]]] = {one: {"deal": {}, "reaction": {}, "figure": {}} for one in kept}
    readings = {row["reading"]: digest for digest, row in kept.items()}
    both = dict[str, Said]()
    for chunk in chunks(readings):
        for reading, subject, statements in load.subjects(connection, chunk):
            kind, _, index = subject.partition("/")
            made[readings[reading]][kind][int(index)] = told(kind, statements)
        both |= said(connection, chunk)
    return {digest: _text(row, made[digest], both.get(digest, {})) for digest, row in kept.items()}


def reports(held: Mapping[str, Text], among: Iterable[Member]) -> list[Report]:
    """The reports of a deal, from its documents."""
    return sorted((_report(held[document], subject) for document, subject in among), key=lambda report: report.order)


def cell_page(cell: Cell, held: Mapping[str, Text], judgements: Iterable[Judgement] = ()) -> Row:
    """A cell with every value, who tells it, the sentences, and who decided about it."""
    values = []
    decided = {
        one.id: {name: getattr(one, name) for name in ("id", "kind", "who", "why", "made")} for one in judgements
    }
    for rank, claim in enumerate(cell.claims):
        told_by, independent = support(claim)
        values.append(
            {
                "value": shown(claim.value),
                "preferred": rank == 0 and not claim.rejected,
                "rejected": claim.rejected,
                "judgement": decided.get(claim.judgement or ""),
                "reports": told_by,
                "origins": independent,
                "readers": _readers(claim, held),
                "modality": sorted({report.deal.modality for report in claim.reports}),
                "quotes": _quotes(claim.sources, held),
            }
        )
    return {"field": cell.field, "rule": cell.rule, "values": values}


def places(cells: Sequence[Cell], document: str) -> Iterable[tuple[Quote, str]]:
    """The quotes of a deal's cells that stand in one document, each with its field."""
    for cell in cells:
        for claim in cell.claims:
            for report, path in claim.sources:
                if report.document == document:
                    yield from ((one, cell.field) for one in report.deal.evidence.get(path, ()))


def reactions(held: Iterable[Text], about: Iterable[Member]) -> list[Row]:
    """The reactions to a deal, each once, with all its sentences."""
    wanted = set(about)
    found: dict[tuple[Any, ...], list[Row]] = {}
    for text in held:
        for one in text.reactions:
            if one.about_deal is not None and (text.digest, f"deal/{one.about_deal}") in wanted:
                found.setdefault((one.actor, one.target, one.plover), []).extend(text.quotes(one.evidence))
    names = ("actor", "target", "plover")
    return [dict(zip(names, key, strict=True)) | {"quotes": quoted} for key, quoted in sorted(found.items(), key=str)]


def figures(held: Iterable[Text], countries: Iterable[str] | None = None) -> list[Row]:
    """The figures of states that these documents give, each once; only those of ``countries`` where they are named."""
    wanted = None if countries is None else set(countries)
    found: dict[tuple[Any, ...], list[Row]] = {}
    for text in held:
        for one in text.figures:
            if wanted is None or one.country in wanted:
                key = (one.country, one.measure, number(one.amount), one.currency, one.year)
                found.setdefault(key, []).extend(text.quotes(one.evidence))
    names = ("country", "measure", "amount", "currency", "year")
    made = [dict(zip(names, key, strict=True)) | {"quotes": quoted} for key, quoted in found.items()]
    return sorted(made, key=_by_year)


def _by_year(figure: Row) -> tuple[str, str, int, str, float]:
    return figure["country"], figure["measure"], figure["year"] or 0, figure["currency"] or "", figure["amount"]


def _text(row: Mapping[str, Any], made: Mapping[str, Mapping[int, Any]], said: Said) -> Text:
    deals = {f"deal/{index}": deal for index, deal in sorted(made["deal"].items())}
    reacted, figured = (tuple(one for _, one in sorted(made[kind].items())) for kind in ("reaction", "figure"))
    return Text(row, rows.blocks(row["blocks"]), deals, reacted, figured, said)


def _report(text: Text, subject: str) -> Report:
    row = text.row
    return Report(
        document=text.digest,
        subject=subject,
        deal=text.deals[subject],
        published=row["published"],
        origin=row["origin"],
        primary=Origin(row["origin"], row["kind"]).primary,
        addresses=tuple((day, address) for day, address in json.loads(row["addresses"])),
    )


def _readers(claim: Claim, held: Mapping[str, Text]) -> list[str]:
    """Who read the value, where two readers read a report of it."""
    found = [held[report.document].said.get(place(path, claim.value), ()) for report, path in claim.sources]
    return sorted({name for names in found for name in names})


def _quotes(sources: Iterable[Source], held: Mapping[str, Text]) -> list[Row]:
    found = []
    for report, path in sources:
        quoted = report.deal.evidence.get(path, ())
        found += held[report.document].quotes({path: quoted})
    return found
