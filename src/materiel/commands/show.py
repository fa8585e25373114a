"""``materiel show``: one deal with all its values, reports, reactions and figures."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from materiel.commands.screen import Refused, clean, console, counted, indented, styled
from materiel.intake.archive import Archive, beside
from materiel.record import captures, query
from materiel.record.store import Register
from materiel.tell import summary
from materiel.tell import words as say
from materiel.types import ArchiveError

Row = Mapping[str, Any]


def deal(place: str, name: str, as_of: str | None, form: str) -> int:
    """Prints a deal, as text or as JSON."""
    found = fetch(place, name, as_of)
    if form == "json":
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    out = console()
    out.print(styled(found["id"], "bold"))
    out.print(styled(summary.sentence(found)))
    out.print(styled(_standing(found), "dim"))
    out.print(_cells(found))
    out.print(_documents(found))
    _list(out, "Reactions", [say.reaction(one) for one in found["reactions"]])
    _list(out, "Figures", [say.figure(one) for one in found["figures"]])
    out.print(styled(f"materiel why {found['id']} FIELD gives the sentences of a value", "dim"))
    return 0


def fetch(place: str, name: str, as_of: str | None) -> Row:
    """A deal of the register at ``place``; ``Refused`` with the nearest names where there is none."""
    with Register.open(place, create=False) as register:
        register.refresh()
        found = query.deal(register, name, as_of)
        if found is None:
            raise Refused(_unknown(register, name, as_of))
    return found


def page(place: str, name: str, folder: str | None) -> int:
    """Prints the captured page of a document to the byte; ``name`` may be a deal that one document tells of."""
    with Register.open(place, create=False) as register:
        register.refresh()
        archive = Archive(folder or beside(register.name))
        there = captures.digests(register, name)
        if not there:
            there = captures.digests(register, _only_document(register, name))
        try:
            found = next((one for digest in there if (one := archive.find(digest)) is not None), None)
        except ArchiveError as error:
            print(f"materiel: {clean(error)}", file=sys.stderr)
            return 1
    if found is None:
        raise Refused(f"{clean(name)}: {archive.folder} holds no page of it; pages read from files are not kept there")
    sys.stdout.flush()
    sys.stdout.buffer.write(found.content)
    return 0


def _only_document(register: Register, name: str) -> str:
    found = query.deal(register, name)
    if found is None:
        raise Refused(_unknown(register, name, None))
    documents = [one["id"] for one in found["documents"]]
    if len(documents) != 1:
        raise Refused(f"{clean(name)}: several documents tell of it; name one of {', '.join(documents)}")
    return str(documents[0])


def _unknown(register: Register, name: str, as_of: str | None) -> str:
    if as_of and query.find(register, name):
        return f"{clean(name)}: nothing was known of this deal by {as_of}; give a later date"
    near = query.nearest(register, name)
    hint = f"the nearest are {', '.join(near)}" if near else "`materiel deals --all` lists them"
    return f"{clean(name)}: the register holds no deal of this name; {hint}"


def _standing(found: Row) -> str:
    parts = [found["standing"], counted(found["reports"], found["origins"]), found["modality"]]
    if found["first_reported"]:
        parts.append(f"{found['first_reported']} to {found['last_reported']}")
    if found["background"]:
        parts.append("told only to explain other deals")
    return "; ".join(parts)


def _cells(found: Row) -> Table:
    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name, options in (("Field", {}), ("Value", {"ratio": 1}), ("Reports", {"justify": "right"}), ("Rule", {})):
        shown.add_column(name, **options)
    for cell in found["cells"]:
        for value in cell["values"]:
            chosen = value["preferred"]
            reports = f"{value['reports']}/{value['origins']}"
            shown.add_row(
                styled(cell["field"] if chosen else ""),
                styled(summary.cell(cell["field"], value["value"]), "" if chosen else "dim"),
                styled(reports, "" if chosen else "dim"),
                styled(cell["rule"] if chosen and len(cell["values"]) > 1 else ""),
            )
    return shown


def _documents(found: Row) -> Table:
    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in ("Document", "Published", "Origin", "Title"):
        shown.add_column(name, no_wrap=name in ("Document", "Published"))
    for one in found["documents"]:
        title = styled(one["title"] or "")
        if one["copy_of"]:
            title.append(f" (copy of {one['copy_of']})", style="dim")
        shown.add_row(styled(one["id"]), styled(one["published"] or ""), styled(_origin(one)), title)
    return shown


def _origin(one: Row) -> str:
    """The outlet, and whom it has the report from where that is somebody else."""
    outlet, origin = one["outlet"] or "", one["origin"]
    return f"{outlet} ({origin})" if outlet and outlet != origin else origin


def _list(out: Console, title: str, lines: list[str]) -> None:
    if lines:
        out.print(styled(title, "bold"))
        for line in lines:
            out.print(indented(line))
        out.print()
