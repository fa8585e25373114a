"""Goods: noun phrases that name weapons, with their number.

A phrase is built around a known designation or a generic word ("howitzers"), joined with its neighbours ("Hermes 900
reconnaissance drones"), stretched over marks and blocks, and given the number that counts it. Calibres, ranges,
crews and rates are never numbers of goods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from materiel import packs
from materiel.read.words.apposed import described, of_state, qualified
from materiel.read.words.counts import counted
from materiel.read.words.fold import fold
from materiel.read.words.lookalikes import lookalike
from materiel.read.words.phrases import Goods
from materiel.read.words.tag import Mention, Sentence, titled, unused


def goods(text: str, sentence: Sentence) -> list[Goods]:
    """The goods of a sentence, in order."""
    anchors = _anchors(text, sentence)
    found = []
    for group in _groups(text, sentence, anchors):
        phrase = _phrase(text, sentence, group)
        if phrase is not None:
            found.append(counted(text, sentence, replace(phrase, kind=_kind(sentence, group)), anchors))
    return found


def _kind(sentence: Sentence, group: Sequence[Mention]) -> str:
    """The kind that the last noun of a group names: frigate, howitzer."""
    nouns = [sentence.words[m.last].low for m in group if m.kind == "goods"]
    return _kinds(sentence.pack["code"], nouns[-1]) if nouns else ""


@lru_cache(maxsize=4096)
def _kinds(code: str, noun: str) -> str:
    """The kind of a noun where the language tells kinds of one category apart; a stem stands for all its forms."""
    for kind, forms in packs.toml("lang", f"{code}.toml").get("kinds", {}).items():
        for form in forms:
            if noun == fold(form) or (form.endswith("*") and noun.startswith(fold(form[:-1]))):
                return str(kind)
    return ""


def _anchors(text: str, sentence: Sentence) -> list[Mention]:
    """Weapon and goods mentions; a cautious name counts only in the company of goods, numbers or another weapon."""
    firms = [m for m in sentence.of("maker") if m.last > m.first]
    every = [
        m
        for m in sentence.of("weapon", "goods")
        if m.kind == "weapon" or not any(firm.first <= m.first and m.last <= firm.last for firm in firms)
    ]  # the Helicopters of Airbus Helicopters
    kept = []
    for mention in every:
        if sentence.has(mention.first, "idiom"):
            continue  # bricks and mortar, a think tank
        if mention.kind == "goods" and (_business(sentence, mention) or lookalike(sentence, mention)):
            continue
        if mention.entry.cautious and not _accompanied(text, sentence, mention, every):
            continue
        kept.append(mention)
    return sorted(kept, key=lambda mention: (mention.first, -mention.last))


def _business(sentence: Sentence, mention: Mention) -> bool:
    """Whether the goods only name what a business does ("the ammunition division", "its drone making operations") or
    what others carry."""
    after = mention.last + 1
    if sentence.has(after + 1, "fitted") and sentence.words[after].low == "-":
        return True  # "two missile-armed frigates"
    while sentence.has(after, "making") or (after < len(sentence.words) and sentence.words[after].low == "-"):
        after += 1
    led = sentence.has(mention.first - 1, "heads") or sentence.has(mention.first - 2, "heads")  # "head of land systems"
    return led or sentence.has(after, "business") or sentence.has(mention.first - 1, "civil")


def _accompanied(text: str, sentence: Sentence, mention: Mention, every: Sequence[Mention]) -> bool:
    if any(m.first == mention.last + 1 for m in sentence.of("person")):
        return False  # "the Serbian president Aleksandar Vučić"
    if any(m.kind == "goods" and (m.first, m.last) == (mention.first, mention.last) for m in every):
        return False  # "Armët" are arms, not the Arma
    near = any(
        other is not mention and not other.entry.cautious
        and (-2 <= other.first - mention.last <= 3 or 0 <= mention.first - other.last <= 2
             or qualified(sentence, mention, other) or described(sentence, other, mention))
        for other in every
    )  # fmt: skip
    begin = unused(sentence, mention.first)
    counted = any(0 <= begin - number.last <= 2 and not number.currency for number in sentence.numbers)
    beside = (mention.first - 1, mention.last + 1)  # "American Tomahawks", "les Tomahawk américains"
    told = any(m.entry.form == "adjective" and (m.last == beside[0] or m.first == beside[1])
               for m in sentence.of("state"))  # fmt: skip
    if near or counted or told or sentence.has(mention.first - 1, "called") or _declined(text, sentence, mention):
        return True
    alone = not any(other.first != mention.first for other in every)
    letters = [word for word in sentence.words if word.kind == "a"]
    shouted = all(text[word.start : word.end].isupper() for word in letters)  # NEW SENATOR BACKS FARM BILL
    return (
        sentence.kind == "heading"
        and alone
        and not shouted
        and bool(sentence.of("rule"))
        and not _named_person(sentence, mention)
    )


def _declined(text: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether the ending of an object behind an apostrophe shows that a word is a name, where names alone take one, and
    a verb of transfer stands by: "filosuna Akıncı'yı ekliyor"; not a person's ("Ali Akıncı'yı")."""
    at = mention.last + 2
    objects = {fold(form) for form in sentence.pack.get("suffixes", {}).get("acc", ())}
    mark = text[mention.end : mention.end + 1] in ("'", "’") and at < len(sentence.words)
    ended = mark and sentence.words[mention.first].upper and sentence.words[at].low in objects
    return ended and bool(sentence.of("rule")) and not _named_person(sentence, mention)


