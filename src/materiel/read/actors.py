"""Actors: states, organisations, groups and makers of a sentence, with the marker that tells their role.

A marker is the function word before the name ("to", "from", "by"), the case of its form, ``possessive``,
``adjective`` (of goods or of a transfer noun), or empty for a bare name. Names joined by "and" share one marker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from materiel import packs
from materiel.read.fold import fold
from materiel.read.markers import body_case, owns, possession, word_after, word_before
from materiel.read.names import before_noun, distinct, nouns_of, verb_follows
from materiel.read.tag import Mention, Sentence


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language marks roles: function words before names, function words after them, case suffixes.

    ``suffixes`` maps what follows an apostrophe (Turkish: Kosova'ya) or stands at a name's end to a case.
    """

    before: tuple[str, ...]
    after: tuple[str, ...] = ()
    suffixes: Mapping[str, str] = field(default_factory=dict)


@cache
def grammar(code: str) -> Grammar:
    """The grammar of a language that has a pack."""
    pack = packs.toml("lang", f"{code}.toml")
    suffixes = {fold(form): case for case, forms in pack.get("suffixes", {}).items() for form in forms}
    if {"Latn", "Cyrl"} <= set(pack["scripts"]):
        suffixes |= {fold(packs.cyrillic(form)): case for form, case in suffixes.items()}
    return Grammar(tuple(pack["markers"]["before"]), tuple(pack["markers"].get("after", ())), suffixes)


@dataclass(frozen=True, slots=True)
class Actor:
    """A party that the text names. ``code`` is the state or group; ``maker`` the company that stands for it."""

    code: str
    first: int
    last: int
    start: int
    end: int
    marker: str = ""
    form: str = "name"
    maker: str | None = None
    cases: frozenset[str] = frozenset()


def actors(sentence: Sentence, grammar: Grammar) -> list[Actor]:
    """The actors of a sentence in order."""
    names = distinct(sentence)
    found = [_actor(sentence, mention) for mention in names if mention.first >= sentence.begins]
    marked = _in_turn([_marked(sentence, actor, grammar) for actor in found])
    return _shared(sentence, _companies(sentence, marked, grammar))


def _in_turn(found: list[Actor]) -> list[Actor]:
    """Of two names side by side, the first in a form that is genitive and dative alike, it owns what is given:
    "помощь Норвегии Украине"."""
    either = {"gen", "dat"}
    for at, (left, right) in enumerate(pairwise(found)):
        if left.last + 1 == right.first and left.marker == right.marker == "dat" and either <= left.cases:
            found[at] = replace(left, marker="gen")
    return found


def _companies(sentence: Sentence, found: list[Actor], grammar: Grammar) -> list[Actor]:
    """ "The Turkish company Baykar" and "the Spanish Airbus" are one actor: a maker whose home the text says."""
    out: list[Actor] = []
    for actor in found:
        held = out[-1] if out else None
        bare = held is not None and held.form in ("body", "adjective", "maker") and held.maker is None
        if actor.form == "maker" and held is not None and bare:
            gap = sentence.words[held.last + 1 : actor.first]
            company = held.form == "adjective" or sentence.has(held.last, "company")
            if company and all(word.low in _QUOTES for word in gap):
                marker = actor.marker if held.form == "adjective" else held.marker
                out[-1] = replace(actor, code=held.code, first=held.first, start=held.start, marker=marker)
                continue
        if actor.form == "maker" and held is not None and held.form == "name" and _owns(sentence, held, actor):
            led = word_before(sentence, held.first, grammar.before) == "from"  # "from France's KNDS"
            actor = replace(actor, code=held.code, marker="from" if led else actor.marker)
        if actor.form == "body" and sentence.has(actor.last, "company"):
            actor = replace(actor, form="maker")  # "a Turkish company"
        out.append(actor)
    return out


def _owns(sentence: Sentence, state: Actor, maker: Actor) -> bool:
    """Whether a maker is called a state's own, right behind its name; not "Ukraine's Rheinmetall order"."""
    mark = possession(sentence, state.last)
    nouns = nouns_of(sentence.pack["code"])
    behind = [m for m in sentence.of("rule", "goods", "weapon") if m.first == maker.last + 1]
    ordered = any(m.kind != "rule" or m.value in nouns for m in behind)
    return mark > 0 and maker.first == state.last + mark + 1 and not ordered


