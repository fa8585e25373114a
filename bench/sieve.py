"""The sieve, measured: recall on the gold sets, and what it lets through of real pages.

    python bench/sieve.py [FOLDER...]

Folders hold real pages; without any, those of ../shared/pages that ``bench/mix.py`` gathers are taken. All count as
having nothing to do with arms, so the shares that are printed are upper bounds: of pages that pass the sieve, and of
those that the glance at the clauses around its terms leaves over. Each page that the reader reads news of a deal from
should be left; one that is not is named.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import mix
from materiel.read.glance import worth
from materiel.read.page.capture import captures
from materiel.read.reader import read
from materiel.read.sift.sieve import passes
from materiel.types import Failure, Page

HERE = Path(__file__).parent


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


def real(folders: Sequence[str]) -> Iterator[Page]:
    """The pages of some folders, or all that ``mix`` gathers."""
    if not folders:
        yield from (Page(str(number), str(number), content) for number, content in enumerate(mix.ordinary()))
    for page in captures(folders) if folders else ():
        if isinstance(page, Page) and not page.name.endswith(".json"):
            yield page


def pages(found: Iterable[Page]) -> bool:
    """The shares of real pages that pass and are left; whether none with news of a deal was discarded."""
    seen: Counter[str] = Counter()
    spent = 0.0
    for page in found:
        started = time.process_time()
        passed = passes(page.content)
        left = passed and worth(page.content)
        spent += time.process_time() - started
        got = read(page)
        seen["pages"] += 1
        seen["bytes"] += len(page.content)
        seen["passed"] += passed
        seen["left"] += left
        if not isinstance(got, Failure) and got.deals:
            label = "news" if got.is_transfer else "only background"
            seen[label] += 1
            seen[f"{label} left"] += left
            if got.is_transfer and not left:
                print(f"  discarded: {page.name}")
    share = {name: f"{seen[name]} ({seen[name] / seen['pages']:.3f})" for name in ("passed", "left")}
    print(f"pages: {share['passed']} of {seen['pages']} pass, {share['left']} are left by the glance")
    for label in ("news", "only background"):
        print(f"of {seen[label]} with deals, {label}, {seen[f'{label} left']} are left")
    print(f"{spent / seen['pages'] * 1e3:.2f} ms of CPU a page of {seen['bytes'] / seen['pages'] / 1e3:.0f} kB")
    return seen["news"] == seen["news left"]


if __name__ == "__main__":
    passes(b"")  # builds the sieve
    gold()
    sys.exit(0 if pages(real(sys.argv[1:])) else 1)
