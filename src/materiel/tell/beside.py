"""What stands beside a deal: how it became known, who copied whom, what is like it, what people decided, citing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from materiel.record import browse, query, review
from materiel.record.stamps import ALIKE
from materiel.record.view import slug
from materiel.tell import summary
from materiel.tell import words as say
from materiel.tell.home import news
from materiel.tell.source import Source
from materiel.tell.tongue import told

Row = Mapping[str, Any]
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Copy:
    """A report in the tree of copies: how deep it stands below the first, and what it changed."""

    row: Row
    depth: int


def beside(held: Source, deal: Row, address: str) -> dict[str, Any]:
    """All of it, for the page of a deal; ``address`` is the page's own, whole."""
    return {
        "known": known(held.ask(browse.versions, deal["id"])),
        "trees": trees(held, deal["documents"]),
        "similar": similar(held, deal),
        "judged": held.ask(review.history, deal["id"]),
        "cite": cite(deal, address),
    }


def known(versions: Sequence[tuple[str, Row]]) -> list[tuple[str, list[str]]]:
    """Each day on which something became known of a deal, with what that was, in words."""
    before: Row | None = None
    found = []
    for day, row in versions:
        first = [told("first report")] if before is None else news(row, before)
        found.append((day, first))
        before = row
    return found


def trees(held: Source, documents: Sequence[Row]) -> list[list[Copy]]:
    """The copies among some reports, each tree from its first report down."""
    firsts = dict.fromkeys(row["copy_of"] for row in documents if row["copy_of"])
    return [_tree(rows) for rows in (held.ask(query.copies, first) for first in firsts) if len(rows) > 1]


def _tree(rows: Sequence[Row]) -> list[Copy]:
    """Rows in the order of a walk from each parent to its copies."""
    children: dict[str | None, list[Row]] = {}
    for row in rows:
        children.setdefault(row["parent"], []).append(row)
    found: list[Copy] = []
    waiting = [(row, 0) for row in reversed(children.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        found.append(Copy(row, min(depth, DEEPEST)))
        waiting += [(child, depth + 1) for child in reversed(children.get(row["id"], []))]
    return found


def similar(held: Source, deal: Row) -> list[Row]:
    """Other deals between the same parties, then others of the same weapons to anybody; the last reported first."""
    found: dict[str, Row] = {}
    pair = {"supplier": deal["supplier"], "recipient": deal["recipient"]}
    wanted: list[browse.Terms] = [pair] if all(pair.values()) else []
    weapons = [slug(weapon["designation"] or "") for weapon in deal["weapons"]]
    if any(weapons):
        wanted.append({"weapon": [weapon for weapon in weapons if weapon]})
    for terms in wanted:
        for row in held.latest(terms, ALIKE + 1):
            if row["id"] != deal["id"] and len(found) < ALIKE:
                found.setdefault(row["id"], row)
    return list(found.values())


def cite(deal: Row, address: str) -> dict[str, str]:
    """A deal as a line of a list of sources and as BibTeX. It names the day up to which reports were known, so that
    ``?as_of=`` gives the same page later."""
    day = deal["last_reported"] or ""
    as_of = f"{address}?as_of={day}" if day else address
    name = summary.headline(deal)
    line = told("“{name}”. Deal {id}, materiel, register of arms transfers", name=name, id=deal["id"])
    line += (told(", as known on {day}", day=say.day(day)) if day else "") + f". {as_of}"
    key = "".join(sign for sign in deal["id"] if sign.isalnum() or sign == "-")
    safe = name.translate({ord(sign): f"\\{sign}" for sign in "&%$#_{}"} | {ord("\\"): "/"})
    year = f"  year = {{{day[:4]}}},\n" if day else ""
    head = f"@misc{{{key},\n  title = {{{safe}}},\n  howpublished = {{materiel, deal {deal['id']}}},\n"
    bibtex = f"{head}{year}  url = {{{as_of}}}\n}}"
    return {"line": line, "bibtex": bibtex}
