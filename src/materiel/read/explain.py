"""Explain: for each cell of a document's deals the rule and the words that made it, and what competed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from materiel import packs
from materiel.read.gather import cells
from materiel.read.gather.draft import Draft
from materiel.read.gather.lines import Line
from materiel.read.rules import dealt
from materiel.read.words.lexicon import lexicon
from materiel.read.words.skim import skim
from materiel.types import Deal, Document, Quote


@dataclass(frozen=True, slots=True)
class Reason:
    """Words that spoke for a value: ``rule`` is a rule's id, or tells what the words are; ``weight`` is 0 where
    nothing was voted on."""

    value: str
    rule: str
    words: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is filled: its path, its value, what made it, and what else was said."""

    path: str
    value: str
    because: tuple[Reason, ...]
    against: tuple[Reason, ...] = ()


def explain(document: Document) -> list[tuple[Deal, list[Cell]]]:
    """The deals of a document, each with its cells; none for a language without a pack."""
    if document.lang not in packs.languages():
        return []
    sentences = skim(document, lexicon(document.lang))
    found, said = dealt(document, sentences)
    aimed = {quote for one in said for quote in one.evidence.get("target", ())}
    return [(deal, list(_cells(document.text, draft, deal, aimed))) for draft, deal in found]


def _cells(text: str, draft: Draft, deal: Deal, aimed: Set[Quote]) -> Iterator[Cell]:
    """The cells of a deal; ``aimed`` are the words that name at whom reactions are aimed."""
    for path, role, codes in (
        ("supplier", "supplier", deal.supplier),
        ("recipient", "recipient", deal.recipient),
        ("refused_by", "veto", deal.refused_by),
    ):
        if codes:
            blamed = any(quote in aimed for quote in deal.evidence.get(path, ()))
            beside = "at whom it is protested" if blamed else "the deal told beside it"
            yield _party(text, draft, (path, role), codes, beside)
    yield _status(text, draft, deal)
    yield from _weapons(text, draft, deal)
    quotes = deal.evidence
    if deal.value is not None:
        taken = {(quote.start, quote.end) for quote in quotes.get("value", ())}
        others = [
            Reason(_amount(number.value, number.currency), "no price of the whole"
                   if not cells.is_price(event.sentence, number) else "told later", text[number.start : number.end])
            for event in draft.events for number in event.numbers()
            if number.currency and (number.start, number.end) not in taken
        ]  # fmt: skip
        amount = _amount(deal.value.amount, deal.value.currency)
        yield Cell("value", amount, _quoted(amount, "price", quotes.get("value", ())), _once(others))
    for path, value in (("order_date", deal.order_date), ("delivery_date", deal.delivery_date)):
        if value is not None:
            yield Cell(path, value, _quoted(value, "date", quotes.get(path, ())), _dates(text, draft, value))
    if deal.mode != "unknown":
        yield Cell("mode", deal.mode, _quoted(deal.mode, "mode", quotes.get("mode", ())), _modes(text, draft, deal))
    if deal.manufacturer:
        firms = ", ".join(deal.manufacturer)
        yield Cell("manufacturer", firms, _quoted(firms, "maker", quotes.get("manufacturer", ())))


def _party(text: str, draft: Draft, role: tuple[str, str], codes: Sequence[str], beside: str) -> Cell:
    """The votes for the parties that a cell names, and those for others, the heaviest first; ``role`` is the path of
    the cell and what is voted on, ``beside`` tells why where nobody voted."""
    path, wanted = role
    said = [
        Reason(actor.code, vote.rule, text[actor.start : actor.end], round(vote.weight * weight, 2))
        for vote, weight in draft.votes if vote.role == wanted for actor in vote.actors
    ]  # fmt: skip
    said.sort(key=lambda reason: -reason.weight)
    because = [reason for reason in said if reason.value in codes]
    if not because:
        because = [Reason(code, beside, "") for code in codes]
    return Cell(path, ", ".join(codes), _once(because), _once(one for one in said if one.value not in codes))


