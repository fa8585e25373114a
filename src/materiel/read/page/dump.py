"""Dump: in a text that was saved with its whole page, which units are the article.

Menus, tickers, buttons, lists of other headlines and readers' comments are left out; what is in doubt stays. The
shape of lines decides first (short, many, without the end of a sentence, set off by signs), then a few labels
(``data/text/furniture.toml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from materiel.packs import toml
from materiel.read.page.furniture import folded, groups
from materiel.read.page.plain import dated, headline, prose
from materiel.read.page.unit import Unit

_FOLD = re.compile(r"\s*[\r\n]\s*")
_SIGNS = re.compile(r"\s*(?:[|»›•·]|\s>\s|[ \u00a0]{2,}|\t)\s*")
_END = re.compile(r"[.!?…][\"”»“’')\]]*$")
_COUNT = re.compile(r"[\s\d():.»›>|\-–—…!]*")
_PATH = re.compile(r"\s[>»›]\s")
_WORD = re.compile(r"[^\W\d_]{4}")
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_ALONE = 6
"""Words of a line that can be a label and nothing else."""


@dataclass(slots=True)
class Shape:
    """How a unit looks: its words, whether it is prose, the parts that signs cut it into, its groups and its label."""

    text: str
    words: int
    prose: bool
    parts: int
    groups: tuple[str, ...]
    label: str | None
    """related or comments, where the unit is such a label and nothing else."""


def article(text: str, found: list[Unit]) -> list[Unit]:
    """The units of ``found`` that are the article of ``text``; all of them where nothing is around it."""
    shapes = [_shape(text[unit.start : unit.end], unit) for unit in found]
    for at, shape in enumerate(shapes[:-1]):
        follows = found[at + 1].run == found[at].run and not shapes[at + 1].prose
        if "related" in shape.groups and follows and shape.words <= 5 and not _END.search(shape.text):
            shape.label = "related"
    first = next((at for at, shape in enumerate(shapes) if shape.prose), None)
    if first is None:
        return _headed(text, found)
    last = max(at for at, shape in enumerate(shapes) if shape.prose)
    out = _before(found[:first], shapes[:first])
    at = first
    while at < len(found):
        shape = shapes[at]
        if shape.label == "comments" and _is_end(shapes, first, at):
            break
        listed = at + 1 < len(found) and found[at + 1].run == found[at].run and found[at + 1].kind in ("item", "quote")
        if shape.label == "related" or ("related" in shape.groups and listed and not shape.prose):
            at = _resumed(found, shapes, at)
            continue
        if found[at].kind == "row" or not (
            _furniture(found[at], shape, at > last) or (at > last and dated(shape.text))
        ):
            out.append(found[at])
        at += 1
    return _headed(text, out)


def _shape(exact: str, unit: Unit) -> Shape:
    exact = _FOLD.sub(" ", exact)
    parts = [part for part in _SIGNS.split(exact) if part] if unit.kind != "row" else [exact]
    is_prose = unit.kind != "row" and prose(exact) and (len(parts) < 4 or max(map(len, parts)) > 120)
    named = groups(exact)
    if "notice" in named and len(exact.split()) < 60:
        is_prose = False
    return Shape(exact, len(exact.split()), is_prose, len(parts), named, _label(exact, unit))


def _label(exact: str, unit: Unit) -> str | None:
    """The label that ``exact`` is: nothing but the label's words and perhaps a number, a colon or a sign."""
    if unit.kind in ("row", "item") or len(exact.split()) > _ALONE + 4:
        return None
    line = folded(exact)
    for name, pattern in _labels():
        if match := pattern.match(line):
            rest = line[match.end() :]
            if _COUNT.fullmatch(rest) or re.match(r"\s*\(\d+\)|\s{2,}", rest):
                return name
    return None


@cache
def _labels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    out = []
    for name in ("related", "comments"):
        words = sorted(map(folded, toml("text", "furniture.toml")[name]["starts"]), key=len, reverse=True)
        out.append(
            (
                name,
                re.compile(
                    (r"[\W\d_]*(?:" if name == "comments" else r"[\W_]*(?:")
                    + "|".join(map(re.escape, words))
                    + r")(?!\w)(?:\s+(?:from|by|na|te|në|in|on|auf|sur|aus|stories|posts|articles|news|topics)"
                    + r"\b[^.]{0,30})?"
                ),
            )
        )
    return tuple(out)


# Before the article


