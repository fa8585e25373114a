"""Safe: text that a spreadsheet must not take for a formula."""

from __future__ import annotations

from typing import Any

SIGNS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> Any:
    """A spreadsheet runs a cell that begins with one of ``SIGNS`` as a formula; an apostrophe before it stops that."""
    return f"'{value}" if isinstance(value, str) and value[:1] in SIGNS else value


def plainly(cell: str) -> str:
    """What ``harmless`` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in SIGNS else cell
