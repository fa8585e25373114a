"""``materiel archive``: the captured pages - whether they are whole, and one of them brought back."""

from __future__ import annotations

import sys

from materiel.commands.screen import Refused, clean, several
from materiel.intake.archive import Archive
from materiel.types import ArchiveError


def verify(folder: str) -> int:
    """Checks the digest of every capture."""
    whole, wrong = _known(folder).verify()
    for sentence in wrong:
        print(f"materiel: {clean(sentence)}", file=sys.stderr)
    print(f"{folder}: {several(whole, 'capture')} whole, {len(wrong)} wrong")
    return 1 if wrong else 0


def index(folder: str) -> int:
    """Makes the index of the archive anew."""
    print(f"{folder}: {several(_known(folder).index(), 'capture')}")
    return 0


def page(folder: str, name: str) -> int:
    """Prints a captured page to the byte; ``name`` is the digest of its bytes, or the beginning of it."""
    try:
        found = _known(folder).find(name)
    except ArchiveError as error:
        print(f"materiel: {clean(error)}", file=sys.stderr)
        return 1
    if found is None:
        raise Refused(f"{name}: {folder} holds no page with this digest; `materiel why` shows the digests of pages")
    sys.stdout.flush()
    sys.stdout.buffer.write(found.content)
    return 0


def _known(folder: str) -> Archive:
    archive = Archive(folder)
    if not archive.folder.is_dir():
        raise Refused(f"{folder}: there is no archive here; name its folder with --archive")
    return archive
