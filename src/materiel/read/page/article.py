"""Article: which pieces of a page are its article.

Every piece is described by its signs (``signs.py``). Each sign has a weight in ``data/text/article.csv``, learned from
pages whose article is known (``bench/learn.py``); the sum of a piece's weights is the evidence that it belongs to the
article. A second look adds what the first one found around the piece.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from itertools import repeat

from materiel.packs import table
from materiel.read.page.furniture import groups
from materiel.read.page.html import Piece
from materiel.read.page.signs import context_signs, see
from materiel.read.page.view import View

_BODY = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]|\\.)*+")')
_LONG, _REPEATS = 120, 500
"""Characters of a piece that is not told twice, and how many such pieces are remembered."""
_LINE, _LABEL = 300, 30
"""Characters of a line that points to another article, and of the label it opens with."""
_TAG = re.compile(r"<[^>]*>")


def article(found: list[Piece], titles: Sequence[str] = (), body: str | None = None) -> list[Piece]:
    """The pieces of ``found`` that are the article, in order.

    ``titles`` are the page's headlines as its head states them; ``body`` is what ``stated`` gave.
    """
    view = see(found, titles, body)
    once = first(view)
    for evidence in (second(view, once), once):
        kept = [piece for piece, value in zip(found, evidence, strict=True) if value > 0]
        if kept:
            return _told_once(_own(_whole(_shown(kept), found)))
    return []


def _shown(kept: list[Piece]) -> list[Piece]:
    """``kept`` without what the page hides; where it hides most of the article, a script will show it, and it stays."""
    shown = [piece for piece in kept if not piece.element.hidden]
    return shown if 2 * sum(len(piece.text) for piece in shown) >= sum(len(piece.text) for piece in kept) else kept


def _whole(kept: list[Piece], found: list[Piece]) -> list[Piece]:
    """``kept`` with every row of the tables of which it has one: a table without some rows says something else."""
    tables = {piece.table for piece in kept if piece.table is not None}
    held = {id(piece) for piece in kept}
    return [piece for piece in found if id(piece) in held or piece.table in tables] if tables else kept


def _own(kept: list[Piece]) -> list[Piece]:
    """``kept`` without lines that label the headline of another article ("Read also: Norway lends two boats")."""
    return [piece for piece in kept if not (len(piece.text) <= _LINE and _points_away(piece.text))]


def _points_away(text: str) -> bool:
    label, colon, other = text[: _LABEL + 1].partition(":")
    return bool(colon and other.strip()) and "related" in groups(label)


def _told_once(kept: list[Piece]) -> list[Piece]:
    """``kept`` without pieces that tell again, among others, what a long piece before them told word for word."""
    out: list[Piece] = []
    long: list[str] = []
    for piece in kept:
        if len(piece.text) >= _LONG:
            if any(text in piece.text and len(text) < len(piece.text) for text in long[:_REPEATS]):
                continue
            long.append(piece.text)
        out.append(piece)
    return out


def stated(source: str) -> str | None:
    """The article's text as the page states it for search engines (``articleBody``), if it does; tags taken out."""
    match = _BODY.search(source)
    if match is None or len(match[1]) < 300:
        return None
    try:
        text = json.loads(match[1], strict=False)
    except ValueError:
        return None
    return _TAG.sub(" ", text)


def first(view: View) -> list[float]:
    """The evidence for each piece by its own signs and those of its place."""
    return _evidence(view, view.own, _weights()[0])


def _evidence(view: View, signs: list[list[str]], weights: dict[str, float]) -> list[float]:
    """The sum of the weights of each piece's signs; what pieces share by their holder is summed once."""
    get = weights.get
    none = repeat(0.0)
    known = {number: sum(map(get, held, none)) for number, held in view.places.items()}
    return [known[one.holder.number] + sum(map(get, mine, none)) for one, mine in zip(view.looks, signs, strict=True)]


def second(view: View, evidence: list[float]) -> list[float]:
    """``evidence`` weighed again with what the first look found around each piece."""
    own = [a + b for a, b in zip(view.own, context_signs(view, evidence), strict=True)]
    return _evidence(view, own, _weights()[1])


@cache
def _weights() -> tuple[dict[str, float], dict[str, float]]:
    """Sign to weight, for the first look and for the second."""
    rows = table("text", "article.csv")
    return tuple({row["sign"]: float(row[look]) for row in rows if row[look]} for look in ("first", "second"))  # type: ignore[return-value]