def _status(text: str, draft: Draft, deal: Deal) -> Cell:
    """The step that was taken for the last one, and the others that the clauses tell."""
    taken = {quote.start for quote in deal.evidence.get("status", ())}
    said = [(step.start, Reason(step.status, f"{step.rule}, {step.modality}", text[step.start : step.end]))
            for step, _ in draft.steps]  # fmt: skip
    because = [reason for start, reason in said if start in taken and reason.value == deal.status]
    if not because:
        because = [Reason(deal.status, "no step is told", "")]
    return Cell("status", deal.status, _once(because), _once(one for _, one in said if one.value != deal.status))


def _weapons(text: str, draft: Draft, deal: Deal) -> Iterator[Cell]:
    """What names and counts each kind of goods; other numbers of the same goods compete."""
    for number, weapon in enumerate(deal.weapons):
        path = f"weapons[{number}]"
        line = _line(draft, deal.evidence.get(f"{path}.name", ()))
        rule = "gazetteer" if line is not None and line.best.known else "words of the text"
        name = weapon.designation or weapon.name
        yield Cell(path, f"{name}, {weapon.category}", _quoted(name, rule, deal.evidence.get(f"{path}.name", ())))
        if weapon.quantity is None:
            continue
        quotes = deal.evidence.get(f"{path}.quantity", ())
        counted = [one for one in line.phrases if one.quantity is not None] if line is not None else []
        others = [Reason(str(one.quantity), one.qualifier or "", text[one.start : one.end])
                  for one in counted if one.quantity != weapon.quantity]  # fmt: skip
        told = str(weapon.quantity)
        yield Cell(f"{path}.quantity", told, _quoted(told, weapon.quantity_qualifier or "", quotes), _once(others))


def _line(draft: Draft, quotes: Sequence[Quote]) -> Line | None:
    """The line whose best phrase a weapon's name quotes."""
    ends = {quote.end for quote in quotes}
    return next((line for line in draft.lines if line.best.end in ends), None)


def _dates(text: str, draft: Draft, value: str) -> tuple[Reason, ...]:
    """The other dates that the deal's clauses tell."""
    return _once(
        Reason(date.value, kind, text[date.start : date.end])
        for event in draft.events for kind, date in cells.timed(event)
        if date.value not in value.split("/")
    )  # fmt: skip


def _modes(text: str, draft: Draft, deal: Deal) -> tuple[Reason, ...]:
    """The other ways of changing hands that the deal's clauses name."""
    return _once(
        Reason(mode, "mode", text[start:end])
        for event in draft.events for mode, start, end in event.modes if mode != deal.mode
    )  # fmt: skip


def _amount(value: float | None, currency: str | None) -> str:
    return f"{value or 0:,.0f} {currency}"


def _quoted(value: str, rule: str, quotes: Sequence[Quote]) -> tuple[Reason, ...]:
    return _once(Reason(value, rule, quote.exact) for quote in quotes)


def _once(found: Iterator[Reason] | Sequence[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(found))


SHOWN = 4
"""Reasons that are shown for and against a cell, at most."""


def lines(name: str, found: Sequence[tuple[Deal, Sequence[Cell]]]) -> Iterator[str]:
    """The explanation of a document as a person reads it."""
    if not found:
        yield f"{name}: no deal is told"
    for number, (deal, rows) in enumerate(found, 1):
        news = "background" if deal.background else "news"
        yield f"{name}: deal {number} of {len(found)}, {news}, score {deal.score}, told as {deal.modality}"
        for cell in rows:
            yield f"  {cell.path} = {cell.value}"
            for reason in cell.because[:SHOWN]:
                yield f"    because {_told(reason)}"
            for reason in cell.against[:SHOWN]:
                yield f"    against {reason.value}: {_told(reason)}"
            left = max(0, len(cell.because) - SHOWN) + max(0, len(cell.against) - SHOWN)
            if left:
                yield f"    and {left} more"


def _told(reason: Reason) -> str:
    weight = f" {reason.weight:g}" if reason.weight else ""
    words = f' "{" ".join(reason.words.split())}"' if reason.words else ""
    return f"{reason.rule}{weight}{words}"
