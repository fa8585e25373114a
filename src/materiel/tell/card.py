"""Card: the picture that other sites show beside a link to a deal, set by typst where that is installed."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from materiel.tell import render, summary
from materiel.tell import words as say
from materiel.tell.brief_forms import typeset
from materiel.tell.source import source
from materiel.tell.tongue import told

SIZE = (1200, 630)
"""Pixels, as Open Graph wants them."""

_PAGE = """#set page(width: 600pt, height: 315pt, margin: 34pt, fill: rgb("#fbfaf5"))
#set text(font: "Libertinus Serif", size: 13pt, fill: rgb("#1b1a17"))
#text(size: 15pt, weight: "bold")[materiel]
#v(1fr)
#text(size: 27pt, weight: "bold")[{title}]
#v(1fr)
#text(fill: rgb("#7a1c2e"), weight: "bold")[{status}] #h(10pt) {told}
"""


@cache
def is_there() -> bool:
    """Whether cards can be made here."""
    return find_spec("typst") is not None


def card(request: Request) -> Response:
    """The card of a deal as PNG; 404 where there is no such deal or nothing to set it with."""
    deal = source(request).deal(str(request.path_params["id"]))
    if deal is None or not is_there():
        raise HTTPException(404, told("The register holds no deal of this name."))
    title = summary.headline(deal)
    shown = {
        "title": typeset(title if len(title) <= 170 else f"{title[:168]}…"),
        "status": typeset(say.word("status", deal["status"])),
        "told": typeset(say.told_in(deal["reports"], deal["origins"])),
    }
    made: bytes = import_module("typst").compile(_PAGE.format(**shown).encode(), format="png", ppi=144)
    return Response(made, 200, {"Cache-Control": render.KEEP_ASKING}, "image/png")
