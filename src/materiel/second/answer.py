"""Answer: a model's words become claims, or are refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from materiel.late import Late

if TYPE_CHECKING:
    import json_repair
else:
    json_repair = Late("json_repair")

_THOUGHT = re.compile(r"<think>.*?</think>", re.S)

MOST = 40
"""Deals of one answer that are looked at; a model that lists more repeats itself."""


class Unusable(Exception):
    """An answer that holds no claims; the message says why."""


def claims(text: str) -> list[dict[str, Any]]:
    """The deals that an answer claims, as the schema names them but unchecked in all else.

    Code fences, thoughts, trailing commas and a cut end are repaired; raises ``Unusable`` where no object with a list
    of deals comes out.
    """
    bare = _THOUGHT.sub("", text)
    start = bare.find("{")
    if start < 0:
        raise Unusable("the model's answer is not JSON")
    try:
        told = json_repair.loads(bare[start:])
    except (ValueError, RecursionError) as error:
        raise Unusable("the model's answer is not JSON") from error
    if isinstance(told, list):  # a second object behind the first: the first counts
        told = next((one for one in told if isinstance(one, dict)), None)
    deals = told.get("deals") if isinstance(told, dict) else None
    if not isinstance(deals, list):
        raise Unusable("the model's answer has no list of deals")
    return [deal for deal in deals[:MOST] if isinstance(deal, dict)]
