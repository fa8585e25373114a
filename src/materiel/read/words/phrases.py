"""Phrases: a noun phrase that names goods, as all later steps read it."""

from __future__ import annotations

from dataclasses import dataclass

from materiel.read.words.numbers import Number


@dataclass(frozen=True, slots=True)
class Goods:
    """One phrase: words ``first`` to ``last``; ``head`` is where its naming words begin, behind the number;
    ``begin`` is its offset where a number stands before it.

    ``kind`` is the noun's own where the category holds several that news tells apart (frigate, corvette).
    ``designation`` is the gazetteer's or, for a type it does not know, the text's own words; ``known`` tells which.
    """

    first: int
    last: int
    head: int
    start: int
    end: int
    category: str
    designation: str | None = None
    known: bool = False
    named: tuple[int, int] | None = None
    quantity: int | None = None
    qualifier: str | None = None
    vague: str | None = None
    number: tuple[int, int] | None = None
    begin: int = -1
    plural: bool = True
    service: str | None = None
    kind: str = ""
    thereof: bool = False  # a mere number, which counts goods spoken of before
    total: Number | None = None  # what they are a part of: "six of the twelve"

    @property
    def generic(self) -> bool:
        """Whether the phrase names a kind only, no type."""
        return self.designation is None
