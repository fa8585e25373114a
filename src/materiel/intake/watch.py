"""Watch: a round over the sources that are due; each gives its new pages, and a source that fails stops no other."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from materiel.intake.feeds import Item, NoList, announced, is_feed, items
from materiel.intake.fetch import Answer, Unfetchable
from materiel.intake.shelf import Shelf, State
from materiel.intake.sources import Source
from materiel.intake.visit import Visitor
from materiel.types import Failure, Page, digest

AT_ONCE = 8
"""Sources that are visited side by side; one host is always visited one page at a time."""
NEWEST = 50
"""Pages of one source and round."""
NESTED = 3
"""Sitemaps of a sitemap of sitemaps that are looked at: the last ones."""
_USUAL = ("feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "news-sitemap.xml", "sitemap-news.xml")


@dataclass(slots=True)
class Round:
    """What one source gave: its new state, its pages, what failed, and the addresses that need no second visit."""

    source: Source
    state: State
    pages: list[Page] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    done: list[str] = field(default_factory=list)


def due(source: Source, state: State, now: float) -> bool:
    """Whether it is time: after its interval, which doubles with each failure in a row up to a day."""
    interval = source.interval * 60.0
    wait = min(interval * (1 << min(state.failures, 10)), max(86_400.0, interval))
    return now - state.tried >= wait


def rounds(sources: Sequence[Source], shelf: Shelf, visitor: Visitor) -> Iterator[Round]:
    """One round over the sources, each as it is done."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        lists = {pool.submit(_listed, source, shelf.state(source.url), visitor): source for source in sources}
        fetches = []
        for future in as_completed(lists):
            round_, listed = future.result()
            new = shelf.new(item.url for item in listed)[:NEWEST]
            fetches.append(pool.submit(_fetched, round_, new, visitor))
        for fetch in as_completed(fetches):
            yield fetch.result()


def _listed(source: Source, state: State, visitor: Visitor) -> tuple[Round, list[Item]]:
    """What a source lists now; nothing where it has not changed."""
    state.tried = time.time()
    round_ = Round(source, state)
    try:
        url = state.list or source.url
        headers = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
        answer = visitor.get(url, {name: value for name, value in headers.items() if value}, reading=False)
        if source.kind == "site" and not state.list and answer.status == 200 and not is_feed(answer.body):
            answer = found(answer, visitor) or answer
            state.list = answer.url if answer.url != source.url else ""
        listed = _all(answer, visitor) if answer.status == 200 else []
        if answer.status == 200:
            state.etag, state.modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    except (Unfetchable, NoList) as reason:
        state.failures += 1
        state.message = str(reason)
        round_.failures.append(Failure(source.url, str(reason)))
        return round_, []
    state.failures, state.message, state.seen = 0, "", state.tried
    return round_, listed


def _all(answer: Answer, visitor: Visitor) -> list[Item]:
    """The items of a list, with those of the last lists that it names."""
    listed = items(answer.body, answer.url)
    out = [item for item in listed if not item.nested]
    nested = sorted((item for item in listed if item.nested), key=lambda item: item.published or "")
    for item in nested[-NESTED:]:
        more = visitor.get(item.url, reading=False)
        out += [one for one in items(more.body, more.url) if not one.nested]
    return out


def found(page: Answer, visitor: Visitor) -> Answer | None:
    """The feed of a site whose page is given: one that it announces, else one in a usual place; None where none is."""
    places = announced(page.body, page.url)[:3]
    root = f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}/"
    for url in [*places, *(urljoin(root, usual) for usual in _USUAL if not places)]:
        try:
            answer = visitor.get(url, reading=False)
            listing = is_feed(answer.body) or answer.body.lstrip()[:1] == b"{"
            if answer.status == 200 and listing and items(answer.body, answer.url):
                return answer
        except (Unfetchable, NoList):
            continue
    return None


def _fetched(round_: Round, urls: Sequence[str], visitor: Visitor) -> Round:
    for url in urls:
        try:
            answer = visitor.get(url)
        except Unfetchable as reason:
            round_.failures.append(Failure(url, str(reason)))
            if reason.refused:
                round_.done.append(url)
            continue
        round_.done.append(url)
        if answer.status == 200 and answer.body.strip():
            round_.pages.append(page(answer))
    round_.state.pages += len(round_.pages)
    return round_


def page(answer: Answer) -> Page:
    """What was fetched, as a page."""
    return Page(
        digest(answer.body)[:12], answer.url, answer.body, url=answer.url, captured=datetime.now(UTC), http=answer.http
    )
