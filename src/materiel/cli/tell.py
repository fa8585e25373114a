"""Tell: the commands that show the register to people: brief, serve, accounts, publish, demo."""

from __future__ import annotations

import argparse

from materiel.cli import calls
from materiel.cli.options import Add, new, port, positive, register

DEMO_REGISTER = "materiel-demo.db"

ROLES = ("reader", "analyst", "editor")
"""What accounts may do; a test holds it to ``tell.live.people.ROLES``."""


def brief(commands: Add) -> None:
    told = "Write what a month brought to a region, a state or a pair: ordered, delivered, refused, and how sure it is."
    command = new(commands, "brief", told, calls.run_brief)
    command.add_argument("what", choices=["region", "country", "pair"], help="what the brief is about")
    command.add_argument("names", nargs="+", metavar="NAME", help="a region such as balkans, a state's code, or two")
    command.add_argument("--month", metavar="YYYY-MM", default="", help="default: the last month that reports tell of")
    forms = ["markdown", "html", "pdf"]
    command.add_argument("--format", choices=forms, default="", help="default: by the ending of --output, or markdown")
    command.add_argument("--output", metavar="FILE", default="", help="a file; without it the brief is printed")
    site = "http://127.0.0.1:8000"
    command.add_argument("--address", metavar="URL", default=site, help=f"the site its links lead to; default: {site}")
    register(command)


def serve(commands: Add) -> None:
    command = new(commands, "serve", "Serve the register as a site.", calls.run_serve)
    _listening(command)
    told = "where people reach the site, if a proxy stands before it: https://register.example"
    command.add_argument("--address", default="", metavar="URL", help=told)
    command.add_argument("--workers", type=positive, default=1, metavar="N", help="processes that answer (default: 1)")
    register(command)


def accounts(commands: Add) -> None:
    told = "List who may use the site, or change it. Passwords are asked for, or read from standard input."
    command = new(commands, "accounts", told, calls.run_accounts)
    done = command.add_subparsers(title="what to do", metavar="WHAT", dest="what")
    done.add_parser("list", help="list the accounts (what `accounts` alone does)")
    added = done.add_parser("add", help="add an account")
    role = done.add_parser("role", help="give an account another role")
    password = done.add_parser("password", help="give an account another password")
    removed = done.add_parser("remove", help="take an account away; what it decided stays")
    token = done.add_parser("token", help="print a token with which a program may read as this account")
    for one in (added, role, password, removed, token):
        one.add_argument("name", metavar="NAME", help="the name with which somebody logs in")
    added.add_argument("--role", choices=ROLES, default=ROLES[0], help=f"{', '.join(ROLES)}; default: {ROLES[0]}")
    token.add_argument("--days", type=positive, default=365, metavar="N", help="how long it holds (default: 365)")
    role.add_argument("role", choices=ROLES, metavar="ROLE", help=", ".join(ROLES))
    register(command)
    for one in done.choices.values():  # before or behind the word
        one.add_argument("--register", default=argparse.SUPPRESS, metavar="URL", help=argparse.SUPPRESS)


def publish(commands: Add) -> None:
    told = "Write the register as a site of files for any web host; a second run writes what changed."
    command = new(commands, "publish", told, calls.run_publish)
    command.add_argument("folder", metavar="DIR", help="an empty folder, or one that was published into before")
    command.add_argument("--address", default="", metavar="URL", help="where the site will stand, for feeds and cards")
    command.add_argument(
        "--languages", default="", metavar="CODES", help="further languages that the site is translated into"
    )
    command.add_argument("--regions", default="", metavar="FILE", help="regions of your own (TOML)")
    register(command)


def demo(commands: Add) -> None:
    told = "Read the bundled pages, print their register and serve it."
    command = new(commands, "demo", told, calls.run_demo)
    command.add_argument("--no-serve", action="store_true", help="stop after printing the table")
    _listening(command)
    register(command, DEMO_REGISTER)


def _listening(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine alone")
    command.add_argument("--port", type=port, default=8000, help="default: 8000, or the next free one")
