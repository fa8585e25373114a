"""Numbers and money as news writes them, in figures and in words, with what bounds them."""

from __future__ import annotations

import pytest

from materiel import packs
from materiel.read.words.fold import words
from materiel.read.words.numbers import Number, Scan
from materiel.read.words.numerals import value_of


def numbers(text: str, lang: str = "en") -> list[Number]:
    """The numbers of a text in a language."""
    return Scan(text, words(text, 0, len(text)), packs.toml("lang", f"{lang}.toml")).all()


def one(text: str, lang: str = "en") -> Number:
    """The only number of a text; it must stand where it says."""
    found = numbers(text, lang)
    assert len(found) == 1, found
    assert 0 <= found[0].start < found[0].end <= len(text)
    return found[0]


VALUES: dict[str, dict[str, float]] = {
    "en": {
        "seven boats": 7,
        "twenty-four launchers": 24,
        "twenty four launchers": 24,
        "forty-five tanks": 45,
        "two hundred and fifty mines": 250,
        "one thousand two hundred rifles": 1200,
        "five hundred thousand shells": 500_000,
        "a dozen tanks": 12,
        "three dozen tanks": 36,
        "a pair of frigates": 2,
        "a hundred rifles": 100,
        "1,250 rifles": 1250,
        "3,000,000 rounds": 3_000_000,
        "1'250'000 rounds": 1_250_000,
        "1\u202f250\u202f000 rounds": 1_250_000,
        "1 250 000 rounds": 1_250_000,
        "1.25 million rounds": 1_250_000,
        "20 thousand shells": 20_000,
        "5bn in all": 5e9,
        "30 crore in all": 3e8,
        "8 lakh in all": 8e5,
        "5 lakh crore in all": 5e12,
        "a 155mm shell": 155,
    },
    "sr": {
        "12.500 pušaka": 12_500,
        "dvadeset četiri haubice": 24,
        "двадесет четири хаубице": 24,
        "dvanaest aviona": 12,
        "stotinu tenkova": 100,
        "sto dvadeset tenkova": 120,
        "сто пушака": 100,
        "sto hiljada granata": 100_000,
        "zato što tri tenka": 3,
        "20 hiljada granata": 20_000,
        "1.234,5 tona": 1234.5,
    },
    "hr": {"dvanaest zrakoplova": 12, "12.500 pušaka": 12_500, "1,5 tona": 1.5},
    "bs": {"šest aviona": 6, "12.500 pušaka": 12_500},
    "tr": {
        "yirmi dört obüs": 24,
        "on altı helikopter": 16,
        "12.500 tüfek": 12_500,
        "250 bin mermi": 250_000,
        "yirmibeş tank": 25,
        "ondört tank": 14,
        "ikiyüz tank": 200,
        "yüz bin mermi": 100_000,
    },
    "fr": {
        "dix-sept chars": 17,
        "dix-huit chars": 18,
        "vingt et un chars": 21,
        "soixante-dix-huit chars": 78,
        "quatre-vingts chars": 80,
        "quatre-vingt-douze chars": 92,
    },
    "uk": {"п'ять танків": 5, "дев’ятнадцять танків": 19, "п'ятдесят два танки": 52, "п'ятсот танків": 500},
    "es": {"setecientos tanques": 700, "dos mil millones de balas": 2e9, "mil millones de balas": 1e9},
    "ro": {"douăzeci și cinci de milioane de cartușe": 25e6, "o sută douăzeci de tancuri": 120},
    "de": {"siebenhundert Panzer": 700, "zweitausend Gewehre": 2000},
    "sq": {"njëzet e katër obusë": 24, "pesëmbëdhjetë tanke": 15, "12 mijë pushkë": 12_000},
}


@pytest.mark.parametrize(
    ("lang", "text", "value"), [(lang, text, value) for lang, table in VALUES.items() for text, value in table.items()]
)
def test_value(lang: str, text: str, value: float) -> None:
    number = one(text, lang)
    assert number.value == value
    assert (number.currency, number.bound, number.vague) == (None, "", None)


