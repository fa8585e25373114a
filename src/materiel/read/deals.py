"""Deals: a draft's votes and steps are decided cell by cell, each with the words that decided it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace

from materiel import packs
from materiel.read import cells
from materiel.read.chance import chance
from materiel.read.clause import Event, Step
from materiel.read.draft import Draft
from materiel.read.lines import Line, family
from materiel.read.made import consents, origin
from materiel.read.parties import Spans, domestic, parties, refused_by
from materiel.read.phrases import Goods
from materiel.read.tag import Sentence
from materiel.types import Deal, Document, Money, Quote, Weapon


def decide(document: Document, found: Sequence[Draft], sentences: Sequence[Sentence]) -> list[tuple[Draft, Deal]]:
    """The deals of a document with their drafts, scored."""
    return [(draft, replace(deal, score=chance(draft, deal))) for draft, deal in _decided(document, found, sentences)]


def _decided(document: Document, found: Sequence[Draft], sentences: Sequence[Sentence]) -> list[tuple[Draft, Deal]]:
    """The deals of a document with their drafts: goods, a party and no dealing of a state with itself.

    A headline about a strike, an exercise, a seizure or a company's results makes all of them background.
    """
    news = [draft for draft in found if not draft.background]
    out: list[tuple[Draft, Deal]] = []
    firms = [sentence for sentence in sentences if sentence.of("maker")]
    for draft in found:
        topic = next((one for one in news if one is not draft and one.codes("recipient")), None)
        deal = _deal(document, draft, topic, firms)
        more = draft.events[:1] and draft.events[0].has("more")  # "two more" are no repetition
        if deal is not None and (more or not any(_again(deal, earlier) for _, earlier in out)):
            out.append((draft, deal))
    other = [s for s in sentences[:4] if any("exercise" in names or "results" in names for names in s.classes.values())]
    armed = any(_armed(line) for draft in found for line in draft.lines) or any(
        "military" in names for s in sentences for names in s.classes.values()
    )
    moved = sum(any("deployment" in names for names in s.classes.values()) for s in sentences[:6])
    if not armed or moved >= 3 or any(sentence.kind == "heading" for sentence in other):
        return [(draft, replace(deal, background=True)) for draft, deal in out]
    home = any("domestic" in names for s in sentences[:4] for names in s.classes.values())
    told = _news(out, promote=not other)
    return [(draft, replace(deal, background=deal.background or (home and not deal.supplier))) for draft, deal in told]


def _again(deal: Deal, earlier: Deal) -> bool:
    """Whether a deal only says once more what an earlier one of the text says, as a table below the text does."""
    both = (deal.supplier, deal.recipient)
    if not all(both) or both != (earlier.supplier, earlier.recipient):
        return False
    dates = ((deal.order_date, earlier.order_date), (deal.delivery_date, earlier.delivery_date))
    if any(one and other and not (one.startswith(other) or other.startswith(one)) for one, other in dates):
        return False
    held = {(one.designation, one.quantity) for one in earlier.weapons}
    return all(one.designation and one.quantity and (one.designation, one.quantity) in held for one in deal.weapons)


def _news(found: Sequence[tuple[Draft, Deal]], promote: bool) -> list[tuple[Draft, Deal]]:
    """Which deals are news: those of headline and lead, their like between the same parties, else the first told."""
    exact = any(
        deal.weapons[0].category != "other" or deal.weapons[0].designation for draft, deal in found if draft.lead
    )
    if exact:
        found = [(draft, deal) for draft, deal in found if any(line.category != "any_weapon" for line in draft.lines)]
        exactly = {(deal.supplier, deal.recipient) for draft, deal in found if draft.lead and not _vague(draft)}
        found = [(draft, deal) for draft, deal in found
                 if not (_vague(draft) and (deal.supplier, deal.recipient) in exactly)]  # fmt: skip
    lead = [deal for draft, deal in found if not draft.background and draft.lead]
    pairs = {(deal.supplier, deal.recipient) for deal in lead if deal.supplier and deal.recipient}
    out = []
    for draft, deal in found:
        told = not draft.background and any(step.strong for step, _ in draft.steps)
        news = deal in lead or (told and ((not lead and promote) or (deal.supplier, deal.recipient) in pairs))
        if (
            not deal.supplier
            and not deal.refused_by
            and not (deal.recipient and any(_military(line) for line in draft.lines))
        ):
            news = False  # "the country buys arms": nobody sells them
        if news and not lead:
            lead.append(deal)
        out.append((draft, replace(deal, background=not news)))
    return out


def _deal(document: Document, draft: Draft, topic: Draft | None, firms: Sequence[Sentence]) -> Deal | None:
    """The deal of a draft; ``firms`` are the sentences that name makers."""
    spans: Spans = defaultdict(list)
    suppliers, recipients = parties(draft, topic, spans)
    if not draft.lines or not (suppliers or recipients):
        return None
    named = cells.makers(draft, firms, suppliers)
    if domestic(suppliers, recipients, named, draft):
        return None
    status, modality = _status(draft, spans)
    weapons = _weapons(document, draft.lines, spans)
    value = _value(draft, spans)
    order, delivery = _dates(draft, status, spans)
    for name, span in named.items():
        spans["manufacturer"].append(span)
        spans[f"manufacturer:{name}"].append(span)
    manufacturer = tuple(document.text[start:end] for start, end in named.values())
    refused = refused_by(draft, status, (*suppliers, *recipients), spans)
    made = origin(draft, suppliers, recipients, named, spans)
    passed = consents(draft, made, spans)
    mode = "re-export" if passed else _mode(draft, spans, bool(named) or value is not None)
    if mode == "gift" and status == "ordered" and modality == "future":
        status = "approved"  # what is given is pledged, not ordered
    evidence = {
        field: tuple(Quote.of(document.text, start, end) for start, end in dict.fromkeys(places))
        for field, places in spans.items()
        if places and ":" not in field
    }
    return Deal(
        supplier=suppliers, recipient=recipients, origin=made, refused_by=refused, weapons=weapons, mode=mode,
        manufacturer=manufacturer, value=value,
        status=status, order_date=order, delivery_date=delivery, background=draft.background,
        modality=modality, evidence=evidence,
    )  # fmt: skip


# ---------------------------------------------------------------- steps


def _status(draft: Draft, spans: Spans) -> tuple[str, str]:
    """The last step told: an end told in the news, else the highest step, strong words before weak ones."""
    table = packs.toml("codebook", "goods.toml")["ladder"]
    steps = draft.steps
    ends = [
        (step, event)
        for step, event in steps
        if step.status in table["ends"] and step.modality in ("asserted", "future")
    ]
    ended = [step for step, event in ends if event.sentence.number <= draft.events[0].sentence.number + 3]
    if ended:
        return _took(ended[0], spans)
    rungs = [(step, event) for step, event in steps if step.status in table["order"]]
    titles = [step for step, event in rungs if event.sentence.kind == "heading" and _present(event.sentence)]
    if all(step.status == "delivered" for step in titles) and _to_come(rungs, titles):
        rungs = [(step, event) for step, event in rungs if step not in titles]
    for early, strong, modality in _CERTAINTY:
        told = [step for step, event in rungs
                if event.early >= early and step.strong >= strong and step.modality in modality]  # fmt: skip
        below = [step for step in told if step not in titles]
        highest = max((table["order"].index(step.status) for step in below), default=-1)
        if highest == table["order"].index("approved") and all(
            s.status in ("ordered", "delivered") for s in told if s in titles
        ):
            told = below  # a headline that says "buys" of what the lead says was approved
        talks = [s for s in below if s.status == "negotiating" and s.rule == "sign"]
        if talks and highest == table["order"].index("negotiating"):
            told = below  # a headline that says "buys" of what the lead says is a letter of intent
        if told:
            return _took(max(told, key=lambda step: table["order"].index(step.status)), spans)
    phrase = draft.lines[0].phrases[0]
    spans["status"].append((phrase.start, phrase.end))
    return "ordered", "asserted"


def _armed(line: Line) -> bool:
    """Whether the goods are no such thing as airlines, shippers and factories buy too."""
    table = packs.toml("codebook", "goods.toml")["civil"]
    if line.category not in table["categories"]:
        return True
    named = (line.best.known and line.best.designation) or ""
    return bool(named) and (line.category not in table["built_for_all"] or family(named) in table["built_for_war"])


def _vague(draft: Draft) -> bool:
    """Whether the goods are told in general words only: "systems", "vehicles"."""
    return all(line.category.startswith("any_") and not line.best.designation for line in draft.lines)


def _to_come(rungs: Sequence[tuple[Step, Event]], titles: Sequence[Step]) -> bool:
    """Whether the lead tells only of what is to be handed over, where the headline says in the present "delivers"."""
    lead = [step for step, event in rungs if event.early and step.strong and step not in titles]
    return bool(titles and lead) and all(step.modality == "future" or step.rule.endswith("_future") for step in lead)


def _present(sentence: Sentence) -> bool:
    """Whether the language's headlines tell in the present tense what the story says was only approved."""
    return bool(sentence.pack.get("headline_present"))


