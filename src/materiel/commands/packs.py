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
    """Prints every language pack and every table of names, with its size."""
    out = console()
    languages = Table("Language", "Name", "Sections", box=SIMPLE_HEAD, pad_edge=False)
    for code in packs.languages():
        languages.add_row(styled(code), styled(say.language(code)), styled(len(packs.toml("lang", f"{code}.toml"))))
    out.print(languages)
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
