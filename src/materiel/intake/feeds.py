"""Feeds: what a source lists - RSS, Atom and JSON Feed, sitemaps of news, and the links of a section page."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser

from materiel.read.page import guard
from materiel.read.page.decode import decode

MOST = 1_000
"""Items of one list that are looked at."""

LARGEST = 50_000_000
"""Bytes of a list, unpacked: what the protocol of sitemaps allows."""

_GZIP = b"\x1f\x8b"
_HEAD = 4_096
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)\w{2,31};")
_BAD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FEED = re.compile(rb"\s*(?:<\?xml|<rss|<feed|<rdf:RDF|<urlset|<sitemapindex)", re.I)
_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")


@dataclass(frozen=True, slots=True)
class Item:
    """An address that a source lists; ``nested`` tells that it is another list (a sitemap of sitemaps)."""

    url: str
    title: str | None = None
    published: str | None = None
    nested: bool = False


class NoList(Exception):
    """What came is no list of addresses; the message says why."""


def items(content: bytes, base: str) -> list[Item]:
    """What a feed, sitemap or page lists, each address once, in its order, a sitemap's newest first; raises ``NoList``.

    A list that is packed with gzip is unpacked.
    """
    content = _unpacked(content)
    if content.lstrip()[:1] in (b"{", b"["):
        found = _json(content, base)
    elif is_feed(content):
        found = _xml(content, base)
    else:
        found = _links(content, base)
    out: dict[str, Item] = {}
    for item in found:
        if len(out) >= MOST:
            break
        if _scheme(item.url) in ("http", "https"):
            out.setdefault(item.url.partition("#")[0], item)
    return list(out.values())


def is_feed(content: bytes) -> bool:
    """Whether this is XML of a feed or sitemap, packed with gzip or not; XHTML is none."""
    begin = head(content)
    return bool(_FEED.match(begin)) and b"<html" not in begin.lower()


def head(content: bytes) -> bytes:
    """How something begins, unpacked and without a byte order mark."""
    if content.startswith(_GZIP):
        try:
            content = zlib.decompressobj(31).decompress(content[:_HEAD], _HEAD)
        except zlib.error:
            return b""
    return content[:_HEAD].removeprefix(b"\xef\xbb\xbf")


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(_GZIP):
        return content
    try:
        unpacked = zlib.decompressobj(31).decompress(content, LARGEST + 1)
    except zlib.error as error:
        raise NoList("its packed data are damaged") from error
    if len(unpacked) > LARGEST:
        raise NoList(f"the list is larger than {LARGEST / 1e6:g} MB unpacked")
    return unpacked


def announced(content: bytes, base: str) -> list[str]:
    """The feeds that a page announces, in its order."""
    out = []
    for node in _parsed(content).css("link[rel][type][href]"):
        told = node.attributes
        kind = (told.get("type") or "").strip().lower()
        if (
            "alternate" in (told.get("rel") or "").lower()
            and kind in _TYPES
            and "oembed" not in (told.get("href") or "")
        ):
            out.append(_joined(base, told.get("href") or ""))
    return [url for url in dict.fromkeys(out) if url and "comments" not in url]


def _json(content: bytes, base: str) -> Iterator[Item]:
    try:
        told = json.loads(decode(content))
    except (ValueError, RecursionError) as error:
        raise NoList("the JSON feed is damaged") from error
    listed = told.get("items") if isinstance(told, dict) else None
    if not isinstance(listed, list):
        raise NoList("this is JSON and no JSON feed")
    for row in listed[:MOST]:
        if isinstance(row, dict) and isinstance(row.get("url") or row.get("external_url"), str):
            published = row.get("date_published")
            yield Item(_joined(base, row.get("url") or row["external_url"]), _text(row.get("title")), _text(published))


def _xml(content: bytes, base: str) -> Iterator[Item]:
    root = _root(content)
    if _name(root) in ("urlset", "sitemapindex"):
        yield from sorted(_sitemap(root, base), key=lambda item: item.published or "", reverse=True)
        return
    for node in root.iter():
        if _name(node) in ("item", "entry"):
            yield from _entry(node, base)


def _sitemap(root: ElementTree.Element, base: str) -> Iterator[Item]:
    for node in root:
        name = _name(node)
        if name in ("url", "sitemap"):
            told = {_name(child): (child.text or "").strip() for child in node.iter()}
            if told.get("loc"):
                published = told.get("publication_date") or told.get("lastmod")
                yield Item(_joined(base, told["loc"]), told.get("title") or None, published or None, name == "sitemap")


def _root(content: bytes) -> ElementTree.Element:
    if b"<!ENTITY" in content:
        raise NoList("the feed defines entities, and such feeds are not read")
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        pass
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(content))  # once more, mended
    text = _BAD.sub(" ", _ENTITY.sub(lambda match: unescape(match.group()), text)).strip()
    try:
        return ElementTree.fromstring(re.sub(r"&(?!#?\w{1,10};)", "&amp;", text))
    except (ElementTree.ParseError, ValueError) as error:
        raise NoList(f"the feed is no valid XML ({error})") from error


def _entry(node: ElementTree.Element, base: str) -> Iterator[Item]:
    link = ""
    told: dict[str, str] = {}
    for child in node:
        name = _name(child)
        if name == "link" and not link:
            href = child.get("href")
            if href is None:
                link = (child.text or "").strip()
            elif child.get("rel", "alternate") == "alternate":
                link = href
        told.setdefault(name, (child.text or "").strip())
    guid = told.get("guid", "")
    link = link or (guid if guid.startswith("http") else "")
    if link:
        published = told.get("pubDate") or told.get("published") or told.get("updated") or told.get("date")
        yield Item(_joined(base, link), told.get("title") or None, published or None)


def _links(content: bytes, base: str) -> Iterator[Item]:
    """The links of a section page that look like articles: of the same site, with a headline's length of words."""
    site = urlsplit(base).netloc.removeprefix("www.")
    read = 0
    for node in _parsed(content).css("a[href]"):
        url = _joined(base, node.attributes.get("href") or "")
        words = node.text()
        read += len(words)
        if read > LARGEST:  # links within links within links: a trap
            return
        text = " ".join(words.split())
        parts = urlsplit(url)
        same = parts.netloc.removeprefix("www.") == site
        if same and len(text) >= 25 and text.count(" ") >= 3 and len(parts.path) > 12:
            yield Item(url, text)


def _parsed(content: bytes) -> LexborHTMLParser:
    try:
        return guard.parse(guard.safe(decode(content)))
    except ValueError as error:
        raise NoList(str(error)) from error


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url.strip())
    except ValueError:
        return ""


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""


def _name(node: ElementTree.Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
