"""How fast the site is: 200 readers at once, search, publishing and publishing again after one change.

    python bench/site.py [--deals 10000] [--seconds 15] [--readers 200] [--register FILE] [--ready] [--accounts]
    python bench/site.py --kinds [--register FILE]
    python bench/site.py --publish [--register FILE]

Makes a register of made-up deals (about ten statements each) in a folder of its own, or in FILE if there is none;
``--ready`` puts its pages together first, as `serve` does ahead of their asking. It is served with two processes; each
reader asks for a page a second of the mix of ``asked.SHARES``, first pages that nobody has asked for, then the same
again, and the median and the 99th percentile are printed with what was answered. ``--kinds`` prints instead the
processor time of one page of each kind that is not kept, and of the mix: that is the same on a busy machine.
``--accounts`` lets each reader show a session of an account, on a copy of the register. Of all that `serve` did its
processor time for an answer is told.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import resource
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import asked
import made
from materiel import packs
from materiel.record import ready
from materiel.record.store import Register
from materiel.tell.app import create
from materiel.tell.cache import Cache
from materiel.tell.live.gate import COOKIE
from materiel.tell.live.people import ROLES
from materiel.tell.live.store import Accounts
from materiel.tell.serve import rarely_collected
from materiel.tell.within import fetch, walk

PACE = 0.0024
"""Seconds that the loop of ``pace`` takes on an idle machine of ours; times by kind are told as on that."""

WORDS = ("minister", "contract", "brigade", "delivery", "parliament", "budget", "training", "factory", "radar")
NEW = "new"


def register(place: str, deals: int, seed: int = 7) -> None:
    """A register of ``deals`` deals between random states, each told by one made-up page of some 150 words."""
    chance = random.Random(seed)
    states = [code for code in packs.states() if code not in ("CSK", "DDR", "SUN", "YUG")]
    weapons = list(packs.weapons().values())
    with Register.open(place) as opened:
        for start in range(0, deals, 500):
            entries = [entry(f"p{it}", states, weapons, chance) for it in range(start, min(deals, start + 500))]
            opened.add_all(entries)
        opened.resolve()


def entry(name: str, states: list[str], weapons: list[dict[str, str]], chance: random.Random) -> made.Entry:
    """One page with one deal."""
    weapon, (supplier, recipient) = chance.choice(weapons), chance.sample(states, 2)
    day = f"{chance.randint(2015, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    text = " ".join(chance.choice(WORDS) for _ in range(120))
    told = made.deal(
        supplier=(supplier,), recipient=(recipient,), name=weapon["designation"], designation=weapon["designation"],
        category=weapon["category"], quantity=chance.randint(1, 900), status=chance.choice(packs.STATUSES),
        money=(chance.randint(1, 900) * 1e6, "USD"), order_date=day[:7],
    )  # fmt: skip
    return made.entry(name, told, published=day, lines=[f"Report {name} {text}."])


def sessions(place: str, number: int) -> list[str]:
    """Tokens of so many sessions, of a reader, an analyst and an editor by turns, on a register that then needs an
    account."""
    accounts = Accounts(place)
    for role in ROLES:
        accounts.add(role, role, secrets.token_urlsafe(20), "bench")
    tokens = [accounts.issue(ROLES[at % len(ROLES)], 1, "bench") for at in range(number)]
    accounts.close()
    return tokens


async def load(port: int, paths: list[str], tokens: list[str], seconds: int) -> tuple[list[float], Counter[int]]:
    """A reader with each of the tokens ("" is nobody in particular) asks for the next of the pages a second over one
    connection; gives seconds of each answer, and statuses."""
    took: list[float] = []
    told: Counter[int] = Counter()
    waiting = iter(paths)

    async def reader(seed: int, token: str) -> None:
        chance = random.Random(seed)
        shown = f"Accept-Encoding: gzip\r\n{f'Cookie: {COOKIE}={token}' if token else 'DNT: 1'}\r\n\r\n"
        await asyncio.sleep(chance.random())
        source, sink = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(seconds):
            begun = time.perf_counter()
            sink.write(f"GET {next(waiting)} HTTP/1.1\r\nHost: localhost\r\n{shown}".encode())
            head = await source.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.I)
            await source.readexactly(int(length[1]) if length else 0)
            took.append(time.perf_counter() - begun)
            told[int(head.split(b" ", 2)[1])] += 1
            await asyncio.sleep(max(0, 1 - took[-1]))
        sink.close()

    await asyncio.gather(*(reader(seed, token) for seed, token in enumerate(tokens)))
    return took, told


def shown(name: str, took: list[float]) -> None:
    """Prints the middle and the slow end of some times."""
    slow = sorted(took)[int(len(took) * 0.99)]
    print(f"{name}: {len(took)} answers, median {statistics.median(took) * 1e3:.1f} ms, 99th {slow * 1e3:.0f} ms")


def by_kind(place: str, every: Mapping[str, Sequence[str]], number: int = 40) -> None:
    """Prints the processor time of pages of each kind and of the mix, the application alone and nothing kept, with
    Python's collector as `serve` sets it."""
    app, loop = create(place), asyncio.new_event_loop()
    Cache._keep = lambda *_: None  # type: ignore[method-assign]
    loop.run_until_complete(walk(app))
    rarely_collected()
    kinds = {kind: (paths * number)[: number + 2] for kind, paths in every.items()}
    for kind, paths in (kinds | {"the mix": ["/", "/", *asked.drawn(every, 20 * number, 2)]}).items():
        took, paces = [], []
        for at, path in enumerate(paths):
            if at % 4 == 0:
                paces.append(pace())
            begun = time.process_time()
            loop.run_until_complete(fetch(app, path))
            took.append(time.process_time() - begun)
        scale = PACE / statistics.median(paces) * 1e3
        took = [it * scale for it in took[2:]]  # the first ones compile templates
        print(f"{kind}: median {statistics.median(took):.1f} ms, mean {statistics.mean(took):.1f} ms")