def _named_person(sentence: Sentence, mention: Mention) -> bool:
    """Whether a capitalised word that is nothing else stands beside the name, as in a person's full name."""
    if titled(sentence):
        return False
    if any(m.first in (mention.first, mention.last + 1) for m in sentence.of("person")):
        return True  # "Aleksandar Vučić"
    taken = {at for m in sentence.mentions for at in range(m.first, m.last + 1)}
    for at in (mention.first - 1, mention.last + 1):
        if 0 <= at < len(sentence.words):
            word = sentence.words[at]
            if word.kind == "a" and word.upper and at not in taken and at > 0 and not sentence.classes.get(at):
                return True
    return False


def _groups(text: str, sentence: Sentence, anchors: Sequence[Mention]) -> list[list[Mention]]:
    """Anchors that name one thing: they overlap, or only a space, hyphen, bracket, quote or mark parts them."""
    out: list[list[Mention]] = []
    for mention in anchors:
        if out and (mention.first <= out[-1][-1].last or _touch(text, sentence, out[-1][-1], mention)):
            if mention.last > out[-1][-1].last or mention.kind == "weapon":
                out[-1].append(mention)
            continue
        out.append([mention])
    return out


def _touch(text: str, sentence: Sentence, left: Mention, right: Mention) -> bool:
    between = text[left.end : right.start]
    if len(between) > 24 or "," in between or ";" in between or "." in between.replace("U.S.", ""):
        return False
    middle = sentence.words[left.last + 1 : right.first]
    letters = [word for word in middle if word.kind != "."]
    if any(
        left.last < n.first and n.last < right.first and sentence.words[n.first - 1].low not in _marks("joins")
        for n in sentence.numbers
    ):
        return False
    if left.kind == "weapon" and right.kind == "goods" and qualified(sentence, left, right):
        return True
    if left.kind == "goods" and right.kind == "weapon" and described(sentence, left, right):
        return True
    if left.kind == right.kind == "goods" and of_state(sentence, left, right):
        return True
    if left.kind == "weapon" and right.kind == "weapon" and left.value != right.value:
        return not letters and "(" in between
    small = {at for at in range(left.last + 1, right.first) if sentence.classes.get(at)}
    return all(
        word.low in _marks("joins") or ((word.kind == "0" or len(word.low) <= 2) and at not in small)
        for at, word in enumerate(middle, left.last + 1)
        if word in letters
    )


def _marks(name: str) -> Sequence[str]:
    """Words that belong to designations in every language: block, mark, class."""
    words: Sequence[str] = packs.toml("codebook", "goods.toml")["marks"][name]
    return words


def _phrase(text: str, sentence: Sentence, group: Sequence[Mention]) -> Goods | None:
    """One phrase from the anchors of a group; its head noun decides the category unless the type is known."""
    weapon = next((m for m in group if m.kind == "weapon"), None)
    nouns = [m for m in group if m.kind == "goods"]
    first, last = min(m.first for m in group), max(m.last for m in group)
    if weapon is None:
        return _unknown(text, sentence, first, last, _told(nouns))
    row = packs.weapons()[weapon.value]
    category = row["category"]
    if nouns and nouns[-1].last == last and nouns[-1].first > weapon.last:
        category = _head(category, nouns[-1].value)
    begin, end, designation = _stretched(text, sentence, weapon, last)
    same = category == row["category"]
    start, stop = sentence.words[first].start, sentence.words[max(end, last)].end
    named = (sentence.words[begin].start, sentence.words[end].end) if same else None
    return Goods(first, max(end, last), first, start, stop, category, designation if same else None, same, named,
                 plural=_plural(text, sentence, max(end, last)))  # fmt: skip


def _told(nouns: Sequence[Mention]) -> str:
    """The category of a generic phrase: its last noun's, or what a word before it narrows that to: "SAM systems"."""
    book, last = packs.toml("codebook", "goods.toml"), nouns[-1].value
    closer = (*book["covers"].get(last, ()), book["narrower"].get(last))
    return next((m.value for m in reversed(nouns[:-1]) if m.value in closer), last)


