"""Where the site's deals come from: anything that answers some questions; here, a register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import replace
from threading import Thread
from time import monotonic
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from starlette.requests import Request

from materiel.record import browse, indexed, query, ready, search
from materiel.record import found as index
from materiel.record.filters import Filter
from materiel.record.store import Register
from materiel.tell import rows
from materiel.tell.params import Asked

Row = Mapping[str, Any]
Told = TypeVar("Told")
More = ParamSpec("More")

FRESH = 20.0
"""Seconds for which the parties of a register are not counted again: that takes longer than any page."""

MOST = 5_000
"""Numbers of filtered lists that are kept."""

_ANY = Asked()
_memory: ContextVar[dict[Any, Any] | None] = ContextVar("memory", default=None)


class Source(Protocol):
    """What the pages ask. The shapes of the answers are those of ``record.query``."""

    def deals(self, asked: Asked, limit: int, offset: int) -> Sequence[Row]:
        """The deals that a query lets through, in its order."""

    def count(self, asked: Asked) -> int:
        """How many there are."""

    def deal(self, name: str, as_of: str = "") -> Row | None:
        """One deal with its cells, as it was known on a day if one is given; or None."""

    def documents(self, limit: int, offset: int) -> Sequence[Row]:
        """All documents that were read, the latest first."""

    def parties(self) -> Sequence[tuple[str, int]]:
        """Every state or group of the register with the number of its deals."""

    def document(self, name: str) -> Row | None:
        """One document with its quotes, or None."""

    def ask(self, question: Callable[Concatenate[Register, More], Told], *args: More.args, **more: More.kwargs) -> Told:
        """What ``question``, a function of ``record.browse`` and the like, says of the register."""

    def rows(self, terms: browse.Terms, reported: tuple[str, str] | None = None) -> Sequence[Row]:
        """All deals that ``browse.deals`` gives; asked again at once, as the forms and pages of a list do, the same."""

    def latest(self, terms: browse.Terms, limit: int, offset: int = 0) -> Sequence[Row]:
        """The last reported of the deals that ``browse.deals`` gives, without the first ``offset``."""

    def number(self, terms: browse.Terms) -> int:
        """How many deals ``browse.deals`` gives."""

    def last(self, kind: str, asked: Any, make: Callable[[], Told]) -> Told:
        """What ``make`` gives; where the same is ``asked`` again next, as for further pages and forms, that is kept."""

    def once(self, key: Any, make: Callable[[], Told]) -> Told:
        """What ``make`` gives, made once for each state of the register."""

    def counts(self, kind: str) -> Mapping[str, int]:
        """Every term of a kind (``browse.Terms``) with the number of deals that are news, the most frequent first."""

    def days(self) -> Mapping[str, int]:
        """Every day, or month or year where no more is known, of a deal's last report, with the number of deals."""

    def moment(self) -> AbstractContextManager[None]:
        """Within it, all answers are of the register as it is at one moment."""

    def generation(self) -> int:
        """A number that changes whenever an answer may."""

    def ready(self, path: str) -> bytes | None:
        """The answer to an address for programs as compressed JSON, where it stands ready; asked by one thread."""


def source(request: Request) -> Source:
    """Where the deals of the application that is asked come from."""
    found: Source = request.app.state.source
    return found


