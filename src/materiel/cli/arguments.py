"""Arguments: the commands of the command line with their options and help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from materiel import packs
from materiel.cli import calls

DEMO_REGISTER = "materiel-demo.db"

IMPORTS = (
    "sipri", "milex", "wdi", "ucdp", "disputes", "alliances", "rivalries", "contiguity", "nmc", "gdelt", "plover",
)  # fmt: skip
"""What ``materiel import`` takes; a test holds it to ``commands.import_.KINDS``."""

ARCHIVE = "archive"
"""The folder of captured pages beside the register."""

SOURCES = "sources.toml"
"""The file of sources in the working folder."""

ROLES = ("reader", "analyst", "editor")
"""What accounts may do; a test holds it to ``tell.live.people.ROLES``."""

Add: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_all(commands: Add) -> None:
    """Every command, in the order of the help."""
    for add in (
        _read,
        _deals,
        _show,
        _why,
        _review,
        _withdraw,
        _import,
        _reference,
        _weigh,
        _brief,
        _check,
        _compare,
        _export,
        _issues,
        _watch,
        _sources,
        _archive,
        _serve,
        _accounts,
        _publish,
        _demo,
        _packs,
    ):
        add(commands)


def _read(commands: Add) -> None:
    told = "Read pages into the register, or print what they say (--format, --text, --explain), which stores nothing."
    command = _command(commands, "read", told, calls.run_read)
    told = "file, folder, glob pattern, address of a page or feed, or - for standard input"
    command.add_argument("paths", nargs="+", metavar="PATH", help=told)
    printed = command.add_mutually_exclusive_group()
    printed.add_argument("--format", choices=["jsonl"], help="print one JSON object a document")
    printed.add_argument("--text", action="store_true", help="print the text of one document, exactly")
    printed.add_argument(
        "--explain", action="store_true", help="print which rule and words made each cell, and what competed"
    )
    command.add_argument("--jobs", type=_positive, metavar="N", help="processes to read with (default: 1)")
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
    _register(command, None)


def _second(command: argparse.ArgumentParser) -> None:
    asked = command.add_argument_group(
        "second reader",
        "A language model reads again what is doubtful; `[second]` in materiel.toml holds the defaults.",
    )
    asked.add_argument("--second", metavar="URL", help="an OpenAI-compatible server, such as http://127.0.0.1:8080/v1")
    asked.add_argument("--model", metavar="NAME", help="the model to ask there")
    asked.add_argument("--budget", metavar="LIMITS", help="documents=N, tokens=N, seconds=N: any of these, with commas")
    asked.add_argument("--send", choices=["doubtful", "kept"], help="doubtful documents (default), or all with a deal")


def _deals(commands: Add) -> None:
    command = _command(commands, "deals", "Print the register.", calls.run_deals)
    for name, told in (
        ("country", "deals of this state in any role"),
        ("supplier", "deals in which this state supplies"),
        ("recipient", "deals in which this state receives"),
    ):
        command.add_argument(f"--{name}", type=_party, metavar="ISO3", help=f"{told}: a code or a name")
    command.add_argument("--category", choices=packs.CATEGORIES, metavar="KIND", help=", ".join(packs.CATEGORIES))
    command.add_argument("--status", choices=packs.STATUSES, metavar="STEP", help=", ".join(packs.STATUSES))
    command.add_argument("--since", type=_date, metavar="DATE", help="reported on or after YYYY[-MM[-DD]]")
    command.add_argument("--until", type=_date, metavar="DATE", help="reported on or before YYYY[-MM[-DD]]")
    command.add_argument("--as-of", type=_date, metavar="DATE", help="the register as it was known at the end of DATE")
    command.add_argument("--text", metavar="WORDS", help="deals with all of these words")
    command.add_argument("--all", action="store_true", help="also deals told only to explain other deals")
    formats = ("table", "csv", "json", "jsonl", "parquet")
    command.add_argument("--format", choices=formats, default="table", help="default: table")
    command.add_argument(
        "--lines", action="store_true", help="as trade registers have it: a line for each kind of goods"
    )
    _register(command)


def _show(commands: Add) -> None:
    command = _command(commands, "show", "Print one deal: every value, and who reports it.", calls.run_show)
    command.add_argument("--page", action="store_true", help="print the captured page of a document (or deal) instead")
    command.add_argument(
        "--archive", metavar="FOLDER", help=f"where captures are; default: {ARCHIVE} beside the register"
    )
    _deal(command)


def _why(commands: Add) -> None:
    command = _command(commands, "why", "Print the sentences behind one cell of a deal.", calls.run_why)
    _deal(command, "why")


def _review(commands: Add) -> None:
    told = (
        "What waits for a person: ties, contradictions, doubtful deals. At a terminal it asks; with words it keeps a "
        "decision: same DEAL OTHER; different DEAL OTHER or DOCUMENT; correct DEAL FIELD VALUE; confirm or reject DEAL "
        "[FIELD [VALUE]]; undo JUDGEMENT; history [DEAL]."
    )
    command = _command(commands, "review", told, calls.run_review)
    command.add_argument("words", nargs="*", metavar="WORD", help="a decision, as above; without, the queue")
    command.add_argument("--kind", metavar="KIND", help="tie, disagreement, lost, contradiction or doubtful")
    command.add_argument("--format", choices=["table", "jsonl"], help="print the queue and ask nothing")
    command.add_argument("--who", metavar="NAME", help="who decides (default: $MATERIEL_REVIEWER or the login name)")
    command.add_argument("--why", metavar="TEXT", help="why; kept with the decision")
    _register(command)


def _weigh(commands: Add) -> None:
    told = "Weigh a state, a pair of states, a region or a deal: spending, supply, what is new, reactions, tension."
    command = _command(commands, "weigh", told, calls.run_weigh)
    command.add_argument("what", choices=["country", "pair", "region", "deal"], help="what to weigh")
    command.add_argument("names", nargs="+", metavar="NAME", help="a state's code or name; two for a pair; a region")
    command.add_argument("--only", metavar="INDICATOR", help="only this one, such as tension")
    command.add_argument("--chart", metavar="FILE", help="also draw the first one that can be drawn, .svg or .png")
    command.add_argument("--assume", metavar="FILE", help="a TOML file of assumptions for the scenarios")
    command.add_argument("--format", choices=["table", "json"], default="table", help="default: table")
    _register(command)


def _brief(commands: Add) -> None:
    told = "Write what a month brought to a region, a state or a pair: ordered, delivered, refused, and how sure it is."
    command = _command(commands, "brief", told, calls.run_brief)
    command.add_argument("what", choices=["region", "country", "pair"], help="what the brief is about")
    command.add_argument("names", nargs="+", metavar="NAME", help="a region such as balkans, a state's code, or two")
    command.add_argument("--month", metavar="YYYY-MM", default="", help="default: the last month that reports tell of")
    forms = ["markdown", "html", "pdf"]
    command.add_argument("--format", choices=forms, default="", help="default: by the ending of --output, or markdown")
    command.add_argument("--output", metavar="FILE", default="", help="a file; without it the brief is printed")
    site = "http://127.0.0.1:8000"
    command.add_argument("--address", metavar="URL", default=site, help=f"the site its links lead to; default: {site}")
    _register(command)


def _check(commands: Add) -> None:
    told = "Check the figures and claims of texts against reference series and the register."
    command = _command(commands, "check", told, calls.run_check)
    command.add_argument("paths", nargs="+", metavar="PATH", help="file, folder, glob pattern, or - for standard input")
    command.add_argument("--format", choices=["table", "json"], default="table", help="default: table")
    _register(command, None)


def _import(commands: Add) -> None:
    told = "Import reference data or the register of another source into the register."
    command = _command(commands, "import", told, calls.run_import)
    command.add_argument("kind", metavar="KIND", help=", ".join(IMPORTS))
    command.add_argument("file", metavar="FILE", help="the file as its source publishes it; gzip is unpacked")
    _register(command)


def _reference(commands: Add) -> None:
    told = "List the reference data: the imported editions and the bundled table."
    command = _command(commands, "reference", told, calls.run_reference)
    command.add_argument("--format", choices=["table", "json"], default="table", help="default: table")
    _register(command)


def _withdraw(commands: Add) -> None:
    told = (
        "Take a page out of the register with all that was read in it; what people decided stays. Without PAGE: list."
    )
    command = _command(commands, "withdraw", told, calls.run_withdraw)
    command.add_argument("page", nargs="?", metavar="PAGE", help="its address, its file name, or its document")
    command.add_argument("--restore", action="store_true", help="let a withdrawn page be read again")
    command.add_argument("--who", metavar="NAME", help="who decides (default: $MATERIEL_REVIEWER or the login name)")
    command.add_argument("--why", metavar="TEXT", help="why; kept with the withdrawal")
    _register(command)


def _export(commands: Add) -> None:
    told = "Write the register in a format of others, to FILE or standard output."
    command = _command(commands, "export", told, calls.run_export)
    kinds = ("sipri", "ftm", "plover", "annotations", "csv", "json", "jsonl", "parquet", "gold")
    command.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    command.add_argument("file", nargs="?", metavar="FILE", help="where to; a folder for gold")
    command.add_argument("--country", type=_party, metavar="ISO3", help="deals of this state in any role")
    command.add_argument("--since", type=_date, metavar="DATE", help="reported on or after YYYY[-MM[-DD]]")
    command.add_argument("--as-of", type=_date, metavar="DATE", help="the register as it was known at the end of DATE")
    command.add_argument("--all", action="store_true", help="also deals told only to explain other deals")
    _register(command)


def _compare(commands: Add) -> None:
    told = "Compare the register with SIPRI's: what both have, what only one has, and where cells differ."
    command = _command(commands, "compare", told, calls.run_compare)
    command.add_argument("kind", choices=["sipri"], metavar="KIND", help="sipri")
    command.add_argument("file", metavar="FILE", help="an export of its register, CSV or RTF, of any layout")
    command.add_argument("--country", type=_party, metavar="ISO3", help="deals of this state in any role")
    command.add_argument("--since", type=_date, metavar="DATE", help="its deals ordered or delivered since this year")
    command.add_argument("--until", type=_date, metavar="DATE", help="its deals ordered or delivered until this year")
    command.add_argument("--format", choices=["text", "jsonl"], default="text", help="default: text")
    _register(command)


def _issues(commands: Add) -> None:
    told = "List what was not understood, and the inputs that could not be read."
    command = _command(commands, "issues", told, calls.run_issues)
    command.add_argument("--kind", metavar="KIND", help="only issues of this kind, such as unreadable")
    command.add_argument("--format", choices=["table", "jsonl"], default="table", help="default: table")
    _register(command)


def _watch(commands: Add) -> None:
    told = "Follow feeds, news sitemaps and section pages into the register."
    command = _command(commands, "watch", told, calls.run_watch)
    command.add_argument("sources", nargs="?", default=SOURCES, metavar="FILE", help=f"the sources; default: {SOURCES}")
    command.add_argument("--once", action="store_true", help="one round over all sources, then stop")
    command.add_argument(
        "--archive", metavar="FOLDER", help=f"keep captures here; default: {ARCHIVE} beside the register"
    )
    _network(command)
    _register(command)


def _sources(commands: Add) -> None:
    command = _command(commands, "sources", "Show how each source does, or add one.", calls.run_sources)
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


def _archive(commands: Add) -> None:
    command = _command(commands, "archive", "Check the captured pages, or bring one back.", calls.run_archive)
    done = command.add_subparsers(title="what to do", metavar="WHAT", dest="what", required=True)
    done.add_parser("verify", help="check the digest of every capture")
    done.add_parser("index", help="make the index of the archive anew")
    done.add_parser("page", help="print a page to the byte").add_argument(
        "digest", help="SHA-256 of its bytes, or its beginning"
    )
    for one in done.choices.values():
        one.add_argument("--archive", default=ARCHIVE, metavar="FOLDER", help=f"default: {ARCHIVE}")


def _serve(commands: Add) -> None:
    command = _command(commands, "serve", "Serve the register as a site.", calls.run_serve)
    _listening(command)
    told = "where people reach the site, if a proxy stands before it: https://register.example"
    command.add_argument("--address", default="", metavar="URL", help=told)
    command.add_argument("--workers", type=_positive, default=1, metavar="N", help="processes that answer (default: 1)")
    _register(command)


def _accounts(commands: Add) -> None:
    told = "List who may use the site, or change it. Passwords are asked for, or read from standard input."
    command = _command(commands, "accounts", told, calls.run_accounts)
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
    token.add_argument("--days", type=_positive, default=365, metavar="N", help="how long it holds (default: 365)")
    role.add_argument("role", choices=ROLES, metavar="ROLE", help=", ".join(ROLES))
    _register(command)
    for one in done.choices.values():  # before or behind the word
        one.add_argument("--register", default=argparse.SUPPRESS, metavar="URL", help=argparse.SUPPRESS)


def _publish(commands: Add) -> None:
    told = "Write the register as a site of files for any web host; a second run writes what changed."
    command = _command(commands, "publish", told, calls.run_publish)
    command.add_argument("folder", metavar="DIR", help="an empty folder, or one that was published into before")
    command.add_argument("--address", default="", metavar="URL", help="where the site will stand, for feeds and cards")
    command.add_argument(
        "--languages", default="", metavar="CODES", help="further languages that the site is translated into"
    )
    command.add_argument("--regions", default="", metavar="FILE", help="regions of your own (TOML)")
    _register(command)


def _demo(commands: Add) -> None:
    told = "Read the bundled pages, print their register and serve it."
    command = _command(commands, "demo", told, calls.run_demo)
    command.add_argument("--no-serve", action="store_true", help="stop after printing the table")
    _listening(command)
    _register(command, DEMO_REGISTER)


def _packs(commands: Add) -> None:
    _command(commands, "packs", "List the languages and gazetteers that readers use.", calls.run_packs)


def _command(commands: Add, name: str, told: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=told, description=told)
    command.set_defaults(run=run)
    return command


def _deal(command: argparse.ArgumentParser, kind: str = "show") -> None:
    command.add_argument("deal", metavar="DEAL", help="its identifier, or the digits at its end")
    if kind == "why":
        command.add_argument("field", metavar="FIELD", help="supplier, status, quantity, weapons[0].quantity, ...")
    command.add_argument("--as-of", type=_date, metavar="DATE", help="as it was known at the end of DATE")
    command.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    _register(command)


def _listening(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine alone")
    command.add_argument("--port", type=_port, default=8000, help="default: 8000, or the next free one")


def _register(command: argparse.ArgumentParser, default: str | None = "") -> None:
    """``--register``; the default "" stands for the usual one, None for "not given"."""
    usual = calls.usual_register()
    told = f"path or address of the register; default: {default or f'$MATERIEL_REGISTER or {calls.REGISTER}'}"
    command.add_argument("--register", default=usual if default == "" else default, metavar="URL", help=told)


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number from 0 to 65535")
    return int(text)


def _date(text: str) -> str:
    from materiel.record.days import last

    try:
        last(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def _party(text: str) -> str:
    from materiel.commands.parties import code

    try:
        return code(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
