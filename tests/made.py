"""Readings made by hand, for tests of the register: facts in, a text with every value quoted out."""

from __future__ import annotations

from typing import Any

from materiel.record.days import last
from materiel.record.reports import Report
from materiel.types import Deal, Document, Figure, Money, Page, Quote, Reaction, Reading, Weapon, digest

Entry = tuple[Page, Reading]


def deal(**told: Any) -> Deal:
    """A deal of Türkiye and Kosovo about five Bayraktar TB2, except for what is ``told``."""
    goods = {
        "name": "drones",
        "designation": "Bayraktar TB2",
        "category": "uav",
        "quantity": 5,
        "quantity_qualifier": "exact",
    }
    goods |= {name: told.pop(name) for name in tuple(told) if name in Weapon.__dataclass_fields__ and name != "split"}
    money = told.pop("money", None)
    if money:
        told["value"] = Money(*money)
    told.setdefault("weapons", (Weapon(**goods),))
    return Deal(**({"supplier": ("TUR",), "recipient": ("XKX",), "mode": "sale", "status": "ordered"} | told))


def report(document: str, day: str | None = "2023-05-01", origin: str = "", **told: Any) -> Report:
    """A report of a deal on a day, by an origin of its own unless one is named."""
    subject, primary = told.pop("subject", "deal/0"), told.pop("primary", False)
    known = last(day) if day else "2025-01-01"
    return Report(document, subject, deal(**told), ((known, f"{document}.example"),), day, origin or document, primary)


def entry(name: str, *deals: Deal, published: str | None = "2023-05-01", **page: Any) -> Entry:
    """A page and its reading: one sentence for each deal, in which its values stand and are quoted."""
    content = page.pop("lines", None) or [f"Report {name}."]
    text, quoted = "\n".join(content), []
    for told in deals:
        text, evidence = _sentence(text + "\n", told)
        quoted.append(evidence)
    document = Document(
        id=name, text=text, published=published, url=page.get("url", f"https://{name}.example/1"),
        outlet=page.get("outlet", name), origin=page.get("origin"), title=f"Title of {name}", lang="en",
        page=digest(text),
    )  # fmt: skip
    made = tuple(_with(told, evidence) for told, evidence in zip(deals, quoted, strict=True))
    reactions = tuple(page.get("reactions", ()))
    figures = tuple(page.get("figures", ()))
    read = Reading(document, made, reactions, figures, tuple(page.get("issues", ())), page.get("reader", "made 1"))
    return Page(name, f"{name}.html", text.encode(), url=document.url), read


def reaction(**told: Any) -> Reaction:
    """Serbia blames Türkiye for the first deal of the document."""
    return Reaction(**({"actor": "SRB", "target": "TUR", "plover": "ACCUSE", "about_deal": 0} | told))


def figure(**told: Any) -> Figure:
    """Kosovo's military spending of a year."""
    defaults = {"country": "XKX", "measure": "military spending", "amount": 153000000, "currency": "EUR", "year": 2024}
    return Figure(**(defaults | told))


def _sentence(text: str, told: Deal) -> tuple[str, dict[str, tuple[Quote, ...]]]:
    """``text`` with a sentence that holds the values of a deal, and the evidence for them."""
    evidence: dict[str, tuple[Quote, ...]] = {}
    words = [("supplier", " and ".join(told.supplier)), ("status", told.status)]
    words.append(("recipient", " and ".join(told.recipient)))
    for index, weapon in enumerate(told.weapons):
        words.append((f"weapons[{index}].quantity", "" if weapon.quantity is None else str(weapon.quantity)))
        words.append((f"weapons[{index}].designation", weapon.designation or weapon.name))
    if told.value:
        words.append(("value", f"{told.value.currency} {told.value.amount:g}"))
    for path, word in words:
        if word:
            text += word + " "
            evidence[path] = (Quote.of(text, len(text) - len(word) - 1, len(text) - 1),)
    return text.rstrip() + ".", evidence


def _with(told: Deal, evidence: dict[str, tuple[Quote, ...]]) -> Deal:
    fields = {name: getattr(told, name) for name in Deal.__dataclass_fields__ if name != "evidence"}
    return Deal(**fields, evidence=evidence)
