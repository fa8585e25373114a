"""Back-tests of weigh on the real reference files: does a measure tell what history knows?

    python bench/backtest.py [../shared/reference]

Races: Richardson's coefficients and joint growth against arms races that reference works and a briefing date
(bench/races.csv: a source a row, nearly all of them secondary), and against the list of Gibler, Rider and Hutchison
where the folder holds it (ccode1, ccode2, styear, endyear, as R's peacesciencer has it). Tension: a month of GDELT.
Base rates: against an independent query of the raw files. Prints tables; writes nothing.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from materiel.record.sipri import layouts
from materiel.weigh import outcomes, race, tension
from materiel.weigh.importers import conflict, events, nmc, sipri, ties
from materiel.weigh.importers.names import cow, successor
from materiel.weigh.reactions import Event
from materiel.weigh.reference import Tie
from materiel.weigh.stats import auc, binomial_interval
from materiel.weigh.transfers import Transfer

HERE = Path(__file__).parent
REGISTER = "sipri_registers/register_all_1950-2024_comments_bom.csv"
WINDOWS = [(start, start + 9) for start in (*range(1844, 1905, 10), *range(1924, 2005, 10))]
"""Ten years each; none holds 1914, when the unit of the spending series changes from pounds to dollars, nor the war
that followed."""

PUBLISHED = "peace_data/csv/grh_arms_races.csv.gz"
"""Gibler, Rider and Hutchison, Journal of Peace Research 42, 2005, 131, appendix; not among the files at hand."""

OVERLAP = 4
"""Years that a listed race and a window must share."""


def main(folder: Path) -> None:
    """Prints all back-tests."""
    held = ties.rivalries(folder / "peace_data/csv/tss_rivalries.csv.gz").pairs
    rivalries = [Tie(**row, edition=1) for row in held]
    spending = _spending(folder)
    with (HERE / "races.csv").open() as file:
        listed = [_race(row, (row["one"], row["other"]), ("start", "end")) for row in csv.DictReader(file)]
    races(spending, rivalries, "bench/races.csv", listed)
    if (folder / PUBLISHED).is_file():
        with gzip.open(folder / PUBLISHED, "rt") as file:
            rows = list(csv.DictReader(file))
        listed = [_race(row, (cow(row["ccode1"]), cow(row["ccode2"])), ("styear", "endyear")) for row in rows]
        races(spending, rivalries, PUBLISHED, listed)
    else:
        print(f"Arms races: {PUBLISHED} is not there to be tested against; R's peacesciencer has it as grh_arms_races")
    tense(folder)
    followed(folder, rivalries)


Race = tuple[frozenset[str], int, int]
"""The two states of an arms race, its first and its last year."""


def _spending(folder: Path) -> Mapping[str, Mapping[int, float]]:
    spending: dict[str, dict[int, float]] = defaultdict(dict)
    for row in nmc.read(folder / "peace_data/csv/cow_nmc.csv.gz").series:
        if row["measure"] == "military spending nmc" and row["value"]:
            spending[row["country"]][row["year"]] = row["value"]
    return spending


def _race(row: Mapping[str, str], states: tuple[str | None, str | None], years: tuple[str, str]) -> Race:
    start, end = (int(float(row[name])) for name in years)
    return frozenset(state or "" for state in states), start, end


def races(
    spending: Mapping[str, Mapping[int, float]], rivalries: Iterable[Tie], name: str, listed: Iterable[Race]
) -> None:
    """Windows of rival pairs, those of a race of the list against the others."""
    rivalries, listed = list(rivalries), list(listed)
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in ("richardson", "joint growth")}
    unknown = 0
    for first, last in WINDOWS:
        rivals = {frozenset((one.a, one.b)) for one in rivalries if _during(one, first, last)}
        raced = {pair for pair, start, end in listed if min(end, last) - max(start, first) + 1 >= OVERLAP}
        for pair in sorted(rivals | raced, key=sorted):
            one, other = sorted(pair)
            years = range(first, last + 1)
            series = [[spending.get(state, {}).get(year) for year in years] for state in (one, other)]
            if any(None in own for own in series):
                unknown += pair in raced
                continue
            x, y = ([value or 0.0 for value in own] for own in series)
            place = 0 if pair in raced else 1
            found["richardson"][place].append(min(race.fit(x, y).t, race.fit(y, x).t))
            found["joint growth"][place].append(race.buildup(x, y, 9))
    positive, negative = (len(side) for side in found["richardson"])
    print(f"Arms races of {name}: {positive} windows of one, {negative} of other rivals; {unknown} without figures")
    for name, (raced_, others) in found.items():
        area, low, high = auc(raced_, others)
        print(f"  {name:14} area under the curve {area:.3f} ({low:.3f} to {high:.3f}){_verdict(low)}")


def tense(folder: Path) -> None:
    """One month of events: the tension of a pair after its first half against material conflict in the second, and
    after the month against armed conflicts that began later."""
    rows = events.gdelt(folder / "gdelt_cameo/feb2012.csv").events
    onsets = conflict.disputes(folder / "peace_data/csv/gml_dirdisp.csv.gz").pairs
    last, first = max(row["start"] for row in onsets), min(row["day"] for row in rows)
    print(f"Tension against onsets of disputes: not possible; the events begin {first}, the disputes end {last[:4]}")
    fought = {
        frozenset((row["actor"], row["target"]))
        for row in rows
        if row["day"] > "2012-02-14" and row["code"][:2] in ("14", "15", "16", "17", "18", "19", "20")
    }
    _against(rows, "2012-02-14", fought, "material conflict in the second half of the month")
    wars = conflict.ucdp(folder / "ir_ucdp_nmc/ucdp-prio-acd-221.csv").pairs
    began = {frozenset((row["a"], row["b"])) for row in wars if row["start"] > "2012-02-29"}
    _against(
        rows, "2012-02-29", began, f"an armed conflict that began later, to {max(row['start'] for row in wars)[:4]}"
    )


def _against(rows: Iterable[Mapping[str, Any]], day: str, what: set[frozenset[str]], told: str) -> None:
    """Prints how the tension of pairs until ``day``, and their plain number of events, order those with ``what``."""
    before: dict[frozenset[str], list[Event]] = defaultdict(list)
    names = ("day", "actor", "target", "event", "intensity", "origin")
    for row in rows:
        if row["day"] <= day:
            before[frozenset((row["actor"], row["target"]))].append(Event(*(row[name] for name in names)))
    scores = {pair: tension.tension(held, (min(pair), max(pair)), day).value or 0.0 for pair, held in before.items()}
    print(f"  {len(before)} pairs, {len(what & set(before))} with {told}")
    for name, by in (("tension", scores), ("number of events", {pair: float(len(e)) for pair, e in before.items()})):
        area, low, high = auc([by[pair] for pair in by if pair in what], [by[pair] for pair in by if pair not in what])
        print(f"    {name:16} area under the curve {area:.3f} ({low:.3f} to {high:.3f}){_verdict(low)}")


def followed(folder: Path, rivalries: list[Tie]) -> None:
    """Base rates by category, and the same by an independent query."""
    onsets = [Tie(**row, edition=1) for row in conflict.disputes(folder / "peace_data/csv/gml_dirdisp.csv.gz").pairs]
    through = max(int(one.start[:4]) for one in onsets)
    transfers = [_transfer(row) for row in sipri.read(folder / REGISTER).transfers]
    cases = outcomes.cases(transfers, outcomes.Ties(rivalries, onsets, through))
    other = independent(folder, through)
    print(f"What followed within 24 months (register to {through}; hits/cases, exact 95 %; then against controls):")
    same, different = True, 0
    for category in sorted({case.category for case in cases}):
        firsts = [case for case in cases if case.category == category and case.first]
        later = [case for case in cases if case.category == category and not case.first]
        hits, number = outcomes.rate(firsts, 24, through)
        own, other_hits, pairs, p = outcomes.against(outcomes.matched(firsts, later), 24, through)
        low, high = binomial_interval(hits, number)
        same &= other.get(category) == (hits, number)
        different += p < 0.05 and own > other_hits
        share = f"{hits / number:.2f}" if number else "–"
        shown = f"{hits:4}/{number:<4} {share} ({low:.2f} to {high:.2f})"
        print(f"  {category:20} first {shown}   {own:3} against {other_hits:3} of {pairs:3} pairs, p = {p:.2f}")
    print(f"  first transfers followed measurably more often than their controls: {different} categories")
    print(f"  an independent query of the raw files gives the same hits and cases: {'yes' if same else f'NO: {other}'}")


def independent(folder: Path, through: int) -> dict[str, tuple[int, int]]:
    """(hits, cases) of first transfers within 24 months, by joins over the raw files; only the names of states and the
    categories are taken from materiel."""
    sold = pl.DataFrame(
        [
            {"state": successor(one.recipient), "category": one.category, "year": min(one.delivery_years)}
            for one in layouts.read(folder / REGISTER).transfers
            if one.delivery_years and one.recipient
        ]
    )
    first = sold.group_by("state", "category").agg(pl.col("year").min())
    with gzip.open(folder / "peace_data/csv/tss_rivalries.csv.gz", "rt") as file:
        rows = [
            {"state": cow(row[a]), "rival": cow(row[b]), "start": float(row["start"]), "end": float(row["end"] or 9999)}
            for row in csv.DictReader(file)
            for a, b in (("ccode1", "ccode2"), ("ccode2", "ccode1"))
        ]
    rivals = pl.DataFrame(rows).with_columns(end=pl.when(pl.col("end") >= 2020).then(9999).otherwise(pl.col("end")))
    with gzip.open(folder / "peace_data/csv/gml_dirdisp.csv.gz", "rt") as file:
        rows = [
            {
                "state": cow(row["ccode1"]),
                "rival": cow(row["ccode2"]),
                "onset": int(float(row["year"])),
                "month": float(row["stmon"]),
            }
            for row in csv.DictReader(file)
            if float(row["midonset"]) == 1
        ]
    disputes = pl.DataFrame(rows).with_columns(month=pl.when(pl.col("month") < 1).then(6.5).otherwise(pl.col("month")))
    at_risk = first.join(rivals, on="state").filter(
        (pl.col("start") <= pl.col("year")) & (pl.col("year") <= pl.col("end"))
    )
    at_risk = at_risk.filter(pl.col("year") + 2 <= through).select("state", "category", "year", "rival").unique()
    later = at_risk.join(disputes, on=["state", "rival"]).filter(pl.col("onset") > pl.col("year"))
    soon = later.filter(12 * (pl.col("onset") - pl.col("year") - 1) + pl.col("month") <= 24)
    cases = at_risk.select("state", "category", "year").unique().group_by("category").len()
    hits = dict(soon.select("state", "category", "year").unique().group_by("category").len().iter_rows())
    return {category: (hits.get(category, 0), number) for category, number in cases.iter_rows()}


def _transfer(row: dict[str, object]) -> Transfer:
    years = tuple(sorted(int(year) for year in json.loads(str(row["delivered"]))))
    supplier, recipient = (((str(row[name]),) if row[name] else ()) for name in ("supplier", "recipient"))
    return Transfer(str(row["name"]), "sipri", supplier, recipient, "", str(row["category"]), "delivered", None, years)


def _during(tie: Tie, first: int, last: int) -> bool:
    return int(tie.start[:4]) <= last and (not tie.end or int(tie.end[:4]) >= first)


def _verdict(low: float) -> str:
    return "" if low > 0.5 else "  no better than chance can be shown"


def _folder() -> Path:
    """The folder that the command line names; leaves with one sentence where it has not the files."""
    parser = argparse.ArgumentParser(description="Back-tests of weigh on the real reference files.")
    usual = HERE.parents[1] / "shared" / "reference"
    parser.add_argument("folder", nargs="?", type=Path, default=usual, help=f"reference files; default: {usual}")
    folder: Path = parser.parse_args().folder
    if not (folder / REGISTER).is_file():
        parser.exit(2, f"{folder}: {REGISTER} is not there; name the folder of the reference files\n")
    return folder


if __name__ == "__main__":
    main(_folder())
