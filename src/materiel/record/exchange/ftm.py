"""FollowTheMoney: a deal is a Contract and a ContractAward, a page an Article, and each quote a Documentation of the
contract whose role names the cell. One entity a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from materiel import packs
from materiel.types import digest

Row = Mapping[str, Any]
Entity = dict[str, Any]


def written(deals: Iterable[Row]) -> Iterator[str]:
    """The entities of deals as ``query.deal`` gives them; each entity once."""
    seen: set[str] = set()
    for deal in deals:
        for entity in entities(deal):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                yield json.dumps(entity, ensure_ascii=False) + "\n"


def entities(deal: Row) -> Iterator[Entity]:
    """The parties, the contract, its awards, the articles and the evidence of one deal."""
    contract = _id("contract", deal["id"])
    parties = {code: _id("party", code) for code in (*deal["supplier"], *deal["recipient"])}
    for code, name in parties.items():
        yield _party(code, name)
    value = deal["value"] or {}
    money = {"amount": value.get("amount"), "currency": value.get("currency")}
    yield _entity(
        contract,
        "Contract",
        title=_title(deal),
        contractDate=_date(deal["order_date"]),
        status=deal["status"],
        type=deal["mode"],
        authority=[parties[code] for code in deal["recipient"]],
        description=[_goods(weapon) for weapon in deal["weapons"]],
        modifiedAt=deal["last_reported"],
        **money,
    )
    for code in deal["supplier"]:
        yield _entity(
            _id("award", deal["id"], code),
            "ContractAward",
            contract=contract,
            supplier=parties[code],
            date=_date(deal["order_date"]),
            status=deal["status"],
            **money,
        )
    for document in deal["documents"]:
        yield _article(document)
    yield from _evidence(deal, contract)


def _evidence(deal: Row, contract: str) -> Iterator[Entity]:
    for cell in deal["cells"]:
        for value in cell["values"]:
            for quote in value["quotes"]:
                yield _entity(
                    _id("evidence", deal["id"], cell["field"], quote["document"], quote["start"], quote["end"]),
                    "Documentation",
                    entity=contract,
                    document=_id("article", quote["document"]),
                    role=f"evidence:{cell['field']}",
                    summary=f"{quote['before']}{quote['exact']}{quote['after']}",
                    description=json.dumps({"value": value["value"], "start": quote["start"], "end": quote["end"]}),
                    date=quote["published"],
                )


def _party(code: str, name: str) -> Entity:
    state = packs.states().get(code)
    if state:
        return _entity(
            name, "PublicBody", name=state["name"], country=_told()["countries"].get(code, state["iso2"].casefold())
        )
    return _entity(name, "Organization", name=packs.state_name(code))


def _told() -> Mapping[str, Any]:
    return packs.toml("codebook", "ftm.toml")


def _article(document: Row) -> Entity:
    return _entity(
        _id("article", document["id"]),
        "Article",
        title=document["title"] or document["id"],
        publishedAt=document["published"],
        sourceUrl=document["url"],
        publisher=document["outlet"] or document["origin"],
        author=document["byline"],
        language=_told()["languages"].get(document["lang"] or ""),
    )


def _title(deal: Row) -> str:
    goods = ", ".join(_goods(weapon) for weapon in deal["weapons"]) or "arms"
    parties = [", ".join(packs.state_name(code) for code in deal[role]) for role in ("supplier", "recipient")]
    return f"{parties[0] or 'not named'} to {parties[1] or 'not named'}: {goods}"


def _goods(weapon: Row) -> str:
    number = "" if weapon["quantity"] is None else f"{weapon['quantity']} "
    return f"{number}{weapon['designation'] or weapon['name'] or weapon['category']}"


def _date(told: str | None) -> str | None:
    """A date; of a range its beginning, because FollowTheMoney has no ranges."""
    return told.partition("/")[0] if told else None


def _entity(key: str, schema: str, /, **told: Any) -> Entity:
    values = {name: value if isinstance(value, list) else [value] for name, value in told.items()}
    properties = {name: [str(one) for one in held if one not in (None, "")] for name, held in values.items()}
    return {"id": key, "schema": schema, "properties": {name: held for name, held in properties.items() if held}}


def _id(*parts: Any) -> str:
    return f"materiel-{digest(' '.join(map(str, parts)))[:40]}"
