"""Touch: what new reports and judgements touch is made anew, the rest of the register stays.

The result is that of ``deals.rebuild``, to the row. Reports that could be one deal form components, which have nothing
to do with each other; a change touches the components of the reports that it removes, changes or could join. Beyond
them it touches deals that share a name's digits, and orders of which a deal is a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from materiel.record import load, tables
from materiel.record.backend import among, fetch
from materiel.record.change import Change, rows_now
from materiel.record.deals import (
    Known,
    Rows,
    batches_of,
    block_rows,
    decided,
    is_now,
    judged_rows,
    member_rows,
    members,
    put,
)
from materiel.record.judged import Judged, by_deal
from materiel.record.judgements import Member, in_force
from materiel.record.links import Link, links
from materiel.record.load import Standing
from materiel.record.places import Placed, Places, placed
from materiel.record.questions import of_lost, of_ties
from materiel.record.reports import Report
from materiel.record.resolve import Joined, join, meeting, near
from materiel.record.view import names, versions
from materiel.record.window import chunks

LARGE = 0.2
"""Share of the documents from which on everything is made anew: that is then the shorter way."""

FEW = 200
"""Documents up to which that share does not matter."""

Pair = tuple[tuple[str, ...], tuple[str, ...]]


def change(connection: Connection, known: Known, judged_anew: bool) -> Change | None:
    """What must change so that the tables are those of ``rebuild(known)``; None where too much does.

    ``known`` needs no reports. ``judged_anew`` says that there are judgements that the tables do not know yet.
    """
    old = {row["document"]: row for row in fetch(connection, select(tables.reports))}
    new = {one.document: one for one in known.standing}
    changed = {name for name in old.keys() | new.keys() if name not in new or old.get(name) != new[name].row()}
    if judged_anew:
        told = {anchor.document for one in known.judgements for anchor in (*one.subject, *one.object)}
        changed |= {known.moved.get(name, name) for name in told} & (old.keys() | new.keys())
    if len(changed) > max(FEW, LARGE * len(new)):
        return None
    return _Region(connection, known, changed).change()


class _Region:
    """The touched part of a register."""

    def __init__(self, connection: Connection, known: Known, changed: set[str]) -> None:
        self.connection, self.known, self.changed = connection, known, changed
        self.standing = {one.document: one for one in known.standing}
        self.fresh = list(self._reports(changed))
        self.where = self._placed()

    def change(self) -> Change:
        """All that changes."""
        components = self._components()
        while True:
            reports, old = self._inside(components)
            joined = join(reports, decided(self.known.judgements, self.where))
            called = names(joined.deals)
            beyond = self._sharing({*called, *old}, old)
            if not beyond:
                break
            components |= beyond
        found = Change(self.changed, set(old))
        found.made[tables.reports] = [self.standing[one].row() for one in sorted(self.changed & self.standing.keys())]
        found.made[tables.blocks] = block_rows(self.fresh)
        found.made[tables.deal_members] = member_rows(called, joined)
        found.made[tables.judged] = list(judged_rows(self.where))
        self._shown(found, called, joined)
        lost = of_lost(in_force(self.known.judgements), self.where, self.known.withdrawn)
        found.made[tables.questions] += lost
        return found

    def _reports(self, documents: Iterable[str]) -> Iterable[Report]:
        wanted: list[Standing] = [self.standing[one] for one in sorted(documents) if one in self.standing]
        return load.some_reports(self.connection, wanted)

    def _placed(self) -> Placed:
        told = {anchor.document for one in self.known.judgements for anchor in (*one.subject, *one.object)}
        documents = {self.known.moved.get(name, name) for name in told}
        readings = {one.document: one.reading for one in self.known.standing}
        places = Places(list(self._reports(documents)), readings, self.known.moved)
        return placed(self.known.judgements, places)

    def _components(self) -> set[str]:
        """The components of what changes, as it was and as it could be joined now."""
        table = tables.deal_members
        found = set(among(self.connection, select(table.c.component), table.c.document, self.changed))
        blocks = {block for one in self.fresh for block in meeting(one)}
        meets: dict[str, set[Member]] = {}
        for row in self._rows(select(tables.blocks), tables.blocks.c.block, blocks):
            if row["document"] not in self.changed:
                meets.setdefault(row["block"], set()).add((row["document"], row["subject"]))
        documents = {document for held in meets.values() for document, _ in held}
        others = {(one.document, one.subject): one for one in self._reports(documents)}
        joining: set[Member] = set()
        for one in self.fresh:
            candidates = {member for block in meeting(one) for member in meets.get(block, ())}
            told = [others[member] for member in candidates if member in others]
            joining |= {(other.document, other.subject) for other in near(one, told)}
        for row in self._rows(select(table), table.c.document, {document for document, _ in joining}):
            if (row["document"], row["subject"]) in joining:
                found.add(row["component"])
        return found

    def _inside(self, components: set[str]) -> tuple[list[Report], set[str]]:
        """(the reports of these components as they are now, the deals that they were)."""
        table = tables.deal_members
        rows = list(self._rows(select(table), table.c.component, components))
        kept = {(row["document"], row["subject"]) for row in rows if row["document"] not in self.changed}
        held = [one for one in self._reports({document for document, _ in kept}) if (one.document, one.subject) in kept]
        return [*self.fresh, *held], {row["deal"] for row in rows}

    def _sharing(self, called: set[str], inside: set[str]) -> set[str]:
        """The components of other deals whose names share their digits with one of these."""
        table = tables.deal_members
        short = {_short(name) for name in called}
        found = {
            row["component"]
            for row in self._rows(select(table.c.deal, table.c.component).distinct(), table.c.deal, short)
            if row["deal"] not in inside
        }
        longer = [_short(name) for name in called if name != _short(name)]
        if longer:
            likely = or_(*(table.c.deal.startswith(name, autoescape=True) for name in longer))
            for row in fetch(self.connection, select(table.c.deal, table.c.component).where(likely).distinct()):
                if row["deal"] not in inside and _short(row["deal"]) in longer:
                    found.add(row["component"])
        return found

    def _shown(self, found: Change, called: Sequence[str], joined: Joined) -> None:
        """Adds the rows of the touched deals, of the links among them, and of orders whose batches have changed."""
        told = dict(zip(called, joined.deals, strict=True))
        deal_of = members(called, joined.deals)
        judged = by_deal(self.known.judgements, self.where, self._deals_of_judged(found.deals) | deal_of)
        shown = {deal: versions(deal, reports, judged.get(deal)) for deal, reports in told.items()}
        now = [held[-1][2] for held in shown.values() if is_now(held)]
        before = rows_now(self.connection, found.deals)
        beside = self._beside({_pair(row) for row in (*before, *now)}, found.deals)
        together = self._documents(row["id"] for row in beside)
        together |= {row["id"]: {one.document for one in told[row["id"]]} for row in now}
        tied = links([*beside, *now], together)
        found.linked = {row["id"] for row in beside} | found.deals
        was = [Link(**row) for row in self._rows(select(tables.deal_links), tables.deal_links.c.deal, found.linked)]
        found.made[tables.deal_links] = [asdict(link) for link in tied]
        found.relinked = {deal for link in {*tied} ^ {*was} for deal in (link.deal, link.other)}
        parts, parts_before = batches_of(tied), batches_of(was)
        orders = {
            order
            for order in parts.keys() | parts_before.keys()
            if order not in told and order not in found.deals and self._is_touched(order, parts, parts_before, told)
        }
        needed = {part for order in {*orders, *told} for part in parts.get(order, ()) if part not in told} | orders
        told |= self._outside(needed)
        for order in orders:
            shown[order] = versions(order, told[order], judged.get(order))
        found.deals |= orders
        found.made[tables.deal_members] += self._members(orders)
        for deal, held in shown.items():
            put(found.made, (deal, held, judged.get(deal, Judged())), [told[part] for part in parts.get(deal, ())])
        found.made[tables.questions] += of_ties(joined.ties, deal_of)
        found.made[tables.questions] += [
            row for row in self._rows(select(tables.questions), tables.questions.c.deal, orders) if row["kind"] == "tie"
        ]

    def _is_touched(
        self,
        order: str,
        parts: Mapping[str, list[str]],
        before: Mapping[str, list[str]],
        told: Mapping[str, Sequence[Report]],
    ) -> bool:
        batches = parts.get(order, [])
        return batches != before.get(order, []) or any(part in told for part in batches)

    def _deals_of_judged(self, gone: set[str]) -> dict[Member, str]:
        documents = {document for sides in self.where.values() for side in sides for document, _ in side}
        table = tables.deal_members
        rows = self._rows(select(table), table.c.document, documents)
        return {(row["document"], row["subject"]): row["deal"] for row in rows if row["deal"] not in gone}

    def _beside(self, pairs: set[Pair], inside: set[str]) -> list[dict[str, Any]]:
        """The rows of other deals between the same parties, as they stand now."""
        term = tables.deal_terms
        found: set[str] = set()
        for suppliers, recipients in pairs:
            if not suppliers or not recipients:
                continue
            named = [("supplier", one) for one in suppliers] + [("recipient", one) for one in recipients]
            held: set[str] | None = None
            for kind, party in named:
                rows = set(
                    self.connection.execute(
                        select(term.c.deal).where(term.c.kind == kind, term.c.term == party).distinct()
                    ).scalars()
                )
                held = rows if held is None else held & rows
            found |= held or set()
        return [row for row in rows_now(self.connection, found - inside) if _pair(row) in pairs]

    def _documents(self, deals: Iterable[str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in self._rows(select(tables.deal_members), tables.deal_members.c.deal, deals):
            found.setdefault(row["deal"], set()).add(row["document"])
        return found

    def _members(self, deals: Iterable[str]) -> Rows:
        return list(self._rows(select(tables.deal_members), tables.deal_members.c.deal, deals))

    def _outside(self, deals: set[str]) -> dict[str, list[Report]]:
        """The reports of deals that stay as they are."""
        rows = self._members(deals)
        home = {(row["document"], row["subject"]): row["deal"] for row in rows}
        found: dict[str, list[Report]] = {deal: [] for deal in deals}
        for one in self._reports({document for document, _ in home}):
            if (one.document, one.subject) in home:
                found[home[one.document, one.subject]].append(one)
        return {deal: sorted(told, key=lambda report: report.order) for deal, told in found.items()}

    def _rows(self, query: Select[Any], column: Any, values: Iterable[str]) -> Iterable[dict[str, Any]]:
        for chunk in chunks(sorted(set(values))):
            yield from fetch(self.connection, query.where(column.in_(chunk)))


def _pair(row: Mapping[str, Any]) -> Pair:
    return tuple(row["supplier"]), tuple(row["recipient"])


def _short(name: str) -> str:
    """A deal's name with its first four digits only."""
    stem, _, digits = name.rpartition("-")
    return f"{stem}-{digits[:4]}"
