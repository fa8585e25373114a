"""Cells: the money, dates and makers that belong to a deal's clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from materiel import packs
from materiel.read.clauses.clause import Event
from materiel.read.gather.draft import Draft
from materiel.read.words.dates import Date
from materiel.read.words.numbers import Number
from materiel.read.words.tag import Mention, Sentence

_ORDER = frozenset(("buy", "bought", "order", "ordered", "sign", "contract", "deal", "purchase", "sell", "sold"))
_DELIVERY = frozenset(
    ("deliver", "handed", "supply", "arrive", "receive", "received", "delivery", "complete", "give", "given",
     "donation", "export")
)  # fmt: skip


def price(event: Event) -> Number | None:
    """The price that the clause names: the first sum that is no budget, loan, unit price or conversion."""
    for number in event.numbers():
        if number.currency and number.value and number.value >= 1000 and is_price(event.sentence, number):
            return number
    return None


def is_price(sentence: Sentence, number: Number) -> bool:
    """Whether a sum is the price of the whole: not in brackets behind another, nor by the piece, nor a budget."""
    before = range(max(0, number.first - 6), number.first)
    after = range(number.last + 1, min(len(sentence.words), number.last + 5))
    leads = "between" in sentence.pack["markers"]["before"]
    if leads and (sentence.has(number.first - 1, "between") or sentence.has(number.first - 2, "between")):
        return False  # a range is a price by the piece
    each = any(sentence.has(at, "each", "rate") for at in after) or any(sentence.has(at, "by_one") for at in before)
    if each or any(sentence.words[at].low == "(" for at in before if at >= number.first - 2):
        return False
    other = any(sentence.has(at, "not_price") for at in (*range(max(0, number.first - 12), number.first), *after))
    told = "price" if "price" in sentence.pack["words"] else "worth"
    priced = any(sentence.has(at, told) for at in (*before, *after))
    near = any(sentence.has(at, "not_price") for at in range(max(0, number.first - 3), number.first))
    return not other or (priced and not near)


def timed(event: Event) -> list[tuple[str, Date]]:
    """The dates of the clause with what they date: ("order" or "delivery", date), by the nearest word that is dated."""
    out = []
    anchors = [("order", m.first, m.last) for m in event.rules if _kind(m) in _ORDER]
    anchors += [
        ("delivery", m.first, m.last)
        for m in event.rules
        if _kind(m) in _DELIVERY and _acts(event, m) and not _agreed(event, m)
    ]
    places = range(event.first, event.last + 1)
    anchors += [("delivery", at, at) for at in places if event.sentence.has(at, "due")]
    anchors += [("", at, at) for at in places if event.sentence.has(at, "undated", "made")] if anchors else []
    for date in event.sentence.dates:
        if not date.value or not event.first <= date.first <= event.last or not anchors:
            continue
        sure = [one for one in anchors if not (one[0] == "delivery" and _purpose(event, one[1], date))]
        late = 3 if event.sentence.pack.get("verb_final") else 0  # there a date stands before its verb
        kind, first, last = min(
            sure or anchors, key=lambda one: _distance(one[1], one[2], date) + late * (one[2] < date.first)
        )
        gap = _distance(first, last, date)
        said = _said(event, date)
        far = 14 if kind == "delivery" else 12 if date.first > last else 7
        if kind and not said and gap <= far:
            out.append((kind, date))
    return out


def _said(event: Event, date: Date) -> bool:
    """Whether the date is that of the saying: "said on Friday"; not "was signed, as he said, in December"."""
    words = event.sentence.words
    near = range(max(0, date.first - 3), date.first)
    return any(
        event.sentence.has(at, "say") and all(word.low != "," for word in words[at + 1 : date.first]) for at in near
    )


def _purpose(event: Event, at: int, date: Date) -> bool:
    """Whether a form only tells what was signed for: "inked a contract on Friday to supply", "for the supply of"."""
    signed = any(_kind(m) == "sign" and m.last < at for m in event.rules)
    return signed and (
        (date.last < at and event.sentence.has(at - 1, "infinitive"))
        or event.sentence.has(at - 1, "for")
        or (event.sentence.has(at - 2, "for") and event.sentence.has(at - 1, "det"))
    )


def _acts(event: Event, rule: Mention) -> bool:
    """Whether the form tells of goods: a noun, or a verb with goods to act on ("gave their approval" has none)."""
    told = {step.start for step in event.steps}
    return (
        rule.start in told
        or rule.value in ("delivery", "donation", "supply", "complete")
        or (not told and bool(event.votes))
    )


def _agreed(event: Event, rule: Mention) -> bool:
    """Whether what arrives is a paper: "the agreement was reached in 2019"."""
    papers = (m for m in event.rules if m.value in ("deal", "contract"))
    return _kind(rule) == "arrive" and any(0 < rule.first - paper.last <= 2 for paper in papers)


def _kind(rule: Mention) -> str:
    """What a rule is about: ``deliver`` for ``deliver_future``."""
    return rule.value.partition("_")[0]


def _distance(first: int, last: int, date: Date) -> int:
    return date.first - last if date.first > last else first - date.last + 1


def makers(draft: Draft, sentences: Sequence[Sentence], suppliers: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The makers that the text ties to the deal, as it writes them, with their first place."""
    designations = {p.designation for line in draft.lines for p in line.phrases if p.known and p.designation}
    own = {packs.weapons()[d]["maker"] for d in designations if d in packs.weapons()}
    states = set(suppliers)
    tied = {event.sentence.number for event in draft.events}
    beside, homed = _beside(draft), _of_home(draft, states)
    out: dict[str, tuple[int, int]] = {}
    for sentence in sentences:
        named = {m.value for m in sentence.of("weapon")}
        types = {(m.first, m.last) for m in sentence.of("weapon")}
        for mention in sentence.of("maker"):
            row = packs.makers()[mention.value]
            if row["kind"] == "agency" or (mention.first, mention.last) in types:
                continue  # who procures or licenses, and Eurofighter the aircraft, make nothing
            state = row["state"]
            said = (sentence.number, mention.first) in homed and mention.value not in own
            if said and state not in states:
                state = min(states)
            tells = sentence.number in tied and (state in states or not states)
            fits = mention.value in own or (sentence.number, mention.first) in beside or tells
            near = sentence.number in tied or named & designations or mention.value in own
            if fits and near and mention.value not in out:
                out[mention.value] = (mention.start, mention.end)
    built = {name: span for name, span in out.items() if packs.makers()[name]["kind"] != "exporter"}
    return built or out  # who only trades stands for the maker where no maker is named


def _of_home(draft: Draft, states: set[str]) -> set[tuple[int, int]]:
    """The words of makers whose home the text says, where it is who supplies: "the French company KNDS"."""
    return {
        (event.sentence.number, at)
        for event in draft.events
        for one in event.actors
        if one.form == "maker" and one.code in states
        for at in range(one.first, one.last + 1)
    }


def _beside(draft: Draft) -> set[tuple[int, int]]:
    """The words of the names of the deal's goods, as (sentence, word): "up to 10 Airbus C295s"."""
    return {
        (event.sentence.number, at)
        for event in draft.events
        for one in event.goods
        for at in range(one.first, one.last + 1)
    }
