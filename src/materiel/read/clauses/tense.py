"""Tense: what the words before a form make of what it tells - a plan, a future, a denial, a condition, hearsay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from materiel.read.clauses.clause import Event
from materiel.read.words.tag import Mention, Sentence

DENIED = "denied"
UNSIGNED = "unsigned"
"""What the step of a paper is called that the text says is not signed yet."""


def told(event: Event, rule: Mapping[str, Any], mention: Mention) -> tuple[str | None, str]:
    """The status that a form tells in its clause, if any, and the modality under which it tells it."""
    status, modality = rule.get("status"), rule.get("modality", "asserted")
    sentence = event.sentence
    if status is None:
        return _noun_told(event, rule, mention)
    if sentence.holds(mention.first - 3, mention.first, "just"):
        return _done(sentence, rule) or status, modality  # "vient d'acquérir"
    near = _near(event, mention)
    over = not rule.get("noun") and _over(sentence, mention)
    plan, future = (_unreal(sentence, mention), False) if over else _ahead(event, mention, near)
    cues = sentence.of("reaction", "response", "judgement")
    cues = [m for m in cues if event.first <= m.last and m.first < mention.first]  # "kërkoi që shitja të anulohet"
    if cues:  # what others urge or threaten has not happened
        return None, DENIED if any(m.value == "REJECT" for m in cues) else "negated"
    if sentence.has(mention.first - 1, "awaited"):
        return None, "hypothetical"  # "when delivered, the ships will ..."
    if sentence.holds(event.first, mention.first, "if"):
        return "considered", "hypothetical"
    if (sentence.pack.get("verb_final") and _denied(event, mention)) or _untrue(event, mention):
        return None, DENIED
    if rule["id"] == "refuse" and mention.first - 1 in sentence.where("negate"):
        return None, "negated"  # "did not rule out"
    if rule["id"] != "refuse" and _negated(event, mention, near):
        coming = future or rule["id"].endswith("_future")  # "will not sell", "will not buy"
        barred = _deals(event, rule) and (coming or (plan and rule.get("onward")))  # "may not re-export"
        return ("refused", "asserted") if barred else (None, DENIED)
    if rule.get("noun") and rule.get("mode") == "gift" and _announced(event, mention):
        return rule.get("future", status), "future"
    if plan:
        return "considered", "future"
    if future:
        return rule.get("future", status), "future"
    return status, "hypothetical" if _hearsay(event, mention) else modality


def unsigned(event: Event, mention: Mention) -> bool:
    """Whether a paper is not signed yet: "the contract has not been signed so far"."""
    yet = event.sentence.holds(mention.first - 4, mention.first, "yet")
    return mention.value == "sign" and yet and _negated(event, mention, _near(event, mention))


def _noun_told(event: Event, rule: Mapping[str, Any], mention: Mention) -> tuple[str | None, str]:
    """What a noun tells that is no step by itself: what is done behind "after", or what somebody denies."""
    sentence = event.sentence
    if rule.get("done") and sentence.holds(mention.first - 2, mention.first, "done"):
        return rule["done"], rule.get("modality", "asserted")  # "after the handover of"
    denied = sentence.holds(max(event.first, mention.first - 4), mention.first, "deny")
    return None, DENIED if denied else "asserted"  # "dément tout achat"


def _done(sentence: Sentence, rule: Mapping[str, Any]) -> str | None:
    """What the verb of an infinitive or future tells where it is done: that of ``buy`` for ``buy_future``."""
    verb = rule["id"].partition("_")[0]
    return next((one.get("status") for one in sentence.pack["rule"] if one["id"] == verb), None)


def led(sentence: Sentence, first: int) -> int:
    """The word that leads a form, over pronouns that lean on it: the "да" of "да му продаде"."""
    at = first - 1
    while sentence.has(at, "clitic"):
        at -= 1
    return at


def _deals(event: Event, rule: Mapping[str, Any]) -> bool:
    """Whether the subject of the verb gives, sells or buys."""
    subject = event.sentence.pack["frames"].get(rule["frame"], {}).get("subject")
    return not rule.get("noun") and (subject == "supplier" or (subject == "recipient" and rule.get("mode") == "sale"))


def _near(event: Event, mention: Mention) -> list[int]:
    """The words before a form that may say something of it: no other form stands between, unless they tell a time."""
    reach = event.sentence.pack.get("reach", 6)
    window = range(max(event.first, mention.first - reach), mention.first)
    blocked = max((m.last for m in event.rules if m.last < mention.first and m.value != mention.value), default=-1)
    named = [at for at in window if event.sentence.classes.get(at)]
    return [at for at in named if at > blocked or event.sentence.has(at, "plan", "future")]


def _ahead(event: Event, mention: Mention, near: Sequence[int]) -> tuple[bool, bool]:
    """Whether what a form tells is only planned, and whether it is still to come."""
    sentence, first = event.sentence, mention.first
    shifted = [at for at in near if sentence.has(at, "backshift") and sentence.holds(event.first, at, "say")]
    shifted += [at for at in near if provides(event, at)]
    due = [at for at in near if sentence.has(at, "obliged") and mention.value.startswith("arrive")]
    shifted += due  # "avionët duhet të vijnë deri në vitin 2029"
    plan = any(sentence.has(at, "plan") for at in near if at not in shifted)
    future = bool(due) or any(sentence.has(at, "backshift") for at in shifted)
    future = future or any(sentence.has(at, "future") and not sentence.has(at, "plan") for at in near)
    if sentence.has(event.first, "and") and first - event.first <= 2 and not _tensed(event, mention):
        plan = plan or sentence.holds(0, event.first, "plan")  # "will buy radars and donate them"
        future = future or sentence.holds(0, event.first, "future")
    held = sentence.holds(event.first, first, "ceremony")  # "a ceremony was held to hand over"
    future = future or (sentence.has(led(sentence, first), "infinitive") and not held)
    future = future or sentence.holds(mention.last + 1, min(event.last + 1, mention.last + 5), "awaits")
    future = future or sentence.holds(max(event.first, first - 3), first, "let")  # "an accord that lets it buy"
    future = future or (sentence.has(first - 1, "for") and _participle(event, mention))  # "for supplying"
    future = future or _to_be(event, mention)
    if sentence.words[first - 1].low == "," and _participle(event, mention):
        plan = sentence.holds(event.first, first, "plan")
        future = future or (not plan and sentence.holds(event.first, first, "future"))
    return plan, future


def _over(sentence: Sentence, mention: Mention) -> bool:
    """Whether the form itself says that it is past, so that no plan reaches it: "cut its plans and bought"."""
    endings = tuple(sentence.pack.get("past_endings", ()))
    return bool(endings) and sentence.words[mention.first].low.endswith(endings)


def _unreal(sentence: Sentence, mention: Mention) -> bool:
    """Whether a past form only tells what would be: "bi kupila"."""
    return sentence.holds(mention.first - 4, mention.last + 2, "conditional")


def provides(event: Event, at: int) -> bool:
    """Whether a contract is what plans: "le contrat prévoit la livraison" tells what was signed."""
    paper = next((m for m in event.rules if m.value == "contract" and 0 < at - m.last <= 2), None)
    return paper is not None and event.sentence.has(at, "plan") and not event.sentence.has(at - 1, "negate")


def _to_be(event: Event, mention: Mention) -> bool:
    """Whether what makes a future of a form stands right behind it, where verbs may stand last: "ausgeliefert werden
    soll", "die in Wien landen sollen"."""
    sentence = event.sentence
    behind = [at for at in (mention.last + 1, mention.last + 2) if at <= event.last]
    signs = next((at for at in behind if sentence.words[at].kind == "."), event.last + 1)
    free = sentence.pack.get("free_order") and not sentence.pack.get("verb_final")
    return bool(free) and any(at < signs and sentence.has(at, "future") for at in behind)


