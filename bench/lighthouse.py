"""Lighthouse over the site: performance, accessibility, best practices and search of its main pages.

    python bench/lighthouse.py [--runs 3] [--register materiel-demo.db]

Reads the demo pages (or takes a register), serves the site, and runs ``npx lighthouse`` as a phone and as a desktop;
prints the median of the runs and what is not perfect; 1 where a score is below 95. Needs Chromium from the system and
node; nothing is installed into the repository.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

from screenshot import MATERIEL, chromium, served

PACKAGE = "lighthouse@12"
LEAST = 95
CATEGORIES = {"performance": "Performance", "accessibility": "Accessibility", "best-practices": "Best practices"}
CATEGORIES |= {"seo": "Search"}
FORMS: dict[str, list[str]] = {"phone": [], "desktop": ["--preset=desktop"]}


def main() -> int:
    """Run it; 1 where a score is below ``LEAST``, 2 where node or a browser is missing."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--register")
    options = asked.parse_args()
    browser = chromium()
    if browser is None or shutil.which("npx") is None:
        print("this needs node (npx) and Chromium from the system", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        register = options.register or str(Path(folder) / "demo.db")
        if not options.register:
            made = [*MATERIEL, "demo", "--no-serve", "--register", register]
            subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        with served(register) as address:
            return _measured(address, browser, options.runs)


def _measured(address: str, browser: str, times: int) -> int:
    """Prints each page as it is measured, then what keeps some from the best score."""
    print(f"| page | as a | {' | '.join(CATEGORIES.values())} |\n|---|---|{'--:|' * len(CATEGORIES)}", flush=True)
    least, short = 100.0, []
    for form in FORMS:
        for name, path in pages(address).items():
            runs = [_audited(address + path, form, browser) for _ in range(times)]
            scores = [median(run["categories"][key]["score"] * 100 for run in runs) for key in CATEGORIES]
            least = min(least, *scores)
            short += [f"{name}, {form}: {line}" for line in sorted({line for run in runs for line in _short_of(run)})]
            print(f"| {name} | {form} | {' | '.join(f'{score:.0f}' for score in scores)} |", flush=True)
    print("\n".join(short))
    return int(least < LEAST)


def pages(address: str) -> dict[str, str]:
    """The pages that are measured: the front page, the deal with most reports, its recipient and its first report."""
    with urlopen(f"{address}deals.json?sort=-reports") as answer:
        deal = json.load(answer)["deals"][0]
    with urlopen(f"{address}deals/{deal['id']}.json") as answer:
        report = json.load(answer)["documents"][0]["id"]
    recipient = deal["recipient"][0]
    return {
        "home": "",
        "deal": f"deals/{deal['id']}",
        "country": f"states/{recipient}",
        "document": f"documents/{report}",
    }


def _audited(url: str, form: str, browser: str) -> dict[str, Any]:
    command = ["npx", "--yes", PACKAGE, url, *FORMS[form], "--quiet", "--output=json", "--output-path=stdout"]
    command += [f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    made = subprocess.run(command, env=os.environ | {"CHROME_PATH": browser}, capture_output=True, check=False)
    if made.returncode:
        raise RuntimeError(f"{url}: {made.stderr.decode(errors='replace').strip()[-400:]}")
    found: dict[str, Any] = json.loads(made.stdout)
    return found


def _short_of(run: dict[str, Any]) -> list[str]:
    """What keeps a run from the best score."""
    weighed = [one["id"] for held in run["categories"].values() for one in held["auditRefs"] if one["weight"]]
    audits = [run["audits"][name] for name in weighed]
    return [f"{it['title']} {it.get('displayValue', '')}".strip() for it in audits if (it["score"] or 0) < 0.9
            and it["scoreDisplayMode"] in ("binary", "numeric", "metricSavings")]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
