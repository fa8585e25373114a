"""All real pages: none may end in a traceback, and every quotation must stand in its text.

    python bench/real.py FOLDER...

Reads every file under the folders (unpack ../shared/pages outside the repository) and prints how many were read, failed
with a reason, and how many quotations were checked.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from materiel.read.page.capture import captures
from materiel.read.reader import read
from materiel.types import Failure


def main(folders: list[str]) -> int:
    seen: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    started = time.process_time()
    for page in captures(folders):
        got = page if isinstance(page, Failure) else read(page)
        seen["inputs"] += 1
        if isinstance(got, Failure):
            reasons[got.reason[:70]] += 1
            continue
        seen["read"] += 1
        seen["with a deal in the news"] += got.is_transfer
        for told in (*got.deals, *got.reactions, *got.figures):
            for quote in (one for quotes in told.evidence.values() for one in quotes):
                seen["quotes"] += 1
                seen["quotes that stand"] += quote.stands_in(got.document.text)
    spent = time.process_time() - started
    print(dict(seen), f"{seen['inputs'] / spent:.1f} inputs a CPU second")
    for reason, count in reasons.most_common():
        print(f"  {count:5d}  {reason}")
    return int(seen["quotes"] != seen["quotes that stand"] or any("reader failed" in reason for reason in reasons))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
