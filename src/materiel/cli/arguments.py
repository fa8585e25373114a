"""Arguments: the commands of the command line, in the order of the help; each of the four verbs has its file."""

from __future__ import annotations

from materiel.cli import read, record, tell, weigh
from materiel.cli.options import Add

COMMANDS = (
    read.read,
    record.deals,
    record.show,
    record.why,
    record.review,
    record.withdraw,
    record.import_,
    record.reference,
    weigh.weigh,
    tell.brief,
    weigh.check,
    record.compare,
    record.export,
    read.issues,
    read.watch,
    read.sources,
    read.archive,
    tell.serve,
    tell.accounts,
    tell.publish,
    tell.demo,
    read.packs,
)


def add_all(commands: Add) -> None:
    """Every command with its options and help."""
    for add in COMMANDS:
        add(commands)
