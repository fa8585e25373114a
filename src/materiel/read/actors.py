"""Actors: states, organisations, groups and makers of a sentence, with the marker that tells their role.

A marker is the function word before the name ("to", "from", "by"), the case of its form, ``possessive``,
``adjective`` (of goods or of a transfer noun), or empty for a bare name. Names joined by "and" share one marker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from materiel import packs
from materiel.read.fold import fold
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
    names = _distinct(sentence)
    found = [_actor(sentence, mention) for mention in names if mention.first >= sentence.begins]
    return _shared(sentence, _companies(sentence, [_marked(sentence, actor, grammar) for actor in found]))


def _companies(sentence: Sentence, found: list[Actor]) -> list[Actor]:
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
            actor = replace(actor, code=held.code)  # "France's KNDS"
        if actor.form == "body" and sentence.has(actor.last, "company"):
            actor = replace(actor, form="maker")  # "a Turkish company"
        out.append(actor)
    return out


def _owns(sentence: Sentence, state: Actor, maker: Actor) -> bool:
    """Whether a maker is called a state's own, right behind its name; not "Ukraine's Rheinmetall order"."""
    mark = _possessive(sentence, state.last)
    nouns = _nouns(sentence.pack["code"])
    behind = [m for m in sentence.of("rule", "goods", "weapon") if m.first == maker.last + 1]
    ordered = any(m.kind != "rule" or m.value in nouns for m in behind)
    return mark > 0 and maker.first == state.last + mark + 1 and not ordered


_QUOTES = frozenset("\"'“”„«»‘’")


def _distinct(sentence: Sentence) -> list[Mention]:
    """One mention for each name; where the words are both a name and an adjective, the company decides."""
    out: dict[tuple[int, int], Mention] = {}
    types = {(m.first, m.last) for m in sentence.of("weapon")}
    for mention in sentence.of("state", "group", "maker"):
        if mention.entry.form == "city" or _person(sentence, mention) or _outlet(sentence, mention):
            continue
        if sentence.has(mention.first, "no_name"):
            continue
        if mention.kind == "maker" and (mention.first, mention.last) in types:
            continue  # Eurofighter the aircraft, not the company
        if mention.kind == "group" and any(m.last == mention.first - 1 for m in sentence.of("state")):
            continue  # the Uganda People's Defence Force
        place = (mention.first, mention.last)
        other = out.get(place)
        if other is None:
            out[place] = mention
        elif other.entry.form != mention.entry.form and {other.entry.form, mention.entry.form} & {"adjective"}:
            adjective, name = (other, mention) if other.entry.form == "adjective" else (mention, other)
            capital = not adjective.entry.letters and sentence.words[mention.first].upper
            named = capital and (not _opens(sentence, mention) or _verb_follows(sentence, mention))
            out[place] = name if named or not _before_noun(sentence, mention.last) else adjective
        elif other.value == mention.value and mention.entry.cases:
            merged = replace(other.entry, cases=other.entry.cases | mention.entry.cases)
            out[place] = replace(other, entry=merged)
    return sorted(out.values(), key=lambda mention: mention.first)


def _verb_follows(sentence: Sentence, mention: Mention | Actor) -> bool:
    """Whether a verb stands right behind: "Serbia compró", where "serbia" is the adjective too."""
    nouns = _nouns(sentence.pack["code"])
    return any(m.first == mention.last + 1 and m.value not in nouns for m in sentence.of("rule"))


def _opens(sentence: Sentence, mention: Mention) -> bool:
    """Whether a capital says nothing: the word opens the sentence, or follows a colon or quotation mark."""
    return mention.first == 0 or sentence.words[mention.first - 1].low in ':."“„«»‘'


