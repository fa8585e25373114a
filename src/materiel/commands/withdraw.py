"""``materiel withdraw``: a page is taken out of the register; what people decided stays."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table

from materiel.commands.screen import Refused, clean, console, several, styled
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
    out = console()
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for title in ("When", "What", "Page", "Document", "Who", "Why"):
        table.add_column(title, overflow="fold")
    for row in rows:
        told = (row["made"][:16], row["kind"], row["url"] or row["name"], row["document"], row["who"], row["why"] or "")
        table.add_row(*(styled(cell) for cell in told))
    if rows:
        out.print(table)
    out.print(styled(several(len(rows), "withdrawal"), "dim"))
    return 0
