"""States, groups and outlets: the gazetteers are whole, unambiguous and inflected as the languages are."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from materiel import packs
from materiel.record.arms import plain

LANGS = ("bg", "bs", "de", "el", "en", "es", "fr", "hr", "mk", "ro", "ru", "sq", "sr", "tr", "uk")
KINDS = {"name", "adjective", "people", "capital", "city", "government"}
CASES = {"nom", "gen", "dat", "acc", "abl", "loc", "ins", "voc"}
HISTORIC = {"SUN", "YUG", "CSK", "DDR"}
CYRILLIC = {"bg", "mk", "ru", "uk"}
OUTLET_KINDS = {
    "agency", "state media", "public broadcaster", "broadcaster", "newspaper", "news site", "trade press", "ministry",
    "government", "armed forces", "parliament", "maker", "research", "investigative", "aggregator", "blog",
}  # fmt: skip
BUILD = Path(__file__).parents[1] / "bench" / "build_names.py"


@cache
def names(lang: str) -> list[dict[str, str]]:
    return packs.table("gazetteer", "names", f"{lang}.csv")


@cache
def forms(lang: str) -> dict[tuple[str, str], dict[str, str]]:
    """(ISO3, form) to case by kind."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in names(lang):
        found.setdefault((row["iso3"], row["form"]), {})[row["kind"]] = row["case"]
    return found


def near() -> set[str]:
    """The states of Europe, the Middle East and the Caucasus."""
    regions = {code for code, row in packs.states().items() if "Europe" in row["region"]}
    east = {code for code, row in packs.states().items() if row["region"] in ("Western Asia", "Northern Africa")}
    return regions | east | {"IRN"}


def test_states_are_whole() -> None:
    states = packs.states()
    assert len(states) == 193 + 2 + len({"XKX", "TWN", "ESH"} | HISTORIC)
    assert {"TUR", "XKX", "TWN", "PSE", "VAT", "ESH", *HISTORIC} <= set(states)
    for code, row in states.items():
        assert re.fullmatch("[A-Z]{3}", code) and re.fullmatch("[A-Z]{2}", row["iso2"])
        assert row["name"] and row["capital"] and row["region"] and row["demonym"]
        assert row["currency"] == "" if code in HISTORIC else re.fullmatch("[A-Z]{3}", row["currency"])
    assert max(Counter(row["iso2"] for row in states.values()).values()) == 1
    assert len({row["region"] for row in states.values()}) == 22
    assert states["TUR"]["name"] == "Türkiye" and states["XKX"]["iso2"] == "XK" and states["HRV"]["currency"] == "EUR"


@pytest.mark.parametrize("lang", LANGS)
def test_every_row_is_well_formed(lang: str) -> None:
    for row in names(lang):
        assert row["iso3"] in packs.states(), row
        assert row["kind"] in KINDS and row["caution"] in ("", "1"), row
        assert set(packs.lines(row["case"])) <= CASES, row
        assert row["form"] and row["form"] == " ".join(row["form"].split()), row
        assert not set(row["form"]) & set("#~!|/"), row
        assert unicodedata.is_normalized("NFC", row["form"]), row
    counted = Counter((row["iso3"], row["kind"], row["form"]) for row in names(lang))
    assert max(counted.values()) == 1, counted.most_common(3)


@pytest.mark.parametrize("lang", LANGS)
def test_every_state_has_a_name_and_the_near_ones_an_adjective(lang: str) -> None:
    have = {kind: {row["iso3"] for row in names(lang) if row["kind"] == kind} for kind in ("name", "adjective")}
    assert set(packs.states()) == have["name"]
    assert near() <= have["adjective"]
    inflected = {row["iso3"] for row in names(lang) if row["kind"] == "name" and row["case"]}
    subject = {row["iso3"] for row in names(lang) if row["kind"] == "name" and row["case"].split("|")[0] in ("", "nom")}
    assert inflected <= subject


def test_english_names_every_state_in_four_ways() -> None:
    for kind in ("name", "adjective", "capital"):
        have = {row["iso3"] for row in names("en") if row["kind"] == kind}
        assert set(packs.states()) - have <= ({"SUN", "YUG", "CSK"} if kind == "capital" else set()), kind
    for code, row in packs.states().items():
        assert (code, row["name"]) in forms("en") or code in ("COG",), row


