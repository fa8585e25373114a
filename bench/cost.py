"""Cost: what a month of Common Crawl's news takes on some machines, worked out from measured figures.

    python bench/cost.py [--pages N] [--speed N] [--price X] ... [--measure]

Prints the figures it rests on, each of which an option changes, and a table for 1, 10 and 100 machines.
``docs/cluster.md`` says where they come from. ``--measure`` measures how fast pages that were read enter a register.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

MACHINES = (1, 10, 100)


@dataclass(frozen=True, slots=True)
class Month:
    """What a month and the machines are like. Speeds are those of one processor."""

    pages: float = 12e6  # a month of CC-NEWS
    size: float = 450e9  # its bytes, packed
    speed: float = 228  # pages a second from WARC to register (bench/intake.py)
    ray: float = 0.45  # what a cluster costs on top of plain processes, at most (bench/cluster.py)
    share: float = 0.02  # of the pages enter the register (bench/sieve.py)
    keeping: float = 310  # pages a second that one process takes from Parquet files into the register (--measure)
    deals: float = 270  # pages a second when deals are made of them in the end (bench/scale.py, --measure)
    start: float = 60  # seconds until the machines are a cluster
    cores: float = 8  # processors of a machine
    network: float = 125e6  # bytes a second that a machine fetches
    price: float = 0.36  # of a machine and hour, in USD


def hours(month: Month, machines: int) -> dict[str, float]:
    """The hours that each part takes: three go on side by side, so that the slowest of them counts, and then deals are
    made of all."""
    parts = {
        "reading": month.pages * (1 + month.ray) / (month.speed * month.cores * machines),
        "fetching": month.size / (month.network * machines),
        "keeping": month.pages * month.share / month.keeping,
    }
    slowest = max(parts.values())
    parts["deals"] = month.pages * month.share / month.deals
    parts["in all"] = month.start + slowest + parts["deals"]
    return {name: seconds / 3600 for name, seconds in parts.items()}


def table(month: Month, machines: Iterable[int] = MACHINES) -> str:
    """A row for each number of machines, as Markdown."""
    lines = ["| machines | reading | fetching | keeping | deals | in all | USD |", "|---|---|---|---|---|---|---|"]
    for count in machines:
        told = hours(month, count)
        cost = told["in all"] * count * month.price
        lines.append(f"| {count} | {' | '.join(f'{value:.2f} h' for value in told.values())} | {cost:.2f} |")
    return "\n".join(lines)


def measured(pages: int = 1_000) -> tuple[float, float]:
    """Pages a second of processor time from Parquet files into archive and register, and then into deals."""
    import mix
    from materiel.commands import pieces
    from materiel.intake.archive import Archive
    from materiel.read.reader import read
    from materiel.record.store import Register
    from materiel.types import Failure, Page

    texts = mix.telling()
    made: list[Any] = []
    for number in range(pages):
        content = texts[number % len(texts)].replace(b"</article>", b"<p>Report %d.</p></article>" % number)
        page = Page(str(number), str(number), content, url=f"https://news.example/{number}", http=b"HTTP/1.1 200 OK")
        reading = read(page)
        made += [] if isinstance(reading, Failure) else [(page, reading)]
    packed = [pieces.packed(made[start : start + 50]) for start in range(0, len(made), 50)]
    with tempfile.TemporaryDirectory() as place, Register.open(Path(place) / "r.db") as register:
        archive, started = Archive(place), time.process_time()
        for content in packed:
            results: list[Any] = pieces.unpacked(content)
            archive.add([page for page, _ in results])
            register.add_all(results)
        kept = time.process_time()
        register.refresh()
        return len(made) / (kept - started), len(made) / (time.process_time() - kept)


def main() -> None:
    parser = argparse.ArgumentParser()
    for field in fields(Month):
        parser.add_argument(f"--{field.name}", type=float, default=field.default)
    parser.add_argument("--measure", action="store_true")
    asked = vars(parser.parse_args())
    if asked.pop("measure"):
        kept, deals = measured()
        print(f"kept at {kept:.0f} pages a second, deals made at {deals:.0f}")
        return
    month = Month(**asked)
    print(", ".join(f"{name} {value:g}" for name, value in asked.items()))
    print(table(month))


if __name__ == "__main__":
    main()
