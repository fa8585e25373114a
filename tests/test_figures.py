"""Military spending, its share of GDP and personnel, in prose and in tables; and tables of deals."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from materiel.read.page.text import document
from materiel.read.rules import code
from materiel.types import Block, Document, Page, Reading

Told = tuple[str, str, float, str | None, int | None]


def told(reading: Reading) -> list[Told]:
    """The figures of a reading as plain rows; every quote must stand."""
    for figure in reading.figures:
        assert {"country", "amount"} <= set(figure.evidence)
        assert figure.year is None or figure.evidence["year"]
        quotes = [quote for quotes in figure.evidence.values() for quote in quotes]
        assert all(quote.stands_in(reading.document.text) for quote in quotes)
    return [(one.country, one.measure, one.amount, one.currency, one.year) for one in reading.figures]


def prose(text: str, lang: str = "en") -> Reading:
    """The reading of a text of one paragraph."""
    return code(Document("x", text, (Block("paragraph", 0, len(text)),), lang=lang, published="2024-06-01"))


def table(lead: str, rows: Sequence[Sequence[str]]) -> Reading:
    """The reading of an HTML page with a lead and a table."""
    cells = ["".join(f"<{tag}>{cell}</{tag}>" for cell in row) for tag, row in _tagged(rows)]
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    page = (
        "<!doctype html><html lang=en><head><title>What the region buys and spends</title></head><body><article>"
        f"<h1>What the region buys and spends</h1><p>{lead}</p><table>{body}</table>"
        "<p>The ministries said that auditors will go through the list again before it is printed.</p>"
        "</article></body></html>"
    )
    return code(document(Page("x", "x.html", page.encode())))


def _tagged(rows: Sequence[Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    return [("td" if number else "th", row) for number, row in enumerate(rows)]


SPENDING, SHARE, PERSONNEL = "military spending", "gdp share", "personnel"

# fmt: off
PROSE: list[tuple[str, list[Told]]] = [
    ("Serbia spent 1.4 billion dollars on defence in 2023.", [("SRB", SPENDING, 1.4e9, "USD", 2023)]),
    ("Croatia's defence budget of 1.2 billion euros in 2024 is its largest.", [("HRV", SPENDING, 1.2e9, "EUR", 2024)]),
    ("Serbia's 2024 military budget is 150 billion dinars.", [("SRB", SPENDING, 1.5e11, "RSD", 2024)]),
    ("Poland will spend 4.1 per cent of its GDP on defence in 2024.", [("POL", SHARE, 4.1, None, 2024)]),
    ("In 2022 Greece spent 3.7% of GDP on its military.", [("GRC", SHARE, 3.7, None, 2022)]),
    (
        "Military spending in Greece reached $8.1 billion in 2022, or 3.7% of GDP.",
        [("GRC", SPENDING, 8.1e9, "USD", 2022), ("GRC", SHARE, 3.7, None, 2022)],
    ),
    ("Its army grew. Serbia's defence budget rose by 12 percent to 1.6 billion euros in 2024.",
     [("SRB", SPENDING, 1.6e9, "EUR", 2024)]),
    ("Croatia's defence budget was cut from 1.3 billion euros to 1.1 billion euros in 2015.",
     [("HRV", SPENDING, 1.1e9, "EUR", 2015)]),
    ("Military spending in 2020: Latvia 760 million, Bosnia and Herzegovina 165, and Malta 74.5 million dollars.",
     [("LVA", SPENDING, 7.6e8, "USD", 2020), ("BIH", SPENDING, 1.65e8, "USD", 2020),
      ("MLT", SPENDING, 7.45e7, "USD", 2020)]),
    ("Poland spent 57 billion zloty (some $13 billion) on defence in 2022.",
     [("POL", SPENDING, 5.7e10, "PLN", 2022)]),
    ("Greece raised its military budget. It reached 7 billion euros in 2022, of which 2 billion euros went to ships.",
     [("GRC", SPENDING, 7e9, "EUR", 2022)]),
    ("Greece spends more than 3 percent of GDP on defence.", [("GRC", SHARE, 3, None, None)]),
    ("The armed forces of Slovakia have 19,500 active soldiers.", [("SVK", PERSONNEL, 19_500, None, None)]),
    ("Kosovo, which bought drones from Turkey, spent 150 million euros on defence in 2023.",
     [("XKX", SPENDING, 1.5e8, "EUR", 2023)]),
    ("NATO's members have promised to spend 2 percent of GDP on defence.", []),
    ("Belgium missed the alliance's defence spending target of 2 percent of GDP.", []),
    ("Croatia's defence spending was 300 million euros higher in 2023.", []),
    ("Serbia's military spending rose by 200 million dollars in 2023.", []),
    ("Serbia's trade with Greece reached 8.1 billion dollars in 2022.", []),
    ("Unemployment in Greece fell to 3.7 percent of the workforce.", []),
    ("Some 9,000 troops took part in the exercise in Serbia.", []),
]
# fmt: on


@pytest.mark.parametrize(("text", "figures"), PROSE)
def test_figures_in_prose(text: str, figures: list[Told]) -> None:
    assert told(prose(text)) == figures


def test_a_table_with_a_column_for_each_measure() -> None:
    reading = table(
        "The defence budgets of three states are set side by side below, as their ministries gave them.",
        [
            ["Country", "Year", "Military spending (USD bn)", "Share of GDP", "Personnel"],
            ["Serbia", "2023", "1.5", "2.1%", "28,000"],
            ["Greece", "2023", "7.7", "3.2%", "142,000"],
            ["Albania", "2023", "0.4", "1.8%", "7,500"],
        ],
    )
    assert told(reading) == [
        ("SRB", SPENDING, 1.5e9, "USD", 2023), ("SRB", SHARE, 2.1, None, 2023), ("SRB", PERSONNEL, 28_000, None, 2023),
        ("GRC", SPENDING, 7.7e9, "USD", 2023), ("GRC", SHARE, 3.2, None, 2023), ("GRC", PERSONNEL, 142_000, None, 2023),
        ("ALB", SPENDING, 4e8, "USD", 2023), ("ALB", SHARE, 1.8, None, 2023), ("ALB", PERSONNEL, 7500, None, 2023),
    ]  # fmt: skip


def test_a_table_with_a_column_for_each_year_takes_measure_and_unit_from_the_words_before() -> None:
    reading = table(
        "Military spending of three states is given in million euros.",
        [
            ["Country", "2022", "2023"],
            ["Serbia", "1,400", "1,500"],
            ["Croatia", "1,300", "1,350"],
            ["Albania", "290", "350"],
        ],
    )
    amounts = {(country, year): amount for country, measure, amount, _, year in told(reading) if measure == SPENDING}
    assert amounts == {
        ("SRB", 2022): 1.4e9, ("SRB", 2023): 1.5e9, ("HRV", 2022): 1.3e9, ("HRV", 2023): 1.35e9,
        ("ALB", 2022): 2.9e8, ("ALB", 2023): 3.5e8,
    }  # fmt: skip


def test_a_table_may_have_a_row_for_each_measure_or_year_or_no_header() -> None:
    by_measure = table(
        "Serbia's military figures are set out below, with notes of the ministry on how they were counted.",
        [
            ["", "2022", "2023"],
            ["Defence budget (RSD bn)", "120", "150"],
            ["Share of GDP", "1.9%", "2.1%"],
            ["Active personnel", "27,500", "28,000"],
        ],
    )
    assert told(by_measure) == [
        ("SRB", SPENDING, 1.2e11, "RSD", 2022), ("SRB", SPENDING, 1.5e11, "RSD", 2023),
        ("SRB", SHARE, 1.9, None, 2022), ("SRB", SHARE, 2.1, None, 2023),
        ("SRB", PERSONNEL, 27_500, None, 2022), ("SRB", PERSONNEL, 28_000, None, 2023),
    ]  # fmt: skip
    by_year = table(
        "Military spending of two states over the years, in millions of dollars, with the change on the year.",
        [
            ["Year", "Greece", "Change", "Turkey", "Change"],
            ["2021", "8,006", "+3%", "15,478", "-4%"],
            ["2022", "8,105", "+1%", "10,645", "-31%"],
        ],
    )
    assert told(by_year) == [
        ("GRC", SPENDING, 8.006e9, "USD", 2021), ("TUR", SPENDING, 1.5478e10, "USD", 2021),
        ("GRC", SPENDING, 8.105e9, "USD", 2022), ("TUR", SPENDING, 1.0645e10, "USD", 2022),
    ]  # fmt: skip
    plain = (
        "Who spends how much on defence\n\nThe alliance has published its estimates for 2023 (share of GDP):\n\n"
        "Poland ........ 3.9%\nGreece ........ 3.1%\nUK ............ 2.3%\n\nIceland has no armed forces.\n"
    )
    assert told(code(document(Page("x", "x.txt", plain.encode())))) == [
        ("POL", SHARE, 3.9, None, 2023), ("GRC", SHARE, 3.1, None, 2023), ("GBR", SHARE, 2.3, None, 2023),
    ]  # fmt: skip


def test_a_table_of_something_else_has_no_figures() -> None:
    reading = table(
        "The table counts the visitors of three national parks by the state that they came from.",
        [["Country", "2022", "2023"], ["Serbia", "1,400", "1,500"], ["Croatia", "1,300", "1,350"]],
    )
    assert told(reading) == []


def test_the_header_of_a_table_of_deals_tells_who_is_who() -> None:
    reading = table(
        "The table lists arms deliveries to states in the region and who supplied the weapons this year.",
        [
            ["Supplier", "Recipient", "Weapon", "Number"],
            ["Turkey", "Kosovo", "Bayraktar TB2 drones", "5"],
            ["France", "Serbia", "Rafale fighter jets", "12"],
            ["China", "Serbia", "FK-3 air defence systems", "4"],
        ],
    )
    rows = [
        (deal.supplier, deal.recipient, deal.weapons[0].designation, deal.weapons[0].quantity) for deal in reading.deals
    ]
    assert rows == [
        (("TUR",), ("XKX",), "Bayraktar TB2", 5),
        (("FRA",), ("SRB",), "Rafale", 12),
        (("CHN",), ("SRB",), "FK-3", 4),
    ]


def test_the_columns_of_a_table_of_deals_may_stand_in_any_order() -> None:
    reading = table(
        "The table lists arms deliveries to states in the region and who supplied the weapons this year.",
        [
            ["Quantity", "Weapon", "Buyer", "Seller"],
            ["12", "Rafale fighter jets", "Serbia", "France"],
            ["5", "Bayraktar TB2 drones", "Kosovo", "Turkey"],
        ],
    )
    rows = [(deal.supplier, deal.recipient, deal.weapons[0].quantity) for deal in reading.deals]
    assert rows == [(("FRA",), ("SRB",), 12), (("TUR",), ("XKX",), 5)]
