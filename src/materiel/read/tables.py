"""Tables of figures: a row for each state, a column for each measure or year.

The header and what stands before the table tell what a column measures, in which unit and for which year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from materiel.read.figures import PERSONNEL, SHARE, SPENDING, named, percent
from materiel.read.numbers import Number
from materiel.read.tag import Sentence
from materiel.types import Document, Figure, Quote

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds; ``unit`` multiplies its plain numbers."""

    measure: str | None = None
    unit: float = 1.0
    currency: str | None = None
    year: int | None = None
    years: bool = False
    states: bool = False
    span: Span | None = None


@dataclass(slots=True)
class Table:
    """The rows of one table as tagged sentences, and the sentence before it."""

    rows: list[Sentence] = field(default_factory=list)
    before: list[Sentence] = field(default_factory=list)


def tables(document: Document, sentences: Sequence[Sentence]) -> list[Figure]:
    """The figures of a document's tables."""
    out: list[Figure] = []
    for table in _tables(document, sentences):
        out += _read(document, table)
    return out


def _tables(document: Document, sentences: Sequence[Sentence]) -> list[Table]:
    out: dict[int, Table] = {}
    recent: list[Sentence] = []
    for sentence in sentences:
        number = document.blocks[sentence.block].table
        if number is None:
            recent = [*recent[-2:], sentence]
            continue
        out.setdefault(number, Table(before=list(recent))).rows.append(sentence)
    return [table for table in out.values() if len(table.rows) > 1]


def _read(document: Document, table: Table) -> list[Figure]:
    general = _column(table.before, Column())
    head = table.rows[0]
    columns = [_column([head], general, cell) for cell in document.blocks[head.block].cells]
    if general.measure is None and not any(column.measure for column in columns):
        return []
    out: list[Figure] = []
    for row in table.rows[1:]:
        out += _row(document, row, columns)
    return out


def _column(sentences: Sequence[Sentence], general: Column, cell: Span | None = None) -> Column:
    """What a header cell, or the words before the table, say of the numbers under them."""
    measure, unit, currency, year, states, years = None, 1.0, None, None, False, False
    for sentence in sentences:
        inside = [at for at, word in enumerate(sentence.words)
                  if cell is None or (cell[0] <= word.start and word.end <= cell[1])]  # fmt: skip
        classes = {name for at in inside for name in sentence.classes.get(at, ())}
        if "gdp" in classes:
            measure = SHARE
        elif "defence" in classes or "spending" in classes:
            measure = SPENDING
        elif "personnel" in classes:
            measure = PERSONNEL
        scales = (("unit_billion", 1e9), ("unit_million", 1e6), ("unit_thousand", 1e3))
        unit = next((value for name, value in scales if name in classes), unit)
        currency = _currency(sentence, inside) or currency
        states = states or "country_head" in classes
        years = years or "year_head" in classes
        dated = [date for date in sentence.dates if date.first in inside and len(date.value) >= 4]
        year = int(dated[0].value[:4]) if dated and cell is not None else year
    if measure is None and year is not None:
        measure = general.measure
    return Column(measure, unit if unit > 1 else general.unit, currency or general.currency, year, years, states, cell)


def _currency(sentence: Sentence, inside: Sequence[int]) -> str | None:
    """A currency named without a number in a header: "USD bn", "million euros", "$m"."""
    return next((code for at, code in sentence.currencies if at in inside), None)


def _row(document: Document, row: Sentence, columns: Sequence[Column]) -> list[Figure]:
    cells = document.blocks[row.block].cells
    states = named(row)
    if not states or len(cells) != len(columns):
        return []
    state, year, year_span = states[0], None, None
    for cell, column in zip(cells, columns, strict=True):
        dated = [date for date in row.dates if _within(cell, date.start, date.end)]
        if column.years and dated:
            year, year_span = int(dated[0].value[:4]), (dated[0].start, dated[0].end)
    out = []
    for cell, column in zip(cells, columns, strict=True):
        number = next((n for n in row.numbers if _within(cell, n.start, n.end)), None)
        if column.measure is None or number is None or number.value is None or column.years:
            continue
        out.append(_figure(document, row, column, number, {"state": (state.start, state.end), "year": year_span},
                           (state.value, column.year or year)))  # fmt: skip
    return out


def _within(cell: Span, start: int, end: int) -> bool:
    return cell[0] <= start and end <= cell[1]


def _figure(
    document: Document, row: Sentence, column: Column, number: Number, spans: Mapping[str, Span | None],
    who: tuple[str, int | None],
) -> Figure:  # fmt: skip
    """One cell of a table; a number with a magnitude or currency of its own overrides the header's."""
    assert number.value is not None
    own = number.currency is not None or any(
        row.has(at, "unit_million", "unit_billion", "unit_thousand") for at in range(number.first, number.last + 1)
    )
    measure = SHARE if percent(row, number) else column.measure
    amount = number.value * (1.0 if own or measure == SHARE else column.unit)
    evidence = {"amount": (Quote.of(document.text, number.start, number.end),)}
    for name, span in (("country", spans["state"]), ("year", spans["year"] or column.span)):
        if span is not None and (name == "country" or who[1] is not None):
            evidence[name] = (Quote.of(document.text, *span),)
    if column.span is not None:
        evidence["measure"] = (Quote.of(document.text, *column.span),)
    currency = (number.currency or column.currency) if measure == SPENDING else None
    if currency:
        evidence["currency"] = evidence["amount"] if number.currency else evidence.get("measure", evidence["amount"])
    return Figure(who[0], measure or SPENDING, amount, currency, who[1], evidence)
