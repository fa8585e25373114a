"""Parties: who hands over, who receives and who withholds consent, by the votes of a draft's clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from materiel import packs
from materiel.read.clauses.clause import Event
from materiel.read.clauses.lots import same_kind
from materiel.read.gather.draft import Draft, actors_of
from materiel.read.who.actor import Actor
from materiel.read.words.tag import Mention, Sentence

Spans = dict[str, list[tuple[int, int]]]


def parties(
    draft: Draft, topic: Draft | None, stage: Sequence[Mention], spans: Spans
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Supplier and recipient by their votes, else from the deal next to it, the sub-headline or the ``stage``."""
    supply, receive = _sided(draft, draft.codes("supplier"), draft.codes("recipient"))
    supply, receive = _apart(_homed(draft, supply, receive), receive)
    supply, receive = _to_another(draft, topic, supply, receive)
    silent = not supply and not receive and any(
        step.status == "negotiating" or step.rule == "underway" for step, _ in draft.steps[:1]
    )  # fmt: skip
    if not receive and topic is not None and topic is not draft and not draft.background:
        receive = _of_topic(topic, supply)
        if silent and draft.lead:  # "moreover a letter of intent was signed": between the same two
            given, taken = _apart(topic.codes("supplier"), topic.codes("recipient"))
            supply, receive = dict.fromkeys(given, 0.1), dict.fromkeys(taken, 0.1)
    if not receive and supply and not draft.background:
        receive = _speaker(draft, supply)
        supply = {code: weight for code, weight in supply.items() if code not in receive}
    if not supply and _made_there(draft, receive):
        supply, receive = receive, {}  # "talks with Ankara on the delivery of Bayraktar drones"
        receive = _of_topic(topic, supply) if topic is not None else {}
    if not supply and receive:
        supply = _licensor(draft, receive) or _same_again(draft, topic, receive) or _same_licence(draft, topic, receive)
    section = draft.events[0].section
    if not receive and section is not None and section.code not in supply:
        receive = {section.code: 0.1}
        spans["recipient"].append((section.start, section.end))
    if not receive and supply and draft.lead and not (draft.background or draft.codes("recipient")):
        receive = _staged(draft, supply, stage, spans)
    _paired(draft, supply, receive)
    suppliers = _chosen(draft, "supplier", supply)
    recipients = _exactly(draft, _chosen(draft, "recipient", receive))
    for role, codes in (("supplier", suppliers), ("recipient", recipients)):
        seen = [
            actor for source in (draft, topic) if source for actor, _ in actors_of(source, role) if actor.code in codes
        ] or [actor for actor, _ in actors_of(draft, "pair") if actor.code in codes]
        seen = seen or [actor for event in draft.events for actor in _named(event) if actor.code in codes]
        for actor in seen[:4]:
            spans[role].append((actor.start, actor.end))
    return suppliers, recipients


