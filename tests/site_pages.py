"""What the tests of the site share: a page as a browser would see it, and a source of deals without a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient

from materiel.tell import render
from materiel.tell.app import create
from materiel.tell.params import Asked

HOST = "http://localhost"


def document_of(client: TestClient, deal: str, title: str) -> str:
    """The name of a deal's document by the beginning of its title."""
    documents = client.get(f"/deals/{deal}.json").json()["documents"]
    return next(str(it["id"]) for it in documents if it["title"].startswith(title))


class Page(HTMLParser):
    """A page's elements and text, as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def every(self, tag: str, name: str) -> list[str]:
        return [attrs[name] for found, attrs in self.elements if found == tag and name in attrs]


class Stub:
    """A source with ``total`` deals, all alike but for their number."""

    def __init__(self, total: int = 0, fault: Exception | None = None) -> None:
        self.total, self.fault = total, fault

    def deals(self, asked: Asked, limit: int, offset: int) -> Sequence[Mapping[str, Any]]:
        return [self._row(number) for number in range(offset, min(self.total, offset + limit))]

    def count(self, asked: Asked) -> int:
        if self.fault:
            raise self.fault
        return 0 if asked.text == "nothing" else self.total

    def deal(self, name: str, as_of: str = "") -> Mapping[str, Any] | None:
        return None

    def documents(self, limit: int, offset: int) -> Sequence[Mapping[str, Any]]:
        card = {"title": "A report", "outlet": None, "published": None, "lang": "en"}
        return [card | {"id": f"report-{number}"} for number in range(offset, min(self.total, offset + limit))]

    def parties(self) -> Sequence[tuple[str, int]]:
        return [("TUR", self.total)]

    def document(self, name: str) -> Mapping[str, Any] | None:
        return None

    def ask(self, question: Any, *args: Any, **more: Any) -> Any:
        if self.fault:
            raise self.fault
        return []

    def rows(self, terms: Any, reported: Any = None) -> Sequence[Mapping[str, Any]]:
        return self.ask(None)

    def latest(self, terms: Any, limit: int) -> Sequence[Mapping[str, Any]]:
        return self.ask(None)

    def last(self, kind: str, asked: Any, make: Any) -> Any:
        return make()

    def counts(self, kind: str) -> Mapping[str, int]:
        return {}

    def days(self) -> Mapping[str, int]:
        return {}

    def moment(self) -> AbstractContextManager[None]:
        return nullcontext()

    def generation(self) -> int:
        return 1

    def ready(self, path: str) -> bytes | None:
        return None

    def _row(self, number: int) -> Mapping[str, Any]:
        row = dict.fromkeys(render.COLUMNS) | {"supplier": ["TUR"], "recipient": [], "weapons": [], "manufacturer": []}
        return row | {
            "id": f"deal-{number}",
            "status": "ordered",
            "modality": "asserted",
            "reports": 1,
            "origins": 1,
            "disputed": [],
        }


def stubbed(stub: Stub) -> TestClient:
    return TestClient(create(source=stub), base_url=HOST, follow_redirects=False, raise_server_exceptions=False)
