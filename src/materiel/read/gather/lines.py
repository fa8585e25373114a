"""Lines: one kind of goods in a deal, and which phrases may name it."""

from __future__ import annotations

from dataclasses import dataclass, field

from materiel import packs
from materiel.read.words.phrases import Goods


@dataclass(slots=True)
class Line:
    """One kind of goods in a deal, with every phrase that names it."""

    phrases: list[Goods] = field(default_factory=list)
    _kinds: dict[tuple[str | None, str, bool], Goods] = field(default_factory=dict)
    _seen: int = 0

    def kinds(self) -> list[Goods]:
        """One phrase for each type and category, counted or not; only what came since the last look is looked at."""
        if self._seen > len(self.phrases):
            self._kinds, self._seen = {}, 0
        for one in self.phrases[self._seen :]:
            self._kinds.setdefault((one.designation, one.category, one.quantity is None), one)
        self._seen = len(self.phrases)
        return list(self._kinds.values())

    @property
    def bare(self) -> bool:
        """Whether general words name it, without type or number."""
        return all(one.generic and one.quantity is None for one in self.phrases)

    @property
    def category(self) -> str:
        """The most exact category that a phrase gives."""
        exact = [one for one in self.phrases if not one.category.startswith("any_")]
        known = [one for one in exact if one.known]
        category = (known or exact or self.phrases)[0].category
        narrow: str = packs.toml("codebook", "goods.toml")["narrower"].get(category, "")
        return narrow if not known and any(one.category == narrow for one in exact) else category

    @property
    def best(self) -> Goods:
        """The phrase that names it best: a known type, else an unknown type, else the first words."""
        known = [one for one in self.phrases if one.known]
        named = [one for one in self.phrases if one.designation]
        exact = [one for one in self.phrases if one.category == self.category]
        first = (known or named or exact or self.phrases)[0]
        return next((one for one in known[1:] if _fuller(one, first)), first)


def _fuller(one: Goods, first: Goods) -> bool:
    """Whether a phrase names a mark of the type that the first names: Leopard 2A7 for Leopard, UH-60M for UH-60."""
    mark, base = one.designation or "", (first.designation or "").partition(" ")[0]
    return (mark != first.designation and mark.startswith(base) and len(mark.partition(" ")[0]) > len(base)) or (
        mark.startswith(f"{first.designation} ")
    )


def related(left: str, right: str) -> bool:
    """Whether two categories may name one and the same thing."""
    table = packs.toml("codebook", "goods.toml")
    if left == right or right in table["covers"].get(left, ()) or left in table["covers"].get(right, ()):
        return True
    return [left, right] in table["mixed"]["pairs"] or [right, left] in table["mixed"]["pairs"]


def family(designation: str) -> str:
    """The family of a designation: F-16 for F-16 Block 70."""
    for known in (designation, designation.rsplit(" ", 2)[0]):
        row = packs.weapons().get(known)
        if row is not None:
            return row["family"] or row["designation"]
    return designation.casefold()


def fits(line: Line, one: Goods) -> bool:
    """Whether a phrase names what the line holds; once a line is exact, general words of it no longer decide."""
    kinds = line.kinds()
    exact = [phrase for phrase in kinds if not phrase.category.startswith("any_")]
    counted = any(phrase.quantity is not None for phrase in exact)
    if one.known and counted and all([one.category, phrase.category] in _apart() for phrase in exact):
        return False  # a howitzer of a known type is none of fifty armoured vehicles
    typed = [phrase for phrase in exact if phrase.known]
    if typed and one.generic and one.quantity and all([one.category, phrase.category] in _apart() for phrase in typed):
        return False  # nor are a thousand kamikaze drones the drones of a known type
    named = [phrase for phrase in exact if phrase.designation] if one.designation else []
    return any(same_goods(one, phrase) for phrase in named or exact or kinds)


def _apart() -> list[list[str]]:
    """Categories that only general words mix up, in both orders."""
    pairs: list[list[str]] = packs.toml("codebook", "goods.toml")["mixed"]["general"]
    return [*pairs, *(pair[::-1] for pair in pairs)]


def same_goods(left: Goods, right: Goods) -> bool:
    """Whether two phrases may name the same goods."""
    if left.designation and right.designation:
        short, long = sorted((left.designation.casefold(), right.designation.casefold()), key=len)
        prefix = len(short) > 2 and long.startswith(f"{short}-")  # a MiG, the MiG-29
        return family(left.designation) == family(right.designation) or prefix or (len(short) > 3 and short in long)
    if left.kind and right.kind and left.kind != right.kind:
        return False  # corvettes are no frigates
    if _counted_apart(left, right) or _counted_apart(right, left):
        return False
    return related(left.category, right.category)


def _counted_apart(one: Goods, other: Goods) -> bool:
    """Whether one phrase counts drones of a known type, of which kamikaze drones without a type are none."""
    untyped = other.category == "loitering munition" and not other.designation
    return one.known and one.category == "uav" and one.quantity is not None and untyped
