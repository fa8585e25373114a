"""The few types that every part of materiel speaks.

All are frozen, built from the standard library only, and hold plain data. Offsets are counted in Unicode code
points of ``Document.text``, which is never rewritten once it is made.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

Evidence = Mapping[str, tuple["Quote", ...]]


def digest(content: bytes | str) -> str:
    """The name of a content: its SHA-256 as 64 hexadecimal digits."""
    return sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


@dataclass(frozen=True, slots=True)
class Page:
    """One capture as it came in: bytes and where they are from.

    ``name`` is what messages call it (a path, an address, ``name:LINE`` in JSON Lines); ``id`` is the file's stem.
    ``title`` and ``published`` are set only where the source states them apart (JSON Lines). ``http`` is the status
    line and the headers that came with it over HTTP, as they came; only such pages are captures to keep in an archive.
    """

    id: str
    name: str
    content: bytes
    url: str | None = None
    title: str | None = None
    published: str | None = None
    captured: datetime | None = None
    http: bytes | None = None


@dataclass(frozen=True, slots=True)
class Discarded:
    """Pages that the sieve put aside unread: how many, one after the other."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read: its name and, in one sentence, why and the way out.

    ``kind`` is ``unreadable``, or what else failed about an input that was read.
    """

    name: str
    reason: str
    kind: str = "unreadable"

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


class Unreadable(Exception):
    """Raised by a step that cannot go on with one input; its message is a ``Failure``'s reason."""


class ArchiveError(Exception):
    """An archive that cannot be read or written; the message names the file and the way out."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document's text in reading order.

    ``kind`` is heading, paragraph, item (of a list), quote, caption or row (of a table). ``cells`` holds the
    (start, end) of each cell of a row; ``table`` numbers the tables of a document from 0, and is None elsewhere.
    """

    kind: str
    start: int
    end: int
    table: int | None = None
    cells: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The frozen text of one page and what the page says of itself.

    ``published`` is YYYY, YYYY-MM or YYYY-MM-DD; ``origin`` is the newsroom, agency or body that the page names as
    its source; ``script`` is an ISO 15924 code; ``page`` is the digest of the page's bytes.
    """

    id: str
    text: str
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    lang: str | None = None
    script: str | None = None
    published: str | None = None
    outlet: str | None = None
    byline: str | None = None
    origin: str | None = None
    url: str | None = None
    page: str | None = None

    @property
    def digest(self) -> str:
        """The name of this text; quotes point at it."""
        return digest(self.text)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document and where they stand (W3C Web Annotation: TextPosition and TextQuote selectors)."""

    start: int
    end: int
    exact: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Quote:
        """The quote ``text[start:end]``; ValueError where that is empty or outside the text."""
        if not 0 <= start < end <= len(text):
            raise ValueError(f"a quote from {start} to {end} does not stand in a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def stands_in(self, text: str) -> bool:
        """Whether the words stand in ``text`` where the quote says."""
        return bool(self.exact) and text[self.start : self.end] == self.exact


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole units of a currency (ISO 4217)."""

    amount: float
    currency: str


@dataclass(frozen=True, slots=True)
class Weapon:
    """One kind of goods in a deal (CODEBOOK.md, ``weapons[]``). ``split`` is (ISO3, number) pairs."""

    name: str
    designation: str | None = None
    category: str = "other"
    quantity: int | None = None
    quantity_qualifier: str | None = None
    quantity_text: str | None = None
    service: str | None = None
    split: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal as one document, or the register, tells it (CODEBOOK.md).

    ``evidence`` maps a field's path (``supplier``, ``weapons[0].quantity``) to its quotes. ``score`` is the chance
    that the deal is told as coded; ``modality`` is asserted, hedged, future, hypothetical or negated.
    """

    supplier: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    origin: tuple[str, ...] = ()
    refused_by: tuple[str, ...] = ()
    mode: str = "unknown"
    manufacturer: tuple[str, ...] = ()
    value: Money | None = None
    status: str = "considered"
    order_date: str | None = None
    delivery_date: str | None = None
    background: bool = False
    modality: str = "asserted"
    score: float = 0.5
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reaction:
    """A statement or act of a state or body towards a deal or, because of it, another state (a PLOVER event)."""

    actor: str
    target: str | None
    plover: str
    about_deal: int | None = None
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a state: ``military spending`` (units of currency), ``gdp share`` (per cent) or ``personnel``."""

    country: str
    measure: str
    amount: float
    currency: str | None = None
    year: int | None = None
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Issue:
    """What was not understood, and where: nothing is dropped in silence."""

    kind: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reader took from one document. ``reader`` names the reader and its version."""

    document: Document
    deals: tuple[Deal, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    figures: tuple[Figure, ...] = ()
    issues: tuple[Issue, ...] = ()
    reader: str = ""

    @property
    def is_transfer(self) -> bool:
        """Whether at least one deal is news, not background."""
        return any(not deal.background for deal in self.deals)


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one field with its quotes, as one reader read it in one document; named by its content.

    ``subject`` is the local name of what the value belongs to (``deal/0``, ``reaction/1``, ``figure/0``);
    ``property`` is a field's path within it; ``value`` is JSON; ``original`` is the words it was read from.
    """

    document: str
    subject: str
    property: str
    value: str
    original: str | None
    quotes: tuple[Quote, ...]
    reader: str
    score: float
    modality: str

    @builtins.property  # the field above takes the bare name
    def id(self) -> str:
        """A digest over document, subject, property, value and reader."""
        return digest("\x1f".join((self.document, self.subject, self.property, self.value, self.reader)))
