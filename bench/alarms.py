"""False alarms: how many foreground deals the reader finds in ordinary news.

    python bench/alarms.py [--corpora ../shared/corpora] [--limit N]

Reads Wikinews articles of 2019-2020, fixed samples of Reuters-21578 and of Turkish news, SETimes sentences in both
scripts of Serbian, and the sentences of SIB-200 on seven subjects in the languages that have a pack, and lists every
foreground deal, for a person to judge. Nothing of the corpora is stored.
"""

from __future__ import annotations

import argparse
import csv
import html
import io
import json
import re
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

from materiel.read.page.text import document
from materiel.read.rules import code
from materiel.types import Page, Unreadable


def wikinews(corpora: Path) -> Iterator[tuple[str, str]]:
    """The articles as (name, text with its headline first)."""
    csv.field_size_limit(1 << 30)
    for path in sorted((corpora / "news_wikinews_r").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield row["url"].rsplit("/", 1)[-1], f"{row['title']}\n\n{row['text']}"


def reuters(corpora: Path, every: int = 20) -> Iterator[tuple[str, str]]:
    """Every twentieth article of Reuters-21578 as (name, text)."""
    number = 0
    with tarfile.open(corpora / "news_reuters21578" / "reuters21578_sgm.tar.xz") as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is None or not member.name.endswith(".sgm"):
                continue
            for match in re.finditer(r"<TITLE>(.*?)</TITLE>.*?<BODY>(.*?)</BODY>", io.TextIOWrapper(
                content, "latin-1").read(), re.S):  # fmt: skip
                number += 1
                if number % every == 0:
                    yield f"reuters-{number}", html.unescape(f"{match[1]}\n\n{match[2]}")


def setimes(corpora: Path, every: int = 1) -> Iterator[tuple[str, str]]:
    """SETimes in both scripts of Serbian, ten sentences in a row."""
    for path in sorted((corpora / "lang_sr_set").rglob("*.conllu")):
        told = [line[9:] for line in path.read_text("utf-8").splitlines() if line.startswith("# text = ")]
        for at in range(0, len(told), 10 * every):
            yield f"{path.stem}-{at}", "\n\n".join(told[at : at + 10])


def turkish(corpora: Path, every: int = 1) -> Iterator[tuple[str, str]]:
    """The texts of the Turkish news corpus: the longest strings of its record."""
    for number, path in enumerate(sorted((corpora / "lang_tr_news" / "data" / "raw").glob("*.json"))):
        if number % every == 0:
            record = json.loads(path.read_text("utf-8"))
            title, body = str(record.get("title") or ""), max(map(str, record.values()), key=len)
            yield path.stem, f"{title}\n\n{body}"


def sib(corpora: Path) -> Iterator[tuple[str, str]]:
    """The sentences of SIB-200 (Adelani et al. 2024), each a text."""
    known = "als bos bul ell eng hrv mkd ron rus srp tur ukr"
    for path in sorted((corpora / "lang_sib200").glob("*/*.tsv")):
        language = path.parent.name.partition("_")[0]
        if language in known.split():
            for line in path.read_text("utf-8").splitlines()[1:]:
                number, _, text = line.split("\t", 2)
                yield f"{language}-{path.stem}-{number}", text


SOURCES = (("wikinews", wikinews), ("reuters", reuters), ("turkish", turkish), ("setimes", setimes), ("sib", sib))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=Path(__file__).parents[2] / "shared" / "corpora")
    parser.add_argument("--limit", type=int, default=1 << 30)
    options = parser.parse_args()
    for label, source in SOURCES:
        texts = found = 0
        started = time.perf_counter()
        for name, text in source(options.corpora):
            if texts >= options.limit:
                break
            texts += 1
            try:
                reading = code(document(Page(name, name, text.encode())))
            except Unreadable:
                continue
            for deal in reading.deals:
                if not deal.background:
                    found += 1
                    goods = [weapon.designation or weapon.name for weapon in deal.weapons]
                    print(f"  {name[:60]}: {deal.supplier} -> {deal.recipient} {goods} {deal.status} {deal.score}")
        spent = time.perf_counter() - started
        print(f"{label}: {found} foreground deals in {texts} texts; {texts / spent:.0f} texts a second")


if __name__ == "__main__":
    main()
