"""Pieces: what was read from a range of a file, as a Parquet file, and back.

A row is a page with its document, issues and statements; an input that failed; or a number of pages that the sieve put
aside. ``polars.read_parquet("*.parquet").explode("statements")`` gives a row a statement.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from datetime import datetime
from importlib import import_module
from typing import Any

from materiel.commands.pool import Result
from materiel.statements import join, split
from materiel.types import Block, Discarded, Document, Failure, Issue, Page, Quote, Reading, Statement

Row = dict[str, Any]

_STATED = ("subject", "property", "value", "original", "quotes", "score", "modality")
_NUMBERS = ("start", "end", "table")


def packed(results: Iterable[Result]) -> bytes:
    """The Parquet file of these results, in their order."""
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    out = io.BytesIO()
    table = arrow.Table.from_pylist([_row(result) for result in results], schema=_schema(arrow))
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()


def unpacked(content: bytes) -> list[Result]:
    """The results that were packed; ``ValueError`` where the content is no such file."""
    parquet = import_module("pyarrow.parquet")
    try:
        rows = parquet.read_table(io.BytesIO(content)).to_pylist()
        return [_result(row) for row in rows]
    except (OSError, KeyError, TypeError) as error:
        raise ValueError(f"this is no Parquet file of readings ({error})") from error


def _row(result: Result) -> Row:
    if isinstance(result, Discarded):
        return {"discarded": result.count}
    if isinstance(result, Failure):
        return {"failure": asdict(result)}
    page, reading = result
    captured = page.captured.isoformat() if page.captured else None
    statements = [{name: getattr(one, name) for name in _STATED} for one in split(reading)]
    for one in statements:
        one["quotes"] = [asdict(quote) for quote in one["quotes"]]
    return {
        "page": asdict(page) | {"captured": captured},
        "document": asdict(reading.document),
        "reader": reading.reader,
        "issues": [asdict(issue) for issue in reading.issues],
        "statements": statements,
    }


def _result(row: Row) -> Result:
    if row["discarded"] is not None:
        return Discarded(row["discarded"])
    if row["failure"] is not None:
        return Failure(**row["failure"])
    page = row["page"]
    captured = datetime.fromisoformat(page["captured"]) if page["captured"] else None
    told = row["document"]
    blocks = tuple(
        Block(**block | {"cells": tuple(tuple(cell) for cell in block["cells"])}) for block in told["blocks"]
    )
    document = Document(**told | {"blocks": blocks})
    statements = [_statement(document.digest, row["reader"], one) for one in row["statements"]]
    reading: Reading = join(document, statements, [Issue(**issue) for issue in row["issues"]])
    return Page(**page | {"captured": captured}), replace(reading, reader=row["reader"])


def _statement(document: str, reader: str, told: Row) -> Statement:
    quotes = tuple(Quote(**quote) for quote in told["quotes"])
    return Statement(document=document, reader=reader, **told | {"quotes": quotes})


def _schema(arrow: Any) -> Any:
    """The columns, made from the types that they hold."""
    text, whole = arrow.string(), arrow.int64()
    blob = arrow.large_binary()

    def struct(kind: type, **others: Any) -> Any:
        names = [field.name for field in fields(kind)]
        return arrow.struct({name: others.get(name, whole if name in _NUMBERS else text) for name in names})

    block = struct(Block, cells=arrow.list_(arrow.list_(whole)))
    stated = dict.fromkeys(_STATED, text) | {"quotes": arrow.list_(struct(Quote)), "score": arrow.float64()}
    return arrow.schema(
        {
            "discarded": whole,
            "failure": struct(Failure),
            "page": struct(Page, content=blob, http=blob),
            "document": struct(Document, blocks=arrow.list_(block)),
            "reader": text,
            "issues": arrow.list_(struct(Issue)),
            "statements": arrow.list_(arrow.struct(stated)),
        }
    )
