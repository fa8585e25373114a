"""Learn the weights of the signs that tell an article from what stands around it (``data/text/article.csv``).

    python bench/learn.py [--check] [FOLDER]

Needs scikit-learn. FOLDER (default ``../shared/pages``) holds three sets of real pages: the article extraction
benchmark and the readability test pages, whose article texts are known, and trafilatura's evaluation pages, of which
some segments are known to belong to the article and some not; for the rest trafilatura's own output stands in.
``--check`` learns from four fifths of the pages, reports on the other fifth, five times over, and writes nothing.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from selectolax.lexbor import LexborHTMLParser
from sklearn.linear_model import LogisticRegression
from trafilatura import extract

from materiel.read.page import about, article
from materiel.read.page.article import stated
from materiel.read.page.decode import decode
from materiel.read.page.guard import parse, safe
from materiel.read.page.pieces import pieces
from materiel.read.page.rows import joined
from materiel.read.page.signs import View, context_signs, see
from pages import WORD, mean, scored

DEFAULT = Path(__file__).resolve().parents[2] / "shared/pages"
TARGET = Path(article.__file__).resolve().parents[1] / "data/text/article.csv"
FOLDS, PAGES, SMALL = 5, 10, 0.02
"""Parts in a check; pages on which a sign must occur; weights below which a sign is left out."""
FIRST, SECOND = 0.2, 1.0
"""Strength of the data against the wish for small weights, in the first look and in the second."""


@dataclass
class Sample:
    """A page whose article is known: all of it (``truth``), or segments ``within`` and ``without``."""

    kind: str
    source: str
    truth: str
    within: list[str]
    without: list[str]


@dataclass
class Row:
    """A page as it is learned from: its view, the signs of its pieces, and which of them are the article."""

    sample: Sample
    view: View
    signs: list[list[str]]
    right: list[bool]


def samples(folder: Path) -> Iterable[Sample]:
    bench = folder / "extract_scrapinghub"
    for key, entry in json.loads((bench / "ground-truth.json").read_text("utf-8")).items():
        source = decode(gzip.decompress((bench / f"html/{key}.html.gz").read_bytes()))
        yield Sample("benchmark", source, entry["articleBody"], [], [])
    held = unpacked(folder / "extract_readability/test-pages.tar.xz")
    for name in sorted(held):
        if name.endswith("/source.html"):
            body = LexborHTMLParser(held[name.replace("source.html", "expected.html")].decode()).body
            yield Sample("readability", decode(held[name]), body.text(separator=" ") if body else "", [], [])
    held = {
        name.rsplit("/", 1)[-1]: content
        for name, content in unpacked(next((folder / "extract_trafilatura").glob("*.xz"))).items()
    }
    for entry in json.loads((folder / "extract_trafilatura/evaldata.json").read_text("utf-8")).values():
        if content := held.get(entry["file"]):
            known = extract(content, include_comments=False) or ""
            yield Sample("segments", decode(content), known, entry.get("with") or [], entry.get("without") or [])


def unpacked(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as held:
        return {m.name: held.extractfile(m).read() for m in held.getmembers() if m.isfile()}  # type: ignore[union-attr]


def row(sample: Sample) -> Row | None:
    page = parse(safe(sample.source))
    titles = about.titles(page)
    found = joined(pieces(page))
    if not found:
        return None
    view = see(found, titles, stated(sample.source))
    signs = [own + view.places[one.holder.number] for own, one in zip(view.own, view.looks, strict=True)]
    return Row(sample, view, signs, right(sample, [piece.text for piece in found]))


def right(sample: Sample, texts: list[str]) -> list[bool]:
    """Which of ``texts`` belong to the article: most of their runs of four words stand in it."""
    known = WORD.findall(sample.truth)
    runs, line = {tuple(known[i : i + 4]) for i in range(len(known) - 3)}, f" {' '.join(known)} "
    cut = [WORD.findall(text) for text in texts]
    share: list[float | None] = []
    for words in cut:
        own = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
        share.append(sum(one in runs for one in own) / len(own) if own else None if words else 0.0)
    long = [at for at, value in enumerate(share) if value is not None]
    out = []
    for at, (value, words) in enumerate(zip(share, cut, strict=True)):
        if value is None:  # too short to be told by itself: as its neighbours, if the article has the words at all
            near = [i for i in ([i for i in long if i < at][-1:] + [i for i in long if i > at][:1]) if abs(i - at) <= 4]
            value = float(f" {' '.join(words)} " in line and bool(near) and all((share[i] or 0) > 0.5 for i in near))
        text = " ".join(texts[at].split())
        if any(" ".join(one.split()) in text for one in sample.within if len(one) > 8):
            value = 1.0
        elif any(" ".join(one.split()) in text for one in sample.without if len(one) > 8):
            value = 0.0
        out.append(value > 0.5)
    return out


class Table:
    """All pieces of all pages as a matrix of signs."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.ends = np.cumsum([0] + [len(row.signs) for row in rows])
        self.right = np.array([value for row in rows for value in row.right])
        self.weight = np.array([value for row in rows for value in importance(row)])

    def of(self, pages: Iterable[int]) -> np.ndarray:
        return np.concatenate([np.arange(self.ends[at], self.ends[at + 1]) for at in pages])

    def matrix(self, signs: list[list[list[str]]]) -> tuple[csr_matrix, list[str]]:
        pages = Counter(sign for page in signs for sign in {sign for piece in page for sign in piece})
        names = sorted(sign for sign, count in pages.items() if count >= PAGES)
        number = {sign: at for at, sign in enumerate(names)}
        found, ends = [], [0]
        for page in signs:
            for piece in page:
                found += sorted({number[sign] for sign in piece if sign in number})
                ends.append(len(found))
        return csr_matrix((np.ones(len(found), "f4"), found, ends), (len(ends) - 1, len(names))), names