def _military(line: Line) -> bool:
    """Whether the goods are weapons for certain: a known type, or a category that has no civil use."""
    table = packs.toml("codebook", "goods.toml")["civil"]
    return line.best.known or line.category not in table["categories"]


# From the surest sign of a deal's step to the weakest: told early or not, by a verb or a noun, as a fact or not.
_CERTAINTY: Sequence[tuple[bool, bool, frozenset[str]]] = (
    (True, True, frozenset(("asserted",))),
    (True, True, frozenset(("future",))),
    (False, True, frozenset(("asserted",))),
    (False, False, frozenset(("asserted",))),
    (False, False, frozenset(("future",))),
    (False, False, frozenset(("hypothetical", "negated"))),
)


def _took(step: Step, spans: Spans) -> tuple[str, str]:
    spans["status"].append((step.start, step.end))
    return step.status, step.modality


def _mode(draft: Draft, spans: Spans, commercial: bool) -> str:
    """How the goods change hands: a special mode that the clauses name, else a sale where money or a firm is told."""
    seen = [(mode, start, end) for event in draft.events for mode, start, end in event.modes]
    for mode in ("lease", "licence", "gift", "re-export"):
        place = next(((start, end) for name, start, end in seen if name == mode), None)
        sale = sum(name == "sale" for name, _, _ in seen)
        if place is not None and (mode != "gift" or sum(name == "gift" for name, _, _ in seen) > sale):
            if mode == "re-export" and len(seen) > 1 and sale and not _passing(draft):
                continue
            spans["mode"].append(place)
            return mode
    place = next(((start, end) for name, start, end in seen if name == "sale"), None)
    if place is None and commercial:
        place = next(((s.start, s.end) for s, _ in draft.steps), None) or (
            draft.lines[0].phrases[0].start,
            draft.lines[0].phrases[0].end,
        )
    if place is None:
        return "unknown"
    spans["mode"].append(place)
    return "sale"


