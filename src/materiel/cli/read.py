"""Read: the commands that take pages in: read, watch, sources, archive, packs, issues."""

from __future__ import annotations

import argparse

from materiel.cli import calls
from materiel.cli.options import Add, new, positive, register

ARCHIVE = "archive"
"""The folder of captured pages beside the register."""

SOURCES = "sources.toml"
"""The file of sources in the working folder."""


def read(commands: Add) -> None:
    told = "Read pages into the register, or print what they say (--format, --text, --explain), which stores nothing."
    command = new(commands, "read", told, calls.run_read)
    told = "file, folder, glob pattern, address of a page or feed, or - for standard input"
    command.add_argument("paths", nargs="+", metavar="PATH", help=told)
    printed = command.add_mutually_exclusive_group()
    printed.add_argument("--format", choices=["jsonl"], help="print one JSON object a document")
    printed.add_argument("--text", action="store_true", help="print the text of one document, exactly")
    printed.add_argument(
        "--explain", action="store_true", help="print which rule and words made each cell, and what competed"
    )
    command.add_argument("--jobs", type=positive, metavar="N", help="processes to read with (default: 1)")
    told = "read WARC files on a Ray cluster: ray for one of this machine, or ray://HOST:PORT"
    command.add_argument("--on", metavar="CLUSTER", help=told)
    sieved = command.add_mutually_exclusive_group()
    told = "put aside what cannot tell of an arms transfer, unread (WARC files are always sieved)"
    sieved.add_argument("--sieve", action="store_true", help=told)
    sieved.add_argument("--no-sieve", action="store_true", help="read every page of WARC files too")
    command.add_argument(
        "--archive", metavar="FOLDER", help=f"keep captures here; default: {ARCHIVE} beside the register"
    )
    _network(command)
    _second(command)
    register(command, None)


def _second(command: argparse.ArgumentParser) -> None:
    asked = command.add_argument_group(
        "second reader",
        "A language model reads again what is doubtful; `[second]` in materiel.toml holds the defaults.",
    )
    asked.add_argument("--second", metavar="URL", help="an OpenAI-compatible server, such as http://127.0.0.1:8080/v1")
    asked.add_argument("--model", metavar="NAME", help="the model to ask there")
    asked.add_argument("--budget", metavar="LIMITS", help="documents=N, tokens=N, seconds=N: any of these, with commas")
    asked.add_argument("--send", choices=["doubtful", "kept"], help="doubtful documents (default), or all with a deal")


def watch(commands: Add) -> None:
    told = "Follow feeds, news sitemaps and section pages into the register."
    command = new(commands, "watch", told, calls.run_watch)
    command.add_argument("sources", nargs="?", default=SOURCES, metavar="FILE", help=f"the sources; default: {SOURCES}")
    command.add_argument("--once", action="store_true", help="one round over all sources, then stop")
    command.add_argument(
        "--archive", metavar="FOLDER", help=f"keep captures here; default: {ARCHIVE} beside the register"
    )
    _network(command)
    register(command)


def sources(commands: Add) -> None:
    command = new(commands, "sources", "Show how each source does, or add one.", calls.run_sources)
    command.add_argument("--sources", default=SOURCES, metavar="FILE", help=f"default: {SOURCES}")
    done = command.add_subparsers(title="what to do", metavar="WHAT", dest="what")
    one = done.add_parser("add", help="find the feed of a site and add it")
    one.add_argument("url", metavar="URL", help="the site, a section of it, or its feed")
    done.add_parser("init", help="write a file of sources to begin with")
    _network(command)
    _network(one, default=argparse.SUPPRESS)  # what stands before `add` holds


def _network(command: argparse.ArgumentParser, default: bool | str = False) -> None:
    told = "fetch addresses of private networks too (they are refused otherwise)"
    command.add_argument("--allow-private", action="store_true", default=default, help=told)


def archive(commands: Add) -> None:
    command = new(commands, "archive", "Check the captured pages, or bring one back.", calls.run_archive)
    done = command.add_subparsers(title="what to do", metavar="WHAT", dest="what", required=True)
    done.add_parser("verify", help="check the digest of every capture")
    done.add_parser("index", help="make the index of the archive anew")
    done.add_parser("page", help="print a page to the byte").add_argument(
        "digest", help="SHA-256 of its bytes, or its beginning"
    )
    for one in done.choices.values():
        one.add_argument("--archive", default=ARCHIVE, metavar="FOLDER", help=f"default: {ARCHIVE}")


def issues(commands: Add) -> None:
    told = "List what was not understood, and the inputs that could not be read."
    command = new(commands, "issues", told, calls.run_issues)
    command.add_argument("--kind", metavar="KIND", help="only issues of this kind, such as unreadable")
    command.add_argument("--format", choices=["table", "jsonl"], default="table", help="default: table")
    register(command)


def packs(commands: Add) -> None:
    new(commands, "packs", "List the languages and gazetteers that readers use.", calls.run_packs)
