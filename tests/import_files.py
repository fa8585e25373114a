"""Files to import, made up, and where the real ones are; no value of a real file stands in a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

REAL = Path(__file__).parents[2] / "shared" / "reference"
real = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/reference is not here: real files are not checked")


def written(tmp_path: Path, name: str, lines: str) -> Path:
    file = tmp_path / name
    file.write_text(lines, "utf-8")
    return file


def workbook(file: Path, header: list[Any], rows: list[list[Any]], sheet: str = "Constant (2023) US$") -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    page.append(["Military expenditure, made up"])
    page.append([])
    page.append(header)
    for row in rows:
        page.append([cell[0] if isinstance(cell, tuple) else cell for cell in row])
        for index, cell in enumerate(row, 1):
            if isinstance(cell, tuple):
                page.cell(page.max_row, index).font = Font(color=cell[1])
    book.create_sheet("Footnotes")
    book.save(file)
    return file
