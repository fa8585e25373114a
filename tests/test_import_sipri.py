"""Imports of trade registers, in every layout that their publisher hands out.

Small made-up files, and the real ones where ../shared/reference is there: no value of a real file stands here, spot
values are read from the file a second time, in another way.
"""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from import_files import REAL, real, written
from materiel import packs
from materiel.weigh.importers import sipri
from materiel.weigh.indicator import Missing

REGISTERS = [
    ("register_all_1950-2024_comments_bom.csv", 29503, {"rows that could not be read": 4}),
    ("register_all_generated_2025-03-13_latin1_preamble.csv", 29515, {}),
    ("register_semicolon_padded.csv", 5946, {}),
    ("register_2014_old_format.csv", 2757, {}),
    ("register_china_2000_2025.csv", 692, {}),
    ("dw_russia_africa.csv", 323, {"rows that could not be read": 2}),
    ("deliveries_1995-2025_generated_2026-02-12_ATDBID.csv", 12571, {"years of a deal above": 12453}),
    ("deliveries_2000-2030_generated_2025-01-03_ATDBID_preamble.csv", 10396, {"years of a deal above": 10084}),
    ("rtf_2024-02-18_air_defence.rtf", 713, {}),
    ("rtf_2024-02-18_artillery.rtf", 1780, {}),
    ("rtf_2024-02-18_satellites.rtf", 10, {}),
    ("rtf_2024-02-18_ships.rtf", 2497, {}),
]
"""All registers at hand: how many deals each holds, and how its other rows are accounted for."""


def csv_records(file: Path) -> list[list[str]]:
    """The records of an export, read without materiel."""
    raw = file.read_bytes()
    try:
        lines = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = raw.decode("latin-1")
    sign = ";" if lines[:3000].count(";") > lines[:3000].count(",") else ","
    return [[cell.strip() for cell in record] for record in csv.reader(io.StringIO(lines), delimiter=sign)]


def rtf_lines(file: Path) -> list[list[str]]:
    """The lines of an export in RTF, without its signs."""
    lines = file.read_bytes().decode("mac-roman").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [[re.sub(r"\\[a-z]+-?\d* ?|[{}]", "", cell).strip() for cell in line.split("\\tab")] for line in lines]


def spot(row: dict[str, Any], raw: list[list[str]], rtf: bool) -> None:
    """A deal against the records that it was made of (in RTF, those with its designation): its designation, year of
    order and years of delivery stand in them, and so does its number."""
    if rtf:
        own = [record for record in raw if any(row["designation"] in cell for cell in record)]
    elif row["name"].startswith("line "):
        own = [raw[int(row["name"].removeprefix("line ")) - 1]]
    else:
        own = [record for record in raw if row["name"] in record]
    cells = [cell for record in own for cell in record]
    assert any(row["designation"] in cell for cell in cells), (row, own)
    for year in (row["ordered"], *json.loads(row["delivered"])):
        assert year is None or any(str(year) in cell or _spans(cell, int(year)) for cell in cells), (row, own)
    numbers = [int(digits) for cell in cells for digits in re.findall(r"\d+", cell)]
    assert row["number"] is None or row["number"] in numbers or row["number"] <= sum(numbers), (row, own)


def _spans(cell: str, year: int) -> bool:
    """Whether a cell holds a span of years around a year."""
    return any(int(first) < year < int(last) for first, last in re.findall(r"(\d{4})\s*-\s*(\d{4})", cell))


class TestSipri:
    HEAD = (
        "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    )
    HEAD += "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,"
    HEAD += "SIPRI TIV of delivered weapons\n"

    def test_a_line_a_deal(self, tmp_path: Path) -> None:
        lines = (
            "Made up\n\n" + self.HEAD + "Kosovo,Turkiye,2022,?,5,,TB2,armed UAV,5,,2023;2024; 2024,New,Made up,1,5,5\n"
        )
        lines += "Houthi rebels (Yemen)*,unknown supplier(s),2019,?,,,X,SSM,?,?,,New,,,,\n"
        found = sipri.read(written(tmp_path, "s.csv", lines))
        first, second = found.transfers
        assert (first["supplier"], first["recipient"], first["category"]) == ("TUR", "XKX", "uav")
        assert (first["number"], json.loads(first["delivered"]), first["volume"]) == (
            5,
            {"2023": None, "2024": None},
            5.0,
        )
        assert second["supplier"] == "" and "Houthi" in second["recipient"] and second["number"] is None

    def test_a_line_a_deal_and_year(self, tmp_path: Path) -> None:
        head = "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
        head += "Order date is estimate,"
        head += "Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,"
        head += "SIPRI estimate,"
        head += "TIV deal unit,TIV delivery values,Local production;\n"
        lines = head + "7,France,Serbia,Mistral,portable SAM,Missiles,2019,No,50,No,2021,No,New,0.1,0.1,5,No;\n"
        lines += "7,France,Serbia,Mistral,portable SAM,Missiles,2019,No,20,No,2022,No,New,0.1,0.1,2,No;\n"
        (deal,) = sipri.read(written(tmp_path, "s.csv", lines)).transfers
        assert (deal["number"], json.loads(deal["delivered"]), deal["volume"]) == (70, {"2021": 50, "2022": 20}, 7.0)
        assert deal["category"] == "air defence"

    def test_an_unknown_state_stops(self, tmp_path: Path) -> None:
        with pytest.raises(Missing, match="Ruritania"):
            sipri.read(written(tmp_path, "s.csv", self.HEAD + "Ruritania,France,2022,,5,,X,tank,5,,2023,New,,1,5,5\n"))

    @real
    @pytest.mark.parametrize(("name", "deals", "others"), REGISTERS)
    def test_real_registers_import_whole(self, name: str, deals: int, others: dict[str, int]) -> None:
        file = REAL / "sipri_registers" / name
        found = sipri.read(file)
        assert found.counts == {"deals": deals, **others} and len(found.transfers) == deals
        assert {row["category"] for row in found.transfers} <= set(packs.CATEGORIES)
        assert len({row["name"] for row in found.transfers}) == deals, "each deal has a name of its own"
        told = [found.transfers[place * (deals - 1) // 9] for place in range(10)]
        raw = rtf_lines(file) if file.suffix == ".rtf" else csv_records(file)
        for row in told:
            spot(row, raw, file.suffix == ".rtf")

    @real
    @pytest.mark.parametrize("name", ["TIV-Export-FRA-1950-2021.csv", "import-export-values_1950-2024.csv"])
    def test_real_tables_of_volumes_are_refused(self, name: str) -> None:
        with pytest.raises(Missing, match="table of trend-indicator values"):
            sipri.read(REAL / "sipri_registers" / name)