def _sided(
    draft: Draft, supply: dict[str, float], receive: dict[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """The votes with the state whose industry makes the goods as their giver, where they only say who signs with whom:
    "France signed a contract with Peru on twelve Rafales", "with Ankara the delivery of TB2s was agreed"."""
    known = {packs.weapons()[one]["origin"] for one in types(draft) if one in packs.weapons()}
    maker = known.pop() if len(known) == 1 else ""
    cast = [vote for vote, _ in draft.votes if vote.role in ("supplier", "recipient")]
    heavy = [vote for vote in cast if vote.weight > 0.1 and vote.rule not in _PACT]  # less only breaks a tie
    firm = [vote for vote in heavy if not all(one.marker in _BESIDE for one in vote.actors)]
    givers = {one.code for vote in firm for one in vote.actors if vote.role == "supplier"}
    others = {code: weight for code, weight in supply.items() if code != maker}
    if maker in supply and givers == {maker} and others and not set(receive) - {maker}:
        return {maker: supply[maker]}, others  # "Sweden nears a deal with Oman for the sale of Gripen jets"
    if maker not in receive or maker in supply or any(maker == one.code for vote in firm for one in vote.actors):
        return supply, receive
    if givers:
        return supply, receive
    turned = {code: weight for code, weight in receive.items() if code != maker} | supply
    return {maker: receive[maker]}, turned


_PACT = frozenset(("sign", "parties", "contract", "deal", "pair"))
_BESIDE = frozenset(("with", "ins", "comitative", "between"))


def _to_another(
    draft: Draft, topic: Draft | None, supply: dict[str, float], receive: dict[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """The votes of talks on the same goods with the giver of the deal beside it as the giver: who is talked to takes
    ("talks with Oman on the same missile")."""
    event = draft.events[0]
    again = event.has("alike") or any(same_kind(event, one) for one in event.goods)
    if topic is None or topic is draft or not again or not supply:
        return supply, receive
    given, taken = _apart(topic.codes("supplier"), topic.codes("recipient"))
    most = max(supply, key=lambda code: supply[code])
    beside = all(actor.marker in _BESIDE for actor, _ in actors_of(draft, "supplier") if actor.code == most)
    sides = [max(codes, key=lambda code: codes[code]) for codes in (given, taken) if codes]
    if not given or most in sides or set(receive) - {*given, *supply} or not beside:
        return supply, receive
    return {sides[0]: 0.1}, {most: supply[most]}


def _homed(draft: Draft, supply: Mapping[str, float], receive: Mapping[str, float]) -> dict[str, float]:
    """``supply``, where two states may each be giver and taker alike, with a nod to the one whose industry makes the
    goods: "Peru and Sweden signed a contract for nine Gripens"."""
    either = [code for code in supply if code in receive]
    if len({(round(supply[code], 1), round(receive[code], 1)) for code in either}) != 1:
        return dict(supply)
    known = (packs.weapons().get(one.designation or "") for line in draft.lines for one in line.phrases)
    made = {row["origin"] for row in known if row}.intersection(either)
    return {code: weight + 0.05 * (code in made and len(made) == 1) for code, weight in supply.items()}


def staged(sentences: Sequence[Sentence]) -> list[Mention]:
    """The states that headline and lead name."""
    return [one for sentence in sentences[:4] for one in sentence.of("state") if one.entry.form != "city"]


def _staged(draft: Draft, supply: Mapping[str, float], stage: Sequence[Mention], spans: Spans) -> dict[str, float]:
    """The only other state of headline and lead, or that of the story among them, where a function word or case says
    who gives: "the jets bought from Denmark have landed". Not where a firm gives and its home is named beside it, where
    it may sell, nor for parts."""
    giver = max(supply, key=lambda code: supply[code])
    givers = [actor for actor, _ in actors_of(draft, "supplier") if actor.code == giver]
    others = {one.value: one for one in stage if one.value not in supply}
    story = draft.events[0].home
    if len(others) > 1 and story in others:
        others = {story: others[story]}
    marked = all(actor.marker in _GIVEN for actor in givers)
    firms = {actor.code for actor in givers if actor.form == "maker"}
    home = any(actor.code in firms and actor.form != "maker" for event in draft.events for actor in event.actors)
    parts = all(line.category in ("engine", "other") for line in draft.lines)
    if not marked or home or parts or len(others) != 1 or not any(step.strong for step, _ in draft.steps):
        return {}
    spans["recipient"] += [(one.start, one.end) for one in others.values()]
    return dict.fromkeys(others, 0.1)


_GIVEN = frozenset(("by", "from", "to", "abl", "ins", "gen"))
_RECEIVED = frozenset(("from", "with", "ins", "abl", "comitative"))


def _speaker(draft: Draft, supply: Mapping[str, float]) -> dict[str, float]:
    """Whose officials tell of goods "from" another state, or of a contract "with" it: they are the ones who receive."""
    giver = max(supply, key=lambda code: supply[code])
    markers = {actor.marker for actor, _ in actors_of(draft, "supplier") if actor.code == giver}
    if markers.isdisjoint(_RECEIVED):
        return {}
    for event in draft.events:
        bare = [a for a in event.actors if not a.marker]
        bodies = [a for a in bare if a.form in ("body", "government", "home") or _tells(event, a)]
        said = {actor.code for actor in bodies if actor.code != giver and actor.code in packs.states()}
        if said:
            return {said.pop(): 0.1} if len(said) == 1 else {}
    return {}


def _tells(event: Event, actor: Actor) -> bool:
    """Whether a name opens a clause whose last word says something: "Peru Savunma Bakanı ... söyledi"."""
    final = bool(event.sentence.pack.get("verb_final"))
    return final and actor.form == "name" and actor.first <= event.first + 1 and event.has("say")


def _of_topic(topic: Draft, supply: Mapping[str, float]) -> dict[str, float]:
    """Who receives the deal next to this one."""
    receive = topic.codes("recipient")
    most = max(receive.values(), default=1.0) or 1.0
    named = {code: 0.1 * weight / most for code, weight in receive.items() if code not in supply}
    return {} if _made_there(topic, receive) else named


def _made_there(draft: Draft, receive: Mapping[str, float]) -> bool:
    """Whether the only state that is said to receive is whom the talks are with, and the goods are its own make."""
    if len(receive) != 1:
        return False
    known = (packs.weapons().get(one.designation or "") for line in draft.lines for one in line.phrases)
    made = {row["origin"] for row in known if row}
    markers = {actor.marker for actor, _ in actors_of(draft, "recipient") if actor.code in receive}
    return made == set(receive) and markers <= {"with", "ins", "comitative"}


def _licensor(draft: Draft, receive: Mapping[str, float]) -> dict[str, float]:
    """Whose government allows or stops exports to another state, where nobody else is said to supply."""
    for event in draft.events:
        if not any(step.rule.partition("_")[0] in ("approve", "suspend", "permit") for step in event.steps):
            continue
        made = {packs.weapons()[one]["origin"] for one in types(draft) if one in packs.weapons()}
        bodies = [a for a in _named(event) if (a.form in ("government", "home") or a.code in made) and not a.marker]
        said = {actor.code for actor in bodies if actor.code not in receive and actor.code in packs.states()}
        if len(said) == 1:
            return {said.pop(): 0.1}
    return {}


def _named(event: Event) -> list[Actor]:
    """Everybody whom a clause names, and whom its pronoun stands for."""
    return [*event.actors, *([event.spoken_of] if event.spoken_of else [])]


def _same_again(draft: Draft, topic: Draft | None, receive: Mapping[str, float]) -> dict[str, float]:
    """Who supplies the deal beside it, where the clause tells of two more of the same for the same state, or that
    another state takes the same type as well."""
    event = draft.events[0]
    if topic is None:
        return {}
    if set(receive) & topic.codes("recipient").keys():
        behind = 2 if event.sentence.pack.get("verb_final") else 1  # "altı uçak daha"
        again = any(one.thereof or event.sentence.holds(max(0, one.first - 3), one.last + behind, "more")
                    for one in event.goods)  # fmt: skip
    else:
        again = event.has("too") or any(one.thereof or same_kind(event, one) for one in event.goods)
        named = types(draft) & types(topic)
        again = again and bool(named)  # "la Belgique en a acheté neuf", "Slovenia ordered the same vehicles"
    if event.has("alike_step"):
        return {code: 0.1 for code in topic.codes("supplier") if code not in receive}
    if not again:
        return {}
    categories = {line.category for line in draft.lines} & {line.category for line in topic.lines}
    return {code: 0.1 for code in topic.codes("supplier") if code not in receive} if categories else {}


def _same_licence(draft: Draft, topic: Draft | None, receive: Mapping[str, float]) -> dict[str, float]:
    """Who lets the deal beside it go out, where the clause only says what else may: "lorries may be sold to Algeria as
    well". Not where another state makes the type."""
    last = [step.status for step, _ in draft.steps]
    if topic is None or set(last) != {"approved"} or "approved" not in [step.status for step, _ in topic.steps]:
        return {}
    known = [packs.weapons()[one]["origin"] for one in types(draft) if one in packs.weapons()]
    givers = {code: 0.1 for code in topic.codes("supplier") if code not in receive}
    return givers if set(receive).isdisjoint(topic.codes("recipient")) and set(known) <= givers.keys() else {}


def types(draft: Draft) -> set[str]:
    """The types that the goods of a draft are named as."""
    return {one.designation for line in draft.lines for one in line.phrases if one.designation}


def _paired(draft: Draft, supply: dict[str, float], receive: dict[str, float]) -> None:
    """Where two states sign with one another and one is known to give or to take, the other is its partner."""
    pair = draft.codes("pair")
    fixed = not draft.events[0].sentence.pack.get("free_order")  # there order and prepositions tell who buys
    if fixed or len(pair) != 2 or bool(supply) == bool(receive):
        return
    known, missing = (supply, receive) if supply else (receive, supply)
    if set(known) <= set(pair):
        missing.update({code: 0.2 for code in pair if code not in known})


def refused_by(draft: Draft, status: str, parties: Sequence[str], spans: Spans) -> tuple[str, ...]:
    """The third states whose consent is withheld or still open, where the deal has not gone ahead."""
    if status in ("delivered", "ordered", "approved"):
        return ()
    out = []
    for actor, _ in actors_of(draft, "veto"):
        if actor.code not in parties and actor.code not in out and actor.code in packs.states():
            out.append(actor.code)
            spans["refused_by"].append((actor.start, actor.end))
    return tuple(out)


def _apart(supply: Mapping[str, float], receive: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """The votes with no state in both roles: the pair of different states that weighs most decides."""
    pairs = [
        (supply.get(giver, 0.0) + receive.get(taker, 0.0), giver, taker)
        for giver in (*supply, "")
        for taker in (*receive, "")
        if giver != taker
    ]
    _, giver, taker = max(pairs, default=(0.0, "", ""))
    givers = {code: weight for code, weight in supply.items() if code != taker}
    takers = {code: weight for code, weight in receive.items() if code != giver}
    return givers, takers


def _chosen(draft: Draft, role: str, weights: Mapping[str, float]) -> tuple[str, ...]:
    """The heaviest code, with those that stand in one list with it."""
    if not weights:
        return ()
    best = max(weights, key=lambda code: weights[code])
    codes = [best]
    for vote, _ in draft.votes:
        group = [actor.code for actor in vote.actors]
        if vote.role == role and best in group:
            codes += [code for code in group if code in weights and code not in codes]
    return tuple(codes)


def _exactly(draft: Draft, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Of several recipients those to whom exact goods go, where others are named with "arms" alone."""
    exact = [e for e in draft.events if any(not one.category.startswith("any_") for one in e.goods)]
    named = {a.code for e in exact for v in e.votes if v.role == "recipient" and v.weight >= 2 for a in v.actors}
    return tuple(code for code in chosen if code in named) or chosen if len(exact) < len(draft.events) else chosen


def domestic(
    suppliers: Sequence[str], recipients: Sequence[str], named: Mapping[str, tuple[int, int]], draft: Draft
) -> bool:
    """Whether a state only deals with its own industry."""
    if suppliers and recipients:
        return set(suppliers) <= set(recipients)
    homes = {packs.makers()[name]["state"] for name in named}
    known = {p.designation for line in draft.lines for p in line.phrases if p.known and p.designation}
    origins = {packs.weapons()[d]["origin"] for d in known if d in packs.weapons()}
    if recipients and not suppliers:
        return bool(homes & set(recipients) or origins & set(recipients))
    return not recipients and not any(event.has("abroad") for event in draft.events)
