"""Signs: what can be seen of a piece of a page that tells whether it belongs to the article.

A sign is a short name such as ``p:words=5`` (a paragraph of 30 to 59 words), ``in:footer`` or ``+1=link`` (a link comes
next). Some are a piece's own, some it shares with all pieces of its holder, and some show only in the light of a first
look at the page (``z``).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from materiel.read.page.html import Element, Piece
from materiel.read.page.view import END, Look, View, hits_of, letters, look, main_of, sums_of

_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_COUNTS = (1, 2, 4, 8, 15, 30, 60)
_SHARES = (0.001, 0.1, 0.3, 0.6, 0.9)
_PLACES = (0.001, 0.2, 0.5, 0.8, 0.999)
_SUMS = (-4.0, -2.5, -1.5, -0.7, 0.0, 0.7, 1.5, 2.5, 4.0)
_BEFORE = (0.01, 0.1, 0.5, 0.9, 0.99)
_OUTSIDE = len(_SUMS) + 1
_STEPS = [[f"z{d:+d}={step}" for step in (*range(_OUTSIDE), "n")] for d in range(-3, 4)]
"""For each of the pieces from three before to three after: its sign by how strong the evidence for it is."""
_KINDS = {"h1": "h1", "h2": "h2", "p": "p", "li": "li", "tr": "tr", "td": "td", "div": "div", "blockquote": "quote"}
_KINDS |= dict.fromkeys(("h3", "h4", "h5", "h6"), "h3")
_HOLDERS = frozenset(
    [
        "article",
        "main",
        "section",
        "aside",
        "footer",
        "header",
        "nav",
        "form",
        "ul",
        "ol",
        "table",
        "figure",
        "blockquote",
        "details",
        "address",
        "dl",
        "label",
    ]
)


def see(found: list[Piece], titles: Sequence[str] = (), body: str | None = None) -> View:
    """The view of a page from which signs are drawn."""
    looks = [look(piece) for piece in found]
    sums = sums_of(looks)
    view = View(looks, sums, sum(one.good for one in looks) or 1)
    view.main = main_of(view)
    view.body = hits_of(looks, letters(body)) if body else None
    view.first = next((at for at, one in enumerate(looks) if one.piece.element.tag == "h1"), None)
    view.titles = frozenset(letters(title).lower() for title in titles)
    view.often = Counter(one.piece.text for one in looks)
    view.own = _own_signs(view)
    for one in looks:
        holder = one.holder
        if holder.number not in view.places:
            view.places[holder.number] = _place_signs(view, holder)
    return view


# A piece's own signs and those of its place


def _own_signs(view: View) -> list[list[str]]:
    """The signs of each piece that it does not share with all pieces of its holder."""
    out: list[list[str]] = []
    after: dict[int, set[str]] = {}
    longest = 2 * max(map(len, view.titles), default=0)
    before = 0.0
    for at, one in enumerate(view.looks):
        signs = _form(one)
        signs += _around(view, at)
        size = _size(one)
        holder = one.holder
        signs.append(f"before={step(before / view.total, _PLACES)}")
        if view.first is not None:
            signs.append("h1:before" if at < view.first else "h1:after" if at > view.first else "h1:is")
        if view.body:
            signs.append(f"body:{view.body[at]}:{size}")
        if view.often[one.piece.text] > 1:
            signs.append(f"{size}:often")
        if len(one.piece.text) <= longest and letters(one.piece.text).lower() in view.titles:
            signs.append("title")
        for element in (holder, holder.parent, one.piece.element) if after else ():
            if element is not None and element.number in after:
                signs += [f"after:{group}" for group in sorted(after[element.number])]
                break
        if one.words < 10 and one.groups:
            for element in (holder, holder.parent):
                if element is not None and view.sums[element.number].good < view.total * 0.5:
                    after.setdefault(element.number, set()).update(one.groups)
        before += one.good
        out.append(signs)
    return out


def _size(one: Look) -> str:
    return "s" if one.words < 8 else "m" if one.words < 25 else "l"


def _form(one: Look) -> list[str]:
    text, element, size = one.piece.text, one.piece.element, _size(one)
    kind = _KINDS.get(element.tag, element.tag if element.tag in _HOLDERS else "other")
    end = "." if END.search(text[-6:]) else text[-1] if text[-1] in ":,;" else "-"
    signs = [*_shape(kind, size, step(one.words, _COUNTS), step(one.share, _SHARES), end), *near(element.names)]
    signs += [f"{size}:has={group}" for group in one.groups]
    if text.isupper():
        signs.append(f"{size}:upper")
    elif text[0].islower():
        signs.append(f"{size}:lower")
    if "|" in text or "»" in text or "›" in text:
        signs.append(f"{size}:bar")
    if size != "l" and sum(map(str.isdigit, text)) * 4 > len(text):
        signs.append(f"{size}:digits")
    if "@" in text or "http" in text or "www." in text:
        signs.append(f"{size}:address")
    if element.hidden:
        signs.append("hidden")
    return signs


@lru_cache(maxsize=65_536)
def _shape(kind: str, size: str, words: int, link: int, end: str) -> tuple[str, ...]:
    return (
        "all", f"{kind}:words={words}", f"{size}:link={link}", f"{size}:end={end}", f"{kind}:end={end}",
        f"{kind}:{size}:link={link}:end={end}",
    )  # fmt: skip


def _around(view: View, at: int) -> tuple[str, ...]:
    return _neighbours(*[view.looks[i].form if 0 <= i < len(view.looks) else "none" for i in range(at - 2, at + 3)])


@lru_cache(maxsize=4_096)
def _neighbours(before2: str, before: str, this: str, after: str, after2: str) -> tuple[str, ...]:
    return f"-2={before2}", f"-1={before}", f"+1={after}", f"+2={after2}", f"{before}<{this}<{after}"


def _place_signs(view: View, holder: Element) -> list[str]:
    """The signs of all pieces that stand directly in ``holder``."""
    signs = []
    for name, held in (("up", holder), ("upup", holder.parent or holder)):
        sums = view.sums[held.number]
        signs += [
            f"{name}:share={step(sums.good / view.total, _SHARES)}",
            f"{name}:link={step(sums.linked / (sums.words or 1), _SHARES)}",
            f"{name}:mean={step(sums.words / sums.pieces, _COUNTS)}",
        ]
    level = _level(view, holder)
    signs.append(f"main={'out' if level is None else min(level, 6)}")
    parent = holder.parent
    beside, beyond, tags = set[str](), frozenset[str](), _above(view, holder)[1]
    if parent is not None:
        beside |= tokens(holder.names)
        if parent.parent is not None:
            beside |= tokens(parent.names)
            beyond = _above(view, parent.parent)[0]
    signs += [f"in:{tag}" for tag in sorted(tags)]
    signs += [f"near:{token}" for token in sorted(beside)]
    return signs + [f"far:{token}" for token in sorted(beyond)]


def _level(view: View, holder: Element) -> int | None:
    """How many levels below the element of most prose ``holder`` is; None where it is not within."""
    for level, element in enumerate(holder.up()):
        if element.number == view.main:
            return level
    return None


def _above(view: View, element: Element) -> tuple[frozenset[str], frozenset[str]]:
    """The words in the names, and the tags, of an element and what holds it, the page's body left out."""
    found = view.above.get(element.number)
    if found is None:
        if element.parent is None:
            found = frozenset(), frozenset()
        else:
            names, tags = _above(view, element.parent)
            found = (
                (names | tokens(element.names) if element.names else names),
                (tags | {element.tag} if element.tag in _HOLDERS else tags),
            )
        view.above[element.number] = found
    return found


