"""Annotations: the quotes behind the cells as W3C Web Annotations, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

AROUND = 32
"""Characters of prefix and suffix, by which the words are found again in a text that has changed."""

Row = Mapping[str, Any]


def written(documents: Iterable[Row]) -> Iterator[str]:
    """A line for each place that a cell rests on, from documents as ``query.document`` gives them."""
    for document in documents:
        for place in document["quotes"]:
            yield json.dumps(annotation(document, place), ensure_ascii=False) + "\n"


def annotation(document: Row, place: Row) -> dict[str, Any]:
    """The annotation of one place: its target is the page, selected by words and by position in the text."""
    text, start, end = document["text"], place["start"], place["end"]
    return {
        "@context": CONTEXT,
        "id": f"urn:materiel:{document['id']}:{start}-{end}:{place['deal']}:{place['field']}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": place["field"]},
            {"type": "TextualBody", "purpose": "linking", "value": place["deal"]},
        ],
        "target": {
            "source": document["url"] or f"urn:materiel:{document['id']}",
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(0, start - AROUND) : start],
                    "suffix": text[end : end + AROUND],
                },
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        },
    }