def _person(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name that people bear too stands behind another capitalised word: Michael Jordan."""
    if not mention.entry.cautious or mention.kind == "maker":
        return False
    before = sentence.words[mention.first - 1] if mention.first else None
    return bool(before and before.kind == "a" and before.upper and not sentence.classes.get(mention.first - 1))


def _outlet(sentence: Sentence, mention: Mention) -> bool:
    """Whether the name is part of a newspaper's: the Jerusalem Post, the Yorkshire Post."""
    for at in range(mention.last + 1, min(mention.last + 3, len(sentence.words))):
        if not sentence.words[at].upper:
            return False
        if sentence.has(at, "outlet"):
            return True
    return False


def _before_noun(sentence: Sentence, last: int, people: bool = False) -> bool:
    """Whether goods, a body or a transfer noun follow within a few words of the same noun phrase."""
    nouns = _nouns(sentence.pack["code"])
    heads = {m.first for m in sentence.of("goods", "weapon", "maker")}
    heads |= {m.first for m in sentence.of("rule") if m.value in nouns}
    verbs = {m.first for m in sentence.of("rule") if m.value not in nouns} - heads
    for at in range(last + 1, min(last + 5, len(sentence.words))):
        word = sentence.words[at]
        if at in verbs and people:
            return False  # "Americans halted the sale"
        if at in heads or sentence.has(at, "body", "made"):
            return True
        if (word.kind == "." and word.low not in '-–"“') or sentence.has(
            at, "be", "have", "future", "to", "for", "of", "in", "and", "from", "by", "with", "say"
        ):
            return False
    return False


@cache
def _nouns(code: str) -> frozenset[str]:
    """The rules of a language whose forms are nouns of transfer."""
    return frozenset(rule["id"] for rule in packs.toml("lang", f"{code}.toml")["rule"] if rule.get("noun"))


def _actor(sentence: Sentence, mention: Mention) -> Actor:
    code, maker, form, last = mention.value, None, mention.entry.form or "name", mention.last
    if mention.kind == "group" and packs.groups()[mention.value]["kind"] == "organisation":
        form = "group"
    if mention.kind == "maker":
        row = packs.makers()[mention.value]
        code, maker, form = row["state"], mention.value, "maker"
    words = sentence.words
    owner = _possessive(sentence, last)
    if form in ("adjective", "people") or owner:
        body = _body(sentence, mention.first, last + owner)
        if body is not None:
            last, form = body, "body"
    return Actor(code, mention.first, last, words[mention.first].start, words[last].end, "", form, maker,
                 mention.entry.cases)  # fmt: skip


def _body(sentence: Sentence, first: int, last: int) -> int | None:
    """The last word of the body that an adjective belongs to: "the Serbian defence ministry"."""
    nouns = _nouns(sentence.pack["code"])
    verbs = {m.last for m in sentence.of("rule") if m.value not in nouns}
    acts = {m.first for m in sentence.of("rule") if m.value not in nouns}  # "Sudan's army received drones"
    given = first - 1 in verbs or (first - 2 in verbs and sentence.has(first - 1, "det"))  # "gave the Serb army guns"
    goods = {m.first for m in sentence.of("goods", "weapon")}
    for at in range(last + 1, min(last + 4, len(sentence.words))):
        word = sentence.words[at]
        if sentence.has(at, "body") and at not in goods:
            end = at
            while end + 1 < len(sentence.words) and sentence.has(end + 1, "body"):
                end += 1
            follow = any(0 < m.first - end <= 2 and end + 1 not in acts for m in sentence.of("goods", "weapon"))
            return None if follow and not given and not _possessive(sentence, end) else end
        if word.kind != "a" or at in goods or sentence.has(at, "be", "to", "for", "of", "from", "by", "with", "made"):
            return None
    return None


def _possessive(sentence: Sentence, last: int) -> int:
    """How many words the possessive behind a name takes ("Serbia's" two, "the Greeks'" one); 0 where there is none."""
    words, mark = sentence.words, sentence.pack.get("possessive")
    if mark is None or last + 1 >= len(words) or words[last + 1].low not in ("'", "’"):
        return 0
    if words[last + 1].start != words[last].end:
        return 0
    if last + 2 < len(words) and words[last + 2].low == mark:
        return 2
    return int(words[last].low.endswith(mark))


def _marked(sentence: Sentence, actor: Actor, grammar: Grammar) -> Actor:
    """The actor with its marker: possession, adjective, the function word before its phrase, or its case."""
    if actor.form != "maker" and _consents(sentence, actor):
        return replace(actor, marker="consent")
    if _possessive(sentence, actor.last) and actor.form != "maker":
        return replace(actor, marker="possessive")
    if actor.form == "adjective" and sentence.pack.get("adjective_last") and sentence.has(actor.first - 1, "body"):
        return replace(actor, form="body", marker=_of_body(sentence, actor.first - 1, grammar))  # "Ushtria shqiptare"
    if actor.form in ("adjective", "people") and _before_noun(sentence, actor.last, actor.form == "people"):
        made = sentence.holds(actor.last + 1, actor.last + 4, "made")
        return replace(actor, marker="made" if made else "adjective")
    if actor.form == "adjective":
        behind = any(m.last == actor.first - 1 for m in sentence.of("goods", "weapon"))  # "chars coréens"
        return replace(actor, marker="adjective" if behind else "about")  # "the Russian invasion"
    last, case = _suffix(sentence, actor, grammar)
    marker = _word_after(sentence, last, grammar.after)
    if marker == "comitative" and any(m.first == last + 2 for m in sentence.of("state")):
        marker = ""  # "Türkiye ile İngiltere": both, side by side
    marker = marker or word_before(sentence, actor.first, grammar.before) or case
    if marker == "in" and actor.form == "capital" and sentence.has(actor.first - 2, "body"):
        return replace(actor, form="body")  # "the government in Belgrade" acts for its state
    goods = max((m.last for m in sentence.of("goods", "weapon") if m.last < actor.first), default=-1)
    if marker == "by" and sentence.holds(max(goods + 1, actor.first - 4), actor.first, "made"):
        marker = "made"  # "built by Italy", not "Swiss-made shells by Spain"
    if not marker and actor.cases and not actor.cases & {"nom", "acc"}:
        if "gen" in actor.cases and sentence.has(actor.first - 1, "body"):
            return replace(actor, form="body")  # the ministry of the state acts for it
        marker = next((case for case in ("dat", "abl", "ins", "gen", "loc") if case in actor.cases), "")
    return replace(actor, marker=marker)


def _consents(sentence: Sentence, actor: Actor) -> bool:
    """Whose leave an act needs: "US permission to sell", "the green light from Washington to hand over"."""
    if "consent" not in sentence.said:
        return False
    after = actor.last + 1 + _possessive(sentence, actor.last)
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
    return at >= 0 and (asked or sentence.has(after, "infinitive"))


def _of_body(sentence: Sentence, at: int, grammar: Grammar) -> str:
    """The marker of a body whose state follows as an adjective: the word before it, or the case of its form."""
    while sentence.has(at - 1, "body"):
        at -= 1
    marker = word_before(sentence, at, grammar.before)
    return marker or next((case for case in ("dat", "gen", "abl") if sentence.has(at, f"body_{case}")), "")


def _suffix(sentence: Sentence, actor: Actor, grammar: Grammar) -> tuple[int, str]:
    """The last word of a name with the suffix behind its apostrophe, and the case that the suffix marks."""
    words, last = sentence.words, actor.last
    if last + 2 < len(words) and words[last + 1].low in ("'", "’") and words[last + 2].start == words[last + 1].end:
        return last + 2, grammar.suffixes.get(words[last + 2].low, "")
    return last, ""


def _word_after(sentence: Sentence, last: int, markers: Sequence[str]) -> str:
    """The postposition right behind a name and its bodies: "Kosova için", "Malezya Donanması için"."""
    found = next((name for name in markers if sentence.has(last + 1, name)), "")
    while markers and not found and sentence.has(last + 1, "body"):
        last += 1
        found = next((name for name in markers if sentence.has(last + 1, name)), "")
    return found


def _beside(sentence: Sentence, at: int, before: Actor) -> bool:
    """Whether a word that means "with" joins two names side by side: "Türkiye ile İngiltere"."""
    return bool(sentence.pack.get("verb_final")) and not before.marker and sentence.has(at, "comitative")


def word_before(sentence: Sentence, first: int, markers: Sequence[str]) -> str:
    """The function word that governs a name, over its determiners, titles and "of"-chains of bodies."""
    at = first - 1
    compounds, possessive = sentence.pack.get("compounds", ()), sentence.pack.get("possessive")
    adjectives = {m.last for m in sentence.of("state") if m.entry.form == "adjective"}
    others = {m.last for m in sentence.of("state", "group") if m.entry.form != "adjective"} - adjectives
    while at >= 0:
        word = sentence.words[at]
        if at in others and not sentence.has(at, "body"):
            return ""  # the word before belongs to another name
        if sentence.has(at, "relative"):
            return ""  # "wrote in May that Peru"
        found = next((name for name in markers if sentence.has(at, name)), None)
        if found and any(
            m.first < at <= m.last and not (at == m.last and m.value.startswith("arrive")) for m in sentence.of("rule")
        ):
            return "about"  # the preposition belongs to the form: "are already part of the army"
        if found and found != "of" and sentence.has(at - 1, "affair"):
            return "about"  # "the war in Ukraine", "a visit to Serbia"
        if found == "of":
            if (at and sentence.has(at - 1, "body", "det")) or _bodied(sentence, at - 1):
                at -= 2
                continue
            return "of"
        if found:
            return found
        proper = word.kind == "a" and word.upper and at > 0 and first - at <= 2 and not sentence.classes.get(at)
        skip = (
            proper
            or sentence.has(at, "det", "one", "body", "used")
            or at in adjectives
            or (word.kind == "a" and word.low in compounds)
            or word.low in ("-", "’", "'", "„", "“", "”", '"', "«", "»", possessive)
        )
        if not skip or first - at > 7:
            return ""
        at -= 1
    return ""


def _bodied(sentence: Sentence, at: int) -> bool:
    return at >= 0 and sentence.has(at, "body")


def _shared(sentence: Sentence, found: list[Actor]) -> list[Actor]:
    """Names in one list take the marker of the first: "to Poland and Romania"."""
    out: list[Actor] = []
    for actor in found:
        if out and not actor.marker and _listed(sentence, out[-1], actor.first) and not _acts(sentence, actor):
            actor = replace(actor, marker=out[-1].marker if out[-1].marker not in ("adjective",) else "")
        out.append(actor)
    return out


def _acts(sentence: Sentence, actor: Actor) -> bool:
    """Whether a verb right behind the name makes it the subject of a clause of its own: "and Norway bought"."""
    return _verb_follows(sentence, actor)


def _listed(sentence: Sentence, before: Actor, right: int) -> bool:
    between = range(before.last + 1, right)
    after = right + 1
    while sentence.has(after, "body"):
        after += 1
    comma = any(sentence.words[at].low == "," for at in between)
    fixed = before.marker or (comma and not sentence.pack.get("free_order"))
    if fixed and sentence.has(after, "have", "be", "future"):
        return False  # "for the Georgian navy, and Italy has followed": a clause of its own
    joined = any(
        sentence.words[at].low == "," or sentence.has(at, "and") or _beside(sentence, at, before) for at in between
    )
    return joined and all(
        sentence.words[at].low in (",", "'", "’", sentence.pack.get("possessive"))
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
