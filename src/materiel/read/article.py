"""Article: which pieces of a page are its article.

Every piece is described by *signs*, short names such as ``p:words=30`` or ``in:footer``. Each sign has a weight in
``data/text/article.toml``, learned from pages whose article is known (``bench/learn.py``); the sum of the weights is
the evidence that the piece belongs to the article. A second look adds what the first one found around the piece.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from materiel.read.html import Element, Piece
from materiel.read.words import words

_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_END = re.compile(r"[.!?…][\"”»“’')\]]*$")
_BODY = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]|\\.)*")')
_TAG = re.compile(r"<[^>]*>")
_DENSE = re.compile(r"\W+")
_STEPS = (1, 2, 4, 8, 15, 30, 60)
_SHARES = (0.0, 0.1, 0.3, 0.6, 0.9)
_KINDS = {"h1": "h1", "h2": "h2", "p": "p", "li": "li", "tr": "tr", "td": "td", "div": "div"} | {
    tag: "h3" for tag in ("h3", "h4", "h5", "h6")
}
_HOLDERS = frozenset(
    "article main section aside footer header nav form ul ol table figure blockquote details address dl label".split()
)


@dataclass(slots=True)
class Look:
    """What the signs of one piece are drawn from."""

    piece: Piece
    words: int
    share: float
    """Linked characters of all."""
    good: int
    """Words, where the piece reads like prose, else 0."""
    form: str
    """none, link, short, medium or long: the piece as its neighbours see it."""
    groups: tuple[str, ...]
    """Groups of words of page furniture that the piece opens with or holds."""


def step(value: float, steps: tuple[float, ...]) -> int:
    """How many of ``steps`` ``value`` exceeds or reaches."""
    return sum(value >= one for one in steps)


def look(piece: Piece) -> Look:
    text = piece.text
    count = max(len(text.split()), len(text) // 12)
    share = piece.linked / len(text)
    good = count if count >= 10 and share < 0.5 and _END.search(text) else 0
    form = "link" if share > 0.6 else "short" if count < 8 else "medium" if count < 25 else "long"
    return Look(piece, count, share, good, form, furniture(text))


@cache
def _furniture() -> list[tuple[str, re.Pattern[str]]]:
    table = words("furniture")
    out = []
    for name, entry in table.items():
        starts, holds = (
            "|".join(re.escape(word) for word in sorted(entry.get(key, ()), key=len, reverse=True))
            for key in ("starts", "holds")
        )
        out.append((name, re.compile("|".join(filter(None, (f"^(?:{starts})(?!\\w)" if starts else "", holds))), re.I)))
    return out


def furniture(text: str) -> tuple[str, ...]:
    """The groups of words of page furniture (share, related, comments, ...) that ``text`` opens with or holds."""
    head = text[:200]
    return tuple(name for name, pattern in _furniture() if pattern.search(head))


@cache
def tokens(names: str) -> frozenset[str]:
    """The words in an element's class, id and role."""
    return frozenset(token.lower() for token in _TOKEN.findall(names) if 2 < len(token) < 16)


def said(source: str) -> str | None:
    """The article's letters as the page states them for search engines (``articleBody``), if it does."""
    match = _BODY.search(source)
    if match is None or len(match[1]) < 300:
        return None
    try:
        text = json.loads(match[1], strict=False)
    except ValueError:
        return None
    return _DENSE.sub("", _TAG.sub(" ", text)) if isinstance(text, str) else None


