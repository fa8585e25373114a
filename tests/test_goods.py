"""Goods and what counts them: never a calibre, a range, an age, a crew or a year."""

from __future__ import annotations

import pytest

from materiel.read.words.goods import goods
from materiel.read.words.lexicon import lexicon
from materiel.read.words.phrases import Goods
from materiel.read.words.tag import tag
from materiel.types import Block, Document

FRAMES = {
    "en": "Kosovo received {} from France.",
    "sr": "Kosovo je dobilo {} iz Francuske.",
    "tr": "Kosova, Fransa'dan {} teslim aldı.",
    "sq": "Kosova mori {} nga Franca.",
}


def found(phrase: str, lang: str = "en") -> tuple[str, list[Goods]]:
    """The text with a phrase as the object of a sentence, and its goods."""
    text = FRAMES[lang].format(phrase)
    document = Document("x", text, (Block("paragraph", 0, len(text)),), lang=lang, published="2024-06-01")
    return text, [one for sentence in tag(document, lexicon(lang)) for one in goods(text, sentence)]


COUNTED = [
    ("en", "five Bayraktar TB2 drones", ("Bayraktar TB2", "uav", 5, "exact")),
    ("en", "Bayraktar TB2 drones (five)", ("Bayraktar TB2", "uav", 5, "exact")),
    ("en", "24 Turkish-made Bayraktar TB2 drones", ("Bayraktar TB2", "uav", 24, "exact")),
    ("en", "three dozen T-72 tanks", ("T-72", "armoured vehicle", 36, "exact")),
    ("en", "at least two dozen MiG-29s", ("MiG-29", "combat aircraft", 24, "at least")),
    ("en", "some 200 Javelin anti-tank missiles", ("Javelin", "missile", 200, "approx")),
    ("en", "up to 30 Caesar howitzers", ("CAESAR", "artillery", 30, "up to")),
    ("en", "18-24 Caesar howitzers", ("CAESAR", "artillery", 24, "up to")),
    ("en", "12 F-16 Block 70 fighter jets", ("F-16 Block 70", "combat aircraft", 12, "exact")),
    ("en", "24 used F-16 fighter jets", ("F-16", "combat aircraft", 24, "exact")),
    ("en", "six new Hermes 900 reconnaissance drones", ("Hermes 900", "uav", 6, "exact")),
    ("en", "a batch of 50 Cobra II armoured vehicles", ("Cobra II", "armoured vehicle", 50, "exact")),
    ("en", "six Type 212 submarines", ("Type 212A", "submarine", 6, "exact")),
    ("en", "5,000 AK-47 rifles", ("AK-47", "small arms", 5000, "exact")),
    ("en", "14 Leopard 2A4 tanks", ("Leopard 2A4", "armoured vehicle", 14, "exact")),
    ("en", "40 F-16 engines", (None, "engine", 40, "exact")),
    ("en", "40 two-seat trainer jets", (None, "trainer aircraft", 40, "exact")),
    ("en", "two million rounds of ammunition", (None, "ammunition", 2_000_000, "exact")),
    ("en", "10,000 shells", (None, "ammunition", 10_000, "exact")),
    ("en", "twelve 155 mm self-propelled howitzers", (None, "artillery", 12, "exact")),
    ("en", "twelve 155mm Caesar howitzers", ("CAESAR", "artillery", 12, "exact")),
    ("en", "12 howitzers with a range of 40 km", (None, "artillery", 12, "exact")),
    ("sr", "pet dronova Bayraktar TB2", ("Bayraktar TB2", "uav", 5, "exact")),
    ("sr", "dvanaest haubica kalibra 155 mm", (None, "artillery", 12, "exact")),
    ("sr", "око 30 тенкова", (None, "armoured vehicle", 30, "approx")),
    ("tr", "5 adet Bayraktar TB2", ("Bayraktar TB2", "uav", 5, "exact")),
    ("tr", "yirmi dört obüs", (None, "artillery", 24, "exact")),
    ("sq", "rreth 30 tanke", (None, "armoured vehicle", 30, "approx")),
]


@pytest.mark.parametrize(("lang", "phrase", "told"), COUNTED)
def test_goods_with_their_number(lang: str, phrase: str, told: tuple[str | None, str, int, str]) -> None:
    text, every = found(phrase, lang)
    (one,) = every
    assert (one.designation, one.category, one.quantity, one.qualifier) == told
    assert one.number is not None
    assert text[slice(*one.number)] in phrase
    assert one.start <= one.number[0] and one.number[1] <= one.end, "the number is part of the phrase"


