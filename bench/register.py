"""How well reports are joined into deals and copies are found, on the gold sets.

    python bench/register.py [--errors]

Prints B-cubed F1 of the deals on the clusters that ``deal_key`` gives (``gold/keys.csv`` says which keys of different
sets are one deal) from the gold coding and from what the reader reads, pairwise F1 for "copy of" on the gold set, and
the same on edited real texts where ``../shared`` is there. Fails below the floors of ``bench/floors.toml``.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import score
from materiel.coding import deal_dict
from materiel.read.reader import read
from materiel.record.copies import copies, sketch
from materiel.record.days import last
from materiel.record.reports import Report
from materiel.record.resolve import resolve
from materiel.types import Deal, Money, Page, Reading, Weapon

HERE = Path(__file__).parent
SETS = ("en", "xx")
SHARED = HERE.parent.parent / "shared"
Key = tuple[str, str, int]
"""Gold set, item and number of a deal."""


def items(name: str) -> Iterator[dict[str, Any]]:
    """The items of a gold set."""
    for line in (HERE / "gold" / name / "gold.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def keys() -> dict[str, str]:
    """Keys of one deal that are spelt otherwise in another set, to the key that stands for both."""
    with (HERE / "gold" / "keys.csv").open(encoding="utf-8") as file:
        return {row["key"]: row["same_as"] for row in csv.DictReader(file)}


def coded(told: Mapping[str, Any]) -> Deal:
    """A deal of the gold coding."""
    value = told.get("value")
    plain = {name: told.get(name) for name in ("mode", "status", "order_date", "delivery_date", "background")}
    return Deal(
        **{name: tuple(told.get(name) or ()) for name in ("supplier", "recipient", "origin", "refused_by")},
        **plain,  # type: ignore[arg-type]
        manufacturer=tuple(told.get("manufacturer") or ()),
        value=Money(value["amount"], value["currency"]) if value else None,
        weapons=tuple(_weapon(one) for one in told.get("weapons") or ()),
    )


def _weapon(told: Mapping[str, Any]) -> Weapon:
    names = [name for name in Weapon.__dataclass_fields__ if name != "split" and name in told]
    return Weapon(**{name: told[name] for name in names})


def report(place: Key, deal: Deal, published: str | None) -> Report:
    """A report of a deal in an item published on a day."""
    document = f"{place[0]}{place[1]}"
    known = last(published) if published else "2026-01-01"
    return Report(document, f"deal/{place[2]}", deal, ((known, document),), published, document)


def from_coding() -> tuple[list[Report], dict[Key, str]]:
    """Reports from the gold coding, and the key of those deals that have one."""
    reports, clusters, spelt = [], {}, keys()
    for name in SETS:
        for item in items(name):
            for index, told in enumerate(item["deals"]):
                place = (name, item["id"], index)
                reports.append(report(place, coded(told), item["published"]))
                if told.get("deal_key"):
                    clusters[place] = spelt.get(told["deal_key"], told["deal_key"])
    return reports, clusters


def from_reader() -> tuple[list[Report], dict[Key, str]]:
    """Reports as the reader reads the texts; a deal has the key of the gold deal that it is aligned with."""
    reports, clusters, spelt = [], {}, keys()
    for name in SETS:
        for item in items(name):
            path = HERE / "gold" / name / f"{item['id']}.txt"
            got = read(Page(item["id"], str(path), path.read_bytes()))
            if not isinstance(got, Reading):
                continue
            for index, deal in enumerate(got.deals):
                reports.append(report((name, item["id"], index), deal, got.document.published))
            for gold, seen in score.align(item["deals"], [deal_dict(deal) for deal in got.deals]):
                key = item["deals"][gold].get("deal_key")
                if key:
                    clusters[name, item["id"], seen] = spelt.get(key, key)
    return reports, clusters


def bcubed(groups: Iterable[Iterable[Key]], clusters: Mapping[Key, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 by B-cubed over the deals that have a key (Bagga and Baldwin 1998)."""
    home = {one: number for number, group in enumerate(groups) for one in group if one in clusters}
    found: dict[int, set[Key]] = defaultdict(set)
    gold: dict[str, set[Key]] = defaultdict(set)
    for one, number in home.items():
        found[number].add(one)
        gold[clusters[one]].add(one)
    precision = sum(len(found[home[one]] & gold[clusters[one]]) / len(found[home[one]]) for one in home) / len(home)
    recall = sum(len(found[home[one]] & gold[clusters[one]]) / len(gold[clusters[one]]) for one in home) / len(home)
    return precision, recall, 2 * precision * recall / (precision + recall)


def joined(reports: Iterable[Report]) -> list[list[Key]]:
    """The groups that ``resolve`` makes."""
    return [
        [(one.document[:2], one.document[2:], int(one.subject.partition("/")[2])) for one in group]
        for group in resolve(reports)[0]
    ]


