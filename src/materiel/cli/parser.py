"""Parser: a command's words and options in any order."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any


class Parser(argparse.ArgumentParser):
    """``argparse`` takes a word that may be left out for left out as soon as an option stands before it, and refuses
    it where it comes (``export csv --register R FILE``); this one looks for words among all that options leave."""

    _within = False

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> tuple[Any, list[str]]:  # type: ignore[override]
        """As in ``argparse``; a parser whose words are commands hands the rest to that of the command."""
        ended = "--" in (sys.argv[1:] if args is None else args)  # all words stand behind it: there is no other order
        if self._within or ended or self._subparsers is not None:
            return super().parse_known_args(args, namespace)
        self._within = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._within = False
