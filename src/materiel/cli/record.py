"""Record: the commands of the register: deals, show, why, review, withdraw, import, reference, compare, export."""

from __future__ import annotations

import argparse

from materiel import packs
from materiel.cli import calls
from materiel.cli.options import Add, date, new, party, register
from materiel.cli.read import ARCHIVE

IMPORTS = (
    "sipri", "milex", "wdi", "ucdp", "disputes", "alliances", "rivalries", "contiguity", "nmc", "gdelt", "plover",
)  # fmt: skip
"""What ``materiel import`` takes; a test holds it to ``commands.import_.KINDS``."""


def deals(commands: Add) -> None:
    command = new(commands, "deals", "Print the register.", calls.run_deals)
    for name, told in (
        ("country", "deals of this state in any role"),
        ("supplier", "deals in which this state supplies"),
        ("recipient", "deals in which this state receives"),
    ):
        command.add_argument(f"--{name}", type=party, metavar="ISO3", help=f"{told}: a code or a name")
    command.add_argument("--category", choices=packs.CATEGORIES, metavar="KIND", help=", ".join(packs.CATEGORIES))
    command.add_argument("--status", choices=packs.STATUSES, metavar="STEP", help=", ".join(packs.STATUSES))
    command.add_argument("--since", type=date, metavar="DATE", help="reported on or after YYYY[-MM[-DD]]")
    command.add_argument("--until", type=date, metavar="DATE", help="reported on or before YYYY[-MM[-DD]]")
    command.add_argument("--as-of", type=date, metavar="DATE", help="the register as it was known at the end of DATE")
    command.add_argument("--text", metavar="WORDS", help="deals with all of these words")
    command.add_argument("--all", action="store_true", help="also deals told only to explain other deals")
    formats = ("table", "csv", "json", "jsonl", "parquet")
    command.add_argument("--format", choices=formats, default="table", help="default: table")
    command.add_argument(
        "--lines", action="store_true", help="as trade registers have it: a line for each kind of goods"
    )
    register(command)


def show(commands: Add) -> None:
    command = new(commands, "show", "Print one deal: every value, and who reports it.", calls.run_show)
    command.add_argument("--page", action="store_true", help="print the captured page of a document (or deal) instead")
    command.add_argument(
        "--archive", metavar="FOLDER", help=f"where captures are; default: {ARCHIVE} beside the register"
    )
    _deal(command)


def why(commands: Add) -> None:
    command = new(commands, "why", "Print the sentences behind one cell of a deal.", calls.run_why)
    _deal(command, "why")


def _deal(command: argparse.ArgumentParser, kind: str = "show") -> None:
    command.add_argument("deal", metavar="DEAL", help="its identifier, or the digits at its end")
    if kind == "why":
        command.add_argument("field", metavar="FIELD", help="supplier, status, quantity, weapons[0].quantity, ...")
    command.add_argument("--as-of", type=date, metavar="DATE", help="as it was known at the end of DATE")
    command.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    register(command)


def review(commands: Add) -> None:
    told = (
        "What waits for a person: ties, contradictions, doubtful deals. At a terminal it asks; with words it keeps a "
        "decision: same DEAL OTHER; different DEAL OTHER or DOCUMENT; correct DEAL FIELD VALUE; confirm or reject DEAL "
        "[FIELD [VALUE]]; undo JUDGEMENT; history [DEAL]."
    )
    command = new(commands, "review", told, calls.run_review)
    command.add_argument("words", nargs="*", metavar="WORD", help="a decision, as above; without, the queue")
    command.add_argument("--kind", metavar="KIND", help="tie, disagreement, lost, contradiction or doubtful")
    command.add_argument("--format", choices=["table", "jsonl"], help="print the queue and ask nothing")
    command.add_argument("--who", metavar="NAME", help="who decides (default: $MATERIEL_REVIEWER or the login name)")
    command.add_argument("--why", metavar="TEXT", help="why; kept with the decision")
    register(command)


def withdraw(commands: Add) -> None:
    told = (
        "Take a page out of the register with all that was read in it; what people decided stays. Without PAGE: list."
    )
    command = new(commands, "withdraw", told, calls.run_withdraw)
    command.add_argument("page", nargs="?", metavar="PAGE", help="its address, its file name, or its document")
    command.add_argument("--restore", action="store_true", help="let a withdrawn page be read again")
    command.add_argument("--who", metavar="NAME", help="who decides (default: $MATERIEL_REVIEWER or the login name)")
    command.add_argument("--why", metavar="TEXT", help="why; kept with the withdrawal")
    register(command)


def import_(commands: Add) -> None:
    told = "Import reference data or the register of another source into the register."
    command = new(commands, "import", told, calls.run_import)
    command.add_argument("kind", metavar="KIND", help=", ".join(IMPORTS))
    command.add_argument("file", metavar="FILE", help="the file as its source publishes it; gzip is unpacked")
    register(command)


def reference(commands: Add) -> None:
    told = "List the reference data: the imported editions and the bundled table."
    command = new(commands, "reference", told, calls.run_reference)
    command.add_argument("--format", choices=["table", "json"], default="table", help="default: table")
    register(command)


def compare(commands: Add) -> None:
    told = "Compare the register with SIPRI's: what both have, what only one has, and where cells differ."
    command = new(commands, "compare", told, calls.run_compare)
    command.add_argument("kind", choices=["sipri"], metavar="KIND", help="sipri")
    command.add_argument("file", metavar="FILE", help="an export of its register, CSV or RTF, of any layout")
    command.add_argument("--country", type=party, metavar="ISO3", help="deals of this state in any role")
    command.add_argument("--since", type=date, metavar="DATE", help="its deals ordered or delivered since this year")
    command.add_argument("--until", type=date, metavar="DATE", help="its deals ordered or delivered until this year")
    command.add_argument("--format", choices=["text", "jsonl"], default="text", help="default: text")
    register(command)


def export(commands: Add) -> None:
    told = "Write the register in a format of others, to FILE or standard output."
    command = new(commands, "export", told, calls.run_export)
    kinds = ("sipri", "ftm", "plover", "annotations", "csv", "json", "jsonl", "parquet", "gold")
    command.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    command.add_argument("file", nargs="?", metavar="FILE", help="where to; a folder for gold")
    command.add_argument("--country", type=party, metavar="ISO3", help="deals of this state in any role")
    command.add_argument("--since", type=date, metavar="DATE", help="reported on or after YYYY[-MM[-DD]]")
    command.add_argument("--as-of", type=date, metavar="DATE", help="the register as it was known at the end of DATE")
    command.add_argument("--all", action="store_true", help="also deals told only to explain other deals")
    register(command)
