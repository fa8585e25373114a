"""The page on clusters prints what the command prints, and the formula is the one that it shows."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))

import cost  # noqa: E402


def test_the_table_of_the_page_is_what_the_command_prints() -> None:
    assert cost.table(cost.Month()) in (ROOT / "docs" / "cluster.md").read_text("utf-8")


def test_the_slowest_part_and_the_deals_are_waited_for() -> None:
    month = cost.Month(pages=1e6, size=1e9, speed=100, ray=0.0, share=0.1, keeping=1000, deals=500, start=0, cores=10,
                       network=1e6, price=2.0)  # fmt: skip
    told = cost.hours(month, 1)
    assert told["reading"] == told["fetching"] == pytest.approx(1000 / 3600)
    assert told["keeping"] == pytest.approx(100 / 3600)
    assert told["in all"] == pytest.approx((1000 + 200) / 3600)
    assert cost.hours(month, 100)["in all"] == pytest.approx((100 + 200) / 3600)
    assert cost.hours(replace(month, ray=0.15), 1)["in all"] == pytest.approx((1150 + 200) / 3600)
    assert "| 10 | 0.03 h | 0.03 h | 0.03 h | 0.06 h | 0.08 h | 1.67 |" in cost.table(month)
