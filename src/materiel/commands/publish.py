"""``materiel publish DIR``: the register as a site of files."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from materiel.commands.screen import Refused
from materiel.tell.app import Shown
from materiel.tell.publish import Unpublished
from materiel.tell.publish import publish as write
from materiel.tell.regions import BadRegions
from materiel.tell.tongue import known


def publish(place: str, folder: str, address: str, tongues: list[str], regions: str) -> int:
    """Writes the register at ``place`` into ``folder`` and says what was done."""
    strange = [code for code in tongues if code not in known()]
    if strange:
        others = f"choose from {', '.join(known())}" if known() else "leave --languages out, it is in English alone"
        raise Refused(f"{strange[0]}: the site is not translated into it; {others}")
    shown = Shown(regions=regions, address=address, is_static=True, tongues=tuple(tongues))
    begun = time.monotonic()
    try:
        done = write(place, Path(folder), shown, os.cpu_count() or 1, _progress if sys.stderr.isatty() else None)
    except (Unpublished, BadRegions) as error:
        raise Refused(str(error)) from error
    told = f"{folder}: {done.pages} pages, {done.made} made anew, {done.written} written, {done.removed} removed"
    print(f"{told}, in {time.monotonic() - begun:.1f} seconds")
    return 0


def _progress(pages: int) -> None:
    print(f"\r{pages} pages", end="", file=sys.stderr, flush=True)
