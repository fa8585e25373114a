"""Prompt: what a model is asked about a document; one prompt for all languages, kept in ``data/prompts``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from materiel import packs
from materiel.types import Document, digest

LONGEST = 12_000
"""Characters of a text that are sent: small models hold no more, and the news stands in front."""

Messages = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Prompt:
    """The instructions, the JSON schema of the answer, and ``version``: eight digits that name both."""

    text: str
    schema: Mapping[str, Any]
    version: str


@cache
def prompt() -> Prompt:
    """The bundled prompt."""
    text = packs.data("prompts", "read.md").read_text("utf-8")
    schema = packs.data("prompts", "read.json").read_text("utf-8")
    return Prompt(text, json.loads(schema), digest(text + schema)[:8])


def messages(document: Document) -> Messages:
    """The chat that asks about a document.

    The marks around the text carry its digest, so that no page can close them: it would have to hold its own digest.
    """
    mark = document.digest[:16]
    text = f"<text {mark}>\n{_cut(document)}\n</text {mark}>"
    day = f"Published: {document.published}\n" if document.published else ""
    return [{"role": "system", "content": prompt().text}, {"role": "user", "content": day + text}]


def _cut(document: Document) -> str:
    """The text up to the last block that ends within ``LONGEST`` characters."""
    if len(document.text) <= LONGEST:
        return document.text
    ends = [block.end for block in document.blocks if block.end <= LONGEST]
    return document.text[: max(ends, default=LONGEST)]