def pace() -> float:
    """Seconds of processor time of a loop that is always the same: on a busy machine it takes up to three times as
    long, as pages do."""
    begun = time.process_time()
    sum(it * it % 7 for it in range(30_000))
    return time.process_time() - begun


def published(place: str, folder: Path) -> None:
    """Publishes, adds one report, and publishes again."""
    command = [sys.executable, "-m", "materiel", "publish", str(folder), "--register", place]
    print("publish:", subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())
    with Register.open(place) as opened:
        opened.add_all([made.entry(NEW, made.deal())])
        opened.refresh()
    print("again:", subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


def main() -> int:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--deals", type=int, default=10_000)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--register", type=Path)
    parser.add_argument("--ready", action="store_true")
    parser.add_argument("--kinds", action="store_true")
    parser.add_argument("--publish", action="store_true")
    parser.add_argument("--accounts", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = str(args.register or Path(folder) / "register.db")
        if not Path(place).exists():
            begun = time.perf_counter()
            register(place, args.deals)
            print(f"register: {args.deals} deals in {time.perf_counter() - begun:.0f} s")
        with Register.open(place) as opened:
            if args.ready:
                print(f"{ready.fill(opened)} pages were put together ahead")
            every = asked.kinds(opened)
        tokens = [""] * args.readers
        if args.accounts:  # on a copy: what is given stays without accounts
            place = shutil.copy(place, Path(folder) / "closed.db")
            tokens = sessions(place, args.readers)
        if args.kinds:
            by_kind(place, every)
            return 0
        searches = [f"/search?text={one}+{other}" for one in WORDS for other in WORDS]
        serve = [
            sys.executable,
            "-m",
            "materiel",
            "serve",
            "--register",
            place,
            "--port",
            "0",
            "--workers",
            str(args.workers),
        ]
        with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stderr
                found = re.search(r":(\d+)/", process.stderr.readline())
                assert found, "the site did not start"
                port = int(found[1])
                answers = 0
                mixed = asked.drawn(every, args.readers * args.seconds)
                for name in ("cold", "again"):
                    took, told = asyncio.run(load(port, mixed, tokens, args.seconds))
                    answers += len(took)
                    shown(f"{args.readers} readers, {name}, {dict(told)}", took)
                took, told = asyncio.run(load(port, searches, tokens[:1], 20))
                answers += len(took)
                shown(f"search, one reader, {dict(told)}", took)
            finally:
                process.terminate()
                process.wait(20)
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(
            f"processor time: {(spent.ru_utime + spent.ru_stime) / answers * 1e3:.1f} ms an answer, the start included"
        )
        if args.publish:
            published(place, Path(folder) / "site")
    return 0


if __name__ == "__main__":
    sys.exit(main())
