"""Rows: pages, documents, readings, statements and issues as rows of the tables, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from materiel.record.copies import sketch
from materiel.record.days import last
from materiel.types import Block, Document, Failure, Issue, Page, Quote, Reading, Statement, digest

Row = Mapping[str, Any]


def document_row(document: Document, added: str) -> dict[str, Any]:
    """The row of a text."""
    blocks = [[block.kind, block.start, block.end, block.table, block.cells] for block in document.blocks]
    return {
        "digest": document.digest,
        "id": document.digest[:12],
        "text": document.text,
        "blocks": json.dumps(blocks, separators=(",", ":")),
        "lang": document.lang,
        "script": document.script,
        "sketch": sketch(document.text),
        "added": added,
    }


def page_row(page: Page, document: Document, added: str) -> dict[str, Any]:
    """The row of a place where a text was found. The same bytes from the same address are the same page; should another
    version find another text in them, that is another row."""
    content, url = digest(page.content), document.url or page.url
    return {
        "id": digest(f"{content} {url or ''} {document.digest}"),
        "digest": content,
        "document": document.digest,
        "name": page.name,
        "url": url,
        "title": document.title,
        "published": _date(document.published),
        "outlet": document.outlet,
        "byline": document.byline,
        "origin": document.origin,
        "captured": page.captured.isoformat() if page.captured else None,
        "bytes": len(page.content),
        "added": added,
    }


def reading_row(reading: Reading, added: str) -> dict[str, Any]:
    """The row of a reading. What a reader makes of a text depends on the day of publication ("next year"), so that a
    text that appeared on two days has two readings."""
    document, published = reading.document, _date(reading.document.published)
    return {
        "id": digest(f"{document.digest} {published or ''} {reading.reader}"),
        "document": document.digest,
        "published": published,
        "reader": reading.reader,
        "added": added,
    }


def statement_row(statement: Statement, reading: str) -> dict[str, Any]:
    """The row of a statement."""
    quotes = [[quote.start, quote.end, quote.exact] for quote in statement.quotes]
    return {
        "reading": reading,
        "subject": statement.subject,
        "property": statement.property,
        "id": statement.id,
        "value": statement.value,
        "original": statement.original,
        "quotes": json.dumps(quotes, ensure_ascii=False, separators=(",", ":")),
        "score": statement.score,
        "modality": statement.modality,
    }


def statement(row: Row) -> Statement:
    """A statement from its row and the document and reader of its reading; what was not fetched stays empty."""
    return Statement(
        document=row.get("document", ""),
        subject=row["subject"],
        property=row["property"],
        value=row["value"],
        original=row.get("original"),
        quotes=tuple(Quote(*quote) for quote in json.loads(row.get("quotes", "[]"))),
        reader=row.get("reader", ""),
        score=row["score"],
        modality=row["modality"],
    )


def blocks(packed: str) -> tuple[Block, ...]:
    """The blocks of a document from their column."""
    return tuple(
        Block(kind, start, end, table, tuple((a, b) for a, b in cells))
        for kind, start, end, table, cells in json.loads(packed)
    )


def issue_rows(issues: Iterable[Issue], name: str, reading: str, added: str) -> list[dict[str, Any]]:
    """The rows of what a reading did not understand."""
    return [
        {
            "id": digest(f"{reading} {issue.kind} {issue.message} {issue.start} {issue.end}"),
            "reading": reading,
            "name": name,
            "kind": issue.kind,
            "message": issue.message,
            "start": issue.start,
            "end": issue.end,
            "added": added,
        }
        for issue in issues
    ]


def failure_row(failure: Failure, added: str) -> dict[str, Any]:
    """The row of an input that failed."""
    return {
        "id": digest(f"{failure.name} {failure.reason}"),
        "reading": None,
        "name": failure.name,
        "kind": failure.kind,
        "message": failure.reason,
        "start": None,
        "end": None,
        "added": added,
    }


def _date(told: str | None) -> str | None:
    """A date as the tables hold it; None for what is none, so that it cannot pass for a late day."""
    try:
        return told if told and last(told) else None
    except ValueError:
        return None