UNCOUNTED = [
    ("en", "155mm howitzers"),
    ("en", "155 mm howitzers"),
    ("en", "missiles with a range of 70 km"),
    ("en", "70 km range missiles"),
    ("en", "500 kg bombs"),
    ("en", "20-year-old Mirage jets"),
    ("en", "drones in 2023"),
    ("en", "2023 model drones"),
    ("en", "2,000 tonnes of ammunition"),
    ("en", "20 per cent of the tanks"),
    ("en", "a two-billion-euro frigate"),
    ("en", "F-16 jets with 30 pilots"),
    ("en", "Su-30 fighters"),
    ("en", "the S-300 system"),
    ("en", "the frigate F472"),
    ("sr", "haubice kalibra 155 mm"),
    ("tr", "155 mm obüs"),
    ("sq", "obusë 155 mm"),
]


@pytest.mark.parametrize(("lang", "phrase"), UNCOUNTED)
def test_what_measures_or_names_goods_does_not_count_them(lang: str, phrase: str) -> None:
    _, every = found(phrase, lang)
    assert len(every) == 1
    assert every[0].quantity is None


@pytest.mark.parametrize(
    ("phrase", "quantity"),
    [
        ("a frigate", 1),
        ("an attack submarine", 1),
        ("a Gowind-class corvette", 1),
        ("a Patriot battery", 1),
        ("a refurbished C-130 transport plane", 1),
        ("the Gowind-class corvette", None),
        ("the air defence system", None),
        ("frigates", None),
        ("a drone", None),
    ],
)
def test_one_ship_or_system_is_one_and_a_kind_is_not(phrase: str, quantity: int | None) -> None:
    assert [one.quantity for one in found(phrase)[1]] == [quantity]


@pytest.mark.parametrize(
    ("phrase", "vague"),
    [("dozens of rockets", "dozens"), ("hundreds of kamikaze drones", "hundreds"), ("several boats", "several")],
)
def test_vague_numbers_are_kept_as_words(phrase: str, vague: str) -> None:
    (one,) = found(phrase)[1]
    assert (one.quantity, one.vague) == (None, vague)


@pytest.mark.parametrize(
    ("lang", "phrase", "designation", "category"),
    [
        ("en", "six KZO-7 drones", "KZO-7", "uav"),
        ("en", "three Zagrol-X9 loitering munitions", "Zagrol-X9", "loitering munition"),
        ("en", "six Zagrol reconnaissance drones", "Zagrol", "uav"),
        ("en", "the frigate F472", "F472", "ship"),
        ("sr", "dronove KZO-7", "KZO-7", "uav"),
    ],
)
def test_a_type_that_nobody_listed_is_named_by_the_text(
    lang: str, phrase: str, designation: str, category: str
) -> None:
    text, (one,) = found(phrase, lang)
    assert (one.designation, one.known, one.category) == (designation, False, category)
    assert one.named is not None
    assert designation in text[slice(*one.named)]


@pytest.mark.parametrize(
    ("phrase", "category"),
    [
        ("surface-to-air missiles", "air defence"),
        ("anti-ship missiles", "missile"),
        ("rocket launchers", "artillery"),
        ("mortars", "artillery"),
        ("combat drones", "uav"),
        ("one-way attack drones", "loitering munition"),
        ("infantry fighting vehicles", "armoured vehicle"),
        ("guided bombs", "ammunition"),
        ("weapon sights", "radar/sensor"),
        ("trucks", "other"),
    ],
)
def test_the_head_noun_decides_the_category(phrase: str, category: str) -> None:
    assert [(one.category, one.designation) for one in found(phrase)[1]] == [(category, None)]


def test_each_of_a_list_of_goods_keeps_its_own_number() -> None:
    _, every = found("six Black Hawk helicopters, four Marder vehicles and 200 Javelin missiles")
    assert [(one.category, one.quantity) for one in every] == [
        ("helicopter", 6), ("armoured vehicle", 4), ("missile", 200),
    ]  # fmt: skip


@pytest.mark.parametrize("phrase", ["a speech", "two million tourists", "the drone maker", "a letter of 12 pages"])
def test_no_goods(phrase: str) -> None:
    assert found(phrase)[1] == []
