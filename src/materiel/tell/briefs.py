"""The pages of briefs: as a page, as Markdown and as PDF."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from materiel.tell import brief_forms, render, shelves, tongue
from materiel.tell.brief import Brief, brief
from materiel.tell.feeds import base
from materiel.tell.source import source
from materiel.tell.tongue import told

_MONTH = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])")


def page(request: Request) -> Response:
    """The brief of a state, a pair or a region for a month."""
    made = _asked(request)
    values = {"brief": made, "topic": made.topic, "sources": list(brief_forms.sources(made))}
    return render.page(request, "brief.html", values)


def markdown(request: Request) -> Response:
    """The same as Markdown."""
    return render.answer(brief_forms.markdown(_asked(request), base(request)), "text/markdown")


def pdf(request: Request) -> Response:
    """The same as PDF; 501 where no typesetter is installed."""
    try:
        body = brief_forms.pdf(_asked(request), base(request))
    except brief_forms.NoPdf as error:
        raise HTTPException(501, str(error)) from error
    return Response(body, 200, {"Cache-Control": render.KEEP_ASKING}, "application/pdf")


def _asked(request: Request) -> Brief:
    month = str(request.path_params["month"])
    if not _MONTH.fullmatch(month):
        raise HTTPException(404, told("This is no month; write it as 2023-05."))
    held, topic = source(request), shelves.asked(request)
    return held.last("brief", (topic, month, tongue.current()), lambda: brief(held, topic, month))