@pytest.mark.parametrize("lang", LANGS)
def test_each_language_is_written_in_its_own_letters(lang: str) -> None:
    script = "CYRILLIC" if lang in CYRILLIC else "GREEK" if lang == "el" else "LATIN"
    foreign = [
        row["form"]
        for row in names(lang)
        if any(letter.isalpha() and script not in unicodedata.name(letter) for letter in row["form"])
    ]
    assert len(foreign) <= 8 and all(form.isupper() for form in foreign), foreign  # SSB, TSK, CIA, IDF


@pytest.mark.parametrize("lang", LANGS)
def test_a_form_has_one_owner_unless_it_is_marked(lang: str) -> None:
    owners: dict[str, set[str]] = {}
    for row in names(lang):
        if not row["caution"] and row["kind"] != "city":
            owners.setdefault(row["form"], set()).add(row["iso3"])
    assert not {form: codes for form, codes in owners.items() if len(codes) > 1}


@pytest.mark.parametrize(
    ("lang", "code", "kind", "form", "case"),
    [
        ("tr", "TUR", "people", "Türklere", "dat"),
        ("tr", "IRQ", "people", "Iraklıların", "gen"),
        ("tr", "ISR", "people", "İsraillilerden", "abl"),
        ("tr", "XKX", "adjective", "Kosovalı", ""),
        ("tr", "SAU", "name", "Suudi Arabistan", ""),
        ("tr", "TUR", "name", "Türkiye Cumhuriyeti", ""),
        ("tr", "CYP", "name", "GKRY", ""),
        ("sr", "SRB", "name", "Srbije", "gen"),
        ("sr", "XKX", "name", "Kosova", "gen"),
        ("sr", "XKX", "name", "tzv. Kosovu", "dat|loc"),
        ("sr", "TUR", "name", "Turskoj", "dat|loc"),
        ("sr", "TUR", "adjective", "turskog", "gen|acc"),
        ("sr", "TUR", "people", "Turaka", "gen"),
        ("sr", "MKD", "name", "Severnoj Makedoniji", "dat|loc"),
        ("sr", "USA", "name", "Sjedinjenih Američkih Država", "gen"),
        ("sr", "USA", "name", "SAD", ""),
        ("sr", "CYP", "name", "Kipra", "gen"),
        ("sr", "JPN", "capital", "Tokija", "gen"),
        ("sr", "DEU", "name", "Njemačkom", "ins"),
        ("sr", "SRB", "government", "Vojsci Srbije", "dat|loc"),
        ("hr", "ROU", "name", "Rumunjske", "gen"),
        ("bs", "BIH", "government", "Oružanim snagama Bosne i Hercegovine", "dat|loc|ins"),
        ("sq", "TUR", "name", "Turqisë", "gen|dat|abl"),
        ("sq", "TUR", "adjective", "turq", ""),
        ("sq", "XKX", "name", "Kosovën", "acc"),
        ("sq", "XKX", "name", "Kosovë", "nom|acc"),
        ("sq", "XKX", "government", "Forcës së Sigurisë së Kosovës", "gen|dat|abl"),
        ("sq", "MNE", "name", "Malit të Zi", "gen|dat|abl"),
        ("sq", "MKD", "name", "Maqedonisë së Veriut", "gen|dat|abl"),
        ("sq", "IRQ", "name", "Irakut", "gen|dat|abl"),
        ("ru", "SRB", "name", "Сербией", "ins"),
        ("ru", "RUS", "people", "россиян", "gen|acc"),
        ("ru", "TUR", "adjective", "турецкого", "gen|acc"),
        ("ru", "TUR", "people", "турок", "nom|gen|acc"),
        ("ru", "AZE", "capital", "Баку", ""),
        ("ru", "EGY", "name", "Египта", "gen"),
        ("ru", "ARE", "name", "Объединённым Арабским Эмиратам", "dat"),
        ("uk", "UKR", "capital", "Києва", "gen"),
        ("uk", "POL", "name", "Польщі", "gen|dat|loc"),
        ("el", "CYP", "name", "Κύπρου", "gen"),
        ("el", "GRC", "people", "Ελλήνων", "gen"),
        ("ro", "SRB", "name", "Serbiei", "gen|dat"),
        ("de", "TUR", "adjective", "türkischen", ""),
        ("fr", "GRC", "adjective", "grecques", ""),
        ("mk", "TUR", "adjective", "турската", ""),
        ("bg", "TUR", "adjective", "турският", ""),
        ("es", "SAU", "adjective", "saudíes", ""),
    ],
)
def test_case_forms(lang: str, code: str, kind: str, form: str, case: str) -> None:
    assert forms(lang)[code, form][kind] == case


