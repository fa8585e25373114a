"""How fast the site is beside Datasette, which serves the tables of the same register: one process and one reader each.

    python bench/beside.py REGISTER DATASETTE [--seconds 6]

DATASETTE is the command of an installation of its own (``python -m venv``, ``pip install datasette``). Each is asked
for filtered lists as HTML and single deals as JSON, every address once (so that nothing is kept), and then again.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from materiel import packs
from materiel.record import browse
from materiel.record.store import Register


@contextmanager
def serving(command: Sequence[str], pattern: str) -> Iterator[int]:
    """The port of a server while it runs; its first lines say it."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            found = next(it for line in process.stderr if (it := re.search(pattern, line)))
            yield int(found[1])
        finally:
            process.terminate()


def rate(port: int, paths: Sequence[str], seconds: float) -> float:
    """Answers a second over one connection."""
    link = http.client.HTTPConnection("127.0.0.1", port)
    asked, begun = 0, time.perf_counter()
    for path in paths:
        link.request("GET", path, headers={"Host": "localhost"})
        answer = link.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        asked += 1
        if time.perf_counter() - begun > seconds:
            break
    return asked / (time.perf_counter() - begun)


def main() -> int:
    """Prints a line for each kind of page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("register")
    parser.add_argument("datasette")
    parser.add_argument("--seconds", type=float, default=6)
    args = parser.parse_args()
    with Register.open(args.register, create=False) as opened:
        opened.refresh()
        rows = browse.deals(opened, None, None, 3000)
        since = {row["id"]: day for day, row, _ in browse.changes(opened, 100_000)}
    chance = random.Random(3)
    chance.shuffle(rows)
    states = sorted(suppliers(rows))
    ours = {
        "filtered list, HTML": [f"/deals?country={code}&status={it}" for code in states for it in packs.STATUSES],
        "one deal, JSON": [f"/deals/{quote(row['id'])}.json" for row in rows],
    }
    name = Path(args.register).stem
    theirs = {
        "filtered list, HTML": [
            f"/{name}/deals?_size=50&supplier__contains={quote(packs.state_name(code).lower())}&status={it}&_sort_desc=reported"
            for code in states
            for it in packs.STATUSES
        ],
        "one deal, JSON": [f"/{name}/deal_rows/{_cell(row['id'])},{_cell(since[row['id']])}.json" for row in rows],
    }
    found: dict[tuple[str, str], list[float]] = {}
    site = [sys.executable, "-m", "materiel", "serve", "--register", args.register, "--port", "0"]
    other = [args.datasette, args.register, "--port", "8765", "--setting", "default_page_size", "50"]
    for who, command, pattern, asked in (
        ("materiel", site, r":(\d+)/", ours),
        ("datasette", other, r"running on http://[^:]+:(\d+)", theirs),
    ):
        with serving(command, pattern) as port:
            for kind, paths in asked.items():
                found[kind, who] = [rate(port, paths, args.seconds), rate(port, paths[:50] * 400, args.seconds)]
    for kind in ours:
        (first, again), (their_first, their_again) = found[kind, "materiel"], found[kind, "datasette"]
        print(
            f"{kind}: materiel {first:.0f} a second, again {again:.0f}; datasette {their_first:.0f}, again "
            f"{their_again:.0f}; {first / their_first:.1f} and {again / their_again:.1f} times"
        )
    return 0


def suppliers(rows: Sequence[dict[str, object]]) -> set[str]:
    """The suppliers of some deals."""
    return {str(code) for row in rows for code in row["supplier"]}  # type: ignore[attr-defined]


def _cell(value: str) -> str:
    """A primary key's value as Datasette writes it in addresses (tilde encoding)."""
    return "".join(sign if sign.isalnum() or sign in "_-" else f"~{ord(sign):02X}" for sign in value)


if __name__ == "__main__":
    sys.exit(main())
