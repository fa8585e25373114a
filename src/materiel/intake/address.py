"""Address: what an address of the web, or a feed in a file, gives to read.

An address is a page, or a list (feed, sitemap) whose newest entries are visited one after the other; both as a guest
(``visit``). What must not or cannot be fetched is a ``Failure`` and stops nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from materiel.intake.answer import Answer, Unfetchable
from materiel.intake.feeds import Item, NoList, head, is_feed, items
from materiel.intake.visit import Visitor
from materiel.intake.watch import NEWEST, page, whole
from materiel.types import Failure, Page

_ADDRESS = re.compile(r"https?://", re.I)
_HEAD = 4_096
_LIST = re.compile(rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]", re.I)


def is_address(path: str) -> bool:
    """Whether this is an address of the web and no path."""
    return bool(_ADDRESS.match(path))


def is_list(content: bytes) -> bool:
    """Whether this is a feed or a sitemap: XML, or JSON that calls itself a feed."""
    if is_feed(content):
        return bool(_LIST.search(head(content)))
    return content.lstrip()[:1] == b"{" and b"jsonfeed.org/version" in content[:_HEAD]


def is_feed_file(path: str) -> bool:
    """Whether a file holds a feed or a sitemap; False where it cannot be opened."""
    try:
        with Path(path).open("rb") as stream:
            return is_list(stream.read(_HEAD))
    except (OSError, ValueError):
        return False


def pages(address: str, visitor: Visitor) -> Iterator[Page | Failure]:
    """The page at an address, or those that the list there names, at most ``watch.NEWEST``."""
    try:
        answer = visitor.get(address)
        if not is_list(answer.body):
            yield _page(address, answer)
            return
        listed = whole(items(answer.body, answer.url), visitor)
    except (Unfetchable, NoList) as reason:
        yield Failure(address, str(reason))
        return
    yield from _visited(address, listed, visitor)


def entries(path: str, visitor: Visitor) -> Iterator[Page | Failure]:
    """The pages that a feed in a file lists; addresses in it must be whole."""
    try:
        listed = whole(items(Path(path).read_bytes(), ""), visitor)
    except OSError as error:
        yield Failure(path, f"it cannot be read ({error.strerror}); check the path and the disk")
        return
    except (NoList, Unfetchable) as reason:
        yield Failure(path, str(reason))
        return
    yield from _visited(path, listed, visitor)


def _visited(name: str, listed: Sequence[Item], visitor: Visitor) -> Iterator[Page | Failure]:
    if not listed:
        yield Failure(name, "the feed lists no pages; give the address of a page, or another feed")
    for item in listed[:NEWEST]:
        try:
            yield _page(item.url, visitor.get(item.url))
        except Unfetchable as reason:
            yield Failure(item.url, str(reason))


def _page(address: str, answer: Answer) -> Page | Failure:
    return page(answer) if answer.body.strip() else Failure(address, "what came is empty; give another address")
