"""Coding: a reading as the JSON object that the contract and the codebook describe."""

from __future__ import annotations

from typing import Any

from materiel.types import Deal, Evidence, Figure, Issue, Money, Reaction, Reading, Weapon


def coded(reading: Reading) -> dict[str, Any]:
    """The JSON object of one document, ready for ``json.dumps``; offsets are code points of the document's text."""
    document = reading.document
    return {
        "id": document.id,
        "url": document.url,
        "lang": document.lang,
        "title": document.title,
        "published": document.published,
        "outlet": document.outlet,
        "is_transfer": reading.is_transfer,
        "deals": [deal_dict(deal) for deal in reading.deals],
        "reactions": [reaction_dict(reaction) for reaction in reading.reactions],
        "figures": [figure_dict(figure) for figure in reading.figures],
        "issues": [issue_dict(issue) for issue in reading.issues],
    }


def deal_dict(deal: Deal) -> dict[str, Any]:
    """A deal with its score, modality and evidence; the codebook's optional fields stand only where they are told."""
    made: dict[str, Any] = {"supplier": list(deal.supplier), "recipient": list(deal.recipient)}
    for name in ("origin", "refused_by"):
        if getattr(deal, name):
            made[name] = list(getattr(deal, name))
    return made | {
        "mode": deal.mode,
        "weapons": [weapon_dict(weapon) for weapon in deal.weapons],
        "manufacturer": list(deal.manufacturer),
        "value": money_dict(deal.value),
        "status": deal.status,
        "order_date": deal.order_date,
        "delivery_date": deal.delivery_date,
        "background": deal.background,
        "score": deal.score,
        "modality": deal.modality,
        "evidence": evidence_dict(deal.evidence),
    }


def weapon_dict(weapon: Weapon) -> dict[str, Any]:
    """One kind of goods; ``service`` and ``split`` stand only where they say something."""
    made: dict[str, Any] = {
        "name": weapon.name,
        "designation": weapon.designation,
        "category": weapon.category,
        "quantity": weapon.quantity,
        "quantity_qualifier": weapon.quantity_qualifier,
        "quantity_text": weapon.quantity_text,
    }
    if weapon.service:
        made["service"] = weapon.service
    if weapon.split:
        made["split"] = dict(weapon.split)
    return made


def money_dict(value: Money | None) -> dict[str, Any] | None:
    """An amount and its currency; a whole amount is written without a decimal point."""
    if value is None:
        return None
    return {"amount": number(value.amount), "currency": value.currency}


def number(amount: float) -> float | int:
    """``amount`` as an integer where it is whole, so that JSON shows 370000000 and not 370000000.0."""
    return int(amount) if float(amount).is_integer() else amount


def reaction_dict(reaction: Reaction) -> dict[str, Any]:
    """A reaction with its evidence."""
    return {
        "actor": reaction.actor,
        "target": reaction.target,
        "plover": reaction.plover,
        "about_deal": reaction.about_deal,
        "evidence": evidence_dict(reaction.evidence),
    }


def figure_dict(figure: Figure) -> dict[str, Any]:
    """A figure of a state with its evidence."""
    return {
        "country": figure.country,
        "measure": figure.measure,
        "amount": number(figure.amount),
        "currency": figure.currency,
        "year": figure.year,
        "evidence": evidence_dict(figure.evidence),
    }


def issue_dict(issue: Issue) -> dict[str, Any]:
    """What was not understood, and where."""
    return {"kind": issue.kind, "message": issue.message, "start": issue.start, "end": issue.end}


def evidence_dict(evidence: Evidence) -> dict[str, list[dict[str, Any]]]:
    """``{field: [{"start", "end", "quote"}]}``."""
    return {
        path: [{"start": quote.start, "end": quote.end, "quote": quote.exact} for quote in quotes]
        for path, quotes in evidence.items()
    }
