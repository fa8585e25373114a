"""``materiel why``: the sentences behind one cell, the words that tell the value marked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from materiel.commands.screen import Refused, clean, console, counted, styled
from materiel.commands.show import fetch
from materiel.tell import summary

Row = Mapping[str, Any]


def cell(place: str, name: tuple[str, str], as_of: str | None, form: str) -> int:
    """Prints the sentences of a (deal, field), as text or JSON; a short field ("quantity") may mean several cells."""
    found = fetch(place, name[0], as_of)
    cells = _cells(found, name[1])
    if form == "json":
        print(json.dumps([{"deal": found["id"], **one} for one in cells], ensure_ascii=False, indent=1))
        return 0
    out = console()
    for one in cells:
        out.print(styled(f"{found['id']} {one['field']}", "bold"))
        for value in one["values"]:
            _value(out, one, value)
    return 0


def _cells(found: Row, field: str) -> Sequence[Row]:
    bare = field.strip().lower()
    cells: Sequence[Row] = found["cells"]
    exact = [one for one in cells if one["field"] == bare]
    short = [one for one in cells if bare in _ways(one["field"])]
    if not exact and not short:
        known = ", ".join(one["field"] for one in cells)
        raise Refused(f"{clean(field)}: {found['id']} has no such cell; it has {known}")
    return exact or short


def _ways(field: str) -> set[str]:
    """What else one may call the cell: ``weapons[0].quantity`` also "quantity", "weapons" and "weapons[0]"."""
    whole, _, part = field.partition(".")
    lot = re.sub(r"\[\d+\]", "", whole)
    return {f"{lot}.{part}", part, whole, lot} if part else set()


def _value(out: Console, one: Row, value: Row) -> None:
    told = counted(value["reports"], value["origins"])
    rule = f"; preferred: {one['rule']}" if value["preferred"] and len(one["values"]) > 1 else ""
    doubts = [modality for modality in value["modality"] if modality != "asserted"]
    hedge = f"; {', '.join(doubts)}" if doubts else ""
    who = f"; read by {' and '.join(value['readers'])}" if value["readers"] else ""
    shown = summary.cell(one["field"], value["value"])
    out.print(
        Text.assemble((clean(shown), "bold green" if value["preferred"] else "bold"), f"  ({told}{hedge}{who}{rule})")
    )
    for quote in value["quotes"]:
        out.print(Padding(_sentence(quote, out.is_terminal), (0, 0, 0, 2)))
        out.print(Padding(styled(_source(quote), "dim"), (0, 0, 1, 4)))
    if not value["quotes"]:
        out.print(Padding(styled("no quote was kept for this value", "dim"), (0, 0, 1, 2)))


def _sentence(quote: Row, colours: bool) -> Text:
    """The sentence with the quoted words marked: by colour on a terminal, by »« elsewhere."""
    left, right = ("", "") if colours else ("»", "«")
    before, exact, after = clean(quote["before"]), clean(quote["exact"]), clean(quote["after"])
    gaps = " " if quote["before"].endswith(" ") else "", " " if quote["after"].startswith(" ") else ""
    return Text.assemble(before, gaps[0], (f"{left}{exact}{right}", "reverse" if colours else ""), gaps[1], after)


def _source(quote: Row) -> str:
    who = quote["outlet"] or quote["origin"]
    place = f"document {quote['document']}, characters {quote['start']} to {quote['end']}"
    return ", ".join(part for part in (who, quote["published"], place, quote["url"]) if part)
