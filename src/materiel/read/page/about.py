"""About: what a page says of itself (title, day of publication, outlet, author, source, address)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from materiel.read.page import credits, published
from materiel.read.page.dated import guessed
from materiel.read.page.furniture import groups
from materiel.read.page.plain import prose
from materiel.read.page.unit import Unit

_SPACE = re.compile(r"\s+")
_TITLE_CUT = re.compile(r"\s+[|–—»·-]\s+|\s::\s")
_ARTICLE = re.compile(r"Article|Posting|Report|Review|WebPage$|Recipe")
_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date",
    "article.published", "sailthru.date", "parsely-pub-date", "publishdate", "publish-date", "publication_date",
    "pubdate", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "cxenseparse:recs:publishtime",
    "rnews:datepublished", "shareaholic:article_published_time", "published", "created", "date.created", "og:pubdate",
)  # fmt: skip
_STOPS = '.!?:…"”»’)'
_FIGURES = ("row", "quote")
_STATED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of itself; None for what it does not say."""

    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    byline: str | None = None
    origin: str | None = None
    url: str | None = None


# HTML


def titles(page: LexborHTMLParser) -> list[str]:
    """The page's headlines as its head states them, with and without the site's name, the best first."""
    out: list[str] = []
    for node in page.css('meta[property="og:title"], meta[name="og:title"], meta[name="twitter:title"], title'):
        if whole := _clean(node.attributes.get("content") or node.text()):
            parts = _TITLE_CUT.split(whole)
            out += [whole, *(part for part in (parts[0], whole[: -len(parts[-1])].rstrip(" |–—»·-:")) if part)]
    return list(dict.fromkeys(out))


def of_html(page: LexborHTMLParser, source: str, url: str | None = None) -> About:
    """What the head of ``page`` and its data for search engines say; ``url`` is where it was fetched, if known."""
    meta = _meta(page)
    things = list(_things(page))
    link = page.css_first('link[rel="canonical"]')
    address = url or meta.get("og:url") or (_clean(link.attributes.get("href")) if link else None)
    site = meta.get("og:site_name") or meta.get("application-name")
    return About(
        title=_title(page, meta),
        published=_published(page, source, meta, things, address),
        outlet=credits.of_domain(address) or site or _said(things, "publisher") or credits.domain(address),
        byline=_byline(page, meta, things),
        url=address if address and address.startswith("http") else None,
    )


def _meta(page: LexborHTMLParser) -> dict[str, str]:
    """The first value of each name in the page's head."""
    out: dict[str, str] = {}
    for node in page.css("meta[content]"):
        held = node.attributes
        key = (held.get("property") or held.get("name") or held.get("itemprop") or "").lower()
        if key and (value := _clean(held.get("content"))):
            out.setdefault(key, value)
    return out


def _title(page: LexborHTMLParser, meta: dict[str, str]) -> str | None:
    stated = meta.get("og:title") or meta.get("twitter:title")
    heads = [text for node in page.css("h1") if (text := _clean(node.text()))]
    if stated:
        return next((head for head in heads if head in stated and len(head) > 15), stated)
    named = page.css_first("title")
    whole = _clean(named.text()) if named else None
    if heads and (len(heads) == 1 or whole is None):
        return heads[0]
    return next((head for head in heads if whole and head in whole), whole)


