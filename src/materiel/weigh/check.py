"""Check: what one text states - spending, shares of GDP, personnel, quantities, values, years - against what is known.

Each claim agrees, differs (by how much), or cannot be checked (and why), with the edition or deal it was held against
and who else says so. A difference is no error of either side: definitions, years and exchange rates differ too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from materiel import packs
from materiel.record import query
from materiel.record.filters import Filter
from materiel.record.store import Register
from materiel.types import Deal, Figure, Quote, Reading
from materiel.weigh.indicator import Missing
from materiel.weigh.reference import BUNDLED, Reference, Series
from materiel.weigh.transfers import Transfer, alike, of_import

AGREES = 0.05
"""Relative difference up to which two figures agree: texts round, and editions are revised by as much."""

NAMES = {"gdp share": "military spending, % of GDP", "personnel": "armed forces personnel"}
"""What measures are called in claims, where they are not called by their own name."""

SERIES = ("milex", "wdi", "nmc")
"""Kinds of editions that hold yearly figures."""

YEARS_AGREE = 1
"""Years by which dates of one deal may differ: a contract is signed in one year and counted in the next."""

Row = dict[str, Any]


def check(reading: Reading, reference: Reference, register: Register | None = None) -> list[Row]:
    """The claims of a text, in its order.

    Each has ``document, claim, stated, unit, known, verdict, by, year, source, origins, says, quote, start``:
    ``verdict`` is agrees, differs or unknown; ``by`` the relative difference (years for dates); ``says`` who else says
    what is known - independent origins of the register, or other editions with their figures - and ``origins`` how many
    such origins there are, None for figures; ``quote`` and ``start`` where the text states it.
    """
    rows = [_figure(one, reading, reference) for one in reading.figures]
    for deal in reading.deals:
        rows += _deal(deal, reference, register)
    told = [{"document": reading.document.id, **row} for row in rows]
    return sorted(told, key=lambda row: (row["start"] is None, row["start"] or 0, row["claim"]))


def compared(stated: float, known: float) -> tuple[str, float]:
    """(agrees or differs, relative difference to what is known)."""
    by = stated / known - 1 if known else float("inf")
    return ("agrees" if abs(by) <= AGREES + 1e-9 else "differs"), by


def _figure(one: Figure, reading: Reading, reference: Reference) -> Row:
    """A figure of a state as a claim, against its series."""
    claim = f"{packs.state_name(one.country)}: {NAMES.get(one.measure, one.measure)}"
    stated = {"claim": claim, "stated": one.amount, "unit": one.currency or "", **_quoted(one.evidence, "amount")}
    return stated | figure(one, reading.document.published, reference)


def figure(one: Figure, published: str | None, reference: Reference) -> Row:
    """``known, verdict, by, year, source, origins, says`` of a figure of a state: it is held against the series of the
    year that is told, else of the last year with one before the text was ``published``."""
    series = _series(one, reference)
    if isinstance(series, str):
        return _unknown({}, series)
    year = one.year or _latest(series, one.country, published)
    known = series.value(one.country, year) if year else None
    if year is None or known is None:
        when = f" for {one.year}" if one.year else ""
        name = packs.state_name(one.country)
        why = f"{series.edition} has no figure of {name}{when}; `materiel import milex FILE` or `wdi` may"
        return _unknown({}, why)
    verdict, by = compared(one.amount, known)
    flag = series.flag(one.country, year)
    source = f"{series.edition}{f', {flag}' if flag else ''}{'' if one.year else ', year assumed'}"
    says = [f"{edition}: {value:.12g}" for edition, value in _others(series, one.country, year, reference)]
    return {
        "known": known, "verdict": verdict, "by": by, "year": year, "source": source, "origins": None, "says": says,
    }  # fmt: skip


def _others(series: Series, country: str, year: int, reference: Reference) -> Iterator[tuple[str, float]]:
    """What the other editions that hold the series have for the state and year."""
    for edition in (*(one.digest for one in reference.editions() if one.kind in SERIES), BUNDLED):
        try:
            other = reference.series(series.measure, [country], edition)
        except Missing:
            continue
        value = other.value(country, year)
        if value is not None and other.edition != series.edition:
            yield other.edition, value


def _series(one: Figure, reference: Reference) -> Series | str:
    """The series that a figure can be held against, or why there is none."""
    if one.measure != "military spending":
        return reference.series(one.measure, [one.country])
    if one.currency == "USD":
        return reference.series("military spending", [one.country])
    former = packs.toml("reference", "measures.toml")["former"].get(one.country)
    own = former or packs.states().get(one.country, {}).get("currency")
    if one.currency and own == one.currency:
        return reference.series("military spending local", [one.country])
    if former:
        return f"an amount in {one.currency} cannot be compared: the series is in US dollars or in {former}, left since"
    money = one.currency or "no currency"
    return f"an amount in {money} cannot be compared: the series are in US dollars or local currency"


def _latest(series: Series, country: str, published: str | None) -> int | None:
    """The last year with a figure, not after the text appeared."""
    until = int(published[:4]) if published else 9999
    years = [year for year in series.years() if year <= until and series.value(country, year) is not None]
    return years[-1] if years else None


def _deal(deal: Deal, reference: Reference, register: Register | None) -> Iterator[Row]:
    """The quantities, value and years of a deal against the register and an imported trade register."""
    if not deal.supplier or not deal.recipient:
        return
    told, held = list(_of_register(deal, register)), Held(register)
    known = of_import(reference, list(deal.recipient))
    parties = f"{packs.state_names(deal.supplier)} to {packs.state_names(deal.recipient)}"
    listed: list[Transfer] = []
    for index, weapon in enumerate(deal.weapons):
        wanted = Transfer(
            "", "", deal.supplier, deal.recipient, weapon.designation or weapon.name, weapon.category, "", None
        )
        others = [row for row in told if any(_same(wanted, one) for one in row["weapons"])]
        lists = [one for one in known if alike(wanted, one) and set(one.supplier) & set(deal.supplier)]
        lists = [one for one in lists if _near(deal, one)]
        listed += lists
        if weapon.quantity is not None:
            claim = f"{parties}: number of {weapon.designation or weapon.name}"
            start = {
                "claim": claim,
                "stated": weapon.quantity,
                "unit": "",
                **_quoted(deal.evidence, f"weapons[{index}].quantity"),
            }
            yield _quantity(start, wanted, others, lists, held)
    if deal.value is not None:
        start = {"claim": f"{parties}: value", "stated": deal.value.amount, "unit": deal.value.currency}
        yield _value({**start, **_quoted(deal.evidence, "value")}, deal.value.currency, told, held)
    for field in ("order_date", "delivery_date"):
        stated = getattr(deal, field)
        if stated:
            start = {"claim": f"{parties}: {field.replace('_', ' ')}", "stated": stated, "unit": ""}
            yield _date({**start, **_quoted(deal.evidence, field)}, field, _dated(field, told, listed), held)


@dataclass(frozen=True, slots=True)
class Held:
    """The register that claims are held against, asked who says what."""

    register: Register | None

    def says(self, row: Mapping[str, Any], field: str) -> list[str]:
        """The independent origins that state the value which the register prefers for a field of a deal."""
        cell = query.cell(self.register, row["id"], field) if self.register else None
        preferred = [one for one in cell["values"] if one["preferred"]] if cell else []
        return list(dict.fromkeys(quote["origin"] for one in preferred for quote in one["quotes"] if quote["origin"]))


def _of_register(deal: Deal, register: Register | None) -> Iterator[Mapping[str, Any]]:
    """The deals of the register between the same parties that share a kind of goods."""
    if register is None:
        return
    kinds = {weapon.category for weapon in deal.weapons}
    for row in query.deals(register, Filter(supplier=deal.supplier[0], recipient=deal.recipient[0], background=True)):
        if kinds & {weapon["category"] for weapon in row["weapons"]}:
            yield row


def _quantity(start: Row, wanted: Transfer, others: list[Mapping[str, Any]], lists: list[Transfer], held: Held) -> Row:
    found: list[tuple[float, str, list[str] | None]] = [
        (float(weapon["quantity"]), f"register, deal {row['id']}", held.says(row, f"weapons[{index}].quantity"))
        for row in others
        for index, weapon in enumerate(row["weapons"])
        if _same(wanted, weapon) and weapon["quantity"]
    ]
    found += [(float(one.quantity), f"{one.source}, {one.id}", None) for one in lists if one.quantity]
    return _closest(start, found)


def _value(start: Row, currency: str, told: list[Mapping[str, Any]], held: Held) -> Row:
    valued = [(row, row["value"]) for row in told if row["value"] and row["value"]["currency"] == currency]
    found = [(value["amount"], f"register, deal {row['id']}", held.says(row, "value")) for row, value in valued]
    return _closest(start, found)


def _dated(
    field: str, told: Sequence[Mapping[str, Any]], listed: Sequence[Transfer]
) -> list[tuple[int, str, Mapping[str, Any] | Transfer]]:
    """(year, date, who says so) of the deals of the register and of the imported transfers; the register's first."""
    found: list[tuple[int, str, Mapping[str, Any] | Transfer]] = [
        (int(row[field][:4]), row[field], row)
        for row in sorted(told, key=lambda row: -int(row["origins"]))
        if row[field]
    ]
    for one in listed:
        years = one.delivered if field == "delivery_date" else (one.year,)
        found += [(year, str(year), one) for year in years if year is not None]
    return found