class Signs:
    """The signs of all pieces of one page."""

    def __init__(self, found: list[Piece], body: str | None = None) -> None:
        self.looks = [look(piece) for piece in found]
        self.total = sum(one.good for one in self.looks) or 1
        self.sums: dict[int, list[float]] = {}
        for one in self.looks:
            for element in one.piece.element.up():
                entry = self.sums.setdefault(element.number, [0, 0, 0, 0])
                entry[0] += one.good
                entry[1] += one.words
                entry[2] += one.share * one.words
                entry[3] += 1
        self.main = self._main()
        self.body = self._body(body)
        self.first = next((i for i, one in enumerate(self.looks) if one.piece.element.tag == "h1"), None)
        self.all = self._all()

    def _main(self) -> int:
        """The number of the innermost element that holds most of the prose."""
        best, depth = 0, -1
        for one in self.looks:
            if one.good:
                for element in one.piece.element.up():
                    if element.depth > depth and self.sums[element.number][0] >= 0.6 * self.total:
                        best, depth = element.number, element.depth
        return best

    def _body(self, body: str | None) -> list[str] | None:
        if body is None:
            return None
        hits = []
        for one in self.looks:
            letters = _DENSE.sub("", one.piece.text)
            hits.append("hit" if letters and letters in body else "miss")
        found = sum(one.words for one, hit in zip(self.looks, hits, strict=True) if hit == "hit")
        return hits if found >= 80 else None

    def _all(self) -> list[list[str]]:
        out, before, after_group = [], 0, {}
        for at, one in enumerate(self.looks):
            signs = self._own(one)
            signs += self._around(at)
            signs += self._place(at, one, before)
            for group in [g for e in one.piece.element.up() for g in after_group.get(e.number, ())]:
                signs.append(f"after:{group}")
            if one.words < 10 and one.groups and (holder := one.piece.element.parent):
                for element in (holder, holder.parent):
                    if element is not None and self.sums[element.number][0] < self.total * 0.5:
                        after_group.setdefault(element.number, set()).update(one.groups)
            before += one.good
            out.append(signs)
        return out

    def _own(self, one: Look) -> list[str]:
        text, element = one.piece.text, one.piece.element
        size = "s" if one.words < 8 else "m" if one.words < 25 else "l"
        kind = _KINDS.get(element.tag, element.tag if element.tag in _HOLDERS else "other")
        end = "." if _END.search(text) else text[-1] if text[-1] in ":,;" else "-"
        signs = ["all", f"{kind}:words={step(one.words, _STEPS)}", f"{size}:link={step(one.share, _SHARES)}",
                 f"{size}:end={end}", f"{kind}:end={end}"]
        signs += [f"{size}:has={group}" for group in one.groups]
        if text.isupper():
            signs.append(f"{size}:upper")
        elif text[:1].islower():
            signs.append(f"{size}:lower")
        if "|" in text or "»" in text or "›" in text:
            signs.append(f"{size}:bar")
        if sum(map(str.isdigit, text)) * 4 > len(text):
            signs.append(f"{size}:digits")
        if element.hidden:
            signs.append("hidden")
        return signs

    def _around(self, at: int) -> list[str]:
        form = [self.looks[i].form if 0 <= i < len(self.looks) else "none" for i in range(at - 2, at + 3)]
        return [f"-2={form[0]}", f"-1={form[1]}", f"+1={form[3]}", f"+2={form[4]}",
                f"{form[1]}<{form[2]}<{form[3]}"]

    def _place(self, at: int, one: Look, before: int) -> list[str]:
        element = one.piece.element
        signs = []
        if self.body:
            signs.append(f"body:{self.body[at]}:{'s' if one.words < 5 else 'l'}")
        if self.first is not None:
            signs.append("h1:before" if at < self.first else "h1:after" if at > self.first else "h1:is")
        signs.append(f"before={step(before / self.total, (0.001, 0.2, 0.5, 0.8, 0.999))}")
        holder = element.parent or element
        for name, held in (("up", holder), ("upup", holder.parent or holder)):
            good, count, linked, number = self.sums[held.number]
            signs += [f"{name}:share={step(good / self.total, (0.001, 0.1, 0.3, 0.6, 0.9))}",
                      f"{name}:link={step(linked / (count or 1), _SHARES)}",
                      f"{name}:mean={step(count / number, _STEPS)}"]
        level, inside, near = 0, False, set[str]()
        far = set[str]()
        holders = set()
        for element in element.up():
            if element.parent is None:
                break
            if element.number == self.main:
                inside = True
            if not inside:
                level += 1
            if element.tag in _HOLDERS:
                holders.add(element.tag)
            if element.names:
                (near if one.piece.element.depth - element.depth < 3 else far).update(tokens(element.names))
        signs.append(f"main={min(level, 6) if inside else 'out'}")
        signs += [f"in:{tag}" for tag in sorted(holders)]
        signs += [f"near:{token}" for token in sorted(near)]
        signs += [f"far:{token}" for token in sorted(far - near)]
        return signs
