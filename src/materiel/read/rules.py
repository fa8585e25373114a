"""Code: a Document becomes a Reading (deals, reactions, figures, issues)."""

from __future__ import annotations

from materiel.types import Document, Reading


def code(document: Document) -> Reading:
    """Read ``document`` by rules. (Shape only; the rules follow.)"""
    return Reading(document, reader="rules")
