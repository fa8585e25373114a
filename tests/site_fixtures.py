"""A small register made by hand, with hostile strings in it, for the tests of the site."""

from __future__ import annotations

from pathlib import Path

from materiel.record.store import Register
from materiel.types import Block, Deal, Document, Figure, Issue, Money, Page, Quote, Reaction, Reading, Weapon, digest

HOSTILE_TITLE = "<script>document.title='owned'</script>\"'><b>Drones</b>"
HOSTILE_OUTLET = '"><img src=x onerror="document.title=\'owned\'">'
HOSTILE_URL = "javascript:document.title='owned'"
HOSTILE_NAME = "</mark></script><svg onload=document.title='owned'>"

TITLE_FIVE = "Kosovo receives Bayraktar drones from Türkiye"
FIVE = f"""{TITLE_FIVE}

PRISTINA, 17 May 2023. Türkiye has delivered five Bayraktar TB2 drones to Kosovo, the minister said on Tuesday. \
The contract was signed in December 2022 and is worth $45 million.

Serbia criticised Ankara for the delivery and asked it to stop."""
SIX = """Six Turkish drones land in Pristina

The Kosovo Security Force now has six Bayraktar TB2 aircraft from Türkiye, two officers told this newspaper."""
TURKISH = """Kosova'ya Bayraktar teslimatı

Türkiye, Kosova'ya beş adet Bayraktar TB2 teslim etti. Sözleşme Aralık 2022'de imzalanmıştı."""
CYRILLIC = """Србија разматра куповину хаубица

Влада Србије разматра куповину 18 хаубица „Цезар“ из Француске, рекао је министар одбране. Вредност није позната.

Војни буџет Србије за 2023. износио је 1,4 милијарде долара."""
CANCELLED = """Slovenia walks away from the Boxer

Ljubljana has cancelled the purchase of 45 Boxer armoured vehicles from OCCAR, a contract of 343.4 million euros."""
LISTS = """What the region is buying

Orders at a glance

Poland ordered up to 96 AH-64E Apache helicopters from the United States.
Croatia is negotiating with Germany over about 30 Leopard 2 tanks.
Ukraine asked its partners for thousands of artillery shells.

Country\tSpending in 2023\tShare of GDP
Serbia\t$2.1 billion\t2.9 %
Kosovo\t$0.1 billion\t1.1 %

A line of reserve: deliveries of Leopard 2 tanks to Croatia are reportedly planned for 2027 to 2030."""
EVIL = f"""{HOSTILE_TITLE}

Iran gave {HOSTILE_NAME} to the Houthis & friends, it is said."""


def quote(text: str, words: str, after: str = "") -> Quote:
    """Where ``words`` first stand in ``text``, at or behind ``after``."""
    start = text.index(words, text.index(after) if after else 0)
    return Quote.of(text, start, start + len(words))


def blocks(text: str, headings: int = 1) -> tuple[Block, ...]:
    """Paragraphs by blank lines; the first are headings; lines with tabs are rows; a run of lines is a list."""
    found: list[Block] = []
    at = 0
    for number, part in enumerate(text.split("\n\n")):
        start = text.index(part, at)
        if number < headings:
            found.append(Block("heading", start, start + len(part)))
        elif "\n" in part:
            found.extend(_lines(part, start))
        else:
            found.append(Block("paragraph", start, start + len(part)))
        at = start + len(part)
    return tuple(found)


def _lines(part: str, start: int) -> list[Block]:
    found = []
    for line in part.split("\n"):
        if "\t" in line:
            cells, place = [], start
            for cell in line.split("\t"):
                cells.append((place, place + len(cell)))
                place += len(cell) + 1
            found.append(Block("row", start, start + len(line), 0, tuple(cells)))
        else:
            found.append(Block("item", start, start + len(line)))
        start += len(line) + 1
    return found


def _document(text: str, outlet: str, published: str | None, lang: str = "en", **more: str | None) -> Document:
    name = digest(text)[:8]
    title = text.partition("\n")[0]
    script = "Cyrl" if lang == "sr" else "Latn"
    more.setdefault("url", f"https://news.example/{name}?a=1&b=2")
    headings = 2 if text is LISTS else 1
    return Document(
        id=name,
        text=text,
        blocks=blocks(text, headings),
        title=title,
        lang=lang,
        script=script,
        published=published,
        outlet=outlet,
        page=digest("page of " + text),
        **more,
    )


