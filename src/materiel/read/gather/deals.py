"""Deals: a draft's votes and steps are decided cell by cell, each with the words that decided it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from materiel import packs
from materiel.read.gather import cells
from materiel.read.gather.chance import chance
from materiel.read.gather.draft import Draft
from materiel.read.gather.lines import Line, family
from materiel.read.gather.made import consents, origin
from materiel.read.gather.parties import Spans, domestic, parties, refused_by, staged
from materiel.read.gather.status import promised, status_of
from materiel.read.gather.weapons import weapons_of
from materiel.read.words.tag import Mention, Sentence
from materiel.types import Deal, Document, Money, Quote


def decide(document: Document, found: Sequence[Draft], sentences: Sequence[Sentence]) -> list[tuple[Draft, Deal]]:
    """The deals of a document with their drafts, scored."""
    least = packs.toml("codebook", "score.toml")["news"]
    scored = [(draft, deal, chance(draft, deal)) for draft, deal in _decided(document, found, sentences)]
    sure = any(score >= least and not deal.background for _, deal, score in scored)
    return [(draft, replace(deal, score=score, background=deal.background or (sure and score < least)))
            for draft, deal, score in scored]  # fmt: skip


def _decided(document: Document, found: Sequence[Draft], sentences: Sequence[Sentence]) -> list[tuple[Draft, Deal]]:
    """The deals of a document with their drafts: goods, a party and no dealing of a state with itself.

    A headline about a strike, an exercise, a seizure or a company's results makes all of them background.
    """
    news = [draft for draft in found if not draft.background]
    out: list[tuple[Draft, Deal]] = []
    firms = [sentence for sentence in sentences if sentence.of("maker")]
    stage = staged(sentences)
    for draft in found:
        topic = next((one for one in news if one is not draft and _of_story(draft, one)), None)
        rest = [one for one in news if one is not draft and (one.lead or not draft.lead)]
        paired = any(one.codes("supplier") and one.codes("recipient") for one in rest)
        deal = _deal(document, draft, topic, firms, () if paired else stage)
        more = draft.events[:1] and draft.events[0].has("more")  # "two more" are no repetition
        if deal is not None and (more or not any(_again(deal, earlier) for _, earlier in out)):
            out.append((draft, deal))
    other = [sentence for sentence in sentences[:4] if _otherwise(sentence)]
    armed = any(_armed(line) for draft in found for line in draft.lines) or any(
        "military" in names for s in sentences for names in s.classes.values()
    )
    moved = sum(any("deployment" in names for names in s.classes.values()) for s in sentences[:6])
    if not armed or moved >= 3 or any(sentence.kind == "heading" for sentence in other):
        return _worth([(draft, replace(deal, background=True)) for draft, deal in out])
    home = any("domestic" in names for s in sentences[:4] for names in s.classes.values())
    told = _news(out, promote=not other)
    return _worth(
        [(draft, replace(deal, background=deal.background or (home and not deal.supplier))) for draft, deal in told]
    )


def _worth(found: list[tuple[Draft, Deal]]) -> list[tuple[Draft, Deal]]:
    """What a text tells besides its news; where it has none, "the ambulances that Chad gets" are worth no row:
    they have no giver and no type, and may be of civil use."""
    if any(not deal.background for _, deal in found):
        return found
    return [
        (draft, deal)
        for draft, deal in found
        if deal.supplier or any(line.best.designation or _armed(line) for line in draft.lines)
    ]


def _of_story(draft: Draft, other: Draft) -> bool:
    """Whether another deal tells who receives this one's goods; what a state's own tank is made of ("tankın motoru
    Kore'den geldi") is no part of that."""
    receive, sentence = other.codes("recipient").keys(), draft.events[0].sentence
    endings = tuple(sentence.pack["numbers"].get("owning", ("\0",)))
    parts = (one for line in draft.lines for one in line.phrases if one.category == "engine" and one.head < one.last)
    owned = any(sentence.words[one.head].low.endswith(endings) for one in parts if one in draft.events[0].goods)
    return bool(receive) and not (owned and receive == other.codes("supplier").keys())


def _otherwise(sentence: Sentence) -> bool:
    """Whether a sentence tells of a strike, an exercise or results; not where the word only names goods
    ("patrol boats", "Zerstörer"), or is the cause of what is told ("operasyonu nedeniyle")."""
    named = {at for m in sentence.of("goods", "weapon") for at in range(m.first, m.last + 1)}
    told = (at for at in sentence.where("exercise", "results") if not sentence.has(at + 1, "cause"))
    return any(at not in named for at in told)


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
        deal.weapons[0].category != "other" or deal.weapons[0].designation
        for draft, deal in found
        if draft.lead and not draft.background
    )
    if exact:
        found = [(draft, deal) for draft, deal in found if any(line.category != "any_weapon" for line in draft.lines)]
        exactly = {(deal.supplier, deal.recipient) for draft, deal in found if draft.lead and not _vague(draft)}
        found = [(draft, deal) for draft, deal in found
                 if not (_vague(draft) and (deal.supplier, deal.recipient) in exactly)]  # fmt: skip
    denied = [deal for draft, deal in found if not draft.steps and any(event.denied for event in draft.events)]
    lead = [deal for draft, deal in found if not draft.background and draft.lead and deal not in denied]
    pairs = {(deal.supplier, deal.recipient) for deal in lead if deal.supplier and deal.recipient}
    out = []
    for draft, deal in found:
        told = not draft.background and any(step.strong for step, _ in draft.steps)
        news = deal in lead or (told and ((not lead and promote) or (deal.supplier, deal.recipient) in pairs))
        if not draft.steps and draft is not found[0][0] and not any(e.sentence.kind == "heading" for e in draft.events):
            news = False
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


