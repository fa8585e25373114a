"""Rows: tables of figures and words in an HTML page become one piece a row, with its cells."""

from __future__ import annotations

from materiel.read.page.html import Element, Piece

BETWEEN = " | "
"""What stands between the cells of a row in a document's text."""


def joined(found: list[Piece]) -> list[Piece]:
    """``found`` with the pieces of each table of data joined to one piece a row; a page laid out in cells stays."""
    tables: dict[int, list[Piece]] = {}
    for piece in found:
        if table := piece.element.table:
            tables.setdefault(table.number, []).append(piece)
    numbers = {number: at for at, number in enumerate(n for n, held in tables.items() if _of_data(held))}
    if not numbers:
        return found
    out: list[Piece] = []
    open_row: Element | None = None
    for piece in found:
        table, row = piece.element.table, piece.element.row
        if table is None or row is None or table.number not in numbers:
            open_row = None
            out.append(piece)
            continue
        if row is not open_row:
            open_row = row
            out.append(Piece(row, "", table=numbers[table.number]))
        _join(out[-1], piece)
    return out


def _of_data(held: list[Piece]) -> bool:
    """Whether the pieces of a table are figures and words in rows, not a page laid out in cells."""
    columns: dict[int, set[int]] = {}
    for piece in held:
        row, cell = piece.element.row, piece.element.cell
        if piece.element.tag == "caption":
            continue
        if row is None or cell is None or len(piece.text) > 300:
            return False
        columns.setdefault(row.number, set()).add(cell.column)
    wide = sum(len(held) > 1 for held in columns.values())
    size = sum(len(piece.text) for piece in held)
    linked = sum(piece.linked for piece in held)
    return wide >= 2 and wide * 2 >= len(columns) and size < 60 * len(held) and linked < 0.7 * size


def _join(row: Piece, piece: Piece) -> None:
    """Add ``piece`` to ``row``: to the cell it stands in, after empty cells where columns were left out."""
    cell = piece.element.cell
    column = cell.column if cell else len(row.cells)
    spans = list(row.cells)
    if spans and len(spans) > column:  # a second block in the same cell
        row.text += " " + piece.text
        spans[-1] = (spans[-1][0], len(row.text))
    else:
        while len(spans) <= column:
            row.text += BETWEEN if spans else ""
            spans.append((len(row.text), len(row.text)))
        row.text += piece.text
        spans[-1] = (spans[-1][0], len(row.text))
    row.linked += piece.linked
    row.cells = tuple(spans)