def _tb2(text: str, number: str, quantity: int, price: Money | None = None, **evidence: str) -> Deal:
    """Drones for Kosovo as one report tells it."""
    weapon = Weapon("Bayraktar TB2", "Bayraktar TB2", "uav", quantity, "exact")
    found = {name: (quote(text, words),) for name, words in evidence.items()}
    found |= {"weapons[0].name": (quote(text, "Bayraktar TB2"),), "weapons[0].quantity": (quote(text, number),)}
    found |= {"weapons[0].designation": found["weapons[0].name"], "weapons[0].category": found["weapons[0].name"]}
    found["weapons[0].quantity_qualifier"] = found["weapons[0].quantity"]
    order = "2022-12" if "order_date" in evidence else None
    return Deal(
        ("TUR",),
        ("XKX",),
        (weapon,),
        status="delivered",
        mode="sale",
        value=price,
        order_date=order,
        score=0.9,
        evidence=found,
    )


def _five() -> Reading:
    document = _document(FIVE, "Prishtina Post", "2023-05-17", byline="A. Reporter", origin="Prishtina Post")
    deal = _tb2(
        FIVE,
        "five",
        5,
        Money(45_000_000, "USD"),
        supplier="Türkiye has delivered",
        recipient="Kosovo, the",
        status="has delivered five Bayraktar TB2 drones",
        order_date="December 2022",
        value="$45 million",
        mode="contract",
    )
    blame = quote(FIVE, "Serbia criticised Ankara for the delivery")
    said = Reaction("SRB", "TUR", "ACCUSE", 0, {"actor": (blame,), "target": (blame,), "plover": (blame,)})
    return Reading(document, (deal,), (said,), (), (Issue("name", "Nobody knows this name.", 38, 46),), "hand 1")


def _six() -> Reading:
    document = _document(SIX, "Balkan Weekly", "2023-05-19", origin="Balkan Weekly")
    deal = _tb2(SIX, "six", 6, supplier="from Türkiye", recipient="The Kosovo Security Force", status="now has")
    return Reading(document, (deal,), reader="hand 1")


def _turkish() -> Reading:
    document = _document(TURKISH, "Savunma Haber", "2023-05-18", "tr", origin="Savunma Haber")
    deal = _tb2(TURKISH, "beş adet", 5, supplier="Türkiye,", recipient="Kosova'ya beş", status="teslim etti")
    return Reading(document, (deal,), reader="hand 1")


def _cyrillic() -> Reading:
    document = _document(CYRILLIC, "Дневник", "2024-02", "sr")
    weapon = Weapon("хаубица „Цезар“", "CAESAR", "artillery", 18, "exact")
    evidence = {
        "supplier": (quote(CYRILLIC, "из Француске"),),
        "recipient": (quote(CYRILLIC, "Влада Србије"),),
        "status": (quote(CYRILLIC, "разматра куповину", "Влада"),),
        "weapons[0].name": (quote(CYRILLIC, "хаубица „Цезар“"),),
        "weapons[0].category": (quote(CYRILLIC, "хаубица „Цезар“"),),
        "weapons[0].quantity": (quote(CYRILLIC, "18 хаубица"),),
        "weapons[0].designation": (quote(CYRILLIC, "„Цезар“"),),
    }
    deal = Deal(("FRA",), ("SRB",), (weapon,), status="considered", score=0.7, evidence=evidence)
    words = quote(CYRILLIC, "1,4 милијарде долара")
    spent = Figure("SRB", "military spending", 1.4e9, "USD", 2023, {"amount": (words,), "currency": (words,)})
    return Reading(document, (deal,), (), (spent,), reader="hand 1")


def _cancelled() -> Reading:
    document = _document(CANCELLED, "Defence Ledger", "2022-09-19", origin="Reuters", byline=None)
    weapon = Weapon("Boxer armoured vehicles", "Boxer", "armoured vehicle", 45, "exact")
    evidence = {
        "supplier": (quote(CANCELLED, "from OCCAR"),),
        "recipient": (quote(CANCELLED, "Ljubljana"),),
        "status": (quote(CANCELLED, "has cancelled the purchase"),),
        "value": (quote(CANCELLED, "343.4 million euros"),),
        "weapons[0].name": (quote(CANCELLED, "Boxer armoured vehicles"),),
        "weapons[0].quantity": (quote(CANCELLED, "45 Boxer armoured vehicles"),),
        "weapons[0].category": (quote(CANCELLED, "Boxer armoured vehicles"),),
    }
    value = Money(343_400_000, "EUR")
    deal = Deal(
        ("OCCAR",), ("SVN",), (weapon,), mode="sale", value=value, status="cancelled", score=0.95, evidence=evidence
    )
    return Reading(document, (deal,), reader="hand 1")


