"""A register of a million statements in 100,000 documents: how long its pages, its search and its rebuild take.

    python bench/scale.py [--statements N] [--place FILE]

Fills a new register with made-up reports (about ten statements each; three to five reports a deal), makes its
deals, and prints the time that each page of the site and of the command line needs from the register: the median and
the slowest of 15 calls with different parameters, in milliseconds. Fails where a median is above 50 ms.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import func, select

from materiel import packs
from materiel.record import indexed, query, review, search, tables
from materiel.record.filters import Filter
from materiel.record.search import Wanted
from materiel.record.store import Register
from materiel.types import Deal, Document, Money, Page, Quote, Reading, Weapon, digest

MOST = 50.0
CALLS = 15
STATUSES = packs.STATUSES[:6]
Entry = tuple[Page, Reading]


def entries(statements: int, seed: int = 1) -> Iterator[Entry]:
    """Reports that hold about ``statements`` statements together."""
    chance = random.Random(seed)
    parties = sorted(packs.states())
    weapons = [(name, row["category"]) for name, row in sorted(packs.weapons().items())]
    made = number = 0
    while made < statements:
        supplier, recipient = chance.sample(parties, 2)
        name, category = chance.choice(weapons)
        year, quantity = chance.randint(2000, 2025), chance.randint(1, 200)
        for _ in range(chance.randint(3, 5)):
            number += 1
            told = Deal(
                supplier=(supplier,),
                recipient=(recipient,),
                weapons=(Weapon(name, name, category, quantity + chance.choice((0, 0, 0, 1)), "exact"),),
                mode="sale",
                value=Money(quantity * 1e6, "USD"),
                status=chance.choice(STATUSES),
                order_date=str(year),
                score=0.8,
            )
            day = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            made += 12
            yield _entry(number, told, day, chance)


def _entry(number: int, told: Deal, day: str, chance: random.Random) -> Entry:
    words = [told.supplier[0], told.status, told.recipient[0], str(told.weapons[0].quantity), told.weapons[0].name]
    text = " ".join(words) + ". " + " ".join(str(chance.randrange(10**6)) for _ in range(120))
    places = dict(
        zip(("supplier", "status", "recipient", "weapons[0].quantity", "weapons[0].name"), words, strict=True)
    )
    evidence, at = {}, 0
    for path, word in places.items():
        evidence[path] = (Quote.of(text, at, at + len(word)),)
        at += len(word) + 1
    fields = {name: getattr(told, name) for name in Deal.__dataclass_fields__ if name != "evidence"}
    deal = Deal(**fields, evidence=evidence)
    document = Document(
        str(number), text, title=words[0], lang="en", published=day, outlet=f"Outlet {number % 400}",
        url=f"https://outlet{number % 400}.example/{number}", page=digest(text),
    )  # fmt: skip
    return Page(str(number), str(number), text.encode(), url=document.url), Reading(document, (deal,), reader="made 1")


def fill(register: Register, statements: int) -> int:
    """Adds the reports; gives the number of statements."""
    batch: list[Entry] = []
    for entry in entries(statements):
        batch.append(entry)
        if len(batch) == 2000:
            register.add_all(batch)
            batch = []
    register.add_all(batch)
    with register.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.statements)).scalar_one())


def pages(register: Register) -> dict[str, Callable[[int], object]]:
    """Each page with a function that asks for it; its number chooses the parameters."""
    chance = random.Random(3)
    rows = chance.sample(query.deals(register, Filter(limit=5000)), 200)
    documents = query.documents(register, 200)
    parties = [party for party, _ in query.parties(register)]

    def deals(**asked: object) -> Callable[[int], object]:
        return lambda n: query.deals(register, Filter(limit=50, **asked))  # type: ignore[arg-type]

    return {
        "register, first page": deals(),
        "register, page 200": lambda n: query.deals(register, Filter(limit=50, offset=10_000 + n)),
        "register, number of deals": lambda n: query.count(register),
        "register of a state": lambda n: query.deals(register, Filter(country=parties[n], limit=50)),
        "register by supplier": lambda n: query.deals(register, Filter(sort="supplier", limit=50, offset=n)),
        "register of a category": deals(category="uav"),
        "register of a status": deals(status="delivered"),
        "register as of a day": lambda n: query.deals(register, Filter(as_of=f"{2005 + n}-06-01", limit=50)),
        "register, words": lambda n: query.deals(register, Filter(text=rows[n]["weapons"][0]["designation"], limit=50)),
        "one deal": lambda n: query.deal(register, rows[n]["id"]),
        "one deal by its digits": lambda n: query.find(register, rows[n]["id"].rpartition("-")[2]),
        "one document": lambda n: query.document(register, documents[n]["id"]),
        "copies of a document": lambda n: query.copies(register, documents[n]["id"]),
        "documents, first page": lambda n: query.documents(register, 50),
        "parties": lambda n: query.parties(register),
        "search, a weapon": lambda n: search.find(register, Wanted(rows[n]["weapons"][0]["designation"]), 20),
        "search, a word of many": lambda n: search.find(register, Wanted(STATUSES[n % len(STATUSES)]), 20),
        "search, the beginning of words": lambda n: search.find(register, Wanted(f"{n + 10}"), 20),
        "search, words and a year": lambda n: search.find(register, Wanted("delivered", since=f"{2005 + n}"), 20),
        "queue, first page": lambda n: review.queue(register, limit=50),
    }


def timed(ask: Callable[[int], object]) -> tuple[float, float]:
    """(median, slowest) milliseconds of ``CALLS`` calls."""
    took = []
    for number in range(CALLS):
        started = time.perf_counter()
        ask(number)
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took), max(took)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_200_000)
    parser.add_argument("--place", help="a register that is there already is only asked")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(options.place or Path(folder) / "register.db")
        there = place.exists()
        with Register.open(place) as register:
            if not there:
                started = time.process_time()
                count = fill(register, options.statements)
                print(
                    f"{count} statements added in {time.process_time() - started:.0f} s of processor time", flush=True
                )
            started = time.process_time()
            register.refresh()
            print(f"deals made in {time.process_time() - started:.0f} s of processor time", flush=True)
            with register.reading() as connection:
                number = int(connection.execute(select(func.count()).select_from(tables.documents)).scalar_one())
            register.add(*next(entries(10, seed=number)))
            started = time.process_time()
            register.refresh()
            print(f"deals made after one more report in {time.process_time() - started:.1f} s of processor time")
            started = time.process_time()
            indexed.refresh(register)
            print(f"words indexed in {time.process_time() - started:.0f} s of processor time")
            print(f"{query.count(register)} deals, {number + 1} documents; {place.stat().st_size / 1e6:.0f} MB on disk")
            slow = []
            print(f"{'':32}median ms  slowest")
            for name, ask in pages(register).items():
                median, slowest = timed(ask)
                print(f"{name:32}{median:9.1f}{slowest:9.1f}", flush=True)
                slow += [name] if median > MOST else []
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")
    print(f"slower than {MOST:.0f} ms: {', '.join(slow)}" if slow else f"every page takes less than {MOST:.0f} ms")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
