"""Watch: a round over the sources that are due; each gives its new pages, and a source that fails stops no other."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from materiel.intake.answer import Answer, Unfetchable
from materiel.intake.feeds import Item, NoList, announced, is_feed, items
from materiel.intake.shelf import Shelf, State
from materiel.intake.sources import Source
from materiel.intake.visit import Visitor
from materiel.types import Failure, Page, digest

AT_ONCE = 8
"""Sources that are visited side by side; one host is always visited one page at a time."""
NEWEST = 50
"""Pages of one source and round."""
MOVED = 3
"""Failures in a row after which a feed that was found is looked for anew."""
PART = 10
"""Pages of a source that are kept together."""
NESTED = 3
"""Sitemaps of a sitemap of sitemaps that are looked at: the last ones."""
_USUAL = ("feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "news-sitemap.xml", "sitemap-news.xml")


@dataclass(slots=True)
class Round:
    """What one source gave: its new state, its pages, what failed, and the addresses that need no second visit.

    ``left`` are the addresses that are still to be visited in this round; ``more`` tells that others wait for the next.
    """

    source: Source
    state: State
    pages: list[Page] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    more: bool = False


def due(source: Source, state: State, now: float) -> bool:
    """Whether it is time: after its interval, which doubles with each failure in a row up to a day."""
    interval = source.interval * 60.0
    wait = min(interval * (1 << min(state.failures, 10)), max(86_400.0, interval))
    return now - state.tried >= wait


def rounds(sources: Sequence[Source], shelf: Shelf, visitor: Visitor) -> Iterator[Round]:
    """One round over the sources; each comes in parts of ``PART`` pages, as they are done, so that a kill costs little.

    Whoever stops taking parts stops the visits too.
    """
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        lists = {pool.submit(_listed, source, shelf.state(source.url), visitor): source for source in sources}
        parts: set[Future[Round]] = set()
        for future in as_completed(lists):
            round_, listed = future.result()
            round_.left = shelf.new(item.url for item in listed)
            round_.more = len(round_.left) > NEWEST
            del round_.left[NEWEST:]
            parts.add(pool.submit(_fetched, round_, visitor))
        while parts:
            done, parts = wait(parts, return_when=FIRST_COMPLETED)
            for part in done:
                round_ = part.result()
                yield round_
                if round_.left:
                    again = Round(round_.source, round_.state, left=round_.left, more=round_.more)
                    parts.add(pool.submit(_fetched, again, visitor))
    except BaseException:
        visitor.stop()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _listed(source: Source, state: State, visitor: Visitor) -> tuple[Round, list[Item]]:
    """What a source lists now; nothing where it has not changed."""
    state.tried = time.time()
    round_ = Round(source, state)
    try:
        url = state.list or source.url
        headers = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
        answer = visitor.get(url, {name: value for name, value in headers.items() if value}, reading=False)
        if source.kind == "site" and not state.list and answer.status == 200:
            answer = found(answer, visitor) or answer
            state.list = answer.url
        listed = whole(items(answer.body, answer.url), visitor) if answer.status == 200 else []
        if answer.status == 200:
            state.etag, state.modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    except Exception as error:  # whatever a source does to us, it stops no other
        state.failures += 1
        state.message = _reason(error)
        if state.failures >= MOVED:
            state.list = ""
        round_.failures.append(Failure(source.url, state.message))
        return round_, []
    state.failures, state.message, state.seen = 0, "", state.tried
    return round_, listed


def whole(listed: Sequence[Item], visitor: Visitor) -> list[Item]:
    """The items of a list, with those of the newest lists that it names."""
    out = [item for item in listed if not item.nested]
    nested = sorted((item for item in listed if item.nested), key=lambda item: item.published or "")
    for item in nested[-NESTED:]:
        more = visitor.get(item.url, reading=False)
        out += [one for one in items(more.body, more.url) if not one.nested]
    return out


def found(page: Answer, visitor: Visitor) -> Answer | None:
    """The feed of a site whose page is given: that page where it is one, one that it announces, else one in a usual
    place, else a sitemap of news that its robots.txt names; None where none is."""
    if _lists(page):
        return page
    places = announced(page.body, page.url)[:3]
    root = f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}/"
    news = [url for url in visitor.sitemaps(page.url) if "news" in url.lower()][:2]
    for url in [*places, *(urljoin(root, usual) for usual in _USUAL if not places), *news]:
        try:
            answer = visitor.get(url, reading=False)
        except Unfetchable:
            continue
        if answer.status == 200 and _lists(answer):
            return answer
    return None


def _lists(answer: Answer) -> bool:
    """Whether what came is a feed or sitemap that lists something."""
    try:
        json = answer.body.lstrip()[:1] == b"{"
        return (json or is_feed(answer.body)) and bool(items(answer.body, answer.url))
    except NoList:
        return False


def _fetched(round_: Round, visitor: Visitor) -> Round:
    """Visits the next addresses; where some are to be tried again, the list must not count as unchanged."""
    urls, round_.left = round_.left[:PART], round_.left[PART:]
    for url in urls:
        try:
            answer = visitor.get(url)
        except Exception as error:  # one page stops no other
            round_.failures.append(Failure(url, _reason(error)))
            round_.state.message = str(round_.failures[-1])
            if getattr(error, "refused", False):
                round_.done.append(url)
            else:
                round_.more = True
            continue
        round_.done.append(url)
        if answer.status == 200 and answer.body.strip():
            round_.pages.append(page(answer))
    round_.state.pages += len(round_.pages)
    if round_.more:
        round_.state.etag = round_.state.modified = ""
    return round_


def _reason(error: Exception) -> str:
    if isinstance(error, Unfetchable | NoList):
        return str(error)
    return (
        f"it cannot be read ({type(error).__name__}: {' '.join(str(error).split())[:80]}); please report this address"
    )


def page(answer: Answer) -> Page:
    """What was fetched, as a page."""
    return Page(
        digest(answer.body)[:12], answer.url, answer.body, url=answer.url, captured=datetime.now(UTC), http=answer.http
    )