def _date(start: Row, field: str, found: Sequence[tuple[int, str, Mapping[str, Any] | Transfer]], held: Held) -> Row:
    """The year of a date against the nearest that is known; a range counts by its first year."""
    if not found:
        return _unknown(start, "neither the register nor an imported trade register dates this deal")
    year = int(str(start["stated"])[:4])
    known, shown, by = min(found, key=lambda one: abs(one[0] - year))
    verdict = "agrees" if abs(year - known) <= YEARS_AGREE else "differs"
    told: Row = {"known": shown, "verdict": verdict, "by": year - known, "year": known}
    if isinstance(by, Transfer):
        return {**start, **told, "source": f"{by.source}, {by.id}", "origins": None, "says": []}
    says = held.says(by, field)
    return {**start, **told, "source": f"register, deal {by['id']}", "origins": len(says), "says": says}


def _closest(start: Row, found: Sequence[tuple[float, str, list[str] | None]]) -> Row:
    """What is known that comes closest to the claim: a register may hold several deals between the same states."""
    if not found:
        return _unknown(start, "neither the register nor an imported trade register has a number to compare")
    known, source, says = min(found, key=lambda one: (abs(one[0] - start["stated"]), -len(one[2] or ())))
    verdict, by = compared(float(start["stated"]), known)
    told = {"year": None, "source": source, "origins": None if says is None else len(says), "says": says or []}
    return {**start, "known": known, "verdict": verdict, "by": by, **told}


def _unknown(start: Row, why: str) -> Row:
    told: Row = {"year": None, "source": why, "origins": None, "says": []}
    return {**start, "known": None, "verdict": "unknown", "by": None, **told}


def _same(wanted: Transfer, weapon: Mapping[str, Any]) -> bool:
    name = weapon["designation"] or weapon["name"] or weapon["category"]
    other = Transfer("", "", (), (), name, weapon["category"], "", None)
    return alike(wanted, other)


def _near(deal: Deal, one: Transfer) -> bool:
    """Whether an imported transfer may be the deal: of a year near to the one that the text tells, if it tells any."""
    told = deal.order_date or deal.delivery_date
    years = [year for year in (one.year, *one.delivered) if year is not None]
    return not told or any(abs(int(told[:4]) - year) <= 2 for year in years)


def _quoted(evidence: Mapping[str, tuple[Quote, ...]], field: str) -> Row:
    quotes = evidence.get(field, ())
    return {"quote": quotes[0].exact if quotes else None, "start": quotes[0].start if quotes else None}
