"""Made: the state of manufacture of a deal's goods, where another state hands them over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from materiel import packs
from materiel.read.clauses.lots import wanted
from materiel.read.gather.draft import Draft, actors_of
from materiel.read.gather.parties import Spans
from materiel.read.who.actor import Actor


def origin(
    draft: Draft,
    suppliers: Sequence[str],
    recipients: Sequence[str],
    named: Mapping[str, tuple[int, int]],
    spans: Spans,
) -> tuple[str, ...]:
    """The state that the words name as maker's ("Swiss-made shells"), or whose adjective or maker stands with a type
    that is made there ("Russian Mi-35 from Cyprus"); nothing where the maker's own state hands over."""
    parties = {*suppliers, *recipients}
    if not suppliers:
        return ()
    found = [(actor.code, actor.start, actor.end) for actor, _ in actors_of(draft, "origin")]
    if any(code in suppliers for code, _, _ in found):
        return ()
    found = found or [(one.code, one.start, one.end) for one in _adjectives(draft)] or _makers(draft, named)
    homes = set(_homes(draft).values())
    found = found or [(one.code, one.start, one.end) for one, _ in actors_of(draft, "veto") if one.code in homes]
    told = [place for place in found if place[0] not in parties]
    for code, start, end in told[:1]:
        spans["origin"].append((start, end))
        return (code,)
    return ()


def consents(draft: Draft, made: Sequence[str], spans: Spans) -> bool:
    """Whether the maker's state has a say in goods that another hands over: they are re-exported."""
    asked = [actor for actor, _ in actors_of(draft, "veto") if actor.code in made]
    spans["mode"] += [(actor.start, actor.end) for actor in asked[:1]]
    return bool(asked)


def _homes(draft: Draft) -> dict[str, str]:
    """The home of each known type of the deal, with its maker."""
    known = {
        phrase.designation for line in draft.lines for phrase in line.phrases if phrase.known and phrase.designation
    }
    rows = [packs.weapons()[name] for name in known if name in packs.weapons()]
    joint = packs.toml("codebook", "goods.toml")["joint"]["makers"]
    return {row["maker"]: row["origin"] for row in rows if row["origin"] and row["maker"] not in joint}


def _adjectives(draft: Draft) -> list[Actor]:
    """Adjectives right before the deal's goods that name the home of their type."""
    homes = set(_homes(draft).values())
    return [
        actor
        for event in draft.events
        for actor in event.actors
        if actor.marker == "adjective" and actor.code in homes and actor.form != "body"
        and any(0 <= one.head - actor.last <= 3 for one in wanted(event))
    ]  # fmt: skip


def _makers(draft: Draft, named: Mapping[str, tuple[int, int]]) -> list[tuple[str, int, int]]:
    """The maker of the deal's type, named in the text, whose home is also that of the type."""
    homes = _homes(draft)
    return [(homes[name], *span) for name, span in named.items() if homes.get(name) == packs.makers()[name]["state"]]
