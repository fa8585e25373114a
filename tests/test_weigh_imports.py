"""Imports of reference data: small made-up files of every layout, and the real ones where ../shared/reference is there.

No value of a real file stands here: spot values are read from the file a second time, in another way.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from materiel import packs
from materiel.weigh.importers import conflict, events, milex, nmc, sipri, ties, wdi
from materiel.weigh.importers.names import cow, state
from materiel.weigh.indicator import Missing

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


class TestConflict:
    UCDP = "conflict_id,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,type_of_conflict,intensity_level,start_date2,"
    UCDP += "ep_end_date,year,version\n"

    def test_episodes_between_states(self, tmp_path: Path) -> None:
        lines = self.UCDP + '1,651,"652, 663",666,,2,1,1973-10-06,,1973,"22,1"\n'
        lines += '1,651,"652, 663",666,,2,2,1973-10-06,1973-10-24,1974,"22,1"\n2,750,,,,3,1,1990-01-01,,1990,"22,1"\n'
        found = conflict.ucdp(written(tmp_path, "ucdp.csv", lines))
        assert [(row["a"], row["b"], row["start"], row["end"], row["level"]) for row in found.pairs] == [
            ("EGY", "ISR", "1973-10-06", "1973-10-24", 2.0), ("JOR", "ISR", "1973-10-06", "1973-10-24", 2.0),
            ("SYR", "ISR", "1973-10-06", "1973-10-24", 2.0),
        ]  # fmt: skip
        assert found.counts == {"rows of conflicts between states": 2, "rows of conflicts inside states": 1}
        assert found.title.endswith("22.1")

    def test_each_dispute_once(self, tmp_path: Path) -> None:
        head = "dispnum,ccode1,ccode2,year,midonset,sidea1,stmon,hostlev\n"
        lines = head + "5,640,350,1987,1,0,3,4\n5,350,640,1987,1,1,3,4\n5,640,350,1988,0,0,3,4\n"
        (row,) = conflict.disputes(written(tmp_path, "d.csv", lines)).pairs
        assert (row["a"], row["b"], row["start"], row["level"]) == ("GRC", "TUR", "1987-03", 4.0)

    def test_a_list_without_states_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(Missing, match="names no states"):
            conflict.disputes(written(tmp_path, "d.csv", "dispnum,styear,hostlev\n1,1902,3\n"))

    def test_an_unknown_number_stops(self, tmp_path: Path) -> None:
        with pytest.raises(Missing, match="98765"):
            conflict.ucdp(written(tmp_path, "u.csv", self.UCDP + "1,98765,,666,,2,1,1973-10-06,,1973,1\n"))

    @real
    def test_real_disputes_by_another_count(self) -> None:
        with gzip.open(REAL / "peace_data/csv/gml_dirdisp.csv.gz", "rt") as file:
            rows = list(csv.DictReader(file))
        found = conflict.disputes(REAL / "peace_data/csv/gml_dirdisp.csv.gz")
        assert sum(found.counts.values()) == len(rows)
        onsets = {
            (row["dispnum"], frozenset((row["ccode1"], row["ccode2"]))) for row in rows if float(row["midonset"]) == 1
        }
        assert len(found.pairs) == len(onsets)

    @real
    def test_real_conflicts_by_another_count(self) -> None:
        """Episodes between states: a conflict, its start and its sides, each pair of states of the two sides once."""
        with (REAL / "ir_ucdp_nmc/ucdp-prio-acd-221.csv").open() as file:
            rows = [row for row in csv.DictReader(file) if row["type_of_conflict"] == "2"]
        found = conflict.ucdp(REAL / "ir_ucdp_nmc/ucdp-prio-acd-221.csv")
        assert found.counts["rows of conflicts between states"] == len(rows) == 138
        sides = {
            (row["conflict_id"], row["start_date2"], one.strip(), other.strip())
            for row in rows
            for one in ",".join((row["gwno_a"], row["gwno_a_2nd"])).split(",")
            for other in ",".join((row["gwno_b"], row["gwno_b_2nd"])).split(",")
            if one.strip() and other.strip()
        }
        assert len(found.pairs) == len(sides) == 182

    @real
    @pytest.mark.parametrize("name", ["ir_ucdp_nmc/ucdp-prio-acd-221.csv", "peace_data/csv/ucdp_acd.csv.gz"])
    def test_real_conflicts(self, name: str) -> None:
        found = conflict.ucdp(REAL / name)
        told = {(row["a"], row["b"], row["start"]) for row in found.pairs}
        assert {("ETH", "ERI"), ("ERI", "ETH")} & {pair[:2] for pair in told}
        assert ("EGY", "ISR", "1973-10-06") in told


class TestTies:
    def test_alliances_are_runs_of_years(self, tmp_path: Path) -> None:
        lines = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
        lines += "".join(f"350,640,{year},1,0,0,0,1\n" for year in (1952, 1953, 1955, 2018))
        lines += "350,640,1960,0,0,0,1,0\n350,640,1961,0,0,0,0,0\n"
        found = ties.alliances(written(tmp_path, "a.csv", lines))
        told = [(row["start"], row["end"], row["level"], row["note"]) for row in found.pairs]
        assert told == [
            ("1952", "1953", 2.0, "defense, consul"), ("1955", "1955", 2.0, "defense, consul"),
            ("2018", "", 2.0, "defense, consul"), ("1960", "1960", 1.0, "nonagg"),
        ]  # fmt: skip

    def test_rivalries_of_both_lists(self, tmp_path: Path) -> None:
        td = "rivalryno,rivalryname,ccode1,ccode2,styear,endyear,region,type1,type2,type3\n"
        (row,) = ties.rivalries(
            written(tmp_path, "td.csv", td + "1,G-T,350,640,1955,2010,Europe,spatial,positional,\n")
        ).pairs
        assert (row["a"], row["b"], row["end"], row["note"]) == ("GRC", "TUR", "", "spatial, positional")
        tss = "tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial,ideological,interventionary\n"
        (row,) = ties.rivalries(written(tmp_path, "tss.csv", tss + "1,G-T,350,640,1955,1999,1,,,\n")).pairs
        assert (row["start"], row["end"], row["note"]) == ("1955", "1999", "positional")

    def test_borders_once(self, tmp_path: Path) -> None:
        lines = (
            "ccode1,ccode2,conttype,stdate,enddate\n350,640,1,1828-01-01,2016-12-01\n640,350,1,1828-01-01,2016-12-01\n"
        )
        (row,) = ties.contiguity(written(tmp_path, "c.csv", lines)).pairs
        assert (row["a"], row["b"], row["level"], row["end"]) == ("GRC", "TUR", 1.0, "")

    def test_alliances_of_the_correlates_of_war(self, tmp_path: Path) -> None:
        """Both directions of a year are one year; an entente alone is no duty to fight."""
        file = tmp_path / "dyads.csv"
        file.write_text(
            "version4id,ccode1,state_name1,ccode2,state_name2,left_censor,defense,neutrality,nonaggression,entente,year\n"
            "1,350,Greece,640,Turkey,0,1,0,0,1,1952\n1,640,Turkey,350,Greece,0,1,0,0,1,1952\n"
            "1,350,Greece,640,Turkey,0,1,0,0,1,1953\n2,339,Albania,365,Russia,0,0,0,0,1,1952\n"
            "3,200,UK,220,France,0,0,0,0,0,1952\n"
        )
        found = ties.alliances(file)
        told = {(one["a"], one["b"]): (one["start"], one["end"], one["level"], one["note"]) for one in found.pairs}
        assert told["GRC", "TUR"] == ("1952", "", 2.0, "defense, consul")
        assert told["ALB", "RUS"] == ("1952", "1952", 1.0, "consul") and len(told) == 2
        assert found.title == "COW formal alliances, dyad-years to 1953" and sum(found.counts.values()) == 5

    def test_borders_of_years(self, tmp_path: Path) -> None:
        file = tmp_path / "contdird.csv"
        head = "dyad,state1no,state1ab,state2no,state2ab,year,conttype,version\n"
        rows = [(339, 345, 2015, 1), (345, 339, 2015, 1), (339, 345, 2016, 1), (339, 352, 2014, 4), (345, 355, 2016, 1)]
        file.write_text(head + "".join(f"0,{a},A,{b},B,{year},{kind},3.2\n" for a, b, year, kind in rows))
        found = ties.contiguity(file)
        told = {(one["a"], one["b"]): (one["start"], one["end"], one["level"]) for one in found.pairs}
        assert told == {
            ("ALB", "SRB"): ("2015", "", 1.0),
            ("ALB", "CYP"): ("2014", "2014", 4.0),
            ("BGR", "SRB"): ("2016", "", 1.0),
        }
        assert found.counts == {"years of a border": 4, "rows of the other direction": 1}

    def test_another_list_of_ties_is_refused_with_what_is_known(self, tmp_path: Path) -> None:
        file = tmp_path / "x.csv"
        file.write_text("one,other\n1,2\n")
        with pytest.raises(Missing, match="COW formal alliances: columns ccode1, ccode2, year, defense"):
            ties.alliances(file)
        with pytest.raises(Missing, match="years: columns state1no, state2no, year, conttype"):
            ties.contiguity(file)

    @real
    def test_real_alliances_by_another_count(self) -> None:
        """The years of all runs are the pairs and years with any obligation in the file."""
        kinds = ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")
        with gzip.open(REAL / "peace_data/csv/atop_alliance.csv.gz", "rt") as file:
            bound = [row for row in csv.DictReader(file) if any(float(row[kind] or 0) > 0 for kind in kinds)]
        found = ties.alliances(REAL / "peace_data/csv/atop_alliance.csv.gz")
        assert found.counts["rows with an obligation"] == len(bound)
        last = max(int(float(row["year"])) for row in bound)
        greek = {
            (int(float(row["year"])), tuple(row[kind] for kind in kinds))
            for row in bound
            if {float(row["ccode1"]), float(row["ccode2"])} == {350, 640}
        }
        runs = [row for row in found.pairs if {row["a"], row["b"]} == {"GRC", "TUR"}]
        years = [year for row in runs for year in range(int(row["start"]), int(row["end"] or last) + 1)]
        assert sorted(years) == sorted(year for year, _ in greek)

    @real
    def test_real_ties(self) -> None:
        folder = REAL / "peace_data/csv"
        for name, lines in (("td_rivalries", 197), ("tss_rivalries", 264)):
            with gzip.open(folder / f"{name}.csv.gz", "rt") as file:
                assert len(list(csv.DictReader(file))) == lines
            assert len(ties.rivalries(folder / f"{name}.csv.gz").pairs) == lines
        held = ties.rivalries(folder / "tss_rivalries.csv.gz").pairs
        assert any({row["a"], row["b"]} == {"SRB", "XKX"} and row["end"] == "" for row in held)
        assert any(
            {row["a"], row["b"]} == {"GRC", "TUR"} for row in ties.contiguity(folder / "cow_contdir.csv.gz").pairs
        )


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


class TestEvents:
    def test_gdelt_with_and_without_header(self, tmp_path: Path) -> None:
        cells = [""] * 58
        filled = {
            0: "77",
            1: "20120203",
            7: "SRB",
            17: "KSV",
            26: "111",
            28: "11",
            30: "-2.0",
            57: "https://www.a.example/x",
        }
        for place, cell in filled.items():
            cells[place] = cell
        (row,) = events.gdelt(written(tmp_path, "g.tsv", "\t".join(cells) + "\n")).events
        assert (row["day"], row["actor"], row["target"], row["event"]) == ("2012-02-03", "SRB", "XKX", "ACCUSE")
        assert (row["intensity"], row["origin"], row["code"]) == (-2.0, "a.example", "111")
        head = "GLOBALEVENTID,SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode,GoldsteinScale\n"
        lines = (
            head
            + '1,20120201,NA,AZE,"036",4\n2,20120201,EUR,AZE,"036",4\n3,20120201,AZE,AZE,"036",4\n'
            + '4,20120201,ARM,AZE,"190",-10\n'
        )
        found = events.gdelt(written(tmp_path, "g.csv", lines))
        assert found.counts == {
            "rows without two countries": 1, "rows with a region for a state": 1, "rows inside one state": 1,
            "events between states": 1,
        }  # fmt: skip
        assert found.events[0]["origin"] == "GDELT 4" and found.events[0]["event"] == "ASSAULT"

    def test_an_unknown_code_stops(self, tmp_path: Path) -> None:
        head = "GLOBALEVENTID,SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode,GoldsteinScale\n"
        with pytest.raises(Missing, match="QQQ"):
            events.gdelt(written(tmp_path, "g.csv", head + "1,20120201,QQQ,AZE,036,4\n"))

    def test_polecat(self, tmp_path: Path) -> None:
        lines = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tActor Country\tRecipient Country\n"
        lines += "a\t2023-01-05\tACCUSE\tdisapprove\t-2\tSRB\tKOS;TUR\nb\t2023-01-05\tDANCE\t\t\tSRB\tTUR\n"
        lines += "c\t2023-01-06\tCOERCE\tcyber\t\tSRB\tTUR\textra\nd\t2023-01-06\tCOERCE\tcyber\t\tSRB\t\n"
        found = events.plover(written(tmp_path, "p.tsv", lines))
        assert [(row["target"], row["intensity"]) for row in found.events] == [("XKX", -2.0), ("TUR", -2.0)]
        assert found.counts == {
            "events between states": 1, "events of an unknown type": 1, "malformed rows": 1,
            "events without two states": 1,
        }  # fmt: skip

    def test_plover_json(self, tmp_path: Path) -> None:
        record = {"id": "1", "date": "2023-05-01", "actor": [{"code": "SRBGOV"}], "recipient": [{"code": "TUR"}],
                  "event": ["COERCE"], "mode": ["cyber"], "cite_info": {"publication": "A"}}  # fmt: skip
        for lines in (json.dumps([record]), json.dumps(record) + "\n"):
            (row,) = events.plover(written(tmp_path, "p.json", lines)).events
            assert (row["actor"], row["target"], row["intensity"], row["origin"]) == ("SRB", "TUR", -7.0, "A")

    @real
    def test_real_month(self) -> None:
        found = events.gdelt(REAL / "gdelt_cameo/feb2012.csv")
        assert sum(found.counts.values()) == 8484 and len(found.events) > 500


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
