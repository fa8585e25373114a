"""How long it takes to find the copies among many articles, and how much memory.

    python bench/copies.py [--articles 100000] [--processes 2]

Makes articles of 300 to 700 words from a vocabulary of made-up words, as frequent as in Zipf's law; one in five is an
earlier one that was cut or had three tenths of its sentences replaced. Measured are reading them from files, sketching
them in as many processes and grouping them in one; making the articles is not. Where datasketch is installed, its
MinHash with 128 permutations over the same runs of words and its index sketch the first tenth beside it.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import random
import resource
import sys
import time
from collections.abc import Iterator
from itertools import accumulate, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from materiel.record.copies import RUN, copies, sketch
from register import cut, pairwise, rewritten

END = "\n\f\n"
"""What stands between two articles in a file."""


def articles(count: int, seed: int = 11) -> Iterator[tuple[str, int]]:
    """Articles, and of each the number of the one that it was made from (its own, if from none)."""
    chance = random.Random(seed)
    syllables = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]
    words = list(dict.fromkeys("".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(40_000)))
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    recent: list[tuple[str, int]] = []
    for number in range(count):
        if recent and chance.random() < 0.2:
            text, source = chance.choice(recent)
            text = chance.choice((cut, rewritten))(text, [chance.choice(recent)[0]], chance)
        else:
            told = chance.choices(words, cum_weights=weights, k=chance.randint(300, 700))
            text = ". ".join(" ".join(told[at : at + 18]) for at in range(0, len(told), 18))
            source = number
            recent = [*recent[-400:], (text, number)]
        yield text, source


def parts(count: int, number: int, folder: Path) -> tuple[list[Path], dict[int, int]]:
    """The articles in as many files, article ``n`` in file ``n % number``; and which was made from which."""
    gold: dict[int, int] = {}
    paths = [folder / f"{at}.txt" for at in range(number)]
    files = [path.open("w", encoding="utf-8", newline="") for path in paths]
    for at, (text, source) in enumerate(articles(count)):
        gold[at] = source
        files[at % number].write(text + END)
    for file in files:
        file.close()
    return paths, gold


def sketched(path: Path) -> list[bytes]:
    """The sketch of each article of a file."""
    return [sketch(text) for text in path.read_text("utf-8").split(END)[:-1]]


def peer(texts: Iterator[str]) -> float:
    """Seconds that datasketch takes for the same."""
    datasketch = importlib.import_module("datasketch")
    begun = time.perf_counter()
    index = datasketch.MinHashLSH(threshold=0.5, num_perm=128)
    for number, text in enumerate(texts):
        words = text.split()
        made = datasketch.MinHash(num_perm=128)
        made.update_batch({" ".join(words[at : at + RUN]).encode() for at in range(len(words) - RUN + 1)})
        index.query(made)
        index.insert(number, made)
    return time.perf_counter() - begun


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    with TemporaryDirectory() as folder, get_context("spawn").Pool(options.processes) as pool:
        paths, gold = parts(options.articles, options.processes, Path(folder))
        idle, begun = time.process_time(), time.perf_counter()
        made = pool.map(sketched, paths, chunksize=1)
        between = time.perf_counter()
        home = copies({f"{at:09}": made[at % len(made)][at // len(made)] for at in range(options.articles)})
        ended, busy = time.perf_counter(), time.process_time() - idle
    pool.join()
    precision, recall, f1 = pairwise(home, {f"{at:09}": f"{source:09}" for at, source in gold.items()})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy += children.ru_utime + children.ru_stime
    print(f"{options.articles} articles: sketched in {between - begun:.1f} s, grouped in {ended - between:.1f} s")
    print(f"{busy:.1f} s of processor time in all")
    print(f"copies: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    print(f"peak memory {peak + options.processes * children.ru_maxrss / 2**20:.1f} GB")
    if importlib.util.find_spec("datasketch"):
        tenth = options.articles // 10
        took = peer(text for text, _ in islice(articles(tenth), tenth))
        print(f"datasketch, one process, a tenth of them: {took:.1f} s, making them among it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
