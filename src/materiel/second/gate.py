"""Gate: of what a model claims, only that goes through which its quote says, by the project's own parsers.

A claim is thrown away, and counted, where its quote does not stand verbatim in the document (``quote``), and where the
value does not come out of the quote (``value``). Whatever a page talks a model into, no other word can pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from materiel import packs
from materiel.read.words.phrases import Goods
from materiel.second.passage import Passage, passage, passages
from materiel.types import Deal, Document, Money, Quote, Weapon

Claim = Mapping[str, Any]
Span = tuple[int, int]
Found = TypeVar("Found")

SCORE = 0.5
"""The score of a deal that a model alone tells, before the two readers are weighed (``agree``)."""

QUOTE, VALUE = "quote", "value"


class Gate:
    """Checks the claims about one document; ``thrown`` counts what did not pass, by reason, ``passed`` the rest."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.thrown: Counter[str] = Counter()
        self.passed = 0

    def deals(self, claims: Iterable[Claim]) -> tuple[Deal, ...]:
        """The deals of which a party and goods passed, each value with its quote."""
        made = (self._deal(claim) for claim in claims)
        return tuple(deal for deal in made if deal is not None)

    def _deal(self, claim: Claim) -> Deal | None:
        evidence: dict[str, tuple[Quote, ...]] = {}

        def kept(field: str, spans: Iterable[Span]) -> None:
            quotes = tuple(Quote.of(self.document.text, *span) for span in dict.fromkeys(spans))
            if quotes:
                evidence[field] = quotes

        parties = {role: self._parties(claim.get(role)) for role in ("supplier", "recipient")}
        parties["recipient"] = [one for one in parties["recipient"] if one[0] not in dict(parties["supplier"])]
        arms = self._arms(claim.get("weapons"))
        if not arms or not any(parties.values()):
            return None
        for role, found in parties.items():
            kept(role, (span for _, span in found))
        for index, (_, spans) in enumerate(arms):
            for field, span in spans.items():
                kept(f"weapons[{index}].{field}", [span])
        told: dict[str, Any] = {}
        for field, read in _FIELDS.items():
            seen = self._one(claim.get(field), read)
            if seen is not None:
                told[field] = seen[0]
                kept(field, [seen[1]])
        firms = [one for one in self._several(claim.get("manufacturer"), _maker) if one]
        kept("manufacturer", (span for _, span in firms))
        return Deal(
            supplier=tuple(dict(parties["supplier"])), recipient=tuple(dict(parties["recipient"])),
            weapons=tuple(weapon for weapon, _ in arms), manufacturer=tuple(dict(firms)),
            score=SCORE, evidence=evidence, **told,
        )  # fmt: skip

    def _parties(self, claims: Any) -> list[tuple[str, Span]]:
        return self._several(claims, _state)

    def _arms(self, claims: Any) -> list[tuple[Weapon, dict[str, Span]]]:
        found: dict[Span, tuple[Weapon, dict[str, Span]]] = {}
        for claim in claims if isinstance(claims, list) else ():
            one = self._one(claim, _weapon)
            if one is not None:
                weapon, spans = one
                if isinstance(claim.get("quantity"), int) and weapon.quantity is None:
                    self.thrown[VALUE] += 1  # the goods stand there, the number does not
                found.setdefault(spans["name"], (weapon, spans))
        return list(found.values())

    def _several(self, claims: Any, read: Callable[[Passage, Claim], Found | None]) -> list[Found]:
        found = [self._one(claim, read) for claim in (claims if isinstance(claims, list) else ())]
        return [one for one in found if one is not None]

    def _one(self, claim: Any, read: Callable[[Passage, Claim], Found | None]) -> Found | None:
        """What ``read`` derives from the quote of a claim; None, and counted, where that is nothing."""
        if claim is None:
            return None
        quote = claim.get("quote") if isinstance(claim, dict) else None
        places = list(passages(self.document, quote)) if isinstance(quote, str) else []
        if not places:
            self.thrown[QUOTE] += 1
            return None
        found = next((one for one in (read(place, claim) for place in places) if one is not None), None)
        if found is None:
            self.thrown[VALUE] += 1
        else:
            self.passed += 1
        return found


# ---------------------------------------------------------------- what a quote says


