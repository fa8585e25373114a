"""Text: a page becomes a document, its text frozen, its blocks in reading order."""

from __future__ import annotations

import re

from trafilatura import bare_extraction

from materiel.read import plain
from materiel.read.decode import binary, decode
from materiel.types import Block, Document, Page, Unreadable, digest

_HTML = re.compile(r"(?is)\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml|div|p|article|table|h1|meta)\b")


def document(page: Page) -> Document:
    """The document of ``page``; raises ``Unreadable`` where there is no text to read."""
    if not page.content.strip():
        raise Unreadable("the input is empty; give a page with text")
    if kind := binary(page.content):
        raise Unreadable(f"this is {kind} and not a text; save it as text or HTML")
    text = decode(page.content)
    if _HTML.match(text[:5000]):
        return _html(page, text)
    blocks = plain.blocks(text)
    title = text[blocks[0].start : blocks[0].end].split("\n")[0] if blocks else None
    return Document(page.id, text, blocks, page.title or title, published=page.published, url=page.url, page=digest(page.content))


def _html(page: Page, source: str) -> Document:
    found = bare_extraction(source, include_comments=False, favor_recall=True)
    if found is None or not found.text:
        raise Unreadable("the page has no article text; give another page")
    text, blocks, at = found.text, [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    return Document(
        page.id, text, tuple(blocks), page.title or found.title, published=page.published or found.date,
        url=page.url or found.url, outlet=found.sitename, byline=found.author, page=digest(page.content),
    )
