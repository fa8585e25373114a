"""About: the day, the source, the outlet and the language of a text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from materiel.packs import toml
from materiel.read.page.dated import guessed
from materiel.read.page.furniture import groups
from materiel.read.page.language import language, script
from materiel.read.page.published import dates, normal, of_address
from pages_made import STORY, read


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("OCTOBER 24, 2023", "2023-10-24"), ("(Posted Aug. 2022)", "2022-08"), ("11.12.2021", "2021-12-11"),
        ("6th Aug 2024", "2024-08-06"), ("2022-01-23", "2022-01-23"), ("14:25 10-11-2019", "2019-11-10"),
        ("9 Haziran 2022 04:30", "2022-06-09"), ("Ocak 04, 2026", "2026-01-04"), ("AĞUSTOS 2020", "2020-08"),
        ("14. marta 2023. godine", "2023-03-14"), ("15. svibnja 2008.", "2008-05-15"),
        ("3. augusta 2021.", "2021-08-03"),
        ("30. јануара 2018.", "2018-01-30"), ("3 dhjetor 2012", "2012-12-03"), ("1 nëntor 2024", "2024-11-01"),
        ("20 июля 2020 г.", "2020-07-20"), ("29 липня 2022", "2022-07-29"), ("14 февруари 2026", "2026-02-14"),
        ("15 август 2025", "2025-08-15"), ("27 Οκτωβρίου 2025", "2025-10-27"), ("11 janvier 2019", "2019-01-11"),
        ("1er août 2020", "2020-08-01"), ("1. März 2024", "2024-03-01"), ("5 mai 2021", "2021-05-05"),
        ("12 de enero de 2022", "2022-01-12"), ("13/02/2020", "2020-02-13"),
    ],
)  # fmt: skip
def test_dates_in_every_language(line: str, iso: str) -> None:
    assert [date.iso for date in dates(line)] == [iso]


@pytest.mark.parametrize(
    "line", ["in 2023", "the 12 May boats", "31/31/2020", "version 1.2.2020.1", "F-16", "10-12 May", "2020"]
)
def test_what_is_no_date(line: str) -> None:
    assert dates(line) == []


@pytest.mark.parametrize(
    "foot",
    [
        "Copyright 2023 Northport Daily",
        "© 2024 Northport Daily",
        "Related\nWestland buys jets 3 May 2021",
        "A show from 12 October 2013",
    ],
)
def test_days_that_are_not_the_day_of_publication(foot: str) -> None:
    assert read(f"{STORY}\n\n{foot}\n").published is None


@pytest.mark.parametrize(
    ("head", "foot", "iso"),
    [
        ("Northport Daily | 3 May 2024", "", "2024-05-03"),
        ("Updated: 5 May 2024", "Published: 3 May 2024", "2024-05-03"),
        ("", "May 3, 2024", "2024-05-03"),
        ("", "Yayın tarihi: 3 Mayıs 2024, Cuma", "2024-05-03"),
        ("", "Publikuar më: 16:06 03-05-2024", "2024-05-03"),
        ("Our Bureau   Published 03.05.24, 07:23 PM", "", "2024-05-03"),
    ],
)
def test_where_the_day_is_shown(head: str, foot: str, iso: str) -> None:
    title, *rest = STORY.split("\n\n")
    assert read("\n\n".join([f"{title}\n{head}", *rest, foot])).published == iso


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Source: Anadolu", "Anadolu"), ("Kaynak: AA - Güncel", "Anadolu"), ("Izvor: Beta", "Beta"),
        ("Извор: Танјуг", "Tanjug"),
        ("Burimi: Koha", "Koha"), ("Источник: ТАСС", "TASS"), ("Quelle: dpa, AFP", "Deutsche Presse-Agentur"),
        ("– Balkan Insight", "Balkan Insight"), ("(Reuters)", "Reuters"),
        ("© Agence France-Presse", "Agence France-Presse"),
        ("( AFP )", "Agence France-Presse"), ("(Hina) xyz", "Hina"),
    ],
)  # fmt: skip
def test_the_source_that_a_page_names(line: str, name: str) -> None:
    assert read(STORY.replace(" (AP)", "") + f"\n\n{line}\n").origin == name


def test_a_desk_or_a_photographer_is_no_source() -> None:
    for line in ("(Haber Merkezi)", "(Photo: Reuters staff)", "By our staff"):
        assert read(STORY.replace(" (AP)", "") + f"\n\n{line}\n").origin is None


def test_addresses_and_stated_days() -> None:
    assert of_address("https://a.example/2017/7/12/x") == "2017-07-12"
    assert of_address("https://a.example/2022/05/x") == "2022-05"
    assert of_address("https://a.example/story-20211") is None
    assert normal("2020-02-30T10:00Z") == "2020-02-30" and normal("20200214") == "2020-02-14"
    assert normal("yesterday") is None and normal(None) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "sr",
            "Predsednik je izjavio da će vojska dobiti dve nove letelice pre kraja meseca i još dve sledeće.",
        ),
        (
            "hr",
            "Ministar obrane izjavio je da će zrakoplovi stići do kraja siječnja, a tvrtka je potvrdila i suradnju.",
        ),
        ("bs", "Predsjednik je saopćio da će Bosna i Hercegovina u augustu dobiti vozila, hiljadu komada, za odbranu."),
        ("sr", "Председник је изјавио да ће војска добити две нове летелице пре краја месеца."),
        ("mk", "Министерката изјави дека хеликоптерите, купени со новиот договор, пристигнале во базата."),
        ("bg", "Министърът на отбраната обяви, че машините ще бъдат доставени до края на годината."),
        ("uk", "Міністерство оборони підтвердило, що країна безоплатно передала їй танки."),
        ("sq", "Ministria e Mbrojtjes tha se do t’i dërgojë Ukrainës tri pako të reja me armë."),
        ("el", "Η Ελλάδα αγοράζει τρεις φρεγάτες από τη Γαλλία, είπε ο υπουργός Άμυνας."),
        ("ro", "Ministerul Apărării a semnat contractul pentru achiziția de vehicule blindate."),
    ],
)
def test_languages_of_the_region_are_told_apart(code: str, text: str) -> None:
    assert language(text) == code
    assert script(text) == {"sr": script(text), "mk": "Cyrl", "bg": "Cyrl", "uk": "Cyrl", "el": "Grek"}.get(
        code, "Latn"
    )


def _examples(kind: str) -> Iterator[tuple[str, str]]:
    for name, entry in toml("text", "furniture.toml").items():
        yield from ((name, text) for text in entry[kind])


@pytest.mark.parametrize(("name", "text"), list(_examples("examples")))
def test_words_of_furniture_match_their_examples(name: str, text: str) -> None:
    assert name in groups(text)


@pytest.mark.parametrize(("name", "text"), list(_examples("others")))
def test_words_of_furniture_leave_their_counter_examples(name: str, text: str) -> None:
    assert name not in groups(text)


@pytest.mark.parametrize(
    ("shown", "iso"),
    [
        ("Publicado: jueves, 21 abril 2022 04:45", "2022-04-21"),
        ("Yayın: Salı, 3 Eylül 2019 11:20", "2019-09-03"),
        ("Publicado ayer por la tarde", None),
    ],
)
def test_a_day_that_only_the_page_shows(shown: str, iso: str | None) -> None:
    page = f"<html><body><h1>Puerto</h1><div class='date'>{shown}</div><p>El buque llegó al puerto.</p></body></html>"
    assert guessed(page, None) == iso