def _head(category: str, noun: str) -> str:
    """The category of "F-16 engines": the last noun's where it is a part or load of the platform named before it."""
    if noun in ("engine", "ammunition", "satellite") and noun != category:
        return noun
    if noun in ("missile", "radar/sensor") and category in _PLATFORMS:
        return noun
    return category


_PLATFORMS = frozenset(
    ("combat aircraft", "trainer aircraft", "transport aircraft", "helicopter", "ship", "submarine", "uav")
)


def _stretched(text: str, sentence: Sentence, weapon: Mention, last: int) -> tuple[int, int, str]:
    """The designation with the mark or block that follows it: "F-16 Block 70", "JAS 39 C/D"."""
    words, end = sentence.words, weapon.last
    seen = end + 1
    if seen + 1 < len(words) and words[seen].low in _marks("numbered"):
        follow = words[seen + 1]
        if follow.kind == "0" or (follow.kind == "a" and len(follow.low) <= 3 and follow.upper):
            mark = text[words[seen].start : follow.end]
            return weapon.first, seen + 1, f"{weapon.value} {mark}"
    return weapon.first, end, weapon.value


def _unknown(text: str, sentence: Sentence, first: int, last: int, category: str) -> Goods:
    """A generic phrase; capitals or figures right before or after it are the designation of an unknown type."""
    words = sentence.words
    plural = _plural(text, sentence, last)
    span = _title_before(text, sentence, first) or _title_after(text, sentence, last)
    start, end = words[first].start, words[last].end
    if span is None:
        return Goods(first, last, first, start, end, category, plural=plural)
    begin, stop = span
    name = text[words[begin].start : words[stop].end].strip("\"'“”„«»‘’()")
    return Goods(min(first, begin), max(last, stop), min(first, begin), min(start, words[begin].start),
                 max(end, words[stop].end), category, name, False, (words[begin].start, words[stop].end),
                 plural=plural)  # fmt: skip


def _title_before(text: str, sentence: Sentence, first: int) -> tuple[int, int] | None:
    words, begin = sentence.words, first
    taken = {at for m in sentence.mentions if m.kind != "rule" for at in range(m.first, m.last + 1)}
    numbers = {at for n in sentence.numbers for at in range(n.first, n.last + 1)}
    seen = first - 1
    while seen >= 0 and first - seen <= 5:
        word = words[seen]
        if seen in taken or sentence.classes.get(seen):
            break
        glued = seen + 1 < len(words) and word.end == words[seen + 1].start
        opens = seen == 0 or words[seen - 1].low == ":"  # a capital says nothing there: "Merkel: No arms"
        lettered = word.kind == "a" and word.upper and (not opens or glued)
        figured = word.kind == "0" and _glued(sentence, seen)
        if lettered or figured or (word.low == "-" and glued):
            begin, seen = seen, seen - 1
            continue
        break
    while begin < first and (words[begin].kind == "." or (begin in numbers and not _glued(sentence, begin))):
        begin += 1
    if begin >= first:
        return None
    letters = [word for word in words[begin:first] if word.kind == "a"]
    figures = any(word.kind == "0" for word in words[begin:first])
    title_case = titled(sentence)
    if not letters or (title_case and not figures):
        return None
    end = first - 1
    while end > begin and words[end].kind == ".":
        end -= 1
    return begin, end


def _glued(sentence: Sentence, at: int) -> bool:
    """Whether a figure is written together with letters or a hyphen, as in a designation: KZO-7, T-72, 2A4."""
    words = sentence.words
    before = at > 0 and words[at - 1].end == words[at].start and words[at - 1].kind in ("a", ".") and (
        words[at - 1].low in "-/" or words[at - 1].kind == "a")  # fmt: skip
    after = at + 1 < len(words) and words[at].end == words[at + 1].start and words[at + 1].kind == "a"
    return before or after


def _title_after(text: str, sentence: Sentence, last: int) -> tuple[int, int] | None:
    """ "drones KZO-7", "howitzers of the type KZO-7": letters and figures written together right after the noun."""
    words, seen = sentence.words, last + 1
    while seen < len(words) and (
        words[seen].low in _marks("joins") or words[seen].low in '„“"«(' or sentence.has(seen, "of")
    ):
        seen += 1
    taken = {at for m in sentence.mentions for at in range(m.first, m.last + 1)}
    if seen + 1 >= len(words) or seen in taken or not words[seen].upper or seen - last > 4:
        return None
    end = seen
    while end + 1 < len(words) and words[end + 1].start == words[end].end and words[end + 1].low not in ",.;:)»”\"'’":
        end += 1
    figures = any(word.kind == "0" for word in words[seen : end + 1])
    return (seen, end) if figures else None


def _plural(text: str, sentence: Sentence, last: int) -> bool:
    word = sentence.words[last]
    plural = tuple(sentence.pack.get("plural_endings", ()))
    return not plural or (word.kind == "a" and word.low.endswith(plural) and not word.low.endswith("ss"))
