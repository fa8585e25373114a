"""Gold: what people corrected, as items of a gold set - the text, and its coding with the corrected value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from materiel.coding import deal_dict, figure_dict, reaction_dict
from materiel.record import evidence, judgements, tables
from materiel.record.evidence import Text
from materiel.record.judgements import Judgement, in_force
from materiel.record.store import Register
from materiel.statements import OF_WEAPON

_OWN = ("score", "modality", "evidence")


def items(register: Register) -> Iterator[tuple[dict[str, Any], str]]:
    """(item after the codebook, text) of each document whose coding a correction in force changes.

    A document that tells the corrected value as it is needs no item. A person reads each item before it joins a set:
    the correction may rest on more than this text, which is why its path stands in ``doubt``.
    """
    with register.reading() as connection:
        held = [one for one in in_force(judgements.load(connection)) if one.kind == "correct"]
        table = tables.judged
        places: dict[str, list[tuple[str, str]]] = {}
        for row in connection.execute(table.select().where(table.c.side == "subject").order_by(table.c.place)):
            places.setdefault(row.judgement, []).append((row.document, row.subject))
        texts = evidence.texts(connection, [document for found in places.values() for document, _ in found])
    changed: dict[str, list[tuple[Judgement, str]]] = {}
    for one in held:
        for document, subject in places.get(one.id, ()):
            changed.setdefault(document, []).append((one, subject))
    for document in sorted(changed):
        if document in texts:
            item = _item(texts[document], changed[document])
            if item["doubt"]:
                yield item, texts[document].row["text"]


def _item(text: Text, changes: Iterable[tuple[Judgement, str]]) -> dict[str, Any]:
    subjects = list(text.deals)
    deals = [_without(deal_dict(deal)) for deal in text.deals.values()]
    doubt, why = [], []
    for one, subject in changes:
        index = subjects.index(subject)
        path = _set(deals[index], one)
        if path:
            doubt.append(f"deals[{index}].{path}")
            why.append(one.why or "")
    return {
        "id": text.row["id"],
        "lang": text.row["lang"],
        "script": text.row["script"],
        "published": text.row["published"],
        "url": text.row["url"],
        "is_transfer": any(not deal["background"] for deal in deals),
        "negative_kind": None,
        "deals": deals,
        "reactions": [_without(reaction_dict(one)) for one in text.reactions],
        "figures": [_without(figure_dict(one)) for one in text.figures],
        "traps": "; ".join(dict.fromkeys(part for part in why if part)),
        "doubt": doubt,
    }


def _set(deal: dict[str, Any], one: Judgement) -> str | None:
    """Puts the corrected value in; gives its path, None where the deal has no such goods or tells the value already."""
    place = OF_WEAPON.fullmatch(one.field or "")
    if place is None:
        if deal.get(str(one.field)) == one.value:
            return None
        deal[str(one.field)] = one.value
        return one.field
    told = one.weapon or ("", None, "")
    for index, weapon in enumerate(deal["weapons"]):
        if told[1] == weapon["designation"] if told[1] else told[2] == weapon["category"]:
            if weapon.get(place[2]) == one.value:
                return None
            weapon[place[2]] = one.value
            return f"weapons[{index}].{place[2]}"
    return None


def _without(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in _OWN}
