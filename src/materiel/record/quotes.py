"""Quotes: the words that a value rests on, with the rest of their sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from materiel.types import Block, Quote

MOST = 300
"""Characters shown at most on each side of the quoted words."""

_END = re.compile(r"(?<!\b\w\.)(?<!\b\w\w\.)(?<=[.!?…:;])[\"'”’»)\]]*\s+(?=[^\sa-zа-яёђјљњћџčćžšđα-ω])")


def around(text: str, blocks: Sequence[Block], start: int, end: int) -> tuple[str, str]:
    """What stands before and after ``text[start:end]`` in its sentence, or in its row of a table."""
    first, last = bounds(text, blocks, start, end)
    before, after = text[first:start], text[end:last]
    if len(before) > MOST:
        before = "…" + before[1 - MOST :].partition(" ")[2]
    if len(after) > MOST:
        after = after[: MOST - 1].rpartition(" ")[0] + "…"
    return " ".join(before.split()) + _gap(before, -1), _gap(after, 0) + " ".join(after.split())


def quote(text: str, blocks: Sequence[Block], one: Quote) -> dict[str, Any]:
    """A quote with what stands around it."""
    before, after = around(text, blocks, one.start, one.end)
    return {"start": one.start, "end": one.end, "exact": one.exact, "before": before, "after": after}


def bounds(text: str, blocks: Sequence[Block], start: int, end: int) -> tuple[int, int]:
    """Where the sentence of ``text[start:end]``, or its row of a table, begins and ends."""
    place = bisect_right(blocks, start, key=lambda block: block.start) - 1
    inside = place >= 0 and end <= blocks[place].end
    low, high = (blocks[place].start, blocks[place].end) if inside else _line(text, start, end)
    if inside and blocks[place].kind == "row":
        return low, high
    before = [found.end() for found in _END.finditer(text, low, min(high, start + 1)) if found.end() <= start]
    after = _END.search(text, max(low, end - 1), high)
    while after and after.start() < end:
        after = _END.search(text, after.end(), high)
    return (before[-1] if before else low), (after.start() if after else high)


def fullest(cells: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The cells of a deal (``evidence.cell_page``), the quotes of each value in the order of how many cells of the deal
    their sentence tells, then of time: whoever reads one sentence reads the one that says most."""
    told = Counter[tuple[str, str]]()
    for cell in cells:
        told.update({_sentence(one) for value in cell["values"] if value["preferred"] for one in value["quotes"]})

    def ordered(value: Mapping[str, Any]) -> dict[str, Any]:
        return {**value, "quotes": sorted(value["quotes"], key=lambda one: -told[_sentence(one)])}

    return [{**cell, "values": [ordered(value) for value in cell["values"]]} for cell in cells]


def _sentence(one: Mapping[str, Any]) -> tuple[str, str]:
    return one["document"], " ".join((one["before"] + one["exact"] + one["after"]).split())


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """The lines from ``start`` to ``end``, for text outside all blocks."""
    last = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if last < 0 else last


def _gap(words: str, at: int) -> str:
    """A space where the words were parted from the quote by one."""
    return " " if words.strip() and words[at].isspace() else ""
