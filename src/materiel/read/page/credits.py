"""Credits: whom a page names as its source, as its outlet and as its author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from urllib.parse import urlsplit

from materiel.packs import data, table, toml

_PAREN = re.compile(r"\(\s*([^()]{2,40}?)\s*\)\s*(?:[-–—:]|$)")
_CLOSING = re.compile(r"^(?:[-–—/©(]|\(c\))\s*([^\n()]{2,50}?)\s*(?:[)/].{0,6})?$", re.I)
_CUT = re.compile(r"\s+[|»·–—-]\s+|\s{2,}|[;\n(]|,\s*(?=\d)|\.\s|\.$")
_MENU = re.compile(r"\s*[|»›>]\s*|\s{2,}")
_PART = re.compile(r"\s*[|,/;©()]\s*|\s[–—-]\s|\s{2,}")
_FROM = re.compile(r"^(?:by|from|copyright)\s+(?:\d{4}\s+)?", re.I)
_NAME = re.compile(r"(?:[A-Z][\w.&'’-]*(?:\s+(?:of|the|and|de|for)(?=\s+[A-Z]))?\s*){1,6}")
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?:[ ,&]+(?:and |и |i |ve |und |et )?[^\W\d_][\w.'’-]*){0,6}")
_SITE = re.compile(r"(?<![\w@/.])(?:www\.)?((?:[\w-]+\.)+[a-z]{2,10})(?![\w.]*@)", re.I)


@cache
def known() -> Mapping[str, Mapping[str, str]]:
    """Name or alias, and each domain, in small letters, to its row of ``gazetteer/outlets.csv``; empty without it."""
    if not data("gazetteer", "outlets.csv").is_file():
        return {}
    out: dict[str, Mapping[str, str]] = {}
    for row in table("gazetteer", "outlets.csv"):
        names = [
            row["name"],
            *(row.get("aliases") or "").split("|"),
            *(row.get("domains") or row.get("domain") or "").split("|"),
        ]
        out |= {name.strip().casefold(): row for name in names if name.strip()}
    return out


_NEWS = ("agency", "state media", "broadcaster", "newspaper", "news site", "trade press")


def named(name: str, *kinds: str) -> str | None:
    """The known outlet or agency (of one of ``kinds``) called ``name``; short names (AP, DPA) must be in capitals."""
    name = name.strip(" .,:;/\"'“”„«»()[]")
    row = known().get(name.casefold())
    if row is None or (len(name) <= 3 and not name.isupper() and name not in ("dpa",)):
        return None
    return row["name"] if not kinds or row["kind"] in kinds else None


def of_domain(url: str | None) -> str | None:
    """The outlet that an address belongs to: its known name, else None."""
    host = (urlsplit(url or "").hostname or "").removeprefix("www.") if "//" in (url or "") else (url or "").lower()
    while "." in host:
        if host in known():
            return known()[host]["name"]
        host = host.split(".", 1)[1]
    return None


def domain(url: str | None) -> str | None:
    """The host of an address without ``www.`` and port."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def origin(above: Sequence[str], first: str, below: Sequence[str]) -> str | None:
    """Whom a page names as its source: by a label, a dateline, a closing credit or "first reported by".

    ``above`` and ``below`` are the lines around the article and its last lines, ``first`` is its first paragraph.
    """
    for line in (*above, *below):
        if found := _labelled(line):
            return found
    for line in below:
        if (match := _CLOSING.match(line)) and not _is_own(match[1]):
            if found := named(match[1]):
                return found
            if line[0] in "(/" and len(line.split()) <= 5 and not re.search(r"\d|:", line):
                return match[1].strip()
    if found := _dateline(first):
        return found
    for line in (*above, *below):
        for part in _PART.split(line[:120]):
            if found := named(_FROM.sub("", part.strip()), "agency", "state media"):
                return found
    return _phrase([first, *below, *above])


def _is_own(name: str) -> bool:
    """Whether a credit names a desk of the outlet itself, or a photographer."""
    low = name.casefold()
    return any(word in low for word in toml("text", "credits.toml")["own"]["words"])


def _labelled(line: str) -> str | None:
    pattern = _labels("source")
    if match := pattern.search(line):
        rest = _CUT.split(line[match.end() :].strip(), maxsplit=1)[0].strip(" .:,")
        first = rest.split(",")[0].strip()
        if first and len(first) <= 60:
            return named(first) or first
    return None


@cache
def _labels(kind: str) -> re.Pattern[str]:
    words = sorted(toml("text", "credits.toml")[kind]["labels"], key=len, reverse=True)
    return re.compile(r"(?:^|[\s|(\[•·»])(?:" + "|".join(map(re.escape, words)) + r")\s*:\s*", re.I)


def _dateline(first: str) -> str | None:
    """The agency in "ZAGREB, Croatia (AP) —" or "ANKA - Türkiye"."""
    head = first[:120]
    for match in _PAREN.finditer(head):
        if found := named(match[1], *_NEWS):
            return found
    if opening := re.match(r"([^\s.,:(–—-][^.,:(–—|-]{1,30}?)\s*(?:[-–—:|]\s|\.\s)", head):
        return named(opening[1], *_NEWS)
    return None


def _phrase(texts: Iterable[str]) -> str | None:
    for text in texts:
        for phrase in toml("text", "credits.toml")["source"]["phrases"]:
            at = text.lower().find(phrase)
            if at >= 0 and (match := _NAME.match(text[at + len(phrase) :].lstrip())):
                name = match.group().strip(" .,")
                return named(name) or name
    return None


def byline(above: Sequence[str], below: Sequence[str] = ()) -> str | None:
    """The author as a line of its own names them."""
    words = sorted(toml("text", "credits.toml")["byline"]["labels"], key=len, reverse=True)
    pattern = re.compile(r"^\(?(?:" + "|".join(map(re.escape, words)) + r")(?:\s*:\s*|\s+)(?=[^\W\d_])", re.I)
    for line in (*above, *below):
        match = pattern.match(line)
        if match and len(line) <= 160 and (":" in match.group() or line in above):
            person = _PERSON.match(_CUT.split(line[match.end() :])[0])
            name = re.split(r"\s+(?=Posted|Published|Updated|\d)", person.group())[0].strip(" ,.") if person else ""
            if name and name[0].isupper() and len(name.split()) <= 7:
                return name
    return None


def outlet(lines: Iterable[str]) -> str | None:
    """The outlet as a line beside the article names it: a known name, or a site's address standing alone."""
    for line in lines:
        if len(line) > 120 or len(_MENU.split(line)) > 3 or "google" in line.lower():
            continue
        for part in re.split(r"\s*[|/–—»>,]\s*|\s{2,}|\s-\s", line):
            part = part.strip(" .()")
            row = known().get(part.casefold())
            if row and row["kind"] in _NEWS[1:] and named(part):
                return row["name"]
            if (match := _SITE.fullmatch(part)) and not part.lower().startswith(("http", "www.facebook")):
                return of_domain(match[1].lower()) or part
    return None
