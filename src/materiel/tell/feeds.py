"""Feeds and the map of the site for programs: Atom (RFC 4287), JSON Feed 1.1, sitemaps (sitemaps.org)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from materiel.record import browse
from materiel.record.days import first
from materiel.tell import render, shelves, summary
from materiel.tell import words as say
from materiel.tell.source import source
from materiel.tell.tongue import at, told

ENTRIES = 50
PER_MAP = 20_000
"""Addresses of one sitemap; the limit of the format is 50,000."""

FIRST = ("/", "/deals", "/documents", "/about", "/calendar", *(f"/{it}" for it in shelves.KINDS))
"""The pages of no single thing or topic."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Feed:
    """A list as a feed: its name, the page that shows it, its own address, and its deals."""

    name: str
    page: str
    address: str
    deals: Sequence[Row]


def atom(request: Request) -> Response:
    """A list of deals as Atom."""
    return render.answer(_atom(_asked(request), base(request)), "application/atom+xml")


def json_feed(request: Request) -> Response:
    """A list of deals as JSON Feed."""
    feed, site = _asked(request), base(request)
    items = [
        {
            "id": site + path(row),
            "url": site + path(row),
            "title": summary.headline(row),
            "content_text": _line(row),
            **({"date_published": _instant(row["last_reported"])} if row["last_reported"] else {}),
            "tags": sorted({weapon["category"] for weapon in row["weapons"]}),
        }
        for row in feed.deals
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": f"{feed.name} · materiel"}
    where = {"home_page_url": site + feed.page, "feed_url": site + feed.address}
    return render.data(request, head | where | {"language": say.words().get("tag", "en"), "items": items})


def sitemap(request: Request) -> Response:
    """The index of the sitemaps."""
    number = -(-len(addresses(request)) // PER_MAP)
    rows = "".join(
        f"<sitemap><loc>{escape(base(request))}/sitemap-{it}.xml</loc></sitemap>" for it in range(1, number + 1)
    )
    return render.answer(f"{_XML}<sitemapindex {_SITEMAP}>{rows}</sitemapindex>\n", "application/xml")


def sitemap_part(request: Request) -> Response:
    """One sitemap: addresses and the days of their last change."""
    number, site = str(request.path_params["number"]), escape(base(request))
    if not (number.isascii() and number.isdigit() and int(number[:6]) > 0):
        raise HTTPException(404, told("The list has fewer pages."))
    part = addresses(request)[(int(number[:6]) - 1) * PER_MAP :][:PER_MAP]
    if not part:
        raise HTTPException(404, told("The list has fewer pages."))
    rows = "".join(
        f"<url><loc>{site}{escape(path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>" for path, day in part
    )
    return render.answer(f"{_XML}<urlset {_SITEMAP}>{rows}</urlset>\n", "application/xml")


def robots(request: Request) -> Response:
    """What search engines may read: all but the views of lists and what needs an account."""
    lines = (
        "User-agent: *",
        "Disallow: /search",
        "Disallow: /deals?",
        "Disallow: /review",
        f"Sitemap: {base(request)}/sitemap.xml",
    )
    return render.answer("\n".join(lines) + "\n", "text/plain")


def addresses(request: Request) -> list[tuple[str, str]]:
    """Every page worth finding, with the day of its last change or ""."""
    return source(request).once("addresses", lambda: _addresses(request))


def _addresses(request: Request) -> list[tuple[str, str]]:
    ask = source(request).ask
    found = [(at_, "") for at_ in FIRST]
    found += [(f"/deals/{say.segment(name)}", day) for name, day in ask(browse.names)]
    found += [(f"/documents/{name}", day) for name, day in ask(browse.document_names)]
    for kind in shelves.KINDS:
        found += [(link[0], "") for _, links in shelves.groups(request, kind) for link in links if link[2]]
    months = sorted({day[:7] for day in source(request).days()})
    found += [(f"/calendar/{month}", "") for month in months]
    return [(path, day if len(day) == 10 else "") for path, day in found]


def base(request: Request) -> str:
    """The site's own address, without a slash at its end."""
    return str(request.app.state.address or f"{request.url.scheme}://{request.url.netloc}")


def path(row: Row) -> str:
    """A deal's address within the site."""
    return at(f"/deals/{say.segment(row['id'])}")


_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _asked(request: Request) -> Feed:
    """The list that an address names: all deals, or those of a topic."""
    here = request.url.path
    if here.startswith("/feed."):
        return Feed(told("Arms transfers"), at("/deals"), at(here), source(request).latest({}, ENTRIES))
    found = shelves.asked(request)
    rows = found.some(source(request), ENTRIES)
    if not rows and not found.is_known:
        raise HTTPException(404, told("The register holds no deal of this."))
    return Feed(found.name, at(found.path), at(here), rows)


def _atom(feed: Feed, site: str) -> str:
    days = [row["last_reported"] for row in feed.deals if row["last_reported"]]
    parts = [
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(say.words().get("tag", "en"))}>',
        f"<title>{_clean(feed.name)} · materiel</title><id>{_clean(site + feed.page)}</id>",
        f'<link href={quoteattr(site + feed.page)}/><link rel="self" href={quoteattr(site + feed.address)}/>',
        f"<updated>{_instant(max(days, default='1970'))}</updated><author><name>materiel</name></author>",
        *_entries(feed.deals, site),
        "</feed>\n",
    ]
    return "\n".join(parts)


def _entries(rows: Iterable[Row], site: str) -> Iterator[str]:
    for row in rows:
        address = site + path(row)
        yield (
            f"<entry><title>{_clean(summary.headline(row))}</title><id>{_clean(address)}</id>"
            f"<link href={quoteattr(address)}/><updated>{_instant(row['last_reported'] or '1970')}</updated>"
            f"<summary>{_clean(_line(row))}</summary></entry>"
        )


def _line(row: Row) -> str:
    told_in = say.told_in(row["reports"], row["origins"])
    differ = told("reports differ on {fields}", fields=say.listed([say.field(it).lower() for it in row["disputed"]]))
    return f"{say.word('status', row['status'])}. {told_in}" + (f"; {differ}." if row["disputed"] else ".")


def _instant(day: str) -> str:
    """A day as RFC 3339 wants it; a month or year at its beginning."""
    return f"{first(day)}T00:00:00Z"


def _clean(text: str) -> str:
    """Text as XML takes it: no control characters."""
    return escape("".join(sign for sign in text if sign >= " " and sign not in "\ufffe\uffff"))
