"""What a deal's score is worth: fit its signs on the gold sets, and measure the fit on texts it has not seen.

    python bench/calibrate.py [--write]

A deal is right where it is aligned with a gold deal (``score.align``) of the same supplier, recipient and kind of
goods. The weights are those of a logistic regression, held near zero; five parts of the texts are scored in turn with
weights from the other four. ``--write`` puts the weights of all texts into ``data/codebook/score.toml``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from math import exp
from pathlib import Path

import score
from materiel.coding import deal_dict
from materiel.read.chance import signs
from materiel.read.lexicon import lexicon
from materiel.read.rules import told
from materiel.read.tag import tag
from materiel.read.text import document
from materiel.types import Page

HERE = Path(__file__).parent
SETS = ("en", "en2", "xx")
PARTS = 5
HELD = 1.0
"""How strongly weights are held near zero."""
TABLE = HERE.parent / "src" / "materiel" / "data" / "codebook" / "score.toml"
NAMES = ("supplier", "voted", "rival", "lead", "background", "type", "counted", "asserted")

Case = tuple[str, frozenset[str], bool]
"""A text's name, the signs of one of its deals, and whether the deal is right."""


def cases() -> list[Case]:
    """Every deal that the reader tells in the gold sets."""
    out: list[Case] = []
    for folder in SETS:
        gold = score.load(HERE / "gold" / folder / "gold.jsonl")
        for name, item in sorted(gold.items()):
            path = HERE / "gold" / folder / f"{name}.txt"
            page = document(Page(name, str(path), path.read_bytes()))
            found = told(page, tag(page, lexicon(page.lang))) if page.lang else []
            read = [deal_dict(deal) for _, deal in found]
            pairs = {j: i for i, j in score.align(item["deals"], read)}
            for number, (draft, deal) in enumerate(found):
                right = number in pairs and _hit(item, pairs[number], read[number])
                out.append((f"{folder}/{name}", frozenset(signs(draft, deal)), right))
    return out


def _hit(item: dict, number: int, read: dict) -> bool:
    """Whether a deal is the gold deal it is aligned with, as ``score.score`` counts it."""
    deal, doubt = item["deals"][number], score.doubts(item, number)
    kinds = any(score.same_weapon(a, b) > 0 for a in score.weapons(deal) for b in score.weapons(read))
    return kinds and all(
        role in doubt or score.whole(deal)[at] == score.whole(read)[at]
        for at, role in enumerate(("supplier", "recipient"))
    )


def fit(seen: Sequence[Case]) -> dict[str, float]:
    """The weights of the signs, and ``base``, by gradient descent."""
    weights = dict.fromkeys(("base", *NAMES), 0.0)
    for _ in range(1500):
        slope = {name: HELD * weight * (name != "base") for name, weight in weights.items()}
        for _, held, right in seen:
            miss = chance(weights, held) - right
            for name in ("base", *held):
                slope[name] += miss
        for name, value in slope.items():
            weights[name] -= 2.0 * value / len(seen)
    return weights


def chance(weights: dict[str, float], held: frozenset[str]) -> float:
    """The chance that a deal with these signs is right."""
    return 1 / (1 + exp(-weights["base"] - sum(weights[name] for name in held)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write the weights to {TABLE.name}")
    options = parser.parse_args()
    every = cases()
    texts = sorted({name for name, _, _ in every})
    part = {name: at % PARTS for at, name in enumerate(texts)}
    apart: list[tuple[float, bool]] = []
    for number in range(PARTS):
        weights = fit([case for case in every if part[case[0]] != number])
        apart += [(chance(weights, held), right) for name, held, right in every if part[name] == number]
    print("score       deals  mean score  right")
    error = 0.0
    for low in range(0, 10, 2):
        inside = [(value, right) for value, right in apart if low / 10 <= value < (low + 2) / 10 or value == low == 10]
        if inside:
            mean = sum(value for value, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            error += abs(mean - share) * len(inside) / len(apart)
            print(f"{low / 10:.1f} to {(low + 2) / 10:.1f}  {len(inside):5d}  {mean:10.2f}  {share:5.2f}")
    print(f"{len(apart)} deals of {len(texts)} texts; expected calibration error {error:.3f}")
    weights = fit(every)
    for name, value in weights.items():
        print(f"{name} = {value:.2f}")
    if options.write:
        head = TABLE.read_text("utf-8").split("\nbase", 1)[0]
        rows = "\n".join(f"{name} = {weights[name]:.2f}" for name in NAMES)
        TABLE.write_text(f"{head}\nbase = {weights['base']:.2f}\n\n[signs]\n{rows}\n", "utf-8")


if __name__ == "__main__":
    main()