def _negated(event: Event, mention: Mention, near: Sequence[int]) -> bool:
    """Whether the form, or what it is done to, is not: "was not delivered", "no contract has been signed"."""
    sentence = event.sentence
    places = {m.first for m in sentence.of("state")}  # "u Nišu", letter for letter "are not"
    words = sentence.words
    signs = sum(word.low in "'’" for word in words[max(0, mention.first - 4) : mention.first])  # "nuk do t'i japë"
    if any(sentence.has(at, "negate") for at in near if mention.first - at <= 4 + signs and at not in places):
        return True
    behind = next((one for one in event.goods if one.first > mention.last), None)
    if behind and behind.first - mention.last <= 4 and sentence.has(behind.first - 1, "negate"):
        return True  # "bekommt keine Kampfjets"
    if sentence.holds(mention.last + 1, mention.last + 4, "negate") and sentence.holds(
        mention.last + 2, mention.last + 7, "begun"
    ):
        return True  # "negociatat ende nuk kanë nisur"
    return any(0 < mention.first - m.last <= 4 and sentence.has(m.first - 1, "negate") for m in event.rules)


def _announced(event: Event, mention: Mention) -> bool:
    """Whether a noun is only what somebody says: "announced a donation"."""
    return event.sentence.holds(max(event.first, mention.first - 2), mention.first, "say")


def _denied(event: Event, mention: Mention) -> bool:
    """Whether what is told is only a claim, denied further on: "gönderdiği iddialarını yalanladı", or is the denial."""
    sentence, behind = event.sentence, range(mention.last + 1, mention.last + 5)
    claim = next((at for at in behind if sentence.has(at, "claim")), None)
    denied = any(claim is not None and m.first > claim and m.value == "REJECT" for m in sentence.of("reaction"))
    denied = denied or (claim is not None and sentence.holds(claim, len(sentence.words), "negate"))
    return denied or sentence.holds(mention.first - 5, mention.first, "claim")


def _untrue(event: Event, mention: Mention) -> bool:
    """Whether the sentence calls a claim false: "tvrdnje da je Srbija prodala granate su netačne"."""
    sentence = event.sentence
    said = next((at for at in sentence.where("untrue") if abs(at - mention.first) <= 14), None)
    return said is not None and (said < mention.first or any(at < mention.first for at in sentence.where("claimed")))


def _hearsay(event: Event, mention: Mention) -> bool:
    """Whether only the press says so: "a newspaper wrote that the contract was signed"."""
    places = range(mention.first)
    wrote = next((at for at in places if event.sentence.has(at, "outlet")), None)
    return wrote is not None and event.sentence.holds(wrote + 1, mention.first, "say")


def _participle(event: Event, mention: Mention) -> bool:
    """Whether the form goes on with the tense of the verb before it: "plans to bring in 48, taking delivery of 12"."""
    active = tuple(event.sentence.pack.get("active_endings", ()))
    return bool(active) and event.sentence.words[mention.first].low.endswith(active)


def _tensed(event: Event, mention: Mention) -> bool:
    """Whether the form has an ending of its own, so that no auxiliary of the verb before it reaches it."""
    endings = (event.sentence.pack.get(name, ()) for name in ("participle_endings", "active_endings", "plural_endings"))
    return event.sentence.words[mention.last].low.endswith(tuple(one for group in endings for one in group))