@pytest.mark.parametrize(
    ("lang", "code", "form"),
    [
        ("en", "GEO", "Georgia"), ("en", "JOR", "Jordan"), ("en", "TCD", "Chad"), ("sr", "MLI", "Mali"),
        ("tr", "MLI", "Mali"), ("sr", "TGO", "Toga"), ("ru", "TGO", "Того"), ("tr", "YEM", "Sana"),
        ("ro", "ROU", "român"), ("es", "CUB", "Cuba"), ("en", "KOR", "Korea"), ("en", "COD", "Congo"),
    ],
)  # fmt: skip
def test_false_friends_are_marked(lang: str, code: str, form: str) -> None:
    rows = [row for row in names(lang) if (row["iso3"], row["form"]) == (code, form)]
    assert rows and all(row["caution"] == "1" for row in rows)


def test_bodies_without_an_owner_stand_for_no_state() -> None:
    bare = {"Ministry of Defence", "Ministry of Defense", "MoD", "Army", "Navy", "Air Force", "Ministarstvo odbrane",
            "Ministarstvo obrane", "Минобороны", "Министерство за одбрана", "Ministerio de Defensa",
            "Verteidigungsministerium", "Ministria e Mbrojtjes", "ministère de la Défense"}  # fmt: skip
    assert not [row for lang in LANGS for row in names(lang) if row["form"] in bare]


@pytest.mark.parametrize(
    ("lang", "wrong"),
    [
        ("tr", "Iran"), ("tr", "İrak"), ("tr", "Izmir"), ("bg", "казаха"), ("de", "Luftwaffe"), ("sr", "BiHa"),
        ("sq", "Londrën e"), ("ro", "Italiani"), ("ru", "Косовы"),
    ],
)  # fmt: skip
def test_forms_that_a_language_does_not_write(lang: str, wrong: str) -> None:
    assert wrong not in {row["form"] for row in names(lang)}


def test_groups() -> None:
    groups = packs.groups()
    assert len(groups) == len(packs.table("gazetteer", "groups.csv"))
    kinds = Counter(row["kind"] for row in groups.values())
    assert kinds["organisation"] >= 20 and kinds["group"] >= 80 and set(kinds) == {"organisation", "group"}
    owners: dict[str, set[str]] = {}
    for code, row in groups.items():
        own = {code, row["name"], *packs.lines(row["aliases"])}
        assert set(packs.lines(row["caution"])) <= own, code
        assert row["home"] in packs.states() or (row["home"] == "" and row["kind"] == "organisation"), code
        for form in own:
            owners.setdefault(form, set()).add(code)
    assert not {form: codes for form, codes in owners.items() if len(codes) > 1}
    wanted = {"EUU", "NATO", "UNO", "OCCAR", "NSPA", "African Union", "OSCE", "RSS", "Hezbollah", "Houthis", "Hamas",
              "PKK", "YPG", "SDF", "Peshmerga", "RSF (Sudan)", "Wagner", "Taliban", "Islamic State", "Al-Shabaab",
              "M23", "FARC", "LTTE", "Polisario Front", "Libyan National Army", "Syrian opposition", "FDLR",
              "Donetsk separatists", "Boko Haram"}  # fmt: skip
    assert wanted <= set(groups)


