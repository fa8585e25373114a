"""Answers: templates, JSON and CSV, each with its headers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from types import FunctionType
from typing import Any
from urllib.parse import urlsplit

import orjson
from jinja2 import PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from materiel.record.safe import harmless
from materiel.tell import line, marks, rows, summary, tags, things, tongue
from materiel.tell import words as say
from materiel.tell.engine import Engine
from materiel.tell.live.gate import account

KEEP_ASKING = "private, max-age=0, must-revalidate"
LINES = 10_000
"""Rows of tables that are kept drawn, some 2 kB each."""

COLUMNS = (
    "id", "supplier", "recipient", "goods", "designation", "category", "quantity", "quantity_qualifier", "manufacturer",
    "value", "currency", "status", "mode", "modality", "order_date", "delivery_date", "background", "score", "reports",
    "origins", "first_reported", "last_reported",
)  # fmt: skip


@cache
def environment(code: str, is_static: bool) -> Engine:
    """The templates in a language, for files or live, compiled once; everything that is put into them is escaped."""
    made = Engine(
        loader=PackageLoader("materiel.tell"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    functions: dict[str, Callable[..., Any]] = {
        "sentence": summary.sentence,
        "headline": summary.headline,
        "cell": summary.cell,
        "_": tongue.told,
        "at": tongue.at,
        "sentences": marks.sentences,
        "safe_url": safe_url,
        "static": static,
        "status": tags.status,
        "lang_of": tags.lang,
        "chosen_of": tags.options,
        "drawn": drawn,
        "route": line.route,
        "parties": line.parties,
    }
    made.globals.update(say=say, things=things, words=say.words(), tongue=code, is_static=is_static, **functions)
    made.direct = functions | {
        f"{room}.{name}": it
        for room, held in (("say", say), ("things", things))
        for name, it in vars(held).items()
        if isinstance(it, FunctionType)
    }
    made.fixed = {"is_static": is_static, "tongue": code}
    made.plain = frozenset((dict, rows.Row))
    return made


def drawn(deal: Mapping[str, Any], more: str) -> Markup:
    """The row of a deal in a table, kept while its deal is as it was; ``more`` goes behind the deal's address."""
    return _drawn(tongue.current(), deal.packed) if isinstance(deal, rows.Row) and not more else line.line(deal, more)


@lru_cache(maxsize=LINES)
def _drawn(_: str, packed: str) -> Markup:
    return line.line(rows.row(packed))


def safe_url(url: object) -> str:
    """``url`` if it is a plain web address; "" for anything else (``javascript:``, ``data:``, broken ones)."""
    text = str(url or "").strip()
    if not text.lower().startswith(("http://", "https://")) or any(ord(sign) <= 32 or sign == "\\" for sign in text):
        return ""
    try:
        return text if urlsplit(text).hostname else ""
    except ValueError:
        return ""


@cache
def static(name: str) -> str:
    """The address of a file under ``static/``; it changes when the file does, so that it can be kept for a year."""
    content = (files("materiel.tell") / "static" / name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:10]}"


def page(request: Request, template: str, values: Mapping[str, Any], status: int = 200) -> Response:
    """An HTML page."""
    asking = account(request)
    spoken = {
        "path": request.url.path,
        "tongues": request.app.state.tongues,
        "may": lambda role: asking is not None and asking.may(role),
    }
    drawn = environment(tongue.current(), request.app.state.is_static).get_template(template)
    body = drawn.render(**spoken, **values)
    return answer(body, "text/html", status)


def data(request: Request, value: Any, status: int = 200) -> Response:
    """JSON; rows of deals in it as they are kept."""
    try:
        body = orjson.dumps(value, rows.fragment, orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_SUBCLASS)
    except TypeError:  # a number beyond 64 bits, or half a sign
        told = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        body = f"{told}\n".encode("utf-8", "replace")
    return answer(body, "application/json", status)


def answer(body: str | bytes, media_type: str, status: int = 200) -> Response:
    """A body that readers may keep as long as they ask whether it is still so."""
    sent = body if isinstance(body, bytes) else body.encode("utf-8", "replace")
    return Response(sent, status, {"Cache-Control": KEEP_ASKING}, media_type)


def table(deals: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Deals as ``sheet``; several goods or parties share a cell, "; " between them."""
    return sheet(COLUMNS, map(_line, deals))


def sheet(columns: Sequence[str], lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Rows as CSV (RFC 4180), a piece for some hundred lines; no cell is a formula to a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for number, held in enumerate(lines, 1):
        writer.writerow([harmless(held.get(name)) for name in columns])
        if number % 500 == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _line(row: Mapping[str, Any]) -> Mapping[str, Any]:
    weapons = row.get("weapons") or []
    value = row.get("value") or {}
    told: dict[str, Any] = {
        "supplier": "; ".join(row.get("supplier") or ()),
        "recipient": "; ".join(row.get("recipient") or ()),
        "manufacturer": "; ".join(row.get("manufacturer") or ()),
        "goods": _joined(weapons, "name"),
        "value": value.get("amount"),
        "currency": value.get("currency"),
        "background": int(bool(row.get("background"))),
    }
    for name in ("designation", "category", "quantity", "quantity_qualifier"):
        told[name] = _joined(weapons, name)
    return {name: told[name] if name in told else row.get(name) for name in COLUMNS}


def _joined(weapons: Iterable[Mapping[str, Any]], name: str) -> str:
    values = [weapon.get(name) for weapon in weapons]
    if all(value is None for value in values):
        return ""
    return "; ".join("" if value is None else str(value) for value in values)
