"""Imports of ties and events: conflicts, disputes, alliances, rivalries, contiguity, GDELT, PLOVER.

Small made-up files, and the real ones where ../shared/reference is there: no value of a real file stands here, spot
values are read from the file a second time, in another way.
"""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from import_files import REAL, real, written
from materiel.weigh.importers import conflict, events, ties
from materiel.weigh.indicator import Missing


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