@pytest.mark.parametrize(
    ("code", "form", "cautious"),
    [
        ("NATO", "OTAN", False), ("NATO", "НАТО", False), ("NATO", "ΝΑΤΟ", False), ("UNO", "ООН", False),
        ("UNO", "ONU", False), ("UNO", "OKB", False), ("UNO", "Birleşmiş Milletler", False), ("UNO", "UN", True),
        ("EUU", "AB", True), ("EUU", "Evropske unije", False), ("EUU", "Европске уније", False),
        ("EUU", "Евросоюзом", False), ("EUU", "Ευρωπαϊκής Ένωσης", False), ("EUU", "Union européenne", False),
        ("Hezbollah", "Hisbollah", False), ("Houthis", "хуситам", False), ("Northern Cyprus", "KKTC", False),
        ("RSS", "RSS", True), ("FACT", "FACT", True), ("Wagner", "Wagner", True),
    ],
)  # fmt: skip
def test_groups_are_known_in_the_languages(code: str, form: str, cautious: bool) -> None:
    row = packs.groups()[code]
    assert form in {code, *packs.lines(row["aliases"])}
    assert (form in set(packs.lines(row["caution"]))) is cautious


def test_no_group_bears_the_uncautioned_name_of_a_state() -> None:
    states = {row["form"] for lang in LANGS for row in names(lang) if not row["caution"] and row["kind"] != "city"}
    for code, row in packs.groups().items():
        sure = {code, row["name"], *packs.lines(row["aliases"])} - set(packs.lines(row["caution"]))
        assert not sure & states, code


def test_outlets() -> None:
    rows = packs.table("gazetteer", "outlets.csv")
    assert list(rows[0]) == ["name", "domains", "country", "kind", "lang", "aliases"]
    assert len(rows) >= 350
    assert max(Counter(row["name"] for row in rows).values()) == 1
    domains = Counter(domain for row in rows for domain in packs.lines(row["domains"]))
    assert len(domains) >= 350 and max(domains.values()) == 1
    assert all(re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", domain) for domain in domains)
    for row in rows:
        assert row["country"] in packs.states() and row["kind"] in OUTLET_KINDS, row
        assert re.fullmatch("[a-z]{2}", row["lang"]), row
    countries = Counter(row["country"] for row in rows)
    assert min(countries[code] for code in ("SRB", "TUR", "XKX", "HRV", "BIH", "GRC", "RUS", "UKR", "ALB")) >= 15
    assert {row["kind"] for row in rows} == OUTLET_KINDS


def test_no_outlet_bears_the_name_of_another() -> None:
    owners: dict[str, set[str]] = {}
    for row in packs.table("gazetteer", "outlets.csv"):
        for name in (row["name"], *packs.lines(row["aliases"])):
            owners.setdefault(plain(name), set()).add(row["name"])
    assert not {name: rows for name, rows in owners.items() if len(rows) > 1}


@pytest.mark.parametrize(
    ("domain", "kind", "country"),
    [
        ("reuters.com", "agency", "GBR"), ("tanjug.rs", "agency", "SRB"), ("hina.hr", "agency", "HRV"),
        ("mia.mk", "agency", "MKD"), ("tangosix.rs", "trade press", "SRB"), ("defence24.pl", "trade press", "POL"),
        ("mod.gov.rs", "ministry", "SRB"), ("msb.gov.tr", "ministry", "TUR"), ("ssb.gov.tr", "government", "TUR"),
        ("dsca.mil", "government", "USA"), ("krik.rs", "investigative", "SRB"), ("sipri.org", "research", "SWE"),
        ("baykartech.com", "maker", "TUR"), ("bulgarianmilitary.com", "aggregator", "BGR"),
    ],
)  # fmt: skip
def test_outlets_by_address(domain: str, kind: str, country: str) -> None:
    rows = packs.table("gazetteer", "outlets.csv")
    row = next(row for row in rows if domain in packs.lines(row["domains"]))
    assert (row["kind"], row["country"]) == (kind, country)


@pytest.mark.skipif(not BUILD.exists(), reason="the tables that the files are built from are in the repository only")
def test_the_stored_files_are_what_the_tables_give() -> None:
    done = subprocess.run([sys.executable, str(BUILD), "--check"], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
