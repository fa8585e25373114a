"""Tables of figures, whichever way they lie: states or years down the side, measures, years or states along the top.

Every number of the body takes what its own cell, the labels of its row, the head of its column and the words around
the table say, in this order: whose it is, what it measures, in which unit and currency, and of which year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from materiel.read.beside.figures import HIGHEST, PERSONNEL, SHARE, SPENDING, named, percent
from materiel.read.words.dates import Date
from materiel.read.words.numbers import Number
from materiel.read.words.tag import Sentence
from materiel.types import Document, Figure, Quote

Span = tuple[int, int]
_SCALES = (("unit_billion", 1e9), ("unit_million", 1e6), ("unit_thousand", 1e3))


@dataclass(frozen=True, slots=True)
class Label:
    """What words say of numbers; ``unit`` multiplies plain ones. A span is kept of what a quote must show."""

    state: str | None = None
    measure: str | None = None
    unit: float | None = None
    currency: str | None = None
    year: int | None = None
    change: bool = False
    state_span: Span | None = None
    measure_span: Span | None = None
    year_span: Span | None = None
    currency_span: Span | None = None

    def over(self, other: Label) -> Label:
        """This label, completed by what a more general one says."""
        return Label(
            self.state or other.state,
            self.measure or other.measure,
            self.unit or other.unit,
            self.currency or other.currency,
            self.year or other.year,
            self.change or other.change,
            self.state_span or other.state_span,
            self.measure_span or other.measure_span,
            self.year_span or other.year_span,
            self.currency_span or other.currency_span,
        )


@dataclass(slots=True)
class Table:
    """The rows of one table as tagged sentences, and the sentences around it."""

    rows: list[Sentence] = field(default_factory=list)
    before: list[Sentence] = field(default_factory=list)
    after: list[Sentence] = field(default_factory=list)
    years: list[Date] = field(default_factory=list)
    """The bare years that the text names before it."""


def tables(document: Document, sentences: Sequence[Sentence]) -> list[Figure]:
    """The figures of a document's tables."""
    out: list[Figure] = []
    for table in _tables(document, sentences):
        out += _read(document, table)
    return out


def _tables(document: Document, sentences: Sequence[Sentence]) -> list[Table]:
    out: dict[int, Table] = {}
    recent: list[Sentence] = []
    years: list[Date] = []
    for sentence in sentences:
        number = document.blocks[sentence.block].table
        if number is not None:
            out.setdefault(number, Table(before=list(recent), years=list(years))).rows.append(sentence)
            continue
        years += [date for date in sentence.dates if date.value and len(date.value) == 4]
        recent = [*recent[-2:], sentence]
        if out and len(list(out.values())[-1].after) < 2:
            list(out.values())[-1].after.append(sentence)
    return [table for table in out.values() if len(table.rows) > 1]


def _read(document: Document, table: Table) -> list[Figure]:
    cells = [document.blocks[row.block].cells for row in table.rows]
    body = next((at for at, row in enumerate(table.rows) if _filled(row, cells[at])), len(cells))
    width = max(map(len, cells))
    heads = [
        _merged(_said(row, row_cells[at]) for row, row_cells in zip(table.rows, cells, strict=True)
                if len(row_cells) == width and row.number < table.rows[0].number + body)
        for at in range(width)
    ]  # fmt: skip
    if any(head.measure == SHARE for head in heads):  # "Amount (US$ m) | GDP share": the sum that the share is of
        heads = [replace(head, measure=SPENDING, measure_span=head.currency_span) if head.currency and not head.measure
                 else head for head in heads]  # fmt: skip
    general = _around(table)
    if general.measure is None and not any(head.measure for head in heads) and not _measured(table, cells):
        return []
    out: list[Figure] = []
    for row, row_cells in zip(table.rows[body:], cells[body:], strict=True):
        if len(row_cells) == width:
            out += _row(document, row, heads, general)
    return out


def _filled(row: Sentence, cells: Sequence[Span]) -> bool:
    """Whether a row holds numbers that are no years: the body begins."""
    return len(cells) > 1 and any(_number(row, cell) is not None for cell in cells[1:])


def _number(row: Sentence, cell: Span) -> Number | None:
    """The number of a cell that holds little else; a year alone is none."""
    number = next((one for one in row.numbers if _within(cell, one.start, one.end)), None)
    if number is None or number.value is None:
        return None
    if not any(row.words[at].kind == "0" for at in range(number.first, number.last + 1)):
        return None  # "US$ million" heads a column
    if any(_within(cell, date.start, date.end) for date in row.dates):
        return None
    letters = [at for at in _inside(row, cell) if row.words[at].kind == "a"]
    return number if len(letters) <= 5 and not any(row.has(at, "year_head") for at in letters) else None


def _measured(table: Table, cells: Sequence[Sequence[Span]]) -> bool:
    """Whether the labels of the rows say what is measured."""
    return any(_said(row, first[0]).measure for row, first in zip(table.rows, cells, strict=True))