def _lists() -> Reading:
    document = _document(LISTS, "Regional Review", "2024-03-01")

    def told(line: str, supplier: str, recipient: str, weapon: Weapon, **more: str) -> Deal:
        parts = {"supplier": (supplier,) if supplier else (), "recipient": (recipient,)}
        whole = quote(LISTS, line)
        evidence = dict.fromkeys(("recipient", "status", "weapons[0].name", "weapons[0].category"), (whole,))
        if supplier:
            evidence["supplier"] = (whole,)
        if weapon.quantity is not None or weapon.quantity_text:
            evidence["weapons[0].quantity"] = (whole,)
        return Deal(**parts, weapons=(weapon,), score=0.6, evidence=evidence, **more)  # type: ignore[arg-type]

    apache = Weapon("Apache helicopters", "AH-64E Apache", "helicopter", 96, "up to")
    leopard = Weapon("Leopard 2 tanks", "Leopard 2", "armoured vehicle", 30, "approx")
    shells = Weapon("artillery shells", None, "ammunition", None, None, "thousands")
    deals = (
        told("Poland ordered up to 96 AH-64E Apache helicopters", "USA", "POL", apache, status="ordered"),
        told(
            "Croatia is negotiating with Germany over about 30 Leopard 2 tanks",
            "DEU",
            "HRV",
            leopard,
            status="negotiating",
            delivery_date="2027/2030",
            modality="hedged",
        ),
        told("Ukraine asked its partners for thousands of artillery shells", "", "UKR", shells, status="requested"),
    )
    figures = (
        Figure("SRB", "military spending", 2.1e9, "USD", 2023, {"amount": (quote(LISTS, "$2.1 billion"),)}),
        Figure("SRB", "gdp share", 2.9, None, 2023, {"amount": (quote(LISTS, "2.9 %"),)}),
    )
    return Reading(document, deals, (), figures, reader="hand 1")


def _evil() -> Reading:
    document = _document(
        EVIL, HOSTILE_OUTLET, "2024-01-05", url=HOSTILE_URL, byline=HOSTILE_NAME, origin=HOSTILE_OUTLET
    )
    weapon = Weapon(HOSTILE_NAME, HOSTILE_NAME, "uav", 3, "exact")
    evidence = {
        "supplier": (quote(EVIL, "Iran"),),
        "recipient": (quote(EVIL, "the Houthis & friends"),),
        "status": (quote(EVIL, f"gave {HOSTILE_NAME}"),),
        "weapons[0].name": (quote(EVIL, HOSTILE_NAME),),
        "weapons[0].category": (quote(EVIL, HOSTILE_NAME),),
        "mode": (quote(EVIL, "gave"),),
        "manufacturer": (quote(EVIL, HOSTILE_NAME[7:]),),
    }
    deal = Deal(
        ("IRN",),
        (HOSTILE_NAME,),
        (weapon,),
        mode="gift",
        manufacturer=(HOSTILE_NAME[7:],),
        status="delivered",
        modality="hedged",
        score=0.4,
        evidence=evidence,
    )
    return Reading(document, (deal,), (), (), (Issue(HOSTILE_NAME, HOSTILE_NAME, 0, 20),), "hand 1")


def readings() -> list[tuple[Page, Reading]]:
    """Every reading with the page it was read from."""
    made = [_five(), _six(), _turkish(), _cyrillic(), _cancelled(), _lists(), _evil()]
    return [(_page(reading.document), reading) for reading in made]


def _page(document: Document) -> Page:
    return Page(document.id, f"{document.id}.html", f"page of {document.text}".encode(), document.url)


def register(folder: Path) -> str:
    """The place of a register in ``folder`` that holds every reading."""
    place = str(folder / "register.db")
    with Register.open(place) as opened:
        opened.add_all(readings())
        opened.resolve()
    return place
