"""Answer: what an address answers, within which limits it is asked, and why it is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from materiel import __version__

AGENT = f"materiel/{__version__} (reads news about arms transfers; robots.txt name: materiel)"
"""What we call ourselves."""
ROBOT = "materiel"
"""The name that robots.txt knows us by."""

REDIRECTS = (301, 302, 303, 307, 308)


class Unfetchable(Exception):
    """An address that was not fetched: why, in one sentence. ``refused`` tells that it never will be."""

    def __init__(self, reason: str, refused: bool = False) -> None:
        super().__init__(reason)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Limits:
    """``size`` in bytes, unpacked; ``seconds`` for all of it; ``private`` lets local addresses be fetched (tests)."""

    size: int = 20_000_000
    seconds: float = 40.0
    redirects: int = 5
    private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: ``url`` is where it came from in the end; ``headers`` have small names; ``http`` is how it began."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    http: bytes

    @property
    def target(self) -> str | None:
        """Where a redirect leads; None where this is none."""
        place = self.headers.get("location")
        if self.status not in REDIRECTS or not place:
            return None
        try:
            return urljoin(self.url, place)
        except ValueError:
            return place  # no address, and refused as such


def check(url: str) -> None:
    """Raises ``Unfetchable`` where an address is none that is fetched at all."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        known = False
    if not known:
        raise Unfetchable("only http and https addresses are fetched", refused=True)
