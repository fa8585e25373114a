"""Options: what several commands share, and how their values are read."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from materiel.cli import calls

Add: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def new(commands: Add, name: str, told: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    """A command that ``run`` carries out; ``told`` is what the help says of it."""
    command = commands.add_parser(name, help=told, description=told)
    command.set_defaults(run=run)
    return command


def register(command: argparse.ArgumentParser, default: str | None = "") -> None:
    """``--register``; the default "" stands for the usual one, None for "not given"."""
    usual = calls.usual_register()
    told = f"path or address of the register; default: {default or f'$MATERIEL_REGISTER or {calls.REGISTER}'}"
    command.add_argument("--register", default=usual if default == "" else default, metavar="URL", help=told)


def positive(text: str) -> int:
    """A whole number from 1 on."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def port(text: str) -> int:
    """A port, 0 for any that is free."""
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number from 0 to 65535")
    return int(text)


def date(text: str) -> str:
    """A day, month or year as the register knows them."""
    from materiel.record.days import last

    try:
        last(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def party(text: str) -> str:
    """The code of a state, by its code or name."""
    from materiel.commands.parties import code

    try:
        return code(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