def wrong(groups: Iterable[Iterable[Key]], clusters: Mapping[Key, str]) -> Iterator[str]:
    """Each mistake in words: deals of several keys in one group, and keys in several groups."""
    home = {one: number for number, group in enumerate(groups) for one in group if one in clusters}
    for one, other in combinations(sorted(home), 2):
        if (home[one] == home[other]) != (clusters[one] == clusters[other]):
            what = "joined" if home[one] == home[other] else "apart"
            yield f"{what}: {'/'.join(map(str, one))} {clusters[one]} and {'/'.join(map(str, other))} {clusters[other]}"


def pairs(home: Mapping[Any, Any]) -> set[tuple[Any, Any]]:
    """The pairs that share a group."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    for one in sorted(home):
        groups[home[one]].append(one)
    return {pair for group in groups.values() for pair in combinations(group, 2)}


def pairwise(found: Mapping[Any, Any], gold: Mapping[Any, Any]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs that share a group."""
    said, true = pairs(found), pairs(gold)
    both = len(said & true)
    precision, recall = both / max(1, len(said)), both / max(1, len(true))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def gold_copies() -> tuple[float, float, float]:
    """ "Copy of" on the gold set, over all texts of one set."""
    found: dict[str, str] = {}
    gold: dict[str, str] = {}
    for name in SETS:
        texts = {item["id"]: (HERE / "gold" / name / f"{item['id']}.txt").read_text("utf-8") for item in items(name)}
        found |= {f"{name}{k}": f"{name}{v}" for k, v in copies({k: sketch(t) for k, t in texts.items()}).items()}
        gold |= {f"{name}{item['id']}": f"{name}{item.get('copy_of') or item['id']}" for item in items(name)}
    return pairwise(found, gold)


def edited(count: int = 120, seed: int = 5) -> tuple[float, float, float] | None:
    """ "Copy of" on real texts and four edits of each; None where there are no real texts."""
    every = real_texts(2 * count)
    texts, strange = every[:count], every[count:]
    if not strange:
        return None
    chance = random.Random(seed)
    sketches: dict[str, bytes] = {}
    gold: dict[str, str] = {}
    for number, text in enumerate(texts):
        versions = {"0": text} | {str(1 + at): edit(text, strange, chance) for at, edit in enumerate(EDITS)}
        for at, version in versions.items():
            sketches[f"{number:04}{at}"] = sketch(version)
            gold[f"{number:04}{at}"] = f"{number:04}"
    return pairwise(copies(sketches), gold)


def real_texts(count: int) -> list[str]:
    """Real news texts of at least 150 words, from the corpora beside the repository."""
    path = SHARED / "corpora" / "news_wikinews_r" / "wikinews_2019.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        texts = [f"{row['title']}\n{row['text']}" for row in csv.DictReader(file)]
    return [text for text in dict.fromkeys(texts) if len(text.split()) >= 150][:count]


def cut(text: str, _: list[str], chance: random.Random) -> str:
    """The first half to four fifths, as an excerpt has it."""
    words = text.split(" ")
    return " ".join(words[: int(len(words) * chance.uniform(0.5, 0.8))])


def retitled(text: str, others: list[str], chance: random.Random) -> str:
    """Another headline and a line of furniture before and after."""
    other = chance.choice(others).split("\n")[0]
    return f"{other}\n{text}\nRead more: {other[::-1]}"


def reordered(text: str, _: list[str], chance: random.Random) -> str:
    """The paragraphs in another order; sentences where there is one paragraph."""
    gap = "\n" if text.count("\n") > 3 else ". "
    parts = [part for part in text.split(gap) if part.strip()]
    return gap.join(chance.sample(parts, len(parts)))


def rewritten(text: str, others: list[str], chance: random.Random) -> str:
    """Three tenths of the sentences replaced by those of another text."""
    parts, strange = text.split(". "), chance.choice(others).split(". ")
    for at in chance.sample(range(len(parts)), int(len(parts) * 0.3)):
        parts[at] = strange[at % len(strange)]
    return ". ".join(parts)


EDITS = (cut, retitled, reordered, rewritten)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print each wrong pair")
    options = parser.parse_args()
    measured: dict[str, tuple[float, float, float]] = {}
    for name, made in (("coding", from_coding), ("reader", from_reader)):
        reports, clusters = made()
        groups = joined(reports)
        measured[f"deals, {name}"] = bcubed(groups, clusters)
        for line in wrong(groups, clusters) if options.errors else ():
            print(f"{name} {line}")
    measured["copies, gold"] = gold_copies()
    told = edited()
    if told:
        measured["copies, edited"] = told
    floors = tomllib.loads((HERE / "floors.toml").read_text("utf-8")).get("register", {})
    below = []
    print(f"{'':16}precision  recall     F1")
    for name, (precision, recall, f1) in measured.items():
        print(f"{name:16}{precision:9.3f}{recall:8.3f}{f1:7.3f}")
        if round(f1, 3) < floors.get(name, 0.0):
            below.append(f"{name} is {f1:.3f}, its floor {floors[name]}")
    if not told:
        print("copies, edited   not measured: ../shared/corpora is not there")
    print("\n".join(below) or "no score is below its floor")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
