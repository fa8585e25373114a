"""The notebook in docs runs as it stands, and its figures are there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).parents[1] / "docs" / "weigh.ipynb"


def test_the_notebook_runs(capsys: pytest.CaptureFixture[str]) -> None:
    cells = [cell for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    held: dict[str, Any] = {}
    for number, cell in enumerate(cells):
        assert not cell["outputs"], "a notebook is kept without its outputs"
        exec(compile("".join(cell["source"]), f"weigh.ipynb, code cell {number}", "exec"), held)
    out = capsys.readouterr().out
    assert "materiel import milex" in out and "decayed sum of event intensities" in out
    assert held["picture"].read_text("utf-8").startswith("<svg")
    assert held["tense"].low < held["tense"].value < held["tense"].high
    assert held["supplied"].to_polars().height >= 3 and held["courses"].model