def _deal(
    document: Document, draft: Draft, topic: Draft | None, firms: Sequence[Sentence], stage: Sequence[Mention]
) -> Deal | None:
    """The deal of a draft; ``firms`` are the sentences that name makers, ``stage`` the states the news is about."""
    spans: Spans = defaultdict(list)
    suppliers, recipients = parties(draft, topic, stage, spans)
    if not draft.lines or not (suppliers or recipients):
        return None
    named = cells.makers(draft, firms, suppliers)
    if domestic(suppliers, recipients, named, draft):
        return None
    status, modality = status_of(draft, spans)
    weapons = weapons_of(document, draft.lines, spans)
    value = _value(draft, spans)
    order, delivery = _dates(draft, status, spans)
    for name, span in named.items():
        spans["manufacturer"].append(span)
        spans[f"manufacturer:{name}"].append(span)
    manufacturer = tuple(document.text[start:end] for start, end in named.values())
    refused = refused_by(draft, status, (*suppliers, *recipients), spans)
    made = origin(draft, suppliers, recipients, named, spans)
    passed = consents(draft, made, spans)
    homes = {packs.makers()[name]["state"] for name in named}
    sold = bool(homes) and (
        not suppliers or bool(homes & set(suppliers))
    )  # the maker of another deal sells nothing here
    mode = "re-export" if passed else _mode(draft, spans, bool(sold or value or draft.of))
    if mode in ("gift", "unknown") and status == "ordered" and (modality == "future" or promised(draft)):
        status = "approved"  # what a state gives, or says that it will send, is pledged, not ordered
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


def _armed(line: Line) -> bool:
    """Whether the goods are no such thing as airlines, shippers and factories buy too."""
    table = packs.toml("codebook", "goods.toml")["civil"]
    if line.category not in table["categories"] or any(one.kind in table["kinds_for_war"] for one in line.phrases):
        return True
    named = (line.best.known and line.best.designation) or ""
    return bool(named) and (line.category not in table["built_for_all"] or family(named) in table["built_for_war"])


def _vague(draft: Draft) -> bool:
    """Whether the goods are told in general words only: "systems", "vehicles"."""
    return all(line.category.startswith("any_") and not line.best.designation for line in draft.lines)


def _military(line: Line) -> bool:
    """Whether the goods are weapons for certain: a known type, or a category that has no civil use."""
    table = packs.toml("codebook", "goods.toml")["civil"]
    return line.best.known or line.category not in table["categories"]


def _mode(draft: Draft, spans: Spans, commercial: bool) -> str:
    """How the goods change hands: a special mode that the clauses name, else a sale where money or a firm is told."""
    events = [*draft.events, *(draft.of.events if draft.of else ())]  # as the contract, so the batch
    seen = [(mode, start, end) for event in events for mode, start, end in event.modes]
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


def _value(draft: Draft, spans: Spans) -> Money | None:
    if draft.of is not None:
        return None  # the price is the contract's
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
        if (event.past and not draft.frame) or not (event.goods or event.early or event.has("due")):
            continue
        for kind, date in cells.timed(event):
            if kind == ("delivery" if draft.frame else "order" if draft.of is not None else None):
                continue
            if kind == "order" and status not in ("ordered", "delivered", "cancelled", "suspended"):
                continue
            first = found[kind].partition("/")[0] if kind in found else None
            later = (
                kind == "delivery"
                and first is not None
                and len(first) == len(date.value) in (4, 7)
                and first < date.value
            )
            if first is None or (later and spans["delivery_date"][-1][1] > date.start - 40):
                found[kind] = f"{first}/{date.value}" if later else date.value
                spans[f"{kind}_date"].append((date.start, date.end))
    if _turned(found.get("order"), found.get("delivery")):
        wrong = "order" if status == "delivered" else "delivery"
        del found[wrong], spans[f"{wrong}_date"]
    return found.get("order"), found.get("delivery")


def _turned(order: str | None, delivery: str | None) -> bool:
    """Whether goods would have been delivered before they were ordered: then one date is another deal's."""
    if order is None or delivery is None:
        return False
    first = delivery.partition("/")[0]
    size = min(len(first), len(order.partition("/")[0]))
    return first[:size] < order[:size]