def _around(table: Table) -> Label:
    """What the caption and the words before the table say; a note behind it may give unit and currency."""
    before = _merged(_said(sentence) for sentence in reversed(table.before))
    note = _merged(_said(sentence) for sentence in table.after if not sentence.numbers)
    if before.unit is None and before.currency is None and note.unit is not None:
        before = replace(before, unit=note.unit, currency=note.currency, currency_span=note.currency_span)
    if before.year is None and len({date.value for date in table.years}) == 1:  # "the new figures, for 2024"
        told = table.years[-1]
        before = replace(before, year=int(told.value), year_span=(told.start, told.end))
    states = {mention.value for sentence in table.before for mention in named(sentence)}
    return before if len(states) == 1 else replace(before, state=None, state_span=None)


def _merged(labels: Iterable[Label]) -> Label:
    return reduce(lambda one, other: one.over(other), labels, Label())


def _inside(sentence: Sentence, cell: Span | None) -> list[int]:
    """The words of a cell; of the whole sentence without one."""
    return [
        at for at, word in enumerate(sentence.words) if cell is None or (cell[0] <= word.start and word.end <= cell[1])
    ]


def _said(sentence: Sentence, cell: Span | None = None) -> Label:
    """What a cell, or a sentence beside the table, says of numbers."""
    inside = _inside(sentence, cell)
    held = set(inside)
    classes = {name: at for at in reversed(inside) for name in sentence.classes.get(at, ())}
    state = next((mention for mention in named(sentence) if mention.first in held), None)
    measure = SHARE if "gdp" in classes else SPENDING if {"defence", "spending"} & classes.keys() else None
    if measure is None and state is None and cell is not None and {"personnel", "strength"} & classes.keys():
        measure = PERSONNEL
    key = {SHARE: ("gdp",), SPENDING: ("defence", "spending"), PERSONNEL: ("personnel", "strength")}
    place = next((classes[name] for name in key.get(measure or "", ()) if name in classes), None)
    unit = next((value for name, value in _SCALES if name in classes), None)
    money = next(((at, code) for at, code in sentence.currencies if at in held), None)
    dated = [date for date in sentence.dates if date.first in held and date.value and "/" not in date.value]
    word = sentence.words
    return Label(
        state.value if state else None,
        measure,
        unit,
        money[1] if money else None,
        int(dated[-1].value[:4]) if dated else None,
        "change" in classes and cell is not None,
        (state.start, state.end) if state else None,
        (word[place].start, word[place].end) if place is not None else None,
        (dated[-1].start, dated[-1].end) if dated else None,
        (word[money[0]].start, word[money[0]].end) if money else None,
    )


def _within(cell: Span, start: int, end: int) -> bool:
    return cell[0] <= start and end <= cell[1]


def _row(document: Document, row: Sentence, heads: Sequence[Label], general: Label) -> list[Figure]:
    """The figures of one row: each number with the labels of its row, its column and the table."""
    cells = document.blocks[row.block].cells
    values = [_number(row, cell) for cell in cells]
    labels = _merged(_said(row, cell) for cell, value in zip(cells, values, strict=True) if value is None)
    out = []
    for cell, value, head in zip(cells, values, heads, strict=True):
        if value is None or cell == cells[0] or head.change or labels.change:
            continue
        said = head.measure or head.year or head.unit or head.currency or head.state or percent(row, value)
        if not said and not (labels.measure or sum(one is not None for one in values) == 1):
            continue  # a rank, or a column of something else
        own = Label(unit=_unit(row, value), currency=value.currency,
                    currency_span=(value.start, value.end) if value.currency else None)  # fmt: skip
        figure = _figure(document, row, value, own.over(labels).over(head).over(general))
        out += [figure] if figure is not None else []
    return out


def _unit(row: Sentence, number: Number) -> float | None:
    """1 where the number has a magnitude of its own, so that the header's does not count again."""
    inside = range(number.first, number.last + 1)
    return 1.0 if any(row.has(at, *(name for name, _ in _SCALES)) for at in inside) else None


def _figure(document: Document, row: Sentence, number: Number, label: Label) -> Figure | None:
    """One cell of a table; None where it measures something else, or nobody's."""
    share = percent(row, number)
    if label.state is None or label.measure is None or label.state_span is None or number.value is None:
        return None
    if (share and label.measure != SHARE) or (label.measure == SHARE and number.value > HIGHEST):
        return None
    amount = number.value * (1.0 if label.measure == SHARE else label.unit or 1.0)
    text = document.text
    evidence = {
        "amount": (Quote.of(text, number.start, number.end),),
        "country": (Quote.of(text, *label.state_span),),
    }
    if label.measure_span is not None:
        evidence["measure"] = (Quote.of(text, *label.measure_span),)
    if label.year is not None and label.year_span is not None:
        evidence["year"] = (Quote.of(text, *label.year_span),)
    currency = label.currency if label.measure == SPENDING else None
    if currency and label.currency_span is not None:
        evidence["currency"] = (Quote.of(text, *label.currency_span),)
    return Figure(label.state, label.measure, amount, currency, label.year, evidence)
