"""Shapes: what the site's JSON looks like, as JSON Schema (2020-12); the names are those of the API's description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from materiel import packs
from materiel.record.questions import KINDS
from materiel.record.view import MODALITIES

Shape = Mapping[str, Any]

DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
RANGE = r"^\d{4}(-\d{2}){0,2}(/\d{4}(-\d{2}){0,2})?$"


def _text(told: str = "", **more: Any) -> Shape:
    return {"type": "string", **({"description": told} if told else {}), **more}


def _maybe(told: str = "", **more: Any) -> Shape:
    return {**_text(told, **more), "type": ["string", "null"]}


def _number(told: str = "") -> Shape:
    return {"type": "integer", "minimum": 0, **({"description": told} if told else {})}


def _many(of: Shape, told: str = "") -> Shape:
    return {"type": "array", "items": of, **({"description": told} if told else {})}


def _or_null(of: Shape) -> Shape:
    return {"anyOf": [of, {"type": "null"}]}


def _ref(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


def _thing(told: str, optional: Mapping[str, Shape] | None = None, /, **fields: Shape) -> Shape:
    """An object: ``fields`` are always there, ``optional`` not."""
    properties = {**fields, **(optional or {})}
    return {"type": "object", "description": told, "properties": properties, "required": list(fields)}


def _page(told: str, of: str, name: str, /, **more: Shape) -> Shape:
    """A page of a list; where there is another, ``next`` is its address. Published files hold whole lists."""
    return _thing(told, {"page": _number("from 1"), **_LIVE_ONLY}, next=_NEXT, **more, **{name: _many(_ref(of))})


_NEXT = _maybe("the address of the next page, or null")
_LIVE_ONLY = {
    "query": {"type": "object", "description": "what was asked"},
    "count": _number("of the whole list"),
    "pages": _number(),
    "per_page": _number(),
}
_BOOL: Shape = {"type": "boolean"}
_CODE = _text("ISO 3166-1 alpha-3 of a state, the code of an organisation, or the name of a group")
_PARTIES = _many(_CODE)
_SHARE: Shape = {"type": "number", "minimum": 0, "maximum": 1}
_STATUS = _text(enum=list(packs.STATUSES))
_WHOLE: Shape = {"type": ["integer", "null"]}
_REAL: Shape = {"type": ["number", "null"]}
_AMOUNT: Shape = {"type": "number"}

_ROW = {
    "id": _text("the deal's name; later reports may give it another, and the old one then leads to it"),
    "supplier": _PARTIES,
    "recipient": _PARTIES,
    "origin": _PARTIES,
    "refused_by": _PARTIES,
    "weapons": _many(_ref("Goods")),
    "manufacturer": _many(_text()),
    "value": _or_null(_ref("Money")),
    "status": _STATUS,
    "mode": _text(enum=list(packs.MODES)),
    "modality": _text("how its status is told", enum=list(MODALITIES)),
    "order_date": _maybe(pattern=RANGE),
    "delivery_date": _maybe(pattern=RANGE),
    "background": {**_BOOL, "description": "told only to explain another deal"},
    "score": {**_SHARE, "description": "the chance that it was read right"},
    "reports": _number(),
    "origins": _number("independent origins of these reports"),
    "standing": _text(enum=["confirmed", "reported"]),
    "disputed": _many(_text(), "fields in which reports contradict one another"),
    "judged": _many(_text(), "fields about which people have decided"),
    "first_reported": _maybe(pattern=DATE),
    "last_reported": _maybe(pattern=DATE),
}
_DELIVERIES = _many(_ref("Deliveries"))
_CARD = {name: _maybe() for name in ("title", "outlet", "published", "origin", "url", "lang")}
_WHO_READS = {name: _maybe() for name in ("title", "outlet", "published", "url", "lang", "origin")}
_QUOTES = _many(_ref("Quote"))
_FOUND = {name: _maybe() for name in ("title", "outlet", "published", "lang", "script")}
_NAMED = _thing("Something that deals are listed under.", url=_text(), name=_text(), deals=_number())

SHAPES: Mapping[str, Shape] = {
    "Money": _thing("An amount in units of a currency.", amount=_AMOUNT, currency=_text("ISO 4217")),
    "Goods": _thing(
        "One kind of goods of a deal.",
        name=_text("words of a report"),
        designation=_maybe("the normal form of the name"),
        category=_text(enum=list(packs.CATEGORIES)),
        quantity=_WHOLE,
        quantity_qualifier=_maybe("exact, approx, at least or up to"),
        quantity_text=_maybe("words for a vague number"),
        service=_maybe("upgrade, support or training"),
        split={"type": ["object", "array"], "description": "how many for each of several recipients"},
    ),
    "Deliveries": _thing(
        "What was ordered and delivered of one kind of goods.",
        weapon=_number("its place in weapons"),
        ordered=_WHOLE,
        delivered=_WHOLE,
        years=_many(_text()),
        adds_up=_maybe("complete, partial, over, or null where one of the two is not told"),
    ),
    "Deal": _thing("A deal as lists show it.", {"deliveries": _DELIVERIES}, **_ROW),
    "Quote": _thing(
        "Words of a report, with the rest of their sentence; start and end count code points of its text.",
        document=_text(), start=_number(), end=_number(), exact=_text(), before=_text(), after=_text(), **_WHO_READS,
    ),
    "Value": _thing(
        "One value of a cell and who tells it.",
        value={},
        preferred={**_BOOL, "description": "the register goes by it"},
        rejected=_BOOL,
        judgement=_or_null(
            _thing("Who decided about it.", id=_text(), kind=_text(), who=_text(), why=_maybe(), made=_text())
        ),
        reports=_number(), origins=_number(), readers=_many(_text()), modality=_many(_text()), quotes=_QUOTES,
    ),
    "Cell": _thing(
        "A cell with every value that is told, the preferred one first.",
        field=_text(), rule=_text("by which the first value is preferred"), values=_many(_ref("Value")),
    ),
    "Report": _thing("A report as lists show it.", id=_text(), **_CARD),
    "Source": _thing(
        "A report of a deal.",
        id=_text(), byline=_maybe(), kind=_maybe(), copy_of=_maybe("the report it copies"), **_CARD,
    ),
    "Reaction": _thing(
        "What a state did or said about a deal.", {"about_deal": _maybe()},
        actor=_CODE, target=_maybe(), plover=_text("an event of PLOVER"), quotes=_QUOTES,
    ),
    "Figure": _thing(
        "A figure that a report gives.",
        country=_CODE, measure=_text(), amount=_AMOUNT, currency=_maybe(), year=_WHOLE, quotes=_QUOTES,
    ),
    "WholeDeal": _thing(
        "A deal with its cells and all that is told about it.",
        **_ROW,
        deliveries=_DELIVERIES,
        life=_many(_thing("A step.", status=_STATUS, day=_maybe(), document=_text(), subject=_text())),
        links=_many(_thing("A deal that belongs to it.", kind=_text(), deal=_text(), why=_text())),
        cells=_many(_ref("Cell")), documents=_many(_ref("Source")), reactions=_many(_ref("Reaction")),
        figures=_many(_ref("Figure")),
    ),
    "WholeReport": _thing(
        "A report with what rests on it; published sites leave its text out.",
        {"text": _text(), "blocks": _many(_thing(
            "A part of the text.", kind=_text(), start=_number(), end=_number(), table=_WHOLE,
            cells=_many(_many(_number())),
        ))},
        id=_text(), byline=_maybe(), kind=_maybe(), copy_of=_maybe(), script=_maybe(), **_CARD,
        deals=_many(_ref("Deal")),
        quotes=_many(_thing(
            "A place of the text and the cell that rests on it.", {"exact": _text()},
            start=_number(), end=_number(), deal=_text(), field=_text(),
        )),
        reactions=_many(_ref("Reaction")), figures=_many(_ref("Figure")),
        issues=_many(_thing("What was not understood.", kind=_text(), message=_text(), start=_WHOLE, end=_WHOLE)),
    ),
    "Deals": _page(
        "A page of the register.", "Deal", "deals",
        count=_number("of the whole list"),
    ),
    "Reports": _page("A page of all reports that were read.", "Report", "documents"),
    "Topic": _page(
        "A page of a topic's deals.", "Deal", "deals", kind=_text(), key=_text(), name=_text(), count=_number()
    ),
    "Names": _thing(
        "All topics of a kind.", next=_NEXT,
        names=_many({**_NAMED, "properties": {**_NAMED["properties"], "group": _maybe("what it is listed under")}}),
    ),
    "Days": _thing(
        "Every day on which deals were last reported.", next=_NEXT,
        days=_many(_thing("A day (or month, or year).", date=_text(pattern=DATE), deals=_number())),
    ),
    "Found": _page(
        "What was found for some words.", "Hit", "documents",
        text=_text(), count=_number("reports"), pages=_number(), names=_many(_NAMED), deals=_many(_ref("Deal")),
    ),
    "Hit": _thing(
        "A report in which words stand.",
        id=_text(), excerpt=_many(_text(), "before, the words, after"), **_FOUND,
    ),
    "Feed": {"type": "object", "description": "A feed as https://www.jsonfeed.org/version/1.1/ has it.",
             "properties": {"version": _text(), "items": _many({"type": "object"})}, "required": ["version", "items"]},
    "Questions": _page(
        "A page of what waits for a person.", "Question", "questions",
        waiting={"type": "object", "additionalProperties": _number(), "description": "how many, by kind"},
    ),
    "Question": _thing(
        "A question.", kind=_text(enum=list(KINDS)), deal=_text(), field=_text(), told={"type": "object"}
    ),
    "Acts": _page("A page of what people did.", "Act", "acts"),
    "Act": _thing(
        "What somebody did.", made=_text(), who=_text(), what=_text(),
        **{name: _maybe() for name in ("about", "deal", "why", "address")},
    ),
    "Weighed": _thing("What is weighed.", about=_text(), answers=_many(_ref("Indicator"))),
    "Indicator": _thing(
        "One answer; where it cannot be given its value is null and its warnings say why.",
        name=_text(), about=_many(_text()), value=_REAL, unit=_text(), method=_text("how it was made and after whom"),
        low=_REAL, high={**_REAL, "description": "low and high bound its 95 % interval"},
        period=_or_null(_many(_text())), model={**_BOOL, "description": "an estimate of a model"},
        rows=_many({"type": "object"}, "the table behind it"), rests_on=_many(_text()), editions=_many(_text()),
        warnings=_many(_text()), assumed={"type": "object"}, findings=_many(_text()),
    ),
    "Health": _thing("Whether the register can be read.", status=_text(), deals=_number()),
    "Fault": _thing(
        "Why there is no answer.",
        {"status": _number(), "faults": {"type": "object", "description": "what is wrong, by field"}},
        error=_text(),
    ),
}  # fmt: skip