_QUOTES = frozenset("\"'“”„«»‘’")


def _actor(sentence: Sentence, mention: Mention) -> Actor:
    code, maker, form, last = mention.value, None, mention.entry.form or "name", mention.last
    if mention.kind == "group" and packs.groups()[mention.value]["kind"] == "organisation":
        form = "group"
    if mention.kind == "maker":
        row = packs.makers()[mention.value]
        code, maker, form = row["state"], mention.value, "maker"
    words = sentence.words
    owner = possession(sentence, last)
    if form in ("adjective", "people") or owner:
        body = _body(sentence, mention.first, last + owner)
        if body is not None:
            last, form = body, "maker" if maker else "body"
    return Actor(code, mention.first, last, words[mention.first].start, words[last].end, "", form, maker,
                 mention.entry.cases)  # fmt: skip


def _body(sentence: Sentence, first: int, last: int) -> int | None:
    """The last word of the body that an adjective belongs to: "the Serbian defence ministry"."""
    nouns = nouns_of(sentence.pack["code"])
    verbs = {m.last for m in sentence.of("rule") if m.value not in nouns}
    acts = {m.first for m in sentence.of("rule") if m.value not in nouns}  # "Sudan's army received drones"
    given = first - 1 in verbs or (first - 2 in verbs and sentence.has(first - 1, "det"))  # "gave the Serb army guns"
    goods = {m.first for m in sentence.of("goods", "weapon")}
    for at in range(last + 1, min(last + 4, len(sentence.words))):
        word = sentence.words[at]
        if sentence.has(at, "body") and (at not in goods or sentence.has(at + 1, "body")):  # "arms factories"
            end = at
            while end + 1 < len(sentence.words) and sentence.has(end + 1, "body"):
                end += 1
            follow = any(
                0 < m.first - end <= 2 and end + 1 not in acts and not _counted(sentence, end + 1, m.first)
                for m in sentence.of("goods", "weapon")
            )
            return None if follow and not given and not possession(sentence, end) else end
        if word.kind != "a" or at in goods or sentence.has(at, "be", "to", "for", "of", "from", "by", "with", "made"):
            return None
    return None


def _counted(sentence: Sentence, first: int, goods: int) -> bool:
    """Whether goods behind a body begin a phrase of their own: "hat die litauische Armee sechs Haubitzen erhalten"."""
    if sentence.pack.get("compound_nouns"):
        return True  # two nouns in a row are no compound there
    return sentence.has(first, "one") or any(first <= number.first < goods for number in sentence.numbers)