def _passing(draft: Draft) -> bool:
    """Whether a form of re-export itself opened a frame of the deal."""
    return any(vote.rule.startswith("reexport") for vote, _ in draft.votes)


# ---------------------------------------------------------------- goods, money, dates


def _weapons(document: Document, lines: Sequence[Line], spans: Spans) -> tuple[Weapon, ...]:
    exact = [line for line in lines if not line.category.startswith("any_")]
    table = packs.toml("codebook", "goods.toml")["coded"]
    out = []
    first = exact[0] if exact else lines[0]
    sums = _totals(lines)
    parts = [line for line in lines if any(id(one) not in sums for one in line.phrases)] if sums else lines
    shown = [line for line in parts if line in exact or (exact and _launchers(line))] or lines[:1]
    for number, line in enumerate(shown):
        best = line.best
        counted = _counted(line, sums)
        name_start = best.begin if best.begin >= 0 else best.start
        name = document.text[name_start : best.end]
        path = f"weapons[{number}]"
        spans[f"{path}.name"].append((name_start, best.end))
        spans[f"{path}.category"].append((best.start, best.end))
        if best.designation and best.named:
            spans[f"{path}.designation"].append(best.named)
        if counted is not None and counted.number:
            spans[f"{path}.quantity"].append(counted.number)
        category = first.category if _launchers(line) and line is not first else line.category
        category = table.get(category, category)
        designation = best.designation
        if designation is None and counted is not None and line is not first and category == first.category:
            designation = first.best.designation  # "6 launchers and 40 missiles" of the Javelin
            if designation and first.best.named:
                spans[f"{path}.designation"].append(first.best.named)
        out.append(Weapon(
            name=" ".join(name.split()), designation=_short(designation), category=category,
            quantity=counted.quantity if counted else None, quantity_qualifier=counted.qualifier if counted else None,
            quantity_text=counted.vague if counted else None, service=best.service,
        ))  # fmt: skip
    return tuple(out)


