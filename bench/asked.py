"""What readers ask of a site: a mix of addresses, each kind with its share.

Shares are an assumption, since no site of ours has a log: most readers come to a deal or a report, a third look for
something (lists with filters, states, pairs, search), few take data. Nothing is left out because it is slow; briefs and
what is weighed are in with what a curious reader would ask.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from materiel import packs
from materiel.record import browse
from materiel.record.store import Register
from materiel.record.view import slug

SHARES = {
    "deal": 0.28, "document": 0.14, "list": 0.12, "register": 0.04, "state": 0.09, "pair": 0.07, "weapon": 0.05,
    "day": 0.03, "category or region": 0.01, "search": 0.07, "home": 0.02, "index": 0.01, "deal as JSON": 0.03,
    "list as JSON": 0.01, "feed": 0.01, "weighed": 0.01, "brief": 0.01,
}  # fmt: skip
"""Kind of page to its share of what is asked; they add up to one."""


def kinds(register: Register) -> Mapping[str, Sequence[str]]:
    """Addresses of each kind in a register, in a random order; those of filters are of all kinds of filters."""
    chance = random.Random(11)
    deals = [name for name, _ in browse.names(register)]
    states = [code for code in browse.counts(register, "country") if code in packs.states()]
    named = [*packs.weapons(), *(packs.state_name(code) for code in states)]
    days = [day for day, _ in browse.days(register)]
    pairs = [f"{one}/{other}" for one, other in browse.pairs(register)]

    def filters() -> str:
        asked = {
            "country": chance.choice(states), "status": chance.choice(packs.STATUSES),
            "category": chance.choice(packs.CATEGORIES), "since": str(chance.randint(2015, 2026)),
            "text": chance.choice(named).split()[0], "sort": chance.choice(("supplier", "-date", "-reports")),
        }  # fmt: skip
        return urlencode({name: asked[name] for name in chance.sample(sorted(asked), chance.choice((1, 2, 2, 3)))})

    found = {
        "deal": [f"/deals/{name}" for name in deals],
        "document": [f"/documents/{name}" for name, _ in browse.document_names(register)],
        "list": [f"/deals?{filters()}" for _ in range(2000)],
        "register": [f"/deals/page/{at}" for at in range(2, max(3, len(deals) // 50))],
        "state": [f"/states/{code}" for code in states],
        "pair": [f"/pairs/{it}" for it in pairs],
        "weapon": [f"/weapons/{key}" for key in browse.counts(register, "weapon")],
        "day": [f"/calendar/{day}" for day in days],
        "category or region": [*(f"/categories/{slug(it)}" for it in packs.CATEGORIES), "/regions/europe"],
        "search": [f"/search?{urlencode({'text': it})}" for it in named],
        "home": ["/"],
        "index": ["/states", "/weapons", "/categories", "/calendar", "/about"],
        "deal as JSON": [f"/deals/{name}.json" for name in deals],
        "list as JSON": [f"/deals.json?{filters()}" for _ in range(500)],
        "feed": ["/feed.atom", *(f"/states/{code}.atom" for code in states)],
        "weighed": [f"/states/{code}/weighed" for code in states],
        "brief": [f"/briefs/states/{code}/2025-06" for code in states],
    }
    for paths in found.values():
        chance.shuffle(paths)
    return found


def drawn(every: Mapping[str, Sequence[str]], number: int, seed: int = 1) -> list[str]:
    """So many addresses by their shares; none comes twice before all of its kind have come."""
    chance = random.Random(seed)
    at = dict.fromkeys(every, 0)
    found = []
    for kind in chance.choices(list(SHARES), list(SHARES.values()), k=number):
        found.append(every[kind][at[kind] % len(every[kind])])
        at[kind] += 1
    return found
