"""What the tests of pages and texts share."""

from __future__ import annotations

from materiel.read.page.text import document
from materiel.types import Document, Page


def read(content: str | bytes, **fields: str) -> Document:
    raw = content.encode() if isinstance(content, str) else content
    return document(Page(id="x", name="x.txt", content=raw, **fields))


def kinds(found: Document) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def sound(found: Document) -> None:
    """Blocks lie in order within the text, are not empty, and hold their cells."""
    at = 0
    for block in found.blocks:
        assert at <= block.start < block.end <= len(found.text)
        assert (block.kind == "row") == (block.table is not None) == bool(block.cells)
        inner = block.start
        for start, end in block.cells:
            assert inner <= start <= end <= block.end
            inner = end
        at = block.end
    found.text.encode()


STORY = "\n\n".join(
    [
        "Norland sells Estovia twelve patrol boats",
        "NORTHPORT, May 3 (AP) - Norland has agreed to sell Estovia twelve patrol boats for 40 million euros.",
        "The first two will be handed over in June, the ministry said on Monday. The rest follow in 2027.",
    ]
)
