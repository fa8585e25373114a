"""Speed of the English reader after text extraction, beside spaCy's parser and named-entity recogniser in the same run.

    python bench/speed.py [--parser PYTHON] [--corpora FOLDER]

Reads news of Wikinews and Reuters-21578 between 2,200 and 4,500 characters (``../shared/corpora``), few of which name
weapons, and the English gold texts that tell of deals. One core, processor time, best of three; PYTHON (default
``.venv/parser/bin/python``, see ``bench/parser.txt``) runs spaCy on every fourth of the same texts. Then texts are
doubled twice, to show that time grows no faster than length.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from alarms import reuters, wikinews
from materiel.read.page.text import document
from materiel.read.rules import code
from materiel.types import Document, Page, Unreadable

ROOT = Path(__file__).parents[1]
SHORTEST, LONGEST, ARTICLE, SIZE = 2_200, 4_500, 3_000, 8_000
"""Characters of the news texts that are read, of the article that speeds are stated for, of what is doubled."""


def documents(texts: Sequence[str]) -> list[Document]:
    """The English texts as documents."""
    out = []
    for text in texts:
        try:
            found = document(Page("text", "text", text.encode()))
        except Unreadable:
            continue
        out += [found] if found.lang == "en" else []
    return out


def news(corpora: Path) -> list[str]:
    found = [text for source in (wikinews, reuters) for _, text in source(corpora)]
    return [text for text in found if SHORTEST <= len(text) <= LONGEST]


def gold() -> list[str]:
    return [
        path.read_text("utf-8") for part in ("en", "en2") for path in sorted((ROOT / "bench/gold" / part).glob("*.txt"))
    ]


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The processor time of the quickest of some tries."""
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def parsed(python: Path, texts: Sequence[str]) -> float | None:
    """The processor time that spaCy takes for the texts; None where it is not installed."""
    if not python.exists():
        return None
    one = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}
    command = [str(python), str(ROOT / "bench/speed_parser.py")]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, env=one, check=True)
    return float(done.stdout)


def compared(label: str, found: Sequence[Document], python: Path) -> None:
    """Print the reader's speed and the parser's on the same texts."""
    print(f"{label}: {len(found)} texts, median {statistics.median(len(one.text) for one in found):.0f} characters")
    told("materiel", found, seconds(lambda: [code(one) for one in found]))
    some = found[::4]
    theirs = parsed(python, [one.text for one in some])
    if theirs is None:
        print(f"  spaCy is not installed at {python}; make bench installs it")
        return
    told("spaCy", some, theirs)
    ours = seconds(lambda: [code(one) for one in some])
    print(f"  on the same {len(some)} texts materiel takes 1/{theirs / ours:.1f} of spaCy's time")


def told(label: str, found: Sequence[Document], spent: float) -> None:
    size = sum(len(one.text) for one in found)
    each = size / spent / ARTICLE
    print(f"  {label:<8}  {len(found) / spent:6.1f} texts a second, {each:6.1f} of {ARTICLE} characters")


def growth(found: Sequence[Document]) -> None:
    """Print how time grows when a text is doubled twice: as much for each character means linear."""
    story = [one.text for one in found]
    shapes = {
        "many deals": "\n\n".join(story[:30]),
        "one deal told again": story[0] + "\n\n",
        "one sentence": " and ".join(text.replace("\n", " ").replace(". ", ", ") for text in story[:8]) + " and ",
        "a list": "Serbia, Croatia, Albania, Turkey, Leopard 2, Javelin missiles, ordered, delivered, ",
    }
    for label, piece in shapes.items():
        base = piece * max(1, SIZE // len(piece))
        sizes, spent = [], []
        for times in (1, 2, 4):
            made = document(Page("x", "x", (base * times).encode()))
            sizes.append(sum(block.end - block.start for block in made.blocks))
            spent.append(seconds(lambda made=made: code(made), 2))  # type: ignore[misc]
        each = ", ".join(f"{time / size * 1e6:.0f}" for size, time in zip(sizes, spent, strict=True))
        print(f"  {label}: {', '.join(map(str, sizes))} characters, microseconds for each {each}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared/corpora")
    parser.add_argument("--parser", type=Path, default=ROOT / ".venv/parser/bin/python")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    read = documents(gold())
    with_deals = [one for one in read if code(one).deals]
    if options.corpora.is_dir():
        compared("news", documents(news(options.corpora)), options.parser)
    compared("gold, texts with deals", with_deals, options.parser)
    print("growth")
    growth(with_deals)


if __name__ == "__main__":
    main()
