"""Two readers on gold: the rules alone, a model alone, and both, by language.

    python bench/second.py [URL] [--model NAME] [--texts N] [--fit]

Reads N gold texts (default 24: half English, half one to two of each other language, the shortest first, so that a
small model on a laptop gets through) and prints F1. Answers are cached: a second run asks nothing. ``--fit`` also
prints the numbers of ``data/codebook/second.toml`` as these texts give them, counted with one added to each side.
Without URL the small model of ``model.py`` is served on loopback by ``.venv/model`` (``make test-model`` makes it).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import score
from materiel.coding import coded
from materiel.read.reader import read
from materiel.second.agree import aligned, relation
from materiel.second.cache import Cache, folder
from materiel.second.doubt import KEPT
from materiel.second.endpoint import Endpoint
from materiel.second.reader import Read, Second
from materiel.types import Deal, Page, Reading

HERE = Path(__file__).parent
SECONDS = 1200.0
"""A try may take this long: a small model on one core writes a few words a second."""

SMALL = "Qwen2.5-Coder-1.5B"

Items = dict[str, Any]


def chosen(number: int) -> tuple[Items, dict[str, Path]]:
    """The gold items by ``set/id`` and their texts."""
    items: Items = {}
    for name in ("en", "xx"):
        items |= {f"{name}/{key}": item for key, item in score.load(HERE / "gold" / name / "gold.jsonl").items()}
    paths = {key: HERE / "gold" / f"{key}.txt" for key in items}
    by_lang: dict[str, list[str]] = defaultdict(list)
    for key in sorted(
        (key for key in items if items[key]["deals"]), key=lambda key: (len(paths[key].read_bytes()), key)
    ):
        by_lang[items[key]["lang"]].append(key)
    english, other = by_lang.pop("en"), list(by_lang.values())
    rest = [keys[at] for at in range(max(map(len, other))) for keys in other if at < len(keys)]
    kept = english[: number - number // 2] + rest[: number // 2]
    return {key: items[key] for key in kept}, {key: paths[key] for key in kept}


@contextmanager
def served(url: str | None) -> Iterator[str]:
    """The address to ask: the one that is given, or that of the small model, served meanwhile."""
    if url is not None:
        yield url
        return
    home = HERE.parent / ".venv" / "model"
    command = [str(home / "bin" / "python"), str(HERE / "model.py"), str(home / "files")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def results(paths: dict[str, Path]) -> Iterator[tuple[Page, Reading]]:
    """The first reader's reading of each text."""
    for key, path in paths.items():
        page = Page(key, key, path.read_bytes())
        reading = read(page)
        assert isinstance(reading, Reading)
        yield page, reading


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", nargs="?")
    parser.add_argument("--model", default=SMALL, metavar="NAME")
    parser.add_argument("--texts", type=int, default=24, metavar="N")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    items, paths = chosen(options.texts)
    done: dict[str, Read] = {}
    with served(options.url) as url:
        endpoint = Endpoint(url, options.model, seconds=SECONDS)
        second = Second(endpoint, Cache(folder() / "second.db"), send=KEPT, parallel=1)
        for one in second.over(results(paths)):
            assert isinstance(one, Read)
            done[one.page.id] = one
            print(f"{one.page.id}: {one.failure or 'read'}", file=sys.stderr, flush=True)
    show(items, done)
    print(", ".join(f"{name} {count}" for name, count in sorted(second.tally.items())))
    if options.fit:
        fit(items, done)
    return int(any(one.failure for one in done.values()))


def show(items: Items, done: dict[str, Read]) -> None:
    """F1 of each reader by language, over the texts that were sent and answered."""
    table = Table("language", "texts", "reader", "deal", "cell", "grounded", title="Two readers")
    asked = {key: one for key, one in done.items() if len(one.readings) == 3}
    for lang in [*sorted({items[key]["lang"] for key in asked}), "all"]:
        part = {key: items[key] for key in asked if lang in ("all", items[key]["lang"])}
        for index, name in enumerate(("rules alone", "model alone", "both")):
            seen = {key: coded(asked[key].readings[index]) for key in part}
            count, _, grounded = score.score(part, seen, HERE / "gold")
            shares = [f"{score.prf(count[kind])[2]:.3f}" for kind in ("deal", "cell")]
            shares.append(f"{grounded[0] / grounded[1]:.3f}" if grounded[1] else "–")
            table.add_row(*((lang, str(len(part))) if not index else ("", "")), name, *shares)
    Console(width=100).print(table)


def fit(items: Items, done: dict[str, Read]) -> None:
    """How the second reader's word changes the odds of a deal, and how often a deal of its own is right."""
    told: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    alone: Counter[bool] = Counter()
    for key, one in done.items():
        if len(one.readings) != 3:
            continue
        first, second = one.readings[0].deals, one.readings[1].deals
        pairs = aligned(first, second)
        for index, deal in enumerate(first):
            other = second[pairs[index]] if index in pairs else None
            told[right(deal, items[key])][relation(deal, other)] += 1
        alone.update(right(deal, items[key]) for at, deal in enumerate(second) if at not in pairs.values())
    for name in ("same", "other", "silent"):
        good, bad = ((told[kind][name] + 1) / (told[kind].total() + 3) for kind in (True, False))
        print(f"{name} = {good / bad:.2f}  # {told[True][name]} right, {told[False][name]} wrong")
    print(f"score = {(alone[True] + 1) / (alone.total() + 2):.2f}  # {alone[True]} right, {alone[False]} wrong")


def right(deal: Deal, item: dict[str, Any]) -> bool:
    """Whether the gold item has a deal of these parties and a category of these goods."""
    return any(
        sorted(one["supplier"]) == sorted(deal.supplier)
        and sorted(one["recipient"]) == sorted(deal.recipient)
        and {arms["category"] for arms in one["weapons"]} & {arms.category for arms in deal.weapons}
        for one in item["deals"]
    )


if __name__ == "__main__":
    sys.exit(main())
