"""The walk over a page in C gives what the one in Python gives, on made, real and broken pages."""

from __future__ import annotations

import gzip
import random
from pathlib import Path
from typing import Any

import pytest

from materiel.read.page import guard, html, native
from materiel.read.page.decode import decode
from materiel.read.page.html import Element, Piece
from materiel.read.page.pieces import pieces

REAL = Path(__file__).resolve().parents[2] / "shared/pages/extract_scrapinghub/html"

pytestmark = pytest.mark.skipif(not native.there(), reason="the loops in C are not compiled")

MADE = [
    "<p>One &amp; two&nbsp;three &lt;b&gt; <b class='x y' id=q>four</b> five<br>six<br><br>seven</p>eight",
    "<pre>\n  kept\nlines\n\nand more</pre><div hidden><p style='color:red; display : none'>unseen</p></div>",
    "<table><tr><td colspan=2>a<td>b</table><table><caption>c<tr><th colspan=x>d<th>e<table><tr><td>f</table>",
    "<p>a<script>'<p>'</script>b<noscript><img alt='<p>'><p>c</p></noscript><svg><title>d</title></svg>e</p>",
    "<ul><li>a <a href=/>linked &copy; text</a><li role='menu item' itemprop=b>c</ul><!-- <p>no</p> --><hr>d",
    "<p>soft\u00adhyphen \u200b\u200b zero\u2003wide \u3000 space\x85next</p>\u200b<i> </i><p> \u00a0 </p>",
    "<div>" * 300 + "deep<p class=one>deeper</p>" + "</div>" * 300,
    "<p style='visibility:&#160;hidden'>a</p><p style='display:none-such'>b</p><p style='display none'>c</p>",
    "<td colspan='\u0663'>figures of another script</td><xmp><p>no markup</p></xmp><plaintext><p>rest",
    "<x-very-long-tag-of-its-own class=a>b</x-very-long-tag-of-its-own><embed><input>c<select><option>d</select>",
    "no markup", "", "<p>", "<body><frameset>", "<textarea><p>a</textarea>b<title>c</title><iframe><p>d</iframe>e",
]  # fmt: skip


def told(found: list[Piece]) -> list[Any]:
    """All that a piece says of itself and of the elements around it."""

    def number(element: Element | None) -> int | None:
        return element.number if element is not None else None

    return [
        (piece.text, piece.linked, [
            (one.tag, one.number, one.names, one.depth, one.link, one.hidden, one.column,
             *map(number, (one.parent, one.block, one.table, one.row, one.cell)))
            for one in piece.element.up()
        ])
        for piece in found
    ]  # fmt: skip


def agree(source: str) -> bool:
    try:
        source = guard.safe(source)
    except ValueError:
        return True
    return told(pieces(guard.parse(source))) == told(html.walked(guard.parse(source)))


@pytest.mark.parametrize("source", MADE)
def test_both_walks_find_the_same_pieces(source: str) -> None:
    assert agree(source)


def test_both_walks_find_the_same_pieces_of_broken_pages() -> None:
    chance = random.Random(11)
    whole = "".join(MADE)
    for _ in range(300):
        parts = [chance.choice(MADE) for _ in range(4)]
        source = "".join(parts)
        for _ in range(chance.randrange(8)):
            at, size = chance.randrange(len(source)), chance.randrange(1, 12)
            source = (
                source[:at] + whole[(start := chance.randrange(len(whole))) : start + size] + source[at + size // 2 :]
            )
        assert agree(source), source


@pytest.mark.skipif(not REAL.is_dir(), reason="needs ../shared/pages/extract_scrapinghub")
def test_both_walks_find_the_same_pieces_of_real_pages() -> None:
    files = sorted(REAL.glob("*.html.gz"))[::8]
    assert len(files) > 20
    assert [path.name for path in files if not agree(decode(gzip.decompress(path.read_bytes())))] == []
