"""``materiel import KIND FILE``: reference data and registers of others, into the register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from materiel.commands.screen import Refused, several
from materiel.record.store import Register
from materiel.types import digest
from materiel.weigh.importers import conflict, events, milex, nmc, sipri, ties, wdi
from materiel.weigh.importers.imported import Imported
from materiel.weigh.importers.keep import keep

Reader = Callable[[Path], Imported]

KINDS: Mapping[str, tuple[str, Reader]] = {
    "sipri": ("SIPRI trade register (CSV)", sipri.read),
    "milex": ("SIPRI military-expenditure workbook", milex.read),
    "wdi": ("World Bank, World Development Indicators (CSV)", wdi.read),
    "ucdp": ("UCDP/PRIO armed conflicts", conflict.ucdp),
    "disputes": ("militarised interstate disputes, dyads", conflict.disputes),
    "alliances": ("alliances of ATOP or COW, dyad-years", ties.alliances),
    "rivalries": ("strategic rivalries", ties.rivalries),
    "contiguity": ("COW direct contiguity", ties.contiguity),
    "nmc": ("COW national material capabilities", nmc.read),
    "gdelt": ("GDELT events", events.gdelt),
    "plover": ("PLOVER and POLECAT events", events.plover),
}
"""What can be imported: a name, what it is, and what reads it."""

KEPT = {"series": "figure", "pairs": "tie", "events": "event", "transfers": "transfer"}
"""The tables that an import fills, and what a row of each is called."""


def file(place: str, kind: str, name: str) -> int:
    """Reads a file of a kind of ``KINDS`` and keeps it as an edition of its own; the same file again adds nothing."""
    path = Path(name)
    if not path.is_file():
        raise Refused(f"{name}: there is no such file")
    read = KINDS[kind][1](path)
    edition = {
        "kind": read.kind,
        "name": path.name,
        "title": read.title,
        "digest": digest(path.read_bytes()),
        "counts": read.counts,
        "imported": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    rows = {name: getattr(read, name) for name in KEPT}
    with Register.open(place) as register:
        new = keep(register, edition, {name: held for name, held in rows.items() if held})
    kept = ", ".join(several(len(held), KEPT[name]) for name, held in rows.items() if held)
    print(f"{read.title}: {kept} {'kept' if new else 'were there already'} in {place}")
    told = "; ".join(f"{number} {what}" for what, number in sorted(read.counts.items(), key=lambda pair: -pair[1]))
    print(f"{several(sum(read.counts.values()), 'row')} or cells of the file: {told}")
    return 0