MONEY = {
    "en": {
        "$45 million": (45e6, "USD"),
        "US$45 million": (45e6, "USD"),
        "US$ 45m": (45e6, "USD"),
        "USD 45 million": (45e6, "USD"),
        "45 million US dollars": (45e6, "USD"),
        "$3.4-billion": (3.4e9, "USD"),
        "C$1.5 billion": (1.5e9, "CAD"),
        "CA$1.5bn": (1.5e9, "CAD"),
        "900 million Canadian dollars": (9e8, "CAD"),
        "A$770 million": (7.7e8, "AUD"),
        "AU$ 770 million": (7.7e8, "AUD"),
        "NZ$12m": (12e6, "NZD"),
        "NT$5.1 billion": (5.1e9, "TWD"),
        "R$ 9 million": (9e6, "BRL"),
        "€2.7bn": (2.7e9, "EUR"),
        "€ 800,000": (8e5, "EUR"),
        "EUR 2.7 billion": (2.7e9, "EUR"),
        "forty-five million euros": (45e6, "EUR"),
        "£3.5bn": (3.5e9, "GBP"),
        "6 million pounds sterling": (6e6, "GBP"),
        "PLN 4.2 billion": (4.2e9, "PLN"),
        "450 million Swedish kronor": (4.5e8, "SEK"),
        "3 trillion won": (3e12, "KRW"),
        "Rs. 30 lakh": (3e6, "INR"),
        "₹19,000 crore": (1.9e11, "INR"),
        "INR 450 crore": (4.5e9, "INR"),
        "5 lakh crore rupees": (5e12, "INR"),
    },
    "sr": {
        "1,5 milijardi evra": (1.5e9, "EUR"),
        "1,5 милијарди евра": (1.5e9, "EUR"),
        "1.234,5 miliona dinara": (1_234_500_000, "RSD"),
        "37 miliona dolara": (37e6, "USD"),
    },
    "hr": {"999 milijuna eura": (999e6, "EUR")},
    "bs": {"1,5 milijardi maraka": (1.5e9, "BAM")},
    "tr": {
        "1,5 milyar dolar": (1.5e9, "USD"),
        "1 milyar 250 milyon avro": (1_250_000_000, "EUR"),
        "420 milyon dolarlık": (420e6, "USD"),
        "12,5 milyon TL": (12.5e6, "TRY"),
    },
    "sq": {"1.5 miliard euro": (1.5e9, "EUR"), "10 milionë euro": (10e6, "EUR")},
}


@pytest.mark.parametrize(
    ("lang", "text", "money"), [(lang, text, money) for lang, table in MONEY.items() for text, money in table.items()]
)
def test_money_and_the_words_that_tell_it(lang: str, text: str, money: tuple[float, str]) -> None:
    framed = f"{text} (x)"
    number = one(framed, lang)
    assert (number.value, number.currency) == money
    assert framed[number.start : number.end] == text


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("€45 million ($48.6 million)", (45e6, "EUR"), (48.6e6, "USD")),
        ("4.2 billion zlotys (about $1.05 billion)", (4.2e9, "PLN"), (1.05e9, "USD")),
        ("C$12 million, or US$9 million", (12e6, "CAD"), (9e6, "USD")),
        ("Rs. 200 crore, or A$35 million", (2e9, "INR"), (35e6, "AUD")),
    ],
)
def test_a_converted_sum_keeps_both_currencies(text: str, first: tuple[float, str], second: tuple[float, str]) -> None:
    assert [(number.value, number.currency) for number in numbers(text)] == [first, second]