class Live:
    """A register in its database. Its connections are shared by all who read; ``close`` ends them.

    Raises ``RegisterError`` where the register cannot be opened or read.
    """

    def __init__(self, place: str) -> None:
        self._register = Register.open(place, create=False)
        self._register.refresh()
        indexed.refresh(self._register)
        index.refresh(self._register)
        Thread(target=search.warm, daemon=True).start()
        self._line = ready.Line(self._register)
        self._parties: Sequence[tuple[str, int]] = ()
        self._counted = -FRESH
        self._searched = browse.generation(self._register)
        self._kept: dict[Any, Any] = {}

    def close(self) -> None:
        """End all connections."""
        self._line.close()
        self._register.close()

    def deals(self, asked: Asked, limit: int, offset: int) -> Sequence[Row]:
        """The deals that a query lets through, in its order."""
        return rows.rows(query.packed_deals(self._register, replace(_filter(asked), limit=limit, offset=offset)))

    def count(self, asked: Asked) -> int:
        """How many there are; kept while the register is as it was."""
        wanted = replace(asked, page=1, sort=_ANY.sort)
        return self.once(wanted, lambda: query.count(self._register, _filter(wanted)))

    def deal(self, name: str, as_of: str = "") -> Row | None:
        """One deal with its cells, as it was known on a day if one is given; or None."""
        page = None if as_of else ready.deal(self._register, name)
        if page is not None:
            return ready.unpacked(page)
        return query.deal(self._register, name, as_of or None)

    def documents(self, limit: int, offset: int) -> Sequence[Row]:
        """All documents that were read, the latest first."""
        return query.documents(self._register, limit, offset)

    def parties(self) -> Sequence[tuple[str, int]]:
        """Every state or group of the register with the number of its deals; counted again after a while."""
        now = monotonic()
        if now - self._counted >= FRESH:
            self._parties, self._counted = query.parties(self._register), now
        return self._parties

    def document(self, name: str) -> Row | None:
        """One document with its quotes, or None."""
        page = ready.document(self._register, name)
        if page is not None:
            return ready.unpacked(page)
        return query.document(self._register, name)

    def ask(self, question: Callable[Concatenate[Register, More], Told], *args: More.args, **more: More.kwargs) -> Told:
        """What ``question`` says of the register."""
        return question(self._register, *args, **more)

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Within it, all answers are of the register as it is at one moment, or of the one when it was last seen to
        change: what is kept is chosen before, so that nothing old is put among what is kept of a newer state."""
        token = _memory.set(self._kept)
        try:
            with self._register.moment():
                yield
        finally:
            _memory.reset(token)

    def rows(self, terms: browse.Terms, reported: tuple[str, str] | None = None) -> Sequence[Row]:
        """All deals with these terms, kept like ``last``."""
        wanted = (terms, reported)
        return self.last("rows", wanted, lambda: rows.rows(browse.packed_deals(self._register, *wanted)))

    def latest(self, terms: browse.Terms, limit: int, offset: int = 0) -> Sequence[Row]:
        """The last reported of the deals with these terms."""
        return rows.rows(browse.packed_deals(self._register, terms, None, limit, offset))

    def number(self, terms: browse.Terms) -> int:
        """How many deals have these terms."""
        return browse.count(self._register, terms)

    def last(self, kind: str, asked: Any, make: Callable[[], Told]) -> Told:
        """What ``make`` gives, kept until something else of its kind is asked or the register changes."""
        memory = _memory.get()
        held = memory.get(f"last {kind}") if memory is not None else None
        if held is None or held[0] != asked:
            held = (asked, make())
            if memory is not None:
                memory[f"last {kind}"] = held
        found: Told = held[1]
        return found

    def counts(self, kind: str) -> Mapping[str, int]:
        """Every term of a kind with the number of deals that are news, kept while the register is as it was."""
        return self.once(kind, lambda: browse.counts(self._register, kind))

    def days(self) -> Mapping[str, int]:
        """Every day of a last report with the number of deals, in their order; kept as well."""
        return self.once("days", lambda: dict(browse.days(self._register)))

    def generation(self) -> int:
        """A number that changes whenever an answer may."""
        found = browse.generation(self._register)
        if found != self._searched:
            indexed.refresh(self._register)
            index.refresh(self._register)
            self._searched, self._kept = found, {}
        return found

    def ready(self, path: str) -> bytes | None:
        """The page of a deal or document as compressed JSON, where it stands ready."""
        for begin, kind in (("/deals/", "deal"), ("/documents/", "document")):
            if path.startswith(begin) and path.endswith(".json"):
                return self._line.page(kind, path[len(begin) : -len(".json")])
        return None

    def once(self, key: Any, make: Callable[[], Told]) -> Told:
        """What ``make`` gives, made once for each state of the register."""
        memory = _memory.get()
        if memory is None:  # asked outside of a moment: nobody knows of which state the answer will be
            return make()
        if key not in memory and len(memory) < MOST:
            memory[key] = make()
        return memory[key] if key in memory else make()


def _filter(asked: Asked) -> Filter:
    """What the register is asked: a country counts as any party, or only in the role that is named."""
    country: dict[str, Any] = {asked.role or "country": asked.country} if asked.country else {}
    plain = ("category", "status", "since", "until", "as_of", "text")
    told: dict[str, Any] = {name: getattr(asked, name) for name in plain if getattr(asked, name)}
    return Filter(**told, **country, background=asked.background, sort=asked.sort)
