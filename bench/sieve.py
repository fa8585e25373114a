"""The sieve, measured: recall on the gold sets, and what it lets through of real pages.

    python bench/sieve.py [FOLDER...]

Folders hold real pages (unpack ../shared/pages outside the repository; extract_scrapinghub is read where it lies). All
of them are taken to have nothing to do with arms, so the share that is printed is an upper bound. Each page that the
reader reads news of a deal from must pass; one that does not is named.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from materiel.read.capture import captures
from materiel.read.reader import read
from materiel.read.sieve import passes
from materiel.types import Failure, Page

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "shared" / "pages" / "extract_scrapinghub" / "html"


def gold() -> None:
    """Recall on the texts with a deal, coded or read."""
    seen: Counter[str] = Counter()
    for folder in sorted(path for path in (HERE / "gold").iterdir() if path.is_dir()):
        for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
            item = json.loads(line)
            content = (folder / f"{item['id']}.txt").read_bytes()
            got = read(Page(item["id"], item["id"], content))
            if item["deals"] or (not isinstance(got, Failure) and got.deals):
                seen["telling"] += 1
                seen["kept"] += passes(content)
    print(f"gold: {seen['kept']} of {seen['telling']} telling texts kept, recall {seen['kept'] / seen['telling']:.3f}")


def pages(folders: list[str]) -> bool:
    """The share of real pages that pass; whether none with news of a deal was discarded."""
    seen: Counter[str] = Counter()
    spent = 0.0
    for page in captures(folders):
        if isinstance(page, Failure) or page.name.endswith(".json"):
            continue
        started = time.process_time()
        kept = passes(page.content)
        spent += time.process_time() - started
        got = read(page)
        seen["pages"] += 1
        seen["bytes"] += len(page.content)
        seen["kept"] += kept
        if not isinstance(got, Failure) and got.deals:
            label = "news" if got.is_transfer else "only background"
            seen[label] += 1
            seen[f"{label} kept"] += kept
            if got.is_transfer and not kept:
                print(f"  discarded: {page.name}")
    print(f"pages: {seen['kept']} of {seen['pages']} pass ({seen['kept'] / seen['pages']:.3f}); of {seen['news']} with "
          f"news of a deal {seen['news kept']} pass, of {seen['only background']} with only background deals "
          f"{seen['only background kept']}")  # fmt: skip
    print(f"{spent / seen['pages'] * 1e3:.2f} ms of CPU a page of {seen['bytes'] / seen['pages'] / 1e3:.0f} kB")
    return seen["news"] == seen["news kept"]


if __name__ == "__main__":
    passes(b"")  # builds the sieve
    gold()
    sys.exit(0 if pages(sys.argv[1:] or [str(PAGES)]) else 1)
