"""``materiel withdraw``: a page is taken out of the register; what people decided stays."""

from __future__ import annotations

from materiel.commands import grid
from materiel.commands.screen import Refused, clean, several
from materiel.record import withdraw
from materiel.record.store import Register


def page(place: str, name: str, who: str, why: str | None) -> int:
    """Withdraws the page of an address, file name or document."""
    with Register.open(place, create=False) as register:
        try:
            gone = withdraw.withdraw(register, name, who, why)
        except withdraw.NotThere as error:
            raise Refused(clean(error)) from error
    counts = (several(gone.pages, "page"), several(gone.documents, "text"), several(gone.statements, "statement"))
    print(f"{', '.join(map(clean, gone.addresses))}: withdrawn; {', '.join(counts)} deleted")
    return 0


def restore(place: str, name: str, who: str, why: str | None) -> int:
    """Lets a withdrawn page be read again."""
    with Register.open(place, create=False) as register:
        try:
            withdraw.restore(register, name, who, why)
        except withdraw.NotThere as error:
            raise Refused(clean(error)) from error
    print(f"{clean(name)}: may be read again; `materiel read` brings it back")
    return 0


def listing(place: str) -> int:
    """Prints what was withdrawn and restored."""
    with Register.open(place, create=False) as register:
        rows = withdraw.withdrawals(register)
    heads = ("When", "What", "Page", "Document", "Who", "Why")
    names = ("kind", "page", "document", "who", "why")
    told = [row | {"page": row["url"] or row["name"], "why": row["why"] or ""} for row in rows]
    listed = [grid.plain(row["made"][:16], *(row[name] for name in names)) for row in told]
    grid.listing(heads, listed, several(len(rows), "withdrawal"))
    return 0
