"""Field values: which value a field of a deal may have, for corrections that people type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from materiel import packs
from materiel.record.days import last
from materiel.statements import OF_WEAPON

_PARTIES = ("supplier", "recipient", "origin", "refused_by")


def checked(field: str, value: Any) -> Any:
    """``value`` as the codebook writes it at ``field``; ValueError, in one sentence, where it may not stand there.

    Text is taken as people write it: "TUR, XKX" for parties, "370000000 USD" for a value, "12" for a number.
    """
    place = OF_WEAPON.fullmatch(field)
    name = place[2] if place else field
    if place is None and name in _PARTIES:
        return sorted(_party(one) for one in _listed(value))
    if place is None and name == "manufacturer":
        return sorted(_listed(value))
    if place is None and name == "value":
        return _money(value)
    if place is None and name in ("order_date", "delivery_date"):
        return _date(value)
    choices = _CHOICES.get(name) if (place is not None) == (name in _OF_GOODS) else None
    if choices:
        return _one_of(name, value, choices)
    if place and name == "quantity":
        return _quantity(value)
    if place and name in ("name", "designation", "quantity_text"):
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{value!r} is no {name}; give some words")
        return value.strip()
    raise ValueError(f"{field!r} is no field that can be corrected; give supplier, value, weapons[0].quantity, ...")


def choices(field: str) -> tuple[str, ...]:
    """The values of which a field must have one; () where it may have others."""
    return _CHOICES.get(field.rpartition(".")[2], ())


def hint(field: str) -> str:
    """How a value of the field is typed; "" where any words will do."""
    return _HINTS.get(field.rpartition(".")[2], "")


_HINTS = {
    **dict.fromkeys(_PARTIES, "codes or names, a comma between them: TUR, Kosovo"),
    "manufacturer": "names, a comma between them",
    "value": "370000000 USD",
    **dict.fromkeys(("order_date", "delivery_date"), "2023, 2023-05, 2023-05-17, or 2027/2030"),
    "quantity": "a whole number",
}

_OF_GOODS = {"category": packs.CATEGORIES, "quantity_qualifier": packs.QUALIFIERS, "service": packs.SERVICES}
_CHOICES: Mapping[str, tuple[str, ...]] = {"status": packs.STATUSES, "mode": packs.MODES} | _OF_GOODS


def _listed(value: Any) -> list[str]:
    told = value.split(",") if isinstance(value, str) else list(value or ())
    return [str(one).strip() for one in told if str(one).strip()]


def _party(told: str) -> str:
    upper = told.upper()
    if upper in packs.states() or upper in packs.groups():
        return upper
    named = {row["name"].casefold(): code for code, row in (*packs.states().items(), *packs.groups().items())}
    if told.casefold() in named:
        return named[told.casefold()]
    if re.fullmatch("[A-Z]{3}", told):
        raise ValueError(f"{told!r} is no code of a state; give an ISO 3166-1 code or a name")
    return told


def _money(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        found = re.fullmatch(r"\s*([\d.,' ]+)\s*([A-Za-z]{3})\s*|\s*([A-Za-z]{3})\s*([\d.,' ]+)\s*", value)
        amount, currency = (found[1] or found[4], found[2] or found[3]) if found else ("", "")
        digits = re.sub(r"[,' ]", "", amount or "")
        if not re.fullmatch(r"\d+(\.\d+)?", digits):
            raise ValueError(f"{value!r} is no value; write it as 370000000 USD")
        value = {"amount": float(digits), "currency": currency}
    if not isinstance(value, Mapping) or not isinstance(value.get("amount"), int | float):
        raise ValueError(f"{value!r} is no value; write it as 370000000 USD")
    currency = str(value.get("currency") or "").upper()
    if currency not in packs.toml("codebook", "money.toml")["codes"]["known"]:
        raise ValueError(f"{currency!r} is no currency that the codebook knows; give an ISO 4217 code")
    return {"amount": float(value["amount"]), "currency": currency}


def _date(value: Any) -> str:
    first, _, end = str(value).strip().partition("/")
    last(first)
    if end:
        last(end)
    return str(value).strip()


def _quantity(value: Any) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,12}", str(value).replace(",", "").strip()):
        raise ValueError(f"{value!r} is no quantity; give a whole number")
    return int(str(value).replace(",", ""))


def _one_of(name: str, value: Any, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError(f"{value!r} is no {name}; choose one of {', '.join(choices)}")
    return str(value)
