"""RTF: the old register, a heading a state, deals under "R:" (its recipients) or "S:" and "L:" (its suppliers, and
licensers), cells parted by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

COLUMNS = ("ordered", "designation", "description", "order_year", "delivery_years", "delivered", "comments")

_GROUP = re.compile(r"\{\\(?:fonttbl|stylesheet|colortbl|info)(?:[^{}]|\{[^{}]*\})*\}")
_LETTER = re.compile(r"\\'([0-9a-fA-F]{2})")
_WORD = re.compile(r"\\([a-z]+)(-?\d+)? ?|\\[^a-z]")
_ROLE = re.compile(r"^(R|S|L):\s*")


def rows(text: str) -> Iterator[tuple[int, Mapping[str, str] | str]]:
    """(number of the paragraph, cells by field) of each deal; (number, why) of a line that is none.

    A deal without a party of its own is one more of the party above it; the state of the heading is the other party.
    """
    codec = "mac_roman" if "\\mac" in text[:60] else "cp1252"
    state, role, party = "", "R", ""
    for number, (line, bold) in enumerate(_paragraphs(text, codec), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) == 1:
            if bold and cells[0] and ":" not in cells[0]:  # "Note:", "Source:" and the like are no states
                state, party = cells[0], ""
            continue
        if not any(cells) or not state or cells[1].casefold() in ("no.", "ordered"):
            continue
        told = _ROLE.match(cells[0])
        if told:
            role, cells[0] = told[1], cells[0][told.end() :]
        party = cells[0] or party
        if cells[1] == "" and len(cells) > len(COLUMNS) + 1:  # a deal of the party above has one tab more
            del cells[1]
        if len(cells) < len(COLUMNS):
            yield number, f"the line has {len(cells)} cells; a deal has {len(COLUMNS) + 1}"
            continue
        found = dict(zip(COLUMNS, cells[1:], strict=False))
        supplier, recipient = (state, party) if role == "R" else (party, state)
        yield number, found | {"supplier": supplier, "recipient": recipient, "local": "L" if role == "L" else ""}


def _paragraphs(text: str, codec: str) -> Iterator[tuple[str, bool]]:
    """(the words of a paragraph with its tabs, whether it begins bold)."""
    body = _GROUP.sub("", text).replace("\r", "").replace("\n", "")
    for part in re.split(r"\\par\b(?!d)", body):
        bold = bool(re.search(r"\{\\b ", part))
        part = part.replace("\\line", " ").replace("\\tab", "\t")
        part = _LETTER.sub(lambda code: bytes([int(code[1], 16)]).decode(codec, "replace"), part)
        words = _WORD.sub("", part).replace("{", "").replace("}", "").replace("\t ", "\t")
        yield words.strip(" "), bold
