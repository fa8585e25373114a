"""The quality gate: read the gold sets, print the scores by language, fail below the floors.

    python bench/gate.py [--errors N] [--set NAME] [--write]

Floors stand in ``bench/floors.toml`` and are only ever raised. ``--write`` keeps what was measured in
``data/codebook/scores.csv``, which ``materiel packs`` shows. The scorer is ``bench/score.py``, kept as it was given.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import score
from materiel.coding import coded
from materiel.read.reader import read
from materiel.types import Page, Reading

HERE = Path(__file__).parent
SETS = (*sorted(path.parent.name for path in (HERE / "gold").glob("*/gold.jsonl")), "demo")
PAGES = {"demo": HERE.parent / "src" / "materiel" / "demo"}
"""Sets whose texts are HTML pages, where these lie; there is no text to hold their quotations against."""
POOLED = ("item", "deal", "cell")
SCORES = HERE.parent / "src" / "materiel" / "data" / "codebook" / "scores.csv"
SHOWN = ("item", "deal", "cell", "quantity", "value", "status", "reaction", "figure")


def readings(folder: Path) -> dict[str, Any]:
    """Each text of a gold set as the reader codes it, by its id."""
    out = {}
    pages = PAGES.get(folder.name)
    for path in sorted(pages.glob("*.html") if pages else folder.glob("*.txt")):
        got = read(Page(path.stem, str(path), path.read_bytes()))
        if isinstance(got, Reading):
            out[path.stem] = coded(got)
    return out


Pool = dict[str, dict[str, list[int]]]
"""Hits, inventions and misses by language and measure, over several gold sets; ``texts`` holds one number."""


def scores(folder: Path, pool: Pool | None = None) -> tuple[dict[str, dict[str, float]], list[str]]:
    """F1 by language of one gold set, with the share of grounded quotes, and the list of errors; adds to ``pool``."""
    gold, seen = score.load(folder / "gold.jsonl"), readings(folder)
    out, errors = {}, []
    for lang in sorted({item["lang"] for item in gold.values()}):
        part = {key: item for key, item in gold.items() if item["lang"] == lang}
        count, wrong, grounded = score.score(part, seen, None if folder.name in PAGES else folder)
        out[lang] = {name: score.prf(count[name])[2] for name in count if any(count[name])}  # – where nothing is told
        out[lang]["items"] = len(part)
        out[lang]["grounded"] = grounded[0] / grounded[1] if grounded[1] else 1.0
        errors += [f"{folder.name}/{line}" for line in wrong]
        if pool is not None:
            held = pool.setdefault(lang, {"texts": [0]})
            held["texts"][0] += len(part)
            for name in POOLED:
                held[name] = [a + b for a, b in zip(held.get(name, [0, 0, 0]), count[name], strict=True)]
    return out, errors


def told(pool: Pool) -> list[str]:
    """The lines of ``scores.csv``: language, texts, and F1 over all gold sets."""
    rows = [
        ",".join((lang, str(held["texts"][0]), *(f"{score.prf(held[name])[2]:.3f}" for name in POOLED)))
        for lang, held in sorted(pool.items())
    ]
    return [",".join(("lang", "texts", *POOLED)), *rows]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N errors")
    parser.add_argument("--set", choices=SETS, help="one gold set only")
    parser.add_argument("--write", action="store_true", help="keep the scores that `materiel packs` shows")
    options = parser.parse_args()
    floors = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
    table = Table("set", "language", "items", *SHOWN, "grounded", title="F1 on the gold sets")
    below: list[str] = []
    pool: Pool = {}
    for name in (options.set,) if options.set else SETS:
        found, errors = scores(HERE / "demo" if name in PAGES else HERE / "gold" / name, pool)
        for lang, values in found.items():
            table.add_row(name, lang, str(int(values["items"])), *(_shown(values, key) for key in SHOWN),
                          f"{values['grounded']:.3f}")  # fmt: skip
            for key, floor in floors.get(name, {}).get(lang, {}).items():
                if round(values.get(key, 0.0), 3) < floor:
                    below.append(f"{name}/{lang}: {key} is {values.get(key, 0.0):.3f}, its floor {floor}")
        for line in errors[: options.errors]:
            print(line)
    Console(width=130).print(table)
    print("\n".join(below) or "no score is below its floor")
    lines = told(pool)
    if options.write and not options.set:
        SCORES.write_text("\n".join(lines) + "\n", "utf-8")
    elif not options.set and SCORES.read_text("utf-8").splitlines() != lines:
        print("data/codebook/scores.csv holds other scores: run `python bench/gate.py --write`")
    return 1 if below else 0


def _shown(values: dict[str, float], key: str) -> str:
    return f"{values[key]:.3f}" if key in values else "–"


if __name__ == "__main__":
    sys.exit(main())