BOUNDS = [
    ("en", "at least 30 guns", "at least"),
    ("en", "no fewer than 30 guns", "at least"),
    ("en", "more than thirty guns", "at least"),
    ("en", "up to 30 guns", "up to"),
    ("en", "fewer than 30 guns", "up to"),
    ("en", "about 30 guns", "approx"),
    ("en", "some 30 guns", "approx"),
    ("en", "an estimated 30 guns", "approx"),
    ("en", "30 guns", ""),
    ("sr", "najmanje trideset topova", "at least"),
    ("sr", "do 30 topova", "up to"),
    ("sr", "око 30 топова", "approx"),
    ("tr", "en az 30 tank", "at least"),
    ("tr", "yaklaşık 30 tank", "approx"),
    ("sq", "së paku 30 tanke", "at least"),
    ("sq", "deri në 30 tanke", "up to"),
    ("sq", "rreth 30 tanke", "approx"),
]


@pytest.mark.parametrize(("lang", "text", "bound"), BOUNDS)
def test_bound_and_its_words(lang: str, text: str, bound: str) -> None:
    number = one(text, lang)
    assert (number.value, number.bound) == (30, bound)
    assert number.start == 0


@pytest.mark.parametrize(
    ("text", "low", "value", "currency"),
    [
        ("18 to 24 guns", 18, 24, None),
        ("between 18 and 24 guns", 18, 24, None),
        ("$2-3 billion", 2e9, 3e9, "USD"),
        ("410 to 440 million euros", 410e6, 440e6, "EUR"),
    ],
)
def test_a_range_in_words_or_of_money(text: str, low: float, value: float, currency: str | None) -> None:
    number = one(text)
    assert (number.low, number.value, number.currency) == (low, value, currency)


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("two and a half million rounds", 2_500_000, ""),
        ("12 (twelve) guns", 12, ""),
        ("20 or so tanks", 20, "approx"),
        ("20 or more tanks", 20, "at least"),
        ("20 tanks at most", 20, ""),
        ("eight M2A2 vehicles", 8, ""),
    ],
)
def test_halves_repeats_and_bounds_behind(text: str, value: float, bound: str) -> None:
    number = one(text)
    assert (number.value, number.bound) == (value, bound)


@pytest.mark.parametrize("text", ["an 8x8 vehicle", "4×4 vehicles"])
def test_a_wheel_formula_is_no_number(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize("text", ["18-24 guns", "18–24 guns", "18—24 guns"])
def test_a_range_is_one_number_with_its_lower_end(text: str) -> None:
    number = one(text)
    assert (number.low, number.value) == (18, 24)
    assert text[number.start : number.end] == text.split()[0]


@pytest.mark.parametrize(
    ("lang", "text", "vague"),
    [
        ("en", "dozens of rockets", "dozens"),
        ("en", "hundreds of rifles", "hundreds"),
        ("en", "several boats", "several"),
        ("sr", "desetine tenkova", "desetine"),
        ("tr", "onlarca tank", "onlarca"),
        ("sq", "dhjetëra tanke", "dhjetëra"),
    ],
)
def test_vague_words_have_no_value(lang: str, text: str, vague: str) -> None:
    number = one(text, lang)
    assert (number.value, number.vague) == (None, vague)


@pytest.mark.parametrize("text", ["F-16 jets", "T-72 tanks", "TB2 drones", "AK-203 rifles", "Mi-8MTV", "no figure"])
def test_figures_of_a_name_are_no_number(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("figure", "decimal", "value"),
    [
        ("1.234,5", ",", 1234.5),
        ("1,234.5", ".", 1234.5),
        ("1.234", ",", 1234),
        ("1,234", ".", 1234),
        ("1,5", ".", 1.5),
        ("1.5", ",", 1.5),
        ("0.500", ",", 0.5),
        ("12.345.678", ",", 12_345_678),
        ("12'345'678", ".", 12_345_678),
        ("12 345,6", ",", 12_345.6),
    ],
)
def test_value_of_figures_by_the_decimal_sign(figure: str, decimal: str, value: float) -> None:
    assert value_of(figure, decimal) == value
