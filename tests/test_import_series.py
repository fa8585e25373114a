"""Imports of series: states' names, military expenditure, development indicators, national capabilities.

Small made-up files, and the real ones where ../shared/reference is there: no value of a real file stands here, spot
values are read from the file a second time, in another way.
"""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from import_files import REAL, real, workbook, written
from materiel import packs
from materiel.weigh.importers import milex, nmc, wdi
from materiel.weigh.importers.names import cow, state
from materiel.weigh.indicator import Missing


class TestNames:
    @pytest.mark.parametrize(
        ("name", "code"),
        [("Korea, South", "KOR"), ("KOSOVO", "XKX"), ("Türkiye", "TUR"), ("Turkiye", "TUR"), ("srb", "SRB")],
    )
    def test_states(self, name: str, code: str) -> None:
        assert state(name) == code

    def test_numbers(self) -> None:
        assert (cow(345), cow("365.0"), cow("2"), cow("x"), cow(99999)) == ("SRB", "RUS", "USA", None, None)

    def test_every_code_of_the_tables_is_a_state_or_a_name(self) -> None:
        codes = [row["code"] for name in ("cow.csv", "names.csv") for row in packs.table("reference", name)]
        for code in codes:
            assert code in packs.states() or len(code) > 3 or code in ("YMD", "YAR", "EUU", "ABW"), code


class TestMilex:
    def test_colours_and_signs_are_data(self, tmp_path: Path) -> None:
        rows = [
            ["Europe"],
            ["Serbia", None, "§4", 1.5, (2.5, "FF0000FF"), (3.5, "FFFF0000"), ". ."],
            ["Kosovo", None, "", "xxx", "xxx", 4, None],
        ]
        file = workbook(tmp_path / "milex.xlsx", ["Country", "", "Notes", 2000, "2001.0", 2002, 2003], rows)
        found = milex.read(file)
        told = {(row["country"], row["year"]): (row["value"], row["flag"]) for row in found.series}
        assert told == {
            ("SRB", 2000): (1.5e6, ""), ("SRB", 2001): (2.5e6, "estimate"), ("SRB", 2002): (3.5e6, "uncertain"),
            ("SRB", 2003): (None, "missing"), ("XKX", 2000): (None, "absent"), ("XKX", 2001): (None, "absent"),
            ("XKX", 2002): (4e6, ""),
        }  # fmt: skip
        assert found.series[0]["unit"] == "USD 2023" and found.title.endswith("2000-2003")
        assert found.counts["headings and notes"] == 1 and found.counts["empty cells"] == 1

    def test_an_unknown_name_stops_with_the_name(self, tmp_path: Path) -> None:
        file = workbook(tmp_path / "m.xlsx", ["Country", 2000], [["Serbia", 1], ["Ruritania", 2]], "Current US$")
        with pytest.raises(Missing, match="Ruritania"):
            milex.read(file)

    def test_another_file_is_refused(self, tmp_path: Path) -> None:
        for file in (written(tmp_path, "x.xlsx", "no workbook"), workbook(tmp_path / "y.xlsx", ["a"], [], "Other")):
            with pytest.raises(Missing, match="no SIPRI military-expenditure file"):
                milex.read(file)

    @real
    @pytest.mark.parametrize(
        ("name", "figures", "constant"),
        [
            ("SIPRI-Milex-data-1949-2022.xlsx", 76559, "Constant (2021) US$"),
            ("SIPRI-Milex-data-1948-2023.xlsx", 78648, "Constant (2022) US$"),
            ("SIPRI-Milex-data-1949-2024_2.xlsx", 78996, "Constant (2023) US$"),
        ],
    )
    def test_real_editions_import_whole(self, name: str, figures: int, constant: str) -> None:
        file = REAL / "sipri_milex" / name
        found = milex.read(file)
        told = {(row["measure"], row["country"], row["year"]): row for row in found.series}
        assert len(told) == len(found.series) == figures, "no figure twice"
        cells = sum(number for what, number in found.counts.items() if what != "headings and notes")
        assert cells == len(found.series) + found.counts.get("empty cells", 0)
        assert {row["measure"] for row in found.series} == {measure for _, measure, _, _ in milex.SHEETS}
        book = load_workbook(file, data_only=True, read_only=True)
        seen = 0
        for sheet, measure, scale in (
            ("Current US$", "military spending", 1e6),
            ("Share of GDP", "gdp share", 100),
            (constant, "military spending constant", 1e6),
            ("Local currency calendar years", "military spending local", 1),
        ):
            grid = {str(row[0]).strip(): row for row in book[sheet].iter_rows(min_row=1, values_only=True) if row[0]}
            years = {str(cell).removesuffix(".0"): index for index, cell in enumerate(grid["Country"])}
            for country, code in (
                ("Serbia", "SRB"),
                ("Greece", "GRC"),
                ("India", "IND"),
                ("Kosovo", "XKX"),
                ("Iran", "IRN"),
            ):
                for year in (1990, 2010, 2022):
                    cell, row = grid[country][years[str(year)]], told[measure, code, year]
                    if isinstance(cell, int | float):
                        assert row["value"] == pytest.approx(cell * scale), (sheet, country, year)
                        seen += 1
                    else:
                        assert row["value"] is None and row["flag"] in ("missing", "absent")
        assert seen >= 40


