"""``materiel brief``: what a month brought to a region, a state or a pair, as Markdown, HTML or PDF."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from materiel.commands.screen import Refused
from materiel.tell import app, brief, brief_forms, topics, within
from materiel.tell.source import Live
from materiel.tell.words import is_date

FORMS = {".md": "markdown", ".html": "html", ".pdf": "pdf"}


@dataclass(frozen=True, slots=True)
class About:
    """What a brief is about: ``what`` is region, country or pair; an empty ``month`` is the last that is told of."""

    what: str
    names: Sequence[str]
    month: str = ""

    def topic(self) -> topics.Topic:
        """The topic of the site with these deals; ``Refused`` where there is none."""
        kind, key = {"country": "state"}.get(self.what, self.what), "/".join(self.names)
        found = topics.find(kind, key if kind == "region" else key.upper())
        if found is None:
            names = " ".join(self.names)
            raise Refused(f"{names}: no {self.what} of this name; give a code like SRB, or a region like balkans")
        return found


def show(place: str, about: About, form: str, file: str, site: str) -> int:
    """Writes the brief to ``file``, or prints it where that is empty; ``site`` is where its links lead."""
    topic, month = about.topic(), about.month
    held = Live(place)
    try:
        wanted = month or next(iter(held.ask(brief.months, topic)), "")
        if len(wanted) != 7 or not is_date(wanted):
            raise Refused(
                f"{month or topic.name}: name a month as --month 2026-10" + ("" if month else "; no deal is dated")
            )
        form = form or FORMS.get(Path(file).suffix.lower(), "markdown")
        body = _made(held, topic, wanted, form, site.rstrip("/"), place)
    finally:
        held.close()
    if file:
        Path(file).write_bytes(body)
        print(f"{file}: {topic.name}, {wanted}", file=sys.stderr)
    elif form == "pdf" and sys.stdout.isatty():
        raise Refused("a PDF is no text for a terminal; name a file with --output brief.pdf")
    else:
        sys.stdout.buffer.write(body)
    return 0


def _made(held: Live, topic: topics.Topic, month: str, form: str, site: str, place: str) -> bytes:
    if form == "html":
        whole = app.create(place, app.Shown(address=site, is_static=True))
        return asyncio.run(within.fetch(whole, f"/briefs{topic.path}/{month}"))[1]
    made = brief.brief(held, topic, month)
    if form == "markdown":
        return brief_forms.markdown(made, site).encode()
    try:
        return brief_forms.pdf(made, site)
    except brief_forms.NoPdf as error:
        raise Refused(str(error)) from error
