"""How long `materiel weigh` takes on the full SIPRI register and 10,000 deals read from pages.

    python bench/speed_weigh.py [FOLDER]

FOLDER holds the reference files of their publishers (default: shared/reference beside the repository). Makes a register
of 10,000 made-up reports in a temporary folder, imports the real files and times each form of the command, from the
start of Python to its last line, and the answer alone: by the clock and by processor time, the best of five runs, since
other work on the machine only adds. Modules are compiled before, as an installation has them.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import materiel
from materiel import packs
from materiel.commands import import_
from materiel.record.store import Register
from materiel.types import Deal, Document, Page, Quote, Reaction, Reading, Weapon, digest

DEALS = 10_000
TIMES = 5
ASKED = (("country", "SRB"), ("pair", "GRC", "TUR"), ("region", "balkans"))
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
        with Register.open(place) as register:
            register.refresh()  # after an import the first question makes the deals anew
        compiled = str(Path(made) / "compiled")
        for asked in ASKED:
            _command(place, asked, compiled)
            whole = [_command(place, asked, compiled) for _ in range(TIMES)]
            answers = [_answers(place, asked) for _ in range(TIMES)]
            given, of = answers[0][2:]
            told = (
                f"{what} {_least(runs, 0)} s ({_least(runs, 1)} s of processor)"
                for what, runs in (("whole command", whole), ("answer alone", answers))
            )
            print(f"{asked[0]:8} {', '.join(told)}; {given} of {of} answered")
        print(f"load of the machine: {os.getloadavg()[0]:.1f}")


def _least(runs: Sequence[Sequence[float]], index: int) -> str:
    return f"{min(run[index] for run in runs):.2f}"


def _command(place: str, asked: Sequence[str], compiled: str) -> tuple[float, float]:
    """(clock, processor) seconds of one ``materiel weigh``, start of Python included; compiled modules are kept in a
    folder."""
    command = [sys.executable, "-m", "materiel", "weigh", *asked, "--register", place]
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    surroundings["PYTHONPYCACHEPREFIX"] = compiled
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=surroundings)
    clock, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _answers(place: str, asked: Sequence[str]) -> tuple[float, float, int, int]:
    """(clock, processor) seconds of the answer in a process that has everything loaded, questions answered, of how
    many."""
    started, used = time.perf_counter(), time.process_time()
    with materiel.open(place) as desk:
        answers = getattr(desk, asked[0])(*asked[1:]).answers()
    clock, used = time.perf_counter() - started, time.process_time() - used
    return clock, used, sum(one.value is not None for one in answers), len(answers)


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


def _folder() -> Path:
    """The folder that the command line names; leaves with one sentence where it has not the files."""
    parser = argparse.ArgumentParser(description="Times `materiel weigh` on real reference files and made-up deals.")
    usual = Path(__file__).parents[2] / "shared" / "reference"
    parser.add_argument("folder", nargs="?", type=Path, default=usual, help=f"reference files; default: {usual}")
    folder: Path = parser.parse_args().folder
    absent = [name for name in FILES.values() if not (folder / name).is_file()]
    if absent:
        parser.exit(2, f"{folder}: {absent[0]} is not there; name the folder of the reference files\n")
    return folder


if __name__ == "__main__":
    main(_folder())
