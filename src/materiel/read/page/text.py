"""Text: a page becomes a document, its text frozen, its blocks in reading order."""

from __future__ import annotations

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from materiel.read.page import about, article, dump, guard, html, language, plain, published, rows
from materiel.read.page.about import About
from materiel.read.page.decode import binary, decode
from materiel.read.page.html import Element, Piece
from materiel.read.page.pieces import pieces
from materiel.read.page.view import letters
from materiel.types import Block, Document, Page, Unreadable, digest

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.{0,5000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|div|p|article|section|main|table|h[1-6]|ul|ol|span|font"
    r"|center)[\s>/]",
    re.I | re.S,
)


def document(page: Page) -> Document:
    """The document of ``page``; raises ``Unreadable`` where there is no text to read."""
    if kind := binary(page.content):
        raise Unreadable(f"this is {kind} and not a text; save it as text or HTML")
    text = decode(page.content)
    if not text.strip("\ufffd \t\r\n\f\v\u00a0\u200b\ufeff"):
        raise Unreadable("the input is empty; give a page with text")
    return _of_html(page, text) if _HTML.match(text) else _of_plain(page, text)


def _of_plain(page: Page, text: str) -> Document:
    if len(text) > guard.LARGEST:
        raise Unreadable(f"the text has more than {guard.LARGEST // 1_000_000} million characters; split it")
    found = plain.units(text)
    kept = dump.article(text, found)
    return _document(page, text, plain.blocks(kept), about.of_plain(text, found, kept, page.url))


def _of_html(page: Page, source: str) -> Document:
    try:
        source = guard.safe(source)
    except ValueError as error:
        raise Unreadable(str(error)) from error
    parsed = guard.parse(source)
    said = about.of_html(parsed, source, page.url)
    heads = [*([page.title] if page.title else []), *about.titles(parsed)]
    found, kept = _article(parsed, source, heads)
    text, blocks = laid_out(headed(kept, found, [*heads[:1], *([said.title] if said.title else []), *heads[1:]]))
    return _document(page, text, blocks, said)


def _article(parsed: LexborHTMLParser, source: str, heads: list[str]) -> tuple[list[Piece], list[Piece]]:
    """All pieces of a page and those of its article, wherever the page keeps it."""
    body = article.stated(source)
    found = rows.joined(pieces(parsed))
    kept = article.article(found, heads, body)
    if not kept and "<noscript" in source:
        found = rows.joined(pieces(guard.parse(source), noscript=True))
        kept = article.article(found, heads, body)
    if not kept and body:
        lines = (" ".join(unescape(line).split()) for line in body.split("\n"))
        found = kept = [Piece(Element("p", 0, None, ""), line) for line in lines if line]
    if not kept:
        raise Unreadable("the page has no article; give a page with running text")
    return found, kept


def headed(kept: list[Piece], found: list[Piece], titles: list[str]) -> list[Piece]:
    """``kept`` with its headline: a piece above it that says a title, a lone ``h1``, or the first title."""
    wanted = {letters(title).lower(): title for title in titles}
    if any(letters(piece.text).lower() in wanted for piece in kept[:4]):
        return kept
    at = found.index(kept[0])
    said = [piece for piece in found[:at] if len(piece.text) < 300 and letters(piece.text).lower() in wanted]
    tops = [piece for piece in found[:at] if piece.element.tag == "h1" and 15 < len(piece.text) < 300]
    if said or len(tops) == 1:
        return [(said or tops)[-1], *kept]
    return [Piece(Element("h1", 0, None, ""), titles[0]), *kept] if titles else kept


def laid_out(kept: list[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The text of the pieces of an article and where each stands in it.

    Blocks are set off by a blank line, items of a list and rows of a table by a line end; an item opens with a dash.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    at, last = 0, ""
    for piece in kept:
        kind = html.kind(piece)
        lead = "" if not parts else "\n" if kind == last and kind in ("item", "row") else "\n\n"
        if kind == "item":
            lead += "- "
        start = at + len(lead)
        cells = tuple((start + begin, start + end) for begin, end in piece.cells)
        blocks.append(Block(kind, start, start + len(piece.text), piece.table, cells))
        parts += (lead, piece.text)
        at, last = start + len(piece.text), kind
    return "".join(parts), tuple(blocks)


def _document(page: Page, text: str, blocks: tuple[Block, ...], said: About) -> Document:
    story = " ".join(text[block.start : block.end] for block in blocks[:40])
    return Document(
        id=page.id,
        text=text,
        blocks=blocks,
        title=page.title or said.title,
        lang=language.language(story),
        script=language.script(story),
        published=published.normal(page.published) or said.published,
        outlet=said.outlet,
        byline=said.byline,
        origin=said.origin,
        url=page.url or said.url,
        page=digest(page.content),
    )
