"""``materiel packs``: the languages and gazetteers that readers use."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from rich.box import SIMPLE_HEAD
from rich.table import Table

from materiel import packs
from materiel.commands.screen import console, styled
from materiel.tell import words as say


def show() -> int:
    """Prints every language pack with how well it reads, and every table of names with its size."""
    out = console()
    languages = Table("Language", "Name", "Texts", "Item", "Deal", "Cell", box=SIMPLE_HEAD, pad_edge=False)
    measured = {row["lang"]: row for row in packs.table("codebook", "scores.csv")}
    for code in packs.languages():
        row = measured.get(code, {})
        cells = [row.get(name, "–") for name in ("texts", "item", "deal", "cell")]
        languages.add_row(styled(code), styled(say.language(code)), *map(styled, cells))
    for column in languages.columns[2:]:
        column.justify = "right"
    out.print(languages)
    out.print(
        "F1 on the gold texts of each language, measured by bench/gate.py: does a text tell of a transfer (Item), who "
        "gives whom which kind of goods (Deal), and all cells (Cell). The texts were open while the packs were written."
    )
    tables = Table("Table", "Rows", box=SIMPLE_HEAD, pad_edge=False)
    tables.columns[1].justify = "right"
    for folder in ("gazetteer", "text"):
        for name in _tables(packs.data(folder)):
            rows = packs.table(folder, *name.split("/"))
            tables.add_row(styled(f"{folder}/{name}"), styled(len(rows)))
    out.print(tables)
    return 0


def _tables(folder: Traversable, before: str = "") -> Iterator[str]:
    """The paths of the CSV files in a folder and its folders, sorted."""
    for place in sorted(folder.iterdir(), key=lambda one: one.name):
        if place.is_dir():
            yield from _tables(place, f"{before}{place.name}/")
        elif place.name.endswith(".csv"):
            yield f"{before}{place.name}"