def _things(page: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """The things that the page describes for search engines (JSON-LD), those within others too."""
    for node in page.css('script[type="application/ld+json"]'):
        try:
            waiting = [json.loads(node.text(), strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(500):
            if not waiting:
                break
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                yield one
                waiting += [one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in one]


def _published(
    page: LexborHTMLParser, source: str, meta: dict[str, str], things: Sequence[dict[str, Any]], address: str | None
) -> str | None:
    stated = [str(one.get("datePublished") or "") for one in things if _ARTICLE.search(str(one.get("@type")))]
    stated += [meta.get(key, "") for key in _DATES]
    stated += [match[1] for match in _STATED.finditer(source[:2_000_000])][:1]
    for node in page.css('[itemprop*="datePublished"], time[pubdate], time.published, time.entry-date, abbr.published')[
        :3
    ]:
        held = node.attributes
        stated.append(held.get("datetime") or held.get("content") or held.get("title") or node.text())
    exact = [published.of_address(address), *map(published.normal, stated)]
    best = next((iso for iso in exact if iso and len(iso) == 10), None) or max(
        filter(None, exact), key=len, default=None
    )
    if best and len(best) == 10:
        return best
    times = {iso for node in page.css("time[datetime]") if (iso := published.normal(node.attributes.get("datetime")))}
    guess = times.pop() if len(times) == 1 else _dateline(page) or guessed(source, address)
    return guess if guess and guess.startswith(best or "") else best


def _dateline(page: LexborHTMLParser) -> str | None:
    """The day that the first short line of its own opens with: "9. oktobar 2025. | 08:15 | Izvor"."""
    shown = page.body.text(separator="\n")[:100_000] if page.body else ""
    for line in (line.strip() for line in shown.split("\n")):
        if 8 <= len(line) <= 90 and line[0].isdigit():
            found = published.dates(line)
            if len(found) == 1 and found[0].start == 0 and len(found[0].iso) == 10:
                return found[0].iso
    return None


def _byline(page: LexborHTMLParser, meta: dict[str, str], things: Sequence[dict[str, Any]]) -> str | None:
    stated = _said(things, "author") or meta.get("author") or meta.get("article:author") or meta.get("dc.creator")
    if not stated or stated.startswith("http"):
        node = page.css_first('[rel="author"], [itemprop="author"], .byline, .author-name')
        stated = _clean(node.text()) if node else None
    if stated:
        stated = re.sub(r"^(?:by|von|par|por|autor|piše)\s*:?\s+", "", stated, flags=re.I)
    return stated if stated and len(stated) <= 120 else None


def _said(things: Sequence[dict[str, Any]], key: str) -> str | None:
    """The name (or names) of the first thing that has ``key``."""
    for one in things:
        value = one.get(key)
        held = value if isinstance(value, list) else [value]
        names = [_clean(item.get("name") if isinstance(item, dict) else item) for item in held[:10]]
        if any(names):
            return ", ".join(dict.fromkeys(name for name in names if name))
    return None


def _clean(text: object) -> str | None:
    return (_SPACE.sub(" ", text).strip() or None) if isinstance(text, str) else None


# Plain text


def of_plain(text: str, found: Sequence[Unit], kept: Sequence[Unit], url: str | None = None) -> About:
    """What the lines around the article say; ``found`` are all units of ``text``, ``kept`` those of the article."""
    places = {unit.start for unit in kept}
    lines = [(unit, _line(text, unit)) for unit in found]
    story = [at for at, (unit, line) in enumerate(lines) if unit.start in places and _told(unit, line)]
    start, end = (story[0], story[-1]) if story else (0, -1)  # no story: all lines are below it
    above = _split(line for unit, line in lines[:start] if unit.kind not in _FIGURES)
    title = next((text[unit.start : unit.end] for unit in kept[:3] if unit.kind == "heading"), None)
    below = _split(line for unit, line in _tail(lines[end + 1 :]))
    first = lines[start][1] if story else ""
    dated = [line for line in above if title is None or line not in title]
    inside = _split(line for unit, line in lines[start:end] if not _told(unit, line) and unit.kind not in _FIGURES)
    last = [lines[end][1][-80:]] if story else []
    return About(
        title=_SPACE.sub(" ", title) if title else None,
        published=published.of_lines(dated, first, below, inside) or published.of_address(url),
        outlet=credits.of_domain(url) or credits.outlet([*dated, *below]) or credits.domain(url),
        byline=credits.byline(dated, below),
        origin=credits.origin(dated, first, [*last, *below]),
    )


def _line(text: str, unit: Unit) -> str:
    """The words of a unit with the bullet or dash before them."""
    if unit.kind not in ("item", "quote"):
        return text[unit.start : unit.end]
    return text[max(text.rfind("\n", 0, unit.start), text.rfind("\r", 0, unit.start)) + 1 : unit.end].strip()


def _told(unit: Unit, line: str) -> bool:
    """Whether a unit is a paragraph of the story and no line beside it."""
    count = len(line.split())
    return unit.kind not in ("heading", "row") and count >= 12 and prose(line) and (count >= 25 or line[-1] in _STOPS)


def _split(texts: Iterator[str]) -> list[str]:
    """The lines of ``texts`` that can be labels: short ones, the first hundred."""
    lines = (line.strip() for text in texts for line in text.splitlines())
    return list(islice((line for line in lines if 0 < len(line) <= 300), 100))


def _tail(lines: Sequence[tuple[Unit, str]]) -> Iterator[tuple[Unit, str]]:
    """The lines after the story up to the first list of other headlines."""
    for unit, line in lines:
        if "related" in groups(line) or "comments" in groups(line):
            break
        if unit.kind not in _FIGURES:
            yield unit, line