def _launchers(line: Line) -> bool:
    """Whether the line is a counted lot of launchers or systems beside the weapons that they fire."""
    return line.category == "any_system" and any(one.quantity for one in line.phrases)


def _short(designation: str | None) -> str | None:
    """Ships are called by their class's name alone."""
    return designation.removesuffix(" class") if designation else None


def _totals(lines: Sequence[Line]) -> set[int]:
    """The phrases that only give the sum of types counted one by one: "33 jets: 21 MiG-29s and 12 Su-30s"."""
    named = [[one for one in line.phrases if one.quantity and one.designation] for line in lines]
    counts = [phrases[0].quantity or 0 for phrases in named if phrases]
    return {
        id(one)
        for line in lines
        for one in line.phrases
        if len(counts) > 1 and one.generic and one.quantity == sum(counts)
    }


def _counted(line: Line, sums: Set[int] = frozenset()) -> Goods | None:
    """The phrase that counts the goods: the first with a number, but for those in ``sums``."""
    numbered = [one for one in line.phrases if one.quantity is not None and id(one) not in sums]
    if not numbered:
        return next((one for one in line.phrases if one.vague), None)
    first, rest = numbered[0], numbered[1:]
    if first.qualifier in ("approx", "at least"):
        return next((one for one in rest if _rounded(first, one)), first)
    return first


def _rounded(rough: Goods, exact: Goods) -> bool:
    """Whether the second number is the first told exactly: "more than 1,000" are 1,120."""
    assert rough.quantity is not None and exact.quantity is not None
    return exact.qualifier in ("exact", "up to") and rough.quantity <= exact.quantity <= 1.15 * rough.quantity


def _value(draft: Draft, spans: Spans) -> Money | None:
    for event in sorted(draft.events, key=lambda event: event.past):
        number = cells.price(event)
        if number is not None and number.value is not None and number.currency:
            spans["value"].append((number.start, number.end))
            return Money(number.value if number.low is None else number.low, number.currency)
    return None


def _dates(draft: Draft, status: str, spans: Spans) -> tuple[str | None, str | None]:
    """Date of the signature and of delivery, done or planned."""
    found: dict[str, str] = {}
    for event in draft.events:
        if event.past or not (event.goods or event.early or event.has("due")):
            continue
        for kind, date in cells.timed(event):
            if kind == "order" and status not in ("ordered", "delivered", "cancelled", "suspended"):
                continue
            first = found.get(kind)
            later = (
                kind == "delivery" and first is not None and len(first) == len(date.value) == 4 and first < date.value
            )
            if first is None or (later and spans["delivery_date"][-1][1] > date.start - 40):
                found[kind] = f"{first}/{date.value}" if later else date.value
                spans[f"{kind}_date"].append((date.start, date.end))
    return found.get("order"), found.get("delivery")