@lru_cache(maxsize=65_536)
def tokens(names: str) -> frozenset[str]:
    """The words in an element's class, id and role."""
    return frozenset(token.lower() for token in _TOKEN.findall(names[:400]) if 2 < len(token) < 16)


@lru_cache(maxsize=65_536)
def near(names: str) -> tuple[str, ...]:
    """The signs of a piece whose own element has ``names``."""
    return tuple(f"near:{token}" for token in sorted(tokens(names)))


def step(value: float, steps: Sequence[float]) -> int:
    """How many of ``steps`` ``value`` reaches."""
    return bisect_right(steps, value)


# Signs in the light of a first look


def context_signs(view: View, evidence: list[float]) -> list[list[str]]:
    """The signs of each piece in the light of the evidence for it and its neighbours."""
    steps = [_OUTSIDE] * 3 + [bisect_right(_SUMS, value) for value in evidence] + [_OUTSIDE] * 3
    means = _means(view, evidence)
    good = [
        one.words / (1 + math.exp(-max(min(value, 50.0), -50.0)))
        for one, value in zip(view.looks, evidence, strict=True)
    ]
    total, before = sum(good) or 1.0, 0.0
    out = []
    for at, one in enumerate(view.looks):
        signs = [names[steps[at + i]] for i, names in enumerate(_STEPS)]
        number = one.holder.number
        signs.append(f"zup={bisect_right(_SUMS, means[number, ''])}")
        signs.append(f"zlike={bisect_right(_SUMS, means[number, one.piece.element.tag])}")
        around = min(max(evidence[max(0, at - 4) : at], default=-9.0), max(evidence[at + 1 : at + 5], default=-9.0))
        signs.append(f"zmid={bisect_right(_SUMS, around)}")
        signs.append(f"zbefore={bisect_right(_BEFORE, before / total)}")
        before += good[at]
        out.append(signs)
    return out


def _means(view: View, evidence: list[float]) -> dict[tuple[int, str], float]:
    """The mean evidence of the pieces of a holder, and of those of one tag in it, by words."""
    sums: dict[tuple[int, str], list[float]] = {}
    for one, value in zip(view.looks, evidence, strict=True):
        holder = one.holder
        weight = min(one.words, 40)
        for key in ((holder.number, ""), (holder.number, one.piece.element.tag)):
            entry = sums.setdefault(key, [0.0, 0.0])
            entry[0] += value * weight
            entry[1] += weight
    return {key: value / (weight or 1) for key, (value, weight) in sums.items()}
