"""A brief as Markdown and as PDF; both are made of the lines that the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

from materiel.tell import words as say
from materiel.tell.brief import Brief, Line, Part, Section
from materiel.tell.tongue import at, told

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$@])")
_TYPST = re.compile(r"([\\`*_\[\]<>#~$@\"/=+-])")


class NoPdf(Exception):
    """A PDF that cannot be made here; the message says what to install."""


def markdown(made: Brief, site: str) -> str:
    """The brief as Markdown; addresses begin with that of the ``site``."""
    parts = [f"# {_escaped(made.title)}", _line(made.lede, site)]
    for one in made.sections:
        parts.append(f"## {_escaped(one.title)}")
        parts.append(_table(one, site) if one.heads else "\n".join(f"- {_line(line, site)}" for line in one.lines))
        parts += [f"*{_escaped(one.note)}*"] if one.note else []
    if made.sources:
        parts += [f"## {told('Sources')}", "\n".join(f"- {_line(line, site)}" for line in sources(made))]
    return "\n\n".join(parts) + "\n"


def sources(made: Brief) -> Iterator[Line]:
    """The reports that the brief rests on, as lines."""
    for row in made.sources:
        name = row["title"] or told("Without a title")
        where = f"{row['outlet'] or told('Outlet not named')}, {say.day(row['published']) or told('undated')}"
        yield Part(f"{where}: "), Part(name, f"/documents/{row['id']}")


def pdf(made: Brief, site: str) -> bytes:
    """The brief as PDF (A4), set by typst; ``NoPdf`` where that is not installed."""
    try:
        typst = import_module("typst")
    except ImportError:
        raise NoPdf("a PDF needs typst; pip install 'materiel[pdf]', or take the Markdown") from None
    made_bytes: bytes = typst.compile(_typst(made, site).encode(), format="pdf")
    return made_bytes


def _typst(made: Brief, site: str) -> str:
    tag = str(say.words().get("tag", "en"))
    head = (
        '#set page(paper: "a4", margin: (x: 2.4cm, y: 2.2cm), numbering: "1")\n'
        f'#set text(font: "Libertinus Serif", size: 10.5pt, lang: "{tag.split("-")[0]}")\n'
        "#set par(leading: 0.62em)\n#set list(spacing: 0.75em, marker: [–])\n"
        '#show link: it => text(fill: rgb("#7a2e12"), it)\n'
        "#show heading.where(level: 1): it => text(size: 20pt, it.body) + v(4pt)\n"
        "#show heading.where(level: 2): it => v(8pt) + text(size: 12.5pt, it.body) + v(1pt)\n"
    )
    parts = [head, f"= {typeset(made.title)}", _setline(made.lede, site)]
    for one in made.sections:
        parts.append(f"== {typeset(one.title)}")
        parts.append(
            _settable(one, site) if one.heads else "\n".join(f"- {_setline(line, site)}" for line in one.lines)
        )
        parts += [f'#text(size: 9pt, fill: rgb("#555"))[{typeset(one.note)}]'] if one.note else []
    if made.sources:
        parts += [f"== {typeset(told('Sources'))}", "\n".join(f"- {_setline(line, site)}" for line in sources(made))]
    return "\n\n".join(parts) + "\n"


def _table(made: Section, site: str) -> str:
    """A section that is a table; its first column is names, the others are figures."""
    rule = ["---", *["---:"] * (len(made.heads) - 1)]
    rows = [[_escaped(it) for it in made.heads], rule, *([_line((it,), site) for it in row] for row in made.lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _settable(made: Section, site: str) -> str:
    """The same for typst."""
    few = len(made.heads) - 1
    cells = [f"[*{typeset(it)}*]" for it in made.heads]
    cells += [f"[{_setline((it,), site)}]" for row in made.lines for it in row]
    form = (
        f"columns: (1fr, {'auto, ' * few}), align: (left, {'right, ' * few}), stroke: (x, y) => (bottom: 0.4pt + gray)"
    )
    return f"#table({form}, inset: (x: 5pt, y: 4pt), {', '.join(cells)})"


def _line(line: Line, site: str) -> str:
    shown = (f"[{_escaped(it.text)}]({site}{at(it.href)})" if it.href else _escaped(it.text) for it in line)
    return " ".join("".join(shown).split())


def _setline(line: Line, site: str) -> str:
    """A line for typst: the text of a link stands in its own brackets, its address in a string."""
    return "".join(
        f'#link("{(site + at(it.href)).replace(chr(92), "").replace(chr(34), "%22")}")[{typeset(it.text)}]'
        if it.href
        else typeset(it.text)
        for it in line
    )


def _escaped(text: str) -> str:
    """Words as Markdown that stay words; line breaks become spaces."""
    return _SIGNS.sub(r"\\\1", re.sub(r"\s+", " ", text))


def typeset(text: str) -> str:
    """Words as typst that stay words; line breaks become spaces."""
    return _TYPST.sub(r"\\\1", re.sub(r"\s+", " ", text))
