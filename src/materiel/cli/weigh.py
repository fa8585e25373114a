"""Weigh: the commands that weigh and check: weigh, check."""

from __future__ import annotations

from materiel.cli import calls
from materiel.cli.options import Add, new, register


def weigh(commands: Add) -> None:
    told = "Weigh a state, a pair of states, a region or a deal: spending, supply, what is new, reactions, tension."
    command = new(commands, "weigh", told, calls.run_weigh)
    command.add_argument("what", choices=["country", "pair", "region", "deal"], help="what to weigh")
    command.add_argument("names", nargs="+", metavar="NAME", help="a state's code or name; two for a pair; a region")
    command.add_argument("--only", metavar="INDICATOR", help="only this one, such as tension")
    command.add_argument("--chart", metavar="FILE", help="also draw the first one that can be drawn, .svg or .png")
    command.add_argument("--assume", metavar="FILE", help="a TOML file of assumptions for the scenarios")
    command.add_argument("--format", choices=["table", "json"], default="table", help="default: table")
    register(command)


def check(commands: Add) -> None:
    told = "Check the figures and claims of texts against reference series and the register."
    command = new(commands, "check", told, calls.run_check)
    command.add_argument("paths", nargs="+", metavar="PATH", help="file, folder, glob pattern, or - for standard input")
    command.add_argument("--format", choices=["table", "json"], default="table", help="default: table")
    register(command, None)
