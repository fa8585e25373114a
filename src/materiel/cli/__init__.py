"""The command line: it parses, calls and prints. What a command does stands in ``commands/``, one file a command."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence

from materiel import __version__
from materiel.cli import arguments
from materiel.cli.parser import Parser

INTERRUPTED = 130
BROKEN_PIPE = 141

UNSWEPT = 50_000
"""Objects that are made before Python looks for circles among them: at its usual 700 it looks hundreds of times while
libraries start, and finds nothing."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code: 0 done; 1 done, but some inputs failed; 2 wrong usage."""
    gc.set_threshold(UNSWEPT, *gc.get_threshold()[1:])
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        args = parser().parse_args(argv)
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _silence()
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        code, told = _known(error)
        print(f"materiel: {told}", file=sys.stderr)
        return code


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    told = "A register of arms transfers in which every cell is a quotation."
    whole: argparse.ArgumentParser = Parser(prog="materiel", description=told)
    whole.add_argument("--version", action="version", version=f"materiel {__version__}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    arguments.add_all(commands)
    return whole


def _known(error: Exception) -> tuple[int, str]:
    """The exit code and the sentence of an error that is for people; any other is a fault of ours and raised again."""
    from materiel.commands.screen import exit_code, sentence

    code = exit_code(error)
    if code is None:
        raise error
    return code, sentence(error)


def _silence() -> None:
    """Keeps Python from complaining, at its end, about a pipe that nobody reads."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
