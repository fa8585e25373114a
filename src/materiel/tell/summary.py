"""A deal in one sentence, built from its cells and nothing else, and its cells as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from materiel.tell import things
from materiel.tell import words as say

Row = Mapping[str, Any]


def sentence(deal: Row) -> str:
    """ "Türkiye delivered five Bayraktar TB2 drones to Kosovo in May 2023." from the cells of a deal."""
    supplier, recipient = say.in_sentence(deal.get("supplier")), say.in_sentence(deal.get("recipient"))
    which = ("both" if recipient else "no_recipient") if supplier else ("no_supplier" if recipient else "neither")
    pattern = str(say.words()["sentence"][deal["status"]][which])
    text = pattern.format(supplier=supplier, recipient=recipient, goods=_goods(deal))
    suffix = say.words()["mode_suffix"].get(deal.get("mode"), "")
    when, *later = _dates(deal)
    parts = [" ".join(part for part in (text, suffix, when) if part), *later, *_worth(deal)]
    reserve = say.words()["modality_suffix"].get(deal.get("modality"))
    whole = ", ".join(parts) + (f" ({reserve})" if reserve else "")
    return f"{whole[:1].upper()}{whole[1:]}."


def headline(deal: Row) -> str:
    """The same as a headline, which takes no full stop."""
    return sentence(deal).removesuffix(".")


def _goods(deal: Row) -> str:
    weapons = tuple(things.apart(deal.get("weapons") or ()))
    named = [_noun(weapon) for weapon in weapons[:3]]
    if len(weapons) > 3:
        named.append(str(say.words()["more_goods"]).format(n=len(weapons) - 3))
    return say.listed(named) or str(say.words()["phrase"]["goods"])


def _noun(weapon: Row) -> str:
    """ "five Bayraktar TB2 drones": number in words up to nine, and a noun where a designation alone says little."""
    told, small = weapon.get("quantity"), say.words()["small_numbers"]
    count = things.quantity(weapon)
    if told is not None and 0 <= told < len(small):
        count = count.replace(str(told), small[told], 1)
    name = things.called(weapon)
    typed = weapon.get("designation") and not weapon.get("part")
    nouns = say.words()["noun"].get(weapon.get("category")) if typed else None
    if nouns and not any(part in name.casefold() for part in nouns[0].split()):
        name = f"{name} {nouns[0] if told == 1 else nouns[1]}"
    whole = things.numbered(count, name, told is None)
    pattern = say.words()["service_in_sentence"].get(weapon.get("service"))
    return str(pattern).format(goods=whole) if pattern else whole


def _dates(deal: Row) -> list[str]:
    """First the date of the step itself ("in May 2023", or ""), then what else is known of dates."""
    phrases, status = say.words()["phrase"], deal["status"]
    order, delivery = deal.get("order_date"), deal.get("delivery_date")
    own = {"ordered": order, "delivered": delivery}.get(status)
    told = [_when(own) if own else ""]
    if order and status != "ordered":
        told.append(str(phrases["order"]).format(date=_when(order)))
    if delivery and status != "delivered":
        told.append(str(phrases["delivery"]).format(date=_when(delivery)))
    return told


def _when(date: str) -> str:
    phrases = say.words()["phrase"]
    first, _, last = date.partition("/")
    if last:
        return str(phrases["between"]).format(first=say.day(first), last=say.day(last))
    return str(phrases["on" if len(date) == 10 else "in"]).format(date=say.day(date))


def _worth(deal: Row) -> list[str]:
    value = say.money(deal.get("value"))
    return [str(say.words()["phrase"]["worth"]).format(value=value)] if value else []


def cell(path: str, value: Any) -> str:
    """One value of a cell as text: states by name, money and dates in human form, codes by their word."""
    bare = path.rpartition(".")[2] if "." in path else path
    if value is None or value == "" or value == []:
        return str(say.words()["unknown"])
    if bare in ("supplier", "recipient", "origin", "refused_by"):
        return say.states([value] if isinstance(value, str) else value)
    if isinstance(value, Mapping) and "currency" in value:
        return say.money(value)
    if bare == "split":
        return say.listed([f"{say.name(code)} {say.number(share)}" for code, share in _pairs(value)])
    if bare in ("order_date", "delivery_date"):
        return say.day(value)
    if bare in ("status", "mode", "modality", "category"):
        return say.word(bare, value)
    if bare == "quantity_qualifier":
        return say.word("qualifier_name", value)
    return _plain(value)


def _pairs(value: Any) -> list[tuple[str, float]]:
    return [(str(code), share) for code, share in (value.items() if isinstance(value, Mapping) else value)]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return say.number(value)
    if isinstance(value, Mapping):
        return say.listed([f"{key} {_plain(item)}" for key, item in value.items()])
    if isinstance(value, list | tuple):
        return say.listed([_plain(item) for item in value])
    return str(value)
