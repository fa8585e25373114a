"""``materiel check``: the claims of a text against series and register."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import made
from materiel.cli import main
from materiel.record.store import Register
from materiel.weigh.check import check, compared
from materiel.weigh.reference import BUNDLED, Reference, bundled

SPENT = bundled("military spending", ("SRB",)).value("SRB", 2019) or 0.0


def claims(*deals: object, register: Register | None = None, **page: object) -> list[dict[str, object]]:
    _, reading = made.entry("text", *deals, **page)  # type: ignore[arg-type]
    return check(reading, Reference(register), register)


def spending(**told: object) -> object:
    return made.figure(**({"country": "SRB", "amount": SPENT, "currency": "USD", "year": 2019} | told))


def test_difference_by_hand() -> None:
    assert compared(105, 100) == ("agrees", pytest.approx(0.05))
    assert compared(90, 100) == ("differs", pytest.approx(-0.1))
    assert compared(1, 0)[0] == "differs"


def test_a_figure_agrees_or_differs() -> None:
    (row,) = claims(figures=(spending(),))
    assert row["verdict"] == "agrees" and row["known"] == SPENT and BUNDLED in str(row["source"])
    (row,) = claims(figures=(spending(amount=SPENT * 1.5),))
    assert row["verdict"] == "differs" and row["by"] == pytest.approx(0.5)


def test_a_figure_without_a_year_takes_the_last_before_the_text() -> None:
    (row,) = claims(figures=(spending(year=None),), published="2018-06-01")
    assert row["year"] == 2018 and "year assumed" in str(row["source"])


@pytest.mark.parametrize(("country", "currency"), [("SRB", "RSD"), ("POL", "PLN"), ("DEU", "EUR")])
def test_amounts_in_the_currency_of_the_state_are_checked(country: str, currency: str) -> None:
    known = bundled("military spending local", (country,)).value(country, 2022) or 0.0
    (row,) = claims(figures=(spending(country=country, currency=currency, amount=known * 1.02, year=2022),))
    assert row["verdict"] == "agrees" and row["known"] == known and "MS.MIL.XPND.CN" in str(row["source"])
    (row,) = claims(figures=(spending(country=country, currency=currency, amount=known * 2, year=2022),))
    assert row["verdict"] == "differs" and row["by"] == pytest.approx(1)


def test_shares_and_soldiers_are_checked_too() -> None:
    share = bundled("gdp share", ("GRC",)).value("GRC", 2020)
    rows = claims(
        figures=(
            made.figure(country="GRC", measure="gdp share", amount=share, currency=None, year=2020),
            made.figure(country="SRB", measure="personnel", amount=1e6, currency=None, year=2019),
        )
    )
    assert [row["verdict"] for row in rows] == ["agrees", "differs"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"currency": "CHF"}, "CHF"),
        ({"year": 1950}, "materiel import milex"),
        ({"country": "AND"}, "has no figure of Andorra"),
        ({"country": "BGR", "currency": "EUR"}, "BGN"),
    ],
)
def test_what_cannot_be_checked_says_why(told: dict[str, object], why: str) -> None:
    (row,) = claims(figures=(spending(**told),))
    assert row["verdict"] == "unknown" and why in str(row["source"]) and row["known"] is None


def test_a_deal_is_held_against_the_register(tmp_path: Path) -> None:
    with Register.open(tmp_path / "r.db") as register:
        register.add(*made.entry("one", made.deal(order_date="2022", money=(50e6, "EUR"))))
        register.add(*made.entry("two", made.deal(order_date="2022")))
        register.resolve()
        told = made.deal(quantity=6, order_date="2019-05", money=(50e6, "EUR"))
        rows = {str(row["claim"]).rpartition(": ")[2]: row for row in claims(told, register=register)}
        number = rows["number of Bayraktar TB2"]
        found = number["verdict"], number["known"], number["by"], number["origins"]
        assert found == ("differs", 5, pytest.approx(0.2), 2) and number["says"] == ["one", "two"]
        assert number["quote"] == "6" and isinstance(number["start"], int)
        assert rows["value"]["says"] == ["one"], "the other report tells no value"
        assert (rows["value"]["verdict"], rows["order date"]["verdict"], rows["order date"]["by"]) == (
            "agrees",
            "differs",
            -3,
        )
        (row,) = claims(made.deal(recipient=("ALB",)), register=register)
        assert row["verdict"] == "unknown" and "number to compare" in str(row["source"])


def test_dates_are_held_against_an_imported_register_too(tmp_path: Path) -> None:
    """Of the year of the order and the years of delivery (a made-up line)."""
    lines = (
        "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
        "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,"
        "Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production\n"
        "7,Turkiye,Kosovo,Bayraktar TB-2,UAV,Aircraft,2022,No,3,No,2023,No,New,1,1,3,No\n"
        "7,Turkiye,Kosovo,Bayraktar TB-2,UAV,Aircraft,2022,No,2,No,2025,No,New,1,1,2,No\n"
    )
    (tmp_path / "register.csv").write_text(lines, "utf-8")
    place = str(tmp_path / "r.db")
    assert main(["import", "sipri", str(tmp_path / "register.csv"), "--register", place]) == 0
    told = made.deal(status="delivered", order_date="2022-04", delivery_date="2025-03-09")
    with Register.open(place) as register:
        rows = {str(row["claim"]).rpartition(": ")[2]: row for row in claims(told, register=register)}
    assert {rows[f"{what} date"]["verdict"] for what in ("order", "delivery")} == {"agrees"}
    assert (rows["order date"]["known"], rows["delivery date"]["known"]) == ("2022", "2025")
    assert "trade register" in str(rows["order date"]["source"]) and rows["order date"]["origins"] is None
    late = made.deal(status="delivered", delivery_date="2027")
    with Register.open(place) as register:
        (row,) = (row for row in claims(late, register=register) if str(row["claim"]).endswith("date"))
    assert (row["verdict"], row["by"]) == ("differs", 2)


def test_other_editions_are_named_with_their_figures(tmp_path: Path) -> None:
    lines = "Country Name,Country Code,Indicator Name,Indicator Code,2019\n"
    lines += "Serbia,SRB,Military expenditure (current USD),MS.MIL.XPND.CD,1000000000\n"
    (tmp_path / "wdi.csv").write_text(lines, "utf-8")
    place = str(tmp_path / "r.db")
    assert main(["import", "wdi", str(tmp_path / "wdi.csv"), "--register", place]) == 0
    with Register.open(place) as register:
        (row,) = claims(figures=(spending(amount=1.02e9),), register=register)
    assert row["known"] == 1e9 and row["verdict"] == "agrees" and row["origins"] is None
    (other,) = row["says"]  # type: ignore[misc]
    assert BUNDLED in str(other) and str(other).endswith(f": {SPENT:.12g}")


def test_the_command_reads_prose_and_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MATERIEL_REGISTER", raising=False)
    file = tmp_path / "t.html"
    head = "<article><h1>Military spending of the Balkans</h1><p>Serbia spent $1.14 billion on defence in 2019."
    table = "</p><table><tr><th>Country</th><th>Military spending, 2019 (US$ million)</th></tr><tr><td>Greece</td>"
    last = "<td>9999</td></tr><tr><td>Albania</td><td>197</td></tr></table></article>"
    file.write_text(f"<html><body>{head}{table}{last}</body></html>", "utf-8")
    assert main(["check", str(file), "--format", "json"]) == 0
    rows = {row["claim"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["Serbia: military spending"]["verdict"] == "agrees"
    assert rows["Greece: military spending"]["verdict"] == "differs"
    assert rows["Albania: military spending"]["verdict"] == "agrees"
    assert main(["check", str(file)]) == 0
    out = capsys.readouterr().out
    assert "3 claims: 2 agree, 1 differs, 0 cannot be checked" in out and "no register" in out


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Register.open(tmp_path / "r.db"):
        pass
    assert main(["check", str(tmp_path / "absent.html"), "--register", str(tmp_path / "r.db")]) == 1
    assert "absent.html" in capsys.readouterr().err