class TestWdi:
    def test_one_state_with_lines_above_the_header(self, tmp_path: Path) -> None:
        lines = '\ufeff"Data Source","World Development Indicators",\n\n"Country Name","Country Code","Indicator Name",'
        lines += '"Indicator Code","2018","2019",\n"Serbia","SRB","GDP","NY.GDP.MKTP.CD","5","",\n'
        lines += '"Serbia","SRB","Wheat","AG.WHT","1","2",\n'
        found = wdi.read(written(tmp_path, "API_SRB.csv", lines))
        assert found.series == [
            {"measure": "gdp", "country": "SRB", "year": 2018, "value": 5.0, "unit": "USD", "flag": ""}
        ]
        assert found.counts == {"figures": 1, "empty cells": 1, "cells of other indicators": 2}

    def test_years_alone_told_by_the_name(self, tmp_path: Path) -> None:
        lines = "Country Name,Country Code,2018,2019\nSerbia,SRB,7,8\nWorld,WLD,1,1\n"
        found = wdi.read(written(tmp_path, "Population_1960-2019.csv", lines))
        assert [(row["measure"], row["value"]) for row in found.series] == [("population", 7.0), ("population", 8.0)]
        assert found.counts["cells of groups of states and of territories"] == 2
        with pytest.raises(Missing, match="tells the indicator"):
            wdi.read(written(tmp_path, "mystery.csv", lines))

    def test_long_and_databank(self, tmp_path: Path) -> None:
        lines = 'Country Name,Country Code,Year,"Armed forces personnel, total",Region\nSerbia,SRB,2019,32000,Europe\n'
        (row,) = wdi.read(written(tmp_path, "long.csv", lines)).series
        assert (row["measure"], row["value"]) == ("personnel", 32000)
        lines = "Series Name,Series Code,Country Name,Country Code,2018 [YR2018],2019 [YR2019]\n"
        lines += "Population,SP.POP.TOTL,Serbia,SRB,..,7\n,,,,,\nData from database: WDI,,,,,\n"
        found = wdi.read(written(tmp_path, "bank.csv", lines))
        assert [(row["year"], row["value"]) for row in found.series] == [(2019, 7.0)]

    def test_an_unknown_state_stops(self, tmp_path: Path) -> None:
        with pytest.raises(Missing, match="QQQ"):
            wdi.read(written(tmp_path, "gdp.csv", "Country Name,Country Code,2018\nRuritania,QQQ,1\n"))

    @real
    @pytest.mark.parametrize("name", ["GDP_1960-2019.csv", "Military_Expenditure_1960-2019.csv"])
    def test_real_tables(self, name: str) -> None:
        found = wdi.read(REAL / "wb_milex" / name)
        with (REAL / "wb_milex" / name).open(encoding="utf-8-sig") as file:
            rows = {row["Country Code"]: row for row in csv.DictReader(file)}
        assert sum(found.counts.values()) == len(rows) * 60
        told = {(row["country"], row["year"]): row["value"] for row in found.series}
        for code in ("SRB", "TUR", "GRC", "FRA", "IND", "XKX", "ISR", "USA", "NGA", "BRA"):
            for year in (1970, 2015, 2019):
                cell = rows[code][str(year)]
                assert told.get((code, year)) == (float(cell) if cell else None), (code, year)

    @real
    @pytest.mark.parametrize(
        ("name", "figures"),
        [
            ("Population_1960-2019.csv", 11659),
            ("GDP_1960-2019.csv", 9358),
            ("Military_Expenditure_1960-2019.csv", 7362),
        ],
    )
    def test_real_row_counts(self, name: str, figures: int) -> None:
        found = wdi.read(REAL / "wb_milex" / name)
        assert len(found.series) == found.counts["figures"] == figures

    @real
    def test_real_long_table(self) -> None:
        file = REAL / "wb_milex" / "20241205_WDI_indicators.csv"
        columns = {
            "gdp share": "Military expenditure (% of GDP)",
            "government share": "Military expenditure (% of general government expenditure)",
            "military spending local": "Military expenditure (current LCU)",
            "personnel": "Armed forces personnel, total",
        }
        with file.open(encoding="utf-8-sig") as lines:
            rows = list(csv.DictReader(lines))
        found = wdi.read(file)
        told = {(row["measure"], row["country"], row["year"]): row["value"] for row in found.series}
        known = {row["Country Code"] for row in rows} & set(packs.states())
        for measure, column in columns.items():
            filled = [row for row in rows if row[column] and row["Country Code"] in known]
            assert sum(name == measure for name, _, _ in told) == len(filled)
            for row in filled[:: len(filled) // 9]:
                assert told[measure, row["Country Code"], int(row["Year"])] == float(row[column])

    @real
    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("API_SRB_DS2_en_csv_v2_1239976.csv", "SRB"),
            ("API_XKX_DS2_en_csv_v2_1232304.csv", "XKX"),
            ("API_ALB_DS2_en_csv_v2_1223992.csv", "ALB"),
        ],
    )
    def test_real_downloads_of_one_state(self, name: str, code: str) -> None:
        with (REAL / "wb_milex" / name).open(encoding="utf-8-sig") as lines:
            records = list(csv.reader(lines))
        start = next(index for index, record in enumerate(records) if "Indicator Code" in record)
        rows = {record[3]: record for record in records[start + 1 :] if len(record) > 3}
        found = wdi.read(REAL / "wb_milex" / name)
        told = {(row["measure"], row["year"]): row["value"] for row in found.series}
        seen = 0
        for indicator, measure in (
            ("SP.POP.TOTL", "population"),
            ("NY.GDP.MKTP.CD", "gdp"),
            ("MS.MIL.XPND.CD", "military spending"),
        ):
            for year in (2008, 2010, 2012, 2014, 2016, 2018):
                cell = rows[indicator][records[start].index(str(year))]
                assert told.get((measure, year)) == (float(cell) if cell else None)
                seen += bool(cell)
        assert {row["country"] for row in found.series} == {code} and seen >= 10


