"""How long `materiel weigh` takes on the full SIPRI register and 10,000 deals read from pages.

    python bench/speed_weigh.py [../shared/reference]

Makes a register of 10,000 made-up reports in a temporary folder, imports the real files and times the command for each
question, from the start of Python to its last line: the best of three runs, since other work on the machine only adds.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import materiel
from materiel import packs
from materiel.commands import import_
from materiel.record.store import Register
from materiel.types import Deal, Document, Page, Quote, Reaction, Reading, Weapon, digest

DEALS = 10_000
TIMES = 3
FILES = {
    "sipri": "sipri_registers/register_all_1950-2024_comments_bom.csv",
    "milex": "sipri_milex/SIPRI-Milex-data-1949-2024_2.xlsx",
    "rivalries": "peace_data/csv/tss_rivalries.csv.gz",
    "disputes": "peace_data/csv/gml_dirdisp.csv.gz",
    "alliances": "peace_data/csv/atop_alliance.csv.gz",
    "gdelt": "gdelt_cameo/feb2012.csv",
}


def main(folder: Path) -> None:
    """Fills a register and times questions."""
    with tempfile.TemporaryDirectory() as made:
        place = str(Path(made) / "r.db")
        with Register.open(place) as register:
            register.add_all([_entry(index) for index in range(DEALS)])
            register.resolve()
        for kind, name in FILES.items():
            import_.file(place, kind, str(folder / name))
        for asked in (["country", "SRB"], ["pair", "GRC", "TUR"], ["region", "balkans"]):
            runs = [_command(place, asked) for _ in range(TIMES)]
            wall, cpu = min(run[0] for run in runs), min(run[1] for run in runs)
            with materiel.open(place) as desk:
                answers = getattr(desk, asked[0])(*asked[1:]).answers()
            told = sum(one.value is not None for one in answers)
            print(f"{asked[0]:8} {wall:.2f} s ({cpu:.2f} s of processor), {told} of {len(answers)} answered")
        print(f"load of the machine: {os.getloadavg()[0]:.1f}")


def _command(place: str, asked: list[str]) -> tuple[float, float]:
    """(wall, processor) seconds of one ``materiel weigh``, start of Python included."""
    command = [sys.executable, "-m", "materiel", "weigh", *asked, "--register", place]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _entry(index: int) -> tuple[Page, Reading]:
    """A report of a deal between two states, with a reaction in every fifth."""
    chance = random.Random(index)
    states = sorted(packs.states())
    supplier, recipient, other = chance.sample(states[:120], 3)
    if index % 10 == 0:
        recipient = chance.choice(["SRB", "XKX", "GRC", "TUR", "ALB", "HRV"])
    name = f"System {index}"
    text = f"Report {index}.\n{supplier} delivers {name} to {recipient}. {other} protests."
    at = text.index(name)
    evidence = {"weapons[0].designation": (Quote.of(text, at, at + len(name)),)}
    weapon = Weapon(name, name, chance.choice(packs.CATEGORIES), chance.randint(1, 50))
    deal = Deal(
        (supplier,), (recipient,), (weapon,), status="delivered", order_date=str(2000 + index % 24), evidence=evidence
    )
    reactions = (Reaction(other, recipient, "ACCUSE", 0),) if index % 5 == 0 else ()
    day = f"{2001 + index % 24}-0{1 + index % 9}-15"
    document = Document(
        str(index), text, published=day, url=f"https://p{index % 300}.example/{index}", page=digest(text)
    )
    return Page(str(index), f"{index}.txt", text.encode(), url=document.url), Reading(
        document, (deal,), reactions, reader="made"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared" / "reference")
