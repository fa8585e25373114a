"""The quality gate: read the gold sets, print the scores by language, fail below the floors.

    python bench/gate.py [--errors N] [--set NAME]

Floors stand in ``bench/floors.toml`` and are only ever raised. The scorer is ``bench/score.py``, kept as it was given.
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
SETS = ("en", "en2", "en3", "xx", "xx2", "xx3", "react")
SHOWN = ("item", "deal", "cell", "quantity", "value", "status", "reaction", "figure")


def readings(folder: Path) -> dict[str, Any]:
    """Each text of a gold set as the reader codes it, by its id."""
    out = {}
    for path in sorted(folder.glob("*.txt")):
        got = read(Page(path.stem, str(path), path.read_bytes()))
        if isinstance(got, Reading):
            out[path.stem] = coded(got)
    return out


def scores(folder: Path) -> tuple[dict[str, dict[str, float]], list[str]]:
    """F1 by language of one gold set, with the share of grounded quotes, and the list of errors."""
    gold, seen = score.load(folder / "gold.jsonl"), readings(folder)
    out, errors = {}, []
    for lang in sorted({item["lang"] for item in gold.values()}):
        part = {key: item for key, item in gold.items() if item["lang"] == lang}
        count, wrong, grounded = score.score(part, seen, folder)
        out[lang] = {name: score.prf(count[name])[2] for name in count}
        out[lang]["items"] = len(part)
        out[lang]["grounded"] = grounded[0] / grounded[1] if grounded[1] else 1.0
        errors += [f"{folder.name}/{line}" for line in wrong]
    return out, errors


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N errors")
    parser.add_argument("--set", choices=SETS, help="one gold set only")
    options = parser.parse_args()
    floors = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
    table = Table("set", "language", "items", *SHOWN, "grounded", title="F1 on the gold sets")
    below = []
    for name in (options.set,) if options.set else SETS:
        found, errors = scores(HERE / "gold" / name)
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
    return 1 if below else 0


def _shown(values: dict[str, float], key: str) -> str:
    return f"{values[key]:.3f}" if key in values else "–"


if __name__ == "__main__":
    sys.exit(main())
