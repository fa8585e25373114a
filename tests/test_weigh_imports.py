"""Imports of reference data: small made-up files of every layout, and the real ones where ../shared/reference is there.

No value of a real file stands here: spot values are read from the file a second time, in another way.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

import materiel
from materiel import packs
from materiel.cli import main
from materiel.cli.arguments import IMPORTS
from materiel.commands.import_ import KINDS
from materiel.record.store import Register
from materiel.weigh.importers import conflict, events, milex, nmc, sipri, ties, wdi
from materiel.weigh.importers.imported import Imported
from materiel.weigh.importers.names import cow, state
from materiel.weigh.indicator import Missing
from materiel.weigh.reference import Reference

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
    @pytest.mark.parametrize("name", ["SIPRI-Milex-data-1948-2023.xlsx", "SIPRI-Milex-data-1949-2024_2.xlsx"])
    def test_real_editions_import_whole(self, name: str) -> None:
        file = REAL / "sipri_milex" / name
        found = milex.read(file)
        told = {(row["measure"], row["country"], row["year"]): row for row in found.series}
        assert len(told) == len(found.series), "no figure twice"
        cells = sum(number for what, number in found.counts.items() if what != "headings and notes")
        assert cells == len(found.series) + found.counts.get("empty cells", 0)
        assert {row["measure"] for row in found.series} == {measure for _, measure, _, _ in milex.SHEETS}
        book = load_workbook(file, data_only=True, read_only=True)
        for sheet, measure, scale in (("Current US$", "military spending", 1e6), ("Share of GDP", "gdp share", 100)):
            grid = {str(row[0]).strip(): row for row in book[sheet].iter_rows(min_row=1, values_only=True) if row[0]}
            years = {str(cell): index for index, cell in enumerate(grid["Country"])}
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
                    else:
                        assert row["value"] is None and row["flag"] in ("missing", "absent")


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
        "name", ["20241205_WDI_indicators.csv", "API_SRB_DS2_en_csv_v2_1239976.csv", "Population_1960-2019.csv"]
    )
    def test_real_shapes(self, name: str) -> None:
        assert len(wdi.read(REAL / "wb_milex" / name).series) > 100


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
    @pytest.mark.parametrize(
        ("name", "lines"),
        [
            ("register_all_1950-2024_comments_bom.csv", 29507),
            ("register_all_generated_2025-03-13_latin1_preamble.csv", 29515),
            ("deliveries_1995-2025_generated_2026-02-12_ATDBID.csv", 25024),
            ("deliveries_2000-2030_generated_2025-01-03_ATDBID_preamble.csv", 20480),
        ],
    )
    def test_real_registers_import_whole(self, name: str, lines: int) -> None:
        found = sipri.read(REAL / "sipri_registers" / name)
        assert sum(found.counts.values()) == lines
        assert {row["category"] for row in found.transfers} <= set(packs.CATEGORIES)
        assert sum(row["category"] == "other" for row in found.transfers) < 0.05 * len(found.transfers)


class TestKept:
    def test_every_kind_is_offered(self) -> None:
        assert tuple(KINDS) == IMPORTS

    def test_editions_stand_side_by_side(self, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for year, money in ((2022, 10), (2023, 11)):
            file = workbook(tmp_path / f"{year}.xlsx", ["Country", 2021, year], [["Serbia", 9, money]], "Current US$")
            assert main(["import", "milex", str(file), "--register", place]) == 0
        assert main(["import", "milex", str(file), "--register", place]) == 0
        assert "were there already" in capsys.readouterr().out
        with Register.open(place) as register:
            reference = Reference(register)
            assert len(reference.editions()) == 2
            latest = reference.series("military spending", ["SRB"])
            assert latest.value("SRB", 2023) == 11e6 and "2021-2023" in latest.edition
            older = reference.series("military spending", ["SRB"], "2022.xlsx")
            assert older.years() == [2021, 2022]
            with pytest.raises(Missing, match="materiel reference"):
                reference.series("military spending", ["SRB"], "no such")
        assert main(["reference", "--register", place]) == 0
        assert "2022.xlsx" in capsys.readouterr().out

    def test_on_every_database(self, place: str, tmp_path: Path) -> None:
        """Editions, series, ties, events and transfers come back as they went in, from SQLite and PostgreSQL."""
        lines = TestSipri.HEAD + "Kosovo,Turkiye,2022,?,5,,Bayraktar TB2,armed UAV,5,,2023,New,,1,5,5\n"
        td = "rivalryno,rivalryname,ccode1,ccode2,styear,endyear,type1,type2,type3\n1,S-K,345,347,2008,2010,spatial,,\n"
        head = "GLOBALEVENTID,SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode,GoldsteinScale\n"
        workbook(tmp_path / "m.xlsx", ["Country", 2022, 2023], [["Serbia", 10, ". ."]], "Current US$")
        files = {
            "sipri": written(tmp_path, "s.csv", lines),
            "rivalries": written(tmp_path, "r.csv", td),
            "gdelt": written(tmp_path, "g.csv", head + "1,20240201,SRB,KSV,190,-10\n"),
            "milex": tmp_path / "m.xlsx",
        }
        for kind, file in files.items():
            assert main(["import", kind, str(file), "--register", place]) == 0
        with materiel.open(place) as desk:
            held = desk.held
            assert [one.kind for one in held.reference.editions()] == list(files)[::-1]
            assert [(one.id, one.supplier, one.delivered) for one in held.transfers(["XKX"])] == [
                ("line 2", ("TUR",), (2023,))
            ]
            assert held.rivals("SRB", 2024) == ["XKX"]
            assert desk.pair("XKX", "SRB").tension().value == 10
            assert desk.country("SRB").spending().value == 10e6
            assert {one.name: one.value for one in desk.region("SRB,XKX,TUR").answers()}["relations"] == 0

    def test_what_is_imported_is_weighed(self, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        lines = TestSipri.HEAD + "Kosovo,Turkiye,2022,?,5,,Bayraktar TB2,armed UAV,5,,2023,New,,1,5,5\n"
        assert main(["import", "sipri", str(written(tmp_path, "s.csv", lines)), "--register", place]) == 0
        assert main(["weigh", "country", "XKX", "--only", "supply", "--format", "json", "--register", place]) == 0
        told = json.loads(capsys.readouterr().out.partition("[")[2].join(("[", "")))
        assert told[0]["rows"][0]["supplier"] == "TUR" and "trade register" in told[0]["editions"][0]

    @pytest.mark.parametrize(
        ("words", "told"), [(["dances", "x.csv"], "choose one of sipri"), (["wdi", "absent.csv"], "no such file")]
    )
    def test_a_wrong_import_says_so(
        self, place: str, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["import", *words, "--register", place]) == 2
        assert told in capsys.readouterr().err

    def test_binary_and_foreign_files_are_refused(self, tmp_path: Path) -> None:
        zeros = tmp_path / "z.csv"
        zeros.write_bytes(b"\x00" * 100)
        other = written(tmp_path, "o.csv", "a,b\n1,2\n")
        for _, read in KINDS.values():
            for file in (zeros, other):
                with pytest.raises(Missing):
                    assert isinstance(read(file), Imported)
