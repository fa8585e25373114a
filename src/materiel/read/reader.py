"""Reader: a page becomes a reading, or the reason why it could not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from materiel.read.glance import named
from materiel.read.page.text import document
from materiel.read.rules import code
from materiel.types import Discarded, Document, Failure, Page, Reading, Unreadable

T = TypeVar("T")


def read(page: Page) -> Reading | Failure:
    """All that the rules take from one page. A page that cannot be read never raises: it gives a ``Failure``."""
    return _read(page, code)


def sifted(page: Page) -> Reading | Failure | Discarded:
    """The same of a page that the sieve let through: put aside where only what stands around its article did."""
    return _read(page, lambda found: code(found) if named(found) else Discarded())


def _read(page: Page, told: Callable[[Document], T]) -> T | Failure:
    try:
        return told(document(page))
    except Unreadable as reason:
        return Failure(page.name, str(reason))
    except RecursionError:
        return Failure(page.name, "the page is nested too deeply to be read; give its article alone")
    except MemoryError:
        return Failure(page.name, "the page needs more memory than there is; give its article alone")
    except Exception as error:  # a fault of ours must cost one page, not the run: it is told, counted and kept
        return Failure(page.name, f"the reader failed ({type(error).__name__}: {error}); please report this page")