def _before(found: list[Unit], shapes: list[Shape]) -> list[Unit]:
    """What stands before the first prose: headline, standfirst, byline stay; menus, tickers and a site's name go."""
    menus = [shape.parts >= 3 and not _END.search(shape.text) for shape in shapes]
    listed, candidate = (
        _listed(found, shapes),
        max((at for at, shape in enumerate(shapes) if shape.words >= 5), default=-1),
    )
    longest = max((shape.words for shape in shapes), default=0)
    out: list[Unit] = []
    after_label = -1
    for at, (unit, shape) in enumerate(zip(found, shapes, strict=True)):
        if (
            at == 0
            and "notice" not in shape.groups
            and max(len(part.split()) for part in _SIGNS.split(shape.text)) >= 4
        ):
            out.append(unit)
            continue
        if shape.label == "related":
            after_label = unit.run
        if (
            unit.run == after_label
            or menus[at]
            or dated(shape.text)
            or _furniture(unit, shape, True)
            or (shape.groups and shape.words <= 8)
        ):
            continue
        beside = any(menus[i] and found[i].run == unit.run for i in (at - 1, at + 1) if 0 <= i < len(found))
        if unit.kind != "row" and ((shape.words <= 5 and beside) or (shape.words <= 8 and _PATH.search(shape.text))):
            continue
        if any(menus) and shape.words <= 3 and at < candidate and not out:
            continue
        if _SITE.fullmatch(shape.text) or (shape.words == 1 and longest > 3) or not _WORD.search(shape.text):
            continue
        if at in listed:
            continue
        out.append(unit)
    return out


def _listed(found: list[Unit], shapes: list[Shape]) -> set[int]:
    """The units that are among four or more very short lines in a row: a menu with a line for each entry."""
    out: set[int] = set()
    start = 0
    for at in range(len(found) + 1):
        short = at < len(found) and shapes[at].words <= 3 and found[at].kind not in ("row", "item")
        if short and found[at].run == found[start].run:
            continue
        if at - start >= 4:
            out.update(range(start, at))
        start = at if short else at + 1
        if start >= len(found):
            break
    return out


def _headed(text: str, kept: list[Unit]) -> list[Unit]:
    """``kept`` with the first of them as the headline, where it can be one."""
    for at, unit in enumerate(kept[:2]):
        if unit.kind == "paragraph" and len(kept) > at + 1 and headline(text[unit.start : unit.end]):
            return [*kept[:at], replace(unit, kind="heading"), *kept[at + 1 :]]
        if not dated(text[unit.start : unit.end]):
            break
    return kept


# In and after the article


def _furniture(unit: Unit, shape: Shape, outside: bool) -> bool:
    """Whether the unit is a menu, a row of buttons, tags or a notice of the page; ``outside`` the article's prose."""
    if unit.kind == "row":
        return False
    if shape.parts >= 3 and not shape.prose and not _END.search(shape.text):
        return True
    if shape.prose and shape.words > 30:
        return False
    named = set(shape.groups)
    if unit.kind == "heading" and not outside:
        named &= {"related", "comments"}
    if "notice" in named:
        return True
    if named & {"share", "comments", "rights"} and shape.words <= 25:
        return not (shape.prose and shape.words > 12 and "rights" not in named)
    if "related" in named and not shape.prose and shape.words <= 25:
        return ":" in shape.text or shape.words <= 8 or unit.kind == "item"
    return bool(named & {"subscribe", "filed"}) and not shape.prose and shape.words <= 25 and unit.kind != "heading"


def _is_end(shapes: list[Shape], first: int, at: int) -> bool:
    """Whether what stands before ``at`` is the article rather than its beginning."""
    before = sum(shape.words for shape in shapes[first:at] if shape.prose)
    after = sum(shape.words for shape in shapes[at:] if shape.prose)
    return before * 3 >= after


def _resumed(found: list[Unit], shapes: list[Shape], at: int) -> int:
    """Where the article goes on after the label at ``at`` and the headlines under it; the end if it does not."""
    run, loose = found[at].run, found[at].run < 3  # a text without blank lines is one run
    at += 1
    while at < len(found) and found[at].run == run and not (loose and _goes_on(shapes[at])):
        at += 1
    while at < len(found) and not _goes_on(shapes[at]):
        at += 1
    return at


def _goes_on(shape: Shape) -> bool:
    return shape.prose and shape.words >= 15 and not shape.text.endswith(("…", "..."))
