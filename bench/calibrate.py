"""What a deal's score is worth: fit its signs on the gold sets, and measure the fit on texts it has not seen.

    python bench/calibrate.py [--write]

A deal is right where it is aligned with a gold deal (``score.align``) of the same supplier, recipient and kind of
goods. The weights are those of a logistic regression, held near zero, fitted on the texts that the rules were written
with; five parts of these are scored in turn with weights from the other four. Then the weights are measured on texts
that were not read: the even ones of ``en2``, ``en4``, ``en5``, ``xx4`` and ``xx5``, and those that were coded before
the reader saw them (``en3``, ``xx3``).
``--write`` puts weights fitted on all but ``en3`` and ``xx3`` into ``data/codebook/score.toml``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from math import exp
from pathlib import Path
from random import Random

import score
from materiel.coding import deal_dict
from materiel.read.gather.chance import signs
from materiel.read.page.text import document
from materiel.read.rules import told
from materiel.read.words.lexicon import lexicon
from materiel.read.words.skim import skim
from materiel.types import Page

HERE = Path(__file__).parent
SETS = ("en", "en2", "xx", "en3", "xx3", "en4", "xx4", "en5", "xx5", "en6", "xx6")
UNREAD = ("en3", "xx3")
HALF_READ = ("en2", "en4", "xx4", "en5", "xx5")
"""Sets whose even texts stay closed."""
PARTS, BINS, DRAWS = 5, 5, 1000
HELD = 1.0
"""How strongly weights are held near zero."""
TABLE = HERE.parent / "src" / "materiel" / "data" / "codebook" / "score.toml"
NAMES = ("supplier", "voted", "rival", "lead", "background", "type", "counted", "asserted")

Case = tuple[str, frozenset[str], bool]
"""A text's name, the signs of one of its deals, and whether the deal is right."""
Scored = tuple[str, float, bool]
"""A text's name, the score of one of its deals, and whether the deal is right."""


def cases() -> list[Case]:
    """Every deal that the reader tells in the gold sets."""
    out: list[Case] = []
    for folder in SETS:
        gold = score.load(HERE / "gold" / folder / "gold.jsonl")
        for name, item in sorted(gold.items()):
            path = HERE / "gold" / folder / f"{name}.txt"
            page = document(Page(name, str(path), path.read_bytes()))
            found = told(page, skim(page, lexicon(page.lang))) if page.lang else []
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


def unread(name: str) -> bool:
    """Whether the rules were written without the text."""
    folder, number = name.split("/")
    return folder in UNREAD or (folder in HALF_READ and int(number) % 2 == 0)


def apart(seen: Sequence[Case]) -> list[Scored]:
    """The score of each deal by weights of the other parts of the texts."""
    part = {name: at % PARTS for at, name in enumerate(sorted({name for name, _, _ in seen}))}
    out: list[Scored] = []
    for number in range(PARTS):
        weights = fit([case for case in seen if part[case[0]] != number])
        out += [(name, chance(weights, held), right) for name, held, right in seen if part[name] == number]
    return out


def bins(found: Sequence[Scored]) -> list[list[Scored]]:
    out: list[list[Scored]] = [[] for _ in range(BINS)]
    for one in found:
        out[min(int(one[1] * BINS), BINS - 1)].append(one)
    return out


def error(found: Sequence[Scored]) -> float:
    """The expected calibration error: how far scores lie from the share that is right, by class."""
    return sum(abs(sum(value - right for _, value, right in held)) for held in bins(found)) / len(found)


def report(label: str, found: Sequence[Scored]) -> None:
    """Print the classes, the error, and the interval that drawing the texts again gives it."""
    print(f"{label}\nscore       deals  mean score  right")
    for number, held in enumerate(bins(found)):
        if held:
            mean, share = sum(value for _, value, _ in held) / len(held), sum(right for _, _, right in held) / len(held)
            print(f"{number / BINS:.1f} to {(number + 1) / BINS:.1f}  {len(held):5d}  {mean:10.2f}  {share:5.2f}")
    texts: dict[str, list[Scored]] = {}
    for one in found:
        texts.setdefault(one[0], []).append(one)
    draw = Random(0)
    drawn = sorted(
        error([one for held in draw.choices(list(texts.values()), k=len(texts)) for one in held]) for _ in range(DRAWS)
    )
    low, high = drawn[DRAWS // 40], drawn[-DRAWS // 40]
    print(
        f"{len(found)} deals of {len(texts)} texts; expected calibration error {error(found):.3f}"
        f" (texts drawn again: {low:.3f} to {high:.3f})\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write the weights to {TABLE.name}")
    options = parser.parse_args()
    every = cases()
    seen = [case for case in every if not unread(case[0])]
    weights = fit(seen)
    report("texts that the rules were written with, each scored by weights of the others", apart(seen))
    new = [(name, chance(weights, held), right) for name, held, right in every if unread(name)]
    report("texts that were not read", new)
    report("of these English", [one for one in new if one[0].startswith("en")])
    weights = fit([case for case in every if not case[0].startswith(UNREAD)])
    for name, value in weights.items():
        print(f"{name} = {value:.2f}")
    if options.write:
        head = TABLE.read_text("utf-8").split("\nbase", 1)[0]
        rows = "\n".join(f"{name} = {weights[name]:.2f}" for name in NAMES)
        TABLE.write_text(f"{head}\nbase = {weights['base']:.2f}\n\n[signs]\n{rows}\n", "utf-8")


if __name__ == "__main__":
    main()
