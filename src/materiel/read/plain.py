"""Plain text and Markdown: where its headings, paragraphs, items and rows stand. (First version; see text.py.)"""

from __future__ import annotations

import re

from materiel.types import Block


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of ``text`` in order."""
    out = []
    for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        end = match.start() + len(match.group().rstrip())
        out.append(Block("heading" if not out and "\n" not in match.group() else "paragraph", match.start(), end))
    return tuple(out)
