"""Screen: what commands share in talking to a person - tables, errors, and text that may be shown."""

from __future__ import annotations

import errno
import re
import shutil
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TextIO

from materiel.late import Late
from materiel.packs import PackError
from materiel.record.faults import RegisterError
from materiel.types import ArchiveError, Failure
from materiel.weigh.indicator import Missing

if TYPE_CHECKING:
    from rich import console as consoles
    from rich import padding
    from rich import text as texts
else:
    consoles, padding, texts = Late("rich.console"), Late("rich.padding"), Late("rich.text")

WIDTH = 100
"""Columns of a table that does not go to a terminal."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


class Refused(Exception):
    """A command that cannot be done as it was given; the message says why and the way out."""


def exit_code(error: Exception) -> int | None:
    """The exit code for an error whose message is one sentence for people; None for any other error."""
    if isinstance(error, RegisterError):
        return error.code
    if isinstance(error, Refused | PackError | Missing):
        return 2
    return 1 if isinstance(error, OSError | ArchiveError) else None


def sentence(error: Exception) -> str:
    """What an error with an exit code says to people; the system's own words say no way out."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    reason = f"{error.strerror[0].lower()}{error.strerror[1:]}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):  # writing names no file
        return f"{reason}; free some space, or name a place on another disk, and run the command again"
    if not error.filename:
        return str(error)
    return f"{clean(error.filename)}: {reason}; check the place and its permissions, or name another one"


def console(stream: TextIO | None = None) -> consoles.Console:
    """A console as wide as the terminal, or as ``WIDTH`` where there is none."""
    out = stream or sys.stdout
    wide = shutil.get_terminal_size((WIDTH, 24)).columns if out.isatty() else WIDTH
    return consoles.Console(file=out, width=max(wide, 60), highlight=False, emoji=False, markup=False, soft_wrap=False)


def clean(text: object) -> str:
    """``text`` on one line, without characters that steer a terminal or turn the direction of writing."""
    return " ".join(_CONTROL.sub(" ", str(text)).split())


def styled(text: object, style: str = "") -> texts.Text:
    """Cleaned text for a table; nothing in it is taken for markup."""
    return texts.Text(clean(text), style=style)


def indented(text: object, style: str = "", by: int = 2) -> padding.Padding:
    """The same ``by`` columns from the left, every line of it where it does not fit in one."""
    return padding.Padding(styled(text, style), (0, 0, 0, by), expand=False)


def counted(reports: int, origins: int) -> str:
    """ "3 reports, 2 independent origins"."""
    return f"{several(reports, 'report')}, {several(origins, 'independent origin')}"


def quoted(quote: Mapping[str, Any]) -> str:
    """A sentence with its quoted words marked, and who says so: "It »bought five« tanks.  (Reuters, 2024-05-02)"."""
    source = ", ".join(part for part in (quote["outlet"] or quote["origin"], quote["published"]) if part)
    return f"{quote['before']}»{quote['exact']}«{quote['after']}  ({source})"


def several(number: int, noun: str) -> str:
    """ "1 page", "2 pages"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def fail(failure: Failure) -> None:
    """Names an input that failed, on standard error."""
    print(f"materiel: {clean(failure)}", file=sys.stderr, flush=True)
