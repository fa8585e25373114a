"""``materiel serve`` and ``materiel demo``: the register as a site."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from materiel.commands import deals, read
from materiel.commands.screen import Refused
from materiel.tell.serve import NoAddress
from materiel.tell.serve import serve as listen


def serve(place: str, host: str, port: int, workers: int = 1, address: str = "") -> int:
    """Serves the register at ``place`` until interrupted; ``address`` is its own where a proxy stands before it."""
    try:
        listen(place, host, port, workers, address)
    except NoAddress as error:
        raise Refused(str(error)) from error
    return 0


def demo(place: str, address: tuple[str, int] | None) -> int:
    """Reads the bundled pages into the register at ``place``, prints it, and serves it at ``address`` if one is given.

    The register is an ordinary one: reading again adds nothing, and every other command can use it.
    """
    with as_file(files("materiel") / "demo") as folder:
        pages = sorted(Path(folder).glob("*.html"))
        if not pages:
            raise Refused("this installation has no demo pages; install materiel again")
        failed = read.keep([str(page) for page in pages], 1, place)
    deals.show(place, {}, "table")
    print(f"Kept in {place}; `materiel show DEAL --register {place}` shows one deal")
    return serve(place, *address) if address else failed
