"""Main text of real pages: F1 and speed, beside trafilatura in the same run.

    python bench/pages.py [FOLDER]

FOLDER holds ``ground-truth.json`` and ``html/*.html.gz`` of the article extraction benchmark (default: the one in
``../shared/pages/extract_scrapinghub``). Its measure: texts are cut into words, words into runs of four; a run counts
as often as it stands in both texts. Precision and recall are averaged over the pages, F1 is taken of the averages.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from trafilatura import extract

from materiel.read.page.text import document
from materiel.types import Page, Unreadable

DEFAULT = Path(__file__).resolve().parents[2] / "shared/pages/extract_scrapinghub"
WORD = re.compile(r"\w+")
RUN = 4


def runs(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of ``text``; a shorter text is one run."""
    words = WORD.findall(text)
    return Counter(tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)) if words)


def scored(true: str, found: str) -> tuple[float | None, float | None]:
    """Precision and recall of ``found``; None where there is nothing to average (nothing found, nothing to find)."""
    wanted, got = runs(true), runs(found)
    both = (wanted & got).total()
    return both / got.total() if got else None, both / wanted.total() if wanted else None


def mean(values: list[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def ours(content: bytes) -> str:
    try:
        return document(Page(id="page", name="page", content=content)).text
    except Unreadable:
        return ""


def headless(content: bytes) -> str:
    """Ours without the headline, which the benchmark's article texts leave out."""
    try:
        found = document(Page(id="page", name="page", content=content))
    except Unreadable:
        return ""
    first = found.blocks[0]
    return found.text[first.end :] if first.kind == "heading" else found.text


def default_mode(content: bytes) -> str:
    return extract(content, include_comments=False) or ""


def fast_mode(content: bytes) -> str:
    return extract(content, include_comments=False, fast=True) or ""


READERS: dict[str, Callable[[bytes], str]] = {
    "materiel": ours,
    "  less headline": headless,
    "trafilatura": default_mode,
    "trafilatura fast": fast_mode,
}


def main(folder: Path) -> None:
    if not folder.is_dir():
        sys.exit(f"{folder}: no such folder; give the folder of the article extraction benchmark")
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = {key: gzip.decompress((folder / f"html/{key}.html.gz").read_bytes()) for key in truth}
    print(f"{len(pages)} pages, {sum(map(len, pages.values())) / 1e6:.1f} MB")
    print(f"{'reader':<18}{'F1':>7}{'precision':>11}{'recall':>8}{'pages/s':>9}{'exact':>7}")
    for name, read in READERS.items():
        read(next(iter(pages.values())))  # what is loaded once is not counted
        start = time.process_time()
        found = {key: read(content) for key, content in pages.items()}
        seconds = time.process_time() - start
        pairs = [scored(truth[key]["articleBody"], found[key]) for key in truth]
        precision, recall = mean([p for p, _ in pairs]), mean([r for _, r in pairs])
        f1 = 2 * precision * recall / (precision + recall)
        exact = sum(WORD.findall(truth[key]["articleBody"]) == WORD.findall(found[key]) for key in truth)
        print(f"{name:<18}{f1:>7.3f}{precision:>11.3f}{recall:>8.3f}{len(pages) / seconds:>9.1f}{exact:>7}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