def importance(row: Row) -> list[float]:
    """A piece counts by its share of the article's words, as the benchmark's measure does."""
    counts = [len(one.piece.text.split()) for one in row.view.looks]
    total = sum(count for count, value in zip(counts, row.right, strict=True) if value) or 200
    factor = {"benchmark": 0.4, "readability": 0.2, "segments": 0.2}[row.sample.kind]
    return [factor * (100 * min(count / total, 1) + 0.2) for count in counts]


def fitted(matrix: csr_matrix, table: Table, strength: float, at: np.ndarray) -> LogisticRegression:
    model = LogisticRegression(
        C=strength, max_iter=300, solver="liblinear", random_state=0, intercept_scaling=1, fit_intercept=True
    )
    return model.fit(matrix[at], table.right[at], table.weight[at])


def apart(matrix: csr_matrix, table: Table, strength: float) -> np.ndarray:
    """The evidence for each piece by weights learned without its page."""
    order = list(range(len(table.rows)))
    random.Random(3).shuffle(order)
    out = np.zeros(matrix.shape[0])
    for part in range(FOLDS):
        held = set(order[part::FOLDS])
        model = fitted(matrix, table, strength, table.of(at for at in order if at not in held))
        rows = table.of(sorted(held))
        out[rows] = model.decision_function(matrix[rows])
    return out


def context(table: Table, evidence: np.ndarray) -> tuple[csr_matrix, list[str]]:
    return table.matrix(
        [
            context_signs(row.view, evidence[a:b].tolist())
            for row, a, b in zip(table.rows, table.ends, table.ends[1:], strict=False)
        ]
    )


def report(name: str, table: Table, evidence: np.ndarray) -> None:
    parts = [f"{name:<12}"]
    for kind in ("benchmark", "readability"):
        pairs = [scored(row.sample.truth, text) for row, text in texts(table, evidence) if row.sample.kind == kind]
        precision, recall = mean([p for p, _ in pairs]), mean([r for _, r in pairs])
        parts.append(f"{kind} F1 {2 * precision * recall / (precision + recall):.4f} ({precision:.3f}, {recall:.3f})")
    hit = missed = wrong = 0
    for row, text in texts(table, evidence):
        if row.sample.kind == "segments":
            line = " ".join(text.split())
            found = sum(" ".join(one.split()) in line for one in row.sample.within)
            hit, missed = hit + found, missed + len(row.sample.within) - found
            wrong += sum(" ".join(one.split()) in line for one in row.sample.without)
    parts.append(f"segments F1 {2 * hit / (2 * hit + missed + wrong):.4f}")
    print("  ".join(parts), flush=True)


def texts(table: Table, evidence: np.ndarray) -> Iterable[tuple[Row, str]]:
    for row, start, end in zip(table.rows, table.ends, table.ends[1:], strict=False):
        kept = [one.piece.text for one, value in zip(row.view.looks, evidence[start:end], strict=True) if value > 0]
        yield row, "\n".join(kept)


def main(folder: Path, check: bool) -> None:
    table = Table([found for sample in samples(folder) if (found := row(sample))])
    matrix, names = table.matrix([row.signs for row in table.rows])
    print(f"{len(table.rows)} pages, {matrix.shape[0]} pieces, {matrix.shape[1]} signs", flush=True)
    evidence = apart(matrix, table, FIRST)  # the second look must learn from evidence as unsure as it will meet
    report("first, apart", table, evidence)
    more, more_names = context(table, evidence)
    both = hstack([matrix, more]).tocsr()
    if check:
        report("both, apart", table, apart(both, table, SECOND))
        return
    everything = np.arange(matrix.shape[0])
    first = dict(zip(names, fitted(matrix, table, FIRST, everything).coef_[0], strict=True))
    second = dict(zip(names + more_names, fitted(both, table, SECOND, everything).coef_[0], strict=True))
    with TARGET.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("sign", "first", "second"))
        for sign in sorted(second):
            weights = first.get(sign, 0.0), second[sign]
            if max(map(abs, weights)) >= SMALL:
                out.writerow((sign, *(f"{weight:.2f}" for weight in weights)))


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument != "--check"]
    main(Path(given[0]) if given else DEFAULT, "--check" in sys.argv)