def _state(place: Passage, claim: Claim) -> tuple[str, Span] | None:
    wanted = _codes(place.document, claim.get("value"))
    return next(((actor.code, (actor.start, actor.end)) for actor in place.actors() if actor.code in wanted), None)


def _codes(document: Document, value: Any) -> set[str]:
    """The codes that a model's name for a party may mean: an ISO code of three or two letters, or a name in the
    document's language or, which models fall back to, in English."""
    if not isinstance(value, str) or not value.strip():
        return set()
    code = value.strip().upper()
    if code in packs.states() or value.strip() in packs.groups():
        return {code, value.strip()}
    short = {row["iso3"] for row in packs.states().values() if row["iso2"] == code}
    named = (passage(Document("", value, lang=lang), 0, len(value)).actors() for lang in {document.lang, "en"})
    return short | {actor.code for found in named for actor in found}


def _maker(place: Passage, claim: Claim) -> tuple[str, Span] | None:
    value = str(claim.get("value", "")).casefold()
    for mention in place.makers():
        said = place.document.text[mention.start : mention.end]
        if value and (said.casefold() in value or value in said.casefold()):
            return said, (mention.start, mention.end)
    return None


def _weapon(place: Passage, claim: Claim) -> tuple[Weapon, dict[str, Span]] | None:
    """The goods of the quote that bear the claimed name, with the claimed number where the quote counts them so."""
    name = str(claim.get("name", "")).casefold().split()
    found = [
        one for one in place.goods() if set(name) & set(place.document.text[one.start : one.end].casefold().split())
    ]
    if not found:
        return None
    one = max(found, key=lambda goods: goods.known)
    text = place.document.text
    start = one.number[1] if one.number and one.number[0] <= one.start else one.start
    start += len(text[start : one.end]) - len(text[start : one.end].lstrip())
    spans = {"name": (start, one.end), "category": (one.start, one.end)}
    if one.designation and one.named:
        spans["designation"] = one.named
    counted = one.quantity is not None and one.number is not None and claim.get("quantity") == one.quantity
    if counted and one.number:
        spans["quantity"] = one.number
    weapon = Weapon(
        name=" ".join(text[start : one.end].split()), designation=one.designation, category=_category(one),
        quantity=one.quantity if counted else None, quantity_qualifier=one.qualifier if counted else None,
        service=one.service,
    )  # fmt: skip
    return weapon, spans


def _category(one: Goods) -> str:
    return str(packs.toml("codebook", "goods.toml")["coded"].get(one.category, one.category))


def _money(place: Passage, claim: Claim) -> tuple[Money, Span] | None:
    amount, currency = claim.get("amount"), claim.get("currency")
    for number in place.numbers():
        if number.currency and number.currency == currency and number.value and number.value == amount:
            return Money(number.value, number.currency), (number.start, number.end)
    return None


def _date(place: Passage, claim: Claim) -> tuple[str, Span] | None:
    """The date of the quote; a model may give it less finely than the quote does, never more."""
    value = claim.get("value")
    for date in place.dates():
        if isinstance(value, str) and value and date.value and (date.value + "-").startswith(value + "-"):
            return date.value, (date.start, date.end)
    return None


def _status(place: Passage, claim: Claim) -> tuple[str, Span] | None:
    """The step, where a word of the quote can tell it."""
    for mention in place.rules():
        rule = _rule(place.document, mention.value)
        if claim.get("value") in (rule.get("status"), rule.get("future"), rule.get("paper")) and claim.get("value"):
            return str(claim["value"]), (mention.start, mention.end)
    return None


def _mode(place: Passage, claim: Claim) -> tuple[str, Span] | None:
    for mention in place.rules():
        if claim.get("value") in packs.MODES and _rule(place.document, mention.value).get("mode") == claim["value"]:
            return str(claim["value"]), (mention.start, mention.end)
    return None


def _rule(document: Document, name: str) -> Mapping[str, Any]:
    rules = packs.toml("lang", f"{document.lang}.toml")["rule"]
    return next((rule for rule in rules if rule["id"] == name), {})


_FIELDS: Mapping[str, Callable[[Passage, Claim], tuple[Any, Span] | None]] = {
    "value": _money, "status": _status, "mode": _mode, "order_date": _date, "delivery_date": _date,
}  # fmt: skip
