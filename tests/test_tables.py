"""Tables of military spending in the words and number forms of each language, as a page's table and as plain lines."""

from __future__ import annotations

import pytest

from materiel.read.reader import read
from materiel.types import Failure, Page, Reading

# the lead, then country, spending in millions, and its share of GDP; names of Albania, Croatia and Greece
WORDS = {
    "en": (
        "Military spending in the region rose, the report says, and the shares of the three states with it.",
        ("Country", "military spending (million dollars)", "share of GDP", "Albania", "Croatia", "Greece"),
    ),
    "tr": (
        "Bölgede askeri harcamalar rapora göre arttı, üç ülkenin payları da onunla birlikte yükseldi.",
        ("Ülke", "askeri harcama (milyon dolar)", "GSYH payı (yüzde)", "Arnavutluk", "Hırvatistan", "Yunanistan"),
    ),
    "sr": (
        "Vojni izdaci u regionu su porasli, navodi se u izveštaju, a sa njima i udeli tri države.",
        ("Država", "vojni izdaci (milioni dolara)", "udeo u BDP-u", "Albanija", "Hrvatska", "Grčka"),
    ),
    "hr": (
        "Vojni izdaci u regiji su porasli, navodi se u izvješću, a s njima i udjeli triju država.",
        ("Država", "vojni izdaci (milijuni dolara)", "udio u BDP-u", "Albanija", "Hrvatska", "Grčka"),
    ),
    "sq": (
        "Shpenzimet ushtarake në rajon u rritën, thotë raporti, dhe bashkë me to pjesët e tri shteteve.",
        ("Vendi", "shpenzimet ushtarake (milionë dollarë)", "përqindja e PBB-së", "Shqipëria", "Kroacia", "Greqia"),
    ),
    "ru": (
        "Военные расходы в регионе выросли, говорится в докладе, а вместе с ними и доли трёх стран.",
        ("Страна", "военные расходы (млн долларов)", "доля ВВП", "Албания", "Хорватия", "Греция"),
    ),
    "uk": (
        "Військові видатки в регіоні зросли, йдеться в доповіді, а разом із ними й частки трьох країн.",
        ("Країна", "військові видатки (млн доларів)", "частка ВВП", "Албанія", "Хорватія", "Греція"),
    ),
    "bg": (
        "Военните разходи в региона са нараснали, сочи докладът, а с тях и дяловете на трите държави.",
        ("Държава", "военни разходи (млн. долара)", "дял от БВП", "Албания", "Хърватия", "Гърция"),
    ),
    "mk": (
        "Воените трошоци во регионот пораснаа, се вели во извештајот, а со нив и уделите на трите држави.",
        ("Држава", "воени трошоци (милиони долари)", "удел во БДП", "Албанија", "Хрватска", "Грција"),
    ),
    "el": (
        "Οι στρατιωτικές δαπάνες στην περιοχή αυξήθηκαν, λέει η έκθεση, και μαζί τους τα μερίδια των τριών χωρών.",
        ("Χώρα", "στρατιωτικές δαπάνες (εκατ. δολάρια)", "ποσοστό του ΑΕΠ", "Αλβανία", "Κροατία", "Ελλάδα"),
    ),
    "fr": (
        "Les dépenses militaires de la région ont augmenté, dit le rapport, et avec elles la part des trois pays.",
        ("Pays", "dépenses militaires (millions de dollars)", "part du PIB", "Albanie", "Croatie", "Grèce"),
    ),
    "de": (
        "Die Militärausgaben in der Region sind laut dem Bericht gestiegen, und mit ihnen die Anteile der drei Länder.",
        ("Land", "Militärausgaben (Millionen Dollar)", "Anteil am BIP", "Albanien", "Kroatien", "Griechenland"),
    ),
    "es": (
        "El gasto militar de la región aumentó, dice el informe, y con él las cuotas de los tres países.",
        ("País", "gasto militar (millones de dólares)", "porcentaje del PIB", "Albania", "Croacia", "Grecia"),
    ),
    "ro": (
        "Cheltuielile militare din regiune au crescut, arată raportul, și odată cu ele ponderile celor trei țări.",
        ("Țara", "cheltuieli militare (milioane de dolari)", "pondere în PIB", "Albania", "Croația", "Grecia"),
    ),
}
POINT = ("en", "sq")  # a point before the fraction, a comma between thousands
WANTED = {
    ("ALB", "military spending", 412.5e6), ("ALB", "gdp share", 1.6), ("HRV", "military spending", 1.27e9),
    ("HRV", "gdp share", 1.7), ("GRC", "military spending", 8.34e9), ("GRC", "gdp share", 3.4),
}  # fmt: skip


def rows(lang: str) -> list[tuple[str, ...]]:
    """The table of a language in its number form, the header first."""
    _, (country, spending, share, *names) = WORDS[lang]
    numbers = [("412.5", "1.6"), ("1,270", "1.7"), ("8,340", "3.4")]
    turn = str.maketrans("", "") if lang in POINT else str.maketrans(".,", ",.")
    body = [(name, *(one.translate(turn) for one in pair)) for name, pair in zip(names, numbers, strict=True)]
    return [(country, spending, share), *body]


def as_page(lang: str) -> Page:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows(lang))
    lead = WORDS[lang][0]
    body = f"<html lang={lang}><body><article><p>{lead}</p><table>{cells}</table></article></body></html>"
    return Page("table", "table.html", body.encode())


def as_lines(lang: str, between: str) -> Page:
    lines = "\n".join(between.join(row) for row in rows(lang))
    return Page("table", "table.txt", f"{WORDS[lang][0]}\n\n{lines}\n".encode())


def told(page: Page) -> set[tuple[str, str, float]]:
    reading = read(page)
    assert isinstance(reading, Reading)
    return {(one.country, one.measure, one.amount) for one in reading.figures}


@pytest.mark.parametrize("lang", WORDS)
def test_a_table_of_spending_in_local_number_forms(lang: str) -> None:
    assert told(as_page(lang)) == WANTED
    for between in (" - ", " – ", "; "):
        assert told(as_lines(lang, between)) == WANTED


def test_lines_that_only_look_like_a_table_are_none() -> None:
    for lines in ("Datum: 12. maja\nMesto: Zagreb\nMesta: 40", "Datum: 12. maja\nMesta: 40"):
        reading = read(Page("list", "list.txt", f"{WORDS['hr'][0]}\n\n{lines}\n".encode()))
        assert isinstance(reading, Reading)
        assert "row" not in {block.kind for block in reading.document.blocks}


def test_columns_of_spaces_take_the_only_year_that_the_text_names_before() -> None:
    text = """Gulf defence budgets at a glance

Here is what the new tables say, for 2022. The list is short. It was made in May. Nothing else is in it.

Country        Spending (US$)     Share of GDP
Kuwait         n/a                n/a
Bahrain        1.2 billion        3.1 per cent
Iraq           4.7 billion        1.9 per cent
"""
    got = read(Page("t", "t", text.encode()))
    assert not isinstance(got, Failure)
    assert {(one.country, one.measure, one.amount, one.year) for one in got.figures} == {
        ("BHR", "military spending", 1.2e9, 2022),
        ("BHR", "gdp share", 3.1, 2022),
        ("IRQ", "military spending", 4.7e9, 2022),
        ("IRQ", "gdp share", 1.9, 2022),
    }
