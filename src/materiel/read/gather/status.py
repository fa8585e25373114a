"""Status: the step that a deal has reached, of all that the text tells of it."""

from __future__ import annotations

from collections.abc import Sequence

from materiel import packs
from materiel.read.clauses.clause import Event, Step
from materiel.read.clauses.tense import UNSIGNED
from materiel.read.gather.draft import Draft
from materiel.read.gather.parties import Spans
from materiel.read.words.tag import Sentence

# From the surest sign of a deal's step to the weakest: told early or not, by a verb or a noun, as a fact or not.
_CERTAINTY: Sequence[tuple[bool, bool, frozenset[str]]] = (
    (True, True, frozenset(("asserted",))),
    (True, True, frozenset(("future",))),
    (False, True, frozenset(("asserted",))),
    (False, False, frozenset(("asserted",))),
    (False, False, frozenset(("future",))),
    (False, False, frozenset(("hypothetical", "negated"))),
)


def status_of(draft: Draft, spans: Spans) -> tuple[str, str]:
    """The last step told: an end told in the news, else the highest step, strong words before weak ones."""
    table = packs.toml("codebook", "goods.toml")["ladder"]
    steps = draft.steps
    ends = [
        (step, event)
        for step, event in steps
        if step.status in table["ends"] and step.modality in ("asserted", "future")
    ]
    ended = [step for step, event in ends if event.sentence.number <= draft.events[0].sentence.number + 3]
    if ended:
        return _took(_end(ended, steps), spans)
    rungs = _unsigned([(step, event) for step, event in steps if step.status in table["order"]])
    titles = [step for step, event in rungs if event.sentence.kind == "heading" and _present(event.sentence)]
    if all(step.status == "delivered" for step in titles) and _to_come(rungs, titles):
        rungs = [(step, event) for step, event in rungs if step not in titles]
    if _only_approved(rungs, titles):
        rungs = [(step, event) for step, event in rungs if step not in titles]
    for early, strong, modality in _CERTAINTY:
        told = [step for step, event in rungs
                if event.early >= early and step.strong >= strong and step.modality in modality]  # fmt: skip
        below = [step for step in told if step not in titles]
        highest = max((table["order"].index(step.status) for step in below), default=-1)
        if highest == table["order"].index("approved") and all(
            s.status in ("ordered", "delivered") for s in told if s in titles
        ):
            told = below  # a headline that says "buys" of what the lead says was approved
        talks = [s for s in below if s.status == "negotiating" and s.rule == "sign"]
        if talks and highest == table["order"].index("negotiating"):
            told = below  # a headline that says "buys" of what the lead says is a letter of intent
        if early and (firm := [s for s in told if not s.rule.endswith("_now")]):
            told = firm  # "Kenya gets six helicopters" of what was only signed, approved or asked for
        told = list(_so_far(told, table["order"]))
        if told and not _granted(told, rungs):
            return _took(max(told, key=lambda step: table["order"].index(step.status)), spans)
    phrase = draft.lines[0].phrases[0]
    spans["status"].append((phrase.start, phrase.end))
    only = {vote.rule for vote, _ in draft.votes if vote.weight >= 2}
    hoped = bool(only) and not steps and all(rule.endswith("_infinitive") for rule in only)
    return "considered" if hoped else "ordered", "asserted"  # "a mission to buy radars"


def _end(ended: Sequence[Step], steps: Sequence[tuple[Step, Event]]) -> Step:
    """The end that counts: who gives up what was signed cancels; a hold counts before a ban that is only to come."""
    signed = any(step.status == "ordered" and step.rule in ("sign", "contract") for step, _ in steps)
    first = ended[0]
    if first.status != "refused":
        return first
    firmer: tuple[str, ...] = ("cancelled",) if signed else ()
    firmer += ("suspended",) if first.modality == "future" else ()
    return next((step for step in ended if step.status in firmer and step.modality == "asserted"), first)


def _granted(told: Sequence[Step], rungs: Sequence[tuple[Step, Event]]) -> bool:
    """Whether all that is told as done is that somebody asked, while another says in the news that he will give."""
    asked = all(step.status == "requested" for step in told)
    given = (step for step, event in rungs if event.early and step.strong and step.modality == "future")
    return asked and any(step.status in ("approved", "ordered", "delivered") for step in given)


def _unsigned(rungs: list[tuple[Step, Event]]) -> list[tuple[Step, Event]]:
    """The steps without those that a contract would prove, where the text says that none is signed yet."""
    if any(step.rule == UNSIGNED for step, _ in rungs):
        return [(step, event) for step, event in rungs if step.status != "ordered"]
    signing = any(step.rule == "sign" and step.modality == "future" and event.early for step, event in rungs)
    agreed = any(step.rule.startswith("approve") and step.modality == "asserted" for step, _ in rungs)
    if signing and agreed and not any(step.rule == "sign" and step.modality == "asserted" for step, _ in rungs):
        return [(step, event) for step, event in rungs if step.status != "ordered"]  # "buys twelve": so it is voted
    if any(step.rule == "sign_future" and step.modality == "asserted" and event.early for step, event in rungs):
        return [(step, event) for step, event in rungs if step.status != "ordered" or _done(step, event)]
    return rungs


def _done(step: Step, event: Event) -> bool:
    """Whether a verb below the headline says that goods are bought, not that they will come."""
    return step.strong and step.modality == "asserted" and not (
        step.rule.endswith("_future") or event.sentence.kind == "heading"
    )  # fmt: skip


def promised(draft: Draft) -> bool:
    """Whether all that tells of an order is that goods will come: no paper, nothing bought."""
    told = [step for step, _ in draft.steps if step.status == "ordered" and step.modality in ("asserted", "future")]
    return bool(told) and all(step.rule.endswith("_future") or step.modality == "future" for step in told)


def _so_far(told: Sequence[Step], ladder: Sequence[str]) -> Sequence[Step]:
    """The steps without those that only say that goods will come of an approval, of talks or of plans told beside them:
    "the army will thus receive"."""
    for status, rules in (("approved", ("approve",)), ("negotiating", ("talk",)), ("considered", ("buy", "order"))):
        held = [step for step in told if step.status == status]
        beyond = [step for step in told if ladder.index(step.status) > ladder.index(status)]
        future = all(step.modality == "future" or step.rule.endswith("_future") for step in beyond)
        if beyond and future and any(step.rule.partition("_")[0] in rules for step in told):
            return held or told
    return told


def _to_come(rungs: Sequence[tuple[Step, Event]], titles: Sequence[Step]) -> bool:
    """Whether the lead tells only of what is to be handed over, where the headline says in the present "delivers"."""
    lead = [step for step, event in rungs if event.early and step.strong and step not in titles]
    return bool(titles and lead) and all(step.modality == "future" or step.rule.endswith("_future") for step in lead)


def _only_approved(rungs: Sequence[tuple[Step, Event]], titles: Sequence[Step]) -> bool:
    """Whether a headline that says in the present "two drones are coming" tells only what the lead says is pledged."""
    coming = bool(titles) and all(step.rule.endswith("_future") for step in titles)
    lead = [step for step, event in rungs if event.early and step.strong and step not in titles]
    return coming and bool(lead) and all(step.status == "approved" and step.modality == "future" for step in lead)


def _present(sentence: Sentence) -> bool:
    """Whether the language's headlines tell in the present tense what the story says was only approved."""
    return bool(sentence.pack.get("headline_present"))


def _took(step: Step, spans: Spans) -> tuple[str, str]:
    spans["status"].append((step.start, step.end))
    return step.status, step.modality
