"""Mutated pages, feeds and WARC files: bits flipped, pieces cut, doubled and moved, headers swapped. Each gives a
reading, a list or a sentence, never a traceback, and none takes long. ``MATERIEL_MUTATIONS=10000`` makes so many."""

from __future__ import annotations

import gzip
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from materiel.intake.feeds import NoList, announced, items
from materiel.read.page.capture import LIMIT, captures
from materiel.read.reader import read
from materiel.read.sift.sieve import passes
from materiel.types import Discarded, Failure, Page
from test_warc import news, write
from test_watch import ATOM, BASE, JSON, RSS, SITEMAP
from test_watch import DEMO as EVERY

COUNT = int(os.environ.get("MATERIEL_MUTATIONS", "200"))
DEMO = EVERY[::4]
SECONDS = 10.0
"""Of a processor, for one input."""


def mutated(content: bytes, chance: random.Random) -> bytes:
    out = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(out)), chance.randint(1, 400)
        way = chance.randrange(5)
        if way == 0:
            out[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            del out[at : at + size]
        elif way == 2:
            out[at:at] = out[at : at + size] * chance.randint(1, 3)
        elif way == 3:
            to = chance.randrange(len(out))
            out[to:to] = out[at : at + size]
        else:
            out[at : at + chance.randint(1, 8)] = chance.randbytes(chance.randint(1, 8))
        if not out:
            return b"\0"
    return bytes(out[: chance.randrange(len(out))]) if chance.random() < 0.1 else bytes(out)


def swapped(record: bytes, chance: random.Random) -> bytes:
    """A WARC file with the values of two of its header lines, or two whole lines, swapped."""
    lines = record.split(b"\r\n")
    heads = [number for number, line in enumerate(lines) if b": " in line[:40]]
    one, other = chance.sample(heads, 2)
    if chance.random() < 0.5:
        lines[one], lines[other] = lines[other], lines[one]
    else:
        (a, _, x), (b, _, y) = lines[one].partition(b": "), lines[other].partition(b": ")
        lines[one], lines[other] = a + b": " + y, b + b": " + x
    return b"\r\n".join(lines)


def timed(run: Callable[[], None], what: str) -> None:
    started = time.process_time()
    run()
    assert time.process_time() - started < SECONDS, what


def test_pages() -> None:
    chance = random.Random(3)
    kinds: Counter[str] = Counter()
    passes(b"")
    for path in DEMO:  # what is built once is not counted
        read(Page("x", "x", path.read_bytes()))
    for number in range(COUNT * 4 // 10):
        content = mutated(chance.choice(DEMO).read_bytes(), chance)

        def run(content: bytes = content, number: int = number) -> None:
            passes(content)
            got = read(Page(str(number), str(number), content))
            kinds[type(got).__name__] += 1
            assert not (isinstance(got, Failure) and "the reader failed" in got.reason), (number, got.reason)

        timed(run, f"page {number}")
    assert kinds["Reading"] > kinds["Failure"]


@pytest.mark.parametrize("content", [RSS, ATOM, SITEMAP, JSON], ids=["rss", "atom", "sitemap", "json"])
def test_feeds(content: bytes) -> None:
    chance = random.Random(5)
    for number in range(COUNT * 3 // 40):
        changed = mutated(content, chance)

        def run(changed: bytes = changed) -> None:
            try:
                assert all(item.url.startswith("http") for item in items(changed, BASE))
                announced(changed, BASE)
            except NoList as reason:
                assert str(reason)

        timed(run, f"feed {number}")


def test_warc_files(tmp_path: Path) -> None:
    chance = random.Random(9)
    data = write(tmp_path / "a.warc", news(6), packed=False).read_bytes()
    path = tmp_path / "b.warc"
    kinds: Counter[str] = Counter()
    passes(b"")
    for number in range(COUNT * 3 // 10):
        changed = swapped(data, chance) if number % 3 == 0 else mutated(data, chance)
        packed = gzip.compress(changed, 1)
        if number % 4 == 1:
            packed = mutated(packed, chance)
        path.write_bytes(packed if number % 2 else changed)

        def run() -> None:
            for found in captures([str(path)], LIMIT, passes):
                assert isinstance(found, Page | Failure | Discarded)
                kinds[type(found).__name__] += 1

        timed(run, f"WARC file {number}")
    assert all(kinds[kind] for kind in ("Page", "Failure", "Discarded"))