class TestNmc:
    LINES = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"
    LINES += "GRC,350,1990,3863000,201,1,1,1,1,0.004,2021\n"

    def test_three_series(self, tmp_path: Path) -> None:
        found = nmc.read(written(tmp_path, "nmc.csv", self.LINES + "GRC,350,1991,-9,205,1,1,1,1,0.004,2021\n"))
        told = {(row["measure"], row["year"]): (row["value"], row["flag"]) for row in found.series}
        assert told["military spending nmc", 1990] == (3863000, "") and told["military spending nmc", 1991] == (
            None,
            "missing",
        )
        assert told["capability", 1990] == (0.004, "") and "2021" in found.title

    @real
    @pytest.mark.parametrize("name", ["ir_ucdp_nmc/NMC-60-abridged.csv", "peace_data/csv/cow_nmc.csv.gz"])
    def test_real_files_import_whole(self, name: str) -> None:
        raw = (REAL / name).read_bytes()
        rows = list(
            csv.DictReader(io.StringIO((gzip.decompress(raw) if name.endswith("gz") else raw).decode("utf-8-sig")))
        )
        found = nmc.read(REAL / name)
        assert sum(found.counts.values()) == len(rows) and len(found.series) == 3 * found.counts["rows"]
        told = {
            (row["country"], row["year"]): row["value"] for row in found.series if row["measure"] == "personnel nmc"
        }
        by_number = {(float(row["ccode"]), int(float(row["year"]))): row["milper"] for row in rows}
        for number, code in ((2, "USA"), (350, "GRC"), (640, "TUR"), (750, "IND"), (365, "RUS")):
            for year in (1950, 1990):
                assert told[code, year] == float(by_number[number, year])
