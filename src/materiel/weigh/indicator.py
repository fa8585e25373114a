"""Indicator: one answer of ``weigh`` - a value, how sure it is, how it was made, and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any

from materiel.weigh.chart import Picture, draw

Row = Mapping[str, Any]

UNTOLD = frozenset(("id", "sentence", "label"))
"""Columns of rows that are for links and pictures and stand in no table."""

_IMPORTED = re.compile(r" \(imported [^)]*\)")


class Missing(Exception):
    """A question that cannot be answered with what is there; the message is one sentence that says what to import."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One answer.

    ``value`` is in ``unit``; ``low`` and ``high`` bound its 95 % interval, where one can be given. ``period`` is the
    first and last year or day it covers. ``method`` says in a sentence how it was made and after whom. ``model`` is
    true where the value is an estimate of a model and not a count or sum. ``rows`` is the table behind it, ``rests_on``
    names deals, documents and cases, ``editions`` the reference data, ``warnings`` say where not to lean on it.
    ``assumed`` holds the numbers that were chosen and not measured, ``findings`` what the table says in sentences.
    """

    name: str
    about: tuple[str, ...]
    value: float | None
    unit: str
    method: str
    low: float | None = None
    high: float | None = None
    period: tuple[str, str] | None = None
    model: bool = False
    rows: tuple[Row, ...] = ()
    rests_on: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    assumed: tuple[tuple[str, Any], ...] = ()
    findings: tuple[str, ...] = ()
    picture: Picture | None = None

    def to_dict(self) -> dict[str, Any]:
        """All fields as JSON-ready data."""
        told = asdict(self)
        told.pop("picture")
        return {**told, "rows": [dict(row) for row in self.rows], "assumed": dict(self.assumed)}

    def to_polars(self) -> Any:
        """``rows`` as a polars data frame; ``Missing`` where polars is not installed."""
        try:
            polars = import_module("polars")
        except ImportError:
            raise Missing("a data frame needs polars; pip install 'materiel[parquet]', or take .rows") from None
        return polars.DataFrame([dict(row) for row in self.rows], infer_schema_length=None)

    def chart(self) -> str:
        """The answer as an SVG picture; ``Missing`` where there is nothing to draw."""
        if self.picture is None or not self.rows:
            raise Missing(f"{self.name} of {', '.join(self.about)} has nothing to draw; its table says why")
        titles = dict.fromkeys(_IMPORTED.sub("", one) for one in self.editions)
        source = f"Source: {'; '.join(titles)}" if titles else ""
        return draw(self.picture, self.rows, f"Model, no forecast. {source}" if self.model else source)


def unanswered(name: str, about: Sequence[str], why: Missing) -> Indicator:
    """The place of an answer that cannot be given, with the reason as its warning."""
    return Indicator(name, tuple(about), None, "", "not computed", warnings=(str(why),))
