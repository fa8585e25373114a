"""Capture: the page that a document was read from, as it came; live only, since a page belongs to its publisher."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from materiel.intake.archive import Archive, beside
from materiel.record import captures
from materiel.record.store import Register
from materiel.tell.params import LONGEST
from materiel.tell.source import source
from materiel.tell.tongue import told
from materiel.types import ArchiveError, Page

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Disposition": 'attachment; filename="page.html"',
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
"""What a stranger wrote is handed over as a file and never shown as a page of ours."""


def page(request: Request) -> Response:
    """The first capture of a document that the archive holds, to the byte."""
    name = str(request.path_params["id"])
    if len(name) > LONGEST or not name.isalnum():
        raise HTTPException(404, told("The address leads nowhere."))
    try:
        found = source(request).ask(_kept, name)
    except ArchiveError as error:
        raise HTTPException(404, told("The archive no longer holds this page as it was.")) from error
    if found is None:
        raise HTTPException(
            404, told("The archive holds no page of this document; those read from files are not kept.")
        )
    return Response(found.content, 200, HEADERS, "application/octet-stream")


def _kept(register: Register, name: str) -> Page | None:
    archive = Archive(beside(register.name))
    found = (archive.find(digest) for digest in captures.digests(register, name))
    return next((one for one in found if one is not None), None)