def _dative(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name is a dative by its article and the ending behind it: "dem litauischen Heer". One right behind
    another noun is its owner: "der Auftrag der litauischen Armee"."""
    ending = sentence.pack.get("datives", {}).get(sentence.words[first - 1].low) if first else None
    if ending is None or not sentence.words[first].low.endswith(ending) or sentence.has(last, "company"):
        return False
    states = {m.last for m in sentence.of("state", "group", "maker")}
    noun = first > 1 and sentence.words[first - 2].upper and first - 2 not in states and first - 2 > sentence.begins
    plural = sentence.words[last].low.endswith("n") or sentence.words[first - 1].low != "den"
    return plural and not noun


def _marked(sentence: Sentence, actor: Actor, grammar: Grammar) -> Actor:
    """The actor with its marker: possession, adjective, the function word before its phrase, or its case."""
    if actor.form != "maker" and _consents(sentence, actor):
        return replace(actor, marker="consent")
    if possession(sentence, actor.last) and actor.form != "maker":
        return replace(actor, marker="possessive")
    if actor.form == "adjective" and sentence.pack.get("adjective_last") and sentence.has(actor.first - 1, "body"):
        return replace(actor, form="body", marker=_of_body(sentence, actor.first - 1, grammar))  # "Ushtria shqiptare"
    if actor.form in ("adjective", "people") and before_noun(sentence, actor.last, actor.form == "people"):
        made = sentence.holds(actor.last + 1, actor.last + 4, "made")
        return replace(actor, marker="made" if made else "adjective")
    if actor.form == "adjective":
        behind = any(m.last == actor.first - 1 for m in sentence.of("goods", "weapon"))  # "chars coréens"
        return replace(actor, marker="adjective" if behind else "about")  # "the Russian invasion"
    last, case = _suffix(sentence, actor, grammar)
    marker = word_after(sentence, last, grammar.after)
    if marker == "comitative" and any(m.first == last + 2 for m in sentence.of("state")):
        marker = ""  # "Türkiye ile İngiltere": both, side by side
    marker = marker or word_before(sentence, actor.first, grammar.before) or case
    marker = marker or ("dative" if _dative(sentence, actor.first, last) else "")
    if marker == "in" and actor.form == "capital" and sentence.has(actor.first - 2, "body"):
        return replace(actor, form="body")  # "the government in Belgrade" acts for its state
    goods = max((m.last for m in sentence.of("goods", "weapon") if m.last < actor.first), default=-1)
    developed = marker == "by" and sentence.holds(last + 1, last + 6, "developed")  # "TUSAŞ tarafından geliştirilen"
    before = marker in ("by", "of") and sentence.holds(max(goods + 1, actor.first - 7), actor.first, "made")
    if developed or before:
        marker = "made"  # "built by Italy", not "Swiss-made shells by Spain"
    if marker in ("with", "ins") and "gen" in actor.cases and not actor.cases & {"ins", "nom"}:
        marker = "from"  # "sa Kipra": the word for "with" takes another case
    return replace(actor, marker=marker) if marker else _by_case(sentence, actor, grammar)


def _by_case(sentence: Sentence, actor: Actor, grammar: Grammar) -> Actor:
    """The actor with the case of its form, or of the body that its adjective belongs to, as its marker."""
    case = body_case(sentence, actor.last, actor.cases) if actor.form == "body" else ""
    if case:
        return replace(actor, marker=case)
    if not actor.cases or actor.cases & {"nom", "acc"}:
        return replace(actor, marker="")
    if "gen" in actor.cases and sentence.has(actor.first - 1, "body"):
        return replace(actor, form="body", marker=_of_body(sentence, actor.first - 1, grammar))  # "vojsci Srbije"
    if "gen" in actor.cases and owns(sentence, actor.first - 1):
        return replace(actor, marker="gen")
    return replace(
        actor, marker=next((case for case in ("dat", "abl", "ins", "gen", "loc") if case in actor.cases), "")
    )


def _consents(sentence: Sentence, actor: Actor) -> bool:
    """Whose leave an act needs: "US permission to sell", "the green light from Washington to hand over"."""
    if "consent" not in sentence.said:
        return False
    after = actor.last + 1 + possession(sentence, actor.last)
    at = after if sentence.has(after, "consent") else after + 1
    owns = after > actor.last + 1 or actor.form in ("adjective", "body") or actor.end - actor.start <= 4  # US, U.S.
    if not owns or not sentence.has(at, "consent"):
        at = next((at for at in range(actor.first - 1, actor.first - 4, -1) if sentence.has(at, "consent")), -1)
        at = at if sentence.holds(at + 1, actor.first, "from", "of", "by") else -1
        after = actor.last + 1
    else:
        while sentence.has(at + 1, "consent"):
            at += 1
        after = at + 1
    asked = sentence.holds(max(0, actor.first - 3), actor.first, "plan")
    led = sentence.has(after, "infinitive") or (
        sentence.has(after, "of")
        and any(m.first == after + 1 and m.value.endswith("_future") for m in sentence.of("rule"))
    )  # "l'autorisation de livrer"
    return at >= 0 and (asked or led)


def _of_body(sentence: Sentence, at: int, grammar: Grammar) -> str:
    """The marker of a body whose state follows as an adjective: the word before it, or the case of its form."""
    while sentence.has(at - 1, "body"):
        at -= 1
    marker = word_before(sentence, at, grammar.before)
    return marker or body_case(sentence, at)


def _suffix(sentence: Sentence, actor: Actor, grammar: Grammar) -> tuple[int, str]:
    """The last word of a name with the suffix behind its apostrophe, and the case that the suffix marks."""
    words, last = sentence.words, actor.last
    if last + 2 >= len(words) or words[last + 2].start != words[last + 1].end:
        return last, ""
    sign, case = words[last + 1].low, grammar.suffixes.get(words[last + 2].low, "")
    glued = sign == "-" and words[last].end == words[last + 1].start and case  # "SHBA-së"
    return (last + 2, case) if sign in ("'", "’") or glued else (last, "")


def _beside(sentence: Sentence, at: int, before: Actor) -> bool:
    """Whether a word that means "with" joins two names side by side: "Türkiye ile İngiltere"."""
    return bool(sentence.pack.get("verb_final")) and before.marker in ("", "between") and sentence.has(at, "comitative")


def _shared(sentence: Sentence, found: list[Actor]) -> list[Actor]:
    """Names in one list take the marker of the first: "to Poland and Romania"; where markers stand behind names, that
    of the last: "Şili ve Peru'dan"."""
    found = _led_by_last(sentence, found)
    out: list[Actor] = []
    for actor in found:
        both = (
            bool(out) and out[-1].marker == "between" and actor.marker in ("", *_CASES)
        )  # "midis Serbisë dhe Francës"
        alone = not actor.marker and not _acts(sentence, actor)
        if out and (both or alone) and _listed(sentence, out[-1], actor.first):
            actor = replace(actor, marker=out[-1].marker if out[-1].marker not in ("adjective",) else "")
        elif out and actor.marker in actor.cases and _of_one_body(sentence, out[-1], actor):
            actor = replace(actor, form="body", marker=out[-1].marker)  # "ministri Srbije i Francuske potpisali su"
        out.append(actor)
    return out


_CASES = ("nom", "gen", "dat", "acc", "abl", "ins", "loc")


def _led_by_last(sentence: Sentence, found: list[Actor]) -> list[Actor]:
    """The names with the marker that stands behind the last of those joined by "and"."""
    if not sentence.pack.get("verb_final"):
        return found
    out = list(found)
    for at in range(len(out) - 2, -1, -1):
        left, right = out[at], out[at + 1]
        joined = right.first == left.last + 2 and sentence.has(left.last + 1, "and")
        joined = joined or (right.marker == "between" and _listed(sentence, left, right.first))
        if joined and not left.marker and right.marker:
            out[at] = replace(left, marker=right.marker)
    return out


def _of_one_body(sentence: Sentence, before: Actor, actor: Actor) -> bool:
    """Whether two states in the genitive stand behind the bodies of both: "the ministers of Serbia and France"."""
    return before.form == "body" and "gen" in before.cases & actor.cases and _listed(sentence, before, actor.first)


def _acts(sentence: Sentence, actor: Actor) -> bool:
    """Whether a verb right behind the name makes it the subject of a clause of its own: "and Norway bought"."""
    words = sentence.words
    gapped = any(
        number.first == actor.last + 1
        and (all(w.kind == "." for w in words[number.last + 1 :][:1]) or sentence.has(number.last + 1, "and"))
        for number in sentence.numbers
    )  # "Sweden six and Denmark three"
    return gapped or verb_follows(sentence, actor.last)


def _listed(sentence: Sentence, before: Actor, right: int) -> bool:
    between = range(before.last + 1, right)
    after = right + 1
    while sentence.has(after, "body"):
        after += 1
    comma = any(sentence.words[at].low == "," for at in between)
    fixed = before.marker or (comma and not sentence.pack.get("free_order"))
    if fixed and before.marker != "between" and sentence.has(after, "have", "be", "future"):
        return False  # "for the Georgian navy, and Italy has followed": a clause of its own
    joined = any(
        sentence.words[at].low == "," or sentence.has(at, "and") or _beside(sentence, at, before) for at in between
    )
    return joined and all(
        sentence.words[at].low in (",", *_QUOTES, sentence.pack.get("possessive"))
        or sentence.has(at, "and", "det")
        or _beside(sentence, at, before)
        for at in between
    )


def together(sentence: Sentence, found: Sequence[Actor], actor: Actor) -> tuple[Actor, ...]:
    """The actor with those that stand in one list with it."""
    at = found.index(actor)
    first = last = at
    while first > 0 and _listed(sentence, found[first - 1], found[first].first):
        first -= 1
    while last + 1 < len(found) and _listed(sentence, found[last], found[last + 1].first):
        last += 1
    return tuple(one for one in found[first : last + 1] if one.marker == actor.marker or one is actor)
